"""The values of adoption: what belongs together in an original and its translation, and what became of each sentence.

Segments are named by their places in `Article.segments`, from 0.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.alignment import SURE, Passage
from pipeline.diff import DiffPart as Words
from pipeline.model import Entry


class Fate(StrEnum):
    """What became of a sentence of the translation, or of a text of the article."""

    SURE = "sure"
    UNSURE = "unsure"
    KEPT = "kept"
    CONFLICT = "conflict"
    LEFT_OVER = "left over"
    EMPTY = "empty"


class Doubt(StrEnum):
    """What speaks against taking a pairing without asking, in the words that catalogs have for it."""

    ELSEWHERE = "from another place"
    ACROSS = "over two paragraphs"
    NOTES = "notes in another order or place"
    LINK = "a link of the second sentence has no place"
    TWICE = "a sentence twice"
    BESIDE = "the sentence beside it may belong to it"
    MARKUP = "Markdown or links that the article does not have"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Segments that translate each other, and how probable it is that exactly these belong together (0–1).

    `doubts` say what speaks against taking them without asking, whatever the confidence.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE and not self.doubts

    @property
    def reason(self) -> str:
        """Why somebody should look, as catalogs have it: `0.71, 2 sentences → 1`. Rounded down, so never 1.00."""
        counts = len(self.source), len(self.target)
        noun = "sentence" if counts[0] == 1 else "sentences"
        shape = () if counts == (1, 1) else (f"{counts[0]} {noun} → {counts[1]}",)
        return ", ".join((f"{math.floor(self.confidence * 100) / 100:.2f}", *shape, *self.doubts))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTexts:
    """An article and a translation of it, paired.

    `notes` are the labels of the article's notes by those of the translation's that say the same, both folded to small
    letters; `disputed` are those of the translation's whose words and places speak for different notes. `moved`,
    `perhaps` (unpaired, and may have moved) and `missing` number the segments. `kinship` is what
    `Alignment` has.
    """

    pairings: tuple[Pairing, ...]
    kinship: float = 0.0
    notes: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    moved: tuple[Passage, ...] = ()
    perhaps: tuple[Passage, ...] = ()
    missing: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries that are filled together or not at all, since one sentence of the translation is in them.

    `targets` by their sources. `links` are the addresses that the translation has in place of the article's. `used` are
    all segments of the translation that are in it, the texts of a translator's own notes among them.
    """

    pairing: Pairing
    targets: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    used: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSentence:
    """A sentence in a report: its text, and its line in the article or the translation; 0 where lines mean nothing."""

    text: str
    line: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """An entry that was filled and is to be looked at, and why."""

    source: str
    target: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A text whose entry says something else than the published translation does there."""

    source: str
    entry: str
    published: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDifference:
    """A block that the merged edition has otherwise than the published text.

    `words` lead from what was published to the edition; `line` is in the translation.
    """

    line: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What a translation makes of a catalog, and all that did not go into it.

    `entries` is the new catalog's. `fates` tell of every pairing, and `published` of every segment of the translation
    that has words; `instead` is what the catalog has for a pairing, by its place, where the pairing's text is not in
    it. `sure` and `unsure` count texts that got a translation now, `same` those that had this one already.
    """

    entries: tuple[Entry, ...]
    pairings: tuple[Pairing, ...]
    fates: tuple[Fate, ...]
    published: Mapping[int, Fate]
    instead: Mapping[int, str]
    sure: int
    same: int
    unsure: tuple[Unsure, ...]
    kept: tuple[Other, ...]
    conflicts: tuple[Other, ...]
    empty: tuple[ReportedSentence, ...]
    left_over: tuple[ReportedSentence, ...]
