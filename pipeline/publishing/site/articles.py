"""The page of an article on the site, in each of the site's languages, whether its edition is ready or not."""

from pipeline.publishing.document import Document
from pipeline.publishing.page import ENGLISH_NAMES, Surroundings, page, partly_translated
from pipeline.publishing.site.addresses import relative
from pipeline.publishing.site.blueprint import STYLE, Blueprint
from pipeline.publishing.site.values import SiteArticle


def article_page(document: Document, article: SiteArticle, lang: str, site: Blueprint) -> str:
    """The page of an article for readers of `lang`; it tells them where it is not, or not all, in their language.

    `document` is what they get of it, its links leading to where they have to from there.

    Where the edition is not ready, what is around the article is in the reader's language and the article in that of
    the source, its byline and the title of its notes included.
    """
    here = site.places.page(article, lang)
    is_ready = lang in article.documents
    original, default, feed = site.original(article), site.default(article), site.feed(lang)
    around = Surroundings(
        sisters=site.article_sisters(article, lang),
        own=site.places.full(here),
        canonical="" if is_ready or not original else site.places.full(original) or relative(original, here),
        default=site.places.full(default) if default else "",
        image=document.metadata.image if site.places.base_url else "",
        publisher=site.settings.publisher,
        home=relative(site.index(lang), here),
        feed=relative(feed, here) if feed else "",
        notice=_notice(article, lang, site),
        style=relative(STYLE, here),
        furniture=site.wordings[lang],
    )
    return page(document, site.wordings[document.lang], around)


def _notice(article: SiteArticle, lang: str, site: Blueprint) -> str:
    source = ENGLISH_NAMES[article.source_lang]
    if lang not in article.documents:
        said = f"This article has not been translated yet. You are reading the {source} original."
        return site.wordings[lang](said)
    if lang in article.partly:
        return partly_translated(article.source_lang, site.wordings[lang])
    return ""
