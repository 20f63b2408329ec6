"""Features of lines that a translation repeats: numbers, dates, names and addresses; and the evidence that they give. A
feature with a counterpart anywhere is expected beside its translation: found there, it speaks for the pair, the more
the rarer it is; missing, against it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import Floats, Grid, Numbers, Shape
from pipeline.alignment.lines import TextLine
from pipeline.alignment.phonetics import compare_sounds, consonants, sound_keys
from pipeline.alignment.words import TextWord, normalize
from pipeline.frozen import dataclass
from pipeline.languages import load, remember

Matches = Mapping[str, Mapping[str, float]]
"""The counterparts of each feature, with the probability that a translation has them."""

_MOST_COMMON = 0.35  # features in a larger share of the lines say too little to be worth their time
_RARE = 3  # number of lines up to which a feature is rare
NUMBER_KEPT = 0.85
"""Share of numbers that stand in the counterpart of their line, if they are anywhere in the translation."""

MEANING_KEPT = 0.65
"""The same for words that name a number, a month or a day."""

_ALIKE_NAMES, _ALIKE_WORDS = 0.60, 0.72  # least likeness of the sounds of names, and of other words
_LETTERS_OF_NAMES = 2
_LETTERS_OF_WORDS = 5
_SHORT_SKELETON = 3
_SHARED_TRAITS = 0.4  # share of the pairs of consonants of two names that are the same
_CACHED_WORDS = 50_000
_NO_TRAITS: frozenset[str] = frozenset()
_SAME_PAGE, _SAME_SITE = 0.8, 0.6  # share of links that lead to the same page, or to the same site, in the translation
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+(?:[ .,․٬]\d{3})*(?!\d)(?:[.,․:٫]\d+)*|\d+")
_GROUPING = re.compile(r"[ .,․:٫٬]")
_SHORTEST, _LONGEST = 3, 12  # letters of the beginnings of words that name a number or a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The features of each line of both sides, and which of them are counterparts. Their evidence has a weight."""

    source: Sequence[frozenset[str]]
    target: Sequence[frozenset[str]]
    matches: Matches
    weight: float = 1.0

    def turn(self) -> "Features":
        """Return the features with the sides exchanged."""
        matches: dict[str, dict[str, float]] = {}
        for ours, theirs in self.matches.items():
            for other, found in theirs.items():
                matches.setdefault(other, {})[ours] = found
        return replace(self, source=self.target, target=self.source, matches=matches)


def match_equal(source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], found: float) -> Features:
    """Match features that are written the same on both sides; `found` is how often a translation keeps one."""
    common = frozenset().union(*source) & frozenset().union(*target)
    return Features(source=source, target=target, matches={feature: {feature: found} for feature in sorted(common)})


class FeatureEvidence:
    """Features of some kinds, prepared to score beads of any shape."""

    def __init__(self, *kinds: Features) -> None:
        lines = (len(kinds[0].source), len(kinds[0].target))
        telling = [features for features in kinds if features.matches]
        self._is_empty = not telling
        self._forward = _OneWay(lines, telling)
        self._backward = _OneWay(lines[::-1], [features.turn() for features in telling])

    def evidence(self, grid: Grid, shape: Shape) -> Floats:
        """Return the weighted log likelihood ratios of the beads of a shape, averaged over both directions."""
        if self._is_empty:
            return np.zeros((grid.source, grid.width))
        (rows, columns, values), absent = self._forward.score(shape)
        total = grid.scatter(rows, columns, values) + absent[: grid.source, None]
        (columns, rows, values), absent = self._backward.score((shape[1], shape[0]))
        total += grid.scatter(rows, columns, values) + grid.pick_targets(absent)
        return total / 2

    def anchors(self) -> tuple[Numbers, Numbers, Floats]:
        """Return the pairs of lines that share a feature found in few others: rows, columns, log likelihood ratios."""
        return self._forward.score((1, 1), most=_RARE)[0]


