"""Facts about every language of the Unicode CLDR, through Babel: the base of all packs.

A code is a tag of BCP 47: `hy`, `pt-BR`, `sr-Latn`. What the CLDR does not know is an empty text.
"""

from collections.abc import Iterator
from functools import cache
from pkgutil import get_data
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from importlib.resources.abc import Traversable

    from babel import Locale

_NO_LANGUAGES = frozenset({"und", "mul", "mis", "zxx", "root"})
"""Codes for texts that are in no language, in several, or in one without a code."""

_NAMED_OTHERWISE = {
    "Unified Canadian Aboriginal Syllabics": ("CANADIAN",),
    "Han": ("CJK",),
    "Japanese": ("CJK", "HIRAGANA", "KATAKANA"),
    "Korean": ("HANGUL", "CJK"),
    "Bangla": ("BENGALI",),
    "Odia": ("ORIYA",),
    "Meitei Mayek": ("MEETEI",),
    "N’Ko": ("NKO",),
    "Ol Chiki": ("OL",),
}
"""The first words of the names of letters by the English name of the script, where that is not the first word."""
_BEYOND = {"ADLAM", "CHAKMA", "CJK", "DESERET", "HANIFI", "NYIAKENG", "OSAGE", "SHAVIAN"}
"""First words of the names of letters that lie beyond Unicode's basic plane."""
_USUAL_QUOTES = ("“”", "‘’")


def has_locale(code: str) -> bool:
    """Tell whether the CLDR has data of a language, without loading them."""
    return _folder().joinpath(f"{code.replace('-', '_')}.dat").is_file()


def has_name(language: str) -> bool:
    """Tell whether the CLDR knows a language by its name or its script, also without other data."""
    from babel.core import get_global  # noqa: PLC0415  heavy

    return language not in _NO_LANGUAGES and (
        language in get_global("likely_subtags") or language in _locale("en").languages
    )


def locale_name(code: str) -> str:
    """Return the locale that comes nearest to a language, in Babel's notation: `pt_BR`; `en` if there is none."""
    while code:
        if has_locale(code):
            return code.replace("-", "_")
        code = code.rpartition("-")[0]
    return "en"


def english_name(code: str) -> str:
    """Return the English name of a language; empty for one that the CLDR does not name."""
    if has_locale(code):
        return _locale(code).english_name or ""
    names = _locale("en").languages
    return str(names.get(code.replace("-", "_")) or names.get(code.partition("-")[0], ""))


def native_name(code: str) -> str:
    """Return the name of a language in the language."""
    return _locale(code).display_name or "" if has_locale(code) else ""


