"""`targman check --fix`: shown first, made only when somebody agrees, and nothing but the translations repaired."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from conftest import Workspace, read_terminal

from pipeline.model import Finding, Message, Severity
from pipeline.workspace.fix import find_fixes, write_fixes
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]

ARTICLE = "# The lake\n\nIt fell.[^i]\n\nIt rose.[^ii]\n\nIt froze.[^ii]\n\n[^i]: A report.\n\n[^ii]: A letter.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "It fell.{fn1}": "Оно упало{ фн1 }.",
    "It rose.{fn1}": "Оно поднялось{fո1}.",
    "It froze.{fn1}": "Оно замёрзло{ФН1}.",
}
RIGHT = {"Оно упало{ фн1 }.": "Оно упало{fn1}.", "Оно поднялось{fո1}.": "Оно поднялось{fn1}."}
PATH = "locales/ru/articles/lake.po"
FOUND = [
    Finding(rule="x", severity=Severity.HINT, message=Message(template="…"), path=PATH, source=source, replacement="…")
    for source in RUSSIAN
]


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    """A catalog with two repairs to be made, and a third in an entry that nobody has confirmed."""
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    catalog = polib.pofile(str(place.root / PATH), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = RUSSIAN.get(entry.msgid, "")
        if entry.msgid == "It rose.{fn1}":
            entry.tcomment = "asked the author"
        if entry.msgid == "It froze.{fn1}":
            entry.flags.insert(0, "fuzzy")
    catalog.metadata["Last-Translator"] = "Anna Petrova <anna@example.org>"
    catalog.save()
    return place


def repaired(text: str) -> str:
    for before, after in RIGHT.items():
        text = text.replace(before, after)
    return text


def test_without_somebody_to_ask_it_shows_everything_and_changes_nothing(place: Workspace) -> None:
    before = place.snapshot()
    shown = place.run("check", "--fix", exit_code=1).stdout
    lines = shown.splitlines()
    assert lines[0] == "articles/lake.md"
    assert lines[1].startswith(f"{PATH}:")
    assert lines[1].endswith(": placeholder-spelling")
    assert lines[2] == "  − Оно упало[-{␣фн1␣}-]."
    assert lines[3] == "  + Оно упало[+{fn1}+]."
    assert lines[4] == "    ф U+0444 → f U+0066, н U+043D → n U+006E"
    assert "    ո U+0578 → n U+006E" in lines
    assert "2 repairs in 1 catalog to be made; nothing was changed. To make them: targman check --fix --yes" in shown
    assert place.snapshot() == before


def test_nothing_but_confirmed_translations_changes_in_the_file(place: Workspace) -> None:
    before = place.text(PATH)
    shown = place.run("check", "--fix", "--yes").stdout
    assert "2 repairs in 1 catalog written; nothing was marked as reviewed." in shown
    assert shown.endswith("1 article checked: nothing found.\n")
    assert place.text(PATH) == repaired(before)
    assert "Оно замёрзло{ФН1}." in place.text(PATH), "it waits for a person"
    assert before.count("fuzzy") == place.text(PATH).count("fuzzy") == 1


def test_done_again_there_is_nothing_to_repair(place: Workspace) -> None:
    place.run("check", "--fix", "--yes")
    before = place.snapshot()
    assert place.run("check", "--fix", "--yes").stdout.startswith("Nothing to repair.\n")
    assert place.snapshot() == before
    assert "up to date" in place.run("sync").stdout
    assert place.text(PATH) == before[PATH][0].decode()


def test_the_line_ends_of_the_catalog_stay(place: Workspace) -> None:
    before = place.text(PATH).replace("\n", "\r\n")
    place.write(PATH, before)
    place.run("check", "--fix", "--yes")
    assert place.text(PATH) == repaired(before)


def test_the_edition_is_the_same_before_and_after(place: Workspace) -> None:
    place.run("merge", "--lang", "ru")
    before = place.text("editions/ru/lake.md")
    place.run("check", "--fix", "--yes")
    place.run("merge", "--lang", "ru")
    assert place.text("editions/ru/lake.md") == before


def test_only_the_edition_asked_for_is_repaired(place: Workspace) -> None:
    before = place.snapshot()
    assert "Nothing to repair." in place.run("check", "--fix", "--yes", "locales/hy/articles/lake.po").stdout
    assert "Nothing to repair." in place.run("check", "--fix", "--yes", "--lang", "en").stdout
    assert place.snapshot() == before


def test_json_lists_the_repairs_and_whether_they_were_made(place: Workspace) -> None:
    shown = json.loads(place.run("check", "--fix", "--format", "json", exit_code=1).stdout)
    [first, second] = shown["results"]
    assert (first["before"], first["after"]) == ("Оно упало{ фн1 }.", "Оно упало{fn1}.")
    assert (first["path"], first["lang"], first["article"]) == (PATH, "ru", "articles/lake.md")
    assert (first["source"], first["rules"], first["written"]) == ("It fell.{fn1}", ["placeholder-spelling"], False)
    made = json.loads(place.run("check", "--fix", "--yes", "--format", "json").stdout)
    assert made["results"] == [{**first, "written": True}, {**second, "written": True}]


def test_what_cannot_be_repaired_still_fails(place: Workspace) -> None:
    text = place.text(PATH).replace("Оно поднялось{fո1}.", "Оно поднялось.")
    place.write(PATH, text)
    shown = place.run("check", "--fix", "--yes", exit_code=1).stdout
    assert "1 repair in 1 catalog written" in shown
    assert "1 article checked: 1 error." in shown
    place.run("check", "--fix", "--yes", "--fail-on", "never")


@pytest.mark.parametrize("words", [["--fix", "--format", "sarif"], ["--yes"]])
def test_options_that_do_not_go_together_are_wrong_usage(place: Workspace, words: list[str]) -> None:
    place.run("check", *words, exit_code=2)


def test_another_targman_at_work_is_waited_for_by_the_user(place: Workspace) -> None:
    before = place.text(PATH)
    with locked(place.root):
        result = place.run("check", "--fix", "--yes", exit_code=1)
    assert "another targman process is running" in result.output
    assert place.text(PATH) == before


def test_a_translation_that_changes_between_the_showing_and_the_writing_is_left_alone(place: Workspace) -> None:
    settings = find_settings(place.root)
    shown = find_fixes(settings, {ArticlePath(path="articles/lake.md"): ("ru",)}, FOUND)
    assert [fix.before for fix in shown.done] == list(RIGHT)
    place.write(PATH, place.text(PATH).replace("Оно упало{ фн1 }.", "Уровень упал{ фн1 }."))
    before = place.text(PATH)
    made = write_fixes(settings, shown.done)
    assert [fix.written for fix in made.done] == [False, True]
    [problem] = made.problems
    assert "was changed since the repair was shown" in str(problem)
    assert str(problem).startswith(f"{PATH}:")
    assert place.text(PATH) == repaired(before)


def test_a_catalog_that_somebody_breaks_meanwhile_is_not_written(place: Workspace) -> None:
    settings = find_settings(place.root)
    shown = find_fixes(settings, {ArticlePath(path="articles/lake.md"): ("ru",)}, FOUND)
    place.write(PATH, place.text(PATH) + "broken\n")
    before = place.text(PATH)
    made = write_fixes(settings, shown.done)
    assert made.done == tuple(replace(fix, written=False) for fix in shown.done)
    assert len(made.problems) == 1
    assert place.text(PATH) == before


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_at_a_terminal_it_asks_before_it_writes(place: Workspace, answer: str, status: int) -> None:
    before = place.text(PATH)
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", "from pipeline.cli import main; main()", "check", "--fix"]
    with subprocess.Popen(
        program, cwd=place.root, stdin=theirs, stdout=theirs, stderr=theirs, env=_environment()
    ) as running:
        os.close(theirs)
        shown = read_terminal(ours, b"[y/N]").decode()
        assert place.text(PATH) == before, "nothing is written before the answer"
        os.write(ours, answer.encode())
        shown += read_terminal(ours, None).decode()
    os.close(ours)
    assert "Apply 2 repairs in 1 catalog? [y/N]" in shown
    assert running.returncode == status, shown
    assert place.text(PATH) == (repaired(before) if status == 0 else before)


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return os.environ | {"PYTHONPATH": root, "PYTHONUTF8": "1", "COLUMNS": "100"}


def test_an_article_is_repaired_where_backticks_stand_for_armenian_marks(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "hy"\n')
    before = "\ufeff# Լիճ\r\n\r\n- Նա ասաց` այո, լսեցին` ոչ։\r\n- Նա ասաց` այո, լսեցին` ոչ։ `կոդ`\r\n"
    place.write("articles/a.md", before)
    place.run("sync")
    assert "2 repairs in 1 file to be made" in place.run("check", "--fix", exit_code=1).stdout
    assert place.text("articles/a.md") == before
    assert "Nothing to repair." in place.run("check", "--fix", "--yes", "--lang", "ru", exit_code=1).stdout
    place.run("check", "--fix", "--yes", exit_code=1)
    assert place.text("articles/a.md") == before.replace("ասաց`", "ասաց՝").replace("լսեցին`", "լսեցին՝")
    place.run("sync")
    assert place.run("check", "--fix", "--yes").stdout.startswith("Nothing to repair.\n")


def test_a_translation_is_repaired_as_check_sees_it_with_the_sentence_folded_into_it(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "The tunnel opened. It is 48.5 km long.\n")
    place.run("sync")
    catalog = polib.pofile(str(place.root / PATH), wrapwidth=0)
    catalog[0].msgstr, catalog[1].msgstr = "Открылся туннель длиной 48.5 км.", "←"
    catalog.save()
    assert "1 repair in 1 catalog written" in place.run("check", "--fix", "--yes").stdout
    assert "Открылся туннель длиной 48,5 км." in place.text(PATH)
    before = place.text(PATH)
    place.run("check", "--fix", "--yes")
    assert place.text(PATH) == before
