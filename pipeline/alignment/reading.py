"""Lines of plain text as the filter gets them, a segment each: headings, notes and markers as Markdown writes them."""

import re
from collections.abc import Iterable

from pipeline.alignment.values import Line
from pipeline.model import Kind

_MARKER = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*")
_HEADING = re.compile(r"(#{1,6})\s+")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]«»“”\"]+")


def line(text: str) -> Line:
    text = text.strip()
    kind, level, label = Kind.PARAGRAPH, 0, None
    if found := _NOTE.match(text):
        kind, label = Kind.FOOTNOTE, found.group(1)
    elif found := _HEADING.match(text):
        kind, level = Kind.HEADING, len(found.group(1))
    body = text[found.end() :] if found else text
    return Line(
        text=_MARKER.sub("", body),
        kind=kind,
        level=level,
        label=label,
        markers=tuple(_MARKER.findall(body)),
        links=tuple(address.rstrip(".,;:!?։") for address in _ADDRESS.findall(body)),
    )


def lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(line(text) for text in texts)