class _OneWay:
    """The features of one side, looked for on the other one, which have `lines`."""

    def __init__(self, lines: tuple[int, int], kinds: Sequence[Features]) -> None:
        found: list[float] = []
        weights: list[float] = []
        here: list[int] = []
        there: list[int] = []
        for features in kinds:
            numbers = {feature: [number] for number, feature in enumerate(features.matches, start=len(found))}
            owners: dict[str, list[int]] = {}
            for feature, counterparts in features.matches.items():
                for other in counterparts:
                    owners.setdefault(other, []).extend(numbers[feature])
            here += _pair_codes(features.source, numbers)
            there += _pair_codes(features.target, owners)
            found += [max(counterparts.values()) for counterparts in features.matches.values()]
            weights += [features.weight] * len(numbers)
        self._found, self._weights = np.array(found), np.array(weights)
        self._lines = lines
        ours, theirs = (
            _distinct(np.array(codes, dtype=np.intp), size) for codes, size in zip((here, there), lines, strict=True)
        )
        self._windows_here = cache(partial(_windowed, ours, lines[0]))
        self._windows_there = cache(partial(_windowed, theirs, lines[1]))

    def score(self, shape: Shape, most: int = 0) -> tuple[tuple[Numbers, Numbers, Floats], Floats]:
        """Return scored cells, and for each line the score of a window whose features are all missing, beyond which the
        cells count. With `most`, only features of so few lines do, without their weights.
        """
        count = len(self._found)
        ours, here = self._windows_here(shape[0])
        theirs, there = self._windows_there(shape[1])
        our_counts, their_counts = np.bincount(ours, minlength=count), np.bincount(theirs, minlength=count)
        places = max(self._lines[1] - shape[1] + 1, 1)
        chance = np.minimum((their_counts + 0.3) / (places + 0.6), 0.95)
        tells = (chance < _MOST_COMMON) | (their_counts <= _RARE)
        if most:
            tells = (their_counts <= most) & (our_counts <= most)
        found = np.maximum(self._found, chance)
        missing = np.where(tells, np.log((1 - found) / (1 - chance)), 0.0)
        worth = np.log(found / chance) - missing
        if not most:
            missing *= self._weights
            worth *= self._weights
        absent = np.bincount(here, weights=missing[ours], minlength=self._lines[0]).astype(np.float64)
        starts = np.cumsum(their_counts) - their_counts
        telling = tells[ours]
        ours, here = ours[telling], here[telling]
        many = their_counts[ours]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        columns = there[np.repeat(starts[ours], many) + within]
        return (np.repeat(here, many), columns, np.repeat(worth[ours], many)), absent


