"""Match names as features: words of two scripts that sound alike, and words carried over in Latin letters."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.features import Features
from pipeline.alignment.lines import TextWord
from pipeline.alignment.phonetics import compare_sounds, consonants, sound_key

_ALIKE_NAMES = 0.60
_ALIKE_WORDS = 0.72
_LETTERS_OF_NAMES = 2
_LETTERS_OF_WORDS = 5
_SHORT_SKELETON = 3
_SHARED_TRAITS = 0.4
_CACHED = 50_000


def match_names(source: Sequence[Sequence[TextWord]], target: Sequence[Sequence[TextWord]]) -> Features:
    """Match the words that may be names or international words by how they sound."""
    ours, our_names = _keys(source)
    theirs, their_names = _keys(target)
    our_keys, their_keys = (sorted(frozenset().union(*lines)) for lines in (ours, theirs))
    pairs, both = _candidates(our_keys, their_keys, our_names, their_names)
    alike = compare_sounds(our_keys, their_keys, pairs)
    enough = alike >= np.where(both, _ALIKE_NAMES, _ALIKE_WORDS)
    matches: dict[str, dict[str, float]] = defaultdict(dict)
    for (first, second), likeness, names in zip(
        pairs[enough].tolist(), alike[enough].tolist(), both[enough].tolist(), strict=True
    ):
        matches[our_keys[first]][their_keys[second]] = _probability(likeness, names=names)
    return Features(source=ours, target=theirs, matches=matches)


def _probability(likeness: float, *, names: bool) -> float:
    """Return how often a translation has a word that sounds this much alike."""
    floor = _ALIKE_NAMES if names else _ALIKE_WORDS
    share = min((likeness - floor) / (0.92 - floor), 1.0)
    return (0.45 + 0.4 * share) if names else (0.35 + 0.35 * share)


def _keys(lines: Sequence[Sequence[TextWord]]) -> tuple[list[frozenset[str]], frozenset[str]]:
    """Return the sound keys of each line's words, and those written with a capital within a sentence."""
    keyed: list[frozenset[str]] = []
    names: set[str] = set()
    perhaps: set[str] = set()
    common: set[str] = set()
    for line in lines:
        found = set()
        for word in line:
            sounds = sound_key(word.text)
            if len(sounds) >= (_LETTERS_OF_NAMES if word.is_capital else _LETTERS_OF_WORDS):
                found.add(sounds)
            (common if not word.is_capital else perhaps if word.is_first else names).add(sounds)
        keyed.append(frozenset(found))
    return keyed, frozenset(names | perhaps - common)


def _candidates(
    ours: Sequence[str], theirs: Sequence[str], our_names: frozenset[str], their_names: frozenset[str]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the pairs worth comparing, and which of them are names on both sides.

    Names have to share two fifths of their pairs of consonants, other words their first three consonants.
    """
    traits_of = [_traits(consonants(word)) if word in their_names else frozenset[str]() for word in theirs]
    sizes = np.array([len(traits) for traits in traits_of])
    places: dict[str, list[int]] = defaultdict(list)
    beginnings: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(theirs):
        for trait in traits_of[number]:
            places[trait].append(number)
        if len(word) >= _LETTERS_OF_WORDS:
            beginnings[consonants(word)[:3]].append(number)
    near = {trait: np.array(numbers, dtype=np.intp) for trait, numbers in places.items()}
    rows = []
    for word in ours:
        bones = consonants(word)
        found = beginnings.get(bones[:3], []) if len(word) >= _LETTERS_OF_WORDS else []
        if word in our_names:
            traits = _traits(bones)
            common = np.zeros(len(theirs), dtype=np.intp)
            for trait in traits & near.keys():
                common[near[trait]] += 1
            is_near = (common > 0) & (common >= _SHARED_TRAITS * np.minimum(len(traits), sizes))
            is_near[found] = True
            found = np.flatnonzero(is_near).tolist()
        rows.append(found)
    counts = np.array([len(row) for row in rows], dtype=np.intp)
    others = np.array(list(chain.from_iterable(rows)), dtype=np.intp)
    table = np.column_stack((np.repeat(np.arange(len(ours)), counts), others))
    capital = np.array([word in our_names for word in ours], dtype=bool)
    other_capital = np.array([word in their_names for word in theirs], dtype=bool)
    return table, capital[table[:, 0]] & other_capital[table[:, 1]]


@lru_cache(maxsize=_CACHED)
def _traits(bones: str) -> frozenset[str]:
    traits = {bones[at : at + 2] for at in range(len(bones) - 1)}
    if len(bones) <= _SHORT_SKELETON:
        traits.add(bones[:1])
    return frozenset(traits)
