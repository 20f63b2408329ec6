"""Read an author's notes within sentences, `^[…]`, and write them as notes with definitions, as pages need them."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate

from pipeline.article import escape
from pipeline.article.dialects import MarkKind
from pipeline.article.dialects.marks import FoundMark
from pipeline.article.markdown.events import Dialects, Event, find_marks, fold_label, parse_events
from pipeline.article.markdown.links import line_break_pattern
from pipeline.article.markdown.note_definitions import append_definitions
from pipeline.patterns import lazy

_BRACKETED = lazy(r"\[((?:[^\[\]\\]|\\.)+)\]")
_LINE_BREAK = lazy(r"[ \t]*(?:\r\n?|\n)[ \t>]*")
_OPAQUE = {"Image", "CodeBlock"}
_LABEL = lazy(r"\[\^([^\]\s]+)\]")


def find_inline_notes(marks: Iterable[FoundMark], events: Iterable[Event]) -> tuple[FoundMark, ...]:
    """Return the notes among `marks` that stand in running text: not in HTML, in a picture's text or in a link's title.

    `events` are those of the whole text.
    """
    notes = [mark for mark in marks if mark.kind is MarkKind.NOTE]
    if not notes:
        return ()
    starts = [mark.start for mark in notes]
    found: list[FoundMark] = []
    depth = 0
    for event in events:
        if event.tag in _OPAQUE:
            depth += 1 if event.sort == "start" else -1
        elif event.tag == "Text" and not depth:
            found += notes[bisect_right(starts, event.start - 1) : bisect_right(starts, event.end - 1)]
    return tuple(found)


def label_prefix(source: str) -> str:
    """Return what the labels of an article's inline notes begin with, before their numbers: no other label does."""
    taken = {label.casefold() for label in _LABEL.findall(source)}
    prefix = "inline"
    while any(label.startswith(prefix) for label in taken):
        prefix += "-"
    return prefix


def number_inline_notes(source: str, notes: Sequence[FoundMark]) -> dict[int, tuple[str, int]]:
    """Return the label and the number of each of the `notes` of an article by its offset."""
    prefix = label_prefix(source) if notes else ""
    return {mark.start: (f"{prefix}{number}", number) for number, mark in enumerate(notes, start=1)}


def flatten(text: str) -> str:
    """Return the text of a note on one line, without the signs of quotes at the beginnings of its lines."""
    return _LINE_BREAK.sub(" ", text) if "\n" in text or "\r" in text else text


def short_definitions(text: str, targets: Container[str], notes: Container[str]) -> str:
    """Return definitions of the links and notes, by folded label, that `text` mentions: a parser has to know them."""
    mentioned = {fold_label(label): label for label in _BRACKETED.findall(text)}
    known = [label for label in mentioned if label in targets or (label[0] == "^" and label[1:] in notes)]
    return "".join(f"[{mentioned[label]}]: x\n\n" for label in known)


def parse_note(
    text: str, mark: FoundMark, quotes: int, dialects: Dialects, targets: Container[str], notes: Container[str]
) -> tuple[tuple[Event, ...], tuple[FoundMark, ...]]:
    """Parse the words of a note in `text`; return their events and the marks in them, with offsets of `text`.

    `quotes` is the number of quotes around the note, `targets` and `notes` have the labels that it may refer to.
    """
    ((start, end, _, _),) = mark.words
    inside = text[start:end]
    flat = re.sub(line_break_pattern(quotes), lambda found: " " * len(found[0]), inside)
    # A bracket before and a full stop after it are signs, as those of the note are, and begin or end no markup.
    body = f"({flat}.\n\n{short_definitions(flat, targets, notes)}"
    events: list[Event] = []
    for event in parse_events(body, dialects)[1:]:
        if event.tag == "Paragraph":
            break
        first, last = max(event.start - 1, 0) + start, min(event.end - 1, end - start) + start
        events.append(event._replace(start=first, end=last))
    marks = (item.moved(start - 1) for item in find_marks(body, dialects))
    return tuple(events), tuple(item for item in marks if item.end <= end)


class DefinedNotes:
    """The text of an article or an edition with its inline notes as references, `[^label]`, and their definitions."""

    def __init__(self, source: str, dialects: Dialects, labels: Sequence[str] = ()) -> None:
        """Rewrite `source`. `labels` are those of its inline notes, in order; by default they are numbered."""
        events = parse_events(source, dialects) if find_marks(source, dialects) else ()
        marks = find_inline_notes(find_marks(source, dialects), events)
        self.text = source
        self._ends: list[int] = []
        self._shifts = [0]
        self._top = self._more = 0
        if marks:
            numbered = [label for label, _ in number_inline_notes(source, marks).values()]
            names = labels if len(labels) == len(marks) else numbered
            self._rewrite(marks, names, dialects)

    def _rewrite(self, marks: Sequence[FoundMark], labels: Sequence[str], dialects: Dialects) -> None:
        source, parts, at = self.text, [], 0
        definitions: dict[str, str] = {}
        for mark, label in zip(marks, labels, strict=True):
            ((start, end, _, _),) = mark.words
            words = flatten(source[start:end]).strip()
            definitions[label] = escape.escape_line_start(words) if words else "&#160;"
            parts += [source[at : mark.start], f"[^{label}]"]
            at = mark.end
        text = "".join([*parts, source[at:]])
        self.text, self._top = append_definitions(text, definitions, dialects)
        self._more = len(self.text) - len(text)
        self._ends = [mark.end for mark in marks]
        shifts = (len(label) + 3 - (mark.end - mark.start) for mark, label in zip(marks, labels, strict=True))
        self._shifts = list(accumulate(shifts, initial=0))

    def move(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where a span of the source is in the text."""
        start, end = (at + self._shifts[bisect_right(self._ends, at)] for at in span)
        return (start + self._more, end + self._more) if self._ends and start >= self._top else (start, end)
