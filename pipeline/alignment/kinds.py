"""Evidence of blocks: headings translate headings, tables those of their shape, and a new paragraph begins where one
began.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Numbers, Shape
from pipeline.alignment.values import Line
from pipeline.model import Kind

_KEPT = 0.93
_OUT_OF_QUESTION = -30.0
_ACROSS_BLOCKS = -3.0
_BEGINS_TOO = 0.92
_SAME_LEVEL = 0.8
"""Publishers move headings up or down, all together or some."""

_SAME_COLUMNS = 0.9
"""How often a table has as many columns as its original."""

_ALONE = {Kind.HEADING, Kind.FRONT_MATTER, Kind.TABLE_CELL, Kind.IMAGE_TEXT, Kind.LINK_TITLE}
"""Never merged with their neighbours."""


def evidence(source: Sequence[Line], target: Sequence[Line], grid: Grid, shape: Shape) -> Floats:
    """Log likelihood ratios of the pairs of a shape."""
    total = np.zeros((grid.source, grid.width))
    total += _mergeable(source, shape[0])[:, None] + grid.pick(_mergeable(target, shape[1]))
    names = sorted({line.kind for line in (*source, *target)})
    if len(names) > 1:
        total += _alike(source, target, grid, names)
    levels = [_numbers(line.level for line in side) for side in (source, target)]
    widths = [_numbers(line.cell.columns if line.cell else 0 for line in side) for side in (source, target)]
    total += _same(levels[0], levels[1], grid, _SAME_LEVEL)
    total += _same(widths[0], widths[1], grid, _SAME_COLUMNS)
    total += _beginnings(source, target, grid)
    return total


def _alike(source: Sequence[Line], target: Sequence[Line], grid: Grid, names: Sequence[Kind]) -> Floats:
    ours = np.array([names.index(line.kind) for line in source], dtype=np.float64)
    theirs = np.array([names.index(line.kind) for line in target], dtype=np.float64)
    shares = np.bincount(theirs.astype(np.intp), minlength=len(names)) / max(len(theirs), 1)
    shares = np.clip(shares, 0.5 / max(len(theirs), 1), 0.99)
    kept = np.maximum(_KEPT, shares)
    same = np.log(kept / shares)[ours.astype(np.intp)][:, None]
    other = np.log((1 - kept) / (1 - shares))[ours.astype(np.intp)][:, None]
    return np.where(grid.pick(theirs) == ours[:, None], same, other)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.intp)


def _same(ours: Numbers, theirs: Numbers, grid: Grid, expected: float) -> Floats:
    """Whether two lines have the same trait, a number above 0, where the target has this one and others."""
    known = theirs[theirs > 0]
    if not (ours.any() and len(known)):
        return np.zeros((grid.source, grid.width))
    counts = np.bincount(known, minlength=int(ours.max()) + 1)[ours][:, None]
    shares = np.clip(counts / len(known), 0.5 / len(known), 1 - 0.5 / len(known))
    kept = np.maximum(expected, shares)
    other = grid.pick(theirs.astype(np.float64))
    told = np.where(other == ours[:, None], np.log(kept / shares), np.log((1 - kept) / (1 - shares)))
    return np.where((counts > 0) & (ours[:, None] > 0) & (other > 0), told, 0.0)


def _mergeable(lines: Sequence[Line], size: int) -> Floats:
    """What speaks against taking so many lines together, beginning at each."""
    against = np.zeros(len(lines))
    for at in range(len(lines) - size + 1):
        for first, second in zip(lines[at : at + size - 1], lines[at + 1 : at + size], strict=True):
            if first.kind is not second.kind or first.kind in _ALONE or first.label != second.label:
                against[at] += _OUT_OF_QUESTION
            elif first.block != second.block:
                against[at] += _ACROSS_BLOCKS
    return against


def _beginnings(source: Sequence[Line], target: Sequence[Line], grid: Grid) -> Floats:
    """Whether both lines begin a block, or neither, where the texts know their blocks."""
    ours, theirs = _begins(source), _begins(target)
    share, other_share = float(ours.mean()), float(theirs.mean())
    if not (0 < share < 1 and 0 < other_share < 1):
        return np.zeros((grid.source, grid.width))
    both = min(_BEGINS_TOO * min(share, other_share), 0.98)
    tables = np.array([[1 - share - other_share + both, other_share - both], [share - both, both]])
    chances = np.array([[(1 - share) * (1 - other_share), (1 - share) * other_share],
                        [share * (1 - other_share), share * other_share]])  # fmt: skip
    ratios = np.log(np.maximum(tables, 0.01)) - np.log(np.maximum(chances, 0.01))
    told: Floats = ratios[ours.astype(np.intp)[:, None], grid.pick(theirs).astype(np.intp)]
    return told


def _begins(lines: Sequence[Line]) -> Floats:
    before = [None, *(line.block for line in lines[:-1])]
    return np.array([line.block < 0 or line.block != last for line, last in zip(lines, before, strict=True)], float)
