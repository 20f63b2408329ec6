"""The lock of a workspace: one process at a time writes there, and what a killed one left behind goes first."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import FileError
from pipeline.workspace import atomic_replace
from pipeline.workspace.files import describe_refusal, discard, is_temporary

_PAUSE = 0.05  # seconds between two looks at a lock that another process holds

_WRITTEN = ("articles", "locales", "editions", "exports", ".targman")
"""The folders of a workspace in which there are files that Targman writes."""

_ENDED = "ended"  # the file below `.targman/` that is missing while a command runs, and after a command was killed


class WorkspaceBusyError(FileError):
    """Another targman process is running in the workspace."""


@contextmanager
def locked(root: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of the workspace. Raises WorkspaceBusyError if another process still holds it after some seconds
    of `patience`. If the last process was killed, its leftovers are removed first.
    """
    folder = root / ".targman"
    try:
        folder.mkdir(exist_ok=True)
        # Not by the library filelock: loading it takes half as long as all else that a sync without changes does.
        file = (folder / "lock").open("ab")
    except OSError as error:
        why = describe_refusal(error)
        raise FileError(f"cannot be written to: {why}. Nothing was changed.", path=str(folder)) from error
    with file:
        _lock(file, patience, root)
        with _ending_noted(folder / _ENDED, root):
            yield


def _lock(file: BinaryIO, patience: float, root: Path) -> None:
    """Lock the file, trying again for some seconds of `patience`."""
    end = time.monotonic() + patience
    try:
        while not atomic_replace.lock(file):
            if time.monotonic() >= end:
                raise WorkspaceBusyError(
                    "another targman process is running in this workspace. Wait until it is done.", path=str(root)
                )
            time.sleep(_PAUSE)
    except OSError as error:
        raise FileError(f"cannot be locked: {describe_refusal(error)}. Nothing was changed.", path=file.name) from error


@contextmanager
def _ending_noted(note: Path, root: Path) -> Iterator[None]:
    """Remove the note within the block. If there is none, the last command was killed."""
    try:
        note.unlink()
    except OSError:
        remove_leftovers(root)
    try:
        yield
    finally:
        with suppress(OSError):
            note.touch()


def remove_leftovers(root: Path) -> None:
    """Remove the temporary files that killed processes left in a workspace. The caller holds its lock. Files of a
    running process stay, and so does one with what somebody saved at the instant of the kill.
    """
    for folder in _WRITTEN:
        for place, _, names in os.walk(root / folder):
            _remove_ownerless(place, names)


def remove_leftovers_in(folder: Path) -> None:
    """Remove the temporary files that killed processes left in one folder; no lock is needed."""
    if os.name == "posix":  # elsewhere nobody can tell whether a process is alive
        with suppress(OSError):
            _remove_ownerless(str(folder), os.listdir(folder))  # noqa: PTH208  names alone


def _remove_ownerless(folder: str, names: Iterable[str]) -> None:
    for name in names:
        if is_temporary(name) and not _is_running(name):
            with suppress(OSError):
                discard(Path(folder, name))


def _is_running(name: str) -> bool:
    """Tell whether the process that a temporary file is named after is another one and alive."""
    number = name.split(".")[2]
    if os.name != "posix" or not number.isdecimal() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
