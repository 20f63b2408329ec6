"""Write any language in Latin letters, for addresses and anchors.

Letters are spelled as `romanisation.toml` of the language says, those of other scripts as the packs of other languages
say, and what no pack spells after the usual romanisation of its script. With `others`, only these languages count, and
other letters are left out, but for Latin ones.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.languages import Language, load, remember, word_marks
from pipeline.languages.transliteration import ascii_letters, reading_order

_DEVICES = {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that no file can have on Windows, with any suffix."""

_MAXIMUM = 80
"""Characters of a slug."""

_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]")
_DIGIT = re.compile(r"(?![0-9])\d")


class _Spelling(NamedTuple):
    groups: tuple[tuple[re.Pattern[str], str], ...]
    letters: Mapping[int, str]
    is_complete: bool


def romanize(text: str, lang: str = "") -> str:
    """Return `text` in lower case Latin letters; letters that no pack spells stay as they are."""
    text = unicodedata.normalize("NFC", text).lower()
    spelling = _spelling(lang)
    for pattern, letters in spelling.groups:
        text = pattern.sub(letters, text)
    return text.translate(spelling.letters)


def slugify(text: str, lang: str = "") -> str:
    """Return `text` as part of an address: ASCII words joined by hyphens, at most 80 characters; perhaps empty. In an
    unknown language, letters that no pack spells are left out, but for Latin ones.
    """
    letters = romanize(text, lang)
    if not letters.isascii() and _spelling(lang).is_complete:
        letters = _IDEOGRAPH.sub(lambda found: f" {found[0]} ", letters)  # each is a word
        letters = "".join(letter if letter.isascii() else _spell_other(letter) for letter in letters)
    letters = unicodedata.normalize("NFKD", letters).lower()
    ascii_only = "".join(letter if letter.isascii() else _to_ascii(letter) for letter in letters)
    slug = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])'(?=[a-z])", "", ascii_only)))
    if slug in _DEVICES:
        return f"{slug}-1"
    return slug if len(slug) <= _MAXIMUM else slug[: _MAXIMUM + 1].rpartition("-")[0] or slug[:_MAXIMUM]


@remember
def letters_to_latin(lang: str) -> Mapping[str, str]:
    """Return the small letters of all languages with the Latin ones that stand for each, first those of one."""
    found: dict[str, str] = {}
    for language in reading_order(*filter(None, [lang])):
        found = {**language.romanisation.letters, **found}
    return found


@remember
def _spelling(lang: str) -> _Spelling:
    own = [load(lang)] if lang else []
    others = own[0].romanisation.others if own else None
    by_script: dict[str, Language] = {}
    for language in (*own, *(reading_order() if others is None else map(load, others))):
        by_script.setdefault(language.script, language)
    used = list(by_script.values())
    groups = [group for language in used for group in language.romanisation.groups]
    letters = {letter: latin for language in reversed(used) for letter, latin in language.romanisation.letters.items()}
    return _Spelling(
        groups=tuple((re.compile(pattern), latin) for pattern, latin in groups),
        letters=str.maketrans(letters),
        is_complete=bool(lang) and others is None,
    )


def _spell_other(character: str) -> str:
    """Return a letter, mark or digit in ASCII; nothing for a mark that does not part words, other characters as they
    are.
    """
    if character in word_marks():
        return ""
    if unicodedata.category(character)[0] in "LM":
        return ascii_letters(character)
    return _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), character)


def _to_ascii(letter: str) -> str:
    """Return a Latin letter of any language in ASCII (ß, ø, đ), nothing for another letter or mark of a word, and an
    apostrophe or a space for a character between words.
    """
    if letter in "’ʼ":
        return "'"
    if unicodedata.name(letter, "").startswith("LATIN"):
        return ascii_letters(letter)
    return "" if letter in word_marks() or unicodedata.category(letter)[0] in "LM" else " "
