"""Which part of a long target each source line is compared with: a stretch around the anchors, the pairs of lines that
share a number, a name or an address found in few others.
"""

from bisect import bisect_left, insort

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Numbers

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
