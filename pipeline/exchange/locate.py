"""Find the article and the edition that a file belongs to: by its header, by its texts, or by what was sent."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import PurePosixPath

from pipeline.article.placeholders import has_letters
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.sendings import Sending, entry_digest
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.detection import detect_language
from pipeline.languages.garbled import are_garbled
from pipeline.languages.scripts import find_foreign_script, find_sister
from pipeline.languages.tags import match, may_be_language
from pipeline.model import Entry
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

_LINE = re.compile(r":\d+$")
_ENOUGH = 0.5
"""The share of a file's texts that an article has to have for the file to be its own, unless the file names it."""
_MOVED = 2
_MOVED_SHARE = 0.1
"""Texts of a file that its article lacks, and their share, from which they may have moved: to find out where, all
articles are looked at.
"""
_LETTERS = 30
"""Letters from which the script of a file tells; it is refused before it does any harm, so that few are enough."""
_COPIES = 3
"""Translations from which a file that repeats the texts does so as a whole."""


class UnknownFileError(TargmanError):
    """The article or the edition of a file cannot be told; nothing of it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a file: its article and edition, and the name of its package, if it says so."""

    article: ArticlePath
    lang: str
    sending: str = ""


@dataclass(frozen=True, kw_only=True)
class Locator:
    """The articles of a workspace and what was sent, to find the place of files. Without slots, to be cached."""

    settings: Settings
    articles: tuple[ArticlePath, ...]
    sendings: Mapping[str, Sending] = field(default_factory=dict)

    def find(self, item: ExchangeCatalog, name: str) -> Place:
        """Return the place of a file. Raises UnknownFileError if it is not certain, or the language is not right."""
        sending = self.sendings.get(item.sending)
        lang = self._find_language(item, sending)
        _refuse_other_language(item, lang)
        return Place(article=self._find_article(item, name), lang=lang, sending=sending.name if sending else "")

    def divide(self, item: ExchangeCatalog, article: ArticlePath) -> Iterator[tuple[ArticlePath, ExchangeCatalog]]:
        """Yield the file of an article in parts: texts that moved into another article since are for that one."""
        own, entries = self._texts(article), item.catalog.entries
        missing = [entry for entry in entries if entry_digest(entry) not in own]
        parts = self._find_moved(missing) if len(missing) >= max(_MOVED, _MOVED_SHARE * len(entries)) else {}
        if not parts:
            yield article, item
            return
        moved = {entry.key for part in parts.values() for entry in part}
        rest = [entry for entry in entries if entry.key not in moved]
        for place, part in {article: rest, **parts}.items():
            if part:
                yield place, replace(item, catalog=replace(item.catalog, entries=tuple(part)))

    def _find_moved(self, missing: Sequence[Entry]) -> dict[ArticlePath, list[Entry]]:
        """Return the entries whose texts are in one other article, by that article, if these are enough to tell."""
        moved: dict[ArticlePath, list[Entry]] = {}
        known: dict[ArticlePath, set[str]] = {}
        for entry in missing:
            key = entry_digest(entry)
            places = self._articles_by_text.get(key, ())
            known |= {place: self._texts(place) for place in places if place not in known}
            holders = [place for place in places if key in known[place]]
            if len(holders) == 1:
                moved.setdefault(holders[0], []).append(entry)
        return {place: found for place, found in moved.items() if len(found) >= _MOVED}

    def _find_language(self, item: ExchangeCatalog, sending: Sending | None) -> str:
        if sending and not may_be_language(item.lang, sending.lang):
            raise UnknownFileError(
                f"says that it is in “{item.lang}”, but was sent to be translated into “{sending.lang}”. Ask for the "
                "right file; or, if only its header is wrong, correct the field Language."
            )
        known = ", ".join(self.settings.editions)
        meant = [lang for lang in self.settings.editions if may_be_language(item.lang, lang)]
        if not meant:
            raise UnknownFileError(f"is in “{item.lang}”, and this workspace makes {known}. Is it the right file?")
        if sending:
            return sending.lang
        exact = match(item.lang, meant)
        if exact or len(meant) == 1:
            return exact or meant[0]
        lang = detect_language(" ".join(target for _, target in _pairs(item) if target), meant).lang
        if lang not in meant:
            raise UnknownFileError(f"does not say its language. Write into the field Language of its header: {known}.")
        return lang

    def _find_article(self, item: ExchangeCatalog, name: str) -> ArticlePath:
        keys = {entry_digest(entry) for entry in item.catalog.entries}
        if not keys:
            raise UnknownFileError("has no entry.")
        said = _named_articles(item)
        named = next((self._by_path[path] for path in said if path in self._by_path), None)
        if named and keys & self._known_keys(named, item):
            return named
        missing = said[0] if said and not named else ""
        return self._find_by_content(keys, name, missing)

    @cached_property
    def _by_path(self) -> Mapping[str, ArticlePath]:
        return {article.path: article for article in self.articles}

    def _known_keys(self, article: ArticlePath, item: ExchangeCatalog) -> set[str]:
        """Return the texts that the article has now, or had when it was sent."""
        sending = self.sendings.get(item.sending)
        sent = sending.articles.get(article.path) if sending else None
        return self._texts(article) | set(sent.states if sent else ())

    def _texts(self, article: ArticlePath) -> set[str]:
        """Return the texts of an article by its template, else by its catalogs; none if these cannot be read."""
        for path in (article.template, *map(article.catalog, self.settings.editions)):
            try:
                found, _ = load_catalog(self.settings, path)
            except (CatalogError, FileError):
                continue
            if found is not None:
                return {entry_digest(entry) for entry in found.entries}
        return set()

    @cached_property
    def _articles_by_text(self) -> Mapping[str, tuple[ArticlePath, ...]]:
        """The articles that have a text, or had it when it was sent; made once, when a file names no article or has
        texts that its article lacks.
        """
        by_path = self._by_path
        found: dict[str, dict[ArticlePath, None]] = {}
        for article in self.articles:
            for key in self._texts(article):
                found.setdefault(key, {})[article] = None
        for sending in self.sendings.values():
            for path in sending.articles.keys() & by_path.keys():
                for key in sending.articles[path].states:
                    found.setdefault(key, {})[by_path[path]] = None
        return {key: tuple(articles) for key, articles in found.items()}

    def _find_by_content(self, keys: Collection[str], name: str, missing: str) -> ArticlePath:
        """Return the article with most of these texts; `missing` is one that the file names and that is not here."""
        counts = Counter(article for key in keys for article in self._articles_by_text.get(key, ()))
        if not counts and missing:
            raise UnknownFileError(
                f"is for {missing}, which is not here, and no article has any of its texts. If that one was here, keep "
                "the file, and receive it when the article is back."
            )
        if not counts:
            raise UnknownFileError("has no text of any article here. Was it sent by somebody else?")
        most = max(counts.values())
        if most < _ENOUGH * len(keys):
            best = max(counts, key=lambda article: counts[article])
            raise UnknownFileError(
                f"has {len(keys)} texts, and only {most} of them are in {best.path}, the most alike."
            )
        best_ones = sorted(article for article, count in counts.items() if count == most)
        by_name = [article for article in best_ones if article.slug == PurePosixPath(name).stem]
        if len(best_ones) > 1 and not by_name:
            paths = ", ".join(article.path for article in best_ones)
            raise UnknownFileError(
                f"may belong to each of {paths}. Name it after its article, such as {best_ones[0].slug}.po."
            )
        return (by_name or best_ones)[0]


