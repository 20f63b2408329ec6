"""What a merge leaves in an article that it could not merge by itself."""

import re
from collections.abc import Iterable, Sequence

from pipeline.article.markdown.blocks import Leaf
from pipeline.article.markdown.events import line_number
from pipeline.errors import ArticleError

_START = "<" * 7
_MARK = re.compile(r"^(?:(?P<open><{7})(?: [^\r\n]*)?|(?P<middle>={7})|>{7}(?: [^\r\n]*)?)\r?$", re.MULTILINE)


def refuse_conflicts(text: str, leaves: Iterable[Leaf], lines: Sequence[int]) -> None:
    """Raise ArticleError, with the line, where a conflict stands in the text of an article; code may show one.

    `lines` are the offsets at which the lines of the text begin.
    """
    start = _conflict(text) if _START in text else None
    if start is not None and any(leaf.start <= start < leaf.end for leaf in leaves):
        raise ArticleError(
            "there is a conflict marker, which a merge left behind. Keep one of the two versions between <<<<<<< and "
            ">>>>>>>, and delete the other one and the markers.",
            line=line_number(lines, start),
        )


def _conflict(text: str) -> int | None:
    """Where the first conflict starts that has all three of its markers."""
    start: int | None = None
    is_half = False
    for mark in _MARK.finditer(text):
        if mark["open"]:
            start, is_half = mark.start(), False
        elif mark["middle"]:
            is_half = start is not None
        elif is_half:
            return start
    return None
