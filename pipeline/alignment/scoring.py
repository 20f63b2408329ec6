"""All evidence for all beads of two texts, weighed and summed; each kind of it is a module of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.alignment import features, names
from pipeline.alignment.band import MOST, PAIRS, Floats, Grid, Numbers, Shape
from pipeline.alignment.dynamic_programming import Scores
from pipeline.alignment.evidence import (
    Expected,
    block_evidence,
    count,
    length_evidence,
    marker_evidence,
    punctuation_evidence,
    sentence_evidence,
    traits,
)
from pipeline.alignment.lexicon import Dictionary
from pipeline.alignment.lines import Lexicon, TextLine, TextWord, words

Similarity = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""Another opinion, of a neural model for example: for each source text and each target text how much better than chance
it is to see them together, in nats.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each kind of evidence counts: less than 1 where its parts repeat each other."""

    lengths: float = 0.85
    numbers: float = 1.0
    meanings: float = 1.0
    names: float = 0.55
    punctuation: float = 0.4
    sentences: float = 0.9
    markers: float = 0.6
    links: float = 1.0
    kinds: float = 1.0


WEIGHTS = Weights()


@dataclass(frozen=True, kw_only=True)
class TextSide:
    """One text as the evidence sees it."""

    lines: Sequence[TextLine]
    lang: str

    def cut(self, numbers: Sequence[int]) -> "TextSide":
        """Some of the lines; what has been found out of them already is not looked for again."""
        part = TextSide(lines=[self.lines[number] for number in numbers], lang=self.lang)
        for name in _BY_LINE & vars(self).keys():
            every = vars(self)[name]
            vars(part)[name] = every[list(numbers)] if name == "letters" else [every[number] for number in numbers]
        return part

    @cached_property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    @cached_property
    def words(self) -> list[list[TextWord]]:
        return [list(words(text)) for text in self.texts]

    @cached_property
    def stems(self) -> list[list[str]]:
        return [[word.stem for word in line] for line in self.words]

    @cached_property
    def letters(self) -> Floats:
        return np.array([max(len(text), 1) for text in self.texts], dtype=np.float64)

    @cached_property
    def markers(self) -> list[int]:
        return [len(line.markers) for line in self.lines]

    @cached_property
    def numbers(self) -> list[frozenset[str]]:
        return [features.digits(text) for text in self.texts]

    @cached_property
    def meanings(self) -> list[frozenset[str]]:
        return [features.meanings(line, self.lang) for line in self.words]

    @cached_property
    def sentences(self) -> list[int]:
        return [count(text, self.lang) for text in self.texts]

    @cached_property
    def marks(self) -> list[list[bool]]:
        return [traits(text) for text in self.texts]


_BY_LINE = frozenset(name for name, value in vars(TextSide).items() if isinstance(value, cached_property))
"""What a side knows of each of its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What is not known of two texts before they are paired, and is better known with every round.

    `measure` is how long the target is for each letter of the source; `lexicons` come with their weights.
    """

    measure: float
    priors: dict[Shape, float]
    expected: Expected
    lexicons: tuple[tuple[Lexicon, float], ...] = ()


class Clueing:
    """The clues of two texts, before there is a grid to lay them on."""

    def __init__(self, source: TextSide, target: TextSide, weights: Weights = WEIGHTS) -> None:
        self.parts = (
            (features.Weighed(features.shared(source.numbers, target.numbers, features.KEPT)), weights.numbers),
            (features.Weighed(features.shared(source.meanings, target.meanings, features.NAMED)), weights.meanings),
            (features.Weighed(names.clues(source.words, target.words)), weights.names),
            (features.Weighed(features.clues(source.lines, target.lines)), weights.links),
        )

    def evidence(self, grid: Grid, shape: Shape) -> Floats:
        total = np.zeros((grid.source, grid.width))
        for part, weight in self.parts:
            if not part.is_empty:
                total += weight * part.evidence(grid, shape)
        return total

    def anchors(self) -> tuple[Numbers, Numbers, Floats]:
        """The pairs of lines that share what few others have: lines, lines, how much it says."""
        rows, columns, values = zip(*(part.anchors() for part, _ in self.parts), strict=True)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


