"""Ask the server of a shared memory, which has the units of all workspaces, and tell it what changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING, Any

from pipeline.frozen import dataclass
from pipeline.memory import MemoryUnit
from pipeline.memory.similarity import plain_text, split_words
from pipeline.workspace.memory.connection import ServerError

if TYPE_CHECKING:
    import psycopg

_RIGHTS = """
    SELECT has_any_column_privilege('targman.unit', 'INSERT'), row_security_active('targman.unit'),
        targman.may_write(%s), session_user
"""
_ADD = """
    INSERT INTO targman.unit (workspace, origin, key, lang, texts, translators, words)
    SELECT %s, * FROM unnest(%s::text[], %s::bytea[], %s::text[], %s::json[], %s::json[], %s::text[])
    ON CONFLICT (workspace, key) DO UPDATE SET taken = NULL WHERE unit.taken IS NOT NULL
"""
_TAKE = "UPDATE targman.unit SET taken = now() WHERE number = ANY(%s) AND workspace = %s AND taken IS NULL"
_NUMBERS = "SELECT key, number FROM targman.unit WHERE workspace = %s AND key = ANY(%s)"
_CHANGES = """
    SELECT change, number, taken IS NOT NULL, workspace, origin, lang, texts::text, translators::text FROM targman.unit
    WHERE change > %s AND (taken IS NULL OR %s > 0) AND workspace <> %s ORDER BY change LIMIT %s
"""
_EARLIER = """
    SELECT workspace, origin, lang, texts::text, translators::text, added::date, taken::date FROM targman.unit
    WHERE taken IS NOT NULL AND words LIKE ALL(%s) ORDER BY unit.taken DESC, number
    LIMIT %s OFFSET %s
"""
_EARLIER_AT_ONCE = 500
_ANSWERS = """
    SELECT asked::text, answer::text FROM targman.answer
    WHERE (provider, source, target) = (%s, %s, %s) AND key = ANY(%s)
"""
_ADD_ANSWERS = """
    INSERT INTO targman.answer (provider, source, target, key, asked, answer, workspace)
    SELECT %s, %s, %s, new.*, %s FROM unnest(%s::bytea[], %s::json[], %s::json[]) AS new
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUnit:
    """A unit of this workspace, and its `key`: a digest of the unit, its origin, and how many like it are before it."""

    key: bytes
    unit: MemoryUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the unit with a `number`, None if its workspace took it away. Changes are ordered by `position`."""

    position: int
    number: int
    unit: MemoryUnit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierUnit:
    """A unit that its workspace had between two dates."""

    unit: MemoryUnit
    added: str
    taken: str


def make_key(unit: MemoryUnit, occurrence: int) -> bytes:
    """Return the key of a unit that as many like it, from the same origin, are before."""
    return _digest([unit.origin, occurrence, unit.lang, sorted(unit.texts.items()), sorted(unit.translators.items())])


class MemoryServer:
    """A connection to the server, for one workspace."""

    def __init__(self, connection: "psycopg.Connection[Any]", workspace: str) -> None:
        self._connection = connection
        self.workspace = workspace

    def identity(self) -> str:
        """Return the name by which a copy knows the server again."""
        [(found,)] = self._connection.execute("SELECT identity::text FROM targman.memory")
        return str(found)

    def may_write(self) -> bool:
        """Tell whether the user is a writer. Raises ServerError for a writer of other workspaces only."""
        [(is_writer, is_restricted, is_named, user)] = self._connection.execute(_RIGHTS, (self.workspace,))
        if is_writer and is_restricted and not is_named:
            raise ServerError(
                f"the memory server does not let {user} write for the workspace “{self.workspace}”. The owner of its "
                f"database allows it with a row ('{user}', '{self.workspace}') in targman.writer."
            )
        return bool(is_writer)

    def exchange(self, taken: Sequence[int], added: Sequence[SentUnit]) -> None:
        """Record in one transaction which units the workspace has no longer, and which it has. Twice is as once."""
        with self._connection.transaction():
            self._connection.execute(_TAKE, (sorted(taken), self.workspace))
            units = [each.unit for each in sorted(added, key=lambda each: each.key)]
            columns = (
                [unit.origin for unit in units],
                sorted(each.key for each in added),
                [unit.lang for unit in units],
                [_json(dict(unit.texts)) for unit in units],
                [_json(dict(unit.translators)) for unit in units],
                [_words(unit) for unit in units],
            )
            if units:
                self._connection.execute(_ADD, (self.workspace, *columns))

    def numbers(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """Return the numbers of the workspace's units with these keys."""
        return dict(self._connection.execute(_NUMBERS, (self.workspace, list(keys))).fetchall())

    def changes(self, position: int, limit: int, without: str = "") -> list[Change]:
        """Return the first changes after a position, without those of a workspace. From the beginning on, what is
        earlier by now is left out.
        """
        rows = self._connection.execute(_CHANGES, (position, position, without, limit))
        return [
            Change(position=change, number=number, unit=None if is_taken else _unit(*unit))
            for change, number, is_taken, *unit in rows
        ]

    def count_changes(self, position: int, without: str) -> int:
        """Return the number of such changes."""
        query = "SELECT count(*) FROM targman.unit WHERE change > %s AND (taken IS NULL OR %s > 0) AND workspace <> %s"
        [(number,)] = self._connection.execute(query, (position, position, without))
        return int(number)

    def earlier(self, words: str) -> Iterator[EarlierUnit]:
        """Yield the units with all of these words or words that begin so, that no workspace has any longer, the latest
        first. Some may have the words in several languages.
        """
        patterns = [f"% {word}%" for word in split_words(words)]
        for place in count(0, _EARLIER_AT_ONCE):
            rows = self._connection.execute(_EARLIER, (patterns, _EARLIER_AT_ONCE, place)).fetchall()
            for *unit, added, taken in rows:
                yield EarlierUnit(unit=_unit(*unit), added=str(added), taken=str(taken))
            if len(rows) < _EARLIER_AT_ONCE:
                return

    def look_up_answers(self, provider: str, source: str, target: str, texts: Sequence[str]) -> dict[str, str]:
        """Return the answers of machine translation that some workspace has paid for."""
        keys = list(map(_digest, texts))
        rows = self._connection.execute(_ANSWERS, (provider, source, target, keys))
        return {json.loads(asked): json.loads(answer) for asked, answer in rows}

    def store_answers(self, provider: str, source: str, target: str, answers: Mapping[str, str]) -> None:
        """Share answers by the texts that were sent. The first answer to a text stays."""
        columns = list(map(_digest, answers)), list(map(_json, answers)), list(map(_json, answers.values()))
        self._connection.execute(_ADD_ANSWERS, (provider, source, target, self.workspace, *columns))


def _unit(workspace: str, origin: str, lang: str, texts: str, translators: str) -> MemoryUnit:
    return MemoryUnit(
        texts=json.loads(texts),
        lang=lang,
        origin=f"{workspace}/{origin}",
        translators=json.loads(translators),
    )


def _json(value: object) -> str:
    """Return a value as JSON, in which a NUL is escaped: PostgreSQL has no room for it elsewhere."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(value: object) -> bytes:
    return blake2b(_json(value).encode(), digest_size=16).digest()


def _words(unit: MemoryUnit) -> str:
    """Return all words of a unit, each after a space."""
    return "".join(f" {word}" for text in unit.texts.values() for word in split_words(plain_text(text)))
