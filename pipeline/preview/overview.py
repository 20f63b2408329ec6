"""How all articles stand, for a page that shows them at once: counted by the steps that `status` and `check` do, so
that what they found out before is not found out again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline import catalog
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.errors import CatalogError, TargmanError
from pipeline.model import Finding, SegmentKind, Severity
from pipeline.workspace import index, workers
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.paths import ArticlePath, files_of
from pipeline.workspace.results import EditionStatus
from pipeline.workspace.runner import Step, StepResult, learn
from pipeline.workspace.settings import Settings
from pipeline.workspace.steps import Check, Status

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesStep:
    """What an article is called, and who translated one of its editions, the last one last."""

    article: str
    lang: str
    title: str
    translators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleNames(Step[NamesStep]):
    """The step that finds out what articles are called and who translated them."""

    settings: Settings

    @property
    def name(self) -> str:
        return "names"

    def run(self, place: ArticlePath) -> tuple[list[NamesStep], list[TargmanError]]:
        """The names of one article."""
        article = load_article(self.settings, place)
        front = read_front_matter(article.source)
        title = next((field.value for field in front.fields if field.key == "title"), "") if front else ""
        if not title:
            title = next((each.text for each in article.segments if each.kind is SegmentKind.HEADING), "")
        done = []
        for lang in self.settings.editions:
            try:
                found, _ = load_catalog(self.settings, place.catalog(lang))
            except CatalogError:
                found = None
            names = catalog.translator_names(found) if found else ()
            done.append(NamesStep(article=place.path, lang=lang, title=" ".join(title.split()), translators=names))
        return done, []

    def restored(self, fields: dict[str, Any]) -> NamesStep:
        """The value from its fields."""
        return NamesStep(**{**fields, "translators": tuple(fields["translators"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How one article stands: by language, with the findings that are of no edition, and what could not be read."""

    place: ArticlePath
    title: str
    standings: dict[str, EditionStatus]
    translators: dict[str, tuple[str, ...]]
    findings: dict[str, int]
    problems: tuple[str, ...] = ()

    @property
    def source_lang(self) -> str:
        """The article's language; empty where it could not be read."""
        return next((each.source_lang for each in self.standings.values()), "")

    @property
    def found(self) -> int:
        """How many findings there are."""
        return sum(self.findings.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The survey of one article that helpers are at work on: `known` is what the indexes had, by the names of steps."""

    place: ArticlePath
    known: Mapping[str, list[Any]]
    steps: tuple[Step[Any], ...]
    future: "Future[list[StepResult[Any]]]"


class Survey:
    """How articles stand, as far as the workspace's indexes know it, and by the work of helpers where they do not.

    What is found out is kept in the indexes of `status` and `check`, so that neither they nor the next survey find it
    out again.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._index = index.load(settings)
        self._findings = index.load(settings, index.FINDINGS)
        self._steps: tuple[tuple[Step[Any], index.Index], ...] = (
            (Status(settings=settings, languages=settings.editions), self._index),
            (Check(settings=settings, languages=settings.editions), self._findings),
            (ArticleNames(settings=settings), self._index),
        )

    def known(self, place: ArticlePath) -> Report | None:
        """How an article stands, if none of its files changed since that was found out."""
        known = self._known(place)
        return _report(self.settings, place, known, []) if len(known) == len(self._steps) else None

    def begin(self, place: ArticlePath, pool: "Executor") -> Begun:
        """Have helpers find out what is not known of an article."""
        known = self._known(place)
        steps = tuple(step for step, _ in self._steps if step.name not in known)
        return Begun(place=place, known=known, steps=steps, future=workers.begin(pool, steps, place))

    def finished(self, begun: Begun) -> Report:
        """How the article stands, once its future is done. Raises what that raises."""
        found = dict(begun.known)
        problems: dict[str, TargmanError] = {}
        indexes = {step.name: each for step, each in self._steps}
        for step, result in zip(begun.steps, begun.future.result(), strict=True):
            found[step.name] = result.values
            errors = learn(self.settings, step, indexes[step.name], begun.place, result)
            problems |= {str(error): error for error in errors}
        return _report(self.settings, begun.place, found, list(problems))

    def save(self) -> None:
        """Keep on the disk what was found out."""
        self._index.save()
        self._findings.save()

    def _known(self, place: ArticlePath) -> dict[str, list[Any]]:
        kept = ((step, each.unchanged(step.name, place.path)) for step, each in self._steps)
        return {step.name: list(map(step.restored, values)) for step, values in kept if values is not None}


def _counts(finding: Finding, settings: Settings, place: ArticlePath) -> bool:
    return finding.severity is not Severity.HINT and finding.path in files_of(place, settings)


def _report(
    settings: Settings, place: ArticlePath, found: Mapping[str, Iterable[Any]], problems: Sequence[str]
) -> Report:
    values = [value for each in found.values() for value in each]
    names = [value for value in values if isinstance(value, NamesStep)]
    langs = {place.catalog(lang): lang for lang in settings.editions}
    findings = Counter(
        langs.get(value.path, "") for value in values if isinstance(value, Finding) and _counts(value, settings, place)
    )
    return Report(
        place=place,
        title=next((item.title for item in names), "") or place.slug,
        standings={value.lang: value for value in values if isinstance(value, EditionStatus)},
        translators={item.lang: item.translators for item in names},
        findings=dict(findings),
        problems=tuple(problems),
    )
