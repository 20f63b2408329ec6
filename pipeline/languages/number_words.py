"""Numbers in words and in Roman numerals, and the months: what a text may mean where the other one has digits."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.languages.numbers import Values, language

_WORD = re.compile(r"[^\W\d_]+")
_EVEN = str.maketrans({"ё": "е", "և": "և", **dict.fromkeys("՛՜՞\u0301", "")})
_ROMAN = re.compile(r"(?<!\w)[IVXLCІХСѴ]{1,7}(?!\w)")
_LATIN = str.maketrans("ІХСѴ", "IXCV")
_ROMAN_VALID = re.compile(r"(?=.)C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HUNDRED, _THOUSAND = 100, 1000


def words(text: str, lang: str) -> frozenset[float]:
    """All numbers that the words of a text may name, those that several words make together among them."""
    return _words(text.translate(_EVEN).lower().replace("եւ", "և"), lang)


@lru_cache(maxsize=64)
def _words(text: str, lang: str) -> frozenset[float]:
    found: set[float] = set()
    run: list[float] = []
    end = 0
    for match in _WORD.finditer(text):
        values = _meaning(match[0], lang)
        if match[0] == "and" and run and run[-1] >= _HUNDRED:
            continue  # one hundred and sixty
        if run and (len(values) != 1 or not _is_joint(text[end : match.start()])):
            found.add(_together(run))
            run = []
        if len(values) == 1:
            # Two numbers that cannot be one are two: in "two or three hundred" the first stands alone.
            if run and not _may_follow(run, values[0]):
                found.add(_together(run))
                run = []
            run.append(values[0])
        is_power = len(values) == 1 and values[0] >= _THOUSAND
        if not is_power or not (len(run) > 1 or text[: match.start()].rstrip(" -")[-1:].isdigit()):
            found |= set(values)  # three million is not a million
        found |= set(language(lang).months.meaning(match[0]))
        end = match.end()
    if run:
        found.add(_together(run))
    return frozenset(found)


def _is_joint(between: str) -> bool:
    return between in {" ", "-", "\u00a0", "‑", " and "}


@lru_cache(maxsize=20_000)
def _meaning(word: str, lang: str) -> Values:
    """What a word names: known as a whole, or put together out of known beginnings, as Armenian and Russian do."""
    known = language(lang).words
    if word in known.whole:
        return known.whole[word]
    values, rest = known.beginning(word)
    if len(values) != 1:
        return values
    total = values[0]
    while rest:
        more = known.whole.get(rest) or known.beginning(rest)[0]
        if len(more) != 1 or more[0] >= total:
            break
        total += more[0]
        rest = "" if rest in known.whole else known.beginning(rest)[1]
    return (total,)


def _may_follow(run: list[float], value: float) -> bool:
    last = run[-1]
    return value >= _HUNDRED > last or value >= _THOUSAND > last or 0 < value < _unit(last)


def _unit(value: float) -> float:
    """The number that a following one has to be smaller than: 20 five, 100 sixty."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def _together(run: list[float]) -> float:
    total: float = 0
    current: float = 0
    for value in run:
        if value >= _THOUSAND:
            total += max(current, 1) * value
            current = 0
        elif value == _HUNDRED:
            current = max(current, 1) * _HUNDRED
        else:
            current += value
    return total + current


def romans(text: str) -> Iterator[tuple[str, int]]:
    """Roman numerals as they are written, and their values. Letters of other scripts that look the same count too."""
    for match in _ROMAN.finditer(text):
        latin = match[0].translate(_LATIN)
        if _ROMAN_VALID.fullmatch(latin):
            yield match[0], _roman_value(latin)


def _roman_value(numeral: str) -> int:
    total = 0
    for letter, following in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _ROMAN_DIGITS[letter]
        total += -value if following and _ROMAN_DIGITS[following] > value else value
    return total
