"""The reports of all articles while files change and helpers come and go."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.preview.article_cache import Library
from pipeline.preview.overview_cache import Ledger
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

from .site import MISSING, change, lay

LAKE = ArticlePath(path="articles/lake.md")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    lay(tmp_path)
    found = Ledger(Library(find_settings(tmp_path)), lambda: None)
    found.start()
    yield found
    found.stop()


def wait_for(ledger: Ledger, holds: Callable[[int], bool]) -> None:
    """Wait until the number of untranslated texts in Russian is as it should be."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        report = ledger.reports()[LAKE]
        if report and holds(report.standings["ru"].untranslated):
            return
        time.sleep(0.02)
    raise AssertionError(ledger.reports())


def save(ledger: Ledger, target: str) -> None:
    """A translator saves one sentence, and the ledger hears of it."""
    path = ledger.library.settings.root / LAKE.catalog("ru")
    change(path, lambda entry: replace(entry, target=target) if entry.source == MISSING else entry)
    ledger.look_at([LAKE])


def count(ledger: Ledger) -> int:
    report = ledger.reports()[LAKE]
    assert report
    return report.standings["ru"].untranslated


def test_a_saved_catalog_is_counted_again(ledger: Ledger) -> None:
    wait_for(ledger, lambda _: True)
    before = count(ledger)
    save(ledger, "Потом поднялось.")
    wait_for(ledger, lambda now: now == before - 1)


def test_counting_goes_on_when_a_helper_was_killed(ledger: Ledger) -> None:
    wait_for(ledger, lambda _: True)
    before = count(ledger)
    for child in multiprocessing.active_children():
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
    save(ledger, "Потом поднялось.")
    wait_for(ledger, lambda now: now == before - 1)


def test_what_was_counted_is_kept_when_the_preview_ends(ledger: Ledger) -> None:
    wait_for(ledger, lambda _: True)
    before = ledger.reports()[LAKE]
    ledger.stop()
    told: list[float] = []
    again = Ledger(ledger.library, lambda: told.append(time.monotonic()))
    again.start()
    wait_for(again, lambda _: True)
    again.stop()
    assert again.reports()[LAKE] == before
    assert not multiprocessing.active_children()
