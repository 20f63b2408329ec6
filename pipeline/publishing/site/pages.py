"""Write the pages of a site: articles, the list of articles in each language, and the choice of languages."""

from typing import Any

from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.publishing.direction import isolate
from pipeline.publishing.document import Document
from pipeline.publishing.page import (
    LANGUAGE_SCRIPT,
    NOTES_SCRIPT,
    PageContext,
    PageWords,
    language_choices,
    partial_notice,
    render_framed,
    render_page,
    say_about,
    words_language,
)
from pipeline.publishing.site.plan import CHOOSER_PAGE, STYLE_FILE, SiteArticle, SitePlan, relative_address


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
        logo=_logo_address(site, here),
        interface=site.wordings[lang],
    )
    return render_page(document, site.wordings[document.lang], context)


def _translation_notice(article: SiteArticle, lang: str, site: SitePlan) -> PageWords | None:
    if lang not in article.documents:
        message = "This article has not been translated yet. You are reading the {language} original."
        return say_about(site.wordings[lang], message, article.source_lang)
    return partial_notice(article.source_lang, site.wordings[lang]) if lang in article.partial_languages else None


def render_index_page(lang: str, site: SitePlan) -> str:
    """Return the list of all articles for readers of a language."""
    here = site.index_path(lang)
    editions, feed = site.index_links(lang), site.feed_path(lang)
    pages = {each: site.index_path(each) for each in site.settings.languages} | {"x-default": CHOOSER_PAGE}
    alternates = [
        {"lang": each, "address": site.paths.full_address(page) or relative_address(page, here)}
        for each, page in pages.items()
    ]
    return render_framed(
        "index.html",
        site.settings.look,
        title=site.wordings[lang]("Articles"),
        logo=_logo_address(site, here),
        say=site.wordings[lang],
        lang=lang,
        publisher=site.settings.publisher,
        canonical=site.paths.full_address(here),
        alternates=alternates,
        feed=relative_address(feed, here) if feed else "",
        home=relative_address(here, here) if site.settings.publisher or site.settings.look.logo else "",
        switch=language_choices(editions),
        style_address=relative_address(STYLE_FILE, here),
        entries=[_index_entry(article, lang, site) for article in site.sorted_articles(lang)],
    )


def _logo_address(site: SitePlan, here: str) -> str:
    """Return the address of the logo on a page, or an empty string if there is none."""
    return relative_address(site.settings.look.logo, here) if site.settings.look.logo else ""


def _index_entry(article: SiteArticle, lang: str, site: SitePlan) -> dict[str, Any]:
    document, wording = article.document_for(lang), site.wordings[lang]
    about = document.metadata
    return {
        "address": relative_address(site.paths.page(article, lang), site.index_path(lang)),
        "title": document.title or article.slug,
        "lang": "" if document.lang == lang else document.lang,
        "language": "" if document.lang == lang else wording.language(document.lang),
        "subtitle": about.subtitle,
        "description": about.description,
        "authors": wording.names([isolate(name, lang) for name in about.authors]) if about.authors else "",
        "day": about.published.isoformat() if about.published else "",
        "date": wording.date(about.published) if about.published else about.written_date,
        "notes": _count_notes(document, wording) if document.notes else None,
    }


def _count_notes(document: Document, wording: Wording) -> PageWords:
    text = wording.count("{number} note", "{number} notes", len(document.notes))
    return PageWords(text, words_language(wording, "{number} note"))


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
