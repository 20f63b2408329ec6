"""Pair the editions of an article for display side by side, sentence by sentence. The editions have the same structure
and their sentences the same order (law 5), so that the nth sentences belong together. A sentence that a translator
folded into the one before leaves its place empty.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.frozen import dataclass
from pipeline.publishing.document import BLOCK_TAGS, Document, Heading, Node

_INLINE = {"Paragraph", "Heading"}
_NESTED = {"BlockQuote": "quote", "List": "list", "Item": "item"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelRow:
    """Nodes of each edition that stand side by side, the element that holds them, and its CSS classes. `sentence` is
    the index in the documents' `sentences`, None for a whole block. A heading has its `anchor` in its first row, a list
    item its bullet or number (`mark`).
    """

    cells: tuple[tuple[Node, ...], ...]
    tag: str
    look: str = ""
    anchor: str = ""
    sentence: int | None = None
    mark: str = ""


class SentenceSplitter:
    """Splits the inline text of one document's blocks where its sentences begin."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in spans]
        self.spans = spans

    def split(self, block: Node) -> list[tuple[int | None, tuple[Node, ...]]]:
        """Return the index and the nodes of each sentence in a block; a folded sentence has no nodes."""
        first = bisect_left(self.starts, block.start)
        last = bisect_left(self.starts, block.end)
        inside = self.spans[first:last] or [(block.start, block.end)]
        numbers = range(first, last) or [None]
        starts = [block.start, *(start for start, _ in inside[1:]), block.end]
        found = []
        for place, (number, (start, end)) in enumerate(zip(numbers, inside, strict=True)):
            upto = next((begin for begin in starts[place + 1 :] if begin > start), block.end)
            found.append((number, clip_nodes(block.children, starts[place], upto) if end > start else ()))
        return found


def clip_nodes(nodes: Iterable[Node], start: int, end: int) -> tuple[Node, ...]:
    """Return the parts of nodes from `start` up to `end`, in code points of the edition. Emphasis and links that begin
    before or end after are opened and closed there.
    """
    found = []
    for node in nodes:
        if node.end <= start or node.start >= end:
            continue
        if node.children:
            if inside := clip_nodes(node.children, start, end):
                found.append(node._replace(children=inside))
        elif node.tag == "Text" and len(node.value) == node.end - node.start:
            first, last = max(start - node.start, 0), min(end - node.start, len(node.value))
            found.append(node._replace(value=node.value[first:last]))
        elif start <= node.start:
            found.append(node)
    return tuple(found)


def sentence_splitters(documents: Iterable[Document]) -> tuple[SentenceSplitter, ...]:
    """Return a splitter for each document."""
    return tuple(SentenceSplitter(document.sentences) for document in documents)


def pair_rows(
    bodies: Sequence[Sequence[Node]], splitters: Sequence[SentenceSplitter], look: str = ""
) -> Iterator[ParallelRow]:
    """Yield rows for the blocks of all editions. If structures differ, which law 5 rules out, each block is a row."""
    for blocks in zip_longest(*bodies):
        found = [block for block in blocks if block is not None]
        one = found[0]
        if len(found) < len(bodies) or any(block.tag != one.tag for block in found):
            yield ParallelRow(cells=tuple((block,) if block else () for block in blocks), tag="div", look=look)
        elif one.tag in _INLINE:
            yield from _sentences(found, splitters, look)
        elif one.tag == "Item" and not any(node.tag in BLOCK_TAGS for node in one.children):
            yield from _sentences(found, splitters, f"{look} item")
        elif one.tag == "List":
            yield from _items(found, splitters, f"{look} {_NESTED[one.tag]}".strip())
        elif one.tag in _NESTED:
            inside = [block.children for block in found]
            yield from pair_rows(inside, splitters, f"{look} {_NESTED[one.tag]}".strip())
        else:
            yield ParallelRow(cells=tuple((block,) for block in found), tag="div", look=look)


def _items(lists: Sequence[Node], splitters: Sequence[SentenceSplitter], look: str) -> Iterator[ParallelRow]:
    start = lists[0].value
    for place, items in enumerate(zip_longest(*(each.children for each in lists))):
        mark = "•" if start is None else f"{start + place}."
        rows = pair_rows([(item,) if item else () for item in items], splitters, look)
        for number, row in enumerate(rows):
            yield row if number else replace(row, mark=f"{mark} {row.mark}".strip())


def _sentences(blocks: Sequence[Node], splitters: Sequence[SentenceSplitter], look: str) -> Iterator[ParallelRow]:
    cut = [splitter.split(block) for splitter, block in zip(splitters, blocks, strict=True)]
    heading = blocks[0].value if isinstance(blocks[0].value, Heading) else None
    for place, pieces in enumerate(zip_longest(*cut, fillvalue=(None, ()))):
        first = "" if place else " first"
        yield ParallelRow(
            cells=tuple(nodes for _, nodes in pieces),
            tag=f"h{heading.level}" if heading else "p",
            look=look if heading else f"{look}{first}".strip(),
            anchor=heading.anchor if heading and not place else "",
            sentence=pieces[0][0],
        )
