"""Swap and move names of files in one step, and find out whether a file is being written: what portable calls cannot
do. If a system cannot do it, the functions say so, and the caller does with less: see `files`.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_NO_REPLACE, _EXCHANGE = 1, 2
_CURRENT_FOLDER = -100


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


def read_unless_open(path: Path) -> bytes | None:
    """Return a file's content, or None if another process writes it, as Linux tells of own files. Raises OSError."""
    with path.open("rb") as file, _lease(file) as is_free:
        data = file.read()
        return data if is_free() else None


if sys.platform == "linux":
    import fcntl
    import signal

    @contextmanager
    def _lease(file: BinaryIO) -> Iterator[Callable[[], bool]]:
        """Ask for a lease, which the system grants while nobody has the file open for writing, and ends when somebody
        opens it. Its signal would end the process, so it is set to one that does nothing.
        """
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
