"""Roman numerals: patterns that recognise them, and their reading and writing."""

import re
from collections.abc import Iterator
from itertools import pairwise

UP_TO_399 = r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""A pattern for numerals of centuries, chapters and notes; it matches nothing at all too."""

UP_TO_3999 = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""A pattern for all numerals; it matches nothing at all too."""

_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_PARTS = (
    *(("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40)),
    *(("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)),
)
_WRITTEN = re.compile(r"(?<!\w)([IVXLCІХСѴ]{1,7})(?:er|re|e|ᵉ|ème)?(?!\w)")
"""A numeral, with the ending of an ordinal number that French has: XIXe."""
_LATIN = str.maketrans("ІХСѴ", "IXCV")
_VALID = re.compile(rf"(?=.){UP_TO_399}")


def find_numerals(text: str) -> Iterator[tuple[str, int]]:
    """Yield the numerals of a text as written, with their values; look-alikes in other scripts count as Latin."""
    for match in _WRITTEN.finditer(text):
        latin = match[1].translate(_LATIN)
        if _VALID.fullmatch(latin):
            yield match[0], read_numeral(latin)


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
