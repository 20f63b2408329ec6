"""Find lines that look like a site's syntax although no dialect of the article knows them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.article.dialects import GENERIC, NAMES, MarkKind, Rule, compiled, load, read_rules, read_table

_USUAL = frozenset(" -.,:;/()[]^#%\"'")
"""Signs that most articles have; letters are more frequent still."""


class UnknownLine(NamedTuple):
    """A line by its offsets, and the dialects that know what it looks like; none where no dialect does."""

    start: int
    end: int
    dialects: tuple[str, ...]


class _Look(NamedTuple):
    """The looks of a mark: signs that stand in it or near it, the rarest of them, the pattern for its line, and who
    knows it.
    """

    sign: str
    rarest: str
    pattern: str
    dialects: tuple[str, ...]


def find_unknown_lines(text: str, dialects: tuple[str, ...]) -> Iterator[UnknownLine]:
    """Yield the lines, and notes within lines, that look like marks, first those of dialects that an article lacks.

    A text without the signs of any costs a search for each sign that it has the rarest one of: to look for one sign
    takes no time.
    """
    looks = _looks(dialects)
    present = {sign for sign in {look.rarest for look in looks} if sign in text}
    for look in looks:
        if look.rarest in present and look.sign in text:
            for found in compiled(look.pattern).finditer(text):
                yield UnknownLine(*found.span("rest"), look.dialects)


@cache
def _looks(dialects: tuple[str, ...]) -> tuple[_Look, ...]:
    dialect = load(dialects)
    own = {rule.opening for rule in dialect.rules}
    found: dict[tuple[str, str], list[str]] = {}
    for name in NAMES:
        for rule in read_rules(read_table(name)) if name not in dialects else ():
            if rule.sign and rule.opening not in own:
                found.setdefault((rule.sign, _line_pattern(rule)), []).append(name)
        if not dialect.note and (note := read_table(name).get("inline_note", "")):
            found.setdefault((note, rf"(?P<rest>(?<!\\){re.escape(note)}[^\[\]\r\n]+\])"), []).append(name)
    looks = [_Look(sign, _rarest(sign), pattern, tuple(names)) for (sign, pattern), names in found.items()]
    unknown = read_table(GENERIC)["unknown"]
    return (
        *looks,
        *(_Look(sign := entry["sign"], _rarest(sign), _anchored(entry["pattern"]), ()) for entry in unknown),
    )


def _rarest(signs: str) -> str:
    """Return the one of some signs that is likely to be the rarest in articles with notes and addresses."""
    return min(signs, key=lambda sign: (sign.isalnum(), sign in _USUAL))


def _line_pattern(rule: Rule) -> str:
    opening = re.sub(r"\(\?P<\w+>", "(?:", rule.opening)
    return _anchored(f"(?:{opening})[^\\r\\n]*" if rule.kind is MarkKind.ITEM else opening)


def _anchored(pattern: str) -> str:
    return rf"(?m)^[ \t>]*+(?P<rest>{pattern})[ \t]*\r?$"
