"""Read the months, weekdays, centuries and times of the day that a text names, by the words of the language's pack."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from pipeline.frozen import dataclass
from pipeline.languages import load, remember, same_letters, word_marks
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.number_words import certain_meaning, find_word_values
from pipeline.languages.parts import DayWord, NumberWords
from pipeline.languages.roman_numerals import find_numerals
from pipeline.patterns import lazy

_WORD = lazy(r"[^\W\d_]+")
_DAYS_BEFORE = lazy(
    r"(?<![\d.,:/])(?:(\d{1,2})(?:[-‑]?[^\W\d_]{1,3})? ?[-–—] ?)?(\d{1,2})\.?(?:[-‑]?[^\W\d_]{1,3})?(?: (?:of|de))? $"
)
_DAYS_AFTER = lazy(r" (\d{1,2})(?:[-‑–—](\d{1,2}))?(?![\d:]|[.,]\d| ?%)")
_NUMBER_BESIDE = lazy(r"\d[-‑]?[^\W\d_]{0,3}(?: of)? $"), lazy(r"[.,]? \d{1,4}(?![\d:]|[.,]\d| ?%)")
_FIGURES = lazy(
    r"(?<![\d./:-])(?:(?P<year>\d{4})-(?P<iso>\d\d)-\d\d|(?P<one>\d{1,2})([./])(?P<two>\d{1,2})\4(?:\d{4}|\d\d))(?![\d/]|-\d)"
)
_CLOCK = lazy(r"(?<![\d.,:։/])(\d{1,2})(?:([:.։․]|[ \u00a0]?h[ \u00a0]?)(\d\d))?(?![\d։/%]|:\d)(?![.,]\d)")
_ROMAN = r"(?<!\w)[IVXLCІХѴ]{1,7}[eèmr]{0,3}"
_ROMAN_BEFORE = lazy(rf"{_ROMAN}(?:(?: ?[-–—,] ?| [^\W\d_]{{1,4}} ){_ROMAN}){{0,2}}(?:[-‑][^\W\d_]{{1,3}})? ?$")
_CAPITAL_AFTER = lazy(r" [^\W\d_a-z]")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))
_CENTURIES = 40
"""Largest number that is the one of a century, and not a year or how many they are."""
_DIGITS = lazy(r"\d+")
_MONTHS, _DAYS, _NOON, _HOURS, _MINUTES = 12, 31, 12, 24, 60
_NEAR = 28
"""Characters around a number in which a part of the day is looked for."""
_HALVES = lazy(r" ?([ap])\.? ?m\b\.?", re.IGNORECASE)
_FIGURE = lazy(r"\d")
_CLOCKLIKE = lazy(r"\d(?:(?:[.:։․/-]| ?h ?)\d\d| ?[apAP]\.?[mM]\b)")
"""A time or a date in figures alone."""
_CLAUSE_AFTER = lazy(rf"(?:[-‑][^\W\d_]{{1,4}})?([^.,;:!?։()]{{0,{_NEAR}}})")
_CLAUSE_BEFORE = lazy(r"[^.,;:!?։()]*\Z")
_STEM = 5
"""Letters of a word by which texts that have it are found."""
_NIGHT_ENDS = 6
"""The hour at which a night that began in the evening has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A month or a weekday as `written` in a text, with its number from 1; `is_sure` unless the word may mean something
    else. `days` are those of the month; `is_figure` if the month is in figures.
    """

    value: int
    written: str
    is_sure: bool = True
    days: tuple[int, ...] = ()
    is_figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time as `written` in a text: the hour from 0 to 11 and the minute, and whether it is in the second half of the
    day, if that is known. `is_bare` if no word tells the part of the day.
    """

    hour: int
    minute: int
    written: str
    is_late: bool | None
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The dates and times of a text. `centuries` are in Roman numerals, `worded_centuries` what words or
    digits before the word for a century may mean.
    """

    months: tuple[Name, ...] = ()
    weekdays: tuple[Name, ...] = ()
    times: tuple[Time, ...] = ()
    centuries: frozenset[float] = frozenset()
    worded_centuries: frozenset[float] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.months or self.weekdays or self.times or self.centuries)

    def has_other_centuries(self, other: "Calendar") -> bool:
        """Tell whether both texts name centuries, one of them in Roman numerals, and have none in common."""
        said, told = self.centuries or self.worded_centuries, other.centuries or other.worded_centuries
        return bool((self.centuries or other.centuries) and said and told) and said.isdisjoint(told)


_NOTHING = Calendar()
_TURNS = ((DayWord.NOON,), (DayWord.MIDNIGHT,))


@lru_cache(maxsize=KEPT)
def read_calendar(text: str, lang: str) -> Calendar:
    """Return what a text says of the calendar and the clock; nothing in a language whose pack has no such words."""
    patterns = _patterns(lang)
    if patterns is None:
        return _NOTHING
    folded = _folded(text, lang)
    has_words = patterns[0].search(folded) is not None
    has_figures = _FIGURE.search(text) is not None and (
        _CLOCKLIKE.search(text) is not None or patterns[1].search(folded) is not None
    )
    if not has_words and not has_figures:
        return _NOTHING
    plain = _normalize(text)
    found = _read_words(plain, lang) if has_words else _NOTHING
    if not has_figures:
        return found
    return replace(
        found,
        months=(*_read_figures(plain, lang), *found.months),
        times=(*_read_clock(plain, lang), *found.times),
    )


forget_with_packs(read_calendar.cache_clear)


def may_tell_date(text: str, lang: str) -> bool:
    """Tell whether a text has a word of the calendar, by its beginning."""
    patterns = _patterns(lang)
    return patterns is not None and patterns[0].search(_folded(text, lang)) is not None


def _folded(text: str, lang: str) -> str:
    return text if load(lang).calendar.capitals else text.lower()


def says_when(text: str, lang: str) -> bool:
    """Tell whether a text says when in another way than by a month or a weekday: yesterday, last summer."""
    words = _WORD.findall(_normalize(text).lower())
    return any(load(lang).calendar.relative.meaning(word) for word in words)


def _read_words(text: str, lang: str) -> Calendar:
    rules, month_names = load(lang).calendar, load(lang).numbers.months
    months, weekdays, turns = list[Name](), list[Name](), list[Time]()
    centuries, worded = set[float](), set[float]()
    patterns = _patterns(lang)
    for found in patterns[0].finditer(text if rules.capitals else text.lower()) if patterns else ():
        match = _WORD.match(text, found.start())
        if match is None:
            continue
        word = match[0].lower()
        if rules.weekdays.compounds:
            first = text[max(0, match.start() - _NEAR) : match.start()].split()
            word = rules.weekdays.compounds.get(f"{first[-1]}-{word}", word) if first else word
        is_name = not rules.capitals or match[0][0].isupper()
        if is_name and (value := month_names.meaning(word)):
            months.append(_read_month(match, int(value[0]), text, lang))
        elif is_name and (value := rules.weekdays.meaning(word)):
            written, is_sure = _whole_word(match, text, lang), _is_sure(match, word, text, lang)
            weekdays.append(Name(value=int(value[0]), written=written, is_sure=is_sure))
        elif rules.centuries.meaning(word):
            roman, said = _centuries_before(text[max(0, match.start() - 2 * _NEAR) : match.start()], lang)
            centuries |= roman
            worded |= said
        elif (turn := rules.hours.meaning(word)) in _TURNS:
            turns.append(Time(hour=0, minute=0, written=match[0], is_late=turn == (DayWord.NOON,)))
    return Calendar(
        months=tuple(months),
        weekdays=tuple(weekdays),
        times=tuple(turns),
        centuries=frozenset(centuries),
        worded_centuries=frozenset(worded),
    )


@remember
def _patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return a pattern for the beginnings of all words that tell about the calendar, and one for those that make a time
    of a number; None without the words of a pack. Most texts have none of them.
    """
    language = load(lang)
    rules = language.calendar
    if not rules.weekdays.is_known:
        return None
    names = [*_all_forms(language.numbers.months), *_all_forms(rules.weekdays)]
    hours = list(_all_forms(rules.hours))
    turns = [word for word in hours if rules.hours.meaning(word.rstrip("-")) in _TURNS]
    others = [*_all_forms(rules.centuries), *turns]
    if rules.capitals:  # texts are searched as they are, others in small letters
        names = [form for word in names for form in (word.capitalize(), word.upper())]
        others, hours = ([*words, *map(str.capitalize, words)] for words in (others, hours))
    return re.compile(_beginnings([*names, *others])), re.compile(_beginnings(list(hours)))


