"""Segments of an article as lines to pair: the markers of notes and the addresses of links taken out of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.alignment.values import Cell, Line
from pipeline.model import Article, Kind, Mark, Segment, walk
from pipeline.placeholders.tokens import without

_SIGNS = re.compile(r"(#{1,6})[ \t]+$")
_BLANK = re.compile(r"\n[ \t>]*\n")
_UNDERLINED = re.compile(r"\s*?\n[ >]*([=-])")


def line(segment: Segment, level: int = 0, cell: Cell | None = None) -> Line:
    own = (segment.source,) if segment.kind is Kind.LINK_TARGET else ()
    links = tuple(item.shown for item in segment.placeholders if item.mark is Mark.URL and item.shown)
    return Line(
        text=without(segment.text),
        kind=segment.kind,
        level=level,
        cell=cell,
        block=segment.block,
        markers=segment.notes,
        links=own + links,
        label=segment.label,
    )


def lines(article: Article, numbers: Sequence[int]) -> list[Line]:
    """One line for each of some segments of an article."""
    levels, cells = _levels(article), _cells(article)
    return [line(article.segments[number], levels.get(number, 0), cells.get(number)) for number in numbers]


def _cells(article: Article) -> dict[int, Cell]:
    """Where the cells of tables stand, by the numbers of their segments."""
    places: dict[int, tuple[int, int, int]] = {}
    widths: Counter[int] = Counter()
    number = column = row = table = 0
    for before, piece in pairwise(("\n", *article.pieces)):
        if isinstance(piece, str):
            table += _BLANK.search(piece) is not None
            continue
        if piece.kind is Kind.TABLE_CELL and isinstance(before, str):
            _, end, text = before.rpartition("\n")
            is_first = bool(end) or not places
            column = _bars(text, is_first=is_first) + (1 if is_first else column)
            row += is_first
            places[number] = table, row, column
            widths[table] = max(widths[table], column)
        number += sum(1 for _ in walk((piece,)))
    return {
        number: Cell(table=table, row=row, column=column, columns=widths[table])
        for number, (table, row, column) in places.items()
    }


def _bars(text: str, *, is_first: bool) -> int:
    """How many bars part a cell from the one before; the bar that a row may begin with parts nothing."""
    return text.count("|") - (1 if is_first and text.lstrip(" \t>").startswith("|") else 0)


def _levels(article: Article) -> dict[int, int]:
    """The levels of headings by the numbers of their segments; they are written beside the headings' texts."""
    found: dict[int, int] = {}
    number = 0
    around = ("", *article.pieces, "")
    for before, piece, after in zip(around, around[1:], around[2:], strict=False):
        if isinstance(piece, str):
            continue
        if piece.kind is Kind.HEADING:
            if isinstance(before, str) and (signs := _SIGNS.search(before)):
                found[number] = len(signs[1])
            elif isinstance(after, str) and (underlined := _UNDERLINED.match(after)):
                found[number] = 1 if underlined[1] == "=" else 2
        number += sum(1 for _ in walk((piece,)))
    return found
