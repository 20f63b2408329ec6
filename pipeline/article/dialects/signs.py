"""Tell quickly that a text has no marks of a dialect, as most have none."""

import re
from collections.abc import Callable
from functools import cache, partial

from pipeline.article.dialects import Dialect, MarkKind, compiled
from pipeline.article.dialects.surroundings import MARKERS, line_feed_starts
from pipeline.patterns import lazy

WITHIN_LINES = (MarkKind.SPAN, MarkKind.HEAD)

_PRIVATE = lazy(r"[\ue000-\uf8ff]")
_FIRST_SIGN = lazy(r"(?:\\(?=[^\w\s])|(?=[@:#%<!]))(?P<sign>.)(?![?*{])")


def has_signs(text: str, dialect: Dialect) -> bool:
    """Tell whether anything in `text` looks like a mark: most articles have none, and a search for each is quick."""
    return (
        any(sign in text and any(search(text) for search in searches) for sign, searches in _searches(dialect))
        or bool(dialect.note and dialect.note in text)
        or any(map(partial(_line_pattern(dialect).match, text), line_feed_starts(text)))
        or (not text.isascii() and _has_private(text))
    )


def _has_private(text: str) -> bool:
    """Tell whether a text has characters for private use, which begin with two certain bytes: one search for each of
    them takes a tenth of the time of the pattern.
    """
    data = text.encode("utf-8", "surrogatepass")
    return (b"\xee" in data or b"\xef" in data) and _PRIVATE.search(text) is not None


@cache
def _searches(dialect: Dialect) -> tuple[tuple[str, tuple[Callable[[str], object], ...]], ...]:
    """Return the searches for what begins a span or the head of code, by the sign that all they find begins with: to
    look for one sign takes little time.
    """
    spans = [rule.pattern for rule in dialect.of(MarkKind.SPAN)]
    heads = [f"(?:```|~~~){rule.opening}" for rule in dialect.of(MarkKind.HEAD)]
    found: dict[str, list[Callable[[str], object]]] = {}
    for pattern in (*spans, *heads):
        found.setdefault(first_sign(pattern), []).append(compiled(pattern).search)
    return tuple((sign, tuple(searches)) for sign, searches in found.items())


def first_sign(pattern: str) -> str:
    """Return the sign that a pattern begins with, which stands in all that it finds; empty if it begins otherwise."""
    found = _FIRST_SIGN.match(pattern)
    return found["sign"] if found else ""


@cache
def _line_pattern(dialect: Dialect) -> re.Pattern[str]:
    """Return the pattern of a line that is a mark or begins one. To look for the lines takes longer than to match."""
    return re.compile(rf"(?m){MARKERS}(?:{line_signs(dialect)})")


def line_signs(dialect: Dialect) -> str:
    openings = [rule.opening for rule in dialect.rules if rule.kind not in WITHIN_LINES]
    return "|".join(re.sub(r"\(\?P<\w+>", "(?:", opening) for opening in openings)
