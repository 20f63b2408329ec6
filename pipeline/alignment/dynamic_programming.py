"""Weigh all ways to pair two texts in order at once, by dynamic programming, and choose one."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import MAX_LINES, PAIR_SHAPES, Floats, Grid, Shape, equal_runs
from pipeline.frozen import dataclass

_IMPOSSIBLE = -np.inf
_LEAST = -1e300  # below the largest score of each cell: where no bead ends, there is none to compare the others with

_SHAPES: tuple[Shape, ...] = ((1, 0), *PAIR_SHAPES)
"""The beads that move on in the source."""

_BEAD_COST = 0.5  # of beads that may be wrong: without it, many doubtful ones would be worth more than a likely one


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The scores of all beads, in nats: a table for each shape of pair, and lines without a counterpart."""

    pairs: Mapping[Shape, Floats]
    deletions: Floats
    insertions: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Posteriors(Scores):
    """The probabilities of all beads, and the likelihood of the texts in all (in nats, against chance)."""

    likelihood: float


def compute_posteriors(scores: Scores, grid: Grid) -> Posteriors:
    """Compute the probabilities of all beads, forward and backward over the grid."""
    skipped = _sum_insertions(scores, grid)
    tables = _stack([scores.deletions[:, None], *(scores.pairs[shape] for shape in PAIR_SHAPES)], grid)
    forward, backward = _weigh_both_ways(tables, grid, skipped)
    likelihood = float(forward[-1, grid.target - grid.lows[-1]])
    pairs = {
        shape: _to_probabilities(forward[:-1] + table, _shift_to_ends(backward, grid, shape), likelihood)
        for shape, table in scores.pairs.items()
    }
    insertions = np.full_like(forward, _IMPOSSIBLE)
    columns = np.minimum(grid.lows[:, None] + np.arange(grid.width - 1), grid.target)
    insertions[:, :-1] = forward[:, :-1] + np.append(scores.insertions, _IMPOSSIBLE)[columns] + backward[:, 1:]
    return Posteriors(
        pairs=pairs,
        deletions=_to_probabilities(
            forward[:-1] + scores.deletions[:, None], _shift_to_ends(backward, grid, (1, 0)), likelihood
        ),
        insertions=np.exp(np.minimum(insertions - likelihood, 0.0)),
        likelihood=likelihood,
    )


def _to_probabilities(until: Floats, after: Floats, likelihood: float) -> Floats:
    until += after
    until -= likelihood
    chances: Floats = np.exp(np.minimum(until, 0.0, out=until), out=until)
    return chances


def _shift_to_ends(table: Floats, grid: Grid, shape: Shape) -> Floats:
    """Return for each cell the table's value where a bead of the shape that begins there ends; -inf past the band."""
    reached = np.full((grid.source, grid.width), _IMPOSSIBLE)
    rows = max(grid.source + 1 - shape[0], 0)
    shifts = shape[1] - (grid.lows[shape[0] :] - grid.lows[:rows])
    for start, stop in equal_runs(shifts):
        _shift_row(table[start + shape[0] : stop + shape[0]], reached[start:stop], -int(shifts[start]))
    return reached


def _shift_row(row: Floats, into: Floats, by: int) -> None:
    """Write the row's values `by` places further right (left if negative)."""
    if by == 0:
        into[...] = row
    elif 0 < by < row.shape[-1]:
        into[..., by:] = row[..., :-by]
    elif -row.shape[-1] < by < 0:
        into[..., :by] = row[..., -by:]


def _sum_insertions(scores: Scores, grid: Grid) -> Floats:
    """Return for each cell the score of inserting all target lines of its row before it."""
    columns = grid.lows[:, None] + np.arange(grid.width - 1)
    skipped = np.zeros((grid.source + 1, grid.width))
    np.cumsum(np.append(scores.insertions, 0.0)[np.minimum(columns, grid.target)], axis=1, out=skipped[:, 1:])
    return skipped


def _stack(tables: Sequence[Floats], grid: Grid) -> Floats:
    """Return tables for all shapes as one, by source line and shape."""
    stacked: Floats = np.stack([np.broadcast_to(table, (grid.source, grid.width)) for table in tables], axis=1)
    return stacked


