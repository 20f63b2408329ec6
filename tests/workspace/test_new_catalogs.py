"""What stands in a catalog from the beginning."""

from collections.abc import Callable

from conftest import Workspace

HELP = "# How to translate this file: targman docs translators\n"
RU = "locales/ru/articles/lake.po"


def test_a_new_catalog_names_the_page_for_translators(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\n')
    place.write("articles/lake.md", "The lake fell.\n")
    place.run("sync")
    assert place.text(RU).startswith(f'{HELP}msgid ""\n')
    assert not place.text("locales/templates/articles/lake.pot").startswith("#")


def test_a_catalog_without_the_comment_stays_without_it(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\n')
    place.write("articles/lake.md", "The lake fell.\n")
    place.run("sync")
    place.write(RU, place.text(RU).removeprefix(HELP))
    before = place.snapshot()
    place.run("sync")
    assert place.snapshot() == before
    place.write("articles/lake.md", "The lake fell. It rose.\n")
    place.run("sync")
    assert "It rose." in place.text(RU)
    assert HELP not in place.text(RU)
