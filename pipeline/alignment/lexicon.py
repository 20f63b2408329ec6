"""Learn from pairs of texts which words translate each other (IBM model 1), and score lines with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import Floats, Grid, sum_windows
from pipeline.alignment.beads import Lexicon
from pipeline.alignment.words import split_stems

_ITERATIONS = 6
_LEAST_LIKELY = 0.01  # lower probabilities are dropped: chance meetings make up most of a lexicon
_MOST_PAIRS = 20_000
_MOST_STEMS = 60
_TRUST = 0.5
_BLOCK = 48
_NO_WORD = ""


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
    ours, theirs = ([pair[side][:_MOST_STEMS] for pair in pairs] for side in (0, 1))
    return Lexicon(
        source_lang=source_lang, target_lang=target_lang, forward=_model(ours, theirs), backward=_model(theirs, ours)
    )


def _model(given: Sequence[Sequence[str]], made: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    """Return for each stem of the given texts the probabilities of its translations (IBM model 1)."""
    givens = {_NO_WORD: 0}
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
    for _ in range(_ITERATIONS):
        each = chances[at]
        each /= np.repeat(np.add.reduceat(each, starts), sizes)
        counts = np.bincount(at, weights=each, minlength=len(known))
        chances = counts / np.bincount(owner, weights=counts, minlength=len(givens))[owner]
    return _likely(chances, owner, word, list(givens), list(mades))


def _distinct(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the codes sorted, each once, and the place of each given one. Sorting is faster than hashing."""
    order = np.argsort(codes)
    ordered = codes[order]
    is_new = np.append(True, ordered[1:] != ordered[:-1])
    places = np.empty(len(codes), dtype=np.int32)
    places[order] = np.cumsum(is_new, dtype=np.int32) - 1
    return ordered[is_new], places


def _likely(
    chances: Floats, owner: NDArray[np.int64], word: NDArray[np.int64], givens: list[str], mades: list[str]
) -> dict[str, dict[str, float]]:
    model: dict[str, dict[str, float]] = {}
    likely = chances >= _LEAST_LIKELY
    for left, right, chance in zip(
        owner[likely].tolist(), word[likely].tolist(), chances[likely].tolist(), strict=True
    ):
        model.setdefault(givens[left], {})[mades[right]] = chance
    return model


class LexiconEvidence:
    """One direction of a lexicon, prepared for two texts: the target stems that each source line lets expect."""

    def __init__(
        self, source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], model: Mapping[str, Mapping[str, float]]
    ) -> None:
        places: dict[str, int] = {}
        made = np.array([places.setdefault(stem, len(places)) for line in target for stem in line], dtype=np.intp)
        ends = np.concatenate([[0], np.cumsum([len(line) for line in target])]).astype(np.intp)
        self._lengths = np.array([len(line) for line in source], dtype=np.float64)
        rows = {stem: self._row(model.get(stem, {}), places) for stem in {_NO_WORD}.union(*source)}
        given = [rows[stem] for line in source for stem in line]
        sizes = [len(columns) for columns, _ in given]
        lines = np.repeat(np.arange(len(source)), [len(line) for line in source])
        self._lines = np.repeat(lines, sizes)
        self._columns = np.concatenate([np.zeros(0, dtype=np.intp), *(columns for columns, _ in given)])
        self._chances = np.concatenate([np.zeros(0), *(chances for _, chances in given)])
        self._starts = np.searchsorted(self._lines, np.arange(len(source) + 1))
        self._always = np.zeros(len(places))
        columns, chances = rows.pop(_NO_WORD)
        self._always[columns] += chances
        mass = np.zeros(len(places))
        for columns, chances in rows.values():
            mass[columns] += chances
        self._trust = _TRUST * np.minimum(mass, 1.0)
        ratios = self._trust[made] > 0  # of the others nothing is known, so that they say nothing
        self._made = made[ratios]
        self._ends = np.concatenate([[0], np.cumsum(ratios)]).astype(np.intp)[ends]

    @staticmethod
    def _row(entries: Mapping[str, float], places: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
        found = [(places[stem], chance) for stem, chance in entries.items() if stem in places]
        return np.array([place for place, _ in found], dtype=np.intp), np.array([chance for _, chance in found])

    def _scale(self, size: int) -> Floats:
        """Return for each stem the factor from its expectation in a window of `size` lines to a ratio to the mean."""
        count = max(len(self._lengths) - size + 1, 1)
        shares = 1 / (sum_windows(self._lengths, size) + 1)
        shares[count:] = 0.0
        within = np.cumsum(shares)
        within[size:] -= within[:-size].copy()
        sums = np.bincount(self._columns, weights=self._chances * within[self._lines], minlength=len(self._always))
        mean = (sums + self._always * shares.sum()) / count
        scale: Floats = self._trust / np.maximum(mean, 1e-12)
        return scale

    def _log_ratios(self, given: range, made: range, size: int, scale: Floats) -> Floats:
        """Return the log ratio, summed over the words, of how much likelier they are in each pair of windows."""
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
        expected /= sum_windows(self._lengths, size)[given.start : given.stop, None] + 1
        expected *= scale[stems]
        expected += 1 - self._trust[stems]
        np.log(expected, out=expected)
        sums = np.zeros((len(given), len(tokens) + 1))
        np.cumsum(expected[:, local[tokens]], axis=1, out=sums[:, 1:])
        ratios: Floats = np.diff(sums[:, self._ends[made.start : made.stop + 1] - self._ends[made.start]], axis=1)
        return ratios

    def forward(self, grid: Grid, size: int) -> Floats:
        """Score each cell by the words of its target line, given the window of `size` source lines."""
        return self._score(grid, size, is_backward=False)

    def backward(self, grid: Grid, size: int) -> Floats:
        """Score each cell by the words of its source line, given the window of `size` target lines."""
        return self._score(grid, size, is_backward=True)

    def _score(self, grid: Grid, size: int, *, is_backward: bool) -> Floats:
        scale = self._scale(size)
        ratios = np.zeros((grid.source, grid.width))
        for rows, columns in _grid_blocks(grid):
            given, made = (columns, rows) if is_backward else (rows, columns)
            table = self._log_ratios(given, made, size, scale)
            for row, line in zip(rows, table.T if is_backward else table, strict=True):
                low = int(grid.lows[row]) - columns.start
                some = line[low : low + grid.width]
                ratios[row, : len(some)] = some
        return ratios


def _grid_blocks(grid: Grid) -> Iterator[tuple[range, range]]:
    """Yield the grid in blocks that fit into a processor's cache: source lines, and the target lines of their cells."""
    for start in range(0, grid.source, _BLOCK):
        rows = range(start, min(start + _BLOCK, grid.source))
        yield rows, range(int(grid.lows[rows[0]]), min(int(grid.lows[rows[-1]]) + grid.width, grid.target))