def _all_forms(words: NumberWords) -> Iterator[str]:
    """Yield all words, and with a hyphen the beginnings of words."""
    yield from words.whole
    yield from (f"{beginning}-" for beginning in words.beginnings)


def _beginnings(words: Sequence[str]) -> str:
    """Return a pattern for words by their first letters; short words are matched as a whole."""
    stems: list[str] = []
    for stem in sorted({word[:_STEM].rstrip("-") for word in words if len(word) >= _STEM or word[-1] == "-"}):
        if not stems or not stem.startswith(stems[-1]):
            stems.append(stem)
    short = sorted(rf"{word}\b" for word in words if len(word) < _STEM and word[-1] != "-")
    # One branch for each first letter: most words of a text begin with another.
    by_letter = (
        f"{letter}(?:{'|'.join(form[1:] for form in found)})"
        for letter, found in groupby(sorted([*stems, *short]), key=itemgetter(0))
    )
    return rf"\b(?:{'|'.join(by_letter)})"


def _normalize(text: str) -> str:
    """Return a text without marks within words, and with one letter or space for all that may stand for it."""
    table, signs = _normalization()
    return text.translate(table) if not text.isascii() and signs.search(text) else text


@remember
def _normalization() -> tuple[dict[int, str], re.Pattern[str]]:
    """Return a table for `str.translate`, and a pattern for what it changes: most texts have nothing of it."""
    table = str.maketrans({**same_letters(), **dict.fromkeys(word_marks(), "")}) | _SPACES
    return table, re.compile(f"[{re.escape(''.join(map(chr, table)))}]")


