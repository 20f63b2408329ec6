"""`targman review`: a mark that holds until the text or its translation changes, and what changed since then."""

import json
import os
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Workspace, read_terminal
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalog
from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.catalog.review import find_reviewer, mark_reviewed
from pipeline.catalog.update import update_entries
from pipeline.model import Entry

PATH = "locales/ru/articles/lake.po"
ARTICLE = "# The lake\n\nWater rose by three metres.[^1] Nobody knew why.\n\n[^1]: A note.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "Water rose by three metres.{fn1}": "Вода поднялась на три метра.{fn1}",
    "Nobody knew why.": "Никто не знал почему.",
    "A note.": "Примечание.",
}


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    change(place, lambda entry: replace(entry, target=RUSSIAN.get(entry.source, entry.target)))
    return place


def change(place: Workspace, how: Callable[[Entry], Entry]) -> None:
    found = catalog.parse((place.root / PATH).read_bytes())
    place.write(PATH, catalog.serialize(replace(found, entries=tuple(map(how, found.entries)))))


def reviewers(place: Workspace) -> dict[str, str | None]:
    found = catalog.parse((place.root / PATH).read_bytes())
    return {entry.source: find_reviewer(entry) for entry in found.entries if not entry.obsolete}


def waiting(place: Workspace, *words: str) -> list[dict[str, str]]:
    made: list[dict[str, str]] = json.loads(place.run("review", *words, "--format", "json").stdout)["results"]
    return made


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def test_all_are_marked_at_once_and_a_second_time_nothing_waits(place: Workspace) -> None:
    assert len(waiting(place, "--lang", "ru")) == 4
    said = place.run("review", "--lang", "ru", "--all", "--name", "Anna Petrova").stdout
    assert "4 translations marked as reviewed by Anna Petrova." in said
    assert set(reviewers(place).values()) == {"Anna Petrova"}
    before = place.snapshot()
    assert not waiting(place, "--lang", "ru")
    place.run("sync")
    place.run("review", "--lang", "ru", "--all", "--name", "Boris")
    assert place.snapshot() == before


def test_a_catalog_that_cannot_be_read_is_not_counted_as_reviewed(place: Workspace) -> None:
    place.write(PATH, (place.root / PATH).read_bytes()[:-20])
    said = place.run("review", "--lang", "ru", "--all", "--name", "Anna", exit_code=1)
    assert "marked" not in said.stdout
    assert f"{PATH}:" in said.stderr


def test_the_report_of_marking_all_is_json_alone(place: Workspace) -> None:
    assert waiting(place, "--lang", "ru", "--all", "--name", "Anna") == []
    assert set(reviewers(place).values()) == {"Anna"}


def test_status_counts_what_is_reviewed(place: Workspace) -> None:
    place.run("review", "lake", "--lang", "ru", "--all", "--name", "Anna")
    assert "all reviewed" in place.run("status", "--lang", "ru").stdout
    change(place, lambda entry: replace(entry, target="Озерцо") if entry.source == "The lake" else entry)
    [told] = json.loads(place.run("status", "--lang", "ru", "--format", "json").stdout)["results"]
    assert (told["translated"], told["reviewed"]) == (4, 3)


def test_a_change_revokes_the_review_and_shows_what_was_reviewed(place: Workspace) -> None:
    place.run("review", "--lang", "ru", "--all", "--name", "Anna")
    place.write("articles/lake.md", ARTICLE.replace("three", "four"))
    place.run("sync")
    change(place, lambda entry: replace(entry, fuzzy=False, previous=None))
    [item] = waiting(place, "--lang", "ru")
    assert (item["source"], item["former_source"]) == (
        "Water rose by four metres.{fn1}",
        "Water rose by three metres.{fn1}",
    )
    assert item["reviewer"] == "Anna"
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    assert set(reviewers(place).values()) == {"Anna"}


