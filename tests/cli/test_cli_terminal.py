"""What commands show on a terminal of some width, and in a pipe, where lines may have any length."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/lake-sevan-2026.md", "One sentence. Another one.\n")
    made.write("articles/gone-by-now.md", "One sentence.\n")
    made.run("sync")
    made.run("merge")
    (made.root / "articles/gone-by-now.md").unlink()
    return made


def shown(place: Workspace, columns: int, *words: str) -> list[str]:
    """The lines that a command shows on a terminal, without colours."""
    ours, theirs = pty.openpty()
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": root, "PYTHONUTF8": "1", "COLUMNS": str(columns)}
    program = [sys.executable, "-c", "from pipeline.cli import main; main()", *words]
    text = b""
    with subprocess.Popen(program, cwd=place.root, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        while piece := _piece(ours):
            text += piece
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m|\r", "", text.decode()).splitlines()


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that nobody is at the other end any more
        return b""


@pytest.mark.parametrize("columns", [60, 80])
def test_status_fits_the_terminal_and_says_the_same(place: Workspace, columns: int) -> None:
    narrow = shown(place, columns, "status")
    assert max(map(len, narrow)) <= columns
    wide = place.run("status").stdout
    assert " ".join(" ".join(narrow).split()).replace(";", "") == " ".join(wide.split()).replace(";", "")


def test_in_a_pipe_an_edition_has_one_line(place: Workspace) -> None:
    lines = [line for line in place.run("status").stdout.splitlines() if "editions/ru/lake" in line]
    assert len(lines) == 1
    assert lines[0].endswith("editions/ru/lake-sevan-2026.md  2 segments untranslated (4 words)")
