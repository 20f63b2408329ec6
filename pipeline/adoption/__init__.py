"""A published translation → the catalog of its article: paired, filled in, and held against what was published.

Nothing of the translation is lost: each sentence of it is in an entry, or is told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.adoption.comparing import compare, edition_of
from pipeline.adoption.filling import fill
from pipeline.adoption.pairing import UnrelatedError, pair
from pipeline.adoption.values import Adoption, Difference, Doubt, Fate, Other, Paired, Pairing, Sentence, Unsure
from pipeline.model import Article, Entry

__all__ = [
    "Adoption",
    "Difference",
    "Fate",
    "Other",
    "Paired",
    "Pairing",
    "Result",
    "Sentence",
    "UnrelatedError",
    "Unsure",
    "adopt",
    "pair",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a translation makes of a catalog, and where the edition that comes of it differs from what was published."""

    adoption: Adoption
    differences: tuple[Difference, ...]


def adopt(entries: Sequence[Entry], article: Article, published: Article, paired: Paired) -> Result:
    """The entries of a catalog that is up to date, filled from a translation that is paired with the article.

    What an edition would not take over as it is (law 5) is not taken as sure.
    """
    found = fill(entries, article, published, paired)
    edition = edition_of(article, found.entries, published.lang)
    unsound = {finding.source for finding in edition.findings}
    if unsound:
        found = fill(entries, article, published, _doubting(paired, article, unsound))
        edition = edition_of(article, found.entries, published.lang)
    return Result(adoption=found, differences=compare(article, edition, published, paired))


def _doubting(paired: Paired, article: Article, unsound: set[str]) -> Paired:
    return replace(
        paired,
        pairings=tuple(
            replace(item, doubts=(*item.doubts, Doubt.MARKUP))
            if any(article.segments[number].text in unsound for number in item.source)
            else item
            for item in paired.pairings
        ),
    )