def test_what_was_reviewed_is_found_in_git_too(place: Workspace) -> None:
    place.run("review", "--lang", "ru", "--all", "--name", "Anna")
    git(place.root, "init", "-q")
    git(place.root, "add", "-A")
    git(place.root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x")
    change(place, lambda entry: replace(entry, remarks=(), target=entry.target.replace("три", "четыре")))
    found = {item["source"]: item["former_target"] for item in waiting(place, "--lang", "ru")}
    assert found == RUSSIAN


def test_a_dead_mark_is_taken_away_and_other_remarks_stay(place: Workspace) -> None:
    place.run("review", "--lang", "ru", "--all", "--name", "Anna")
    change(
        place,
        lambda entry: (
            replace(entry, target="Озерцо", remarks=("Why?", *entry.remarks)) if entry.source == "The lake" else entry
        ),
    )
    place.run("sync")
    found = catalog.parse((place.root / PATH).read_bytes())
    [entry] = [item for item in found.entries if item.source == "The lake"]
    assert (entry.target, entry.remarks) == ("Озерцо", ("Why?",))


def test_an_edition_with_unreviewed_translations_is_withheld_where_the_settings_say_so(place: Workspace) -> None:
    place.write("targman.toml", place.text("targman.toml") + 'unreviewed = "skip"\n')
    said = place.run("merge", "--lang", "ru", exit_code=1).output
    assert "editions/ru/lake.md: 4 translations are not reviewed; not written" in said
    assert not (place.root / "editions/ru/lake.md").exists()
    place.run("merge", "--lang", "en")
    place.run("review", "--lang", "ru", "--all", "--name", "Anna")
    place.run("merge", "--lang", "ru")
    assert "Озеро" in place.text("editions/ru/lake.md")


def test_a_review_by_somebody_else_is_a_warning(place: Workspace) -> None:
    place.write("targman.toml", place.text("targman.toml") + '[reviewers]\nru = ["Anna Petrova"]\n')
    place.run("review", "lake", "--lang", "ru", "--all", "--name", "Boris")
    found = json.loads(place.run("check", "--lang", "ru", "--format", "json", exit_code=1).stdout)["results"]
    assert [item["rule"] for item in found if item["rule"] == "reviewer"] == ["reviewer"] * 4
    change(place, lambda entry: mark_reviewed(entry, "Anna Petrova") if entry.is_translated else entry)
    found = json.loads(place.run("check", "--lang", "ru", "--format", "json").stdout)["results"]
    assert "reviewer" not in {item["rule"] for item in found}


def test_questions_and_answers_are_listed(place: Workspace) -> None:
    remarks = {"The lake": ("? Which lake?", "Sevan.", "The big one."), "A note.": ("؟ Whose?",)}
    change(place, lambda entry: replace(entry, remarks=remarks.get(entry.source, ())))
    said = place.run("status", "--remarks").stdout
    assert "? Which lake?\n  Sevan. The big one." in said
    assert "2 questions, 1 without an answer." in said
    told = json.loads(place.run("status", "--remarks", "--format", "json").stdout)["results"]
    assert [(item["question"], item["answer"]) for item in told] == [
        ("Which lake?", "Sevan. The big one."),
        ("Whose?", ""),
    ]


def test_a_name_is_needed_and_git_may_tell_it(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    assert "your name is not known" in place.run("review", "--all", exit_code=2).stderr
    assert "your name is not known" in place.run("review", "--all", "--name", " ", exit_code=2).stderr
    git(place.root, "init", "-q")
    git(place.root, "config", "user.name", "Git Anna")
    place.run("review", "--lang", "ru", "--all")
    assert set(reviewers(place).values()) == {"Git Anna"}


def test_at_a_terminal_keys_decide_also_on_other_keyboards(place: Workspace) -> None:
    ours, theirs = pty.openpty()
    program = [
        sys.executable,
        "-c",
        "from pipeline.cli import main; main()",
        "review",
        "--lang",
        "ru",
        "--name",
        "Anna",
    ]
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": root, "PYTHONUTF8": "1", "COLUMNS": "100", "EDITOR": "sed -i s/три/3/"}
    shown = b""
    with subprocess.Popen(
        program, cwd=place.root, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as running:
        for key in ("y", "у", "n", "?"):  # the second is Cyrillic: the letter where other keyboards have e
            shown += read_terminal(ours, b"q quit")
            while termios.tcgetattr(theirs)[3] & termios.ICANON:  # not listening to single keys yet
                time.sleep(0.01)
            os.write(ours, key.encode())
        shown += read_terminal(ours, b"question: ")
        os.close(theirs)
        os.write(ours, b"Whose note?\n")
        shown += read_terminal(ours, None)
    os.close(ours)
    assert running.returncode == 0, shown.decode()
    assert "2 finished translations wait for a review." in shown.decode()
    assert reviewers(place) == {
        "The lake": "Anna",
        "Water rose by three metres.{fn1}": "Anna",
        "Nobody knew why.": None,
        "A note.": None,
    }
    assert "Вода поднялась на 3 метра" in place.text(PATH)
    assert "# ? Whose note?" in place.text(PATH)


words = st.sampled_from(["Water rose.", "It fell.", "Nobody knew why.", "They left.", "Rain came."])


@settings(max_examples=60)
@given(st.lists(words, min_size=1, max_size=5, unique=True), st.lists(words, min_size=1, max_size=5, unique=True))
def test_reviews_stay_with_their_texts_whatever_else_changes(before: list[str], after: list[str]) -> None:
    def units(texts: list[str]) -> list[object]:
        return list(extract_units(read_article(" ".join(texts) + "\n", lang="en"), "articles/x.md"))

    first = update_entries((), units(before), lang="ru", same_language=False)  # type: ignore[arg-type]
    old = [mark_reviewed(replace(entry, target=f"П {entry.source}"), "Anna") for entry in first.entries]
    new = update_entries(old, units(after), lang="ru", same_language=False)  # type: ignore[arg-type]
    for entry in new.entries:
        if not entry.obsolete:
            assert (find_reviewer(entry) is not None) == (entry.source in before)
            assert not any("reviewed" in remark for remark in entry.remarks) or find_reviewer(entry)
