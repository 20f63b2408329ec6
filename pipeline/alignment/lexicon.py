"""Words that translate each other: learned from pairs of texts as IBM's first model does, and asked as evidence."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.grid import Floats, Grid, windows
from pipeline.alignment.values import Lexicon
from pipeline.alignment.words import stems

_ROUNDS = 6
_LEAST = 0.01
"""Probabilities below this are forgotten: chance meetings make up most of a lexicon."""

_MOST_PAIRS = 20_000
_LONGEST = 60
_TRUST = 0.5
_NOTHING = ""


def learn(pairs: Iterable[tuple[str, str]], source_lang: str, target_lang: str) -> Lexicon:
    """The lexicon of pairs of texts that translate each other."""
    return learn_stems([(stems(source), stems(target)) for source, target in pairs], source_lang, target_lang)


def learn_stems(pairs: Sequence[tuple[Sequence[str], Sequence[str]]], source_lang: str, target_lang: str) -> Lexicon:
    """The same for texts that are cut into stems already."""
    if len(pairs) > _MOST_PAIRS:
        pairs = [pairs[number] for number in np.linspace(0, len(pairs) - 1, _MOST_PAIRS).astype(np.intp).tolist()]
    ours, theirs = ([pair[side][:_LONGEST] for pair in pairs] for side in (0, 1))
    return Lexicon(
        source_lang=source_lang, target_lang=target_lang, forward=_model(ours, theirs), backward=_model(theirs, ours)
    )


def _model(given: Sequence[Sequence[str]], made: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    """For each stem of the given texts the probabilities of those that were made of it; IBM model 1."""
    givens = {_NOTHING: 0}
    mades: dict[str, int] = {}
    lines = [
        (
            np.array([0, *(givens.setdefault(stem, len(givens)) for stem in source)], dtype=np.int64),
            np.array([mades.setdefault(stem, len(mades)) for stem in target], dtype=np.int64),
        )
        for source, target in zip(given, made, strict=True)
    ]
    group = sum(len(theirs) for _, theirs in lines)
    if not group:
        return {}
    meetings = np.concatenate([(theirs[:, None] + ours[None, :] * len(mades)).ravel() for ours, theirs in lines])
    sizes = np.repeat([len(ours) for ours, _ in lines], [len(theirs) for _, theirs in lines])
    starts = np.cumsum(sizes) - sizes
    known, at = _distinct(meetings)
    owner, word = known // len(mades), known % len(mades)
    chances = np.full(len(known), 1.0)
    for _ in range(_ROUNDS):
        each = chances[at]
        each /= np.repeat(np.add.reduceat(each, starts), sizes)
        counts = np.bincount(at, weights=each, minlength=len(known))
        chances = counts / np.bincount(owner, weights=counts, minlength=len(givens))[owner]
    return _kept(chances, owner, word, list(givens), list(mades))


def _distinct(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The codes, sorted, each once, and where each one of those given is among them. Sorting is faster than hashing."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    is_new = np.append(True, ordered[1:] != ordered[:-1])
    places = np.empty(len(codes), dtype=np.int32)
    places[order] = np.cumsum(is_new, dtype=np.int32) - 1
    return ordered[is_new], places


def _kept(
    chances: Floats, owner: NDArray[np.int64], word: NDArray[np.int64], givens: list[str], mades: list[str]
) -> dict[str, dict[str, float]]:
    model: dict[str, dict[str, float]] = {}
    likely = chances >= _LEAST
    for left, right, chance in zip(
        owner[likely].tolist(), word[likely].tolist(), chances[likely].tolist(), strict=True
    ):
        model.setdefault(givens[left], {})[mades[right]] = chance
    return model


class Dictionary:
    """A lexicon made ready for two texts, one way: what the stems of each source line let expect in the target."""

    def __init__(
        self,
        source: Sequence[Sequence[str]],
        target: Sequence[Sequence[str]],
        model: Mapping[str, Mapping[str, float]],
    ) -> None:
        places = {stem: place for place, stem in enumerate(sorted({stem for line in target for stem in line}))}
        self.tokens = [np.array([places[stem] for stem in line], dtype=np.intp) for line in target]
        self.lengths = np.array([len(line) for line in source], dtype=np.float64)
        self.expected = np.zeros((len(source), len(places)))
        self.always = np.zeros(len(places))
        mass = np.zeros(len(places))
        rows = {stem: self._row(model.get(stem, {}), places) for stem in {_NOTHING}.union(*source)}
        for number, line in enumerate(source):
            for stem in line:
                columns, chances = rows[stem]
                self.expected[number, columns] += chances
        for stem, (columns, chances) in rows.items():
            if stem == _NOTHING:
                self.always[columns] += chances
            else:
                mass[columns] += chances
        self.trust = _TRUST * np.minimum(mass, 1.0)

    @staticmethod
    def _row(entries: Mapping[str, float], places: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
        found = [(places[stem], chance) for stem, chance in entries.items() if stem in places]
        return np.array([place for place, _ in found], dtype=np.intp), np.array([chance for _, chance in found])

    def _ratios(self, size: int) -> Floats:
        """For each window of so many given lines and each stem made: how much likelier it is there than elsewhere."""
        expected = windows(self.expected, size) + self.always[None, :]
        expected /= windows(self.lengths, size)[:, None] + 1
        mean = expected[: max(len(expected) - size + 1, 1)].mean(axis=0)
        expected *= self.trust / np.maximum(mean, 1e-12)
        expected += 1 - self.trust
        return np.log(expected, out=expected)

    def forward(self, grid: Grid, size: int) -> Floats:
        """What the words of each cell's target line say of the window of source lines, which are the given ones."""
        ratios = self._ratios(size)
        ends = np.concatenate([[0], np.cumsum([len(tokens) for tokens in self.tokens])]).astype(np.intp)
        joined = np.concatenate([np.zeros(0, dtype=np.intp), *self.tokens])
        told = np.zeros((grid.source, grid.width))
        for row in range(grid.source):
            low = int(grid.lows[row])
            high = min(low + grid.width, grid.target)
            sums = np.concatenate([[0.0], np.cumsum(ratios[row, joined[ends[low] : ends[high]]])])
            told[row, : high - low] = np.diff(sums[ends[low : high + 1] - ends[low]])
        return told

    def backward(self, grid: Grid, size: int) -> Floats:
        """What the words of each cell's source line say of the window of target lines, which are the given ones."""
        ratios = np.ascontiguousarray(self._ratios(size).T)
        told = np.zeros((grid.source, grid.width))
        for row in range(grid.source):
            low = int(grid.lows[row])
            high = min(low + grid.width, grid.target)
            told[row, : high - low] = ratios[self.tokens[row], low:high].sum(axis=0)
        return told
