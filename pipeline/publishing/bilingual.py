"""Two editions of an article on one page, side by side, sentence on sentence.

The editions have the same structure (law 5) and their sentences the same order, so that the nth of one stands beside
the nth of the other. A sentence that a translator folded into the one before it leaves its place empty.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markupsafe import Markup, escape

from pipeline.publishing.document import Document, Footnote, Heading, Node
from pipeline.publishing.html import Addresses, NoteMarkup, Writer, clean, note_id, reference_id
from pipeline.publishing.page import BACK, Surroundings, byline, frame, headline, render, stylesheet, with_images
from pipeline.wording import Wording

_INLINE = {"Paragraph", "Heading"}
_NESTED = {"BlockQuote": "quote", "List": "list", "Item": "item"}
_ITEM_BLOCKS = {"Paragraph", "List", "BlockQuote", "CodeBlock", "Table", "HtmlBlock", "Heading", "Rule"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two editions with the words of its language."""

    document: Document
    wording: Wording

    def before(self, sides: Sequence["Side"]) -> str:
        """What stands before the anchors of this side's headings, which both editions have."""
        return "" if self is sides[0] else f"{self.document.lang}-"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What stands beside each other: nodes of one edition and of the other, and how they look."""

    pair: tuple[tuple[Node, ...], tuple[Node, ...]]
    tag: str
    look: str = ""


def bilingual_page(left: Side, right: Side, around: Surroundings | None = None) -> str:
    """One HTML page with both editions; its own language is that of the left one."""
    around = around or Surroundings()
    sides = (left, right)
    writers = [_writer(side, around.addresses, side.before(sides)) for side in sides]
    rows = [_head(sides, writers)]
    rows += [_markup(row, sides, writers) for row in _rows(left.document, right.document)]
    notes = _notes(sides, writers)
    return render(
        "article.html",
        frame(left.document, left.wording, around),
        style=Markup(stylesheet() + stylesheet("bilingual.css")),  # noqa: S704  our own
        wide=True,
        headline="",
        subtitle="",
        byline=(),
        body=Markup(with_images(clean("".join(rows)), around.images)),  # noqa: S704  through nh3
        notes=Markup(with_images(clean(notes), around.images)),  # noqa: S704
    )


class _SideWriter(Writer):
    """Writes one side; `before` stands before the anchors of its headings."""

    before = ""

    def _heading(self, node: Node) -> str:
        level, anchor = node.value
        return super()._heading(node._replace(value=Heading(level, self.before + anchor)))


def _writer(side: Side, addresses: Addresses, before: str) -> Writer:
    label = side.wording("Note {marker}", marker="{marker}")

    def reference(note: Footnote, ordinal: int) -> str:
        here, there = reference_id(note.label, ordinal), note_id(note.label)
        said = escape(label.format(marker=note.marker))
        lang = side.document.lang
        return (
            f'<sup class="note"><a id="{lang}-{escape(here)}" href="#{lang}-{escape(there)}" role="doc-noteref" '
            f'aria-label="{said}">{escape(note.marker)}</a></sup>'
        )

    writer = _SideWriter(side.document, addresses, NoteMarkup(reference=reference))
    writer.before = before
    return writer


def _head(sides: Sequence[Side], writers: Sequence[Writer]) -> str:
    cells = []
    for side, writer in zip(sides, writers, strict=True):
        about = side.document.metadata
        title = headline(side.document, writer)
        heading = side.document.headline
        name = side.before(sides) + heading.value.anchor if heading else ""
        anchor = f' id="{escape(name)}"' if name else ""
        lines = [f"<h1{anchor}>{title}</h1>"] if title else []
        if about.subtitle:
            lines.append(f'<p class="subtitle">{escape(about.subtitle)}</p>')
        told = "".join(f"<span>{escape(line)}</span> " for line in byline(side.document, side.wording))
        lines.append(f'<p class="byline">{told}</p>')
        cells.append("".join(lines))
    return _pair(cells, sides, "head")


def _pair(cells: Iterable[str], sides: Sequence[Side], look: str) -> str:
    columns = (f'<div lang="{side.document.lang}">{cell}</div>' for side, cell in zip(sides, cells, strict=True))
    return f'<div class="pair {look}">{"".join(columns)}</div>\n'


def _markup(row: _Row, sides: Sequence[Side], writers: Sequence[Writer]) -> str:
    cells = []
    for side, writer, nodes in zip(sides, writers, row.pair, strict=True):
        # A raw tag that goes on behind this sentence would take the rest of the page with it.
        inside = writer.fragment(nodes).strip()
        anchor = _anchor(row, nodes, side, sides)
        cells.append(f"<{row.tag}{anchor}>{inside}</{row.tag}>" if inside else "")
    return _pair(cells, sides, row.look) if any(cells) else ""


def _anchor(row: _Row, nodes: tuple[Node, ...], side: Side, sides: Sequence[Side]) -> str:
    """The anchor of a heading: its own on the left, one with the language before it on the right."""
    if not isinstance(row, _HeadingRow) or not nodes or not row.anchor:
        return ""
    return f' id="{escape(side.before(sides) + row.anchor)}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeadingRow(_Row):
    anchor: str


def _rows(left: Document, right: Document) -> Iterator[_Row]:
    cutters = (_Cutter(left.sentences), _Cutter(right.sentences))
    yield from _beside(left.body, right.body, cutters, "")


def _beside(
    left: Sequence[Node], right: Sequence[Node], cutters: "tuple[_Cutter, _Cutter]", look: str
) -> Iterator[_Row]:
    """Rows for blocks of both editions; where the structures differ, which law 5 rules out, each stands alone."""
    for one, other in zip_longest(left, right):
        if one is None or other is None or one.tag != other.tag:
            yield _Row(pair=((one,) if one else (), (other,) if other else ()), tag="div", look=look)
        elif one.tag in _INLINE:
            yield from _sentences(one, other, cutters, look)
        elif one.tag == "Item" and not _has_blocks(one):
            yield from _sentences(one, other, cutters, f"{look} item")
        elif one.tag in _NESTED:
            yield from _beside(one.children, other.children, cutters, f"{look} {_NESTED[one.tag]}".strip())
        else:
            yield _Row(pair=((one,), (other,)), tag="div", look=look)


def _has_blocks(item: Node) -> bool:
    return any(node.tag in _ITEM_BLOCKS for node in item.children)


def _sentences(one: Node, other: Node, cutters: "tuple[_Cutter, _Cutter]", look: str) -> Iterator[_Row]:
    pieces = zip_longest(cutters[0].cut(one), cutters[1].cut(other), fillvalue=())
    for number, pair in enumerate(pieces):
        first = "" if number else " first"
        if isinstance(one.value, Heading):
            tag, anchor = f"h{one.value.level}", one.value.anchor
            yield _HeadingRow(pair=pair, tag=tag, look=look, anchor="" if number else anchor)
        else:
            yield _Row(pair=pair, tag="p", look=f"{look}{first}".strip())


class _Cutter:
    """Cuts the inline text of a block where its sentences begin."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in spans]
        self.spans = spans

    def cut(self, block: Node) -> list[tuple[Node, ...]]:
        """The nodes of each sentence of a block; none for a sentence that was folded into another."""
        first = bisect_left(self.starts, block.start)
        last = bisect_left(self.starts, block.end)
        inside = self.spans[first:last] or [(block.start, block.end)]
        starts = [block.start, *(start for start, _ in inside[1:]), block.end]
        found = []
        for number, (start, end) in enumerate(inside):
            upto = next((begin for begin in starts[number + 1 :] if begin > start), block.end)
            found.append(clipped(block.children, starts[number], upto) if end > start else ())
        return found


