"""Pair rows of tables, which say enough, unlike a cell (`yes`, `12`, a dash), and in them cells by their columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from pipeline.alignment.beads import Bead, make_unsure
from pipeline.alignment.em import pair_in_order
from pipeline.alignment.lexicon import CodedLexicons
from pipeline.alignment.lines import TextLine
from pipeline.alignment.notes import compare_texts
from pipeline.alignment.scoring import TextSide

Row = list[int]
Column = tuple[int, int]
"""A table and the number of a column in it."""

_LEAST_SUPPORT = -0.5  # nats of the words of a sure row: it may stand in the place of another one that was left out
_LEAD = 1.0  # lead, in nats, of the words of another column from which columns may have changed places


def pair_cells(source: TextSide, target: TextSide, lexicons: CodedLexicons) -> list[Bead]:
    """Pair the cells of two texts; if their rows are unknown, they are paired in order."""
    if not all(line.cell for side in (source, target) for line in side.lines):
        return list(pair_in_order(source, target, lexicons).beads)
    ours, theirs = _rows(source.lines), _rows(target.lines)
    found = pair_in_order(_merge_groups(source, ours), _merge_groups(target, theirs), lexicons)
    together: list[tuple[Row, Row, float]] = []
    beads: list[Bead] = []
    for bead in found.beads:
        rows = (
            [line for row in bead.source for line in ours[row]],
            [line for row in bead.target for line in theirs[row]],
        )
        if len(bead.source) == len(bead.target) == 1 and _count_columns(source, rows[0]) == _count_columns(
            target, rows[1]
        ):
            chance = bead.confidence if found.word_support(bead) > _LEAST_SUPPORT else make_unsure(bead.confidence)
            together.append((*rows, chance))
        else:
            inside = pair_in_order(source.take(rows[0]), target.take(rows[1]), lexicons).beads
            beads += (
                replace(item.renumber(*rows), confidence=min(item.confidence, bead.confidence)) for item in inside
            )
    crossed = _find_crossed(source, target, together, lexicons)
    for mine, others, confidence in together:
        for bead in _pair_by_column(source, target, (mine, others), confidence):
            is_crossed = bool(bead.source) and _column_of(source.lines[bead.source[0]]) in crossed
            beads.append(replace(bead, confidence=make_unsure(bead.confidence)) if is_crossed else bead)
    return beads


def _rows(lines: Sequence[TextLine]) -> list[Row]:
    """Return the numbers of the lines of each row."""
    places = [(line.cell.table, line.cell.row) if line.cell else (0, 0) for line in lines]
    return [list(numbers) for _, numbers in groupby(range(len(lines)), key=places.__getitem__)]


def _column_of(line: TextLine) -> Column:
    """Return the column of a cell."""
    return (line.cell.table, line.cell.column) if line.cell else (0, 0)


def _count_columns(side: TextSide, row: Sequence[int]) -> int:
    cell = side.lines[row[0]].cell
    return cell.columns if cell else 0


def _merge_groups(side: TextSide, rows: Sequence[Row]) -> TextSide:
    """Return each group of cells as one line."""
    return side.merge(rows, lambda line: replace(line, block=_column_of(line)[0]))


def _pair_by_column(source: TextSide, target: TextSide, rows: tuple[Row, Row], confidence: float) -> Iterator[Bead]:
    """Yield a bead for each column of two rows."""
    ours, theirs = (
        {_column_of(side.lines[number])[1]: number for number in row}
        for side, row in zip((source, target), rows, strict=True)
    )
    for column in sorted({*ours, *theirs}):
        yield Bead(
            source=(ours[column],) if column in ours else (),
            target=(theirs[column],) if column in theirs else (),
            confidence=confidence,
        )


def _find_crossed(
    source: TextSide, target: TextSide, together: Sequence[tuple[Row, Row, float]], lexicons: CodedLexicons
) -> set[Column]:
    """Return the columns that resemble another column of the translation more than their own."""
    groups: tuple[dict[Column, Row], dict[Column, Row]] = ({}, {})
    for mine, others, _ in together:
        table = _column_of(source.lines[mine[0]])[0]
        for side, group, row in zip((source, target), groups, (mine, others), strict=True):
            for number in row:
                group.setdefault((table, _column_of(side.lines[number])[1]), []).append(number)
    if not (groups[0] and groups[1]):
        return set()
    scores = compare_texts(
        _merge_groups(source, list(groups[0].values())), _merge_groups(target, list(groups[1].values())), lexicons
    )
    places = list(groups[1])
    crossed = set()
    for at, place in enumerate(groups[0]):
        best = int(np.argmax(scores[at]))
        own = float(scores[at, places.index(place)]) if place in places else 0.0
        if places[best] != place and places[best][0] == place[0] and scores[at, best] > own + _LEAD:
            crossed.add(place)
    return crossed
