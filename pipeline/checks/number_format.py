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
_VERSION = lazy(r"\b(?=[A-Za-z]*[A-Z])(?P<name>[A-Za-z]{2,})\)?[ \u00a0](?P<fraction>\d+\.\d+)")
"""A name with capitals in Latin letters, and what may be the number of a version: TLS 1.2."""


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
    source, target = pair.source_prose, pair.written
    kept = [found for found in _VERSION.finditer(source) if _is_kept(found, pair)]
    if any(not found["name"].isupper() for found in kept):
        return True
    told = {found.start("fraction"): found["fraction"] for found in kept} | _find_named(source, pair.source_lang)
    made = _find_named(target, pair.lang)
    versions = _drop_counted(told, source, pair.source_lang) | _drop_counted(made, target, pair.lang)
    return any(fraction in target and fraction in source for fraction in versions)


def _is_kept(found: re.Match[str], pair: Pair) -> bool:
    """Tell whether a translation keeps a name before a fraction. One in capitals may be the code of a currency, or name
    those who are counted; so its fraction stays too: WCAG 2.1, unlike EUR 2.5.
    """
    name = found["name"]
    if not name.isupper():
        return re.search(rf"\b{name}\b", pair.written) is not None
    is_kept = re.search(rf"\b{name}\)?\s{re.escape(found['fraction'])}\b", pair.written) is not None
    return is_kept and not find_units(name, pair.source_lang)


def _find_named(text: str, lang: str) -> dict[int, str]:
    """Return the fractions that a text calls versions, by their offsets."""
    named: dict[int, str] = {}
    for match in _version_pattern(lang).finditer(text):
        group = "behind" if match["behind"] else "before"
        named[match.start(group)] = match[group]
    return named


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


def _drop_counted(fractions: dict[int, str], text: str, lang: str) -> set[str]:
    """Return the fractions of a text, given by their offsets, that count nothing: unlike that of EU 2.5 million."""
    if not fractions:
        return set()
    counted = {number.start for number in read_numbers(text, lang) if _counts_units(number, text, lang)}
    return {fraction for start, fraction in fractions.items() if start not in counted}
