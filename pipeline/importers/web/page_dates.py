"""Find the date on which a page was published: what its metadata state, and what it shows near its title."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from html import escape

from pipeline.frozen import dataclass
from pipeline.importers.boilerplate import continues_text
from pipeline.importers.web.authors import is_elsewhere
from pipeline.importers.web.linked_data import LinkedData
from pipeline.importers.web.page import HTML, Element, extract_text, fold_words, remove_element
from pipeline.importers.web.runs import Run
from pipeline.languages.dates import parse_date

_DATE_KEYS, _LOOSE_KEYS = tuple(HTML["date_keys"]), tuple(HTML["loose_date_keys"])
_DATE_NAME = re.compile("|".join(HTML["date_names"]), re.IGNORECASE)
_MOST_PARTS, _LONGEST_DATE, _MOST_ELEMENTS = 6, 60, 100
_MOST_LETTERS = 90  # of a line about the text; longer ones are the text
_BEGINNING = 40  # letters at the beginning of a text in which its date may stand
_HALF = 0.5
_RUNS_ABOVE, _RUNS_BELOW, _TEXT_RUNS = 4, 13, 5
_UNIVERSAL_TIME = re.compile(r"\d[T ](?P<hour>\d\d).*(?:Z|[+-]00:?00)$")
_MOST_SEARCHED = 500_000  # letters, with those of scripts
_EARLY, _LATE = 8, 19  # hours of universal time between which it is the same day in most places
_DATE_FIGURES = re.compile(r"\d{4}|\d[./]\d")
_LINE_END = re.compile(r"\s[–—-]+\s|[–—|•·:)]|(?<=\d{4})\.\s")
_ENDS_WITH_DATE = re.compile(r"\d\W{0,3}\w{0,7}\W{0,3}$")
_PLACE_WORDS = 3
_ADDRESS_DAY = re.compile(r"/(\d{4})/(\d{2})/(\d{2})(?:/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDates:
    """The dates that a page states, empty if it states none.

    `published` are days of publication and the points in time that state them; `named` is in an element that is named
    after it; `loose` is a day that may be that of a change; `likely` is a guess, if there is nothing else.
    """

    published: tuple[tuple[str, str], ...] = ()
    named: str = ""
    loose: str = ""
    likely: str = ""

    def has_any(self) -> bool:
        """Tell whether the page states any date."""
        return bool(self.published or self.named or self.loose)


def read_dates(root: Element, data: LinkedData, meta: Mapping[str, Sequence[str]]) -> StatedDates:
    """Read the dates in the JSON-LD of a page, in its meta elements, and in elements that are named after them."""
    stated = [value for key in _DATE_KEYS[:1] for value in meta.get(key, ())]
    stated += [data.text("datePublished"), data.text("dateCreated"), data.text("uploadDate")]
    stated += [value for key in _DATE_KEYS[1:] for value in meta.get(key, ())]
    published = tuple((day, value) for value in stated if (day := _read_day(value)))
    loose = next((day for key in _LOOSE_KEYS for value in meta.get(key, ()) if (day := _read_day(value))), "")
    named = _find_time(root)
    likely = "" if published or loose or named else _search(root, extensive=False)
    return StatedDates(published=published, named=named, loose=loose, likely=likely)


def choose_date(stated: StatedDates, shown: str, address: str) -> tuple[str, bool]:
    """Return the day of publication, and whether the page states it; `shown` is the one that it shows near its title.

    Of several that are stated as such, the one that is shown; a loose day counts less than a shown one.
    """
    if not stated.published:
        known = {stated.named, stated.loose} - {""}
        day = shown if shown in known else stated.named or shown or stated.loose or stated.likely
        return day, day in known
    first, value = stated.published[0]
    if any(shown == day for day, _ in stated.published):
        return shown, True
    universal = _UNIVERSAL_TIME.search(value)
    if universal is None:
        return first, True
    days = [day for day, other in stated.published if not _UNIVERSAL_TIME.search(other)]
    is_midday = _EARLY < int(universal["hour"]) < _LATE
    local = [_address_day(address), *days, stated.named, "" if is_midday else shown]
    return next((day for day in local if day and _is_next(day, first)), first), True


def _address_day(address: str) -> str:
    """Return the day in the address of a page, as programs for journals write it."""
    found = _ADDRESS_DAY.search(address)
    return parse_date("-".join(found.groups())) if found else ""


def _is_next(day: str, other: str) -> bool:
    """Tell whether two days follow each other, as the same point in time does in two zones."""
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) == 1


def find_shown_date(runs: Sequence[Run], title: str) -> str:
    """Return the date in the lines above the title of a text, in those below it, or at the beginning of the text."""
    words = fold_words(title)
    headings = [at for at, run in enumerate(runs) if run.block.tag in {"h1", "h2", "h3"}]
    titles = (at for at in headings if fold_words(runs[at].text) == words)
    place = next(titles, next((at for at in headings if runs[at].block.tag == "h1"), None))
    start = 0 if place is None else place + 1
    texts = (at for at in range(start, len(runs)) if runs[at].taken and len(runs[at].text) > _BEGINNING)
    first = next(texts, len(runs))
    above, below = (first, first) if place is None else (place, start)
    first = min(first, below + _RUNS_BELOW)
    # Lines with links above the title lead to other texts; below it they name authors.
    lines = [run for run in runs[max(0, above - _RUNS_ABOVE) : above][::-1] if not run.linked]
    lines += [run for run in runs[below:first] if run.linked <= _HALF * len(run.text)]
    short = [run.text for run in lines if len(run.text) <= _MOST_LETTERS]
    beginnings = [_read_dateline(run.text) for run in runs[below : first + _TEXT_RUNS]]
    return next(filter(None, map(_search_line, [*short, *beginnings])), "")


def _read_dateline(text: str) -> str:
    """Return what a text begins with, as an agency's does: a place, a date and a dash or full stop, or a short line.

    A sentence that begins with a date goes on after it, and tells of that day.
    """
    if len(text) <= _BEGINNING:
        return text
    line, *rest = _LINE_END.split(text[:_LONGEST_DATE], maxsplit=1)
    place = re.split(r"\d", line)[0].split()
    is_dateline = rest and _ENDS_WITH_DATE.search(line) and len(place) <= _PLACE_WORDS
    return line if is_dateline and not any(map(str.islower, place)) else ""


def _search_line(line: str) -> str:
    """Return the first date in a line, in any language."""
    if not _DATE_FIGURES.search(line):
        return ""
    return _search(f"<html><body><p>{escape(line)}</p></body></html>", extensive=True)


def guess_date(page: Element) -> str:
    """Return the likeliest date in the short texts of a page, where those of its article do not count."""
    around = copy(page)
    for block in list(around.iter("p", "blockquote", "li", "dd", "td", "figcaption", "h1", "h2", "h3")):
        if block.getparent() is not None and _is_prose(block):
            remove_element(block)
    return _search(around, extensive=True)


def _is_prose(block: Element) -> bool:
    """Tell whether a block is long or a sentence, whose dates are not those of the text."""
    text = "".join(block.itertext())
    return len(text) > _MOST_LETTERS or continues_text(text, after_notes=False)


def _search(page: Element | str, *, extensive: bool) -> str:
    """Return the date that htmldate finds in the markup, the address and, if `extensive`, the texts of a page."""
    if sum(map(len, [page] if isinstance(page, str) else page.itertext())) > _MOST_SEARCHED:
        return ""
    try:
        from htmldate import find_date  # noqa: PLC0415  heavy, and comes with trafilatura
    except ImportError:
        return ""
    try:
        found = find_date(page, original_date=True, extensive_search=extensive) or ""
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
