"""Check the values of a pack's settings, with a sentence for each that its setting cannot have."""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.languages import cldr
from pipeline.languages.tags import canonical

_MONTHS = 12
_PAIR = 2


def check_value(file: str, key: str, value: Any) -> Iterator[str]:  # noqa: ANN401  any value of TOML
    """Yield what is wrong with the value of a setting in a file of a pack; the value is of the right type."""
    if check := _CHECKS.get(f"{file}: {key}"):
        yield from check(value)


def _letters(value: str) -> Iterator[str]:
    try:
        re.compile(f"[{value}]")
    except re.error:
        yield f"“{value}” is not the inside of a character class, such as a-zäöü"


def _direction(value: str) -> Iterator[str]:
    if value not in {"ltr", "rtl"}:
        yield f"“{value}” is not a direction: ltr or rtl"


def _base(value: str) -> Iterator[str]:
    if not value or canonical(value) != value:
        yield f"“{value}” is not the code of a language"


def _locale(value: str) -> Iterator[str]:
    if not cldr.has_locale(value.replace("_", "-")):
        yield f"the CLDR has no locale “{value}”; one such as de_DE or de is meant"


def _plural_forms(value: str) -> Iterator[str]:
    found = re.fullmatch(r"\s*nplurals\s*=\s*\d+\s*;\s*plural\s*=(.+?);?\s*", value, re.DOTALL)
    try:
        gettext.c2py(re.sub(r"\\\s+", "", found[1]) if found else "")
    except (ValueError, RecursionError):
        yield f"“{value}” is not a rule of gettext, such as nplurals=2; plural=(n != 1);"


def _quotes(value: list[str]) -> Iterator[str]:
    yield from (
        f"“{pair}” is not a pair of marks, the opening one and the closing one" for pair in value if len(pair) != _PAIR
    )


def _pairs(value: list[Any]) -> Iterator[str]:
    for item in value:
        if not isinstance(item, list) or len(item) != _PAIR or not all(isinstance(text, str) for text in item):
            yield f'“{item}” is not a pair of texts: ["…", "…"]'


def _vowels(value: list[str]) -> Iterator[str]:
    yield from (
        f"“{each}” is not a vowel: write ե where it is lost, or ու=ը where it changes"
        for each in value
        if not each.partition("=")[0]
    )


def _signs(value: list[str] | str) -> Iterator[str]:
    yield from (f"“{sign}” is not a single sign" for sign in value if len(sign) != 1)


def _months(value: list[str]) -> Iterator[str]:
    if len(value) != _MONTHS:
        yield f"there are {len(value)} months, and a year has twelve"


def _month_numbers(value: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(value)
    yield from (f"“{key}” is not the number of a month, 1 to 12" for key in value if key not in map(str, range(1, 13)))


def _weekday_numbers(value: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(value)
    yield from (f"“{key}” is not the number of a weekday, 1 to 7" for key in value if key not in map(str, range(1, 8)))


def _numbers(value: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(value)
    for key in value:
        if not re.fullmatch(r"\d+(?:\.\d+)?(?: \d+(?:\.\d+)?)*", key):
            yield f"“{key}” is not a number; the number stands before the =, and its words after it"


def _texts(value: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        f'“{key}” needs words between quotes: "{key}" = "…"'
        for key, words in value.items()
        if not isinstance(words, str)
    )


def _emphasis(value: str) -> Iterator[str]:
    if value not in {"italic", "spaced"}:
        yield "“emphasis” is “italic” or “spaced”"


def _text_lists(value: Mapping[str, Any]) -> Iterator[str]:
    for key, found in value.items():
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            yield f'“{key}” needs a list: "{key}" = ["…"]'


def _number_lists(value: Mapping[str, Any]) -> Iterator[str]:
    for key, found in value.items():
        if not isinstance(found, list) or not all(type(item) in {int, float} for item in found):
            yield f'“{key}” needs a list of numbers: "{key}" = [25]'


_CHECKS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    **dict.fromkeys(
        (f"language.toml: {key}" for key in ("letters", "own_letters", "small", "capitals", "foreign_letters")),
        _letters,
    ),
    "language.toml: direction": _direction,
    "language.toml: base": _base,
    "language.toml: locale": _locale,
    "language.toml: plural_forms": _plural_forms,
    **dict.fromkeys((f"language.toml: {key}" for key in ("same_letters", "codes", "fonts")), _texts),
    **dict.fromkeys((f"language.toml: {key}" for key in ("placeholders", "placeholders_on_keyboard")), _texts),
    "typography.toml: quotes": _quotes,
    "typography.toml: emphasis": _emphasis,
    **dict.fromkeys(
        (f"typography.toml: {key}" for key in ("fixed_after", "fixed_before", "spaced_after", "spaced_before")), _signs
    ),
    "numbers.toml: months": _month_numbers,
    **dict.fromkeys((f"numbers.toml: {key}" for key in ("words", "scales")), _numbers),
    **dict.fromkeys((f"numbers.toml: {key}" for key in ("units", "measures")), _texts),
    "calendar.toml: weekdays": _weekday_numbers,
    **dict.fromkeys((f"inflection.toml: {key}" for key in ("paradigms", "changed_stems")), _pairs),
    "inflection.toml: reduced_vowels": _vowels,
    "inflection.toml: irregular": _texts,
    **dict.fromkeys((f"{file}.toml: groups" for file in ("romanisation", "sounds")), _pairs),
    "documents.toml: months": _months,
    "documents.toml: solar_months": _months,
    **dict.fromkeys((f"samples.toml: {key}" for key in ("dates", "romanisation")), _texts),
    "samples.toml: inflection": _text_lists,
    "samples.toml: numbers": _number_lists,
}
"""The checks of settings, by file and key."""
