"""A stretch of an edition that is proved by itself: parsed, compared with its source, and held back where they differ.

Trying a translation means parsing what stands around it. A stretch is as short as that can be, usually one top-level
block, so that an article of thousands of blocks with hundreds of bad translations still merges in seconds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.article.markdown.outline import Outline, has_allowed_references, read_outline, read_placed_outline
from pipeline.edition.compose import Block, compose_block
from pipeline.edition.render import EscapeLevel, NestedTranslations, render_sentence
from pipeline.model import SegmentKind

EscapeLevels = dict[int, tuple[EscapeLevel, ...]]
"""How strongly each sentence is held back, by the index of its block among the pieces of the edition."""

RegionPart = tuple[int, tuple[int, ...]]
"""What is held back together: a sentence, or all of a definition, by the index of its block and those in it."""

_NOT_LEAVES = {SegmentKind.FRONT_MATTER, SegmentKind.LINK_TARGET, SegmentKind.LINK_TITLE}


class Region:
    """Pieces of an edition that follow each other, by their indices.

    `head` is Markdown that stands before them where they are parsed: definitions that they refer to. `targets` are the
    link targets that the edition changes.
    """

    def __init__(
        self, pieces: Mapping[int, str | Block], head: str, nested: NestedTranslations, targets: Mapping[str, str]
    ) -> None:
        self.pieces = pieces
        self.head = head
        self.nested = nested
        self.targets = targets
        self.blocks = {index: piece for index, piece in pieces.items() if isinstance(piece, Block)}
        self.original: EscapeLevels = {
            index: (EscapeLevel.SOURCE,) * len(block.sentences) for index, block in self.blocks.items()
        }
        placed = read_placed_outline(head + "".join(_source(piece) for piece in pieces.values()))
        self.source, self.tops = placed.outline, placed.tops
        leaf_at = {start: ordinal for ordinal, start in enumerate(placed.leaves)}
        self.leaf_of: dict[int, int] = {}
        at = len(head)
        for index, piece in pieces.items():
            if isinstance(piece, Block) and piece.kind not in _NOT_LEAVES and at in leaf_at:
                self.leaf_of[index] = leaf_at[at]
            at += len(_source(piece))

    def text(self, strengths: EscapeLevels) -> str:
        """The Markdown of the stretch, its head included."""
        return self.head + "".join(
            piece if isinstance(piece, str) else compose_block(piece, strengths[index], self.nested).text
            for index, piece in self.pieces.items()
        )

    def is_sound(self, strengths: EscapeLevels) -> bool:
        """Whether the stretch has the structure of its source, and refers to nothing that it may not."""
        return self._unsound(strengths) == []

    def settled(self, strengths: EscapeLevels) -> EscapeLevels:
        """`strengths`, or as little more as makes the stretch sound; its source is sound by definition."""
        if self.is_sound(strengths):
            return strengths
        units = list(self._units())
        guilty = self._guilty(units, strengths)
        weakest = {unit: self._weakest(unit, strengths) for unit in guilty}
        found = self._raised(strengths, weakest)
        for more in ([], guilty, units):
            found = self._raised(found, dict.fromkeys(more, EscapeLevel.ESCAPED))
            if self.is_sound(found):
                return found
        found = self._raised(found, dict.fromkeys(guilty, EscapeLevel.SOURCE))
        return self.settled(found) if found != strengths else self.original

    def _unsound(self, strengths: EscapeLevels) -> list[int] | None:
        """The blocks that refer to what they may not; None where the structure is another one than in the source."""
        outline = read_outline(self.text(strengths))
        if outline.skeleton != self.source.skeleton:
            return None
        return [index for index in self.leaf_of if not self._may_refer(index, strengths[index], outline)]

    def _may_refer(self, index: int, strengths: tuple[EscapeLevel, ...], outline: Outline) -> bool:
        if strengths == self.original[index]:
            return True
        sentences = zip(self.blocks[index].sentences, strengths, strict=True)
        own = tuple(
            label for item, strength in sentences if strength is not EscapeLevel.SOURCE for label, _ in item.own_notes
        )
        edition, source = outline.leaves[self.leaf_of[index]], self.source.leaves[self.leaf_of[index]]
        if not self.targets:
            return has_allowed_references(edition, source, own)
        expected = replace(source, links=source.links + self._moved(source.links), images=self._moved(source.images))
        moved = replace(edition, images=self._moved(edition.images))
        return has_allowed_references(edition, expected, own) or has_allowed_references(moved, expected, own)

    def _moved(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """Link targets as the edition has them where it has its own."""
        return tuple(self.targets.get(target, target) for target in targets)

    def _units(self) -> Iterator[RegionPart]:
        """What differs from the source where it is not held back."""
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

    def _guilty(self, units: list[RegionPart], strengths: EscapeLevels) -> list[RegionPart]:
        """Those of `units` that make the stretch unsound while all else is source, or do so together."""
        unsound = self._unsound(self._only(units, strengths))
        if unsound == []:
            return []
        if unsound is not None:
            units = [unit for unit in units if unit[0] in unsound] or units
        if len(units) == 1:
            return units
        half = len(units) // 2
        return [*self._guilty(units[:half], strengths), *self._guilty(units[half:], strengths)] or units

    def _weakest(self, unit: RegionPart, strengths: EscapeLevels) -> EscapeLevel:
        """The weakest strength with which a unit is sound while all else is source."""
        now = strengths[unit[0]][unit[1][0]]
        trials = ((strength, self._raised(strengths, {unit: strength})) for strength in EscapeLevel if strength >= now)
        sound = (strength for strength, trial in trials if self.is_sound(self._only([unit], trial)))
        return next(sound, EscapeLevel.SOURCE)

    def _only(self, units: Iterable[RegionPart], strengths: EscapeLevels) -> EscapeLevels:
        """`strengths` for these units, and the source for all else."""
        chosen = {index: list(source) for index, source in self.original.items()}
        for index, places in units:
            for place in places:
                chosen[index][place] = strengths[index][place]
        return {index: tuple(found) for index, found in chosen.items()}

    def _raised(self, strengths: EscapeLevels, more: Mapping[RegionPart, EscapeLevel]) -> EscapeLevels:
        """`strengths`, where units are held back at least as strongly as `more` says."""
        chosen = {index: list(found) for index, found in strengths.items()}
        for (index, places), strength in more.items():
            for place in places:
                chosen[index][place] = max(chosen[index][place], strength)
        return {index: tuple(found) for index, found in chosen.items()}


def _source(piece: str | Block) -> str:
    return piece if isinstance(piece, str) else piece.source
