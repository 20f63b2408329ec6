"""Write the pages of a site: articles, the list of articles in each language, and the choice of languages."""

from collections.abc import Iterable

from pipeline.languages import load
from pipeline.publishing.document import Document
from pipeline.publishing.page import (
    LANGUAGE_SCRIPT,
    NOTES_SCRIPT,
    PageContext,
    PageWords,
    partial_notice,
    render_framed,
    render_page,
    say_about,
)
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.plan import CHOOSER_PAGE, STYLE_FILE, SitePlan, relative_address
from pipeline.publishing.site.topics import Topic


def render_article_page(document: Document, article: SiteArticle, lang: str, site: SitePlan) -> str:
    """Return the page of an article for readers of `lang`, with a notice if it is not fully translated. `document` is
    the edition for them, its links resolved from that page, or the source's edition if theirs is not ready: then only
    the words around the article are in their language, and not its byline and note titles.
    """
    here = site.paths.page(article, lang)
    original, default, feed = site.original_page(article), site.default_page(article), site.feed_path(lang)
    canonical = ""
    if lang not in article.documents and original:
        canonical = site.paths.full_address(original) or relative_address(original, here)
    context = PageContext(
        editions=site.article_links(article, lang),
        full_address=site.paths.full_address(here),
        canonical=canonical,
        default=site.paths.full_address(default) if default else "",
        image=document.metadata.image if site.paths.base_url else "",
        publisher=site.settings.publisher,
        home=relative_address(site.index_path(lang), here),
        feed=relative_address(feed, here) if feed else "",
        notice=_translation_notice(article, lang, site),
        style=relative_address(STYLE_FILE, here),
        script=relative_address(NOTES_SCRIPT, here),
        look=site.settings.look,
        logo=logo_address(site, here),
        people=author_addresses(document, lang, site, here),
        tags=tag_links(site.topics.of_document(document, "tags").values(), lang, site, here),
        interface=site.wordings[lang],
    )
    return render_page(document, site.wordings[document.lang], context)


def _translation_notice(article: SiteArticle, lang: str, site: SitePlan) -> PageWords | None:
    if lang not in article.documents:
        message = "This article has not been translated yet. You are reading the {language} original."
        return say_about(site.wordings[lang], message, article.source_lang)
    return partial_notice(article.source_lang, site.wordings[lang]) if lang in article.partial_languages else None


def render_chooser_page(site: SitePlan) -> str:
    """Return the first page of the site: links to its languages. A script leads on to the reader's language."""
    languages = site.settings.languages
    return render_framed(
        "chooser.html",
        site.settings.look,
        logo=site.settings.look.logo,
        lang=site.settings.default_language,
        title=site.settings.publisher
        or " · ".join(dict.fromkeys(site.wordings[lang]("Articles") for lang in languages)),
        say=site.wordings[site.settings.default_language],
        canonical=site.paths.full_address(CHOOSER_PAGE),
        style_address=STYLE_FILE,
        script_address=LANGUAGE_SCRIPT,
        languages=[
            {
                "lang": lang,
                "name": load(lang).native_name,
                "address": site.index_path(lang),
                "full": site.paths.full_address(site.index_path(lang)),
                "articles": site.wordings[lang]("Articles"),
            }
            for lang in languages
        ],
    )


def author_addresses(document: Document, lang: str, site: SitePlan, here: str) -> dict[str, str]:
    """Return the addresses of the pages of a document's authors by their names."""
    topics = site.topics.of_document(document, "authors")
    return {name: relative_address(site.list_path(lang, topic), here) for name, topic in topics.items()}


def tag_links(tags: Iterable[Topic], lang: str, site: SitePlan, here: str) -> list[dict[str, str]]:
    """Return the names and the addresses of tags in a language."""
    return [{"name": tag.names[lang], "address": relative_address(site.list_path(lang, tag), here)} for tag in tags]


def logo_address(site: SitePlan, here: str) -> str:
    """Return the address of the logo on a page, or an empty string if there is none."""
    return relative_address(site.settings.look.logo, here) if site.settings.look.logo else ""
