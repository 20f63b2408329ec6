"""Percent and currencies: which of them a text speaks of."""

import re
from functools import cache

from pipeline.numerals.data import language

_WORD = re.compile(r"[^\W\d_]+")


def units(text: str, lang: str) -> frozenset[str]:
    """The units that a text names by sign or by word: `percent`, or a currency by its ISO 4217 code."""
    signs, phrases, words, beginnings = _known(lang)
    found = {name for sign, name in signs.items() if sign in text}
    lower = text.lower()
    found |= {name for phrase, name in phrases.items() if phrase in lower}
    for word in _WORD.findall(lower):
        if word in words:
            found.add(words[word])
        elif word[:3] in beginnings:
            found |= {name for beginning, name in beginnings[word[:3]] if word.startswith(beginning)}
    return frozenset(found)


Known = tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, list[tuple[str, str]]]]


@cache
def _known(lang: str) -> Known:
    """Signs, phrases of several words, words, and beginnings of words by their first three letters."""
    signs: dict[str, str] = {}
    phrases: dict[str, str] = {}
    words: dict[str, str] = {}
    beginnings: dict[str, list[tuple[str, str]]] = {}
    for name, forms in language(lang).units.items():
        for form in forms:
            if form.endswith("-"):
                beginnings.setdefault(form[:3].lower(), []).append((form[:-1].lower(), name))
            elif not form.isalpha():
                (phrases if form[0].isalpha() else signs)[form.replace("-", " ").lower()] = name
            else:
                words[form.lower()] = name
    return signs, phrases, words, beginnings
