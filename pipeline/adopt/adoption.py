"""The values of adoption; segments are numbered by their places in `Article.segments`, from 0."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from itertools import pairwise

from pipeline.alignment import SURE, Passage
from pipeline.diff import DiffPart
from pipeline.frozen import dataclass
from pipeline.model import Entry


class Fate(StrEnum):
    """The fate of a sentence of the translation, or of a text of the article."""

    SURE = "sure"
    UNSURE = "unsure"
    KEPT = "kept"
    CONFLICT = "conflict"
    LEFT_OVER = "left over"
    EMPTY = "empty"


class Doubt(StrEnum):
    """A reason not to take a pairing without asking, in the words that catalogs have for it."""

    ELSEWHERE = "from another place"
    ACROSS = "over two paragraphs"
    NOTES = "notes in another order or place"
    LINK = "a link of the second sentence has no place"
    TWICE = "a sentence twice"
    BESIDE = "the sentence beside it may belong to it"
    MARKUP = "Markdown or links that the article does not have"


_Shares = tuple[tuple[float, float], ...]
_ONE_TO_ONE: _Shares = ((0, 0.1), (0.5, 0.33), (0.75, 0.33), (0.85, 0.85), (1, 0.97))
_ONE_DIVIDED: _Shares = ((0, 0.5), (0.5, 0.9), (1, 0.95))
_OTHERS: _Shares = ((0, 0.1), (0.5, 0.3), (1, 0.35))
"""By the confidence of a pairing that is not sure, the measured share of its right entries. One sentence divided in two
is nearly always right. Of one for one a half of the other sentence is often elsewhere; of three or four one is wrong.
"""
_DOUBTED = {Doubt.BESIDE: 0.8, Doubt.NOTES: 0.65}
"""The part of that share that is right beside a doubt."""


class PassageKind(StrEnum):
    """The ways in which a passage stands out; the values are part of the JSON of reports."""

    MOVED = "moved"
    PERHAPS_MOVED = "perhaps moved"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Segments that translate each other, the probability (0–1) that exactly these do, and reasons to ask."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether the pairing may be taken without asking."""
        return self.confidence >= SURE and not self.doubts

    @property
    def chance(self) -> float:
        """The probability that entries filled from the pairing are right, as measured for its shape and doubts.

        A confidence is about lines that belong together. An entry is right only if all of its text belongs there.
        """
        if self.is_sure:
            return self.confidence
        counts = len(self.source), len(self.target)
        shares = _ONE_TO_ONE if counts == (1, 1) else _ONE_DIVIDED if sum(counts) == 3 else _OTHERS  # noqa: PLR2004
        (low, least), (high, most) = next(part for part in pairwise(shares) if self.confidence <= part[1][0])
        share = least + (most - least) * (self.confidence - low) / (high - low)
        return share * math.prod(_DOUBTED.get(doubt, 1) for doubt in self.doubts)

    @property
    def reason(self) -> str:
        """The reason to look, as catalogs have it: `0.71, 2 sentences → 1`, with the chance rounded down."""
        counts = len(self.source), len(self.target)
        noun = "sentence" if counts[0] == 1 else "sentences"
        shape = () if counts == (1, 1) else (f"{counts[0]} {noun} → {counts[1]}",)
        return ", ".join((f"{math.floor(self.chance * 100) / 100:.2f}", *shape, *self.doubts))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTexts:
    """An article and a translation, paired. `notes` are the labels of the article's notes by those of their
    counterparts, casefolded; `disputed` those of the translation's whose words and places speak for different notes.
    The segments in `perhaps` are unpaired, and may have moved. `kinship` is the alignment's.
    """

    pairings: tuple[Pairing, ...]
    kinship: float = 0.0
    notes: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    moved: tuple[Passage, ...] = ()
    perhaps: tuple[Passage, ...] = ()
    missing: tuple[Passage, ...] = ()

    def passages(self) -> Iterator[tuple[PassageKind, Passage]]:
        """Yield the passages that moved, that may have moved, and that only one of the texts has."""
        yield from ((PassageKind.MOVED, passage) for passage in self.moved)
        yield from ((PassageKind.PERHAPS_MOVED, passage) for passage in self.perhaps)
        for passage in self.missing:
            yield PassageKind.MISSING if passage.source else PassageKind.ADDED, passage


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGroup:
    """Entries that are filled together or not at all, since one sentence of the translation is in them.

    `targets` are by the keys of the entries. `links` are the addresses that the translation has in place of the
    article's, `lost` are those of the article's links that the translation lacks. `used` are all segments of the
    translation that are in it, including the texts of a translator's own notes.
    """

    pairing: Pairing
    targets: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSentence:
    """A sentence in a report: its text, and its line in the article or the translation; 0 if lines mean nothing."""

    text: str
    line: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLink:
    """A link of the article that the translation lacks: its address, and the text that it stands in, with its line."""

    address: str
    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsureEntry:
    """An entry that was filled and needs a look, and the reason."""

    source: str
    target: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTranslation:
    """A text whose entry has another translation than the published one."""

    source: str
    entry: str
    published: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDifference:
    """A block that differs; `words` lead from the published text to the edition, `line` is the translation's."""

    line: int
    words: tuple[DiffPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPassage:
    """Sentences that moved or are in one text only, by first lines (0 if not there); `text` are the first words."""

    what: PassageKind
    sentences: int
    line: int
    published_line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionReport:
    """The report of one adoption: what was taken into the catalog, and notices for an editor. `sure` and `unsure`
    entries were filled now, `same` had this translation, `kept` have another one; `conflicts` are texts that the
    translation has in two ways. `empty` are texts without a translation, `left_over` sentences of the translation in no
    entry, `missing_links` those of the article in texts with a translation. `differences` lead from the published text
    to the edition as it is now, unsure translations included.
    """

    article: str = ""
    lang: str
    translation: str = ""
    path: str = ""
    written: bool = False
    sure: int
    same: int
    unsure: tuple[UnsureEntry, ...]
    kept: tuple[OtherTranslation, ...]
    conflicts: tuple[OtherTranslation, ...]
    empty: tuple[ReportedSentence, ...]
    left_over: tuple[ReportedSentence, ...]
    missing_links: tuple[MissingLink, ...] = ()
    parts: tuple[ReportedPassage, ...] = ()
    differences: tuple[BlockDifference, ...] = ()
    kinship: float = 0.0
    remarks: tuple[str, ...] = ()
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A catalog filled from a translation, and the fate of every pairing and, as `published`, of each of its segments
    with words. `instead` is the catalog's translation for a pairing, by place, whose text is not in it. `report` knows
    no files yet: its paths and names are empty.
    """

    entries: tuple[Entry, ...]
    pairings: tuple[Pairing, ...]
    fates: tuple[Fate, ...]
    published: Mapping[int, Fate]
    instead: Mapping[int, str]
    report: AdoptionReport
