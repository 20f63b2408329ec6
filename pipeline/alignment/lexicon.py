"""Learn from pairs of texts which words translate each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pipeline.alignment.beads import Lexicon
from pipeline.alignment.translation_table import (
    NO_WORD,
    CodedTexts,
    Codes,
    TranslationTable,
    Vocabulary,
    estimate,
    table_of,
)
from pipeline.alignment.words import split_stems
from pipeline.frozen import dataclass

_MOST_PAIRS = 20_000
_MOST_STEMS = 60


@dataclass(frozen=True, eq=False)
class StemTable(Mapping[str, Mapping[str, float]]):
    """A translation table with the stems by their names: those that have translations, and those that are some."""

    given: Vocabulary
    made: Vocabulary
    table: TranslationTable

    def __getitem__(self, stem: str) -> Mapping[str, float]:
        names = list(self.made)
        _, found, chances = self.table.find(np.array([self.given[stem]], dtype=np.intp))
        return {names[number]: chance for number, chance in zip(found.tolist(), chances.tolist(), strict=True)}

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedLexicon:
    """A lexicon for the stems of two texts, by their numbers."""

    forward: TranslationTable
    backward: TranslationTable


CodedLexicons = tuple[tuple[CodedLexicon, float], ...]
"""Lexicons for two texts, with their weights."""


def learn_lexicon(pairs: Iterable[tuple[str, str]], source_lang: str, target_lang: str) -> Lexicon:
    """Learn a lexicon from pairs of texts that translate each other."""
    return learn_stems(
        [(split_stems(source, source_lang), split_stems(target, target_lang)) for source, target in pairs],
        source_lang,
        target_lang,
    )


def learn_stems(pairs: Sequence[tuple[Sequence[str], Sequence[str]]], source_lang: str, target_lang: str) -> Lexicon:
    """Learn a lexicon from pairs of texts that are split into stems already."""
    if len(pairs) > _MOST_PAIRS:
        pairs = [pairs[number] for number in np.linspace(0, len(pairs) - 1, _MOST_PAIRS).astype(np.intp).tolist()]
    ours: Vocabulary = {NO_WORD: 0}
    theirs: Vocabulary = {NO_WORD: 0}
    numbered = [(_number(ours, source), _number(theirs, target)) for source, target in pairs]
    coded = learn_codes(numbered, (len(ours), len(theirs)))
    return Lexicon(
        source_lang=source_lang,
        target_lang=target_lang,
        forward=_name_stems(coded.forward, ours, theirs),
        backward=_name_stems(coded.backward, theirs, ours),
    )


def _number(known: Vocabulary, stems: Sequence[str]) -> list[int]:
    return [known.setdefault(stem, len(known)) for stem in stems]


def learn_codes(pairs: Sequence[tuple[Codes, Codes]], size: tuple[int, int]) -> CodedLexicon:
    """Learn a lexicon from pairs of texts as the numbers of their stems; `size` counts the stems of both languages."""
    ours, theirs = (CodedTexts.join(pair[side][:_MOST_STEMS] for pair in pairs) for side in (0, 1))
    return CodedLexicon(forward=estimate(ours, theirs, size), backward=estimate(theirs, ours, size[::-1]))


def _name_stems(table: TranslationTable, given: Vocabulary, made: Vocabulary) -> StemTable:
    """Return a table with the names of its stems, without those that have no translations or are none."""
    rows, columns = np.flatnonzero(table.counts), np.unique(table.made)
    ours, theirs = list(given), list(made)
    return StemTable(
        given={ours[row]: number for number, row in enumerate(rows.tolist())},
        made={theirs[column]: number for number, column in enumerate(columns.tolist())},
        table=table.select(rows, columns),
    )


def code_lexicon(lexicon: Lexicon, source: Vocabulary, target: Vocabulary) -> CodedLexicon:
    """Return the part of a lexicon that two texts need, for the numbers of their stems."""
    return CodedLexicon(
        forward=_code_table(lexicon.forward, source, target), backward=_code_table(lexicon.backward, target, source)
    )


def _code_table(model: Mapping[str, Mapping[str, float]], given: Vocabulary, made: Vocabulary) -> TranslationTable:
    if not isinstance(model, StemTable):
        return table_of(model, given, made)
    ours, theirs = (
        np.array([known.get(stem, -1) for stem in vocabulary], dtype=np.intp)
        for known, vocabulary in ((model.given, given), (model.made, made))
    )
    return model.table.select(ours, theirs)
