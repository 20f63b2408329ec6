"""An article as people work on it: each sentence, how it stands in each edition, and names that stay."""

from collections.abc import Callable

import pytest
from conftest import Workspace

from pipeline.article.markdown import read_article
from pipeline.errors import CatalogError
from pipeline.preview import article_view
from pipeline.preview.article_view import CellState
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]
PLACE = ArticlePath(path="articles/a.md")


def test_each_sentence_has_its_state(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "The lake fell. It rose. It stayed. 1933.\n")
    place.run("sync")
    text = place.text("locales/ru/articles/a.po")
    for source, target in (("The lake fell.", "Упало, и поднялось."), ("It rose.", "←")):
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    text = text.replace('msgid "It stayed."\nmsgstr ""', '#, fuzzy\nmsgid "It stayed."\nmsgstr "Осталось."')
    place.write("locales/ru/articles/a.po", text)
    settings = find_settings(place.root)
    original = article_view.read_original(settings, PLACE)
    column = article_view.read_column(settings, original, "ru")
    states = [column.cell(each).state for each in original.article.segments]
    assert states[:3] == [CellState.TRANSLATED, CellState.FOLDED, CellState.FUZZY]
    assert "Осталось." in column.document.body[0].children[-1].value or "Осталось." in str(column.document.body)


def test_names_stay_when_sentences_come_and_go() -> None:
    before = article_view.list_sentences(read_article("One. Two. Two.\n", lang="en"))
    after = article_view.list_sentences(read_article("# New\n\nZero. One. Two. Two.\n", lang="en"))
    assert len({each.key for each in before}) == 3
    assert [each.key for each in after][-3:] == [each.key for each in before]


def test_a_missing_catalog_is_an_error_that_says_what_to_do(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "The lake fell.\n")
    settings = find_settings(place.root)
    original = article_view.read_original(settings, PLACE)
    with pytest.raises(CatalogError, match="targman sync"):
        article_view.read_column(settings, original, "ru")


def test_trying_a_translation_changes_nothing_and_finds_what_it_would_do(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "It fell.[^a]\n\n[^a]: A report.\n")
    place.run("sync")
    settings = find_settings(place.root)
    original = article_view.read_original(settings, PLACE)
    column = article_view.read_column(settings, original, "ru")
    before = place.snapshot()
    assert [
        each.rule for each in article_view.try_translation(settings, original, column, "It fell.{fn1}", "Упало.")
    ] == ["note-missing"]
    assert article_view.try_translation(settings, original, column, "It fell.{fn1}", "Упало{fn1}.") == ()
    assert place.snapshot() == before
