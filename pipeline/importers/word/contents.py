"""Find the tables of contents of a Word document: fields, controls, styles, and those that somebody typed."""

import re
from collections.abc import Iterable, Sequence

from pipeline.importers.paragraphs import is_heading_candidate, is_name
from pipeline.importers.word.ooxml import Element, W, properties_of, text_of, value
from pipeline.importers.word.styles import StyleSheet
from pipeline.languages import document_pattern
from pipeline.languages.dates import parse_date
from pipeline.languages.words import count_words

_STYLES = re.compile(r"(?:toc|index) \d|table of figures|table of authorities|index heading|toc heading|toa heading")
_HEADING_STYLES = frozenset({"toc heading", "toa heading", "index heading"})
_GALLERIES = frozenset({"Table of Contents", "Table of Figures"})
_ENTRY = re.compile(
    r"(?P<text>.*[^\W\d_].*?)(?P<leader>\s*(?:\.\s?){3,}|\s*…[\s….]*|\s*_{3,}|\s*\t+)\s*(?P<page>\d{1,4}|[ivxlc]{1,7})"
)
_LEADS = re.compile(r"(?:\.\s?\.|…|__|\t)\s*+\w{1,7}$")
_LEAST_ENTRIES, _MOST_ENTRIES = 2, 500
_EARLY = 20  # paragraphs
_LONGEST_HEADING = 5  # words
_LONGEST_ENTRY = 300  # characters
_HEADING = r"{contents_headings}\s*[:.։]?"


def find_galleries(root: Element) -> list[Element]:
    """Return the paragraphs in the controls that Word makes for tables of contents."""
    return [
        paragraph
        for name in root.iter(f"{W}docPartGallery")
        if name.get(f"{W}val") in _GALLERIES
        for control in [next(name.iterancestors(f"{W}sdt"), None)]
        if control is not None
        for paragraph in control.iter(f"{W}p")
    ]


def find_contents(body: Element, styles: StyleSheet, known: Iterable[Element]) -> list[Element]:
    """Return the paragraphs of tables of contents and their headings; `known` belong to fields and controls."""
    paragraphs = [each for each in body.iter(f"{W}p") if text_of(each).strip()]
    found = set(known)
    headings = {_plain(text_of(each)) for each in paragraphs if styles.heading_level(each)}
    found |= _linked_entries(paragraphs, headings)
    found |= {each for each in paragraphs if any(_STYLES.fullmatch(name) for name in styles.paragraph_names(each))}
    for row in _typed_rows(paragraphs, found):
        found |= set(row)
    return [
        each for index, each in enumerate(paragraphs) if each in found or _is_heading(index, paragraphs, styles, found)
    ]


def _linked_entries(paragraphs: Sequence[Element], headings: set[str]) -> set[Element]:
    """Return the paragraphs that only link to a heading and show its words, in rows."""
    row: list[Element] = []
    found: set[Element] = set()
    for each in [*paragraphs, None]:
        if each is not None and _is_linked(each) and re.sub(r"\s*\d+$", "", _plain(text_of(each))) in headings:
            row.append(each)
            continue
        found |= set(row) if len(row) >= _LEAST_ENTRIES else set()
        row = []
    return found


def _is_linked(paragraph: Element) -> bool:
    """Tell whether all words of a paragraph are links within the document."""
    texts = [text for text in paragraph.iter(f"{W}t") if (text.text or "").strip()]
    return all(any(link.get(f"{W}anchor") for link in text.iterancestors(f"{W}hyperlink")) for text in texts)


