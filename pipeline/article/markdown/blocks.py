"""Find the leaves of an article, its runs of inline text, and the blocks around each one."""

import re
from dataclasses import dataclass

from pipeline.article.markdown.events import Event, line_number, line_starts
from pipeline.errors import ArticleError
from pipeline.model import SegmentKind

_INLINE_CONTAINERS = {"Emphasis", "Strong", "Strikethrough", "Link", "Image"}
_OPAQUE = {"CodeBlock", "HtmlBlock"}
_DIRECTIVE = re.compile(r"<!--\s*targman:\s*(?P<word>\w+)(?P<rest>.*?)-->", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A run of inline events directly under a paragraph, a heading, a table cell or a tight list item.

    `start` and `end` are offsets in the text. `quotes` is the number of block quotes around it, whose markers begin its
    lines. `off` means that a directive excludes it from translation.
    """

    start: int
    end: int
    line: int
    kind: SegmentKind
    events: tuple[Event, ...]
    section: str = ""
    label: str | None = None
    quotes: int = 0
    off: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDefinition:
    """The definition of a footnote: its label, offsets and line."""

    label: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockStructure:
    """The leaves and note definitions of an article in order, and the spans that are excluded from translation.

    `lines` are the offsets at which the lines of the text begin.
    """

    leaves: tuple[Leaf, ...]
    notes: tuple[NoteDefinition, ...]
    off: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]


def parse_directive(comment: str) -> tuple[str, str] | None:
    """Return the word and the rest of a directive such as `<!-- targman: note … -->`; None for any other comment."""
    found = _DIRECTIVE.search(comment)
    return (found["word"], " ".join(found["rest"].split())) if found else None


def is_inline(sort: str, tag: str, parent: str) -> bool:
    """Tell whether an event in the block `parent` belongs to inline text."""
    if parent in _OPAQUE:
        return False
    if sort == "inline":
        return tag not in {"Rule", "TaskListMarker", "Html"}
    return tag in _INLINE_CONTAINERS


def read_blocks(text: str, events: list[Event]) -> BlockStructure:
    """Return the leaves, note definitions and excluded spans of an article.

    Raises ArticleError for an unknown directive, and for an `off` or `on` without its partner.
    """
    return _BlockReader(text, events).read()


class _BlockReader:
    """Reads the events once, and knows the containers that are open at each point."""

    def __init__(self, text: str, events: list[Event]) -> None:
        self.text = text
        self.events = events
        self.lines = line_starts(text)
        self.open: list[Event] = []
        self.leaves: list[Leaf] = []
        self.notes: list[NoteDefinition] = []
        self.section = ""
        self.remarks: list[str] = []
        self.off: list[tuple[int, int]] = []
        self.off_since: Event | None = None

    def read(self) -> BlockStructure:
        index = 0
        while index < len(self.events):
            event = self.events[index]
            if self._is_inline(event):
                index = self._read_leaf(index)
                continue
            if event.sort == "start":
                self.open.append(event)
                if event.tag == "FootnoteDefinition":
                    self._read_note(event)
            elif event.sort == "end":
                self.open.pop()
                if event.tag == "HtmlBlock":
                    self._obey_directives(event)
            index += 1
        if self.off_since is not None:
            raise ArticleError(
                "'targman: off' has no 'targman: on' after it. Add <!-- targman: on --> where translation goes on.",
                line=self._line(self.off_since.start),
            )
        return BlockStructure(
            leaves=tuple(self.leaves), notes=tuple(self.notes), off=tuple(self.off), lines=tuple(self.lines)
        )

    def _is_inline(self, event: Event) -> bool:
        return is_inline(event.sort, event.tag, self.open[-1].tag if self.open else "")

    def _read_leaf(self, index: int) -> int:
        """Add the run of inline events that begins at `index` as a leaf; return the index just past it."""
        first, depth = index, 0
        while index < len(self.events):
            event = self.events[index]
            if depth == 0 and (event.sort == "end" or not self._is_inline(event)):
                break
            depth += {"start": 1, "end": -1}.get(event.sort, 0)
            index += 1
        self._add_leaf(tuple(self.events[first:index]))
        return index

    def _add_leaf(self, run: tuple[Event, ...]) -> None:
        tags = [event.tag for event in self.open]
        note = next((event for event in self.open if event.tag == "FootnoteDefinition"), None)
        start, end = run[0].start, max(event.end for event in run)
        end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        leaf = Leaf(
            start=start,
            end=end,
            line=self._line(start),
            kind=_kind(tags),
            events=tuple(event if event.end <= end else event._replace(end=end) for event in run),
            section="" if note or "Heading" in tags else self.section,
            label=note.value if note else None,
            quotes=tags.count("BlockQuote"),
            off=self.off_since is not None,
            remarks=tuple(self.remarks),
        )
        if "Heading" in tags and not note:
            self.section = _plain_words(run)
        self.remarks.clear()
        self.leaves.append(leaf)

    def _read_note(self, event: Event) -> None:
        self.notes.append(
            NoteDefinition(label=event.value, start=event.start, end=event.end, line=self._line(event.start)),
        )

    def _obey_directives(self, event: Event) -> None:
        """Obey the directives in a block of HTML that has just ended."""
        for match in _DIRECTIVE.finditer(self.text, event.start, event.end):
            word, rest = match["word"], " ".join(match["rest"].split())
            if word == "note" and rest:
                self.remarks.append(rest)
            elif word == "off" and self.off_since is None:
                self.off_since = event
            elif word == "on" and self.off_since is not None:
                self.off.append((self.off_since.start, event.end))
                self.off_since = None
            else:
                raise ArticleError(_directive_fault(word), line=self._line(event.start))

    def _line(self, offset: int) -> int:
        return line_number(self.lines, offset)


def _directive_fault(word: str) -> str:
    if word in {"on", "off"}:
        return f"'targman: {word}' without its partner before it: {'off' if word == 'on' else 'on'} comes first."
    if word == "note":
        return "'targman: note' has no text. Write the remark for translators after the word note."
    return f"unknown directive 'targman: {word}'. There are off, on and note."


def _kind(tags: list[str]) -> SegmentKind:
    if "Heading" in tags:
        return SegmentKind.HEADING
    if "TableCell" in tags:
        return SegmentKind.TABLE_CELL
    if "FootnoteDefinition" in tags:
        return SegmentKind.FOOTNOTE
    around = {"Item": SegmentKind.LIST_ITEM, "BlockQuote": SegmentKind.QUOTE}
    return next((around[tag] for tag in reversed(tags) if tag in around), SegmentKind.PARAGRAPH)


def _plain_words(run: tuple[Event, ...]) -> str:
    """Return the words of a heading without markup and note references."""
    words = {"Text": None, "Code": None, "SoftBreak": " ", "HardBreak": " "}
    return " ".join("".join(words[event.tag] or event.value for event in run if event.tag in words).split())
