"""Read the metadata of a web page: its title, authors, date, language and address."""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from pipeline.importers.metadata import is_default_owner
from pipeline.importers.web.authors import clean_names, find_page_authors, is_byline, is_elsewhere
from pipeline.importers.web.linked_data import LinkedData, read_linked_data
from pipeline.importers.web.page import HTML, Element, extract_text, remove_element
from pipeline.languages import document_pattern
from pipeline.languages.dates import parse_date

_AUTHOR_KEYS, _DATE_KEYS = tuple(HTML["author_keys"]), tuple(HTML["date_keys"])
_SEPARATED = re.compile(r"\s+[|–—·»«:/-]{1,2}\s+")
_DATE_NAME = re.compile("|".join(HTML["date_names"]), re.IGNORECASE)
_MOST_PARTS, _LONGEST_DATE, _MOST_ELEMENTS = 6, 60, 100
_MOST_LETTERS = 90  # of a line about the text; longer ones are the text
_UNIVERSAL_TIME = re.compile(r"\d[T ](?P<hour>\d\d).*(?:Z|[+-]00:?00)$")
_MOST_SEARCHED = 500_000  # letters, with those of scripts
_EARLY, _LATE = 8, 19  # hours of universal time between which it is the same day in most places
_LABEL = re.compile(r"twitter:label\d$")
_NO_TITLE = "(?:{default_titles})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """The metadata of a page, empty where it states none; `guessed_date` is the likeliest date if it states none."""

    title: str = ""
    description: str = ""
    author: str = ""
    date: str = ""
    guessed_date: str = ""
    lang: str = ""
    address: str = ""


def read_page_metadata(root: Element) -> PageMetadata:
    """Read the metadata of a page: JSON-LD, OpenGraph, other meta elements, and the elements named after them."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if key and content:
            meta.setdefault(key.strip().lower(), []).append(content)
    title = next((extract_text(element) for element in root.iter("title") if element.getparent().tag == "head"), "")
    data = read_linked_data(root, f"{title} {_first(meta, 'og:title')}")
    canonical = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
    # Browsers write the address into a page that they save.
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    addresses = (canonical, _first(meta, "og:url"), data.text("url"), base)
    site = _first(meta, "og:site_name")
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or _first(meta, "og:locale")
    day = _find_date(root, data, meta)
    return PageMetadata(
        title=_choose_title(root, (data.text("headline"), _first(meta, "og:title"), title), site),
        description=_first(meta, "description", "og:description"),
        author=", ".join(_find_authors(root, data, meta, site)),
        date=day,
        guessed_date="" if day else _search_date(root, extensive=False),
        lang=lang,
        address=next((each for each in addresses if re.match(r"https?://", each)), ""),
    )


def _first(meta: Mapping[str, list[str]], *keys: str) -> str:
    return next((meta[key][0] for key in keys if key in meta), "")


def _choose_title(root: Element, stated: tuple[str, ...], site: str) -> str:
    """Return the title of the text, without the name of the site, with which the titles of pages begin or end."""
    title = next((each for each in stated if each and not document_pattern(_NO_TITLE).fullmatch(each)), "")
    headings = [extract_text(each) for each in root.iter("h1", "h2")]
    parts = _SEPARATED.split(title)
    if len(parts) > 1:
        whole = {each.casefold(): each for each in reversed(headings) if each and len(each) < len(title)}
        for start, end in ((0, -1), (0, 1), (1, None)):
            rest = _cut(title, parts, start, end)
            if rest.casefold() in whole:
                return whole[rest.casefold()]
        if site and parts[-1].casefold() == site.casefold():
            return _cut(title, parts, 0, -1)
    return title


def _cut(title: str, parts: list[str], start: int, end: int | None) -> str:
    """Return a title from one of its parts to another, as it stands."""
    chosen = parts[start:end]
    first = title.find(chosen[0])
    return title[first : title.rfind(chosen[-1]) + len(chosen[-1])]


