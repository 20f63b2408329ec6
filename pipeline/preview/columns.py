"""A view of an article → rows of HTML, sentence by sentence, harmless regardless of the article's content."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote, urlencode

import nh3

from pipeline.article.escape import SAFE_SCHEMES
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.model import SegmentKind
from pipeline.preview.article_cache import ArticleView
from pipeline.preview.article_view import CellState, EditionColumn, ViewedSentence
from pipeline.preview.cells import CellBox, CellSentence, render_box, render_sentence
from pipeline.publishing.document import Footnote, Node, extract_text
from pipeline.publishing.html import HtmlWriter, LinkMap, note_id
from pipeline.publishing.rows import ParallelRow, SentenceSplitter, pair_rows, sentence_splitters
from pipeline.workspace.files import content_digest

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

PICTURES = "/picture/"
"""The beginning of the addresses of pictures."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """A row of the page: a cell for each column, as HTML. `key` stays with the sentence; `look` has its classes."""

    key: str
    look: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSheet:
    """All rows of an article: its front matter, text, notes, and the texts without a place in it."""

    front: tuple[ColumnRow, ...]
    text: tuple[ColumnRow, ...]
    notes: tuple[ColumnRow, ...]
    rest: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One column; `known` has the cells that were drawn before."""

    column: EditionColumn
    writer: HtmlWriter
    splitter: SentenceSplitter
    known: dict[str, str]


def render_sheet(view: ArticleView, say: Wording, targets: Mapping[str, str], *, addresses: bool) -> ArticleSheet:
    """Return the rows. `targets` maps links and pictures to addresses here; `addresses` shows those of links."""
    maker = _Maker(view, say, targets, addresses=addresses)
    return ArticleSheet(
        front=tuple(maker.front()), text=tuple(maker.text()), notes=tuple(maker.notes()), rest=tuple(maker.rest())
    )


def remove_foreign_addresses(html: str, picture: Callable[[str], str]) -> str:
    """Return HTML that runs nothing, loads nothing and cannot pose as a part of the page around it. `picture` maps the
    address of a picture to one on this server, or to an empty string.
    """

    def kept(tag: str, name: str, value: str) -> str | None:
        return (picture(value) or None) if (tag, name) == ("img", "src") else value

    if "<" not in html:
        return html
    return _cleaner(kept).clean(html) if "<im" in html.lower() else _CLEANER.clean(html)


def _cleaner(kept: Callable[[str, str, str], str | None] | None = None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=SAFE_SCHEMES,
        link_rel="noopener noreferrer",
        attribute_filter=kept,
    )


_CLEANER = _cleaner()  # the cleaner for HTML without pictures, <img> or <image>, which is nearly all


class _Writer(HtmlWriter):
    """Write one column. A picture that is not on this server becomes its text: nothing is fetched from elsewhere."""

    pictures: Mapping[str, str]

    def _image(self, node: Node) -> str:
        if node.value["dest_url"] in self.pictures:
            return super()._image(node)
        return f'<span title="{escape(node.value["dest_url"])}">{escape(extract_text(node.children))}</span>'


