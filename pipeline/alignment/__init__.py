"""Pairing a published translation with its original, line by line, with confidences that can be believed.

Works on values; what makes an article's segments into lines, and beads into catalogs, is the workspace's. Numpy is
loaded when something is aligned or learned, since nothing else needs it.
"""

from collections.abc import Callable, Iterable, Sequence

from pipeline.alignment.lines import SURE, Alignment, Bead, Lexicon, NotePair, Passage, TableCell, TextLine
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
    similarity: Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]] | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Alignment:
    """Pair the lines of two texts. Common words are known, and the texts teach themselves further ones.

    A lexicon of pairs known before helps, and so do `terms` with their translations, out of a glossary.
    `similarity` is another opinion, of a neural model for example: for each of some source texts and each of some
    target texts, how much better than chance it is to see them together, in nats.
    """
    try:
        from pipeline.alignment import aligner  # noqa: PLC0415  loads numpy
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return aligner.align(source, target, (source_lang, target_lang), lexicon, similarity, terms)


def learn(pairs: Iterable[tuple[str, str]], source_lang: str, target_lang: str) -> Lexicon:
    """The lexicon of texts that translate each other."""
    try:
        from pipeline.alignment import lexicon  # noqa: PLC0415  loads numpy
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return lexicon.learn(pairs, source_lang, target_lang)


def sure_pairs(found: Alignment, source: Sequence[TextLine], target: Sequence[TextLine]) -> list[tuple[str, str]]:
    """The texts of the pairs that are sure, to learn from."""
    return [
        (" ".join(source[line].text for line in bead.source), " ".join(target[line].text for line in bead.target))
        for bead in found.beads
        if bead.is_pair and bead.confidence >= SURE
    ]


def _missing(error: ModuleNotFoundError) -> Exception:
    if error.name and error.name.partition(".")[0] == "numpy":
        return TargmanError('pairing texts needs numpy: pip install "targman[adopt]"')
    return error