class Weighing:
    """Two texts on a grid: what does not change from round to round is weighed once."""

    def __init__(
        self,
        source: TextSide,
        target: TextSide,
        grid: Grid,
        clueing: Clueing,
        similarity: Similarity | None = None,
        weights: Weights = WEIGHTS,
    ) -> None:
        self.source, self.target, self.grid, self.weights = source, target, grid, weights
        self.content = {shape: clueing.evidence(grid, shape) for shape in PAIRS}
        if similarity:
            for shape in PAIRS:
                self.content[shape] += self._opinion(similarity, shape)
        self.form = {shape: self._form(shape) for shape in PAIRS}
        self._told: list[tuple[Lexicon, dict[Shape, Floats]]] = []
        self._ways: list[tuple[Assumptions, dict[Shape, Floats]]] = []

    def _form(self, shape: Shape) -> Floats:
        source, target, grid, weights = self.source, self.target, self.grid, self.weights
        marks = punctuation_evidence(source.marks, target.marks, grid, shape)
        blocks = block_evidence(source.lines, target.lines, grid, shape)
        ends = sentence_evidence(source.sentences, target.sentences, grid, shape)
        return weights.punctuation * marks + weights.kinds * blocks + weights.sentences * ends

    def _opinion(self, similarity: Similarity, shape: Shape) -> Floats:
        ours, theirs = (
            [" ".join(side.texts[at : at + size]) for at in range(len(side.texts))]
            for side, size in zip((self.source, self.target), shape, strict=True)
        )
        table = np.pad(np.array(similarity(ours, theirs), dtype=np.float64), ((0, 0), (0, 1)))
        return np.take_along_axis(table, np.minimum(self.grid.columns, self.grid.target), axis=1)

    def words(self, lexicon: Lexicon) -> dict[Shape, Floats]:
        """What a lexicon says of the beads of each shape."""
        for known, told in self._told:
            if known is lexicon:
                return told
        forward = Dictionary(self.source.stems, self.target.stems, lexicon.forward)
        backward = Dictionary(self.target.stems, self.source.stems, lexicon.backward)
        sizes = range(1, MOST + 1)
        given = {size: forward.forward(self.grid, size) for size in sizes}
        made = {size: backward.backward(self.grid, size) for size in sizes}
        told = {
            shape: self.grid.joined(given[shape[0]], (1, shape[1])) + self.grid.joined(made[shape[1]], (shape[0], 1))
            for shape in PAIRS
        }
        self._told.append((lexicon, told))
        return told

    def scores(self, assumed: Assumptions) -> Scores:
        ways = self._of_translator(assumed)
        return Scores(
            pairs={shape: ways[shape] + self.meaning(assumed, shape) for shape in PAIRS},
            left_out=np.full(self.grid.source, assumed.priors[1, 0]),
            put_in=np.full(self.grid.target, assumed.priors[0, 1]),
        )

    def _of_translator(self, assumed: Assumptions) -> dict[Shape, Floats]:
        """What all but the words says; the same for assumptions that differ in their lexicons only."""
        for known, told in self._ways:
            if (known.measure, known.priors, known.expected) == (assumed.measure, assumed.priors, assumed.expected):
                return told
        told = {}
        for shape in PAIRS:
            table = self.form[shape] + assumed.priors[shape]
            table += self.weights.lengths * length_evidence(
                self.source.letters, self.target.letters, self.grid, shape, assumed.measure
            )
            table += self.weights.markers * marker_evidence(
                self.source.markers, self.target.markers, self.grid, shape, assumed.expected
            )
            told[shape] = np.where(self.grid.inside(shape), table, -np.inf)
        self._ways = [(assumed, told)]
        return told

    def meaning(self, assumed: Assumptions, shape: Shape) -> Floats:
        """What the words of both texts say, their form aside."""
        table = self.content[shape].copy()
        for lexicon, weight in assumed.lexicons:
            table += weight * self.words(lexicon)[shape]
        return table
