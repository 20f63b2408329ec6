"""Read the files that were saved beside a document: the pictures of a page, the data of a post. Where the document was
sent from another machine, they come from there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

MOST_BYTES = 30_000_000
"""The maximum size of such a file in bytes; a larger one is left where it is."""


class WantedFilesError(Exception):
    """A document needs files beside it that were not sent: their `names`."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(names)
        self.names = names


_sent: ContextVar[tuple[Mapping[str, bytes], set[str]] | None] = ContextVar("sent", default=None)


def read_beside(folder: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file below the folder of a document; none if there is no such file, or if it has more than
    `most` or is somewhere else. Raises OSError and ValueError.
    """
    sent = _sent.get()
    if sent is not None:
        there, asked = sent
        asked.add(name)
        data = there.get(name, b"")
        return data if len(data) <= most else b""
    path = (folder / name).resolve()
    is_inside = path.is_relative_to(folder.resolve()) and path.is_file()
    return path.read_bytes() if is_inside and path.stat().st_size <= most else b""


@contextmanager
def reading_from(sent: Mapping[str, bytes] | None) -> Iterator[None]:
    """Read these files within the block, by their names; None: those on the disk. Raises WantedFilesError in the end if
    others were asked for.
    """
    if sent is None:
        yield
        return
    asked: set[str] = set()
    before = _sent.set((sent, asked))
    try:
        yield
    finally:
        _sent.reset(before)
        if missing := frozenset(asked - sent.keys()):
            raise WantedFilesError(missing)
