"""The probabilities of the translations of stems, as arrays, and how they are estimated from pairs of texts (IBM model
1). Stems are numbers here; 0 stands for words without a counterpart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import Floats, Numbers
from pipeline.frozen import dataclass

NO_WORD = ""

Vocabulary = dict[str, int]
"""The numbers of the stems of a text, in their order; `NO_WORD` is 0."""

Codes = Numbers | Sequence[int]

_ITERATIONS = 6
_LEAST_LIKELY = 0.01  # lower probabilities are dropped: chance meetings make up most of a lexicon
_MOST_MEETINGS = 250_000
"""Meetings of words that are counted at a time, so that their arrays stay in a processor's cache."""

_MOST_MARKED = 4_000_000
"""Pairs of stems up to which those that met are marked in a table of all: it takes half as long as sorting."""


@dataclass(frozen=True, eq=False)
class TranslationTable:
    """For each stem of one text, the stems of the other that may translate it, with their probabilities: those of the
    stem i are in the places from `starts[i]` to `starts[i + 1]`. `width` is the number of stems of the other text.
    """

    starts: Numbers
    made: Numbers
    chances: Floats
    width: int

    @cached_property
    def counts(self) -> Numbers:
        """The number of translations of each stem."""
        return np.diff(self.starts)

    def find(self, stems: Numbers) -> tuple[Numbers, Numbers, Floats]:
        """Return the translations of some stems: their places among `stems`, the other stems, the probabilities."""
        counts = self.counts[stems]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(self.starts[stems], counts) + within
        return np.repeat(np.arange(len(stems)), counts), self.made[at], self.chances[at]

    def select(self, given: Numbers, made: Numbers) -> "TranslationTable":
        """Return the table of some stems in both texts, which are numbered anew; -1 is a stem without translations."""
        known = np.flatnonzero(given >= 0)
        numbers = np.full(self.width + 1, -1, dtype=np.intp)  # the last one is for those without translations
        numbers[made] = np.arange(len(made))
        numbers[-1] = -1
        rows, columns, chances = self.find(given[known])
        columns = numbers[columns]
        is_there = columns >= 0
        return sort_table(known[rows[is_there]], columns[is_there], chances[is_there], (len(given), len(made)))


def sort_table(given: Numbers, made: Numbers, chances: Floats, size: tuple[int, int]) -> TranslationTable:
    """Return the table of probabilities whose stems of the one text are in order; `size` counts those of both texts."""
    starts = np.searchsorted(given, np.arange(size[0] + 1))
    return TranslationTable(starts=starts, made=made, chances=chances, width=size[1])


