"""`merge`, `check` and `status`: editions made from catalogs, looked at, and counted."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline import catalog, escaping
from pipeline.checks import check as check_entries
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.merging import Edition, Missing, Policy
from pipeline.merging import merge as merge_article
from pipeline.merging.provenance import signed
from pipeline.model import Article, Catalog, Entry, Finding, Segment, Severity
from pipeline.placeholders import has_words
from pipeline.workspace import files, pictures
from pipeline.workspace.articles import Place
from pipeline.workspace.loading import Outcome, each, load_article, load_catalog
from pipeline.workspace.settings import Settings

Value = TypeVar("Value")


class EditionError(TargmanError):
    """An edition that is not written, because it is not complete enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One edition: where it is, whether the file was written, its translated share (0–1), and how many findings."""

    article: str
    lang: str
    path: str
    written: bool
    share: float
    untranslated: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one edition stands, counted in segments and in words of the source; `edition` is missing, current or
    stale.
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

    @property
    def segments(self) -> int:
        return self.translated + self.fuzzy + self.untranslated

    @property
    def share(self) -> float:
        """The share of the words that is translated, from 0 to 1."""
        words = self.translated_words + self.fuzzy_words + self.untranslated_words
        return self.translated_words / words if words else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edition as it would be written, with what it was made from."""

    article: Article
    entries: Mapping[str, Entry]
    edition: Edition
    text: str


def merge(settings: Settings, places: Iterable[Place], languages: Sequence[str]) -> Outcome[Merged]:
    """Write the editions of the articles. One that is less complete than the settings ask for is a problem, not
    written.
    """

    def step(place: Place) -> tuple[list[Merged], list[TargmanError]]:
        article = load_article(settings, place)
        return _per_edition(languages, lambda lang: _merge_edition(settings, place, article, lang))

    return each(settings, places, step)


def check(settings: Settings, places: Iterable[Place], languages: Sequence[str]) -> Outcome[Finding]:
    """The findings in the catalogs of the articles, and what their editions would not take over."""

    def step(place: Place) -> tuple[list[Finding], list[TargmanError]]:
        article = load_article(settings, place)
        return _per_edition(languages, lambda lang: _check_edition(settings, place, article, lang))

    return each(settings, places, step)


def status(settings: Settings, places: Iterable[Place], languages: Sequence[str]) -> Outcome[Standing]:
    """How the editions of the articles stand."""

    def step(place: Place) -> tuple[list[Standing], list[TargmanError]]:
        article = load_article(settings, place)
        return _per_edition(languages, lambda lang: [_standing(settings, place, article, lang)])

    return each(settings, places, step)


def _per_edition(
    languages: Sequence[str], step: Callable[[str], list[Value]]
) -> tuple[list[Value], list[TargmanError]]:
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


def _entries(settings: Settings, place: Place, lang: str) -> tuple[Catalog, dict[str, Entry]]:
    found, _ = load_catalog(settings, place.catalog(lang))
    if found is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=place.catalog(lang))
    return found, {entry.source: entry for entry in found.entries if not entry.obsolete and entry.context is None}


def _made(settings: Settings, place: Place, article: Article, lang: str) -> Made:
    found, entries = _entries(settings, place, lang)
    policy = Policy(missing=Missing(settings.missing), fuzzy=settings.fuzzy == "use")
    edition = merge_article(article, entries, lang, policy)
    text = signed(edition, article, place.path, catalog.translators(found))
    return Made(article=article, entries=entries, edition=edition, text=text)


def _merge_edition(settings: Settings, place: Place, article: Article, lang: str) -> list[Merged]:
    made = _made(settings, place, article, lang)
    path = place.edition(lang)
    share = made.edition.share
    if made.edition.untranslated and settings.missing == Missing.FAIL:
        raise EditionError(
            f"{_segments(made.edition.untranslated)} not translated; not written, since missing ones are to fail.",
            path=path,
        )
    if share < settings.complete:
        raise EditionError(
            f"{math.floor(share * 100)}% translated, less than the {settings.complete:.0%} that an edition needs here; "
            "not written.",
            path=path,
        )
    data = made.text.encode()
    file = settings.root / path
    written = files.write(file, data, seen=files.read(file), root=settings.root)
    pictures.copy(settings, place, made.text, lang)
    return [
        Merged(
            article=place.path,
            lang=lang,
            path=path,
            written=written,
            share=share,
            untranslated=made.edition.untranslated,
            findings=len(_findings(place, made, lang)),
        ),
    ]


def _segments(count: int) -> str:
    return "one segment is" if count == 1 else f"{count} segments are"


def _check_edition(settings: Settings, place: Place, article: Article, lang: str) -> list[Finding]:
    return _findings(place, _made(settings, place, article, lang), lang)


def _findings(place: Place, made: Made, lang: str) -> list[Finding]:
    path = place.catalog(lang)
    found = [
        *check_entries(made.article, made.entries, path),
        *(replace(item, path=path) for item in made.edition.findings),
    ]
    missing = [text for text in _texts(made.article) if text not in made.entries]
    if missing:
        count = "one text of the article is" if len(missing) == 1 else f"{len(missing)} texts of the article are"
        message = f"{count} not in the catalog, the first being “{missing[0][:60]}”. Run: targman sync"
        found.append(
            Finding(rule="out-of-step", severity=Severity.WARNING, message=message, path=path, source=missing[0])
        )
    return sorted(dict.fromkeys(found), key=lambda finding: finding.line)


def _texts(article: Article) -> dict[str, Segment]:
    """The texts that are made of words, each once."""
    return {item.text: item for item in article.segments if item.kind.is_text and has_words(item)}


def _standing(settings: Settings, place: Place, article: Article, lang: str) -> Standing:
    made = _made(settings, place, article, lang)
    count = dict.fromkeys(("translated", "fuzzy", "untranslated"), 0)
    words = dict(count)
    for text in _texts(article):
        entry = made.entries.get(text)
        usable = entry is not None and bool(escaping.clean(entry.target))
        state = "untranslated" if entry is None or not usable else "fuzzy" if entry.fuzzy else "translated"
        count[state] += 1
        words[state] += len(text.split())
    on_disk = files.read(settings.root / place.edition(lang))
    return Standing(
        article=place.path,
        lang=lang,
        source_lang=article.lang,
        **count,
        **{f"{state}_words": number for state, number in words.items()},
        notes=len(article.notes),
        edition="missing" if on_disk is None else "current" if on_disk == made.text.encode() else "stale",
    )
