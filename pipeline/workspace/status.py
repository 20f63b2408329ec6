"""`status`: the progress of the editions of each article, and the files that removed articles left behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import FileError
from pipeline.frozen import dataclass
from pipeline.model import Article, Entry
from pipeline.workspace.assignments import (
    AssignedWork,
    Assignment,
    AssignmentFinder,
    AssignmentsError,
    load_assignments,
)
from pipeline.workspace.contents import ArticleContents, parse_article, read_contents
from pipeline.workspace.edition_steps import read_with_links, step_name
from pipeline.workspace.index import Index
from pipeline.workspace.layouts import Site, make_page, make_site, read_with_facts
from pipeline.workspace.links import find_linked
from pipeline.workspace.paths import ArticleListing, ArticlePath, list_articles
from pipeline.workspace.renames import describe_orphan, find_copied_catalogs, find_orphans
from pipeline.workspace.runner import Advance, Linked, Outcome, Step, StepResult, plan_run, run
from pipeline.workspace.settings import Settings
from pipeline.workspace.stray_catalogs import describe_stray_catalogs
from pipeline.workspace.sync import describe_strays

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStatus:
    """One edition, counted in texts and in words of the source; its file is missing, current or stale, or that is not
    known yet (empty). `with_fuzzy` means that it shows fuzzy translations too, as the settings want it. `assigned` says
    who has it until when. Of those `translated` somebody `reviewed` some.
    """

    article: str
    lang: str
    source_lang: str
    translated: int
    fuzzy: int
    untranslated: int
    translated_words: int
    fuzzy_words: int
    untranslated_words: int
    notes: int
    edition: str
    path: str
    with_fuzzy: bool = False
    assigned: tuple[AssignedWork, ...] = ()
    reviewed: int = 0
    reviewed_words: int = 0

    @property
    def segments(self) -> int:
        return self.translated + self.fuzzy + self.untranslated

    @property
    def words(self) -> int:
        return self.translated_words + self.fuzzy_words + self.untranslated_words

    @property
    def share(self) -> float:
        """The share of the words that the edition shows translated, from 0 to 1, as `merge` says it."""
        return self.shown_words / self.words if self.words else 1.0

    @property
    def shown_words(self) -> int:
        return self.translated_words + (self.fuzzy_words if self.with_fuzzy else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSum:
    """The sums of the editions in one language that are translations, in words of the sources. `editions` is their
    number; of the words that are translated somebody reviewed some.
    """

    lang: str
    editions: int
    translated_words: int
    reviewed_words: int
    fuzzy_words: int
    untranslated_words: int
    share: float

    @property
    def words(self) -> int:
        return self.translated_words + self.fuzzy_words + self.untranslated_words


def sum_languages(editions: Iterable[EditionStatus]) -> tuple[LanguageSum, ...]:
    """Sum up the translations by language, in the order in which the languages come; an article's own is left out."""
    by_lang: dict[str, list[EditionStatus]] = {}
    for item in editions:
        by_lang.setdefault(item.lang, []).extend([item] if item.lang != item.source_lang else [])
    return tuple(_sum(lang, found) for lang, found in by_lang.items() if found)


def _sum(lang: str, editions: Sequence[EditionStatus]) -> LanguageSum:
    words = sum(item.words for item in editions)
    return LanguageSum(
        lang=lang,
        editions=len(editions),
        translated_words=sum(item.translated_words for item in editions),
        reviewed_words=sum(item.reviewed_words for item in editions),
        fuzzy_words=sum(item.fuzzy_words for item in editions),
        untranslated_words=sum(item.untranslated_words for item in editions),
        share=sum(item.shown_words for item in editions) / words if words else 1.0,
    )


def status(
    settings: Settings,
    articles: Sequence[ArticlePath],
    languages: Sequence[str],
    index: Index,
    advance: Advance | None = None,
    *,
    listing: ArticleListing | None = None,
    executor: "Executor | None" = None,
) -> Outcome[EditionStatus]:
    """Count the editions in `languages`. `listing` is what there is below `articles/`, if the caller knows it."""
    listing = listing or list_articles(settings)
    if settings.is_site:
        site, linked = make_site(settings, listing, index, executor)
        step = status_step(settings, languages, linked, site)
    else:
        step = status_step(settings, languages, find_linked(settings, listing.articles, index))
    plan = plan_run(step.name, articles, listing.articles, index, step.linked)
    outcome = run(settings, step, plan, index, advance, executor)
    orphans = find_orphans(settings, listing.articles)
    copies = describe_stray_catalogs(find_copied_catalogs(settings, listing.articles))
    done, problems = outcome.done, outcome.problems
    try:
        done = _add_assignments(done, load_assignments(settings))
    except AssignmentsError as error:
        problems = (*problems, error)
    notices = (*map(describe_orphan, orphans), *copies, *describe_strays(listing))
    return Outcome(done=done, problems=problems, notices=notices)


