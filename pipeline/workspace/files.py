"""Files read and written so that nothing is lost: whole or not at all, never over a change that was not seen (law
3).
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import FileError


class ChangedMeanwhileError(FileError):
    """A file is no longer what it was when it was read; it has to be read again before it is written."""


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None where there is no such file. Raises FileError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(f"cannot be read: {_reason(error)}", path=str(path)) from error


def write(path: Path, data: bytes, *, seen: bytes | None, root: Path) -> bool:
    """Replace the file's content by `data`; returns whether that was needed.

    `seen` is what the caller read there (None: no file). Where the disk now has something else, nothing is written and
    ChangedMeanwhileError is raised. The new content is complete on the disk before it takes the old one's place; mode
    and owner stay. A symbolic link is followed as long as it stays below `root`. Raises FileError where the disk
    refuses.
    """
    if data == seen:
        return False
    target = _followed(path, root)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _written_beside(target, data)
        try:
            _refuse_change(target, seen)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _flush_folder(target.parent)
    except OSError as error:
        raise FileError(f"cannot be written: {_reason(error)}. It is as it was.", path=str(path)) from error
    return True


def rehearse(path: Path, data: bytes, *, seen: bytes | None, root: Path) -> bool:  # noqa: ARG001
    """What `write` would return, with nothing written."""
    return data != seen


def _refuse_change(target: Path, seen: bytes | None) -> None:
    if read(target) != seen:
        raise ChangedMeanwhileError("changed while Targman was at work on it. Run the command again.", path=str(target))


def _followed(path: Path, root: Path) -> Path:
    if not path.is_symlink():
        return path
    target = path.resolve()
    if not target.is_relative_to(root.resolve()):
        raise FileError(f"is a link to {target}, outside the workspace. It is left alone.", path=str(path))
    return target


def _written_beside(target: Path, data: bytes) -> Path:
    """A temporary file in the same folder with `data` safely on the disk and the mode and owner of `target`."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            _take_over_mode(target, file.fileno())
            os.fsync(file.fileno())
    except FileExistsError:
        # Left behind by a process of the same number that was killed: nobody else writes under this name.
        temporary.unlink()
        return _written_beside(target, data)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _take_over_mode(target: Path, handle: int) -> None:
    with suppress(FileNotFoundError):
        old = target.stat()
        os.fchmod(handle, stat.S_IMODE(old.st_mode))
        with suppress(OSError):
            os.fchown(handle, old.st_uid, old.st_gid)


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself survive a power cut, where the system lets a folder be flushed."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other Targmans out of the workspace meanwhile. Raises FileError at once where one is at work."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  not needed by the commands that only read

    folder = root / ".targman"
    try:
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / "lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise FileError(
            "another Targman is at work in this workspace. Wait until it is done.", path=str(root)
        ) from error
    except OSError as error:
        raise FileError(f"cannot be written to: {_reason(error)}. Nothing was changed.", path=str(root)) from error
    try:
        yield
    finally:
        lock.release()


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
