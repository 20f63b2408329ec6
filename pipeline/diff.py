"""Word-level differences between two texts."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from pipeline.frozen import dataclass


class Change(StrEnum):
    """The fate of a run of words; the values are part of the preview's JSON."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPart:
    """A run of words with the spaces and punctuation around them, all with the same fate."""

    change: Change
    text: str


def diff_words(before: str, after: str) -> tuple[DiffPart, ...]:
    """Compare two texts word by word.

    The parts that are the same or gone, joined, are `before`; those that are the same or new are `after`.
    """
    return tuple(_diff_tokens(_tokenize(before), _tokenize(after)))


def _tokenize(text: str) -> list[str]:
    """Split a text into words, placeholders, runs of white space and single characters; joined, they are the text."""
    return re.findall(r"\{\w+\}|[\w՞՜՛’'-]+|\s+|.", text, re.DOTALL)


def _diff_tokens(before: list[str], after: list[str]) -> Iterator[DiffPart]:
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield DiffPart(change=Change.SAME, text="".join(before[first:last]))
            continue
        if first < last:
            yield DiffPart(change=Change.GONE, text="".join(before[first:last]))
        if start < end:
            yield DiffPart(change=Change.NEW, text="".join(after[start:end]))
