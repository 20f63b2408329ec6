"""The index of the memory: for every feature the texts that have it, so that those like another one are found without
looking at all of them.

A row of the table `postings` holds the texts of one feature, one language and one class of length, as 32-bit numbers.
What a text shares with very many others says little about it: such rows stop growing, and are asked last.
"""

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.memory.scoring import (
    SHORT,
    SIZES,
    letter_features,
    size_class,
    size_classes,
    typical_length,
    word_feature,
    word_features,
)

TABLE = "CREATE TABLE postings (id INTEGER PRIMARY KEY, ids BLOB NOT NULL)"

_LANGUAGES = 4
_WIDTH = 4
_FULL = 4096 * _WIDTH
"""The bytes at which a row stops growing."""

_READ = 24_000
"""How many numbers are read for a look-up, the rarest features first."""

_FEWEST = 6
"""How many features are read even where that makes more."""

_COMPARED = 320
"""How many texts are compared in full for a look-up: those that share the most features."""

_WAITING = 6_000_000
"""How many numbers wait in memory before they are written."""


class Postings:
    """The index in an open database. What was added counts when it is `flush`ed."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._count = 0

    def add(self, text: int, plain: str, lang: int) -> None:
        """Take a text in, by its number and its plain form."""
        row = lang * SIZES + size_class(len(plain))
        found = word_features(plain) | letter_features(plain) if len(plain) <= SHORT else word_features(plain)
        for feature in found:
            self._waiting[feature * _LANGUAGES * SIZES + row].append(text)
        self._count += len(found)
        if self._count > _WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what was added."""
        self._database.executemany(
            "INSERT INTO postings (id, ids) VALUES (?, ?) ON CONFLICT (id) DO UPDATE "
            "SET ids = CAST(ids || excluded.ids AS BLOB) WHERE length(ids) < ?",
            ((row, self._waiting[row].tobytes()[:_FULL], _FULL) for row in sorted(self._waiting)),
        )
        self._waiting.clear()
        self._count = 0

    def near(self, plain: str, lang: int) -> list[int]:
        """The texts that share the most with a plain one, at most as many as can be compared in full."""
        first, last = size_classes(len(plain))
        found = self._sharing(word_features(plain), len(plain), lang, first, last)
        short = min(last, size_class(SHORT))
        if first <= short:
            found += self._sharing(letter_features(plain), len(plain), lang, first, short)
        return list(dict.fromkeys(found))

    def _sharing(self, wanted: set[int], length: int, lang: int, first: int, last: int) -> list[int]:
        rows = sorted(row for feature in wanted if (row := self._sizes(feature, lang, first, last)))
        found: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        read = 0
        query = "SELECT id, ids FROM postings WHERE id BETWEEN ? AND ?"
        for number, (_, count, start, end) in enumerate(rows):
            if number >= _FEWEST and read + count > _READ:
                break
            read += count
            for row, ids in self._database.execute(query, (start, end)):
                found[row % SIZES].frombytes(ids)
        return _most([(Counter(ids), typical_length(size) / length) for size, ids in found.items()], len(wanted))

    def _sizes(self, feature: int, lang: int, first: int, last: int) -> tuple[bool, int, int, int] | None:
        """Whether a row of the feature is full, how many texts it has, and from where to where its rows go."""
        start = (feature * _LANGUAGES + lang) * SIZES
        sizes = [
            size
            for (size,) in self._database.execute(
                "SELECT length(ids) FROM postings WHERE id BETWEEN ? AND ?", (start + first, start + last)
            )
        ]
        return (max(sizes) >= _FULL, sum(sizes) // _WIDTH, start + first, start + last) if sizes else None

    def having(self, word: str, lang: int) -> list[int] | None:
        """The texts of a language that may have a word; None where the index cannot tell."""
        feature = word_feature(word)
        if feature is None:
            return None
        start = (feature * _LANGUAGES + lang) * SIZES
        found = array("I")
        query = "SELECT ids FROM postings WHERE id BETWEEN ? AND ?"
        for (ids,) in self._database.execute(query, (start, start + SIZES - 1)):
            if len(ids) >= _FULL:
                return None
            found.frombytes(ids)
        return sorted(set(found))


def _most(counted: Sequence[tuple[Counter[int], float]], wanted: int) -> list[int]:
    """The texts that share the most, in proportion to what they have themselves: a long text shares more by chance.

    `counted` has for every class of length what each text shares, and how long these are compared to the one wanted.
    """
    shares = [
        (count / (wanted * (1 + longer)), place, count, number)
        for place, (counts, longer) in enumerate(counted)
        for count, number in Counter(counts.values()).items()
    ]
    least: dict[int, tuple[int, float]] = {}
    taken = 0
    for share, place, count, number in sorted(shares, reverse=True):
        if taken >= _COMPARED:
            break
        least[place] = count, share / count
        taken += number
    chosen = [
        (shared * unit, text)
        for place, (count, unit) in least.items()
        for text, shared in counted[place][0].items()
        if shared >= count
    ]
    return [text for _, text in sorted(chosen, reverse=True)[:_COMPARED]]
