"""Find texts that had lost their letters before the document was imported."""

from collections.abc import Iterable

from pipeline.languages.garbled import is_garbled
from pipeline.model import Segment

_SHOWN = 3
_SHOWN_CHARACTERS = 40


def find_letter_remarks(segments: Iterable[Segment]) -> list[str]:
    """Return a sentence about the garbled texts, with the lines of the first ones in the article; none without any."""
    found = [segment for segment in segments if segment.kind.is_text and is_garbled("", segment.text)]
    if not found:
        return []
    places = ", ".join(f"line {segment.line} “{_shorten(segment.text)}”" for segment in found[:_SHOWN])
    dots = f", … ({len(found)} in all)" if len(found) > _SHOWN else ""
    return [f"texts had lost their letters in another program; take them from an older copy: {places}{dots}"]


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS].rstrip()}…"
