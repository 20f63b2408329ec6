"""A region of an edition that is verified by itself: parsed, compared with its source, held back where they differ.

To try a translation, the text around it must be parsed. A region is as short as possible, usually one top-level block,
so that an article of thousands of blocks with hundreds of bad translations is still done in seconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.article.markdown.events import Dialects
from pipeline.article.markdown.outline import Outline, has_allowed_references, read_outline, read_placed_outline
from pipeline.edition.compose import Block, compose_block
from pipeline.edition.render import EscapeLevel, NestedTranslations, render_sentence
from pipeline.errors import ArticleError
from pipeline.model import SegmentKind

EscapeLevels = dict[int, tuple[EscapeLevel, ...]]
"""The escape level of each sentence, by the index of its block among the pieces of the edition."""

RegionPart = tuple[int, tuple[int, ...]]
"""The unit of holding back, a sentence or a whole definition: the index of its block, and the places in the block."""

_NOT_LEAVES = {
    SegmentKind.FRONT_MATTER,
    SegmentKind.LINK_TARGET,
    SegmentKind.LINK_TITLE,
    SegmentKind.ATTRIBUTE,
}


class Region:
    """Consecutive pieces of an edition, by their indices.

    `head` is Markdown that is parsed before them: the definitions that they refer to. `targets` are the link targets
    that the edition changes, source → edition. `dialects` are those that the pieces are parsed by.
    """

    def __init__(
        self,
        pieces: Mapping[int, str | Block],
        head: str,
        nested: NestedTranslations,
        targets: Mapping[str, str],
        dialects: Dialects,
    ) -> None:
        self.dialects = dialects
        self.pieces = pieces
        self.head = head
        self.nested = nested
        self.targets = targets
        self.blocks = {index: piece for index, piece in pieces.items() if isinstance(piece, Block)}
        self.original: EscapeLevels = {
            index: (EscapeLevel.SOURCE,) * len(block.sentences) for index, block in self.blocks.items()
        }
        placed = read_placed_outline(head + "".join(_source(piece) for piece in pieces.values()), dialects)
        self.source, self.tops = placed.outline, placed.tops
        leaf_at = {start: ordinal for ordinal, start in enumerate(placed.leaves)}
        self.leaf_of: dict[int, int] = {}
        at = len(head)
        for index, piece in pieces.items():
            if isinstance(piece, Block) and piece.kind not in _NOT_LEAVES and at in leaf_at:
                self.leaf_of[index] = leaf_at[at]
            at += len(_source(piece))

    def text(self, levels: EscapeLevels) -> str:
        """Return the Markdown of the region, its head included."""
        return self.head + "".join(
            piece if isinstance(piece, str) else compose_block(piece, levels[index], self.nested).text
            for index, piece in self.pieces.items()
        )

    def is_sound(self, levels: EscapeLevels) -> bool:
        """Tell whether the region has the structure and only the references of its source."""
        return self._find_unsound(levels) == []

    def hold_back(self, levels: EscapeLevels) -> EscapeLevels:
        """Raise the levels as little as makes the region sound; with all sources shown it is sound by definition."""
        if self.is_sound(levels):
            return levels
        parts = list(self._find_changed())
        offending = self._find_offending(parts, levels)
        found = self._raise_levels(levels, self._find_lowest(offending, levels))
        if found == levels:
            found = self._raise_levels(levels, dict.fromkeys(offending, EscapeLevel.SOURCE))
        return self.hold_back(found) if found != levels else self.original

    def _find_unsound(self, levels: EscapeLevels) -> list[int] | None:
        """Return the blocks with other references than their sources; None if the structure differs."""
        try:
            outline = read_outline(self.text(levels), self.dialects)
        except ArticleError:  # the parser fails on it
            return None
        if outline.skeleton != self.source.skeleton:
            return None
        return [index for index in self.leaf_of if not self._has_allowed_references(index, levels[index], outline)]

    def _has_allowed_references(self, index: int, levels: tuple[EscapeLevel, ...], outline: Outline) -> bool:
        if levels == self.original[index]:
            return True
        sentences = zip(self.blocks[index].sentences, levels, strict=True)
        own = tuple(
            label for item, level in sentences if level is not EscapeLevel.SOURCE for label, _ in item.translator_notes
        )
        edition, source = outline.leaves[self.leaf_of[index]], self.source.leaves[self.leaf_of[index]]
        if not self.targets:
            return has_allowed_references(edition, source, own)
        links = source.links + self._translate_targets(source.links)
        expected = replace(source, links=links, images=self._translate_targets(source.images))
        moved = replace(edition, images=self._translate_targets(edition.images))
        return has_allowed_references(edition, expected, own) or has_allowed_references(moved, expected, own)

    def _translate_targets(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """Replace the link targets that the edition changes."""
        return tuple(self.targets.get(target, target) for target in targets)

    def _find_changed(self) -> Iterator[RegionPart]:
        """Yield the parts that differ from the source when nothing is held back."""
        for index, block in self.blocks.items():
            free = (EscapeLevel.AS_IS,) * len(block.sentences)
            if block.kind in _NOT_LEAVES:
                if compose_block(block, free, self.nested).text != block.source:
                    yield index, tuple(range(len(free)))
                continue
            for place, sentence in enumerate(block.sentences):
                shown = sentence.folded or sentence.omitted or render_sentence(sentence, EscapeLevel.AS_IS, self.nested)
                if shown != sentence.segment.source:
                    yield index, (place,)

    def _find_offending(
        self, parts: list[RegionPart], levels: EscapeLevels, others: Sequence[RegionPart] = ()
    ) -> list[RegionPart]:
        """Return the parts that make the region unsound, with `others` beside them, while the rest is source.

        Where neither half does alone, one has what another one ends, such as the two signs of a comment: each half is
        then searched with the other one beside it.
        """
        unsound = self._find_unsound(self._isolate([*others, *parts], levels))
        if unsound == []:
            return []
        if unsound is not None:
            parts = [part for part in parts if part[0] in unsound] or parts
        if len(parts) == 1:
            return parts
        half = len(parts) // 2
        first, second = parts[:half], parts[half:]
        alone = [*self._find_offending(first, levels, others), *self._find_offending(second, levels, others)]
        if alone:
            return alone
        together = [
            *self._find_offending(first, levels, [*others, *second]),
            *self._find_offending(second, levels, [*others, *first]),
        ]
        return together or parts

    def _find_lowest(self, offending: list[RegionPart], levels: EscapeLevels) -> dict[RegionPart, EscapeLevel]:
        """Return the lowest levels at which offending parts are sound while the rest is source.

        They are escaped all at once, and halves of them are tried only where that does not do for all: a region may be
        a list of hundreds of items, and to parse it for each of them takes minutes.
        """
        lowest = dict.fromkeys(offending, EscapeLevel.ESCAPED)
        unsound = self._find_offending(offending, self._raise_levels(levels, lowest))
        return lowest | dict.fromkeys(unsound, EscapeLevel.SOURCE)

    def _isolate(self, parts: Iterable[RegionPart], levels: EscapeLevels) -> EscapeLevels:
        """Return `levels` for these parts, and the source for the rest."""
        chosen = {index: list(source) for index, source in self.original.items()}
        for index, places in parts:
            for place in places:
                chosen[index][place] = levels[index][place]
        return {index: tuple(found) for index, found in chosen.items()}

    def _raise_levels(self, levels: EscapeLevels, more: Mapping[RegionPart, EscapeLevel]) -> EscapeLevels:
        """Raise the levels of parts to at least those in `more`."""
        chosen = {index: list(found) for index, found in levels.items()}
        for (index, places), level in more.items():
            for place in places:
                chosen[index][place] = max(chosen[index][place], level)
        return {index: tuple(found) for index, found in chosen.items()}


def _source(piece: str | Block) -> str:
    return piece if isinstance(piece, str) else piece.source
