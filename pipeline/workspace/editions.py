"""The editions of an article as they would be written: drafts of its catalogs, and what is to be said about them."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from pipeline import catalog
from pipeline.catalog.review import find_reviewer
from pipeline.edition import Edition, EditionPolicy, MissingText, build_edition, find_texts
from pipeline.edition.anchors import add_anchors
from pipeline.edition.provenance import add_provenance
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.model import Article, Catalog, Entry, Finding, Message, Severity
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, Content, parse_catalog
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.refusals import refuse_cut_off, refuse_other_language
from pipeline.workspace.settings import Settings

Value = TypeVar("Value")


class EditionError(TargmanError):
    """An edition that is not written, because it is not complete enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdition:
    """An edition as it would be written, with the article and the catalog's entries that it was made from.

    `text` is that of the file: the edition's with provenance, and with anchors that pages give by themselves.
    `uncredited` are the programs that sign the catalog like translators, or an empty name if nobody has;
    none where nothing is translated.
    """

    path: ArticlePath
    article: Article
    entries: Mapping[str, Entry]
    edition: Edition
    text: str
    translators: tuple[str, ...]
    uncredited: tuple[str, ...] = ()


def per_edition(languages: Sequence[str], work: Callable[[str], Value]) -> tuple[list[Value], list[TargmanError]]:
    """Do some work for every language, going on past a catalog or an edition that cannot be read or written."""
    done: list[Value] = []
    problems: list[TargmanError] = []
    for lang in languages:
        try:
            done.append(work(lang))
        except files.ChangedMeanwhileError:
            raise
        except (CatalogError, FileError, EditionError) as error:
            problems.append(error)
    return done, problems


def draft_edition(
    settings: Settings, path: ArticlePath, article: Article, lang: str, data: Content, linked: Sequence[str] = ()
) -> DraftEdition:
    """Make one edition from the content of its catalog. `linked` are the fragments by which other articles link to its
    headings. Raises CatalogError if there is no catalog, if it cannot be read completely or is of another language,
    FileError if the disk refused.
    """
    found, seen = _read_catalog(path.catalog(lang), data, lang)
    policy = EditionPolicy(missing=MissingText(settings.missing), fuzzy=settings.fuzzy == "use")
    entries, edition = _built_edition(article, path.catalog(lang), seen, lang, policy)
    translators = catalog.translator_names(found)
    is_work = lang != article.lang and any(entry.is_translated for entry in entries.values())
    anchored = replace(edition, text=add_anchors(edition.text, article, linked))
    return DraftEdition(
        path=path,
        article=article,
        entries=entries,
        edition=edition,
        text=add_provenance(anchored, article, path.path, translators),
        translators=tuple(translators),
        uncredited=catalog.find_uncredited(found) if is_work else (),
    )


def read_entries(path: str, data: Content, lang: str) -> Mapping[str, Entry]:
    """Return the entries that count of a catalog, by their keys. Raises as `draft_edition` does."""
    return _active_entries(_read_catalog(path, data, lang)[0])


def _read_catalog(path: str, data: Content, lang: str) -> tuple[Catalog, bytes]:
    found, seen = parse_catalog(path, data)
    if found is None or seen is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=path)
    refuse_other_language(found, lang, path)
    return found, seen


def _active_entries(found: Catalog) -> dict[str, Entry]:
    return {entry.key: entry for entry in found.entries if not entry.obsolete}


@lru_cache(maxsize=4)
def _built_edition(
    article: Article, path: str, data: bytes, lang: str, policy: EditionPolicy
) -> tuple[Mapping[str, Entry], Edition]:
    """Return the entries of a catalog that count, and the edition made of them. The last few are kept: an article is
    counted, then checked. The catalog's bytes are what they are known by, for its entries do not compare their lines.
    """
    found, _ = parse_catalog(path, data)
    entries = _active_entries(found) if found else {}
    return MappingProxyType(entries), build_edition(article, entries, lang, policy)


