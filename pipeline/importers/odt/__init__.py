"""Read an ODT document: its text as pandoc's tree, its properties, and what stays outside the text.

Pandoc's own reader leaves out fields, boxes, titles and references between notes, and shows what is hidden.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.errors import ArticleError
from pipeline.importers import Removed, RemovedKind
from pipeline.importers.note_links import NoteLinks
from pipeline.importers.odt.body import FIELD_START, BodyReader, word_reference
from pipeline.importers.odt.line import words_of
from pipeline.importers.odt.objects import ObjectReader
from pipeline.importers.odt.styles import OFFICE, STYLE, TABLE, TEXT, Styles
from pipeline.importers.office_xml import DocumentContents, parse_part
from pipeline.importers.pandoc_inlines import Nodes

_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_EXTENSION = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
"""The names that LibreOffice gives to tables in boxes and shapes, for which the format has none."""

_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_REFERENCES = (f"{TEXT}note-ref", f"{TEXT}bookmark-ref", f"{TEXT}reference-ref")
_MARKED = {
    f"{TEXT}bookmark-start": f"{TEXT}bookmark-end",
    f"{TEXT}reference-mark-start": f"{TEXT}reference-mark-end",
    f"{TEXT}bookmark": "",
}
_MOST_ELEMENTS = 200_000  # a long book has a quarter of these
_MARGINS = {"header": RemovedKind.HEADER, "footer": RemovedKind.FOOTER}


def read_odt(parts: Mapping[str, bytes]) -> tuple[DocumentContents, dict[str, Any]]:
    """Read a document as its contents and pandoc's tree. Raises ArticleError if it is damaged."""
    content, named = parse_part(parts, "content.xml"), parse_part(parts, "styles.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        raise ArticleError("is damaged: it has no text. Open it in LibreOffice, and save it again.")
    regions = {
        each.get(f"{TEXT}id") for each in body.iter(f"{TEXT}changed-region") if each.find(f"{TEXT}deletion") is not None
    }
    if any(each.get(f"{TEXT}change-id") in regions - {None} for each in body.iter(f"{TEXT}change-start")):
        raise ArticleError("has deleted text amid its text. Accept or reject the changes, and save it as .odt.")
    elements = sum(1 for _ in body.iter())
    if elements > _MOST_ELEMENTS:
        raise ArticleError(f"holds {elements:,} elements, far more than an article does. Split the document.")
    for element in body.iter():
        if element.tag.startswith(f"{_EXTENSION}table"):
            element.tag = TABLE + element.tag.removeprefix(_EXTENSION)
    contents = DocumentContents()
    _read_properties(parts, contents)
    objects = ObjectReader(lambda name: parse_part(parts, name))
    styles = Styles(content, named)
    reader = BodyReader(styles, _find_links(body), objects)
    blocks = reader.read(body)
    tree = objects.convert_formulas()
    contents.text = "\n".join(_own_text(element, styles) for element in body.iter() if element.tag in _PARAGRAPHS)
    contents.dangling += reader.dangling
    contents.removed += [*_read_changes(body, contents), *reader.removed, *_find_reviewers(body)]
    contents.removed += [] if named is None else dict.fromkeys(_read_margins(named))
    return contents, {**tree, "meta": _write_meta(reader.meta), "blocks": blocks}


def _read_properties(parts: Mapping[str, bytes], contents: DocumentContents) -> None:
    root = parse_part(parts, "meta.xml")
    meta = None if root is None else root.find(f"{OFFICE}meta")
    if meta is not None:
        author = meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DC}creator") or ""
        contents.title, contents.author = (meta.findtext(f".//{_DC}title") or "").strip(), author.strip()


def _write_meta(found: Mapping[str, list[Nodes]]) -> dict[str, Any]:
    """Return the paragraphs about the text as pandoc has them from Word documents."""
    meta: dict[str, Any] = {}
    for role, lines in found.items():
        inlines = [{"t": "MetaInlines", "c": line} for line in lines]
        if role == "abstract":
            meta[role] = {"t": "MetaBlocks", "c": [{"t": "Para", "c": line} for line in lines]}
        elif role == "author" and len(lines) > 1:
            meta[role] = {"t": "MetaList", "c": inlines}
        else:
            joined = [node for line in lines for node in ({"t": "Space"}, *line)][1:]
            meta[role] = {"t": "MetaInlines", "c": joined}
    return meta


