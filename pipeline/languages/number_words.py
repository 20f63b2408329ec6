"""Read numbers that are written out: two hundred and sixty, քսանհինգ, двадцать пять."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from pipeline.languages import load, remember, same_letters, word_marks
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.han_numerals import find_han_values
from pipeline.languages.number_parts import POWERS, read_parts
from pipeline.languages.numbers import Number, any_of, complete_ranges, read_numbers
from pipeline.languages.parts import Values
from pipeline.patterns import lazy

_WORD = lazy(r"[^\W\d_]+")
_MARKED_WORD = lazy(r"[^\W\d_]+(?:[՛՜՞'’ʼ‘\u200c][^\W\d_]+)*")
_NON_JOINER = "\u200c"
_JOINED = lazy(r"[^\W\d_]+(?=\u200c)")
"""The first part of a word that has several, as in Persian: a number in words for seven-sided."""
_WITH_MARKS = lazy(r"[^\s\d!-/:-@\[-`{-~«»“”„।،؛]+")
"""A word in a language without words for numbers, whose letters may have marks that are no letters: Devanagari."""
_LONGEST_WORD = 30
"""Characters that are looked at before a number."""
_CENTURIES, _YEARS = range(11, 21), range(10, 100)
"""The two halves of a year in words."""
_TENS, _HUNDRED, _THOUSAND = 20, 100, 1000


def find_word_values(text: str, lang: str) -> frozenset[float]:
    """Return all numbers that the words of a text may name, those that several words make together among them."""
    if not load(lang).numbers.words.is_known:
        months = load(lang).numbers.months.meaning
        text = _unify_letters(text.lower())
        named = (value for word in _WITH_MARKS.findall(text) for value in months(word))
        return frozenset(chain(named, find_han_values(text)))
    first = "; ".join(_JOINED.findall(text)) if _NON_JOINER in text else ""
    return _find(normalize_words(f"{text}; {first}" if first else text, lang), lang)


def count_word_values(text: str, lang: str) -> Counter[float]:
    """Return how many words of a text name each number, without those that mean something else too, like a quarter."""
    meanings = (_meaning(word, lang) for word in _WORD.findall(normalize_words(text, lang)))
    return Counter(values[0] for values in meanings if len(values) == 1 or (values and values[0] < 1))


def read_quantities(text: str, lang: str) -> list[Number]:
    """Return the numbers that a text has in digits, then those that it certainly has in words."""
    return [*read_numbers(text, lang), *read_certain(normalize_words(text, lang), lang)]


def certain_values(text: str, lang: str) -> list[Values]:
    """Return what each word of a text means that certainly names a number other than one."""
    words = (_normalize(word, lang) for word in _MARKED_WORD.findall(text.lower()))
    return [values for word in words if (values := certain_meaning(word, lang)) and values != (1,)]


def may_be_number(text: str, lang: str) -> bool:
    """Tell whether a text has a word that is a number in any context, or belongs to a number of several words."""
    words = _WORD.findall(_normalize_letters(text, lang))
    return not _compound_parts(lang).isdisjoint(words) or any(certain_meaning(word, lang) for word in words)


@remember
def _compound_parts(lang: str) -> frozenset[str]:
    """Return the longest word of each number that is written in several."""
    return frozenset(max(written.split("-"), key=len) for written in load(lang).numbers.words.compounds)


@lru_cache(maxsize=KEPT)
def normalize_words(text: str, lang: str) -> str:
    """Return a text as the words of a pack are written, numbers of several words in one."""
    return _normalize(text, lang)


def _normalize(text: str, lang: str) -> str:
    text = _normalize_letters(text, lang)
    if joined := load(lang).numbers.words.compounds:
        text = _compound(lang).sub(lambda match: joined[re.sub("[ ‑\u00a0]", "-", match[0])], text)
    return text


def _normalize_letters(text: str, lang: str) -> str:
    text = _unify_letters(text.lower())
    for mark in load(lang).numbers.apostrophes:
        text = text.replace(mark, "")
    return text


@lru_cache(maxsize=KEPT)
def read_certain(text: str, lang: str) -> tuple[Number, ...]:
    """Return the numbers that the words of a normalized text certainly name, alone or several together."""
    found: list[Number] = []
    times = load(lang).numbers.clock
    if times:
        text = any_of(times).sub(lambda match: "\ue000" * len(match[0]), text)
    for run in _certain_runs(text, lang):
        start, end = run[0].start(), run[-1].end()
        meanings = [certain_meaning(match[0], lang) for match in run]
        values: Values = meanings[0] if len(run) == 1 else (_sum([values[0] for values in meanings]),)
        if (values[0] >= _THOUSAND or values[0] < 1) and text[:start].rstrip(" -\u00a0")[-1:].isdigit():
            continue  # five million and a half: a part of the digits before it
        if _is_continued(text[:start], values[0], lang):
            continue
        last = found[-1] if found and text[found[-1].end : start] in {" ", "-"} else None
        if last and last.value in _CENTURIES and values[0] in _YEARS:
            values, start = (last.value * 100 + values[0],), last.start  # nineteen ninety-five
            found.pop()
        bare = _sum([each[0] for each in meanings[:-1]]) if meanings[-1][0] in {_HUNDRED, *POWERS} else values[0]
        found.append(
            Number(
                written=_spell(text[start:end], lang),
                start=start,
                end=end,
                bare=bare or 1,
                values=values,
                is_written_out=True,
            )
        )
    return tuple(complete_ranges(found, text, lang))


def _is_continued(before: str, value: float, lang: str) -> bool:
    """Tell whether a text ends with a word that makes another number together with the one after it."""
    joints = load(lang).numbers.joints
    words = [word for word in before[-_LONGEST_WORD:].split() if word not in joints]
    meaning = _meaning(words[-1], lang) if words else ()
    return bool(meaning) and before[-1:] in {" ", "-"} and _may_follow(meaning[0], value)


def _certain_runs(text: str, lang: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words that certainly name a number, those together that make one."""
    joints = load(lang).numbers.joints
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        values = certain_meaning(match[0], lang)
        if not values:
            if run and match[0] not in joints:
                yield run
                run = []
            continue
        if run and not (
            _is_joint(text[run[-1].end() : match.start()], joints)
            and (len(values) == 1 or match[0] in load(lang).numbers.words.compounds.values())
            and _may_follow(certain_meaning(run[-1][0], lang)[0], values[0])
        ):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


