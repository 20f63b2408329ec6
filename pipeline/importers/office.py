"""Import Word and ODT documents by pandoc, and list the texts that it leaves out."""

import posixpath
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import (
    ImportedArticle,
    Picture,
    Removed,
    RemovedKind,
    coverage,
    metadata,
    note_links,
    odt,
    office_xml,
    pandoc_ast,
)
from pipeline.importers.paragraphs import is_heading_candidate
from pipeline.importers.typed_notes import normalize_notes
from pipeline.languages import document_pattern
from pipeline.languages.dates import parse_date
from pipeline.languages.detection import find_region, resolve_language

_DOCX, _ODT = "docx", "odt"

_NO_TITLE = r"{default_titles}|.*\.(?:docx?|odt)"
_SHOWABLE = frozenset(["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp"])
_KINDS = {
    "xl/workbook.xml": "is a spreadsheet. Copy what belongs in the article into a Word file.",
    "ppt/presentation.xml": "is a presentation. Copy what belongs in the article into a Word file.",
}


@dataclass(slots=True, kw_only=True)
class _Pictures:
    """The pictures in the text, each with a name of its own."""

    parts: Mapping[str, bytes]
    names: dict[str, str] = field(default_factory=dict)

    def name(self, address: str) -> str:
        """Return the name of the picture at an address within the document; empty if it is not there."""
        inside = next((path for path in (address, f"word/{address}") if path in self.parts), "")
        if not inside:
            return ""
        if inside not in self.names:
            suffix = posixpath.splitext(inside)[1].lower()
            ending = suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ""
            self.names[inside] = f"image{len(self.names) + 1}{ending}"
        return self.names[inside]


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> ImportedArticle:  # noqa: ARG001
    """Read the article in a Word or ODT file. Raises ArticleError."""
    parts = office_xml.open_archive(data)
    form = _detect_form(parts)
    pandoc_ast.require_pandoc()
    pictures = _Pictures(parts=parts)
    cleaned = pandoc_ast.TreeCleaner(picture=pictures.name)
    try:
        if form == _ODT:
            contents, tree = odt.read_document(parts)
        else:
            contents = office_xml.read_contents(parts)
            tree = pandoc_ast.read_tree(office_xml.pack_archive({**parts, **contents.replaced}), form)
        blocks = cleaned.blocks(tree["blocks"])
        return _build_article(contents, tree, blocks, cleaned, pictures, languages)
    except RecursionError as error:
        raise ArticleError("is nested too deeply: lists in lists, or tables in tables, hundreds deep.") from error


def _detect_form(parts: Mapping[str, bytes]) -> str:
    if "word/document.xml" in parts:
        return _DOCX
    for name, why in _KINDS.items():
        if name in parts:
            raise ArticleError(why)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise ArticleError("is protected with a password. Take the password off, and save it again.")
    kind = parts.get("mimetype", b"").decode("ascii", "replace").strip()
    if "content.xml" in parts and kind.startswith("application/vnd.oasis.opendocument.text"):
        return _ODT
    if "content.xml" in parts and kind.startswith("application/vnd.oasis.opendocument"):
        raise ArticleError("is not a text document. Copy what belongs in the article into a text document.")
    raise ArticleError("is a ZIP archive, but not a Word or ODT document. Unpack it, and import what is in it.")


def _build_article(
    contents: office_xml.DocumentContents,
    tree: Mapping[str, Any],
    blocks: pandoc_ast.Nodes,
    cleaned: pandoc_ast.TreeCleaner,
    pictures: _Pictures,
    languages: Sequence[str],
) -> ImportedArticle:
    removed = [*contents.removed, *(Removed(what=RemovedKind.CONTENTS, text=text) for text in cleaned.contents)]
    title, author, date, blocks, guesses = _read_head(contents, tree.get("meta", {}), blocks, removed)
    blocks, more = _find_bold_headings(blocks)
    blocks = pandoc_ast.add_title(blocks, title, may_raise=False)
    made = normalize_notes(note_links.write_links(pandoc_ast.write_markdown({**tree, "meta": {}, "blocks": blocks})))
    plain = " ".join(pandoc_ast.plain_text(block) for block in blocks)
    lang, doubts = resolve_language(
        find_region(office_xml.find_languages(pictures.parts), plain, languages), plain, languages
    )
    used = [Picture(name=name, data=pictures.parts[inside]) for inside, name in pictures.names.items()]
    missing = (Removed(what=RemovedKind.PICTURE, text=text) for text in cleaned.missing)
    everything = (*removed, *made.removed, *missing)
    kept = [made.body, author, *(item.text for item in everything)]
    return replace(
        made,
        title=title,
        author=author,
        date=date,
        lang=lang,
        pictures=tuple(used),
        removed=(*everything, *coverage.find_unexplained(contents.text, kept)),
        guesses=(*guesses, *more),
        doubts=tuple(doubts),
        remarks=(
            *contents.remarks,
            *_tree_remarks(cleaned, used),
            *made.remarks,
        ),
    )


