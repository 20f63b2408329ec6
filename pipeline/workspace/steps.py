"""The steps of `sync`, `merge`, `check` and `status`: what takes part in each, and who does the work.

The work itself is imported when the first article needs it: when nothing changed, none does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import FileError, TargmanError
from pipeline.model import Finding, Message, Severity
from pipeline.workspace import files, renames
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, strays
from pipeline.workspace.results import EditionStatus, MergeResult, SyncResult
from pipeline.workspace.runner import Advance, Outcome, Step, each
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.workspace.memory.lookup import MemoryLookup

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync(Step[SyncResult]):
    """The step that `sync` does for each article. A catalog that cannot be read is left alone.

    `recall` is the way to the translation memory, where there is one.
    """

    settings: Settings
    recall: "MemoryLookup | None" = None

    @property
    def name(self) -> str:
        return "sync"

    def run(self, place: ArticlePath) -> tuple[list[SyncResult], list[TargmanError]]:
        """Bring the template and the catalogs of one article up to date."""
        from pipeline.workspace.sync import sync_article  # noqa: PLC0415

        return sync_article(self.settings, place, files.write, self.recall)

    def settled(self, value: SyncResult) -> SyncResult:
        """The same with nothing written and nothing changed."""
        return replace(
            value,
            written=False,
            created=False,
            added=0,
            revived=0,
            followed=0,
            fuzzied=0,
            retired=0,
            words=0,
            remembered=0,
        )

    def restored(self, fields: dict[str, Any]) -> SyncResult:
        """The value from its fields."""
        return SyncResult(**fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun(Sync):
    """What `sync --dry-run` does: as `Sync` but for the writing. Done again, it reports the same."""

    @property
    def name(self) -> str:
        return "rehearsal"

    def run(self, place: ArticlePath) -> tuple[list[SyncResult], list[TargmanError]]:
        """Find out what would become of the catalogs of one article."""
        from pipeline.workspace.sync import sync_article  # noqa: PLC0415

        return sync_article(self.settings, place, files.rehearse, self.recall)

    def settled(self, value: SyncResult) -> SyncResult:
        """The same: nothing was done."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _EditionStep(Step[Value]):
    """What the steps have in common: they read an article and the catalogs of some editions."""

    settings: Settings
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        checks = (f"{name}={level}" for name, level in self.settings.checks)
        asked = (self.settings.missing, self.settings.fuzzy, self.settings.complete, *checks, *self.languages)
        return " ".join([type(self).__name__.lower(), *map(str, asked)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(_EditionStep[MergeResult]):
    """The step that `merge` does for each article. An edition less complete than asked for is a problem."""

    def run(self, place: ArticlePath) -> tuple[list[MergeResult], list[TargmanError]]:
        """Write the editions of one article."""
        from pipeline.workspace.merge import merge_editions  # noqa: PLC0415

        return merge_editions(self.settings, place, self.languages)

    def settled(self, value: MergeResult) -> MergeResult:
        """The same with nothing written."""
        return replace(value, written=False)

    def restored(self, fields: dict[str, Any]) -> MergeResult:
        """The value from its fields."""
        return MergeResult(**{**fields, "companions": tuple(fields["companions"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(_EditionStep[Finding]):
    """The step that `check` does for each article: findings in catalogs, and what editions would not take over."""

    def run(self, place: ArticlePath) -> tuple[list[Finding], list[TargmanError]]:
        """The findings of one article."""
        from pipeline.workspace.check import check_editions  # noqa: PLC0415

        return check_editions(self.settings, place, self.languages)

    def kept(self, value: Finding) -> dict[str, Any]:
        """The fields of a finding; there may be so many that `asdict` would take long."""
        return {name: getattr(value, name) for name in Finding.__slots__} | {"message": value.message.kept()}

    def restored(self, fields: dict[str, Any]) -> Finding:
        """The value from its fields."""
        severity, message = Severity(fields["severity"]), Message.restored(fields["message"])
        return Finding(**{**fields, "severity": severity, "message": message})


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(_EditionStep[EditionStatus]):
    """The step that `status` does for each article: how its editions stand."""

    def run(self, place: ArticlePath) -> tuple[list[EditionStatus], list[TargmanError]]:
        """The standings of one article."""
        from pipeline.workspace.merge import standings  # noqa: PLC0415

        return standings(self.settings, place, self.languages)

    def restored(self, fields: dict[str, Any]) -> EditionStatus:
        """The value from its fields."""
        return EditionStatus(**fields)


def sync(
    settings: Settings, places: Iterable[ArticlePath], index: Index, advance: Advance | None = None
) -> Outcome[SyncResult]:
    """Bring the templates and catalogs of the articles up to date; catalogs follow an article that was renamed."""
    notices: list[str] = []
    problems: list[TargmanError] = []
    found = renames.orphans(settings)
    followed = renames.moves(settings, found)
    for move in followed:
        try:
            notices.append(renames.follow(settings, move))
        except FileError as error:
            problems.append(error)
    moved = {move.orphan.place for move in followed}
    notices += [renames.farewell(orphan) for orphan in found if orphan.catalogs and orphan.place not in moved]
    notices += _about_strays(settings)
    outcome = _each_remembering(settings, places, Sync(settings=settings), index, advance)
    notices += _about_languages(settings, outcome)
    return replace(outcome, notices=(*notices, *outcome.notices), problems=(*problems, *outcome.problems))


def _about_languages(settings: Settings, outcome: Outcome[SyncResult]) -> tuple[str, ...]:
    """What is to be said about the languages of articles that are new."""
    new = dict.fromkeys(item.article for item in outcome.done if item.created)
    if not new:
        return ()
    from pipeline.workspace.sync import mistaken  # noqa: PLC0415  only where there are new articles

    return mistaken(settings, new)


def _each_remembering(
    settings: Settings, places: Iterable[ArticlePath], step: Sync, index: Index, advance: Advance | None
) -> Outcome[SyncResult]:
    """The step done with the memory at hand, which is not touched where there is nothing to do."""
    if settings.memory == "off":
        return _each_with_terms(settings, places, step, index, advance)
    found = tuple(places)
    problems: list[TargmanError] = []
    notices: list[str] = []
    touched: list[ArticlePath] = []
    recalls: list[MemoryLookup | None] = []

    def prepare(waiting: Sequence[ArticlePath]) -> tuple[Sync, Sequence[str]]:
        from pipeline.workspace import glossary  # noqa: PLC0415
        from pipeline.workspace.memory import lookup  # noqa: PLC0415

        glossary.load_glossary(settings)
        touched.extend(waiting)
        try:
            recall, left = (
                (lookup.lookup_without_update(settings), 0)
                if isinstance(step, DryRun)
                else lookup.prepare_lookup(settings, index, waiting)
            )
        except FileError as error:
            problems.append(error)
            return step, ()
        recalls.append(recall)
        if left:
            notices.append(
                f"The translation memory has not read the catalogs of {left:,} articles yet. "
                "To have it read all of them, run: targman memory rebuild"
            )
        due = [f"{article}.md" for article in recall.due] if recall else []
        touched.extend(place for place in found if place.path in due)
        return replace(step, recall=recall), due

    outcome = each(settings, found, step, index, prepare, advance)
    if recalls and not isinstance(step, DryRun):
        from pipeline.workspace.memory import lookup  # noqa: PLC0415

        try:
            lookup.record_lookup(settings, index, recalls[0], step.name, found, touched)
        except FileError as error:
            problems.append(error)
            for place in touched:
                index.forget(step.name, place.path)
    return replace(outcome, problems=(*outcome.problems, *problems), notices=(*outcome.notices, *notices))


def _each_with_terms(
    settings: Settings, places: Iterable[ArticlePath], step: Step[Value], index: Index, advance: Advance | None = None
) -> Outcome[Value]:
    """The step done once it is sure that the glossary can be read, which would otherwise be said of every article."""

    def prepare(_: Sequence[ArticlePath]) -> tuple[Step[Value], Sequence[str]]:
        from pipeline.workspace import glossary  # noqa: PLC0415

        glossary.load_glossary(settings)
        return step, ()

    return each(settings, places, step, index, prepare, advance)


def rehearse_sync(
    settings: Settings, places: Iterable[ArticlePath], index: Index, advance: Advance | None = None
) -> Outcome[SyncResult]:
    """What `sync` would do, with nothing written."""
    return _each_remembering(settings, places, DryRun(settings=settings), index, advance)


def merge(
    settings: Settings,
    places: Iterable[ArticlePath],
    languages: Sequence[str],
    index: Index,
    advance: Advance | None = None,
) -> Outcome[MergeResult]:
    """Write the editions of the articles."""
    return _each_with_terms(settings, places, Merge(settings=settings, languages=tuple(languages)), index, advance)


def check(
    settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]], index: Index, advance: Advance | None = None
) -> Outcome[Finding]:
    """The findings in the catalogs of the articles, each in its languages, and what editions would not take over."""
    groups: dict[tuple[str, ...], list[ArticlePath]] = {}
    for place, languages in wanted.items():
        groups.setdefault(tuple(languages), []).append(place)
    outcomes = [
        _each_with_terms(settings, places, Check(settings=settings, languages=languages), index, advance)
        for languages, places in groups.items()
    ]
    return Outcome(
        done=tuple(finding for outcome in outcomes for finding in outcome.done),
        problems=tuple(error for outcome in outcomes for error in outcome.problems),
    )


def status(
    settings: Settings,
    places: Iterable[ArticlePath],
    languages: Sequence[str],
    index: Index,
    advance: Advance | None = None,
) -> Outcome[EditionStatus]:
    """How the editions of the articles stand, and what is left of articles that are gone."""
    step = Status(settings=settings, languages=tuple(languages))
    outcome = each(settings, places, step, index, advance=advance)
    return replace(outcome, notices=(*map(renames.remains, renames.orphans(settings)), *_about_strays(settings)))


def _about_strays(settings: Settings) -> tuple[str, ...]:
    """A line about files among the articles that are not read, where there are some."""
    found = strays(settings)
    if not found:
        return ()
    advice = "Rename what is Markdown; targman import makes articles of documents. Keep other files elsewhere."
    return (f"No articles, for their names do not end in .md: {', '.join(found)}. {advice}",)
