"""Evidence of clues: numbers, names, addresses, foreign words that have a counterpart on the other side, or miss one.

A clue that occurs in the source and has a counterpart anywhere in the target is expected there beside its translation:
found in the line compared, it speaks for the pair by as much as it is rare; missing, against it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from pipeline.alignment.grid import Floats, Grid, Numbers, Shape

Matches = Mapping[str, Mapping[str, float]]
"""The counterparts of each clue, with the probability that a translation brings them."""

_COMMON = 0.35
"""A clue in a larger part of the lines tells nothing worth its time."""

_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """The clues in each line of both sides, and which of them are counterparts."""

    source: Sequence[frozenset[str]]
    target: Sequence[frozenset[str]]
    matches: Matches


def shared(source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], found: float) -> Clues:
    """Clues that are written the same on both sides."""
    common = frozenset().union(*source) & frozenset().union(*target)
    return Clues(source=source, target=target, matches={clue: {clue: found} for clue in sorted(common)})


class Weighed:
    """Clues made ready to be asked about beads of any shape."""

    def __init__(self, clues: Clues) -> None:
        self.is_empty = not clues.matches
        backward: dict[str, dict[str, float]] = {}
        for ours, theirs in clues.matches.items():
            for other, found in theirs.items():
                backward.setdefault(other, {})[ours] = found
        self._forward = _Way(clues.source, clues.target, clues.matches)
        self._backward = _Way(clues.target, clues.source, backward)

    def evidence(self, grid: Grid, shape: Shape) -> Floats:
        """Log likelihood ratios of the beads of a shape, looked at from both sides and averaged."""
        (rows, columns, values), absent = self._forward.told(shape)
        total = grid.scattered(rows, columns, values) + absent[: grid.source, None]
        (columns, rows, values), absent = self._backward.told((shape[1], shape[0]))
        total += grid.scattered(rows, columns, values) + grid.pick(absent)
        return total / 2

    def anchors(self) -> tuple[Numbers, Numbers, Floats]:
        """The pairs of lines that share a clue found in few others, with what that says."""
        rows, columns, values = self._forward.told((1, 1), most=_FEW)[0]
        return rows, columns, values


class _Way:
    """The clues of one side, looked for on the other one."""

    def __init__(self, here: Sequence[frozenset[str]], there: Sequence[frozenset[str]], matches: Matches) -> None:
        numbers = {clue: number for number, clue in enumerate(matches)}
        owners: dict[str, list[int]] = {}
        for clue, counterparts in matches.items():
            for other in counterparts:
                owners.setdefault(other, []).append(numbers[clue])
        self._found = np.array([max(counterparts.values()) for counterparts in matches.values()], dtype=np.float64)
        self._lines = (len(here), len(there))
        ours = _pairs(
            ((numbers[clue], line) for line, clues in enumerate(here) for clue in clues if clue in numbers), len(here)
        )
        theirs = _pairs(
            ((number, line) for line, clues in enumerate(there) for other in clues for number in owners.get(other, ())),
            len(there),
        )
        self._windows_here = cache(partial(_windowed, ours, len(here)))
        self._windows_there = cache(partial(_windowed, theirs, len(there)))

    def told(self, shape: Shape, most: int = 0) -> tuple[tuple[Numbers, Numbers, Floats], Floats]:
        """Cells with what their clues say where they are found beyond what they say where they are missing, and for
        each line what its window's clues say where they all are missing. `most` asks for clues of so few lines only.
        """
        count = len(self._found)
        ours, here = self._windows_here(shape[0])
        theirs, there = self._windows_there(shape[1])
        our_counts, their_counts = np.bincount(ours, minlength=count), np.bincount(theirs, minlength=count)
        places = max(self._lines[1] - shape[1] + 1, 1)
        chance = np.minimum((their_counts + 0.3) / (places + 0.6), 0.95)
        tells = (chance < _COMMON) | (their_counts <= _FEW)
        if most:
            tells = (their_counts <= most) & (our_counts <= most)
        found = np.maximum(self._found, chance)
        missing = np.where(tells, np.log((1 - found) / (1 - chance)), 0.0)
        absent = np.bincount(here, weights=missing[ours], minlength=self._lines[0]).astype(np.float64)
        worth = np.log(found / chance) - missing
        starts = np.cumsum(their_counts) - their_counts
        telling = tells[ours]
        ours, here = ours[telling], here[telling]
        many = their_counts[ours]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        columns = there[np.repeat(starts[ours], many) + within]
        return (np.repeat(here, many), columns, np.repeat(worth[ours], many)), absent


def _pairs(found: Iterable[tuple[int, int]], lines: int) -> tuple[Numbers, Numbers]:
    pairs = np.array(list(found), dtype=np.intp).reshape(-1, 2)
    return _distinct(pairs[:, 0] * lines + pairs[:, 1], lines)


def _windowed(pairs: tuple[Numbers, Numbers], lines: int, size: int) -> tuple[Numbers, Numbers]:
    """The windows of so many lines that hold each clue, by their first line, in the order of the clues."""
    clues, places = pairs
    if size == 1:
        return pairs
    starts = (places[None, :] - np.arange(size)[:, None]).ravel()
    inside = (starts >= 0) & (starts <= lines - size)
    return _distinct(np.tile(clues, size)[inside] * lines + starts[inside], lines)


def _distinct(codes: Numbers, lines: int) -> tuple[Numbers, Numbers]:
    """The pairs of clue and line that are written as one number, sorted, each once."""
    codes = np.sort(codes)
    codes = codes[np.append(True, codes[1:] != codes[:-1])] if len(codes) else codes
    return codes // max(lines, 1), codes % max(lines, 1)