def _typed_rows(paragraphs: Sequence[Element], found: set[Element]) -> list[list[Element]]:
    """Return rows of paragraphs that end in page numbers which do not go down."""
    rows: list[list[Element]] = []
    row: list[tuple[Element, re.Match[str]]] = []
    texts = {_plain(text_of(each)) for each in paragraphs}
    for index, each in enumerate([*paragraphs, None]):
        entry = None if each is None or each in found else _match_entry(each)
        page = entry["page"] if entry else ""
        last = row[-1][1]["page"] if row else ""
        if entry and not (page.isdecimal() and last.isdecimal() and int(page) < int(last)):
            row.append((each, entry))
            continue
        above = text_of(paragraphs[index - len(row) - 1]) if len(row) < index else ""
        if len(row) >= _LEAST_ENTRIES and _is_sure(row, texts, above, is_early=index - len(row) < _EARLY):
            rows.append([paragraph for paragraph, _ in row])
        row = [(each, entry)] if entry else []
    return rows


def _match_entry(paragraph: Element) -> re.Match[str] | None:
    """Match a paragraph that ends in a page number."""
    text = _with_tabs(paragraph).strip()
    if len(text) > _LONGEST_ENTRY or not _LEADS.search(text) or _in_table(paragraph):
        return None
    return _ENTRY.fullmatch(text)


def _is_sure(row: Sequence[tuple[Element, re.Match[str]]], texts: set[str], above: str, *, is_early: bool) -> bool:
    """Tell whether a row is a table of contents: most entries are in the text as well, or the heading above it says so,
    or dots lead to the pages, early in a document.
    """
    leaders = sum("\t" not in entry["leader"] or _has_leader(paragraph) for paragraph, entry in row)
    known = sum(_plain(entry["text"]) in texts for _, entry in row)
    is_named = len(above) <= _LONGEST_ENTRY and bool(document_pattern(_HEADING).fullmatch(above.strip()))
    return 2 * known > len(row) or is_named or (is_early and len(row) > _LEAST_ENTRIES and 2 * leaders > len(row))


def _has_leader(paragraph: Element) -> bool:
    return any(tab.get(f"{W}leader") not in {None, "none"} for tab in paragraph.iter(f"{W}tab"))


def _in_table(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(f"{W}tbl"), None) is not None


def _with_tabs(paragraph: Element) -> str:
    """Return the text of a paragraph with its tabs."""
    parts = []
    for found in paragraph.iter(f"{W}t", f"{W}tab", f"{W}ptab"):
        is_stop = found.getparent().tag == f"{W}tabs"
        parts.append(found.text or "" if found.tag == f"{W}t" else "" if is_stop else "\t")
    return "".join(parts)


def _plain(text: str) -> str:
    """Return the words of a heading without its number."""
    return " ".join(re.sub(r"^[\s\d.)]*", "", text).casefold().split())


def _is_heading(index: int, paragraphs: Sequence[Element], styles: StyleSheet, found: set[Element]) -> bool:
    """Tell whether a paragraph is the heading of the table of contents below it. Real headings are entries of it."""
    each, below = paragraphs[index], paragraphs[index + 1 : index + _MOST_ENTRIES]
    noted = next(each.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None
    if each in found or noted or not any(other in found for other in below[:2]):
        return False
    text = " ".join(text_of(each).split())[:_LONGEST_ENTRY]
    if document_pattern(_HEADING).fullmatch(text) or styles.paragraph_name(each) in _HEADING_STYLES:
        return True
    if index == 0 or below[0] not in found or not _may_head(text, each, styles):
        return False
    entries = [_plain(text_of(entry)) for entry in below if entry in found]
    return not any(_plain(text) in entry for entry in entries if entry != _plain(text))


def _may_head(text: str, paragraph: Element, styles: StyleSheet) -> bool:
    """Tell whether a paragraph looks like a heading, and like no title, name or date."""
    if count_words(text) > _LONGEST_HEADING or not is_heading_candidate(text) or is_name(text) or parse_date(text):
        return False
    is_shown = bool(styles.heading_level(paragraph)) or _is_emphatic(paragraph, styles)
    return is_shown and styles.paragraph_name(paragraph) not in {"title", "subtitle", "author", "date"}


def _is_emphatic(paragraph: Element, styles: StyleSheet) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if text_of(run).strip()]
    return bool(runs) and (
        all(styles.is_bold(run, paragraph) for run in runs) or value(properties_of(paragraph), "jc") == "center"
    )
