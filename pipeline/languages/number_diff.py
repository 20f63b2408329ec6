"""Compare the numbers of a text with those of its translation."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import load
from pipeline.languages.folders import forget_with_packs
from pipeline.languages.number_words import find_word_values, normalize_words, read_quantities
from pipeline.languages.numbers import Number, range_pattern
from pipeline.languages.roman_numerals import find_numerals
from pipeline.languages.units import find_currencies, find_measure, is_alike

_UNIT = re.compile(r"(?:[ \u00a0-]?°?[^\W\d_]+\.?){1,2}[²³]?")
_ROUNDING = 1e-9
_THOUSAND = 3
"""The power of ten of the smallest number that a word after digits names, in languages that we know."""
_NOON = 12
_DAYS = 31
"""Largest number of a day of a month."""
_RANGE = 9
"""Characters between the two ends of a range, at most."""
_PRICE = 30
"""Characters before a bracket among which a price stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDifference:
    """The numbers that only one of two texts has: `missing` from the target, `added` there.

    `repeated` are digits of the target that the source has less often or in words; a missing one may have become one.
    """

    missing: tuple[Number, ...] = ()
    added: tuple[Number, ...] = ()
    repeated: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSide:
    """A text with its numbers, in digits and in words."""

    text: str
    lang: str
    numbers: tuple[Number, ...]

    def show(self, number: Number) -> str:
        """Return a number with what stands right after it: 5 km."""
        text = normalize_words(self.text, self.lang) if number.is_written_out else self.text
        following = _UNIT.match(text, number.end)
        return text[number.start : following.end() if following else number.end]

    def possible_values(self) -> set[float]:
        """Return all numbers that the text may mean, in digits, in words or in Roman numerals."""
        said = {value for number in self.numbers for value in (*number.values, *number.parts)}
        said |= {int(value) for number in self.numbers if number.parts for value in number.values}  # 6 of 6.45 p.m.
        return said | find_word_values(self.text, self.lang) | {value for _, value in find_numerals(self.text)}

    def measure(self, number: Number) -> frozenset[str]:
        """Return what a number may measure; the first of a range measures what the second does."""
        text = normalize_words(self.text, self.lang) if number.is_written_out else self.text
        if found := find_measure(number, text, self.lang):
            return found
        for other in self.numbers:
            between = text[number.end : other.start]
            if 0 < len(between) <= _RANGE and other.is_written_out == number.is_written_out:
                return find_measure(other, text, self.lang) if range_pattern(self.lang).fullmatch(between) else found
        return found


@lru_cache(maxsize=16)
def read_side(text: str, lang: str) -> NumberSide:
    """Read the numbers of a text, once for all rules that look at it."""
    return NumberSide(text=text, lang=lang, numbers=tuple(read_quantities(text, lang)))


forget_with_packs(read_side.cache_clear)


def compare_numbers(source: str, source_lang: str, target: str, lang: str) -> NumberDifference:
    """Return the numbers in which two texts differ; one in digits may be in words or Roman numerals in the other text.

    A repeated number, an amount converted to another unit, and one in brackets in another currency are no differences.
    """
    return compare_sides(read_side(source, source_lang), read_side(target, lang))


def compare_sides(told: NumberSide, made: NumberSide) -> NumberDifference:
    """Return the numbers in which two texts differ, as `compare_numbers` does."""
    lost, new = _pair_values(told.numbers, made.numbers)
    if lost and new:
        lost, new = _drop_scaled(lost, new, told, made)
        lost, new = _drop_of_other_calendar(lost, new, told, made)
    missing = _drop_converted(_drop_named(lost, made), told, made) if lost else []
    added = _drop_converted(_drop_named(new, told), made, told) if new else []
    missing = [number for number in missing if not _is_price_in_brackets(number, told, made)]
    added = [number for number in added if not _is_price_in_brackets(number, made, told)]
    repeated = [number for number in new if number not in added] if missing or added else []
    return NumberDifference(missing=tuple(missing), added=tuple(added), repeated=tuple(repeated))


def _is_price_in_brackets(number: Number, side: NumberSide, other: NumberSide) -> bool:
    """Tell whether a number is a price in brackets after that in another currency, one that the other text does not
    name: $5 (1 930 драмов).
    """
    text = side.text
    start = text.rfind("(", 0, number.start)
    end = text.find(")", number.end)
    if number.is_written_out or start < 0 or end < 0 or ")" in text[start:end]:
        return False
    own, first = (find_currencies(each, side.lang) for each in (text[start:end], text[max(0, start - _PRICE) : start]))
    return bool(own and first) and own.isdisjoint(first | find_currencies(other.text, other.lang))


def _pair_values(told: Sequence[Number], made: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """Return the numbers left on both sides after pairing those with the same value, then with one that may be."""
    missing, added = _without_equals(told, made), _without_equals(made, told)
    for number in list(missing):
        twin = next((other for other in added if not set(number.values).isdisjoint(other.values)), None)
        if twin is not None:
            missing.remove(number)
            added.remove(twin)
    return missing, added


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


def _has_year(number: Number, others: Iterable[Number], offsets: Iterable[int]) -> bool:
    """Tell whether the number is one of the others less an offset of years."""
    return any(number.value == other.value - offset for other in others for offset in offsets)


def _without_equals(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    count = Counter(number.value for number in others)
    left = []
    for number in numbers:
        if count[number.value] > 0:
            count[number.value] -= 1
        else:
            left.append(number)
    return left


def _drop_named(numbers: list[Number], other: NumberSide) -> list[Number]:
    """Return the numbers that the other text does not name in any way."""
    known = other.possible_values()
    left = [number for number in numbers if known.isdisjoint(number.values)]
    return [number for number in left if not number.parts or not _has_parts(known, number)]


def _has_parts(known: set[float], number: Number) -> bool:
    """Tell whether all parts of a number are known; of a time, the hour as it may be counted otherwise."""
    first, *rest = number.parts
    return known.issuperset(rest) and not known.isdisjoint({first, *map(int, number.values)})


def _drop_converted(numbers: Iterable[Number], side: NumberSide, other: NumberSide) -> list[Number]:
    """Return the numbers that the other text does not have in another measure."""
    return [number for number in numbers if not any(_is_converted(number, side, twin, other) for twin in other.numbers)]


def _is_converted(number: Number, side: NumberSide, twin: Number, other: NumberSide) -> bool:
    return is_alike(number.value, side.measure(number), twin.value, other.measure(twin))
