"""Evidence of note markers: a translation may lack some, add some and number all anew, so that a marker is where one is
expected, counted from those around it, and never must be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Shape, windows

_KEPT = 0.85
"""How often a marker has its counterpart in the translation."""

_ASTRAY = 0.08
"""How often a marker is nowhere near the place where the others let expect it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """Where the markers of the source are expected among those of the target, and within how many places."""

    places: Floats
    within: float


def at_first(source: int, target: int) -> Expected:
    """Spread evenly: all that is known of so many markers before anything is paired."""
    places: Floats = np.arange(source, dtype=np.float64) * (target / max(source, 1))
    return Expected(places=places, within=1.0 + 0.5 * abs(source - target) + 0.03 * source)


def after(pairs: Sequence[tuple[int, int]], source: int, target: int) -> Expected:
    """As the sure pairs of markers show: source marker, target marker."""
    if len(pairs) < 2:  # noqa: PLR2004  one pair shows no drift
        return at_first(source, target)
    known = np.array(sorted(pairs))
    places = np.arange(source)
    near = np.exp(-np.abs(places[:, None] - known[:, 0][None, :]) / 2)
    offsets = (near * (known[:, 1] - known[:, 0])[None, :]).sum(axis=1) / near.sum(axis=1)
    return Expected(places=places + offsets, within=0.6)


def evidence(source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape, expected: Expected) -> Floats:
    """Log likelihood ratios of the pairs of a shape. `source` and `target` count the markers of each line."""
    ours, theirs = np.array(source, dtype=np.float64), np.array(target, dtype=np.float64)
    if not (ours.sum() and theirs.sum()):
        return np.zeros((grid.source, grid.width))
    our_first, their_first = np.cumsum(ours) - ours, np.cumsum(theirs) - theirs
    have, find = windows(ours, shape[0])[:, None], grid.pick(windows(theirs, shape[1]))
    share, other_share = min(float(ours.mean()), 0.9), min(float(theirs.mean()), 0.9)
    both = np.minimum(have, find)
    alone = np.abs(have - find)
    present = np.log(_KEPT / max(share, other_share))
    missing = np.log((1 - _KEPT) / (1 - min(share, other_share)))
    absent = np.log((1 - _KEPT * share) / (1 - share)) if share < _KEPT else 0.0
    first = np.minimum(our_first.astype(np.intp), len(expected.places) - 1)
    apart = grid.pick(their_first) - expected.places[first][:, None]
    near = np.exp(-np.abs(apart) / expected.within) / (2 * expected.within)
    placed = np.log((1 - _ASTRAY) * near * float(theirs.sum()) + _ASTRAY)
    told = np.where(both > 0, both * present + placed, 0.0) + alone * min(missing, 0.0)
    return np.where((have == 0) & (find == 0), absent, told)
