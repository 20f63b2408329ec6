"""The database of the translation memory, in `.targman/memory` (SQLite).

Everything in it is copied from catalogs and TMX files of the workspace, so it may be deleted at any time and is made
again. Every change is one transaction: a killed command leaves it as it was before.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby

from pipeline.frozen import dataclass
from pipeline.memory import MemoryMatch, MemoryUnit
from pipeline.memory.similarity import (
    MIN_SIMILARITY,
    count_beginnings,
    find_similar,
    plain_text,
    rank_matches,
    search_features,
    split_unspaced,
    split_words,
)
from pipeline.workspace.memory import index, tables

_NO_LANGUAGE = -1
"""Stands for the number of a language in which there is no text."""
_MATCHES = """
    SELECT units.lang, source.text, target.text, origins.name, people.name
    FROM versions AS known
    JOIN texts AS source ON source.id = known.text
    JOIN versions AS other ON other.unit = known.unit AND other.lang = ?
    JOIN texts AS target ON target.id = other.text
    JOIN units ON units.id = known.unit
    JOIN origins ON origins.id = units.origin
    LEFT JOIN people ON people.id = other.person
    WHERE known.text = ?
"""
_SPARE_CANDIDATES = 24
"""Texts scored besides those asked for, as some have no translation into the language that is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UntranslatedText:
    """A text without a translation in a catalog of an article."""

    lang: str
    source_lang: str
    text: str


POSTPONED = "later"
"""Digest of an origin that is to be read later."""
SHARED = "server"
"""Digest of an origin that is known from the server of a shared memory only."""


