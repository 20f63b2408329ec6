"""The chunks of a leaf: what may be cut between two sentences, and what may not; segments are made of them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.article.dialects.marks import FoundMark
from pipeline.article.markdown.blocks import Leaf
from pipeline.article.markdown.events import Dialects
from pipeline.frozen import dataclass
from pipeline.model import Piece, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy
from pipeline.segmentation import find_sentence_ends

_UNSPLIT = {SegmentKind.HEADING, SegmentKind.TABLE_CELL}
_LITERAL = lazy(r"\{([a-z]+\d+)\}")
_MAX_DESCRIPTION = 200  # code points; a translator needs to recognise a note, not to read all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafContext:
    """The context of a leaf: the texts of notes and the targets of links by label, the language, how to cut, and the
    marks of `dialects` in running text. `inline_notes` are the labels and numbers of notes within sentences by offset.
    """

    lang: str
    sentences: bool
    notes: Mapping[str, str]
    targets: Mapping[str, str]
    marks: tuple[FoundMark, ...] = ()
    dialects: Dialects = None
    inline_notes: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    def find_ends(self, leaf: Leaf, view: str) -> list[int]:
        """Return the offsets in the view of a leaf at which its sentences end; none where it stays whole."""
        return [] if leaf.kind in _UNSPLIT or not self.sentences else find_sentence_ends(view, self.lang)


class Chunk(NamedTuple):
    """A part of a leaf: its source text `raw`, the `text` for catalogs, and the `view` for the sentence rules.

    In a plain chunk all three are the same and it may be cut anywhere; any other chunk is never cut. `nested` means
    that it is inside emphasis or a link, where no sentence ends. `remark` and `context` are those of a directive.
    """

    text: str
    raw: str
    view: str
    plain: bool = False
    nested: bool = False
    placeholder: Placeholder | None = None
    remark: str = ""
    context: str = ""


class ChunkedLeaf:
    """The chunks of a leaf with their offsets in its view, the chunks' views joined."""

    def __init__(self, parts: list[Chunk]) -> None:
        self.parts = parts
        self.directives = [index for index, chunk in enumerate(parts) if chunk.remark or chunk.context]
        self.remarks = [parts[index].remark for index in self.directives if parts[index].remark]
        self.starts = list(accumulate((len(chunk.view) for chunk in parts), initial=0))
        self.view = "".join(chunk.view for chunk in parts)
        self.nested = [(self.starts[first], self.starts[last]) for first, last in _outermost(parts)]

    def inside(self, end: int) -> bool:
        """Tell whether a cut at `end` would divide emphasis, a link, or a chunk that may not be cut."""
        span = bisect_right(self.nested, (end, -1)) - 1
        if span >= 0 and self.nested[span][0] < end < self.nested[span][1]:
            return True
        chunk = bisect_right(self.starts, end) - 1
        return self.starts[chunk] < end and not self.parts[chunk].plain

    def find_line_ends(self) -> list[int]:
        """Return the offsets at which all lines but the last end: a space outside plain chunks is a line break."""
        breaks = (index for index, chunk in enumerate(self.parts) if chunk.text == " " and not chunk.plain)
        return [self.starts[index] for index in breaks]

    def cut(self, start: int, end: int) -> list[Chunk]:
        """Return the chunks from `start` to `end` of the view, the plain ones cut to fit."""
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
    """Return the outermost runs of nested markup as indices of chunks: the first, and just past the last."""
    spans: list[tuple[int, int]] = []
    first = None
    for index, chunk in enumerate(parts):
        if chunk.nested and first is None:
            first = index
        elif not chunk.nested and first is not None:
            spans.append((first, index))
            first = None
    return spans if first is None else [*spans, (first, len(parts))]


def find_contexts(chunks: ChunkedLeaf, ranges: list[tuple[int, int]]) -> dict[int, str]:
    """Return the contexts that directives in a leaf give to its sentences, by where these start.

    A directive between two sentences is for the second, one behind the last for the last.
    """
    found = [(chunks.starts[index], chunks.parts[index].context) for index in chunks.directives]
    found = [(at, context) for at, context in found if context]
    if not found:
        return {}
    sentences = [(start, end) for start, end in ranges if chunks.view[start:end].strip()]
    made: dict[int, str] = {}
    for at, context in found:
        start = next((start for start, end in sentences if end > at), sentences[-1][0] if sentences else 0)
        made[start] = context
    return made


def split_view(view: str, ends: list[int]) -> list[tuple[int, int]]:
    """Return sentences and the white space between them, alternating, as ranges that cover the view."""
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


def build_segment(
    parts: Sequence[str | Placeholder],
    source: str,
    leaf: Leaf,
    block: int,
    line: int,
    remarks: tuple[str, ...],
    context: str | None,
) -> Segment:
    """Make a segment of words and placeholders, numbered within it, except with numbers in its text (law 2)."""
    only = parts[0] if len(parts) == 1 else None
    text, placeholders = (only, ()) if isinstance(only, str) else _number(parts, source, context)
    return Segment(
        kind=leaf.kind,
        text=text,
        source=source,
        block=block,
        line=line,
        section=leaf.section,
        label=leaf.label,
        placeholders=placeholders,
        remarks=remarks,
        context=context,
    )


def _number(
    parts: Sequence[str | Placeholder], source: str, context: str | None
) -> tuple[str, tuple[Placeholder, ...]]:
    """Return the text of a segment for catalogs, and its placeholders with their numbers."""
    literal = _LITERAL.findall("".join(part for part in parts if isinstance(part, str))) if "{" in source else ()
    count: dict[PlaceholderKind, int] = {}
    texts: list[str] = []
    placeholders: list[Placeholder] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        number = count.get(part.kind, 0) + 1
        while f"{part.kind}{number}" in literal:
            number += 1
        count[part.kind] = number
        placeholder = _in_context(part if part.number == number else part.with_number(number), context)
        placeholders.append(placeholder)
        texts.append(f"{{{placeholder.name}}}")
    return "".join(texts), tuple(placeholders)


def make_placeholder(
    kind: PlaceholderKind, pieces: tuple[Piece, ...], description: str, label: str | None = None
) -> Placeholder:
    """Return a placeholder that is not yet numbered within its segment; a description for a comment is cut to 200 code
    points, with an ellipsis where it was longer.
    """
    shown = " ".join(description.split())
    if len(shown) > _MAX_DESCRIPTION:
        shown = shown[:_MAX_DESCRIPTION].rstrip() + "…"
    return Placeholder(kind=kind, number=1, pieces=pieces, description=shown, label=label)


def refer_to_note(raw: str, label: str, context: LeafContext) -> Placeholder:
    """Return the placeholder of a reference to a note, which its text describes."""
    return make_placeholder(PlaceholderKind.NOTE, (raw,), context.notes.get(label.casefold(), ""), label)


def show_address(raw: str, leaf: Leaf, block: int) -> Placeholder:
    """Return the placeholder of an address that stands in the text of a leaf."""
    kind = SegmentKind.LINK_TARGET
    target = Segment(kind=kind, text=raw, source=raw, block=block, line=leaf.line, asked=leaf.asked)
    return make_placeholder(PlaceholderKind.URL, (target,), raw)


def _in_context(placeholder: Placeholder, context: str | None) -> Placeholder:
    """Give the words in a placeholder the context of their sentence. An address has one meaning, and needs none."""
    if context is None:
        return placeholder
    pieces = tuple(
        replace(piece, context=context)
        if isinstance(piece, Segment) and piece.kind.is_text and piece.context is None
        else piece
        for piece in placeholder.pieces
    )
    return replace(placeholder, pieces=pieces)
