"""Pair a published translation with its original, line by line, with calibrated confidences.

The functions take and return values; `adopt` turns the beads into catalogs. Numpy is loaded only when something is
aligned or learned, since nothing else needs it.
"""

from collections.abc import Iterable, Sequence

from pipeline.alignment.beads import SURE, Alignment, Bead, Lexicon, NotePair, Passage
from pipeline.alignment.lines import TableCell, TextLine
from pipeline.errors import TargmanError

__all__ = [
    "SURE",
    "Alignment",
    "Bead",
    "Lexicon",
    "NotePair",
    "Passage",
    "TableCell",
    "TextLine",
    "align",
    "learn",
    "sure_pairs",
]


def align(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    source_lang: str,
    target_lang: str,
    *,
    lexicon: Lexicon | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Alignment:
    """Pair the lines of two texts. Raises TargmanError without numpy.

    Common words are known, and the texts teach themselves further ones. A lexicon learned before helps, and so do
    `terms` of a glossary with their translations.
    """
    try:
        from pipeline.alignment import aligner  # noqa: PLC0415  loads numpy
    except ModuleNotFoundError as error:
        raise _explain_missing(error) from None
    return aligner.align(source, target, (source_lang, target_lang), lexicon, terms)


def learn_lexicon(pairs: Iterable[tuple[str, str]], source_lang: str, target_lang: str) -> Lexicon:
    """Learn a lexicon from texts that translate each other. Raises TargmanError without numpy."""
    try:
        from pipeline.alignment import lexicon  # noqa: PLC0415  loads numpy
    except ModuleNotFoundError as error:
        raise _explain_missing(error) from None
    return lexicon.learn_lexicon(pairs, source_lang, target_lang)


def select_sure_pairs(
    alignment: Alignment, source: Sequence[TextLine], target: Sequence[TextLine]
) -> list[tuple[str, str]]:
    """Return the texts of the pairs that are sure, to learn from."""
    return [
        (" ".join(source[line].text for line in bead.source), " ".join(target[line].text for line in bead.target))
        for bead in alignment.beads
        if bead.is_pair and bead.confidence >= SURE
    ]


def _explain_missing(error: ModuleNotFoundError) -> Exception:
    if error.name and error.name.partition(".")[0] == "numpy":
        return TargmanError('pairing texts needs numpy: pip install "targman[adopt]"')
    return error
