"""Write the Atom feeds of a site (RFC 4287) with full texts and notes, its sitemap, and robots.txt. No clock is read:
an entry was updated on its article's date, a feed on that of its newest entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from pipeline.publishing.document import Document
from pipeline.publishing.html import HtmlWriter, LinkMap, link_to_notes, render_lead
from pipeline.publishing.page import render_notes
from pipeline.publishing.reader import summarize
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.links import LinkResolver
from pipeline.publishing.site.plan import CHOOSER_PAGE, SitePlan, relative_address
from pipeline.xml import remove_invalid_characters

SITEMAP_FILE = "sitemap.xml"
_ENTRIES = 20  # maximum number of entries of a feed
_ATOM = "application/atom+xml"
_HTML = "text/html"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_feed(lang: str, site: SitePlan, resolver: LinkResolver) -> str:
    """Return the feed of the newest articles that have an edition in `lang` and a date. There has to be one."""
    here, wording = site.feed_path(lang), site.wordings[lang]
    entries = site.feed_articles(lang)[:_ENTRIES]
    title = site.settings.publisher or wording("Articles")
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": lang})
    _add_text(root, "id", _identifier(site, lang))
    _add_text(root, "title", title)
    _add_text(root, "updated", _updated(entries))
    _add_person(root, "author", title)
    ET.SubElement(root, "link", rel="self", type=_ATOM, hreflang=lang, href=_address_of(site, here, here))
    ET.SubElement(
        root, "link", rel="alternate", type=_HTML, hreflang=lang, href=_address_of(site, site.index_path(lang), here)
    )
    for other in site.settings.languages:
        if other != lang and (path := site.feed_path(other)):
            ET.SubElement(root, "link", rel="alternate", type=_ATOM, hreflang=other, href=_address_of(site, path, here))
    for article in entries:
        _add_entry(root, article, lang, site, resolver)
    return serialize_xml(root)


def render_sitemap(site: SitePlan) -> str:
    """Return the sitemap of a site whose address is known: every list and every edition that is ready, each with its
    translations. There is no `lastmod`, since nothing says when an edition changed last.
    """
    root = ET.Element("urlset", {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    for pages, default in _translation_groups(site):
        for path in dict.fromkeys([*pages.values(), default]):
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = site.paths.full_address(path)
            for lang, other in [*pages.items(), ("x-default", default)]:
                full = site.paths.full_address(other)
                ET.SubElement(url, "xhtml:link", rel="alternate", hreflang=lang, href=full)
    return serialize_xml(root)


def render_robots(site: SitePlan) -> str:
    """Return robots.txt, which allows everything and names the sitemap. Search engines look for it at the root of a
    host only; for a site in a folder the sitemap has to be submitted to them.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.paths.full_address(SITEMAP_FILE)}\n"


def _add_entry(root: ET.Element, article: SiteArticle, lang: str, site: SitePlan, resolver: LinkResolver) -> None:
    document, about = article.documents[lang], article.documents[lang].metadata
    entry = ET.SubElement(root, "entry", {"xml:lang": lang})
    _add_text(entry, "id", _identifier(site, f"{lang}/{article.path}"))
    _add_text(entry, "title", document.title or article.slug)
    _add_text(entry, "updated", _updated([article]))
    _add_text(entry, "published", _updated([article]))
    for name in about.authors:
        _add_person(entry, "author", name)
    for name in about.translators:
        _add_person(entry, "contributor", name)
    here, page = site.feed_path(lang), site.paths.page(article, lang)
    for other in sorted(site.ready_languages(article), key=lambda each: each != lang):  # readers open the first one
        address = _address_of(site, site.paths.page(article, other), here)
        ET.SubElement(entry, "link", rel="alternate", type=_HTML, hreflang=other, href=address)
    if text := summarize(document):
        _add_text(entry, "summary", text)
    content = _add_text(entry, "content", _render_content(resolver.resolve_links(document, article, lang), lang, site))
    content.set("type", "html")
    content.set("xml:base", _address_of(site, page, here))


def _render_content(document: Document, lang: str, site: SitePlan) -> str:
    wording = site.wordings[lang]
    writer = HtmlWriter(document, LinkMap(), link_to_notes(wording("Note {marker}", marker="{marker}")))
    content = render_lead(document, LinkMap()) + writer.render(document.body) + render_notes(document, writer, wording)
    return content if writer.direction == "ltr" else f'<div dir="rtl" lang="{lang}">{content}</div>'


def _identifier(site: SitePlan, name: str) -> str:
    """Return a permanent name made of the site's address and the article's path. Titles may change."""
    return uuid5(NAMESPACE_URL, f"{site.paths.base_url or site.settings.publisher}/{name}").urn


def _updated(articles: Sequence[SiteArticle]) -> str:
    newest = max(article.source.metadata.published or date.min for article in articles)
    return f"{newest.isoformat()}T00:00:00Z"


def _address_of(site: SitePlan, path: str, here: str) -> str:
    return site.paths.full_address(path) or relative_address(path, here)


def _add_text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = remove_invalid_characters(text)
    return child


def _add_person(parent: ET.Element, tag: str, name: str) -> None:
    _add_text(ET.SubElement(parent, tag), "name", name)


def _translation_groups(site: SitePlan) -> Iterator[tuple[Mapping[str, str], str]]:
    """Yield pages that are translations of each other by language, and the one for all other readers."""
    yield {lang: site.index_path(lang) for lang in site.settings.languages}, CHOOSER_PAGE
    for article in site.articles:
        if pages := {lang: site.paths.page(article, lang) for lang in site.ready_languages(article)}:
            yield pages, site.default_page(article)


def serialize_xml(root: ET.Element) -> str:
    """Return the text of an XML file, indented for those who read it."""
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
