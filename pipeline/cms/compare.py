"""Tell how the texts of a post differ from those that would be published, paragraph by paragraph."""

import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from html import unescape
from itertools import zip_longest

_MOST = 10
"""Paragraphs that are shown."""
_LONGEST = 2_000
"""Characters of a paragraph that are compared."""
_END = re.compile(r"<!--.*?-->|</(?:p|h[1-6]|li|td|th|figcaption|blockquote|pre)>|<br\s*/?>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def compare_texts(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the paragraphs that differ, as pairs of ours and theirs; one that only one side has stands beside an empty
    text. Where only tags differ, their HTML is compared.
    """
    before, after = (_paragraphs(texts, is_plain=True) for texts in (ours, theirs))
    if before == after:
        before, after = (_paragraphs(texts, is_plain=False) for texts in (ours, theirs))
    found: list[tuple[str, str]] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += zip_longest(before[first:last], after[start:end], fillvalue="")
    return tuple(found[:_MOST])


def _paragraphs(texts: Mapping[str, str], *, is_plain: bool) -> list[str]:
    parts = [texts["title"], *_END.split(texts["content"]), texts["excerpt"], *_notes(texts.get("footnotes", ""))]
    lines = (" ".join((unescape(_TAG.sub("", part)) if is_plain else part).split()) for part in parts)
    return [line[:_LONGEST] for line in lines if line]


def _notes(footnotes: str) -> list[str]:
    try:
        return [str(note["content"]) for note in json.loads(footnotes)]
    except (ValueError, TypeError, KeyError):
        return [footnotes]
