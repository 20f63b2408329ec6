"""Syntax of sites that is neither CommonMark nor words, as data: what stays as it is, and which lines stand alone.

A dialect is a file `NAME.toml` here; `generic` holds in every article. `scan` finds its marks in a text, and `mask` of
`marks` puts signs of the same width in their place that Markdown has a fixed reading of: the parser then sees a
paragraph end where the site's own program sees one. Pieces of an article are cut from its own text, never from the
masked one.
"""

import re
import tomllib
from dataclasses import field
from enum import StrEnum
from functools import cache
from pkgutil import get_data
from typing import Any

from pipeline.frozen import dataclass

GENERIC = "generic"
SLUGS = "slugs"
NAMES = ("docusaurus", "github", "hugo", "jekyll", "mkdocs", "obsidian", "pandoc", "quarto")
"""The dialects that a workspace may set."""


class MarkKind(StrEnum):
    """The part that a piece of a site's syntax plays among the blocks of an article."""

    SPAN = "span"
    LINE = "line"
    ITEM = "item"
    CONTAINER = "container"
    BLOCK = "block"
    NOTE = "note"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sign of a dialect. `opening` and `closing` find it; a rule without `closing` finds all of it by `opening`.

    `words` are the names of parameters whose values are text; `quote` says how a quotation mark is written in one.
    `alone` marks a span that makes a line of its own when nothing else stands there. In a table, a span stays
    `within` its "row" or, where bars divide cells even in it, its "cell", and in a list, as a block does, within its
    "item": its sign may stand for itself in two of them.
    `quoted` lines count in a block quote only, `after_text` ones below a line of text or a blank line below one, and
    items with `begins_paragraph` where their paragraph begins with one. A span `outside_headings` leaves the line of a
    heading alone, whose attributes Markdown's own parser reads. `going` matches the further lines of a block that has
    no closing line. `sign` stands in every mark that an author is told of where no dialect of the article has the rule;
    `left` matches words in a mark that stay as they are.
    """

    name: str
    kind: MarkKind
    opening: str
    closing: str = ""
    going: str = ""
    words: tuple[str, ...] = ()
    quote: str = "entity"
    alone: bool = False
    within: str = ""
    quoted: bool = False
    after_text: bool = False
    begins_paragraph: bool = False
    outside_headings: bool = False
    sign: str = ""
    left: str = ""
    is_pattern: bool = True

    @property
    def pattern(self) -> str:
        """Return the pattern for what begins a mark, or for all of it."""
        return self.opening if self.is_pattern else re.escape(self.opening)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The rules of some dialects together, in the order in which they are tried.

    `note` begins an author's note within a sentence, where the dialects have such notes; a square bracket ends it.
    `code_starts` are patterns for the beginnings of paragraphs that would be code. Where `bars_divide`, a bar in any
    line makes a row of a table of it. Where `braces_open`, a brace or < opens something even if nothing closes it.
    Where `indentation_is_free`, it makes no code of lines.
    """

    names: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    note: str = ""
    code_starts: tuple[str, ...] = ()
    bars_divide: bool = False
    braces_open: bool = False
    indentation_is_free: bool = False

    def __hash__(self) -> int:
        return hash(self.names)  # caches are asked about a dialect for every text, and it has many rules

    def begins_code(self, text: str) -> bool:
        """Tell whether a paragraph that begins with `text` would be code."""
        return any(compiled(pattern).match(text) for pattern in self.code_starts)

    def of(self, kind: MarkKind) -> tuple[Rule, ...]:
        """Return the rules of one kind."""
        return tuple(rule for rule in self.rules if rule.kind is kind)


@cache
def load(names: tuple[str, ...] = ()) -> Dialect:
    """Return the dialects of these names and the generic one, first come first tried.

    Raises KeyError for a name that is unknown; `NAMES` has the others.
    """
    tables = [read_table(name) for name in (*names, GENERIC)]
    return Dialect(
        names=names,
        rules=tuple(rule for table in tables for rule in read_rules(table)),
        note=next((table["inline_note"] for table in tables if "inline_note" in table), ""),
        code_starts=tuple(table["code_start"] for table in tables if "code_start" in table),
        bars_divide=any(table.get("bars_divide") for table in tables),
        braces_open=any(table.get("braces_open") for table in tables),
        indentation_is_free=any(table.get("indentation_is_free") for table in tables),
    )


@cache
def read_table(name: str) -> dict[str, Any]:
    """Read the data file of a dialect. Raises KeyError for a name that is unknown."""
    try:
        data = get_data(__package__, f"{name}.toml") or b""
    except FileNotFoundError:
        raise KeyError(name) from None
    return tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))


def read_rules(table: dict[str, Any]) -> list[Rule]:
    """Return the rules of a dialect's data, in the order in which they are tried."""
    found: list[Rule] = []
    for kind in MarkKind:
        found += [_rule(kind, entry) for entry in table.get(kind.value, ())]
    return found


def _rule(kind: MarkKind, entry: dict[str, Any]) -> Rule:
    pattern = entry.get("pattern", "")
    is_plain = kind is MarkKind.SPAN and not pattern
    return Rule(
        name=entry["name"],
        kind=kind,
        opening=pattern or entry["open"],
        closing=entry.get("close", ""),
        going=entry.get("while", ""),
        words=tuple(entry.get("words", ())),
        quote=entry.get("quote", "entity"),
        alone=entry.get("alone", False),
        within=entry.get("within", ""),
        quoted=entry.get("quoted", False),
        after_text=entry.get("after_text", False),
        begins_paragraph=entry.get("begins_paragraph", False),
        outside_headings=entry.get("outside_headings", False),
        sign=entry.get("sign", ""),
        left=entry.get("left", ""),
        is_pattern=not is_plain,
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a rule's pattern, compiled once."""
    return re.compile(pattern)
