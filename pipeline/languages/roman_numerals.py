"""Roman numerals: patterns that recognise them, and their reading and writing."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.patterns import lazy

UP_TO_399 = r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""A pattern for numerals of centuries, chapters and notes; it matches nothing at all too."""

UP_TO_3999 = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""A pattern for all numerals; it matches nothing at all too."""

_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_PARTS = (
    *(("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40)),
    *(("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)),
)
_WRITTEN = lazy(r"(?<!\w)([IVXLCІХСѴ]{1,7})(?:er|re|e|ᵉ|ème)?(?!\w)")
"""A numeral, with the ending of an ordinal number that French has: XIXe."""
_LATIN = str.maketrans("ІХСѴ", "IXCV")
_NEAR = 40
"""Characters before a numeral among which a name is looked for."""
_VALID = lazy(rf"(?=.){UP_TO_399}")


def find_numerals(text: str) -> Iterator[tuple[str, int]]:
    """Yield the numerals of a text as written, with their values; look-alikes in other scripts count as Latin."""
    for match, value in _find(text):
        yield match[0], value


def find_sure_numerals(text: str) -> Iterator[tuple[str, int]]:
    """Yield the numerals that are hardly anything else: of several letters, or behind a name (War I)."""
    for match, value in _find(text):
        if len(match[1]) > 1 or _is_name(text[max(0, match.start() - _NEAR) : match.start()].split()):
            yield match[0], value


def _find(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for match in _WRITTEN.finditer(text):
        latin = match[1].translate(_LATIN)
        if _VALID.fullmatch(latin):
            yield match, read_numeral(latin)


def _is_name(words: Sequence[str]) -> bool:
    """Tell whether the last of the words is capitalized and does not begin a sentence."""
    return len(words) > 1 and words[-1][0].isupper() and words[-1].isalpha() and words[-2][-1].isalnum()


def read_numeral(numeral: str) -> int:
    """Return the value of a numeral, in capitals or small letters. Raises KeyError for any other letter."""
    values = [_DIGITS[letter] for letter in numeral.upper()]
    return sum(-value if value < after else value for value, after in pairwise((*values, 0)))


def write_numeral(number: int) -> str:
    """Return a number from 1 as a numeral in capitals."""
    text = ""
    for letters, value in _PARTS:
        text += letters * (number // value)
        number %= value
    return text
