"""The values of alignment: the lines of two texts, the beads that pair them, and what was learned from such pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place in a table: `table` and `row` tell those of a text apart, `column` counts from 1 up to the `columns` that
    the table has.
    """

    table: int
    row: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, a heading, a note: what one side of a bead is made of.

    `text` is without its note markers; `markers` are their labels in order. `links` are the addresses that it leads to,
    those inside its notes not counted. `block` numbers the stretch of text that it is a part of, or is -1 where that is
    not known; `level` is a heading's, `cell` says where in a table it stands. `label` is the label of the note whose
    text this is.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    cell: Cell | None = None
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
class Stretch:
    """Several lines in a row that stand out. With both sides: translated, but at another place than their neighbours
    are. With one: without a counterpart.
    """

    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()

    def renumbered(self, source: Sequence[int], target: Sequence[int]) -> "Stretch":
        """The same lines, by the numbers that they have in texts of which these are a part."""
        return Stretch(
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
    moved: tuple[Stretch, ...] = ()
    perhaps: tuple[Stretch, ...] = ()
    missing: tuple[Stretch, ...] = ()


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