def _read_head(
    contents: office_xml.DocumentContents, meta: Mapping[str, Any], blocks: pandoc_ast.Nodes, removed: list[Removed]
) -> tuple[str, str, str, pandoc_ast.Nodes, list[str]]:
    """Return title, author and date (by styles, first lines, properties), the other blocks, and guesses."""
    styled = {
        key: " ".join(pandoc_ast.plain_text(meta.get(key, {}).get("c", [])).split())
        for key in ("title", "author", "date")
    }
    guesses = []
    title, author, date = styled["title"], styled["author"], parse_date(styled["date"])
    property_title = "" if document_pattern(_NO_TITLE).fullmatch(contents.title) else contents.title
    texts = [pandoc_ast.plain_text(block).strip() if block["t"] in {"Para", "Header"} else "" for block in blocks[:8]]
    if not title and blocks and blocks[0]["t"] == "Header" and not property_title:
        title, blocks, texts = texts[0], blocks[1:], texts[1:]
        guesses.append(f"the first heading is the title: “{title}”")
    if not title and property_title:
        title = property_title
        guesses.append(f"the title is from the document’s properties: “{title}”")
        if texts and texts[0].casefold() == title.casefold():
            blocks, texts = blocks[1:], texts[1:]
    head = metadata.read_head(texts, titled=bool(title))
    named = [index for index, text in enumerate(texts[:4]) if text and text == contents.author]
    used = {*head.used, *named[:1]}
    if head.title and not _has_note(blocks[0]):
        title = head.title
        guesses.append(f"the first line is the title: “{title}”")
        used.add(0)
    blocks = [block for index, block in enumerate(blocks) if index not in used]
    removed += [Removed(what=RemovedKind.ABOUT, text=texts[index]) for index in sorted(used) if texts[index] != title]
    author, date = author or head.author, date or head.date
    if not author and blocks:
        author, blocks = _take_signature(blocks, removed, guesses)
    if not author and contents.author and not metadata.is_default_owner(contents.author):
        author = contents.author
        guesses.append(f"the author is from the document’s properties: “{author}”")
    return title, author, date, blocks, guesses


def _has_note(block: pandoc_ast.Node) -> bool:
    return '"t": "Note"' in str(block).replace("'", '"')


def _take_signature(
    blocks: pandoc_ast.Nodes, removed: list[Removed], guesses: list[str]
) -> tuple[str, pandoc_ast.Nodes]:
    last = pandoc_ast.plain_text(blocks[-1]).strip() if blocks[-1]["t"] == "Para" and len(blocks) > 1 else ""
    name = metadata.find_signature(last) if last and not _has_note(blocks[-1]) else ""
    if not name:
        return "", blocks
    removed.append(Removed(what=RemovedKind.SIGNATURE, text=last))
    guesses.append(f"the author is the name below the text: “{name}”")
    return name, blocks[:-1]


def _find_bold_headings(blocks: pandoc_ast.Nodes) -> tuple[pandoc_ast.Nodes, list[str]]:
    """Turn short paragraphs in bold type into headings if no style says what is one."""
    if not blocks or any(block["t"] == "Header" for block in blocks):
        return blocks, []
    made, found = [], 0
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        content: Any = block.get("c")
        is_bold = block["t"] == "Para" and len(content) == 1 and content[0]["t"] == "Strong"
        text = pandoc_ast.plain_text(content).strip() if is_bold else ""
        if after is not None and text and is_heading_candidate(text):
            made.append({"t": "Header", "c": [2, ["", [], []], content[0]["c"]]})
            found += 1
        else:
            made.append(block)
    return made, [f"{found} short paragraphs in bold type are headings, as no style marks any"] if found else []


def _tree_remarks(cleaned: pandoc_ast.TreeCleaner, pictures: list[Picture]) -> list[str]:
    remarks = []
    if cleaned.formulas:
        remarks.append(f"{cleaned.formulas} formulas are in the text as TeX code")
    odd = Counter(picture.name.rpartition(".")[2] for picture in pictures)
    return remarks + [
        f"{odd[suffix]} pictures are {suffix.upper() or 'of an unknown kind'}, which browsers cannot show"
        for suffix in sorted(odd.keys() - _SHOWABLE)
    ]
