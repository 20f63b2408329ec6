"""A view of an article → rows of HTML, sentence on sentence. Whatever stands in the article, the HTML is harmless."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

import nh3
from markupsafe import Markup

from pipeline.model import Kind
from pipeline.preview.library import View
from pipeline.publishing.document import Document, Footnote, Node, plain
from pipeline.publishing.html import Addresses, NoteMarkup, Writer, note_id
from pipeline.publishing.rows import Cutter, Row, beside, cutters
from pipeline.publishing.schemes import SCHEMES
from pipeline.wording import Wording
from pipeline.workspace.files import content_digest
from pipeline.workspace.viewing import Cell, Column, Sentence, State

# Neither classes nor identifiers: an article may not dress its text up as a part of the page around it.
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang", "role", "aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "input": {"type", "checked", "disabled", "aria-label"},
}
_TAGS = nh3.ALLOWED_TAGS | {"input"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence in one column: its HTML, and how it stands. `tag` is the element for it."""

    sentence: Sentence
    cell: Cell
    tag: str
    html: Markup
    lang: str
    inside: tuple["Unit", ...] = ()


PICTURES = "/picture/"
"""How the addresses of pictures begin."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)

_NOTHING = Markup("")
_HEAD, _CELL, _ROW = Markup('<th scope="col">{}</th>'), Markup("<td>{}</td>"), Markup("<tr>{}</tr>")
_TABLE = Markup('<div class="table" role="group" tabindex="0" aria-label="{}"><table>{}</table></div>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What one column has in a row: HTML of its own, or a unit."""

    lang: str
    unit: Unit | None = None
    html: Markup = _NOTHING
    units: tuple[Unit, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the page. `key` stays the same while the sentence is in the article; `look` are its classes."""

    key: str
    look: str
    boxes: tuple[Box, ...]
    label: str = ""
    marker: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All rows of an article: its front matter, its text, its notes, and what is nowhere in the text."""

    front: tuple[Line, ...]
    text: tuple[Line, ...]
    notes: tuple[Line, ...]
    rest: tuple[Line, ...]

    @property
    def lines(self) -> Iterator[Line]:
        yield from (*self.front, *self.text, *self.notes, *self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    column: Column
    writer: Writer
    cutter: Cutter


def sheet(view: View, say: Wording, addresses: Mapping[str, str], mark: Callable[[Unit], Markup]) -> Sheet:
    """The rows of an article. `addresses` has where links and pictures of the article lead on this page; `mark` makes
    the element of a sentence in a whole block, such as a table.
    """
    maker = _Maker(view, say, addresses, mark)
    return Sheet(
        front=tuple(maker.front()), text=tuple(maker.text()), notes=tuple(maker.notes()), rest=tuple(maker.rest())
    )


def harmless(html: str, picture: Callable[[str], str]) -> Markup:
    """HTML with nothing in it that runs, loads or passes for a part of the page around it. `picture` says where the
    picture of an address is on this server; empty for one that is not.
    """

    def kept(tag: str, name: str, value: str) -> str | None:
        return (picture(value) or None) if (tag, name) == ("img", "src") else value

    made = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        attribute_filter=kept if "<img" in html else None,
    )
    return Markup(made)  # noqa: S704  through nh3


class _Writer(Writer):
    """Writes one column; a picture that is not on this server is its words, for nothing is fetched from elsewhere."""

    pictures: Mapping[str, str]

    def _image(self, node: Node) -> str:
        if node.value["dest_url"] in self.pictures:
            return super()._image(node)
        return f'<span title="{escape(node.value["dest_url"])}">{escape(plain(node.children))}</span>'


class _Maker:
    """Makes the rows of one view, keeping track of the sentences that have one."""

    def __init__(self, view: View, say: Wording, addresses: Mapping[str, str], mark: Callable[[Unit], Markup]) -> None:
        self.mark = mark
        self.view = view
        self.say = say
        self.sides = tuple(
            _Side(column=column, writer=self._writer(column, addresses), cutter=cutter)
            for column, cutter in zip(view.columns, cutters(each.document for each in view.columns), strict=True)
        )
        self.shown: set[int] = set()
        self.plain: dict[str, int] = {}

    def _writer(self, column: Column, addresses: Mapping[str, str]) -> Writer:
        label = self.say("Note {marker}", marker="{marker}")

        def reference(note: Footnote, _ordinal: int) -> str:
            said = escape(label.format(marker=note.marker))
            there = escape(f"{column.lang}-{note_id(note.label)}")
            marker = escape(note.marker)
            return f'<sup><a href="#{there}" role="doc-noteref" aria-label="{said}">{marker}</a></sup>'

        writer = _Writer(column.document, Addresses(known=addresses), NoteMarkup(reference=reference))
        writer.pictures = {each: there for each, there in addresses.items() if there.startswith(PICTURES)}
        return writer

    def front(self) -> Iterator[Line]:
        """The fields of the front matter."""
        for number, sentence in enumerate(self.view.sentences):
            if sentence.segment.kind is Kind.FRONT_MATTER:
                self.shown.add(number)
                boxes = tuple(Box(lang=side.column.lang, unit=self._bare(sentence, side)) for side in self.sides)
                yield Line(key=sentence.key, look="front", boxes=boxes, label=sentence.segment.label or "")

    def text(self) -> Iterator[Line]:
        """The text of the article without its notes."""
        bodies = [_body(side.column.document) for side in self.sides]
        for row in beside(bodies, [side.cutter for side in self.sides]):
            yield self._line(row)

    def notes(self) -> Iterator[Line]:
        """The notes beside each other, those that only one edition has beside nothing."""
        found = [{note.label.casefold(): note for note in side.column.document.notes} for side in self.sides]
        for label in dict.fromkeys(label for notes in found for label in notes):
            blocks = [notes[label].blocks if label in notes else () for notes in found]
            markers = tuple(notes[label].marker if label in notes else "" for notes in found)
            rows = beside(blocks, [side.cutter for side in self.sides])
            for place, row in enumerate(rows):
                yield self._line(row, note_id(label) if not place else "", markers if not place else ())

    def rest(self) -> Iterator[Line]:
        """Texts that stand nowhere in a row, such as the addresses of links that are defined apart."""
        for number, sentence in enumerate(self.view.sentences):
            if number not in self.shown:
                boxes = tuple(Box(lang=side.column.lang, unit=self._bare(sentence, side)) for side in self.sides)
                address = " address" if sentence.segment.kind is Kind.LINK_TARGET else ""
                yield Line(key=sentence.key, look=f"rest{address}", boxes=boxes)

    def _line(self, row: Row, note: str = "", markers: Sequence[str] = ()) -> Line:
        boxes = []
        for side, nodes in zip(self.sides, row.cells, strict=True):
            lang = side.column.lang
            anchor = f"{lang}-{note or row.anchor}" if note or row.anchor else ""
            if row.sentence is not None:
                unit = self._unit(row.sentence, side, nodes, row.tag)
                boxes.append(Box(lang=lang, unit=unit, anchor=anchor))
            else:
                units: list[Unit] = []
                html = Markup().join(self._block(node, side, units) for node in nodes)
                boxes.append(Box(lang=lang, html=html, units=tuple(units), anchor=anchor))
        look = f"{row.look} note" if note else f"{row.look} note-more" if markers else row.look
        heading = f" heading {row.tag}" if row.tag.startswith("h") else ""
        return Line(
            key=self._key(row, boxes), look=f"{look}{heading}".strip(), boxes=tuple(boxes), marker=tuple(markers)
        )

    def _key(self, row: Row, boxes: Sequence[Box]) -> str:
        if row.sentence is not None:
            return self.view.sentences[row.sentence].key
        units = next((box.units for box in boxes if box.units), ())
        name = f"b{units[0].sentence.key}" if units else f"b{content_digest(str(boxes[0].html).encode())[:12]}"
        self.plain[name] = self.plain.get(name, 0) + 1
        return f"{name}-{self.plain[name]}" if self.plain[name] > 1 else name

    def _unit(self, number: int, side: _Side, nodes: Iterable[Node], tag: str) -> Unit:
        self.shown.add(number)
        sentence = self.view.sentences[number]
        html = self._harmless("".join(map(side.writer.node, nodes)).strip())
        return Unit(
            sentence=sentence,
            cell=side.column.cell(sentence.segment),
            tag=tag,
            html=html,
            lang=self._lang(sentence, side),
            inside=tuple(self._bare(each, side) for each in sentence.inside),
        )

    def _harmless(self, html: str) -> Markup:
        return harmless(html, self._picture)

    def _picture(self, address: str) -> str:
        """Where a picture is: our own address of it, or that of a file which raw HTML names."""
        if address.startswith(PICTURES):
            return address
        stem = self.view.original.place.stem
        return "" if _ELSEWHERE.match(address) else f"{PICTURES}{quote(stem)}?{urlencode({'file': address})}"

    def _bare(self, sentence: Sentence, side: _Side) -> Unit:
        """A text that is shown as its catalog has it."""
        cell = side.column.cell(sentence.segment)
        text = cell.target.strip() or sentence.segment.text
        lang = self._lang(sentence, side)
        return Unit(sentence=sentence, cell=cell, tag="p", html=Markup.escape(text), lang=lang)

    def _lang(self, sentence: Sentence, side: _Side) -> str:
        """The language that a sentence is in: the source's where it is not translated."""
        is_translated = side.column.cell(sentence.segment).state in {State.TRANSLATED, State.FUZZY, State.FOLDED}
        return side.column.lang if is_translated else self.view.original.article.lang

    def _block(self, node: Node, side: _Side, units: list[Unit]) -> Markup:
        """A whole block; in tables each sentence can be told from the others."""
        if node.tag != "Table":
            return self._harmless(side.writer.node(node))
        head, *rows = node.children
        made = self._row(head, _HEAD, side, units)
        made += Markup().join(self._row(row, _CELL, side, units) for row in rows)
        return _TABLE.format(self.say("Table"), made)

    def _row(self, row: Node, cell: Markup, side: _Side, units: list[Unit]) -> Markup:
        cells = (cell.format(Markup(" ").join(self._pieces(each, side, units))) for each in row.children)
        return _ROW.format(Markup().join(cells))

    def _pieces(self, cell: Node, side: _Side, units: list[Unit]) -> Iterator[Markup]:
        for number, nodes in side.cutter.cut(cell):
            if number is None:
                yield self._harmless("".join(map(side.writer.node, nodes)))
                continue
            unit = self._unit(number, side, nodes, "span")
            units.append(unit)
            yield self.mark(unit)


def _body(document: Document) -> tuple[Node, ...]:
    return (*([document.headline] if document.headline else []), *document.body)
