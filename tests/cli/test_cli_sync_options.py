"""`sync` before it writes, why entries are fuzzy, and articles that move house."""

import json
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

ARTICLE = "# The lake\n\nIt fell by 20 m.[^i] Then it rose again.\n\n[^i]: A report.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "It fell by 20 m.{fn1}": "Оно упало на 20 м{fn1}.",
    "Then it rose again.": "Потом поднялось.",
}


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    catalog = polib.pofile(str(place.root / "locales/ru/articles/lake.po"), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = RUSSIAN.get(entry.msgid, "")
    catalog.save()
    place.run("sync")
    return place


def test_a_dry_run_says_what_sync_will_do_and_does_nothing(place: Workspace) -> None:
    place.write("articles/lake.md", ARTICLE.replace("20 m", "19 m") + "\nA new end.\n")
    before = place.snapshot()
    said = json.loads(place.run("sync", "--dry-run", "--format", "json").stdout)["results"]
    assert "would be written" in place.run("sync", "--dry-run").stdout
    assert place.snapshot() == before
    done = json.loads(place.run("sync", "--format", "json").stdout)["results"]
    assert said == done
    russian = next(item for item in done if item["lang"] == "ru")
    assert (russian["added"], russian["fuzzied"], russian["words"]) == (1, 1, 3 + 5)


def test_why_an_entry_is_fuzzy_is_shown_word_by_word(place: Workspace) -> None:
    place.write("articles/lake.md", ARTICLE.replace("20 m", "19 m"))
    place.run("sync")
    by_words = place.run("sync", "--explain", "it fell").stdout
    where = by_words.partition(": ")[0]
    assert "It fell by [-20-][+19+] m.{fn1}" in by_words
    assert "1 word gone, 1 word new" in by_words
    assert "Оно упало на 20 м{fn1}." in by_words
    assert place.run("sync", "--explain", where).stdout == by_words
    assert "No fuzzy entry" in place.run("sync", "--explain", "again", exit_code=1).stdout


def test_a_renamed_article_takes_its_catalogs_along(place: Workspace) -> None:
    before = place.text("locales/ru/articles/lake.po")
    (place.root / "articles/nature").mkdir()
    (place.root / "articles/lake.md").rename(place.root / "articles/nature/sevan.md")
    result = place.run("sync")
    assert "articles/nature/sevan.md was articles/lake.md: its 3 catalogs moved with it." in result.stdout
    after = place.text("locales/ru/articles/nature/sevan.po")
    assert after == before.replace("articles/lake.md", "articles/nature/sevan.md")
    assert not list((place.root / "locales").rglob("lake.po*"))


def test_a_renamed_and_edited_article_is_known_by_its_content(place: Workspace) -> None:
    place.write("articles/other.md", "# Something else\n\nNot about water.\n")
    (place.root / "articles/lake.md").unlink()
    place.write("articles/sevan.md", ARTICLE.replace("20 m", "19 m"))
    place.run("sync")
    catalog = polib.pofile(str(place.root / "locales/ru/articles/sevan.po"))
    assert [entry.previous_msgid for entry in catalog.fuzzy_entries()] == ["It fell by 20 m.{fn1}"]
    other = polib.pofile(str(place.root / "locales/ru/articles/other.po"))
    assert len(other.translated_entries()) == 0


def test_an_article_that_was_renamed_and_written_anew_is_known_again_when_both_are_taken_back(place: Workspace) -> None:
    (place.root / "articles/lake.md").rename(place.root / "articles/sevan.md")
    place.run("sync")
    place.write("articles/sevan.md", "# Rivers\n\nOf these something else is told.\n")
    place.run("sync")
    (place.root / "articles/sevan.md").unlink()
    place.write("articles/lake.md", ARTICLE)
    assert "articles/lake.md was articles/sevan.md" in place.run("sync").stdout
    catalog = polib.pofile(str(place.root / "locales/ru/articles/lake.po"))
    assert {entry.msgid: entry.msgstr for entry in catalog.translated_entries()} == RUSSIAN


def test_a_removed_article_leaves_its_translations_and_status_lists_them(place: Workspace) -> None:
    place.run("merge")
    before = place.text("locales/ru/articles/lake.po")
    (place.root / "articles/lake.md").unlink()
    assert "articles/lake.md is gone; its 3 catalogs keep their translations" in place.run("sync").stdout
    assert place.text("locales/ru/articles/lake.po") == before
    shown = place.run("status").stdout
    for path in ("locales/ru/articles/lake.po", "locales/templates/articles/lake.pot", "editions/ru/lake.md"):
        assert path in shown
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    assert place.text("locales/ru/articles/lake.po") == before


def test_check_tells_by_the_exit_status_whether_sync_is_due_and_writes_nothing(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    before = place.snapshot()
    assert "3 catalogs would be written" in place.run("sync", "--check", exit_code=1).stdout
    assert place.snapshot() == before
    place.run("sync")
    before = place.snapshot()
    place.run("sync", "--check")
    place.run("sync", "--check")
    assert place.snapshot() == before
    (place.root / "locales/templates/articles/lake.pot").unlink()
    assert "Only the template would be written: articles/lake.md" in place.run("sync", "--check", exit_code=1).stdout
    assert "Only the template written" in place.run("sync").stdout
    assert "template" not in place.run("sync").stdout
    place.write("articles/lake.md", "It fell again.\n")
    assert json.loads(place.run("sync", "--check", "--format", "json", exit_code=1).stdout)["results"][0]["written"]


def test_a_line_that_no_catalog_has_is_refused(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    place.run("sync")
    path = "locales/ru/articles/lake.po"
    lines = len(place.text(path).splitlines())
    assert "No fuzzy entry" in place.run("sync", "--explain", f"{path}:{lines}", exit_code=1).stdout
    assert (
        f"{path}: has no line {lines + 1}" in place.run("sync", "--explain", f"{path}:{lines + 1}", exit_code=2).stderr
    )
    for other in ("locales/ru/river.po:3", "articles/lake.md:3"):
        assert "not a line of a catalog" in place.run("sync", "--explain", other, exit_code=2).stderr