class _Maker:
    """Make the rows of one view, keeping track of the sentences that have one."""

    def __init__(self, view: ArticleView, say: Wording, targets: Mapping[str, str], *, addresses: bool) -> None:
        self.view = view
        self.say = say
        self.addresses = addresses
        around = f"{say.lang} {addresses} {sorted(targets.items())}"
        splitters = sentence_splitters(each.document for each in view.columns)
        self.sides = tuple(
            _Side(column, self._writer(column, targets), splitter, known.setdefault(around, {}))
            for column, known, splitter in zip(view.columns, view.drawn, splitters, strict=True)
        )
        self.shown: set[int] = set()
        self.plain: dict[str, int] = {}

    def _writer(self, column: EditionColumn, targets: Mapping[str, str]) -> HtmlWriter:
        label = self.say("Note {marker}", marker="{marker}")

        def reference(note: Footnote, _ordinal: int) -> str:
            said = escape(label.format(marker=note.marker))
            there = escape(f"{column.lang}-{note_id(note.label)}")
            marker = escape(note.marker)
            return f'<sup><a href="#{there}" role="doc-noteref" aria-label="{said}">{marker}</a></sup>'

        writer = _Writer(column.document, LinkMap(known=targets), reference)
        writer.pictures = {each: there for each, there in targets.items() if there.startswith(PICTURES)}
        return writer

    def front(self) -> Iterator[ColumnRow]:
        """Yield the fields of the front matter."""
        for number, sentence in enumerate(self.view.sentences):
            if sentence.segment.kind is SegmentKind.FRONT_MATTER:
                self.shown.add(number)
                label = sentence.segment.label or ""
                yield ColumnRow(key=sentence.key, look="front", cells=self._bare_cells(sentence, label))

    def text(self) -> Iterator[ColumnRow]:
        """Yield the text of the article without its notes."""
        documents = [side.column.document for side in self.sides]
        bodies = [(*([each.headline] if each.headline else []), *each.body) for each in documents]
        for row in pair_rows(bodies, [side.splitter for side in self.sides]):
            yield self._line(row)

    def notes(self) -> Iterator[ColumnRow]:
        """Yield the notes side by side; those of only one edition stand alone."""
        found = [{note.label.casefold(): note for note in side.column.document.notes} for side in self.sides]
        for label in dict.fromkeys(label for notes in found for label in notes):
            blocks = [notes[label].blocks if label in notes else () for notes in found]
            markers = tuple(notes[label].marker if label in notes else "" for notes in found)
            rows = pair_rows(blocks, [side.splitter for side in self.sides])
            for place, row in enumerate(rows):
                yield self._line(row, note_id(label) if not place else "", markers if not place else ())

    def rest(self) -> Iterator[ColumnRow]:
        """Yield texts without a place in a row, such as the addresses of link definitions."""
        for number, sentence in enumerate(self.view.sentences):
            is_shown = self.addresses or sentence.segment.kind is not SegmentKind.LINK_TARGET
            if is_shown and number not in self.shown:
                yield ColumnRow(key=sentence.key, look="rest", cells=self._bare_cells(sentence))

    def _bare_cells(self, sentence: ViewedSentence, label: str = "") -> tuple[str, ...]:
        boxes = (CellBox(lang=side.column.lang, unit=self._bare(sentence, side), label=label) for side in self.sides)
        return tuple(map(self._drawn, boxes))

    def _drawn(self, box: CellBox) -> str:
        return render_box(box, self.say, addresses=self.addresses)

    def _line(self, row: ParallelRow, note: str = "", markers: Sequence[str] = ()) -> ColumnRow:
        look = f"{row.look} note" if note else row.look
        heading = f" heading {row.tag}" if row.tag.startswith("h") else ""
        key, cells = (
            self._whole(row, note) if row.sentence is None else self._sentence(row, row.sentence, note, markers)
        )
        return ColumnRow(key=key, look=f"{look}{heading}".strip(), cells=cells)

    def _sentence(
        self, row: ParallelRow, number: int, note: str, markers: Sequence[str]
    ) -> tuple[str, tuple[str, ...]]:
        """Return the row of one sentence."""
        self.shown.add(number)
        sentence = self.view.sentences[number]
        cells = []
        for place, (side, nodes) in enumerate(zip(self.sides, row.cells, strict=True)):
            cell = side.known.get(sentence.key)
            if cell is None:
                marker = markers[place] if markers else row.mark
                unit = self._unit(number, side, nodes, row.tag)
                box = CellBox(lang=side.column.lang, unit=unit, anchor=_anchor(side, row, note), marker=marker)
                cell = side.known[sentence.key] = self._drawn(box)
            cells.append(cell)
        return sentence.key, tuple(cells)

    def _whole(self, row: ParallelRow, note: str) -> tuple[str, tuple[str, ...]]:
        """Return the row of whole blocks. Its key is that of its first sentence, or of its content."""
        boxes = []
        for side, nodes in zip(self.sides, row.cells, strict=True):
            units: list[CellSentence] = []
            html = "".join(self._block(node, side, units) for node in nodes)
            anchor = _anchor(side, row, note)
            boxes.append(CellBox(lang=side.column.lang, html=html, units=tuple(units), anchor=anchor, marker=row.mark))
        units = list(next((box.units for box in boxes if box.units), ()))
        name = f"b{units[0].sentence.key}" if units else f"b{content_digest(boxes[0].html.encode())[:12]}"
        self.plain[name] = self.plain.get(name, 0) + 1
        key = f"{name}-{self.plain[name]}" if self.plain[name] > 1 else name
        return key, tuple(map(self._drawn, boxes))

    def _unit(self, number: int, side: _Side, nodes: Iterable[Node], tag: str) -> CellSentence:
        sentence = self.view.sentences[number]
        html = remove_foreign_addresses("".join(map(side.writer.render_node, nodes)).strip(), self._picture)
        return CellSentence(
            sentence=sentence,
            cell=side.column.cell(sentence.segment),
            tag=tag,
            html=html,
            lang=self._lang(sentence, side),
            inside=tuple(self._bare(each, side) for each in sentence.inside),
        )

    def _picture(self, address: str) -> str:
        """Return our own address of a picture, or that of a file in raw HTML."""
        if address.startswith(PICTURES):
            return address
        stem = self.view.original.place.stem
        return "" if _ELSEWHERE.match(address) else f"{PICTURES}{quote(stem)}?{urlencode({'file': address})}"

    def _bare(self, sentence: ViewedSentence, side: _Side) -> CellSentence:
        """Return a text that is shown as in the catalog."""
        cell = side.column.cell(sentence.segment)
        text = cell.target.strip() or sentence.segment.text
        lang = self._lang(sentence, side)
        return CellSentence(sentence=sentence, cell=cell, tag="p", html=escape(text), lang=lang)

    def _lang(self, sentence: ViewedSentence, side: _Side) -> str:
        """Return the language of a sentence: the source's if it is not translated."""
        is_translated = side.column.cell(sentence.segment).state not in {CellState.MISSING, CellState.PLAIN}
        return side.column.lang if is_translated else self.view.original.article.lang

    def _block(self, node: Node, side: _Side, units: list[CellSentence]) -> str:
        """Return a whole block; in tables each sentence is an element of its own."""
        if node.tag != "Table":
            return remove_foreign_addresses(side.writer.render_node(node), self._picture)
        head, *rows = node.children
        made = [self._row(head, "th", ' scope="col"', side, units)]
        made += [self._row(row, "td", "", side, units) for row in rows]
        name = escape(self.say("Table"))
        table = f"<table>{''.join(made)}</table>"
        return f'<div class="table" role="group" tabindex="0" aria-label="{name}">{table}</div>'

    def _row(self, row: Node, tag: str, scope: str, side: _Side, units: list[CellSentence]) -> str:
        cells = (" ".join(self._pieces(each, side, units)) for each in row.children)
        return f"<tr>{''.join(f'<{tag}{scope}>{cell}</{tag}>' for cell in cells)}</tr>"

    def _pieces(self, cell: Node, side: _Side, units: list[CellSentence]) -> Iterator[str]:
        for number, nodes in side.splitter.split(cell):
            if number is None:
                yield remove_foreign_addresses("".join(map(side.writer.render_node, nodes)), self._picture)
                continue
            self.shown.add(number)
            units.append(self._unit(number, side, nodes, "span"))
            yield render_sentence(units[-1], side.column.lang)


def _anchor(side: _Side, row: ParallelRow, note: str) -> str:
    """Return the anchor of a heading or a note in this column."""
    return f"{side.column.lang}-{note or row.anchor}" if note or row.anchor else ""
