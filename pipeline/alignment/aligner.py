"""Pair two whole texts, each kind of line for itself, or refuse them; docs/alignment.md has the measurements."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.alignment import dictionary
from pipeline.alignment.beads import Alignment, Bead, Lexicon, NotePair, make_unsure, unpaired
from pipeline.alignment.em import GIVEN_WEIGHT, pair_in_order
from pipeline.alignment.lexicon import CodedLexicons, code_lexicon
from pipeline.alignment.lines import TextLine
from pipeline.alignment.notes import pair_notes
from pipeline.alignment.order import find_perhaps_moved, find_unpaired_passages, pair_moved_passages
from pipeline.alignment.scoring import TextSide, pair_sides
from pipeline.alignment.tables import pair_cells
from pipeline.languages import load
from pipeline.languages.scripts import count_scripts
from pipeline.model import SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KinshipLimits:
    """The least kinship of translations, and the one below which some texts were not: those are paired, but no pair is
    sure.
    """

    related: float
    doubtful: float


WITH_WORDS = KinshipLimits(related=0.5, doubtful=0.7)
"""For languages with a dictionary of common words."""

WITH_LEXICON = KinshipLimits(related=0.3, doubtful=0.6)
"""For other languages, with a lexicon that was learned from other texts."""

WITHOUT_WORDS = KinshipLimits(related=0.1, doubtful=0.25)
"""For texts that only names and numbers tell."""

TOO_SHORT = 6
"""Number of lines below which a text is never refused, since it says too little."""

_SAMPLE_LINES = 300
_FOREIGN_SHARE = 0.6
_ENOUGH_LETTERS = 40
_TELLING_SHARE = 0.5  # number of different names and numbers in each line

_STREAMS = (
    {
        SegmentKind.FRONT_MATTER,
        SegmentKind.HEADING,
        SegmentKind.PARAGRAPH,
        SegmentKind.QUOTE,
        SegmentKind.LIST_ITEM,
        SegmentKind.HTML_TEXT,
    },
    {SegmentKind.TABLE_CELL},
    {SegmentKind.IMAGE_TEXT, SegmentKind.LINK_TITLE, SegmentKind.ATTRIBUTE},
    {SegmentKind.LINK_TARGET},
)
"""The kinds of lines that are paired with each other; the first stream is the body. Notes are paired one by one."""


def align(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    langs: tuple[str, str],
    lexicon: Lexicon | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Alignment:
    """Pair the lines of two texts in the languages `langs`; a lexicon and terms with their translations help."""
    if refusal := _check_script(source, langs[0], "source") or _check_script(target, langs[1], "target"):
        return Alignment(beads=unpaired(len(source), len(target)), refusal=refusal)
    ours, theirs = pair_sides(source, target, langs)
    words = ours.vocabulary, theirs.vocabulary
    given: CodedLexicons = ((code_lexicon(lexicon, *words), GIVEN_WEIGHT),) if lexicon else ()
    numbers = _numbers_of(ours, _STREAMS[0]), _numbers_of(theirs, _STREAMS[0])
    sides = ours.take(numbers[0]), theirs.take(numbers[1])
    common = code_lexicon(dictionary.common_lexicon(sides[0].words, sides[1].words, langs, terms), *words)
    body = pair_in_order(*sides, given, common)
    size = (len(numbers[0]) + len(numbers[1])) / 2
    # The score of a pair of lines as a share of what tells one line from all: the more lines, the more a word can say.
    kinship = body.kinship / max(size, 1.0) / math.log(max(size, 3.0))
    has_body = bool(numbers[0] and numbers[1])
    limits = _choose_limits(langs, lexicon)
    is_told = limits is not WITHOUT_WORDS or all(map(_tells, sides))
    if has_body and kinship < limits.related and size >= TOO_SHORT and is_told:
        refusal = (
            "the two texts do not seem to be translations of each other "
            f"(kinship {kinship:.2f}, and {limits.related:.2f} is the least)"
        )
        return Alignment(beads=unpaired(len(source), len(target)), kinship=kinship, refusal=refusal)
    body, moved = pair_moved_passages(body, *sides, lambda reordered: pair_in_order(sides[0], reordered, given, common))
    beads = [bead.renumber(*numbers) for bead in body.beads]
    for kinds in _STREAMS[1:]:
        beads += _pair_lines(ours, theirs, _numbers_of(ours, kinds), _numbers_of(theirs, kinds), body.lexicons)
    notes, note_beads = _pair_notes(ours, theirs, beads, body.lexicons)
    beads = _sort_beads([bead.calibrate() for bead in (*beads, *note_beads)])
    is_doubtful = has_body and kinship < limits.doubtful
    if is_doubtful:
        beads = [replace(bead, confidence=make_unsure(bead.confidence)) for bead in beads]
    return Alignment(
        beads=tuple(beads),
        kinship=kinship,
        is_doubtful=is_doubtful,
        notes=tuple(notes),
        moved=tuple(passage.renumber(*numbers) for passage in moved),
        perhaps=tuple(passage.renumber(*numbers) for passage in find_perhaps_moved(body, *sides)),
        missing=tuple(passage.renumber(*numbers) for passage in find_unpaired_passages(body.beads)),
    )


def _choose_limits(langs: tuple[str, str], lexicon: Lexicon | None) -> KinshipLimits:
    if all(load(lang).words for lang in langs):
        return WITH_WORDS
    return WITH_LEXICON if lexicon else WITHOUT_WORDS


def _tells(side: TextSide) -> bool:
    """Tell whether a text has names and numbers enough for two unrelated texts to be told by them."""
    names = {word.text for line in side.words for word in line if word.may_be_name}
    numbers = frozenset().union(*side.numbers, *side.meanings)
    return len(names) + len(numbers) >= _TELLING_SHARE * len(side.lines)


def _check_script(lines: Sequence[TextLine], lang: str, side: str) -> str:
    """Return the fault of a text in the letters of another language; empty if there is none, or too little text."""
    language = load(lang)
    if not (language.script and language.letters):
        return ""
    sample = "".join(line.text for line in lines[:_SAMPLE_LINES])
    foreign = re.sub(f"[{language.letters}]", "", sample)
    counts = count_scripts([foreign])
    letters = len(sample) - len(foreign) + counts.total()
    most, number = counts.most_common(1)[0] if counts else ("", 0)
    if letters < _ENOUGH_LETTERS or number < _FOREIGN_SHARE * letters:
        return ""
    return f"the {side} is written in {most} letters, not in {language.script} ones"


def _numbers_of(side: TextSide, kinds: set[SegmentKind]) -> list[int]:
    return [number for number, line in enumerate(side.lines) if line.kind in kinds]


def _pair_lines(
    ours: TextSide, theirs: TextSide, source: Sequence[int], target: Sequence[int], lexicons: CodedLexicons
) -> list[Bead]:
    """Return the beads of some lines of both texts, numbered as in the texts."""
    if not (source or target):
        return []
    sides = ours.take(source), theirs.take(target)
    is_table = all(line.kind is SegmentKind.TABLE_CELL for side in sides for line in side.lines)
    found = pair_cells(*sides, lexicons) if is_table else pair_in_order(*sides, lexicons).beads
    return [bead.renumber(source, target) for bead in found]


def _pair_notes(
    ours: TextSide, theirs: TextSide, body: Sequence[Bead], lexicons: CodedLexicons
) -> tuple[list[NotePair], list[Bead]]:
    """Return the pairs of notes, and the beads of their lines."""
    every = _numbers_of(ours, {SegmentKind.FOOTNOTE}), _numbers_of(theirs, {SegmentKind.FOOTNOTE})
    sides = ours.take(every[0]), theirs.take(every[1])
    if any(line.label is None for side in sides for line in side.lines):
        return [], _pair_lines(ours, theirs, *every, lexicons)
    notes = pair_notes(*sides, body, (ours, theirs), lexicons)
    left = _note_numbers(ours, every[0]), _note_numbers(theirs, every[1])
    beads = []
    for note in notes:
        numbers = left[0].pop(note.source), left[1].pop(note.target)
        if len(numbers[0]) == len(numbers[1]) == 1:
            paired = [Bead(source=tuple(numbers[0]), target=tuple(numbers[1]), confidence=1.0)]
        else:
            paired = _pair_lines(ours, theirs, *numbers, lexicons)
        sure = note.confidence if note.agree else make_unsure(note.confidence)
        beads += [replace(bead, confidence=min(bead.confidence, sure)) for bead in paired]
    alone = [*((numbers, []) for numbers in left[0].values()), *(([], numbers) for numbers in left[1].values())]
    return notes, beads + [bead for numbers in alone for bead in _pair_lines(ours, theirs, *numbers, lexicons)]


def _note_numbers(side: TextSide, numbers: Sequence[int]) -> dict[str | None, list[int]]:
    """Return the numbers of the lines of each note, by labels."""
    found: dict[str | None, list[int]] = {}
    for number in numbers:
        found.setdefault(side.lines[number].label, []).append(number)
    return found


def _sort_beads(beads: Sequence[Bead]) -> list[Bead]:
    """Sort beads by the source; lines that only the target has come after the line that they follow there."""
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
