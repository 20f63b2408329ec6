"""Measure, shorten and break text by the columns that it takes on a terminal."""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate

import click

_INDENT = 4  # columns by which a broken line goes on indented, besides the indentation that it has
_ONE_COLUMN = "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u0527\u0531-\u0556\u0559-\u058a‐-‧‰-⁞€№−]*"
"""Texts whose characters take one column each: those of European scripts, mostly, and much faster to measure."""


_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {127: "␡"}
_DIRECTIONS = {code: f"«U+{code:04X}»" for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SIGNS = _PICTURES | _DIRECTIONS


def escape_controls(text: str) -> str:
    """Replace the characters that a terminal would obey, such as escape codes, by visible signs."""
    return text if text.isprintable() else text.translate(_SIGNS)


def escape_lines(text: str) -> str:
    """Replace in each line of a text without colours what a terminal would obey."""
    return "\n".join(map(escape_controls, text.split("\n")))


def show_controls(text: str) -> str:
    """Replace what a terminal would obey in names of files and in texts by visible signs; lines and colours stay."""
    if text.replace("\n", "").isprintable():
        return text
    return _unwanted().sub(lambda found: _SIGNS[ord(found[0])], text)


@cache
def _unwanted() -> re.Pattern[str]:
    """Return the pattern of signs that a terminal would obey, but for line ends, tabs and the colours that this program
    writes.
    """
    return re.compile(rf"[{re.escape(''.join(map(chr, _SIGNS)))}](?<![\n\t])(?<!\x1b(?=\[[0-9;]*m))")


def cell_width(text: str) -> int:
    """Return how many columns of a terminal a text takes, its colours left out."""
    text = click.unstyle(text)
    return len(text) if text.isascii() else sum(map(character_width, text))


def shorten(text: str, width: int) -> str:
    """Return the beginning of a text that fits into `width` columns, with an ellipsis if it goes on."""
    if re.fullmatch(_ONE_COLUMN, text[: width + 1]):
        return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
    ends = list(accumulate(map(character_width, text)))
    return text if not ends or ends[-1] <= width else f"{text[: bisect_right(ends, width - 1)].rstrip()}…"


def shorten_middle(text: str, width: int) -> str:
    """Return the beginning and the end of a text that does not fit into `width` columns, with an ellipsis between."""
    if cell_width(text) <= width:
        return text
    beginning = shorten(text, (width + 1) // 2 + 1)
    ending = shorten(text[::-1], width - cell_width(beginning) + 1)
    return beginning + ending[-2::-1]


@cache
def character_width(character: str) -> int:
    """Return how many columns a character takes: 0 for marks that stand on others, 2 for wide ones."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"F", "W"} else 1


def break_lines(text: str, width: int) -> str:
    """Break the lines that are wider than `width` between words. Words that are too long, such as paths, stay whole."""
    return "\n".join(_break_line(line, width) if cell_width(line) > width else line for line in text.split("\n"))


def _break_line(line: str, width: int) -> str:
    margin = len(line) - len(line.lstrip(" "))
    first, *words = line[margin:].split(" ")
    lines, length = [" " * margin + first], margin + cell_width(first)
    for word in words:
        columns = cell_width(word)
        if length + 1 + columns <= width:
            lines[-1] += f" {word}"
            length += 1 + columns
        else:
            lines.append(" " * (margin + _INDENT) + word)
            length = margin + _INDENT + columns
    return "\n".join(lines)
