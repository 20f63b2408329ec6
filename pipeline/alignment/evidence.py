"""The evidence of form that lines translate each other, as log likelihood ratios against chance, in nats: tables with a
cell for each place on the grid, for beads of one shape that begin there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.alignment.band import Floats, Grid, Numbers, Shape, sum_windows
from pipeline.alignment.lines import TextLine
from pipeline.model import SegmentKind
from pipeline.segmentation import find_sentence_ends

_SAME_KIND = 0.93  # share of lines of the same kind as their originals
_IMPOSSIBLE = -30.0
_ACROSS_BLOCKS = -3.0
_BEGINS_BLOCK = 0.92  # share of lines that begin a block where their originals do
_SAME_LEVEL = 0.8  # share of headings that keep their level: publishers move headings up or down, all together or some
_SAME_COLUMNS = 0.9  # share of tables with as many columns as their originals
_ALONE = {
    SegmentKind.HEADING, SegmentKind.FRONT_MATTER, SegmentKind.TABLE_CELL, SegmentKind.IMAGE_TEXT,
    SegmentKind.LINK_TITLE,
    SegmentKind.ATTRIBUTE,
}  # fmt: skip
"""Kinds that are never merged with their neighbours."""

_SPREAD = 0.010
_SPREAD_OF_SHORT = 1.8
_MOST_BETTER = 700.0  # nats: there are no larger numbers
_STRAY = 0.003  # share of translations whose length says nothing: it caps the score of length against a pair
_MARKER_TRANSLATED = 0.85  # share of markers with a counterpart in the translation
_ASTRAY = 0.08  # share of markers that are nowhere near the place that the others let expect
PUNCTUATION = tuple(
    re.compile(pattern) for pattern in ("[?՞]", "[!՜]", '["«»“”„]', r"[()\[\]]", "%", "[$€£₽֏]", r"\s[—–-]\s", ";")
)
_PUNCTUATION_TRANSLATED = 0.75  # share of punctuation that is on both sides, beyond chance
_AS_MANY = 0.82  # share of lines with as many sentences as their originals
_LARGER = 0.72  # probability that a difference is not larger still


def block_evidence(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid) -> Floats:
    """Score blocks: headings translate headings, tables those of their shape, and blocks begin where blocks begin. The
    first lines of beads tell, so that it is the same for all shapes.
    """
    total = np.zeros((grid.source, grid.width))
    names = sorted({line.kind for line in (*source, *target)})
    if len(names) > 1:
        total += _score_kinds(source, target, grid, names)
    levels = [_to_array(line.level for line in side) for side in (source, target)]
    widths = [_to_array(line.cell.columns if line.cell else 0 for line in side) for side in (source, target)]
    total += _score_trait(levels[0], levels[1], grid, _SAME_LEVEL)
    total += _score_trait(widths[0], widths[1], grid, _SAME_COLUMNS)
    total += _score_beginnings(source, target, grid)
    return total


def merging_evidence(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid, shape: Shape) -> Floats:
    """Score the lines that are taken together: those of one block are likelier than others."""
    total: Floats = _score_merging(source, shape[0])[:, None] + grid.pick_targets(_score_merging(target, shape[1]))
    return total


def _score_kinds(
    source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid, names: Sequence[SegmentKind]
) -> Floats:
    ours = np.array([names.index(line.kind) for line in source], dtype=np.float64)
    theirs = np.array([names.index(line.kind) for line in target], dtype=np.float64)
    shares = np.bincount(theirs.astype(np.intp), minlength=len(names)) / max(len(theirs), 1)
    shares = np.clip(shares, 0.5 / max(len(theirs), 1), 0.99)
    expected_share = np.maximum(_SAME_KIND, shares)
    same = np.log(expected_share / shares)[ours.astype(np.intp)][:, None]
    other = np.log((1 - expected_share) / (1 - shares))[ours.astype(np.intp)][:, None]
    return np.where(grid.pick_targets(theirs) == ours[:, None], same, other)


def _to_array(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.intp)


def _score_trait(ours: Numbers, theirs: Numbers, grid: Grid, expected: float) -> Floats:
    """Score lines by a trait, a number above 0, if the target has this one and others."""
    known = theirs[theirs > 0]
    if not (ours.any() and len(known)):
        return np.zeros((grid.source, grid.width))
    counts = np.bincount(known, minlength=int(ours.max()) + 1)[ours][:, None]
    shares = np.clip(counts / len(known), 0.5 / len(known), 1 - 0.5 / len(known))
    expected_share = np.maximum(expected, shares)
    other = grid.pick_targets(theirs.astype(np.float64))
    scores = np.where(
        other == ours[:, None], np.log(expected_share / shares), np.log((1 - expected_share) / (1 - shares))
    )
    return np.where((counts > 0) & (ours[:, None] > 0) & (other > 0), scores, 0.0)


def _score_merging(lines: Sequence[TextLine], size: int) -> Floats:
    """Return for each line the score, 0 or less, of taking `size` lines together from there."""
    against, total = np.zeros(len(lines)), len(lines) - size + 1
    if size > 1 and total > 0:
        joints = np.array([_score_joint(first, second) for first, second in pairwise(lines)])
        against[:total] = sum_windows(joints, size - 1)[:total]
    return against


def _score_joint(first: TextLine, second: TextLine) -> float:
    if first.kind is not second.kind or first.kind in _ALONE or first.label != second.label:
        return _IMPOSSIBLE
    return _ACROSS_BLOCKS if first.block != second.block else 0.0


def _score_beginnings(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid) -> Floats:
    """Score lines that both begin a block, or both do not, if the blocks of the texts are known."""
    ours, theirs = _begins_block(source), _begins_block(target)
    share, other_share = float(ours.mean()), float(theirs.mean())
    if not (0 < share < 1 and 0 < other_share < 1):
        return np.zeros((grid.source, grid.width))
    both = min(_BEGINS_BLOCK * min(share, other_share), 0.98)
    ratios = _agreement_ratios(share, other_share, both, least=0.01)
    scores: Floats = ratios[ours.astype(np.intp)[:, None], grid.pick_targets(theirs).astype(np.intp)]
    return scores


def _begins_block(lines: Sequence[TextLine]) -> Floats:
    before = [None, *(line.block for line in lines[:-1])]
    return np.array([line.block < 0 or line.block != last for line, last in zip(lines, before, strict=True)], float)


def length_ratio(source: Floats, target: Floats) -> float:
    """Return the length of the target for each letter of the source, over all."""
    return float(target.sum() / max(source.sum(), 1))


def length_evidence(source: Floats, target: Floats, grid: Grid, shape: Shape, ratio: float) -> Floats:
    """Score lengths: a translation is about as long as its original times `ratio`, that of the two texts."""
    ours = np.log(np.maximum(sum_windows(source, shape[0]), 1.0))[:, None]
    theirs = grid.pick_targets(np.log(np.maximum(sum_windows(target, shape[1]), 1.0)))
    apart = theirs - ours - np.log(ratio)
    mean_length = np.exp((ours + theirs - np.log(ratio)) / 2)
    variance = _SPREAD + _SPREAD_OF_SHORT / mean_length
    by_chance = float(np.var(np.log(np.maximum(source, 1))) + np.var(np.log(np.maximum(target, 1)))) + 0.05
    better = 0.5 * (apart**2 * (1 / by_chance - 1 / variance) + np.log(by_chance / variance))
    scores: Floats = np.log((1 - _STRAY) * np.exp(np.minimum(better, _MOST_BETTER)) + _STRAY)
    return scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpectedMarkers:
    """The places of the source's markers among those of the target, and within how many places they are expected."""

    places: Floats
    within: float


