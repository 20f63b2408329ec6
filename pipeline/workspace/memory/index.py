"""The index of the memory: the texts of every feature, to find those like another one without comparing with all.

A row of the table `postings` holds the texts of one feature, one language and one class of length, as 32-bit numbers.
A feature that very many texts share says little: such rows stop growing, and are read last.
"""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.memory import similarity
from pipeline.memory.similarity import (
    FEATURE_COUNT,
    MAX_SHORT,
    SIZE_CLASSES,
    letter_features,
    size_class,
    word_features,
)

TABLE = "CREATE TABLE postings (id INTEGER PRIMARY KEY, ids BLOB NOT NULL)"
_ROWS = "SELECT id, ids FROM postings WHERE id BETWEEN ? AND ?"

_LANGUAGES = 4
"""Number of languages whose rows of a feature stand together; those of further languages have higher numbers."""
_STEP = _LANGUAGES * SIZE_CLASSES
"""Number of rows of a feature that stand together."""
_NUMBER_BYTES = 4
_MAX_ROW_BYTES = 4096 * _NUMBER_BYTES
"""Size in bytes at which a row stops growing."""
_MAX_NUMBERS_FOUND = 5_000
"""Maximum of numbers read to find candidates, the rarest features first."""
_MAX_NUMBERS_COUNTED = 15_000
"""Maximum of numbers read in total: those of further features only rank the candidates, which is cheaper."""
_MIN_FEATURES = 6
"""Number of features that are read even beyond those limits."""
_MAX_COMPARED = 560
"""Number of texts that a look-up compares in full: those that share the most features."""
_MAX_COMPARED_SHORT = 1200
"""The same for short texts, which have few features to choose by, and are compared quickly."""
_MAX_PENDING = 6_000_000
"""Number of postings held in memory before they are written."""


class Postings:
    """The index in an open database. Added texts are written by `flush`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._pending: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._count = 0

    def add(self, text: int, plain: str, lang: int) -> None:
        """Add a text by its number and its plain form."""
        first = _first_row(0, lang) + size_class(len(plain))
        found = word_features(plain) | letter_features(plain) if len(plain) <= MAX_SHORT else word_features(plain)
        for feature in found:
            self._pending[first + feature * _STEP].append(text)
        self._count += len(found)
        if self._count > _MAX_PENDING:
            self.flush()

    def flush(self) -> None:
        """Write the added texts."""
        self._database.executemany(
            "INSERT INTO postings (id, ids) VALUES (?, ?) ON CONFLICT (id) DO UPDATE "
            "SET ids = CAST(ids || excluded.ids AS BLOB) WHERE length(ids) < ?",
            ((row, self._pending[row].tobytes()[:_MAX_ROW_BYTES], _MAX_ROW_BYTES) for row in sorted(self._pending)),
        )
        self._pending.clear()
        self._count = 0

    def find_similar(self, plain: str, lang: int) -> list[int]:
        """Find the texts that share the most features with a plain one, as many as are compared in full."""
        first, last = similarity.size_classes(len(plain))
        found = self._sharing(word_features(plain), len(plain), lang, first, last)
        short = min(last, size_class(MAX_SHORT))
        if first <= short:
            found += self._sharing(letter_features(plain), len(plain), lang, first, short)
        return list(dict.fromkeys(found))

    def _sharing(self, wanted: set[int], length: int, lang: int, first: int, last: int) -> list[int]:
        """Find the texts that share most of the features: each has a rare one, and is counted for the others."""
        found: defaultdict[int, Counter[int]] = defaultdict(Counter)
        read = 0
        for number, (_, count, start) in enumerate(self._rarest_first(wanted, lang, first, last)):
            read += count
            if number >= _MIN_FEATURES and read > _MAX_NUMBERS_COUNTED:
                break
            is_rare = number < _MIN_FEATURES or read <= _MAX_NUMBERS_FOUND
            rows = self._database.execute(_ROWS, (start + first, start + last))
            for row, ids in rows:
                known, texts = found[row % SIZE_CLASSES], array("I", ids)
                known.update(texts if is_rare else known.keys() & texts)
        counted = [(counts, similarity.typical_length(size) / length) for size, counts in found.items()]
        return _most_shared(counted, len(wanted), _MAX_COMPARED_SHORT if length <= MAX_SHORT else _MAX_COMPARED)

    def _rarest_first(self, wanted: set[int], lang: int, first: int, last: int) -> list[tuple[bool, int, int]]:
        """Return for every feature whether a row of it is full, the number of its texts, and its first row."""
        query = (
            "SELECT max(length(ids)) >= ?, sum(length(ids)) / ?, value FROM json_each(?) "
            "JOIN postings ON postings.id BETWEEN value + ? AND value + ? GROUP BY value"
        )
        starts = json.dumps([_first_row(feature, lang) for feature in wanted])
        rows = self._database.execute(query, (_MAX_ROW_BYTES, _NUMBER_BYTES, starts, first, last))
        return sorted((bool(is_full), int(count), int(start)) for is_full, count, start in rows)

    def find_feature(self, feature: int, lang: int) -> list[int] | None:
        """Find the texts of a language that have a feature; None where the index does not have them all."""
        start = _first_row(feature, lang)
        found = array("I")
        for _, ids in self._database.execute(_ROWS, (start, start + SIZE_CLASSES - 1)):
            if len(ids) >= _MAX_ROW_BYTES:
                return None
            found.frombytes(ids)
        return sorted(set(found))


def _first_row(feature: int, lang: int) -> int:
    """Return the number of the first of the rows that a feature has in a language, one for each class of length."""
    group, place = divmod(lang, _LANGUAGES)
    return (group * FEATURE_COUNT + feature) * _STEP + place * SIZE_CLASSES


def _most_shared(counted: Sequence[tuple[Counter[int], float]], wanted: int, limit: int) -> list[int]:
    """Return the texts that share the most features, in proportion to their length: a long text shares more by chance.

    `counted` has for every class of length how many features each text shares, and its length relative to the wanted.
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
