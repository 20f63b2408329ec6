"""The page of an article on the site, in each of the site's languages, whether its edition is ready or not.

The list of all articles in each language, and the page that leads readers to their language.
"""

from typing import Any

from pipeline.languages.messages import NATIVE, Wording
from pipeline.publishing.document import Document
from pipeline.publishing.page import ENGLISH_NAMES, Surroundings, page, partly_translated, render, switch
from pipeline.publishing.site.blueprint import CHOOSER, STYLE, Blueprint
from pipeline.publishing.site.layout import SiteArticle, relative


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


def index_page(lang: str, site: Blueprint) -> str:
    """The list of all articles for readers of a language."""
    here = site.index(lang)
    sisters, feed = site.index_sisters(lang), site.feed(lang)
    alternates = []
    if site.places.base_url:
        alternates = [{"lang": each, "address": site.places.full(site.index(each))} for each in site.settings.languages]
        alternates.append({"lang": "x-default", "address": site.places.full(CHOOSER)})
    return render(
        "index.html",
        say=site.wordings[lang],
        lang=lang,
        publisher=site.settings.publisher,
        canonical=site.places.full(here),
        alternates=alternates,
        feed=relative(feed, here) if feed else "",
        home=relative(here, here) if site.settings.publisher else "",
        switch=switch(sisters, lang),
        style_address=relative(STYLE, here),
        entries=[_entry(article, lang, site) for article in site.listed(lang)],
    )


def _entry(article: SiteArticle, lang: str, site: Blueprint) -> dict[str, Any]:
    document, wording = article.shown(lang), site.wordings[lang]
    about = document.metadata
    return {
        "address": relative(site.places.page(article, lang), site.index(lang)),
        "title": document.title or article.slug,
        "lang": "" if document.lang == lang else document.lang,
        "language": "" if document.lang == lang else wording.language(document.lang),
        "subtitle": about.subtitle,
        "description": about.description,
        "authors": wording.names(about.authors) if about.authors else "",
        "day": about.published.isoformat() if about.published else "",
        "date": wording.date(about.published) if about.published else about.written_date,
        "notes": _notes(document, wording),
    }


def _notes(document: Document, wording: Wording) -> str:
    number = len(document.notes)
    return wording.count("{number} note", "{number} notes", number) if number else ""


def chooser_page(site: Blueprint) -> str:
    """The first page of the site: its languages as links. Where scripts run, it goes on to the reader's language."""
    languages = site.settings.languages
    return render(
        "chooser.html",
        lang=site.settings.default_language,
        title=site.settings.publisher or " · ".join(site.wordings[lang]("Articles") for lang in languages),
        say=site.wordings[site.settings.default_language],
        canonical=site.places.full(CHOOSER),
        style_address=STYLE,
        languages=[
            {
                "lang": lang,
                "name": NATIVE[lang],
                "address": site.index(lang),
                "full": site.places.full(site.index(lang)),
                "articles": site.wordings[lang]("Articles"),
            }
            for lang in languages
        ],
    )
