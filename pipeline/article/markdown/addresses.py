"""Find the addresses of links and pictures in a text by their offsets, so that a program can change them alone."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from pipeline.article.dialects.marks import OPENING
from pipeline.article.markdown.events import (
    Dialects,
    Event,
    find_link_definitions,
    find_marks,
    find_matching_end,
    parse_events,
)
from pipeline.article.markdown.links import find_target

_ATTRIBUTE = re.compile(
    r"""\b(?:href|src|poster)\s*=\s*(?:"(?P<double>[^"<>{}]+)"|'(?P<single>[^'<>{}]+)')""", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Address(NamedTuple):
    """An address: its offsets in the text, and what it says there without Markdown's escapes."""

    start: int
    end: int
    target: str


def find_addresses(text: str, dialects: Dialects = None) -> tuple[Address, ...]:
    """Return the addresses of the links, pictures and link definitions of a text, and those of HTML, in order.

    Bare addresses lead to other sites; what a site's own syntax holds is its program's business. Both are left out.
    """
    found = {address.start: address for address in _find(text, dialects)}
    marks = find_marks(text, dialects) if dialects is not None else ()
    return tuple(
        found[start]
        for start in sorted(found)
        if not any(mark.start < found[start].end and start < mark.end and not mark.words for mark in marks)
    )


def _find(text: str, dialects: Dialects) -> Iterator[Address]:
    events = parse_events(text, dialects)
    for index, event in enumerate(events):
        if event.tag in {"Link", "Image"} and event.sort == "start":
            if OPENING not in event.value["dest_url"]:
                yield from _read(text, _inner_end(events, index), event.end)
        elif event.tag in {"Html", "InlineHtml"}:
            for match in _ATTRIBUTE.finditer(text, event.start, event.end):
                name = "double" if match["double"] else "single"
                yield Address(match.start(name), match.end(name), unescape(match[name]))
    for link in find_link_definitions(text, dialects):
        yield from _read(text, link.start, link.end, is_definition=True)


def _inner_end(events: Sequence[Event], index: int) -> int:
    """Return the offset at which the words of a link or a picture end."""
    start = events[index]
    inner = events[index + 1 : find_matching_end(events, index)]
    return max((event.end for event in inner), default=start.start + (2 if start.tag == "Image" else 1))


def _read(text: str, start: int, end: int, *, is_definition: bool = False) -> Iterator[Address]:
    found = find_target(text[start:end], is_definition=is_definition)
    if found is not None:
        first, last = start + found[0], start + found[1]
        yield Address(first, last, unescape(_ESCAPE.sub(r"\1", text[first:last])))
