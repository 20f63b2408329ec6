"""Letters in other letters: whose knowledge of them counts, and any letter of Unicode in ASCII ones."""

from functools import lru_cache

from pipeline.languages import Language, cldr, load, packs, remember

_CACHED = 10_000  # letters remembered: Chinese has some thousands in use


@remember
def reading_order(*first: str) -> tuple[Language, ...]:
    """Return the languages `first`, then all that have a pack: those that the Unicode CLDR takes their script for, as
    Russian for Cyrillic letters, before others.
    """
    known = packs()
    usual = [language for language in known if _is_usual(language)]
    return tuple(dict.fromkeys([*map(load, first), *usual, *known]))


def _is_usual(language: Language) -> bool:
    return cldr.likely_subtags(f"und-{cldr.script_code(language.code)}")[0] == language.code


@lru_cache(maxsize=_CACHED)
def ascii_letters(letter: str) -> str:
    """Return a letter of any script in small ASCII letters, after the usual romanisation of the script."""
    from anyascii import anyascii  # noqa: PLC0415  most texts do without it

    return "".join(found for found in str(anyascii(letter)).lower() if found.isalpha())
