"""Build a site of plain files from all articles in all languages: pages, lists, feeds, and a map for search engines.
`build_site` takes values and returns the text of each file. The caller reads editions, copies images and writes files.
"""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.errors import ArticleError, SettingsError
from pipeline.languages.messages import Wording
from pipeline.publishing.page import LANGUAGE_SCRIPT, NOTES_SCRIPT, read_stylesheet, read_template
from pipeline.publishing.site import plan, topics
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.feeds import SITEMAP_FILE, render_feed, render_robots, render_sitemap
from pipeline.publishing.site.links import LinkResolver
from pipeline.publishing.site.lists import render_lists
from pipeline.publishing.site.pages import render_article_page, render_chooser_page
from pipeline.publishing.site.plan import BuiltSite, SitePlan, SiteSettings
from pipeline.publishing.verify import verify_page


def build_site(articles: Iterable[SiteArticle], settings: SiteSettings, wordings: Mapping[str, Wording]) -> BuiltSite:
    """Build a static site of all articles in all languages of the settings.

    `wordings` has the words for each language of the site and for each language of an article. The same values give the
    same site, byte for byte, in any order of the articles: nothing in it says when it was made.

    Pages link to each other by relative addresses, so that the site can be read from any folder of any server and from
    a disk. Without a base URL, what needs full addresses is left out, and a notice says so. Another notice names
    articles without a date, which are in the lists but in no feed. Raises SettingsError for an invalid base URL.
    """
    if settings.default_language not in settings.languages:
        raise SettingsError(f"the site is not in its own default language, “{settings.default_language}”.")
    named = topics.name_people(sorted(articles, key=lambda each: each.path))
    by_path = {article.path: article for article in named}
    paths = plan.assign_page_paths(list(by_path.values()), settings.languages, settings.base_url)
    site = SitePlan(
        articles=tuple(by_path.values()),
        settings=settings,
        paths=paths,
        wordings=wordings,
        topics=topics.find_topics(named, settings.languages),
    )
    resolver = LinkResolver(articles=by_path, paths=paths)
    faults: list[ArticleError] = []
    files = dict(_render_files(site, resolver, faults))
    return BuiltSite(files=files, images=resolver.images, notices=tuple(_notices(site)), problems=tuple(faults))


def _render_files(site: SitePlan, resolver: LinkResolver, faults: list[ArticleError]) -> Iterator[tuple[str, str]]:
    yield plan.CHOOSER_PAGE, render_chooser_page(site)
    yield plan.STYLE_FILE, read_stylesheet("site.css") + site.settings.look.css
    yield from ((name, read_template(name)) for name in (LANGUAGE_SCRIPT, NOTES_SCRIPT))
    for lang in site.settings.languages:
        yield from render_lists(lang, site, resolver)
        for article in site.articles:
            document = resolver.resolve_links(article.document_for(lang), article, lang)
            made = render_article_page(document, article, lang, site)
            for fault in verify_page(made, document):
                message = f"its page on the site in “{document.lang}” is not right: {fault}"
                faults.append(ArticleError(message, path=f"articles/{article.path}"))
            yield site.paths.page(article, lang), made
        if path := site.feed_path(lang):
            yield path, render_feed(lang, site, resolver)
    if site.paths.base_url:
        yield SITEMAP_FILE, render_sitemap(site)
        yield "robots.txt", render_robots(site)


def _notices(site: SitePlan) -> Iterator[str]:
    if not site.paths.base_url:
        yield (
            "The site has no sitemap.xml and no robots.txt, and its feeds have relative addresses: search engines and "
            "many feed readers need to know where the site will be. Set url in targman.toml."
        )
    undated = [article.path for article in site.articles if not article.source.metadata.published]
    if undated:
        yield f"Articles without a date such as 2025-07-28 are in no feed: {', '.join(undated)}."
