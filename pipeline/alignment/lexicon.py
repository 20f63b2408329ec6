"""Words that translate each other: learned from pairs of texts as IBM's first model does, and asked as evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import Floats, Grid, windows
from pipeline.alignment.lines import Lexicon, stems

_ROUNDS = 6
_LEAST = 0.01
"""Probabilities below this are forgotten: chance meetings make up most of a lexicon."""

_MOST_PAIRS = 20_000
_LONGEST = 60
_TRUST = 0.5
_AT_ONCE = 48
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
    order = np.argsort(codes)
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
        places: dict[str, int] = {}
        made = np.array([places.setdefault(stem, len(places)) for line in target for stem in line], dtype=np.intp)
        ends = np.concatenate([[0], np.cumsum([len(line) for line in target])]).astype(np.intp)
        self._lengths = np.array([len(line) for line in source], dtype=np.float64)
        rows = {stem: self._row(model.get(stem, {}), places) for stem in {_NOTHING}.union(*source)}
        given = [rows[stem] for line in source for stem in line]
        sizes = [len(columns) for columns, _ in given]
        lines = np.repeat(np.arange(len(source)), [len(line) for line in source])
        self._lines = np.repeat(lines, sizes)
        self._columns = np.concatenate([np.zeros(0, dtype=np.intp), *(columns for columns, _ in given)])
        self._chances = np.concatenate([np.zeros(0), *(chances for _, chances in given)])
        self._starts = np.searchsorted(self._lines, np.arange(len(source) + 1))
        self._always = np.zeros(len(places))
        columns, chances = rows.pop(_NOTHING)
        self._always[columns] += chances
        mass = np.zeros(len(places))
        for columns, chances in rows.values():
            mass[columns] += chances
        self._trust = _TRUST * np.minimum(mass, 1.0)
        told = self._trust[made] > 0  # of the others nothing is known, so that they say nothing
        self._made = made[told]
        self._ends = np.concatenate([[0], np.cumsum(told)]).astype(np.intp)[ends]

    @staticmethod
    def _row(entries: Mapping[str, float], places: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
        found = [(places[stem], chance) for stem, chance in entries.items() if stem in places]
        return np.array([place for place, _ in found], dtype=np.intp), np.array([chance for _, chance in found])

    def _scale(self, size: int) -> Floats:
        """For each stem what its expectation in a window of so many lines is multiplied with: over its mean."""
        count = max(len(self._lengths) - size + 1, 1)
        shares = 1 / (windows(self._lengths, size) + 1)
        shares[count:] = 0.0
        within = np.cumsum(shares)
        within[size:] -= within[:-size].copy()
        sums = np.bincount(self._columns, weights=self._chances * within[self._lines], minlength=len(self._always))
        mean = (sums + self._always * shares.sum()) / count
        scale: Floats = self._trust / np.maximum(mean, 1e-12)
        return scale

    def _told(self, given: range, made: range, size: int, scale: Floats) -> Floats:
        """What the words of some target lines say of each window that begins at some source lines: how much likelier
        they are there than elsewhere, summed up.
        """
        tokens = self._made[self._ends[made.start] : self._ends[made.stop]]
        stems = np.unique(tokens)
        local = np.full(len(self._always), -1, dtype=np.intp)
        local[stems] = np.arange(len(stems))
        expected = np.zeros((len(given), len(stems)))
        some = slice(self._starts[given.start], self._starts[min(given.stop + size - 1, len(self._lengths))])
        columns = local[self._columns[some]]
        known = columns >= 0
        rows, columns, chances = self._lines[some][known] - given.start, columns[known], self._chances[some][known]
        last = len(self._lengths) - size - given.start
        for further in range(size):
            inside = (rows >= further) & (rows - further < len(given)) & (rows - further <= last)
            flat = (rows[inside] - further) * len(stems) + columns[inside]
            expected += np.bincount(flat, weights=chances[inside], minlength=expected.size).reshape(expected.shape)
        expected += self._always[stems]
        expected /= windows(self._lengths, size)[given.start : given.stop, None] + 1
        expected *= scale[stems]
        expected += 1 - self._trust[stems]
        np.log(expected, out=expected)
        sums = np.zeros((len(given), len(tokens) + 1))
        np.cumsum(expected[:, local[tokens]], axis=1, out=sums[:, 1:])
        told: Floats = np.diff(sums[:, self._ends[made.start : made.stop + 1] - self._ends[made.start]], axis=1)
        return told

    def forward(self, grid: Grid, size: int) -> Floats:
        """What the words of each cell's target line say of the window of source lines, which are the given ones."""
        scale = self._scale(size)
        told = np.zeros((grid.source, grid.width))
        for rows, columns in _blocks(grid):
            table = self._told(rows, columns, size, scale)
            for row in rows:
                low = int(grid.lows[row])
                some = table[row - rows.start, low - columns.start : low - columns.start + grid.width]
                told[row, : len(some)] = some
        return told

    def backward(self, grid: Grid, size: int) -> Floats:
        """What the words of each cell's source line say of the window of target lines, which are the given ones."""
        scale = self._scale(size)
        told = np.zeros((grid.source, grid.width))
        for rows, columns in _blocks(grid):
            table = self._told(columns, rows, size, scale)
            for row in rows:
                low = int(grid.lows[row])
                some = table[low - columns.start : low - columns.start + grid.width, row - rows.start]
                told[row, : len(some)] = some
        return told


def _blocks(grid: Grid) -> Iterator[tuple[range, range]]:
    """The grid in pieces that fit into a processor's cache: source lines, and the target lines of all their cells."""
    for start in range(0, grid.source, _AT_ONCE):
        rows = range(start, min(start + _AT_ONCE, grid.source))
        yield rows, range(int(grid.lows[rows[0]]), min(int(grid.lows[rows[-1]]) + grid.width, grid.target))
