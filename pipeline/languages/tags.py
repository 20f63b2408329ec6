"""Language codes as Targman writes them (`hy`, `pt-BR`) and as others do (`hy_AM`, `sr@latin`, `Armenian`).

Targman writes tags of BCP 47 (RFC 5646) in their usual case: a language, and where they matter a script, a region and
variants.
"""

import re
from collections.abc import Iterable

from pipeline.languages import cldr, packs, remember
from pipeline.languages.folders import find_folders, is_pack

_TAG = (
    r"(?i:(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*))"
)
"""The pattern of a tag, compiled when it is needed: most codes are plain."""
_LONGEST = 3
"""Letters of the longest code that has no parts."""
_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
"""Scripts as the GNU C library and gettext name them behind an @, by their codes."""
_NORWEGIAN = {"no", "nb", "nn"}
"""Codes that programs exchange for one another."""


@remember
def canonical(code: str) -> str:
    """Return a code as Targman writes it: `pt-BR` for `PT_br`, `sr-Latn` for `sr@latin`, `hy` for `hye`. Empty if it is
    none, or the code of a language that neither the Unicode CLDR nor a pack knows.
    """
    if 1 < len(code) <= _LONGEST and code.isascii() and code.islower() and code.isalpha() and _has_data(code):
        return code
    found = re.fullmatch(_TAG, _plain(code))
    if not found:
        return ""
    language = found["language"].lower()
    if not _has_data(language):
        from babel.core import get_global  # noqa: PLC0415  heavy, and needed for odd codes only

        alias, _, rest = str(get_global("language_aliases").get(language, "")).partition("_")
        if alias and not rest and _has_data(alias):
            language = alias
        elif not cldr.has_name(language):
            return ""
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    return "-".join(filter(None, (language, script, region))) + found["variants"].lower()


def match(code: str, among: Iterable[str]) -> str:
    """Return the language of `among` that another program calls `code`: `pt-BR` or `pt` for `pt_BR`, `hy` for `hy_AM`.
    Empty if there is none.
    """
    wanted, known = canonical(code), tuple(among)
    if wanted in known:
        return wanted
    if not any(other.partition("-")[0] == wanted.partition("-")[0] for other in known):
        return ""
    language, script, region = cldr.likely_subtags(wanted)
    close = [(other, cldr.likely_subtags(other)) for other in known if other.partition("-")[0] == language]
    same_script = [(other, subtags) for other, subtags in close if subtags[1] == script]
    same_region = [other for other, subtags in same_script if subtags[2] == region]
    return next(iter(same_region or [other for other, _ in same_script]), "")


def match_each(codes: Iterable[str], among: Iterable[str]) -> dict[str, str]:
    """Return the language of each code in a file: the one of `among` that it means, else its own shortest code. Of two
    codes that mean the same language the nearer one has it, the other its own. What is not a language is left out.
    """
    free = dict.fromkeys(among)
    ours, short = set(free), {shortest(lang) for lang in free}
    found: dict[str, str] = {}
    taken = {""}
    for code in sorted(
        dict.fromkeys(codes), key=lambda code: (canonical(code) not in ours, shortest(code) not in short)
    ):
        ways = (match(code, free), shortest(code), canonical(code))
        if lang := next((lang for lang in ways if lang not in taken), ""):
            found[code] = lang
            taken.add(lang)
            free.pop(lang, None)
    return found


def sort_codes(codes: Iterable[str], first: Iterable[str]) -> tuple[str, ...]:
    """Return languages, each once: those of `first` in its order, then the others by the alphabet."""
    found = set(codes)
    return tuple(dict.fromkeys((*(lang for lang in first if lang in found), *sorted(found))))


def shortest(code: str) -> str:
    """Return a code as Targman writes it, without the script and region that its language most likely has: `ru` for
    `ru_RU`, but `en-GB`. Empty for what is not one.
    """
    wanted = canonical(code)
    if "-" not in wanted:
        return wanted
    means = cldr.likely_subtags(wanted)
    return next((short for short in _shorter(wanted) if cldr.likely_subtags(short) == means), wanted)


def gettext_code(code: str) -> str:
    """Return a code as the header of a PO file has it: `pt_BR`, `sr@latin`, `zh_CN` for `zh-Hans`."""
    language, script, region = cldr.likely_subtags(code) if "-" in code else (code, "", "")
    if language == "zh" and script:
        return f"zh_{region}"
    if not script or script == cldr.script_code(language):
        return "_".join([language, *(part for part in code.split("-")[1:] if part == region)])
    modifier = next((name for name, other in _MODIFIERS.items() if other == script), "")
    return f"{language}@{modifier}" if modifier else code.replace("-", "_")


def from_gettext(code: str) -> str:
    """Return a code, as Targman writes it, that the header of a PO file has: `zh-Hans` for `zh_CN`. Empty for what is
    not one.
    """
    found = canonical(code)
    return f"zh-{cldr.likely_subtags(found)[1]}" if found.startswith("zh-") else found


def is_same(code: str, other: str) -> bool:
    """Tell whether two codes, written in any way, are of one language and script; and of one region, if `other` has one
    that its language does not most likely mean. `hy_AM` is the same as `hy`, `sr@latin` is not the same as `sr`.
    """
    if code == other:
        return True
    ours, theirs = canonical(code), canonical(other)
    if ours.partition("-")[0] != theirs.partition("-")[0]:
        return False
    wanted = shortest(theirs)
    return bool(match(ours, [wanted])) and ("-" not in theirs or shortest(ours) == wanted)


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
    if code != "und" and (found := canonical(code)):
        return found
    names = ((language, {language.name.casefold(), language.native_name.casefold()}) for language in packs())
    return next((language.code for language, own in names if word in own), "")


def _plain(code: str) -> str:
    """Return a code with hyphens, without the encoding of a locale, its modifier as a script."""
    place, _, modifier = code.strip().partition("@")
    language, *others = place.partition(".")[0].replace("_", "-").split("-")
    script = _MODIFIERS.get(modifier.lower(), "")
    return "-".join(filter(None, (language, script, *others)))


def _has_data(language: str) -> bool:
    return any(map(is_pack, find_folders(language))) or cldr.has_locale(language)


def _shorter(code: str) -> list[str]:
    """Return a code without its region, script or both, the shortest first."""
    parts = code.split("-")
    return [parts[0], *("-".join([parts[0], part]) for part in parts[1:])]
