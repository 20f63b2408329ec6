"""The proof that an edition has the structure of its source, and what is done where a translation breaks it (law 5).

The edition is parsed once and compared with the source. Only where they differ are the offending sentences looked for:
each is tried as it is, then escaped, then left out in favour of its source.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.markdown.outline import Inventory, Outline, is_within, read_outline
from pipeline.merging.blocks import Block, compose
from pipeline.merging.rendering import Nested, Strength
from pipeline.model import Article, Finding, Kind, Segment, Severity

Strengths = Mapping[int, tuple[Strength, ...]]

_NOT_LEAVES = {Kind.FRONT_MATTER, Kind.LINK_TARGET, Kind.LINK_TITLE}


class Draft:
    """An edition in the making: its pieces, and how strongly each sentence is held back."""

    def __init__(self, article: Article, pieces: Sequence[str | Block], nested: Nested) -> None:
        self.pieces = pieces
        self.nested = nested
        self.source = read_outline(article.source)
        leaf_at = {leaf.start: ordinal for ordinal, leaf in enumerate(self.source.leaves)}
        self.blocks = {index: piece for index, piece in enumerate(pieces) if isinstance(piece, Block)}
        self.leaf_of = {
            index: leaf_at.get(block.start) for index, block in self.blocks.items() if block.kind not in _NOT_LEAVES
        }
        self.block_of = {leaf: index for index, leaf in self.leaf_of.items() if leaf is not None}
        self.strengths = {index: (Strength.AS_IS,) * len(block.sentences) for index, block in self.blocks.items()}
        self.original = {index: (Strength.SOURCE,) * len(block.sentences) for index, block in self.blocks.items()}
        self.targets = dict(_changed_targets(article, nested))

    def text(self, strengths: Strengths | None = None) -> str:
        """The edition's text with these strengths, or with those that it has settled on."""
        chosen = self.strengths if strengths is None else strengths
        return "".join(
            piece if isinstance(piece, str) else compose(piece, chosen[index], self.nested)
            for index, piece in enumerate(self.pieces)
        )

    def settle(self) -> None:
        """Hold back as little as is needed for the edition to have the structure of its source."""
        while culprits := self._culprits(list(self.blocks), self.strengths):
            held_back = dict(self.strengths)
            for index in culprits:
                self._hold_back(index)
            if held_back == self.strengths:
                self.strengths = dict(self.original)

    def _hold_back(self, index: int) -> None:
        """Choose the weakest strength for each sentence of a block that lets the block stand among source blocks."""
        count = len(self.blocks[index].sentences)
        chosen = [Strength.SOURCE] * count
        for place in range(count):
            for strength in Strength:
                trial = [Strength.SOURCE] * count
                trial[place] = strength
                chosen[place] = strength
                if not self._culprits([index], self.original | {index: tuple(trial)}):
                    break
        escaped = tuple(max(strength, Strength.ESCAPED) for strength in self.strengths[index])
        for trial_strengths in (tuple(chosen), escaped, self.original[index]):
            above = all(new >= old for new, old in zip(trial_strengths, self.strengths[index], strict=True))
            new = trial_strengths if above else tuple(map(max, trial_strengths, self.strengths[index]))
            if new != self.strengths[index] and not self._culprits([index], self.original | {index: new}):
                self.strengths[index] = new
                return
        self.strengths[index] = self.original[index]

    def _culprits(self, suspects: list[int], strengths: Strengths) -> list[int]:
        """Those of `suspects` that break the structure or refer to what they may not; all other blocks are innocent."""
        outline = read_outline(self.text(strengths))
        if outline.skeleton == self.source.skeleton:
            return [index for index in suspects if not self._is_sound(index, strengths[index], outline)]
        if len(suspects) == 1:
            return suspects
        found: list[int] = []
        half = len(suspects) // 2
        for part in (suspects[:half], suspects[half:]):
            trial = {**self.original, **{index: strengths[index] for index in part}}
            found += self._culprits(part, trial)
        return found or [index for index in suspects if strengths[index] != self.original[index]]

    def _is_sound(self, index: int, strengths: tuple[Strength, ...], outline: Outline) -> bool:
        leaf = self.leaf_of.get(index)
        if leaf is None:
            return True
        sentences = zip(self.blocks[index].sentences, strengths, strict=True)
        own = tuple(
            label for item, strength in sentences if strength is not Strength.SOURCE for label, _ in item.own_notes
        )
        return is_within(outline.leaves[leaf], self._expected(self.source.leaves[leaf]), own)

    def _expected(self, leaf: Inventory) -> Inventory:
        """The source's inventory with the link targets that the edition has of its own."""
        if not self.targets:
            return leaf
        return replace(
            leaf,
            links=tuple(self.targets.get(link, link) for link in leaf.links),
            images=tuple(self.targets.get(image, image) for image in leaf.images),
        )

    def findings(self) -> Iterator[Finding]:
        """What had to be escaped or refused, and link targets that may not be used, with the lines of their entries."""
        for index, block in self.blocks.items():
            for sentence, strength in zip(block.sentences, self.strengths[index], strict=True):
                if strength is Strength.AS_IS or sentence.entry is None or not (sentence.changed or sentence.folded):
                    continue
                yield _held_back(strength, sentence.entry.line, sentence.entry.source)
        for source, entry in self.nested.unsafe.items():
            yield Finding(
                rule="link-target",
                severity=Severity.ERROR,
                message="the address in the translation cannot be used as a link; the source's stays. "
                "Write one address without spaces, beginning with https://, or leave the entry as its source.",
                line=entry.line,
                source=source,
            )


def _held_back(strength: Strength, line: int, source: str) -> Finding:
    if strength is Strength.ESCAPED:
        return Finding(
            rule="structure",
            severity=Severity.WARNING,
            message="the translation has Markdown, code, HTML or links that its source has not; they are shown as "
            "plain characters. Use only what the source has.",
            line=line,
            source=source,
        )
    return Finding(
        rule="structure",
        severity=Severity.ERROR,
        message="the translation would change the structure of the article; the source stays. Use only the Markdown, "
        "code, HTML and links that the source has.",
        line=line,
        source=source,
    )


def _changed_targets(article: Article, nested: Nested) -> Iterator[tuple[str, str]]:
    """The link targets that the edition changes, source → edition, as a parser reports them."""
    for segment in article.segments:
        if segment.kind is Kind.LINK_TARGET:
            target = _target(segment, nested)
            if target != segment.source:
                yield _read(segment.source), _read(target)


def _target(segment: Segment, nested: Nested) -> str:
    return nested.pieces((segment,))


def _read(target: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target))
