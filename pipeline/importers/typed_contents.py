"""Find the tables of contents that somebody typed: rows that end in page numbers, and their headings."""

import re
from collections.abc import Collection, Sequence

from pipeline.languages import document_pattern

_ENTRY = re.compile(
    r"(?P<text>.*[^\W\d_].*?)(?P<leader>\s*(?:\.\s?){3,}|\s*…[\s….]*|\s*_{3,}|\s*\t+)\s*(?P<page>\d{1,4}|[ivxlc]{1,7})"
)
_LEADS = re.compile(r"(?:\.\s?\.|…|__|\t)\s*+\w{1,7}$")
_LEAST_ENTRIES = 2
_EARLY = 20  # lines
_LONGEST_ENTRY = 300  # characters
_HEADING = r"(?:{contents_headings})\s*[:.։՝]?"


def is_contents_heading(line: str) -> bool:
    """Tell whether a line is the heading above a table of contents."""
    return len(line) <= _LONGEST_ENTRY and bool(document_pattern(_HEADING).fullmatch(line.strip()))


def plain_entry(text: str) -> str:
    """Return the words of a heading, or of an entry, without its number."""
    return " ".join(re.sub(r"^[\s\d.)]*", "", text).casefold().split())


def find_typed_contents(lines: Sequence[str | None], led: Collection[int] = ()) -> list[range]:
    """Return the rows of lines that end in page numbers which do not go down. None stands for a line that cannot be an
    entry; in those that are `led`, marks lead from the words to the page.
    """
    rows: list[range] = []
    row: list[re.Match[str]] = []
    texts = {plain_entry(line) for line in lines if line}
    for index, line in enumerate([*lines, None]):
        entry = _match_entry(line or "")
        page, last = (entry["page"] if entry else ""), (row[-1]["page"] if row else "")
        if entry and not (page.isdecimal() and last.isdecimal() and int(page) < int(last)):
            row.append(entry)
            continue
        start = index - len(row)
        leaders = sum("\t" not in one["leader"] or at in led for at, one in enumerate(row, start))
        above = (lines[start - 1] or "") if start else ""
        if len(row) >= _LEAST_ENTRIES and _is_sure(row, texts, above, leaders if start < _EARLY else 0):
            rows.append(range(start, index))
        row = [entry] if entry else []
    return rows


def _match_entry(line: str) -> re.Match[str] | None:
    """Match a line that ends in a page number."""
    text = line.strip()
    return _ENTRY.fullmatch(text) if len(text) <= _LONGEST_ENTRY and _LEADS.search(text) else None


def _is_sure(row: Sequence[re.Match[str]], texts: Collection[str], above: str, leaders: int) -> bool:
    """Tell whether a row is a table of contents: most entries are in the text as well, or the heading above it says so,
    or dots lead to the pages, early in a document.
    """
    known = sum(plain_entry(entry["text"]) in texts for entry in row)
    return 2 * known > len(row) or is_contents_heading(above) or (len(row) > _LEAST_ENTRIES and 2 * leaders > len(row))
