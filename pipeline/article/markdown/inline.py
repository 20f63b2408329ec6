"""Cut a leaf into segments: its inline text on one line, with placeholders, split into sentences."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.article.dialects import MarkKind
from pipeline.article.dialects.marks import FoundMark
from pipeline.article.markdown.blocks import LINKS, Leaf, clean_context, directive_fault, parse_directive
from pipeline.article.markdown.chunks import (
    Chunk,
    ChunkedLeaf,
    LeafContext,
    build_segment,
    find_contexts,
    make_placeholder,
    refer_to_note,
    show_address,
    split_view,
)
from pipeline.article.markdown.events import Event, find_matching_end, fold_label
from pipeline.article.markdown.html_attributes import find_values
from pipeline.article.markdown.inline_notes import flatten, parse_note
from pipeline.article.markdown.links import (
    find_bare_addresses,
    join_lines,
    line_break_pattern,
    split_link_target,
    split_mark,
)
from pipeline.article.markdown.words import split_words
from pipeline.errors import ArticleError
from pipeline.model import Piece, PlaceholderKind, Segment, SegmentKind


def split_leaf(text: str, leaf: Leaf, block: int, context: LeafContext) -> tuple[Piece, ...]:
    """Cut a leaf into pieces: its sentences as segments, and the white space between them as text.

    Raises ArticleError for a directive inside the leaf that is unknown or has no partner there.
    """
    words = split_words(text, leaf, block, context)
    if words is not None:
        return words
    reader = _LeafReader(text, leaf, block, context)
    reader.read()
    chunks = ChunkedLeaf(reader.chunks)
    lines = chunks.find_line_ends() if leaf.terms else ()
    ends = [end for end in sorted({*context.find_ends(leaf, chunks.view), *lines}) if not chunks.inside(end)]
    remarks = (*leaf.remarks, *chunks.remarks)
    line = leaf.line
    pieces: list[Piece] = []
    ranges = split_view(chunks.view, ends)
    contexts = find_contexts(chunks, ranges)
    for start, end in ranges:
        part = chunks.cut(start, end)
        raw = "".join(chunk.raw for chunk in part)
        if chunks.view[start:end].strip():
            parts = [chunk.placeholder or chunk.text for chunk in part]
            pieces.append(build_segment(parts, raw, leaf, block, line, remarks, contexts.get(start, leaf.context)))
        else:
            pieces.append(raw)
        line += raw.count("\n") or raw.count("\r")
    return tuple(pieces)


class _LeafReader:
    """Reads the events of a leaf into chunks that cover it from its first to its last character."""

    def __init__(self, text: str, leaf: Leaf, block: int, context: LeafContext) -> None:
        self.text = text
        self.leaf = leaf
        self.block = block
        self.context = context
        self.chunks: list[Chunk] = []
        self.at = leaf.start
        self.open: list[Event] = []
        self.inner_end = leaf.start
        self.newline = re.compile(line_break_pattern(leaf.quotes))

    def read(self) -> None:
        events = self.leaf.events
        index = 0
        while index < len(events):
            event = events[index]
            if event.sort == "start":
                index = self._read_start(events, index)
            elif event.sort == "end":
                self._read_end(event)
            else:
                index = self._read_inline(events, index)
            index += 1
        self._add_plain(self.leaf.end)

    def _read_start(self, events: tuple[Event, ...], index: int) -> int:
        event = events[index]
        self._add_plain(event.start)
        if event.tag == "Image":
            last = find_matching_end(events, index)
            words_end = max((item.end for item in events[index + 1 : last]), default=event.start + 2)
            self._add_image(event, self.text.index("]", words_end))  # behind a line break stands an indentation
            return last
        if event.tag == "Link" and event.value["link_type"] in {"Autolink", "Email"}:
            self._add_plain(event.start + 1)
            self._add_address(event.start + 1, event.end - 1)
            self._add_plain(event.end)
            self.inner_end = event.end
            return find_matching_end(events, index)
        self.open.append(event)
        self.inner_end = event.start + 1
        return index

    def _read_end(self, event: Event) -> None:
        if event.tag == "Link":
            self._add_link(self.open[-1])
        self._add_plain(event.end)
        self.open.pop()
        self.inner_end = event.end

    def _read_inline(self, events: tuple[Event, ...], index: int) -> int:
        event = events[index]
        self.inner_end = event.end
        match event.tag:
            case "SoftBreak" | "HardBreak":
                self._add_break(event, events[index + 1] if index + 1 < len(events) else None)
            case "FootnoteReference":
                self._add_reference(event)
            case "Code":
                self._add_plain(event.start)
                self._add_whole(event.start, event.end)
            case "InlineHtml":
                self._add_plain(event.start)
                if event.value.startswith("<!--"):
                    return self._add_comment(events, index)
                self._add_tag(event)
            case "HtmlTag":
                self._add_plain(event.start)
                self._add_whole(event.start, event.end, "\n" if event.value == "br" else "")
            case "HtmlNote":
                self._add_plain(event.start)
                raw = self.text[event.start : event.end]
                self._add_kept(event, raw, self.context.notes.get(raw[2:-1].casefold(), ""))
            case "HtmlKept":
                self._add_plain(event.start)
                self._add_kept(event, "x" * (event.end - event.start))
        return index

    def _add_chunk(self, text: str, raw: str, view: str, **more: Any) -> None:  # noqa: ANN401
        self.chunks.append(Chunk(text=text, raw=raw, view=view, nested=bool(self.open), **more))

    def _add_text(self, text: str) -> None:
        """Add text; a line break, which only that of a note has, is a piece of its own: a sentence may begin there."""
        at = 0
        for found in self.newline.finditer(text) if "\n" in text or "\r" in text else ():
            self._add_part(text[at : found.start()])
            self._add_chunk(" ", found[0], " ")
            at = found.end()
        self._add_part(text[at:])

    def _add_part(self, text: str) -> None:
        if text:
            self._add_chunk(text, text, text, plain=True)

    def _add_plain(self, end: int) -> None:
        """Add plain text up to `end`; the spans of dialects in it become placeholders."""
        marks = self.context.marks
        index = bisect_left(marks, self.at, key=lambda mark: mark.start) if marks else 0
        while index < len(marks) and marks[index].end <= end:
            self._add_words(marks[index].start)
            self._add_mark(marks[index])
            index += 1
        self._add_words(end)

    def _add_mark(self, mark: FoundMark) -> None:
        raw = self.text[mark.start : mark.end]
        if mark.kind is MarkKind.NOTE:
            self._add_note(mark, raw)
            return
        block, leaf, dialects = self.block, self.leaf, self.context.dialects or ()
        pieces = split_mark(self.text, mark, block=block, line=leaf.line, quotes=leaf.quotes, dialects=dialects)
        # A sentence that ends before a span that may stand alone, such as a figure, ends after it, as before a note.
        view = "[^1]" if mark.alone else "x" * len(raw)
        self._add_placeholder(PlaceholderKind.KEEP, raw, view, pieces, join_lines(raw, self.leaf.quotes))
        self.at = mark.end

    def _add_note(self, mark: FoundMark, raw: str) -> None:
        """Add a note within the sentence: its text is segments of their own, as that of a note elsewhere is."""
        self.at = mark.end
        if mark.start not in self.context.inline_notes:  # a note in a note, or in HTML
            self._add_placeholder(PlaceholderKind.KEEP, raw, "x" * len(raw), (raw,), flatten(raw))
            return
        label, number = self.context.inline_notes[mark.start]
        ((start, end, _, _),) = mark.words
        context, quotes = self.context, self.leaf.quotes
        events, marks = parse_note(self.text, mark, quotes, context.dialects, context.targets, context.notes)
        line = self.leaf.line + self.text.count("\n", self.leaf.start, start)
        inside = Leaf(
            start=start, end=end, line=line, kind=SegmentKind.FOOTNOTE, events=events, label=label, quotes=quotes
        )
        words = split_leaf(self.text, inside, -number, replace(context, marks=marks, inline_notes={}))
        pieces = (self.text[mark.start : start], *words, self.text[end : mark.end])
        self._add_placeholder(PlaceholderKind.NOTE, raw, "[^1]", pieces, flatten(self.text[start:end]), label=label)

    def _add_words(self, end: int) -> None:
        """Add words up to `end`; web addresses in them become placeholders, unless they are inside a link."""
        if end <= self.at:
            return
        start, raw = self.at, self.text[self.at : end]
        past = 0
        if "://" in raw and not any(event.tag == "Link" for event in self.open):
            for first, last in find_bare_addresses(raw):
                self._add_text(raw[past:first])
                self._add_address(start + first, start + last)
                past = last
        self._add_text(raw[past:])
        self.at = end

    def _add_whole(self, start: int, end: int, view: str = "") -> None:
        """Add code or an HTML tag: as it is, on one line, never cut."""
        raw = self.text[start:end]
        self._add_chunk(join_lines(raw, self.leaf.quotes, trailing=False), raw, view or "x" * len(raw))
        self.at = end

    def _add_tag(self, event: Event) -> None:
        """Add an HTML tag of a paragraph; one with words in its attributes becomes a placeholder."""
        is_marked = any(self._find_marks(event.start, event.end))
        words = () if is_marked else find_values(self.text, event.start, event.end)
        if words:
            self._add_kept(event._replace(value=words), "x" * (event.end - event.start))
        else:
            self._add_whole(event.start, event.end)

    def _add_kept(self, event: Event, view: str, shown: str = "") -> None:
        """Add a piece of HTML that stays as it is but for the words, the event's value, in its attributes."""
        raw = self.text[event.start : event.end]
        mark = FoundMark(kind=MarkKind.SPAN, start=event.start, end=event.end, words=tuple(event.value))
        pieces = split_mark(self.text, mark, block=self.block, line=self.leaf.line)
        shown = shown or join_lines(raw, self.leaf.quotes)
        self._add_placeholder(PlaceholderKind.KEEP, raw, view, pieces, shown)
        self.at = self.inner_end = event.end

    def _add_placeholder(
        self,
        kind: PlaceholderKind,
        raw: str,
        view: str,
        pieces: tuple[Piece, ...],
        description: str,
        label: str | None = None,
        **directive: str,
    ) -> None:
        placeholder = make_placeholder(kind, pieces, description, label)
        self._add_chunk("", raw, view, placeholder=placeholder, **directive)

    def _add_comment(self, events: tuple[Event, ...], index: int) -> int:
        """Add a comment as kept text, and with it, for the directive off, everything up to the directive on."""
        event, last = events[index], index
        word, rest = parse_directive(event.value) or ("", "")
        if word == "off":
            ends = (
                item for item in range(index, len(events)) if parse_directive(str(events[item].value)) == ("on", "")
            )
            last = next(ends, index)
        context = clean_context(rest) if word == "context" else ""
        if word == "context" and not context:
            raise ArticleError(directive_fault(word), line=self.leaf.line)
        if (word == "off" and last == index) or word == "on" or word not in {"", "off", "note", "context", LINKS}:
            raise ArticleError(
                f"'targman: {word}' stands alone in its paragraph. Inside a paragraph, off and on go together.",
                line=self.leaf.line,
            )
        raw = self.text[event.start : events[last].end]
        between = self.text[event.end : events[last].start].strip() if last > index else ""
        remark = rest if word == "note" else ""
        view = "x" * len(between) if between else " "
        self._add_placeholder(
            PlaceholderKind.KEEP, raw, view, (raw,), between or event.value, remark=remark, context=context
        )
        self.at = self.inner_end = events[last].end
        return last

    def _add_break(self, event: Event, following: Event | None) -> None:
        """Add a soft break, with what begins the next line, as a space, and a hard break as a placeholder.

        The next line begins at the start of the `following` event: only the parser knows whether a `>` there is a
        quote's marker or part of the text.
        """
        start = event.start
        while event.tag == "SoftBreak" and start > self.at and self.text[start - 1] in " \t":
            start -= 1
        self._add_plain(start)
        if following is not None and following.sort != "end":
            end = following.start
        else:
            line_end = event.end - (2 if self.text.startswith("\r\n", event.end - 2) else 1)
            found = self.newline.match(self.text, line_end)
            end = found.end() if found else event.end
        raw = self.text[start:end]
        if event.tag == "SoftBreak":
            self._add_chunk(" ", raw, " ")
        else:
            self._add_placeholder(PlaceholderKind.BREAK, raw, "\n", (raw,), "line break")
        self.at = self.inner_end = end

    def _add_reference(self, event: Event) -> None:
        self._add_plain(event.start)
        raw = self.text[event.start : event.end]
        self._add_chunk("", raw, raw, placeholder=refer_to_note(raw, event.value, self.context))
        self.at = event.end

    def _add_address(self, start: int, end: int) -> None:
        raw = self.text[start:end]
        self._add_chunk("", raw, "x" * len(raw), placeholder=show_address(raw, self.leaf, self.block))
        self.at = end

    def _add_link(self, start: Event) -> None:
        """Add the end of a link; its target becomes a placeholder, and a shortcut gets its label, `[text][label]`."""
        inner = self.inner_end
        self._add_plain(inner)
        closing = self.text[inner : start.end]
        if closing.startswith("]("):
            raw = closing[2:-1]
            pieces = self._split_target(closing, self._hide_marks(closing, inner))
            if pieces is None:
                return
            self._add_chunk("](", "](", "](")
            self._add_placeholder(PlaceholderKind.URL, raw, "x" * len(raw), pieces, raw)
            self._add_chunk(")", ")", ")")
        else:
            label = join_lines(closing[2:-1] or self.text[start.start + 1 : inner], self.leaf.quotes)
            shown = self.context.targets.get(fold_label(label), label)
            self._add_chunk("][", closing[:1], "](")
            pieces = (label,)
            self._add_placeholder(PlaceholderKind.URL, closing[1:-1], "xxxxx", pieces, shown, label=label)
            self._add_chunk("]", closing[1:][-1:], ")")
        self.at = start.end

    def _find_marks(self, start: int, end: int) -> Iterator[FoundMark]:
        """Yield the spans of dialects that stand between two offsets."""
        marks = self.context.marks
        for index in range(bisect_left(marks, start, key=lambda mark: mark.start), len(marks)):
            if marks[index].end > end:
                return
            yield marks[index]

    def _hide_marks(self, raw: str, start: int) -> str:
        """Return a piece of the text, which begins at `start`, with other signs in the place of dialects' spans."""
        for mark in self._find_marks(start, start + len(raw)):
            raw = raw[: mark.start - start] + "x" * (mark.end - mark.start) + raw[mark.end - start :]
        return raw

    def _split_target(self, closing: str, hidden: str) -> tuple[Piece, ...] | None:
        leaf = self.leaf
        return split_link_target(
            closing, hidden, block=self.block, line=leaf.line, quotes=leaf.quotes, asked=leaf.asked
        )

    def _add_image(self, event: Event, inner: int) -> None:
        """Add an image as one placeholder; its alternative text, target and title are segments inside it."""
        alternative, closing = self.text[event.start + 2 : inner], self.text[inner : event.end]
        pieces: list[Piece] = ["![", alternative]
        if alternative.strip():
            pieces[1] = Segment(
                kind=SegmentKind.IMAGE_TEXT,
                text=join_lines(alternative, self.leaf.quotes),
                source=alternative,
                block=self.block,
                line=self.leaf.line,
                section=self.leaf.section,
            )
        rest = None
        if closing.startswith("]("):
            # A picture's title with syntax of a site in it has been a text from the beginning, and may be translated.
            rest = self._split_target(closing, closing) or self._split_target(closing, self._hide_marks(closing, inner))
        pieces += [closing] if rest is None else ["](", *rest, ")"]
        label = join_lines(alternative, self.leaf.quotes) if closing in {"]", "][]"} else None
        raw = self.text[event.start : event.end]
        shown = event.value["dest_url"] or alternative
        self._add_placeholder(
            PlaceholderKind.IMAGE, raw, "xxxxx", tuple(piece for piece in pieces if piece), shown, label=label
        )
        self.at = self.inner_end = event.end
