"""The safety copy: each catalog as the last `sync` left it, in `.targman/safety` (SQLite), compressed.

By it the next `sync` notices what an editor program or a copied file took away. A catalog without any translation has
none. It may be deleted at any time; then only what is overwritten before the next `sync` cannot be noticed.
"""

import json
import sqlite3
import zlib
from collections.abc import Collection, Container, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import field, replace
from pathlib import Path

from pipeline.catalog import parse, serialize
from pipeline.catalog.restore import (
    CatalogHistory,
    RestoredCatalog,
    extend_history,
    find_begun,
    has_work,
    restore_translations,
)
from pipeline.errors import CatalogError, FileError
from pipeline.frozen import dataclass
from pipeline.model import Catalog
from pipeline.workspace import files
from pipeline.workspace.contents import parse_catalog

NAME = ".targman/safety"

_FORMAT = 1
_TABLE = "CREATE TABLE copies (path TEXT PRIMARY KEY, digest TEXT NOT NULL, copy BLOB NOT NULL, history BLOB NOT NULL)"
_LEVEL = 1
"""Level of compression: higher ones save a tenth of the space and take several times as long."""
_PATIENCE = 10.0  # seconds to wait for another process that writes


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCopy:
    """A catalog as `sync` left it, compressed, with its digest and history. With `is_in_git`, the file is what git put
    there, and stays as it is.
    """

    digest: str
    copy: bytes
    history: CatalogHistory = field(default_factory=CatalogHistory)
    is_in_git: bool = False


class SafetyStore:
    """The safety copies of a workspace, to read. Several threads may ask."""

    def __init__(self, database: sqlite3.Connection | None) -> None:
        self._database = database

    def load(self, path: str) -> SafetyCopy | None:
        """Return the copy of the catalog at `path`; None if there is none, or if it is damaged."""
        if self._database is None:
            return None
        with suppress(sqlite3.Error, ValueError, zlib.error, CatalogError):
            for digest, copy, history in self._database.execute(
                "SELECT digest, copy, history FROM copies WHERE path = ?", (path,)
            ):
                return SafetyCopy(digest=digest, copy=copy, history=_decode_history(history))
        return None


@contextmanager
def open_safety(root: Path) -> Iterator[SafetyStore]:
    """Open the safety copies of a workspace to read; there are none if the file is missing or damaged."""
    database = None
    if (root / NAME).is_file():
        with suppress(sqlite3.Error):
            address = f"{(root / NAME).absolute().as_uri()}?mode=ro"
            database = sqlite3.connect(address, uri=True, timeout=_PATIENCE, check_same_thread=False)
    try:
        yield SafetyStore(database)
    finally:
        if database is not None:
            database.close()


def store_copies(root: Path, copies: Mapping[str, SafetyCopy | None], known: Collection[str]) -> None:
    """Store the copies of these catalogs, or remove that of one with None, and those of catalogs that are gone: not
    among the `known`, and no file. The caller holds the workspace's lock. Raises FileError if the disk refuses.
    """
    if not copies and not (root / NAME).exists():
        return
    with _change(root) as database:
        gone = [path for (path,) in database.execute("SELECT path FROM copies") if path not in known]
        unwanted = [path for path, copy in copies.items() if copy is None]
        unwanted += [path for path in gone if not (root / path).exists()]
        database.executemany("DELETE FROM copies WHERE path = ?", ((path,) for path in unwanted))
        database.executemany(
            "INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)",
            (
                (path, item.digest, item.copy, _encode_history(item.history))
                for path, item in copies.items()
                if item is not None
            ),
        )


def move_copies(root: Path, moves: Mapping[str, str]) -> None:
    """Let the copies follow catalogs from one path to another: what their files lost comes back there. The caller holds
    the workspace's lock. Raises FileError if the disk refuses.
    """
    if moves and (root / NAME).exists():
        with _change(root) as database:
            # In two steps, since catalogs may take each other's paths.
            rows = ((f">{new}", old) for old, new in moves.items())
            database.executemany("UPDATE copies SET path = ? WHERE path = ?", rows)
            database.execute("UPDATE OR REPLACE copies SET path = substr(path, 2) WHERE path LIKE '>%'")


@contextmanager
def _change(root: Path) -> Iterator[sqlite3.Connection]:
    """Open the safety copies for a change: all of it is stored or nothing. Raises FileError if the disk refuses."""
    try:
        with closing(_connect(root / NAME)) as database, database:
            yield database
    except (OSError, sqlite3.Error) as error:
        raise FileError(f"cannot be written: {error}. The catalogs are complete.", path=NAME) from error


