"""Say which way text runs: the attributes of another language, text that runs against what is around it, and the sides
of a table's columns.
"""

import re

from markupsafe import Markup

from pipeline.languages import load, remember

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LETTERS = {
    "ltr": re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT}]"),
    "rtl": re.compile(rf"[{_RIGHT_TO_LEFT}](?<=[^\W\d_])"),
}
"""A letter that is read in each direction. The rarer condition comes first: most texts have none of one of them."""
_SURELY_LEFT_TO_RIGHT = re.compile("[\0-\u058f\u0900-\u20ff]*+")
"""Texts without letters that are read from right to left: nearly all, and told in a quarter of the time."""
_ANY_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_OTHER = {"ltr": "rtl", "rtl": "ltr"}
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@remember
def direction_of(lang: str) -> str:
    """Return the direction of a language: `ltr` or `rtl`."""
    return load(lang).direction


def turned_attribute(lang: str, around: str) -> Markup:
    """Return the attribute `dir` of an element in `lang`, within text in `around`, if their directions differ. An
    element that has it is isolated from the line around it.
    """
    return direction_attribute(direction_of(lang) if direction_of(lang) != direction_of(around) else "")


def language_attributes(lang: str, around: str) -> Markup:
    """Return `lang`, and `dir` where it is needed, of an element in `lang` within text in `around`; nothing if they are
    the same.
    """
    return Markup(' lang="{}"').format(lang) + turned_attribute(lang, around) if lang and lang != around else Markup("")


def direction_attribute(direction: str) -> Markup:
    """Return the attribute for a direction; nothing if that is empty."""
    return Markup(' dir="{}"').format(direction) if direction else Markup("")


def has_letters_against(text: str, direction: str) -> bool:
    """Return True if a text has a letter that is not read in this direction."""
    other = _OTHER[direction]
    if other == "rtl" and _SURELY_LEFT_TO_RIGHT.fullmatch(text):
        return False
    return _LETTERS[other].search(text) is not None


def turned_direction(text: str, around: str) -> str:
    """Return the direction of a text that runs the other way than `around`, else nothing: its first letter and most of
    its letters are read that way. Addresses do not count beside words.
    """
    words = _ADDRESS.sub("", text)
    words = words if any(letter.isalpha() for letter in words) else text
    own, other = (_LETTERS[direction].findall(words) for direction in (around, _OTHER[around]))
    first = _ANY_LETTER.search(words)
    return _OTHER[around] if first and len(other) > len(own) and _LETTERS[_OTHER[around]].match(first[0]) else ""


def isolate(text: str, lang: str) -> str:
    """Return what stands in a line of `lang`, by Unicode's marks isolated from it if it has letters that run against
    it.
    """
    return f"{_ISOLATE}{text}{_END}" if has_letters_against(text, direction_of(lang)) else text


def mirror_side(side: str, direction: str) -> str:
    """Return a side of a page (`Left`, `Right` or another word) where text of this direction has it."""
    return {"Left": "Right", "Right": "Left"}.get(side, side) if direction == "rtl" else side
