"""The evidence of the words: how much likelier a lexicon makes those of a line if it translates some lines."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.band import MAX_LINES, Floats, Grid, Numbers, sum_windows
from pipeline.alignment.translation_table import CodedTexts, TranslationTable

_TRUST = 0.5
_BLOCK = 128  # source lines that are scored at a time, so that their tables stay in a processor's cache


class LexiconEvidence:
    """One direction of a lexicon, prepared for two texts: the target stems that each source line lets expect."""

    def __init__(self, source: Sequence[Numbers], target: Sequence[Numbers], table: TranslationTable) -> None:
        given, made = CodedTexts.join(source), CodedTexts.join(target)
        self._lengths = given.lengths.astype(np.float64)
        lines = np.repeat(np.arange(len(source)), given.lengths)
        is_there = np.zeros(table.width, dtype=bool)
        is_there[made.stems] = True
        is_given = np.zeros(len(table.counts), dtype=bool)
        is_given[given.stems] = True
        _, stems, chances = table.find(np.flatnonzero(is_given))
        trust = _TRUST * np.minimum(np.bincount(stems, weights=chances, minlength=table.width), 1.0)
        # Of stems that no stem of the source translates nothing is known, so that they say nothing.
        telling = np.flatnonzero(is_there & (trust > 0))
        self._trust = trust[telling]
        numbers = np.full(table.width, -1, dtype=np.intp)
        numbers[telling] = np.arange(len(telling))
        self._always = np.zeros(len(telling))
        _, stems, chances = table.find(np.zeros(1, dtype=np.intp))
        known = numbers[stems] >= 0
        self._always[numbers[stems[known]]] = chances[known]
        rows, stems, chances = table.find(given.stems)
        known = numbers[stems] >= 0
        self._lines, self._stems, self._chances = lines[rows[known]], numbers[stems[known]], chances[known]
        self._starts = np.searchsorted(self._lines, np.arange(len(source) + 1))
        tells = numbers[made.stems] >= 0
        self._made = numbers[made.stems[tells]]
        ends = np.concatenate([[0], np.cumsum(tells)])
        self._ends = ends[np.concatenate([[0], np.cumsum(made.lengths)])]

    def _scale(self, size: int) -> Floats:
        """Return for each stem the factor from its expectation in a window of `size` lines to a ratio to the mean."""
        count = max(len(self._lengths) - size + 1, 1)
        shares = 1 / (sum_windows(self._lengths, size) + 1)
        shares[count:] = 0.0
        within = np.cumsum(shares)
        within[size:] -= within[:-size].copy()
        sums = np.bincount(self._stems, weights=self._chances * within[self._lines], minlength=len(self._always))
        mean = (sums + self._always * shares.sum()) / count
        scale: Floats = self._trust / np.maximum(mean, 1e-12)
        return scale

    def _expect(self, given: range, wanted: Numbers) -> NDArray[np.float32]:
        """Return how often each wanted stem is expected in each given line, and in the few lines after them."""
        width = len(given) + MAX_LINES - 1
        some = slice(self._starts[given.start], self._starts[min(given.start + width, len(self._lengths))])
        rows = np.full(len(self._trust), -1, dtype=np.intp)
        rows[wanted] = np.arange(len(wanted))
        at = rows[self._stems[some]]
        known = at >= 0
        flat = at[known] * width + (self._lines[some][known] - given.start)
        expected = np.bincount(flat, weights=self._chances[some][known], minlength=len(wanted) * width)
        return expected.astype(np.float32).reshape(len(wanted), width)

    def _score_block(self, given: range, made: range, scales: Sequence[Floats]) -> list[Floats]:
        """Return the log ratios, summed over the words of each made line, of how much likelier they are if it
        translates each window of given lines: a table for each size of windows. They are computed in single precision,
        which is exact enough, in half the memory and two thirds of the time.
        """
        tokens = self._made[self._ends[made.start] : self._ends[made.stop]]
        starts = self._ends[made.start : made.stop] - self._ends[made.start]
        has_words = np.flatnonzero(np.diff(self._ends[made.start : made.stop + 1]))
        is_wanted = np.zeros(len(self._trust), dtype=bool)
        is_wanted[tokens] = True
        wanted = np.flatnonzero(is_wanted)
        rows = np.cumsum(is_wanted) - 1
        each = self._expect(given, wanted)
        always = self._always[wanted].astype(np.float32)[:, None]
        rest = (1 - self._trust[wanted]).astype(np.float32)[:, None]
        expected = each[:, : len(given)] + always
        tables = []
        for size, scale in enumerate(scales, start=1):
            lengths = sum_windows(self._lengths, size)[given.start : given.stop]
            if size > 1:
                expected += each[:, size - 1 : size - 1 + len(given)]
            ratios = expected * (1 / (lengths + 1)).astype(np.float32)
            ratios *= scale[wanted].astype(np.float32)[:, None]
            ratios += rest
            np.log(ratios, out=ratios)
            table = np.zeros((len(made), len(given)))
            if len(has_words):
                table[has_words] = np.add.reduceat(ratios.take(rows[tokens], axis=0), starts[has_words], axis=0)
            tables.append(table)
        return tables

    def forward(self, grid: Grid, sizes: int = MAX_LINES) -> list[Floats]:
        """Score each cell by the words of its target line, given the window of source lines that begins there: a table
        for each size of windows up to `sizes`.
        """
        return self._score(grid, sizes, is_backward=False)

    def backward(self, grid: Grid, sizes: int = MAX_LINES) -> list[Floats]:
        """Score each cell by the words of its source line, given the window of target lines that begins there."""
        return self._score(grid, sizes, is_backward=True)

    def _score(self, grid: Grid, sizes: int, *, is_backward: bool) -> list[Floats]:
        scales = [self._scale(size) for size in range(1, sizes + 1)]
        scores = [np.zeros((grid.source, grid.width)) for _ in scales]
        for rows, columns in _grid_blocks(grid):
            given, made = (columns, rows) if is_backward else (rows, columns)
            for table, ratios in zip(self._score_block(given, made, scales), scores, strict=True):
                lines = table if is_backward else table.T
                if grid.is_full:
                    ratios[rows.start : rows.stop, : len(columns)] = lines
                    continue
                for row, line in zip(rows, lines, strict=True):
                    low = int(grid.lows[row]) - columns.start
                    some = line[low : low + grid.width]
                    ratios[row, : len(some)] = some
        return scores


def _grid_blocks(grid: Grid) -> Iterator[tuple[range, range]]:
    """Yield the grid in blocks: source lines, and the target lines of their cells."""
    for start in range(0, grid.source, _BLOCK):
        rows = range(start, min(start + _BLOCK, grid.source))
        yield rows, range(int(grid.lows[rows[0]]), min(int(grid.lows[rows[-1]]) + grid.width, grid.target))
