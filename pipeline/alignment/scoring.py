"""Score all beads of two texts: the weighted sum of all evidence."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from functools import cached_property, lru_cache

import numpy as np

from pipeline.alignment import evidence, features
from pipeline.alignment.band import PAIR_SHAPES, Floats, Grid, Numbers, Shape
from pipeline.alignment.dynamic_programming import Scores
from pipeline.alignment.lexicon import CodedLexicon, CodedLexicons
from pipeline.alignment.lexicon_evidence import LexiconEvidence
from pipeline.alignment.lines import TextLine, merge_lines
from pipeline.alignment.translation_table import NO_WORD, Vocabulary
from pipeline.alignment.words import TextWord, split_words
from pipeline.frozen import dataclass
from pipeline.languages.folders import forget_with_packs

_LENGTHS, _NAMES, _PUNCTUATION, _SENTENCES, _MARKERS = 0.85, 0.55, 0.4, 0.9, 0.6
"""Weights of kinds of evidence whose parts repeat each other; all others count in full."""

_SIDES_KEPT = 2  # texts that are remembered with their features: an article is paired with each of its translations


@dataclass(frozen=True, kw_only=True)
class TextSide:
    """One text with its features, each computed once when it is first needed. `vocabulary` has the numbers of the stems
    of the whole text, which grows as they are needed; parts of the text share it, and the names that sound alike in
    both whole texts (`matches`), if these were compared.
    """

    lines: Sequence[TextLine]
    lang: str
    vocabulary: Vocabulary = field(default_factory=lambda: {NO_WORD: 0}, compare=False)
    matches: features.Matches | None = None

    def take(self, numbers: Sequence[int]) -> "TextSide":
        """Return a side of some of the lines, with the features that are known already."""
        part = replace(self, lines=[self.lines[number] for number in numbers])
        for name in _BY_LINE & vars(self).keys():
            every = vars(self)[name]
            vars(part)[name] = every[list(numbers)] if name == "letters" else [every[number] for number in numbers]
        return part

    def merge(
        self, groups: Sequence[Sequence[int]], change: Callable[[TextLine], TextLine] = lambda line: line
    ) -> "TextSide":
        """Return a side with one line for each group of lines, which may be changed but for its text."""
        lines = [change(merge_lines([self.lines[number] for number in group])) for group in groups]
        merged = replace(self, lines=lines)
        vars(merged)["words"] = [[word for number in group for word in self.words[number]] for group in groups]
        if self.matches is not None:
            names = [frozenset().union(*(self.names[number] for number in group)) for group in groups]
            vars(merged)["names"] = names
        return merged

    @cached_property
    def words(self) -> list[list[TextWord]]:
        return [list(split_words(line.text, self.lang)) for line in self.lines]

    @cached_property
    def stems(self) -> list[list[str]]:
        return [[word.stem for word in line] for line in self.words]

    @cached_property
    def codes(self) -> list[Numbers]:
        """The numbers of the stems of each line."""
        known = self.vocabulary
        return [np.array([known.setdefault(stem, len(known)) for stem in line], dtype=np.intp) for line in self.stems]

    @cached_property
    def letters(self) -> Floats:
        return np.array([max(len(line.text), 1) for line in self.lines], dtype=np.float64)

    @cached_property
    def markers(self) -> list[int]:
        return [len(line.markers) for line in self.lines]

    @cached_property
    def numbers(self) -> list[frozenset[str]]:
        return [features.find_numbers(line.text) for line in self.lines]

    @cached_property
    def meanings(self) -> list[frozenset[str]]:
        return [features.find_meanings(line, self.lang) for line in self.words]

    @cached_property
    def names(self) -> list[frozenset[str]]:
        """The sounds of the words of each line that may be names, where they are known."""
        return [frozenset() for _ in self.lines]

    @cached_property
    def sentences(self) -> list[int]:
        return [evidence.count_sentences(line.text, self.lang) for line in self.lines]

    @cached_property
    def marks(self) -> list[list[bool]]:
        return [evidence.find_punctuation(line.text) for line in self.lines]


_BY_LINE = frozenset(name for name, value in vars(TextSide).items() if isinstance(value, cached_property))
"""The features of a side that have an item for each line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingParameters:
    """The unknowns of two texts, estimated better by each round; `length_ratio` is the target's by the source's."""

    length_ratio: float
    priors: dict[Shape, float]
    expected: evidence.ExpectedMarkers
    lexicons: CodedLexicons = ()


def pair_sides(
    source: Sequence[TextLine], target: Sequence[TextLine], langs: tuple[str, str]
) -> tuple[TextSide, TextSide]:
    """Return two texts with what their parts share: the numbers of all stems, and the names that sound alike."""
    sides = _read_side(tuple(source), langs[0]), _read_side(tuple(target), langs[1])
    found = features.match_names(sides[0].words, sides[1].words, langs)
    made = []
    for side, names in zip(sides, (found.source, found.target), strict=True):
        matched = replace(side, matches=found.matches)
        vars(matched).update({name: vars(side)[name] for name in _BY_LINE & vars(side).keys()}, names=list(names))
        made.append(matched)
    return made[0], made[1]


