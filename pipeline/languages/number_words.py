"""Read numbers that are written out: two hundred and sixty, քսանհինգ, двадцать пять."""

import re
from functools import lru_cache
from itertools import chain

from pipeline.languages import load, remember, same_letters, word_marks
from pipeline.languages.folders import forget_with_packs
from pipeline.languages.han_numerals import find_han_values
from pipeline.languages.number_parts import POWERS, read_parts
from pipeline.languages.parts import Values

_WORD = re.compile(r"[^\W\d_]+")
_WITH_MARKS = re.compile(r"[^\s\d!-/:-@\[-`{-~«»“”„।،؛]+")
"""A word in a language without words for numbers, whose letters may have marks that are no letters: Devanagari."""
_TENS, _HUNDRED, _THOUSAND = 20, 100, 1000


def find_word_values(text: str, lang: str) -> frozenset[float]:
    """Return all numbers that the words of a text may name, those that several words make together among them."""
    text = text.lower().translate(_normalization())
    if not load(lang).numbers.words.is_known:
        months = load(lang).numbers.months.meaning
        named = (value for word in _WITH_MARKS.findall(text) for value in months(word))
        return frozenset(chain(named, find_han_values(text)))
    for mark in load(lang).numbers.apostrophes:
        text = text.replace(mark, "")
    if joined := load(lang).numbers.words.compounds:
        text = _compound(lang).sub(lambda match: joined[re.sub("[ ‑\u00a0]", "-", match[0])], text)
    return _find(text, lang)


@lru_cache(maxsize=64)
def _find(text: str, lang: str) -> frozenset[float]:
    rules = load(lang).numbers
    found: set[float] = set()
    run: list[float] = []
    end = 0
    for match in _WORD.finditer(text):
        values = _meaning(match[0], lang)
        if match[0] in rules.joints and run and run[-1] >= _TENS:
            continue  # one hundred and sixty, vingt et un
        is_number = len(values) == 1 and _is_joint(text[end : match.start()], rules.joints)
        # Two numbers that cannot be one are two: in "two or three hundred" the first stands alone.
        if run and not (is_number and _may_follow(run[-1], values[0])):
            found.add(_sum(run))
            run = []
        if len(values) == 1:
            run.append(values[0])
        is_power = len(values) == 1 and values[0] in POWERS
        if not is_power or not (len(run) > 1 or text[: match.start()].rstrip(" -")[-1:].isdigit()):
            found |= set(values)  # three million is not a million
        found |= set(rules.months.meaning(match[0]))
        end = match.end()
    return frozenset({*found, _sum(run)} if run else found)


def _is_joint(between: str, joints: frozenset[str]) -> bool:
    return between in {" ", "-", "\u00a0", "‑"} or (between[:1] == between[-1:] == " " and between[1:-1] in joints)


@remember
def _compound(lang: str) -> re.Pattern[str]:
    """Return a pattern for numbers of several words that are no sum of these: quatre-vingt-dix."""
    longest_first = sorted(load(lang).numbers.words.compounds, key=len, reverse=True)
    words = "|".join(longest_first).replace("-", "[-‑ \u00a0]")
    return re.compile(rf"\b(?:{words})\b")


@lru_cache(maxsize=20_000)
def _meaning(word: str, lang: str) -> Values:
    """Return what a word may mean: known as a whole, or put together out of others."""
    known = load(lang).numbers.words
    return known.whole.get(word) or read_parts(word, known)


for remembered in (_find, _meaning):
    forget_with_packs(remembered.cache_clear)


def _may_follow(last: float, value: float) -> bool:
    """Tell whether two numbers may be one: 20 five, 100 sixty, two hundred."""
    unit = 1
    while last and last % (unit * 10) == 0:
        unit *= 10
    return _THOUSAND > value >= _HUNDRED > last or (value in POWERS and last < _THOUSAND) or 0 < value < unit


def _sum(run: list[float]) -> float:
    total: float = 0
    current: float = 0
    for value in run:
        if value in POWERS:
            total += max(current, 1) * value
            current = 0
        elif value == _HUNDRED:
            current = max(current, 1) * _HUNDRED
        else:
            current += value
    return total + current


@remember
def _normalization() -> dict[int, str]:
    """Return a table for `str.translate` that drops marks within words and merges letters written in two ways."""
    return str.maketrans({**same_letters(), **dict.fromkeys(word_marks(), "")})