def expect_evenly(source: int, target: int) -> ExpectedMarkers:
    """Expect the markers evenly spread, which is all that is known before anything is paired."""
    places: Floats = np.arange(source, dtype=np.float64) * (target / max(source, 1))
    return ExpectedMarkers(places=places, within=1.0 + 0.5 * abs(source - target) + 0.03 * source)


def expect_near(pairs: Sequence[tuple[int, int]], source: int, target: int) -> ExpectedMarkers:
    """Expect the markers near sure pairs of markers (source, target)."""
    if len(pairs) < 2:  # noqa: PLR2004  one pair shows no drift
        return expect_evenly(source, target)
    known = np.array(sorted(pairs))
    places = np.arange(source)
    near = np.exp(-np.abs(places[:, None] - known[:, 0][None, :]) / 2)
    offsets = (near * (known[:, 1] - known[:, 0])[None, :]).sum(axis=1) / near.sum(axis=1)
    return ExpectedMarkers(places=places + offsets, within=0.6)


def place_evidence(source: Sequence[int], target: Sequence[int], grid: Grid, expected: ExpectedMarkers) -> Floats:
    """Score each pair of lines by the places of their first note markers, if both have some; markers are counted by
    line. Some are missing, added or numbered anew.
    """
    ours, theirs = np.array(source, dtype=np.float64), np.array(target, dtype=np.float64)
    if not (ours.sum() and theirs.sum()):
        return np.zeros((grid.source, grid.width))
    our_first, their_first = np.cumsum(ours) - ours, np.cumsum(theirs) - theirs
    first = np.minimum(our_first.astype(np.intp), len(expected.places) - 1)
    apart = grid.pick_targets(their_first) - expected.places[first][:, None]
    near = np.exp(-np.abs(apart) / expected.within) / (2 * expected.within)
    placed: Floats = np.log((1 - _ASTRAY) * near * float(theirs.sum()) + _ASTRAY)
    return placed


def marker_evidence(source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape, placed: Floats) -> Floats:
    """Score note markers, counted by line: most are kept. `placed` is the evidence of their places."""
    ours, theirs = np.array(source, dtype=np.float64), np.array(target, dtype=np.float64)
    if not (ours.sum() and theirs.sum()):
        return np.zeros((grid.source, grid.width))
    have, find = sum_windows(ours, shape[0])[:, None], grid.pick_targets(sum_windows(theirs, shape[1]))
    share, other_share = min(float(ours.mean()), 0.9), min(float(theirs.mean()), 0.9)
    both = np.minimum(have, find)
    alone = np.abs(have - find)
    present = np.log(_MARKER_TRANSLATED / max(share, other_share))
    missing = np.log((1 - _MARKER_TRANSLATED) / (1 - min(share, other_share)))
    absent = np.log((1 - _MARKER_TRANSLATED * share) / (1 - share)) if share < _MARKER_TRANSLATED else 0.0
    scores = np.where(both > 0, both * present + placed, 0.0) + alone * min(missing, 0.0)
    return np.where((have == 0) & (find == 0), absent, scores)


