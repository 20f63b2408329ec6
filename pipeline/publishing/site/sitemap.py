"""The map of the site for search engines: each page with its translations, as sitemaps.org and Google describe it."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from pipeline.publishing.site.blueprint import CHOOSER, Blueprint

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
SITEMAP = "sitemap.xml"


def sitemap(site: Blueprint) -> str:
    """Every list and every edition that is ready, each with all its translations. Needs the address of the site.

    There is no `lastmod`, since nothing tells when an edition changed last.
    """
    root = ET.Element("urlset", {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    for pages, default in _groups(site):
        for path in dict.fromkeys([*pages.values(), default]):
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = site.places.full(path)
            for lang, other in [*pages.items(), ("x-default", default)]:
                values = {"rel": "alternate", "hreflang": lang, "href": site.places.full(other)}
                ET.SubElement(url, "xhtml:link", values)
    return serialized(root)


def _groups(site: Blueprint) -> Iterator[tuple[Mapping[str, str], str]]:
    """Pages that are translations of each other by their languages, and the one for readers of no such language."""
    yield {lang: site.index(lang) for lang in site.settings.languages}, CHOOSER
    for article in site.articles:
        if pages := {lang: site.places.page(article, lang) for lang in site.ready(article)}:
            yield pages, site.default(article)


def robots(site: Blueprint) -> str:
    """What search engines ask for first: they may read all, and where the map is.

    They look for it at the root of a host only; a site in a folder has to be told to them otherwise.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.places.full(SITEMAP)}\n"


def serialized(root: ET.Element) -> str:
    """The text of an XML file, indented for those who look into it."""
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
