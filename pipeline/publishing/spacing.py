"""Keep a number on one line with what it counts, by no-break spaces in what is published; articles stay as they are."""

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import is_
from string import digits

from pipeline.languages import load, remember
from pipeline.publishing.document import Document, Node, map_blocks

_GROUP = r"\d{3}(?!\d)"
"""Digits after a space in a long number: 1 000 000."""
_SIGNS = "%‰°"
_OTHER_DIGITS = 0x660
"""The first digit that is not ASCII."""


def bind_numbers(document: Document) -> Document:
    """Return a document with no-break spaces between numbers and units, and in long numbers."""
    spaces = _spaces_to_bind(document.lang)
    return map_blocks(document, lambda nodes: _bind(nodes, spaces))


def _bind(nodes: Sequence[Node], spaces: re.Pattern[str]) -> tuple[Node, ...]:
    found: list[Node] = []
    for node in nodes:
        if node.tag == "Text" and " " in node.value:
            value = spaces.sub(lambda space: f"{space[0][:-1]}\N{NO-BREAK SPACE}", node.value)
            found.append(node if value == node.value else node._replace(value=value))
        elif node.children and node.tag not in {"CodeBlock", "HtmlBlock"}:
            children = _bind(node.children, spaces)
            is_same = all(map(is_, children, node.children))
            found.append(node if is_same else node._replace(children=children))
        else:
            found.append(node)
    return tuple(found)


@remember
def _spaces_to_bind(lang: str) -> re.Pattern[str]:
    """Return the pattern of a character and the space after it that binds it to what follows."""
    language = load(lang)
    rules = language.numbers
    forms = [form for table in (rules.measures, rules.units) for forms in table.values() for form in forms]
    forms += [*rules.scales.whole, *(f"{word}-" for word in rules.scales.beginnings)]
    words = {form for form in forms if form.isalpha()}
    beginnings = {form[:-1] for form in forms if form.endswith("-") and form[:-1].isalpha()}
    signs = _SIGNS + "".join(form for form in forms if len(form) == 1 and not form.isalnum())
    units = [
        rf"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)" if words else "",
        rf"(?:{'|'.join(map(re.escape, sorted(beginnings, key=len, reverse=True)))})" if beginnings else "",
        f"[{re.escape(signs)}]",
    ]
    fixed = re.escape(language.typography.fixed_after)
    after = rf"|(?<=[{fixed}] )(?=[\dA-ZIVXLC])" if fixed else ""
    # A pattern that begins with a set of characters is found in a fifth of the time of one that looks behind, and a set
    # of ranges in a third of that of all scripts' digits; the rest of the pattern leaves out what is not a digit.
    others = _ranges_without(language.typography.fixed_after)
    return re.compile(rf"[^{others}] (?:(?<=\d )(?={_GROUP}|(?i:{'|'.join(filter(None, units))})){after})")


def _ranges_without(signs: str) -> str:
    """Return the ranges of all characters before the first digit that is not ASCII, without digits and these signs."""
    kept = sorted(code for code in map(ord, {*digits, *signs}) if code < _OTHER_DIGITS)
    gaps = pairwise([-1, *kept, _OTHER_DIGITS])
    return "".join(rf"\u{before + 1:04x}-\u{after - 1:04x}" for before, after in gaps if after - before > 1)
