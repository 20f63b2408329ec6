"""An aligned translation taken apart: words, the Markdown of its links, placeholders."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model import Placeholder, Segment
from pipeline.placeholders.links import read_inline

_PLACE = re.compile(r"(?P<open><)?\{(?P<name>[a-z]+[0-9]+)\}(?(open)>)")


@dataclass(frozen=True, slots=True)
class Syntax:
    """Markdown that belongs to a link and is written as it is."""

    text: str


Part = str | Syntax | Placeholder


def parts(text: str, segment: Segment) -> Iterator[Part]:
    """An aligned text as words to be escaped where needed, link syntax to be written as it is, and placeholders.

    Joined, with placeholders as their names in braces, the parts are the text.
    """
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    at = 0
    for link in read_inline(text).links:
        if link.name not in known:
            continue
        opening, closing = link.form.value
        yield from _words(text[at : link.start], known)
        yield Syntax("[")
        yield from _words(text[link.start + 1 : link.text_end], known)
        yield Syntax(opening.rstrip("{"))
        yield known[link.name]
        yield Syntax(closing.lstrip("}"))
        at = link.end
    yield from _words(text[at:], known)


def _words(text: str, known: Mapping[str, Placeholder]) -> Iterator[Part]:
    at = 0
    for match in _PLACE.finditer(text):
        placeholder = known.get(match["name"])
        if placeholder is None:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield from (Syntax("<"), placeholder, Syntax(">")) if match["open"] else (placeholder,)
        at = match.end()
    if at < len(text):
        yield text[at:]
