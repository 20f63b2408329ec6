"""Swap and move names of files in one step and make that last, lock a file, and find out whether one is being written:
what portable calls cannot do, and what systems do differently. If a system cannot do it, the functions say so, and the
caller does with less: see `files`.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_NO_REPLACE, _EXCHANGE = 1, 2
_CURRENT_FOLDER = -100
_HELD = {5, 32, 33}  # Windows' errors: access denied, sharing violation, lock violation
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.6)
"""Seconds between tries, two in all: virus scanners, indexers and editors hold a saved file for a moment."""

_waiting: ContextVar[set[Path] | None] = ContextVar("waiting", default=None)


def replace(old: Path, new: Path) -> None:
    """Rename a file, also over another one. Where Windows refuses because a program has one of them open, try again for
    two seconds. Raises OSError.
    """
    for pause in _PAUSES:
        try:
            os.replace(old, new)  # noqa: PTH105  the one that tests hold up
        except PermissionError as error:
            if getattr(error, "winerror", 0) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return
    os.replace(old, new)  # noqa: PTH105


def swap(one: Path, other: Path) -> bool:
    """Swap the names of two files in one step; return False if the system cannot. Raises OSError."""
    return _renamed(one, other, _EXCHANGE)


def move(old: Path, new: Path) -> bool:
    """Rename a file unless that raises FileExistsError; return False if the system cannot. Raises OSError."""
    return _renamed(old, new, _NO_REPLACE)


def _renamed(old: Path, new: Path, how: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  not needed where nothing is written

    library = _library(ctypes.CDLL)
    if not hasattr(library, "renameat2"):
        return False
    if library.renameat2(_CURRENT_FOLDER, os.fsencode(old), _CURRENT_FOLDER, os.fsencode(new), how) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(old), None, str(new))


@lru_cache(maxsize=1)
def _library(load: Callable[..., Any]) -> Any:  # noqa: ANN401
    return load(None, use_errno=True)


@contextmanager
def flushing_once() -> Iterator[None]:
    """Flush the folders of all files that are replaced within the block at its end, each once: that takes the disk as
    long as writing a file. After a power cut within the block, a file may be the old one, as if nobody had replaced it.
    """
    folders: set[Path] = set()
    before = _waiting.set(folders)
    try:
        yield
    finally:
        _waiting.reset(before)
        for folder in sorted(folders):
            flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Make the renaming of its files survive a power cut, if the system lets a folder be flushed."""
    folders = _waiting.get()
    if folders is not None:
        folders.add(folder)
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def take_over_owner_and_mode(target: Path, handle: int) -> None:
    """Give a file that is open the mode of another one, and its owner and group as far as the system allows."""
    if sys.platform == "win32":
        return  # there a new file gets the rights of its folder
    with suppress(FileNotFoundError):
        old, new = target.stat(), os.fstat(handle)
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            try:
                os.fchown(handle, old.st_uid, old.st_gid)
            except OSError:
                # Only root may give files away; among one's own groups anybody may choose.
                with suppress(OSError):
                    os.fchown(handle, -1, old.st_gid)
        if stat.S_IMODE(old.st_mode) != stat.S_IMODE(new.st_mode):
            os.fchmod(handle, stat.S_IMODE(old.st_mode))


def read_unless_open(path: Path) -> bytes | None:
    """Return a file's content, or None if another process writes it, as Linux tells of own files. Raises OSError."""
    with path.open("rb") as file, _lease(file) as is_free:
        data = file.read()
        return data if is_free() else None


if sys.platform == "win32":
    import msvcrt

    def lock(file: BinaryIO) -> bool:
        """Lock an open file until it is closed; return False if another process has it locked. Raises OSError."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def lock(file: BinaryIO) -> bool:
        """Lock an open file until it is closed; return False if another process has it locked. Raises OSError."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


if sys.platform == "linux":

    @contextmanager
    def _lease(file: BinaryIO) -> Iterator[Callable[[], bool]]:
        """Ask for a lease, which the system grants while nobody has the file open for writing, and ends when somebody
        opens it. Its signal would end the process, so it is set to one that does nothing.
        """
        import signal  # noqa: PLC0415  slow to import, and not needed where nothing is written

        try:
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            yield lambda: False
            return
        except OSError:
            yield lambda: True
            return
        try:
            yield lambda: fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_RDLCK
        finally:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)

else:

    @contextmanager
    def _lease(file: BinaryIO) -> Iterator[Callable[[], bool]]:  # noqa: ARG001
        yield lambda: True
