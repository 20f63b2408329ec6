"""Numbers, percentages and currencies: the same on both sides.

In a language without words for numbers, a small or round number may be said in words that are not known; without a word
for percent, a percentage may be too. Such texts give no findings.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.article.code_spans import find_code_spans
from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair
from pipeline.languages import load
from pipeline.languages.calendar import read_calendar
from pipeline.languages.letters import is_unspaced
from pipeline.languages.number_diff import NumberDifference, NumberSide, compare_numerals, compare_sides, read_side
from pipeline.languages.numbers import Number, format_number, read_numbers
from pipeline.languages.units import find_units
from pipeline.model import Finding, Message, SegmentKind
from pipeline.patterns import lazy

_NUMERAL = lazy(r"\b[IVXLCІХСѴ]{1,7}\b")
"""A letter or more that may be a Roman numeral; with one letter it is one only in the place of a missing number."""
_OFTEN_WRITTEN_OUT = 12
"""Largest number that is often written out, or not said at all (“a 5-member team”: «команда»)."""
_OFTEN_LEFT_OUT = 2
"""Largest number in words that a text may do without (“the two countries”: «эти страны»)."""
_IN_WORDS, _ROUND = 1000, 100
"""Smallest number that a text in a language without words for numbers hardly writes out, unless it is a multiple of
the other.
"""
_DECADE = lazy(r"(?<=0)[-'’]?[^\W\d_]")
"""The end of a decade behind its digits: 1940s, 1940-х. Texts often have it in words: the forties."""
_PERCENT_SIGNS = "%٪"
_WORDS = lazy(r"[ \u00a0-]?[^\W\d_]+(?: [^\W\d_]+)?")


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Find numbers that were changed, lost or invented."""
    source, target = pair.source_prose, pair.target_prose
    told, made = pair.source_kinds, pair.target_kinds
    if told.values == made.values and not any(kinds.has_digits or kinds.has_numerals for kinds in (told, made)):
        return
    sides = (read_side(source, pair.source_lang), read_side(target, pair.lang))
    found = compare_sides(*sides)
    if "`" in pair.source or "`" in pair.target:
        found = _without_moved(found, pair)
    if _NUMERAL.search(source) or _NUMERAL.search(target):
        found, is_other = _without_centuries(found, pair)
        changed = None if is_other else compare_numerals(*sides, found)
        if changed:
            yield _differing(*changed)
            return
    missing, added = (
        [number for number in numbers if number.value != 1 or not number.is_written_out]  # “one” is often no number
        for numbers in (found.missing, found.added)
    )
    wrong = added or (found.repeated if missing else ())
    if missing and wrong:
        yield _differing(_format_source_numbers(missing, pair), _format_numbers(wrong))
    elif surely_added := [item for item in added if _is_surely_added(item, target, found.missing, pair)]:
        yield make_finding(
            "numbers-added",
            "the source has no {added}. Correct the number, or remove it.",
            added=_format_numbers(surely_added),
        )
    elif surely_missing := [item for item in missing if _is_surely_missing(item, source, found.added, pair)]:
        yield make_finding(
            "numbers-missing",
            "{missing} of the source is missing. Add it, in digits or in words.",
            missing=_format_source_numbers(surely_missing, pair),
        )


def _is_surely_added(number: Number, target: str, others: Sequence[Number], pair: Pair) -> bool:
    return _is_told_alone(number, target, others, pair.source_lang) and not _is_indefinite(number, target)


def _is_surely_missing(number: Number, source: str, others: Sequence[Number], pair: Pair) -> bool:
    """Tell whether a number is surely not in the translation, in a note also a small one: a page."""
    is_needed = pair.segment.kind is SegmentKind.FOOTNOTE or number.value > _OFTEN_WRITTEN_OUT
    return (is_needed or not number.written.isdigit()) and _is_told_alone(number, source, others, pair.lang)


def _is_indefinite(number: Number, text: str) -> bool:
    """Tell whether a 1 is an indefinite article, as before the counting words of Japanese: 1ヶ月 is “a month”."""
    return number.value == 1 and is_unspaced(text[number.end :].lstrip()[:1] or " ")


def _without_moved(found: NumberDifference, pair: Pair) -> NumberDifference:
    """Return the numbers that differ without those that moved into code or out of it: `3` may be written as 3."""
    told, made = _count_in_code(pair.source, pair.source_lang), _count_in_code(pair.target, pair.lang)
    into, out = made - told, told - made
    return replace(
        found,
        missing=tuple(number for number in found.missing if number.value not in into),
        added=tuple(number for number in found.added if number.value not in out),
    )


