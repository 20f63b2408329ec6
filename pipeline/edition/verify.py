"""Verify that an edition has the structure of its source, and hold back translations that break it (law 5).

An edition that is not certain block by block (`certain`) is parsed once and compared with the source. Only if they
differ, the offending sentences are searched for, one top-level block after the other: each is tried as it is, then
escaped, then replaced by its source.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.article.markdown.events import find_link_definitions, fold_label, line_number, line_starts
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.edition.compose import Block, compose_block, cut_pieces
from pipeline.edition.findings import report_escaped, report_refused, report_unsafe
from pipeline.edition.regions import EscapeLevels, Region
from pipeline.edition.render import EscapeLevel, NestedTranslations
from pipeline.model import Article, Finding, SegmentKind
from pipeline.patterns import lazy

_LABEL = lazy(r"\[((?:[^\[\]\\]|\\.)+)\]")
_SEPARATOR = "<!-- -->\n\n"


class EditionDraft:
    """An edition in the making: its pieces, and the escape level of each sentence."""

    def __init__(self, article: Article, pieces: Sequence[str | Block], nested: NestedTranslations) -> None:
        self.article = article
        self.nested = nested
        self.body = body_start(article.source)
        self._set_pieces(pieces, [self.body])
        self.targets = dict(_changed_targets(article, nested))
        self.notes = {
            f"^{label}": f"[^{label}]: x"
            for block in self.blocks.values()
            for sentence in block.sentences
            for label, _ in sentence.translator_notes
        }

    def _set_pieces(self, pieces: Sequence[str | Block], cuts: Sequence[int]) -> None:
        self.starts, self.pieces = cut_pieces(pieces, cuts)
        self.blocks = {index: piece for index, piece in enumerate(self.pieces) if isinstance(piece, Block)}
        self.levels: EscapeLevels = {
            index: (EscapeLevel.AS_IS,) * len(block.sentences) for index, block in self.blocks.items()
        }

    def text(self) -> str:
        """Return the edition's text."""
        return "".join(self._compose(self.pieces, 0))

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the offsets of each segment in the edition's text, except segments inside placeholders."""
        at = 0
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                at += len(piece)
                continue
            composed = compose_block(piece, self.levels[index], self.nested)
            yield from ((at + start, at + end) for start, end in composed.spans)
            at += len(composed.text)

    def hold_back(self) -> None:
        """Hold back as little as is needed for the edition to have the structure of its source."""
        whole = self._region(0, len(self.pieces), self.notes.values())
        if whole.is_sound(self.levels):
            return
        cuts = self._top_level_cuts(whole)
        self._set_pieces(self.pieces, cuts)
        known = _short_definitions(self.article) | self.notes
        firsts = [bisect_left(self.starts, cut) for cut in cuts]
        for first, last in pairwise([*firsts, len(self.pieces)]):
            if self._is_changed(first, last):
                labels = dict.fromkeys(self._mentioned(first, last))
                region = self._region(first, last, [known[label] for label in labels if label in known])
                self.levels |= region.hold_back(self._levels_of(region))
        whole = self._region(0, len(self.pieces), self.notes.values())
        self.levels |= whole.hold_back(self._levels_of(whole))

    def _top_level_cuts(self, whole: Region) -> list[int]:
        """Return the offsets of the lines that begin top-level blocks, the body's first line among them."""
        source = self.article.source
        lines = line_starts(source)
        tops = [self.body + top - len(whole.head) for top in whole.tops if top >= len(whole.head)]
        return sorted({self.body, *(max(self.body, lines[line_number(lines, top) - 1]) for top in tops)})

    def _levels_of(self, region: Region) -> EscapeLevels:
        return {index: self.levels[index] for index in region.blocks}

    def _region(self, first: int, last: int, head: Iterable[str]) -> Region:
        """Return the pieces from `first` up to `last`, without front matter, after the definitions in `head`."""
        pieces = {index: self.pieces[index] for index in range(first, last) if self.starts[index] >= self.body}
        before = "".join(f"{line}\n\n" for line in head) + _SEPARATOR
        return Region(pieces, before, self.nested, self.targets, self.article.dialects)

    def _compose(self, pieces: Sequence[str | Block], first: int) -> Iterator[str]:
        for index, piece in enumerate(pieces, start=first):
            yield piece if isinstance(piece, str) else compose_block(piece, self.levels[index], self.nested).text

    def _is_changed(self, first: int, last: int) -> bool:
        pieces = self.pieces[first:last]
        composed = zip(pieces, self._compose(pieces, first), strict=True)
        return any(isinstance(piece, Block) and text != piece.source for piece, text in composed)

    def _mentioned(self, first: int, last: int) -> Iterator[str]:
        """Yield the labels of notes and links, or what looks like one, in the source and edition of these pieces."""
        pieces = self.pieces[first:last]
        source = "".join(piece if isinstance(piece, str) else piece.source for piece in pieces)
        for text in (source, "".join(self._compose(pieces, first))):
            yield from map(fold_label, _LABEL.findall(text))

    def findings(self) -> Iterator[Finding]:
        """Report escaped or refused translations and unsafe link targets, with the lines of their entries."""
        for index, block in self.blocks.items():
            for sentence, level in zip(block.sentences, self.levels[index], strict=True):
                if level is EscapeLevel.AS_IS or sentence.entry is None or not (sentence.changed or sentence.folded):
                    continue
                yield (report_escaped if level is EscapeLevel.ESCAPED else report_refused)(sentence.entry)
        yield from map(report_unsafe, self.nested.unsafe.values())


def _short_definitions(article: Article) -> dict[str, str]:
    """Return a short definition for each label of the article: the parser needs to know the label, not the content."""
    known = {fold_label(f"^{note.label}"): f"[^{note.label}]: x" for note in article.notes}
    for number, link in enumerate(find_link_definitions(article.source, article.dialects)):
        label = " ".join(link.label.split())
        known[fold_label(label)] = f"[{label}]: link-{number}"
    return known


def _changed_targets(article: Article, nested: NestedTranslations) -> Iterator[tuple[str, str]]:
    """Yield the link targets that the edition changes, source and edition, as a parser reports them."""
    for segment in article.segments:
        if segment.kind is SegmentKind.LINK_TARGET:
            target = nested.translate_pieces((segment,))
            if target != segment.source:
                yield _unescape(segment.source), _unescape(target)


def _unescape(target: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target))
