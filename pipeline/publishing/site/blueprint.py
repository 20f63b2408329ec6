"""What all pages of a site have in common: its articles, where they are, and in which languages each can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.languages.messages import Wording
from pipeline.publishing.page import Sister
from pipeline.publishing.site.layout import Places, SiteArticle, SiteSettings, relative

CHOOSER = "index.html"
STYLE = "style.css"


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """A site before it is built."""

    articles: Sequence[SiteArticle]
    settings: SiteSettings
    places: Places
    wordings: Mapping[str, Wording]

    def index(self, lang: str) -> str:
        """The list of all articles for readers of a language."""
        return f"{lang}/index.html"

    def listed(self, lang: str) -> list[SiteArticle]:
        """All articles as a list in a language has them: newest first, those without a date last by their titles."""

        def key(article: SiteArticle) -> tuple[int, str, str]:
            newest = -(article.source.metadata.published or date.min).toordinal()
            return newest, article.shown(lang).title.casefold(), article.path

        return sorted(self.articles, key=key)

    def feed(self, lang: str) -> str:
        """The feed in a language; empty where there is nothing to put into it."""
        return f"{lang}/feed.xml" if lang in self.feeding else ""

    @cached_property
    def feeding(self) -> frozenset[str]:
        """The languages that have a feed."""
        return frozenset(lang for lang in self.settings.languages if self.fed(lang))

    def fed(self, lang: str) -> list[SiteArticle]:
        """The articles that the feed in a language is about: with an edition, and with the date that Atom asks for."""
        return [each for each in self.listed(lang) if lang in each.documents and each.source.metadata.published]

    def ready(self, article: SiteArticle) -> list[str]:
        """The languages of the site in which an article has an edition."""
        return [lang for lang in self.settings.languages if lang in article.documents]

    def original(self, article: SiteArticle) -> str:
        """The page of an article in its own language; empty where the site is not in that."""
        is_there = article.source_lang in self.settings.languages
        return self.places.page(article, article.source_lang) if is_there else ""

    def default(self, article: SiteArticle) -> str:
        """The page of an article for readers of languages that the site is not in; empty where no edition is ready."""
        ready = self.ready(article)
        for lang in (self.settings.default_language, article.source_lang, *ready):
            if lang in ready:
                return self.places.page(article, lang)
        return ""

    def sisters(self, lang: str, pages: Mapping[str, str], ready: Sequence[str]) -> list[Sister]:
        """The same page in the other languages of the site, from the page in `lang`."""
        return [
            Sister(
                lang=other,
                address=relative(pages[other], pages[lang]),
                full=self.places.full(pages[other]),
                is_ready=other in ready,
            )
            for other in self.settings.languages
            if other != lang
        ]

    def article_sisters(self, article: SiteArticle, lang: str) -> list[Sister]:
        """The pages of an article in the other languages."""
        pages = {each: self.places.page(article, each) for each in self.settings.languages}
        return self.sisters(lang, pages, self.ready(article))

    def index_sisters(self, lang: str) -> list[Sister]:
        """The lists in the other languages."""
        pages = {each: self.index(each) for each in self.settings.languages}
        return self.sisters(lang, pages, self.settings.languages)
