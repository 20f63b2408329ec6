"""Find an author's notes within a sentence, `^[…]`; brackets in code or in another mark do not count."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.patterns import lazy

_BLOCK_START = lazy(r"[ \t>]*(?:\r?\n|\||(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t])")
_ROW = lazy(r"[ \t>]*\|")
_PLAIN = -1


def find_notes(text: str, opening: str, hidden: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the offsets of the outermost notes in `text`, each of them in one paragraph, item or cell.

    `opening` begins a note; `hidden` are the offsets, in order, of what has no brackets of its own: code and marks.
    """
    found: list[tuple[int, int]] = []
    open_now: list[int] = []
    bar = 0
    is_row = _ROW.match(text) is not None
    for token in _visible_tokens(text, opening, hidden):
        start, sign = token.start(), token[0]
        if sign == "\n":
            is_row = _ROW.match(text, token.end()) is not None
            if _BLOCK_START.match(text, token.end()):
                open_now.clear()
        elif sign == "|":
            bar = start
        elif sign in {opening, "["}:
            open_now.append(start if sign == opening else _PLAIN)
        elif sign == "]" and open_now:
            start = open_now.pop()
            if start != _PLAIN and not (is_row and bar > start):
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, token.end()))
    return found


def _visible_tokens(text: str, opening: str, hidden: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    tokens = _tokens(opening)
    at = index = 0
    while token := tokens.search(text, at):
        while index < len(hidden) and hidden[index][1] <= at:
            index += 1
        if index < len(hidden) and hidden[index][0] <= token.start():
            at = hidden[index][1]
        else:
            yield token
            at = token.end()


@cache
def _tokens(opening: str) -> re.Pattern[str]:
    return re.compile(rf"\\.|{re.escape(opening)}|[\[\]|\n]")
