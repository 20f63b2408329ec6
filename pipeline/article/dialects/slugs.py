"""Identifiers of headings, as the programs that sites are made with give them and as an author can write them.

`slugs.toml` says how each program makes one from the words of a heading; the table `headings` of a dialect names its
ways, and how an identifier is written. A link leads to a heading by such an identifier.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from pipeline.article.dialects import GENERIC, SLUGS, read_table
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SlugRule:
    """A way to make identifiers; `slugs.toml` explains the fields."""

    kept: str
    spaces: str
    repeated: str
    of: str = "words"
    ascii: str = ""
    begin: str = ""
    numbers: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingSyntax:
    """The identifiers of headings in some dialects.

    `written` is the form in which an author writes an `ID` behind a heading, empty if there is none that all programs
    of the dialects read; `possible` is a pattern for the identifiers that can be written so. With `has_attributes` it
    may stand among other attributes, with `is_before_closing` it comes before the number signs that close a heading.
    `elsewhere` is a pattern for identifiers of other parts
    of a page, `references` one for further links, and `includes` one for syntax that may bring headings along.
    """

    slugs: tuple[SlugRule, ...]
    written: str
    possible: str
    has_attributes: bool
    is_before_closing: bool
    elsewhere: str
    includes: str
    references: str


@cache
def load_heading_syntax(names: tuple[str, ...] = ()) -> HeadingSyntax:
    """The identifiers of headings in the dialects of these names, the first one that says something first."""
    generic = read_table(GENERIC)["headings"]
    tables = [read_table(name).get("headings", {}) for name in names]
    written: dict[str, Any] = next((table for table in tables if "id" in table), {})
    known = read_table(SLUGS)
    wanted = list(dict.fromkeys(name for table in tables for name in table.get("slugs", ()))) or list(known)
    return HeadingSyntax(
        slugs=tuple(SlugRule(**known[name]) for name in wanted),
        written=written.get("id", ""),
        possible=written.get("possible", r"\S+"),
        has_attributes=written.get("attributes", False),
        is_before_closing=written.get("before_closing", False),
        elsewhere=generic["elsewhere"],
        includes=generic["includes"],
        references="|".join(table["references"] for table in tables if "references" in table),
    )


def make_slugs(rule: SlugRule, headings: Iterable[tuple[str, str]]) -> list[str]:
    """The identifiers of the headings of a page, in order, each with its words and its source line.

    One without any is empty. Of headings alike, all but the first get a number.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    made: list[str] = []
    for words, source in headings:
        name = _slug(rule, source if rule.of == "source" else words)
        base, number = name, 0
        if counted := rule.repeated == "_" and re.fullmatch(r"(.*)_(\d{1,9})", name):
            base, number = counted[1], int(counted[2])
        number = max(number, last.get(base, 0))
        while name in taken or (not name and rule.repeated == "_"):
            number += 1
            name = f"{base}{rule.repeated}{number}"
        last[base] = number
        taken |= {name} if name else set()
        made.append(name)
    return made


def _slug(rule: SlugRule, text: str) -> str:
    text = text.strip().lower()
    if rule.ascii:
        text = unicodedata.normalize("NFKD", text) if rule.ascii == "decompose" else text
        text = text.encode("ascii", "ignore").decode()
    kept = "".join(filter(_kept_signs(rule).__getitem__, text)).strip()
    if rule.begin:
        first = next((place for place, sign in enumerate(kept) if sign.isalpha()), len(kept))
        kept = kept[first:]
    return re.sub(rule.spaces, "-", kept) or rule.empty


class _KeptSigns(dict[str, bool]):
    """Tells for each sign that headings had before whether a rule keeps it."""

    def __init__(self, rule: SlugRule) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, sign: str) -> bool:
        found = self[sign] = _is_kept(sign, self._rule)
        return found


_kept_signs = cache(_KeptSigns)


def _is_kept(sign: str, rule: SlugRule) -> bool:
    if sign.isalpha() or sign.isdecimal() or sign in rule.kept or sign == " ":
        return True
    return (rule.numbers == "all" and sign.isnumeric()) or unicodedata.category(sign)[0] == "M"