def _find_links(body: ET.Element) -> NoteLinks:
    """Find the notes to which there are references besides their own."""
    names = {name: name for note in body.iter(f"{TEXT}note") if (name := note.get(f"{TEXT}id", ""))}
    for parent in body.iter():
        for index, child in enumerate(parent):
            if child.tag in _MARKED and not (child.tail or "").strip():
                note = _marked_element(list(parent[index + 1 : index + 3]), _MARKED[child.tag])
                if note is not None and note.tag == f"{TEXT}note":
                    names[child.get(f"{TEXT}name", "")] = note.get(f"{TEXT}id", "")
    referred = [found.get(f"{TEXT}ref-name", "") for tag in _REFERENCES for found in body.iter(tag)]
    return NoteLinks(names, [*referred, *filter(None, map(word_reference, body.iter(FIELD_START)))])


def _marked_element(after: list[ET.Element], end: str) -> ET.Element | None:
    """Return the element that a bookmark marks, if it marks nothing else; `after` are the two elements that follow it.
    A bookmark without an end marks what it stands before, as LibreOffice writes those of Word around a note.
    """
    first = after[0] if after else None
    while first is not None and first.tag == f"{TEXT}span" and len(first) == 1 and not (first.text or "").strip():
        first = first[0]
    is_whole = not end or (len(after) > 1 and after[1].tag == end and not (after[0].tail or "").strip())
    return first if is_whole else None


def _read_changes(body: ET.Element, contents: DocumentContents) -> Iterator[Removed]:
    """Yield what the tracked changes deleted, and tell the number of changes."""
    regions = list(body.iter(f"{TEXT}changed-region"))
    deletions = [found for region in regions for found in region.findall(f"{TEXT}deletion")]
    insertions = sum(region.find(f"{TEXT}insertion") is not None for region in regions)
    if deletions or insertions:
        counted = f"(insertions: {insertions}, deletions: {len(deletions)})"
        contents.remarks.append(f"tracked changes were accepted {counted}")
    for deletion in deletions:
        parts = (words_of(part) for part in deletion if part.tag != f"{OFFICE}change-info")
        if text := " ".join(filter(None, parts)):
            yield Removed(what=RemovedKind.DELETED, text=text)


def _find_reviewers(body: ET.Element) -> Iterator[Removed]:
    """Yield the names of those who commented or changed the text."""
    found = (name.text.strip() for name in body.iter(f"{_DC}creator") if name.text and name.text.strip())
    yield from (Removed(what=RemovedKind.REVIEWER, text=name) for name in dict.fromkeys(found))


def _read_margins(named: ET.Element) -> Iterator[Removed]:
    """Yield the headers and footers of the pages."""
    for page in named.iter(f"{STYLE}master-page"):
        for margin in page:
            kind = next((kind for name, kind in _MARGINS.items() if margin.tag.startswith(f"{STYLE}{name}")), None)
            if kind is not None and re.search(r"[^\W\d_]", text := words_of(margin)):
                yield Removed(what=kind, text=text)


def _own_text(element: ET.Element, styles: Styles) -> str:
    """Return the text of a paragraph without that of its notes, which are paragraphs themselves; what is hidden in it
    comes last, since it parts no words.
    """
    shown: list[str] = []
    hidden: list[str] = []

    def walk(element: ET.Element, out: list[str]) -> None:
        out.append(element.text or "")
        for child in element:
            if child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
                out.append(" ")
            elif child.tag == f"{TEXT}span" and styles.text(child.get(f"{TEXT}style-name", "")).get("hidden"):
                hidden.append(" ")
                walk(child, hidden)
            elif child.tag not in {
                f"{TEXT}note",
                f"{TEXT}note-ref",
                *_PARAGRAPHS,
                f"{OFFICE}annotation",
                f"{OFFICE}meta",
            }:
                walk(child, out)
            out.append(child.tail or "")

    walk(element, shown)
    return "".join([*shown, *hidden])
