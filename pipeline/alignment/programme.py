"""The dynamic programme: every way to pair two texts in order, weighed at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.alignment.grid import PAIRS, Floats, Grid, Shape

_NEVER = -np.inf

_RISK = 0.5
"""What a bead costs that may be wrong: without it, many doubtful beads would be worth more than a likely one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What speaks for each bead, in nats: a table for each shape of pair, and the lines that have no counterpart."""

    pairs: Mapping[Shape, Floats]
    left_out: Floats
    put_in: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Posteriors:
    """How probable each bead is, and how likely the texts are in all (in nats, against chance)."""

    pairs: Mapping[Shape, Floats]
    left_out: Floats
    put_in: Floats
    likelihood: float


def posteriors(scores: Scores, grid: Grid) -> Posteriors:
    """Forward and backward over the whole grid."""
    ahead = _forward(scores, grid)
    behind = _backward(scores, grid)
    likelihood = float(ahead[-1, grid.target - grid.lows[-1]])
    pairs = {}
    for shape, table in scores.pairs.items():
        reached = np.full_like(table, _NEVER)
        for row in range(grid.source + 1 - shape[0]):
            by = shape[1] - int(grid.lows[row + shape[0]] - grid.lows[row])
            reached[row] = _moved(behind[row + shape[0]], -by)
        pairs[shape] = np.exp(np.minimum(ahead[:-1] + table + reached - likelihood, 0.0))
    left_out = np.full_like(ahead[:-1], _NEVER)
    for row in range(grid.source):
        by = int(grid.lows[row + 1] - grid.lows[row])
        left_out[row] = ahead[row] + scores.left_out[row] + _moved(behind[row + 1], by)
    put_in = np.full_like(ahead, _NEVER)
    for row in range(grid.source + 1):
        steps = _steps(scores, grid, row)
        put_in[row, :-1] = ahead[row, :-1] + steps[:-1] + behind[row, 1:]
    return Posteriors(
        pairs=pairs,
        left_out=np.exp(np.minimum(left_out - likelihood, 0.0)),
        put_in=np.exp(np.minimum(put_in - likelihood, 0.0)),
        likelihood=likelihood,
    )


def _moved(row: Floats, by: int) -> Floats:
    """The row's values `by` places further right (left, where negative), nothing coming in."""
    if by == 0:
        return row
    moved = np.full_like(row, _NEVER)
    if abs(by) < len(row):
        if by > 0:
            moved[by:] = row[:-by]
        else:
            moved[:by] = row[-by:]
    return moved


def _steps(scores: Scores, grid: Grid, row: int) -> Floats:
    """What it costs to leave each target line of the row without a counterpart; never past the end."""
    low = int(grid.lows[row])
    steps = np.full(grid.width, _NEVER)
    inside = scores.put_in[low : low + grid.width]
    steps[: len(inside)] = inside
    return steps


def _passed(scores: Scores, grid: Grid, row: int) -> Floats:
    """What it costs to leave out all target lines from the row's first one up to each."""
    low = int(grid.lows[row])
    passed = np.zeros(grid.width)
    inside = scores.put_in[low : low + grid.width - 1]
    np.cumsum(inside, out=passed[1 : len(inside) + 1])
    return passed


def _summed(rows: list[Floats]) -> Floats:
    """The logarithm of the sum of what the rows are logarithms of."""
    stacked = np.array(rows)
    top = stacked.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        summed: Floats = np.log(np.exp(stacked - safe).sum(axis=0)) + safe
    return summed


def _forward(scores: Scores, grid: Grid) -> Floats:
    ahead = np.full((grid.source + 1, grid.width), _NEVER)
    for row in range(grid.source + 1):
        ways = [np.full(grid.width, _NEVER)]
        if row == 0:
            ways[0][0] = 0.0
        else:
            by = int(grid.lows[row] - grid.lows[row - 1])
            ways.append(_moved(ahead[row - 1] + scores.left_out[row - 1], -by))
        for shape, table in scores.pairs.items():
            before = row - shape[0]
            if before >= 0:
                by = shape[1] - int(grid.lows[row] - grid.lows[before])
                ways.append(_moved(ahead[before] + table[before], by))
        passed = _passed(scores, grid, row)
        ahead[row] = np.logaddexp.accumulate(_summed(ways) - passed) + passed
        ahead[row, grid.target - int(grid.lows[row]) + 1 :] = _NEVER
    return ahead


def _backward(scores: Scores, grid: Grid) -> Floats:
    behind = np.full((grid.source + 1, grid.width), _NEVER)
    for row in range(grid.source, -1, -1):
        ways = [np.full(grid.width, _NEVER)]
        if row == grid.source:
            ways[0][grid.target - int(grid.lows[row])] = 0.0
        else:
            by = int(grid.lows[row + 1] - grid.lows[row])
            ways.append(_moved(behind[row + 1], by) + scores.left_out[row])
        for shape, table in scores.pairs.items():
            after = row + shape[0]
            if after <= grid.source:
                by = shape[1] - int(grid.lows[after] - grid.lows[row])
                ways.append(_moved(behind[after], -by) + table[row])
        passed = _passed(scores, grid, row)
        summed = (_summed(ways) + passed)[::-1]
        behind[row] = np.logaddexp.accumulate(summed)[::-1] - passed
    return behind


def best_path(worth: Posteriors, grid: Grid) -> list[tuple[Shape, int, int, float]]:
    """The beads of which most can be expected to be right: shape, first source line, first target line, probability."""
    most = np.full((grid.source + 1, grid.width), _NEVER)
    for row in range(grid.source + 1):
        best = np.full(grid.width, _NEVER)
        if row == 0:
            best[0] = 0.0
        for before, shape in [(row - shape[0], shape) for shape in (*PAIRS, (1, 0))]:
            if before < 0:
                continue
            gain = (worth.left_out[before] if shape == (1, 0) else worth.pairs[shape][before]) - _RISK
            by = shape[1] - int(grid.lows[row] - grid.lows[before])
            best = np.maximum(best, _moved(most[before] + gain, by))
        passed = np.concatenate([[0.0], np.cumsum(worth.put_in[row, :-1] - _RISK)])
        most[row] = np.maximum.accumulate(best - passed) + passed
    return _walked_back(most, worth, grid)


def _walked_back(most: Floats, worth: Posteriors, grid: Grid) -> list[tuple[Shape, int, int, float]]:
    path: list[tuple[Shape, int, int, float]] = []
    row, column = grid.source, grid.target
    while row or column:
        ways = []
        for shape in (*PAIRS, (1, 0), (0, 1)):
            start, at = row - shape[0], column - shape[1]
            if start < 0 or at < 0:
                continue
            cell = at - int(grid.lows[start])
            if not 0 <= cell < grid.width or not np.isfinite(most[start, cell]):
                continue
            if shape == (0, 1):
                gain = worth.put_in[start, cell]
            else:
                gain = (worth.left_out if shape == (1, 0) else worth.pairs[shape])[start, cell]
            ways.append((float(most[start, cell] + gain - _RISK), shape, start, at, float(gain)))
        _, shape, row, column, gain = max(ways, key=lambda way: way[0])
        path.append((shape, row, column, gain))
    return path[::-1]
