"""`merge`: the editions of each article, made from its catalogs and written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import SegmentKind
from pipeline.patterns import lazy
from pipeline.workspace import assets, files
from pipeline.workspace.contents import ArticleContents, parse_article, read_contents, read_glossary
from pipeline.workspace.edition_steps import MergeResult, read_with_links, step_name
from pipeline.workspace.index import Index
from pipeline.workspace.links import find_linked
from pipeline.workspace.paths import ArticleListing, ArticlePath, list_articles
from pipeline.workspace.runner import Advance, Outcome, Step, StepResult, plan_run, run
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

_HTML_ADDRESS = lazy(r"<[a-z][^<>]*\s(?:src|href|poster)\s*=", re.IGNORECASE)


def merge(
    settings: Settings,
    articles: Sequence[ArticlePath],
    languages: Sequence[str],
    index: Index,
    advance: Advance | None = None,
    *,
    listing: ArticleListing | None = None,
    executor: "Executor | None" = None,
) -> Outcome[MergeResult]:
    """Write the editions in `languages`; one less complete than the settings ask for is a problem instead. The caller
    holds the workspace's lock. `listing` is what there is below `articles/`, if the caller knows it.
    """
    if settings.is_site:
        from pipeline.workspace.layouts import merge_site  # noqa: PLC0415  heavy, and few workspaces are sites

        return merge_site(settings, articles, languages, index, advance, listing=listing, executor=executor)
    listing = listing or list_articles(settings)
    name = step_name("merge", settings, languages)
    linked = find_linked(settings, listing.articles, index)
    plan = plan_run(name, articles, listing.articles, index, linked)
    if plan.waiting:
        read_glossary(settings)  # for its faults: they are told once, and not of every article
    read = partial(read_contents, settings, languages=tuple(languages), with_template=True)
    step = Step(
        name=name,
        result=MergeResult,
        read=partial(read_with_links, read, linked),
        compute=partial(_make_editions, settings, tuple(languages)),
        store=partial(_store, settings),
        repeated=lambda result: replace(result, written=False),
        linked=linked,
    )
    return run(settings, step, plan, index, advance, executor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MadeEdition:
    """An edition to write, and the link targets, of source and edition, whose files are to be copied beside it."""

    result: MergeResult
    data: bytes
    targets: tuple[str, ...]


_MadeEditions = tuple[list[_MadeEdition], list[TargmanError]]  # those to write, and what kept others from being made


def _make_editions(settings: Settings, languages: tuple[str, ...], contents: ArticleContents) -> _MadeEditions:
    from pipeline.article.markdown.addresses import find_addresses  # noqa: PLC0415  heavy
    from pipeline.workspace.editions import complete_edition, describe_merge, per_edition  # noqa: PLC0415  heavy

    article = parse_article(settings, contents)
    found = [item.text for item in article.segments if item.kind is SegmentKind.LINK_TARGET]
    if _HTML_ADDRESS.search(article.source):
        found += [item.target for item in find_addresses(article.source, article.dialects)]

    def make(lang: str) -> _MadeEdition:
        draft = complete_edition(settings, contents, article, lang)
        result = describe_merge(settings, draft, contents.path.edition(lang))
        targets = (*found, *(draft.entries[text].target for text in found if text in draft.entries))
        return _MadeEdition(result=result, data=draft.text.encode(), targets=targets)

    return per_edition(languages, make)


def _store(settings: Settings, contents: ArticleContents, made: _MadeEditions) -> StepResult[MergeResult]:
    results: list[MergeResult] = []
    editions, problems = made[0], [*made[1]]
    for item in editions:
        file = settings.root / item.result.path
        try:
            is_written = files.write(file, item.data, seen=files.read(file), root=settings.root)
            copied = assets.copy_assets(settings, contents.path, item.targets, item.result.lang)
        except files.ChangedMeanwhileError:
            raise
        except FileError as error:
            problems.append(error)
        else:
            results.append(replace(item.result, written=is_written, companions=copied.paths, cleaned=copied.cleaned))
    return StepResult(results=results, problems=problems)
