"""Compare language codes as people and programs write them: `hy_AM`, `sr@latin`, `HY`, `rus`, `Armenian`."""

import re

from pipeline.languages import known

_NORWEGIAN = {"no", "nb", "nn"}
"""Codes that programs exchange for one another."""


def may_be_language(declared: str, lang: str) -> bool:
    """Tell whether a text that a file declares as its language may mean `lang`. It may not only if it certainly means
    another language: regions, scripts and case do not count, and what is missing or no language may mean anything.
    """
    found, wanted = _primary(declared), _primary(lang)
    return not found or found == wanted or {found, wanted} <= _NORWEGIAN


def _primary(declared: str) -> str:
    """Return the shortest code of the language; empty if there is no such language."""
    word = declared.strip().casefold()
    code = re.split(r"[^a-z]", word, maxsplit=1)[0]
    if code in {language.code for language in known()}:
        return code
    for language in known():
        if word in {language.name.casefold(), language.native_name.casefold()}:
            return language.code
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  heavy, and needed for odd codes only
    from babel.core import get_global  # noqa: PLC0415

    code = get_global("language_aliases").get(code, code)
    try:
        return "" if code == "und" else Locale.parse(code).language
    except (UnknownLocaleError, ValueError):
        return ""
