"""Read what the headings of a glossary mean: a language in any usual form, a note, names not to use.

A language may be a code (`hy`, `pt_BR`), its own name, or its name in one of the languages that have a pack.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.languages import load, packs, remember
from pipeline.languages.tags import canonical, match, match_each, shortest

KEEP, NOTE = "do not translate", "note"
FORBIDDEN = "forbidden "
"""Beginning of the heading of a column with names of one language that are not to be used."""

_CODE = re.compile(r"[a-z]{2,3}(?: [a-z0-9]{2,8})*")
_WITH_PLACE = re.compile(r"(?P<name>.+?)\s*\((?P<place>[^()]*)\)")
"""The name of a language, and in parentheses its region or script."""
_MIN_LANGUAGES = 2


def normalize_heading(heading: str) -> str:
    """Normalise a heading, so that `Do-not-translate` and `forbidden_ru` are known too."""
    return " ".join(heading.strip().lower().replace("-", " ").replace("_", " ").split())


def find_language(heading: str, languages: Sequence[str] = ()) -> str:
    """Return the code of the language that a normalised heading means: `en`, `pt br`, `армянский`, `russian (russia)`.
    Empty if it means none. `languages` are those whose own names are known besides those of packs.
    """
    if _CODE.fullmatch(heading) and (code := canonical(heading.replace(" ", "-"))) and _is_usual(code):
        return code
    if found := _WITH_PLACE.fullmatch(heading):
        code, place = find_language(found["name"], languages), _places().get(found["place"], "")
        return canonical(f"{code}-{place}") if code and place and "-" not in code else code
    return _language_names(tuple(languages)).get(heading, "")


def name_columns(columns: Sequence[str], languages: Iterable[str]) -> list[str]:
    """Return columns with the workspace's codes (`languages`) for those that the headings have."""
    known = match_each(filter(is_language, columns), languages)
    ours = (*known.values(), *languages)
    named = [known.get(column, column) for column in columns]
    for place, column in enumerate(named):
        if column.startswith(FORBIDDEN):
            code = column.removeprefix(FORBIDDEN)
            named[place] = f"{FORBIDDEN}{known.get(code) or match(code, ours) or shortest(code)}"
    return named


def is_language(column: str) -> bool:
    """Tell whether a column has names of a language that may be used."""
    return bool(column) and column not in {KEEP, NOTE} and not column.startswith(FORBIDDEN)


def has_languages(columns: Iterable[str]) -> bool:
    """Tell whether columns have names in languages enough for a glossary, which are two."""
    return sum(map(is_language, columns)) >= _MIN_LANGUAGES


def _is_usual(code: str) -> bool:
    """Tell whether the parts of a code exist: `en note` has the form of a code with a script."""
    if "-" not in code:
        return True
    from babel import Locale  # noqa: PLC0415  slow to import

    english = Locale("en")
    known = {*english.scripts, *english.territories, *map(str.lower, english.variants)}
    return known.issuperset(code.split("-")[1:])


@remember
def _places() -> Mapping[str, str]:
    """Return the codes of regions and scripts by their codes and names in small letters."""
    from babel import Locale  # noqa: PLC0415  slow to import

    found: dict[str, str] = {}
    for locale in _naming_locales():
        words = Locale.parse(locale)
        for code, name in (*words.territories.items(), *words.scripts.items()):
            found.setdefault(str(name).lower(), code)
            found.setdefault(code.lower(), code)
    return found


@remember
def _language_names(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return all languages by their names in the languages that have a pack, and some by their own names, in small
    letters.
    """
    from babel import Locale  # noqa: PLC0415  slow to import

    names: dict[str, str] = {}
    for locale in _naming_locales():
        for other, name in Locale.parse(locale).languages.items():
            if code := canonical(other):
                names.setdefault(str(name).lower(), code)
    for language in (*packs(), *map(load, languages)):
        names |= {language.name.lower(): language.code, language.native_name.lower(): language.code}
    return names


def _naming_locales() -> list[str]:
    """Return the locales whose names of languages and places are known, English first."""
    return list(dict.fromkeys(("en", *(language.locale for language in packs()))))
