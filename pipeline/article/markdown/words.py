"""Cut a leaf of words, references to notes and addresses into segments, as most leaves are.

It has one line, and each sign of it is one of what the sentence rules see. So its sentences are cut by their offsets,
without the chunks that emphasis, links and line breaks need.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.article.markdown.blocks import Leaf
from pipeline.article.markdown.chunks import LeafContext, build_segment, refer_to_note, show_address, split_view
from pipeline.article.markdown.links import find_bare_addresses
from pipeline.model import Piece, Placeholder

_PLAIN = frozenset({"Text", "FootnoteReference"})


class _Token(NamedTuple):
    """A reference or an address, with its offsets in the leaf."""

    start: int
    end: int
    placeholder: Placeholder
    is_address: bool


def split_words(text: str, leaf: Leaf, block: int, context: LeafContext) -> tuple[Piece, ...] | None:
    """Cut a leaf into pieces, its sentences as segments; return None if it has anything else than words, references and
    addresses, a line break, or a mark of a dialect.
    """
    raw = text[leaf.start : leaf.end]
    if "\n" in raw or "\r" in raw or not _PLAIN.issuperset([event.tag for event in leaf.events]):
        return None
    if context.marks and _has_mark(leaf, context):
        return None
    tokens = list(_find_tokens(raw, leaf, block, context)) if "[^" in raw or "://" in raw else []
    view = _blank_addresses(raw, tokens) if "://" in raw else raw
    starts = [token.start for token in tokens]
    ends = context.find_ends(leaf, view)
    pieces: list[Piece] = []
    for start, end in split_view(view, list(_outside(ends, tokens, starts)) if tokens else ends):
        source = raw[start:end]
        if source.isspace():
            pieces.append(source)
            continue
        parts: list[str | Placeholder] = []
        at = start
        for token in tokens[bisect_left(starts, start) : bisect_left(starts, end)] if tokens else ():
            parts += [raw[at : token.start], token.placeholder]
            at = token.end
        parts.append(raw[at:end])
        pieces.append(build_segment(parts, source, leaf, block, leaf.line, leaf.remarks, leaf.context))
    return tuple(pieces)


def _has_mark(leaf: Leaf, context: LeafContext) -> bool:
    first = bisect_left(context.marks, leaf.start, key=lambda mark: mark.start)
    return first < len(context.marks) and context.marks[first].start < leaf.end


def _find_tokens(raw: str, leaf: Leaf, block: int, context: LeafContext) -> Iterator[_Token]:
    has_addresses = "://" in raw
    at = 0
    for event in leaf.events:
        if event.tag != "Text":
            start, end = event.start - leaf.start, event.end - leaf.start
            if has_addresses:
                yield from _find_addresses(raw, at, start, leaf, block)
            yield _Token(start, end, refer_to_note(raw[start:end], event.value, context), is_address=False)
            at = end
    if has_addresses:
        yield from _find_addresses(raw, at, len(raw), leaf, block)


def _find_addresses(raw: str, start: int, end: int, leaf: Leaf, block: int) -> Iterator[_Token]:
    for first, last in find_bare_addresses(raw[start:end]):
        address = show_address(raw[start + first : start + last], leaf, block)
        yield _Token(start + first, start + last, address, is_address=True)


def _blank_addresses(raw: str, tokens: list[_Token]) -> str:
    """Return what the sentence rules see: an address has no stop that might end a sentence."""
    view, at = "", 0
    for token in tokens:
        if token.is_address:
            view += raw[at : token.start] + "x" * (token.end - token.start)
            at = token.end
    return view + raw[at:]


def _outside(ends: list[int], tokens: list[_Token], starts: list[int]) -> Iterator[int]:
    """Yield the ends of sentences that do not stand within a token."""
    for end in ends:
        index = bisect_left(starts, end) - 1
        if index < 0 or tokens[index].end <= end:
            yield end
