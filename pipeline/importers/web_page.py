"""Parse a web page into lxml's tree: its metadata, the element with its text, the boilerplate around and in it."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import Removed, RemovedKind, boilerplate
from pipeline.importers.note_pairs import pair_notes
from pipeline.importers.pandoc_ast import explain_missing
from pipeline.importers.paragraphs import escape_line
from pipeline.languages.dates import parse_date

Element = Any
"""An lxml element; the library has no types, and is loaded by those who parse."""

HTML = tomllib.loads(resources.files("pipeline.importers").joinpath("html.toml").read_text(encoding="utf-8"))
"""The tags, roles and names of elements, by what becomes of them."""

BLOCKS = frozenset[str](HTML["blocks"])
_TEXT_TAGS, _EMBEDDED_TAGS = frozenset(HTML["text"]), frozenset(HTML["embedded"])
_HIDDEN_TAGS, _CONTROL_TAGS = frozenset(HTML["hidden"]), frozenset(HTML["controls"])
_BOILERPLATE_ROLES, _BOILERPLATE_NAMES = frozenset(HTML["boilerplate_roles"]), frozenset(HTML["boilerplate_names"])
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)

_MAIN_SHARE = 0.4  # share of the text from which an element is not boilerplate, regardless of its name
_MOST_LETTERS = 1_500_000
_MOST_TAGS = 100_000  # greatest numbers of letters and tags of an article's page, without scripts, styles and pictures
_MOST_TRAFILATURA_BYTES = 1_500_000  # trafilatura's time grows faster than the page


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """The metadata that a page states about its text; empty if it states none."""

    title: str = ""
    author: str = ""
    date: str = ""
    lang: str = ""
    address: str = ""


def parse_page(text: str) -> Element:
    """Parse a page. Raises ArticleError without the library, or if it is nested too deeply."""
    try:
        from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise explain_missing("lxml") from error
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError("has no text that could be imported.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("is nested too deeply: tags in tags, thousands deep. Copy the text and import that.")
    return root


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


def strip_hidden(root: Element) -> Element:
    """Return the page's body without scripts, styles and the like. Raises ArticleError if it is too large."""
    for element in [each for each in root.iter() if each.tag in _HIDDEN_TAGS and each.getparent() is not None]:
        remove_element(element)
    body = root.find("body")
    body = root if body is None else body
    letters = sum(len(text) for text in body.itertext())
    tags = sum(1 for _ in body.iter())
    if letters > _MOST_LETTERS or tags > _MOST_TAGS:
        raise ArticleError(
            f"is a page with {letters:,} letters and {tags:,} tags, far more than an article. "
            "Copy what belongs in the article, and import that."
        )
    return body


def find_main_text(body: Element, title: str) -> tuple[Element, list[Removed]]:
    """Find the element with the text, take boilerplate out of it, and return both."""
    removed = list(_remove_controls(body, len(extract_text(body))))
    container = _find_container(body)
    if container is not body:
        removed += _texts_around(body, container, title)
    removed += _remove_boilerplate_lines(container)
    return container, removed


