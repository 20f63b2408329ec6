"""Find the lists of typed notes, by evidence: a run of rows that counts up, at the end of the text or below a heading,
with a reference for each. All else is text. Real notes in the document make typed ones the exception.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.importers import boilerplate, note_markers
from pipeline.importers.boilerplate import is_notes_heading
from pipeline.importers.note_markers import ReferenceMarker, label_ordinal, may_refer
from pipeline.languages.quantities import begins_with_quantity

Blocks = Sequence[str | None]
"""The blocks of a text in Markdown, each with one note at most; None is a block without notes, such as code."""

CONTINUED = 2
"""Number of blocks between two notes up to which they belong to the first."""

_WAYS = ("linked", "square", "tagged", "superscript", "caret", "star", "dagger", "round", "plain", "bare")
"""The ways to mark a note, the surest first."""

_FOOT_WAYS = tuple(way for way in _WAYS if way not in {"linked", "round"})
"""Ways of marking notes that may stand at the foot of each page."""

_SURE = frozenset({"linked", "square"})
_NUMBERED = frozenset({"plain", "bare"})
"""Ways in which lists and sentences of the text itself begin too."""

_BEGINS = re.compile(r"\\?[\w«“„\"'‘’(\[<*…–—-]")
"""The first sign of a note's text; lines of code begin with others."""

_MOST_TRIES = 20  # lists for which glued references are looked for, so that hostile texts take no longer
_MOST_PROSE_BELOW = 2
"""Number of long paragraphs that may stand below the notes, about the author for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCandidate:
    """A block that may be a note, read in one way; the label is folded."""

    block: int
    way: str
    label: str
    text: str


_Foot = tuple[list[NoteCandidate], list[tuple[int, ReferenceMarker]]]
"""The notes at the foot of a page, and the references to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLists:
    """The lists of notes in the order of the text, the references in each block, and the blocks that look like notes,
    but stand amid the text: `left` as they are, `taken` as notes since they are marked clearly. `paged` are references
    that name pages, and `listed` the labels of the numbered sources that they lead to, which are no notes.
    """

    rows: list[list[NoteCandidate]]
    markers: list[list[ReferenceMarker]]
    left: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()
    paged: tuple[str, ...] = ()
    listed: frozenset[str] = frozenset()


def find_note_lists(blocks: Blocks, *, has_notes: bool) -> NoteLists:
    """Find the lists of typed notes, and the references; `has_notes` says that the document has real notes."""
    markers = [note_markers.find_references(block) if block else [] for block in blocks]
    candidates = [
        NoteCandidate(block=index, way=way, label=label, text=text)
        for index, block in enumerate(blocks)
        for way, label, text in (note_markers.match_definitions(block) if block else ())
    ]
    paged = [found for block in blocks if block for found in note_markers.find_paged(block)]
    cited = frozenset(label for _, labels in paged for label in labels)
    search = _Search(blocks=blocks, markers=markers, has_notes=has_notes, cited=cited)
    for way in _FOOT_WAYS:
        search.find_page_feet([item for item in candidates if item.way == way and item.block not in search.blocked])
    for way in _WAYS:
        for row in _split_rows([item for item in candidates if item.way == way and item.block not in search.blocked]):
            search.weigh(row)
    rows = sorted(_without_lists(search.rows, blocks), key=lambda row: row[0].block)
    noted = {item.block for row in rows for item in row}
    known = {item.label for row in rows for item in row}
    return NoteLists(
        rows=rows,
        markers=search.markers,
        left=tuple(item.block for item in search.left if item.block not in noted and item.label not in known),
        taken=tuple(row[0].block for row in rows if not search.is_placed(row)),
        paged=tuple(dict.fromkeys(text for text, labels in paged if known.union(search.listed).intersection(labels))),
        listed=frozenset(search.listed - known),
    )


