"""How all articles stand: found out by helpers, kept in the workspace's indexes, found out again only where needed."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.languages.messages import Wording
from pipeline.preview.history import HistoryPoint
from pipeline.preview.overview import ArticleReport, Overview
from pipeline.preview.overview_rows import STATES, build_cards, build_row
from pipeline.workspace import workers
from pipeline.workspace.assignments import AssignmentFinder
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings
from pipeline.workspace.status import EditionStatus

MakeWorkspace = Callable[..., Workspace]
LAKE, RIVER = ArticlePath(path="articles/lake.md"), ArticlePath(path="articles/river.md")


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", "# The lake\n\nIt fell.[^a] It rose.\n\n[^a]: A report.\n")
    place.write("articles/river.md", "# The river\n\nIt flows.\n")
    place.run("sync")
    text = place.text("locales/ru/articles/lake.po")
    place.write(
        "locales/ru/articles/lake.po", text.replace('It fell.{fn1}"\nmsgstr ""', 'It fell.{fn1}"\nmsgstr "Упало."')
    )
    return place


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with workers.background_pool() as pool:
        yield pool


def surveyed(root: Path, pool: Executor, *places: ArticlePath) -> list[ArticleReport]:
    """The reports of a overview, which is then saved."""
    overview = Overview(find_settings(root))
    reports = [overview.finished(overview.begin(place, pool)) for place in places]
    overview.save()
    return reports


def test_a_report_has_the_title_the_words_and_the_findings_by_language(place: Workspace, pool: Executor) -> None:
    [lake] = surveyed(place.root, pool, LAKE)
    assert lake.title == "The lake"
    assert lake.findings == {"ru": 1}
    assert (lake.standings["ru"].translated, lake.standings["ru"].untranslated) == (1, 3)
    assert lake.source_lang == "en"


def test_an_article_is_counted_alone_as_with_everything_else(place: Workspace, pool: Executor) -> None:
    overview = Overview(find_settings(place.root))
    path = "locales/hy/articles/lake.po"
    place.write(path, place.text(path).replace('It rose."\nmsgstr ""', "# fuzzy\n"))  # a catalog that cannot be read
    counted, checked = (overview.finished(begin(LAKE, pool)) for begin in (overview.begin_count, overview.begin))
    assert counted == replace(
        checked,
        standings={lang: replace(each, edition="") for lang, each in checked.standings.items()},
        findings={},
        problems=(),
        is_checked=False,
    )
    assert sorted(counted.standings) == ["en", "ru"]
    assert (checked.findings, len(checked.problems)) == ({"ru": 1}, 1)


def test_what_is_only_counted_is_not_taken_for_known(place: Workspace, pool: Executor) -> None:
    overview = Overview(find_settings(place.root))
    overview.finished(overview.begin_count(LAKE, pool))
    overview.save()
    assert Overview(find_settings(place.root)).known(LAKE) is None


def test_what_is_not_checked_yet_is_not_shown_as_done_or_stale(place: Workspace, pool: Executor) -> None:
    overview, finder = Overview(find_settings(place.root)), AssignmentFinder(())
    report = overview.finished(overview.begin_count(RIVER, pool))
    row = build_row(RIVER, report, ("ru",), 0.0, finder, is_synced=True)
    assert [state for state in STATES if row.has(state)] == ["missing"]
    [card] = build_cards([report], ["ru"], [], Wording(lang="en"))
    assert (card.stale, card.share.missing) == (0, 4)


def test_what_one_survey_found_out_the_next_one_knows(place: Workspace, pool: Executor) -> None:
    before = surveyed(place.root, pool, LAKE, RIVER)
    overview = Overview(find_settings(place.root))
    assert [overview.known(LAKE), overview.known(RIVER)] == before


def test_only_an_article_whose_files_changed_is_surveyed_again(place: Workspace, pool: Executor) -> None:
    surveyed(place.root, pool, LAKE, RIVER)
    path = "locales/ru/articles/lake.po"
    place.write(path, place.text(path).replace('"Упало."', '"Упало{fn1}."'))
    overview = Overview(find_settings(place.root))
    assert overview.known(LAKE) is None
    assert overview.known(RIVER)
    assert overview.finished(overview.begin(LAKE, pool)).findings == {}


def test_what_the_commands_found_out_is_not_found_out_again(place: Workspace, pool: Executor) -> None:
    place.run("check", exit_code=1)
    place.run("status")
    overview = Overview(find_settings(place.root))
    begun = overview.begin(LAKE, pool)
    assert [step.name for step in begun.steps] == ["names"]
    assert overview.finished(begun).findings == {"ru": 1}
    overview.save()
    place.run("check", exit_code=1)


def test_a_catalog_that_cannot_be_read_is_told_and_looked_at_again(place: Workspace, pool: Executor) -> None:
    path = "locales/ru/articles/lake.po"
    good = place.text(path)
    place.write(path, good + '\nmsgid "x\n')
    [lake] = surveyed(place.root, pool, LAKE)
    assert [problem.partition(":")[0] for problem in lake.problems] == [path]
    assert "hy" in lake.standings
    overview = Overview(find_settings(place.root))
    assert overview.known(LAKE) is None
    place.write(path, good)
    assert overview.finished(overview.begin(LAKE, pool)).problems == ()


@pytest.mark.parametrize(("before", "has_line"), [(10, True), (199, False), (200, False)])
def test_a_line_of_the_past_is_drawn_where_it_is_not_level(*, before: int, has_line: bool) -> None:
    standing = EditionStatus(
        article="articles/lake.md",
        lang="ru",
        source_lang="en",
        path="editions/ru/lake.md",
        edition="current",
        notes=0,
        translated=20,
        fuzzy=0,
        untranslated=0,
        fuzzy_words=0,
        untranslated_words=0,
        translated_words=200,
    )
    report = ArticleReport(place=LAKE, title="", standings={"ru": standing}, translators={}, findings={})
    points = [HistoryPoint(time=time, words={"ru": (count, 200)}) for time, count in ((1, before), (9, 200))]
    [card] = build_cards([report], ("en", "ru"), points, Wording(lang="en"))
    assert bool(card.line) == has_line