@lru_cache(maxsize=_SIDES_KEPT)
def _read_side(lines: tuple[TextLine, ...], lang: str) -> TextSide:
    """Return a text with all features that do not depend on its translation."""
    side = TextSide(lines=lines, lang=lang)
    for name in _BY_LINE - {"names"}:
        getattr(side, name)
    return side


forget_with_packs(_read_side.cache_clear)


def _match_names(source: TextSide, target: TextSide) -> features.Features:
    """Match the names of two texts, or of parts of them."""
    if source.matches is None:
        return features.match_names(source.words, target.words, (source.lang, target.lang))
    return features.select_names(source.names, target.names, source.matches)


def match_features(source: TextSide, target: TextSide) -> features.FeatureEvidence:
    """Match the features of two texts."""
    return features.FeatureEvidence(
        features.match_equal(source.numbers, target.numbers, features.NUMBER_KEPT),
        features.match_equal(source.meanings, target.meanings, features.MEANING_KEPT),
        replace(_match_names(source, target), weight=_NAMES),
        features.match_links(source.lines, target.lines),
    )


class PairScorer:
    """The scores of two texts on a grid; evidence that does not change from round to round is computed once."""

    def __init__(self, source: TextSide, target: TextSide, grid: Grid, matched: features.FeatureEvidence) -> None:
        self.source, self.target, self.grid = source, target, grid
        self.feature_scores = {shape: matched.evidence(grid, shape) for shape in PAIR_SHAPES}
        blocks = evidence.block_evidence(source.lines, target.lines, grid)
        self.structure = {shape: blocks + self._score_structure(shape) for shape in PAIR_SHAPES}
        self._lexicon_scores: list[tuple[CodedLexicon, dict[Shape, Floats]]] = []
        self._form_scores: list[tuple[PairingParameters, dict[Shape, Floats]]] = []

    def _score_structure(self, shape: Shape) -> Floats:
        source, target, grid = self.source, self.target, self.grid
        marks = evidence.punctuation_evidence(source.marks, target.marks, grid, shape)
        merging = evidence.merging_evidence(source.lines, target.lines, grid, shape)
        ends = evidence.sentence_evidence(source.sentences, target.sentences, grid, shape)
        return _PUNCTUATION * marks + merging + _SENTENCES * ends

    def score_lexicon(self, lexicon: CodedLexicon) -> dict[Shape, Floats]:
        """Return the scores that a lexicon gives to the beads of each shape."""
        for known, scores in self._lexicon_scores:
            if known is lexicon:
                return scores
        forward = LexiconEvidence(self.source.codes, self.target.codes, lexicon.forward).forward(self.grid)
        backward = LexiconEvidence(self.target.codes, self.source.codes, lexicon.backward).backward(self.grid)
        scores = {
            shape: self.grid.sum_lines(forward[shape[0] - 1], (1, shape[1]))
            + self.grid.sum_lines(backward[shape[1] - 1], (shape[0], 1))
            for shape in PAIR_SHAPES
        }
        self._lexicon_scores.append((lexicon, scores))
        return scores

    def scores(self, parameters: PairingParameters) -> Scores:
        """Return the scores of all beads."""
        structure = self._score_form(parameters)
        return Scores(
            pairs={shape: structure[shape] + self.word_scores(parameters, shape) for shape in PAIR_SHAPES},
            deletions=np.full(self.grid.source, parameters.priors[1, 0]),
            insertions=np.full(self.grid.target, parameters.priors[0, 1]),
        )

    def _score_form(self, parameters: PairingParameters) -> dict[Shape, Floats]:
        """Return the scores of all evidence but the words; the lexicons do not matter for them."""
        for known, scores in self._form_scores:
            if replace(known, lexicons=parameters.lexicons) == parameters:
                return scores
        scores = {}
        placed = evidence.place_evidence(self.source.markers, self.target.markers, self.grid, parameters.expected)
        for shape in PAIR_SHAPES:
            table = self.structure[shape] + parameters.priors[shape]
            table += _LENGTHS * evidence.length_evidence(
                self.source.letters, self.target.letters, self.grid, shape, parameters.length_ratio
            )
            table += _MARKERS * evidence.marker_evidence(
                self.source.markers, self.target.markers, self.grid, shape, placed
            )
            scores[shape] = np.where(self.grid.inside(shape), table, -np.inf)
        self._form_scores = [(parameters, scores)]
        return scores

    def word_scores(self, parameters: PairingParameters, shape: Shape) -> Floats:
        """Return the scores of the words and features of both texts, their structure aside."""
        table = self.feature_scores[shape].copy()
        for lexicon, weight in parameters.lexicons:
            table += weight * self.score_lexicon(lexicon)[shape]
        return table
