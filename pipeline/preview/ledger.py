"""How all articles stand, kept up to date by a thread and a process of their own, so that no page waits for it."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor

from pipeline.errors import TargmanError
from pipeline.preview.library import Library
from pipeline.workspace import index, running
from pipeline.workspace.articles import Place
from pipeline.workspace.preview import history, surveying
from pipeline.workspace.preview.surveying import Report

_AT_ONCE = 4
"""So many articles are looked at in a row; few, so that one that somebody just saved does not wait."""

_QUIET = 0.5
"""Seconds between two messages that some of the many reports are there."""


class Ledger:
    """The reports of all articles. `tell` is called, in the ledger's thread, when there are new ones.

    `drawn` is for the page: what it drew last of each article, and of what.
    """

    def __init__(self, library: Library, tell: Callable[[], None]) -> None:
        self.library = library
        self.tell = tell
        self.drawn: dict[Place, tuple[str, str]] = {}
        self.moments: tuple[history.Moment, ...] = ()
        self._reports: dict[Place, Report] = {}
        self._waiting: dict[Place, None] = {}
        self._wake = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)

    def start(self) -> None:
        """Begin to look at all articles."""
        self.look_at_all()
        self._thread.start()

    def stop(self) -> None:
        """Stop after the article that is being looked at."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join(timeout=5)

    def look_at(self, places: Iterable[Place]) -> None:
        """Look at these articles again, before all others that wait."""
        with self._wake:
            first = dict.fromkeys(places)
            self._waiting = first | {place: None for place in self._waiting if place not in first}
            self._wake.notify()

    def look_at_all(self) -> None:
        """Look at all articles again, after those that wait already."""
        with self._wake:
            self._waiting |= dict.fromkeys(self.library.places().values())
            self._wake.notify()

    def reports(self) -> dict[Place, Report | None]:
        """All articles with what is known of them; None where nothing is yet."""
        return {place: self._reports.get(place) for place in self.library.places().values()}

    def _run(self) -> None:
        while not self._ended:
            pool = running.helper()
            try:
                self._survey(pool)
            except (BrokenExecutor, RuntimeError):
                # Somebody ended the helper: alone, or with this process, which then stops in a moment.
                with self._wake:
                    self._wake.wait_for(lambda: self._ended, timeout=1)
                if not self._ended:
                    self.look_at_all()
            finally:
                pool.shutdown(cancel_futures=True)

    def _survey(self, pool: Executor) -> None:
        known = index.load(self.library.settings)
        findings = index.load(self.library.settings, index.FINDINGS)
        told = 0.0
        while (places := self._next()) is not None:
            there = set(self.library.places().values())
            try:
                reports = surveying.survey(
                    self.library.settings, [each for each in places if each in there], known, findings, pool
                )
            except TargmanError:
                continue
            self._reports |= {report.place: report for report in reports}
            if time.monotonic() - told > _QUIET or not self._waiting:
                told = time.monotonic()
                self.tell()
            if not self._waiting:
                known.save()
                findings.save()
                if not self.moments:
                    self.moments = history.history(self.library.settings)
                    self.tell()

    def _next(self) -> list[Place] | None:
        """The articles to look at next, as soon as there are some; None when it is over."""
        with self._wake:
            while not self._waiting and not self._ended:
                self._wake.wait()
            if self._ended:
                return None
            places = list(self._waiting)[:_AT_ONCE]
            for place in places:
                del self._waiting[place]
            return places
