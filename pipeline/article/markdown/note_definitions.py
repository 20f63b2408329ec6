"""Add the definitions of notes to a text, where none of its blocks can hide them."""

from collections.abc import Mapping

from pipeline.article.markdown.events import Dialects
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.article.markdown.outline import read_outline
from pipeline.patterns import lazy

_NEWLINE = lazy(r"\r\n?|\n")


def append_definitions(text: str, definitions: Mapping[str, str], dialects: Dialects) -> tuple[str, int]:
    """Add `definitions`, texts in one paragraph by label, to `text`; return it and the offset where they begin.

    They are at its end, or at its beginning if the end is inside a block of code or HTML that is not closed.
    """
    newline = found.group() if (found := _NEWLINE.search(text)) else "\n"
    gap = newline * 2
    written = gap.join(f"[^{label}]: {words}" for label, words in definitions.items())
    added = text.rstrip("\r\n") + gap + written + newline
    leaves = len(read_outline(text, dialects).leaves)
    if len(read_outline(added, dialects).leaves) == leaves + len(definitions):
        return added, len(text)
    at = body_start(text)
    return text[:at] + written + gap + text[at:], at
