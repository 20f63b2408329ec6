"""Faults of every kind of text: digits, notes, letters, quotation marks, terms, sentences of the source."""

import random
import re

from benchmarks.faults import Kind, Texts
from benchmarks.glossary import TERMS
from pipeline.glossary import Glossary
from pipeline.glossary.table import read_table

GLOSSARY = Glossary(terms=read_table(TERMS.encode()))
"""Terms of everyday news."""

_LANGUAGES = ("hy", "en", "ru")
_DIGITS = re.compile(r"(?<![\d.,])\d+(?![\d]|[.,]\d)")
_QUOTES = re.compile(r"[«»“”„\"]")
_APOSTROPHE = re.compile(r"(?<=s)\"(?= [a-z])")
"""What one of the newspapers has for an apostrophe: the Lakers" owner."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ALIKE = {
    "ru": dict(zip("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX", strict=True)),
    "hy": dict(zip("օհոսցգյ", "ohnugqj", strict=True)),
    "uk": dict(zip("асеорхіАВСЕНКМОРТХ", "aceopxiABCEHKMOPTX", strict=True)),
    "en": dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True)),
}


def number_changed(texts: Texts, chance: random.Random) -> str | None:
    """Another digit in one number."""
    found = [
        match for match in _DIGITS.finditer(texts.target) if texts.target[match.start() - 1 : match.start()] != "n"
    ]
    if not found:
        return None
    match = chance.choice(found)
    at = chance.randrange(match.start(), match.end())
    digit = chance.choice([digit for digit in "123456789" if digit != texts.target[at]])
    return texts.target[:at] + digit + texts.target[at + 1 :]


def marker_dropped(texts: Texts, _: random.Random) -> str | None:
    """No note reference."""
    return texts.target.replace("{fn1}", "") if "{fn1}" in texts.target else None


def look_alike(texts: Texts, chance: random.Random) -> str | None:
    """A letter of another script in a word."""
    scripts = {"en": "[A-Za-z]", "ru": "[\u0400-\u04ff]", "uk": "[\u0400-\u04ff]", "hy": "[\u0531-\u0587]"}
    letters = _ALIKE.get(texts.lang, {})
    script = scripts.get(texts.lang, "")
    spots = [
        at
        for word in _WORD.finditer(texts.target)
        if re.fullmatch(f"{script}+", word[0])
        for at in range(word.start(), word.end())
        if texts.target[at] in letters
    ]
    if not spots:
        return None
    at = chance.choice(spots)
    return texts.target[:at] + letters[texts.target[at]] + texts.target[at + 1 :]


def quote_lost(texts: Texts, chance: random.Random) -> str | None:
    """One quotation mark less."""
    spots = [match.start() for match in _QUOTES.finditer(texts.target)]
    if len(spots) % 2:
        spots = [at for at in spots if not _APOSTROPHE.match(texts.target, at)]
    if not spots:
        return None
    at = chance.choice(spots)
    return texts.target[:at] + texts.target[at + 1 :]


def quotation_lost(texts: Texts, _: random.Random) -> str | None:
    """No quotation marks, where source and translation have one quotation."""
    if len(_QUOTES.findall(texts.target)) != 2 or len(_QUOTES.findall(texts.source)) < 2:  # noqa: PLR2004
        return None
    return _QUOTES.sub("", texts.target)


def term_replaced(texts: Texts, chance: random.Random) -> str | None:
    """The name of another term wherever the translation has a name of one of the source's terms."""
    if texts.lang not in _LANGUAGES:
        return None  # the glossary has no names in it
    told = [found for key in _LANGUAGES if key != texts.lang for found in GLOSSARY.find(texts.source, key)]
    if not told:
        return None
    wanted = chance.choice(told).terms
    other = chance.choice([term for term in GLOSSARY.terms if term not in wanted])
    spots = [
        (spot.start, spot.end)
        for spot in GLOSSARY.find(texts.target, texts.lang)
        if any(term in wanted for term in spot.terms)
    ]
    text = texts.target
    for start, end in sorted(set(spots), reverse=True):
        text = text[:start] + other.names[texts.lang][0] + text[end:]
    return text if spots else None


def sentence_left(texts: Texts, _: random.Random) -> str | None:
    """The source instead of the translation."""
    return texts.source if len(texts.source.split()) >= 4 else None  # noqa: PLR2004


def sentence_added(texts: Texts, _: random.Random) -> str | None:
    """The translation, and the last words of the source after it."""
    words = texts.source.replace("{fn1}", "").split()
    return f"{texts.target} {' '.join(words[-8:])}" if len(words) >= 12 else None  # noqa: PLR2004


KINDS = (
    Kind(fault=number_changed, codes=("numbers", "numbers-added", "numbers-missing")),
    Kind(fault=marker_dropped, codes=("note-missing",)),
    Kind(fault=look_alike, codes=("letters",)),
    Kind(fault=quote_lost, codes=("quotes-balance", "quotes-across", "quotes-lost")),
    Kind(fault=quotation_lost, codes=("quotes-lost",)),
    Kind(fault=term_replaced, codes=("term-missing", "term-forbidden"), glossary=GLOSSARY),
    Kind(fault=sentence_left, codes=("untranslated",)),
    Kind(fault=sentence_added, codes=("untranslated", "leftover")),
)
