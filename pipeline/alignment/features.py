"""Evidence of clues: numbers, names, addresses, foreign words that have a counterpart on the other side, or miss one.

A clue that occurs in the source and has a counterpart anywhere in the target is expected there beside its translation:
found in the line compared, it speaks for the pair by as much as it is rare; missing, against it.

Addresses as clues: a translation links where its original does, or to another page of the same site.

Numbers and dates as clues: digits however they are grouped, and the words for numbers, months and days.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from urllib.parse import urlsplit

import numpy as np

from pipeline.alignment.band import Floats, Grid, Numbers, Shape
from pipeline.alignment.lines import TextLine, TextWord, plain

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


_SAME_PAGE = 0.8
_SAME_SITE = 0.6


def clues(source: Sequence[TextLine], target: Sequence[TextLine]) -> Clues:
    ours = [of_links(line.links) for line in source]
    theirs = [of_links(line.links) for line in target]
    common = frozenset().union(*ours) & frozenset().union(*theirs)
    matches = {clue: {clue: _SAME_PAGE if "/" in clue else _SAME_SITE} for clue in sorted(common)}
    return Clues(source=ours, target=theirs, matches=matches)


def of_links(links: Sequence[str]) -> frozenset[str]:
    """The sites that the addresses lead to, and the pages with them."""
    found = set()
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:
            found.add(f"/{link}")
            continue
        site = parts.netloc.lower().removeprefix("www.")
        found.add(f"{site}/{parts.path.strip('/')}?{parts.query}#{parts.fragment}")
        if site:
            found.add(site)
    return frozenset(found)


_DIGITS = re.compile(r"\d+(?:[ .,․]\d{3})*(?!\d)(?:[.,․:]\d+)*|\d+")
_GROUPING = re.compile(r"[ .,․:]")

_SHORTEST, _LONGEST = 3, 12

KEPT = 0.85
"""How often a translation brings a number that is somewhere in it."""

NAMED = 0.65
"""The same for words that name one."""


def digits(text: str) -> frozenset[str]:
    """The numbers written in digits, as clues: `1,234.5` and `1 234,5` are the same."""
    return frozenset(_GROUPING.sub("", found.group()).lstrip("0") or "0" for found in _DIGITS.finditer(plain(text)))


@cache
def _named(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """The words of a language that name a number or a day: whole words, and beginnings (written with a hyphen)."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    text = resources.files("pipeline.languages").joinpath(lang, "meanings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        meaning, _, spelt = line.partition(":")
        for word in spelt.split():
            if word.endswith("-"):
                beginnings[word[:-1]] = meaning
            else:
                whole[word] = meaning
    return whole, beginnings


def named(lang: str) -> frozenset[str]:
    """All that the words of a language can mean here."""
    return frozenset(meaning for words in _named(lang) for meaning in words.values())


def meanings(line: Sequence[TextWord], lang: str) -> frozenset[str]:
    """The numbers, months and days that the words name, as clues."""
    return frozenset(filter(None, (_meaning(word.text, word.is_capital, lang) for word in line)))


@lru_cache(maxsize=20_000)
def _meaning(word: str, is_capital: bool, lang: str) -> str:  # noqa: FBT001
    whole, beginnings = _named(lang)
    if is_capital and word.capitalize() in whole:
        return whole[word.capitalize()]
    if word in whole:
        return whole[word]
    sizes = range(min(len(word), _LONGEST), _SHORTEST - 1, -1) if beginnings else ()
    return next((beginnings[word[:size]] for size in sizes if word[:size] in beginnings), "")
