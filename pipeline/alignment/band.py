"""The grid of cells to score: for each source line, the target lines that it is compared with. In long texts that is a
band along the anchors, pairs of lines that share a number, a name or an address found in few others.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

PAIR_SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""The numbers of source and target lines that may translate each other."""

MAX_LINES = 3

Shape = tuple[int, int]

_MOST_CELLS = 160_000  # number of cells that are all compared: 400 lines by 400
_MARGIN_LINES = 40
_NEAR_LINES = 12


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Source line i is compared with `width` target lines from `lows[i]` on. It never falls, and has one item more."""

    source: int
    target: int
    lows: Numbers
    width: int

    @classmethod
    def full(cls, source: int, target: int) -> "Grid":
        """Return the grid of all cells."""
        return cls(source=source, target=target, lows=np.zeros(source + 1, dtype=np.intp), width=target + 1)

    @cached_property
    def columns(self) -> Numbers:
        """The target line of each cell; it is past the end of the text where the band is."""
        return self.lows[: self.source, None] + np.arange(self.width)[None, :]

    @cached_property
    def is_full(self) -> bool:
        """Tell whether each source line is compared with all target lines."""
        return self.width > self.target

    def inside(self, shape: Shape) -> NDArray[np.bool_]:
        """Tell for each cell whether a bead of this shape may begin there without running over an end."""
        rows = np.arange(self.source)[:, None] + shape[0] <= self.source
        inside: NDArray[np.bool_] = rows & (self.columns + shape[1] <= self.target)
        return inside

    def pick_targets(self, values: Floats) -> Floats:
        """Return for each cell the value of its target line, zero past the end: one row for all source lines if each is
        compared with all target lines.
        """
        if self.is_full:
            return np.append(values, 0.0)[None, :]
        return np.append(values, 0.0)[np.minimum(self.columns, len(values))]

    def scatter(self, rows: Numbers, columns: Numbers, values: Floats) -> Floats:
        """Sum values in their cells; those outside the band are left out."""
        at = columns - self.lows[rows]
        near = (at >= 0) & (at < self.width)
        flat = rows[near] * self.width + at[near]
        added = np.bincount(flat, weights=values[near], minlength=self.source * self.width).astype(np.float64)
        return added.reshape(self.source, self.width)

    def sum_lines(self, table: Floats, shape: Shape) -> Floats:
        """Sum the cells of as many neighbouring lines as the shape has, at the first of them."""
        across = table.copy()
        for step in range(1, shape[1]):
            across[:, :-step] += table[:, step:]
        down = across.copy() if shape[0] > 1 else across
        for further in range(1, shape[0]):
            shifts = self.lows[further : self.source] - self.lows[: max(self.source - further, 0)]
            for start, stop in equal_runs(shifts):
                by = int(shifts[start])
                down[start:stop, by:] += across[start + further : stop + further, : self.width - by]
        return down


def equal_runs(values: Numbers) -> Iterator[tuple[int, int]]:
    """Yield the runs of equal neighbours: start, stop."""
    changes = (np.flatnonzero(np.diff(values)) + 1).tolist()
    return pairwise([0, *changes, len(values)]) if len(values) else iter(())


def sum_windows(values: Floats, size: int) -> Floats:
    """Return the sums of `size` neighbours, one for each place with `size` values left; zeros after them."""
    sums = np.zeros_like(values)
    total = len(values) - size + 1
    if total > 0:
        sums[:total] = sum(values[start : start + total] for start in range(size))
    return sums


def choose_grid(source: int, target: int, anchors: tuple[Numbers, Numbers, Floats]) -> Grid:
    """Choose the grid for texts of `source` and `target` lines."""
    if source * target <= _MOST_CELLS:
        return Grid.full(source, target)
    path = _longest_chain(_supported_anchors(*anchors))
    rows = np.array([0, *(row for row, _ in path), source], dtype=np.intp)
    columns = np.array([0, *(column for _, column in path), target], dtype=np.intp)
    every = np.arange(source + 1)
    before = np.searchsorted(rows, every, side="right") - 1
    after = np.minimum(np.searchsorted(rows, every, side="left"), len(rows) - 1)
    lows = np.maximum(columns[before] - _MARGIN_LINES, 0)
    highs = np.minimum(columns[after] + _MARGIN_LINES, target)
    width = min(int((highs - lows).max()) + 1, target + 1)
    lows = np.minimum(np.maximum.accumulate(lows), target + 1 - width)
    return Grid(source=source, target=target, lows=lows, width=width)


def _supported_anchors(rows: Numbers, columns: Numbers, values: Floats) -> list[tuple[int, int, float]]:
    """Return the anchors that others near them agree with: a name alone may stand anywhere."""
    cells: dict[tuple[int, int], float] = {}
    for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
        cells[row, column] = cells.get((row, column), 0.0) + value
    places = np.array(sorted(cells), dtype=np.intp).reshape(-1, 2)
    worth = np.array([cells[row, column] for row, column in places.tolist()])
    kept = []
    for at, (row, column) in enumerate(places.tolist()):
        low, high = np.searchsorted(places[:, 0], (row - _NEAR_LINES, row + _NEAR_LINES + 1))
        apart = np.abs((places[low:high, 1] - column) - (places[low:high, 0] - row))
        friends = (apart <= _NEAR_LINES // 3) & (places[low:high, 0] != row)
        if support := float(worth[low:high][friends].sum()):
            kept.append((row, column, float(worth[at]) + support))
    return kept


def _longest_chain(anchors: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Return the heaviest chain of anchors that stand in the same order on both sides."""
    ends: list[int] = []
    best: dict[int, tuple[float, tuple[int, int] | None]] = {}
    back: dict[tuple[int, int], tuple[int, int] | None] = {}
    for row, column, value in sorted(anchors, key=lambda anchor: (anchor[0], -anchor[1])):
        at = bisect_left(ends, column)
        total, before = best[ends[at - 1]] if at else (0.0, None)
        back[row, column] = before
        if at < len(ends) and ends[at] == column and best[column][0] >= total + value:
            continue
        if at == len(ends) or ends[at] != column:
            insort(ends, column)
        best[column] = (total + value, (row, column))
        while at + 1 < len(ends) and best[ends[at + 1]][0] <= total + value:
            del best[ends.pop(at + 1)]
    path: list[tuple[int, int]] = []
    cell = best[ends[-1]][1] if ends else None
    while cell:
        path.append(cell)
        cell = back[cell]
    return path[::-1]