class _Cells:
    """A table of cells by source line (and shape), in which those are found from which beads come to a line, or those
    that they lead to. Around the table all is impossible.
    """

    def __init__(self, grid: Grid, step: int, shapes: int) -> None:
        """Prepare a table; `step` is -1 to look back from a line, 1 to look ahead, `shapes` the number of tables, 1 if
        one serves all shapes.
        """
        self._lows, self._step, self._is_full = grid.lows, step, grid.is_full
        self._lines, self._columns = (np.array(side, dtype=np.intp) for side in zip(*_SHAPES, strict=True))
        self._every = np.arange(grid.width)[None, :]
        self._table = np.full((grid.source + 1 + 2 * MAX_LINES, shapes, grid.width + 2), _IMPOSSIBLE)
        self._flat = self._table.reshape(-1)
        self._stride = shapes * (grid.width + 2)
        self._offsets = np.arange(len(_SHAPES)) * (grid.width + 2) if shapes > 1 else np.zeros(len(_SHAPES), np.intp)
        self._first = self._places(0)

    def set(self, row: int, values: Floats) -> None:
        """Set the cells of a line, of all shapes if there are several."""
        self._table[row + MAX_LINES, :, 1:-1] = values

    def find(self, row: int) -> Floats:
        """Return for each shape and cell of a line the value of the cell that a bead comes from, or leads to."""
        places = self._first + row * self._stride if self._is_full else self._places(row)
        return self._flat.take(places)

    def _places(self, row: int) -> NDArray[np.intp]:
        others = row + self._step * self._lines
        shifts = self._lows[row] - self._lows.take(others, mode="clip") + self._step * self._columns
        cells = np.clip(self._every + shifts[:, None], -1, self._every.size) + 1
        places: NDArray[np.intp] = ((others + MAX_LINES) * self._stride + self._offsets)[:, None] + cells
        return places


def _log_sum(ways: Floats) -> Floats:
    """Return the logarithm of the sum over all shapes of what are logarithms, for both directions."""
    top = np.maximum.reduce(ways, axis=1)
    np.maximum(top, _LEAST, out=top)
    ways -= top[:, None]
    np.exp(ways, out=ways)
    summed: Floats = np.add.reduce(ways, axis=1)
    np.log(summed, out=summed)
    summed += top
    return summed


def _weigh_both_ways(tables: Floats, grid: Grid, skipped: Floats) -> tuple[Floats, Floats]:
    """Return for each cell the score of all ways to it from the beginning, and of all from it to the end. A line of
    each is computed at a time, the one from the first on and the other from the last, right to left.
    """
    last, width = grid.source, grid.width
    forward, backward = (np.full((last + 1, width), _IMPOSSIBLE) for _ in range(2))
    before, after = _Cells(grid, -1, len(_SHAPES)), _Cells(grid, 1, 1)
    both = np.empty((2, len(_SHAPES), width))
    ways = np.full((2, width), _IMPOSSIBLE)
    ways[0, 0] = ways[1, width - 1 - grid.target + int(grid.lows[-1])] = 0.0
    over = np.stack([-skipped, skipped[::-1, ::-1]], axis=1)
    with np.errstate(divide="ignore"):
        for row in range(last + 1):
            other = last - row
            if row:
                both[0] = before.find(row)
                np.add(after.find(other), tables[other], out=both[1, :, ::-1])
                ways = _log_sum(both)
            ways += over[row]
            ways = np.logaddexp.accumulate(ways, axis=1)
            ways -= over[row]
            forward[row], backward[other] = ways[0], ways[1, ::-1]
            forward[row, grid.target - int(grid.lows[row]) + 1 :] = _IMPOSSIBLE
            if row < last:
                before.set(row, forward[row] + tables[row])
            after.set(other, backward[other])
    return forward, backward


def find_best_path(posteriors: Posteriors, grid: Grid) -> list[tuple[Shape, int, int, float]]:
    """Return the path with most right beads to expect: their shapes, first source and target lines, probabilities."""
    gains = _stack([posteriors.deletions, *(posteriors.pairs[shape] for shape in PAIR_SHAPES)], grid)
    worth = gains - _BEAD_COST
    skipped = np.zeros((grid.source + 1, grid.width))
    np.cumsum(posteriors.insertions[:, :-1] - _BEAD_COST, axis=1, out=skipped[:, 1:])
    cells = _Cells(grid, -1, len(_SHAPES))
    chosen = np.full((grid.source + 1, grid.width), len(_SHAPES))  # the best shape of each cell, or an insertion
    ways = np.full(grid.width, _IMPOSSIBLE)
    ways[0] = 0.0
    for row in range(grid.source + 1):
        if row:
            each = cells.find(row)
            best = each.argmax(axis=0)
            ways = np.maximum.reduce(each, axis=0)
        ways -= skipped[row]
        most = np.maximum.accumulate(ways)
        if row:
            np.copyto(chosen[row], best, where=most == ways)
        most += skipped[row]
        if row < grid.source:
            cells.set(row, most + worth[row])
    return _trace_back(chosen, gains, posteriors.insertions, grid)


def _trace_back(
    chosen: NDArray[np.intp], gains: Floats, insertions: Floats, grid: Grid
) -> list[tuple[Shape, int, int, float]]:
    path: list[tuple[Shape, int, int, float]] = []
    lows = grid.lows.tolist()
    row, column = grid.source, grid.target
    while row or column:
        number = int(chosen[row, column - lows[row]])
        shape = _SHAPES[number] if number < len(_SHAPES) else (0, 1)
        row, column = row - shape[0], column - shape[1]
        cell = column - lows[row]
        chance = gains[row, number, cell] if shape[0] else insertions[row, cell]
        path.append((shape, row, column, float(chance)))
    return path[::-1]
