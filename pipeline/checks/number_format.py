"""Percentages and fractions: written as the language of the edition writes them."""

import re
from collections.abc import Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair
from pipeline.languages import load, remember
from pipeline.languages.number_diff import read_side
from pipeline.languages.numbers import Number, format_number, read_numbers
from pipeline.languages.units import find_measure, find_units
from pipeline.model import Finding
from pipeline.patterns import lazy

_PERCENT = lazy(r"(?<=\d)([ \u00a0\u202f\u2009]?)%")
_FRACTION = lazy(r"\d[.,]\d")
_MARK = lazy(r"[.,]")
_WORD_SIGN = lazy(r"\w")
_HEADING_NUMBER = lazy(r"\W*\d+\.\d+(?:[.)]?\s+[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐԱ-Ֆ]|[.)])")
"""The number of a heading or an item, before a capital letter or with a sign after it: 2.1 Goals; 2.1) goals."""
_WORD_BEFORE = lazy(r"[^\W\d_][ \u00a0]$")
"""The end of a word before a number, which may be a label: section 2.1."""
_COUNTED = lazy(r"[ \u00a0]?[-‑]?[\w%٪°×$€£₽֏₾₴±+−]")
"""The beginning of what a number may count: 2.1 km, 2.1-fold, 2.1 %."""
_AROUND = 20
"""Number of characters after a number in which its currency stands, such as "million dollars"."""
_VERSION = lazy(r"\b(?=[A-Za-z]*[A-Z])([A-Za-z]{2,})\)?[ \u00a0](\d+\.\d+)")
"""A name with capitals in Latin letters, and the number of a version."""


def check_number_format(pair: Pair) -> Iterator[Finding]:
    """Find percentages and fractions that are not written as in the language of the edition."""
    has_space = load(pair.lang).typography.percent_space if "%" in pair.written else None
    percents = () if has_space is None else _PERCENT.finditer(pair.written)
    if found := [match for match in percents if bool(match[1]) != has_space]:
        yield make_finding(
            "numbers-format",
            "percentages are written as {shown} in the language of this edition.",
            replacement=pair.replace_matches(found, "\u00a0%" if has_space else "%"),
            shown="43 %" if has_space else "43%",
        )
    if not pair.is_copy_edit and pair.source_kinds.has_digits and _FRACTION.search(pair.written):
        yield from _check_fractions(pair)


def _check_fractions(pair: Pair) -> Iterator[Finding]:
    """Find fractions with the decimal mark of the source's language, if both texts have the same fraction."""
    if _has_versions(pair):
        return
    side = read_side(pair.source_prose, pair.source_lang)
    told = {number.value for number in side.numbers if number.bare % 1 and not number.is_written_out}
    for number in read_numbers(pair.written, pair.lang) if told else ():
        if number.value not in told or not _has_foreign_mark(number, pair.lang) or _may_be_label(number, pair):
            continue
        here = format_number(number, "", pair.lang)
        if here != number.written and _MARK.sub("", here) == _MARK.sub("", number.written):
            before = pair.written[: number.start]
            is_sure = _WORD_BEFORE.search(before) is None or _counts_units(number, pair.written, pair.lang)
            text = pair.entry.target
            yield make_finding(
                "numbers-format",
                "{written} is written as {here} in the language of this edition.",
                replacement=text[: number.start] + here + text[number.end :] if is_sure else None,
                written=number.written,
                here=here,
            )


def _has_foreign_mark(number: Number, lang: str) -> bool:
    """Tell whether a number has one mark, which is not the decimal mark of `lang`. Beside that one, many leave out the
    marks of thousands: 1250,5.
    """
    return len(_MARK.findall(number.written)) == 1 and load(lang).numbers.decimal not in number.written


def _may_be_label(number: Number, pair: Pair) -> bool:
    """Tell whether a fraction of the translation may be the number of a heading, which begins its text, or of a section
    or a version, with nothing behind it that it could count: 2.1 Goals; see section 2.1.
    """
    before, after = pair.written[: number.start], pair.written[number.end :]
    if not _WORD_SIGN.search(before):
        return any(_HEADING_NUMBER.match(text) for text in (pair.source_prose, pair.written))
    return _WORD_BEFORE.search(before) is not None and _COUNTED.match(after) is None


def _counts_units(number: Number, text: str, lang: str) -> bool:
    """Tell whether a number is surely no label, since a unit or a currency stands at it; of others only people know:
    section 2.1 applies.
    """
    around = text[max(0, number.start - 1) : number.start] + text[number.end :][:_AROUND]
    return bool(number.scale or find_measure(number, text, lang) or find_units(around, lang))


def _has_versions(pair: Pair) -> bool:
    """Tell whether a source has a name that the translation keeps before a fraction (Python 3.11, or 3.10; TLS 1.2), or
    one of the texts calls a fraction that both have a version.
    """
    if any(_is_kept_version(found, pair) for found in _VERSION.finditer(pair.source_prose)):
        return True
    told, made = _named_versions(pair.source_prose, pair.source_lang), _named_versions(pair.written, pair.lang)
    return any(fraction in pair.written and fraction in pair.source_prose for fraction in told | made)


def _named_versions(text: str, lang: str) -> set[str]:
    """Return the numbers that a text calls versions and that count nothing: release 0.15; the 0.9 Hydrogen version."""
    named: dict[int, str] = {}
    for match in _version_pattern(lang).finditer(text):
        group = "behind" if match["behind"] else "before"
        named[match.start(group)] = match[group]
    if not named:
        return set()
    counted = {number.start for number in read_numbers(text, lang) if _counts_units(number, text, lang)}
    return {fraction for start, fraction in named.items() if start not in counted}


@remember
def _version_pattern(lang: str) -> re.Pattern[str]:
    """Return a pattern for a fraction `behind` a word for a version (release 0.15) or `before` one, perhaps with a name
    between them (the 0.9 Hydrogen version).
    """
    word = f"(?i:{'|'.join(load(lang).numbers.versions) or '(?!)'})"
    name = r"(?:[A-Z][\w-]{0,20}[ \u00a0-]){0,3}"  # of bounded length, as hyphens also stand between its words
    return re.compile(
        rf"\b{word}[ \u00a0-]?(?P<behind>\d+\.\d+)(?![.\d])"
        rf"|(?<![.\d])(?P<before>\d+\.\d+)[ \u00a0-]{name}{word}\b"
    )


def _is_kept_version(found: re.Match[str], pair: Pair) -> bool:
    """Tell whether a translation keeps a name before a fraction. One in capitals may be the code of a currency or name
    those who are counted, so that its fraction stays too, and counts nothing: WCAG 2.1; unlike EUR 2.5, EU 2.5 million.
    """
    name, fraction = found.groups()
    if not name.isupper():
        return re.search(rf"\b{name}\b", pair.written) is not None
    if find_units(name, pair.source_lang) or not re.search(rf"\b{name}\)?\s{re.escape(fraction)}\b", pair.written):
        return False
    numbers = read_numbers(pair.source_prose, pair.source_lang)
    return not any(
        number.start == found.start(2) and _counts_units(number, pair.source_prose, pair.source_lang)
        for number in numbers
    )
