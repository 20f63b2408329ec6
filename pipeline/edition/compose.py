"""The blocks of an edition: sentences that stand in one stretch of inline text, and how they are put together."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from pipeline.article import escape
from pipeline.article.markdown.front_matter import format_scalar
from pipeline.edition.render import (
    OMITTED,
    ComposedBlock,
    EscapeLevel,
    NestedTranslations,
    RenderedSentence,
    render_note_references,
    render_sentence,
)
from pipeline.model import Article, Piece, Segment, SegmentKind, join_pieces

_UNDERLINE = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t>]*-+[ \t]*(?:[\r\n]|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The sentences of one stretch of inline text with the literal text between them; `source` is all of it in the
    source, `underlined` ones are a heading above a row of hyphens.
    """

    source: str
    gaps: tuple[str, ...]
    sentences: tuple[RenderedSentence, ...]
    underlined: bool = False

    @property
    def kind(self) -> SegmentKind:
        return self.sentences[0].segment.kind


def split_blocks(
    article: Article, sentences: Callable[[tuple[Segment, ...]], tuple[RenderedSentence, ...]]
) -> Iterator[str | Block]:
    """The article as literal text and blocks, by turns as they come; `sentences` says what the edition shows for
    each.
    """
    groups = list(_grouped(article.pieces))
    for (block, pieces), following in zip_longest(groups, groups[1:]):
        if block is None:
            yield from (piece for piece in pieces if isinstance(piece, str))
            continue
        gaps: list[str] = [""]
        segments: list[Segment] = []
        for piece in pieces:
            if isinstance(piece, str):
                gaps[-1] += piece
            else:
                segments.append(piece)
                gaps.append("")
        underlined = following is not None and isinstance(following[1][0], str) and _UNDERLINE.match(following[1][0])
        yield Block(
            source=join_pieces(pieces),
            gaps=tuple(gaps[:-1]),
            sentences=sentences(tuple(segments)),
            underlined=bool(underlined),
        )


def _grouped(pieces: tuple[Piece, ...]) -> Iterator[tuple[int | None, tuple[Piece, ...]]]:
    """The pieces by block; the literal text between two segments of one block belongs to it, any other to none."""
    owners: list[int | None] = [None if isinstance(piece, str) else piece.block for piece in pieces]
    for index in range(1, len(pieces) - 1):
        if owners[index] is None and owners[index - 1] is not None and owners[index - 1] == owners[index + 1]:
            owners[index] = owners[index - 1]
    for owner, group in groupby(zip(owners, pieces, strict=True), key=lambda pair: pair[0]):
        yield owner, tuple(piece for _, piece in group)


def compose_block(block: Block, strengths: tuple[EscapeLevel, ...], nested: NestedTranslations) -> ComposedBlock:
    """The block as the edition has it. `nested` remembers it: it is asked for again to prove the edition."""
    key = (block.sentences[0].segment.block, strengths)
    if key not in nested.composed:
        nested.composed[key] = _compose(block, strengths, nested)
    return nested.composed[key]


def _compose(block: Block, strengths: tuple[EscapeLevel, ...], nested: NestedTranslations) -> ComposedBlock:
    if block.kind is SegmentKind.FRONT_MATTER:
        return _whole(block, _field(block, strengths[0]))
    if block.kind in {SegmentKind.LINK_TARGET, SegmentKind.LINK_TITLE}:
        return _whole(block, _definition(block, strengths, nested))
    is_omitted = all(sentence.omitted for sentence in block.sentences) and EscapeLevel.SOURCE not in strengths
    text = OMITTED if is_omitted else ""
    spans = []
    for gap, sentence, strength in zip(block.gaps, block.sentences, strengths, strict=True):
        shown = strength is not EscapeLevel.SOURCE
        if (sentence.folded or sentence.omitted) and shown:
            spans.append((len(text), len(text)))
            text += render_note_references(sentence.segment)
            continue
        words = render_sentence(sentence, strength, nested)
        if sentence.changed and shown:
            begins_line = not text or "\n" in gap or "\r" in gap
            words = escape.escape_line_start(words) if begins_line else words
            words = escape.escape_for_kind(block.kind, words)
            words = escape.escape_bars(words) if block.underlined else words
        text += gap if text else ""
        spans.append((len(text), len(text) + len(words)))
        text += words
    return ComposedBlock(text, tuple(spans))


def _whole(block: Block, text: str) -> ComposedBlock:
    """A block that is not put together sentence by sentence: all of it belongs to the first one."""
    return ComposedBlock(text, ((0, len(text)), *((len(text), len(text)) for _ in block.sentences[1:])))


def _field(block: Block, strength: EscapeLevel) -> str:
    sentence = block.sentences[0]
    source = sentence.segment.source
    if strength is EscapeLevel.SOURCE:
        return source
    if sentence.reconciled is None:
        return format_scalar(f"[{sentence.mark}] {sentence.segment.text}", source) if sentence.mark else source
    return format_scalar(sentence.reconciled.text, source)


def _definition(block: Block, strengths: tuple[EscapeLevel, ...], nested: NestedTranslations) -> str:
    if EscapeLevel.SOURCE in strengths:
        return block.source
    pieces: list[Piece] = []
    for gap, sentence in zip(block.gaps, block.sentences, strict=True):
        pieces += [gap, sentence.segment]
    return nested.pieces(tuple(piece for piece in pieces if piece))