def _refuse_other_language(item: ExchangeCatalog, lang: str) -> None:
    pairs = _pairs(item)
    if are_garbled(pairs):
        raise UnknownFileError(
            "has translations that lost their letters: a program saved or read it in an encoding without them. Ask for "
            "it again, saved as UTF-8."
        )
    script = find_foreign_script(pairs, lang, _LETTERS)
    what = f"{script} letters" if script else find_sister(pairs, lang)
    if what:
        raise UnknownFileError(
            f"is for the edition in {load(lang).name} ({lang}), but its translations are in {what}. Ask for the right "
            "file."
        )


def refuse_copies(item: ExchangeCatalog) -> None:
    """Refuse a file that has mostly the texts themselves as translations, as the catalog of the article's own language.

    Raises UnknownFileError; a file in the article's own language is never refused.
    """
    translated = [entry for entry in item.catalog.entries if entry.is_translated and has_letters(entry.source)]
    copies = sum(entry.target == entry.source for entry in translated)
    if item.lang != item.source_lang and copies >= _COPIES and 2 * copies > len(translated):
        raise UnknownFileError(
            f"is for the edition in {load(item.lang).name} ({item.lang}), but {copies:,} of its {len(translated):,} "
            "translations are the texts themselves. It may be the catalog of the article's own language. Ask for the "
            "right file."
        )


def _named_articles(item: ExchangeCatalog) -> list[str]:
    """Return the paths of the article that the header names, and of those that entries refer to, most often first."""
    references = Counter(_LINE.sub("", name) for entry in item.catalog.entries for name in entry.references)
    return [*filter(None, [item.article]), *(path for path, _ in references.most_common())]


def _pairs(item: ExchangeCatalog) -> list[tuple[str, str]]:
    """Return the texts of a file with translations that differ from them."""
    return [(entry.source, entry.target) for entry in item.catalog.entries if entry.target != entry.source]
