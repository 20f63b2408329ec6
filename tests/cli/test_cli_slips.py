"""Slips of people in a hurry: mistyped names, files in the wrong place, folders that nobody may look into."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Workspace

from pipeline.cli import main

MakeWorkspace = Callable[..., Workspace]

GOOD = "---\nlang: en\ntitle: Good\n---\nOne sentence.[^i] Another one.\n\n[^i]: A note.\n"


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/sevan.md", GOOD)
    made.write("articles/2024/Իմ հոդվածը.md", "---\nlang: hy\n---\nՄեկ նախադասություն։\n")
    made.run("sync")
    return made


@pytest.mark.parametrize(
    ("word", "meant"), [("sevna", "sevan"), ("articles/Sevan.md", "sevan"), ("Իմ հաոդված", "Իմ հոդվածը")]
)
def test_a_mistyped_article_is_guessed(place: Workspace, word: str, meant: str) -> None:
    result = place.run("status", word, exit_code=2)
    assert result.stderr == f"error: no article is called “{word}”. Did you mean {meant}?\n"


def test_the_beginning_of_a_slug_is_enough_if_no_other_begins_so(place: Workspace) -> None:
    assert "1 article checked" in place.run("check", "Իմ").stdout
    place.write("articles/sevan-1900.md", GOOD)
    place.run("sync")
    assert "1 article checked" in place.run("check", "sevan").stdout, "a whole slug comes before beginnings"
    said = place.run("check", "sev", exit_code=2).stderr
    assert said == "error: no article is called “sev”. These begin so: sevan, sevan-1900.\n"


def test_where_nothing_could_be_read_nothing_is_said_to_be_right(workspace: MakeWorkspace) -> None:
    made = workspace()
    assert "no articles to check" in made.run("check", exit_code=2).stderr
    made.write("articles/lake.md", "A lake.\n")
    assert made.run("check", exit_code=1).stdout == "No catalog could be checked.\n"
    assert "Nothing to repair" not in made.run("check", "--fix", exit_code=1).stdout
    for words in (["review", "--list"], ["status", "--remarks"]):
        assert "in the catalogs that could be read" in made.run(*words, exit_code=1).stdout


def test_what_a_terminal_would_obey_in_names_is_shown(workspace: MakeWorkspace) -> None:
    made = workspace()
    made.write("articles/up\u202eside.md", "A lake.\n")
    made.write("articles/red\x1b[31m.txt", "anything")
    made.run("sync")
    for words in ([], ["sync"], ["status"], ["merge"], ["export"]):
        shown = made.run(*words).stdout
        assert "\u202e" not in shown
        assert "\x1b" not in shown
    assert "«U+202E»" in made.run("status").stdout


def test_a_name_that_is_like_no_other_says_where_to_look(place: Workspace) -> None:
    assert "targman status lists them" in place.run("status", "zzz", exit_code=2).stderr


@pytest.mark.parametrize("word", ["2024", "2024/Իմ հոդվածը", "2024/Իմ հոդվածը.md", "articles/2024"])
def test_a_path_may_begin_below_the_articles(place: Workspace, word: str) -> None:
    assert "1 article checked" in place.run("check", word).stdout


def test_a_folder_of_catalogs_asks_for_its_edition(place: Workspace) -> None:
    entry = 'msgid "Another one."\nmsgstr "{fn7}"'
    for lang in ("hy", "ru"):
        path = place.root / f"locales/{lang}/articles/sevan.po"
        path.write_text(path.read_text("utf-8").replace('msgid "Another one."\nmsgstr ""', entry), "utf-8")
    result = place.run("check", "locales/ru", "--format", "json", exit_code=1)
    assert {item["path"] for item in json.loads(result.stdout)["results"]} == {"locales/ru/articles/sevan.po"}
    result = place.run("check", "locales", "--format", "json", exit_code=1)
    assert len({item["path"] for item in json.loads(result.stdout)["results"]}) == 2
    assert "“locales/ru” is of another language" in place.run("check", "locales/ru", "--lang", "hy", exit_code=2).stderr


def test_languages_are_given_one_by_one_or_with_commas_and_none_is_lost(place: Workspace) -> None:
    asked = (["--lang", "ru", "--lang", "en"], ["--lang", "en,ru"], ["--lang", "en, ru"])
    for words in asked:
        standings = json.loads(place.run("status", "sevan", "--format", "json", *words).stdout)["results"]
        assert [item["lang"] for item in standings] == ["en", "ru"]
    for option in ("--to", "--lang"):
        words = [option, "hy", option, "ru", "--provider", "pseudo", "--estimate"]
        catalogs = json.loads(place.run("translate", "sevan", "--format", "json", *words).stdout)["results"]
        assert [item["lang"] for item in catalogs] == ["hy", "ru"]
    assert "there is no edition “fr”" in place.run("merge", "--lang", "ru,fr", exit_code=2).stderr
    assert "names no language" in place.run("merge", "--lang", ",", exit_code=2).stderr


def test_where_nothing_is_left_to_translate_that_is_what_is_said(place: Workspace) -> None:
    place.run("translate", "--provider", "pseudo")
    assert "Nothing to translate" in place.run("translate", "--provider", "pseudo").stdout


def test_a_mistyped_command_is_guessed() -> None:
    result = CliRunner().invoke(main, ["synk"])
    assert result.exit_code == 2
    assert "No such command 'synk'. Did you mean 'sync'?" in result.stderr


def test_a_mistyped_setting_is_guessed(workspace: MakeWorkspace) -> None:
    result = workspace("segmentaion = 'block'\n").run("status", exit_code=2)
    assert "unknown setting “segmentaion” (did you mean “segmentation”?)" in result.stderr


def test_settings_that_an_editor_saved_with_a_byte_order_mark_are_read(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("targman.toml", "\ufefflang = 'en'\n")
    place.write("articles/plain.md", "One sentence.\n")
    place.run("sync")
    assert (place.root / "locales/ru/articles/plain.po").exists()


def test_documents_among_the_articles_are_named_and_pictures_are_not(place: Workspace) -> None:
    for name in ("lecture.docx", "notes.TXT", "Old.MD", "images/map.png", ".hidden.txt"):
        place.write(f"articles/{name}", "anything")
    for command in ("sync", "status"):
        told = place.run(command).stdout
        assert "do not end in .md: articles/Old.MD, articles/lecture.docx, articles/notes.TXT. " in told


def test_a_folder_where_a_catalog_should_be_is_named_as_the_workspace_has_it(place: Workspace) -> None:
    (place.root / "locales/ru/articles/sevan.po").unlink()
    (place.root / "locales/ru/articles/sevan.po").mkdir()
    for command in (["sync"], ["translate", "--provider", "pseudo"]):
        said = place.run(*command, exit_code=1).stderr
        assert said == "error: locales/ru/articles/sevan.po: cannot be read: Is a directory\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_links_that_lead_nowhere_are_named_and_pipes_are_no_articles(place: Workspace) -> None:
    (place.root / "articles/lost.md").symlink_to("nowhere.md")
    os.mkfifo(place.root / "articles/pipe.md")
    result = place.run("sync", exit_code=1)
    assert result.stderr == "error: articles/lost.md: is a link that leads nowhere.\n"


ARMENIAN = "Լիճն իջել է մեկ մետրով։\n\nՈչ ոք չգիտի, թե ինչու է այդպես։\n"


def test_an_article_in_another_language_than_it_says_is_told_once(workspace: MakeWorkspace) -> None:
    made = workspace()
    made.write("articles/silent.md", ARMENIAN)
    made.write("articles/wrong.md", f"---\nlang: ru\n---\n{ARMENIAN}")
    made.write("articles/right.md", f"---\nlang: hy\n---\n{ARMENIAN}")
    told = made.run("sync").stdout
    assert "articles/silent.md does not say its language, so “lang: en” of the settings counts, but" in told
    assert "articles/wrong.md says “lang: ru”, but its text looks like hy. If it is, write “lang: hy” there" in told
    assert "right" not in told.partition("up to date")[2]
    assert "looks like" not in made.run("sync").stdout


def test_code_and_front_matter_tell_nothing_of_the_language_of_an_article(workspace: MakeWorkspace) -> None:
    made = workspace()
    code = "".join(
        f"# count the boats of the harbour number {number}, and add them to the list\n" for number in range(9)
    )
    made.write(
        "articles/lake.md", f"---\nlang: hy\n---\n{ARMENIAN}\n```python\n{code}```\n\nՏե՛ս `the list of the boats`։\n"
    )
    assert "looks like" not in made.run("sync").stdout


def test_when_the_language_is_corrected_no_edition_keeps_the_source_for_a_translation(workspace: MakeWorkspace) -> None:
    made = workspace()
    made.write("articles/lake.md", ARMENIAN)
    made.run("sync")
    made.write("articles/lake.md", f"---\nlang: hy\n---\n{ARMENIAN}")
    made.run("sync")
    standings = json.loads(made.run("status", "--format", "json").stdout)["results"]
    assert {item["lang"]: (item["translated"], item["untranslated"]) for item in standings} == {
        "hy": (2, 0),
        "en": (0, 2),
        "ru": (0, 2),
    }


def test_sync_shows_the_columns_that_have_something_to_tell(workspace: MakeWorkspace) -> None:
    made = workspace()
    made.write("articles/sevan.md", GOOD)
    lines = made.run("sync").stdout.splitlines()
    assert lines[0].split() == ["Texts", "New", "Words", "to", "do", "Catalog"]
    assert lines[1].split() == ["4", "4", "7", "locales/hy/articles/sevan.po"]


@pytest.mark.skipif(os.name != "posix", reason="names of files with line ends are a thing of Unix")
@pytest.mark.parametrize("name", ["two\nlines.md", os.fsdecode(b"no-utf8-\xff.md")], ids=["line end", "no UTF-8"])
def test_a_name_that_no_catalog_can_hold_is_refused_and_the_others_go_on(place: Workspace, name: str) -> None:
    (place.root / "articles" / name).write_text(GOOD, encoding="utf-8")
    (place.root / "locales/ru/articles" / name).with_suffix(".po").write_bytes(b"")
    place.write("articles/new.md", GOOD)
    result = place.run("sync", "--format", "json", exit_code=1)
    assert [item["message"] for item in json.loads(result.stdout)["problems"]] == [
        "has a character in its name that cannot be written. Rename it."
    ]
    assert (place.root / "locales/ru/articles/new.po").exists()
    place.run("memory", "rebuild")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_nobody_may_look_into_is_named(place: Workspace) -> None:
    folder = place.root / "articles/2024"
    folder.chmod(0)
    try:
        result = place.run("sync", exit_code=1)
    finally:
        folder.chmod(0o755)
    assert result.stderr == f"error: {folder}: cannot be looked into: Permission denied\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_behind_the_report_is_a_sentence(place: Workspace) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "status"]
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(command, cwd=place.root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == "error: No space left on device. Nothing that was there is lost.\n"
