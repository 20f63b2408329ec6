"""What a line is made of: words, numbers, punctuation, and how long it is; the same for the three languages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

STEM_LETTERS = 5

_WITHIN_WORDS = "՛՜՞՟՚\u0301"
_UNMARKED = str.maketrans(dict.fromkeys(_WITHIN_WORDS, ""))
_EVEN = str.maketrans({"և": "եւ", "ё": "е", "’": "'", "ʼ": "'"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'s?$")
_OPENING = re.compile('[.!?։:…«“"„]')
_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in lower case and without stress marks. `is_first` where a sentence may start: its capital says little."""

    text: str
    is_capital: bool
    is_first: bool

    @property
    def stem(self) -> str:
        return self.text[:STEM_LETTERS]


def plain(text: str) -> str:
    """`text` with one way to write each letter and each space, and without the marks that stand inside words."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).translate(_UNMARKED)


def words(text: str) -> Iterator[Word]:
    text = plain(text).replace("’", "'").replace("ʼ", "'")
    end = 0
    for found in _WORD.finditer(text):
        start = found.start()
        written = found.group()
        if "'" in written:
            written = _POSSESSIVE.sub("", written)
        is_first = start == 0 or (start - end > 1 and _OPENING.search(text, end, start) is not None)
        end = found.end()
        if written:
            yield Word(text=written.lower().translate(_EVEN), is_capital=written[0].isupper(), is_first=is_first)


def stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]