def _remove_controls(body: Element, letters: int) -> Iterator[Removed]:
    """Take menus, forms, share buttons, cookie bars and other parts with such names out of a page."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or not is_within(element, body):
            continue
        what = _boilerplate_kind(element)
        text = extract_text(element) if what else ""
        if not what or len(text) > _MAIN_SHARE * letters:
            continue
        address = element.get("src") or element.get("data") or "" if element.tag in _EMBEDDED_TAGS else ""
        remove_element(element)
        if text or address:
            yield Removed(what=what, text=text or address[:300])


def _boilerplate_kind(element: Element) -> RemovedKind | None:
    """Return the kind of boilerplate that an element is by its tag, role or name; None if it is none."""
    if element.tag in _EMBEDDED_TAGS:
        return RemovedKind.FRAME
    if element.tag in {"footer", "header"} and any(
        each.tag in {"blockquote", "figure"} for each in element.iterancestors()
    ):
        return None
    if element.tag in _CONTROL_TAGS or (element.get("role") or "").lower() in _BOILERPLATE_ROLES:
        return RemovedKind.FURNITURE
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return RemovedKind.HIDDEN
    if element.tag in _TEXT_TAGS:
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    tokens = set(re.split(r"[^a-z]+", names))
    return RemovedKind.FURNITURE if tokens & _BOILERPLATE_NAMES or "jp-relatedposts" in names else None


def _find_container(body: Element) -> Element:
    """Return the smallest element that holds the text, by trafilatura or as the only article; else the body."""
    blocks = [element for element in body.iter() if is_leaf(element)]
    texts = {element: re.sub(r"[\s\ue000-\ue003]+", "", extract_text(element)) for element in blocks}
    found = _extract_by_trafilatura(body)
    wanted = [element for element in blocks if len(texts[element]) > 20 and texts[element] in found]  # noqa: PLR2004
    total = sum(len(texts[element]) for element in wanted)
    everything = sum(map(len, texts.values()))
    if not total or total < 0.2 * everything:
        articles = [
            element for element in body.iter("article") if len(extract_text(element)) > _MAIN_SHARE * everything
        ]
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


def is_leaf(element: Element) -> bool:
    """Tell whether an element is a block without blocks in it."""
    if not isinstance(element.tag, str) or element.tag not in BLOCKS:
        return False
    return not any(isinstance(inner.tag, str) and inner.tag in BLOCKS for inner in element.iterdescendants())


def _extract_by_trafilatura(body: Element) -> str:
    """Return the main text of a page by trafilatura, without its spaces; empty if it finds none."""
    from lxml import html  # noqa: PLC0415

    try:
        from trafilatura import extract  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise explain_missing("trafilatura") from error
    page = html.tostring(body, encoding="unicode")
    if len(page) > _MOST_TRAFILATURA_BYTES:
        return ""
    try:
        text = extract(f"<html>{page}</html>", include_comments=False, include_tables=True, favor_recall=True) or ""
    except (RecursionError, ValueError, TypeError, AttributeError):
        return ""
    return re.sub(r"[\s\ue000-\ue003|]+", "", text)


def _texts_around(body: Element, container: Element, title: str) -> Iterator[Removed]:
    """Yield the texts of a page before and after the element with its text."""
    path = [container, *container.iterancestors()]
    for parent in reversed(path[1:]):
        if not is_within(parent, body):
            continue
        for child in parent:
            text = "" if any(child is step for step in path) else extract_text(child)
            loose = " ".join((child.tail or "").split())
            yield from (
                Removed(what=RemovedKind.FURNITURE, text=words) for words in (text, loose) if words not in {"", title}
            )


def _remove_boilerplate_lines(container: Element) -> Iterator[Removed]:
    """Take lines that are boilerplate by their words out of the text, and what follows the first after its end."""
    leaves = [element for element in container.iter() if is_leaf(element) and extract_text(element)]
    for element in leaves:
        if boilerplate.is_boilerplate(extract_text(element)):
            yield Removed(what=RemovedKind.FURNITURE, text=extract_text(element))
            remove_element(element)
    leaves = [element for element in leaves if element.getparent() is not None]
    texts = [extract_text(element) for element in leaves]
    notes = pair_notes([escape_line(text) for text in texts]).area
    for index in boilerplate.find_furniture(texts, notes, after_notes=False):
        yield Removed(what=RemovedKind.FURNITURE, text=texts[index])
        remove_element(leaves[index])


def extract_text(element: Element) -> str:
    """Return the words in an element, on one line."""
    return " ".join("".join(_iter_words(element)).split())


def _iter_words(element: Element) -> Iterator[str]:
    """Yield the text of an element, with spaces at the borders of blocks."""
    from lxml import etree  # noqa: PLC0415

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
    """Tell whether an element is `root` or in it."""
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
