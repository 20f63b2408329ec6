"""Sync, merge and check articles whose files were saved, for `watch`, and report what that changed."""

from collections.abc import Iterable, Sequence
from dataclasses import field

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Finding, Severity
from pipeline.workspace.check import check
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.index import FINDINGS, Index, open_index
from pipeline.workspace.links import find_linked
from pipeline.workspace.lock import locked
from pipeline.workspace.merge import merge
from pipeline.workspace.paths import ArticleListing, ArticlePath, article_files, list_articles
from pipeline.workspace.runner import Linked
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync
from pipeline.workspace.sync_result import SyncResult


@dataclass(frozen=True, slots=True, kw_only=True)
class AutosyncResult:
    """The catalogs and editions of an article that were written, and its findings; `is_news` if any of that is new."""

    place: ArticlePath
    synced: tuple[SyncResult, ...]
    merged: tuple[MergeResult, ...]
    findings: tuple[Finding, ...]
    problems: tuple[TargmanError, ...]
    is_news: bool


@dataclass(slots=True, kw_only=True)
class Autosync:
    """Bring articles up to date, remembering the last report."""

    settings: Settings
    _linked: Linked = field(default_factory=dict)
    _told: dict[ArticlePath, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def update(self, places: Iterable[ArticlePath] | None) -> list[AutosyncResult]:
        """Sync, merge and check these articles, or all, in the order of their paths, and those to whose headings others
        link anew. Raises WorkspaceBusyError if another targman process is running, and FileError for what concerns no
        single article.
        """
        listing = list_articles(self.settings)
        wanted = None if places is None else set(places)
        chosen = [place for place in listing.articles if wanted is None or place in wanted]
        settings = self.settings
        with locked(settings.root), open_index(settings) as index, open_index(settings, FINDINGS) as findings:
            return self._update_all(chosen, listing, index, findings)

    def _update_all(
        self, chosen: Sequence[ArticlePath], listing: ArticleListing, index: Index, findings: Index
    ) -> list[AutosyncResult]:
        languages = self.settings.editions
        linked = find_linked(self.settings, listing.articles, index)
        changed = {path for path in linked.keys() | self._linked.keys() if linked.get(path) != self._linked.get(path)}
        self._linked = linked
        wanted = {*chosen, *(place for place in listing.articles if place.path in changed)}
        chosen = [place for place in listing.articles if place in wanted]
        synced = sync(self.settings, chosen, index, listing=listing)
        merged = merge(self.settings, chosen, languages, index, listing=listing)
        checked = check(self.settings, dict.fromkeys(chosen, languages), findings, listing=listing)
        problems = {str(error): error for error in (*synced.problems, *merged.problems, *checked.problems)}
        found = []
        left = dict(problems)
        for place in chosen:
            paths = set(article_files(place, self.settings))
            own = {text: error for text, error in problems.items() if error.path in paths}
            left = {text: error for text, error in left.items() if text not in own}
            catalogs = tuple(item for item in synced.done if item.article == place.path and item.written)
            editions = tuple(item for item in merged.done if item.article == place.path and item.written)
            faults = tuple(item for item in checked.done if item.path in paths and item.severity is not Severity.HINT)
            before, now = self._told.get(place, (0, ())), (len(faults), tuple(own))
            self._told[place] = now
            result = AutosyncResult(
                place=place,
                synced=catalogs,
                merged=editions,
                findings=faults,
                problems=tuple(own.values()) if now[1] != before[1] else (),
                is_news=bool(catalogs or editions) or now != before,
            )
            found.append(result)
        if left:
            raise FileError("\n".join(left))
        return found
