"""Amounts: the same unit on both sides, points of a percentage as such, and the sign of a number."""

import re
from collections.abc import Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair
from pipeline.languages import load, remember
from pipeline.languages.number_diff import NumberSide, read_side
from pipeline.languages.number_words import certain_values
from pipeline.languages.numbers import Number
from pipeline.languages.units import find_currencies, find_units, is_alike
from pipeline.model import Finding

_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"(?:^|[\s(\[«“\"])[−‒–-]$")
_SIGNED = re.compile(r"[−‒–-]\d(?<![\w)][−‒–-]\d)")
_NO_MARKS = str.maketrans("", "", "՛՜՞")
_BEFORE, _AFTER = 12, 40
"""Characters that are looked at before and after a number."""


def check_measures(pair: Pair) -> Iterator[Finding]:
    """Find a number of the source with another unit: 5 km, 5 миль."""
    source, target = pair.source_prose, pair.target_prose
    if _DIGIT.search(source) is None and not certain_values(source, pair.source_lang):
        return
    told, made = read_side(source, pair.source_lang), read_side(target, pair.lang)
    for number in told.numbers:
        twins = [twin for twin in made.numbers if twin.value == number.value]
        units = told.measure(number) if twins else frozenset()
        if not units or _is_price(number, told):
            continue
        others = [made.measure(twin) for twin in twins]
        same = [told.measure(twin) for twin in told.numbers if twin.value == number.value]
        if not all(others) or not all(same) or any(units & unit for unit in others):
            continue
        if any(is_alike(number.value, units, number.value, unit) for unit in others):
            continue  # a tonne and a ton
        if any(_is_price(twin, made) for twin in twins):
            continue
        yield make_finding(
            "numbers-unit",
            "the source has {told}, the translation {made}. Correct the unit.",
            told=told.show(number),
            made=made.show(twins[0]),
        )
        return


def _is_price(number: Number, side: NumberSide) -> bool:
    """Tell whether a currency stands beside a number: a pound may be one."""
    if number.is_written_out:
        return False
    before, after = side.text[max(0, number.start - 2) : number.start], side.text[number.end : number.end + _BEFORE]
    return bool(find_currencies(before, side.lang) or find_currencies(after, side.lang) - {"GBP"})


def check_points(pair: Pair) -> Iterator[Finding]:
    """Find percentage points that became percent, or the other way round."""
    source, target = pair.source_prose, pair.target_prose
    if _DIGIT.search(source) is None and _DIGIT.search(target) is None:
        return
    told, made = find_units(source, pair.source_lang), find_units(target, pair.lang)
    if not all(load(lang).numbers.units.get("points") for lang in (pair.source_lang, pair.lang)):
        return
    if "points" in told and "percent" in made and not made & {"points", "point"}:
        yield make_finding("numbers-points", "the source has percentage points, the translation percent. Correct it.")
    elif "points" in made and "percent" in told and not told & {"points", "point"}:
        yield make_finding("numbers-points", "the source has percent, the translation percentage points. Correct it.")


def check_signs(pair: Pair) -> Iterator[Finding]:
    """Find a number that is negative in one text and positive in the other."""
    source, target = pair.source_prose, pair.target_prose
    if _DIGIT.search(source) is None or _DIGIT.search(target) is None:
        return
    if not _may_be_negative(source, pair.source_lang) and not _may_be_negative(target, pair.lang):
        return
    told, made = read_side(source, pair.source_lang), read_side(target, pair.lang)
    for side, other in ((told, made), (made, told)):
        for number in side.numbers:
            twins = [twin for twin in other.numbers if twin.value == number.value]
            if twins and _is_negative(number, side) and not any(_may_be_loss(twin, other) for twin in twins):
                twin = twins[0]
                shown = {True: f"−{number}", False: str(twin)}
                yield make_finding(
                    "numbers-sign",
                    "the source has {told}, the translation {made}. Correct the sign.",
                    told=shown[side is told],
                    made=shown[side is not told],
                )
                return


def _may_be_negative(text: str, lang: str) -> bool:
    return _SIGNED.search(text) is not None or ((words := _minus(lang)) is not None and words.search(text) is not None)


@remember
def _minus(lang: str) -> re.Pattern[str] | None:
    """Return a pattern for the words that make a number negative; None in a language without them."""
    rules = load(lang).numbers
    words = "|".join((*rules.minus, *rules.below))
    return re.compile(words, re.IGNORECASE) if words else None


def _is_negative(number: Number, side: NumberSide) -> bool:
    """Tell whether a number has a minus before it, or words that say the same around it."""
    if number.is_written_out:
        return False
    before, after = side.text[max(0, number.start - _BEFORE) : number.start], side.text[number.end :][:_AFTER]
    if _SIGN.search(before) and not (before.strip() == "–" and number.start <= 2):  # noqa: PLR2004  a dash of speech
        return True
    rules = load(side.lang).numbers
    return bool(
        (rules.minus and re.search(rf"\b(?:{'|'.join(rules.minus)}) ?$", before, re.IGNORECASE))
        or (rules.below and re.match(rf"[ °\u00a0-]*(?:{'|'.join(rules.below)})", after, re.IGNORECASE))
    )


def _may_be_loss(number: Number, side: NumberSide) -> bool:
    """Tell whether a number is negative, or there is a word for less around it."""
    pattern = _negative(side.lang)
    if pattern is None or number.is_written_out or _is_negative(number, side):
        return True
    around = side.text[max(0, number.start - _AFTER) : number.end + _AFTER]
    return pattern.search(around.translate(_NO_MARKS)) is not None


@remember
def _negative(lang: str) -> re.Pattern[str] | None:
    """Return a pattern for all words that make a number negative; None in a language without such words."""
    rules = load(lang).numbers
    words = "|".join((*rules.minus, *rules.falling))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
