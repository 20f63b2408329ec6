"""Keep the progress of all articles up to date, by a thread and processes of its own, so that no page waits for it."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import BrokenExecutor, Executor
from functools import partial
from typing import TYPE_CHECKING

from pipeline.preview import history
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.overview import ArticleReport, Overview, PendingReport
from pipeline.workspace import workers
from pipeline.workspace.paths import ArticlePath

if TYPE_CHECKING:
    from pipeline.preview.overview_rows import RenderedRow

_QUIET = 0.5  # seconds between two messages about new reports
_RESTING = 1.0  # seconds without counting after the start and after a save, when a page is being loaded
_SAVING = 20.0  # seconds between two writes of the results to disk: no more work is lost if the server is killed


class OverviewCache:
    """The reports of all articles. `tell` is called in the thread of the overview when there are new ones. `drawn`
    belongs to the page: its last rows, by article and language.
    """

    def __init__(self, cache: ArticleCache, tell: Callable[[], None]) -> None:
        self.cache = cache
        self.tell = tell
        self.drawn: dict[tuple[ArticlePath, str], RenderedRow] = {}
        self.moments: tuple[history.HistoryPoint, ...] | None = None
        self._reports: dict[ArticlePath, ArticleReport] = {}
        self._asked: dict[ArticlePath, bool] = {}
        self._due: dict[ArticlePath, None] = {}
        self._begun: dict[ArticlePath, PendingReport] = {}
        self._done: list[PendingReport] = []
        self._wake = threading.Condition()
        self._ended = False
        self._told = self._saved = 0.0
        self._rested = time.monotonic() + _RESTING
        self._thread = threading.Thread(target=self._run, name="overview", daemon=True)

    def start(self) -> None:
        """Start counting all articles."""
        self.look_at_all()
        self._thread.start()

    def stop(self) -> None:
        """Stop after the articles that are being counted."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join(timeout=5)

    def look_at(self, places: Iterable[ArticlePath]) -> None:
        """Count these articles again, before all others that wait."""
        with self._wake:
            self._rested = time.monotonic() + _RESTING
            self._asked |= dict.fromkeys(places, True)
            self._wake.notify()

    def look_at_all(self) -> None:
        """Count all articles again, after those that already wait."""
        with self._wake:
            self._asked |= {place: self._asked.get(place, False) for place in self.cache.places().values()}
            self._wake.notify()

    def reports(self) -> dict[ArticlePath, ArticleReport | None]:
        """Return all articles with their reports; None if there is none yet."""
        return {place: self._reports.get(place) for place in self.cache.places().values()}

    def _run(self) -> None:
        overview = Overview(self.cache.settings)
        self._saved = time.monotonic()
        while not self._ended:
            pool = workers.background_pool()
            try:
                self._follow_overview(overview, pool)
            except (BrokenExecutor, RuntimeError):
                # Somebody ended a helper: alone, or with this process, which then stops in a moment.
                with self._wake:
                    self._wake.wait_for(lambda: self._ended, timeout=1)
                    self._asked |= dict.fromkeys([*self._begun, *self._due], True)
                    self._begun, self._due, self._done = {}, {}, []
            finally:
                pool.shutdown(cancel_futures=True)
        overview.save()

    def _follow_overview(self, overview: Overview, pool: Executor) -> None:
        while not self._ended:
            asked, done = self._taken()
            self._compare(overview, asked)
            for begun in done:
                report = self._reports[begun.place] = overview.finished(begun)
                del self._begun[begun.place]
                if not report.is_checked:
                    self._due.setdefault(begun.place)  # after all that are not counted yet
            self._begin(overview, pool)
            self._tell(is_news=bool(asked or done))
            if time.monotonic() - self._saved > _SAVING:
                overview.save()
                self._saved = time.monotonic()

    def _taken(self) -> tuple[Mapping[ArticlePath, bool], list[PendingReport]]:
        """Wait a while for requests and finished work, and return both. A request is True if it is urgent."""
        with self._wake:
            rest = self._rested - time.monotonic()
            timeout = rest if self._due and rest > 0 else _SAVING
            self._wake.wait_for(lambda: self._asked or self._done or self._ended, timeout=timeout)
            asked, done = self._asked, self._done
            self._asked, self._done = {}, []
            return asked, done

    def _compare(self, overview: Overview, asked: Mapping[ArticlePath, bool]) -> None:
        """Report what is known of these articles; the others are due."""
        there = set(self.cache.places().values()) if asked else set()
        first: dict[ArticlePath, None] = {}
        asked = dict.fromkeys(overview.follow_links(there), False) | dict(asked) if asked else asked
        for place, is_urgent in asked.items():
            report = overview.known(place) if place in there else None
            if report is not None:
                self._reports[place] = report
                self._due.pop(place, None)
            elif place in there:
                (first if is_urgent else self._due).setdefault(place)
        self._due = first | self._due

    def _begin(self, overview: Overview, pool: Executor) -> None:
        """Give the helpers as many articles as they can do at once, none of them twice. One that nobody knows yet is
        only counted, so that the counts of all are there soon, and checked when it is due again.
        """
        if time.monotonic() < self._rested:
            return
        free = workers.background_workers() - len(self._begun)
        for place in [place for place in self._due if place not in self._begun][: max(free, 0)]:
            begin = overview.begin if place in self._reports else overview.begin_count
            begun = self._begun[place] = begin(place, pool)
            del self._due[place]
            begun.future.add_done_callback(partial(self._finish, begun))

    def _finish(self, begun: PendingReport, _: object) -> None:
        with self._wake:
            if self._begun.get(begun.place) is begun:
                self._done.append(begun)
                self._wake.notify()

    def _tell(self, *, is_news: bool) -> None:
        is_idle = not (self._due or self._begun)
        if is_idle and self.moments is None:
            self.moments = history.read_history(self.cache.settings)
            is_news = True
        if is_news and (is_idle or time.monotonic() - self._told > _QUIET):
            self._told = time.monotonic()
            self.tell()
