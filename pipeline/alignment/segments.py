"""Segments of an article as lines to pair: the markers of notes and the addresses of links taken out of the text."""

import re
from collections.abc import Sequence

from pipeline.alignment.values import Line
from pipeline.model import Article, Kind, Mark, Segment, walk
from pipeline.placeholders.tokens import without

_SIGNS = re.compile(r"(#{1,6})[ \t]+$")
_UNDERLINED = re.compile(r"\s*?\n[ >]*([=-])")


def line(segment: Segment, level: int = 0) -> Line:
    own = (segment.source,) if segment.kind is Kind.LINK_TARGET else ()
    links = tuple(item.shown for item in segment.placeholders if item.mark is Mark.URL and item.shown)
    return Line(
        text=without(segment.text),
        kind=segment.kind,
        level=level,
        block=segment.block,
        markers=segment.notes,
        links=own + links,
        label=segment.label,
    )


def lines(article: Article, numbers: Sequence[int]) -> list[Line]:
    """One line for each of some segments of an article."""
    levels = _levels(article)
    return [line(article.segments[number], levels.get(number, 0)) for number in numbers]


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
