"""The plan of a site: its articles and languages, where each page is, and how pages link to each other."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import count
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from pipeline.errors import ArticleError, SettingsError
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.languages.romanisation import slugify
from pipeline.publishing.page import EditionLink
from pipeline.publishing.page_style import PageStyle
from pipeline.publishing.site.articles import SiteArticle, age_key, is_free
from pipeline.publishing.site.topics import Topic, Topics

CHOOSER_PAGE = "index.html"  # the page that leads readers to their language
STYLE_FILE = "style.css"
PAGE_LENGTH = 50  # maximum number of articles on a page of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The settings of a site: its languages and the one for readers of all others, the publisher's name, and the full
    address (`https://example.org/articles`; may be empty). `look` is the publisher's own.
    """

    languages: tuple[str, ...]
    default_language: str
    publisher: str = ""
    base_url: str = ""
    look: PageStyle = field(default_factory=PageStyle)


class SiteImage(NamedTuple):
    """An image on the site: the article and the edition that name it, and its address as it is written there."""

    article: str
    lang: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSite:
    """The site: the text of each file by its path, the images to be copied by theirs, notices for the publisher, and
    `problems`: pages whose notes are not those of the edition.
    """

    files: Mapping[str, str]
    images: Mapping[str, SiteImage]
    notices: tuple[str, ...] = ()
    problems: tuple[ArticleError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePaths:
    """The paths of all pages by article and language, and the address of the whole site."""

    pages: Mapping[tuple[str, str], str]
    base_url: str = ""

    def page(self, article: SiteArticle, lang: str) -> str:
        """Return the page of an article for readers of a language, as a path below the site."""
        return self.pages[article.path, lang]

    def full_address(self, path: str) -> str:
        """Return the full address of a file of the site, or an empty string if the site's is not known."""
        return f"{self.base_url}/{quote(path)}" if self.base_url else ""


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """A site before it is built."""

    articles: Sequence[SiteArticle]
    settings: SiteSettings
    paths: PagePaths
    wordings: Mapping[str, Wording]
    topics: Topics = field(default_factory=Topics)

    def index_path(self, lang: str) -> str:
        """Return the path of the list of all articles in a language."""
        return f"{lang}/index.html"

    def list_path(self, lang: str, topic: Topic | None, number: int = 1) -> str:
        """Return the path of a page (from 1) of the list of a topic's articles in a language, or of all articles."""
        if topic is None:
            return self.index_path(lang) if number == 1 else f"{lang}/page/{number}.html"
        first = f"{lang}/{topic.kind}/{topic.slugs[lang]}"
        return f"{first}.html" if number == 1 else f"{first}/{number}.html"

    def list_links(self, lang: str, topic: Topic | None, number: int) -> list[EditionLink]:
        """Return links to the same page of a list in all languages."""
        pages = {each: self.list_path(each, topic, number) for each in self.settings.languages}
        return self._edition_links(lang, pages, self.settings.languages)

    def sorted_articles(self, lang: str, articles: Iterable[SiteArticle] | None = None) -> list[SiteArticle]:
        """Return articles, by default all, as a list shows them: newest first, those without a date last by title."""

        def key(article: SiteArticle) -> tuple[int, str, str]:
            newest = -(article.source.metadata.published or date.min).toordinal()
            return newest, article.document_for(lang).title.casefold(), article.path

        return sorted(self.articles if articles is None else articles, key=key)

    def feed_path(self, lang: str) -> str:
        """Return the path of the feed in a language, or an empty string if it would have no entries."""
        return f"{lang}/feed.xml" if lang in self.feed_languages else ""

    @cached_property
    def feed_languages(self) -> frozenset[str]:
        """The languages that have a feed."""
        return frozenset(lang for lang in self.settings.languages if self.feed_articles(lang))

    def feed_articles(self, lang: str) -> list[SiteArticle]:
        """Return the articles for a feed: those with an edition in the language and the date that Atom requires."""
        articles = self.sorted_articles(lang)
        return [each for each in articles if lang in each.documents and each.source.metadata.published]

    def ready_languages(self, article: SiteArticle) -> list[str]:
        """Return the languages of the site in which an article has an edition."""
        return [lang for lang in self.settings.languages if lang in article.documents]

    def original_page(self, article: SiteArticle) -> str:
        """Return the page of an article in its own language, or an empty string if the site lacks that language."""
        is_there = article.source_lang in self.settings.languages
        return self.paths.page(article, article.source_lang) if is_there else ""

    def default_page(self, article: SiteArticle) -> str:
        """Return the page of an article for readers of other languages; empty if no edition is ready."""
        ready = self.ready_languages(article)
        wanted = (self.settings.default_language, article.source_lang, *ready)
        return next((self.paths.page(article, lang) for lang in wanted if lang in ready), "")

    def _edition_links(self, lang: str, pages: Mapping[str, str], ready: Sequence[str]) -> list[EditionLink]:
        """Return links from the page in `lang` to the same page in all languages of the site, if there are several."""
        if set(self.settings.languages) == {lang}:
            return []
        return [
            EditionLink(
                lang=other,
                address=relative_address(pages[other], pages[lang]) if other != lang else "",
                full_address=self.paths.full_address(pages[other]),
                is_ready=other in ready,
            )
            for other in self.settings.languages
        ]

    def article_links(self, article: SiteArticle, lang: str) -> list[EditionLink]:
        """Return links to the pages of an article in all languages."""
        pages = {each: self.paths.page(article, each) for each in self.settings.languages}
        return self._edition_links(lang, pages, self.ready_languages(article))


def assign_page_paths(articles: Sequence[SiteArticle], languages: Sequence[str], base_url: str) -> PagePaths:
    """Assign a page to each article in each language: `<lang>/<slug>.html`.

    The slug is made of the edition's title, or of the article's path while that is still to come. If two are the same
    in a language, the older article keeps it (those without a date come last, then paths decide), and the other's is
    lengthened by its own path: a later article does not move an earlier one.
    """
    names = ((lang, *assigned) for lang in languages for assigned in _assign_names(articles, lang))
    pages = {(article.path, lang): f"{lang}/{name}.html" for lang, article, name in names}
    return PagePaths(pages=pages, base_url=normalize_base_url(base_url))


def relative_address(path: str, page: str) -> str:
    """Return the address of a file of the site as it stands on one of its pages."""
    there, here = path.split("/"), page.split("/")[:-1]
    common = next(
        (place for place, (one, other) in enumerate(zip(there, here, strict=False)) if one != other), len(here)
    )
    return quote("../" * (len(here) - common) + "/".join(there[common:]))


def normalize_base_url(base_url: str) -> str:
    """Return the address of a site without a slash at its end. Raises SettingsError if no browser could open it."""
    address = base_url.strip().rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or parts.query or parts.fragment or re.search(r"[\s<>\"'\\]", address):
        advice = "Write one such as https://example.org/articles."
        raise SettingsError(f"“{base_url}” is not the address of a site. {advice}")
    return address


def _assign_names(articles: Iterable[SiteArticle], lang: str) -> Iterable[tuple[SiteArticle, str]]:
    names: dict[str, SiteArticle] = {}
    late: list[tuple[str, SiteArticle]] = []
    ready = [article for article in articles if lang in article.documents]
    for article in sorted(ready, key=age_key):
        name = slugify(article.documents[lang].title, lang)
        if is_free(name, names):
            names[name] = article
        else:
            late.append((f"{name}-{article.slug}" if name else article.slug, article))
    missing = (article for article in articles if lang not in article.documents)
    late += [(article.slug, article) for article in sorted(missing, key=age_key)]
    for name, article in late:
        numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
        names[next(each for each in numbered if is_free(each, names))] = article
    return ((article, name) for name, article in names.items())
