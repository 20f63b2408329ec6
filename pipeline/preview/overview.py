"""The progress of all articles by the steps of `status` and `check`, so that known results are not computed again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline import catalog
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.errors import CatalogError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Finding, SegmentKind, Severity
from pipeline.workspace import index
from pipeline.workspace.check import check_step
from pipeline.workspace.codec import from_json
from pipeline.workspace.contents import ArticleContents, parse_article, parse_catalog, read_contents
from pipeline.workspace.links import find_linked
from pipeline.workspace.paths import ArticlePath, article_files
from pipeline.workspace.runner import Started, Step, StepResult, compute_all, finish, record_result, start, take_made
from pipeline.workspace.settings import Settings
from pipeline.workspace.status import EditionStatus, count_texts, status_step

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionNames:
    """The title of an article, and who translated one of its editions, the last one last."""

    article: str
    lang: str
    title: str
    translators: tuple[str, ...]


def _find_names(settings: Settings, contents: ArticleContents) -> StepResult[EditionNames]:
    article, path = parse_article(settings, contents), contents.path
    front = read_front_matter(article.source)
    title = next((field.value for field in front.fields if field.key == "title"), "") if front else ""
    if not title:
        title = next((each.text for each in article.segments if each.kind is SegmentKind.HEADING), "")
    done = []
    for lang in settings.editions:
        try:
            found, _ = parse_catalog(path.catalog(lang), contents.catalogs[lang])
        except CatalogError:
            found = None
        names = tuple(catalog.translator_names(found)) if found else ()
        done.append(EditionNames(article=path.path, lang=lang, title=" ".join(title.split()), translators=names))
    return StepResult(results=done)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReport:
    """The progress of one article by language (empty: findings of no edition), and what could not be read. Without
    `is_checked`, its texts are counted alone: findings, problems and the state of editions are not known yet.
    """

    place: ArticlePath
    title: str
    standings: dict[str, EditionStatus]
    translators: dict[str, tuple[str, ...]]
    findings: dict[str, int]
    problems: tuple[str, ...] = ()
    is_checked: bool = True

    @property
    def source_lang(self) -> str:
        """The article's language; empty where it could not be read."""
        return next((each.source_lang for each in self.standings.values()), "")

    @property
    def found(self) -> int:
        """The number of findings."""
        return sum(self.findings.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingReport:
    """The report of one article in the making: `known` has the results of the indexes, by the names of steps."""

    place: ArticlePath
    known: Mapping[str, list[Any]]
    steps: tuple[Step[ArticlePath, Any, Any, Any], ...]
    started: tuple[Started[ArticlePath], ...]
    future: "Future[list[Any]]"


class Overview:
    """The progress of articles, from the indexes of `status` and `check` or by helpers, whose results go there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._index = index.load(settings)
        self._findings = index.load(settings, index.FINDINGS)
        read, find = partial(read_contents, settings, languages=settings.editions), partial(_find_names, settings)
        self._linked: dict[str, tuple[str, ...]] = {}
        names: Step[ArticlePath, Any, Any, Any] = Step(name="names", result=EditionNames, read=read, compute=find)
        count = partial(count_texts, settings, settings.editions)
        self._counting = (Step(name="count", result=EditionStatus, read=read, compute=count), names)
        self._steps: tuple[tuple[Step[ArticlePath, Any, Any, Any], index.Index], ...] = (
            (status_step(settings, settings.editions, self._linked), self._index),
            (check_step(settings, settings.editions), self._findings),
            (names, self._index),
        )

    def follow_links(self, places: Iterable[ArticlePath]) -> list[ArticlePath]:
        """Find out, for all articles, to which headings others link; return the articles that have other ones now."""
        places = tuple(places)
        found = find_linked(self.settings, places, self._index)
        changed = [place for place in places if found.get(place.path) != self._linked.get(place.path)]
        self._linked.clear()
        self._linked.update(found)
        return changed

    def known(self, place: ArticlePath) -> ArticleReport | None:
        """Return the progress of an article if none of its files changed since it was computed."""
        known = self._known(place)
        return _report(self.settings, place, known, []) if len(known) == len(self._steps) else None

    def begin_count(self, place: ArticlePath, pool: "Executor") -> PendingReport:
        """Let a helper count the texts of an article alone. That takes a twelfth of the time, and is not kept."""
        return self._begin(place, {}, self._counting, pool)

    def begin(self, place: ArticlePath, pool: "Executor") -> PendingReport:
        """Let a helper compute what is not known; one does all, so that later steps reuse what earlier ones parsed."""
        known = self._known(place)
        return self._begin(place, known, tuple(step for step, _ in self._steps if step.name not in known), pool)

    @staticmethod
    def _begin(
        place: ArticlePath,
        known: Mapping[str, list[Any]],
        steps: tuple[Step[ArticlePath, Any, Any, Any], ...],
        pool: "Executor",
    ) -> PendingReport:
        started = tuple(start(step, place) for step in steps)
        future = pool.submit(compute_all, [each.made for each in started])
        return PendingReport(place=place, known=known, steps=steps, started=started, future=future)

    def finished(self, begun: PendingReport) -> ArticleReport:
        """Return the progress of the article once its future is done. Raises what that raises."""
        found = dict(begun.known)
        problems: dict[str, TargmanError] = {}
        indexes = {step.name: each for step, each in self._steps}
        is_checked = begun.steps is not self._counting
        for number, (step, started) in enumerate(zip(begun.steps, begun.started, strict=True)):
            finished = finish(step, replace(started, made=partial(take_made, begun.future, number)))
            if not is_checked:
                found[step.name] = finished.result.results
                continue
            result = record_result(self.settings, step, finished, indexes[step.name])
            found[step.name] = result.results
            problems |= {str(error): error for error in result.problems}
        return replace(_report(self.settings, begun.place, found, list(problems)), is_checked=is_checked)

    def save(self) -> None:
        """Write the results to disk."""
        self._index.save()
        self._findings.save()

    def _known(self, place: ArticlePath) -> dict[str, list[Any]]:
        kept = (
            (step, each.unchanged(step.name, place.path, step.linked.get(place.path, ()))) for step, each in self._steps
        )
        known = ((step, values) for step, values in kept if values is not None)
        return {step.name: [from_json(step.result, value) for value in values] for step, values in known}


def _report(
    settings: Settings, place: ArticlePath, found: Mapping[str, Iterable[Any]], problems: Sequence[str]
) -> ArticleReport:
    values = [value for each in found.values() for value in each]
    names = [value for value in values if isinstance(value, EditionNames)]
    langs = {place.catalog(lang): lang for lang in settings.editions}
    paths = article_files(place, settings)
    found_in = (value.path for value in values if isinstance(value, Finding) and value.severity is not Severity.HINT)
    findings = Counter(langs.get(path, "") for path in found_in if path in paths)
    return ArticleReport(
        place=place,
        title=next((item.title for item in names), "") or place.slug,
        standings={value.lang: value for value in values if isinstance(value, EditionStatus)},
        translators={item.lang: item.translators for item in names},
        findings=dict(findings),
        problems=tuple(problems),
    )
