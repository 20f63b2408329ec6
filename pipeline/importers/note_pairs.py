"""Pair references with the typed notes of a text, and write both as Markdown."""

import re
from collections.abc import Iterable, Sequence

from pipeline.frozen import dataclass
from pipeline.importers.boilerplate import is_notes_heading
from pipeline.importers.note_lists import CONTINUED, Blocks, NoteCandidate, find_note_lists
from pipeline.importers.note_markers import AMBIGUOUS, DAGGERS, ReferenceMarker, label_ordinal, may_refer
from pipeline.importers.paragraphs import is_address, is_item
from pipeline.languages.letters import needs_no_space

_OPEN, _CLOSE = "\ue000", "\ue001"  # characters around the label of a marked reference; no document has them
_FIRST_WORDS, _SHOWN_PAGED = 8, 3
_ANNOUNCES = re.compile(r"[:՝․]\s*$")
_AFTER_WORD = re.compile(r"[^\W\d_]{3}[.,;:!?…։՝»”)]*$")
_BEFORE_MARKER = 12  # characters
_OPENING = "«“„"  # characters that a sentence may begin with, besides letters and digits


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNote:
    """A note: its label in the article, the block where it begins, its text, and its further blocks."""

    label: str
    block: int
    text: str
    more: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedNotes:
    """The blocks with their references marked, and the notes. `headings` are blocks above notes with nothing left below
    them, `dangling` references without a note as they stand; `spaced` and `inside` are labels of references that got a
    space after them, and of those in the middle of a word; `left` and `taken` are blocks that look like notes amid the
    text: those left there, and those taken for notes. `paged` are references with pages, which are text, and so is the
    list that they lead to if `keeps_list`.
    """

    blocks: tuple[str | None, ...]
    notes: tuple[TypedNote, ...] = ()
    headings: tuple[int, ...] = ()
    dangling: tuple[str, ...] = ()
    spaced: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()
    paged: tuple[str, ...] = ()
    keeps_list: bool = False

    @property
    def first(self) -> int:
        """The block where the notes begin; the one after the last if there are none."""
        return min([*self.headings, *(note.block for note in self.notes)], default=len(self.blocks))

    @property
    def last(self) -> int:
        """The block where the notes end; -1 if there are none."""
        return max((block for note in self.notes for block in (note.block, *note.more)), default=-1)

    @property
    def area(self) -> range:
        """The blocks from the first note, or the heading above it, to the last; where no notes were found, the heading
        that tells of some.
        """
        if self.notes:
            return range(self.first, self.last + 1)
        found = [index for index, block in enumerate(self.blocks) if is_notes_heading(block)]
        return range(found[-1], found[-1] + 1) if found else range(0)


def pair_notes(blocks: Blocks, given: frozenset[str] = frozenset()) -> PairedNotes:
    """Find the notes and mark the references to them; `given` are labels that the article has already."""
    lists = find_note_lists(blocks, has_notes=bool(given))
    rows, markers = lists.rows, lists.markers
    notes = _name_notes(rows, blocks, given)
    aside = {block for row in notes for note in row for block in (note.block, *note.more)}
    headings = tuple(index - 1 for index in sorted(aside) if index and is_notes_heading(blocks[index - 1]))
    marked = list(blocks)
    marks = _ReferenceMarking(rows, notes, lists.listed)
    for index, block in enumerate(blocks):
        if block and index not in aside and index not in headings:
            marked[index] = marks.mark_block(block, index, markers[index])
    return PairedNotes(
        blocks=tuple(marked),
        notes=tuple(note for row in notes for note in row),
        headings=headings,
        dangling=tuple(dict.fromkeys(marks.dangling)),
        spaced=tuple(marks.spaced),
        inside=tuple(marks.inside),
        left=lists.left,
        taken=lists.taken,
        paged=lists.paged,
        keeps_list=bool(lists.listed),
    )


