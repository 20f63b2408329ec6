"""Wrong spellings of placeholder names by people, keyboards and machines.

A letter may be replaced by one that looks alike, a name by one that sounds alike or was typed in the Russian keyboard
layout, a digit by a letter.
"""

import re
import unicodedata
from functools import cache

from pipeline.languages import packs
from pipeline.model import PlaceholderKind
from pipeline.patterns import lazy

_LOOKS = {
    "f": "fƒғ",
    "n": "nпոռηи",
    "u": "uսυцՍ",
    "r": "rгր",
    "l": "lіiӏ|ւլ1",
    "i": "iіїıιl1",
    "m": "mмʍ",
    "g": "gցɡգզ",
    "b": "bвьβЬ",
    "k": "kкκ",
    "e": "eеёεє",
    "p": "pрρքքր",
}
_DIGITS = {"1": "1lIiІіӀӏ|", "0": "0oOоОօՕ"}
_AS_DIGITS = str.maketrans({letter: digit for digit, letters in _DIGITS.items() for letter in letters})

INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
"""Characters without width, for use in a character class; they come in when text is copied."""

GAP = rf"[\s{INVISIBLE}]*"
"""A pattern for white space and invisible characters."""


_INSIDE = r"[\s\\^_*\"']*"
_BETWEEN = r"[\s\\_\-‐‒–—.:#^]*"
_DIGIT = rf"[\d{''.join(_DIGITS['1'] + _DIGITS['0'])}]"
_LATIN = lazy(rf"{_INSIDE}({'|'.join(PlaceholderKind)}){_BETWEEN}(\d{{1,4}}){_INSIDE}")
_NUMBERED = lazy(rf"{_INSIDE}[^\W\d_][^\d{{}}]*?(\d{{1,4}}){_INSIDE}")


def normalize(text: str) -> str:
    """Normalise a text for comparison: fold case and compatibility forms, drop invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


def read_name(inner: str, known: set[str]) -> str | None:
    """Read the text between braces as a placeholder's name: any name in Latin letters, or else one of the known."""
    inner = normalize(inner)
    latin = _LATIN.fullmatch(inner)
    if latin:
        return f"{latin[1]}{int(latin[2])}"
    found = set()
    for mark, reading in _readings().items():
        match = reading.fullmatch(inner)
        digits = match[1].translate(_AS_DIGITS) if match else ""
        if digits.isdecimal() and f"{mark}{int(digits)}" in known:
            found.add(f"{mark}{int(digits)}")
    return found.pop() if len(found) == 1 else None


def read_number(inner: str) -> int | None:
    """Read the number of a placeholder whose name may have been translated, as in `сноска 1`; None if there is none."""
    match = _NUMBERED.fullmatch(normalize(inner))
    return int(match[1]) if match else None


def name_pattern(mark: PlaceholderKind, number: int) -> str:
    """Return a pattern for a placeholder's name outside braces, where fewer spellings are accepted than inside."""
    digits = "".join(f"[{re.escape(_DIGITS.get(digit, digit))}]" for digit in str(number))
    return rf"(?:{_looks(mark)}|{_sounds(mark)})[\s_\-{INVISIBLE}]*{digits}"


@cache
def _readings() -> dict[PlaceholderKind, re.Pattern[str]]:
    """Return a pattern for each kind of name in all its spellings, with its number as the only group."""
    return {
        mark: re.compile(
            rf"{_INSIDE}(?:{_looks(mark)}|{_sounds(mark)}|{_spellings('placeholders_on_keyboard', mark)})"
            rf"{_BETWEEN}({_DIGIT}{{1,4}}){_INSIDE}"
        )
        for mark in PlaceholderKind
    }


def _looks(mark: str) -> str:
    """Return a pattern for a name in letters that look alike."""
    return "".join(f"[{re.escape(_LOOKS[letter])}]" for letter in mark)


def _sounds(mark: str) -> str:
    """Return a pattern for a name in other letters that sound alike."""
    return _spellings("placeholders", mark)


@cache
def _spellings(section: str, mark: str) -> str:
    """Return the spellings that the languages have for a name, as alternatives of a pattern."""
    return "|".join(found for language in packs() if (found := language.fact(section, mark))) or "(?!)"
