"""Notes that are typed into a text: every marker beside its own note, and who has lost whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.importers import NOTE_CLOSE, NOTE_OPEN
from pipeline.importers.note_lists import CONTINUED, Blocks, Candidate, is_notes_heading, note_rows
from pipeline.importers.note_markers import AMBIGUOUS, Marker, as_label, may_refer, ordinal, references

_OPENING = "«“„"
"""What a sentence may begin with besides a letter or a digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNote:
    """A note: its label as the article will have it, the block where it begins, its text, and the blocks after it."""

    label: str
    block: int
    text: str
    more: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedNotes:
    """The blocks with their references marked, what is a note, and what stayed alone.

    `headings` are blocks that stood above notes and have nothing below them any more. `dangling` are references without
    a note, as they stand; `spaced` are labels of references that got a space after them; `inside` those of references
    in the middle of a word.
    """

    blocks: tuple[str | None, ...]
    notes: tuple[TypedNote, ...] = ()
    headings: tuple[int, ...] = ()
    dangling: tuple[str, ...] = ()
    spaced: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The block where the notes begin; behind the last one where there are none."""
        return min([*self.headings, *(note.block for note in self.notes)], default=len(self.blocks))

    @property
    def last(self) -> int:
        """The block where the notes end; -1 where there are none."""
        return max((block for note in self.notes for block in (note.block, *note.more)), default=-1)


@dataclass(slots=True, kw_only=True)
class _Marks:
    """What became of the references of a text while they were marked."""

    dangling: list[str] = field(default_factory=list)
    spaced: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)


def pair(blocks: Blocks, given: frozenset[str] = frozenset()) -> PairedNotes:
    """Find the notes and mark the references to them; `given` are labels that the article has already."""
    markers = [references(block) if block else [] for block in blocks]
    rows = note_rows(blocks, markers)
    notes = _named(rows, blocks, given)
    aside = {block for row in notes for note in row for block in (note.block, *note.more)}
    headings = tuple(index - 1 for index in sorted(aside) if index and is_notes_heading(blocks[index - 1]))
    marks = _Marks()
    marked = list(blocks)
    targets = _Targets(rows=rows, notes=notes)
    for index, block in enumerate(blocks):
        if block and index not in aside and index not in headings:
            marked[index] = _marked(block, index, markers[index], targets, marks)
    return PairedNotes(
        blocks=tuple(marked),
        notes=tuple(note for row in notes for note in row),
        headings=headings,
        dangling=tuple(dict.fromkeys(marks.dangling)),
        spaced=tuple(marks.spaced),
        inside=tuple(marks.inside),
    )


def reference(label: str) -> str:
    """A marked reference, as `written` turns it into Markdown."""
    return f"{NOTE_OPEN}{label}{NOTE_CLOSE}"


def written(text: str) -> str:
    """The text with its marked references as Markdown has them."""
    return re.sub(f"{NOTE_OPEN}(.*?){NOTE_CLOSE}", r"[^\1]", text)


class Labels:
    """The labels that an article gives away, each once."""

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._given = set(given)
        self._numbers: dict[str, int] = {}

    def give(self, label: str) -> str:
        """The label, with a number after it where another note has it."""
        free = label
        while free in self._given:
            self._numbers[label] = self._numbers.get(label, 1) + 1
            free = f"{label}-{self._numbers[label]}"
        self._given.add(free)
        return free


def _named(rows: list[list[Candidate]], blocks: Blocks, given: frozenset[str]) -> list[list[TypedNote]]:
    labels = Labels(given)
    named = []
    for row in rows:
        notes = []
        for item, after in zip(row, [*row[1:], None], strict=True):
            between = tuple(range(item.block + 1, after.block)) if after else ()
            more = between if len(between) <= CONTINUED and all(blocks[index] for index in between) else ()
            label = labels.give(as_label(item.label))
            notes.append(TypedNote(label=label, block=item.block, text=item.text, more=more))
        named.append(notes)
    return named


class _Targets:
    """Which note a reference means, also where notes are counted anew on every page or after every section."""

    def __init__(self, rows: list[list[Candidate]], notes: list[list[TypedNote]]) -> None:
        self.ways = {item.way for row in rows for item in row}
        self._tables: list[dict[str, list[str]]] = []
        for row, named in zip(rows, notes, strict=True):
            table: dict[str, list[str]] = {}
            for item, note in zip(row, named, strict=True):
                table.setdefault(item.label, []).append(note.label)
            self._tables.append(table)
        self._starts = [row[0].block for row in notes]
        ends = [max(row[-1].block, *row[-1].more) if row[-1].more else row[-1].block for row in notes]
        gaps = zip(ends, self._starts[1:], strict=False)
        self._apart = any(start - end > CONTINUED for end, start in gaps)
        self._seen: dict[tuple[int, str], int] = {}

    def target(self, label: str, index: int) -> str | None:
        """The label of the note that is meant by a reference in the block `index`, or None."""
        able = [number for number, table in enumerate(self._tables) if label in table]
        if not able:
            return None
        if self._apart:
            here = next((number for number in able if self._starts[number] > index), able[-1])
            able = [here]
        names = [name for number in able for name in self._tables[number][label]]
        count = self._seen.get((able[0], label), 0)
        self._seen[able[0], label] = count + 1
        return names[min(count, len(names) - 1)]


def _marked(block: str, index: int, markers: Sequence[Marker], targets: _Targets, marks: _Marks) -> str:
    made, at = "", 0
    for marker in markers:
        fits = any(may_refer(marker.way, way) for way in targets.ways)
        labels = [targets.target(label, index) for label in marker.labels] if fits else [None]
        if None in labels:
            marks.dangling += [block[marker.start : marker.end].replace("\\", "")] if _is_sure(marker) else []
            continue
        made += block[at : marker.start] + "".join(reference(str(label)) for label in labels)
        made += _space(block, marker, str(labels[-1]), marks)
        at = marker.end
    return made + block[at:]


def _is_sure(marker: Marker) -> bool:
    """Whether it is a reference even where no note is: a number in square brackets."""
    return marker.way not in AMBIGUOUS and all(
        ordinal(label) and (len(label) > 1 or not label.isalpha() or label in "ivx") for label in marker.labels
    )


def _space(block: str, marker: Marker, label: str, marks: _Marks) -> str:
    """The space that is missing after a reference where the next sentence is glued to it."""
    before, rest = block[marker.start - 1 : marker.start], block[marker.end :]
    if not rest or not (rest[0].isalnum() or rest[0] in _OPENING):
        return ""
    if before.isalnum() and rest[0].islower():
        marks.inside.append(label)
        return ""
    marks.spaced.append(label)
    return " "


def definitions(paired: PairedNotes, blocks: Blocks) -> list[str]:
    """The notes as Markdown defines them, in the order of the text."""
    made = []
    for note in paired.notes:
        more = [(blocks[index] or "").strip() for index in note.more]
        made.append(definition_of(note.label, [note.text.strip(), *more]))
    return made


def definition_of(label: str, paragraphs: Sequence[str]) -> str:
    """A note as Markdown defines it, its later paragraphs indented."""
    first, *more = paragraphs
    later = ["\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n")) for text in more]
    return "\n\n".join([f"[^{label}]: {first}", *later])


def remarks(paired: PairedNotes) -> list[str]:
    """What an editor should look at."""
    return [f"the reference [^{label}] stands in the middle of a word" for label in paired.inside]
