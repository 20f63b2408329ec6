"""Write a document as plain text that reads well: for mail, screen readers and comparison by other programs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from pipeline.languages.messages import Wording
from pipeline.publishing.direction import isolate
from pipeline.publishing.document import NOTE_REFERENCE, Document, Node, extract_text, group_blocks
from pipeline.publishing.page import format_byline
from pipeline.publishing.sanitize import HtmlPiece, is_safe_address, split_html, strip_unsafe_html

_UNDERLINES = {1: "=", 2: "-"}
_BREAKING = re.compile(r"</?(?:blockquote|br|caption|d[dlt]|div|fig\w+|h[1-6r]|li|ol|p|pre|table|tr|ul)\b[^>]*>")


def render_plain_text(document: Document, wording: Wording) -> str:
    """Return a document as plain text: title and byline, the text, the notes under their heading. References are
    written as `[1]`, links as `text <address>`, images as `[alternative text]`. Each paragraph is one line.
    """
    writer = _Writer(document)
    about = document.metadata
    parts = []
    title = writer.render_line(document.headline.children) if document.headline else about.title
    if title:
        parts.append(_underline(title, "="))
    byline = (line.text for line in format_byline(document, wording))
    if top := [line for line in (about.subtitle, *byline) if line]:
        parts.append("\n".join(top))
    parts += writer.render_blocks(document.body)
    if document.notes:
        parts.append(_underline(wording("Notes"), "-"))
        parts.append("\n".join(writer.render_note(note.marker, note.blocks) for note in document.notes))
    return "\n\n".join(parts) + "\n"


class _Writer:
    """Writes nodes of one document."""

    def __init__(self, document: Document) -> None:
        self.markers = document.markers
        self.lang = document.lang

    def render_note(self, marker: str, blocks: Sequence[Node]) -> str:
        """Return a note with its further lines indented as far as the first one begins."""
        return _indent_after(f"[{marker}] ", "\n\n".join(self.render_blocks(blocks)))

    def render_blocks(self, nodes: Iterable[Node]) -> list[str]:
        """Return nodes as blocks of lines."""
        return [text for node in group_blocks(nodes) if (text := self._block(node))]

    def _block(self, node: Node) -> str:
        match node.tag:
            case "BlockQuote":
                inside = "\n\n".join(self.render_blocks(node.children))
                made = "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
            case "List":
                made = self._list(node)
            case "Table":
                rows = [[self.render_line(cell.children) for cell in row.children] for row in node.children]
                made = _align_columns([[cell.replace("\n", " / ") for cell in row] for row in rows], node.value)
            case "CodeBlock":
                made = "".join(child.value for child in node.children).rstrip("\n")
            case "HtmlBlock":
                made = _html_words("".join(child.value for child in node.children))
            case "Rule":
                made = "* * *"
            case "Heading":
                made = _underline(self.render_line(node.children), _UNDERLINES.get(node.value.level, ""))
            case _:
                made = self.render_line(node.children)
        return made

    def _list(self, node: Node) -> str:
        items = []
        for number, item in enumerate(node.children, start=node.value or 0):
            mark = "- " if node.value is None else f"{number}. "
            parts = self.render_blocks(item.children)
            items.append(_indent_after(mark, ("\n\n" if _is_loose(item) else "\n").join(parts)))
        return ("\n\n" if any(map(_is_loose, node.children)) else "\n").join(items)

    def render_line(self, nodes: Iterable[Node]) -> str:
        """Return inline nodes as text, with line ends only where the author put them."""
        lines = "".join(self._inline(nodes)).split("\n")
        return "\n".join(" ".join(line.split(" ")).strip() for line in lines).strip()

    def _inline(self, nodes: Iterable[Node]) -> Iterator[str]:
        opened: list[str] = []  # the addresses of raw links
        for node in nodes:
            match node.tag:
                case "Text" | "Code":
                    yield node.value
                case "SoftBreak":
                    yield " "
                case "HardBreak":
                    yield "\n"
                case "TaskListMarker":
                    yield "☑ " if node.value else "☐ "
                case "Link":
                    words = self.render_line(node.children)
                    suffix = _link_suffix(node.value["dest_url"], words)
                    yield words + (f" {isolate(suffix[1:], self.lang)}" if suffix else "")
                case "Image":
                    yield _image_words(extract_text(node.children), node.value["title"])
                case "InlineHtml":
                    yield from _read_tag(node.value, opened)
                case tag if tag == NOTE_REFERENCE:
                    yield f"[{self.markers[node.value.label]}]"
                case _:
                    yield from self._inline(node.children)


def _link_suffix(address: str, words: str) -> str:
    """Return the address to show after a link's text; empty if it is the text itself, or is of no use here."""
    shown = {address, address.removeprefix("mailto:"), re.sub(r"^https?://", "", address).removesuffix("/")}
    is_hidden = words in shown or not address or address.startswith("#") or not is_safe_address(address)
    return "" if is_hidden else f" <{address}>"


def _image_words(words: str, title: str) -> str:
    return "".join([f"[{words}]" if words else "", " " if words and title else "", f"({title})" if title else ""])


def _read_tag(html: str, opened: list[str]) -> Iterator[str]:
    *_, tag = [HtmlPiece(""), *(piece for piece in split_html(html) if piece.sort != "words")]
    match tag.sort, tag.tag:
        case "open", "br":
            yield "\n"
        case "open", "a":
            opened.append(tag.attributes.get("href", ""))
        case "close", "a" if opened:
            yield _link_suffix(opened.pop(), "")
        case "open", "img":
            yield _image_words(tag.attributes.get("alt", ""), tag.attributes.get("title", ""))


def _html_words(html: str) -> str:
    """Return the text of a block of raw HTML, with line ends where its elements end."""
    text = unescape(re.sub(r"<[^>]*>", "", _BREAKING.sub("\n", strip_unsafe_html(html))))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _is_loose(item: Node) -> bool:
    return any(child.tag == "Paragraph" for child in item.children)


def _underline(words: str, mark: str) -> str:
    longest = max(map(len, words.split("\n")))
    return f"{words}\n{mark * longest}" if mark else words


def _indent_after(mark: str, text: str) -> str:
    """Return text after a mark, its further lines indented."""
    return mark + ("\n" + " " * len(mark)).join(text.split("\n")).replace("\n" + " " * len(mark) + "\n", "\n\n")


def _align_columns(rows: Sequence[Sequence[str]], alignments: Sequence[str]) -> str:
    """Return rows of cells as columns, with a rule below the first row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=False)]
    turn = {"Right": str.rjust, "Center": str.center}
    sides = [turn.get(alignment, str.ljust) for alignment in alignments]
    lines = [
        "  ".join(side(cell, width) for cell, width, side in zip(row, widths, sides, strict=False)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
