"""No machine at all: letters of the target language, plainly no words of it, longer than the source.

It shows what an edition will look like, where texts do not fit, and what has been forgotten, without a network.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.languages import load
from pipeline.languages.romanisation import letters_to_latin
from pipeline.mt.providers.base import Provider, RequestLimits

_KEPT = re.compile(r"\{[a-z]+[0-9]+\}|`[^`]*`|</?[A-Za-z!][^<>]*>|&#?\w+;|(?:https?://|www\.)[^\s<>)\]]+|\S+@\S+\.\w+")
_SENTENCE_END = re.compile(r"\.(?=(?:[\"»”’)*_]|\{[a-z]+[0-9]+\})*$)")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")


class PseudoTranslator(Provider):
    """Letters for letters, vowels twice; placeholders, code, tags, addresses and Markdown as they are."""

    name = "pseudo"
    limits = RequestLimits(texts=1000, size=1_000_000, threads=1)
    is_cacheable = False

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Nothing in the environment matters."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:  # noqa: ARG002
        """The texts in letters of the target language."""
        return [pseudo_translate(text, target) for text in texts]


def pseudo_translate(text: str, target: str) -> str:
    """A text in letters of the target language; the same text always gives the same."""
    found: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        found += [_spelled(text[at : kept.start()], target), kept[0]]
        at = kept.end()
    whole = "".join([*found, _spelled(text[at:], target)])
    return _SENTENCE_END.sub(load(target).typography.full_stop, whole)


def _spelled(text: str, target: str) -> str:
    return "".join(_letters(character, target) for character in text)


def _letters(character: str, target: str) -> str:
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
