"""The shape of a plain text: which lines are headings, items, rows of a table, and who signed it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.importers import lines

_ENDS = re.compile(r"[.։:;,…․](?:['\"»”’)\]]|\[\w{1,6}\]|\(\w{1,5}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹*])*$")
_RULE = re.compile(r"(?:[*_=~–—-]\s*){3,}|⁂")
_CAPTION = re.compile(
    r"(?:photo|image|figure|fig\.|table|фото|рис\.|таблица|լուսանկար\w*|նկ\.|աղյուսակ)\b.*[:.՝\d]", re.IGNORECASE
)
_BULLETS = re.compile(r"[•·▪◦‣●○■*]\s")
_DASH = re.compile(r"[–—-]\s")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_PARTICLES = frozenset({"and", "de", "van", "von", "der", "du", "la", "и", "և", "եւ"})

_HEADING_LETTERS, _HEADING_WORDS = 120, 16
_HEADINGS_IN_A_ROW = 2
_NAME_WORDS = 8


def looks_like_a_heading(line: str) -> bool:
    """Whether a line could be a heading by itself: short, capital first, without a full stop."""
    first = re.sub(r"^(?:\(?[\divxIVX]+[.)]\)?\s+|[«“„\"'(\[])+", "", line)[:1]
    return (
        len(line) <= _HEADING_LETTERS
        and len(line.split()) <= _HEADING_WORDS
        and (first.isupper() or first.isdigit())
        and not _ENDS.search(line)
        and not _CAPTION.match(line)
        and not (_BULLETS.match(line) or _DASH.match(line))
        and "\t" not in line
        and "@" not in line
        and "://" not in line
    )


def is_name(line: str) -> bool:
    """Whether a line is made as the names of one or several people are: a few words, each with a capital letter."""
    names = [word for word in re.split(r"[\s,]+", line.strip()) if word.lower() not in _PARTICLES]
    return (
        2 <= len(names) <= _NAME_WORDS  # noqa: PLR2004
        and not re.search(r"[\d:;!?()«»“”\"/\\|]", line)
        and not re.search(r"[^\W\d_]{2}[.։]$", line)
        and all(word[0].isupper() and (len(word) < 4 or not word.isupper()) for word in names)  # noqa: PLR2004
    )


def headings(plain: Sequence[str]) -> set[int]:
    """The lines that are headings: those that look so, one or two together, with text after them."""
    found: set[int] = set()
    index = 0
    while index < len(plain):
        row = index
        while row < len(plain) and looks_like_a_heading(plain[row]):
            row += 1
        if index < row <= index + _HEADINGS_IN_A_ROW and row < len(plain):
            found.update(range(index, row))
        index = max(row, index) + 1
    return found - _numbered_rows(plain)


def _numbered_rows(plain: Sequence[str]) -> set[int]:
    """Lines that count up one right after the other: items of a list, and no headings."""
    found: set[int] = set()
    for index, (line, after) in enumerate(pairwise(plain)):
        one, two = _NUMBER.match(line), _NUMBER.match(after)
        if one and two and int(two[1]) == int(one[1]) + 1:
            found |= {index, index + 1}
    return found


def markdown(plain: Sequence[str], escaped: Sequence[str]) -> list[str]:
    """The paragraphs of a text as blocks of Markdown; `escaped` are the same lines, harmless, with their notes."""
    titles = headings(plain)
    numbered = _numbered_rows(plain)
    sorts = [_sort(index, line, plain, titles, numbered) for index, line in enumerate(plain)]
    made: list[str] = []
    for sort, group in groupby(range(len(plain)), key=lambda index: sorts[index]):
        made += _blocks(sort, [escaped[index] for index in group])
    return made


def _sort(index: int, line: str, plain: Sequence[str], titles: set[int], numbered: set[int]) -> str:
    if index in titles:
        return "heading"
    if index in numbered:
        return "numbers"
    if _BULLETS.match(line):
        return "bullets"
    if _DASH.match(line):
        return "dashes" if _follows_a_colon(index, plain) else "text"
    if _RULE.fullmatch(line):
        return "rule"
    return "cells" if "\t" in line else "text"


def _follows_a_colon(index: int, plain: Sequence[str]) -> bool:
    """Whether the lines with dashes around this one come after one that announces them; else it is a dialogue."""
    while index and _DASH.match(plain[index]):
        index -= 1
    return bool(re.search(r"[:՝․]$", plain[index]))


def _blocks(sort: str, escaped: Sequence[str]) -> Iterator[str]:
    if sort == "heading":
        yield from (f"## {line}" for line in escaped)
    elif sort == "rule":
        yield "* * *"
    elif sort in {"bullets", "dashes", "numbers"}:
        yield "\n".join(map(lines.item, escaped))
    elif sort == "cells" and len(escaped) > 1:
        yield lines.table(escaped)
    else:
        yield from (line.replace("\t", " ") for line in escaped)
