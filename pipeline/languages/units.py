"""Find the units of a text, and compare amounts in different ones."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.languages import load, packs, remember
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.numbers import Number
from pipeline.patterns import lazy

_WORD = lazy(r"[^\W\d_]+")
_NEXT = lazy(r"\.?(?:[ \u00a0\u202f‑-]|(?=[°º]))?[ \u00a0]?([°º]? ?[^\W\d_]+)([²³])?")
"""A word after a number, perhaps with a power."""
_LONGEST_NAME = 3
"""Words of a unit: square, foot; degrees, Celsius."""
_TOLERANCE, _OF_TIME = 0.12, 0.03
"""Largest share by which a converted amount may differ from the exact one: translators round."""
_DEGREES = 1.5
"""The same for temperatures, in degrees."""
_SIZES: dict[str, dict[str, float]] = {
    "length": {"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "inch": 0.0254, "foot": 0.3048, "yard": 0.9144}
    | {"mile": 1609.344},
    "mass": {"g": 0.001, "kg": 1, "t": 1000, "ounce": 0.02835, "pound": 0.4536, "stone": 6.35},
    "area": {"ha": 10_000, "acre": 4047},
    "volume": {"ml": 0.001, "l": 1.0, "gallon": 3.785, "imperial-gallon": 4.546, "barrel": 158.99},
    "time": {"second": 1.0, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_629_800}
    | {"year": 31_557_600},
    "temperature": {"C": 1.0, "F": 1.0},
}
"""Sizes of units, by what they measure."""
_METRIC = frozenset({"mm", "cm", "m", "km", "g", "kg", "t", "ha", "m2", "km2", "ml", "l", "C"})

Forms = Mapping[str, tuple[str, ...]]
_Index = tuple[dict[str, str], dict[str, str], dict[str, frozenset[str]], dict[str, list[tuple[str, str]]]]
"""Names by sign, phrase of several words, word, and the first three letters of word beginnings."""


@lru_cache(maxsize=KEPT)
def find_units(text: str, lang: str) -> frozenset[str]:
    """Return what a text names by sign or by word: `percent`, `points` of it, or the ISO 4217 code of a currency."""
    signs, phrases, words, beginnings = _units_by_form(lang)
    found = {name for sign, name in signs.items() if sign in text}
    lower = text.lower()
    found |= {name for phrase, name in phrases.items() if phrase in lower}
    for word in _WORD.findall(lower):
        if word in words:
            found |= words[word]
        elif word[:3] in beginnings:
            found |= {name for beginning, name in beginnings[word[:3]] if word.startswith(beginning)}
    return frozenset(found | {"percent"} if "points" in found else found)


forget_with_packs(find_units.cache_clear)


def find_currencies(text: str, lang: str) -> frozenset[str]:
    """Return the ISO 4217 codes of the currencies that a text names."""
    return frozenset(unit for unit in find_units(text, lang) if unit.isupper())


def find_measure(number: Number, text: str, lang: str) -> frozenset[str]:
    """Return the measures that the word after a number may name: 5 km, 5 млн кв. км; nothing if no pack knows it."""
    rules = load(lang).numbers
    if not rules.measures:
        return frozenset()
    _, _, words, beginnings = _measures_by_form(lang)
    at, power = number.end, ""
    found: frozenset[str] = frozenset()
    for _ in range(_LONGEST_NAME):
        match = _NEXT.match(text, at)
        if match is None:
            break
        word = match[1].replace(" ", "").replace("º", "°").lower()
        at = match.end()
        named = words.get(word) or frozenset(
            name for beginning, name in beginnings.get(word[:3], ()) if word.startswith(beginning)
        )
        if named:
            power = {"²": "2", "³": "3"}.get(match[2], power)
            found = found & named or found or named
        elif word.startswith(rules.squares):
            power = "2"
        elif word.startswith(rules.cubes):
            power = "3"
        elif found & {"C", "F"} and len(found) > 1:
            continue  # 20 градусов по Фаренгейту
        elif found or not rules.scales.meaning(word):
            break
    return frozenset(name + power for name in found) if power else found


def is_alike(one: float, units: Iterable[str], other: float, others: Iterable[str]) -> bool:
    """Tell whether two amounts in different units are one amount. An amount without a unit may be in any metric one."""
    units, others = frozenset(units), frozenset(others)
    if not units and not others:
        return False
    pairs = [(unit, twin) for unit in units or _counterparts(others) for twin in others or _counterparts(units)]
    return any(unit != twin and _is_same_amount(one, unit, other, twin) for unit, twin in pairs)


def _counterparts(units: Iterable[str]) -> frozenset[str]:
    """Return the metric units of what units that are not metric measure."""
    measured = {_size(unit)[0] for unit in units if unit not in _METRIC} - {"time"}
    return frozenset(unit for unit in _METRIC if _size(unit)[0] in measured)


def _is_same_amount(one: float, unit: str, other: float, twin: str) -> bool:
    (dimension, size), (measured, factor) = _size(unit), _size(twin)
    if dimension != measured:
        return False
    if dimension == "temperature":
        celsius, fahrenheit = (one, other) if unit == "C" else (other, one)
        exact = (fahrenheit - 32) / 1.8  # amounts have no signs: 14 °F is as far from zero as 10 °C
        return min(abs(exact - celsius), abs(exact + celsius)) <= max(_DEGREES, _TOLERANCE * abs(celsius))
    share = _OF_TIME if dimension == "time" else _TOLERANCE
    return abs(one * size - other * factor) <= share * max(one * size, other * factor)


def _size(unit: str) -> tuple[str, float]:
    """Return what a unit measures, and how much one of it is: `km2` is an area, `m3` a volume."""
    for dimension, sizes in _SIZES.items():
        if unit in sizes:
            return dimension, sizes[unit]
    length = _SIZES["length"].get(unit[:-1])
    if length is None:
        return unit, 1
    return ("area", length**2) if unit[-1] == "2" else ("volume", length**3 * 1000)


@remember
def _units_by_form(lang: str) -> _Index:
    return _index(load(lang).numbers.units or _signs_of_units())


@remember
def _measures_by_form(lang: str) -> _Index:
    return _index(load(lang).numbers.measures)


def _index(units: Forms) -> _Index:
    """Return names by sign, phrase of several words, word, and the first three letters of word beginnings."""
    signs: dict[str, str] = {}
    phrases: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    beginnings: dict[str, list[tuple[str, str]]] = {}
    for name, forms in units.items():
        for form in forms:
            if form.endswith("-"):
                beginnings.setdefault(form[:3].lower(), []).append((form[:-1].lower(), name))
            elif form.isalpha() or form[0] == "°":
                words[form.lower()] = words.get(form.lower(), frozenset()) | {name}
            else:
                (phrases if form[0].isalpha() else signs)[form.replace("-", " ").lower()] = name
    return signs, phrases, words, beginnings


def _signs_of_units() -> dict[str, tuple[str, ...]]:
    """Return the signs and codes of currencies, which are the same in all languages."""
    found: dict[str, tuple[str, ...]] = {}
    for language in packs():
        for name, forms in language.numbers.units.items():
            signs = tuple(form for form in forms if form == name or not (form[0].isalpha() or name == "percent"))
            found[name] = found.get(name, ()) + signs
    return {name: signs for name, signs in found.items() if signs}
