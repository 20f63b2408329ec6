"""Pair the segments of an article and its translation: aligned, and front matter by its fields."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.adopt.adoption import Doubt, PairedTexts, Pairing
from pipeline.adopt.whole_blocks import trust_whole_blocks
from pipeline.alignment import SURE, Lexicon, align, find_sure_pairs
from pipeline.alignment.beads import make_unsure
from pipeline.alignment.lines import article_lines
from pipeline.article.placeholders import remove_placeholders
from pipeline.errors import ArticleError
from pipeline.model import Article, PlaceholderKind, SegmentKind

_TITLE = "title"
_FAR = math.log(2)
"""Logarithm of the factor that makes a pair's lengths doubtful: half or twice the usual ratio."""


class UnrelatedError(ArticleError):
    """The text cannot be a translation of the article."""


def find_sure_texts(
    article: Article, published: Article, terms: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Find sentences of an article and its published translation to learn words from, as their stems. Raises
    UnrelatedError if they cannot be translations of each other, TargmanError without numpy.
    """
    ours, theirs = (article_lines(text, _segments_to_align(text)) for text in (article, published))
    found = find_sure_pairs(ours, theirs, article.lang, published.lang, terms)
    if found.refusal:
        raise UnrelatedError(_explain_refusal(found.refusal))
    return found.pairs


def _explain_refusal(refusal: str) -> str:
    return f"is refused: {refusal}. Is it the right file, and the right --lang?"


def pair_texts(
    article: Article, published: Article, lexicon: Lexicon | None = None, terms: Sequence[tuple[str, str]] = ()
) -> PairedTexts:
    """Pair an article and its published translation, helped by a lexicon and terms with their translations. Raises
    UnrelatedError if they cannot be translations of each other, TargmanError without numpy.
    """
    ours, theirs = _segments_to_align(article), _segments_to_align(published)
    found = align(
        article_lines(article, ours),
        article_lines(published, theirs),
        article.lang,
        published.lang,
        lexicon=lexicon,
        terms=terms,
    )
    if found.refusal:
        raise UnrelatedError(_explain_refusal(found.refusal))
    pairings = [
        Pairing(
            source=tuple(ours[number] for number in bead.source),
            target=tuple(theirs[number] for number in bead.target),
            confidence=bead.confidence,
        )
        for bead in found.beads
    ]
    moved = tuple(passage.renumber(ours, theirs) for passage in found.moved)
    elsewhere = {number for passage in moved for number in passage.source}
    notes = {note.target.casefold(): note.source.casefold() for note in found.notes}
    disputed = frozenset(note.target.casefold() for note in found.notes if not note.agree)
    trusted = trust_whole_blocks(pairings, article, published, (ours, theirs), notes, disputed)
    doubted = [
        replace(item, doubts=tuple(_find_doubts(item, article, published, notes, disputed, elsewhere)))
        for item in trusted
    ]
    examined = list(_doubt_beside_gaps(doubted, article, published))
    trust = make_unsure(1.0) if found.is_doubtful else 1.0
    fields = [
        replace(item, confidence=min(trust, item.confidence))
        for item in _pair_front_matter(article, published, examined)
    ]
    return PairedTexts(
        pairings=(*fields, *examined),
        kinship=found.kinship,
        notes=notes,
        disputed=disputed,
        moved=moved,
        perhaps=tuple(passage.renumber(ours, theirs) for passage in found.perhaps),
        missing=tuple(passage.renumber(ours, theirs) for passage in found.missing),
    )


def _segments_to_align(article: Article) -> list[int]:
    """Return the segments to align: fields are known by their names, addresses by the links that they are in."""
    left_out = {SegmentKind.FRONT_MATTER, SegmentKind.LINK_TARGET}
    return [number for number, segment in enumerate(article.segments) if segment.kind not in left_out]


def _pair_front_matter(article: Article, published: Article, pairings: list[Pairing]) -> Iterator[Pairing]:
    """Pair fields by name; a title without counterpart takes a heading of the article without one from `pairings`."""
    ours, theirs = _fields(article), _fields(published)
    for key in [*(key for key in theirs if key in ours), *(key for key in ours if key not in theirs)]:
        for numbers in zip_longest(ours[key], theirs.get(key, ())):
            source, target = (() if number is None else (number,) for number in numbers)
            yield Pairing(source=source, target=target, confidence=1.0)
    for key in [key for key in theirs if key not in ours]:
        headings = [item for item in pairings if _is_heading(article, item)]
        alone = next((item for item in headings if not item.target), None)
        first = min(headings, key=lambda item: item.source, default=None)
        if key == _TITLE and alone is not None and alone is first:
            pairings.remove(alone)
            yield Pairing(source=alone.source, target=(theirs[key][0],), confidence=1.0)
        else:
            yield from (Pairing(source=(), target=(other,), confidence=1.0) for other in theirs[key])


def _fields(article: Article) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, segment in enumerate(article.segments):
        if segment.kind is SegmentKind.FRONT_MATTER:
            found.setdefault(segment.label or "", []).append(number)
    return found


def _is_heading(article: Article, item: Pairing) -> bool:
    return len(item.source) == 1 and article.segments[item.source[0]].kind is SegmentKind.HEADING


def _find_doubts(
    item: Pairing,
    article: Article,
    published: Article,
    notes: dict[str, str],
    disputed: frozenset[str],
    elsewhere: set[int],
) -> Iterator[Doubt]:
    """Yield the reasons against a pairing besides its confidence."""
    if not (item.source and item.target):
        return
    sources = [article.segments[number] for number in item.source]
    targets = [published.segments[number] for number in item.target]
    if item.confidence < SURE and elsewhere.intersection(item.source):
        yield Doubt.ELSEWHERE
    if len({segment.block for segment in sources}) > 1:
        yield Doubt.ACROSS
    here = {label for segment in sources for label in map(str.casefold, segment.notes)}
    there = [label for segment in targets for label in map(str.casefold, segment.notes)]
    if any(label in disputed or (label in notes and notes[label] not in here) for label in there):
        yield Doubt.NOTES
    # Folded into the sentence before, these would be lost.
    if any(item.kind is not PlaceholderKind.NOTE for segment in sources[1:] for item in segment.placeholders):
        yield Doubt.LINK


def _doubt_beside_gaps(pairings: Sequence[Pairing], article: Article, published: Article) -> Iterator[Pairing]:
    """Yield the pairings, with a doubt if an unpaired sentence beside one would make its length more likely."""
    sides = (_Side(article, [item.source for item in pairings]), _Side(published, [item.target for item in pairings]))
    for side, other in (sides, sides[::-1]):
        side.unpaired = {
            number for mine, theirs in zip(side.rows, other.rows, strict=True) if not theirs for number in mine
        }
    pairs = [item for item in pairings if item.source and item.target]
    letters = sum(sides[0].letters(item.source) for item in pairs), sum(sides[1].letters(item.target) for item in pairs)
    ratio = letters[1] / letters[0] if all(letters) else 1.0
    for item in pairings:
        if item.source and item.target and _fits_better(item, sides, ratio):
            yield replace(item, doubts=(*item.doubts, Doubt.BESIDE))
        else:
            yield item


class _Side:
    """One text: the segments of each pairing, and those without a counterpart."""

    def __init__(self, article: Article, rows: Sequence[tuple[int, ...]]) -> None:
        self.article, self.rows = article, rows
        self.unpaired: set[int] = set()
        self.order = _segments_to_align(article)
        self.lengths = {number: len(remove_placeholders(article.segments[number].text)) for number in self.order}
        self.places = {number: place for place, number in enumerate(self.order)}

    def letters(self, numbers: Sequence[int]) -> int:
        return sum(self.lengths[number] for number in numbers)

    def beside(self, numbers: Sequence[int], *, in_any_block: bool) -> Iterator[int]:
        """Yield the sentences right before and after, if they have no counterpart: those of the same block only, or
        those of any, such as the next item of a list.
        """
        for number, step in ((numbers[0], -1), (numbers[-1], 1)):
            place = self.places[number] + step
            other = self.order[place] if 0 <= place < len(self.order) else -1
            if other not in self.unpaired:
                continue
            if in_any_block or self.article.segments[other].block == self.article.segments[number].block:
                yield other


def _fits_better(item: Pairing, sides: tuple[_Side, _Side], ratio: float) -> bool:
    """Tell whether an unpaired sentence beside a pairing would bring its lengths closer to the usual ratio."""
    ours, theirs = sides[0].letters(item.source), sides[1].letters(item.target)
    if not (ours and theirs):
        return False
    now = abs(math.log(theirs / ours / ratio))
    ours_beside, theirs_beside = (
        [side.letters([number]) for number in side.beside(numbers, in_any_block=now > _FAR)]
        for side, numbers in zip(sides, (item.source, item.target), strict=True)
    )
    more = [theirs / (ours + letters) for letters in ours_beside]
    more += [(theirs + letters) / ours for letters in theirs_beside]
    return any(abs(math.log(value / ratio)) < now for value in more)
