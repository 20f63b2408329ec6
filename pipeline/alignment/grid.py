"""The cells that are looked at: for each line of the source, a stretch of the target's. Short texts are looked at in
full; in long ones the stretch follows the anchors.
"""

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
