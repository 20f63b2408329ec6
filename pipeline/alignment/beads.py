"""The results of alignment: the beads that pair the lines of two texts, and the lexicon learned from such pairs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from pipeline.frozen import dataclass

SURE = 0.95
"""Least confidence of pairs that are taken without asking: of those measured, more than 99 in 100 were right."""

_LEAST, _MOST = 1e-5, 1 - 1e-5
_STEEPNESS, _LIFT = 0.55, 0.45  # the logistic fit of the measured shares of right beads to the log odds of the model
_SHARES = ((0.0, 0.0), (0.5, 0.19), (0.6, 0.54), (0.7, 0.62), (0.8, 0.84), (0.9, 0.94), (SURE, SURE))
"""Below SURE, of the pairs with the first number by that fit, the measured share that is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Lines, from 0, that translate each other with this probability; one without a counterpart has an empty side."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float

    @property
    def is_pair(self) -> bool:
        """Tell whether both sides have lines."""
        return bool(self.source and self.target)

    def calibrate(self) -> "Bead":
        return replace(self, confidence=calibrate(self.confidence))

    def renumber(self, source: Sequence[int], target: Sequence[int]) -> "Bead":
        """Return the bead with the numbers of its lines in the whole texts."""
        return replace(
            self, source=tuple(source[line] for line in self.source), target=tuple(target[line] for line in self.target)
        )

    def __str__(self) -> str:
        sides = (f"[{','.join(map(str, side))}]" for side in (self.source, self.target))
        return f"{':'.join(sides)}:{self.confidence:.4f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePair:
    """Two notes by labels, the probability that they match, and what texts and markers alone would choose."""

    source: str
    target: str
    confidence: float
    by_text: str | None = None
    by_place: str | None = None

    @property
    def agree(self) -> bool:
        """Tell whether text and place do not contradict each other; if they do, an editor should look."""
        return self.by_text is None or self.by_place is None or self.by_text == self.by_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Lines in a row that moved (both sides), or have no counterpart (one side)."""

    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()

    def renumber(self, source: Sequence[int], target: Sequence[int]) -> "Passage":
        """Return the passage with the numbers of its lines in the whole texts."""
        return Passage(
            source=tuple(source[line] for line in self.source), target=tuple(target[line] for line in self.target)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two texts, paired. The beads hold every line of both once, in the order of the source where possible.

    `kinship` is how much better the words explain each other than chance would, as a share of what tells one line from
    all others: more than 1 for most translations, about 0 for unrelated texts, whose `refusal` says so. Where it is
    little for a translation, the alignment `is_doubtful` and no pair sure. `moved` passages are paired, those in
    `perhaps` may have moved, and `missing` ones have no counterpart.
    """

    beads: tuple[Bead, ...]
    kinship: float = 0.0
    refusal: str = ""
    is_doubtful: bool = False
    notes: tuple[NotePair, ...] = ()
    moved: tuple[Passage, ...] = ()
    perhaps: tuple[Passage, ...] = ()
    missing: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurePairs:
    """Pairs of lines to learn words from, as the stems of their words with spaces between them; or the `refusal` of
    texts that do not translate each other.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The stems of two languages that translate each other. `forward[source][target]` is the probability of a target
    stem where the source stem stands; the empty stem stands for words without a counterpart.
    """

    source_lang: str
    target_lang: str
    forward: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    backward: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def unpaired(source: int, target: int) -> tuple[Bead, ...]:
    """Return the beads of texts with these numbers of lines, all without a counterpart."""
    deletions = (Bead(source=(line,), target=(), confidence=1.0) for line in range(source))
    insertions = (Bead(source=(), target=(line,), confidence=1.0) for line in range(target))
    return (*deletions, *insertions)


def calibrate(chance: float) -> float:
    """Return the share of right beads among those that the model gives this probability."""
    chance = min(max(chance, _LEAST), _MOST)
    odds = _STEEPNESS * math.log(chance / (1 - chance)) + _LIFT
    fitted = 1 / (1 + math.exp(-odds))
    if fitted >= SURE:
        return fitted
    (low, least), (high, most) = next(part for part in pairwise(_SHARES) if fitted < part[1][0])
    return least + (most - least) * (fitted - low) / (high - low)


def make_unsure(confidence: float) -> float:
    """Lower a confidence below SURE: the pair may be right, but a person must look at it."""
    return min(confidence, SURE - 0.05)
