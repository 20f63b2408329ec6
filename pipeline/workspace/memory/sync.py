"""Open the memory of a workspace, and update it from changed catalogs (also of articles gone) and TMX files."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import CatalogError, FileError, TmxError
from pipeline.memory import MemoryUnit
from pipeline.memory.harvest import harvest_units, source_language, untranslated_texts
from pipeline.workspace import files
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.files import FileState
from pipeline.workspace.index import Index
from pipeline.workspace.memory.shared import SharedMemory
from pipeline.workspace.memory.store import POSTPONED, Memory, UntranslatedText
from pipeline.workspace.memory.tables import FORMAT
from pipeline.workspace.paths import ArticlePath, list_files
from pipeline.workspace.settings import Settings

NAME = ".targman/memory"

FOLDER = "locales/memory"
"""Folder of imported TMX files: the memory is made from them, so they belong to the workspace."""
_READING_CACHE = -32_768
_WRITING_CACHE = -262_144
"""Cache sizes of the database: kibibytes, negative as SQLite wants them. It uses no more than it needs."""
_MAPPED = 1 << 32
"""Bytes of the file that are mapped into memory, which saves a system call for every page."""
_PATIENCE = 10.0


class UnusableMemoryError(FileError):
    """The memory is damaged, or the disk refuses. It is only a copy, so nothing is lost."""


@contextmanager
def open_memory(root: Path) -> Iterator[SharedMemory]:
    """Open the memory of a workspace for reading and writing; make a new one if there is none that can be used.

    The caller holds the lock of the workspace. Raises FileError where the disk refuses or the database is damaged.
    """
    path = root / NAME
    try:
        path.parent.mkdir(exist_ok=True)
        database = _connect(path)
    except (OSError, sqlite3.Error) as error:
        raise _unusable_error(error) from error
    with _open(database, _WRITING_CACHE) as memory:
        yield memory


@contextmanager
def open_memory_to_read(root: Path) -> Iterator[Memory | None]:
    """Open the memory of a workspace for reading; None where there is none. Raises FileError where it is damaged."""
    path = root / NAME
    if not path.is_file():
        yield None
        return
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        database = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    except sqlite3.Error as error:
        raise _unusable_error(error) from error
    with _open(database, _READING_CACHE) as memory:
        database.execute(f"PRAGMA mmap_size = {_MAPPED}")
        yield memory if memory.format == FORMAT else None


@contextmanager
def _open(database: sqlite3.Connection, cache: int) -> Iterator[SharedMemory]:
    try:
        database.execute(f"PRAGMA cache_size = {cache}")
        yield SharedMemory(database)
    except sqlite3.Error as error:
        raise _unusable_error(error) from error
    finally:
        database.close()


def _connect(path: Path) -> sqlite3.Connection:
    """Connect to a database with the tables of a memory; make it anew if it is damaged or of another version."""
    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        Memory(database).prepare()
    except sqlite3.OperationalError:
        database.close()
        raise
    except sqlite3.DatabaseError:
        database.close()
        delete_memory(path)
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        Memory(database).prepare()
    return database


def delete_memory(path: Path) -> None:
    """Delete a memory. Raises OSError where the disk refuses."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        with suppress(FileNotFoundError):
            name.unlink()


def _unusable_error(error: Exception) -> UnusableMemoryError:
    if "is locked" in str(error):
        return UnusableMemoryError("is being written by another targman process. Wait until it is done.", path=NAME)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return UnusableMemoryError(f"cannot be used: {reason}. Delete it: targman sync makes it again.", path=NAME)


def update_memory(settings: Settings, index: Index, memory: Memory) -> None:
    """Bring the memory up to date with all catalogs and imported files; of unreadable ones it keeps what it has."""
    known = memory.digests()
    catalogs = _all_catalogs(settings)
    for origin, paths in catalogs.items():
        if known.get(origin) != _current_digest(index, paths):
            _store_catalogs(settings, memory, origin, paths)
    imported = _update_imported(settings, index, memory, known)
    for origin in known.keys() - catalogs.keys() - imported:
        memory.forget(origin)
    memory.save()


