"""`sync`: bring the template and the catalogs of each article up to date, keeping every translation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, GlossaryContents, read_contents, read_glossary
from pipeline.workspace.git import CommittedCatalogs
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticleListing, ArticlePath, describe_unportable_names, list_articles
from pipeline.workspace.renames import FollowedRenames, follow_renames
from pipeline.workspace.reused_names import find_catalogs, follow_reused_names
from pipeline.workspace.runner import Advance, Outcome, Plan, Step, StepResult, plan_run, run
from pipeline.workspace.settings import Settings
from pipeline.workspace.settings.memory_server import find_memory_server
from pipeline.workspace.stray_catalogs import describe_former_codes
from pipeline.workspace.sync_result import SyncResult

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.workspace.memory.lookup import MemoryLookup, PreparedLookup
    from pipeline.workspace.safety import SafetyCopy, SafetyStore
    from pipeline.workspace.update import UpdatedArticle

Write = Callable[..., bool]
"""A function with the arguments of `files.write` that returns True if the file differs."""


def sync(
    settings: Settings,
    articles: Sequence[ArticlePath],
    index: Index,
    advance: Advance | None = None,
    *,
    dry_run: bool = False,
    listing: ArticleListing | None = None,
    executor: "Executor | None" = None,
) -> Outcome[SyncResult]:
    """Bring templates and catalogs up to date, following renames; catalogs that cannot be read are left alone. The
    caller holds the workspace's lock. With `dry_run` nothing is written, and the outcome is what it would be. `listing`
    is what there is below `articles/`, if known.
    """
    listing = listing or list_articles(settings)
    followed = FollowedRenames() if dry_run else follow_renames(settings, listing.articles)
    notices, problems = list(followed.notices), list(followed.problems)
    if not dry_run:
        notices += (*describe_strays(listing), *describe_unportable_names(listing.articles))
        notices += describe_former_codes(settings.root, settings.editions)
    name = "dry run" if dry_run else "sync"
    plan = plan_run(name, articles, listing.articles, index)
    if not dry_run:
        reused = follow_reused_names(settings, _find_changed(settings, plan, index, followed.gone), followed.gone)
        notices += reused.notices
        problems += reused.problems
    memory = _ask_memory(settings, plan, index, listing, followed.gone, dry_run=dry_run)
    plan = plan.without(memory.due)
    glossary = read_glossary(settings) if plan.waiting else GlossaryContents()
    with _safety_kept(settings, plan, listing, problems, dry_run=dry_run) as safety:
        step = _step(settings, name, index, glossary, memory.lookup, safety, dry_run=dry_run)
        outcome = run(settings, step, plan, index, advance, executor)
    problems += (*outcome.problems, *memory.problems)
    notices += (*outcome.notices, *memory.notices)
    if memory.prepared and not dry_run:
        told = _tell_memory(settings, name, plan, index, listing, followed.gone, memory.prepared)
        problems += told.problems
        notices += told.notices
    return Outcome(done=outcome.done, problems=tuple(problems), notices=tuple(notices))


def _find_changed(
    settings: Settings, plan: Plan, index: Index, gone: tuple[ArticlePath, ...]
) -> tuple[ArticlePath, ...]:
    """Return the articles that may have taken the name of another one: where some are new or gone, all that wait, else
    those whose text is known to have changed.
    """
    if gone or not all(find_catalogs(settings, article) for article in plan.waiting):
        return plan.waiting
    known = ((article, index.last_digest("sync", article.path)) for article in plan.waiting)
    return tuple(article for article, digest in known if digest not in {None, index.digest(article.path)})


def describe_strays(listing: ArticleListing) -> tuple[str, ...]:
    """Return a sentence about files among the articles that are not read; none without such files."""
    if not listing.strays:
        return ()
    advice = "Rename what is Markdown; targman import makes articles of documents. Keep other files elsewhere."
    return (f"No articles, for their names do not end in .md: {', '.join(listing.strays)}. {advice}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """The way to the translation memory, for a run: None where it is not asked, or cannot be used."""

    prepared: "PreparedLookup | None" = None
    problems: tuple[TargmanError, ...] = ()

    @property
    def lookup(self) -> "MemoryLookup | None":
        return self.prepared.lookup if self.prepared else None

    @property
    def due(self) -> tuple[str, ...]:
        """The articles, by path, that have texts to look up."""
        return tuple(f"{article}.md" for article in self.lookup.due) if self.lookup else ()

    @property
    def notices(self) -> tuple[str, ...]:
        return self.prepared.notices if self.prepared else ()


def _ask_memory(
    settings: Settings,
    plan: Plan,
    index: Index,
    listing: ArticleListing,
    gone: tuple[ArticlePath, ...],
    *,
    dry_run: bool,
) -> _Memory:
    """Open the memory if there is work to do, or may be on a server, and bring it up to date first, also with the
    catalogs of articles that are `gone`: git leaves some in a merge, with what was translated on the other side.
    """
    is_shared = bool(find_memory_server(settings.memory_server)) and not dry_run
    if settings.memory == "off" or not (plan.waiting or is_shared):
        return _Memory()
    from pipeline.workspace.memory.lookup import lookup_without_update, prepare_lookup  # noqa: PLC0415  heavy

    try:
        if dry_run:
            return _Memory(prepared=lookup_without_update(settings))
        return _Memory(prepared=prepare_lookup(settings, index, plan.waiting + gone, listing.articles + gone))
    except FileError as error:
        return _Memory(problems=(error,))


def _tell_memory(
    settings: Settings,
    name: str,
    plan: Plan,
    index: Index,
    listing: ArticleListing,
    gone: tuple[ArticlePath, ...],
    prepared: "PreparedLookup",
) -> Outcome[SyncResult]:
    """Let the memory read the catalogs that the run wrote; return what the disk or the server refused."""
    from pipeline.workspace.memory.lookup import record_lookup  # noqa: PLC0415  heavy

    try:
        touched, everything = plan.waiting + gone, listing.articles + gone
        told = record_lookup(settings, index, prepared, name, plan.articles, touched, everything)
    except FileError as error:
        for article in plan.waiting:
            index.forget(name, article.path)
        return Outcome(done=(), problems=(error,))
    return Outcome(done=(), problems=(), notices=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Safety:
    """The safety copies that the last `sync` left, those that this one is to leave, and what git has."""

    committed: CommittedCatalogs
    store: "SafetyStore | None" = None
    new: dict[str, "SafetyCopy | None"] = field(default_factory=dict)

    def load(self, contents: ArticleContents) -> "dict[str, SafetyCopy]":
        """Return the copies of an article's catalogs, by language."""
        found: dict[str, SafetyCopy] = {}
        for lang, data in contents.catalogs.items():
            path = contents.path.catalog(lang)
            copy = self.store.load(path) if self.store else None
            if copy is not None and isinstance(data, bytes) and files.content_digest(data) != copy.digest:
                copy = replace(copy, is_in_git=self.committed.has(path, data))
            if copy is not None:
                found[lang] = copy
        return found


