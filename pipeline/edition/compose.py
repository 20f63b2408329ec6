"""Compose the blocks of an edition, runs of inline text, from their sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from pipeline.article import escape
from pipeline.article.markdown.front_matter import format_value
from pipeline.article.markdown.links import fill_value
from pipeline.edition.render import (
    OMITTED,
    ComposedBlock,
    EscapeLevel,
    NestedTranslations,
    RenderedSentence,
    render_note_references,
    render_sentence,
)
from pipeline.frozen import dataclass
from pipeline.languages.letters import ends_wide
from pipeline.model import Article, Piece, Segment, SegmentKind
from pipeline.patterns import lazy

# One hyphen with a space behind it begins a list where the text goes on.
_UNDERLINE = lazy(r"[ \t]*(?:\r\n?|\n)[ \t>]*(?:-{2,}[ \t]*(?:[\r\n]|\Z)|-(?:[ \t]*[\r\n]|\Z))")
_BEGINNING = lazy(r"[“‘「『《〈（*]*[^\W_]")
_NUMBER_SIGNS = lazy(r"#[ \t]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlock:
    """The segments of one run of inline text, and the literal text between them (`gaps`, empty before the first).

    `source` is its whole text. An `underlined` block is a heading above a row of hyphens, a `signed` one a heading
    behind number signs.
    """

    source: str
    gaps: tuple[str, ...]
    segments: tuple[Segment, ...]
    underlined: bool = False
    signed: bool = False

    @property
    def kind(self) -> SegmentKind:
        return self.segments[0].kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of the source with the sentences of an edition, one for each segment."""

    of: SourceBlock
    sentences: tuple[RenderedSentence, ...]

    @property
    def source(self) -> str:
        return self.of.source

    @property
    def kind(self) -> SegmentKind:
        return self.of.kind


AnyBlock = TypeVar("AnyBlock", SourceBlock, Block)


def split_blocks(
    article: Article, sentences: Callable[[tuple[Segment, ...]], tuple[RenderedSentence, ...]]
) -> Iterator[str | Block]:
    """Yield the article as literal text and blocks, in order; `sentences` makes the sentences of a block's segments."""
    for piece in find_blocks(article):
        yield piece if isinstance(piece, str) else Block(of=piece, sentences=sentences(piece.segments))


@lru_cache(maxsize=4)  # all editions of an article have the same blocks
def find_blocks(article: Article) -> tuple[str | SourceBlock, ...]:
    """Return the article as literal text and blocks, in order. Literal text belongs to a block between two of its
    segments.
    """
    pieces = article.pieces
    found: list[str | SourceBlock] = []
    before = ""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, str):
            found.append(piece)
            before, at = piece, at + 1
            continue
        segments, gaps, at = _take_block(pieces, at, piece.block)
        after = pieces[at] if at < len(pieces) else None
        parts = zip(gaps, segments, strict=True)
        made = SourceBlock(
            source="".join([gap + segment.source for gap, segment in parts]),
            gaps=gaps,
            segments=segments,
            underlined=isinstance(after, str) and _UNDERLINE.match(after) is not None,
            signed=before.endswith((" ", "\t")) and _NUMBER_SIGNS.search(before[-99:]) is not None,
        )
        found.append(made)
    return tuple(found)


def _take_block(pieces: Sequence[Piece], at: int, block: int) -> tuple[tuple[Segment, ...], tuple[str, ...], int]:
    """Return the segments of the block that begins with the piece `at`, the literal text before each of them, and the
    number of the piece after the block.
    """
    segments: list[Segment] = []
    gaps: list[str] = []
    gap, end = "", at
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if not isinstance(piece, str):
            if piece.block != block:
                break
            segments.append(piece)
            gaps.append(gap)
            gap, end = "", at
        elif at > end + 1:
            break
        else:
            gap = piece
    return tuple(segments), tuple(gaps), end


def cut_pieces(pieces: Sequence[str | AnyBlock], cuts: Sequence[int]) -> tuple[list[int], list[str | AnyBlock]]:
    """Cut literal text at offsets of the source; return the offsets of the pieces in the source, and the pieces."""
    starts: list[int] = []
    made: list[str | AnyBlock] = []
    at: int = 0
    for piece in pieces:
        if not isinstance(piece, str):
            starts.append(at)
            made.append(piece)
            at += len(piece.source)
            continue
        end: int = at + len(piece)
        for first, last in pairwise([at, *cuts[bisect_right(cuts, at) : bisect_left(cuts, end)], end]):
            starts.append(first)
            made.append(piece[first - at : last - at])
        at = end
    return starts, made


def compose_block(block: Block, levels: tuple[EscapeLevel, ...], nested: NestedTranslations) -> ComposedBlock:
    """Compose a block, each sentence escaped as its level says; `nested` caches it, since the proof needs it again."""
    key = (block.of.segments[0].block, levels)
    if key not in nested.composed:
        nested.composed[key] = _compose(block, levels, nested)
    return nested.composed[key]