def update_changed(
    settings: Settings,
    index: Index,
    memory: Memory,
    articles: Iterable[ArticlePath],
    touched: Collection[str],
    *,
    most: int,
) -> int:
    """Update the catalogs of `touched`, postponed and deleted articles; return the number of articles postponed now.

    If more than `most` articles would have to be read, all are postponed, so that no command waits for thousands of
    them. Other catalogs did not change since the last `sync`, and are in the memory as they are.
    """
    known = memory.digests()
    places = {place.origin: place for place in articles}
    wanted = set(touched)
    unread = {origin for origin in places if known.get(origin, POSTPONED) == POSTPONED} - wanted
    wanted |= unread if len(unread) <= most else set()
    changed: dict[str, dict[str, str]] = {}
    for origin in sorted(wanted & places.keys()):
        paths = _existing_catalogs(settings, index, places[origin])
        if paths and known.get(origin) != _current_digest(index, paths):
            changed[origin] = paths
    is_much = len(changed) > most
    for origin, paths in changed.items():
        if is_much:
            memory.postpone(origin)
        else:
            _store_catalogs(settings, memory, origin, paths)
    imported = _update_imported(settings, index, memory, known)
    for origin in known.keys() - places.keys() - imported:
        paths = _existing_catalogs(settings, index, ArticlePath(path=f"{origin}.md"))
        if not paths:
            memory.forget(origin)
        elif known[origin] != _current_digest(index, paths):
            _store_catalogs(settings, memory, origin, paths)
    memory.save()
    return len(unread - wanted) + (len(changed) if is_much else 0)


def _existing_catalogs(settings: Settings, index: Index, place: ArticlePath) -> dict[str, str]:
    """Return the paths of an article's existing catalogs, by edition."""
    paths = {lang: place.catalog(lang) for lang in settings.editions}
    with suppress(FileError):
        return {lang: path for lang, path in paths.items() if place.has_possible_name and index.digest(path)}
    return {}


def _update_imported(settings: Settings, index: Index, memory: Memory, known: Mapping[str, str]) -> set[str]:
    """Bring the memory up to date with the TMX files of the workspace; return their names."""
    imported = {name: f"{FOLDER}/{name}" for name in sorted(list_files(settings.root / FOLDER, ".tmx"))}
    for name, path in imported.items():
        with suppress(TmxError, FileError):
            if known.get(name) != imported_digest(settings, index.digest(path)):
                store_imported(settings, memory, name)
            if index.unchanged("memory", name) is None:
                index.remember("memory", name, {path: FileState(digest=index.digest(path))}, ())
    return set(imported)


def imported_digest(settings: Settings, digest: str) -> str:
    """Return the digest of an imported file with the workspace's languages, which the codes in it are matched with."""
    return " ".join((digest, *settings.languages))


def _current_digest(index: Index, paths: Mapping[str, str]) -> str:
    try:
        return " ".join(index.digest(path) for path in paths.values())
    except FileError:
        return ""


def _all_catalogs(settings: Settings) -> dict[str, dict[str, str]]:
    """Return the paths of all catalogs by article, such as `articles/sevan`, and edition."""
    found: dict[str, dict[str, str]] = {}
    for lang in settings.editions:
        for path in list_files(settings.root / "locales" / lang / "articles", ".po"):
            place = ArticlePath(path=f"articles/{path.removesuffix('.po')}.md")
            if place.has_possible_name:
                found.setdefault(place.origin, {})[lang] = place.catalog(lang)
    return dict(sorted(found.items()))


def _store_catalogs(settings: Settings, memory: Memory, origin: str, paths: Mapping[str, str]) -> None:
    """Read an article's catalogs into the memory, unless one cannot be read."""
    try:
        read = {lang: load_catalog(settings, path) for lang, path in paths.items()}
    except (CatalogError, FileError):
        return
    digests = ("" if data is None else files.content_digest(data) for _, data in read.values())
    loaded = {lang: content for lang, (content, _) in read.items() if content is not None}
    open_texts = (
        UntranslatedText(lang=lang, source_lang=source_lang, text=text)
        for lang, content in loaded.items()
        if (source_lang := source_language(content, settings.languages)) and source_lang != lang
        for text in untranslated_texts(content)
    )
    memory.store(origin, " ".join(digests), harvest_units(origin, loaded, settings.languages), open_texts)


def store_imported(settings: Settings, memory: Memory, name: str) -> int:
    """Read a TMX file of the workspace into the memory; return the number of new units. Raises TmxError, FileError."""
    path = f"{FOLDER}/{name}"
    data = files.read(settings.root / path, settings.root)
    if data is None:
        return 0
    try:
        digest = imported_digest(settings, files.content_digest(data))
        return memory.store(name, digest, list(read_units(data, name, settings.languages)))
    except TmxError as error:
        raise error.at(path) from error


def read_units(data: bytes, name: str, languages: Sequence[str]) -> Iterator[MemoryUnit]:
    """Yield the units of a TMX file, with each text on one line, as in catalogs. Raises TmxError."""
    from pipeline.memory.tmx import read_tmx  # noqa: PLC0415  only where there is such a file

    for unit in read_tmx([data], name, languages):
        texts = {lang: " ".join(text.split()) for lang, text in unit.texts.items()}
        yield MemoryUnit(texts=texts, lang=unit.lang, origin=name, translators=unit.translators)
