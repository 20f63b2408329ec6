"""Find the tables of contents of a Word document: fields, controls, styles, and those that somebody typed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.importers.paragraphs import is_heading_candidate, is_name
from pipeline.importers.typed_contents import find_typed_contents, is_contents_heading, plain_entry
from pipeline.importers.word.ooxml import Element, W, properties_of, text_of, value
from pipeline.importers.word.styles import StyleSheet
from pipeline.languages.dates import parse_date
from pipeline.languages.words import count_words

_STYLES = re.compile(r"(?:toc|index) \d|table of figures|table of authorities|index heading|toc heading|toa heading")
_HEADING_STYLES = frozenset({"toc heading", "toa heading", "index heading"})
_GALLERIES = frozenset({"Table of Contents", "Table of Figures"})
_LEAST_ENTRIES, _MOST_ENTRIES = 2, 500
_LONGEST_HEADING = 5  # words
_LONGEST_ENTRY = 300  # characters


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
    headings = {plain_entry(text_of(each)) for each in paragraphs if styles.heading_level(each)}
    found |= _linked_entries(paragraphs, headings)
    found |= {each for each in paragraphs if any(_STYLES.fullmatch(name) for name in styles.paragraph_names(each))}
    found |= set(_typed_rows(paragraphs, found))
    return [
        each for index, each in enumerate(paragraphs) if each in found or _is_heading(index, paragraphs, styles, found)
    ]


def _linked_entries(paragraphs: Sequence[Element], headings: set[str]) -> set[Element]:
    """Return the paragraphs that only link to a heading and show its words, in rows."""
    row: list[Element] = []
    found: set[Element] = set()
    for each in [*paragraphs, None]:
        if each is not None and _is_linked(each) and re.sub(r"\s*\d+$", "", plain_entry(text_of(each))) in headings:
            row.append(each)
            continue
        found |= set(row) if len(row) >= _LEAST_ENTRIES else set()
        row = []
    return found


def _is_linked(paragraph: Element) -> bool:
    """Tell whether all words of a paragraph are links within the document."""
    texts = [text for text in paragraph.iter(f"{W}t") if (text.text or "").strip()]
    return all(any(link.get(f"{W}anchor") for link in text.iterancestors(f"{W}hyperlink")) for text in texts)


def _typed_rows(paragraphs: Sequence[Element], found: set[Element]) -> Iterator[Element]:
    """Yield the paragraphs of tables of contents that somebody typed."""
    lines = [None if each in found or _in_table(each) else _with_tabs(each) for each in paragraphs]
    led = {index for index, each in enumerate(paragraphs) if _has_leader(each)}
    for row in find_typed_contents(lines, led):
        yield from (paragraphs[index] for index in row)


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


def _is_heading(index: int, paragraphs: Sequence[Element], styles: StyleSheet, found: set[Element]) -> bool:
    """Tell whether a paragraph is the heading of the table of contents below it. Real headings are entries of it."""
    each, below = paragraphs[index], paragraphs[index + 1 : index + _MOST_ENTRIES]
    noted = next(each.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None
    if each in found or noted or not any(other in found for other in below[:2]):
        return False
    text = " ".join(text_of(each).split())[:_LONGEST_ENTRY]
    if is_contents_heading(text) or styles.paragraph_name(each) in _HEADING_STYLES:
        return True
    if index == 0 or below[0] not in found or not _may_head(text, each, styles):
        return False
    entries = [plain_entry(text_of(entry)) for entry in below if entry in found]
    return not any(plain_entry(text) in entry for entry in entries if entry != plain_entry(text))


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
