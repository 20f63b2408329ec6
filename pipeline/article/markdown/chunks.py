"""The chunks of a leaf: what may be cut between two sentences, and what may not; segments are made of them."""

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.article.markdown.blocks import Leaf
from pipeline.model import Placeholder, PlaceholderKind, Segment


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
    chunks: list[Chunk], leaf: Leaf, block: int, line: int, remarks: tuple[str, ...], context: str | None
) -> Segment:
    """Make a segment of chunks; its placeholders are numbered within it, except with numbers in its text (law 2)."""
    literal = set(re.findall(r"\{([a-z]+\d+)\}", "".join(chunk.text for chunk in chunks if chunk.placeholder is None)))
    count: dict[PlaceholderKind, int] = {}
    texts: list[str] = []
    placeholders: list[Placeholder] = []
    for chunk in chunks:
        if chunk.placeholder is None:
            texts.append(chunk.text)
            continue
        kind = chunk.placeholder.kind
        number = count.get(kind, 0) + 1
        while f"{kind}{number}" in literal:
            number += 1
        count[kind] = number
        placeholder = _in_context(chunk.placeholder.with_number(number), context)
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
        context=context,
    )


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
