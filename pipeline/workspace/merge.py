"""The editions of one article: made from its catalogs and written, looked at, or counted."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from pipeline import catalog
from pipeline.article import escape
from pipeline.article.placeholders import has_words
from pipeline.checks import check_entries, check_markers
from pipeline.edition import Edition, EditionPolicy, MissingText
from pipeline.edition import build_edition as merge_article
from pipeline.edition.provenance import add_provenance
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.model import Article, Entry, Finding, Message, Segment, SegmentKind, Severity
from pipeline.workspace import assets, files
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.loading import load_article, load_catalog, parsed
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.results import EditionStatus, MergeResult
from pipeline.workspace.settings import Settings

Value = TypeVar("Value")


class EditionError(TargmanError):
    """An edition that is not written, because it is not complete enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdition:
    """An edition as it would be written, with what it was made from."""

    article: Article
    entries: Mapping[str, Entry]
    edition: Edition
    text: str
    translators: tuple[str, ...]


def merge_editions(
    settings: Settings, place: ArticlePath, languages: Sequence[str]
) -> tuple[list[MergeResult], list[TargmanError]]:
    """Write the editions in `languages`. One that is less complete than the settings ask for is a problem, not
    written.
    """
    article = load_article(settings, place)
    return per_edition(languages, lambda lang: _merge_edition(settings, place, article, lang))


def standings(
    settings: Settings, place: ArticlePath, languages: Sequence[str]
) -> tuple[list[EditionStatus], list[TargmanError]]:
    """How the editions in `languages` stand."""
    article = load_article(settings, place)
    return per_edition(languages, lambda lang: [_standing(settings, place, article, lang)])


def per_edition(languages: Sequence[str], step: Callable[[str], list[Value]]) -> tuple[list[Value], list[TargmanError]]:
    """`step` for every language, going on past a catalog or an edition that cannot be read or written."""
    done: list[Value] = []
    problems: list[TargmanError] = []
    for lang in languages:
        try:
            done += step(lang)
        except files.ChangedMeanwhileError:
            raise
        except (CatalogError, FileError, EditionError) as error:
            problems.append(error)
    return done, problems


def ready(settings: Settings, place: ArticlePath, article: Article, lang: str) -> DraftEdition:
    """One edition, made but not written. Raises CatalogError where its catalog is missing or cannot be read."""
    found, data = load_catalog(settings, place.catalog(lang))
    if found is None or data is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=place.catalog(lang))
    policy = EditionPolicy(missing=MissingText(settings.missing), fuzzy=settings.fuzzy == "use")
    entries, edition = _merged(article, data, lang, policy)
    translators = catalog.translator_names(found)
    text = add_provenance(edition, article, place.path, translators)
    return DraftEdition(article=article, entries=entries, edition=edition, text=text, translators=tuple(translators))


@lru_cache(maxsize=4)
def _merged(article: Article, data: bytes, lang: str, policy: EditionPolicy) -> tuple[Mapping[str, Entry], Edition]:
    """The entries of a catalog that count, and the edition made of them. The last few are kept: an article is counted,
    then checked. The catalog's bytes are what they are known by, for its entries do not compare their lines.
    """
    found = parsed(data).entries
    entries = {entry.source: entry for entry in found if not entry.obsolete and entry.context is None}
    return MappingProxyType(entries), merge_article(article, entries, lang, policy)


def complete(settings: Settings, place: ArticlePath, article: Article, lang: str) -> DraftEdition:
    """One edition as `ready` makes it. Raises EditionError where it is less complete than the settings ask for."""
    made = ready(settings, place, article, lang)
    missing, share, path = made.edition.untranslated, made.edition.share, place.edition(lang)
    if missing and settings.missing == MissingText.FAIL:
        raise EditionError(
            f"{_segments(missing)} not translated; not written, since missing ones are to fail.", path=path
        )
    if share < settings.complete:
        raise EditionError(
            f"{math.floor(share * 100)}% translated, less than the {settings.complete:.0%} that an edition needs here; "
            "not written.",
            path=path,
        )
    return made


