"""Read and write files so that nothing is lost: whole or not at all, never over a change that was not seen (law 3)."""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pipeline.errors import FileError
from pipeline.frozen import dataclass
from pipeline.workspace import atomic_replace
from pipeline.workspace.sent_files import find_sent

Result = TypeVar("Result")

Stamp = tuple[int, int, int, int]
"""A file's times of change of content and of status (nanoseconds), its size (bytes) and its inode."""

_RACY = 100_000_000
"""Nanoseconds within which two changes of a file may have the same times; ten kernel ticks, to be sure."""

_ATTEMPTS = 5
"""Maximum number of attempts at a file that somebody saves at the same time."""

# Temporary files: a half one is ours alone; a whole one may change its content for that of the file that it is for,
# and has digests of both in its name, to be told from a third.
_TEMPORARY, _HALF, _WHOLE = ".targman.", ".half", ".whole"


class ChangedMeanwhileError(FileError):
    """A file is no longer what it was when it was read; it has to be read again before it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """A file as it was read or written: the digest of its content, empty if there is no file, and the stamp by which
    that content is known again; None if a later change might leave the same stamp.
    """

    digest: str
    stamp: Stamp | None = None


_watched: ContextVar[dict[str, FileState] | None] = ContextVar("watched", default=None)


@contextmanager
def watched(states: dict[str, FileState] | None = None) -> Iterator[dict[str, FileState]]:
    """Collect the states of the files that are read and written within the block, by path; in `states` if given. They
    are the states of the contents that the work is based on, even if somebody has saved since.
    """
    states = {} if states is None else states
    before = _watched.set(states)
    try:
        yield states
    finally:
        _watched.reset(before)


def record(states: Mapping[str, FileState]) -> None:
    """Count files that were read elsewhere, such as in another process, among those that are read here."""
    watched_states = _watched.get()
    if watched_states is not None:
        watched_states.update(states)


def content_digest(data: bytes) -> str:
    """Return the digest by which contents are told apart: 128 bits of BLAKE2b, in hexadecimal digits."""
    import hashlib  # noqa: PLC0415  slow to import, and no file is read where nothing changed

    return hashlib.blake2b(data, digest_size=16).hexdigest()


def stamp_of(path: str) -> Stamp | None:
    """Return what the system says about a file; None if there is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116  a hot path: once for every file of the workspace
    except OSError:
        return None
    return _stamp(found)


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def states_below(folder: Path) -> list[tuple[str, int, int]]:
    """Return the paths of all files below a folder, with their size and the time of their last change."""
    found: list[tuple[str, int, int]] = []
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:  # a hot path: every run looks at all files of the program
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                    continue
                try:
                    state = entry.stat()
                except OSError:
                    continue  # a link that leads nowhere
                found.append((entry.path, state.st_mtime_ns, state.st_size))
    return sorted(found)


def is_racy(stamp: Stamp) -> bool:
    """Tell whether the file was changed so lately that another change may leave the same stamp."""
    return time.time_ns() - max(stamp[0], stamp[1]) < _RACY


def read(path: Path, root: Path | None = None) -> bytes | None:
    """Return the bytes of a file, or None if there is no such file. Raises FileError if it cannot be read, or if it is
    a link that leads out of `root`.
    """
    states = _watched.get()
    if (sent := find_sent()) is not None:
        found = sent.find(path)
        if isinstance(found, FileError):
            raise found
        return found
    if root is not None:
        _followed(path, root)
    try:
        stamp, data = _read_stamped(path)
    except FileNotFoundError:
        stamp, data = None, None
    except OSError as error:
        raise FileError(f"cannot be read: {describe_refusal(error)}", path=str(path)) from error
    if states is not None:
        digest = "" if data is None else content_digest(data)
        states[str(path)] = FileState(digest=digest, stamp=stamp)
    return data


def read_regular(path: Path) -> bytes:
    """Return the bytes of a file. Raises OSError, and FileError for a pipe or a device, which may never end."""
    return _read_stamped(path)[1]


def _read_stamped(path: Path) -> tuple[Stamp | None, bytes]:
    """Return the bytes of a file, and the stamp that it had before they were read, if that tells it from later ones."""
    found = os.stat(path)  # noqa: PTH116  a hot path: once for every file that is read
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise FileError("cannot be read: it is a pipe or a device. Put a file in its place.", path=str(path))
    stamp = _stamp(found)
    known = None if is_racy(stamp) else stamp
    return known, path.read_bytes()


def write(path: Path, data: bytes, *, seen: bytes | None, root: Path) -> bool:
    """Replace the file's content by `data`; return True if that was needed. `seen` is the content that the caller read
    (None: no file). If the disk has something else now, or somebody has the file open for writing, the file stays, and
    ChangedMeanwhileError is raised. The new content is complete on the disk before it replaces the old one. The mode
    stays, and the owner and group as far as the system allows. Symbolic links are followed within `root`; another hard
    link to the file keeps the old content. Raises FileError if the disk refuses or the file is write-protected.
    """
    if data == seen:
        return False
    target = _followed(path, root)
    try:
        if seen is not None and target.exists() and not os.access(target, os.W_OK):
            raise FileError("is write-protected, so it is left alone.", path=str(path))
        try:
            new = _written_beside(target, data, seen)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            new = _written_beside(target, data, seen)
        try:
            is_done = _has_moved(new, target) if seen is None else _has_replaced(new, target, data, seen)
        finally:
            with suppress(OSError):
                discard(new)
        atomic_replace.flush_folder(target.parent)
    except OSError as error:
        raise FileError(f"cannot be written: {describe_refusal(error)}. It is as it was.", path=str(path)) from error
    if not is_done:
        raise ChangedMeanwhileError("changed while Targman was working on it. Run the command again.", path=str(path))
    record({str(path): FileState(digest=content_digest(data))})
    return True