def _add_assignments(found: tuple[EditionStatus, ...], rows: Sequence[Assignment]) -> tuple[EditionStatus, ...]:
    """Add to each edition who has it until when. The index does not keep that, for it changes with the day."""
    finder = AssignmentFinder(rows)
    today = date.today()  # noqa: DTZ011  a due date is a day where people work

    def add(item: EditionStatus) -> EditionStatus:
        own = finder.find(ArticlePath(path=item.article), item.lang)
        is_open = bool(item.fuzzy or item.untranslated)
        return replace(item, assigned=tuple(row.on_day(today, is_open=is_open) for row in own)) if own else item

    return tuple(map(add, found)) if rows else found


def status_step(
    settings: Settings, languages: Sequence[str], linked: Linked, site: Site | None = None
) -> Step[ArticlePath, ArticleContents, StepResult[EditionStatus], EditionStatus]:
    """Make the step that counts the editions of an article, to whose headings others link by the fragments `linked`. In
    a workspace whose editions are pages of a `site`, nobody can tell without that whether they are current.
    """
    read = partial(read_contents, settings, languages=tuple(languages), with_editions=site is None)
    read = partial(read_with_links, read, linked)
    return Step(
        name=site.step_name("status", languages) if site else step_name("status", settings, languages),
        result=EditionStatus,
        read=partial(read_with_facts, read, site, tuple(languages), with_pages=True) if site else read,
        compute=partial(_count_editions, settings, tuple(languages)),
        linked=site.add_dependences(linked) if site else linked,
    )


def _count_editions(
    settings: Settings, languages: tuple[str, ...], contents: ArticleContents
) -> StepResult[EditionStatus]:
    from pipeline.workspace.editions import per_edition  # noqa: PLC0415  heavy

    article = parse_article(settings, contents)
    editions, problems = per_edition(languages, partial(_count_edition, settings, contents, article))
    return StepResult(results=editions, problems=problems)


def count_texts(settings: Settings, languages: Sequence[str], contents: ArticleContents) -> StepResult[EditionStatus]:
    """Count the editions of an article alone, without making them, in a third of the time: `edition` stays empty. What
    cannot be read is left out.
    """
    from pipeline.workspace.editions import per_edition, read_entries  # noqa: PLC0415  heavy

    article = parse_article(settings, contents)

    def count(lang: str) -> EditionStatus:
        entries = read_entries(contents.path.catalog(lang), contents.catalogs[lang], lang)
        return _count_entries(settings, contents.path, article, entries, lang)

    return StepResult(results=per_edition(languages, count)[0])


def _count_edition(settings: Settings, contents: ArticleContents, article: Article, lang: str) -> EditionStatus:
    from pipeline.workspace.editions import draft_edition  # noqa: PLC0415  heavy

    draft = draft_edition(settings, contents.path, article, lang, contents.catalogs[lang], contents.linked)
    found = _count_entries(settings, contents.path, article, draft.entries, lang)
    on_disk, path, text = contents.editions[lang], contents.path.edition(lang), draft.text
    if isinstance(on_disk, FileError):
        raise on_disk
    if contents.facts:
        path, text = make_page(settings, contents, draft)
    elif settings.is_site:
        on_disk = text.encode()
    state = "missing" if on_disk is None else "current" if on_disk == text.encode() else "stale"
    return replace(found, path=path, edition=state)


def _count_entries(
    settings: Settings, path: ArticlePath, article: Article, entries: Mapping[str, Entry], lang: str
) -> EditionStatus:
    from pipeline.article import escape  # noqa: PLC0415  heavy
    from pipeline.catalog.review import find_reviewer  # noqa: PLC0415  heavy
    from pipeline.edition import find_texts  # noqa: PLC0415  heavy
    from pipeline.languages.words import count_words  # noqa: PLC0415

    count = dict.fromkeys(("translated", "fuzzy", "untranslated", "reviewed"), 0)
    words = dict(count)
    for key, segment in find_texts(article, entries).items():
        entry = entries.get(key)
        is_filled = entry is not None and bool(escape.clean_target(entry.target))
        state = "untranslated" if entry is None or not is_filled else "fuzzy" if entry.fuzzy else "translated"
        is_reviewed = state == "translated" and entry is not None and find_reviewer(entry) is not None
        for name in (state, "reviewed") if is_reviewed else (state,):
            count[name] += 1
            words[name] += count_words(segment.text)
    return EditionStatus(
        article=path.path,
        lang=lang,
        source_lang=article.lang,
        **count,
        **{f"{state}_words": number for state, number in words.items()},
        notes=len(article.notes),
        assigned=(),
        path=path.edition(lang),
        with_fuzzy=settings.fuzzy == "use",
        edition="",
    )
