"""Compare the numbers of a text with those of its translation."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.languages import load
from pipeline.languages.number_words import find_word_values
from pipeline.languages.numbers import Number, read_numbers
from pipeline.languages.roman_numerals import find_numerals

_MEASURE = re.compile(r"[ -]?°? ?([^\W\d_]+)")
_TOLERANCE = 0.12
"""Largest share by which a converted measure may differ from the exact one: translators round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDifference:
    """The numbers that only one of two texts has: `missing` from the target, `added` there.

    `repeated` are digits of the target that the source has less often or in words; a missing one may have become one.
    """

    missing: tuple[Number, ...] = ()
    added: tuple[Number, ...] = ()
    repeated: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _NumberSide:
    """A text with its numbers."""

    text: str
    lang: str
    numbers: list[Number]

    def possible_values(self) -> set[float]:
        """Return all numbers that the text may mean, in digits, in words or in Roman numerals."""
        said = {value for number in self.numbers for value in (*number.values, *number.parts)}
        return said | find_word_values(self.text, self.lang) | {value for _, value in find_numerals(self.text)}


def compare_numbers(source: str, source_lang: str, target: str, lang: str) -> NumberDifference:
    """Return the numbers in which two texts differ; one in digits may be in words or Roman numerals in the other text.

    A repeated number and a measure converted to metric units are no differences.
    """
    told = _NumberSide(text=source, lang=source_lang, numbers=read_numbers(source, source_lang))
    made = _NumberSide(text=target, lang=lang, numbers=read_numbers(target, lang))
    lost, new = _pair_values(told.numbers, made.numbers)
    missing = _drop_converted(_drop_named(lost, made), told, made) if lost else []
    added = _drop_converted(_drop_named(new, told), made, told) if new else []
    repeated = [number for number in new if number not in added] if missing or added else []
    return NumberDifference(missing=tuple(missing), added=tuple(added), repeated=tuple(repeated))


def _pair_values(told: list[Number], made: list[Number]) -> tuple[list[Number], list[Number]]:
    """Return the numbers left on both sides after pairing those with the same value, then with one that may be."""
    missing, added = _without_equals(told, made), _without_equals(made, told)
    for number in list(missing):
        twin = next((other for other in added if not set(number.values).isdisjoint(other.values)), None)
        if twin is not None:
            missing.remove(number)
            added.remove(twin)
    return missing, added


def _without_equals(numbers: Iterable[Number], others: Iterable[Number]) -> list[Number]:
    count = Counter(number.value for number in others)
    left = []
    for number in numbers:
        if count[number.value] > 0:
            count[number.value] -= 1
        else:
            left.append(number)
    return left


def _drop_named(numbers: list[Number], other: _NumberSide) -> list[Number]:
    """Return the numbers that the other text does not name in any way."""
    known = other.possible_values()
    left = [number for number in numbers if known.isdisjoint(number.values)]
    return [number for number in left if not number.parts or not known.issuperset(number.parts)]


def _drop_converted(numbers: Iterable[Number], side: _NumberSide, other: _NumberSide) -> list[Number]:
    """Return the numbers that the other text does not have in another measure."""
    return [number for number in numbers if not any(_is_converted(number, side, twin, other) for twin in other.numbers)]


def _is_converted(number: Number, side: _NumberSide, twin: Number, other: _NumberSide) -> bool:
    return any(
        abs(one.value * factor - exact.value) <= _TOLERANCE * exact.value
        for one, text, exact in ((number, side, twin), (twin, other, number))
        for factor in _factors(one, text)
    )


def _factors(number: Number, side: _NumberSide) -> list[float]:
    """Return the factors that convert the number's measure to a metric one."""
    following = _MEASURE.match(side.text, number.end) if number.value else None
    told = load(side.lang).numbers.measures.meaning(following[1].lower()) if following else ()
    return [factor or (number.value - 32) / 1.8 / number.value for factor in told]  # else Fahrenheit to Celsius
