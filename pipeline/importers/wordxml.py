"""What stands in the XML of Word and ODT files besides the text that pandoc reads: properties, changes, comments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from pipeline.errors import ArticleError
from pipeline.importers import Removed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

_BODY_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
_ASIDE = re.compile(r"word/(?P<what>comments|header\d*|footer\d*)\.xml")
_DEEPEST = 500


@dataclass(slots=True, kw_only=True)
class Contents:
    """A document's own words: its properties, the text of its body and notes, and what of it is no part of the text.

    `replaced` are parts that pandoc is to read instead of those in the document.
    """

    title: str = ""
    author: str = ""
    text: str = ""
    removed: list[Removed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    replaced: dict[str, bytes] = field(default_factory=dict)


def read_contents(parts: Mapping[str, bytes], form: str) -> Contents:
    """What the XML of a document says. Raises ArticleError where it is damaged."""
    return _word(parts) if form == "docx" else _open_document(parts)


def _parsed(parts: Mapping[str, bytes], name: str) -> Xml.Element | None:
    content = parts.get(name)
    if not content:
        return None
    depth = 0
    parser = Xml.XMLPullParser(["start", "end"])
    try:
        parser.feed(content)
        parser.close()
        root = None
        for event, element in parser.read_events():
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise ArticleError(f"is nested more than {_DEEPEST} deep in {name}, as no text is. It is not opened.")
    except (Xml.ParseError, LookupError, ValueError) as error:
        raise ArticleError(f"is damaged: {name} in it is not valid XML. Open it in Word, and save it again.") from error
    return root


def _word(parts: Mapping[str, bytes]) -> Contents:
    contents = Contents()
    properties = _parsed(parts, "docProps/core.xml")
    if properties is not None:
        contents.title = (properties.findtext(f"{_DC}title") or "").strip()
        contents.author = (properties.findtext(f"{_DC}creator") or "").strip()
    inserted = deleted = 0
    texts = []
    for name in sorted(filter(_BODY_PARTS.fullmatch, parts)):
        root = _parsed(parts, name)
        if root is None:
            continue
        texts += [text for text in _paragraphs(root) if text.strip()]
        inserted += sum(1 for tag in ("ins", "moveTo") for found in root.iter(_W + tag) if found.find(f".//{_W}t") is not None)
        for tag in ("del", "moveFrom"):
            for change in root.iter(_W + tag):
                text = "".join(found.text or "" for found in change.iter(_W + "delText"))
                deleted += bool(text)
                contents.removed += [Removed(what="deleted in the tracked changes", text=text)] if text.strip() else []
    contents.text = "\n".join(texts)
    if inserted or deleted:
        contents.remarks.append(f"tracked changes were accepted: {inserted} insertions, {deleted} deletions")
    seen = set()
    for name in sorted(parts):
        found = _ASIDE.fullmatch(name)
        root = _parsed(parts, name) if found else None
        if root is None or not found:
            continue
        what = "comment" if found["what"] == "comments" else "header of the pages" if "header" in name else "footer of the pages"
        for text in _paragraphs(root):
            if text.strip() and (what, text) not in seen:
                seen.add((what, text))
                contents.removed.append(Removed(what=what, text=text.strip()))
    return contents


def _paragraphs(root: Xml.Element) -> Iterator[str]:
    """The text of each paragraph of Word, those in boxes by themselves, nothing twice and nothing that was deleted."""
    lines: list[str] = []

    def walk(element: Xml.Element, line: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in {_FALLBACK, _W + "del", _W + "moveFrom", _W + "instrText"}:
                continue
            if tag == _W + "p":
                own: list[str] = []
                walk(child, own)
                lines.append("".join(own))
            elif tag == _W + "t":
                line.append(child.text or "")
            elif tag in {_W + "tab", _W + "br", _W + "cr"}:
                line.append(" ")
            elif tag == _W + "noBreakHyphen":
                line.append("-")
            else:
                walk(child, line)

    walk(root, [])
    yield from lines


def _open_document(parts: Mapping[str, bytes]) -> Contents:
    contents = Contents()
    meta = _parsed(parts, "meta.xml")
    if meta is not None:
        contents.title = (meta.findtext(f".//{_DC}title") or "").strip()
        contents.author = (meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DC}creator") or "").strip()
    root = _parsed(parts, "content.xml")
    if root is None:
        raise ArticleError("is damaged: it has no text. Open it in LibreOffice, and save it again.")
    changes = list(root.iter(f"{_TEXT}changed-region"))
    if changes:
        deletions = [" ".join("".join(found.itertext()).split()) for change in changes for found in change.iter(f"{_TEXT}p")]
        gone = sum(change.find(f"{_TEXT}deletion") is not None for change in changes)
        contents.remarks.append(f"tracked changes were accepted: {len(changes) - gone} insertions, {gone} deletions")
        contents.removed += [Removed(what="deleted in the tracked changes", text=text) for text in deletions if text]
    for comment in root.iter(f"{_OFFICE}annotation"):
        text = " ".join(" ".join("".join(found.itertext()).split()) for found in comment.iter(f"{_TEXT}p"))
        contents.removed.append(Removed(what="comment", text=text))
    _drop(root, {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation"})
    contents.replaced["content.xml"] = Xml.tostring(root)
    body = root.find(f"{_OFFICE}body")
    contents.text = "\n".join(_open_paragraphs(body)) if body is not None else ""
    return contents


def _open_paragraphs(body: Xml.Element) -> Iterator[str]:
    for element in body.iter():
        if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield "".join(_own_text(element))


def _own_text(element: Xml.Element) -> Iterator[str]:
    """The text of a paragraph without that of its notes, which are paragraphs themselves."""
    yield element.text or ""
    for child in element:
        if child.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield " "
        elif child.tag not in {f"{_TEXT}note", f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _own_text(child)
        yield child.tail or ""


def _drop(root: Xml.Element, tags: set[str]) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in tags]:
            index = list(parent).index(child)
            before = parent[index - 1] if index else None
            if before is not None:
                before.tail = (before.tail or "") + (child.tail or "")
            else:
                parent.text = (parent.text or "") + (child.tail or "")
            parent.remove(child)