def _compose(block: Block, levels: tuple[EscapeLevel, ...], nested: NestedTranslations) -> ComposedBlock:
    if block.kind is SegmentKind.FRONT_MATTER:
        return _undivided(block, _compose_field(block, levels[0]))
    if block.kind in {SegmentKind.LINK_TARGET, SegmentKind.LINK_TITLE, SegmentKind.ATTRIBUTE}:
        return _undivided(block, _compose_definition(block, levels, nested))
    is_omitted = all(sentence.omitted for sentence in block.sentences) and EscapeLevel.SOURCE not in levels
    text = ("[…]" if block.kind is SegmentKind.HTML_TEXT else OMITTED) if is_omitted else ""
    spans = []
    before: RenderedSentence | None = None
    for gap, sentence, level in zip(block.of.gaps, block.sentences, levels, strict=True):
        shown = level is not EscapeLevel.SOURCE
        if (sentence.folded or sentence.omitted) and shown:
            spans.append((len(text), len(text)))
            text += render_note_references(sentence.segment, nested)
            continue
        words = render_sentence(sentence, level, nested)
        if sentence.changed and shown:
            begins_line = not text or "\n" in gap or "\r" in gap
            words = _fit(block, sentence, words, nested, begins_line=begins_line)
            if begins_line and block.kind is SegmentKind.PARAGRAPH and nested.dialect.begins_code(words):
                words = escape.escape_first(words)
        text += _fit_gap(gap, before, sentence, text) if text else ""
        spans.append((len(text), len(text) + len(words)))
        text += words
        before = sentence if shown else None
    return ComposedBlock(text, tuple(spans))


def _fit_gap(gap: str, before: RenderedSentence | None, sentence: RenderedSentence, text: str) -> str:
    """Return the gap of the source between two translations, with a space or without one as their script needs it:
    Chinese and Japanese put none after a full stop. `text` is all that stands before the gap.
    """
    if before is None or not before.changed or not sentence.changed or gap.strip() or ends_wide(text) == (not gap):
        return gap
    if not gap:
        return " " if ends_wide(before.segment.text) else gap
    # Emphasis that ends with a mark, **停。**, has no effect without a space; nor may a link follow a note.
    begins = sentence.reconciled is not None and _BEGINNING.match(sentence.reconciled.text)
    return "" if begins and text[-1] not in "*_~" else gap


def _fit(block: Block, sentence: RenderedSentence, words: str, nested: NestedTranslations, *, begins_line: bool) -> str:
    """Return the words of a translation, escaped as their place in a block needs it."""
    segment = sentence.segment
    marks = tuple(nested.fill(item, segment) for item in segment.placeholders if item.is_mark)
    if nested.dialect.braces_open:
        words = escape.escape_openers(words, marks)
    if block.kind is SegmentKind.HTML_TEXT:
        return escape.escape_html_start(words, segment.text) if begins_line else words
    # Behind the number signs of a heading only more of them have a meaning, as its end.
    is_safe = block.kind is SegmentKind.HEADING and block.of.signed and not words.startswith("#")
    if begins_line and not is_safe and not words.startswith(marks):
        words = escape.escape_line_start(words, segment.text if sentence is block.sentences[0] else "")
    if block.kind is not SegmentKind.HEADING or not words.endswith(marks):
        words = escape.escape_for_kind(block.kind, words, marks)
    return escape.escape_bars(words, marks) if _may_become_row(block, nested) else words


def _may_become_row(block: Block, nested: NestedTranslations) -> bool:
    """Tell whether a bar in a translation may make a table of a block that is none in the source."""
    if block.of.underlined or block.kind is SegmentKind.TABLE_CELL or not nested.dialect.bars_divide:
        return block.of.underlined
    marks = [nested.fill(item, part) for part in block.of.segments for item in part.placeholders if item.is_mark]
    return not escape.has_bar(block.source, marks)


def _undivided(block: Block, text: str) -> ComposedBlock:
    """Return a block that is not composed sentence by sentence: its whole text is the span of the first one."""
    return ComposedBlock(text, ((0, len(text)), *((len(text), len(text)) for _ in block.sentences[1:])))


def _compose_field(block: Block, level: EscapeLevel) -> str:
    sentence, segment = block.sentences[0], block.sentences[0].segment
    if level is EscapeLevel.SOURCE:
        return segment.source
    if sentence.reconciled is None or sentence.entry is None:
        text = fill_value(f"[{sentence.mark}] {segment.text}", segment)
        return format_value(text, segment) if sentence.mark else segment.source
    # A reconciled translation is on one line; a value that stands on several keeps them.
    has_lines = "\n" in segment.text.strip()
    target = sentence.entry.target if has_lines else fill_value(sentence.reconciled.text, segment)
    return format_value(target, segment)


def _compose_definition(block: Block, levels: tuple[EscapeLevel, ...], nested: NestedTranslations) -> str:
    if EscapeLevel.SOURCE in levels:
        return block.source
    pieces: list[Piece] = []
    for gap, sentence in zip(block.of.gaps, block.sentences, strict=True):
        pieces += [gap, sentence.segment]
    return nested.translate_pieces(tuple(piece for piece in pieces if piece))
