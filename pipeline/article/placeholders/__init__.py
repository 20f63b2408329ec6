"""Placeholders in a translation: read what the translator made of them, and bring them back to what the segment needs.

A translator moves `{fn1}` and `{url1}` about. On the way they get spaces, capitals, letters of another alphabet, other
brackets; they get lost, doubled and invented. `align` repairs what has one possible meaning, and tells the rest.

`tokens` knows the right spelling, `spelling` the wrong ones, `links` where links, code and own notes stand; `repairing`
brings one placeholder back, `aligning` the whole translation, `parts` takes the result apart for an edition.

Placeholders as they should be, `{fn1}`: finding, naming and renaming them in a text.
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
    """A stretch of text, by its offsets."""

    start: int
    end: int

    def encloses(self, start: int, end: int) -> bool:
        return self.start < start and end < self.end


def find_names(text: str) -> tuple[str, ...]:
    """The names of the placeholders in a text, in order, doubled ones included."""
    return tuple(TOKEN.findall(text)) if "{" in text else ()


def remove_placeholders(text: str) -> str:
    """A text without its placeholders."""
    return TOKEN.sub("", text) if "{" in text else text


def blank_placeholders(text: str) -> str:
    """A text with blanks instead of its placeholders, so that everything else stands where it stood."""
    return TOKEN.sub(lambda match: " " * len(match[0]), text) if "{" in text else text


def has_words(segment: Segment) -> bool:
    """Whether there is anything to translate: a letter or a digit besides the placeholders."""
    return _LETTER_OR_DIGIT.search(remove_placeholders(segment.text)) is not None


def has_stray_braces(text: str) -> bool:
    """Whether `text` has braces besides its placeholders, which a check of Python's brace format would stumble over."""
    return any(brace in remove_placeholders(text) for brace in "{}")


def is_fold(target: str) -> bool:
    """Whether a translation says that its sentence was folded into the one before it (its markers may stay with it)."""
    return FOLD in target and remove_placeholders(target).strip() == FOLD


def renumber_placeholders(target: str, renames: Sequence[tuple[str, str]]) -> str:
    """`target` with placeholders renamed, all at once; those that are not named stay."""
    table = dict(renames)
    return TOKEN.sub(lambda match: f"{{{table.get(match[1], match[1])}}}", target)


def remove_spans(text: str, spans: Sequence[Span]) -> str:
    """`text` without these stretches, brackets right around them, and a space that nothing needs any more."""
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