def _pair_codes(lines: Sequence[frozenset[str]], numbers: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the numbers that lines have by their features, each with the line, written as one number."""
    return [
        number * len(lines) + line
        for line, features in enumerate(lines)
        for feature in features
        if feature in numbers
        for number in numbers[feature]
    ]


def _windowed(pairs: tuple[Numbers, Numbers], lines: int, size: int) -> tuple[Numbers, Numbers]:
    """Return the windows of `size` lines that hold each feature, by their first line, in the order of the features."""
    features, places = pairs
    if size == 1:
        return pairs
    starts = (places[None, :] - np.arange(size)[:, None]).ravel()
    inside = (starts >= 0) & (starts <= lines - size)
    return _distinct(np.tile(features, size)[inside] * lines + starts[inside], lines)


def _distinct(codes: Numbers, lines: int) -> tuple[Numbers, Numbers]:
    """Decode pairs of feature and line that are written as one number, sorted, each once."""
    codes = np.sort(codes)
    codes = codes[np.append(True, codes[1:] != codes[:-1])] if len(codes) else codes
    return codes // max(lines, 1), codes % max(lines, 1)


def match_links(source: Sequence[TextLine], target: Sequence[TextLine]) -> Features:
    """Match addresses: a translation links where its original does, or to another page of the same site."""
    ours = [link_features(line.links) for line in source]
    theirs = [link_features(line.links) for line in target]
    common = frozenset().union(*ours) & frozenset().union(*theirs)
    matches = {feature: {feature: _SAME_PAGE if "/" in feature else _SAME_SITE} for feature in sorted(common)}
    return Features(source=ours, target=theirs, matches=matches)


def link_features(links: Sequence[str]) -> frozenset[str]:
    """Return the pages that the addresses lead to, and their sites."""
    found = set()
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:
            found.add(f"/{link}")
            continue
        site = parts.netloc.lower().removeprefix("www.")
        found.add(f"{site}/{parts.path.strip('/')}?{parts.query}#{parts.fragment}")
        if site:
            found.add(site)
    return frozenset(found)


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers written in digits, without their separators: `1,234.5` and `1 234,5` are the same."""
    if not _DIGIT.search(text):
        return frozenset()
    return frozenset(_GROUPING.sub("", found.group()).lstrip("0") or "0" for found in _DIGITS.finditer(normalize(text)))


@remember
def _meaning_words(lang: str) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Return the words that name a number or a day: whole words, beginnings (written with a hyphen), and the first
    letters of these.
    """
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for meaning, words in load(lang).meanings.items():
        for word in words:
            (beginnings if word.endswith("-") else whole)[word.removesuffix("-")] = meaning
    return whole, beginnings, frozenset(word[:_SHORTEST] for word in beginnings)


def find_meanings(line: Sequence[TextWord], lang: str) -> frozenset[str]:
    """Return the numbers, months and days that the words name."""
    meaning = _meaning_finder(lang)
    return frozenset(filter(None, (meaning(word.text, word.is_capital) for word in line)))


@remember
def _meaning_finder(lang: str) -> Callable[[str, bool], str]:
    return lru_cache(maxsize=_CACHED_WORDS)(partial(_meaning, *_meaning_words(lang)))


def _meaning(
    whole: Mapping[str, str],
    beginnings: Mapping[str, str],
    first: frozenset[str],
    word: str,
    is_capital: bool,  # noqa: FBT001
) -> str:
    if is_capital and word.capitalize() in whole:
        return whole[word.capitalize()]
    if word in whole:
        return whole[word]
    sizes = range(min(len(word), _LONGEST), _SHORTEST - 1, -1) if word[:_SHORTEST] in first else ()
    return next((beginnings[word[:size]] for size in sizes if word[:size] in beginnings), "")


def select_names(source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], matches: Matches) -> Features:
    """Return the features of some lines of two texts whose names are matched already."""
    theirs = frozenset().union(*target)
    found = {}
    for name in sorted(frozenset().union(*source) & matches.keys()):
        if others := {other: chance for other, chance in matches[name].items() if other in theirs}:
            found[name] = others
    return Features(source=source, target=target, matches=found)


def match_names(
    source: Sequence[Sequence[TextWord]], target: Sequence[Sequence[TextWord]], langs: tuple[str, str]
) -> Features:
    """Match the words that may be names or international words by how they sound."""
    sounds_of = sound_keys(langs)
    ours, our_names = _sound_keys(source, sounds_of)
    theirs, their_names = _sound_keys(target, sounds_of)
    our_keys, their_keys = (sorted(frozenset().union(*lines)) for lines in (ours, theirs))
    pairs, both = _candidate_pairs(our_keys, their_keys, our_names, their_names)
    alike = compare_sounds(our_keys, their_keys, pairs)
    enough = alike >= np.where(both, _ALIKE_NAMES, _ALIKE_WORDS)
    matches: dict[str, dict[str, float]] = defaultdict(dict)
    chances = _to_probabilities(alike[enough], both[enough])
    for (first, second), chance in zip(pairs[enough].tolist(), chances.tolist(), strict=True):
        matches[our_keys[first]][their_keys[second]] = chance
    return Features(source=ours, target=theirs, matches=matches)


def _to_probabilities(alike: Floats, names: NDArray[np.bool_]) -> Floats:
    """Return how often a translation has a word that sounds this much alike."""
    floor = np.where(names, _ALIKE_NAMES, _ALIKE_WORDS)
    shares = np.minimum((alike - floor) / (0.92 - floor), 1.0)
    return np.where(names, 0.45 + 0.4 * shares, 0.35 + 0.35 * shares)


def _sound_keys(
    lines: Sequence[Sequence[TextWord]], sounds_of: Callable[[str], str]
) -> tuple[list[frozenset[str]], frozenset[str]]:
    """Return the sound keys of each line's words, and those written with a capital within a sentence."""
    keyed: list[frozenset[str]] = []
    names: set[str] = set()
    perhaps: set[str] = set()
    common: set[str] = set()
    for line in lines:
        found = set()
        for word in line:
            sounds = sounds_of(word.text)
            if len(sounds) >= (_LETTERS_OF_NAMES if word.is_capital else _LETTERS_OF_WORDS):
                found.add(sounds)
            (common if not word.is_capital else perhaps if word.is_first else names).add(sounds)
        keyed.append(frozenset(found))
    return keyed, frozenset(names | perhaps - common)


def _candidate_pairs(
    ours: Sequence[str], theirs: Sequence[str], our_names: frozenset[str], their_names: frozenset[str]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the pairs worth comparing by their consonants, and which of them are names on both sides."""
    our_bones, their_bones = [consonants(word) for word in ours], [consonants(word) for word in theirs]
    begin_alike = _share(_beginnings(ours, our_bones), _beginnings(theirs, their_bones))
    capital = np.array([word in our_names for word in ours], dtype=bool)
    other_capital = np.array([word in their_names for word in theirs], dtype=bool)
    near = _share_traits(
        [_traits(bones) if is_name else _NO_TRAITS for bones, is_name in zip(our_bones, capital, strict=True)],
        [_traits(bones) if is_name else _NO_TRAITS for bones, is_name in zip(their_bones, other_capital, strict=True)],
    )
    codes = np.concatenate([begin_alike, near])
    table = np.column_stack(_distinct(codes, len(theirs)))
    return table, capital[table[:, 0]] & other_capital[table[:, 1]]


def _beginnings(words: Sequence[str], bones: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the first consonants of each word that is long enough."""
    return [(bone[:3],) if len(word) >= _LETTERS_OF_WORDS else () for word, bone in zip(words, bones, strict=True)]


def _share(ours: Sequence[Collection[str]], theirs: Sequence[Collection[str]]) -> Numbers:
    """Return the pairs of items that share something, each as one number, once for all that they share."""
    known: dict[str, int] = {}
    there = [(known.setdefault(each, len(known)), other) for other, some in enumerate(theirs) for each in some]
    here = [(known[each], number) for number, some in enumerate(ours) for each in some if each in known]
    shared, numbers = np.array(here, dtype=np.intp).reshape(-1, 2).T
    keys, others = np.array(sorted(there), dtype=np.intp).reshape(-1, 2).T
    counts = np.bincount(keys, minlength=len(known))
    many = counts[shared]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    found: Numbers = np.repeat(numbers, many) * len(theirs)
    found += others[np.repeat((np.cumsum(counts) - counts)[shared], many) + within]
    return found


def _share_traits(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> Numbers:
    """Return the pairs of names that share enough traits, each as one number."""
    codes = np.sort(_share(ours, theirs))
    ends = np.flatnonzero(np.append(codes[1:] != codes[:-1], True)) if len(codes) else codes
    counts, codes = np.diff(ends, prepend=-1), codes[ends]
    sizes, other_sizes = (np.array([len(traits) for traits in side], dtype=np.intp) for side in (ours, theirs))
    least = np.minimum(sizes[codes // max(len(theirs), 1)], other_sizes[codes % max(len(theirs), 1)])
    return codes[counts >= _SHARED_TRAITS * least]


@lru_cache(maxsize=_CACHED_WORDS)
def _traits(bones: str) -> frozenset[str]:
    traits = {bones[at : at + 2] for at in range(len(bones) - 1)}
    if len(bones) <= _SHORT_SKELETON:
        traits.add(bones[:1])
    return frozenset(traits)
