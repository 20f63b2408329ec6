"""Pair two whole texts, each kind of line for itself, or refuse them; docs/alignment.md has the measurements."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.alignment import dictionary
from pipeline.alignment.beads import SURE, Alignment, Bead, Lexicon, NotePair, SurePairs, make_unsure, unpaired
from pipeline.alignment.em import GIVEN_WEIGHT, PairedLines, pair_in_order, pair_to_learn
from pipeline.alignment.lexicon import CodedLexicon, CodedLexicons, code_lexicon
from pipeline.alignment.lines import TextLine
from pipeline.alignment.notes import pair_notes
from pipeline.alignment.order import (
    doubt_contradicted,
    find_perhaps_moved,
    find_unpaired_passages,
    pair_moved_passages,
)
from pipeline.alignment.scoring import TextSide, pair_sides
from pipeline.alignment.tables import pair_cells
from pipeline.frozen import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """Two texts, the numbers of the lines of their bodies, the bodies, and the lexicons that are known."""

    ours: TextSide
    theirs: TextSide
    numbers: tuple[Sequence[int], Sequence[int]]
    sides: tuple[TextSide, TextSide]
    given: CodedLexicons
    common: CodedLexicon

    @property
    def size(self) -> float:
        """The number of lines of a body, on average."""
        return (len(self.numbers[0]) + len(self.numbers[1])) / 2

    def kinship(self, body: PairedLines) -> float:
        """Return the score of a pair of lines as a share of what tells one line from all: the more lines, the more a
        word can say.
        """
        return body.kinship / max(self.size, 1.0) / math.log(max(self.size, 3.0))

    def refuse(self, kinship: float, limits: KinshipLimits) -> str:
        """Return the sentence about texts that are not translations of each other; empty if they may be."""
        is_told = limits is not WITHOUT_WORDS or all(map(_tells, self.sides))
        if not all(self.numbers) or kinship >= limits.related or self.size < TOO_SHORT or not is_told:
            return ""
        return (
            "the two texts do not seem to be translations of each other "
            f"(kinship {kinship:.2f}, and {limits.related:.2f} is the least)"
        )


def _read_texts(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    langs: tuple[str, str],
    lexicon: Lexicon | None,
    terms: Sequence[tuple[str, str]],
) -> _Texts:
    ours, theirs = pair_sides(source, target, langs)
    words = ours.vocabulary, theirs.vocabulary
    numbers = _numbers_of(ours, _STREAMS[0]), _numbers_of(theirs, _STREAMS[0])
    sides = ours.take(numbers[0]), theirs.take(numbers[1])
    return _Texts(
        ours=ours,
        theirs=theirs,
        numbers=numbers,
        sides=sides,
        given=((code_lexicon(lexicon, *words), GIVEN_WEIGHT),) if lexicon else (),
        common=code_lexicon(dictionary.common_lexicon(sides[0].words, sides[1].words, langs, terms), *words),
    )


def align(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    langs: tuple[str, str],
    lexicon: Lexicon | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Alignment:
    """Pair the lines of two texts in the languages `langs`; a lexicon and terms with their translations help."""
    if refusal := _check_scripts(source, target, langs):
        return Alignment(beads=unpaired(len(source), len(target)), refusal=refusal)
    texts = _read_texts(source, target, langs, lexicon, terms)
    ours, theirs, numbers, sides = texts.ours, texts.theirs, texts.numbers, texts.sides
    body = pair_in_order(*sides, texts.given, texts.common)
    kinship, limits = texts.kinship(body), _choose_limits(langs, lexicon)
    if refusal := texts.refuse(kinship, limits):
        return Alignment(beads=unpaired(len(source), len(target)), kinship=kinship, refusal=refusal)
    body, moved = pair_moved_passages(
        body, *sides, lambda reordered: pair_in_order(sides[0], reordered, texts.given, texts.common)
    )
    beads = [bead.renumber(*numbers) for bead in body.beads]
    for kinds in _STREAMS[1:]:
        beads += _pair_lines(ours, theirs, _numbers_of(ours, kinds), _numbers_of(theirs, kinds), body.lexicons)
    notes, note_beads = _pair_notes(ours, theirs, beads, body.lexicons)
    beads = _sort_beads([bead.calibrate() for bead in (*beads, *note_beads)])
    is_doubtful = all(numbers) and kinship < limits.doubtful
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


def find_sure_pairs(
    source: Sequence[TextLine],
    target: Sequence[TextLine],
    langs: tuple[str, str],
    terms: Sequence[tuple[str, str]],
) -> SurePairs:
    """Find pairs of lines to learn words from: those of the bodies that are sure where they stand."""
    if refusal := _check_scripts(source, target, langs):
        return SurePairs(refusal=refusal)
    texts = _read_texts(source, target, langs, None, terms)
    ours, theirs = texts.sides
    body = pair_to_learn(ours, theirs, texts.common)
    kinship, limits = texts.kinship(body), _choose_limits(langs, None)
    if refusal := texts.refuse(kinship, limits):
        return SurePairs(refusal=refusal)
    if kinship < limits.doubtful:
        return SurePairs()
    return SurePairs(
        pairs=tuple(
            (_join_stems(ours, bead.source), _join_stems(theirs, bead.target))
            for bead in doubt_contradicted(body.beads, body)
            if bead.is_pair and bead.calibrate().confidence >= SURE
        )
    )


def _join_stems(side: TextSide, lines: Sequence[int]) -> str:
    return " ".join(stem for line in lines for stem in side.stems[line])


def _choose_limits(langs: tuple[str, str], lexicon: Lexicon | None) -> KinshipLimits:
    if all(load(lang).words for lang in langs):
        return WITH_WORDS
    return WITH_LEXICON if lexicon else WITHOUT_WORDS


def _tells(side: TextSide) -> bool:
    """Tell whether a text has names and numbers enough for two unrelated texts to be told by them."""
    names = {word.text for line in side.words for word in line if word.may_be_name}
    numbers = frozenset().union(*side.numbers, *side.meanings)
    return len(names) + len(numbers) >= _TELLING_SHARE * len(side.lines)


def _check_scripts(source: Sequence[TextLine], target: Sequence[TextLine], langs: tuple[str, str]) -> str:
    return _check_script(source, langs[0], "source") or _check_script(target, langs[1], "target")


def _check_script(lines: Sequence[TextLine], lang: str, side: str) -> str:
    """Return the fault of a text in the letters of another language; empty if there is none, or too little text."""
    language = load(lang)
    if not (language.script and language.letters):
        return ""
    sample = "".join(line.text for line in lines[:_SAMPLE_LINES])
    foreign = re.sub(f"[{language.letters}]+", "", sample)
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
