"""The values of alignment: the lines of two texts, the beads that pair them, and what was learned from such pairs.

What a line is made of: words, numbers, punctuation, and how long it is; the same for the three languages.

Segments of an article as lines to pair: the markers of notes and the addresses of links taken out of the text.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.article.placeholders import remove_placeholders
from pipeline.model import Article, PlaceholderKind, Segment, SegmentKind, iter_segments

SURE = 0.95
"""Pairs of this confidence may be taken without asking: of those measured, more than 99 in 100 were right."""

_LEAST, _MOST = 1e-5, 1 - 1e-5
_STEEPNESS, _LIFT = 0.55, 0.45


def calibrated(chance: float) -> float:
    """The share of beads that are right among those that the model holds for so probable."""
    chance = min(max(chance, _LEAST), _MOST)
    odds = _STEEPNESS * math.log(chance / (1 - chance)) + _LIFT
    return 1 / (1 + math.exp(-odds))


def doubted(confidence: float) -> float:
    """The confidence of a pair that may be right but must be looked at."""
    return min(confidence, SURE - 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A place in a table: `table` and `row` tell those of a text apart, `column` counts from 1 up to the `columns` that
    the table has.
    """

    table: int
    row: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A sentence, a heading, a note: what one side of a bead is made of.

    `text` is without its note markers; `markers` are their labels in order. `links` are the addresses that it leads to,
    those inside its notes not counted. `block` numbers the stretch of text that it is a part of, or is -1 where that is
    not known; `level` is a heading's, `cell` says where in a table it stands. `label` is the label of the note whose
    text this is.
    """

    text: str
    kind: SegmentKind = SegmentKind.PARAGRAPH
    level: int = 0
    cell: TableCell | None = None
    block: int = -1
    markers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Lines that translate each other, by their numbers from 0; an empty side is a line without a counterpart.

    `confidence` is the probability that exactly these lines belong together.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float

    @property
    def is_pair(self) -> bool:
        return bool(self.source and self.target)

    def __str__(self) -> str:
        sides = (f"[{','.join(map(str, side))}]" for side in (self.source, self.target))
        return f"{':'.join(sides)}:{self.confidence:.4f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePair:
    """Two notes by their labels, and how probable it is that one translates the other.

    `by_text` and `by_place` are the target's notes that the texts alone and the markers alone would have chosen.
    """

    source: str
    target: str
    confidence: float
    by_text: str | None = None
    by_place: str | None = None

    @property
    def agree(self) -> bool:
        """Whether text and place do not contradict each other; where they do, an editor should look."""
        return self.by_text is None or self.by_place is None or self.by_text == self.by_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Several lines in a row that stand out. With both sides: translated, but at another place than their neighbours
    are. With one: without a counterpart.
    """

    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()

    def renumbered(self, source: Sequence[int], target: Sequence[int]) -> "Passage":
        """The same lines, by the numbers that they have in texts of which these are a part."""
        return Passage(
            source=tuple(source[line] for line in self.source), target=tuple(target[line] for line in self.target)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two texts paired. The beads hold every line of both exactly once, in the order of the source as far as they can.

    `kinship` says how much better the words of the texts explain each other than chance would, as a share of what tells
    one line from all others: more than 1 for most translations, about 0 for texts that have nothing in common. Where
    they cannot be translations of each other, `refusal` says why, and nothing is paired. `perhaps` are lines that have
    no counterpart in the beads, and may have moved.
    """

    beads: tuple[Bead, ...]
    kinship: float = 0.0
    refusal: str = ""
    notes: tuple[NotePair, ...] = ()
    moved: tuple[Passage, ...] = ()
    perhaps: tuple[Passage, ...] = ()
    missing: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What stems of two languages translate each other, as probabilities in both directions.

    `forward[source][target]` is the probability of a target stem where the source stem stands, `backward` the same the
    other way round; the empty stem stands for what has no counterpart.
    """

    source_lang: str
    target_lang: str
    forward: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    backward: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


STEM_LETTERS = 5

_WITHIN_WORDS = "՛՜՞՟՚\u0301"
_UNMARKED = str.maketrans(dict.fromkeys(_WITHIN_WORDS, ""))
_EVEN = str.maketrans({"և": "եւ", "ё": "е", "’": "'", "ʼ": "'"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'s?$")
_OPENING = re.compile('[.!?։:…«“"„]')
_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWord:
    """A word in lower case and without stress marks. `is_first` where a sentence may start: its capital says little."""

    text: str
    is_capital: bool
    is_first: bool

    @property
    def stem(self) -> str:
        return self.text[:STEM_LETTERS]


def plain(text: str) -> str:
    """`text` with one way to write each letter and each space, and without the marks that stand inside words."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).translate(_UNMARKED)


def words(text: str) -> Iterator[TextWord]:
    text = plain(text).replace("’", "'").replace("ʼ", "'")
    end = 0
    for found in _WORD.finditer(text):
        start = found.start()
        written = found.group()
        if "'" in written:
            written = _POSSESSIVE.sub("", written)
        is_first = start == 0 or (start - end > 1 and _OPENING.search(text, end, start) is not None)
        end = found.end()
        if written:
            yield TextWord(text=written.lower().translate(_EVEN), is_capital=written[0].isupper(), is_first=is_first)


def stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]


_SIGNS = re.compile(r"(#{1,6})[ \t]+$")
_BLANK = re.compile(r"\n[ \t>]*\n")
_UNDERLINED = re.compile(r"\s*?\n[ >]*([=-])")


def line(segment: Segment, level: int = 0, cell: TableCell | None = None) -> TextLine:
    own = (segment.source,) if segment.kind is SegmentKind.LINK_TARGET else ()
    links = tuple(
        item.description for item in segment.placeholders if item.kind is PlaceholderKind.URL and item.description
    )
    return TextLine(
        text=remove_placeholders(segment.text),
        kind=segment.kind,
        level=level,
        cell=cell,
        block=segment.block,
        markers=segment.notes,
        links=own + links,
        label=segment.label,
    )


def lines(article: Article, numbers: Sequence[int]) -> list[TextLine]:
    """One line for each of some segments of an article."""
    levels, cells = _levels(article), _cells(article)
    return [line(article.segments[number], levels.get(number, 0), cells.get(number)) for number in numbers]


def _cells(article: Article) -> dict[int, TableCell]:
    """Where the cells of tables stand, by the numbers of their segments."""
    places: dict[int, tuple[int, int, int]] = {}
    widths: Counter[int] = Counter()
    number = column = row = table = 0
    for before, piece in pairwise(("\n", *article.pieces)):
        if isinstance(piece, str):
            table += _BLANK.search(piece) is not None
            continue
        if piece.kind is SegmentKind.TABLE_CELL and isinstance(before, str):
            _, end, text = before.rpartition("\n")
            is_first = bool(end) or not places
            column = _bars(text, is_first=is_first) + (1 if is_first else column)
            row += is_first
            places[number] = table, row, column
            widths[table] = max(widths[table], column)
        number += sum(1 for _ in iter_segments((piece,)))
    return {
        number: TableCell(table=table, row=row, column=column, columns=widths[table])
        for number, (table, row, column) in places.items()
    }


def _bars(text: str, *, is_first: bool) -> int:
    """How many bars part a cell from the one before; the bar that a row may begin with parts nothing."""
    return text.count("|") - (1 if is_first and text.lstrip(" \t>").startswith("|") else 0)


def _levels(article: Article) -> dict[int, int]:
    """The levels of headings by the numbers of their segments; they are written beside the headings' texts."""
    found: dict[int, int] = {}
    number = 0
    around = ("", *article.pieces, "")
    for before, piece, after in zip(around, around[1:], around[2:], strict=False):
        if isinstance(piece, str):
            continue
        if piece.kind is SegmentKind.HEADING:
            if isinstance(before, str) and (signs := _SIGNS.search(before)):
                found[number] = len(signs[1])
            elif isinstance(after, str) and (underlined := _UNDERLINED.match(after)):
                found[number] = 1 if underlined[1] == "=" else 2
        number += sum(1 for _ in iter_segments((piece,)))
    return found
