"""Name the labels of lists that are not numbered 1, 2, 3: letters of several alphabets, and Roman numerals."""

import re
from collections.abc import Iterator

from pipeline.languages import packs, remember
from pipeline.languages.roman_numerals import write_numeral

_LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
"""The letters that Word numbers with in its Cyrillic lists."""

CYRILLIC_ITEM = re.compile("\ufdd0russian(?:Lower|Upper)\ufdd1")
"""The mark of an item with a Cyrillic letter, which pandoc would take for a Latin one."""

CONTINUED = "continued"
"""The mark of a paragraph that goes on with the item of a list before it, though it comes as an item."""


@remember
def alphabets() -> tuple[str, ...]:
    """Return the letters that may number items, in their order, of every language."""
    rows = [row for language in packs() for row in language.documents.get("note_letters", ())]
    return tuple(dict.fromkeys(row for row in rows if row))


def item_labels(start: int, style: str, delimiter: str, count: int, row: str = _LATIN) -> Iterator[str]:
    """Yield the labels of a list with letters or Roman numerals; nothing for other lists."""
    before, after = {"OneParen": ("", ")"), "TwoParens": ("(", ")")}.get(delimiter, ("", "."))
    for number in range(start, start + count) if start > 0 else ():
        label = ""
        if style in {"LowerRoman", "UpperRoman"}:
            label = write_numeral(number) if style == "UpperRoman" else write_numeral(number).lower()
        elif style in {"LowerAlpha", "UpperAlpha"}:
            letter = row[(number - 1) % len(row)] * ((number - 1) // len(row) + 1)
            label = letter if style == "LowerAlpha" else letter.upper()
        if label:
            yield f"{before}{label}{after}"
