"""Read the metadata of a web page: its title, authors, date, language and address."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.importers.web.page import Element, extract_text
from pipeline.languages.dates import parse_date


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """The metadata that a page states about its text; empty if it states none."""

    title: str = ""
    author: str = ""
    date: str = ""
    lang: str = ""
    address: str = ""


def read_page_metadata(root: Element) -> PageMetadata:
    """Read the metadata of a page: JSON-LD, OpenGraph, other meta elements, and attributes of the root."""
    data = _read_linked_data(root)
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key and element.get("content"):
            meta.setdefault(key.lower(), " ".join(element.get("content").split()))
    canonical = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
    title = next((extract_text(element) for element in root.iter("title") if element.getparent().tag == "head"), "")
    address = canonical or meta.get("og:url", "") or _clean_value(data.get("url"))
    date = _clean_value(data.get("datePublished")) or meta.get("article:published_time", "")
    date = date or meta.get("date", "") or meta.get("dc.date", "") or meta.get("datepublished", "")
    author = _join_names(data.get("author")) or meta.get("author", "") or meta.get("dc.creator", "")
    author = author or meta.get("article:author", "")
    site = meta.get("og:site_name", "")
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale", "")
    # Browsers write the address into a page that they save.
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    return PageMetadata(
        title=_remove_site_name(_clean_value(data.get("headline")) or meta.get("og:title", "") or title, site),
        author="" if re.match(r"https?:|@", author) or author == site else author,
        date=parse_date(date),
        lang=lang,
        address=next((each for each in (address, base) if re.match(r"https?://", each)), ""),
    )


def _read_linked_data(root: Element) -> Mapping[str, Any]:
    """Return the JSON-LD object that is about an article."""
    for element in root.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json" or not element.text:
            continue
        try:
            data = json.loads(element.text)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else [graph]:
            kinds = item.get("@type", "") if isinstance(item, dict) else ""
            if re.search(r"Article|BlogPosting|Report|NewsArticle", str(kinds)):
                return dict(item)
    return {}


def _clean_value(value: Any) -> str:  # noqa: ANN401
    return " ".join(value.split()) if isinstance(value, str) else ""


def _join_names(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return ", ".join(filter(None, map(_join_names, value)))
    return _clean_value(value.get("name")) if isinstance(value, dict) else _clean_value(value)


def _remove_site_name(title: str, site: str) -> str:
    """Return a page's title without the name of the site, with which many end."""
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rfind(parts[-1])].rstrip(" |–—·»-")
    return title
