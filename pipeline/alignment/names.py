"""Names as clues: words of two scripts that sound alike, and words that are carried over in Latin letters."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.clues import Clues
from pipeline.alignment.phonetics import key, likenesses, skeleton
from pipeline.alignment.words import Word

_ALIKE_NAMES = 0.60
_ALIKE_WORDS = 0.72
_LETTERS_OF_NAMES = 2
_LETTERS_OF_WORDS = 5
_SHORT_SKELETON = 3
_SHARED = 0.4


def clues(source: Sequence[Sequence[Word]], target: Sequence[Sequence[Word]]) -> Clues:
    """The words of each line that may be names or international words, by how they sound, with their counterparts."""
    ours, our_names = _keys(source)
    theirs, their_names = _keys(target)
    our_keys, their_keys = (sorted(frozenset().union(*lines)) for lines in (ours, theirs))
    pairs, both = _candidates(our_keys, their_keys, our_names, their_names)
    alike = likenesses(our_keys, their_keys, pairs)
    enough = alike >= np.where(both, _ALIKE_NAMES, _ALIKE_WORDS)
    matches: dict[str, dict[str, float]] = defaultdict(dict)
    for (first, second), likeness, names in zip(
        pairs[enough].tolist(), alike[enough].tolist(), both[enough].tolist(), strict=True
    ):
        matches[our_keys[first]][their_keys[second]] = _found(likeness, names=names)
    return Clues(source=ours, target=theirs, matches=matches)


def _found(likeness: float, *, names: bool) -> float:
    """How often a translation brings a word that sounds so much alike."""
    floor = _ALIKE_NAMES if names else _ALIKE_WORDS
    share = min((likeness - floor) / (0.92 - floor), 1.0)
    return (0.45 + 0.4 * share) if names else (0.35 + 0.35 * share)


def _keys(lines: Sequence[Sequence[Word]]) -> tuple[list[frozenset[str]], frozenset[str]]:
    """The sounds of each line's words, and which of them are written with a capital within a sentence."""
    keyed: list[frozenset[str]] = []
    names: set[str] = set()
    perhaps: set[str] = set()
    common: set[str] = set()
    spelt: dict[str, str] = {}
    for line in lines:
        found = set()
        for word in line:
            sounds = spelt.get(word.text)
            if sounds is None:
                sounds = spelt[word.text] = key(word.text)
            if len(sounds) >= (_LETTERS_OF_NAMES if word.is_capital else _LETTERS_OF_WORDS):
                found.add(sounds)
            (common if not word.is_capital else perhaps if word.is_first else names).add(sounds)
        keyed.append(frozenset(found))
    return keyed, frozenset(names | perhaps - common)


def _candidates(
    ours: Sequence[str], theirs: Sequence[str], our_names: frozenset[str], their_names: frozenset[str]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Pairs worth comparing, and which are names on both sides: names that share half of their pairs of consonants, and
    other words that begin with the same three.
    """
    places: dict[str, list[int]] = defaultdict(list)
    beginnings: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(theirs):
        bones = skeleton(word)
        if word in their_names:
            for trait in _traits(bones):
                places[trait].append(number)
        if len(word) >= _LETTERS_OF_WORDS:
            beginnings[bones[:3]].append(number)
    sizes = [len(_traits(skeleton(word))) for word in theirs]
    pairs: list[tuple[int, int]] = []
    for number, word in enumerate(ours):
        bones = skeleton(word)
        found: set[int] = set()
        if word in our_names:
            traits = _traits(bones)
            common = Counter(other for trait in traits for other in places.get(trait, ()))
            found.update(other for other, count in common.items() if count >= _SHARED * min(len(traits), sizes[other]))
        if len(word) >= _LETTERS_OF_WORDS:
            found.update(beginnings.get(bones[:3], ()))
        pairs.extend((number, other) for other in sorted(found))
    table = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    capital = np.array([word in our_names for word in ours], dtype=bool)
    other_capital = np.array([word in their_names for word in theirs], dtype=bool)
    return table, capital[table[:, 0]] & other_capital[table[:, 1]]


def _traits(bones: str) -> set[str]:
    traits = {bones[at : at + 2] for at in range(len(bones) - 1)}
    if len(bones) <= _SHORT_SKELETON:
        traits.add(bones[:1])
    return traits