class Memory:
    """An open memory. Changes are written by `save`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._postings = index.Postings(database)
        self._numbers: dict[str, int] = {}

    @property
    def format(self) -> int:
        """The version of its tables; 0 where there are none."""
        return tables.read_format(self._database)

    def prepare(self) -> None:
        """Prepare for writing, with new tables if there are none. Raises sqlite3.DatabaseError for another version."""
        tables.prepare(self._database)
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute("CREATE TEMP TABLE news (key INTEGER NOT NULL, unit INTEGER NOT NULL)")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of all texts that the memory has or had, in the order in which they came."""
        return tuple(self._language_numbers())

    def digests(self) -> dict[str, str]:
        """Return the digest of every origin of the workspace from which the memory was made."""
        return dict(self._database.execute("SELECT name, digest FROM origins WHERE digest <> ?", (SHARED,)))

    def count(self) -> tuple[int, int]:
        """Return the number of units, and of the origins that have some."""
        [(units,)] = self._database.execute("SELECT count(*) FROM units")
        [(origins,)] = self._database.execute("SELECT count(*) FROM origins WHERE id IN (SELECT origin FROM units)")
        return units, origins

    @property
    def is_empty(self) -> bool:
        """True if there is no unit at all."""
        return not self._database.execute("SELECT 1 FROM units LIMIT 1").fetchall()

    def store(
        self, origin: str, digest: str, units: Iterable[MemoryUnit], waiting: Iterable[UntranslatedText] = ()
    ) -> int:
        """Replace the units of an origin and the texts that its catalogs wait for; return the number of new units.

        Every text that waits in any catalog for a text that is new here becomes due.
        """
        number = self._record_origin(origin, digest)
        old = self._units_of(number)
        new = 0
        for unit in units:
            versions = self._versions(unit)
            known = old.get((unit.lang, versions))
            if known:
                known.pop(0)
            else:
                self._insert(number, unit, versions)
                new += 1
        self._delete_units([unit for left in old.values() for unit in left])
        self._database.execute("DELETE FROM waiting WHERE origin = ?", (number,))
        self._database.executemany(
            "INSERT INTO waiting VALUES (?, ?, ?, ?)",
            (
                (
                    number,
                    self._record_language(item.lang),
                    _text_key(item.source_lang, plain_text(item.text)),
                    item.text,
                )
                for item in waiting
            ),
        )
        return new

    def postpone(self, origin: str) -> None:
        """Record that an origin has changed and is to be read later; its units stay."""
        self._record_origin(origin, POSTPONED)

    def forget(self, origin: str) -> None:
        """Delete everything that came from an origin."""
        self.store(origin, "", ())
        self._database.execute("DELETE FROM origins WHERE name = ?", (origin,))
        self._database.execute("DELETE FROM due WHERE article = ?", (origin,))

    def save(self) -> None:
        """Write all changes."""
        if self._database.in_transaction:
            self._postings.flush()
            self._database.execute(
                "INSERT OR IGNORE INTO due SELECT origins.name, waiting.lang, waiting.text FROM news "
                "JOIN waiting ON waiting.key = news.key "
                "JOIN versions ON versions.unit = news.unit AND versions.lang = waiting.lang "
                "JOIN origins ON origins.id = waiting.origin"
            )
            self._database.execute("DELETE FROM news")
            self._database.execute("COMMIT")

    def mark_all_due(self) -> None:
        """Make all texts due for which any catalog waits, as after an import."""
        self._begin()
        self._database.execute(
            "INSERT OR IGNORE INTO due SELECT origins.name, waiting.lang, waiting.text "
            "FROM waiting JOIN origins ON origins.id = waiting.origin"
        )

    def due(self) -> dict[str, dict[str, frozenset[str]]]:
        """Return the texts, by article and edition, that are to be looked up again."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for article, lang, texts in self._database.execute(
            "SELECT article, lang, json_group_array(text) FROM due GROUP BY article, lang"
        ):
            found.setdefault(article, {})[self._code(lang)] = frozenset(json.loads(texts))
        return found

    def clear_due(self, articles: Iterable[str]) -> None:
        """Record that the texts due in these articles were looked up."""
        self._begin()
        self._database.executemany("DELETE FROM due WHERE article = ?", ((article,) for article in articles))

    def matches(self, text: str, lang: str, to: str, *, limit: int = 3) -> list[MemoryMatch]:
        """Return translations into `to` of the text, or if there are none, of the texts that are most like it."""
        if _NO_LANGUAGE in (number := self._number(lang), self._number(to)):
            return []
        bare = plain_text(text)
        rows = self._database.execute(
            "SELECT id, text FROM texts WHERE key = ? AND lang = ?", (_text_key(lang, bare), number)
        )
        same = [text_number for text_number, other in rows if plain_text(other) == bare]
        found = [match for text_number in same for match in self._translations(text_number, 100, lang, to)]
        return rank_matches(found or self._find_similar(bare, lang, to, limit), text, limit)

    def _find_similar(self, bare: str, lang: str, to: str, limit: int) -> list[MemoryMatch]:
        rows = self._texts(self._postings.find_similar(bare, self._number(lang)))
        found: list[MemoryMatch] = []
        enough = 0
        texts = [text for _, text in rows]
        for score, place in find_similar(bare, texts, MIN_SIMILARITY, limit + _SPARE_CANDIDATES):
            if len(found) >= limit and score < enough:
                break
            found += self._translations(rows[place][0], score, lang, to)
            enough = score
        return found

    def _texts(self, numbers: Iterable[int]) -> list[tuple[int, str]]:
        wanted = json.dumps(sorted(numbers))
        query = "SELECT id, text FROM texts WHERE id IN (SELECT value FROM json_each(?))"
        return self._database.execute(query, (wanted,)).fetchall()

    def _translations(self, number: int, score: int, lang: str, to: str) -> Iterator[MemoryMatch]:
        rows = self._database.execute(_MATCHES, (self._number(to), number))
        number_of_source = self._number(lang)
        for written, source, target, origin, person in rows:
            name, same = person or "", written == number_of_source
            yield MemoryMatch(
                score=score, source=source, target=target, origin=origin, translator=name, same_direction=same
            )

    def search(self, words: str, languages: Sequence[str], limit: int) -> list[MemoryUnit]:
        """Find the units with a text, in one of these languages, that has all of the words or words that begin so.

        Those with exactly the words come first; otherwise they are in the order in which they were stored.
        """
        ranks: dict[int, int] = {}
        for lang in languages if split_words(words) else ():
            very = 0
            for number, rank in self._with_words(words, lang):
                for (unit,) in self._database.execute("SELECT unit FROM versions WHERE text = ?", (number,)):
                    ranks[unit] = min(rank, ranks.get(unit, rank))
                very += rank == 0
                if very >= limit:
                    break
        return [self._unit(number) for number in sorted(ranks, key=lambda unit: (ranks[unit], unit))[:limit]]

    def _with_words(self, words: str, lang: str) -> Iterator[tuple[int, int]]:
        """Yield the texts of a language with the words, and the number of words that are only beginnings of theirs."""
        wanted, rows_wanted = split_words(words), split_unspaced(words)
        found = [self._postings.find_feature(feature, self._number(lang)) for feature in search_features(words)]
        lists = [set(numbers) for numbers in found if numbers is not None]
        query, values = "SELECT id, text FROM texts WHERE lang = ?", (self._number(lang),)
        rows = self._texts(set.intersection(*lists)) if lists else self._database.execute(query, values)
        for number, text in rows:
            beginnings = count_beginnings(wanted, rows_wanted, plain_text(text))
            if beginnings is not None:
                yield number, beginnings

    def pairs(self, lang: str, to: str, without: Collection[str], limit: int) -> list[tuple[str, str]]:
        """Return texts of one language paired with their translations into another, from all origins but some.

        At most `limit` pairs, spread evenly over all there are, each once and in a fixed order.
        """
        query = (
            "SELECT DISTINCT ours.text, theirs.text, origins.name FROM units JOIN origins ON origins.id = units.origin "
            "JOIN versions AS mine ON mine.unit = units.id AND mine.lang = ? "
            "JOIN versions AS other ON other.unit = units.id AND other.lang = ? "
            "JOIN texts AS ours ON ours.id = mine.text JOIN texts AS theirs ON theirs.id = other.text"
        )
        rows = self._database.execute(query, (self._number(lang), self._number(to)))
        found = sorted({(text, translation) for text, translation, origin in rows if origin not in without})
        step = max(len(found) / limit, 1.0)
        return [found[int(number * step)] for number in range(min(len(found), limit))]

    def units(self) -> Iterator[MemoryUnit]:
        """Yield all units, ordered by the names of their origins."""
        query = "SELECT units.id FROM units JOIN origins ON origins.id = units.origin ORDER BY origins.name, units.id"
        for (number,) in self._database.execute(query):
            yield self._unit(number)

    def _unit(self, number: int) -> MemoryUnit:
        [(lang, origin)] = self._database.execute(
            "SELECT units.lang, origins.name FROM units JOIN origins ON origins.id = units.origin WHERE units.id = ?",
            (number,),
        )
        rows = self._database.execute(
            "SELECT versions.lang, texts.text, people.name FROM versions JOIN texts ON texts.id = versions.text "
            "LEFT JOIN people ON people.id = versions.person WHERE versions.unit = ? ORDER BY versions.lang",
            (number,),
        ).fetchall()
        return MemoryUnit(
            lang="" if lang is None else self._code(lang),
            origin=origin,
            texts={self._code(other): text for other, text, _ in rows},
            translators={self._code(other): person for other, _, person in rows if person},
        )

    def _language_numbers(self) -> dict[str, int]:
        return dict(self._database.execute("SELECT code, id FROM languages ORDER BY id"))

    def _number(self, lang: str) -> int:
        """Return the number of a language; `_NO_LANGUAGE` if there is no text in it."""
        if lang not in self._numbers:
            self._numbers = self._language_numbers()
        return self._numbers.get(lang, _NO_LANGUAGE)

    def _code(self, number: int) -> str:
        """Return the language with a number, which another process may have added just now."""
        if number not in self._numbers.values():
            self._numbers = self._language_numbers()
        return next(lang for lang, other in self._numbers.items() if other == number)

    def _record_language(self, lang: str) -> int:
        number = self._number(lang)
        if number == _NO_LANGUAGE:
            made = self._database.execute("INSERT INTO languages (code) VALUES (?)", (lang,))
            number = self._numbers[lang] = made.lastrowid or 0
        return number

    def _begin(self) -> None:
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")

    def _record_origin(self, name: str, digest: str) -> int:
        self._begin()
        self._database.execute(
            "INSERT INTO origins (name, digest) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET digest = ?",
            (name, digest, digest),
        )
        [(number,)] = self._database.execute("SELECT id FROM origins WHERE name = ?", (name,))
        return int(number)

    def _units_of(self, origin: int) -> "dict[tuple[str, _Versions], list[int]]":
        rows = self._database.execute(
            "SELECT units.id, units.lang, versions.lang, versions.text, versions.person FROM units "
            "JOIN versions ON versions.unit = units.id WHERE units.origin = ? ORDER BY units.id, versions.lang",
            (origin,),
        )
        found: dict[tuple[str, _Versions], list[int]] = {}
        for (unit, lang), versions in groupby(rows, key=lambda row: row[:2]):
            key = "" if lang is None else self._code(lang), tuple(version[2:] for version in versions)
            found.setdefault(key, []).append(unit)
        return found

    def _versions(self, unit: MemoryUnit) -> "_Versions":
        languages = sorted((self._record_language(lang), lang) for lang in unit.texts)
        return tuple(
            (
                number,
                self._record_text(lang, number, unit.texts[lang]),
                self._record_person(unit.translators.get(lang, "")),
            )
            for number, lang in languages
        )

    def _record_text(self, lang: str, number: int, text: str) -> int:
        bare = plain_text(text)
        key = _text_key(lang, bare)
        query = "SELECT id FROM texts WHERE key = ? AND lang = ? AND text = ?"
        for (known,) in self._database.execute(query, (key, number, text)):
            return int(known)
        made = self._database.execute("INSERT INTO texts (lang, key, text) VALUES (?, ?, ?)", (number, key, text))
        self._postings.add(made.lastrowid or 0, bare, number)
        return made.lastrowid or 0

    def _record_person(self, name: str) -> int | None:
        if not name:
            return None
        self._database.execute("INSERT OR IGNORE INTO people (name) VALUES (?)", (name,))
        [(number,)] = self._database.execute("SELECT id FROM people WHERE name = ?", (name,))
        return int(number)

    def _insert(self, origin: int, unit: MemoryUnit, versions: "_Versions", number: int | None = None) -> None:
        lang = self._record_language(unit.lang) if unit.lang else None
        made = self._database.execute(
            "INSERT INTO units (origin, lang, number) VALUES (?, ?, ?)", (origin, lang, number)
        )
        self._database.executemany(
            "INSERT INTO versions VALUES (?, ?, ?, ?)", ((made.lastrowid, *version) for version in versions)
        )
        self._database.executemany(
            "INSERT INTO news VALUES (?, ?)",
            ((_text_key(lang, plain_text(text)), made.lastrowid) for lang, text in unit.texts.items()),
        )

    def _delete_units(self, units: Sequence[int]) -> None:
        """Delete units, and texts that no other unit has; in the index these stay until it is made anew."""
        for unit in units:
            self._database.execute("INSERT INTO taken SELECT number FROM units WHERE id = ? AND number > 0", (unit,))
            texts = self._database.execute("SELECT text FROM versions WHERE unit = ?", (unit,)).fetchall()
            self._database.execute("DELETE FROM versions WHERE unit = ?", (unit,))
            self._database.execute("DELETE FROM units WHERE id = ?", (unit,))
            self._database.executemany(
                "DELETE FROM texts WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE text = ?1)", texts
            )


_Versions = tuple[tuple[int, int, int | None], ...]


def _text_key(lang: str, bare: str) -> int:
    """Return the number under which a plain text of a language is stored."""
    digest = blake2b(f"{lang} {bare}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
