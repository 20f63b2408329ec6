"""Placeholders such as `{fn1}` and `{url1}` in a text: find, remove and renumber them.

Translators move placeholders about. On the way these get spaces, capitals, letters of another alphabet or other
brackets; some get lost, doubled or invented. `spelling` knows the wrong spellings, `links` finds links, code and
translator's notes, `repair` restores placeholders whose meaning is certain, and `reconcile` makes a whole
translation have exactly the placeholders of its segment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import FOLD, PlaceholderKind, Segment

TOKEN = re.compile(rf"\{{((?:{'|'.join(PlaceholderKind)})(?:0|[1-9][0-9]*))\}}")

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ENCLOSING = re.compile(r"\^?([(\[<])\s*$")
_CLOSING = re.compile(r"\s*(\)|\](?![(\[])|>)")
_CLOSERS = {"(": ")", "[": "]", "<": ">"}
_NO_SPACE_BEFORE = tuple(".,:;!?…)]»”’։՝")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of text, by its offsets."""

    start: int
    end: int

    def encloses(self, start: int, end: int) -> bool:
        return self.start < start and end < self.end


def find_names(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders in a text, in order, repeated ones included."""
    return tuple(TOKEN.findall(text)) if "{" in text else ()


def remove_placeholders(text: str) -> str:
    """Remove the placeholders from a text."""
    return TOKEN.sub("", text) if "{" in text else text


def blank_placeholders(text: str) -> str:
    """Replace each placeholder in a text by spaces, so that all offsets stay."""
    return TOKEN.sub(lambda match: " " * len(match[0]), text) if "{" in text else text


def has_words(segment: Segment) -> bool:
    """Tell whether a segment has anything to translate: a letter or a digit besides its placeholders."""
    return _LETTER_OR_DIGIT.search(remove_placeholders(segment.text)) is not None


def has_stray_braces(text: str) -> bool:
    """Tell whether a text has braces besides its placeholders, which a check of Python's brace format would reject."""
    return any(brace in remove_placeholders(text) for brace in "{}")


def is_fold(target: str) -> bool:
    """Tell whether a translation is the fold arrow alone; its placeholders may stay beside it."""
    return FOLD in target and remove_placeholders(target).strip() == FOLD


def renumber_placeholders(target: str, renames: Sequence[tuple[str, str]]) -> str:
    """Rename placeholders in a text, all at once; those without a new name stay."""
    table = dict(renames)
    return TOKEN.sub(lambda match: f"{{{table.get(match[1], match[1])}}}", target)


def remove_spans(text: str, spans: Sequence[Span]) -> str:
    """Remove spans from a text, with the brackets right around them and a space that is no longer needed."""
    for span in reversed(spans):
        before, after = text[: span.start], text[span.end :]
        opening = _ENCLOSING.search(before)
        closing = _CLOSING.match(after)
        if opening and closing and _CLOSERS[opening[1]] == closing[1]:
            before, after = before[: opening.start()], after[closing.end() :]
        if not before or (before[-1].isspace() and (not after or after[0].isspace() or after[0] in _NO_SPACE_BEFORE)):
            before, after = (before[:-1], after) if before else ("", after.lstrip())
        text = before + after
    return text
