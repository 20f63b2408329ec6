"""Evidence of punctuation: questions, quotations, brackets and the like are mostly kept in translation."""

import re
from collections.abc import Sequence

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Shape

KINDS = tuple(
    re.compile(pattern) for pattern in ("[?՞]", "[!՜]", '["«»“”„]', r"[()\[\]]", "%", "[$€£₽֏]", r"\s[—–-]\s", ";")
)
_KEPT = 0.75
"""How often what one side has is on the other one too, beyond chance."""


def traits(text: str) -> list[bool]:
    """Which kinds of punctuation the text has."""
    return [kind.search(text) is not None for kind in KINDS]


def evidence(source: Sequence[Sequence[bool]], target: Sequence[Sequence[bool]], grid: Grid, shape: Shape) -> Floats:
    """Log likelihood ratios of the pairs of a shape, summed over the kinds."""
    ours, theirs = _any(source, shape[0]), _any(target, shape[1])
    total = np.zeros((grid.source, grid.width))
    for kind in range(ours.shape[1]):
        have, find = ours[:, kind], theirs[:, kind]
        share, other_share = float(have.mean()), float(find.mean())
        if not (share and other_share):
            continue
        both = min(_KEPT * min(share, other_share) + (1 - _KEPT) * share * other_share, 0.98)
        table = [
            [max(1 - share - other_share + both, 1e-3), max(other_share - both, 1e-3)],
            [max(share - both, 1e-3), both],
        ]
        chance = [
            [(1 - share) * (1 - other_share), (1 - share) * other_share],
            [share * (1 - other_share), share * other_share],
        ]
        ratios = np.log(np.maximum(table, 1e-3)) - np.log(np.maximum(chance, 1e-3))
        found = grid.pick(find)
        total += np.where(
            have[:, None] > 0,
            np.where(found > 0, ratios[1, 1], ratios[1, 0]),
            np.where(found > 0, ratios[0, 1], ratios[0, 0]),
        )
    return total


def _any(lines: Sequence[Sequence[bool]], size: int) -> Floats:
    """Whether any line of each window has the kind, as 0 and 1."""
    each = np.array(lines, dtype=np.float64).reshape(len(lines), len(KINDS))
    some = each.copy()
    for further in range(1, size):
        some[:-further] = np.maximum(some[:-further], each[further:])
    return some
