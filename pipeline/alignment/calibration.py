"""What the probabilities of the model are worth: measured on documents whose pairs are known, see docs/alignment.md."""

import math

SURE = 0.95
"""Pairs of this confidence may be taken without asking: of those measured, more than 99 in 100 were right."""

_LEAST, _MOST = 1e-5, 1 - 1e-5
_STEEPNESS, _LIFT = 0.55, 0.45


def calibrated(chance: float) -> float:
    """The share of beads that are right among those that the model holds for so probable."""
    chance = min(max(chance, _LEAST), _MOST)
    odds = _STEEPNESS * math.log(chance / (1 - chance)) + _LIFT
    return 1 / (1 + math.exp(-odds))


def doubted(confidence: float) -> float:
    """The confidence of a pair that may be right but must be looked at."""
    return min(confidence, SURE - 0.05)
