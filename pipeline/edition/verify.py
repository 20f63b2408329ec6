"""The proof that an edition has the structure of its source, and what is done where a translation breaks it (law 5).

The edition is parsed once and compared with the source. Only where they differ are the offending sentences looked for,
one top-level block after the other: each is tried as it is, then escaped, then left out in favour of its source.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.article.markdown.events import body_start, find_link_definitions, fold_label, line_number, line_starts
from pipeline.edition.compose import Block, compose_block
from pipeline.edition.regions import EscapeLevels, Region
from pipeline.edition.render import EscapeLevel, NestedTranslations
from pipeline.model import Article, Finding, Message, SegmentKind, Severity

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]")
_SEPARATOR = "<!-- -->\n\n"


class EditionDraft:
    """An edition in the making: its pieces, and how strongly each sentence is held back."""

    def __init__(self, article: Article, pieces: Sequence[str | Block], nested: NestedTranslations) -> None:
        self.article = article
        self.nested = nested
        self.body = body_start(article.source)
        self._take(pieces, [self.body])
        self.targets = dict(_changed_targets(article, nested))
        self.own = {
            f"^{label}": f"[^{label}]: x"
            for block in self.blocks.values()
            for sentence in block.sentences
            for label, _ in sentence.own_notes
        }

    def _take(self, pieces: Sequence[str | Block], cuts: Sequence[int]) -> None:
        self.starts, self.pieces = _cut(pieces, cuts)
        self.blocks = {index: piece for index, piece in enumerate(self.pieces) if isinstance(piece, Block)}
        self.strengths: EscapeLevels = {
            index: (EscapeLevel.AS_IS,) * len(block.sentences) for index, block in self.blocks.items()
        }

    def text(self) -> str:
        """The edition's text."""
        return "".join(self._composed(self.pieces, 0))

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where in the edition's text each segment of the article stands, those inside placeholders aside."""
        at = 0
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                at += len(piece)
                continue
            composed = compose_block(piece, self.strengths[index], self.nested)
            yield from ((at + start, at + end) for start, end in composed.spans)
            at += len(composed.text)

    def settle(self) -> None:
        """Hold back as little as is needed for the edition to have the structure of its source."""
        whole = self._stretch(0, len(self.pieces), self.own.values())
        if whole.is_sound(self.strengths):
            return
        cuts = self._cuts(whole)
        self._take(self.pieces, cuts)
        known = _known(self.article) | self.own
        firsts = [bisect_left(self.starts, cut) for cut in cuts]
        for first, last in pairwise([*firsts, len(self.pieces)]):
            if self._is_changed(first, last):
                labels = dict.fromkeys(self._mentioned(first, last))
                stretch = self._stretch(first, last, [known[label] for label in labels if label in known])
                self.strengths |= stretch.settled(self._of(stretch))
        whole = self._stretch(0, len(self.pieces), self.own.values())
        self.strengths |= whole.settled(self._of(whole))

    def _cuts(self, whole: Region) -> list[int]:
        """Where the lines begin that open the blocks of the top level, the body's first line among them."""
        source = self.article.source
        lines = line_starts(source)
        tops = [self.body + top - len(whole.head) for top in whole.tops if top >= len(whole.head)]
        return sorted({self.body, *(max(self.body, lines[line_number(lines, top) - 1]) for top in tops)})

    def _of(self, stretch: Region) -> EscapeLevels:
        return {index: self.strengths[index] for index in stretch.blocks}

    def _stretch(self, first: int, last: int, head: Iterable[str]) -> Region:
        """The pieces from `first` up to `last`, front matter aside, after the definitions in `head`."""
        pieces = {index: self.pieces[index] for index in range(first, last) if self.starts[index] >= self.body}
        return Region(pieces, "".join(f"{line}\n\n" for line in head) + _SEPARATOR, self.nested, self.targets)

    def _composed(self, pieces: Sequence[str | Block], first: int) -> Iterator[str]:
        for index, piece in enumerate(pieces, start=first):
            yield piece if isinstance(piece, str) else compose_block(piece, self.strengths[index], self.nested).text

    def _is_changed(self, first: int, last: int) -> bool:
        pieces = self.pieces[first:last]
        composed = zip(pieces, self._composed(pieces, first), strict=True)
        return any(isinstance(piece, Block) and text != piece.source for piece, text in composed)

    def _mentioned(self, first: int, last: int) -> Iterator[str]:
        """The labels of notes and links, and whatever looks like one, in these pieces' source and edition."""
        pieces = self.pieces[first:last]
        source = "".join(piece if isinstance(piece, str) else piece.source for piece in pieces)
        for text in (source, "".join(self._composed(pieces, first))):
            yield from map(fold_label, _LABEL.findall(text))

    def findings(self) -> Iterator[Finding]:
        """What had to be escaped or refused, and link targets that may not be used, with the lines of their entries."""
        for index, block in self.blocks.items():
            for sentence, strength in zip(block.sentences, self.strengths[index], strict=True):
                if strength is EscapeLevel.AS_IS or sentence.entry is None or not (sentence.changed or sentence.folded):
                    continue
                yield _held_back(strength, sentence.entry.line, sentence.entry.source)
        for source, entry in self.nested.unsafe.items():
            yield Finding(
                rule="link-target",
                severity=Severity.ERROR,
                message=Message.create(
                    "the address in the translation cannot be used as a link; the source's stays. Write one address "
                    "without spaces, beginning with https://, or leave the entry as its source."
                ),
                line=entry.line,
                source=source,
            )


def _known(article: Article) -> dict[str, str]:
    """A definition in short for every label that the article defines: what it says does not matter, that it is does."""
    known = {fold_label(f"^{note.label}"): f"[^{note.label}]: x" for note in article.notes}
    for number, link in enumerate(find_link_definitions(article.source)):
        label = " ".join(link.label.split())
        known[fold_label(label)] = f"[{label}]: link-{number}"
    return known


def _cut(pieces: Sequence[str | Block], cuts: Sequence[int]) -> tuple[list[int], list[str | Block]]:
    """The pieces with their literal text cut at these offsets of the source, and the offsets where they start then."""
    starts: list[int] = []
    made: list[str | Block] = []
    at = 0
    for piece in pieces:
        end = at + len(piece if isinstance(piece, str) else piece.source)
        inside = cuts[bisect_right(cuts, at) : bisect_left(cuts, end)] if isinstance(piece, str) else []
        for first, last in pairwise([at, *inside, end]):
            starts.append(first)
            made.append(piece[first - at : last - at] if isinstance(piece, str) else piece)
        at = end
    return starts, made


def _held_back(strength: EscapeLevel, line: int, source: str) -> Finding:
    if strength is EscapeLevel.ESCAPED:
        return Finding(
            rule="structure",
            severity=Severity.WARNING,
            message=Message.create(
                "the translation has Markdown, code, HTML or links that its source has not; they are shown as plain "
                "characters. Use only what the source has."
            ),
            line=line,
            source=source,
        )
    return Finding(
        rule="structure",
        severity=Severity.ERROR,
        message=Message.create(
            "the translation would change the structure of the article; the source stays. Use only the Markdown, code, "
            "HTML and links that the source has."
        ),
        line=line,
        source=source,
    )


def _changed_targets(article: Article, nested: NestedTranslations) -> Iterator[tuple[str, str]]:
    """The link targets that the edition changes, source → edition, as a parser reports them."""
    for segment in article.segments:
        if segment.kind is SegmentKind.LINK_TARGET:
            target = nested.pieces((segment,))
            if target != segment.source:
                yield _read(segment.source), _read(target)


def _read(target: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target))
