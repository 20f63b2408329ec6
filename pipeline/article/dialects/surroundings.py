"""Look at the lines around a sign of a dialect: a table, in whose cells some stand for themselves, or text above it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from pipeline.patterns import lazy

MARKERS = r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*"
"""The indentation of a line, its quote markers and the signs of the lists that begin on it."""

LINE_START = lazy(MARKERS)
BLANK_LINE = lazy(r"\n[ \t>]*\r?\n")
_PARAGRAPH_START = lazy(r"\A(?:[ \t>]*\r?\n)*|\n(?:[ \t>]*\r?\n)+")
_ITEM = lazy(r"(?P<indentation>[ \t>]*+)(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+")
_LINE_END = lazy(r"\n")
_DELIMITER_ROW = lazy(r"[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?[ \t]*)?")
_ROW_BELOW_HEAD = lazy(rf"(?m)^{_DELIMITER_ROW.pattern}\r?$")


class Tables:
    """The lines of a text that stand in a table: next to a row of hyphens, up to a blank line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] | None = None

    def has(self, at: int) -> bool:
        """Tell whether a table has the character at an offset."""
        if self.spans is None:
            self.spans = list(self._find())
        index = bisect_right(self.spans, (at, len(self.text))) - 1
        return index >= 0 and at < self.spans[index][1]

    def _find(self) -> Iterator[tuple[int, int]]:
        at = 0
        while row := _ROW_BELOW_HEAD.search(self.text, at):
            head = self.text.rfind("\n", at, max(row.start() - 1, at)) + 1 or at
            blank = BLANK_LINE.search(self.text, row.end())
            at = blank.start() if blank else len(self.text)
            yield head, at


def line_feed_starts(text: str) -> Iterator[int]:
    """Yield the offsets at which lines begin; a line ends with LF or CR LF."""
    return accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0)


def begins_row(text: str, line: re.Match[str]) -> bool:
    """Tell whether a line that begins with a bar stands in a table: next to a row of hyphens."""
    if not line["rest"].startswith("|"):
        return False
    above = text.rfind("\n", 0, max(line.start() - 1, 0)) + 1
    below = text.find("\n", line.end() + 1)
    around = (text[above : line.start()], text[line.end() + 1 : below if below >= 0 else len(text)])
    return any(_DELIMITER_ROW.fullmatch(row.strip("\r\n")) for row in around)


def follows_text(text: str, start: int) -> bool:
    """Tell whether a line with something on it stands above the line at `start`, at most one blank line between."""
    above = text[max(0, start - 1000) : start].split("\n")[:-1][-2:]
    return bool(above) and any(line.strip(" \t>\r") for line in above)


def begins_with(text: str, at: int, sign: re.Pattern[str]) -> bool:
    """Tell whether the paragraph around an offset begins with a sign, behind quote and list markers."""
    starts = _paragraph_starts(text)
    first = LINE_START.match(text, starts[bisect_right(starts, at) - 1])
    return bool(first and sign.match(text, first.end()))


@lru_cache(maxsize=2)
def _paragraph_starts(text: str) -> tuple[int, ...]:
    return tuple(found.end() for found in _PARAGRAPH_START.finditer(text))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but quote and list markers stands before, and nothing behind, on the lines of a span."""
    line_end = text.find("\n", end)
    tail = text[end : line_end if line_end >= 0 else len(text)]
    return bool(LINE_START.fullmatch(text, text.rfind("\n", 0, start) + 1, start)) and not tail.strip()


def leaves_item(text: str, start: int, end: int) -> bool:
    """Tell whether a span would go on past the item of a list that it begins in, as from `- $$ a` to `- b $$`."""
    if "\n" not in text[start:end]:
        return False
    first = _ITEM.match(text, text.rfind("\n", 0, start) + 1, start)
    width = len(first[0].expandtabs(4)) if first else 0
    lines = (match.end() for match in _LINE_END.finditer(text, start, end)) if first else ()
    others = filter(None, (_ITEM.match(text, at, end) for at in lines))
    return any(len(item["indentation"].expandtabs(4)) < width for item in others)
