"""Wrong spellings of placeholder names by people, keyboards and machines.

A letter may be replaced by one that looks alike, a name by one that sounds alike or was typed in the Russian keyboard
layout, a digit by a letter.
"""

import re
import unicodedata

from pipeline.model import PlaceholderKind

_LOOKS = {
    "f": "fƒғ",
    "n": "nпոռηи",
    "u": "uսυцՍ",
    "r": "rгր",
    "l": "lіiӏ|ւլ1",
    "i": "iіїıιl1",
    "m": "mмʍ",
    "g": "gցɡգզ",
    "b": "bвьβЬ",
    "k": "kкκ",
    "e": "eеёεє",
    "p": "pрρքքր",
}
_SOUNDS = {
    PlaceholderKind.NOTE: "фн|ֆն",
    PlaceholderKind.URL: "урл|юрл|ուրլ|ուռլ|ւրլ|յուռլ",
    PlaceholderKind.IMAGE: "имг|իմգ",
    PlaceholderKind.BREAK: "бр|բր|բռ",
    PlaceholderKind.KEEP: "кееп|кип|քեեպ|կեեպ|քիփ|քիպ|կիպ",
}
_KEYS = {
    PlaceholderKind.NOTE: "ат",
    PlaceholderKind.URL: "гкд",
    PlaceholderKind.IMAGE: "шьп",
    PlaceholderKind.BREAK: "ик",
    PlaceholderKind.KEEP: "лууз",
}
_DIGITS = {"1": "1lIiІіӀӏ|", "0": "0oOоОօՕ"}
_AS_DIGITS = str.maketrans({letter: digit for digit, letters in _DIGITS.items() for letter in letters})

INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
"""Characters without width, for use in a character class; they come in when text is copied."""

GAP = rf"[\s{INVISIBLE}]*"
"""A pattern for white space and invisible characters."""


def _looks(mark: str) -> str:
    return "".join(f"[{re.escape(_LOOKS[letter])}]" for letter in mark)


_INSIDE = r"[\s\\^_*\"']*"
_BETWEEN = r"[\s\\_\-‐‒–—.:#^]*"
_DIGIT = rf"[\d{''.join(_DIGITS['1'] + _DIGITS['0'])}]"
_READINGS = {
    mark: re.compile(rf"{_INSIDE}(?:{_looks(mark)}|{_SOUNDS[mark]}|{_KEYS[mark]}){_BETWEEN}({_DIGIT}{{1,4}}){_INSIDE}")
    for mark in PlaceholderKind
}
_LATIN = re.compile(rf"{_INSIDE}({'|'.join(PlaceholderKind)}){_BETWEEN}(\d{{1,4}}){_INSIDE}")
_NUMBERED = re.compile(rf"{_INSIDE}[^\W\d_][^\d{{}}]*?(\d{{1,4}}){_INSIDE}")


def normalize(text: str) -> str:
    """Normalise a text for comparison: fold case and compatibility forms, drop invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


def read_name(inner: str, known: set[str]) -> str | None:
    """Read the text between braces as a placeholder's name: any name in Latin letters, or else one of the known."""
    inner = normalize(inner)
    latin = _LATIN.fullmatch(inner)
    if latin:
        return f"{latin[1]}{int(latin[2])}"
    found = set()
    for mark, reading in _READINGS.items():
        match = reading.fullmatch(inner)
        digits = match[1].translate(_AS_DIGITS) if match else ""
        if digits.isdecimal() and f"{mark}{int(digits)}" in known:
            found.add(f"{mark}{int(digits)}")
    return found.pop() if len(found) == 1 else None


def read_number(inner: str) -> int | None:
    """Read the number of a placeholder whose name may have been translated, as in `сноска 1`; None if there is none."""
    match = _NUMBERED.fullmatch(normalize(inner))
    return int(match[1]) if match else None


def name_pattern(mark: PlaceholderKind, number: int) -> str:
    """Return a pattern for a placeholder's name outside braces, where fewer spellings are accepted than inside."""
    digits = "".join(f"[{re.escape(_DIGITS.get(digit, digit))}]" for digit in str(number))
    return rf"(?:{_looks(mark)}|{_SOUNDS[mark]})[\s_\-{INVISIBLE}]*{digits}"
