"""Pair two texts in order by expectation maximization: score, weigh all ways to pair, learn from sure beads, repeat."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

import numpy as np

from pipeline.alignment import evidence
from pipeline.alignment.band import MAX_LINES, PAIR_SHAPES, Floats, Shape, choose_grid
from pipeline.alignment.beads import Bead, unpaired
from pipeline.alignment.dynamic_programming import Posteriors, compute_posteriors, find_best_path
from pipeline.alignment.lexicon import CodedLexicon, CodedLexicons, learn_codes
from pipeline.alignment.scoring import PairingParameters, PairScorer, TextSide, match_features
from pipeline.frozen import dataclass

_LOG_PRIORS: dict[Shape, float] = {
    (1, 1): 0.0, (1, 2): -2.8, (2, 1): -2.8, (2, 2): -4.5, (1, 3): -5.5, (3, 1): -5.5, (1, 0): -4.0, (0, 1): -4.0,
}  # fmt: skip
"""Log priors relative to one line for one, before the texts have shown what their translator does."""

_PSEUDO_BEADS = 20
_TEACHING = 0.9  # probability from which beads teach the next round
_ENOUGH_BEADS = 6
GIVEN_WEIGHT, _OWN_WEIGHT, _OWN_WEIGHT_BESIDE_GIVEN = 0.35, 0.4, 0.25
"""Weights of a lexicon from elsewhere, and of the one learned from the very texts, alone and beside another."""

_COMMON_WEIGHT, _COMMON_WEIGHT_BESIDE_OWN = 0.4, 0.3  # of the dictionary, before the texts taught themselves and after

_HELD, _HELD_AGAINST_LENGTHS = 1.0, 2.5
"""Nats that the first or last of three lines must add to the words of their pair with one, and the same if the lengths
fit better without it: of pairs that had swallowed a neighbour and were sure, none had more.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedLines:
    """The beads of two texts in order, and the score of the words of all paired lines, in nats. `support` is that of
    each pair, by first lines, before the texts taught themselves: a lexicon learned from a pair would speak for it.
    `loose` are pairs that may have swallowed a neighbour. `scorer` scored the lines, unless a side has none.
    """

    beads: tuple[Bead, ...]
    kinship: float
    lexicons: CodedLexicons
    support: Mapping[tuple[int, int], float] = field(default_factory=dict)
    loose: frozenset[tuple[int, int]] = frozenset()
    scorer: PairScorer | None = None

    def word_support(self, bead: Bead) -> float:
        """Return the score of the words of a pair, in nats."""
        return self.support.get((bead.source[0], bead.target[0]), 0.0)

    def is_loose(self, bead: Bead) -> bool:
        """Tell whether an outer line of a pair of three lines with one may not belong to it."""
        return (bead.source[0], bead.target[0]) in self.loose


def pair_in_order(
    source: TextSide, target: TextSide, lexicons: CodedLexicons = (), common: CodedLexicon | None = None
) -> PairedLines:
    """Pair two texts in order; a side may be empty. `common` is the dictionary of common words."""
    begun = _begin(source, target, lexicons, common)
    if isinstance(begun, PairedLines):
        return begun
    own = _learn_from_pairs(begun.beliefs, begun.scorer)
    if own is None:
        return begun.result(begun.parameters, begun.beliefs)
    known = (*lexicons, (common, _COMMON_WEIGHT_BESIDE_OWN)) if common else lexicons
    weight = _OWN_WEIGHT_BESIDE_GIVEN if lexicons else _OWN_WEIGHT
    parameters = replace(begun.parameters, lexicons=(*known, (own, weight)))
    return begun.result(parameters, compute_posteriors(begun.scorer.scores(parameters), begun.scorer.grid))


