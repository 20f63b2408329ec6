"""Evidence of sentences: as many on one side as on the other, more often than not."""

from collections.abc import Sequence

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Shape, windows
from pipeline.segmentation import sentence_ends

_AS_MANY = 0.82
_MORE = 0.72
"""How likely, given a difference, it is not larger still."""


def count(text: str, lang: str) -> int:
    return max(len(sentence_ends(text, lang)), 1)


def evidence(source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape) -> Floats:
    """Log likelihood ratios of the pairs of a shape. `source` and `target` count the sentences of each line."""
    ours = windows(np.array(source, dtype=np.float64), shape[0])
    theirs = windows(np.array(target, dtype=np.float64), shape[1])
    apart = np.abs(grid.pick(theirs) - ours[:, None])
    our_shares = np.bincount(np.array(source)) / len(source)
    their_shares = np.bincount(np.array(target)) / len(target)
    # Chance is what single lines would have: how many lines are taken together must not change it.
    most = max(len(our_shares), len(their_shares))
    by_chance = np.zeros(most)
    for first, share in enumerate(our_shares):
        for second, other in enumerate(their_shares):
            by_chance[abs(first - second)] += share * other
    paired = np.array([_AS_MANY, *((1 - _AS_MANY) * _MORE * (1 - _MORE) ** np.arange(most - 1))])
    if by_chance[0] > paired[0]:
        paired[1:] *= (1 - by_chance[0]) / (1 - paired[0])
        paired[0] = by_chance[0]
    ratios = np.log(np.maximum(paired, 1e-3)) - np.log(np.maximum(by_chance, 0.02))
    told: Floats = ratios[np.minimum(apart.astype(np.intp), most - 1)]
    return told
