"""Cache the answers of providers in `.targman/translations`, so that no text is paid for twice in any article. Each is
on the disk before the next text is sent. The file may be deleted at any time, at the price of asking again.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Self

from pipeline.errors import FileError

CACHE_PATH = ".targman/translations"

_TABLE = """
create table if not exists answers (
    provider text, source text, target text, asked text, answer text,
    primary key (provider, source, target, asked)
) without rowid
"""
_READ = "select answer from answers where provider = ? and source = ? and target = ? and asked = ?"
_KEEP = "insert or replace into answers values (?, ?, ?, ?, ?)"


class TranslationCache:
    """The cached answers of one workspace. Threads may share it; used with `with`, it is closed at the end."""

    def __init__(self, root: Path, *, writing: bool) -> None:
        """Open the cache of a workspace. Without `writing`, no file is made if there is none."""
        self.path = root / CACHE_PATH
        self.lock = Lock()
        self.notices: list[str] = []
        with _as_file_error(self.path):
            if writing:
                self.path.parent.mkdir(exist_ok=True)
                self.base = self._open_or_replace()
            elif self.path.exists():
                self.base = self._open(f"{self.path.resolve().as_uri()}?mode=ro")
            else:
                self.base = self._open("file::memory:")
                self.base.execute(_TABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.lock, suppress(sqlite3.Error):
            self.base.close()

    def _open(self, uri: str) -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)

    def _open_or_replace(self) -> sqlite3.Connection:
        """Open the file, or a new one if it is damaged. The damaged one is renamed."""
        try:
            return self._prepare()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            aside = self.path.with_name(f"{self.path.name}.damaged")
            self.path.replace(aside)
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            notice = f"The answers kept in {CACHE_PATH} were damaged; they are in {aside.name} now, and not used."
            self.notices.append(notice)
            return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        base = self._open(self.path.resolve().as_uri())
        try:
            # Killed at any instant, the file is sound and has every answer; no waiting for the disk at each of them.
            base.execute("pragma journal_mode = wal")
            base.execute("pragma synchronous = normal")
            base.execute(_TABLE)
            base.execute("select count(*) from answers where provider = ''")
        except BaseException:
            base.close()
            raise
        return base

    def look_up(self, provider: str, source: str, target: str, texts: Sequence[str]) -> dict[str, str]:
        """Return the cached answers to these texts."""
        with self.lock, _as_file_error(self.path):
            rows = {text: self.base.execute(_READ, (provider, source, target, text)).fetchone() for text in texts}
        return {text: row[0] for text, row in rows.items() if row is not None}

    def store(self, provider: str, source: str, target: str, answers: Mapping[str, str]) -> None:
        """Store answers by the texts that were sent: all of them or none."""
        with self.lock, _as_file_error(self.path):
            self.base.execute("begin")
            self.base.executemany(_KEEP, [(provider, source, target, text, answer) for text, answer in answers.items()])
            self.base.execute("commit")


@contextmanager
def _as_file_error(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise FileError(f"cannot be used: {error}. Delete it if it is damaged.", path=str(path)) from error
    except OSError as error:
        raise FileError(f"cannot be written: {error.strerror}", path=str(path)) from error
