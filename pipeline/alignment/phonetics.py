"""Write words as they sound, alike in all scripts, and compare them; roughly on purpose, since names are transcribed by
ear: Uorren, Vorren and Warren are one person.

Letters sound as `sounds.toml` of the languages says. Both texts of a pair are read alike: letters of a script as in the
first of their languages that has it, else as in the language that is usual for it. Where nobody has them, they are
romanised, and read like Latin ones.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.languages import remember
from pipeline.languages.transliteration import ascii_letters, reading_order

_IS_LATIN = re.compile("[a-z]")
_DOUBLED = re.compile(r"(.)\1+")
_ACCENTS = dict(zip("áàâäãåçéèêëíìîïñóòôöõøúùûüýšžčćđłńśźż", "aaaaaaceeeeiiiinoooooouuuuyszccdlnszz", strict=True))

_CACHED = 50_000  # number of words remembered with their sounds: most words of one article are in the next
VOWELS = "aeiou"
SOUNDS = "\0abcdefghijklmnopqrstuvxyzCGJS"
_NUMBER = {sound: number for number, sound in enumerate(SOUNDS)}
_NUMBERED = str.maketrans({sound: chr(number) for sound, number in _NUMBER.items()})

_ALIKE = (
    ("bp", 0.3), ("dt", 0.3), ("gk", 0.3), ("vu", 0.2), ("vf", 0.4), ("zs", 0.25), ("xh", 0.2), ("gh", 0.35),
    ("xk", 0.4), ("kC", 0.5), ("cs", 0.35), ("cC", 0.35), ("cz", 0.35), ("ck", 0.5), ("Jj", 0.15), ("JC", 0.3),
    ("jS", 0.35), ("jz", 0.4), ("SC", 0.3), ("Ss", 0.4), ("Gg", 0.1), ("GJ", 0.1), ("Gj", 0.2), ("Gk", 0.4),
    ("Gh", 0.3), ("Gx", 0.3), ("xg", 0.4), ("iJ", 0.4), ("vo", 0.4), ("uo", 0.1), ("ie", 0.15), ("ae", 0.2),
    ("ao", 0.2), ("td", 0.3), ("JG", 0.1), ("tc", 0.4), ("tC", 0.6),
)  # fmt: skip
_WEAK = {"h": 0.35, "i": 0.35, "e": 0.35, "a": 0.4, "o": 0.4, "u": 0.4, "v": 0.6, "r": 0.7, "x": 0.7}
_VOWEL_FOR_VOWEL = 0.3
_WHOLE = 20  # parts of a cost of 1 that costs are counted in
_ENDING = _WHOLE // 5  # cost of each sound after the end of the other word: case endings are no part of a name
_SKELETON = str.maketrans(
    {**dict.fromkeys("aeiouvhy", ""), "b": "p", "d": "t", "g": "k", "G": "s", "x": "k", "z": "s", "c": "s", "C": "s",
     "S": "s", "j": "s", "J": "s"}
)  # fmt: skip
_BATCH = 1024  # pairs that are compared at a time, so that their arrays stay in a processor's cache
_LONGEST = 14


class _Reading(NamedTuple):
    """The sounds of letters, and before that of groups of them; those of Latin ones only for words that have some."""

    letters: Mapping[int, str]
    groups: tuple[tuple[str | re.Pattern[str], str], ...]
    latin: tuple[tuple[str | re.Pattern[str], str], ...]


@remember
def sound_keys(langs: tuple[str, str]) -> Callable[[str], str]:
    """Return the function that gives the sounds of a word in lower case, for a pair of texts in these languages."""
    return lru_cache(maxsize=_CACHED)(partial(_sound_key, _read_letters(langs)))


def _sound_key(reading: _Reading, word: str) -> str:
    word = "".join(
        letter if ord(letter) in reading.letters else _ACCENTS.get(letter) or ascii_letters(letter)
        for letter in word
        if letter != "'"
    )
    is_latin = _IS_LATIN.search(word) is not None
    for pattern, sound in (*reading.groups, *(reading.latin if is_latin else ())):
        word = word.replace(pattern, sound) if isinstance(pattern, str) else pattern.sub(sound, word)
    return "".join(sound for sound in _DOUBLED.sub(r"\1", word.translate(reading.letters)) if sound in _NUMBER)


def _read_letters(langs: tuple[str, str]) -> _Reading:
    letters: dict[str, str] = {}
    groups: dict[str, tuple[tuple[str | re.Pattern[str], str], ...]] = {}
    for language in reading_order(*langs):
        sounds = language.sounds
        letters = {**sounds.letters, **letters}
        if sounds.letters:
            groups.setdefault(
                language.script,
                tuple((group if group.isalpha() else re.compile(group), sound) for group, sound in sounds.groups),
            )
    latin = groups.pop("Latin", ())
    return _Reading(
        letters=str.maketrans(letters), groups=tuple(group for some in groups.values() for group in some), latin=latin
    )


@lru_cache(maxsize=_CACHED)
def consonants(sounds: str) -> str:
    """Return the consonants that survive from one language to another, voiced ones as voiceless ones."""
    return _DOUBLED.sub(r"\1", sounds.translate(_SKELETON))


def _build_costs() -> NDArray[np.int16]:
    """Return the costs of writing one sound for another, or for none (row and column 0), as whole numbers: they are
    exact, and fast.
    """
    costs = np.ones((len(SOUNDS), len(SOUNDS)))
    for first in VOWELS:
        for second in VOWELS:
            costs[_NUMBER[first], _NUMBER[second]] = _VOWEL_FOR_VOWEL
    for sounds, cost in _ALIKE:
        first, second = tuple(sounds)
        costs[_NUMBER[first], _NUMBER[second]] = costs[_NUMBER[second], _NUMBER[first]] = cost
    for sound, cost in _WEAK.items():
        costs[0, _NUMBER[sound]] = costs[_NUMBER[sound], 0] = cost
    np.fill_diagonal(costs, 0)
    return np.rint(costs * _WHOLE).astype(np.int16)


COSTS = _build_costs()
_FLAT = COSTS.ravel()


def encode_keys(keys: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the keys as rows of numbers, cut where they are very long, and their lengths."""
    rows = np.frombuffer(b"".join(map(_encode_key, keys)), dtype=np.uint8).reshape(len(keys), _LONGEST)
    return rows.astype(np.intp), np.count_nonzero(rows, axis=1)