def pair_to_learn(source: TextSide, target: TextSide, common: CodedLexicon | None) -> PairedLines:
    """Pair two texts in order without a lexicon of their own: a few pairs less are sure, in two thirds of the time."""
    begun = _begin(source, target, (), common)
    return begun if isinstance(begun, PairedLines) else begun.result(begun.parameters, begun.beliefs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """Two texts before they taught themselves: the parameters, and the probabilities of their beads."""

    scorer: PairScorer
    parameters: PairingParameters
    beliefs: Posteriors

    def result(self, parameters: PairingParameters, beliefs: Posteriors) -> PairedLines:
        """Return the beads of the last round, and what is known of them."""
        beads = _best_beads(beliefs, self.scorer)
        words = {shape: self.scorer.word_scores(self.parameters, shape) for shape in PAIR_SHAPES}
        pairs = (bead for bead in beads if bead.is_pair)
        return PairedLines(
            beads=beads,
            kinship=float(sum((self.beliefs.pairs[shape] * words[shape]).sum() for shape in PAIR_SHAPES)),
            lexicons=parameters.lexicons,
            support={
                (bead.source[0], bead.target[0]): _score_at(words, self.scorer, bead.source, bead.target)
                for bead in pairs
            },
            loose=frozenset(_find_loose(beads, words, self.scorer, parameters.length_ratio)),
            scorer=self.scorer,
        )


def _begin(
    source: TextSide, target: TextSide, lexicons: CodedLexicons, common: CodedLexicon | None
) -> _Begun | PairedLines:
    """Pair two texts in two rounds; if one of them is empty, there is nothing to do."""
    if not (source.lines and target.lines):
        return PairedLines(beads=unpaired(len(source.lines), len(target.lines)), kinship=0.0, lexicons=lexicons)
    features = match_features(source, target)
    grid = choose_grid(len(source.lines), len(target.lines), features.anchors())
    scorer = PairScorer(source, target, grid, features)
    parameters = PairingParameters(
        length_ratio=evidence.length_ratio(source.letters, target.letters),
        priors=_priors({}),
        expected=evidence.expect_evenly(sum(source.markers), sum(target.markers)),
        lexicons=(*lexicons, (common, _COMMON_WEIGHT)) if common else lexicons,
    )
    parameters = _reestimate(parameters, compute_posteriors(scorer.scores(parameters), grid), scorer)
    return _Begun(scorer=scorer, parameters=parameters, beliefs=compute_posteriors(scorer.scores(parameters), grid))


def _find_loose(
    beads: Sequence[Bead], scores: Mapping[Shape, Floats], scorer: PairScorer, length_ratio: float
) -> Iterator[tuple[int, int]]:
    """Yield the pairs, by first lines, of three lines with one, whose first or last line may not belong to them."""
    for bead in beads:
        if not bead.is_pair or MAX_LINES not in {len(bead.source), len(bead.target)}:
            continue
        whole = _score_at(scores, scorer, bead.source, bead.target)
        misfit = _misfit(bead.source, bead.target, scorer, length_ratio)
        for part in (slice(1, None), slice(None, -1)):
            ours = bead.source[part] or bead.source
            theirs = bead.target[part] or bead.target
            is_better = _misfit(ours, theirs, scorer, length_ratio) < misfit
            least = _HELD_AGAINST_LENGTHS if is_better else _HELD
            if whole - _score_at(scores, scorer, ours, theirs) < least:
                yield bead.source[0], bead.target[0]
                break


def _score_at(
    scores: Mapping[Shape, Floats], scorer: PairScorer, source: Sequence[int], target: Sequence[int]
) -> float:
    """Return the score of some lines as a pair; -inf beside the band."""
    cell = target[0] - int(scorer.grid.lows[source[0]])
    is_inside = 0 <= cell < scorer.grid.width
    return float(scores[len(source), len(target)][source[0], cell]) if is_inside else -math.inf


def _misfit(source: Sequence[int], target: Sequence[int], scorer: PairScorer, ratio: float) -> float:
    """Return how far the lengths of some lines are from the usual ratio."""
    return abs(math.log(scorer.target.letters[list(target)].sum() / scorer.source.letters[list(source)].sum() / ratio))


def _learn_from_pairs(beliefs: Posteriors, scorer: PairScorer) -> CodedLexicon | None:
    """Learn a lexicon from the likely pairs; None if they are too few to tell words apart."""
    source, target = scorer.source, scorer.target
    pairs = []
    for shape in PAIR_SHAPES:
        rows, cells = np.nonzero(beliefs.pairs[shape] >= _TEACHING)
        columns = scorer.grid.lows[rows] + cells
        pairs += [
            (
                np.concatenate(source.codes[row : row + shape[0]]),
                np.concatenate(target.codes[column : column + shape[1]]),
            )
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
    if len(pairs) < _ENOUGH_BEADS:
        return None
    return learn_codes(pairs, (len(source.vocabulary), len(target.vocabulary)))


def _priors(counts: dict[Shape, float]) -> dict[Shape, float]:
    """Return the log priors of the shapes of beads, from their expected counts and the priors before."""
    total = sum(np.exp(value) for value in _LOG_PRIORS.values())
    shares = {
        shape: counts.get(shape, 0.0) + _PSEUDO_BEADS * np.exp(value) / total for shape, value in _LOG_PRIORS.items()
    }
    return {shape: float(np.log(share / shares[1, 1])) for shape, share in shares.items()}


def _reestimate(parameters: PairingParameters, beliefs: Posteriors, scorer: PairScorer) -> PairingParameters:
    """Return the parameters that the first round shows: how often lines are merged, their length, drift of markers."""
    source, target, grid = scorer.source, scorer.target, scorer.grid
    counts = {shape: float(table.sum()) for shape, table in beliefs.pairs.items()}
    counts[1, 0], counts[0, 1] = float(beliefs.deletions.sum()), float(beliefs.insertions.sum())
    rows, cells = np.nonzero(beliefs.pairs[1, 1] > _TEACHING)
    columns = grid.lows[rows] + cells
    ours, theirs = np.array(source.markers), np.array(target.markers)
    marked = (ours[rows] > 0) & (theirs[columns] > 0)
    firsts, others = np.cumsum(ours) - ours, np.cumsum(theirs) - theirs
    known = [(int(firsts[row]), int(others[column])) for row, column in zip(rows[marked], columns[marked], strict=True)]
    is_telling = len(rows) >= _ENOUGH_BEADS
    ratio = evidence.length_ratio(source.letters[rows], target.letters[columns])
    return replace(
        parameters,
        length_ratio=ratio if is_telling else parameters.length_ratio,
        priors=_priors(counts),
        expected=evidence.expect_near(known, int(ours.sum()), int(theirs.sum())),
    )


def _best_beads(beliefs: Posteriors, scorer: PairScorer) -> tuple[Bead, ...]:
    """Return the beads of the best path."""
    return tuple(
        Bead(
            source=tuple(range(row, row + shape[0])),
            target=tuple(range(column, column + shape[1])),
            confidence=min(max(chance, 0.0), 1.0),
        )
        for shape, row, column, chance in find_best_path(beliefs, scorer.grid)
    )
