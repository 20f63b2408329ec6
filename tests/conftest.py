"""What tests in several folders use: a workspace in a temporary folder, and the command line as a user calls it."""

import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from pipeline.cli import main

# Where a shell started the tests in the background, it made them and all they start deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Commands wait for another one of the same workspace; those of the tests wait for nobody.
os.environ.setdefault("TARGMAN_WAIT", "0")

# In CI the examples are the same every time, so that a change is told by its own faults. Elsewhere new ones are drawn.
settings.register_profile("targman", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("targman")

_POSIX = re.compile(
    r"^import (?:pty|resource|termios)$|\b(?:chmod|fork|killpg|mkfifo|SIGKILL)\b|\"bash\"", re.MULTILINE
)
"""What only POSIX has. On Windows, modules of tests with it are left out."""


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a module on Windows; None lets pytest decide."""
    is_module = os.name == "nt" and collection_path.name.startswith("test_")
    return True if is_module and _POSIX.search(collection_path.read_text(encoding="utf-8")) else None


@dataclass(frozen=True)
class Workspace:
    """A workspace folder and the commands run in it."""

    root: Path

    def run(self, *words: str, exit_code: int = 0) -> Result:
        """Call `targman` with these words; the exit status has to be `exit_code`, and no traceback may be seen."""
        result = CliRunner().invoke(main, list(words))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == exit_code, result.output
        return result

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file below the workspace, its text as it is."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def text(self, path: str) -> str:
        """The text of a file below the workspace, its line ends as they are."""
        return (self.root / path).read_bytes().decode()

    def snapshot(self) -> dict[str, tuple[bytes, int]]:
        """Every file but Targman's own cache, with its bytes and the time of its last change in nanoseconds."""
        return {
            str(path.relative_to(self.root)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".targman" not in path.parts
        }


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Workspace]:
    """Makes a workspace with these settings (TOML) and goes there."""

    def make(toml: str = 'lang = "en"\n') -> Workspace:
        (tmp_path / "targman.toml").write_text(toml, encoding="utf-8")
        (tmp_path / "articles").mkdir()
        monkeypatch.chdir(tmp_path)
        return Workspace(tmp_path)

    return make


def read_terminal(terminal: int, end: bytes | None) -> bytes:
    """Return what is shown at a terminal until it says `end`, or nobody is there any more."""
    shown = b""
    while end is None or end not in shown:
        try:
            got = os.read(terminal, 1024)
        except OSError:  # how Linux says that nobody is at the other end any more
            break
        if not got:
            break
        shown += got
    return shown