def complete_edition(settings: Settings, contents: ArticleContents, article: Article, lang: str) -> DraftEdition:
    """Make one edition; raises CatalogError as well if its catalog is cut off, EditionError if it is less complete than
    the settings ask for.
    """
    draft = draft_edition(settings, contents.path, article, lang, contents.catalogs[lang], contents.linked)
    found, _ = parse_catalog(contents.path.catalog(lang), contents.catalogs[lang])
    if found is not None:
        refuse_cut_off(contents, found, list(find_texts(article, {})), contents.path.catalog(lang))
    missing, share, path = draft.edition.untranslated, draft.edition.share, contents.path.edition(lang)
    if missing and settings.missing == MissingText.FAIL:
        segments = "one segment is" if missing == 1 else f"{missing} segments are"
        raise EditionError(f"{segments} not translated; not written, since missing ones are to fail.", path=path)
    if share < settings.complete:
        raise EditionError(
            f"{math.floor(share * 100)}% translated, less than the {settings.complete:.0%} that an edition needs here; "
            "not written.",
            path=path,
        )
    if settings.unreviewed == "skip" and lang != article.lang:
        _refuse_unreviewed(draft, path)
    return draft


def _refuse_unreviewed(draft: DraftEdition, path: str) -> None:
    """Raise EditionError for an edition with a translation that nobody reviewed."""
    texts = find_texts(draft.article, draft.entries)
    entries = [entry for key in texts if (entry := draft.entries.get(key)) is not None and entry.is_translated]
    count = sum(find_reviewer(entry) is None for entry in entries)
    if count:
        translations = "one translation is" if count == 1 else f"{count} translations are"
        raise EditionError(
            f"{translations} not reviewed; not written, since only reviewed ones are used here. Run: targman review "
            f"{draft.path.slug}",
            path=path,
        )


def edition_findings(settings: Settings, glossary: Glossary, draft: DraftEdition) -> list[Finding]:
    """Check the catalog of an edition, and what the edition would not take over; findings are in the order of lines."""
    from pipeline.checks import check_catalog  # noqa: PLC0415  heavy, and exports need no checks

    lang = draft.edition.lang
    found = entry_findings(settings, glossary, draft.path, draft.article, draft.entries, lang)
    path, checks, reviewers = draft.path.catalog(lang), dict(settings.checks), settings.reviewers_of(lang)
    whole = check_catalog(draft.entries.values(), path, lang, checks, reviewers, draft.uncredited)
    return _with_edition((*whole, *found), draft)


def entry_findings(
    settings: Settings, glossary: Glossary, path: ArticlePath, article: Article, entries: Mapping[str, Entry], lang: str
) -> tuple[Finding, ...]:
    """Check entries of a catalog, before an edition is made of them."""
    from pipeline.checks import check_entries  # noqa: PLC0415  heavy

    checks = dict(settings.checks)
    return check_entries(article, entries, path.catalog(lang), lang, glossary=glossary, severities=checks)


def describe_merge(settings: Settings, draft: DraftEdition, path: str) -> MergeResult:
    """Return what `merge` reports of an edition whose file is at `path`, before it is written."""
    return MergeResult(
        article=draft.path.path,
        lang=draft.edition.lang,
        path=path,
        written=False,
        share=draft.edition.share,
        untranslated=draft.edition.untranslated,
        findings=len(_find_corrections(settings, draft)),
    )


def _find_corrections(settings: Settings, draft: DraftEdition) -> list[Finding]:
    """Return what an edition corrected in its translations, and what it would not take over."""
    from pipeline.checks import check_markers  # noqa: PLC0415  heavy

    lang = draft.edition.lang
    found = check_markers(draft.article, draft.entries, draft.path.catalog(lang), lang, dict(settings.checks))
    return _with_edition(found, draft)


def _with_edition(entries: Iterable[Finding], draft: DraftEdition) -> list[Finding]:
    path = draft.path.catalog(draft.edition.lang)
    found = [*entries, *(replace(item, path=path) for item in draft.edition.findings)]
    missing = [item.text for key, item in find_texts(draft.article, {}).items() if key not in draft.entries]
    if missing:
        first = missing[0]
        message = Message.create_plural(
            "one text of the article is not in the catalog, the first being “{first}”. Run: targman sync",
            "{number} texts of the article are not in the catalog, the first being “{first}”. Run: targman sync",
            number=len(missing),
            first=first[:60],
        )
        found.append(Finding(rule="out-of-step", severity=Severity.WARNING, message=message, path=path, source=first))
    return sorted(dict.fromkeys(found), key=lambda finding: finding.line)
