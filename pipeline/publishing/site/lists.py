"""Write the lists of a site, in pages: all articles, those with a tag, and those of an author."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.publishing.direction import isolate
from pipeline.publishing.document import Document
from pipeline.publishing.page import PageWords, language_choices, link_names, render_framed, words_language
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.links import LinkResolver
from pipeline.publishing.site.pages import author_addresses, logo_address, tag_links
from pipeline.publishing.site.plan import CHOOSER_PAGE, PAGE_LENGTH, STYLE_FILE, SitePlan, relative_address
from pipeline.publishing.site.topics import Topic

_SHOWN_TAGS = 40  # maximum number of tags below the list of all articles, those with the most articles first


def render_lists(lang: str, site: SitePlan, resolver: LinkResolver) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each page of each list in a language."""
    told: dict[str, dict[str, Any]] = {}
    for topic in (None, *site.topics.every):
        articles = site.sorted_articles(lang, topic.articles if topic else None)
        parts = [articles[first : first + PAGE_LENGTH] for first in range(0, len(articles), PAGE_LENGTH)] or [[]]
        for number, part in enumerate(parts, 1):
            page = _ListPage(
                lang=lang, site=site, resolver=resolver, told=told, topic=topic, number=number, count=len(parts)
            )
            yield page.path, page.render(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListPage:
    """A page of a list, by its number from 1 among `count` pages. Without a topic it is the list of all articles.
    `told` has what the lists of a language tell of articles, by their paths.
    """

    lang: str
    site: SitePlan
    resolver: LinkResolver
    told: dict[str, dict[str, Any]]
    topic: Topic | None
    number: int
    count: int

    @property
    def path(self) -> str:
        return self.site.list_path(self.lang, self.topic, self.number)

    def render(self, articles: Sequence[SiteArticle]) -> str:
        """Return the page with these articles."""
        site, wording, feed = self.site, self.site.wordings[self.lang], self.site.feed_path(self.lang)
        settings, home = site.settings, site.index_path(self.lang)
        has_home = settings.publisher or settings.look.logo or self.path != home
        name = self.topic.names[self.lang] if self.topic else ""
        shown = wording.digits(f"{self.number} / {self.count}") if self.count > 1 else ""
        return render_framed(
            "index.html",
            settings.look,
            title=name or wording("Articles"),
            heading=name,
            logo=logo_address(site, self.path),
            say=wording,
            lang=self.lang,
            publisher=settings.publisher,
            canonical=site.paths.full_address(self.path),
            alternates=self._alternates(),
            feed=self._relative(feed) if feed else "",
            home=self._relative(home) if has_home else "",
            switch=language_choices(site.list_links(self.lang, self.topic, self.number)),
            style_address=self._relative(STYLE_FILE),
            entries=[self._entry(article) for article in articles],
            newer=self._page(self.number - 1) if self.number > 1 else "",
            older=self._page(self.number + 1) if self.number < self.count else "",
            shown=shown,
            tags=self._tags() if self.path == home else [],
        )

    def _relative(self, path: str) -> str:
        return relative_address(path, self.path)

    def _page(self, number: int) -> str:
        return self._relative(self.site.list_path(self.lang, self.topic, number))

    def _alternates(self) -> list[dict[str, str]]:
        """Return the same page in all languages, for search engines."""
        settings = self.site.settings
        pages = {each: self.site.list_path(each, self.topic, self.number) for each in settings.languages}
        is_first = self.topic is None and self.number == 1
        pages["x-default"] = CHOOSER_PAGE if is_first else pages[settings.default_language]
        full = self.site.paths.full_address
        return [{"lang": each, "address": full(page) or self._relative(page)} for each, page in pages.items()]

    def _tags(self) -> list[dict[str, str]]:
        tags = [topic for topic in self.site.topics.every if topic.kind == "tags"]
        most = sorted(tags, key=lambda topic: (-len(topic.articles), topic.names[self.lang].casefold()))[:_SHOWN_TAGS]
        return tag_links(most, self.lang, self.site, self.path)

    def _entry(self, article: SiteArticle) -> dict[str, Any]:
        """Return an article as it is told in the list: the same in every list, but for the addresses."""
        document = article.document_for(self.lang)
        if article.path not in self.told:
            self.told[article.path] = self._tell(document, article)
        told = self.told[article.path]
        picture = told["picture"]
        return told | {
            "address": self._relative(self.site.paths.page(article, self.lang)),
            "picture": picture if "://" in picture else picture and self._relative(picture),
            "authors": link_names(told["authors"], author_addresses(document, self.lang, self.site, self.path)),
        }

    def _tell(self, document: Document, article: SiteArticle) -> dict[str, Any]:
        about, wording = document.metadata, self.site.wordings[self.lang]
        return {
            "title": document.title or article.slug,
            "picture": self.resolver.picture_path(document, article),
            "lang": "" if document.lang == self.lang else document.lang,
            "language": "" if document.lang == self.lang else wording.language(document.lang),
            "subtitle": about.subtitle,
            "description": about.description,
            "authors": wording.names([isolate(name, self.lang) for name in about.authors]) if about.authors else "",
            "day": about.published.isoformat() if about.published else "",
            "date": wording.date(about.published) if about.published else about.written_date,
            "notes": _count_notes(document, wording) if document.notes else None,
        }


def _count_notes(document: Document, wording: Wording) -> PageWords:
    text = wording.count("{number} note", "{number} notes", len(document.notes))
    return PageWords(text, words_language(wording, "{number} note"))
