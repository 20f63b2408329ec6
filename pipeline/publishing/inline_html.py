"""Convert raw HTML to pandoc's elements. Tags that pandoc has no counterpart for are dropped, their text stays."""

from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from pipeline.publishing.pandoc_nodes import Json, element, words
from pipeline.publishing.sanitize import strip_unsafe_html

_COUNTERPARTS = {
    **dict.fromkeys(("b", "strong"), "Strong"),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), "Emph"),
    **dict.fromkeys(("del", "s"), "Strikeout"),
    **dict.fromkeys(("ins", "u"), "Underline"),
    "sub": "Subscript",
    "sup": "Superscript",
}
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
# fmt: off
_BREAKING = _HEADINGS | {
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre", "table",
    "tbody", "tfoot", "thead", "tr", "ul",
}
# fmt: on
"""Tags that end a paragraph."""

_CELLS = {"td", "th"}
_DEEPEST = 100
"""Maximum depth of nested tags; deeper ones are dropped and their text stays. Pandoc's tree of many thousands could not
be written.
"""

MakeLink = Callable[[list[Json], str, str], list[Json]]
"""Makes a link of its content, the address as written, and a title."""

MakeImage = Callable[[str, str, str], list[Json]]
"""Makes an image of its alternative text, the address as written, and a title."""


class _Piece(NamedTuple):
    """A tag that opens or closes (`sort`) with its attributes, or text."""

    sort: str
    tag: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012  never changed
    text: str = ""


class InlineBuilder:
    """Collects inline elements within the raw tags that are open around them.

    A tag that is not closed ends with the line. A closing tag without an opening one is ignored.
    """

    def __init__(self, link_to: MakeLink, image_of: MakeImage) -> None:
        self.link_to = link_to
        self.image_of = image_of
        self.frames = [_Frame(_Piece("open"), [])]

    def add(self, found: Sequence[Json]) -> None:
        """Append elements."""
        self.frames[-1].inside.extend(found)

    def add_html(self, html: str) -> None:
        """Append raw HTML, which may be a single tag."""
        for piece in _parse_pieces(html):
            self.add_piece(piece)

    def add_piece(self, piece: _Piece) -> None:
        """Append one tag or text."""
        match piece.sort, piece.tag:
            case "words", _:
                self.add(words(piece.text))
            case "open", "br":
                self.add([element("LineBreak")])
            case "open", "img":
                about = piece.attributes
                self.add(self.image_of(about.get("alt", ""), about.get("src", ""), about.get("title", "")))
            case "open", tag if (tag in _COUNTERPARTS or tag == "a") and len(self.frames) <= _DEEPEST:
                self.frames.append(_Frame(piece, []))
            case "close", tag if any(frame.opened.tag == tag for frame in self.frames):
                while self._close() != tag:
                    pass

    def _close(self) -> str:
        opened, inside = self.frames.pop()
        if opened.tag == "a":
            about = opened.attributes
            found = self.link_to(inside, about.get("href", ""), about.get("title", ""))
        else:
            found = [element(_COUNTERPARTS[opened.tag], inside)] if inside else []
        self.add(found)
        return opened.tag

    def finish(self) -> list[Json]:
        """Close all tags and return the elements."""
        while len(self.frames) > 1:
            self._close()
        return self.frames[0].inside


def convert_html_block(html: str, link_to: MakeLink, image_of: MakeImage) -> list[Json]:
    """Return a block of raw HTML as paragraphs. The cells of a table row share a paragraph."""
    return list(_paragraphs(_parse_pieces(html), link_to, image_of))


class _Frame(NamedTuple):
    """An open tag and the elements after it."""

    opened: _Piece
    inside: list[Json]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(_Piece("open", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(_Piece("close", tag))

    def handle_data(self, data: str) -> None:
        self.found.append(_Piece("words", text=data))


def _parse_pieces(html: str) -> list[_Piece]:
    reader = _Reader()
    reader.feed(strip_unsafe_html(html))
    reader.close()
    return reader.found


def _paragraphs(pieces: Sequence[_Piece], link_to: MakeLink, image_of: MakeImage) -> Iterator[Json]:
    builder = InlineBuilder(link_to, image_of)
    for piece in [*pieces, _Piece("close", "p")]:
        if piece.tag in _BREAKING:
            line = _trim(builder.finish())
            if line and piece.sort == "close" and piece.tag in _HEADINGS:
                line = [element("Strong", line)]
            if line:
                yield element("Para", line)
            if piece.tag == "hr":
                yield element("HorizontalRule")
            builder = InlineBuilder(link_to, image_of)
            if piece.tag == "li" and piece.sort == "open":
                builder.add(words("• "))
        elif piece.tag in _CELLS and piece.sort == "open" and _trim(builder.frames[0].inside):
            builder.add(words(" | "))
        else:
            builder.add_piece(piece)


def _trim(line: Sequence[Json]) -> list[Json]:
    found = list(line)
    while found and found[0]["t"] in {"Space", "SoftBreak"}:
        del found[0]
    while found and found[-1]["t"] in {"Space", "SoftBreak"}:
        del found[-1]
    return found
