"""Copies beside a catalog are named, with the way to take in what is in them."""

from collections.abc import Callable

import pytest
from conftest import Workspace


@pytest.fixture
def place(workspace: Callable[[], Workspace]) -> Workspace:
    made = workspace()
    made.write("articles/two.md", "One sentence.\n")
    made.write("articles/two-hands.md", "Another sentence.\n")
    made.write("articles/deep/lake.md", "A third sentence.\n")
    made.write("articles/river/index.md", "A fourth sentence.\n")
    made.run("sync")
    return made


@pytest.mark.parametrize(
    ("copy", "catalog"),
    [
        ("two (1).po", "two.po"),
        ("river/index (1).po", "river/index.po"),
        ("two - Copy.po", "two.po"),
        ("two копия.po", "two.po"),
        ("two.po.bak", "two.po"),
        ("two.PO", "two.po"),
        ("two_ru.po", "two.po"),
        ("Copy of two.po", "two.po"),
        ("two-hands (2).po", "two-hands.po"),
        ("two-hands.po.orig", "two-hands.po"),
        ("deep/lake 2.po", "deep/lake.po"),
    ],
)
def test_a_copy_is_named_by_sync_and_status(place: Workspace, copy: str, catalog: str) -> None:
    folder = "locales/ru/articles"
    place.write(f"{folder}/{copy}", place.text(f"{folder}/{catalog}"))
    for command in ("sync", "status"):
        told = place.run(command).output
        assert f"{folder}/{copy} looks like a copy of {folder}/{catalog}" in told
        assert "targman receive" in told
        assert "is gone" not in told
        assert "left behind" not in told


@pytest.mark.parametrize("name", ["two.po~", "two.mo", "twofold.po", "notes.txt", "deep/two (1).po"])
def test_other_files_are_no_copies(place: Workspace, name: str) -> None:
    place.write(f"locales/ru/articles/{name}", place.text("locales/ru/articles/two.po"))
    assert "looks like a copy" not in place.run("sync").output


def test_the_catalogs_of_an_article_that_is_gone_are_no_copies(place: Workspace) -> None:
    (place.root / "articles/two-hands.md").unlink()
    told = place.run("sync").output
    assert "looks like a copy" not in told
    assert "articles/two-hands.md is gone" in told


def test_a_copy_is_not_taken_for_the_catalog_of_a_new_article(place: Workspace) -> None:
    copy = "locales/ru/articles/two (1).po"
    place.write(copy, place.text("locales/ru/articles/two.po"))
    place.write("articles/fresh.md", "One sentence.\n")
    place.run("sync")
    assert (place.root / copy).exists()


def test_the_catalogs_of_an_edition_that_has_another_code_now_are_told_and_can_be_taken_in(
    workspace: Callable[[str], Workspace],
) -> None:
    place = workspace('lang = "en"\neditions = ["en", "pt"]\n')
    place.write("articles/two.md", "One sentence.\n")
    place.run("sync")
    path = place.root / "locales/pt/articles/two.po"
    path.write_text(path.read_text().replace('"One sentence."\nmsgstr ""', '"One sentence."\nmsgstr "Uma frase."'))
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "pt-BR"]\n')
    told = place.run("sync").output
    assert "locales/pt has catalogs, but no edition is called pt." in told
    assert "targman receive locales/pt " in told
    place.run("receive", "locales/pt")
    assert 'msgstr "Uma frase."' in place.text("locales/pt-BR/articles/two.po")


def test_the_folder_of_an_edition_is_not_told_where_the_system_has_it_in_another_spelling(
    workspace: Callable[[str], Workspace],
) -> None:
    """With a link for a system that takes `pt-br` and `pt-BR` for the same: who deletes the one has lost the other."""
    place = workspace('lang = "en"\neditions = ["en", "pt-BR"]\n')
    place.write("articles/two.md", "One sentence.\n")
    place.run("sync")
    (place.root / "locales/pt-br").symlink_to("pt-BR")
    assert "has catalogs" not in place.run("sync").output


def test_an_edition_that_was_given_up_is_not_told(workspace: Callable[[str], Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "pt"]\n')
    place.write("articles/two.md", "One sentence.\n")
    place.run("sync")
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "fr"]\n')
    assert "locales/pt" not in place.run("sync").output
