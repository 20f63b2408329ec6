"""How all articles stand, for a page that shows them at once: counted by the steps that `status` and `check` do, so
that what they found out before is not found out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline import catalog
from pipeline.errors import CatalogError, TargmanError
from pipeline.markdown.frontmatter import read_front_matter
from pipeline.model import Finding, Kind, Severity
from pipeline.workspace.articles import Place
from pipeline.workspace.index import Index
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.results import Standing
from pipeline.workspace.running import Step, each
from pipeline.workspace.settings import Settings
from pipeline.workspace.steps import Check, Status

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an article is called, and who translated one of its editions, the last one last."""

    article: str
    lang: str
    title: str
    translators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Step[Names]):
    """The step that finds out what articles are called and who translated them."""

    settings: Settings

    @property
    def name(self) -> str:
        return "names"

    def run(self, place: Place) -> tuple[list[Names], list[TargmanError]]:
        """The names of one article."""
        article = load_article(self.settings, place)
        front = read_front_matter(article.source)
        title = next((field.value for field in front.fields if field.key == "title"), "") if front else ""
        if not title:
            title = next((each.text for each in article.segments if each.kind is Kind.HEADING), "")
        done = []
        for lang in self.settings.editions:
            try:
                found, _ = load_catalog(self.settings, place.catalog(lang))
            except CatalogError:
                found = None
            names = catalog.translators(found) if found else ()
            done.append(Names(article=place.path, lang=lang, title=" ".join(title.split()), translators=names))
        return done, []

    def restored(self, fields: dict[str, Any]) -> Names:
        """The value from its fields."""
        return Names(**{**fields, "translators": tuple(fields["translators"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How one article stands: by language, with the findings that are of no edition, and what could not be read."""

    place: Place
    title: str
    standings: dict[str, Standing]
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


def survey(
    settings: Settings, places: Sequence[Place], index: Index, findings: Index, pool: "Executor | None" = None
) -> list[Report]:
    """How these articles stand. Takes some tenths of a second for each that the two indexes do not know; that work is
    done by `pool`, where there is one.
    """
    standings = each(settings, places, Status(settings=settings, languages=settings.editions), index, pool=pool)
    checked = each(settings, places, Check(settings=settings, languages=settings.editions), findings, pool=pool)
    named = each(settings, places, Name(settings=settings), index, pool=pool)
    problems = {str(error): error for error in (*standings.problems, *checked.problems, *named.problems)}
    return [
        _report(
            settings,
            place,
            [item for item in standings.done if item.article == place.path],
            [item for item in named.done if item.article == place.path],
            [item for item in checked.done if _is_of(item, settings, place)],
            [text for text, error in problems.items() if error.path in _paths(settings, place)],
        )
        for place in places
    ]


def _paths(settings: Settings, place: Place) -> set[str]:
    return {place.path, place.template, *map(place.catalog, settings.editions), *map(place.edition, settings.editions)}


def _is_of(finding: Finding, settings: Settings, place: Place) -> bool:
    return finding.severity is not Severity.HINT and finding.path in _paths(settings, place)


def _report(
    settings: Settings,
    place: Place,
    standings: Sequence[Standing],
    names: Sequence[Names],
    findings: Sequence[Finding],
    problems: Sequence[str],
) -> Report:
    langs = {place.catalog(lang): lang for lang in settings.editions}
    counted: dict[str, int] = {}
    for finding in findings:
        lang = langs.get(finding.path, "")
        counted[lang] = counted.get(lang, 0) + 1
    return Report(
        place=place,
        title=next((item.title for item in names), "") or place.slug,
        standings={item.lang: item for item in standings},
        translators={item.lang: item.translators for item in names},
        findings=counted,
        problems=tuple(problems),
    )