def _split_rows(candidates: list[NoteCandidate]) -> Iterator[list[NoteCandidate]]:
    """Split the candidates into rows that count up; those that may be text as well stand close together."""
    row: list[NoteCandidate] = []
    for item in candidates:
        step = label_ordinal(item.label) - label_ordinal(row[-1].label) if row else 1
        is_near = not row or item.way in _SURE or item.block - row[-1].block <= CONTINUED + 1
        if row and not (is_near and (0 < step <= CONTINUED + 1 or (item.way == "star" and not step))):
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _without_lists(rows: list[list[NoteCandidate]], blocks: Blocks) -> list[list[NoteCandidate]]:
    """Leave out numbered lists of the text itself: rows whose labels all belong to surer notes."""

    def is_sure(row: list[NoteCandidate]) -> bool:
        return row[0].way not in _NUMBERED or _is_under_heading(row, blocks)

    known = {item.label for row in rows if is_sure(row) for item in row}
    return [row for row in rows if is_sure(row) or any(item.label not in known for item in row)]


def _is_under_heading(row: list[NoteCandidate], blocks: Blocks) -> bool:
    return row[0].block > 0 and is_notes_heading(blocks[row[0].block - 1])


@dataclass(slots=True, kw_only=True)
class _Search:
    """The lists found so far, and the evidence for others."""

    blocks: Blocks
    markers: list[list[ReferenceMarker]]
    has_notes: bool
    cited: frozenset[str] = frozenset()
    listed: set[str] = field(default_factory=set)
    rows: list[list[NoteCandidate]] = field(default_factory=list)
    left: list[NoteCandidate] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    _first: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _glued: list[tuple[int, ReferenceMarker, bool]] | None = None
    _tries: int = _MOST_TRIES
    _end: int = 0

    def __post_init__(self) -> None:
        for index, found in enumerate(self.markers):
            self._note_first(index, found)
        self._end = self._find_end()

    def _note_first(self, index: int, found: Sequence[ReferenceMarker]) -> None:
        for marker in found:
            # What a block begins with is a note's own mark far more often than a reference.
            for label in marker.labels if marker.start else ():
                self._first.setdefault((marker.way, label), (index, marker.start))

    def _find_end(self) -> int:
        """Return the block from which on no more than a few paragraphs of prose follow."""
        prose = 0
        for index in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[index]
            is_note = block is not None and any(note_markers.match_definitions(block))
            is_long = block is None or boilerplate.continues_text(block, after_notes=False)
            prose += is_long and not is_note and not (block and boilerplate.ends_text(block, after_notes=True))
            if prose > _MOST_PROSE_BELOW:
                return index + 1
        return 0

    def is_placed(self, row: list[NoteCandidate]) -> bool:
        """Tell whether a row stands where notes do: below their heading, or at the end of the text."""
        return _is_under_heading(row, self.blocks) or row[0].block >= self._end

    def weigh(self, row: list[NoteCandidate]) -> None:
        """Take a row for notes, in whole or in part, if there is evidence enough."""
        if row[0].way in _NUMBERED:
            row = [item for item in row if not self._is_text(item)]
        if self._is_bibliography(row):
            self.listed |= {item.label for item in row}
            return
        is_glued = bool(row) and not any(self._place(item, row[0].block) for item in row) and self._glue(row)
        accepted = row if is_glued else self._accept(row) if row else []
        if accepted:
            self.rows.append(accepted)
            self.blocked |= {item.block for item in accepted}
        elif row and not self.is_placed(row) and not self.has_notes:
            self.left += [item for item in row if self._place(item, row[0].block) is not None]

    def _is_bibliography(self, row: list[NoteCandidate]) -> bool:
        """Tell whether a row has sources that the text cites with pages, so that the number has to stay; notes are
        those only to which a number alone leads, one after the other.
        """
        if self.has_notes or not row or row[0].way == "linked" or self.cited.isdisjoint(item.label for item in row):
            return False
        found = [place for item in row if (place := self._place(item, row[0].block)) is not None]
        return not (len(found) == len(row) and found == sorted(found) and self._is_complete(row))

    def find_page_feet(self, candidates: list[NoteCandidate]) -> None:
        """Take the notes at the foot of each page, as copied pages have them amid their text: rows that count on, or
        anew, each below the text that refers to it.
        """
        rows: list[list[NoteCandidate]] = []
        for item in candidates:
            if begins_with_quantity(item.text) or not _BEGINS.match(item.text):
                continue
            last = rows[-1][-1] if rows else None
            is_counted = last is not None and label_ordinal(item.label) == label_ordinal(last.label) + 1
            if last is not None and is_counted and item.block == last.block + 1:
                rows[-1].append(item)
            else:
                rows.append([item])
        feet: list[_Foot] = []
        end, last_label = -1, 0
        for row in rows if not self.has_notes else ():
            first = label_ordinal(row[0].label)
            goes_on = first == last_label + 1 and self._place(row[0], end + 1) is None
            is_next = (first == 1 or goes_on) and not _is_under_heading(row, self.blocks)
            found = self._find_page_markers(row, end) if is_next else []
            if len(found) == len(row):
                feet.append((row, found))
                end, last_label = row[-1].block, label_ordinal(row[-1].label)
        is_alone = len(feet) == 1 and self._stands_alone(feet[0][0], candidates)
        ways = {marker.way for _, found in feet for _, marker in found} - {"glued"}
        is_explained = len(feet) > 1 and self._explains([item for row, _ in feet for item in row], ways)
        for row, found in feet if is_alone or is_explained else ():
            self._put_markers(found)
            self.rows.append(row)
            self.blocked |= {item.block for item in row}

    def _explains(self, row: Sequence[NoteCandidate], ways: set[str]) -> bool:
        """Tell whether a row that may be a list of the text is that of most references of these kinds: those to a
        bibliography have other numbers too.
        """
        labels = {label for found in self.markers for each in found if each.way in ways for label in each.labels}
        noted = {item.label for item in row}
        return row[0].way not in _NUMBERED or len(labels - noted) <= len(noted)

    def _stands_alone(self, row: list[NoteCandidate], candidates: list[NoteCandidate]) -> bool:
        """Tell whether a note with a star, as authors have one of, is right below the only star of the text."""
        stars = [
            at for at, found in enumerate(self.markers) for marker in found if marker.way == "star" and marker.start
        ]
        return row[0].way == "star" and len(candidates) == 1 and stars == [row[0].block - 1]

    def _find_page_markers(self, row: list[NoteCandidate], after: int) -> list[tuple[int, ReferenceMarker]]:
        """Return the references to the notes of a row in the blocks above it, below the block `after`."""
        area = range(after + 1, row[0].block)
        clear = [
            (index, marker, False)
            for index in area
            for marker in self.markers[index]
            if marker.start and marker.way != "round" and may_refer(marker.way, row[0].way)
        ]
        glued = self._all_glued()
        start, stop = (bisect_left(glued, index, key=lambda found: found[0]) for index in (area.start, area.stop))
        return _find_in_order([*clear, *glued[start:stop]], [item.label for item in row])

    def _all_glued(self) -> list[tuple[int, ReferenceMarker, bool]]:
        if self._glued is None:
            self._glued = list(note_markers.find_glued(self.blocks))
        return self._glued

    def _put_markers(self, found: list[tuple[int, ReferenceMarker]]) -> None:
        """Put references where they were not seen before, in place of what they overlap."""
        for index, marker in found:
            others = [other for other in self.markers[index] if other.end <= marker.start or other.start >= marker.end]
            self.markers[index] = sorted([*others, marker], key=lambda other: other.start)
            self._note_first(index, [marker])

    def _is_text(self, item: NoteCandidate) -> bool:
        """Tell whether a block begins with a date or a measure: 18 July, 5 km². No note is `1 July …`; a heading and a
        number before make one of `1. July …`.
        """
        if item.way == "plain" and (item.block == 0 or self._is_listed(item)):
            return False
        return self._is_meant(item.label) and begins_with_quantity(item.text)

    def _is_listed(self, item: NoteCandidate) -> bool:
        above = self.blocks[item.block - 1]
        before = str(label_ordinal(item.label) - 1)
        return is_notes_heading(above) or any(
            label == before for _, label, _ in note_markers.match_definitions(above or "")
        )

    def _is_meant(self, label: str) -> bool:
        return any((way, label) in self._first for way in (*_WAYS, "glued"))

    def _place(self, item: NoteCandidate, start: int) -> tuple[int, int] | None:
        """Return where the text above the block `start` first refers to a note; None if it does not."""
        ways = [way for way in _WAYS if may_refer(way, item.way)]
        if item.way in _NUMBERED:
            # "(1)" in a sentence does not refer to an item of a list.
            ways.remove("round")
        places = [self._first[way, item.label] for way in ways if (way, item.label) in self._first]
        return min((place for place in places if place[0] < start), default=None)

    def _accept(self, row: list[NoteCandidate]) -> list[NoteCandidate]:
        """Return the part of a row for which there is evidence."""
        places = [self._place(item, row[0].block) for item in row]
        if _is_under_heading(row, self.blocks) and not self.has_notes:
            return row if row[0].way not in _NUMBERED or any(places) or self._is_round(row) else []
        if row[0].way in _SURE and not self.has_notes:
            return row if any(places) else []
        found = [place for place in places if place is not None]
        is_whole = len(found) == len(row) and found == sorted(found) and self._is_complete(row)
        is_bare = row[0].way == "bare" and len(row) == 1
        ways = {way for way, label in self._first if any(item.label == label for item in row)} - {"round", "glued"}
        return row if is_whole and self.is_placed(row) and not is_bare and self._explains(row, ways) else []

    def _is_round(self, row: list[NoteCandidate]) -> bool:
        return any(self._first.get(("round", item.label), (row[0].block,))[0] < row[0].block for item in row)

    def _is_complete(self, row: list[NoteCandidate]) -> bool:
        """Tell whether a row counts from the first label on, or goes on with another list, and leaves none out."""
        ordinals = [label_ordinal(item.label) for item in row]
        is_counted = all(two - one == 1 or (row[0].way == "star" and two == one) for one, two in pairwise(ordinals))
        ends = {label_ordinal(other[-1].label) for other in self.rows if other[0].way == row[0].way}
        return is_counted and (ordinals[0] == 1 or ordinals[0] - 1 in ends)

    def _glue(self, row: list[NoteCandidate]) -> bool:
        """Mark the references to a whole list whose numbers a browser glued to the words, in order; False if it did
        not, and the row is none of notes.
        """
        is_headed = _is_under_heading(row, self.blocks)
        is_counted = [item.label for item in row] == [str(number) for number in range(1, len(row) + 1)]
        if self.has_notes or not is_counted or not (is_headed or (len(row) > 1 and self.is_placed(row))):
            return False
        self._tries -= 1
        if self._tries < 0:
            return False
        above = [found for found in self._all_glued() if found[0] < row[0].block]
        found = _find_in_order(above, [item.label for item in row])
        if len(found) == len(row):
            self._put_markers(found)
        return len(found) == len(row)


def _find_in_order(
    able: Sequence[tuple[int, ReferenceMarker, bool]], labels: Sequence[str]
) -> list[tuple[int, ReferenceMarker]]:
    """Return a reference for each label, each after the one before; fewer if one is missing. The doubtful are the last
    resort.
    """
    places: dict[str, list[tuple[bool, int, int, ReferenceMarker]]] = {}
    for index, marker, is_doubtful in able:
        places.setdefault(marker.labels[0], []).append((is_doubtful, index, marker.start, marker))
    made: list[tuple[int, ReferenceMarker]] = []
    last = (-1, -1)
    for label in labels:
        nearest = min(
            (item for item in places.get(label, ()) if item[1:3] > last), key=lambda item: item[:3], default=None
        )
        if nearest is None:
            break
        last = nearest[1:3]
        made.append((nearest[1], nearest[3]))
    return made
