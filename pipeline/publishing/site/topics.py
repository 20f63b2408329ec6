"""The tags and the authors of a site: what each is called in each language, and the articles that it has."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import count

from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.romanisation import slugify
from pipeline.publishing.document import Document, Metadata
from pipeline.publishing.site.articles import SiteArticle, age_key, is_free

Key = tuple[str, str]
"""A name as it is compared: its language, empty for people, whom all languages may call the same; and its letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A tag or an author: its `kind` (`tags` or `authors`), its names and the names of its pages by language, and its
    articles.
    """

    kind: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    articles: Sequence[SiteArticle]


@dataclass(frozen=True, kw_only=True)
class Topics:
    """All tags and authors of a site."""

    every: Sequence[Topic] = ()
    known: Mapping[tuple[str, str, str], Topic] = field(default_factory=dict)

    def of_document(self, document: Document, kind: str) -> dict[str, Topic]:
        """Return the tags or the authors of a document by their names in it."""
        names = _KINDS[kind](document.metadata)
        return {name: self.known[kind, document.lang, name.casefold()] for name in names}


def name_people(articles: Sequence[SiteArticle]) -> list[SiteArticle]:
    """Return articles with authors and translators named in the letters of each edition, where another one has such a
    name of theirs.
    """
    names = _Names(articles, lambda about: about.authors, is_of_language=False)
    return [replace(article, documents=dict(_rename(article, names))) for article in articles]


def find_topics(articles: Sequence[SiteArticle], languages: Sequence[str]) -> Topics:
    """Return the tags and authors of articles, each with names and pages in all languages of the site."""
    every: list[Topic] = []
    known: dict[tuple[str, str, str], Topic] = {}
    for kind, read in _KINDS.items():
        names = _Names(articles, read, is_of_language=kind == "tags")
        found: dict[Key, dict[str, SiteArticle]] = {}
        for article in sorted(articles, key=age_key):
            for document in article.documents.values():
                for name in read(document.metadata):
                    found.setdefault(names.find(document, name), {})[article.path] = article
        slugs = _Slugs(languages)
        topics: dict[Key, Topic] = {}
        for key, those in found.items():
            named = {lang: names.name(key, lang) for lang in languages}
            topics[key] = Topic(
                kind=kind,
                names=named,
                slugs=slugs.assign(named, names.languages(key), kind),
                articles=[*those.values()],
            )
        every += topics.values()
        for article in articles:
            for lang, document in article.documents.items():
                for name in read(document.metadata):
                    known[kind, lang, name.casefold()] = topics[names.find(document, name)]
    return Topics(every=every, known=known)


_KINDS: Mapping[str, Callable[[Metadata], Sequence[str]]] = {
    "tags": lambda about: about.tags,
    "authors": lambda about: about.authors,
}


class _Names:
    """Names that mean the same: those at the same place in the editions of an article, and those that are equal."""

    def __init__(
        self, articles: Iterable[SiteArticle], read: Callable[[Metadata], Sequence[str]], *, is_of_language: bool
    ) -> None:
        self.is_of_language = is_of_language
        self.parents: dict[Key, Key] = {}
        self.known: dict[Key, dict[str, dict[str, None]]] = {}
        said: list[tuple[Key, str, str]] = []
        for article in sorted(articles, key=age_key):
            own = read(article.source.metadata)
            for lang, document in article.documents.items():
                names = read(document.metadata)
                said += [(self._key(document, name), lang, name) for name in names]
                if len(names) == len(own):
                    for name, other in zip(names, own, strict=True):
                        self._unite(self._key(document, name), self._key(article.source, other))
        for key, lang, name in said:
            self.known.setdefault(self._root(key), {}).setdefault(lang, {}).setdefault(name)

    def find(self, document: Document, name: str) -> Key:
        """Return the key of all names that mean the same as this one in a document."""
        return self._root(self._key(document, name))

    def name(self, key: Key, lang: str) -> str:
        """Return the name in a language: in its letters if there is one, else one of the language, else any."""
        known = self.known[key]
        return self.name_in_letters(key, lang) or next(iter(known.get(lang) or next(iter(known.values()))))

    def name_in_letters(self, key: Key, lang: str) -> str:
        """Return the name in the letters of a language; empty if the articles have none."""
        known = self.known.get(key, {}).get(lang, {})
        return next((name for name in known if _is_in_letters(name, lang)), "")

    def languages(self, key: Key) -> Sequence[str]:
        """Return the languages that have the name."""
        return tuple(self.known[key])

    def _key(self, document: Document, name: str) -> Key:
        return (document.lang if self.is_of_language else "", name.casefold())

    def _root(self, key: Key) -> Key:
        root = key
        while (above := self.parents.get(root, root)) != root:
            root = above
        while key != root:
            self.parents[key], key = root, self.parents[key]
        return root

    def _unite(self, one: Key, other: Key) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self.parents[first] = second


def _rename(article: SiteArticle, names: _Names) -> Iterator[tuple[str, Document]]:
    for lang, document in article.documents.items():
        about = document.metadata

        def call(people: Sequence[str], document: Document = document, lang: str = lang) -> tuple[str, ...]:
            return tuple(
                name if _is_in_letters(name, lang) else names.name_in_letters(names.find(document, name), lang) or name
                for name in people
            )

        authors, translators = call(about.authors), call(about.translators)
        is_same = (authors, translators) == (about.authors, about.translators)
        renamed = (
            document
            if is_same
            else replace(document, metadata=replace(about, authors=authors, translators=translators))
        )
        yield lang, renamed


class _Slugs:
    """Names of pages, each there once in each language."""

    def __init__(self, languages: Iterable[str]) -> None:
        self.taken: dict[str, set[str]] = {lang: set() for lang in languages}

    def assign(self, names: Mapping[str, str], languages: Sequence[str], kind: str) -> dict[str, str]:
        """Return the name of a page in each language, made of these names, which may be of other languages."""
        found = {}
        for lang, name in names.items():
            made = (slugify(name, each) for each in (lang, *languages))
            base, taken = next(filter(None, made), kind), self.taken[lang]
            numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
            found[lang] = next(each for each in numbered if is_free(each, taken))
            taken.add(found[lang])
        return found


def _is_in_letters(name: str, lang: str) -> bool:
    """Return True if a name has letters of a language."""
    letters = load(lang).letters
    return not letters or re.search(f"[{letters}]", name) is not None
