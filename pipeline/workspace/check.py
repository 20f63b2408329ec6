"""`check`: faults in catalogs, what editions would not take over, and the notes on the pages made of them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.model import Article, Entry, Finding, Severity
from pipeline.workspace.contents import (
    ArticleContents,
    GlossaryContents,
    parse_article,
    parse_glossary,
    read_contents,
    read_glossary,
)
from pipeline.workspace.edition_steps import step_name
from pipeline.workspace.index import Index
from pipeline.workspace.links import read_page_names, with_linked_articles
from pipeline.workspace.paths import ArticleListing, ArticlePath, list_articles
from pipeline.workspace.runner import Advance, Outcome, Step, StepResult, plan_run, run
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.publishing.document import Document


def check(
    settings: Settings,
    wanted: Mapping[ArticlePath, Sequence[str]],
    index: Index,
    advance: Advance | None = None,
    *,
    listing: ArticleListing | None = None,
    executor: "Executor | None" = None,
) -> Outcome[Finding]:
    """Check the articles, each in its languages, with the index `index.FINDINGS`. `listing` is as in `merge`."""
    listing = listing or list_articles(settings)
    groups: dict[tuple[str, ...], list[ArticlePath]] = {}
    for article, languages in wanted.items():
        groups.setdefault(tuple(languages), []).append(article)
    glossary: GlossaryContents | None = None
    outcomes: list[Outcome[Finding]] = []
    for languages, articles in groups.items():
        plan = plan_run(step_name("check", settings, languages), articles, listing.articles, index)
        if plan.waiting and glossary is None:
            glossary = read_glossary(settings)
        step = check_step(settings, languages, glossary or GlossaryContents())
        outcomes.append(run(settings, step, plan, index, advance, executor))
    return Outcome(
        done=tuple(finding for outcome in outcomes for finding in outcome.done),
        problems=tuple(error for outcome in outcomes for error in outcome.problems),
    )


def check_step(
    settings: Settings, languages: Sequence[str], glossary: GlossaryContents | None = None
) -> Step[ArticlePath, ArticleContents, StepResult[Finding], Finding]:
    """Make the step that checks an article. If no glossary is given, it is read with every article."""
    names = cache(lambda: read_page_names(settings))

    def read(path: ArticlePath) -> ArticleContents:
        contents = read_contents(settings, path, languages, with_glossary=glossary is None)
        return with_linked_articles(settings, contents, names)

    return Step(
        name=step_name("check", settings, languages),
        result=Finding,
        read=read,
        compute=partial(_check_editions, settings, tuple(languages), glossary.data if glossary else None),
        shared=glossary.states if glossary else {},
    )


def _check_editions(
    settings: Settings, languages: tuple[str, ...], terms: bytes | None, contents: ArticleContents
) -> StepResult[Finding]:
    from pipeline.checks import check_article, check_links, check_site_links  # noqa: PLC0415  heavy
    from pipeline.publishing.note_table import build_note_table, compare_notes  # noqa: PLC0415  heavy
    from pipeline.workspace import documents, editions  # noqa: PLC0415  heavy

    article = parse_article(settings, contents)
    glossary = parse_glossary(settings, contents.glossary if terms is None else terms)
    source = documents.read_outline(article)
    pages: dict[str, Document] = {}
    translated: dict[str, Collection[Entry]] = {}

    @cache
    def read_original() -> "Document | None":
        """Return the article's own page, on which all editions that are alike have their notes, if it has no fault."""
        document = documents.to_document(settings, documents.draft_original(contents.path, article), source)
        return None if _check_page(contents.path, document) else document

    def check_edition(lang: str) -> list[Finding]:
        draft = editions.draft_edition(settings, contents.path, article, lang, contents.catalogs[lang])
        translated[lang] = draft.entries.values()
        found = editions.edition_findings(settings, glossary, draft)
        if draft.edition.is_plain and (original := read_original()):
            pages[lang] = original
            return found
        pages[lang] = documents.to_document(settings, draft, source)
        return [*found, *_check_page(contents.path, pages[lang])]

    try:
        found, problems = editions.per_edition(languages, check_edition)
    except ArticleError as error:
        raise error.at(contents.path.path) from error
    own = check_article(article, contents.path.path, dict(settings.checks))
    others = {**_linked_articles(settings, contents), contents.path.path: article}
    links = check_links(article, contents.path.path, others, dict(settings.checks))
    catalogs = {lang: (contents.path.catalog(lang), entries) for lang, entries in translated.items()}
    site = check_site_links(article, contents.path.path, catalogs, settings.url, contents.pages, dict(settings.checks))
    differing = pages if len(set(map(id, pages.values()))) > 1 else {}
    between = [replace(item, path=contents.path.path) for item in compare_notes(build_note_table(differing))]
    return StepResult(
        results=[*own, *links, *site, *(item for each in found for item in each), *between], problems=problems
    )


def _linked_articles(settings: Settings, contents: ArticleContents) -> dict[str, Article]:
    """Return the articles to whose sections an article links, by path. Of one with a fault, its own check tells."""
    found: dict[str, Article] = {}
    for path, data in contents.others.items():
        with suppress(ArticleError):
            found[path] = parse_article(settings, ArticleContents(path=ArticlePath(path=path), text=data))
    return found


def _check_page(path: ArticlePath, document: "Document") -> list[Finding]:
    """Check the notes on the finished page of an edition."""
    from pipeline.languages.messages import Wording  # noqa: PLC0415  heavy
    from pipeline.publishing.page import render_page  # noqa: PLC0415  heavy
    from pipeline.publishing.verify import verify_page  # noqa: PLC0415  heavy

    made = render_page(document, Wording(lang=document.lang))
    catalog = path.catalog(document.lang)
    return [
        Finding(rule="page-notes", severity=Severity.ERROR, message=fault, path=catalog)
        for fault in verify_page(made, document)
    ]
