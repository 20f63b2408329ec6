"""The index of the memory: for every feature the texts that have it, so that those like another one are found without
looking at all of them.

A row of the table `postings` holds the texts of one feature, one language and one class of length, as 32-bit numbers.
What a text shares with very many others says little about it: such rows stop growing, and are asked last.
"""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.memory.similarity import (
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

_READ = 5_000
"""How many numbers are read to find texts that may be meant, the rarest features first."""

_COUNTED = 15_000
"""How many numbers are read altogether: those of other features only tell these texts apart, which is cheaper."""

_FEWEST = 6
"""How many features are read even where that makes more."""

_COMPARED = 560
"""How many texts are compared in full for a look-up: those that share the most features."""

_COMPARED_SHORT = 1200
"""The same for short ones, which have few features to choose by, and take little time to compare."""

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
        """The texts that share most of the features: each has one of the rare ones, and is counted for the others."""
        found: defaultdict[int, Counter[int]] = defaultdict(Counter)
        read = 0
        for number, (_, count, start) in enumerate(self._rarest_first(wanted, lang, first, last)):
            read += count
            if number >= _FEWEST and read > _COUNTED:
                break
            is_rare = number < _FEWEST or read <= _READ
            for row, ids in self._rows(start + first, start + last):
                known = found[row % SIZES]
                known.update(ids if is_rare else known.keys() & ids)
        counted = [(counts, typical_length(size) / length) for size, counts in found.items()]
        return _most(counted, len(wanted), _COMPARED_SHORT if length <= SHORT else _COMPARED)

    def _rows(self, start: int, end: int) -> "Iterator[tuple[int, array[int]]]":
        for row, ids in self._database.execute("SELECT id, ids FROM postings WHERE id BETWEEN ? AND ?", (start, end)):
            texts = array("I")
            texts.frombytes(ids)
            yield row, texts

    def _rarest_first(self, wanted: set[int], lang: int, first: int, last: int) -> list[tuple[bool, int, int]]:
        """For every feature that a text has: whether a row of it is full, how many texts have it, and its first row."""
        query = (
            "SELECT max(length(ids)) >= ?, sum(length(ids)) / ?, value FROM json_each(?) "
            "JOIN postings ON postings.id BETWEEN value + ? AND value + ? GROUP BY value"
        )
        starts = json.dumps([(feature * _LANGUAGES + lang) * SIZES for feature in wanted])
        rows = self._database.execute(query, (_FULL, _WIDTH, starts, first, last))
        return sorted((bool(is_full), int(count), int(start)) for is_full, count, start in rows)

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


def _most(counted: Sequence[tuple[Counter[int], float]], wanted: int, limit: int) -> list[int]:
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
        if taken >= limit:
            break
        least[place] = count, share / count
        taken += number
    chosen = [
        (shared * unit, text)
        for place, (count, unit) in least.items()
        for text, shared in counted[place][0].items()
        if shared >= count
    ]
    return [text for _, text in sorted(chosen, reverse=True)[:limit]]
