"""Evidence of length: a translation is about as long as its original, in the measure of the two texts."""

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Shape, windows

_SPREAD = 0.010
_SPREAD_OF_SHORT = 1.8
_STRAY = 0.003
"""How often a translation's length says nothing: it caps what length alone can hold against a pair."""


def ratio(source: Floats, target: Floats) -> float:
    """How long the target is for each letter of the source, over all."""
    return float(target.sum() / max(source.sum(), 1))


def evidence(source: Floats, target: Floats, grid: Grid, shape: Shape, measure: float) -> Floats:
    """Log likelihood ratios of the pairs of a shape; `measure` is the ratio that the texts have where they pair."""
    ours = np.log(np.maximum(windows(source, shape[0]), 1.0))[:, None]
    theirs = grid.pick(np.log(np.maximum(windows(target, shape[1]), 1.0)))
    apart = theirs - ours - np.log(measure)
    mean_length = np.exp((ours + theirs - np.log(measure)) / 2)
    variance = _SPREAD + _SPREAD_OF_SHORT / mean_length
    by_chance = float(np.var(np.log(np.maximum(source, 1))) + np.var(np.log(np.maximum(target, 1)))) + 0.05
    strange = -0.5 * (apart**2 / by_chance + np.log(by_chance))
    paired = -0.5 * (apart**2 / variance + np.log(variance))
    told: Floats = np.logaddexp(paired + np.log1p(-_STRAY), strange + np.log(_STRAY)) - strange
    return told
