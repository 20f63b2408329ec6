"""Addresses that stand in a text as words become links, as on GitHub: many a footnote is nothing but an address."""

import re
from collections.abc import Iterator

from pipeline.publishing.document import Node

_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>«»“”„\"]+", re.IGNORECASE)
_AFTER = ".,;:!?…։՝՜՞*_~'’"
"""What ends a sentence or a quotation rather than an address."""


def linked(node: Node) -> Iterator[Node]:
    """A text node in pieces: text, and links with their addresses as their words."""
    exact = len(node.value) == node.end - node.start
    done = 0
    for match in _ADDRESS.finditer(node.value):
        address = _trimmed(match.group())
        if "." not in address.partition("://")[2]:
            continue
        if match.start() > done:
            yield _text(node, done, match.start(), exact=exact)
        done = match.start() + len(address)
        inside = _text(node, match.start(), done, exact=exact)
        about = {"link_type": "Autolink", "dest_url": address, "title": "", "id": ""}
        yield Node("Link", about, (inside,), inside.start, inside.end)
    if done < len(node.value):
        yield _text(node, done, len(node.value), exact=exact)


def _text(node: Node, first: int, last: int, *, exact: bool) -> Node:
    start, end = (node.start + first, node.start + last) if exact else (node.start, node.end)
    return Node("Text", node.value[first:last], (), start, end)


def _trimmed(address: str) -> str:
    """An address without what comes after it; a closing parenthesis stays where one is open."""
    while True:
        shorter = address.rstrip(_AFTER)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
