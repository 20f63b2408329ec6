"""What commands show on a terminal of some width, and in a pipe, where lines may have any length."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import click
import pytest
from conftest import Workspace

from pipeline.cli import terminal
from pipeline.cli.text_width import break_lines, cell_width, shorten_middle
from pipeline.workspace.paths import ArticlePath

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
    """The lines that a command shows on a terminal, without colours and the bar that a busy machine would show."""
    return on_terminal(place, *words, COLUMNS=str(columns), NO_COLOR="1").replace("\r", "").splitlines()


def on_terminal(place: Workspace, *words: str, program: Sequence[str] = ("-m", "pipeline"), **variables: str) -> str:
    """All that a command sends to a terminal."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    environment |= {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
    } | variables
    command = [sys.executable, *program, *words]
    text = b""
    with subprocess.Popen(command, cwd=place.root, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        while piece := _piece(ours):
            text += piece
    os.close(ours)
    return text.decode()


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


COMMANDS = [
    ["status"],
    ["check", "--lang", "ru"],
    ["merge"],
    ["sync", "--dry-run"],
    ["translate", "--estimate", "--provider", "pseudo"],
    ["memory", "search", "sentence"],
    ["glossary", "list"],
]


@pytest.fixture
def busy(place: Workspace) -> Workspace:
    """A workspace in which every command has something to show, in three scripts."""
    place.write("locales/glossary.csv", "hy,en,ru,note\nՍևանա լիճ,Lake Sevan,озеро Севан,the largest lake of Armenia\n")
    catalog = place.text("locales/ru/articles/lake-sevan-2026.po")
    translated = catalog.replace('"One sentence."\nmsgstr ""', '"One sentence."\nmsgstr "Одно предложение…{fn1}"')
    place.write("locales/ru/articles/lake-sevan-2026.po", translated)
    place.run("memory", "rebuild")
    place.write("articles/երեք-լեզու.md", "---\nlang: hy\n---\nՄեկ նախադասություն։ Եվս մեկը։\n")
    return place


@pytest.mark.parametrize("columns", [40, 80, 160])
@pytest.mark.parametrize("words", COMMANDS)
def test_everything_fits_the_terminal_but_paths_stay_whole(busy: Workspace, words: list[str], columns: int) -> None:
    lines = shown(busy, columns, *words)
    assert lines
    for line in lines:
        assert len(line) <= columns or max(map(len, line.split())) > columns - 8, line


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_reaches_a_terminal_that_wants_none(
    busy: Workspace, words: list[str], variables: dict[str, str]
) -> None:
    assert "\x1b" not in on_terminal(busy, *words, **variables)


def test_colours_are_for_terminals_and_for_pipes_that_ask(busy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b[32mcurrent\x1b[0m" in on_terminal(busy, "status")
    plain = busy.run("status", "lake-sevan-2026").stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = busy.run("status", "lake-sevan-2026").stdout
    assert "\x1b" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert busy.run("status", "lake-sevan-2026").stdout == plain


def test_a_row_that_does_not_fit_is_a_list(busy: Workspace) -> None:
    assert shown(busy, 80, "merge")[0].split() == ["Translated", "Findings", "File", "Edition"]
    narrow = shown(busy, 40, "merge")
    place = narrow.index("editions/ru/lake-sevan-2026.md")
    assert narrow[place + 1].replace("\u00a0", " ").startswith("    Translated ")


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "unknown")])
def test_long_work_shows_no_bar_where_no_escape_is_wanted(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(100))
    output = Terminal()
    monkeypatch.setattr(sys, "stderr", output)
    monkeypatch.setattr(terminal, "monotonic", lambda: float(next(times)))
    monkeypatch.setenv(name, value)
    with terminal.progress_bar(10, "Merging") as advance:
        for _ in range(6):
            advance(ArticlePath(path="articles/lake.md"))
    assert output.getvalue() == ""


def test_long_work_shows_how_far_it_is_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(100))
    output = Terminal()
    monkeypatch.setattr(sys, "stderr", output)
    monkeypatch.setattr(terminal, "monotonic", lambda: float(next(times)))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    with terminal.progress_bar(10, "Merging") as advance:
        for _ in range(6):
            advance(ArticlePath(path="articles/lake.md"))
    written = output.getvalue()
    assert "Merging" in written
    assert "/10" in written
    assert written.endswith("\x1b[2K")


@pytest.mark.parametrize("count", [0, 3])
def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    output = Terminal()
    monkeypatch.setattr(sys, "stderr", output)
    with terminal.progress_bar(count, "Merging") as advance:
        for _ in range(count):
            advance(ArticlePath(path="articles/lake.md"))
    assert not output.getvalue()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_short_is_shown_on_a_terminal_without_rich(busy: Workspace) -> None:
    busy.run("sync")
    program = (
        "from pipeline.cli import main; main(['sync'], standalone_mode=False); import sys; print('rich' in sys.modules)"
    )
    shown = on_terminal(busy, program=["-c", program])
    assert shown.startswith("2 articles: 0 catalogs written, 6 up to date.")
    assert shown.splitlines()[-1] == "False"


@pytest.mark.parametrize("width", [12, 20, 40])
def test_broken_lines_keep_words_colours_and_their_margin(width: int) -> None:
    line = (
        "  " + click.style("Սևանա լիճը ", bold=True) + "is a lake in Հայաստան, " + click.style("озеро Севан", fg="red")
    )
    lines = break_lines(line, width).split("\n")
    assert " ".join(" ".join(lines).split()) == " ".join(line.split())
    assert all(cell_width(each) <= width or len(each.split()) == 1 for each in lines)
    assert lines[0].startswith("  ")
    assert all(each.startswith("      ") for each in lines[1:])


def test_a_long_name_is_cut_in_the_middle_where_a_table_has_room_and_stays_whole_in_a_pipe(place: Workspace) -> None:
    name = "lake-" + "and-on-" * 12 + "2026"
    place.write(f"articles/{name}.md", "One sentence.\n")
    lines = shown(place, 80, "sync", "--dry-run")
    [line] = [each for each in lines if "locales/ru/articles/lake-" in each and "…" in each]
    assert re.search(r"locales/ru/articles/lake-[\w-]*…[\w-]+-2026\.po", line)
    assert cell_width(line.rstrip()) <= 80
    assert f"locales/ru/articles/{name}.po" in place.run("sync", "--dry-run").stdout
    assert f"locales/ru/articles/{name}.po" in "".join(shown(place, 44, "sync", "--dry-run"))


@pytest.mark.parametrize("width", [10, 11, 40])
def test_a_text_that_is_cut_in_the_middle_has_its_ends(width: int) -> None:
    for text in ("short", "a" * 30 + "b" * 30, "ա" * 60, "漢" * 30):
        cut = shorten_middle(text, width)
        assert cell_width(cut) <= width
        assert cut == text or (cut[0] == text[0] and cut[-1] == text[-1] and "…" in cut)
