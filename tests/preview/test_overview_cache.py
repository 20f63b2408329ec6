"""The reports of all articles while files change and helpers come and go."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.preview import overview_cache
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.overview import Overview, PendingReport
from pipeline.preview.overview_cache import OverviewCache
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

from .site import MISSING, PATIENCE, change, lay

LAKE = ArticlePath(path="articles/lake.md")


@pytest.fixture
def overview(tmp_path: Path) -> Iterator[OverviewCache]:
    lay(tmp_path)
    found = OverviewCache(ArticleCache(find_settings(tmp_path)), lambda: None)
    found.start()
    yield found
    found.stop()


def wait_for(overview: OverviewCache, holds: Callable[[int], bool]) -> None:
    """Wait until the number of untranslated texts in Russian is as it should be, and everything is checked."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        report = overview.reports()[LAKE]
        if report and report.is_checked and holds(report.standings["ru"].untranslated):
            return
        time.sleep(0.02)
    raise AssertionError(overview.reports())


def save(overview: OverviewCache, target: str) -> None:
    """A translator saves one sentence, and the overview hears of it."""
    path = overview.cache.settings.root / LAKE.catalog("ru")
    change(path, lambda entry: replace(entry, target=target) if entry.source == MISSING else entry)
    overview.look_at([LAKE])


def count(overview: OverviewCache) -> int:
    report = overview.reports()[LAKE]
    assert report
    return report.standings["ru"].untranslated


def test_a_saved_catalog_is_counted_again(overview: OverviewCache) -> None:
    wait_for(overview, lambda _: True)
    before = count(overview)
    save(overview, "Потом поднялось.")
    wait_for(overview, lambda now: now == before - 1)


@pytest.mark.kill
def test_counting_goes_on_when_a_helper_was_killed(overview: OverviewCache) -> None:
    wait_for(overview, lambda _: True)
    before = count(overview)
    for child in multiprocessing.active_children():
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
    save(overview, "Потом поднялось.")
    wait_for(overview, lambda now: now == before - 1)


def test_what_was_counted_is_kept_when_the_preview_ends(overview: OverviewCache) -> None:
    wait_for(overview, lambda _: True)
    before = overview.reports()[LAKE]
    overview.stop()
    told: list[float] = []
    again = OverviewCache(overview.cache, lambda: told.append(time.monotonic()))
    again.start()
    wait_for(again, lambda _: True)
    again.stop()
    assert again.reports()[LAKE] == before
    assert not multiprocessing.active_children()


def test_all_articles_are_counted_before_one_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path)
    places = [LAKE, *(ArticlePath(path=f"articles/lake-{number}.md") for number in range(5))]
    for place in places[1:]:
        (tmp_path / place.path).write_bytes((tmp_path / LAKE.path).read_bytes())
    begun: list[tuple[str, ArticlePath]] = []

    class Watched(Overview):
        def begin_count(self, place: ArticlePath, pool: Executor) -> PendingReport:
            begun.append(("count", place))
            return super().begin_count(place, pool)

        def begin(self, place: ArticlePath, pool: Executor) -> PendingReport:
            begun.append(("check", place))
            return super().begin(place, pool)

    monkeypatch.setattr(overview_cache, "Overview", Watched)
    overview = OverviewCache(ArticleCache(find_settings(tmp_path)), lambda: None)
    overview.start()
    try:
        wait_for(overview, lambda _: all(report and report.is_checked for report in overview.reports().values()))
    finally:
        overview.stop()
    assert [kind for kind, _ in begun] == ["count"] * len(places) + ["check"] * len(places)
    assert {place for _, place in begun[: len(places)]} == set(places)
