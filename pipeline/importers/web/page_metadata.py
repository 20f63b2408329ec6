"""Read the metadata of a web page: its title, authors, date, language and address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from pipeline.frozen import dataclass
from pipeline.importers.metadata import is_default_owner
from pipeline.importers.web.authors import clean_names, find_page_authors, is_byline
from pipeline.importers.web.linked_data import LinkedData, read_linked_data
from pipeline.importers.web.page import HTML, Element, extract_text
from pipeline.importers.web.page_dates import StatedDates, read_dates
from pipeline.languages import document_pattern

_AUTHOR_KEYS = tuple(HTML["author_keys"])
_SEPARATED = re.compile(r"\s+[|–—·»«:/-]{1,2}\s+")
_LABEL = re.compile(r"twitter:label\d$")
_NO_TITLE = "(?:{default_titles})"
_OWN_ITEMS = frozenset(["mainentity", "mainentityofpage", "blogpost", "blogposts", "haspart"])
"""Properties whose values are the page's own text, in the vocabulary of schema.org."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """The metadata of a page, empty where it states none."""

    title: str = ""
    description: str = ""
    author: str = ""
    dates: StatedDates = field(default_factory=StatedDates)
    lang: str = ""
    address: str = ""


def read_page_metadata(root: Element) -> PageMetadata:
    """Read the metadata of a page: JSON-LD, OpenGraph, other meta elements, and the elements named after them."""
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if key and content and not _is_of_a_part(element):
            meta.setdefault(key.strip().lower(), []).append(content)
    title = next((extract_text(element) for element in root.iter("title") if element.getparent().tag == "head"), "")
    data = read_linked_data(root, f"{title} {_first(meta, 'og:title')}")
    canonical = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
    # Browsers write the address into a page that they save.
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    addresses = (canonical, _first(meta, "og:url"), data.text("url"), base)
    address = next((each for each in addresses if re.match(r"https?://", each)), "")
    site, host = _first(meta, "og:site_name"), address.partition("//")[2].partition("/")[0].removeprefix("www.")
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or _first(meta, "og:locale")
    return PageMetadata(
        title=_choose_title(root, (data.text("headline"), _first(meta, "og:title"), title), site),
        description=_first(meta, "description", "og:description"),
        author=", ".join(_find_authors(root, data, meta, (site, host))),
        dates=read_dates(root, data, meta),
        lang=lang,
        address=address,
    )


def _is_of_a_part(element: Element) -> bool:
    """Tell whether a meta element is about something that the page names, such as a source that it cites."""
    if element.get("itemprop") is None:
        return False
    item = next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)
    return item is not None and not _OWN_ITEMS.issuperset((item.get("itemprop") or "").lower().split())


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


def _find_authors(root: Element, data: LinkedData, meta: Mapping[str, list[str]], site: Sequence[str]) -> list[str]:
    """Return the names of the authors, of the first source that names somebody else than the site.

    `site` are its name and its host. The site is the author only if it has the name of a person.
    """
    own = {_letters(form) for each in site for form in (each, each.rpartition(".")[0])} - {""}

    def is_good(name: str) -> bool:
        return _letters(name) not in own and not is_default_owner(name)

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
    others = [
        author for author, is_person in data.authors() if not is_person and is_good(author) and clean_names(author)
    ]
    return list(filter(is_good, find_page_authors(root))) or people or others


def _letters(name: str) -> str:
    """Return a name as it is compared with that of its site: without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", name.casefold())