def mark_reference(label: str) -> str:
    """Return a marked reference, which `write_references` turns into Markdown."""
    return f"{_OPEN}{label}{_CLOSE}"


def holds_reference(text: str) -> bool:
    """Tell whether a text has a marked reference."""
    return _OPEN in text


def write_references(text: str) -> str:
    """Write the marked references of a text as Markdown."""
    return re.sub(f"{_OPEN}(.*?){_CLOSE}", r"[^\1]", text)


def remove_references(text: str, instead: str = "") -> str:
    """Return a text without its marked references, with something `instead` of each."""
    return re.sub(f"{_OPEN}.*?{_CLOSE}", instead, text)


class LabelPool:
    """The labels of an article's notes, each given once."""

    def __init__(self, given: Iterable[str] = ()) -> None:
        self._given = set(given)
        self._numbers: dict[str, int] = {}

    def give(self, label: str) -> str:
        """Return the label, spelled out if it is a sign, with a number after it if another note has it."""
        spelled = "star" if label.startswith("*") else "dagger" if label.startswith(tuple(DAGGERS)) else ""
        free = label = f"{spelled}{label_ordinal(label)}" if spelled else label
        while free in self._given:
            self._numbers[label] = self._numbers.get(label, 1) + 1
            free = f"{label}-{self._numbers[label]}"
        self._given.add(free)
        return free


def _name_notes(rows: list[list[NoteCandidate]], blocks: Blocks, given: frozenset[str]) -> list[list[TypedNote]]:
    labels = LabelPool(given)
    named = []
    for row in rows:
        notes = []
        for item, after in zip(row, [*row[1:], None], strict=True):
            more = _find_more(item, after.block if after else None, blocks)
            notes.append(TypedNote(label=labels.give(item.label), block=item.block, text=item.text, more=more))
        named.append(notes)
    return named


def _find_more(note: NoteCandidate, after: int | None, blocks: Blocks) -> tuple[int, ...]:
    """Return the further blocks of a note: a few that stand before the next one, at `after`; below the last note an
    address alone; below any note that ends in a colon, the items that it announces.
    """
    start, end = note.block + 1, len(blocks) if after is None else after
    items = start
    while items < end and _ANNOUNCES.search(note.text) and is_item((blocks[items] or "").replace("\\", "")):
        items += 1
    if items > start and (after is None or items == after):
        return tuple(range(start, items))
    if after is None:
        end = start + 1 if start < end and is_address(blocks[start] or "") else start
    more = tuple(range(start, end))
    return more if len(more) <= CONTINUED and all(blocks[index] for index in more) else ()


class _ReferenceMarking:
    """Mark references by their notes, also if these are numbered anew on every page or after every section."""

    def __init__(
        self, rows: list[list[NoteCandidate]], notes: list[list[TypedNote]], listed: frozenset[str] = frozenset()
    ) -> None:
        self._listed = listed
        self.dangling: list[str] = []
        self.spaced: list[str] = []
        self.inside: list[str] = []
        self._ways = {item.way for row in rows for item in row}
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

    def _target(self, label: str, index: int) -> str | None:
        """Return the label of the note that a reference in the block `index` means, or None."""
        able = [number for number, table in enumerate(self._tables) if label in table]
        if not able:
            return None
        if self._apart:
            able = [next((number for number in able if self._starts[number] > index), able[-1])]
        names = [name for number in able for name in self._tables[number][label]]
        count = self._seen.get((able[0], label), 0)
        self._seen[able[0], label] = count + 1
        return names[min(count, len(names) - 1)]

    def mark_block(self, block: str, index: int, markers: Sequence[ReferenceMarker]) -> str:
        """Return the block number `index` with its references marked."""
        made, at = "", 0
        for marker in markers:
            fits = any(may_refer(marker.way, way) for way in self._ways)
            labels = [self._target(label, index) for label in marker.labels] if fits else [None]
            if None in labels and self._listed.issuperset(marker.labels):
                continue
            if None in labels:
                self.dangling += [block[marker.start : marker.end].replace("\\", "")] if _is_sure(marker, block) else []
                continue
            made += (
                _close_up(block, at, marker.start)
                + marker.kept
                + "".join(mark_reference(str(label)) for label in labels)
            )
            made += self._missing_space(block, marker, str(labels[-1]))
            at = marker.end + _closes(block, marker)
        return made + block[at:]

    def _missing_space(self, block: str, marker: ReferenceMarker, label: str) -> str:
        """Return the space that is missing between a reference and the next sentence."""
        before, rest = block[marker.start - 1 : marker.start], block[marker.end :]
        if not rest or not (rest[0].isalnum() or rest[0] in _OPENING) or needs_no_space(before, rest[0]):
            return ""
        if before.isalnum() and rest[0].islower():
            self.inside.append(label)
            return ""
        self.spaced.append(label)
        return " "


