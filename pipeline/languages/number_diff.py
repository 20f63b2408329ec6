"""Compare the numbers of a text with those of its translation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import lru_cache

from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.number_words import (
    count_word_values,
    find_word_values,
    normalize_words,
    read_certain,
    read_quantities,
)
from pipeline.languages.numbers import Number, any_of, range_pattern, read_numbers
from pipeline.languages.roman_numerals import find_numerals, find_sure_numerals
from pipeline.languages.units import find_currencies, find_measure, is_alike
from pipeline.languages.word_kinds import find_kinds
from pipeline.patterns import lazy

_UNIT = lazy(r"(?:[ \u00a0-]?°?[^\W\d_]+\.?){1,2}[²³]?")
_TIME = lazy(r"(?<!\d)(?:[01]?\d|2[0-4])[:.․][0-5]\d(?!\d)")
_ROUNDING = 1e-9
_THOUSAND = 3
"""The power of ten of the smallest number that a word after digits names, in languages that we know."""
_NOON = 12
_DAYS = 31
"""Largest number of a day of a month."""
_RANGE = 60
"""Characters after the first end of a range in which its second end is looked for, with the unit."""
_MANY = 10_000
"""Pairs of numbers in which two texts differ: of more they are lists in which no conversion is looked for."""
_PRICE, _BRACKET = 30, 60
"""Characters before a bracket among which a price stands, and around another one in brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDifference:
    """The numbers that only one of two texts has: `missing` from the target, `added` there.

    `repeated` are numbers of the target that the source has less often, or digits that it has in words; a missing one
    may have become one.
    """

    missing: tuple[Number, ...] = ()
    added: tuple[Number, ...] = ()
    repeated: tuple[Number, ...] = ()


