"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPart:
    """A stretch of words, with the spaces and marks around them, that is the same in both texts, gone, or new."""

    change: Change
    text: str


def diff_words(before: str, after: str) -> tuple[DiffPart, ...]:
    """How `before` became `after`: the same and gone stretches joined are `before`, the same and new ones `after`."""
    return tuple(_stretches(_words(before), _words(after)))


def _words(text: str) -> list[str]:
    """Words, placeholders, runs of spaces and single marks; joined they are the text."""
    return re.findall(r"\{\w+\}|[\w՞՜՛’'-]+|\s+|.", text, re.DOTALL)


def _stretches(before: list[str], after: list[str]) -> Iterator[DiffPart]:
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield DiffPart(change=Change.SAME, text="".join(before[first:last]))
            continue
        if first < last:
            yield DiffPart(change=Change.GONE, text="".join(before[first:last]))
        if start < end:
            yield DiffPart(change=Change.NEW, text="".join(after[start:end]))
