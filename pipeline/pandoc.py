"""Find pandoc, which reads and writes Word, ODT, HTML and EPUB, and run it bounded in memory and time. It works in a
folder with nothing but its input and finds neither user settings nor, unless callers lay them there, files.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import TargmanError

MEGABYTES = 1500
"""Heap limit of a run."""

EARLIEST = date(1980, 1, 1)
"""The first day that the clocks of ZIP packages know."""

_CHOSEN = "PYPANDOC_PANDOC"  # the environment variable by which a user chooses a pandoc; pypandoc reads it too
_VERSION_SECONDS = 20
_HEAP_EXHAUSTED = 251  # the exit code of GHC programs that reach their heap limit


class PandocFailure(Enum):
    """The ways in which a run fails."""

    MISSING = "missing"
    BROKEN = "broken"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    REFUSED = "refused"


class PandocError(TargmanError):
    """Pandoc is missing, does not start, reaches a bound or refuses its input; with its own message or the system's."""

    def __init__(self, failure: PandocFailure, message: str = "") -> None:
        super().__init__(message or failure.value)
        self.failure = failure


def find_pandoc() -> str:
    """Return PYPANDOC_PANDOC's path, else the newer of pypandoc's pandoc and the search path's. Raises PandocError."""
    paths = _candidates()
    if not paths:
        raise PandocError(PandocFailure.MISSING)
    return paths[0] if len(paths) == 1 else max(paths, key=_version)


def run(
    path: str,
    options: Sequence[str],
    data: bytes = b"",
    *,
    seconds: float,
    folder: Path | None = None,
    day: date = EARLIEST,
) -> bytes:
    """Run pandoc on `data` and return its output. Raises PandocError. It opens no file without a `folder`; with one, it
    takes data files and pictures from there. Its clock stands still on `day`, so that equal input gives equal output.
    """
    clock = str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
    with TemporaryDirectory(prefix="targman-") as empty:
        desk = folder or Path(empty)
        bounds = ["+RTS", f"-M{MEGABYTES}M", "-RTS", f"--data-dir={desk}"]
        if folder is None:
            bounds.append("--sandbox")
        try:
            done = subprocess.run(  # noqa: S603  a fixed program, no shell
                [path, *bounds, *options],
                input=data,
                capture_output=True,
                cwd=desk,
                env=os.environ | {"SOURCE_DATE_EPOCH": clock, "TZ": "UTC"},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PandocError(PandocFailure.TIMEOUT) from error
        except OSError as error:
            raise PandocError(PandocFailure.BROKEN, error.strerror or str(error)) from error
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()
        if done.returncode == _HEAP_EXHAUSTED or "heap" in complaint.lower():
            raise PandocError(PandocFailure.MEMORY, complaint)
        raise PandocError(PandocFailure.REFUSED, complaint or f"exit code {done.returncode}")
    return done.stdout


def _candidates() -> list[str]:
    """Return the absolute paths of the pandocs to choose from."""
    if chosen := os.environ.get(_CHOSEN):
        found = [shutil.which(os.path.expanduser(chosen))]  # noqa: PTH111  a command, not only a path
    else:
        found = [*_bundled(), shutil.which("pandoc")]
    return [os.path.abspath(path) for path in found if path]  # noqa: PTH100  links stay as they are


def _bundled() -> list[str]:
    """Return the pandoc inside the package pypandoc-binary, which need not be imported for that."""
    spec = find_spec("pypandoc")
    folders = (spec.submodule_search_locations or ()) if spec else ()
    files = [Path(folder, "files", name) for folder in folders for name in ("pandoc", "pandoc.exe")]
    return [str(file) for file in files if file.is_file()]


@cache
def _version(path: str) -> tuple[int, ...]:
    """Return the version of a pandoc; empty if it does not run."""
    with TemporaryDirectory(prefix="targman-") as folder:
        try:
            answer = run(path, ["--version"], seconds=_VERSION_SECONDS, folder=Path(folder))
            return tuple(int(part) for part in answer.split()[1].split(b"."))
        except (PandocError, ValueError, IndexError):
            return ()
