"""Whether two texts can be translations of each other at all; how it was measured is in docs/alignment.md.

Two texts paired in order: weigh, look at all ways to pair, learn from what is sure, weigh again.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.alignment import evidence
from pipeline.alignment.band import PAIRS, Floats, Shape, banded
from pipeline.alignment.dynamic_programming import Posteriors, best_path, posteriors
from pipeline.alignment.lexicon import learn_stems
from pipeline.alignment.lines import Bead, Lexicon, TextLine
from pipeline.alignment.scoring import Assumptions, Clueing, Similarity, TextSide, Weighing

RELATED = 0.5
"""The least kinship of translations."""

DOUBTFUL = 0.7
"""Below this some texts were not translations: they are paired, and none of their pairs is sure."""

TOO_SHORT = 6
"""Texts of fewer lines are not refused, for they say too little."""

_SCRIPTS = {"hy": "Armenian", "ru": "Cyrillic", "en": "Latin"}
_LETTERS = {
    "Armenian": re.compile("[\u0531-\u0587]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_SAMPLE = 300
_FOREIGN = 0.6
_ENOUGH_LETTERS = 40


def measured(told: float, lines: float) -> float:
    """The kinship of two texts of so many lines whose words say so much for their beads, in nats.

    It is counted for a pair of lines, and as a share of what tells one line from all others: the more there are, the
    more a word can say.
    """
    return told / max(lines, 1.0) / math.log(max(lines, 3.0))


def wrong_language(lines: Sequence[TextLine], lang: str, side: str) -> str:
    """What is wrong where a text is not written in its language's letters; empty where it is, or too short to tell."""
    sample = "".join(line.text for line in lines[:_SAMPLE])
    counts = {script: len(letters.findall(sample)) for script, letters in _LETTERS.items()}
    expected = _SCRIPTS.get(lang)
    most = max(counts, key=lambda script: counts[script])
    letters = sum(counts.values())
    if expected is None or most == expected or letters < _ENOUGH_LETTERS or counts[most] < _FOREIGN * letters:
        return ""
    return f"the {side} is written in {most} letters, not in {expected} ones"


_LOG_PRIORS: dict[Shape, float] = {
    (1, 1): 0.0, (1, 2): -2.8, (2, 1): -2.8, (2, 2): -4.5, (1, 3): -5.5, (3, 1): -5.5, (1, 0): -4.0, (0, 1): -4.0,
}  # fmt: skip
"""Relative to one line for one, before the texts have shown what their translator does."""

_PSEUDO_BEADS = 20
_SURE = 0.9
"""Beads as probable as this teach the next round."""

_ENOUGH = 6
GIVEN, OWN, OWN_BESIDE_GIVEN = 0.35, 0.4, 0.25
"""What a lexicon counts that comes from elsewhere, and what one counts that was learned from the very texts."""

