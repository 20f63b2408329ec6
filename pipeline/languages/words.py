"""Count words by Unicode's rules (UAX #29), as programs for translators bill them: for every figure that people see.

A word is what stands between white space, as letters and digits with all that joins them: marks, apostrophes, hyphens,
points within numbers, the non-joiners of Persian. A dash or a quotation mark between spaces counts too, as word
processors count, but not a mark that ends a sentence or a clause (`Bonjour !`), nor a quotation mark that a no-break
space holds.

Scripts without spaces between words are counted by character: Han, Hiragana, Katakana, Bopomofo, Thai, Lao, Khmer,
Burmese and their neighbours, without the marks on or below a letter.
"""

import re
from functools import cache, lru_cache

from pipeline.languages.folders import KEPT

BY_CHARACTER = (
    # East Asia
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003fffd"
    # South-East Asia: the scripts of Unicode's line breaking class SA
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17dd\u1950-\u19df"
    "\u1a00-\u1a7f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaadf\U00011700-\U0001173f"
)
"""Characters of scripts that are counted so; marks and digits among them do not matter."""

_PARTING = "\u0f0b\u0f0d\u1361\u200b"
"""Signs that part words or syllables as spaces do: of Tibetan and Ethiopic, and the space without width."""

_SET_APART = frozenset(
    "!?:;՞՜؟؛،۔।॥\u104a\u104b\u1362\u1363\u17d4\u17d5、。，．！？：；·・「」『』（）《》〈〉【】〔〕"
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Marks that are not words where they stand alone: who sets them apart takes them as part of what is beside."""


@cache
def _is_spaced() -> re.Pattern[str]:
    return re.compile(f"[^{BY_CHARACTER}{_PARTING}]*")


@cache
def _character() -> re.Pattern[str]:
    """Return the pattern of a character that counts, with the punctuation around it and placeholders such as {fn1}."""
    return re.compile(rf"(?:(?<![^\w\s])[^\w\s]+)?[{BY_CHARACTER}](?<=[^\W\d])(?:\{{[a-z]+\d+\}}|[^\w\s])*")


@cache
def _held() -> re.Pattern[str]:
    """Return the pattern of a no-break space on the inner side of a quotation mark."""
    return re.compile(r"(?<=[«‹])[\u00a0\u202f]|[\u00a0\u202f](?=[»›])")


@lru_cache(maxsize=KEPT)
def count_words(text: str) -> int:
    """Count the words of a text."""
    characters = 0
    if not text.isascii():
        if "\u00a0" in text or "\u202f" in text:
            text = _held().sub("", text)
        if not _is_spaced().fullmatch(text):
            text, characters = _character().subn(" ", re.sub(f"[{_PARTING}]", " ", text))
    words = text.split()
    alone = [word for word in words if word[0] in _SET_APART and _SET_APART.issuperset(word)]
    return characters + len(words) - len(alone)
