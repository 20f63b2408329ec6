"""Pseudo-translation: letters of the target language, longer than the source and plainly no words. It shows without a
network how an edition will look, where texts do not fit, and what has been forgotten.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from pipeline.languages import Language, load, remember
from pipeline.languages.romanisation import letters_to_latin
from pipeline.mt.providers.base import Provider, RequestLimits

_KEPT = re.compile(
    r"(\{[a-z]+[0-9]+\}|`[^`]*`|</?[A-Za-z!][^<>]*>|&#?\w+;|(?:https?://|www\.)[^\s<>)\]]+|\S+@\S+\.\w+)"
)
_SENTENCE_END = re.compile(r"\.(?=(?:[\"»”’)*_]|\{[a-z]+[0-9]+\})*$)")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_FIRST = {"Han": "一", "Korean": "가"}
"""The first of the letters that all fonts have, by script, where rare ones come before it."""


class PseudoTranslator(Provider):
    """Replaces letters and doubles vowels; placeholders, code, tags, addresses and Markdown stay."""

    name = "pseudo"
    limits = RequestLimits(texts=1000, size=1_000_000, threads=1)
    is_cacheable = False

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Ignore the environment."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the texts in letters of the target language."""
        return [pseudo_translate(text, target, source) for text in texts]


def pseudo_translate(text: str, target: str, source: str = "") -> str:
    """Return a text in letters of the target language. The same text always gives the same result.

    Letters of the source language's script are replaced, and those of scripts that a pack spells in Latin ones.
    """
    pieces = enumerate(_KEPT.split(text))
    whole = "".join(
        piece if place % 2 else "".join(_replace_letter(character, target, source) for character in piece)
        for place, piece in pieces
    )
    return _SENTENCE_END.sub(load(target).typography.full_stop, whole)


def _replace_letter(character: str, target: str, source: str) -> str:
    low = character.lower()
    latin = low if low in _LATIN else letters_to_latin(source).get(low)
    if latin is None and source and _is_in_script(low, source):
        latin = _LATIN[ord(low) % len(_LATIN)] if low.isalpha() else ""
    if latin is None or len(low) != 1:
        return character
    table = _find_letters(target)
    spelled = "".join(table[letter] * (2 if letter in _VOWELS and len(latin) == 1 else 1) for letter in latin)
    if low == character:
        return spelled
    # A digraph's second letter stays small, as in a name; a script may have no capitals in ordinary text.
    return spelled[:1].title() + spelled[1:]


@remember
def _find_letters(target: str) -> Mapping[str, str]:
    """Return a letter of the language for each Latin one: by its pack, else the next one of its script in order."""
    language = load(target)
    known = language.romanisation.from_latin or _latin_letters(language)
    if known:
        return known
    letters = "".join(letter for letter in _expand(language.letters) if _is_plain(letter))
    letters = letters[max(letters.find(_FIRST.get(language.script, letters[0])), 0) :]
    return {latin: letters[place % len(letters)] for place, latin in enumerate(_LATIN)}


def _latin_letters(language: Language) -> Mapping[str, str]:
    """Return the letters of English for a language in the Latin script, or in one that is not known."""
    return load("en").romanisation.from_latin if language.script in {"", "Latin"} or not language.letters else {}


def _expand(ranges: str) -> Iterator[str]:
    """Yield the characters of the inside of a character class."""
    for found in re.finditer(r"(.)-(.)|.", ranges, re.DOTALL):
        first, last = found[1] or found[0], found[2] or found[0]
        yield from map(chr, range(ord(first), ord(last) + 1))


def _is_plain(letter: str) -> bool:
    """Tell a letter of ordinary text from marks, capitals, and letters of other sizes."""
    return letter.isalpha() and letter == letter.lower() and letter == unicodedata.normalize("NFKC", letter)


@remember
def _script_pattern(lang: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]" if (letters := load(lang).letters) else "(?!)")


def _is_in_script(letter: str, lang: str) -> bool:
    return _script_pattern(lang).fullmatch(letter) is not None