@lru_cache(maxsize=_CACHED)
def _encode_key(sounds: str) -> bytes:
    return sounds[:_LONGEST].ljust(_LONGEST, SOUNDS[0]).translate(_NUMBERED).encode("latin-1")


def compare_sounds(left: Sequence[str], right: Sequence[str], pairs: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how alike two keys are, from 0 to 1, for pairs of places in both lists."""
    (ours, our_lengths), (theirs, their_lengths) = encode_keys(left), encode_keys(right)
    alike = np.zeros(len(pairs))
    order = np.argsort(our_lengths[pairs[:, 0]] * (_LONGEST + 1) + their_lengths[pairs[:, 1]])
    for at in range(0, len(pairs), _BATCH):
        some = order[at : at + _BATCH]
        first, second = pairs[some, 0], pairs[some, 1]
        width, height = int(our_lengths[first].max()), int(their_lengths[second].max())
        alike[some] = _compare_batch(
            ours[first, :width].T, our_lengths[first], theirs[second, :height].T, their_lengths[second]
        )
    return alike


def _compare_batch(
    ours: NDArray[np.intp], our_lengths: NDArray[np.intp], theirs: NDArray[np.intp], their_lengths: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the edit distances of the pairs as likenesses; the table of all pairs is filled column by column."""
    width, height = len(ours), len(theirs)
    count = ours.shape[1]
    shortest = int(our_lengths.min())
    added = COSTS[0].take(theirs)
    at_end = np.minimum(added, _ENDING)
    is_over = np.arange(1, height + 1)[:, None] >= their_lengths
    before, now = np.zeros((height + 1, count), np.int16), np.zeros((height + 1, count), np.int16)
    np.cumsum(added, axis=0, out=before[1:])
    apart = np.where(our_lengths == 0, before[their_lengths, np.arange(count)], 0)
    for row in range(1, width + 1):
        dropped = COSTS[0].take(ours[row - 1])
        inserted = np.where(row >= our_lengths, at_end, added) if row >= shortest else added
        now[0] = before[0] + dropped
        best = _FLAT.take(ours[row - 1] * len(SOUNDS) + theirs)
        best += before[:-1]
        np.minimum(best, before[1:] + np.where(is_over, np.minimum(dropped, _ENDING), dropped), out=best)
        for column in range(1, height + 1):
            np.add(now[column - 1], inserted[column - 1], out=now[column])
            np.minimum(best[column - 1], now[column], out=now[column])
        ended = np.flatnonzero(our_lengths == row)
        apart[ended] = now[their_lengths[ended], ended]
        before, now = now, before
    shared = np.maximum(np.minimum(our_lengths, their_lengths), 1)
    return np.clip(1 - apart / _WHOLE / shared, 0, 1)