def _connect(path: Path) -> sqlite3.Connection:
    """Connect to the database, a new one if it is missing, damaged or of another version."""
    for _ in range(2):
        database = sqlite3.connect(path, timeout=_PATIENCE)
        try:
            [(version,)] = database.execute("PRAGMA user_version")
            if version == 0:
                database.execute(_TABLE)
                database.execute(f"PRAGMA user_version = {_FORMAT}")
            if version in (0, _FORMAT):
                database.execute("PRAGMA synchronous = NORMAL")
                return database
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError:
            pass
        database.close()
        path.unlink(missing_ok=True)
    raise sqlite3.DatabaseError("it is damaged again at once")


def restore(
    path: str,
    found: Catalog | None,
    seen: bytes | None,
    last: SafetyCopy | None,
    texts: Container[str],
    *,
    same_language: bool,
) -> RestoredCatalog:
    """Return the catalog at `path` with what it lost since the last `sync`. What git took away is counted only."""
    history = last.history if last is not None else CatalogHistory()
    is_same = last is not None and seen is not None and files.content_digest(seen) == last.digest
    before = None if last is None or (is_same and not history.dropped) else _parse_copy(path, last)
    if last is None or before is None:
        return RestoredCatalog(catalog=found, history=history)
    made = restore_translations(found, before, history, texts, same_language=same_language)
    return replace(made, catalog=found, history=last.history) if last.is_in_git else made


def load_copy(root: Path, path: str) -> SafetyCopy | None:
    """Return the copy of the catalog at `path`, if there is one that can be read."""
    with open_safety(root) as store:
        return store.load(path)


def list_begun(path: str, found: Catalog, last: SafetyCopy | None) -> frozenset[str]:
    """Return the keys of the offers in the catalog at `path` that somebody began to correct; none without a copy."""
    before = _parse_copy(path, last) if last is not None else None
    return find_begun(found, before, last.history) if last is not None and before is not None else frozenset()


def describe_restored(path: str, made: RestoredCatalog, last: SafetyCopy | None) -> tuple[str, ...]:
    """Return a sentence about what a catalog had lost; none if it had lost nothing."""
    if not made.count:
        return ()
    if last is not None and last.is_in_git:
        count = "1 translation" if made.count == 1 else f"{made.count} translations"
        return (f"{path} is as in git, without {count} of the last sync. To see older versions: git log -p -- {path}",)
    parts = (
        (made.returned, "is back as it was", "are back as they were"),
        (made.offered, "is offered as fuzzy", "are offered as fuzzy"),
        (made.remarks, "is kept in a remark beside an earlier one", "are kept in remarks beside earlier ones"),
    )
    told = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)
    lost = "a translation" if made.count == 1 else f"{made.count} translations"
    return (f"{path} had lost {lost} since the last sync, to an editor program or an older copy: {told}.",)


def make_copy(
    path: str, made: RestoredCatalog, last: SafetyCopy | None, new: Catalog, data: bytes, *, same_language: bool
) -> SafetyCopy | None:
    """Return the copy to store of a catalog that `sync` leaves as `new`, the bytes `data`; None if there is no work."""
    digest = files.content_digest(data)
    history = made.history
    if last is not None and last.digest == digest:
        return replace(last, history=history, is_in_git=False)
    if not history.dropped and not has_work(new, same_language=same_language):
        return None
    before = _parse_copy(path, last) if last is not None else None
    if before is not None:
        history = extend_history(history, before, new)
    return SafetyCopy(digest=digest, copy=zlib.compress(data, _LEVEL), history=history)


def _parse_copy(path: str, last: SafetyCopy) -> Catalog | None:
    try:
        return parse_catalog(path, zlib.decompress(last.copy))[0]
    except (CatalogError, zlib.error):
        return None


def _encode_history(history: CatalogHistory) -> bytes:
    if history == CatalogHistory():
        return b""
    dropped = serialize(Catalog(entries=history.dropped)) if history.dropped else ""
    data = [history.earlier, sorted(history.returned), dropped]
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode(), _LEVEL)


def _decode_history(data: bytes) -> CatalogHistory:
    if not data:
        return CatalogHistory()
    earlier, returned, dropped = json.loads(zlib.decompress(data))
    return CatalogHistory(
        earlier={key: tuple(past) for key, past in earlier.items()},
        returned=frozenset(returned),
        dropped=parse(dropped.encode()).entries if dropped else (),
    )
