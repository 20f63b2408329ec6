"""Numbers and dates as clues: digits however they are grouped, and the words for numbers, months and days."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from pipeline.alignment.words import Word, plain

_DIGITS = re.compile(r"\d+(?:[ .,․]\d{3})*(?!\d)(?:[.,․:]\d+)*|\d+")
_GROUPING = re.compile(r"[ .,․:]")

_SHORTEST, _LONGEST = 3, 12

KEPT = 0.85
"""How often a translation brings a number that is somewhere in it."""

NAMED = 0.65
"""The same for words that name one."""


def digits(text: str) -> frozenset[str]:
    """The numbers written in digits, as clues: `1,234.5` and `1 234,5` are the same."""
    return frozenset(_GROUPING.sub("", found.group()).lstrip("0") or "0" for found in _DIGITS.finditer(plain(text)))


@cache
def _named(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """The words of a language that name a number or a day: whole words, and beginnings (written with a hyphen)."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    text = resources.files("pipeline.alignment").joinpath("languages", f"{lang}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        meaning, _, spelt = line.partition(":")
        for word in spelt.split():
            if word.endswith("-"):
                beginnings[word[:-1]] = meaning
            else:
                whole[word] = meaning
    return whole, beginnings


def named(lang: str) -> frozenset[str]:
    """All that the words of a language can mean here."""
    return frozenset(meaning for words in _named(lang) for meaning in words.values())


def meanings(line: Sequence[Word], lang: str) -> frozenset[str]:
    """The numbers, months and days that the words name, as clues."""
    return frozenset(filter(None, (_meaning(word.text, word.is_capital, lang) for word in line)))


@lru_cache(maxsize=20_000)
def _meaning(word: str, is_capital: bool, lang: str) -> str:  # noqa: FBT001
    whole, beginnings = _named(lang)
    if is_capital and word.capitalize() in whole:
        return whole[word.capitalize()]
    if word in whole:
        return whole[word]
    sizes = range(min(len(word), _LONGEST), _SHORTEST - 1, -1) if beginnings else ()
    return next((beginnings[word[:size]] for size in sizes if word[:size] in beginnings), "")