def _count_in_code(text: str, lang: str) -> Counter[float]:
    code = "; ".join(text[start:end].strip("`") for start, end in find_code_spans(text))
    return Counter(number.value for number in read_numbers(code, lang))


def _differing(told: tuple[str | Message, ...], made: tuple[str, ...]) -> Finding:
    return make_finding(
        "numbers", "the source has {told}, the translation {made}. Correct the number.", told=told, made=made
    )


def _without_centuries(found: NumberDifference, pair: Pair) -> tuple[NumberDifference, bool]:
    """Return the numbers without centuries that differ, and whether they do: the rule for dates tells of these."""
    told, made = read_calendar(pair.source_prose, pair.source_lang), read_calendar(pair.target_prose, pair.lang)
    if not told.has_other_centuries(made):
        return found, False
    missing = tuple(item for item in found.missing if item.value not in told.worded_centuries)
    added = tuple(item for item in found.added if item.value not in made.worded_centuries)
    return replace(found, missing=missing, added=added), True


def _is_told_alone(number: Number, text: str, others: Sequence[Number], lang: str) -> bool:
    """Tell whether a number of `text` is one in any case that the one in `lang`, with `others` alone, does not have.

    One that is written out may be left out if it is small or vague: both, halves, thousands.
    """
    if _may_be_in_words(number, text, lang):
        return False
    if not number.is_written_out or others:
        return True
    return (
        len(number.values) == 1
        and number.value > _OFTEN_LEFT_OUT
        and (number.value < _IN_WORDS or " " in number.written)
    )


def _may_be_in_words(number: Number, text: str, lang: str) -> bool:
    """Tell whether a text in `lang` may have a number of `text` in words that are not known."""
    if load(lang).numbers.words.is_known:
        return False
    is_round = number.value % _ROUND == 0 or _DECADE.match(text, number.end) is not None
    return number.value < _IN_WORDS or is_round or bool(number.scale)


def _format_numbers(numbers: Sequence[Number]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, numbers)))


def _format_source_numbers(numbers: Sequence[Number], pair: Pair) -> tuple[str | Message, ...]:
    """Return the numbers of the source, each with its form in the edition's language if that differs."""
    shown: list[str | Message] = []
    for number in numbers:
        here = str(number) if number.is_written_out else format_number(number, pair.source_prose, pair.lang)
        told = f"{number}%" if "%" in here else str(number)
        is_same = here in {number.written, told}
        shown.append(told if is_same else Message.create("{number} (here: {here})", number=told, here=here))
    return tuple(dict.fromkeys(shown))


def check_units(pair: Pair) -> Iterator[Finding]:
    """Find a percentage in one text only, or another currency."""
    source, target = pair.source_prose, pair.target_prose
    told_kinds, made_kinds = pair.source_kinds, pair.target_kinds
    has_digits = told_kinds.has_digits and made_kinds.has_digits
    if not has_digits and not (told_kinds.values and made_kinds.values):
        return
    told, made = find_units(source, pair.source_lang), find_units(target, pair.lang)
    is_known = all("percent" in load(lang).numbers.units for lang in (pair.source_lang, pair.lang))
    if not is_known:
        told, made = told - {"percent"}, made - {"percent"}
    sides = (read_side(source, pair.source_lang), read_side(target, pair.lang))
    if "percent" in told - made and _has_percentage(*sides):
        yield make_finding(
            "numbers-percent", "the source has a percentage and the translation has none. Add the % sign."
        )
    elif "percent" in made - told and _has_percentage(*reversed(sides)):
        yield make_finding("numbers-percent", "the translation has a percentage and the source has none. Correct it.")
    lost, new = ({unit for unit in one - other if unit.isupper()} for one, other in ((told, made), (made, told)))
    if lost and new:
        yield make_finding(
            "numbers-currency",
            "the source has {lost}, the translation {new}. Correct the currency.",
            lost=tuple(sorted(lost)),
            new=tuple(sorted(new)),
        )


def _has_percentage(side: NumberSide, other: NumberSide) -> bool:
    """Tell whether a text has a percentage with a sign, or one in words whose number the other text has in digits."""
    if any(sign in side.text for sign in _PERCENT_SIGNS):
        return True
    digits = {number.value for number in other.numbers if not number.is_written_out}
    return any(
        number.value in digits
        and not number.is_written_out
        and (words := _WORDS.match(side.text, number.end))
        and "percent" in find_units(words[0], side.lang)
        for number in side.numbers
    )
