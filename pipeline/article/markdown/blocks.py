"""Find the leaves of an article, its runs of inline text, and the blocks around each one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.article.dialects.marks import Words, remove_masks
from pipeline.article.markdown.events import Event, line_number, line_starts
from pipeline.article.markdown.html_leaves import HtmlWords
from pipeline.article.markdown.html_tokens import Left
from pipeline.errors import ArticleError
from pipeline.frozen import dataclass
from pipeline.model import SegmentKind
from pipeline.patterns import lazy

_INLINE_CONTAINERS = {"Emphasis", "Strong", "Strikethrough", "Link", "Image"}
_OPAQUE = {"CodeBlock", "HtmlBlock"}
_DIRECTIVE = lazy(r"<!--\s*targman:\s*(?P<word>\w+(?:-\w+)*)(?P<rest>.*?)-->", re.DOTALL)

_DEFINITION = lazy(r"[ \t]*\r?\n(?:[ \t>]*\r?\n)?[ \t>]*:[ \t]+\S")
_LONGEST_TERM = 50
"""Maximum number of code points of a term above another one: lines of wrapped text, but for the last, are longer."""

LINKS = "link-targets"
"""The directive that asks translators for the link targets of a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A run of inline events directly under a paragraph, a heading, a table cell or a tight list item, or a run of text
    in a block of HTML.

    `start` and `end` are offsets in the text. `quotes` is the number of block quotes around it, whose markers begin its
    lines. `off` means that a directive excludes it from translation. `context` is the author's name for its meaning.
    Its link targets may be `asked` for. With `terms`, each of its lines is a term of the definition below it.
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
    context: str | None = None
    asked: bool = False
    terms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _BlockDirective:
    """A directive for a whole block, with the number of blocks around it. It counts for the next block there, and
    `begun` means that this has begun. `name` is that of a context.
    """

    word: str
    name: str
    line: int
    depth: int
    begun: bool = False


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

    `lines` are the offsets at which the lines of the text begin. `values` are the values of attributes in blocks of
    HTML that are text, `left` what else has words there and stays as it is.
    """

    leaves: tuple[Leaf, ...]
    notes: tuple[NoteDefinition, ...]
    off: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    values: tuple[Words, ...] = ()
    left: tuple[Left, ...] = ()


def parse_directive(comment: str) -> tuple[str, str] | None:
    """Return the word and the rest of a directive such as `<!-- targman: note … -->`; None for any other comment."""
    found = _DIRECTIVE.search(comment)
    return (found["word"], " ".join(found["rest"].split())) if found else None


def clean_context(rest: str) -> str:
    """Return the context that a directive names, as a catalog can have it."""
    return " ".join(rest.replace("\x04", " ").split())


def is_inline(sort: str, tag: str, parent: str) -> bool:
    """Tell whether an event in the block `parent` belongs to inline text."""
    if parent in _OPAQUE:
        return False
    if sort == "inline":
        return tag not in {"Rule", "TaskListMarker", "Html"}
    return tag in _INLINE_CONTAINERS


def read_blocks(text: str, events: Sequence[Event], *, link_targets: bool = False) -> BlockStructure:
    """Return the leaves, note definitions and excluded spans of an article; all `link_targets` may be asked for.

    Raises ArticleError for an unknown directive, and for an `off` or `on` without its partner.
    """
    return _BlockReader(text, events, link_targets=link_targets).read()


class _BlockReader:
    """Reads the events once, and knows the containers that are open at each point."""

    def __init__(self, text: str, events: Sequence[Event], *, link_targets: bool) -> None:
        self.text = text
        self.link_targets = link_targets
        self.may_ask = LINKS in text
        self.events = events
        self.lines = line_starts(text)
        self.open: list[Event] = []
        self.leaves: list[Leaf] = []
        self.notes: list[NoteDefinition] = []
        self.section = ""
        self.remarks: list[str] = []
        self.off: list[tuple[int, int]] = []
        self.off_since: Event | None = None
        self.values: list[Words] = []
        self.left: list[Left] = []
        self.html_since = 0
        self.contexts: list[_BlockDirective] = []
        self.asking: list[_BlockDirective] = []

    def read(self) -> BlockStructure:
        index = 0
        while index < len(self.events):
            event = self.events[index]
            if is_inline(event.sort, event.tag, self.open[-1].tag if self.open else ""):
                index = self._read_leaf(index)
                continue
            if event.sort == "start":
                self.open.append(event)
                self.html_since = index
                if self.contexts or self.asking:
                    self._begin_directives(event)
                if event.tag == "FootnoteDefinition":
                    self._read_note(event)
            elif event.sort == "end":
                self._end_block(index)
            index += 1
        for idle in (*self.contexts, *self.asking):
            raise _idle_directive(idle)
        if self.off_since is not None:
            raise ArticleError(
                "'targman: off' has no 'targman: on' after it. Add <!-- targman: on --> where translation goes on.",
                line=self._line(self.off_since.start),
            )
        return BlockStructure(
            leaves=tuple(self.leaves),
            notes=tuple(self.notes),
            off=tuple(self.off),
            lines=tuple(self.lines),
            values=tuple(self.values),
            left=tuple(self.left),
        )

    def _end_block(self, index: int) -> None:
        self.open.pop()
        if self.events[index].tag == "HtmlBlock":
            self._read_html(self.events[self.html_since : index + 1])
        if self.contexts or self.asking:
            self.contexts, self.asking = self._still_open(self.contexts), self._still_open(self.asking)

    def _read_leaf(self, index: int) -> int:
        """Add the run of inline events that begins at `index` as a leaf; return the index just past it."""
        events, parent = self.events, self.open[-1].tag if self.open else ""
        first, depth = index, 0
        while index < len(events):
            sort, tag, _, _, _ = events[index]
            if depth == 0 and (sort == "end" or not is_inline(sort, tag, parent)):
                break
            if sort != "inline":
                depth += 1 if sort == "start" else -1
            index += 1
        self._add_leaf(tuple(events[first:index]))
        return index

    def _add_leaf(self, run: tuple[Event, ...]) -> None:
        tags = [event.tag for event in self.open]
        note = next((event for event in self.open if event.tag == "FootnoteDefinition"), None)
        start, last = run[0].start, max([event.end for event in run])
        end = start + len(self.text[start:last].rstrip(" \t\r\n"))
        leaf = Leaf(
            start=start,
            end=end,
            line=self._line(start),
            kind=_kind(tags),
            events=run if end == last else tuple(item._replace(end=min(item.end, end)) for item in run),
            section="" if note or "Heading" in tags else self.section,
            label=note.value if note else None,
            quotes=tags.count("BlockQuote"),
            off=self.off_since is not None,
            remarks=tuple(self.remarks),
            context=self._directive(self.contexts),
            asked=self._directive(self.asking) is not None
            or self.link_targets
            or (self.may_ask and any(map(_asks_inline, run))),
            terms=self._has_terms(run, last),
        )
        if "Heading" in tags and not note:
            self.section = _plain_words(run)
        self.remarks.clear()
        self.leaves.append(leaf)

    def _has_terms(self, run: tuple[Event, ...], end: int) -> bool:
        """Tell whether the lines of a run up to `end` are terms, as in Markdown Extra: a definition is below them."""
        breaks = [event.start for event in run if event.tag == "SoftBreak"]
        if not breaks or not _DEFINITION.match(self.text, end):
            return False
        return all(last - first <= _LONGEST_TERM for first, last in pairwise([run[0].start, *breaks]))

    def _read_html(self, events: Sequence[Event]) -> None:
        """Obey the directives in a block of HTML that has just ended, and add its runs of text as leaves."""
        context = next((item.name for item in reversed(self.contexts) if item.begun), None)
        is_off, ended = self.off_since is not None, len(self.off)
        named = self._obey_directives(events[-1])
        is_off = is_off or self.off_since is not None or len(self.off) > ended
        found = HtmlWords(self.text, events)
        note = next((event for event in self.open if event.tag == "FootnoteDefinition"), None)
        own: dict[int, str] = {}
        for at, name in named:
            run = next((run for run in found.runs if run.end > at), found.runs[-1] if found.runs else None)
            if run is None:
                self._add_directive(self.contexts, "context", name, events[-1])
            else:
                own[run.start] = name
        for run in found.runs:
            self.leaves.append(
                Leaf(
                    start=run.start,
                    end=run.end,
                    line=self._line(run.start),
                    kind=SegmentKind.HTML_TEXT,
                    events=run.events,
                    section="" if note else self.section,
                    label=note.value if note else None,
                    quotes=sum(event.tag == "BlockQuote" for event in self.open),
                    off=is_off,
                    remarks=tuple(self.remarks),
                    context=own.get(run.start, context),
                )
            )
            self.remarks.clear()
        if not is_off:
            self.values += found.values
            self.left += found.left

    def _read_note(self, event: Event) -> None:
        self.notes.append(
            NoteDefinition(label=event.value, start=event.start, end=event.end, line=self._line(event.start)),
        )

    def _directive(self, found: list[_BlockDirective]) -> str | None:
        """Return the name of the directive for the leaf that is read, which in a tight list item may itself be the next
        block.
        """
        if not found:
            return None
        return found[-1].name if found[-1].begun else found.pop().name

    def _begin_directives(self, event: Event) -> None:
        """Note that the block has begun that the last directives count for; a comment is not a block."""
        is_comment = event.tag == "HtmlBlock" and self.text.startswith("<!--", event.start)
        for found in (self.contexts, self.asking):
            if found and not found[-1].begun and len(self.open) == found[-1].depth + 1 and not is_comment:
                found[-1] = replace(found[-1], begun=True)

    def _still_open(self, found: list[_BlockDirective]) -> list[_BlockDirective]:
        """Return the directives without those of blocks that have ended."""
        depth = len(self.open)
        for idle in (item for item in found if item.depth > depth and not item.begun):
            raise _idle_directive(idle)
        return [item for item in found if not item.begun or item.depth < depth]

    def _add_directive(self, found: list[_BlockDirective], word: str, name: str, event: Event) -> None:
        if found and not found[-1].begun:
            raise _idle_directive(found[-1])
        found.append(_BlockDirective(word=word, name=name, line=self._line(event.start), depth=len(self.open)))

    def _obey_directives(self, event: Event) -> list[tuple[int, str]]:
        """Obey the directives in a block of HTML that has just ended; return the contexts in it with their offsets."""
        named: list[tuple[int, str]] = []
        for match in _DIRECTIVE.finditer(self.text, event.start, event.end):
            word, rest = match["word"], " ".join(match["rest"].split())
            if word == "note" and rest:
                self.remarks.append(rest)
            elif word == "context" and clean_context(rest):
                named.append((match.start(), clean_context(rest)))
            elif word == LINKS:
                self._add_directive(self.asking, LINKS, "", event)
            elif word == "off" and self.off_since is None:
                self.off_since = event
            elif word == "on" and self.off_since is not None:
                self.off.append((self.off_since.start, event.end))
                self.off_since = None
            else:
                raise ArticleError(directive_fault(word), line=self._line(event.start))
        return named

    def _line(self, offset: int) -> int:
        return line_number(self.lines, offset)


def _asks_inline(event: Event) -> bool:
    """Tell whether an event is a comment inside a paragraph that asks for its link targets."""
    return event.tag == "InlineHtml" and LINKS in event.value and parse_directive(event.value) == (LINKS, "")


def _idle_directive(idle: _BlockDirective) -> ArticleError:
    return ArticleError(
        f"'targman: {' '.join(filter(None, (idle.word, idle.name)))}' has no block after it. Put it right before the "
        "paragraph, list or table that it is for, or into its sentence.",
        line=idle.line,
    )


def directive_fault(word: str) -> str:
    """Return the error of a directive that cannot be obeyed."""
    if word in {"on", "off"}:
        return f"'targman: {word}' without its partner before it: {'off' if word == 'on' else 'on'} comes first."
    if word == "note":
        return "'targman: note' has no text. Write the remark for translators after the word note."
    if word == "context":
        return "'targman: context' has no name. Write after it which meaning the text has, such as: context month."
    return f"unknown directive 'targman: {word}'. There are off, on, note, context and link-targets."


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
    """Return the words of a heading without markup, note references and a dialect's spans."""
    words = {"Text": None, "Code": None, "SoftBreak": " ", "HardBreak": " "}
    plain = "".join(words[event.tag] or event.value for event in run if event.tag in words)
    return " ".join(remove_masks(plain).split())
