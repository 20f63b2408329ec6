"""Footnotes and endnotes of a Word document: each with one reference, further references marked, marks not doubled."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.note_links import note_mark, reference_mark
from pipeline.importers.word.changes import ChangeLog
from pipeline.importers.word.ooxml import (
    Element,
    W,
    drop,
    make,
    paragraph_of,
    properties_of,
    text_of,
    text_paragraph,
    text_run,
    words_before,
)

_KINDS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_TEXT_OF_NOTE = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}
_LONGEST_MARK = 6
_OPEN_BOOKMARKS = 20  # at one place; more may be an attack


@dataclass(slots=True, kw_only=True)
class NoteBook:
    """The notes by story and identifier, and those at bookmarks, to which other places refer."""

    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    bookmarks: dict[str, tuple[str, str]] = field(default_factory=dict)
    wanted: dict[tuple[str, str], int] = field(default_factory=dict)

    def read(self, stories: dict[str, Element]) -> None:
        """Collect the notes, and the bookmarks around their references."""
        for story, tag in _TEXT_OF_NOTE.items():
            root = stories.get(story)
            for note in () if root is None else root.iter(tag):
                if note.get(f"{W}type") in {None, "normal"}:
                    self.notes[story, note.get(f"{W}id") or ""] = note
        for root in stories.values():
            self._read_bookmarks(root)

    def _read_bookmarks(self, root: Element) -> None:
        begun: dict[str, str] = {}
        names: dict[str, str] = {}
        for element in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", *_KINDS):
            if element.tag == f"{W}bookmarkStart":
                names[element.get(f"{W}id") or ""] = begun[element.get(f"{W}id") or ""] = element.get(f"{W}name") or ""
            elif element.tag == f"{W}bookmarkEnd":
                begun.pop(element.get(f"{W}id") or "", None)
            else:
                before = (names.get(mark, "") for mark in _marks_before(element.getparent()))
                for name in [*list(begun.values())[-_OPEN_BOOKMARKS:], *before]:
                    self.bookmarks.setdefault(name, _key(element))

    def refer(self, bookmark: str) -> Element | None:
        """Return a reference to the note at a bookmark, or None."""
        key = self.bookmarks.get(bookmark)
        if key is None or key not in self.notes:
            return None
        return self._second_reference(key)

    def _second_reference(self, key: tuple[str, str]) -> Element:
        return text_run(reference_mark(self.wanted.setdefault(key, len(self.wanted))))

    def take_out_of_links(self, root: Element) -> None:
        """Put references that stand within links after them, or between two halves, as Markdown needs it."""
        for reference in list(root.iter(*_KINDS)):
            run = reference.getparent()
            link = run.getparent()
            if link is None or link.tag != f"{W}hyperlink":
                continue
            rest = list(run.itersiblings())
            link.addnext(run)
            if rest:
                half = make("hyperlink")
                half.attrib.update(link.attrib)
                half.extend(rest)
                run.addnext(half)

    def settle(self, stories: dict[str, Element], log: ChangeLog) -> None:
        """Leave one reference to each note, mark the others, and list references and notes without counterpart."""
        seen: set[tuple[str, str]] = set()
        for reference in [found for root in stories.values() for found in root.iter(*_KINDS)]:
            key = _key(reference)
            run = reference.getparent()
            mark = _take_mark(reference)
            note = self.notes.get(key)
            if note is None or not (text_of(note).strip() or _has_more(note)):
                log.removed.append(Removed(what=RemovedKind.NOTE_REFERENCE, text=mark, place=words_before(run)))
                drop(reference)
            elif key in seen:
                run.addprevious(self._second_reference(key))
                drop(reference)
            else:
                seen.add(key)
                if mark:
                    _strip_mark(note, mark)
        for key, number in self.wanted.items():
            _mark_note(self.notes[key], note_mark(number))
        for key, note in self.notes.items():
            if key not in seen and text_of(note).strip():
                what = log.notes.get(key, RemovedKind.UNREFERENCED)
                log.removed.append(Removed(what=what, text=" ".join(text_of(note).split())))


def _marks_before(run: Element) -> Iterator[str]:
    """Yield the bookmarks that end right before a run, where LibreOffice ends those of a note."""
    before = islice(takewhile(lambda each: each.tag == f"{W}bookmarkEnd", run.itersiblings(preceding=True)), 2)
    yield from (each.get(f"{W}id") or "" for each in before)


def _key(reference: Element) -> tuple[str, str]:
    return _KINDS[reference.tag], reference.get(f"{W}id") or ""


def _mark_note(note: Element, mark: str) -> None:
    """Put a mark at the beginning of a note."""
    first = next((each for each in note if each.tag == f"{W}p"), None)
    if first is None or first is not note[0]:
        note.insert(0, text_paragraph(mark))
    else:
        text = next((each for each in first.iter(f"{W}t") if each.text), None)
        if text is not None:
            text.text = text.text.lstrip()
        properties = properties_of(first)
        first.insert(0 if properties is None else first.index(properties) + 1, text_run(mark))


def _has_more(note: Element) -> bool:
    """Tell whether a note without text holds something else: a picture, a formula."""
    return next(note.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is not None


def _take_mark(reference: Element) -> str:
    """Remove the mark of its own that follows a reference, and return it."""
    if reference.get(f"{W}customMarkFollows") not in {"1", "true", "on"}:
        return ""
    run = reference.getparent()
    after = [child for child in run if child.tag in {f"{W}t", f"{W}sym"} and run.index(child) > run.index(reference)]
    follows = run.getnext()
    if not after and follows is not None and follows.tag == f"{W}r":
        after = [child for child in follows if child.tag in {f"{W}t", f"{W}sym"}]
    mark = "".join(child.text or "" for child in after).strip()
    if len(mark) > _LONGEST_MARK:
        return ""
    for child in after:
        drop(child)
    return mark


def _strip_mark(note: Element, mark: str) -> None:
    """Remove a mark at the beginning of a note, which the reference shows."""
    left = mark
    for text in note.iter(f"{W}t"):
        plain = (text.text or "").lstrip()
        if not plain:
            continue
        shared = plain[: len(left)] if plain.startswith(left) else plain if left.startswith(plain) else ""
        if not shared or paragraph_of(text) is not next(note.iter(f"{W}p"), None):
            return
        text.text = plain[len(shared) :].lstrip() if shared == left else ""
        left = left[len(shared) :]
        if not left:
            return
