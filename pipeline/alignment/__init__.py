"""Pair a published translation with its original, line by line, with calibrated confidences. All are values; `adopt`
turns beads into catalogs. Numpy is loaded only when something is aligned or learned.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pipeline.alignment.beads import SURE, Alignment, Bead, Lexicon, NotePair, Passage, SurePairs
from pipeline.alignment.lines import TableCell, TextLine
from pipeline.errors import TargmanError
from pipeline.installation import install_command

__all__ = [
    "SURE",
    "Alignment",
    "Bead",
    "Lexicon",
    "NotePair",
    "Passage",
    "SurePairs",
    "TableCell",
    "TextLine",
    "align",
    "find_sure_pairs",
    "learn_lexicon",
    "learn_stems",
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
    """Pair the lines of two texts; a lexicon learned before and `terms` with their translations add to the common words
    and to what the texts teach. Raises TargmanError without numpy.
    """
    with _explaining_missing_numpy():
        from pipeline.alignment import aligner  # noqa: PLC0415  loads numpy
    return aligner.align(source, target, (source_lang, target_lang), lexicon, terms)


def find_sure_pairs(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    source_lang: str,
    target_lang: str,
    terms: Sequence[tuple[str, str]] = (),
) -> SurePairs:
    """Find pairs of lines of two texts to learn words from, in half the time of `align`. Raises TargmanError without
    numpy.
    """
    with _explaining_missing_numpy():
        from pipeline.alignment import aligner  # noqa: PLC0415  loads numpy
    return aligner.find_sure_pairs(source, target, (source_lang, target_lang), terms)


def learn_lexicon(pairs: Iterable[tuple[str, str]], source_lang: str, target_lang: str) -> Lexicon:
    """Learn a lexicon from texts that translate each other. Raises TargmanError without numpy."""
    with _explaining_missing_numpy():
        from pipeline.alignment import lexicon  # noqa: PLC0415  loads numpy
    return lexicon.learn_lexicon(pairs, source_lang, target_lang)


def learn_stems(pairs: Sequence[tuple[Sequence[str], Sequence[str]]], source_lang: str, target_lang: str) -> Lexicon:
    """Learn a lexicon from texts that are split into the stems of their words. Raises TargmanError without numpy."""
    with _explaining_missing_numpy():
        from pipeline.alignment import lexicon  # noqa: PLC0415  loads numpy
    return lexicon.learn_stems(pairs, source_lang, target_lang)


@contextmanager
def _explaining_missing_numpy() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "numpy":
            raise TargmanError(f"pairing texts needs numpy. Run: {install_command('adopt')}") from None
        raise
