"""Read the attributes of HTML tags, and find the values among them that people read or hear."""

import re
from collections.abc import Iterator

from pipeline.article.dialects.marks import OPENING, Words
from pipeline.patterns import lazy

VALUES = frozenset({"alt", "title", "aria-label", "aria-description", "placeholder"})
"""The attributes whose values are text for readers."""

NAME = r"[A-Za-z][A-Za-z0-9-]*+"
_ATTRIBUTE = (
    r"\s++(?P<name>[A-Za-z_:][\w.:-]*+)"
    r"(?:\s*+=\s*+(?P<value>\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'=<>`]++)))?"
)
ATTRIBUTE = re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE)
"""The pattern of an attribute with the space before it; `NAME` is that of a tag's name."""
_PAIR = lazy(_ATTRIBUTE)
_NAME_OF_TAG = lazy(rf"<{NAME}")
_REFERENCE = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
NOTE = lazy(r"\[\^[^\[\]\s]+\]")
"""A note reference in a text without Markdown."""
_NO_WORDS = lazy(rf"{_REFERENCE.pattern}|{NOTE.pattern}|\b(?:https?|ftp)://\S+|[\ue000-\uf8ff]+")
_LETTER = lazy(r"[^\W\d_]")


def read_attributes(html: str, start: int, end: int) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield the attributes of a tag: name, value, the offsets of the value without quotes, and the quotation mark."""
    name = _NAME_OF_TAG.match(html, start)
    at = name.end() if name else end
    while found := _PAIR.match(html, at, end):
        at = found.end()
        group = next((group for group in ("double", "single", "bare") if found[group] is not None), None)
        mark = {"double": '"', "single": "'"}.get(group or "", "")
        span = found.span(group) if group else (at, at)
        yield found["name"].lower(), html[slice(*span)], *span, mark


def find_values(html: str, start: int, end: int) -> tuple[Words, ...]:
    """Return the values of a tag's attributes that are text to translate."""
    if not has_values(html[start:end]):
        return ()
    return tuple(
        Words(first, last, name, f"html{mark}")
        for name, value, first, last, mark in read_attributes(html, start, end)
        if name in VALUES and OPENING not in value and has_letters(value)
    )


def blank_values(tag: str) -> str:
    """Return a tag without the values that a translation may change, on one line."""
    if has_values(tag):
        spans = [
            (first - bool(mark), last + bool(mark))
            for name, value, first, last, mark in read_attributes(tag, 0, len(tag))
            if name in VALUES and OPENING not in value and value
        ]
        for first, last in reversed(spans):
            tag = f'{tag[:first]}""{tag[last:]}'
    return " ".join(tag.split())


def has_values(tag: str) -> bool:
    """Tell whether a tag may have an attribute for readers; faster than to read its attributes."""
    small = tag.lower()
    return any(name in small for name in VALUES)


def has_letters(text: str) -> bool:
    """Tell whether a text has a letter besides references, addresses and a dialect's marks."""
    return _LETTER.search(_NO_WORDS.sub(" ", text) if not text.isalpha() else text) is not None
