"""Amounts: the same unit on both sides, points of a percentage as such, and the sign of a number."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair
from pipeline.languages import load, remember
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.number_diff import NumberSide, read_side
from pipeline.languages.numbers import Number
from pipeline.languages.units import find_currencies, find_units, is_alike
from pipeline.model import Finding
from pipeline.patterns import lazy

_SIGN = lazy(r"(?:^|[\s(\[«“\"])[−‒–-]$")
_SIGNED = lazy(r"[−‒–-]\d(?<![\w)][−‒–-]\d)")
_NO_MARKS = str.maketrans("", "", "՛՜՞")
_BEFORE, _AFTER = 12, 40
"""Characters that are looked at before and after a number."""


def check_measures(pair: Pair) -> Iterator[Finding]:
    """Find a number of the source with another unit: 5 km, 5 миль."""
    source, target = pair.source_prose, pair.target_prose
    if not pair.source_kinds.has_digits and not pair.source_kinds.values:
        return
    told, made = read_side(source, pair.source_lang), read_side(target, pair.lang)
    theirs = _by_value(made.numbers)
    for value, same in _by_value(told.numbers).items():
        twins = theirs.get(value, [])
        if not twins:
            continue
        first = {told.measure(number): number for number in reversed(same)}  # the first of each unit
        if not all(first):
            continue  # as most; those of the source are measured once for all editions
        others = {made.measure(twin) for twin in twins}
        if not all(others):
            continue
        for units, number in first.items():
            if any(units & unit or is_alike(value, units, value, unit) for unit in others):  # a tonne and a ton
                continue
            if any(_is_price(twin, side) for side, found in ((told, same), (made, twins)) for twin in found):
                continue
            yield make_finding(
                "numbers-unit",
                "the source has {told}, the translation {made}. Correct the unit.",
                told=told.show(number),
                made=made.show(twins[0]),
            )
            return


def _by_value(numbers: Iterable[Number]) -> dict[float, list[Number]]:
    found: dict[float, list[Number]] = {}
    for number in numbers:
        found.setdefault(number.value, []).append(number)
    return found


def _is_price(number: Number, side: NumberSide) -> bool:
    """Tell whether a currency stands beside a number: a pound may be one."""
    if number.is_written_out:
        return False
    before, after = side.text[max(0, number.start - 2) : number.start], side.text[number.end : number.end + _BEFORE]
    return bool(find_currencies(before, side.lang) or find_currencies(after, side.lang) - {"GBP"})


def check_points(pair: Pair) -> Iterator[Finding]:
    """Find percentage points that became percent, or the other way round."""
    source, target = pair.source_prose, pair.target_prose
    if not (pair.source_kinds.has_digits or pair.target_kinds.has_digits):
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
    texts = ((pair.source_prose, pair.source_lang), (pair.target_prose, pair.lang))
    if not all(kinds.has_digits or kinds.values for kinds in (pair.source_kinds, pair.target_kinds)):
        return
    if not any(_may_be_negative(text, lang) for text, lang in texts):
        return
    told, made = (read_side(text, lang) for text, lang in texts)
    for side, other in ((told, made), (made, told)):
        known = _by_value(other.numbers)
        for number in side.numbers:
            twins = known.get(number.value, [])
            negative = _find_negative(number, side) if twins else ""
            if negative and not any(_may_be_loss(twin, other) for twin in twins):
                shown = (negative, str(twins[0]))
                yield make_finding(
                    "numbers-sign",
                    "the source has {told}, the translation {made}. Correct the sign.",
                    told=shown[side is made],
                    made=shown[side is told],
                )
                return


@lru_cache(maxsize=KEPT)
def _may_be_negative(text: str, lang: str) -> bool:
    return _SIGNED.search(text) is not None or ((words := _minus(lang)) is not None and words.search(text) is not None)


@remember
def _minus(lang: str) -> re.Pattern[str] | None:
    """Return a pattern for the words that make a number negative, not in the middle of others; None in a
    language without them.
    """
    rules = load(lang).numbers
    words = "|".join((*rules.minus, *rules.below))
    return re.compile(rf"(?<![^\W\d_])(?:{words})", re.IGNORECASE) if words else None


forget_with_packs(_may_be_negative.cache_clear)


def _find_negative(number: Number, side: NumberSide) -> str:
    """Return a number with the minus before it, or the words around it that say the same; empty if it is positive."""
    text = side.text_of(number)
    before, after = text[max(0, number.start - _BEFORE) : number.start], text[number.end :][:_AFTER]
    has_sign = not number.is_written_out and _SIGN.search(before)
    if has_sign and not (before.strip() == "–" and number.start <= 2):  # noqa: PLR2004  a dash of speech
        return f"−{number}"
    rules = load(side.lang).numbers
    minus, below = "|".join(rules.minus), "|".join(rules.below)
    if minus and (found := re.search(rf"\b(?:{minus}) ?$", before, re.IGNORECASE)):
        return found[0] + str(number)
    found = re.match(rf"[ °\u00a0-]*(?:{below})", after, re.IGNORECASE) if below else None
    return f"{number}{found[0]}" if found else ""


def _may_be_loss(number: Number, side: NumberSide) -> bool:
    """Tell whether a number is negative, or there is a word for less around it."""
    pattern = _negative(side.lang)
    if pattern is None or _find_negative(number, side):
        return True
    around = side.text_of(number)[max(0, number.start - _AFTER) : number.end + _AFTER]
    return pattern.search(around.translate(_NO_MARKS)) is not None


@remember
def _negative(lang: str) -> re.Pattern[str] | None:
    """Return a pattern for all words that make a number negative; None in a language without such words."""
    rules = load(lang).numbers
    words = "|".join((*rules.minus, *rules.falling))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
