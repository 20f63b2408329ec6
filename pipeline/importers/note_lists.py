"""Which blocks of a text are notes that somebody typed there: rows that count up and that the text refers to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.importers.boilerplate import NOTES_HEADING
from pipeline.importers.note_markers import AMBIGUOUS, Marker, definition, may_refer, ordinal

Blocks = Sequence[str | None]
"""A text: a row of blocks of Markdown, one note at most in each; None is a block to keep out of, such as code."""

CONTINUED = 2
"""Up to this many blocks between two notes go on with the first."""

_WAYS = ("linked", "square", "tagged", "superscript", "caret", "star", "round", "plain")
"""The ways to mark a note, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A block that may be a note, in one of the ways to read it; the label is folded."""

    block: int
    way: str
    label: str
    text: str


def is_notes_heading(block: str | None) -> bool:
    """Whether a block is the heading above notes."""
    return block is not None and bool(NOTES_HEADING.fullmatch(block.strip().strip("*#_ ").strip()))


def note_rows(blocks: Blocks, markers: Sequence[Sequence[Marker]]) -> list[list[Candidate]]:
    """The rows of notes in the order of the text; `markers` are the possible references in each block."""
    first: dict[tuple[str, str], int] = {}
    for index, found in enumerate(markers):
        for marker in found:
            # What a block begins with is a note's own mark far more often than a reference.
            for label in marker.labels if marker.start else ():
                first.setdefault((marker.way, label), index)
    rows: list[list[Candidate]] = []
    taken: set[int] = set()
    candidates = list(_candidates(blocks))
    for way in _WAYS:
        for row in _counted([item for item in candidates if item.way == way and item.block not in taken]):
            accepted = _accepted(row, blocks, first)
            rows += [accepted] if accepted else []
            taken |= {item.block for item in accepted}
    return sorted(_without_lists(rows, blocks), key=lambda row: row[0].block)


def _without_lists(rows: list[list[Candidate]], blocks: Blocks) -> list[list[Candidate]]:
    """The rows without numbered lists of the text itself: those whose labels all belong to surer notes."""

    def is_sure(row: list[Candidate]) -> bool:
        return row[0].way != "plain" or _is_under_heading(row, blocks)

    known = {item.label for row in rows if is_sure(row) for item in row}
    return [row for row in rows if is_sure(row) or any(item.label not in known for item in row)]


def _is_under_heading(row: list[Candidate], blocks: Blocks) -> bool:
    return row[0].block > 0 and is_notes_heading(blocks[row[0].block - 1])


def _candidates(blocks: Blocks) -> Iterator[Candidate]:
    for index, block in enumerate(blocks):
        for way, label, text in definition(block) if block else ():
            yield Candidate(block=index, way=way, label=label, text=text)


def _counted(candidates: list[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates cut into rows that count up; a row begins anew where the count does."""
    row: list[Candidate] = []
    for item in candidates:
        step = ordinal(item.label) - ordinal(row[-1].label) if row else 1
        if row and not (0 < step <= CONTINUED + 1 or (item.way == "star" and not step)):
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _is_raised(label: str, start: int, first: dict[tuple[str, str], int]) -> bool:
    """Whether a label stands above the block `start` in a way that is not just a number in round brackets."""
    return any(first.get((way, label), start) < start for way in _WAYS if way != "round")


def _accepted(row: list[Candidate], blocks: Blocks, first: dict[tuple[str, str], int]) -> list[Candidate]:
    """The part of a row that is made of notes, which something above refers to; or all that stand under a heading."""
    way, start = row[0].way, row[0].block
    hits = [
        number
        for number, item in enumerate(row)
        if any(may_refer(other, way) and first.get((other, item.label), start) < start for other in _WAYS)
    ]
    if _is_under_heading(row, blocks) and (hits or way != "plain"):
        return row
    if not hits:
        return []
    if way == "plain":
        # A list of the text itself, unless every item is referred to; "(1)" in a sentence is no reference to one.
        hits = [hit for hit in hits if _is_raised(row[hit].label, start, first)]
        is_whole = len(hits) == len(row) and row[-1].block - start <= 2 * len(row)
        return row if is_whole else []
    return row[hits[0] :] if way in AMBIGUOUS else row