def clipped(nodes: Iterable[Node], start: int, end: int) -> tuple[Node, ...]:
    """What of the nodes stands from `start` up to `end`, in code points of the edition; emphasis and links that begin
    before or end behind it are opened and closed there.
    """
    found = []
    for node in nodes:
        if node.end <= start or node.start >= end:
            continue
        if node.children:
            inside = clipped(node.children, start, end)
            if inside:
                found.append(node._replace(children=inside))
        elif node.tag == "Text" and len(node.value) == node.end - node.start:
            first, last = max(start - node.start, 0), min(end - node.start, len(node.value))
            found.append(node._replace(value=node.value[first:last]))
        elif start <= node.start:
            found.append(node)
    return tuple(found)


def _notes(sides: Sequence[Side], writers: Sequence[Writer]) -> str:
    """The notes beside each other, those that only one edition has beside nothing."""
    found = [{note.label.casefold(): note for note in side.document.notes} for side in sides]
    labels = dict.fromkeys([*found[0], *found[1]])
    if not labels:
        return ""
    titles = [f"<h2>{escape(side.wording('Notes'))}</h2>" for side in sides]
    rows = [_pair(titles, sides, "")]
    for label in labels:
        cells = [
            _note(notes[label], side, writer) if label in notes else ""
            for notes, side, writer in zip(found, sides, writers, strict=True)
        ]
        rows.append(_pair(cells, sides, "note"))
    return f'<section class="notes" role="doc-endnotes">\n{"".join(rows)}</section>\n'


def _note(note: Footnote, side: Side, writer: Writer) -> str:
    lang = side.document.lang
    text = writer.fragment(note.blocks).strip()
    links = []
    for ordinal in range(1, note.references + 1):
        there = escape(f"{lang}-{reference_id(note.label, ordinal)}")
        said = escape(side.wording("Back to reference {number}", number=ordinal))
        links.append(f'<a href="#{there}" role="doc-backlink" aria-label="{said}">{BACK}</a>')
    place, marker = escape(f"{lang}-{note_id(note.label)}"), escape(note.marker)
    return f'<div id="{place}"><span class="marker">{marker}</span><div>{text} {" ".join(links)}</div></div>'
