"""Find the names of the authors in the elements of a page that are named after them."""

import re
from collections.abc import Iterator
from itertools import takewhile

from pipeline.importers.web.page import HTML, Element, extract_text
from pipeline.languages import alternatives, remember
from pipeline.languages.dates import is_month, parse_date

_NAME_TAGS = ("a", "span", "div", "p", "address", "strong", "em", "h3", "h4", "h5", "b", "li", "cite", "td")
_MOST_ELEMENTS, _MOST_AUTHORS = 50, 5
_LONGEST = 100
_AUTHOR_PAGE = re.compile(r"/(?:authors?|autor(?:en|es)?|auteurs?|avtor|heghinak)/")
_FOREIGN_BYLINES = "|".join(HTML["foreign_bylines"])
_NO_NAMES = frozenset(HTML["no_names"])
_OTHER_TAGS = frozenset(["footer", "aside", "nav", "figure", "figcaption", "form"])
_AREAS = frozenset(HTML["author_areas"])
_NOT_NAMES = re.compile(r"https?:|www\.|[@{}<>#=]|\[at\]", re.IGNORECASE)
_LEGAL_FORM = re.compile(rf"\b(?:{'|'.join(HTML['legal_forms'])})\b")
_JOINTS = "|".join(HTML["name_joints"])
_BETWEEN = re.compile(rf"\s*(?:[|•·;,]|\s(?:{_JOINTS})\s)\s*")
_PARTS = re.compile(rf"\s*[|•·;]\s*|\s+(?:[–—-]|{_JOINTS})\s+|\s{{2,}}|,\s+(?=[^\W\d])")
_FIRST_DIGIT = re.compile(r"[\s,(|—–-]*(?<![^\W_])\d")
_EDGES = " .,:–—-|•·()"


@remember
def _byline() -> re.Pattern[str]:
    """Return a pattern of what stands before a name: “By”, “Author:”."""
    words = rf"{alternatives('bylines')}|{_FOREIGN_BYLINES}"
    return re.compile(rf"(?:(?:{words})(?:\s*[:՝]|\b)[\s:՝.]*){{1,3}}", re.IGNORECASE)


def clean_names(text: str, site: str = "") -> list[str]:
    """Return the names in a byline, without “by”, what follows the first date, and the name of the site."""
    plain = " ".join(text.split())
    if _NOT_NAMES.search(plain):
        return []
    dated = _FIRST_DIGIT.search(plain)
    if dated:
        plain = _without_date_words(plain[: dated.start()])
    # The address of a company follows its name.
    parts = list(takewhile(lambda part: not _LEGAL_FORM.search(part), _BETWEEN.split(plain)))
    names = [_without_byline(_trim(part)) for part in parts]
    return [
        name
        for name in dict.fromkeys(names)
        if 1 < len(name) <= _LONGEST and name.casefold() not in {site.casefold(), *_NO_NAMES} and not parse_date(name)
    ]


def _without_byline(name: str) -> str:
    found = _byline().match(name)
    return _trim(name[found.end() :]) if found else name


def _trim(name: str) -> str:
    """Return a name without signs at its ends; quotation marks around a part of it stay."""
    plain = name.strip(_EDGES)
    return (
        plain
        if "«" in plain[:-1] and "»" in plain[1:] and not (plain[0] == "«" and plain[-1] == "»")
        else plain.strip(f"{_EDGES}«»")
    )


def _without_date_words(text: str) -> str:
    """Return the text before the figures of a date without its first words: months, days of the week, “on”."""
    words = text.split()
    for at in range(max(1, len(words) - 3), len(words)):
        if words[at].islower():
            words = words[:at]
            break
    while words and (words[-1].islower() or is_month(words[-1].strip(",.")) or len(words[-1].strip(",.")) <= 2):  # noqa: PLR2004
        words.pop()
    return " ".join(words)


def is_byline(text: str) -> bool:
    """Tell whether a text is what stands before a name."""
    return bool(_byline().fullmatch(text))


def is_about(line: str, author: str) -> bool:
    """Tell whether a line names the authors, with “by” or a date and nothing else."""
    if not author or len(line) > _LONGEST:
        return False
    rest = line.casefold()
    for name in author.casefold().split(", "):
        rest = rest.replace(name, " ", 1)
    plain = rest.strip(_EDGES)
    return plain != line.casefold().strip(_EDGES) and all(
        not part or is_byline(part) or parse_date(part) for part in (each.strip(_EDGES) for each in _PARTS.split(plain))
    )


def find_page_authors(body: Element) -> list[str]:
    """Return the names of the first elements that a page names after its authors, most certain ones first."""
    elements = list(body.iter(*_NAME_TAGS))
    entries = [each for each in body.iter() if "h-entry" in (each.get("class") or "").split()]
    if len(entries) == 1:  # a microformat: what it says of its author it says of the text, in a footer too
        stated = [each for each in elements if "p-author" in (each.get("class") or "").split()]
        if names := [name for each in stated[:_MOST_AUTHORS] for name in clean_names(extract_text(each))]:
            return list(dict.fromkeys(names))
    for is_author in (_is_author_link, _has_author_name, _has_byline_name):
        for element in list(filter(is_author, elements))[:_MOST_ELEMENTS]:
            names = [] if is_elsewhere(element) else list(dict.fromkeys(_names_in(element)))
            if names:
                return names
    return []


def _names_in(element: Element) -> Iterator[str]:
    """Yield the names in an element: those of its links to authors, or its text."""
    text = extract_text(element)
    if not 2 < len(text) <= _LONGEST:  # noqa: PLR2004
        return
    row = [element]
    if _is_author_link(element):
        box = element.getparent()
        while box.getparent() is not None and len(extract_text(box.getparent())) <= _LONGEST:
            box = box.getparent()
        alike = [each for each in box.iter(element.tag) if _is_author_link(each)]
        row = alike if len(alike) <= _MOST_AUTHORS else row
    for each in row:
        yield from clean_names(extract_text(each))


def _is_author_link(element: Element) -> bool:
    leads = element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or "")
    return bool(leads) or "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author"


def _has_author_name(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if "fn" in (element.get("class") or "").split():
        return True
    return bool(re.search(r"author[-_]{0,2}name|\bauthor\b|\bautor(?:en)?\b|\bauteur\b", names))


def _has_byline_name(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return bool(re.search(r"byline|\bby\b|author|autor|writer|posted-?by|submitted", names))


def is_elsewhere(element: Element) -> bool:
    """Tell whether an element is in the comments of a page, or in a list of other texts."""
    for above in element.iterancestors():
        names = set(re.split(r"[^a-z]+", f"{above.get('class') or ''} {above.get('id') or ''}".lower()))
        if above.tag in _OTHER_TAGS or (names & _AREAS and above.tag not in {"body", "html", "article", "main"}):
            return True
    return False
