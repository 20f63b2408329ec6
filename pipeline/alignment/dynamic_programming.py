"""The dynamic programme: every way to pair two texts in order, weighed at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.alignment.band import PAIRS, Floats, Grid, Shape, runs

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
    passed = _passed(scores, grid)
    ahead = _forward(scores, grid, passed)
    behind = _backward(scores, grid, passed)
    likelihood = float(ahead[-1, grid.target - grid.lows[-1]])
    pairs = {}
    for shape, table in scores.pairs.items():
        pairs[shape] = _chances(ahead[:-1] + table, _reached(behind, grid, shape), likelihood)
    put_in = np.full_like(ahead, _NEVER)
    put_in[:, :-1] = ahead[:, :-1] + _steps(scores, grid)[:, :-1]
    put_in[:, :-1] += behind[:, 1:]
    return Posteriors(
        pairs=pairs,
        left_out=_chances(ahead[:-1] + scores.left_out[:, None], _reached(behind, grid, (1, 0)), likelihood),
        put_in=np.exp(np.minimum(put_in - likelihood, 0.0)),
        likelihood=likelihood,
    )


def _chances(until: Floats, after: Floats, likelihood: float) -> Floats:
    until += after
    until -= likelihood
    chances: Floats = np.exp(np.minimum(until, 0.0, out=until), out=until)
    return chances


def _reached(table: Floats, grid: Grid, shape: Shape) -> Floats:
    """For each cell the table's value where a bead of the shape that begins there ends; never past the stretch."""
    reached = np.full((grid.source, grid.width), _NEVER)
    rows = max(grid.source + 1 - shape[0], 0)
    shifts = shape[1] - (grid.lows[shape[0] :] - grid.lows[:rows])
    for start, stop in runs(shifts):
        _move(table[start + shape[0] : stop + shape[0]], reached[start:stop], -int(shifts[start]))
    return reached


def _move(row: Floats, into: Floats, by: int) -> None:
    """Write the row's values `by` places further right (left, where negative)."""
    if by == 0:
        into[...] = row
    elif 0 < by < row.shape[-1]:
        into[..., by:] = row[..., :-by]
    elif -row.shape[-1] < by < 0:
        into[..., :by] = row[..., -by:]


def _steps(scores: Scores, grid: Grid) -> Floats:
    """What it costs to leave each target line of each row without a counterpart; never past the end."""
    columns = grid.lows[:, None] + np.arange(grid.width)
    steps: Floats = np.append(scores.put_in, _NEVER)[np.minimum(columns, grid.target)]
    return steps


def _passed(scores: Scores, grid: Grid) -> Floats:
    """What it costs to leave out all target lines from the first one of each row up to each."""
    columns = grid.lows[:, None] + np.arange(grid.width - 1)
    passed = np.zeros((grid.source + 1, grid.width))
    np.cumsum(np.append(scores.put_in, 0.0)[np.minimum(columns, grid.target)], axis=1, out=passed[:, 1:])
    return passed


def _summed(ways: Floats) -> Floats:
    """The logarithm of the sum of what the rows are logarithms of."""
    top = ways.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    ways -= safe
    summed: Floats = np.log(np.exp(ways, out=ways).sum(axis=0)) + safe
    return summed


def _forward(scores: Scores, grid: Grid, passed: Floats) -> Floats:
    ahead = np.full((grid.source + 1, grid.width), _NEVER)
    lows = grid.lows.tolist()
    ways = np.empty((len(scores.pairs) + 1, grid.width))
    with np.errstate(divide="ignore"):
        for row in range(grid.source + 1):
            ways.fill(_NEVER)
            if row == 0:
                ways[0, 0] = 0.0
            else:
                _move(ahead[row - 1] + scores.left_out[row - 1], ways[0], lows[row - 1] - lows[row])
            for way, (shape, table) in zip(ways[1:], scores.pairs.items(), strict=True):
                before = row - shape[0]
                if before >= 0:
                    _move(ahead[before] + table[before], way, shape[1] - (lows[row] - lows[before]))
            ahead[row] = np.logaddexp.accumulate(_summed(ways) - passed[row]) + passed[row]
            ahead[row, grid.target - lows[row] + 1 :] = _NEVER
    return ahead


def _backward(scores: Scores, grid: Grid, passed: Floats) -> Floats:
    behind = np.full((grid.source + 1, grid.width), _NEVER)
    lows = grid.lows.tolist()
    ways = np.empty((len(scores.pairs) + 1, grid.width))
    with np.errstate(divide="ignore"):
        for row in range(grid.source, -1, -1):
            ways.fill(_NEVER)
            if row == grid.source:
                ways[0, grid.target - lows[row]] = 0.0
            else:
                _move(behind[row + 1], ways[0], lows[row + 1] - lows[row])
                ways[0] += scores.left_out[row]
            for way, (shape, table) in zip(ways[1:], scores.pairs.items(), strict=True):
                after = row + shape[0]
                if after <= grid.source:
                    _move(behind[after], way, lows[after] - lows[row] - shape[1])
                    np.add(way, table[row], out=way)
            summed = (_summed(ways) + passed[row])[::-1]
            behind[row] = np.logaddexp.accumulate(summed)[::-1] - passed[row]
    return behind


def best_path(worth: Posteriors, grid: Grid) -> list[tuple[Shape, int, int, float]]:
    """The beads of which most can be expected to be right: shape, first source line, first target line, probability."""
    most = np.full((grid.source + 1, grid.width), _NEVER)
    lows = grid.lows.tolist()
    gains = {shape: worth.left_out if shape == (1, 0) else worth.pairs[shape] for shape in (*PAIRS, (1, 0))}
    passed = np.zeros((grid.source + 1, grid.width))
    np.cumsum(worth.put_in[:, :-1] - _RISK, axis=1, out=passed[:, 1:])
    ways = np.empty((len(gains), grid.width))
    for row in range(grid.source + 1):
        ways.fill(_NEVER)
        if row == 0:
            ways[0, 0] = 0.0
        for way, (shape, gain) in zip(ways, gains.items(), strict=True):
            before = row - shape[0]
            if before >= 0:
                _move(most[before] + (gain[before] - _RISK), way, shape[1] - (lows[row] - lows[before]))
        most[row] = np.maximum.accumulate(ways.max(axis=0) - passed[row]) + passed[row]
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
