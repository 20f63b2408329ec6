"""Evidence of blocks: headings translate headings, tables those of their shape, and a new paragraph begins where one
began.

Evidence of length: a translation is about as long as its original, in the measure of the two texts.

Evidence of note markers: a translation may lack some, add some and number all anew, so that a marker is where one is
expected, counted from those around it, and never must be.

Evidence of punctuation: questions, quotations, brackets and the like are mostly kept in translation.

Evidence of sentences: as many on one side as on the other, more often than not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.alignment.band import Floats, Grid, Numbers, Shape, windows
from pipeline.alignment.lines import TextLine
from pipeline.model import SegmentKind
from pipeline.segmentation import find_sentence_ends

_KEPT_KINDS = 0.93
_OUT_OF_QUESTION = -30.0
_ACROSS_BLOCKS = -3.0
_BEGINS_TOO = 0.92
_SAME_LEVEL = 0.8
"""Publishers move headings up or down, all together or some."""

_SAME_COLUMNS = 0.9
"""How often a table has as many columns as its original."""

_ALONE = {
    SegmentKind.HEADING,
    SegmentKind.FRONT_MATTER,
    SegmentKind.TABLE_CELL,
    SegmentKind.IMAGE_TEXT,
    SegmentKind.LINK_TITLE,
}
"""Never merged with their neighbours."""


def block_evidence(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid, shape: Shape) -> Floats:
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


def _alike(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid, names: Sequence[SegmentKind]) -> Floats:
    ours = np.array([names.index(line.kind) for line in source], dtype=np.float64)
    theirs = np.array([names.index(line.kind) for line in target], dtype=np.float64)
    shares = np.bincount(theirs.astype(np.intp), minlength=len(names)) / max(len(theirs), 1)
    shares = np.clip(shares, 0.5 / max(len(theirs), 1), 0.99)
    kept = np.maximum(_KEPT_KINDS, shares)
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


def _mergeable(lines: Sequence[TextLine], size: int) -> Floats:
    """What speaks against taking so many lines together, beginning at each."""
    against = np.zeros(len(lines))
    for at in range(len(lines) - size + 1):
        for first, second in zip(lines[at : at + size - 1], lines[at + 1 : at + size], strict=True):
            if first.kind is not second.kind or first.kind in _ALONE or first.label != second.label:
                against[at] += _OUT_OF_QUESTION
            elif first.block != second.block:
                against[at] += _ACROSS_BLOCKS
    return against


def _beginnings(source: Sequence[TextLine], target: Sequence[TextLine], grid: Grid) -> Floats:
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


def _begins(lines: Sequence[TextLine]) -> Floats:
    before = [None, *(line.block for line in lines[:-1])]
    return np.array([line.block < 0 or line.block != last for line, last in zip(lines, before, strict=True)], float)


_SPREAD = 0.010
_SPREAD_OF_SHORT = 1.8
_STRAY = 0.003
"""How often a translation's length says nothing: it caps what length alone can hold against a pair."""


def ratio(source: Floats, target: Floats) -> float:
    """How long the target is for each letter of the source, over all."""
    return float(target.sum() / max(source.sum(), 1))


def length_evidence(source: Floats, target: Floats, grid: Grid, shape: Shape, measure: float) -> Floats:
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


_KEPT_MARKERS = 0.85
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


def marker_evidence(
    source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape, expected: Expected
) -> Floats:
    """Log likelihood ratios of the pairs of a shape. `source` and `target` count the markers of each line."""
    ours, theirs = np.array(source, dtype=np.float64), np.array(target, dtype=np.float64)
    if not (ours.sum() and theirs.sum()):
        return np.zeros((grid.source, grid.width))
    our_first, their_first = np.cumsum(ours) - ours, np.cumsum(theirs) - theirs
    have, find = windows(ours, shape[0])[:, None], grid.pick(windows(theirs, shape[1]))
    share, other_share = min(float(ours.mean()), 0.9), min(float(theirs.mean()), 0.9)
    both = np.minimum(have, find)
    alone = np.abs(have - find)
    present = np.log(_KEPT_MARKERS / max(share, other_share))
    missing = np.log((1 - _KEPT_MARKERS) / (1 - min(share, other_share)))
    absent = np.log((1 - _KEPT_MARKERS * share) / (1 - share)) if share < _KEPT_MARKERS else 0.0
    first = np.minimum(our_first.astype(np.intp), len(expected.places) - 1)
    apart = grid.pick(their_first) - expected.places[first][:, None]
    near = np.exp(-np.abs(apart) / expected.within) / (2 * expected.within)
    placed = np.log((1 - _ASTRAY) * near * float(theirs.sum()) + _ASTRAY)
    told = np.where(both > 0, both * present + placed, 0.0) + alone * min(missing, 0.0)
    return np.where((have == 0) & (find == 0), absent, told)


KINDS = tuple(
    re.compile(pattern) for pattern in ("[?՞]", "[!՜]", '["«»“”„]', r"[()\[\]]", "%", "[$€£₽֏]", r"\s[—–-]\s", ";")
)
_KEPT_PUNCTUATION = 0.75
"""How often what one side has is on the other one too, beyond chance."""


def traits(text: str) -> list[bool]:
    """Which kinds of punctuation the text has."""
    return [kind.search(text) is not None for kind in KINDS]


def punctuation_evidence(
    source: Sequence[Sequence[bool]], target: Sequence[Sequence[bool]], grid: Grid, shape: Shape
) -> Floats:
    """Log likelihood ratios of the pairs of a shape, summed over the kinds."""
    ours, theirs = _any(source, shape[0]), _any(target, shape[1])
    total = np.zeros((grid.source, grid.width))
    for kind in range(ours.shape[1]):
        have, find = ours[:, kind], theirs[:, kind]
        share, other_share = float(have.mean()), float(find.mean())
        if not (share and other_share):
            continue
        both = min(_KEPT_PUNCTUATION * min(share, other_share) + (1 - _KEPT_PUNCTUATION) * share * other_share, 0.98)
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


_AS_MANY = 0.82
_MORE = 0.72
"""How likely, given a difference, it is not larger still."""


def count(text: str, lang: str) -> int:
    return max(len(find_sentence_ends(text, lang)), 1)


def sentence_evidence(source: Sequence[int], target: Sequence[int], grid: Grid, shape: Shape) -> Floats:
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
