"""Convert raw HTML to pandoc's elements. Tags that pandoc has no counterpart for are dropped, their text stays."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.publishing.pandoc_nodes import Json, element, words
from pipeline.publishing.sanitize import BREAKING_TAGS, HTML, HtmlPiece, split_html, strip_unsafe_html

_COUNTERPARTS: Mapping[str, str] = HTML["pandoc"]
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_CELLS = {"td", "th"}
_DEEPEST = 100
"""Maximum depth of nested tags; of deeper ones the text stays. Pandoc's tree of many thousands could not be written."""

MakeLink = Callable[[list[Json], str, str], list[Json]]
"""Makes a link of its content, the address as written, and a title."""

MakeImage = Callable[[str, str, str], list[Json]]
"""Makes an image of its alternative text, the address as written, and a title."""


class InlineBuilder:
    """Collects inline elements within the raw tags that are open around them. A tag that is not closed ends with the
    line; a closing tag without an opening one is ignored.
    """

    def __init__(self, link_to: MakeLink, image_of: MakeImage) -> None:
        self.link_to = link_to
        self.image_of = image_of
        self.frames: list[tuple[HtmlPiece, list[Json]]] = [(HtmlPiece("open"), [])]

    def add(self, found: Sequence[Json]) -> None:
        """Append elements."""
        self.frames[-1][1].extend(found)

    def add_html(self, html: str) -> None:
        """Append raw HTML, which may be a single tag."""
        for piece in split_html(strip_unsafe_html(html)):
            self.add_piece(piece)

    def add_piece(self, piece: HtmlPiece) -> None:
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
                self.frames.append((piece, []))
            case "close", tag if any(opened.tag == tag for opened, _ in self.frames):
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
        return self.frames[0][1]


def convert_html_block(html: str, link_to: MakeLink, image_of: MakeImage) -> Iterator[Json]:
    """Yield a block of raw HTML as paragraphs. The cells of a table row share a paragraph."""
    builder = InlineBuilder(link_to, image_of)
    for piece in [*split_html(strip_unsafe_html(html)), HtmlPiece("close", "p")]:
        if piece.tag in BREAKING_TAGS:
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
        elif piece.tag in _CELLS and piece.sort == "open" and _trim(builder.frames[0][1]):
            builder.add(words(" | "))
        else:
            builder.add_piece(piece)


def _trim(line: Sequence[Json]) -> list[Json]:
    places = [place for place, each in enumerate(line) if each["t"] not in {"Space", "SoftBreak"}]
    return list(line[places[0] : places[-1] + 1]) if places else []
