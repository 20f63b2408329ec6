"""Weigh all ways to pair two texts in order at once, by dynamic programming, and choose one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.alignment.band import PAIR_SHAPES, Floats, Grid, Shape, equal_runs

_IMPOSSIBLE = -np.inf

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
    forward = _forward(scores, grid, skipped)
    backward = _backward(scores, grid, skipped)
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


def _log_sum(ways: Floats) -> Floats:
    """Return the logarithm of the sum over rows that are logarithms."""
    top = ways.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    ways -= safe
    summed: Floats = np.log(np.exp(ways, out=ways).sum(axis=0)) + safe
    return summed


def _forward(scores: Scores, grid: Grid, skipped: Floats) -> Floats:
    forward = np.full((grid.source + 1, grid.width), _IMPOSSIBLE)
    lows = grid.lows.tolist()
    ways = np.empty((len(scores.pairs) + 1, grid.width))
    with np.errstate(divide="ignore"):
        for row in range(grid.source + 1):
            ways.fill(_IMPOSSIBLE)
            if row == 0:
                ways[0, 0] = 0.0
            else:
                _shift_row(forward[row - 1] + scores.deletions[row - 1], ways[0], lows[row - 1] - lows[row])
            for way, (shape, table) in zip(ways[1:], scores.pairs.items(), strict=True):
                before = row - shape[0]
                if before >= 0:
                    _shift_row(forward[before] + table[before], way, shape[1] - (lows[row] - lows[before]))
            forward[row] = np.logaddexp.accumulate(_log_sum(ways) - skipped[row]) + skipped[row]
            forward[row, grid.target - lows[row] + 1 :] = _IMPOSSIBLE
    return forward


def _backward(scores: Scores, grid: Grid, skipped: Floats) -> Floats:
    backward = np.full((grid.source + 1, grid.width), _IMPOSSIBLE)
    lows = grid.lows.tolist()
    ways = np.empty((len(scores.pairs) + 1, grid.width))
    with np.errstate(divide="ignore"):
        for row in range(grid.source, -1, -1):
            ways.fill(_IMPOSSIBLE)
            if row == grid.source:
                ways[0, grid.target - lows[row]] = 0.0
            else:
                _shift_row(backward[row + 1], ways[0], lows[row + 1] - lows[row])
                ways[0] += scores.deletions[row]
            for way, (shape, table) in zip(ways[1:], scores.pairs.items(), strict=True):
                after = row + shape[0]
                if after <= grid.source:
                    _shift_row(backward[after], way, lows[after] - lows[row] - shape[1])
                    np.add(way, table[row], out=way)
            summed = (_log_sum(ways) + skipped[row])[::-1]
            backward[row] = np.logaddexp.accumulate(summed)[::-1] - skipped[row]
    return backward


def find_best_path(posteriors: Posteriors, grid: Grid) -> list[tuple[Shape, int, int, float]]:
    """Return the path with most right beads to expect: their shapes, first source and target lines, probabilities."""
    most = np.full((grid.source + 1, grid.width), _IMPOSSIBLE)
    lows = grid.lows.tolist()
    gains = {shape: posteriors.pairs[shape] for shape in PAIR_SHAPES} | {(1, 0): posteriors.deletions}
    skipped = np.zeros((grid.source + 1, grid.width))
    np.cumsum(posteriors.insertions[:, :-1] - _BEAD_COST, axis=1, out=skipped[:, 1:])
    ways = np.empty((len(gains), grid.width))
    for row in range(grid.source + 1):
        ways.fill(_IMPOSSIBLE)
        if row == 0:
            ways[0, 0] = 0.0
        for way, (shape, gain) in zip(ways, gains.items(), strict=True):
            before = row - shape[0]
            if before >= 0:
                _shift_row(most[before] + (gain[before] - _BEAD_COST), way, shape[1] - (lows[row] - lows[before]))
        most[row] = np.maximum.accumulate(ways.max(axis=0) - skipped[row]) + skipped[row]
    return _trace_back(most, gains | {(0, 1): posteriors.insertions}, grid)


def _trace_back(most: Floats, gains: Mapping[Shape, Floats], grid: Grid) -> list[tuple[Shape, int, int, float]]:
    path: list[tuple[Shape, int, int, float]] = []
    row, column = grid.source, grid.target
    while row or column:
        ways = []
        for shape, gain in gains.items():
            start, at = row - shape[0], column - shape[1]
            cell = at - int(grid.lows[max(start, 0)])
            if start >= 0 and at >= 0 and 0 <= cell < grid.width and np.isfinite(most[start, cell]):
                chance = gain[start, cell]
                ways.append((float(most[start, cell] + chance - _BEAD_COST), (shape, start, at, float(chance))))
        path.append(max(ways, key=lambda way: way[0])[1])
        _, row, column, _ = path[-1]
    return path[::-1]
