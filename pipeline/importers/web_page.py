"""The tree of a web page, as lxml parses it: its blocks, the words in it, and how to take something out.

A web page: what it says about itself, where its text is, and what around and in the text is the page's furniture.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import Removed, boilerplate
from pipeline.languages.dates import parse_date
from pipeline.pandoc import INSTALL

Element = Any
"""An lxml element; the library has no types, and is loaded by those who parse."""

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul"
    ]
)  # fmt: skip


def extract_text(element: Element) -> str:
    """The words in an element, on one line."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    """The text of an element, with spaces where a block begins or ends."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  heavy, and an extra

    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(inner.tag, str):
            continue
        border = " " if inner.tag in BLOCKS or inner.tag == "br" else ""
        yield (
            border + (inner.text or "")
            if event == "start"
            else border + (inner.tail or "" if inner is not element else "")
        )


def is_within(element: Element, root: Element) -> bool:
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def remove_element(element: Element) -> None:
    """Take an element out of the page; the text after it stays."""
    replace_element(element, "")


def replace_element(element: Element, text: str) -> None:
    """Put text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    words = text + (element.tail or "")
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    element.tail = None
    parent.remove(element)


_NEVER_SHOWN = frozenset(["script", "style", "template", "noscript", "head", "svg", "canvas", "map", "link", "meta"])
_CONTROLS = frozenset(["nav", "footer", "form", "button", "input", "select", "textarea", "dialog", "menu"])
_EMBEDDED = frozenset(["iframe", "object", "embed", "video", "audio"])
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog", "alertdialog"])
_NAMES = frozenset(
    [
        "share", "sharing", "sharedaddy", "social", "socials", "related", "relatedposts", "cookie", "cookies", "gdpr",
        "consent", "newsletter", "subscribe", "subscription", "breadcrumb", "breadcrumbs", "menu", "navbar",
        "navigation", "nav", "sidebar", "widget", "widgets", "advert", "ads", "advertisement", "promo", "comments",
        "respond", "pagination", "pager", "tags", "tagcloud", "print", "popup", "modal", "toolbar", "skip",
        "recommended", "recommendations", "outbrain", "taboola", "addtoany", "screenreader", "sr", "visually"
    ]
)  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)

_MUCH = 0.4
"""What holds more than this share of the text is not furniture, whatever it is called."""

_LONGEST = 1_500_000
_MOST_TAGS = 100_000
"""The most letters and tags of a page that is an article; scripts, styles and pictures do not count."""

_TRUSTED = 1_500_000
"""Pages with more bytes than this are not given to trafilatura, whose time grows faster than they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page says about the text on it; empty where it says nothing."""

    title: str = ""
    author: str = ""
    date: str = ""
    lang: str = ""
    address: str = ""
    site: str = ""


def parse_page(text: str) -> Element:
    """The page as a tree. Raises ArticleError without the library, or where it is nested too deeply."""
    try:
        from lxml import etree, html  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise _missing("lxml") from error
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError("has no text that could be imported.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("is nested too deeply: tags in tags, thousands deep. Copy the text and import that.")
    return root


def _missing(library: str) -> ArticleError:
    return ArticleError(
        f"cannot be read without {library}, which is not there. Install it: {INSTALL} "
        "(Markdown and pasted text are imported without it)."
    )


def read_page_metadata(root: Element) -> PageMetadata:
    """What a page says about its text: as JSON-LD, as OpenGraph, in other meta elements, in its first attributes."""
    data = _linked_data(root)
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key and element.get("content"):
            meta.setdefault(key.lower(), " ".join(element.get("content").split()))
    canonical = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
    title = next((extract_text(element) for element in root.iter("title") if element.getparent().tag == "head"), "")
    address = canonical or meta.get("og:url", "") or _text(data.get("url"))
    date = _text(data.get("datePublished")) or meta.get("article:published_time", "")
    date = date or meta.get("date", "") or meta.get("dc.date", "") or meta.get("datepublished", "")
    author = _people(data.get("author")) or meta.get("author", "") or meta.get("dc.creator", "")
    author = author or meta.get("article:author", "")
    site = meta.get("og:site_name", "")
    return PageMetadata(
        title=_without_site(_text(data.get("headline")) or meta.get("og:title", "") or title, site),
        author="" if re.match(r"https?:|@", author) or author == site else author,
        date=parse_date(date),
        lang=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale", ""))[
            :2
        ],
        address=address if re.match(r"https?://", address) else _saved_from(root),
        site=site,
    )


def _saved_from(root: Element) -> str:
    """The address that browsers write into a page that they save."""
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    return base if re.match(r"https?://", base) else ""


def _linked_data(root: Element) -> Mapping[str, Any]:
    """The JSON-LD object that is about an article."""
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


def _text(value: Any) -> str:  # noqa: ANN401
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return ", ".join(filter(None, map(_people, value)))
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _without_site(title: str, site: str) -> str:
    """A page's title without the name of the site that many have at their end."""
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    if site and len(parts) > 1 and parts[-1].casefold() == site.casefold():
        return title[: title.rfind(parts[-1])].rstrip(" |–—·»-")
    return title


def strip_hidden(root: Element) -> Element:
    """The page's body without scripts, styles and the like."""
    for element in [each for each in root.iter() if each.tag in _NEVER_SHOWN and each.getparent() is not None]:
        remove_element(element)
    body = root.find("body")
    body = root if body is None else body
    letters = sum(len(text) for text in body.itertext())
    tags = sum(1 for _ in body.iter())
    if letters > _LONGEST or tags > _MOST_TAGS:
        raise ArticleError(
            f"is a page with {letters:,} letters and {tags:,} tags, far more than an article. "
            "Copy what belongs into the article, and import that."
        )
    return body


