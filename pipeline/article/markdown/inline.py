"""From a leaf to segments: its inline text on one line, with placeholders, cut into sentences."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from pipeline.article.markdown.blocks import Leaf, parse_directive
from pipeline.article.markdown.events import Event, find_matching_end, fold_label
from pipeline.article.markdown.links import find_bare_addresses, join_lines, line_break_pattern, split_link_target
from pipeline.errors import ArticleError
from pipeline.model import Piece, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.segmentation import find_sentence_ends

_WHOLE = {SegmentKind.HEADING, SegmentKind.TABLE_CELL}
_SHOWN_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a leaf. `text` is what a catalog shows, `view` what the sentence rules see, `raw` what the article
    says.

    A plain chunk has the same of all three and may be cut anywhere; any other is whole or not there. `nested` says
    that it stands inside emphasis or a link, where no sentence ends.
    """

    text: str
    raw: str
    view: str
    plain: bool = False
    nested: bool = False
    placeholder: Placeholder | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafContext:
    """What a leaf cannot know by itself: the notes' texts and the link targets by label, and how to cut."""

    lang: str
    sentences: bool
    notes: Mapping[str, str]
    targets: Mapping[str, str]


def split_leaf(text: str, leaf: Leaf, block: int, context: LeafContext) -> tuple[Piece, ...]:
    """The pieces of one leaf: its sentences as segments, and the white space between them as it stands.

    Raises ArticleError for a directive inside the leaf that is unknown or has no partner there.
    """
    reader = _Reader(text, leaf, block, context)
    reader.read()
    chunks = ChunkedLeaf(reader.chunks)
    whole = leaf.kind in _WHOLE or not context.sentences
    ends = [] if whole else [end for end in find_sentence_ends(chunks.view, context.lang) if not chunks.inside(end)]
    remarks = (*leaf.remarks, *(chunk.remark for chunk in chunks.parts if chunk.remark))
    line = leaf.line
    pieces: list[Piece] = []
    for start, end in _ranges(chunks.view, ends):
        part = chunks.cut(start, end)
        raw = "".join(chunk.raw for chunk in part)
        if chunks.view[start:end].strip():
            pieces.append(_segment(part, leaf, block, line, remarks))
        else:
            pieces.append(raw)
        line += raw.count("\n") or raw.count("\r")
    return tuple(pieces)


def _ranges(view: str, ends: list[int]) -> list[tuple[int, int]]:
    """Sentences and the white space between them, by turns, as ranges of the view that cover all of it."""
    cuts = [0]
    for end in [*ends, len(view)]:
        start = cuts[-1]
        while start < end and view[start].isspace():
            start += 1
        stop = end
        while stop > start and view[stop - 1].isspace():
            stop -= 1
        cuts += [start, stop]
    return [(start, end) for start, end in pairwise([*cuts, len(view)]) if start < end]


class ChunkedLeaf:
    """The chunks of a leaf with their offsets in its view."""

    def __init__(self, parts: list[Chunk]) -> None:
        self.parts = parts
        self.starts = list(accumulate((len(chunk.view) for chunk in parts), initial=0))
        self.view = "".join(chunk.view for chunk in parts)
        self.nested = [(self.starts[first], self.starts[last]) for first, last in _outermost(parts)]

    def inside(self, end: int) -> bool:
        """Whether a sentence end would cut through emphasis or a link, or through a chunk that is whole or not
        there.
        """
        span = bisect_right(self.nested, (end, -1)) - 1
        if span >= 0 and self.nested[span][0] < end < self.nested[span][1]:
            return True
        chunk = bisect_right(self.starts, end) - 1
        return self.starts[chunk] < end and not self.parts[chunk].plain

    def cut(self, start: int, end: int) -> list[Chunk]:
        """The chunks from `start` to `end` of the view, the plain ones cut to fit."""
        part: list[Chunk] = []
        index = bisect_right(self.starts, start) - 1
        while index < len(self.parts) and self.starts[index] < end:
            chunk, at = self.parts[index], self.starts[index]
            if chunk.plain and (start > at or end < at + len(chunk.view)):
                same = chunk.text[max(start - at, 0) : end - at]
                chunk = Chunk(text=same, raw=same, view=same, plain=True)
            part.append(chunk)
            index += 1
        return part


def _outermost(parts: list[Chunk]) -> list[tuple[int, int]]:
    """The outermost stretches of nested inline markup, as indices of chunks: first, and just past the last."""
    spans: list[tuple[int, int]] = []
    first = None
    for index, chunk in enumerate(parts):
        if chunk.nested and first is None:
            first = index
        elif not chunk.nested and first is not None:
            spans.append((first, index))
            first = None
    return spans if first is None else [*spans, (first, len(parts))]