def _close_up(block: str, start: int, end: int) -> str:
    """Return a part of a block without the space before the reference at its end: "metres. [1]" is "metres.[^1]"."""
    part = block[start:end]
    closed = part.rstrip(" \u00a0")
    is_first = not closed.rpartition("\n")[2].strip("#>|*- ") and (not start or "\n" in closed)
    return part if is_first else closed


def _closes(block: str, marker: ReferenceMarker) -> bool:
    """Tell whether a bracket after a raised or glued number belongs to it, as in "the ferry1) was": none is open."""
    is_next = marker.way in {"superscript", "glued", "caret"} and block[marker.end : marker.end + 1] == ")"
    return is_next and block.rfind("(", 0, marker.start) <= block.rfind(")", 0, marker.start)


def _is_sure(marker: ReferenceMarker, block: str) -> bool:
    """Tell whether this is a reference even without a note: a number in square brackets, or one raised after a word."""
    if marker.way in {"superscript", "tagged"} and marker.labels[0].isdecimal():
        return bool(_AFTER_WORD.search(block[max(0, marker.start - _BEFORE_MARKER) : marker.start]))
    return marker.way not in AMBIGUOUS and all(
        label_ordinal(label) and (len(label) > 1 or not label.isalpha() or label in "ivx") for label in marker.labels
    )


def write_definitions(paired: PairedNotes, blocks: Blocks) -> list[str]:
    """Write the notes as Markdown definitions, in the order of the text."""
    return [
        write_definition(note.label, [note.text.strip(), *((blocks[index] or "").strip() for index in note.more)])
        for note in paired.notes
    ]


def write_definition(label: str, paragraphs: Sequence[str]) -> str:
    """Write a note as a Markdown definition, with its later paragraphs indented."""
    first, *more = paragraphs
    later = ["\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n")) for text in more]
    return "\n\n".join([f"[^{label}]: {first}", *later])


def pairing_remarks(paired: PairedNotes) -> list[str]:
    """Return sentences about the references that an editor should look at."""
    inside = [f"the reference [^{label}] is in the middle of a word" for label in paired.inside]
    left = [
        f"a paragraph begins like a note amid the text and was left there: {_quote(paired, index)}"
        for index in paired.left
    ]
    taken = [f"notes stood amid the text, and are footnotes now: {_quote(paired, index)}" for index in paired.taken]
    return [*inside, *left, *taken, *_paged_remarks(paired)]


def _paged_remarks(paired: PairedNotes) -> list[str]:
    shown = ", ".join(paired.paged[:_SHOWN_PAGED]) + (" …" if len(paired.paged) > _SHOWN_PAGED else "")
    if not paired.paged:
        return []
    if paired.keeps_list:
        return [f"references with pages lead to a numbered list, so both are text: {shown}"]
    return [f"references with pages are text, although their sources are footnotes now: {shown}"]


def _quote(paired: PairedNotes, index: int) -> str:
    words = str(paired.blocks[index]).replace("\\", "").split()
    return "“" + " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "") + "”"