def table_of(model: Mapping[str, Mapping[str, float]], given: Vocabulary, made: Vocabulary) -> TranslationTable:
    """Return a table of stems by their names for two vocabularies; others are left out."""
    rows = [
        (number, made[other], chance)
        for stem, number in given.items()
        for other, chance in model.get(stem, {}).items()
        if other in made
    ]
    ours, theirs, chances = zip(*rows, strict=True) if rows else ((), (), ())
    return sort_table(
        np.array(ours, dtype=np.intp),
        np.array(theirs, dtype=np.intp),
        np.array(chances, dtype=np.float64),
        (len(given), len(made)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTexts:
    """Texts as the numbers of their stems, one after the other, and the number of stems of each."""

    stems: Numbers
    lengths: Numbers

    @classmethod
    def join(cls, texts: Iterable[Codes]) -> "CodedTexts":
        """Return texts as one array."""
        every = [np.asarray(text, dtype=np.intp) for text in texts]
        return cls(
            stems=np.concatenate([np.zeros(0, dtype=np.intp), *every]),
            lengths=np.array([len(text) for text in every], dtype=np.intp),
        )

    def take(self, first: int, end: int) -> "CodedTexts":
        """Return some neighbouring texts."""
        before, until = int(self.lengths[:first].sum()), int(self.lengths[:end].sum())
        return CodedTexts(stems=self.stems[before:until], lengths=self.lengths[first:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meetings:
    """The stems of some pairs of texts that met: `pairs` are all pairs of stems, each once and in order, `at` the place
    there of each meeting, `sizes` how many stems each stem of the one text met in the other.
    """

    pairs: NDArray[np.int64]
    at: Numbers
    sizes: Numbers

    def expect(self, chances: Floats) -> Floats:
        """Return how often each pair is expected to be a translation, by the chances of all pairs."""
        each = chances[self.at]
        each /= np.repeat(np.add.reduceat(each, np.cumsum(self.sizes) - self.sizes), self.sizes)
        return np.bincount(self.at, weights=each, minlength=len(self.pairs)).astype(np.float64)


def estimate(given: CodedTexts, made: CodedTexts, size: tuple[int, int]) -> TranslationTable:
    """Estimate the probabilities of the translations of stems from pairs of texts; `size` counts the stems of both. The
    texts are counted in portions, and the counts added.
    """
    portions = list(_meet(given, made, size))
    known, places = _merge_pairs([portion.pairs for portion in portions])
    owner, word = known // size[1], known % size[1]
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    many = np.diff(firsts, append=len(owner))
    chances = np.full(len(known), 1.0)
    for _ in range(_ITERATIONS if len(known) else 0):
        counts = np.zeros(len(known))
        for portion, at in zip(portions, places, strict=True):
            counts[at] += portion.expect(chances[at])
        chances = counts / np.repeat(np.add.reduceat(counts, firsts), many)
    likely = chances >= _LEAST_LIKELY
    return sort_table(owner[likely], word[likely], chances[likely], size)


def _meet(given: CodedTexts, made: CodedTexts, size: tuple[int, int]) -> Iterator[_Meetings]:
    """Yield the meetings of stems in pairs of texts, in portions. Each stem of `made` also meets no stem."""
    meetings = np.cumsum((given.lengths + 1) * made.lengths)
    first = 0
    while first < len(meetings):
        before = meetings[first - 1] if first else 0
        end = max(int(np.searchsorted(meetings, before + _MOST_MEETINGS, side="right")), first + 1)
        ours, theirs = given.take(first, end), made.take(first, end)
        first = end
        sizes = np.repeat(ours.lengths + 1, theirs.lengths)
        if not len(sizes):
            continue
        # The stems of each text of `given` with 0, no stem, before them, as often as its translation has stems.
        starts = np.cumsum(ours.lengths + 1) - (ours.lengths + 1)
        stems = np.zeros(len(ours.stems) + len(ours.lengths), dtype=np.int64)
        stems[np.arange(len(ours.stems)) + np.repeat(np.arange(len(ours.lengths)) + 1, ours.lengths)] = ours.stems
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        met = stems[np.repeat(np.repeat(starts, theirs.lengths), sizes) + within]
        pairs, at = _distinct(met * size[1] + np.repeat(theirs.stems, sizes), size[0] * size[1])
        yield _Meetings(pairs=pairs, at=at, sizes=sizes)


def _merge_pairs(
    portions: Sequence[NDArray[np.int64]],
) -> tuple[NDArray[np.int64], list[slice | NDArray[np.intp]]]:
    """Return all pairs of the portions, each once and in order, and the places there of those of each portion."""
    if len(portions) == 1:  # as two texts alone have it: nothing is to be sorted and searched
        return portions[0], [slice(None)]
    known = _sort_distinct(np.concatenate([np.zeros(0, dtype=np.int64), *portions]))
    return known, [np.searchsorted(known, pairs) for pairs in portions]


def _sort_distinct(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the codes sorted, each once. Sorting is faster than hashing, as `np.unique` does it."""
    ordered = np.sort(codes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(codes) else ordered


def _distinct(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], Numbers]:
    """Return the codes below `size` sorted, each once, and the place of each given one."""
    if size <= _MOST_MARKED:
        is_there = np.zeros(size, dtype=bool)
        is_there[codes] = True
        known = np.flatnonzero(is_there)
        numbers = np.empty(size, dtype=np.int32)
        numbers[known] = np.arange(len(known), dtype=np.int32)
        return known, numbers[codes].astype(np.intp)
    order = np.argsort(codes)
    ordered = codes[order]
    is_new = np.append(True, ordered[1:] != ordered[:-1])
    places = np.empty(len(codes), dtype=np.intp)
    places[order] = np.cumsum(is_new) - 1
    return ordered[is_new], places