NumeralDifference = tuple[tuple[str, ...], tuple[str, ...]]
"""The numbers of one text and those in their place in the other, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSide:
    """A text with its numbers, in digits and in words; those in words have their offsets in `words`, the text as the
    words of a pack are written, which is empty without any.
    """

    text: str
    words: str
    lang: str
    _measures: dict[tuple[int, bool], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    numbers: tuple[Number, ...]

    def text_of(self, number: Number) -> str:
        """Return the text in which a number has its offsets."""
        return self.words if number.is_written_out else self.text

    def show(self, number: Number) -> str:
        """Return a number with what stands right after it: 5 km."""
        text = self.text_of(number)
        following = _UNIT.match(text, number.end)
        return text[number.start : following.end() if following else number.end]

    def possible_values(self) -> set[float]:
        """Return all numbers that the text may mean, in digits, in words or in Roman numerals."""
        said = {value for number in self.numbers for value in (*number.values, *number.parts)}
        said |= {int(value) for number in self.numbers if number.parts for value in number.values}  # 6 of 6.45 p.m.
        return said | find_word_values(self.text, self.lang) | {value for _, value in find_numerals(self.text)}

    def measure(self, number: Number) -> frozenset[str]:
        """Return what a number may measure; the first of a range measures what the second does: two to 3 inches."""
        place = (number.start, number.is_written_out)
        if place not in self._measures:
            self._measures[place] = self._find_measure(number)
        return self._measures[place]

    def _find_measure(self, number: Number) -> frozenset[str]:
        text = self.text_of(number)
        if found := find_measure(number, text, self.lang):
            return found
        ends = load(self.lang).numbers.ranges if number.is_written_out else ()
        ending = next((len(each) for each in ends if number.written.endswith(each)), 0)  # երեքից չորս
        after = normalize_words(text[number.end - ending : number.end + _RANGE], self.lang)
        between = range_pattern(self.lang).match(after)
        following = read_quantities(after, self.lang) if between else []
        second = next((other for other in following if between and other.start == between.end()), None)
        return find_measure(second, after, self.lang) if second else found


@lru_cache(maxsize=KEPT)
def read_side(text: str, lang: str) -> NumberSide:
    """Read the numbers of a text, once for all rules that look at it."""
    kinds = find_kinds(text, lang)
    words = normalize_words(text, lang) if kinds.names_numbers else ""
    in_digits = read_numbers(text, lang) if kinds.has_digits else ()
    return NumberSide(text=text, words=words, lang=lang, numbers=(*in_digits, *read_certain(words, lang)))


forget_with_packs(read_side.cache_clear)


def compare_numbers(source: str, source_lang: str, target: str, lang: str) -> NumberDifference:
    """Return the numbers in which two texts differ; one in digits may be in words or Roman numerals in the other text.

    A repeated number, an amount converted to another unit, and one in brackets in another currency are no differences.
    """
    return compare_sides(read_side(source, source_lang), read_side(target, lang))


def compare_sides(told: NumberSide, made: NumberSide) -> NumberDifference:
    """Return the numbers in which two texts differ, as `compare_numbers` does."""
    lost, new = _pair_values(told.numbers, made.numbers)
    if lost and new and len(lost) * len(new) < _MANY:
        lost, new = _drop_scaled(lost, new, told, made)
        lost, new = _drop_of_other_calendar(lost, new, told, made)
    missing = _drop_converted(_drop_named(lost, made), told, made) if lost else []
    added = _drop_converted(_drop_named(new, told), made, told) if new else []
    if (missing and _names_time(made)) or (added and _names_time(told)):
        missing, added = _without_times(missing, told), _without_times(added, made)
    missing = [number for number in missing if not _is_price_in_brackets(number, told, made)]
    added = [number for number in added if not _is_price_in_brackets(number, made, told)]
    left = {id(number) for number in added}
    repeated = [number for number in new if id(number) not in left] if missing else []
    if any(number.is_written_out for number in repeated):
        repeated = _without_uncertain(repeated, told, made)
    return NumberDifference(missing=tuple(missing), added=tuple(added), repeated=tuple(repeated))


def _without_uncertain(numbers: Iterable[Number], told: NumberSide, made: NumberSide) -> list[Number]:
    """Return the numbers without those in words that the source may have as often, in words that are not always one."""
    here, there = (count_word_values(side.text, side.lang) for side in (told, made))
    sure = {number.value for number in told.numbers}
    return [
        number
        for number in numbers
        if not number.is_written_out or number.value in sure or here[number.value] < there[number.value]
    ]


def compare_numerals(told: NumberSide, made: NumberSide, found: NumberDifference) -> NumeralDifference | None:
    """Return the Roman numerals that only one of two texts has and those in their place, which may be numbers of
    `found`; None if nothing is in their place.
    """
    lost, new = _lost_numerals(told, made), _lost_numerals(made, told)
    if lost and not new:
        new = tuple(number.written for number in found.added)
    elif new and not lost:
        lost = tuple(number.written for number in found.missing)
    return (lost, new) if lost and new else None


def _lost_numerals(side: NumberSide, other: NumberSide) -> tuple[str, ...]:
    numerals = list(find_sure_numerals(side.text))
    known = other.possible_values() if numerals else set()
    return tuple(written for written, value in numerals if value not in known)


def _is_price_in_brackets(number: Number, side: NumberSide, other: NumberSide) -> bool:
    """Tell whether a number is a price in brackets after that in another currency, one that the other text does not
    name: $5 (1 930 драмов).
    """
    text = side.text
    start = text.rfind("(", max(0, number.start - _BRACKET), number.start)
    end = text.find(")", number.end, number.end + _BRACKET)
    if number.is_written_out or start < 0 or end < 0 or ")" in text[start:end]:
        return False
    own, first = (find_currencies(each, side.lang) for each in (text[start:end], text[max(0, start - _PRICE) : start]))
    return bool(own and first) and own.isdisjoint(first | find_currencies(other.text, other.lang))


def _pair_values(told: Sequence[Number], made: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """Return the numbers left on both sides after pairing those with the same value, then with one that may be."""
    lost, added = _without_equals(told, made), _without_equals(made, told)
    if not lost or not added:
        return lost, added
    places: dict[float, list[int]] = {}
    for place, number in reversed(list(enumerate(added))):
        for value in number.values:
            places.setdefault(value, []).append(place)
    missing, paired = list[Number](), set[int]()
    for number in lost:
        twins = [found for value in number.values if (found := _next_place(places.get(value, []), paired)) is not None]
        if twins:
            paired.add(min(twins))
        else:
            missing.append(number)
    return missing, [number for place, number in enumerate(added) if place not in paired]


def _next_place(places: list[int], taken: set[int]) -> int | None:
    """Return the last place that is not taken; those behind it are removed."""
    while places and places[-1] in taken:
        places.pop()
    return places[-1] if places else None


def _drop_scaled(
    lost: list[Number], new: list[Number], told: NumberSide, made: NumberSide
) -> tuple[list[Number], list[Number]]:
    """Return the numbers without those that differ by a power of ten that a text without known words for it may name
    (2.5 million, 250万), or by the half of a day.
    """
    known = [load(side.lang).numbers.scales.is_known for side in (told, made)]
    if all(known):
        return lost, new
    least = _THOUSAND if any(known) else 1
    left, others = [], list(new)
    for number in lost:
        twin = next((other for other in others if _is_scaled(number.value, other.value, least)), None)
        if twin is None:
            left.append(number)
        else:
            others.remove(twin)
    return left, others


def _is_scaled(one: float, other: float, least: int) -> bool:
    """Tell whether the larger number is the smaller one times a power of ten, the `least`th or a higher one, or the
    same hour.
    """
    small, large = sorted((one, other))
    if least == 1 and large - small == _NOON and large <= _NOON * 2:
        return True
    return small > 0 and any(abs(small * 10**power - large) < _ROUNDING * large for power in range(least, 13))


def _drop_of_other_calendar(
    lost: list[Number], new: list[Number], told: NumberSide, made: NumberSide
) -> tuple[list[Number], list[Number]]:
    """Return the numbers without those of a date that one text has in its own calendar: 4 October 2018, ۱۲ مهر ۱۳۹۷."""
    for side, own, other in ((told, lost, new), (made, new, lost)):
        rules = load(side.lang).numbers
        if not rules.year_offsets:
            continue
        years = [number for number in own if _has_year(number, other, rules.year_offsets)]
        day = next((number for number in own if number.value <= _DAYS and number not in years), None)
        if not years and not re.search("|".join(rules.own_months), side.text):
            continue
        of_other = [number for number in other if _has_year(number, years, [-years for years in rules.year_offsets])]
        of_other += [number for number in other if day and number.value <= _DAYS][:1]
        kept = [number for number in own if number not in years and number is not day]
        rest = [number for number in other if number not in of_other]
        return (kept, rest) if own is lost else (rest, kept)
    return lost, new


def _names_time(side: NumberSide) -> bool:
    """Tell whether a text names a time of the day in words that are no numbers of it: half past six."""
    clock = load(side.lang).numbers.clock
    return bool(clock) and any_of(clock).search(normalize_words(side.text, side.lang)) is not None


def _without_times(numbers: Iterable[Number], side: NumberSide) -> list[Number]:
    """Return the numbers that are no part of a time in digits."""
    places = {place for match in _TIME.finditer(side.text) for place in range(*match.span())}
    return [number for number in numbers if number.is_written_out or number.start not in places]


def _has_year(number: Number, others: Iterable[Number], offsets: Iterable[int]) -> bool:
    """Tell whether the number is one of the others less an offset of years."""
    return any(number.value == other.value - offset for other in others for offset in offsets)


def _without_equals(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    count: dict[float, int] = {}
    for number in others:
        count[number.value] = count.get(number.value, 0) + 1
    left = []
    for number in numbers:
        if count.get(number.value):
            count[number.value] -= 1
        else:
            left.append(number)
    return left


def _drop_named(numbers: list[Number], other: NumberSide) -> list[Number]:
    """Return the numbers that the other text does not name in any way."""
    known = other.possible_values()
    left = [number for number in numbers if known.isdisjoint(number.values) and not _is_kept_in_name(number, other)]
    return [number for number in left if not number.parts or not _has_parts(known, number)]


def _is_kept_in_name(number: Number, other: NumberSide) -> bool:
    """Tell whether a number in words belongs to a name that the other text keeps as it is: Five Eyes."""
    name = number.written.capitalize()
    return number.is_written_out and re.search(rf"\b{re.escape(name)}\b", other.text) is not None


def _has_parts(known: set[float], number: Number) -> bool:
    """Tell whether all parts of a number are known; of a time, the hour as it may be counted otherwise."""
    first, *rest = number.parts
    return known.issuperset(rest) and not known.isdisjoint({first, *map(int, number.values)})


def _drop_converted(numbers: Iterable[Number], side: NumberSide, other: NumberSide) -> list[Number]:
    """Return the numbers that the other text does not have in another measure."""
    numbers = list(numbers)
    if len(numbers) * len(other.numbers) > _MANY:
        return numbers
    return [number for number in numbers if not any(_is_converted(number, side, twin, other) for twin in other.numbers)]


def _is_converted(number: Number, side: NumberSide, twin: Number, other: NumberSide) -> bool:
    return is_alike(number.value, side.measure(number), twin.value, other.measure(twin))
