"""Divide texts into words by the characters that make them, in any script.

A word is a row of letters with their combining marks, or of digits. A script that puts no spaces between words has none
that can be told without a dictionary: each of its characters counts as a word, so that any row of them is found.

These words have places and are found as terms and in the memory. `words` counts them as an invoice does, punctuation
included, and `alignment.words` joins and cuts them so that those of two languages can be paired.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from pipeline.languages.words import BY_CHARACTER
from pipeline.patterns import lazy

_EASY = (range(0x300), range(0x370, 0x483), range(0x48A, 0x591), range(0x10A0, 0x1100), range(0x1E00, 0x20D0))
"""Characters without combining marks and letters of those scripts: nearly all texts in Latin, Greek, Cyrillic, Armenian
and Georgian letters have no others.
"""
_WORD = lazy(r"[^\W\d_]+|\d+")
_LAST = 0x1FFFF
_MARKERS = lazy(r"\{\w{1,9}\}|\[\^[^\[\]\s]{1,40}\]")
_CLOSING = " \t\r\n\"'”’»›)]*_~`"
_REACH = 80
"""Characters at the end of a text that may be note references and closing marks."""


def ends_wide(text: str) -> bool:
    """Tell whether a text ends with a mark as wide as a mark and a space, after which Chinese and Japanese put none."""
    if text.isascii():
        return False
    last = _MARKERS.sub("", text[-_REACH:]).rstrip(_CLOSING)[-1:]
    return bool(last) and not last.isalnum() and unicodedata.east_asian_width(last) in {"F", "W"}


def needs_no_space(before: str, following: str) -> bool:
    """Tell whether no space stands between two characters, with a note reference at most: one is a wide mark, or the
    second a letter of a script without spaces.
    """
    return ends_wide(before) or is_unspaced(following)


def join_sentences(texts: Iterable[str]) -> str:
    """Join sentences as their script does: with a space, or with none after a wide mark."""
    joined = ""
    for text in filter(None, texts):
        joined += ("" if not joined or ends_wide(joined) else " ") + text
    return joined


def word_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of words and numbers that suits the characters of a text."""
    return _WORD if text.isascii() or _easy().issuperset(text) else _any_word()


@cache
def unspaced_rows() -> re.Pattern[str]:
    """Return a pattern for a row of letters, with their marks, of a script without spaces."""
    return re.compile(f"[{BY_CHARACTER}][{BY_CHARACTER}{combining_marks()}]*")


def is_unspaced(word: str) -> bool:
    """Tell whether a word is one character of a script without spaces."""
    return unspaced_rows().match(word) is not None if word[0] > "\u0e00" else False


@cache
def _easy() -> frozenset[str]:
    return frozenset(chr(point) for points in _EASY for point in points)


@cache
def _any_word() -> re.Pattern[str]:
    marks, letter = combining_marks(), rf"[^\W\d_{BY_CHARACTER}]"
    return re.compile(rf"{letter}+(?:[{marks}]+{letter}*)*|[{BY_CHARACTER}][{marks}]*|\d+")


@cache
def combining_marks() -> str:
    """Return the combining marks of all scripts, as the inside of a character class."""
    return character_class(point for point in range(0x300, _LAST) if unicodedata.category(chr(point)) in {"Mn", "Mc"})


def character_class(points: Iterable[int]) -> str:
    """Return characters, given in order by their code points, as ranges for the inside of a character class."""
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