def _find_authors(root: Element, data: LinkedData, meta: Mapping[str, list[str]], site: str) -> list[str]:
    """Return the names of the authors, of the first source that names somebody else than the site."""

    def is_good(name: str) -> bool:
        return name.casefold() != site.casefold() and not is_default_owner(name)

    stated = [name for author, is_person in data.authors() for name in (clean_names(author) if is_person else [author])]
    people = [name for author, is_person in data.authors() if is_person for name in clean_names(author)]
    if any(map(is_good, people)):
        return list(filter(is_good, dict.fromkeys(people)))
    for key in _AUTHOR_KEYS:
        names = [name for value in meta.get(key, ()) for name in clean_names(value) if is_good(name)]
        if names:
            return list(dict.fromkeys(names))
    label = next((key for key, values in meta.items() if _LABEL.match(key) and is_byline(values[0])), "")
    if label:
        return clean_names(_first(meta, label.replace("label", "data")))
    return list(filter(is_good, find_page_authors(root))) or stated


def _find_date(root: Element, data: LinkedData, meta: Mapping[str, list[str]]) -> str:
    """Return the date of publication, of the first source that has one."""
    stated = [value for key in _DATE_KEYS[:1] for value in meta.get(key, ())]
    stated += [data.text("datePublished"), data.text("dateCreated"), data.text("uploadDate")]
    stated += [value for key in _DATE_KEYS[1:] for value in meta.get(key, ())]
    days = [(day, value) for value in stated if (day := _read_day(value))]
    if not days:
        return _find_time(root)
    first, value = days[0]
    universal = _UNIVERSAL_TIME.search(value)
    if universal is None:
        return first
    shown = [day for day, other in days if not _UNIVERSAL_TIME.search(other)] + [_find_time(root)]
    if not _EARLY < int(universal["hour"]) < _LATE:
        shown.append(_search_date(root, extensive=True))
    return next((day for day in shown if day and _is_next(day, first)), first)


def _is_next(day: str, other: str) -> bool:
    """Tell whether two days follow each other, as the same point in time does in two zones."""
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) == 1


def guess_date(page: Element) -> str:
    """Return the likeliest date in the short texts of a page, where those of its article do not count."""
    around = copy(page)
    for block in list(around.iter("p", "blockquote", "li", "dd", "td", "figcaption", "h1", "h2", "h3")):
        if block.getparent() is not None and sum(map(len, block.itertext())) > _MOST_LETTERS:
            remove_element(block)
    return _search_date(around, extensive=True)


def _search_date(root: Element, *, extensive: bool) -> str:
    """Return the date that htmldate finds in the markup, the address and, if `extensive`, the texts of a page."""
    if sum(map(len, root.itertext())) > _MOST_SEARCHED:
        return ""
    try:
        from htmldate import find_date  # noqa: PLC0415  heavy, and comes with trafilatura
    except ImportError:
        return ""
    try:
        found = find_date(root, original_date=True, extensive_search=extensive) or ""
    except (RecursionError, ValueError, TypeError, AttributeError, OverflowError):
        return ""
    return "" if found.endswith("-01-01") else found  # it writes a year so


def _find_time(root: Element) -> str:
    """Return the date of the first element that is named after it, and not after a comment or another text."""
    elements = list(root.iter("time", "abbr", "span", "div", "p"))
    named = [each for each in elements if _DATE_NAME.search(_names(each))][:_MOST_ELEMENTS]
    for element in [*named, *[each for each in elements if each.tag == "time"][:_MOST_ELEMENTS]]:
        value = element.get("datetime") or element.get("content") or element.get("title") or ""
        text = extract_text(element) if len(element) < _MOST_PARTS else ""
        day = _read_day(value) or (_read_day(text) if len(text) <= _LONGEST_DATE else "")
        if day and not is_elsewhere(element):
            return day
    return ""


def _names(element: Element) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "itemprop", "property", "id"))


def _read_day(value: str) -> str:
    """Return the day of a point in time as programs write it."""
    digits = re.match(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)", value)
    return parse_date("-".join(digits.groups()) if digits else value)