COMMON, COMMON_BESIDE_OWN = 0.4, 0.3
"""What the dictionary of common words counts, before the texts taught themselves and afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedLines:
    """The beads of two texts in order, and what the words of the paired lines say in all, in nats.

    `support` is what the words of each pair say, by its first lines, before the texts taught themselves: what was
    learned from a pair would speak for that pair.
    """

    beads: tuple[Bead, ...]
    kinship: float
    lexicons: tuple[tuple[Lexicon, float], ...]
    support: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def supported(self, bead: Bead) -> float:
        """What the words say for a pair."""
        return self.support.get((bead.source[0], bead.target[0]), 0.0)


def pair(
    source: TextSide,
    target: TextSide,
    lexicons: tuple[tuple[Lexicon, float], ...] = (),
    similarity: Similarity | None = None,
    common: Lexicon | None = None,
) -> PairedLines:
    """Pair two texts in order; a side may be empty. `common` is what a dictionary knows of their words."""
    if not (source.lines and target.lines):
        return PairedLines(beads=_nothing(source, target), kinship=0.0, lexicons=lexicons)
    clueing = Clueing(source, target)
    grid = banded(len(source.lines), len(target.lines), clueing.anchors())
    weighing = Weighing(source, target, grid, clueing, similarity)
    assumed = Assumptions(
        measure=evidence.ratio(source.letters, target.letters),
        priors=_priors({}),
        expected=evidence.at_first(sum(source.markers), sum(target.markers)),
        lexicons=(*lexicons, (common, COMMON)) if common else lexicons,
    )
    assumed = _reestimated(assumed, posteriors(weighing.scores(assumed), grid), weighing)
    worth = posteriors(weighing.scores(assumed), grid)
    kinship = _kinship(worth, weighing, assumed)
    beads = _beads(worth, weighing)
    told = {shape: weighing.meaning(assumed, shape) for shape in PAIRS}
    own = learned(beads, source, target)
    if own:
        known = (*lexicons, (common, COMMON_BESIDE_OWN)) if common else lexicons
        assumed = replace(assumed, lexicons=(*known, (own, OWN_BESIDE_GIVEN if lexicons else OWN)))
        worth = posteriors(weighing.scores(assumed), grid)
        beads = _beads(worth, weighing)
    support = _support(beads, told, weighing)
    return PairedLines(beads=beads, kinship=kinship, lexicons=assumed.lexicons, support=support)


def _support(beads: Sequence[Bead], told: Mapping[Shape, Floats], weighing: Weighing) -> dict[tuple[int, int], float]:
    found = {}
    for bead in beads:
        if bead.is_pair:
            row, column = bead.source[0], bead.target[0]
            table = told[len(bead.source), len(bead.target)]
            found[row, column] = float(table[row, column - int(weighing.grid.lows[row])])
    return found


def learned(beads: Sequence[Bead], source: TextSide, target: TextSide) -> Lexicon | None:
    """The lexicon of the sure beads; nothing where they are too few to tell words apart."""
    sure = [bead for bead in beads if bead.is_pair and bead.confidence >= _SURE]
    if len(sure) < _ENOUGH:
        return None
    pairs = [
        (
            [stem for line in bead.source for stem in source.stems[line]],
            [stem for line in bead.target for stem in target.stems[line]],
        )
        for bead in sure
    ]
    return learn_stems(pairs, source.lang, target.lang)


def _nothing(source: TextSide, target: TextSide) -> tuple[Bead, ...]:
    left_out = [Bead(source=(line,), target=(), confidence=1.0) for line in range(len(source.lines))]
    put_in = [Bead(source=(), target=(line,), confidence=1.0) for line in range(len(target.lines))]
    return (*left_out, *put_in)


def _priors(counts: dict[Shape, float]) -> dict[Shape, float]:
    total = sum(np.exp(value) for value in _LOG_PRIORS.values())
    shares = {
        shape: counts.get(shape, 0.0) + _PSEUDO_BEADS * np.exp(value) / total for shape, value in _LOG_PRIORS.items()
    }
    return {shape: float(np.log(share / shares[1, 1])) for shape, share in shares.items()}


def _reestimated(assumed: Assumptions, worth: Posteriors, weighing: Weighing) -> Assumptions:
    """What the first round shows of the translator: how often lines are merged, how long they are, where markers go."""
    source, target, grid = weighing.source, weighing.target, weighing.grid
    counts = {shape: float(table.sum()) for shape, table in worth.pairs.items()}
    counts[1, 0], counts[0, 1] = float(worth.left_out.sum()), float(worth.put_in.sum())
    rows, cells = np.nonzero(worth.pairs[1, 1] > _SURE)
    columns = grid.lows[rows] + cells
    ours, theirs = np.array(source.markers), np.array(target.markers)
    marked = (ours[rows] > 0) & (theirs[columns] > 0)
    firsts, others = np.cumsum(ours) - ours, np.cumsum(theirs) - theirs
    known = [(int(firsts[row]), int(others[column])) for row, column in zip(rows[marked], columns[marked], strict=True)]
    is_telling = len(rows) >= _ENOUGH
    return replace(
        assumed,
        measure=evidence.ratio(source.letters[rows], target.letters[columns]) if is_telling else assumed.measure,
        priors=_priors(counts),
        expected=evidence.after(known, int(ours.sum()), int(theirs.sum())),
    )


def _kinship(worth: Posteriors, weighing: Weighing, assumed: Assumptions) -> float:
    """What the words say for the beads, weighed with their probability."""
    return float(sum((worth.pairs[shape] * weighing.meaning(assumed, shape)).sum() for shape in PAIRS))


def _beads(worth: Posteriors, weighing: Weighing) -> tuple[Bead, ...]:
    return tuple(
        Bead(
            source=tuple(range(row, row + shape[0])),
            target=tuple(range(column, column + shape[1])),
            confidence=min(max(chance, 0.0), 1.0),
        )
        for shape, row, column, chance in best_path(worth, weighing.grid)
    )
