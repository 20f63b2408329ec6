"""Files of a workspace that were sent to another machine, where they stand in the place of those on its disk."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from pathlib import Path

from pipeline.errors import FileError
from pipeline.frozen import dataclass

Sent = Mapping[str, bytes | FileError | None]
"""The bytes of files by path, None for a file that is not there, or the reason why one cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFiles:
    """Files that were sent, and the paths that were asked for."""

    there: Sent
    asked: set[str] = field(default_factory=set)

    def find(self, path: Path) -> bytes | FileError | None:
        """Return what was sent of a file; None if nothing was."""
        name = name_file(path)
        self.asked.add(name)
        return self.there.get(name)


_sent: ContextVar[SentFiles | None] = ContextVar("sent", default=None)


def find_sent() -> SentFiles | None:
    """Return the files to read in the place of those on the disk, if there are any."""
    return _sent.get()


def name_file(path: Path) -> str:
    """Return the name by which a file is sent."""
    return os.path.normpath(path)


def is_file(path: Path) -> bool:
    """Tell whether there is a file, sent or on the disk. Raises OSError and ValueError."""
    sent = _sent.get()
    return path.is_file() if sent is None else sent.find(path) is not None


@contextmanager
def reading_from(there: Sent) -> Iterator[set[str]]:
    """Read these files within the block, and collect the names of all that are asked for, there or not."""
    sent = SentFiles(there=there)
    before = _sent.set(sent)
    try:
        yield sent.asked
    finally:
        _sent.reset(before)