def _read_month(match: re.Match[str], value: int, text: str, lang: str) -> Name:
    before = _DAYS_BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()])
    after = _DAYS_AFTER.match(text, match.end())
    found = before if after is None else after if before is None else None
    days = tuple(int(day) for day in found.groups() if day and 1 <= int(day) <= _DAYS) if found else ()
    return Name(value=value, written=match[0], is_sure=_is_sure(match, match[0].lower(), text, lang), days=days)


def _whole_word(match: re.Match[str], text: str, lang: str) -> str:
    """Return a word with what stands before an apostrophe in it: п'ятничного."""
    start, signs = match.start(), load(lang).numbers.apostrophes
    if start and text[start - 1] in signs:
        start -= 1
        while start and text[start - 1].isalpha():
            start -= 1
    return text[start : match.end()]


def _is_sure(match: re.Match[str], word: str, text: str, lang: str) -> bool:
    """Tell whether a word can only be a month or a weekday: it is neither a word that means something else too nor the
    beginning of a title (Saturday Night Live), or it is beside a number or a word that makes it one of the calendar.
    """
    rules = load(lang).calendar
    if word not in rules.doubtful and not (rules.capitals and _CAPITAL_AFTER.match(text, match.end())):
        return True
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    if _NUMBER_BESIDE[0].search(before) or _NUMBER_BESIDE[1].match(after):
        return True
    if certain_meaning(word, lang):
        return False  # French "sept" is seven too: de sept ans
    near = [*_WORD.findall(before)[-1:], *_WORD.findall(after)[:1]]
    return any(other.lower() in rules.beside for other in near)


def _read_figures(text: str, lang: str) -> Iterator[Name]:
    """Yield the months of dates in figures; 5/6/2025 may be in either."""
    for match in _FIGURES.finditer(text):
        if match["iso"]:
            values = [int(match["iso"])]
        else:
            values = [int(match["two"]), int(match["one"])]
            if "." in match[0] and not load(lang).calendar.twelve_hours:
                values = values[:1]
        values = [value for value in values if 1 <= value <= _MONTHS]
        for value in values:
            yield Name(value=value, written=match[0], is_sure=len(values) == 1, is_figure=True)


def _centuries_before(text: str, lang: str) -> tuple[set[float], set[float]]:
    """Return the centuries before the word for them: in Roman numerals, and what the last words or digits may mean."""
    if roman := _ROMAN_BEFORE.search(text[-_NEAR:]):
        return {value for _, value in find_numerals(roman[0])}, set()
    words = " ".join(text.split()[-2:])
    digits = {float(number) for number in _DIGITS.findall(words)}
    return set(), {number for number in digits if number <= _CENTURIES} or set(find_word_values(words, lang))


def _read_clock(text: str, lang: str) -> Iterator[Time]:
    """Yield the times in figures that have minutes or a part of the day."""
    rules = load(lang).calendar
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[3] or 0)
        if hour > _HOURS or minute >= _MINUTES:
            continue
        part, is_hour, written = _part_of_day(match, text, lang)
        has_colon = match[2] is not None and match[2] != "."
        is_late: bool | None = None
        if part is not None and 1 <= hour <= _NOON:
            is_night = part in {DayWord.NIGHT, DayWord.MIDNIGHT}
            is_late = _NIGHT_ENDS <= hour < _NOON if is_night else part is not DayWord.EARLY
        elif not (has_colon or is_hour):
            continue
        elif hour > _NOON or not rules.twelve_hours:
            is_known = match[1][0] == "0" or not 1 <= hour < _NOON
            is_late = _NOON <= hour < _HOURS if is_known else None
        yield Time(hour=hour % _NOON, minute=minute, written=written, is_late=is_late, is_bare=part is None)


def _part_of_day(match: re.Match[str], text: str, lang: str) -> tuple[DayWord | None, bool, str]:
    """Return the part of the day to which a number of hours belongs, if any; whether a word makes it an hour; and the
    number with these words.
    """
    if half := _HALVES.match(text, match.end()):
        part = DayWord.LATE if half[1] in "pP" else DayWord.EARLY
        return part, True, text[match.start() : half.end()]
    rules = load(lang).calendar
    is_hour = False
    after = _CLAUSE_AFTER.match(text, match.end())
    words = list(_WORD.finditer(text, *after.span(1))) if after else []
    if rules.part_first:
        before = _CLAUSE_BEFORE.search(text, max(0, match.start() - _NEAR), match.start())
        words = [*(reversed(list(_WORD.finditer(text, *before.span()))) if before else ()), *words]
    is_told = match[2] is not None
    for word in words:
        low = word[0].lower()
        meaning = rules.hours.meaning(low)
        if meaning == (DayWord.HOUR,):
            is_hour = is_told = True
        elif meaning and (is_told or low not in rules.doubtful):
            start, end = min(word.start(), match.start()), max(word.end(), match.end())
            return DayWord(int(meaning[0])), is_hour, text[start:end]
        elif low in rules.between:
            is_told = True
        elif word.start() > match.start() or not rules.part_first:
            break
    return None, is_hour, match[0]
