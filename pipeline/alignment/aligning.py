"""Two texts with all that is in them: prose, tables, pictures and notes, each paired among its own kind."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.alignment import common
from pipeline.alignment.calibration import calibrated, doubted
from pipeline.alignment.kinship import DOUBTFUL, RELATED, TOO_SHORT, measured, wrong_language
from pipeline.alignment.notes import labels, pair_notes
from pipeline.alignment.order import found_elsewhere, one_sided, perhaps_moved
from pipeline.alignment.rounds import GIVEN, pair
from pipeline.alignment.tables import pair_cells
from pipeline.alignment.values import Alignment, Bead, Lexicon, Line, NotePair
from pipeline.alignment.weighing import Side, Similarity
from pipeline.model import Kind

_STREAMS = (
    {Kind.FRONT_MATTER, Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST_ITEM},
    {Kind.TABLE_CELL},
    {Kind.IMAGE_TEXT, Kind.LINK_TITLE},
    {Kind.LINK_TARGET},
)
"""What is paired among itself; the first is the body. Notes are paired one by one."""

Lexicons = tuple[tuple[Lexicon, float], ...]


class _Text:
    """One text, by streams: the numbers of the lines of each."""

    def __init__(self, lines: Sequence[Line], lang: str) -> None:
        self.lines, self.lang = lines, lang

    def of_kinds(self, kinds: set[Kind]) -> list[int]:
        return [number for number, line in enumerate(self.lines) if line.kind in kinds]

    def of_notes(self) -> list[int]:
        return [number for number, line in enumerate(self.lines) if line.kind is Kind.FOOTNOTE]

    def of_note(self, label: str) -> list[int]:
        return [number for number in self.of_notes() if self.lines[number].label == label]

    def side(self, numbers: Sequence[int]) -> Side:
        return Side(lines=[self.lines[number] for number in numbers], lang=self.lang)


def align(
    source: Sequence[Line],
    target: Sequence[Line],
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
    known = common.lexicon(sides[0].words, sides[1].words, langs, terms)
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
    is_table = all(line.kind is Kind.TABLE_CELL for side in sides for line in side.lines)
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
