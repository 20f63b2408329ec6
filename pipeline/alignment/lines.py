"""The lines to pair, without note markers and addresses, and how an article's segments become lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.article.placeholders import remove_placeholders
from pipeline.frozen import dataclass
from pipeline.model import Article, PlaceholderKind, Segment, SegmentKind, iter_segments

_HEADING_SIGNS = re.compile(r"(#{1,6})[ \t]+$")
_BLANK = re.compile(r"\n[ \t>]*\n")
_UNDERLINED = re.compile(r"\s*?\n[ >]*([=-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A place in a table: the numbers of table and row in the text, the column from 1 on, and the number of columns."""

    table: int
    row: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A sentence, a heading or a note: beads consist of lines. `markers` are the labels of the note markers taken out
    of `text`, `links` the addresses outside its notes, `block` the number of its block (-1: unknown), `level` a
    heading's, `cell` the place of a table cell, `label` that of the note whose text this is.
    """

    text: str
    kind: SegmentKind = SegmentKind.PARAGRAPH
    level: int = 0
    cell: TableCell | None = None
    block: int = -1
    markers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    label: str | None = None


def segment_line(segment: Segment, level: int, cell: TableCell | None) -> TextLine:
    """Return a segment as a line."""
    own = (segment.source,) if segment.kind is SegmentKind.LINK_TARGET else ()
    links = tuple(
        item.description for item in segment.placeholders if item.kind is PlaceholderKind.URL and item.description
    )
    return TextLine(
        text=remove_placeholders(segment.text),
        kind=segment.kind,
        level=level,
        cell=cell,
        block=segment.block,
        markers=segment.notes,
        links=own + links,
        label=segment.label,
    )


def merge_lines(lines: Sequence[TextLine]) -> TextLine:
    """Return lines as one, of the kind and at the place of the first."""
    return replace(
        lines[0],
        text=" ".join(line.text for line in lines),
        markers=tuple(marker for line in lines for marker in line.markers),
        links=tuple(link for line in lines for link in line.links),
    )


def article_lines(article: Article, numbers: Sequence[int]) -> list[TextLine]:
    """Return one line for each of the segments with these numbers."""
    levels, cells = _heading_levels(article), _table_cells(article)
    return [segment_line(article.segments[number], levels.get(number, 0), cells.get(number)) for number in numbers]


def _table_cells(article: Article) -> dict[int, TableCell]:
    """Return the places of table cells by the numbers of their segments."""
    places: dict[int, tuple[int, int, int]] = {}
    widths: Counter[int] = Counter()
    number = column = row = table = 0
    for before, piece in pairwise(("\n", *article.pieces)):
        if isinstance(piece, str):
            table += _BLANK.search(piece) is not None
            continue
        if piece.kind is SegmentKind.TABLE_CELL and isinstance(before, str):
            _, end, text = before.rpartition("\n")
            is_first = bool(end) or not places
            # The bars between this cell and the one before; a bar that begins a row is between none.
            bars = text.count("|") - (is_first and text.lstrip(" \t>").startswith("|"))
            column = bars + (1 if is_first else column)
            row += is_first
            places[number] = table, row, column
            widths[table] = max(widths[table], column)
        number += sum(1 for _ in iter_segments((piece,)))
    return {
        number: TableCell(table=table, row=row, column=column, columns=widths[table])
        for number, (table, row, column) in places.items()
    }


def _heading_levels(article: Article) -> dict[int, int]:
    """Return the levels of headings by the numbers of their segments; they are written beside the headings' texts."""
    found: dict[int, int] = {}
    number = 0
    around = ("", *article.pieces, "")
    for before, piece, after in zip(around, around[1:], around[2:], strict=False):
        if isinstance(piece, str):
            continue
        if piece.kind is SegmentKind.HEADING:
            if isinstance(before, str) and (signs := _HEADING_SIGNS.search(before)):
                found[number] = len(signs[1])
            elif isinstance(after, str) and (underlined := _UNDERLINED.match(after)):
                found[number] = 1 if underlined[1] == "=" else 2
        number += sum(1 for _ in iter_segments((piece,)))
    return found
