"""All articles as a small site of plain files, in all languages: pages, lists, feeds, and a map for search engines.

`build_site` takes values and gives the text of each file; reading editions, copying pictures and writing are done by
whoever calls it.

Articles → the files of a site.
"""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.errors import ArticleError, SettingsError
from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document
from pipeline.publishing.page import stylesheet
from pipeline.publishing.site.blueprint import CHOOSER, STYLE, Blueprint
from pipeline.publishing.site.feeds import SITEMAP, feed, robots, sitemap
from pipeline.publishing.site.layout import Asset, Site, SiteArticle, SiteSettings, find_places
from pipeline.publishing.site.links import Linker
from pipeline.publishing.site.pages import article_page, chooser_page, index_page
from pipeline.publishing.verify import verify_page

__all__ = ["Asset", "Site", "SiteArticle", "SiteSettings", "build_site"]


def build_site(articles: Iterable[SiteArticle], settings: SiteSettings, wordings: Mapping[str, Wording]) -> Site:
    """A static site of all articles in all languages of the settings.

    `wordings` has the words for each language of the site and for each language that an article was written in. The
    same values give the same site, byte for byte, in whatever order the articles come: nothing in it tells when it
    was made.

    The site's pages lead to each other by relative addresses, so that it can be read from any folder of any server and
    from a disk. What needs addresses in full is left out without a base URL, and a notice says so; so does one about
    articles without a date, which are in the lists and in no feed. Raises SettingsError for a base URL that is none.
    """
    if settings.default_language not in settings.languages:
        raise SettingsError(f"the site is not in its own default language, “{settings.default_language}”.")
    by_path = {article.path: article for article in sorted(articles, key=lambda each: each.path)}
    places = find_places(list(by_path.values()), settings.languages, settings.base_url)
    site = Blueprint(articles=tuple(by_path.values()), settings=settings, places=places, wordings=wordings)
    linker = Linker(articles=by_path, places=places)
    faults: list[ArticleError] = []
    files = dict(_files(site, linker, faults))
    return Site(files=files, assets=linker.assets, notices=tuple(_notices(site)), faults=tuple(faults))


def _files(site: Blueprint, linker: Linker, faults: list[ArticleError]) -> Iterator[tuple[str, str]]:
    yield CHOOSER, chooser_page(site)
    yield STYLE, stylesheet() + stylesheet("site.css")
    for lang in site.settings.languages:
        yield site.index(lang), index_page(lang, site)
        for article in site.articles:
            document = linker.linked(article.shown(lang), article, lang)
            made = article_page(document, article, lang, site)
            faults += _faults(made, document, article)
            yield site.places.page(article, lang), made
        if path := site.feed(lang):
            yield path, feed(lang, site, linker)
    if site.places.base_url:
        yield SITEMAP, sitemap(site)
        yield "robots.txt", robots(site)


def _faults(made: str, document: Document, article: SiteArticle) -> Iterator[ArticleError]:
    for fault in verify_page(made, document):
        message = f"its page on the site in “{document.lang}” is not right: {fault}"
        yield ArticleError(message, path=f"articles/{article.path}")


def _notices(site: Blueprint) -> Iterator[str]:
    if not site.places.base_url:
        yield (
            "The site has no sitemap.xml and no robots.txt, and its feeds have relative addresses: search engines and "
            "many feed readers need to know where the site will be. Set url in targman.toml."
        )
    undated = [article.path for article in site.articles if not article.source.metadata.published]
    if undated:
        yield f"Articles without a date such as 2025-07-28 are in no feed: {', '.join(undated)}."