@contextmanager
def _safety_kept(
    settings: Settings, plan: Plan, listing: ArticleListing, problems: list[TargmanError], *, dry_run: bool
) -> Iterator[_Safety]:
    """Open the safety copies if there is work to do, and store the new ones in the end, even if the work fails."""
    safety = _Safety(committed=CommittedCatalogs(root=settings.root))
    if not plan.waiting:
        yield safety
        return
    from pipeline.workspace.safety import open_safety, store_copies  # noqa: PLC0415  heavy

    try:
        with open_safety(settings.root) as store:
            yield replace(safety, store=store)
    finally:
        if safety.new and not dry_run:
            known = {item.catalog(lang) for item in listing.articles for lang in settings.editions}
            try:
                store_copies(settings.root, safety.new, known)
            except FileError as error:
                problems.append(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncInput:
    """The contents of an article's files, the way to the translation memory, if there is one, the digest that the
    article had at the last sync, and the safety copies of its catalogs, by language.
    """

    contents: ArticleContents
    lookup: "MemoryLookup | None" = None
    known: str | None = None
    safety: "Mapping[str, SafetyCopy]" = field(default_factory=dict)


def _step(
    settings: Settings,
    name: str,
    index: Index,
    glossary: GlossaryContents,
    lookup: "MemoryLookup | None",
    safety: _Safety,
    *,
    dry_run: bool,
) -> "Step[ArticlePath, SyncInput, UpdatedArticle, SyncResult]":
    def read(article: ArticlePath) -> SyncInput:
        contents = read_contents(settings, article, settings.editions, glossary=glossary.data, with_template=True)
        return SyncInput(
            contents=contents,
            lookup=lookup.for_article(article.origin) if lookup else None,
            known=index.last_digest(name, article.path),
            safety=safety.load(contents),
        )

    step = Step(
        name=name,
        result=SyncResult,
        read=read,
        compute=partial(_update, settings),
        store=partial(_store, settings, safety.new, write=files.would_write if dry_run else files.write),
        shared=glossary.states,
    )
    return step if dry_run else replace(step, repeated=_repeated)


def _update(settings: Settings, given: SyncInput) -> "UpdatedArticle":
    from pipeline.workspace.update import update_article  # noqa: PLC0415  heavy, and needed only if an article changed

    return update_article(settings, given.contents, given.lookup, given.known, given.safety)


def sync_article(settings: Settings, path: ArticlePath) -> StepResult[SyncResult]:
    """Bring the files of one article up to date, regardless of index and memory. The caller holds the workspace's lock.
    Raises ArticleError, FileError or ChangedMeanwhileError if nothing could be done at all.
    """
    glossary = read_glossary(settings)
    contents = read_contents(settings, path, settings.editions, glossary=glossary.data, with_template=True)
    given = SyncInput(contents=contents)
    return _store(settings, {}, given, _update(settings, given), files.write)


def _store(
    settings: Settings,
    safety: "dict[str, SafetyCopy | None]",
    given: SyncInput,
    made: "UpdatedArticle",
    write: Write,
) -> StepResult[SyncResult]:
    """Write the catalogs, then the template, where they differ from the contents, and take their safety copies. A
    catalog that the disk refuses is a problem, and the last one. Raises ChangedMeanwhileError.
    """
    results: list[SyncResult] = []
    problems: list[TargmanError] = []
    notices: list[str] = []
    contents, root = given.contents, settings.root
    try:
        for item in made.catalogs:
            if isinstance(item, TargmanError):
                problems.append(item)
                continue
            seen, result = contents.catalogs[item.result.lang], item.result
            is_written = item.data is not None and write(root / result.path, item.data, seen=seen, root=root)
            results.append(replace(result, written=is_written))
            notices += item.notices
            if item.copy != given.safety.get(result.lang):
                safety[result.path] = item.copy
        template = contents.path.template
        if made.template is not None and write(root / template, made.template, seen=contents.template, root=root):
            results = [replace(result, template=True) for result in results]
    except files.ChangedMeanwhileError:
        raise
    except FileError as error:
        problems.append(error)
    notices += made.notices if write is files.write else ()
    return StepResult(results=results, problems=problems, notices=tuple(notices))


def _repeated(result: SyncResult) -> SyncResult:
    """Return the result with nothing written and nothing changed."""
    unwritten = replace(result, written=False, created=False, template=False)
    return replace(unwritten, added=0, revived=0, followed=0, fuzzied=0, retired=0, words=0, remembered=0, restored=0)
