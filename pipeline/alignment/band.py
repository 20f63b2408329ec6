"""The cells that are looked at: for each line of the source, a stretch of the target's. Short texts are looked at in
full; in long ones the stretch follows the anchors.

Which part of a long target each source line is compared with: a stretch around the anchors, the pairs of lines that
share a number, a name or an address found in few others.
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

PAIRS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""How many lines of the source and of the target may translate each other."""

MOST = 3

Shape = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """`lows[i]` is the first target line that source line i is compared with; there are `width` of them. Lows never
    fall, and there is one more of them than source lines, for the end.
    """

    source: int
    target: int
    lows: Numbers
    width: int

    @classmethod
    def full(cls, source: int, target: int) -> "Grid":
        return cls(source=source, target=target, lows=np.zeros(source + 1, dtype=np.intp), width=target + 1)

    @cached_property
    def columns(self) -> Numbers:
        """The target line of each cell; past the text's end where the stretch is."""
        return self.lows[: self.source, None] + np.arange(self.width)[None, :]

    def inside(self, shape: Shape) -> NDArray[np.bool_]:
        """Where a bead of that shape may begin without running over an end."""
        rows = np.arange(self.source)[:, None] + shape[0] <= self.source
        inside: NDArray[np.bool_] = rows & (self.columns + shape[1] <= self.target)
        return inside

    def pick(self, values: Floats) -> Floats:
        """For each cell the value of its target line; zero past the end."""
        return np.append(values, 0.0)[np.minimum(self.columns, len(values))]

    def scattered(self, rows: Numbers, columns: Numbers, values: Floats) -> Floats:
        """The values added up in their cells; those outside are left out."""
        at = columns - self.lows[rows]
        near = (at >= 0) & (at < self.width)
        flat = rows[near] * self.width + at[near]
        added = np.bincount(flat, weights=values[near], minlength=self.source * self.width).astype(np.float64)
        return added.reshape(self.source, self.width)

    def joined(self, table: Floats, shape: Shape) -> Floats:
        """What the cells of so many neighbouring source and target lines say together, at the first of them."""
        wide = np.zeros((self.source + MOST, self.width + MOST))
        wide[: self.source, : self.width] = table
        across: Floats = sum((wide[:, step : step + self.width] for step in range(shape[1])), np.zeros(1))
        down = across[: self.source].copy()
        for further in range(1, shape[0]):
            shifts = self.lows[further : self.source] - self.lows[: max(self.source - further, 0)]
            for start, stop in runs(shifts):
                by = int(shifts[start])
                down[start:stop, by:] += across[start + further : stop + further, : self.width - by]
        return down


def runs(values: Numbers) -> Iterator[tuple[int, int]]:
    """Where neighbours are equal: from, to."""
    changes = (np.flatnonzero(np.diff(values)) + 1).tolist()
    return pairwise([0, *changes, len(values)]) if len(values) else iter(())


def windows(values: Floats, size: int) -> Floats:
    """The sums of `size` neighbours, one for each place where so many are left; zeros after them."""
    sums = np.zeros_like(values)
    total = len(values) - size + 1
    if total > 0:
        sums[:total] = sum(values[start : start + total] for start in range(size))
    return sums


_FULL = 160_000
"""So many cells are looked at without choosing: 400 lines by 400."""

_MARGIN = 40
_NEAR = 12


def banded(source: int, target: int, anchors: tuple[Numbers, Numbers, Floats]) -> Grid:
    """The grid for texts of so many lines."""
    if source * target <= _FULL:
        return Grid.full(source, target)
    path = _chain(_supported(*anchors))
    rows = np.array([0, *(row for row, _ in path), source], dtype=np.intp)
    columns = np.array([0, *(column for _, column in path), target], dtype=np.intp)
    every = np.arange(source + 1)
    before = np.searchsorted(rows, every, side="right") - 1
    after = np.minimum(np.searchsorted(rows, every, side="left"), len(rows) - 1)
    lows = np.maximum(columns[before] - _MARGIN, 0)
    highs = np.minimum(columns[after] + _MARGIN, target)
    width = min(int((highs - lows).max()) + 1, target + 1)
    lows = np.minimum(np.maximum.accumulate(lows), target + 1 - width)
    return Grid(source=source, target=target, lows=lows, width=width)


def _supported(rows: Numbers, columns: Numbers, values: Floats) -> list[tuple[int, int, float]]:
    """The anchors that others close by agree with: a name alone may stand anywhere."""
    cells: dict[tuple[int, int], float] = {}
    for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
        cells[row, column] = cells.get((row, column), 0.0) + value
    places = np.array(sorted(cells), dtype=np.intp).reshape(-1, 2)
    worth = np.array([cells[row, column] for row, column in places.tolist()])
    kept = []
    for at, (row, column) in enumerate(places.tolist()):
        low, high = np.searchsorted(places[:, 0], (row - _NEAR, row + _NEAR + 1))
        apart = np.abs((places[low:high, 1] - column) - (places[low:high, 0] - row))
        friends = (apart <= _NEAR // 3) & (places[low:high, 0] != row)
        if support := float(worth[low:high][friends].sum()):
            kept.append((row, column, float(worth[at]) + support))
    return kept


def _chain(anchors: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The weightiest anchors that stand in the same order on both sides."""
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