@lru_cache(maxsize=20_000)
def certain_meaning(word: str, lang: str) -> Values:
    """Return what a word means that is a number in any context; nothing for other words."""
    certain = load(lang).numbers.certain
    return _meaning(word, lang) if certain and any_of(certain).fullmatch(word) else ()


@lru_cache(maxsize=KEPT)
def _find(text: str, lang: str) -> frozenset[float]:
    joints = load(lang).numbers.joints
    found: set[float] = set()
    run: list[float] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        values = _meaning(word, lang)
        if word in joints and run and run[-1] >= _TENS:
            continue  # one hundred and sixty, vingt et un
        is_number = len(values) == 1 and _is_joint(text[end : match.start()], joints)
        # Two numbers that cannot be one are two: in "two or three hundred" the first stands alone.
        if run and not (is_number and _may_follow(run[-1], values[0])):
            found.add(_sum(run))
            run = []
        if len(values) == 1:
            run.append(values[0])
        is_power = len(values) == 1 and values[0] in POWERS
        if not is_power or not (len(run) > 1 or text[: match.start()].rstrip(" -")[-1:].isdigit()):
            found.update(values)  # three million is not a million
        found.update(_month(word, lang))
        end = match.end()
    return frozenset({*found, _sum(run)} if run else found)


def _is_joint(between: str, joints: frozenset[str]) -> bool:
    return between in {" ", "-", "\u00a0", "‑"} or (between[:1] == between[-1:] == " " and between[1:-1] in joints)


def _spell(words: str, lang: str) -> str:
    """Return the words of a normalized text as people write them: two thirds."""
    joined = _spellings(lang)
    return " ".join(joined.get(word, word) for word in words.split(" ")) if joined else words


@remember
def _spellings(lang: str) -> dict[str, str]:
    return {word: words.replace("-", " ") for words, word in load(lang).numbers.words.compounds.items()}


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


@lru_cache(maxsize=20_000)
def _month(word: str, lang: str) -> Values:
    """Return the number of the month that a word may be."""
    return load(lang).numbers.months.meaning(word)


for remembered in (_find, _meaning, _month, normalize_words, read_certain, certain_meaning):
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


def _unify_letters(text: str) -> str:
    """Return a text without marks within words, and with one of the letters that are written in two ways."""
    table, letters = _normalization()
    return text.translate(table) if letters.search(text) else text


@remember
def _normalization() -> tuple[dict[int, str], re.Pattern[str]]:
    """Return a table for `str.translate`, and a pattern for what it changes: most texts have nothing of it."""
    table = {**same_letters(), **dict.fromkeys(word_marks(), "")}
    return str.maketrans(table), re.compile(f"[{re.escape(''.join(table))}]" if table else "(?!)")