def _merge_edition(settings: Settings, place: ArticlePath, article: Article, lang: str) -> list[MergeResult]:
    path = place.edition(lang)
    made = complete(settings, place, article, lang)
    data = made.text.encode()
    file = settings.root / path
    written = files.write(file, data, seen=files.read(file), root=settings.root)
    copied = assets.copy(settings, place, _targets(made), lang)
    return [
        MergeResult(
            article=place.path,
            lang=lang,
            path=path,
            written=written,
            share=made.edition.share,
            untranslated=made.edition.untranslated,
            findings=len(put_right(settings, place, made, lang)),
            companions=copied,
        ),
    ]


def _targets(made: DraftEdition) -> list[str]:
    """The link targets of an article, and those that the edition has in their places."""
    targets = [item.text for item in made.article.segments if item.kind is SegmentKind.LINK_TARGET]
    return [*targets, *(made.entries[text].target for text in targets if text in made.entries)]


def _segments(count: int) -> str:
    return "one segment is" if count == 1 else f"{count} segments are"


def findings(settings: Settings, place: ArticlePath, made: DraftEdition, lang: str) -> list[Finding]:
    """What is wrong in the catalog of an edition that was made, by line, and what the edition would not take over."""
    found = entry_findings(settings, place, made.article, made.entries, lang)
    return _with_edition(found, made, place.catalog(lang))


def put_right(settings: Settings, place: ArticlePath, made: DraftEdition, lang: str) -> list[Finding]:
    """What an edition put right in its translations, and what it would not take over."""
    path = place.catalog(lang)
    found = check_markers(made.article, made.entries, path, lang, dict(settings.checks))
    return _with_edition(found, made, path)


def _with_edition(entries: Iterable[Finding], made: DraftEdition, path: str) -> list[Finding]:
    found = [*entries, *(replace(item, path=path) for item in made.edition.findings)]
    missing = [text for text in _texts(made.article) if text not in made.entries]
    if missing:
        message = Message.create_plural(
            "one text of the article is not in the catalog, the first being “{first}”. Run: targman sync",
            "{number} texts of the article are not in the catalog, the first being “{first}”. Run: targman sync",
            number=len(missing),
            first=missing[0][:60],
        )
        found.append(
            Finding(rule="out-of-step", severity=Severity.WARNING, message=message, path=path, source=missing[0])
        )
    return sorted(dict.fromkeys(found), key=lambda finding: finding.line)


def entry_findings(
    settings: Settings, place: ArticlePath, article: Article, entries: Mapping[str, Entry], lang: str
) -> tuple[Finding, ...]:
    """What is wrong in entries of a catalog, before an edition is made of them."""
    return check_entries(
        article, entries, place.catalog(lang), lang, glossary=load_glossary(settings), severities=dict(settings.checks)
    )


def _texts(article: Article) -> dict[str, Segment]:
    """The texts that are made of words, each once."""
    return {item.text: item for item in article.segments if item.kind.is_text and has_words(item)}


def _standing(settings: Settings, place: ArticlePath, article: Article, lang: str) -> EditionStatus:
    made = ready(settings, place, article, lang)
    count = dict.fromkeys(("translated", "fuzzy", "untranslated"), 0)
    words = dict(count)
    for text in _texts(article):
        entry = made.entries.get(text)
        usable = entry is not None and bool(escape.clean_target(entry.target))
        state = "untranslated" if entry is None or not usable else "fuzzy" if entry.fuzzy else "translated"
        count[state] += 1
        words[state] += len(text.split())
    on_disk = files.read(settings.root / place.edition(lang))
    return EditionStatus(
        article=place.path,
        lang=lang,
        source_lang=article.lang,
        **count,
        **{f"{state}_words": number for state, number in words.items()},
        notes=len(article.notes),
        path=place.edition(lang),
        edition="missing" if on_disk is None else "current" if on_disk == made.text.encode() else "stale",
    )
