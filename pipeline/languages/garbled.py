"""Find translations that a program garbled: it saved or read the file in an encoding that the letters are not in."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from unicodedata import name

from pipeline.patterns import lazy

_LOST = "\ufffd"
"""The character that programs put in place of bytes that they cannot read."""

_CODECS = ("cp1252", "cp1251", "mac_roman", "koi8-r", "cp437", "cp866")
"""The encodings in which UTF-8 is read by mistake: those of Windows in the West and the East, of macOS, of consoles."""

_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
"""The encodings of Cyrillic letters that are taken for one another; most letters are letters in all of them."""

_MIXED = lazy(r"[\u0430-\u045f\u0491][\u0400-\u042f\u0490]")
"""A capital Cyrillic letter after a small one, as in `оПХБЕР`, which is `Привет` in KOI8-R read as cp1251."""

_COMMON = frozenset("оеаинтсрвлі")
"""Letters that are two thirds of a text in Russian or Ukrainian, and a third of one in another encoding."""

_COMMON_SHARE = 0.5
"""The least share of these letters in a text that is read as it was written."""

_COMMON_GAIN = 0.15
"""The least gain of that share; such a gain does not happen by chance in a long text whose capitals move too."""

_LONG = 24
"""Characters beyond ASCII in a text that is long enough for that."""

_CONTROLS = lazy(r"[\x80-\x9f]")
"""The characters that stand for the bytes that an encoding leaves out."""

_MIXED_SCRIPTS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"})
"""The first words of the names of letters that a word may have beside others; Latin ones if it was misread twice."""

_LEAST = 4
"""Characters that a text has to lose if it is read as UTF-8; fewer may be chance."""

_MARKS = 3
"""Question marks that a text with fewer letters has instead of those that it lost."""

_SHORTER = 3
"""The factor by which a source may be longer; a still shorter translation is somebody's sign that it is to be done."""

_AROUND = "\"'«»‹›“”„‘’()[]*_`.,:;!?"
"""Marks around a word, which differ between languages."""

_READ = 12
"""The number of translations that are looked at; a program garbles all of them."""

_LOST_WORD = lazy(r"(?<![\w?!])\?{2,}(?=\W|$)")
"""A word of question marks."""

_WORD = lazy(rf"{_LOST_WORD.pattern}|(?<!\S)[^\s=/&@.]*\?[^\W\d_][^\s=/&@.]*(?!\S)")
"""A word of question marks, or one with a question mark before a letter; in an address such marks are right."""

_SPACED = lazy(r"(?<=\w)\s+\?+")
"""Question marks that end a sentence, after a space."""


def is_garbled(source: str, target: str) -> bool:
    """Tell whether a translation has lost its letters: they are question marks, UTF-8 read in another encoding, or
    Cyrillic letters read as others. What the source has too is right.
    """
    if target.count(_LOST) > source.count(_LOST):
        return True
    if not target.isascii() and (_is_misread(source, target) or _is_other_cyrillic(source, target)):
        return True
    marks = target.count("?") - source.count("?")
    if marks <= 0 or _SHORTER * len(target) < len(source):
        return False
    lost = sum(map(len, _LOST_WORD.findall(target)))  # marks after letters are somebody's: "Where???"
    if marks >= _MARKS and lost >= _MARKS and lost > sum(map(str.isalpha, target)):
        return True
    return _count_words(target) >= _count_words(source) + 2


def are_garbled(pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether most of a sample of translations are garbled. `pairs` are sources and translations."""
    read = garbled = 0
    for source, target in pairs:
        if target != source and not (target.isascii() and "?" not in target):
            read += 1
            garbled += is_garbled(source, target)
            if read == _READ:
                break
    return 2 * garbled > read


def _count_words(text: str) -> int:
    return len(_WORD.findall(_SPACED.sub("", text)))


def _is_misread(source: str, target: str) -> bool:
    """Tell whether the characters of a text beyond ASCII are the bytes of other ones in UTF-8."""
    first = next(at for at, sign in enumerate(target) if sign > "\x7f")
    if not _may_be_bytes(target[first : first + 2]):
        return False
    text = _without_words_of(source, target)
    return any(_decodes(text, codec) for codec in _CODECS)


def _without_words_of(source: str, target: str) -> str:
    """Return a text without the words that its source has too, between any marks: «слово» is "слово"."""
    known = {word.strip(_AROUND) for word in source.split(" ")}
    return " ".join(word for word in target.split(" ") if word.strip(_AROUND) not in known)


def _is_other_cyrillic(source: str, target: str) -> bool:
    """Tell whether a text has capitals within its words that go, and gains common letters, in another encoding."""
    if _MIXED.search(target) is None:
        return False
    text = _without_words_of(source, target)
    mixed, share = len(_MIXED.findall(text)), _share_of_common(text)
    for data in _encodings(text):
        for codec in _CYRILLIC:
            found = data.decode(codec, "replace")
            beyond = sum(sign > "\x7f" for sign in found)
            if (
                beyond >= _LONG
                and 2 * sum(map(str.isupper, found)) < beyond
                and 4 * len(_MIXED.findall(found)) < mixed
                and _share_of_common(found) >= max(_COMMON_SHARE, share + _COMMON_GAIN)
            ):
                return True
    return False


def _encodings(text: str) -> Iterator[bytes]:
    """Yield the text in the encodings that have all of its characters."""
    for codec in _CYRILLIC:
        with suppress(UnicodeEncodeError):
            yield text.encode(codec)


def _share_of_common(text: str) -> float:
    """Return the share of the common letters in the characters beyond ASCII."""
    beyond = [sign for sign in text.lower() if sign > "\x7f"]
    return sum(sign in _COMMON for sign in beyond) / len(beyond) if beyond else 0


@lru_cache(maxsize=4_096)  # the beginnings of words, which are few
def _may_be_bytes(two: str) -> bool:
    """Tell whether two characters can be the first bytes of a character in UTF-8, as they seldom are in a text."""
    return any(_is_beginning(two, codec) for codec in _CODECS)


def _is_beginning(two: str, codec: str) -> bool:
    try:
        data = _encode(two, codec)
    except UnicodeEncodeError:
        return False
    return len(data) == len(two) > 1 and b"\xc2" <= data < b"\xf5" and b"\x80" <= data[1:] < b"\xc0"


def _decodes(text: str, codec: str) -> bool:
    """Tell whether most words beyond ASCII are UTF-8; some are not where an editor put a space for an NBSP's byte."""
    try:
        data = _encode(text, codec)
    except UnicodeEncodeError:
        return False
    gains = [_gain(word) for word in data.split(b" ") if not word.isascii()]
    return 2 * sum(map(bool, gains)) > len(gains) and sum(gains) >= _LEAST


def _encode(text: str, codec: str) -> bytes:
    if _CONTROLS.search(text) is None:
        return text.encode(codec)
    return b"".join(sign.encode("latin-1" if "\x7f" < sign < "\xa0" else codec) for sign in text)


def _gain(word: bytes) -> int:
    """Return the number of characters that a word loses if it is read as UTF-8; 0 if it cannot be.

    A Russian word may be UTF-8 by chance, read in cp866, but its letters are then of several scripts: сборка is ᡮપ.
    """
    try:
        text = word.decode()
    except UnicodeDecodeError:
        return 0
    scripts = {name(letter, "").split(" ")[0] for letter in text if letter > "\x7f" and letter.isalpha()}
    return 0 if len(scripts) > 1 and scripts.isdisjoint(_MIXED_SCRIPTS) else len(word) - len(text)