def _segment(chunks: list[Chunk], leaf: Leaf, block: int, line: int, remarks: tuple[str, ...]) -> Segment:
    """Number the placeholders within the segment, leaving out numbers that its own text has in braces (law 2)."""
    literal = set(re.findall(r"\{([a-z]+\d+)\}", "".join(chunk.text for chunk in chunks if chunk.placeholder is None)))
    count: dict[PlaceholderKind, int] = {}
    texts: list[str] = []
    placeholders: list[Placeholder] = []
    for chunk in chunks:
        if chunk.placeholder is None:
            texts.append(chunk.text)
            continue
        mark = chunk.placeholder.kind
        number = count.get(mark, 0) + 1
        while f"{mark}{number}" in literal:
            number += 1
        count[mark] = number
        placeholder = replace(chunk.placeholder, number=number)
        placeholders.append(placeholder)
        texts.append(f"{{{placeholder.name}}}")
    return Segment(
        kind=leaf.kind,
        text="".join(texts),
        source="".join(chunk.raw for chunk in chunks),
        block=block,
        line=line,
        section=leaf.section,
        label=leaf.label,
        placeholders=tuple(placeholders),
        remarks=remarks,
    )


class _Reader:
    """Walks the events of a leaf and lays down chunks that cover it from its first to its last character."""

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
                index = self._start(events, index)
            elif event.sort == "end":
                self._end(event)
            else:
                index = self._inline(events, index)
            index += 1
        self._plain(self.leaf.end)

    def _start(self, events: tuple[Event, ...], index: int) -> int:
        event = events[index]
        self._plain(event.start)
        if event.tag == "Image":
            last = find_matching_end(events, index)
            self._image(event, max((item.end for item in events[index + 1 : last]), default=event.start + 2))
            return last
        if event.tag == "Link" and event.value["link_type"] in {"Autolink", "Email"}:
            self._plain(event.start + 1)
            self._address(event.start + 1, event.end - 1)
            self._plain(event.end)
            self.inner_end = event.end
            return find_matching_end(events, index)
        self.open.append(event)
        self.inner_end = event.start + 1
        return index

    def _end(self, event: Event) -> None:
        if event.tag == "Link":
            self._link(self.open[-1])
        self._plain(event.end)
        self.open.pop()
        self.inner_end = event.end

    def _inline(self, events: tuple[Event, ...], index: int) -> int:
        event = events[index]
        self.inner_end = event.end
        match event.tag:
            case "SoftBreak" | "HardBreak":
                self._break(event, events[index + 1] if index + 1 < len(events) else None)
            case "FootnoteReference":
                self._reference(event)
            case "Code":
                self._plain(event.start)
                self._whole(event.start, event.end)
            case "InlineHtml":
                self._plain(event.start)
                if event.value.startswith("<!--"):
                    return self._comment(events, index)
                self._whole(event.start, event.end)
        return index

    def _put(self, text: str, raw: str, view: str, **more: Any) -> None:  # noqa: ANN401
        self.chunks.append(Chunk(text=text, raw=raw, view=view, nested=bool(self.open), **more))

    def _same(self, text: str) -> None:
        if text:
            flat = join_lines(text, self.leaf.quotes)
            self._put(flat, text, flat, plain=flat == text)

    def _plain(self, end: int) -> None:
        """Plain text up to `end`; web addresses in it become placeholders unless a link is open around them."""
        if end <= self.at:
            return
        start, raw = self.at, self.text[self.at : end]
        done = 0
        if "://" in raw and not any(event.tag == "Link" for event in self.open):
            for first, last in find_bare_addresses(raw):
                self._same(raw[done:first])
                self._address(start + first, start + last)
                done = last
        self._same(raw[done:])
        self.at = end

    def _whole(self, start: int, end: int) -> None:
        """Code and HTML tags: shown as they are, on one line, and never cut."""
        raw = self.text[start:end]
        self._put(join_lines(raw, self.leaf.quotes, trailing=False), raw, "x" * len(raw))
        self.at = end

    def _placeholder(
        self,
        mark: PlaceholderKind,
        raw: str,
        view: str,
        pieces: tuple[Piece, ...],
        shown: str,
        **more: Any,  # noqa: ANN401
    ) -> None:
        shown = _shortened(" ".join(shown.split()))
        remark = more.pop("remark", "")
        self._put(
            "",
            raw,
            view,
            placeholder=Placeholder(kind=mark, number=0, pieces=pieces, description=shown, **more),
            remark=remark,
        )

    def _comment(self, events: tuple[Event, ...], index: int) -> int:
        """A comment is kept as it is; the directives off … on keep all that stands between them."""
        event, last = events[index], index
        word, rest = parse_directive(event.value) or ("", "")
        if word == "off":
            ends = (
                item for item in range(index, len(events)) if parse_directive(str(events[item].value)) == ("on", "")
            )
            last = next(ends, index)
        if (word == "off" and last == index) or word == "on" or word not in {"", "off", "note"}:
            raise ArticleError(
                f"'targman: {word}' stands alone in its paragraph. Inside a paragraph, off and on go together.",
                line=self.leaf.line,
            )
        raw = self.text[event.start : events[last].end]
        between = self.text[event.end : events[last].start].strip() if last > index else ""
        remark = rest if word == "note" else ""
        view = "x" * len(between) if between else " "
        self._placeholder(PlaceholderKind.KEEP, raw, view, (raw,), between or event.value, remark=remark)
        self.at = self.inner_end = events[last].end
        return last

    def _break(self, event: Event, following: Event | None) -> None:
        """A soft break and what begins the next line is a space; a hard break keeps its characters in a placeholder.

        The next line begins where the `following` event starts: a `>` may be a quote's marker or a character of the
        text, and the parser knows which.
        """
        start = event.start
        while event.tag == "SoftBreak" and start > self.at and self.text[start - 1] in " \t":
            start -= 1
        self._plain(start)
        if following is not None and following.sort != "end":
            end = following.start
        else:
            line_end = event.end - (2 if self.text.startswith("\r\n", event.end - 2) else 1)
            found = self.newline.match(self.text, line_end)
            end = found.end() if found else event.end
        raw = self.text[start:end]
        if event.tag == "SoftBreak":
            self._put(" ", raw, " ")
        else:
            self._placeholder(PlaceholderKind.BREAK, raw, "\n", (raw,), "line break")
        self.at = end

    def _reference(self, event: Event) -> None:
        self._plain(event.start)
        raw = self.text[event.start : event.end]
        shown = self.context.notes.get(event.value.casefold(), "")
        self._placeholder(PlaceholderKind.NOTE, raw, raw, (raw,), shown, label=event.value)
        self.at = event.end

    def _address(self, start: int, end: int) -> None:
        raw = self.text[start:end]
        target = Segment(kind=SegmentKind.LINK_TARGET, text=raw, source=raw, block=self.block, line=self.leaf.line)
        self._placeholder(PlaceholderKind.URL, raw, "x" * len(raw), (target,), raw)
        self.at = end

    def _link(self, start: Event) -> None:
        """The end of a link: its target becomes a placeholder; a shortcut is given its label, `[text][label]`."""
        inner = max(self.inner_end, start.start + 1)
        self._plain(inner)
        closing = self.text[inner : start.end]
        if closing.startswith("]("):
            pieces = self._closing(closing)
            if pieces is None:
                return
            raw = closing[2:-1]
            self._put("](", "](", "](")
            self._placeholder(PlaceholderKind.URL, raw, "x" * len(raw), pieces, raw)
            self._put(")", ")", ")")
        else:
            label = join_lines(closing[2:-1] or self.text[start.start + 1 : inner], self.leaf.quotes)
            shown = self.context.targets.get(fold_label(label), label)
            self._put("][", closing[:1], "](")
            pieces = (label,)
            self._placeholder(PlaceholderKind.URL, closing[1:-1], "xxxxx", pieces, shown, label=label)
            self._put("]", closing[1:][-1:], ")")
        self.at = start.end

    def _closing(self, closing: str) -> tuple[Piece, ...] | None:
        return split_link_target(closing, block=self.block, line=self.leaf.line, quotes=self.leaf.quotes)

    def _image(self, event: Event, inner: int) -> None:
        """An image is one placeholder; its alternative text, target and title are segments inside it."""
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
        rest = self._closing(closing) if closing.startswith("](") else None
        pieces += [closing] if rest is None else ["](", *rest, ")"]
        label = join_lines(alternative, self.leaf.quotes) if closing in {"]", "][]"} else None
        raw = self.text[event.start : event.end]
        shown = event.value["dest_url"] or alternative
        self._placeholder(
            PlaceholderKind.IMAGE, raw, "xxxxx", tuple(piece for piece in pieces if piece), shown, label=label
        )
        self.at = self.inner_end = event.end


def _shortened(text: str) -> str:
    """`text` for a comment: as it is up to 200 code points, else cut with an ellipsis that shows it."""
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH].rstrip() + "…"
