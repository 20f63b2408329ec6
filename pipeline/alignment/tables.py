"""Tables: rows are paired with rows, and inside of them cells with those of their column.

A cell says little by itself, `yes`, `12` or a dash; a row says enough, and leaves no other place for its cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from pipeline.alignment.calibration import doubted
from pipeline.alignment.notes import content
from pipeline.alignment.rounds import pair
from pipeline.alignment.values import Bead, Lexicon, Line
from pipeline.alignment.weighing import Side
from pipeline.model import Kind

Lexicons = tuple[tuple[Lexicon, float], ...]
Row = list[int]

_SPEAKING = -0.5
"""Rows of which the words say less, in nats, are not sure: a row may stand where another one was left out."""

_AHEAD = 1.0
"""So much more, in nats, the words of another column have to say before columns may have changed places."""


def pair_cells(source: Side, target: Side, lexicons: Lexicons) -> list[Bead]:
    """The beads of the cells of two texts; where it is not known in which rows they stand, they are paired in order."""
    if not all(line.cell for side in (source, target) for line in side.lines):
        return list(pair(source, target, lexicons).beads)
    ours, theirs = _rows(source.lines), _rows(target.lines)
    found = pair(_joined(source, ours), _joined(target, theirs), lexicons)
    together: list[tuple[Row, Row, float]] = []
    beads: list[Bead] = []
    for bead in found.beads:
        rows = (
            [line for row in bead.source for line in ours[row]],
            [line for row in bead.target for line in theirs[row]],
        )
        if len(bead.source) == len(bead.target) == 1 and _columns(source, rows[0]) == _columns(target, rows[1]):
            chance = bead.confidence if found.supported(bead) > _SPEAKING else doubted(bead.confidence)
            together.append((*rows, chance))
        else:
            inside = pair(source.cut(rows[0]), target.cut(rows[1]), lexicons).beads
            beads += (_renumbered(item, rows, min(item.confidence, bead.confidence)) for item in inside)
    crossed = _crossed(source, target, together, lexicons)
    for mine, others, confidence in together:
        for bead in _by_columns(source, target, (mine, others), confidence):
            is_crossed = bool(bead.source) and _place(source.lines[bead.source[0]]) in crossed
            beads.append(replace(bead, confidence=doubted(bead.confidence)) if is_crossed else bead)
    return beads


def _rows(lines: Sequence[Line]) -> list[Row]:
    numbered = groupby(range(len(lines)), key=lambda number: (_place(lines[number])[0], _row(lines[number])))
    return [list(numbers) for _, numbers in numbered]


def _row(line: Line) -> int:
    return line.cell.row if line.cell else 0


def _place(line: Line) -> tuple[int, int]:
    """The table of a cell and its column."""
    return (line.cell.table, line.cell.column) if line.cell else (0, 0)


def _columns(side: Side, row: Sequence[int]) -> int:
    cell = side.lines[row[0]].cell
    return cell.columns if cell else 0


def _joined(side: Side, rows: Sequence[Row]) -> Side:
    """Each row, or other group of cells, as one line."""
    made = []
    for row in rows:
        cells = [side.lines[number] for number in row]
        made.append(
            Line(
                text=" ".join(line.text for line in cells),
                kind=Kind.TABLE_CELL,
                block=_place(cells[0])[0],
                cell=cells[0].cell,
                markers=tuple(marker for line in cells for marker in line.markers),
                links=tuple(link for line in cells for link in line.links),
            )
        )
    return Side(lines=made, lang=side.lang)


def _renumbered(bead: Bead, rows: tuple[Row, Row], confidence: float) -> Bead:
    return Bead(
        source=tuple(rows[0][line] for line in bead.source),
        target=tuple(rows[1][line] for line in bead.target),
        confidence=confidence,
    )


def _by_columns(source: Side, target: Side, rows: tuple[Row, Row], confidence: float) -> Iterator[Bead]:
    ours, theirs = (
        {_place(side.lines[number])[1]: number for number in row}
        for side, row in zip((source, target), rows, strict=True)
    )
    for column in sorted({*ours, *theirs}):
        yield Bead(
            source=(ours[column],) if column in ours else (),
            target=(theirs[column],) if column in theirs else (),
            confidence=confidence,
        )


def _crossed(
    source: Side, target: Side, together: Sequence[tuple[Row, Row, float]], lexicons: Lexicons
) -> set[tuple[int, int]]:
    """The columns, by table and number, that another column of the translation may belong to rather."""
    groups: tuple[dict[tuple[int, int], Row], dict[tuple[int, int], Row]] = ({}, {})
    for mine, others, _ in together:
        table = _place(source.lines[mine[0]])[0]
        for side, group, row in zip((source, target), groups, (mine, others), strict=True):
            for number in row:
                group.setdefault((table, _place(side.lines[number])[1]), []).append(number)
    if not (groups[0] and groups[1]):
        return set()
    told = content(_joined(source, list(groups[0].values())), _joined(target, list(groups[1].values())), lexicons)
    places = list(groups[1])
    crossed = set()
    for at, place in enumerate(groups[0]):
        best = int(np.argmax(told[at]))
        own = float(told[at, places.index(place)]) if place in places else 0.0
        if places[best] != place and places[best][0] == place[0] and told[at, best] > own + _AHEAD:
            crossed.add(place)
    return crossed
