"""A folder as macOS has it, on Linux: python insensitive_fs.py FOLDER MOUNTED. Capitals and small letters, and both
spellings of й, are the same in names, and a file keeps the spelling that it was made with.
"""

import errno
import os
import sys
import time
import unicodedata
from typing import Any

import mfusepy  # type: ignore[import-untyped]

_STAT = ("st_mode", "st_uid", "st_gid", "st_size", "st_nlink", "st_ino")
_TIMES = ("st_mtime", "st_ctime", "st_atime")


def fold(name: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def look(path: str) -> dict[str, int]:
    found = os.lstat(path)
    stamps = {name: getattr(found, f"{name}_ns") for name in _TIMES}
    return {name: getattr(found, name) for name in _STAT} | stamps


class Insensitive(mfusepy.Operations):  # type: ignore[misc]  # the methods are what the library asks for
    use_ns = True

    def __init__(self, root: str) -> None:
        self.root = root

    def real(self, path: str) -> str:
        """The path as the folder spells it, as far as it is there."""
        found = self.root
        for part in filter(None, path.split("/")):
            names = os.listdir(found) if os.path.isdir(found) else []
            found = os.path.join(found, next((name for name in names if fold(name) == fold(part)), part))
        return found

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:  # noqa: ARG002
        return look(self.real(path))

    def readdir(self, path: str, fh: int) -> list[tuple[str, dict[str, int], int]]:  # noqa: ARG002
        folder = self.real(path)
        return [(name, look(os.path.join(folder, name)), 0) for name in [".", "..", *os.listdir(folder)]]

    def rename(self, old: str, new: str) -> int:
        source, target = self.real(old), self.real(new)
        if os.path.exists(target) and os.path.samefile(source, target):
            target = os.path.join(os.path.dirname(target), os.path.basename(new))
        os.rename(source, target)
        return 0

    def access(self, path: str, amode: int) -> int:
        return 0 if os.access(self.real(path), amode) else -errno.EACCES

    def mkdir(self, path: str, mode: int) -> int:
        os.mkdir(self.real(path), mode)
        return 0

    def rmdir(self, path: str) -> int:
        os.rmdir(self.real(path))
        return 0

    def unlink(self, path: str) -> int:
        os.unlink(self.real(path))
        return 0

    def chmod(self, path: str, mode: int) -> int:
        os.chmod(self.real(path), mode)
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        os.utime(self.real(path), ns=times or (time.time_ns(), time.time_ns()))
        return 0

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:  # noqa: ARG002
        os.truncate(self.real(path), length)
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:  # noqa: ANN401, ARG002
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT, mode)

    def open(self, path: str, flags: int) -> int:
        return os.open(self.real(path), flags)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:  # noqa: ARG002
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:  # noqa: ARG002
        return os.pwrite(fh, data, offset)

    def fsync(self, path: str, datasync: int, fh: int) -> int:  # noqa: ARG002
        os.fsync(fh)
        return 0

    def release(self, path: str, fh: int) -> int:  # noqa: ARG002
        os.close(fh)
        return 0


class Mount(mfusepy.FUSE):  # type: ignore[misc]
    def rename_fuse_3(self, old: bytes, new: bytes, flags: int) -> int:
        """Refuse to swap names, as macOS' folders do not; the library would rename instead."""
        return -errno.EINVAL if flags else int(super().rename_fuse_3(old, new, flags))


if __name__ == "__main__":
    uncached = {"entry_timeout": 0, "attr_timeout": 0, "negative_timeout": 0}
    Mount(Insensitive(sys.argv[1]), sys.argv[2], foreground=True, nothreads=True, use_ino=True, **uncached)