def find_main_text(body: Element, title: str) -> tuple[Element, list[Removed]]:
    """The element that the text is in, and the furniture around it; that within it is taken out."""
    removed = list(_without_controls(body, len(extract_text(body))))
    container = _container(body)
    if container is not body:
        removed += _around(body, container, title)
    removed += _without_furniture(container)
    return container, removed


def _without_controls(body: Element, letters: int) -> Iterator[Removed]:
    """Take menus, forms, share buttons, cookie bars and other parts that have such names out of a page."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or element.getparent() is None:
            continue
        if not any(ancestor is body for ancestor in element.iterancestors()):
            continue
        what = _what(element)
        if not what:
            continue
        text = extract_text(element)
        if len(text) > _MUCH * letters:
            continue
        address = element.get("src") or element.get("data") or "" if element.tag in _EMBEDDED else ""
        remove_element(element)
        if text or address:
            yield Removed(what=what, text=text or address[:300])


def _what(element: Element) -> str:
    """What kind of furniture an element is by its tag, role or name; empty where it is none."""
    if element.tag in _EMBEDDED:
        return "embedded video or frame"
    if element.tag in {"footer", "header"} and any(
        each.tag in {"blockquote", "figure"} for each in element.iterancestors()
    ):
        return ""
    if element.tag in _CONTROLS or (element.get("role") or "").lower() in _ROLES:
        return "page furniture"
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden text"
    if element.tag in {
        "html",
        "body",
        "main",
        "article",
        "p",
        "h1",
        "h2",
        "h3",
        "blockquote",
        "table",
        "td",
        "tr",
        "em",
        "strong",
    }:
        return ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    tokens = set(re.split(r"[^a-z]+", names))
    return "page furniture" if tokens & _NAMES or "jp-relatedposts" in names else ""


def _container(body: Element) -> Element:
    """The smallest element that holds the text: what trafilatura finds, or the page's one article; else all of it."""
    blocks = [element for element in body.iter() if _is_leaf(element)]
    texts = {element: re.sub(r"[\s\ue000-\ue003]+", "", extract_text(element)) for element in blocks}
    found = _extracted(body)
    wanted = [element for element in blocks if len(texts[element]) > 20 and texts[element] in found]  # noqa: PLR2004
    total = sum(len(texts[element]) for element in wanted)
    everything = sum(map(len, texts.values()))
    if not total or total < 0.2 * everything:
        articles = [element for element in body.iter("article") if len(extract_text(element)) > _MUCH * everything]
        return articles[0] if len(articles) == 1 else body
    weights: dict[Element, int] = {}
    for element in wanted:
        for ancestor in element.iterancestors():
            weights[ancestor] = weights.get(ancestor, 0) + len(texts[element])
    best = body
    for element in body.iter():
        if weights.get(element, 0) >= 0.9 * total and element.tag in BLOCKS:
            best = element
    for ancestor in best.iterancestors():
        if ancestor.tag in {"article", "main"} and len(extract_text(ancestor)) < 1.5 * len(extract_text(best)) + 400:
            best = ancestor
    return best


def _is_leaf(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag not in BLOCKS:
        return False
    return not any(isinstance(inner.tag, str) and inner.tag in BLOCKS for inner in element.iterdescendants())


def _extracted(body: Element) -> str:
    """The main text of a page by trafilatura, without its spaces; empty where it finds none."""
    from lxml import html  # noqa: PLC0415

    try:
        from trafilatura import extract  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise _missing("trafilatura") from error
    page = html.tostring(body, encoding="unicode")
    if len(page) > _TRUSTED:
        return ""
    try:
        text = extract(f"<html>{page}</html>", include_comments=False, include_tables=True, favor_recall=True) or ""
    except (RecursionError, ValueError, TypeError, AttributeError):
        return ""
    return re.sub(r"[\s\ue000-\ue003|]+", "", text)


def _around(body: Element, container: Element, title: str) -> Iterator[Removed]:
    """What stands in a page before and after the element with its text."""
    path = [container, *container.iterancestors()]
    for parent in reversed(path[1:]):
        if parent is not body and not any(ancestor is body for ancestor in parent.iterancestors()):
            continue
        for child in parent:
            text = "" if any(child is step for step in path) else extract_text(child)
            loose = " ".join((child.tail or "").split())
            for words in (text, loose):
                if words and words != title:
                    yield Removed(what="page furniture", text=words)


def _without_furniture(container: Element) -> Iterator[Removed]:
    """Take the lines out of the text that are furniture by what they say; at its end, all that follows the first."""
    leaves = [element for element in container.iter() if _is_leaf(element) and extract_text(element)]
    for element in leaves:
        if boilerplate.is_boilerplate(extract_text(element)):
            yield Removed(what="page furniture", text=extract_text(element))
            remove_element(element)
    leaves = [element for element in leaves if element.getparent() is not None]
    end = len(leaves)
    for index in range(len(leaves) - 1, len(leaves) // 2, -1):
        text = extract_text(leaves[index])
        if boilerplate.ends_text(text, after_notes=False):
            end = index
        elif boilerplate.continues_text(text, after_notes=False) or "\ue000" in text:
            break
    for element in leaves[end:]:
        yield Removed(what="page furniture", text=extract_text(element))
        remove_element(element)