def try_again(act: Callable[[], Result]) -> Result:
    """Do something that reads a file and writes it; again, up to five times in all, if somebody saves it meanwhile.
    Raises ChangedMeanwhileError.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(ChangedMeanwhileError):
            return act()
    return act()


def write_anywhere(path: Path, pieces: Iterable[str]) -> None:
    """Write a text to any path, in the workspace or not, completely or not at all; an existing file is replaced. Raises
    FileError if the disk refuses.
    """
    half = path.with_name(f"{_TEMPORARY}{os.getpid()}.{path.name}{_HALF}")
    try:
        try:
            with half.open("w", encoding="utf-8", newline="") as out:
                out.writelines(pieces)
            atomic_replace.replace(half, path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(f"cannot be written: {describe_refusal(error)}", path=str(path)) from error


def would_write(path: Path, data: bytes, *, seen: bytes | None, root: Path) -> bool:  # noqa: ARG001
    """Return what `write` would return, with nothing written."""
    return data != seen


def _followed(path: Path, root: Path) -> Path:
    """Return the file that a path stands for: itself, or where a link leads. Raises FileError for one that leads out of
    `root`. To resolve a path takes longer than to read a file, so only one with a link below `root` is resolved.
    """
    if not _may_have_link(str(path), str(root)):
        return path
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(_real_folder(root)):
        raise FileError(f"is a link to {target}, outside the workspace. It is left alone.", path=str(path))
    return target


def _may_have_link(path: str, root: str) -> bool:
    """Tell whether some part of a path below `root` is a link. Windows has other links besides, so there any may be."""
    if os.name == "nt" or not path.startswith(f"{root}/"):
        return True
    place = root
    for part in path[len(root) + 1 :].split("/"):
        place = f"{place}/{part}"
        if part == ".." or os.path.islink(place):  # noqa: PTH114  a hot path
            return True
    return False


@lru_cache(maxsize=4)
def _real_folder(root: Path) -> str:
    """Resolve the folder that a run writes to, once for all its files."""
    return os.path.realpath(root)


def _written_beside(target: Path, data: bytes, seen: bytes | None) -> Path:
    """Write a temporary file in the same folder, with `data` safely on the disk and the mode and owner of `target`."""
    stem = f"{_TEMPORARY}{os.getpid()}"
    half = target.with_name(f"{stem}.{os.urandom(8).hex()}{_HALF}")
    try:
        with half.open("xb") as file:
            file.write(data)
            file.flush()
            atomic_replace.take_over_owner_and_mode(target, file.fileno())
            os.fsync(file.fileno())
        if seen is None:
            return half
        whole = half.with_name(f"{stem}.{_digest(seen)}.{_digest(data)}{_WHOLE}")
        atomic_replace.replace(half, whole)
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise
    return whole


def _has_moved(new: Path, target: Path) -> bool:
    """Give `new` the name `target` unless there is such a file now; return True if it worked."""
    try:
        if not atomic_replace.move(new, target):
            if target.exists():
                return False
            atomic_replace.replace(new, target)
    except FileExistsError:
        return False
    return True


def _has_replaced(new: Path, target: Path, data: bytes, seen: bytes) -> bool:
    """Put `new` in the place of `target` unless that differs from `seen`; return True if it worked. Somebody might save
    between the comparison and the renaming. So the two files swap their names, and the old one is compared where nobody
    can reach it any more. If the system cannot swap files, that instant remains.
    """
    try:
        if atomic_replace.read_unless_open(target) != seen:
            return False
        if not atomic_replace.swap(new, target):
            atomic_replace.replace(new, target)
            return True
    except FileNotFoundError:
        return False
    try:
        if atomic_replace.read_unless_open(new) == seen:
            return True
    except FileNotFoundError:  # some file systems of network drives rename when they are asked to swap
        return True
    _put_back(new, target, data)
    return False


def _put_back(saved: Path, target: Path, data: bytes) -> None:
    """Give a file that somebody `saved` its name back. The file that comes out has to be the `data` that had taken its
    place; if not, somebody has saved once more, and that one is put back.
    """
    try:
        inside = data
        while True:
            outside = _content(saved)
            try:
                atomic_replace.swap(saved, target)
            except FileNotFoundError:
                atomic_replace.move(saved, target)
                return
            if _content(saved) == inside:
                saved.unlink()
                return
            inside = outside
    except OSError as error:
        raise FileError(
            f"was saved by somebody while Targman was working on it, and what they saved is in {saved.name} beside it: "
            f"{describe_refusal(error)}",
            path=str(target),
        ) from error


def discard(temporary: Path) -> None:
    """Remove a temporary file unless it holds what somebody saved at the instant of the swap."""
    parts = temporary.name.split(".")
    if temporary.suffix == _HALF or _digest(_content(temporary)) in parts:
        temporary.unlink()


def _content(path: Path) -> bytes:
    with path.open("rb") as file:  # not read_bytes, which counts as reading a file of the workspace
        return file.read()


def _digest(data: bytes) -> str:
    import hashlib  # noqa: PLC0415  as above

    return hashlib.blake2b(data, digest_size=8).hexdigest()


def is_temporary(name: str) -> bool:
    """Tell whether a file has the name of a temporary one."""
    return name.startswith(_TEMPORARY) and name.endswith((_HALF, _WHOLE))


def describe_refusal(error: OSError) -> str:
    """Return why the system refused, in its words."""
    return error.strerror or type(error).__name__
