"""Write Armenian and Russian in Latin letters, for addresses and anchors, by the tables of their languages."""

import re
import unicodedata
from functools import cache

from pipeline.languages import packs, word_marks

_MAXIMUM = 80
"""Characters of a slug."""


def romanize(text: str) -> str:
    """Return `text` in lower case Latin letters; letters of other scripts stay as they are."""
    text = unicodedata.normalize("NFC", text).lower()
    for pattern, letters in _groups():
        text = pattern.sub(letters, text)
    return text.translate(_letters())


def slugify(text: str) -> str:
    """Return `text` as part of an address: ASCII words joined by hyphens, at most 80 characters; perhaps empty."""
    letters = unicodedata.normalize("NFKD", romanize(text)).lower()
    ascii_only = "".join(letter if letter.isascii() else _to_ascii(letter) for letter in letters)
    slug = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])'(?=[a-z])", "", ascii_only)))
    return slug if len(slug) <= _MAXIMUM else slug[: _MAXIMUM + 1].rpartition("-")[0] or slug[:_MAXIMUM]


def _to_ascii(letter: str) -> str:
    """Return nothing for a letter or mark of a word, and an apostrophe or a space for a character between words."""
    if letter in "’ʼ":
        return "'"
    return "" if letter in word_marks() or unicodedata.category(letter)[0] in "LM" else " "


@cache
def letters_to_latin() -> dict[str, str]:
    """Return the small letters of all languages with the Latin ones that stand for each."""
    return {letter: latin for language in packs() for letter, latin in language.romanisation.letters.items()}


@cache
def _letters() -> dict[int, str]:
    return str.maketrans(letters_to_latin())


@cache
def _groups() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(pattern), latin) for language in packs() for pattern, latin in language.romanisation.groups
    )
