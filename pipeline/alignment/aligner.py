"""Tables: rows are paired with rows, and inside of them cells with those of their column.

A cell says little by itself, `yes`, `12` or a dash; a row says enough, and leaves no other place for its cells.

Two texts with all that is in them: prose, tables, pictures and notes, each paired among its own kind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from pipeline.alignment import dictionary
from pipeline.alignment.em import DOUBTFUL, GIVEN, RELATED, TOO_SHORT, measured, pair, wrong_language
from pipeline.alignment.lines import Alignment, Bead, Lexicon, NotePair, TextLine, calibrated, doubted
from pipeline.alignment.notes import content, labels, pair_notes
from pipeline.alignment.order import found_elsewhere, one_sided, perhaps_moved
from pipeline.alignment.scoring import Similarity, TextSide
from pipeline.model import SegmentKind

Lexicons = tuple[tuple[Lexicon, float], ...]
Row = list[int]

_SPEAKING = -0.5
"""Rows of which the words say less, in nats, are not sure: a row may stand where another one was left out."""

_AHEAD = 1.0
"""So much more, in nats, the words of another column have to say before columns may have changed places."""


def pair_cells(source: TextSide, target: TextSide, lexicons: Lexicons) -> list[Bead]:
    """The beads of the cells of two texts; where it is not known in which rows they stand, they are paired in order."""
    if not all(line.cell for side in (source, target) for line in side.lines):
        return list(pair(source, target, lexicons).beads)
    ours, theirs = _rows(source.lines), _rows(target.lines)
    found = pair(_joined(source, ours), _joined(target, theirs), lexicons)
    together: list[tuple[Row, Row, float]] = []
    beads: list[Bead] = []
    for bead in found.beads:
        rows = (
            [line for row in bead.source for line in ours[row]],
            [line for row in bead.target for line in theirs[row]],
        )
        if len(bead.source) == len(bead.target) == 1 and _columns(source, rows[0]) == _columns(target, rows[1]):
            chance = bead.confidence if found.supported(bead) > _SPEAKING else doubted(bead.confidence)
            together.append((*rows, chance))
        else:
            inside = pair(source.cut(rows[0]), target.cut(rows[1]), lexicons).beads
            beads += (_renumbered_cells(item, rows, min(item.confidence, bead.confidence)) for item in inside)
    crossed = _crossed(source, target, together, lexicons)
    for mine, others, confidence in together:
        for bead in _by_columns(source, target, (mine, others), confidence):
            is_crossed = bool(bead.source) and _place(source.lines[bead.source[0]]) in crossed
            beads.append(replace(bead, confidence=doubted(bead.confidence)) if is_crossed else bead)
    return beads


def _rows(lines: Sequence[TextLine]) -> list[Row]:
    numbered = groupby(range(len(lines)), key=lambda number: (_place(lines[number])[0], _row(lines[number])))
    return [list(numbers) for _, numbers in numbered]


def _row(line: TextLine) -> int:
    return line.cell.row if line.cell else 0


def _place(line: TextLine) -> tuple[int, int]:
    """The table of a cell and its column."""
    return (line.cell.table, line.cell.column) if line.cell else (0, 0)


def _columns(side: TextSide, row: Sequence[int]) -> int:
    cell = side.lines[row[0]].cell
    return cell.columns if cell else 0


def _joined(side: TextSide, rows: Sequence[Row]) -> TextSide:
    """Each row, or other group of cells, as one line."""
    made = []
    for row in rows:
        cells = [side.lines[number] for number in row]
        made.append(
            TextLine(
                text=" ".join(line.text for line in cells),
                kind=SegmentKind.TABLE_CELL,
                block=_place(cells[0])[0],
                cell=cells[0].cell,
                markers=tuple(marker for line in cells for marker in line.markers),
                links=tuple(link for line in cells for link in line.links),
            )
        )
    return TextSide(lines=made, lang=side.lang)


def _renumbered_cells(bead: Bead, rows: tuple[Row, Row], confidence: float) -> Bead:
    return Bead(
        source=tuple(rows[0][line] for line in bead.source),
        target=tuple(rows[1][line] for line in bead.target),
        confidence=confidence,
    )


def _by_columns(source: TextSide, target: TextSide, rows: tuple[Row, Row], confidence: float) -> Iterator[Bead]:
    ours, theirs = (
        {_place(side.lines[number])[1]: number for number in row}
        for side, row in zip((source, target), rows, strict=True)
    )
    for column in sorted({*ours, *theirs}):
        yield Bead(
            source=(ours[column],) if column in ours else (),
            target=(theirs[column],) if column in theirs else (),
            confidence=confidence,
        )


def _crossed(
    source: TextSide, target: TextSide, together: Sequence[tuple[Row, Row, float]], lexicons: Lexicons
) -> set[tuple[int, int]]:
    """The columns, by table and number, that another column of the translation may belong to rather."""
    groups: tuple[dict[tuple[int, int], Row], dict[tuple[int, int], Row]] = ({}, {})
    for mine, others, _ in together:
        table = _place(source.lines[mine[0]])[0]
        for side, group, row in zip((source, target), groups, (mine, others), strict=True):
            for number in row:
                group.setdefault((table, _place(side.lines[number])[1]), []).append(number)
    if not (groups[0] and groups[1]):
        return set()
    told = content(_joined(source, list(groups[0].values())), _joined(target, list(groups[1].values())), lexicons)
    places = list(groups[1])
    crossed = set()
    for at, place in enumerate(groups[0]):
        best = int(np.argmax(told[at]))
        own = float(told[at, places.index(place)]) if place in places else 0.0
        if places[best] != place and places[best][0] == place[0] and told[at, best] > own + _AHEAD:
            crossed.add(place)
    return crossed


_STREAMS = (
    {SegmentKind.FRONT_MATTER, SegmentKind.HEADING, SegmentKind.PARAGRAPH, SegmentKind.QUOTE, SegmentKind.LIST_ITEM},
    {SegmentKind.TABLE_CELL},
    {SegmentKind.IMAGE_TEXT, SegmentKind.LINK_TITLE},
    {SegmentKind.LINK_TARGET},
)
"""What is paired among itself; the first is the body. Notes are paired one by one."""


class _Text:
    """One text, by streams: the numbers of the lines of each."""

    def __init__(self, lines: Sequence[TextLine], lang: str) -> None:
        self.lines, self.lang = lines, lang

    def of_kinds(self, kinds: set[SegmentKind]) -> list[int]:
        return [number for number, line in enumerate(self.lines) if line.kind in kinds]

    def of_notes(self) -> list[int]:
        return [number for number, line in enumerate(self.lines) if line.kind is SegmentKind.FOOTNOTE]

    def of_note(self, label: str) -> list[int]:
        return [number for number in self.of_notes() if self.lines[number].label == label]

    def side(self, numbers: Sequence[int]) -> TextSide:
        return TextSide(lines=[self.lines[number] for number in numbers], lang=self.lang)


def align(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    langs: tuple[str, str],
    lexicon: Lexicon | None = None,
    similarity: Similarity | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Alignment:
    """Pair the lines of two texts in the languages `langs`; the lexicon is of pairs that are known already."""
    ours, theirs = _Text(source, langs[0]), _Text(target, langs[1])
    if refusal := wrong_language(source, langs[0], "source") or wrong_language(target, langs[1], "target"):
        return Alignment(beads=_unpaired(len(source), len(target)), refusal=refusal)
    given: Lexicons = ((lexicon, GIVEN),) if lexicon else ()
    numbers = ours.of_kinds(_STREAMS[0]), theirs.of_kinds(_STREAMS[0])
    sides = ours.side(numbers[0]), theirs.side(numbers[1])
    known = dictionary.lexicon(sides[0].words, sides[1].words, langs, terms)
    body = pair(*sides, given, similarity, known)
    size = (len(numbers[0]) + len(numbers[1])) / 2
    kinship = measured(body.kinship, size)
    has_body = bool(numbers[0] and numbers[1])
    if has_body and kinship < RELATED and size >= TOO_SHORT:
        refusal = (
            "the two texts do not seem to be translations of each other "
            f"(kinship {kinship:.2f}, and {RELATED:.2f} is the least)"
        )
        return Alignment(beads=_unpaired(len(source), len(target)), kinship=kinship, refusal=refusal)
    body, moved = found_elsewhere(body, *sides, lambda turned: pair(sides[0], turned, given, similarity, known))
    beads = [_renumbered(bead, *numbers) for bead in body.beads]
    for kinds in _STREAMS[1:]:
        beads += _paired(ours, theirs, ours.of_kinds(kinds), theirs.of_kinds(kinds), body.lexicons)
    notes, of_notes = _notes(ours, theirs, beads, body.lexicons)
    beads = _in_order([replace(bead, confidence=calibrated(bead.confidence)) for bead in (*beads, *of_notes)])
    if has_body and kinship < DOUBTFUL:
        beads = [replace(bead, confidence=doubted(bead.confidence)) for bead in beads]
    return Alignment(
        beads=tuple(beads),
        kinship=kinship,
        notes=tuple(notes),
        moved=tuple(stretch.renumbered(*numbers) for stretch in moved),
        perhaps=tuple(stretch.renumbered(*numbers) for stretch in perhaps_moved(body, *sides)),
        missing=tuple(stretch.renumbered(*numbers) for stretch in one_sided(body.beads)),
    )


def _paired(ours: _Text, theirs: _Text, source: Sequence[int], target: Sequence[int], lexicons: Lexicons) -> list[Bead]:
    """The beads of some lines of both texts, numbered as in the texts."""
    if not (source or target):
        return []
    sides = ours.side(source), theirs.side(target)
    is_table = all(line.kind is SegmentKind.TABLE_CELL for side in sides for line in side.lines)
    found = pair_cells(*sides, lexicons) if is_table else pair(*sides, lexicons).beads
    return [_renumbered(bead, source, target) for bead in found]


def _notes(ours: _Text, theirs: _Text, body: Sequence[Bead], lexicons: Lexicons) -> tuple[list[NotePair], list[Bead]]:
    """The notes in pairs, and the beads of their lines."""
    every = ours.of_notes(), theirs.of_notes()
    sides = ours.side(every[0]), theirs.side(every[1])
    if any(line.label is None for side in sides for line in side.lines):
        return [], _paired(ours, theirs, *every, lexicons)
    whole = ours.side(range(len(ours.lines))), theirs.side(range(len(theirs.lines)))
    notes = pair_notes(*sides, body, whole, lexicons)
    beads = []
    for note in notes:
        numbers = ours.of_note(note.source), theirs.of_note(note.target)
        if len(numbers[0]) == len(numbers[1]) == 1:
            paired = [Bead(source=tuple(numbers[0]), target=tuple(numbers[1]), confidence=1.0)]
        else:
            paired = _paired(ours, theirs, *numbers, lexicons)
        sure = note.confidence if note.agree else doubted(note.confidence)
        beads += [replace(bead, confidence=min(bead.confidence, sure)) for bead in paired]
    without = {note.source for note in notes}, {note.target for note in notes}
    for label in labels(sides[0].lines):
        if label not in without[0]:
            beads += _paired(ours, theirs, ours.of_note(label), [], lexicons)
    for label in labels(sides[1].lines):
        if label not in without[1]:
            beads += _paired(ours, theirs, [], theirs.of_note(label), lexicons)
    return notes, beads


def _renumbered(bead: Bead, source: Sequence[int], target: Sequence[int]) -> Bead:
    return replace(
        bead,
        source=tuple(source[line] for line in bead.source),
        target=tuple(target[line] for line in bead.target),
    )


def _unpaired(source: int, target: int) -> tuple[Bead, ...]:
    left_out = [Bead(source=(line,), target=(), confidence=1.0) for line in range(source)]
    put_in = [Bead(source=(), target=(line,), confidence=1.0) for line in range(target)]
    return (*left_out, *put_in)


def _in_order(beads: Sequence[Bead]) -> list[Bead]:
    """By the source; what is in the target only comes after the line that it follows there."""
    after = {line + 1: bead.source[-1] for bead in beads if bead.is_pair for line in bead.target}
    keyed = []
    for bead in beads:
        if bead.source:
            keyed.append((bead.source[0], 0, bead))
        else:
            before = bead.target[0]
            while before and before not in after:
                before -= 1
            keyed.append((after.get(before, -1), bead.target[0] + 1, bead))
    return [bead for *_, bead in sorted(keyed, key=lambda item: item[:2])]
