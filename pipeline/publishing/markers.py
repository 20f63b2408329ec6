"""What stands at a note's references: numbers, Roman numbers, or symbols."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import count

_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_SYMBOLS = "*†‡§‖¶"


class Markers(StrEnum):
    """The kinds of markers."""

    ARABIC = "arabic"
    ROMAN = "roman"
    SYMBOLS = "symbols"


class NoteOrder(StrEnum):
    """By what the notes of an edition are numbered: by their first references in it, or as in the source."""

    REFERENCE = "reference"
    SOURCE = "source"


def markers(kind: Markers) -> Iterator[str]:
    """The markers of an article's notes, without end: 1, 2, 3 or i, ii, iii or *, †, ‡, §, ‖, ¶, **, †† and so on."""
    match kind:
        case Markers.ARABIC:
            return map(str, count(1))
        case Markers.ROMAN:
            return map(roman, count(1))
        case Markers.SYMBOLS:
            return (symbol * times for times in count(1) for symbol in _SYMBOLS)


def own_markers(kind: Markers) -> Iterator[str]:
    """The markers of a translator's own notes, which no other note of the edition has: *, **, ***, or a, b, c where
    the others have symbols.
    """
    return map(_letters, count(1)) if kind is Markers.SYMBOLS else ("*" * times for times in count(1))


def roman(number: int) -> str:
    """A number from 1 as a lower case Roman number."""
    text = "m" * (number // 1000)
    number %= 1000
    for letters, value in (("cm", 900), ("d", 500), ("cd", 400), *_ROMAN):
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
