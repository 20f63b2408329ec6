"""Find the lines of a pasted text that a mail program quotes, with > before each."""

import re
from collections.abc import Iterator
from itertools import groupby

MARK = "> "
_QUOTED = re.compile(r"[ \t]*(?P<marks>>(?:[ \t]?>)*)[ \t]?(?P<rest>.*)")
_DEEPEST = 9
"""Number of quotes in quotes that stay apart."""


class QuotedLine(str):
    """A paragraph that a mail quotes, with a mark for each quote that it is in."""

    __slots__ = ()


def part_quotes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with the number of quotes that it is in, without their marks."""
    for depth, lines in groupby(_lines(text), key=lambda line: line[0]):
        yield depth, "\n".join(rest for _, rest in lines)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for line in text.split("\n"):
        found = _QUOTED.match(line)
        is_amount = found is not None and depth == 0 and found["rest"][:1].isdigit()  # "> 50 %" is more than that
        depth = 0 if found is None or is_amount else min(found["marks"].count(">"), _DEEPEST)
        yield depth, found["rest"] if found and depth else line
