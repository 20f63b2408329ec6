"""Pseudo-translation: letters of the target language, longer than the source and plainly no words. It shows without a
network how an edition will look, where texts do not fit, and what has been forgotten.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.languages import load
from pipeline.languages.romanisation import letters_to_latin
from pipeline.mt.providers.base import Provider, RequestLimits

_KEPT = re.compile(
    r"(\{[a-z]+[0-9]+\}|`[^`]*`|</?[A-Za-z!][^<>]*>|&#?\w+;|(?:https?://|www\.)[^\s<>)\]]+|\S+@\S+\.\w+)"
)
_SENTENCE_END = re.compile(r"\.(?=(?:[\"»”’)*_]|\{[a-z]+[0-9]+\})*$)")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")


class PseudoTranslator(Provider):
    """Replaces letters and doubles vowels; placeholders, code, tags, addresses and Markdown stay."""

    name = "pseudo"
    limits = RequestLimits(texts=1000, size=1_000_000, threads=1)
    is_cacheable = False

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Ignore the environment."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:  # noqa: ARG002
        """Return the texts in letters of the target language."""
        return [pseudo_translate(text, target) for text in texts]


def pseudo_translate(text: str, target: str) -> str:
    """Return a text in letters of the target language. The same text always gives the same result."""
    pieces = enumerate(_KEPT.split(text))
    whole = "".join(
        piece if place % 2 else "".join(_replace_letter(character, target) for character in piece)
        for place, piece in pieces
    )
    return _SENTENCE_END.sub(load(target).typography.full_stop, whole)


def _replace_letter(character: str, target: str) -> str:
    low = character.lower()
    latin = low if low in _LATIN else letters_to_latin().get(low)
    if latin is None or len(low) != 1:
        return character
    table = load(target).romanisation.from_latin
    spelled = "".join(table[letter] * (2 if letter in _VOWELS and len(latin) == 1 else 1) for letter in latin)
    if low == character:
        return spelled
    # A digraph's second letter stays small, as in a name.
    return spelled[:1].upper() + spelled[1:]
