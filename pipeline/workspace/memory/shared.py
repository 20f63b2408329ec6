"""The memory of a workspace as the copy of one that workspaces share: what the server has yet to be told, and what it
told.

A unit of the workspace has the server's number from when it is known there. The units of other workspaces, and those
that only another copy of this workspace has, come from origins whose names begin with that of their workspace.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.workspace.memory.server import Change, SentUnit, make_key
from pipeline.workspace.memory.store import SHARED, Memory

_SHARED_UNITS = "SELECT units.id FROM units JOIN origins ON origins.id = units.origin WHERE origins.digest = ?"
_SENDING = "CREATE TABLE IF NOT EXISTS sending (key BLOB PRIMARY KEY)"
"""The keys of units that the server may know of, or not: they were being sent."""
_NUMBERED = "SELECT units.id, origins.digest FROM units JOIN origins ON origins.id = units.origin WHERE number = ?"


class SharedMemory(Memory):
    """An open memory that may be the copy of a shared one. Changes are written by `save`."""

    @property
    def server(self) -> tuple[str, str] | None:
        """The identity of the server that this is a copy of, and the workspace's name there; None without a server."""
        rows = self._database.execute("SELECT identity, workspace FROM server").fetchall()
        return (str(rows[0][0]), str(rows[0][1])) if rows else None

    @property
    def position(self) -> int:
        """The position of the last change of the server that was read."""
        rows = self._database.execute("SELECT position FROM server").fetchall()
        return int(rows[0][0]) if rows else 0

    @property
    def has_news(self) -> bool:
        """True if the copy has something that its server has yet to be told of."""
        query = "SELECT EXISTS (SELECT 1 FROM taken) OR EXISTS (SELECT 1 FROM units WHERE number IS NULL)"
        [(is_there,)] = self._database.execute(query)
        return bool(is_there)

    def follow(self, identity: str, workspace: str) -> None:
        """Become the copy of a server for a workspace; what is known of another one is forgotten."""
        if self.server != (identity, workspace):
            self.leave()
            self._begin()
            self._database.execute("INSERT INTO server VALUES (?, ?, 0)", (identity, workspace))
        self._database.execute(_SENDING)

    def leave(self) -> None:
        """Forget everything that came from a server; the workspace's own units stay."""
        self._begin()
        self._database.execute("UPDATE units SET number = NULL WHERE number IS NOT NULL")
        self._delete_units([unit for (unit,) in self._database.execute(_SHARED_UNITS, (SHARED,)).fetchall()])
        self._database.execute("DELETE FROM origins WHERE digest = ?", (SHARED,))
        for table in ("taken", "server"):
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
        self._database.execute("DROP TABLE IF EXISTS sending")

    def taken(self) -> list[int]:
        """Return the numbers of units that are gone here, and that the server has yet to be told of."""
        return [number for (number,) in self._database.execute("SELECT number FROM taken ORDER BY number")]

    def unsent(self) -> Iterator[dict[int, SentUnit]]:
        """Yield the own units that the server does not know of, by their numbers here, one origin after the other."""
        origins = self._database.execute("SELECT DISTINCT origin FROM units WHERE number IS NULL").fetchall()
        for (origin,) in origins:
            query = "SELECT id, number FROM units WHERE origin = ? ORDER BY id"
            before = Counter[bytes]()
            found: dict[int, SentUnit] = {}
            for place, number in self._database.execute(query, (origin,)).fetchall():
                unit = self._unit(place)
                like = make_key(unit, 0)
                if number is None:
                    found[place] = SentUnit(key=make_key(unit, before[like]), unit=unit)
                before[like] += 1
            yield found

    def sending(self) -> list[bytes]:
        """Return the keys of units that were being sent when that was interrupted."""
        return [key for (key,) in self._database.execute("SELECT key FROM sending")]

    def begin_sending(self, keys: Iterable[bytes]) -> None:
        """Record which units are about to be sent. Whether they arrived is known from `set_numbers` or `settle` on."""
        self._begin()
        self._database.executemany("INSERT OR IGNORE INTO sending VALUES (?)", ((key,) for key in keys))

    def settle(self, numbers: Mapping[bytes, int]) -> None:
        """Record what arrived of an interrupted sending, by the server's numbers: what is gone here since, the server
        has yet to be told of; the rest is sent again.
        """
        here = {unit.key for origin in self.unsent() for unit in origin.values()}
        self._begin()
        for key, number in numbers.items():
            if key not in here and not self._database.execute(_NUMBERED, (number,)).fetchall():
                self._database.execute("INSERT OR IGNORE INTO taken VALUES (?)", (number,))
        self._database.execute("DELETE FROM sending")

    def set_numbers(self, numbers: Mapping[int, int]) -> None:
        """Record the server's numbers of own units. What only another copy of the workspace had, is own now."""
        self._begin()
        for unit, number in numbers.items():
            self._delete_numbered(number)
            self._database.execute("UPDATE units SET number = ? WHERE id = ?", (number, unit))
        self._database.execute("DELETE FROM sending")

    def forget_taken(self, numbers: Iterable[int]) -> None:
        """Record that the server was told of units that are gone."""
        self._begin()
        self._database.executemany("DELETE FROM taken WHERE number = ?", ((number,) for number in numbers))

    def apply(self, changes: Iterable[Change]) -> None:
        """Take over changes of the server. Own units are left alone: they are as their catalogs have them."""
        self._begin()
        for change in changes:
            known = self._database.execute(_NUMBERED, (change.number,)).fetchall()
            if change.unit is None and any(digest == SHARED for _, digest in known):
                self._delete_numbered(change.number)
            elif change.unit is not None and not known:
                origin = self._record_origin(change.unit.origin, SHARED)
                self._insert(origin, change.unit, self._versions(change.unit), change.number)
            self._database.execute("UPDATE server SET position = ?", (change.position,))

    def _delete_numbered(self, number: int) -> None:
        """Delete the unit with a number of the server, which is not told of that."""
        units = [unit for unit, _ in self._database.execute(_NUMBERED, (number,))]
        self._database.execute("UPDATE units SET number = NULL WHERE number = ?", (number,))
        self._delete_units(units)
