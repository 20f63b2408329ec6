"""Keep a number on one line with what it counts, by no-break spaces in what is published; articles stay as they are."""

import re
from collections.abc import Sequence

from pipeline.languages import load, remember
from pipeline.publishing.document import Document, Node, map_blocks

_GROUP = r"(?<=\d) (?=\d{3}(?!\d))"
"""The space between the digits of a long number: 1 000 000."""
_SIGNS = "%‰°"


def bind_numbers(document: Document) -> Document:
    """Return a document with no-break spaces between numbers and units, and in long numbers."""
    spaces = _spaces_to_bind(document.lang)
    return map_blocks(document, lambda nodes: _bind(nodes, spaces))


def _bind(nodes: Sequence[Node], spaces: re.Pattern[str]) -> tuple[Node, ...]:
    found: list[Node] = []
    for node in nodes:
        if node.tag == "Text" and " " in node.value:
            found.append(node._replace(value=spaces.sub("\N{NO-BREAK SPACE}", node.value)))
        elif node.children and node.tag not in {"CodeBlock", "HtmlBlock"}:
            found.append(node._replace(children=_bind(node.children, spaces)))
        else:
            found.append(node)
    return tuple(found)


@remember
def _spaces_to_bind(lang: str) -> re.Pattern[str]:
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
    fixed = language.typography.fixed_after
    after = [rf"(?<=[{re.escape(fixed)}]) (?=[\dA-ZIVXLC])"] if fixed else []
    return re.compile("|".join([_GROUP, rf"(?<=\d) (?=(?i:{'|'.join(filter(None, units))}))", *after]))
