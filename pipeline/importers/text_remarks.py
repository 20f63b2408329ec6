"""Find texts that had lost their letters before the document was imported, and words that nobody can translate."""

from collections.abc import Iterator, Sequence

from pipeline.importers.address_remarks import list_first
from pipeline.languages.garbled import is_garbled
from pipeline.languages.words import count_words
from pipeline.model import Segment

_SHOWN_CHARACTERS = 40
_FEW = 100  # words of a document that is too short for a share
_SHARE = 0.2  # the least share of a document's words that is in its texts


def find_text_remarks(body: str, segments: Sequence[Segment]) -> Iterator[str]:
    """Yield a sentence about the garbled texts of an article, with the lines of the first ones, and one if most words
    of its `body` are in none of its texts.
    """
    texts = [segment for segment in segments if segment.kind.is_text]
    garbled = [segment for segment in texts if is_garbled("", segment.text)]
    if garbled:
        places = list_first([f"line {segment.line} “{_shorten(segment.text)}”" for segment in garbled])
        yield f"texts had lost their letters in another program; take them from an older copy: {places}"
    total = count_words(body)
    if total > _FEW and sum(count_words(segment.text) for segment in texts) < _SHARE * total:
        yield (
            f"most of its {total:,} words are code or other preformatted text, which stays as it is in all editions; "
            "to have it translated, copy it into a .txt file and import that"
        )


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS].rstrip()}…"
