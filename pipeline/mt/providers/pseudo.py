"""No machine at all: letters of the target language, plainly no words of it, longer than the source.

It shows what an edition will look like, where texts do not fit, and what has been forgotten, without a network.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.mt.providers.base import Provider, RequestLimits

_KEPT = re.compile(r"\{[a-z]+[0-9]+\}|`[^`]*`|</?[A-Za-z!][^<>]*>|&#?\w+;|(?:https?://|www\.)[^\s<>)\]]+|\S+@\S+\.\w+")
_SENTENCE_END = re.compile(r"\.(?=(?:[\"»”’)*_]|\{[a-z]+[0-9]+\})*$)")

_FROM_HY = dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", (
    *("a", "b", "g", "d", "e", "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz", "gh", "ch", "m", "y"),
    *("n", "sh", "o", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "v", "p", "k", "o", "f"),
), strict=True)) | {"և": "ev"}  # fmt: skip
_FROM_RU = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    *("a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u"),
    *("f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
), strict=True))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_TO: Mapping[str, Mapping[str, str]] = {
    "en": dict(zip(_LATIN, "áƀçđéƒğĥíĵķļɱñóþɋŕšťúṽŵẋýž", strict=True)),
    "ru": dict(zip(_LATIN, "абцдефгхийклмнопкрстувшжыз", strict=True)),
    "hy": dict(zip(_LATIN, [*"աբցդեֆգհիջկլմնոպքրստ", "ու", *"վշխյզ"], strict=True)),
}
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
    return _SENTENCE_END.sub("։", whole) if target == "hy" else whole


def _spelled(text: str, target: str) -> str:
    return "".join(_letters(character, target) for character in text)


def _letters(character: str, target: str) -> str:
    low = character.lower()
    latin = low if low in _LATIN else _FROM_RU.get(low, _FROM_HY.get(low))
    if latin is None or len(low) != 1:
        return character
    table = _TO[target]
    spelled = "".join(table[letter] * (2 if letter in _VOWELS and len(latin) == 1 else 1) for letter in latin)
    if low == character:
        return spelled
    # A digraph's second letter stays small, as in a name.
    return spelled[:1].upper() + spelled[1:]