def find_punctuation(text: str) -> list[bool]:
    """Tell for each kind of punctuation whether the text has it."""
    return [kind.search(text) is not None for kind in PUNCTUATION]


def punctuation_evidence(
    source: Sequence[Sequence[bool]], target: Sequence[Sequence[bool]], grid: Grid, shape: Shape
) -> Floats:
    """Score punctuation: questions, quotations, brackets and the like are mostly kept in a translation."""
    ours, theirs = _any_in_window(source, shape[0]), _any_in_window(target, shape[1])
    # Few of all the combinations of punctuation occur: they are scored once each.
    our_kinds, our_numbers = _find_combinations(ours)
    their_kinds, their_numbers = _find_combinations(np.pad(theirs, ((0, 1), (0, 0))))  # past the end is none
    shares, other_shares = ours.mean(axis=0), theirs.mean(axis=0)
    kept = _PUNCTUATION_TRANSLATED * np.minimum(shares, other_shares)
    kept += (1 - _PUNCTUATION_TRANSLATED) * shares * other_shares
    ratios = _agreement_ratios(shares, other_shares, np.minimum(kept, 0.98), least=1e-3)
    scores = np.zeros((len(our_kinds), len(their_kinds)))
    for kind in np.flatnonzero(shares * other_shares).tolist():
        scores += ratios[our_kinds[:, kind, None], their_kinds[:, kind], kind]
    columns = their_numbers[np.minimum(grid.columns, len(theirs))]
    total: Floats = scores[our_numbers[:, None], columns]
    return total


def _find_combinations(traits: Floats) -> tuple[Numbers, Numbers]:
    """Return the combinations of traits that lines have, and the number of that of each line."""
    kinds = np.arange(traits.shape[1])
    codes = traits.astype(np.intp) @ (1 << kinds)
    is_there = np.zeros(1 << len(kinds), dtype=bool)
    is_there[codes] = True
    return (np.flatnonzero(is_there)[:, None] >> kinds) & 1, (np.cumsum(is_there) - 1)[codes]


def _agreement_ratios(
    share: float | Floats, other_share: float | Floats, both: float | Floats, *, least: float
) -> Floats:
    """Return the log likelihood ratios of a trait, or several, by whether the source line and the target line have it.
    `share` and `other_share` of the lines have it, and `both` of the pairs; smaller probabilities count as `least`.
    """
    paired = np.array([[1 - share - other_share + both, other_share - both], [share - both, both]])
    by_chance = np.array(
        [[(1 - share) * (1 - other_share), (1 - share) * other_share], [share * (1 - other_share), share * other_share]]
    )
    ratios: Floats = np.log(np.maximum(paired, least)) - np.log(np.maximum(by_chance, least))
    return ratios


def _any_in_window(lines: Sequence[Sequence[bool]], size: int) -> Floats:
    """Tell for each window of lines and each kind whether any of the lines has it, as 0 and 1."""
    each = np.array(lines, dtype=np.float64).reshape(len(lines), len(PUNCTUATION))
    some = each.copy()
    for further in range(1, size):
        some[:-further] = np.maximum(some[:-further], each[further:])
    return some


def count_sentences(text: str, lang: str) -> int:
    """Count the sentences of a line; there is at least one."""
    return max(len(find_sentence_ends(text, lang)), 1)


def sentence_evidence(source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape) -> Floats:
    """Score sentences: mostly as many on both sides. `source` and `target` count those of each line."""
    ours = sum_windows(np.array(source, dtype=np.float64), shape[0])
    theirs = sum_windows(np.array(target, dtype=np.float64), shape[1])
    apart = np.abs(grid.pick_targets(theirs) - ours[:, None])
    our_shares = np.bincount(np.array(source)) / len(source)
    their_shares = np.bincount(np.array(target)) / len(target)
    # Chance is what single lines would have: how many lines are taken together must not change it.
    most = max(len(our_shares), len(their_shares))
    by_chance = np.zeros(most)
    for first, share in enumerate(our_shares):
        for second, other in enumerate(their_shares):
            by_chance[abs(first - second)] += share * other
    paired = np.array([_AS_MANY, *((1 - _AS_MANY) * _LARGER * (1 - _LARGER) ** np.arange(most - 1))])
    if by_chance[0] > paired[0]:
        paired[1:] *= (1 - by_chance[0]) / (1 - paired[0])
        paired[0] = by_chance[0]
    ratios = np.log(np.maximum(paired, 1e-3)) - np.log(np.maximum(by_chance, 0.02))
    scores: Floats = ratios[np.minimum(apart.astype(np.intp), most - 1)]
    return scores
