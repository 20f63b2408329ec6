"""Emphasis as the parser reads it: counted in a text, and repaired in a translation where its marks have no effect.

CommonMark closes no emphasis between punctuation and a letter, and none of `_` within a word. Armenian puts endings
right there: `**«Ազգ»**ում`. A word joiner (U+2060) between mark and letter, written as a character reference, gives the
mark its effect in CommonMark, Goldmark and cmark-gfm, in MDX and where raw HTML is not allowed; nobody sees it.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.article.code_spans import find_code_spans
from pipeline.article.markdown.events import parse_bare_events
from pipeline.patterns import lazy

WORD_JOINER = "&#8288;"

_EMPHASIS = {"Emphasis", "Strong"}
_MARKS = lazy(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\{[a-z]+\d+\}|\]\([^()]*\)|(?P<marks>\*{1,3}|_{1,3})", re.DOTALL)
_STAR = r"(?<=[^\W\d_])\*(?=[^\W\d_])"
STAR_IN_WORD = lazy(_STAR)
"""A star between letters, a mark of its own: the German Leser*innen are readers of any gender."""
_STARS_IN_WORDS = lazy(rf"{_STAR}(?P<between>[^*\s]*\s[^*]*){_STAR}")
"""Such a star in two words: Leser*innen und Autor*innen."""


class _Pair(NamedTuple):
    """Two runs of marks that belong together, as offsets of the run that opens and of the one that closes."""

    opening: tuple[int, int]
    closing: tuple[int, int]


@lru_cache(maxsize=1 << 10)  # the source of every edition, and each translation several times
def count_emphasis(text: str) -> int:
    """Count the stretches of emphasis and strong emphasis that a parser sees in inline `text`."""
    if "*" not in text and "_" not in text:
        return 0
    return sum(sort == "start" and tag in _EMPHASIS for sort, tag, _ in parse_bare_events(text))


def escape_stars_in_words(target: str, source: str) -> str:
    """Escape stars in two words of a translation, which would stress the text between: Leser*innen und Autor*innen."""
    if target.count("*") < 2 or _STARS_IN_WORDS.search(source):  # noqa: PLR2004  both of them
        return target
    code = [range(*span) for span in find_code_spans(target)] if "`" in target else []

    def escape(found: re.Match[str]) -> str:
        is_code = any(found.start() in span or found.end() - 1 in span for span in code)
        return found[0] if is_code else rf"\*{found['between']}\*"

    return _STARS_IN_WORDS.sub(escape, target)


def repair_emphasis(target: str, source: str) -> str:
    """Give the marks of emphasis in a translation effect where fewer have it than in the source.

    `_` becomes `*`, spaces within go out, and a word joiner comes between mark and letter. The translation stays as it
    is where that gains nothing.
    """
    if "*" not in target and "_" not in target:
        return target
    wanted, found = count_emphasis(source), count_emphasis(target)
    if found >= wanted:
        return target
    repaired = _repair(target)
    return repaired if found < count_emphasis(repaired) <= wanted else target


def has_idle_marks(target: str, source: str) -> bool:
    """Tell whether marks of emphasis in a translation have no effect, and cannot be repaired, that have one in the
    source.
    """
    return count_emphasis(repair_emphasis(target, source)) < min(count_emphasis(source), len(list(_pairs(target))))


def _pairs(text: str) -> Iterator[_Pair]:
    """Yield the runs of marks that belong together by their sign and number, in the order in which they close."""
    waiting: list[re.Match[str]] = []
    for found in _MARKS.finditer(text):
        if not found["marks"]:
            continue
        same = next((run for run in reversed(waiting) if run["marks"] == found["marks"]), None)
        if same is None:
            waiting.append(found)
        else:
            del waiting[waiting.index(same) :]
            yield _Pair(same.span(), found.span())


def _repair(text: str) -> str:
    edits: list[tuple[int, int, str]] = []
    for opening, closing in _pairs(text):
        inner = text[opening[1] : closing[0]]
        words = inner.strip(" ")
        if not words:
            continue
        marks = "*" * (opening[1] - opening[0])
        before, after = text[: opening[0]][-1:], text[closing[1] :][:1]
        leading, trailing = len(inner) - len(inner.lstrip(" ")), len(inner) - len(inner.rstrip(" "))
        space = " " if leading and before and not before.isspace() else ""
        edits.append((opening[0], opening[1] + leading, f"{space or _joiner(before, words[0])}{marks}"))
        space = " " if trailing and after and not after.isspace() and not _is_punctuation(after) else ""
        edits.append((closing[0] - trailing, closing[1], f"{marks}{space or _joiner(after, words[-1])}"))
    parts, at = [], 0
    for first, last, new in sorted(edits):
        parts += [text[at:first], new]
        at = last
    return "".join([*parts, text[at:]])


def _joiner(outside: str, edge: str) -> str:
    """Return what has to stand between a letter outside of a mark and punctuation at the edge within."""
    return WORD_JOINER if outside.isalnum() and _is_punctuation(edge) else ""


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
