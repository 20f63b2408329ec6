"""Count the work that texts are, by how much of it the memory knows: the figures that an invoice rests on.

A text counts once, in one kind: `repeated` if another text of the same package is the same, else the band of its best
match, else `new`. Figures are words of the source.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal

from pipeline.frozen import dataclass

NEW, REPEATED = "new", "repeated"
BANDS = {"100": 100, "95-99": 95, "85-94": 85, "75-84": 75}
"""The bands of matches by name, the best first, with the lowest score in each."""
KINDS = (NEW, REPEATED, *BANDS)
"""The kinds of work, in the order of columns."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenText:
    """A text that is to be translated: its key, its number of words, and the score of its best match, 0 if none."""

    key: str
    words: int
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work in an article, or in many: the number of texts, and their words by kind."""

    texts: int = 0
    words: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    @property
    def total(self) -> int:
        """The words of all kinds."""
        return sum(self.words.values())


def count_work(articles: Iterable[Iterable[OpenText]]) -> Iterator[Work]:
    """Yield the work in each article of a package, in order; a text that an earlier one has is repeated."""
    seen: set[str] = set()
    for texts in articles:
        words = dict.fromkeys(KINDS, 0)
        count = 0
        for text in texts:
            words[REPEATED if text.key in seen else find_band(text.score)] += text.words
            seen.add(text.key)
            count += 1
        yield Work(texts=count, words=words)


def add_work(parts: Iterable[Work]) -> Work:
    """Return the work of all parts together."""
    found = list(parts)
    return Work(
        texts=sum(item.texts for item in found),
        words={kind: sum(item.words[kind] for item in found) for kind in KINDS},
    )


def find_band(score: int) -> str:
    """Return the kind of work that a text is whose best match has this score."""
    return next((name for name, least in BANDS.items() if score >= least), NEW)


def price_work(work: Work, rates: Mapping[str, Decimal]) -> Decimal:
    """Return the amount for work at rates for a word of each kind, in two decimals; a kind without a rate is free."""
    amount = sum((rates.get(kind, Decimal(0)) * words for kind, words in work.words.items()), Decimal(0))
    return amount.quantize(_CENT, ROUND_HALF_UP)
