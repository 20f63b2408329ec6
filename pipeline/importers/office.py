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
    is_flat_odt,
    note_links,
    office_xml,
    pandoc_ast,
    typed_lists,
)
from pipeline.importers.address_remarks import list_first
from pipeline.importers.bold_headings import find_bold_headings
from pipeline.importers.odt import read_odt
from pipeline.importers.office_head import DocumentHead, read_styled_head
from pipeline.importers.pandoc_inlines import Nodes, find_lost_looks, plain_text
from pipeline.importers.removed_rows import first_words
from pipeline.importers.typed_contents import find_typed_contents, is_contents_heading
from pipeline.importers.typed_notes import drop_doubled_marks, normalize_notes, refer_again
from pipeline.importers.word import read_word
from pipeline.importers.word.package import find_main_part
from pipeline.languages.detection import find_region, resolve_language

_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\((?!#)([^()\s]*)\)")
_NOTE_INSIDE = re.compile(r"(?<=[^\W_])(?:\[\^[^\]\s]{1,200}\])+(?=[^\W_])")
_BESIDE_CODE = re.compile(r"([^\W_]{0,60})`[^`\n]+`(?=([^\W_]{0,60}))")
_SPACED_NOTE = re.compile(r"(?<=[.,;:!?…։»”)])[ \u00a0]+(?P<note>\[\^[^\]\s]{1,200}\])(?=[ \u00a0]*(?P<after>\S?))")
_SHOWABLE = frozenset(["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp"])


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
    parts = office_xml.split_flat(data) if is_flat_odt(data) else office_xml.open_archive(data)
    main = _find_main_part(parts)
    pandoc_ast.require_pandoc()
    try:
        if main:
            contents = read_word(parts, main)
            parts = contents.replaced
            tree = pandoc_ast.read_tree(office_xml.pack_archive(parts), "docx")
        else:
            contents, tree = read_odt(parts)
        pictures = _Pictures(parts=parts)
        cleaned = pandoc_ast.TreeCleaner(picture=pictures.name)
        head = read_styled_head(tree.get("meta", {}), cleaned.blocks(tree["blocks"]), cleaned)
        return _build_article(contents, tree, head, cleaned, pictures, languages)
    except RecursionError as error:
        raise ArticleError("is nested too deeply: lists in lists, or tables in tables, hundreds deep.") from error


def _find_main_part(parts: Mapping[str, bytes]) -> str:
    """Return the part with the text of a Word document; empty for an ODT document. Raises ArticleError for others."""
    if main := find_main_part(parts):
        return main
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise ArticleError("is protected with a password. Take the password off, and save it again.")
    kind = parts.get("mimetype", b"").decode("ascii", "replace").strip()
    if "content.xml" in parts and kind.startswith("application/vnd.oasis.opendocument.text"):
        return ""
    if "content.xml" in parts and kind.startswith("application/vnd.oasis.opendocument"):
        raise ArticleError("is not a text document. Copy what belongs in the article into a text document.")
    raise ArticleError("is a ZIP archive, but not a Word or ODT document. Unpack it, and import what is in it.")


def _build_article(
    contents: office_xml.DocumentContents,
    tree: Mapping[str, Any],
    head: DocumentHead,
    cleaned: pandoc_ast.TreeCleaner,
    pictures: _Pictures,
    languages: Sequence[str],
) -> ImportedArticle:
    head.find_missing(contents.title, contents.author)
    blocks, more = find_bold_headings(typed_lists.split_paragraphs(head.blocks))
    blocks, typed = _take_contents(blocks)
    blocks = typed_lists.tighten(typed_lists.join_items(blocks))
    blocks = pandoc_ast.add_title(blocks, head.title, may_raise=False)
    if head.title and head.heading:
        blocks[0]["c"][2] = head.heading
    markdown = pandoc_ast.write_markdown({**tree, "meta": {}, "blocks": blocks})
    markdown = _SPACED_NOTE.sub(_close_up, note_links.write_links(markdown))
    made = drop_doubled_marks(refer_again(normalize_notes(markdown)))
    plain = " ".join(plain_text(block) for block in blocks)
    lang, doubts = resolve_language(
        find_region(office_xml.find_languages(pictures.parts), plain, languages), plain, languages
    )
    used = [Picture(name=name, data=pictures.parts[inside]) for inside, name in pictures.names.items()]
    left_out = [
        *contents.removed,
        *cleaned.removed,
        *head.removed,
        *typed,
        *made.removed,
    ]
    kept = [_unlink(made.body), head.author, *head.stated, *(item.text for item in left_out)]
    return replace(
        made,
        title=head.title,
        subtitle=head.subtitle,
        description=head.description,
        author=head.author,
        date=head.date,
        lang=lang,
        dangling=tuple(dict.fromkeys([*contents.dangling, *made.dangling])),
        pictures=tuple(used),
        removed=(*left_out, *coverage.find_unexplained(contents.text, kept)),
        guesses=(*head.guesses, *contents.guesses, *more),
        doubts=tuple(doubts),
        remarks=(*contents.remarks, *_tree_remarks(tree["blocks"], cleaned, used), *made.remarks),
    )


def _take_contents(blocks: Nodes) -> tuple[Nodes, list[Removed]]:
    """Take the tables of contents that somebody typed out of the text, with their headings."""
    lines = [plain_text(block).strip() if block["t"] in {"Para", "Plain", "Header"} else None for block in blocks]
    gone = {index for row in find_typed_contents(lines) for index in row}
    gone |= {index - 1 for index in gone if index and is_contents_heading(lines[index - 1] or "")}
    removed = [Removed(what=RemovedKind.CONTENTS, text=lines[index] or "") for index in sorted(gone)]
    return [block for index, block in enumerate(blocks) if index not in gone], removed


def _close_up(found: re.Match[str]) -> str:
    """Return a reference without the space before it, unless the sentence goes on with it: "see [^1] above"."""
    return found[0] if found["after"].islower() else found["note"]


def _unlink(markdown: str) -> str:
    """Return Markdown with the words of links as they stand in the document, where a word may go on after a link, or
    after a note, and with the words that touch a formula, which is code.
    """
    addresses = [address for _, address in _LINK.findall(markdown)]
    touching = [part for found in _BESIDE_CODE.finditer(markdown) for part in found.groups() if part]
    return " ".join([_NOTE_INSIDE.sub("", _LINK.sub(r"\1", markdown)), *addresses, *touching])


def _tree_remarks(blocks: Nodes, cleaned: pandoc_ast.TreeCleaner, pictures: list[Picture]) -> list[str]:
    remarks = []
    if cleaned.formulas:
        remarks.append(f"{cleaned.formulas} formulas are in the text as TeX code")
    if plain := [f"“{first_words(text)}”" for text in find_lost_looks(blocks) if text.strip()]:
        remarks.append(f"underlined, highlighted or in small capitals there, plain text here: {list_first(plain)}")
    odd = Counter(picture.name.rpartition(".")[2] for picture in pictures)
    return remarks + [
        f"{odd[suffix]} pictures are {suffix.upper() or 'of an unknown kind'}, which browsers cannot show"
        for suffix in sorted(odd.keys() - _SHOWABLE)
    ]