def direction(code: str) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr`."""
    return "rtl" if script_code(code) in _RIGHT_TO_LEFT else "ltr"


def plural_forms(code: str) -> str:
    """Return gettext's rule for the plural forms of a language: that of gettext's own table, else the CLDR's."""
    from babel.messages.plurals import PLURALS  # noqa: PLC0415  heavy, as is all of Babel
    from babel.plural import to_gettext  # noqa: PLC0415

    name = locale_name(code)
    for known in (name, name.partition("_")[0]):
        if known in PLURALS:
            number, rule = PLURALS[known]
            return f"nplurals={number}; plural={rule};"
    return str(to_gettext(_locale(code).plural_form)).rstrip(";") + ";"  # some versions of Babel end it


def number_table(code: str) -> dict[str, Any]:
    """Return the mark before a fraction and the names of the months, as `numbers.toml` has them."""
    symbols = _locale(code).number_symbols.get("latn") or {}
    months: dict[str, dict[str, None]] = {}
    for number, name in _month_names(locale_name(code)):
        months.setdefault(str(number), {})[name.lower().replace(" ", "-")] = None
    return {
        "decimal": symbols.get("decimal", "."),
        "months": {number: " ".join(names) for number, names in months.items()},
    }


def _month_names(name: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and names of the months in a locale, within dates first, then alone.

    They are read from Babel's files: what a locale inherits by an alias, Babel keeps for the language that asked first,
    and would give names of one language to another.
    """
    import pickle  # noqa: PLC0415  as Babel keeps its data

    from babel.core import get_global  # noqa: PLC0415  heavy

    parents = get_global("parent_exceptions")
    while name:
        months = pickle.loads(_folder().joinpath(f"{name}.dat").read_bytes()).get("months", {})  # noqa: S301  Babel's own
        for context in ("format", "stand-alone"):
            names = months.get(context, {}).get("wide")
            yield from names.items() if isinstance(names, dict) else ()
        name = parents.get(name) or name.rpartition("_")[0]


@cache
def words_after_numbers() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the months in all languages, and the words of measures (years, km²)."""
    import pickle  # noqa: PLC0415  as Babel keeps its data

    months, measures = set[str](), set[str]()
    for path in _folder().iterdir():
        language, *parts = path.name.removesuffix(".dat").split("_")
        if not path.name.endswith(".dat") or language == "root" or any(len(part) != _SCRIPT_LETTERS for part in parts):
            continue  # regions differ in other words
        data = pickle.loads(path.read_bytes())  # noqa: S301  Babel's own
        for names in (data.get("months", {}).get(context, {}) for context in ("format", "stand-alone")):
            found = (names.get(width) for width in ("wide", "abbreviated"))
            months.update(str(name) for each in found if isinstance(each, dict) for name in each.values())
        for unit in _MEASURES:
            forms = data.get("unit_patterns", {}).get(unit, {})
            found = (forms.get(width) for width in ("long", "short"))
            tables = (each for each in found if isinstance(each, dict))
            patterns = {str(form) for table in tables for key, form in table.items() if key != "per"}
            measures.update(form.removeprefix("{0}").strip() for form in patterns if form.startswith("{0}"))
    return frozenset(name.strip("0123456789-. ") for name in months) - {""}, frozenset(measures) - {""}


_SCRIPT_LETTERS = 4
_MEASURES = (
    "duration-year", "duration-month", "duration-day", "duration-hour", "length-kilometer", "length-meter",
    "length-mile", "area-square-kilometer", "area-square-meter", "area-hectare", "mass-kilogram", "mass-tonne",
    "volume-cubic-kilometer", "volume-cubic-meter",
)  # fmt: skip
"""Measures of the CLDR with which a sentence may begin."""


def quotes(code: str) -> tuple[str, ...]:
    """Return the quotation marks of a language, outer ones first: pairs of an opening and a closing mark; Babel does
    not have them.
    """
    known = _read_quotes()
    while code:
        if code in known:
            return known[code]
        code = code.rpartition("-")[0]
    return _USUAL_QUOTES


@cache
def _read_quotes() -> dict[str, tuple[str, ...]]:
    """Return the quotation marks by the codes of languages."""
    import tomllib  # noqa: PLC0415  slow to import

    table = tomllib.loads((get_data(__package__, "quotes.toml") or b"").decode("utf-8"))
    return {code: tuple(style["quotes"]) for style in table["style"] for code in style["languages"].split()}


def script_code(code: str) -> str:
    """Return the code of the script of a language in ISO 15924: `Armn`; empty if it is not known."""
    parts = code.split("-")
    if len(parts) > 1 and len(parts[1]) == 4:  # noqa: PLR2004  ISO 15924
        return parts[1]
    return likely_subtags(code)[1]


def likely_subtags(code: str) -> tuple[str, str, str]:
    """Return the language, script and region that a tag most likely means: `("hy", "Armn", "AM")`."""
    from babel.core import get_global  # noqa: PLC0415  heavy

    table = get_global("likely_subtags")
    parts = code.split("-")
    found = (
        table.get("_".join(parts)) or (len(parts) > 1 and table.get(f"{parts[0]}_{parts[1]}")) or table.get(parts[0])
    )
    language, script, region = (*str(found).split("_"), "", "")[:3] if found else (parts[0], "", "")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():  # noqa: PLR2004  ISO 15924
            script = part
        elif len(part) in {2, 3}:
            region = part
    return language, script, region


def script_name(code: str) -> str:
    """Return the English name of the script of a language: `Armenian`."""
    script = script_code(code)
    name = _locale("en").scripts.get(script, "") if script else ""
    return "Han" if script in {"Hans", "Hant", "Hani"} else str(name)


def language_of_script(name: str) -> str:
    """Return the language that a script, named by its first English word, most likely means: `el` for `Greek`."""
    names = _locale("en").scripts.items()
    code = next((code for code, script in names if script.split(" ")[0].casefold() == name.casefold()), "")
    return likely_subtags(f"und-{code}")[0] if code else ""


def script_letters(name: str) -> str:
    """Return the letters of a script with this English name, as the inside of a character class; empty if there are
    none.
    """
    return _ranges(_NAMED_OTHERWISE.get(name) or (name.split(" ", maxsplit=1)[0].upper(),)) if name else ""


@cache
def _ranges(beginnings: tuple[str, ...]) -> str:
    """Return ranges of all letters whose names in Unicode begin with one of these words."""
    import unicodedata  # noqa: PLC0415  slow to load, and for scripts without a pack only

    from pipeline.languages.letters import character_class  # noqa: PLC0415

    points = range(0x110000 if beginnings[0] in _BEYOND else 0x10000)
    named = (point for point in points if unicodedata.name(chr(point), "").startswith(beginnings))
    return character_class(point for point in named if unicodedata.category(chr(point))[0] in "LM")


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale  # noqa: PLC0415  heavy

    return Locale.parse(locale_name(code))


@cache
def _folder() -> "Traversable":
    """Return the folder of Babel's locales, without the cost of importing it."""
    from importlib.util import find_spec  # noqa: PLC0415  codes of packs do not need it

    loader: Any = cast("ModuleSpec", find_spec("babel")).loader
    return cast("Traversable", loader.get_resource_reader("babel").files().joinpath("locale-data"))


_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
"""Scripts in use that run from right to left (Unicode's bidirectional classes R and AL)."""
