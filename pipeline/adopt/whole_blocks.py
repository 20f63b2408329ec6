"""Be sure of pairings that are whole blocks: a note whose words and place agree, a paragraph of two texts that have the
same blocks all along. Of such a pairing nothing can belong elsewhere, however many sentences either side makes of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.adopt.adoption import Pairing
from pipeline.alignment import SURE
from pipeline.model import Article, SegmentKind

_LEAST = 0.3
"""Least confidence that the words alone have to give the pairing."""

Block = tuple[int, ...]
"""The numbers of the segments of one block."""


def trust_whole_blocks(
    pairings: Sequence[Pairing],
    article: Article,
    published: Article,
    sides: tuple[Sequence[int], Sequence[int]],
    notes: Mapping[str, str],
    disputed: Collection[str],
) -> Iterator[Pairing]:
    """Yield the pairings; those of whole blocks with a sentence on one side are sure. `sides` are the numbers of the
    segments that were aligned, `notes` the labels of notes by those of their counterparts, casefolded. Those that are
    `disputed` count where the same blocks refer to them in the same order.
    """
    ours, theirs = (list(_blocks(each, numbers)) for each, numbers in zip((article, published), sides, strict=True))
    texts = [
        [block for block in blocks if each.segments[block[0]].kind is not SegmentKind.FOOTNOTE]
        for each, blocks in ((article, ours), (published, theirs))
    ]
    is_same = _outline(article, texts[0]) == _outline(published, texts[1])
    placed = (
        set(zip(_references(published, texts[1]), _references(article, texts[0]), strict=True)) if is_same else set()
    )
    agreed = {label: source for label, source in notes.items() if label not in disputed or (label, source) in placed}
    whole = set(_pair_notes(article, ours, published, theirs, agreed))
    if is_same:
        whole |= set(zip(*texts, strict=True))
    for item in pairings:
        is_whole = (item.source, item.target) in whole and 1 in {len(item.source), len(item.target)}
        yield replace(item, confidence=max(item.confidence, SURE)) if is_whole and item.confidence >= _LEAST else item


def _blocks(article: Article, numbers: Sequence[int]) -> Iterator[Block]:
    for _, block in groupby(numbers, key=lambda number: article.segments[number].block):
        yield tuple(block)


def _outline(article: Article, blocks: Sequence[Block]) -> list[tuple[SegmentKind, int]]:
    """Return the kinds of blocks, each with the number of its notes."""
    return [
        (article.segments[block[0]].kind, sum(len(article.segments[number].notes) for number in block))
        for block in blocks
    ]


def _references(article: Article, blocks: Sequence[Block]) -> list[str]:
    """Return the labels of the notes that blocks refer to, in order."""
    return [label.casefold() for block in blocks for number in block for label in article.segments[number].notes]


def _pair_notes(
    article: Article, ours: Sequence[Block], published: Article, theirs: Sequence[Block], agreed: Mapping[str, str]
) -> Iterator[tuple[Block, Block]]:
    """Yield the blocks of notes that are one block on both sides."""
    known = _by_label(article, ours)
    for label, blocks in _by_label(published, theirs).items():
        counterparts = known.get(agreed.get(label, ""), [])
        if len(blocks) == len(counterparts) == 1:
            yield counterparts[0], blocks[0]


def _by_label(article: Article, blocks: Sequence[Block]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in blocks:
        segment = article.segments[block[0]]
        if segment.kind is SegmentKind.FOOTNOTE:
            found.setdefault((segment.label or "").casefold(), []).append(block)
    return found
