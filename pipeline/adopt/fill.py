"""A published translation → the catalog of its article: paired, filled in, and held against what was published.

Nothing of the translation is lost: each sentence of it is in an entry, or is told of.

A catalog filled with what was published: sure pairs as translated, unsure ones fuzzy with the reason (law 7).

What a person wrote stays (law 3). A guess of a machine or of the memory gives way to a sure pair. A sentence of the
translation that finds no entry is left over, and told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.adopt.adoption import (
    Adoption,
    BlockDifference,
    Doubt,
    Fate,
    Group,
    Other,
    PairedTexts,
    Pairing,
    ReportedSentence,
    Unsure,
)
from pipeline.adopt.compare import compare, edition_of
from pipeline.adopt.rewrite import Rewriter, own_segments
from pipeline.article.placeholders import has_words
from pipeline.catalog.origin import ADOPTED_ORIGIN, origin_comments, without_origin
from pipeline.model import FOLD, Article, Entry, Segment, SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionResult:
    """What a translation makes of a catalog, and where the edition that comes of it differs from what was published."""

    adoption: Adoption
    differences: tuple[BlockDifference, ...]


def adopt(entries: Sequence[Entry], article: Article, published: Article, paired: PairedTexts) -> AdoptionResult:
    """The entries of a catalog that is up to date, filled from a translation that is paired with the article.

    What an edition would not take over as it is (law 5) is not taken as sure.
    """
    found = fill(entries, article, published, paired)
    edition = edition_of(article, found.entries, published.lang)
    unsound = {finding.source for finding in edition.findings}
    if unsound:
        found = fill(entries, article, published, _doubting(paired, article, unsound))
        edition = edition_of(article, found.entries, published.lang)
    return AdoptionResult(adoption=found, differences=compare(article, edition, published, paired))


def _doubting(paired: PairedTexts, article: Article, unsound: set[str]) -> PairedTexts:
    return replace(
        paired,
        pairings=tuple(
            replace(item, doubts=(*item.doubts, Doubt.MARKUP))
            if any(article.segments[number].text in unsound for number in item.source)
            else item
            for item in paired.pairings
        ),
    )


def fill(entries: Sequence[Entry], article: Article, published: Article, paired: PairedTexts) -> Adoption:
    """The entries of a catalog that is up to date with its article, filled from the published translation."""
    filler = _Filler(entries, article, published)
    rewriter = Rewriter(article, published, paired)
    groups = [_group(item, article, published, rewriter) for item in paired.pairings]
    # The sure ones first: where a text is translated in two ways, one of them is to win.
    order = sorted(range(len(groups)), key=lambda number: not groups[number].pairing.is_sure)
    fates = {number: filler.take(groups[number]) for number in order}
    return filler.adoption(groups, [fates[number] for number in range(len(groups))])


def _group(item: Pairing, article: Article, published: Article, rewriter: Rewriter) -> Group:
    """What a pairing says for the entries of its segments: the first one gets the text, the others are folded."""
    sources = [article.segments[number] for number in item.source]
    targets = [published.segments[number] for number in item.target]
    worded = [segment for segment in sources if has_words(segment)]
    if not any(map(has_words, (*sources, *targets))) and sources and targets:
        return Group(pairing=item, targets={}, links=rewriter.rewritten(sources[0], targets).links)
    if not worded or not any(map(has_words, targets)):
        return Group(pairing=item, targets={})
    first, *others = worded
    made = rewriter.rewritten(first, targets)
    within = [segment for segment in others if segment.block == first.block]
    said = {first.text: made.text} | {segment.text: FOLD for segment in within}
    doubts = [*item.doubts, *([Doubt.NOTES] if made.own and made.missing else [])]
    if made.unlinked:
        doubts.append(Doubt.MARKUP)
    if len(worded) > 1 and len(said) < len(worded):
        doubts.append(Doubt.TWICE if len(within) == len(others) else Doubt.ACROSS)
    return Group(
        pairing=replace(item, doubts=tuple(dict.fromkeys(doubts))),
        targets=said,
        links=made.links,
        used=frozenset(item.target) | own_segments(published, made.own),
    )


class _Filler:
    """The state of one adoption: what each entry says by now, and what became of each pairing."""

    def __init__(self, entries: Sequence[Entry], article: Article, published: Article) -> None:
        self.old = entries
        self.article, self.published = article, published
        self.entries = {entry.source: entry for entry in entries if not entry.obsolete and entry.context is None}
        self.lines = {segment.text: segment.line for segment in reversed(article.segments)}
        self.taken: dict[str, Group] = {}
        self.fates: dict[int, Fate] = {}
        self.changed: set[str] = set()
        self.kept: list[Other] = []
        self.conflicts: list[Other] = []

    def take(self, group: Group) -> Fate:
        """Put what a group says into its entries, or tell why not; what becomes of it."""
        fate = self._fate(group)
        if fate in {Fate.SURE, Fate.UNSURE}:
            for source, target in group.targets.items():
                self._fill(source, target, group)
            self._link(group)
        is_told = fate in {Fate.SURE, Fate.UNSURE, Fate.KEPT, Fate.CONFLICT}
        for number in (group.used if is_told else ()) or group.pairing.target:
            self.fates[number] = min(self.fates.get(number, fate), fate, key=list(Fate).index)
        return fate

    def _fate(self, group: Group) -> Fate:
        if not group.pairing.target:
            return Fate.EMPTY
        if group.links and not group.targets:
            return Fate.SURE if group.pairing.is_sure else Fate.UNSURE
        if not group.targets or not group.targets.keys() <= self.entries.keys():
            return Fate.LEFT_OVER
        rivals = [source for source in group.targets if self._is_rival(source, group)]
        if rivals:
            self.conflicts += [self._other(source, group) for source in rivals]
            return Fate.CONFLICT
        standing = [source for source, target in group.targets.items() if not self._may_fill(source, target, group)]
        if standing:
            self.kept += [self._other(source, group) for source in standing]
            return Fate.KEPT
        return Fate.SURE if group.pairing.is_sure else Fate.UNSURE

    def _is_rival(self, source: str, group: Group) -> bool:
        """Whether another place of the same text got another translation before, one that is not less sure."""
        before = self.taken.get(source)
        return before is not None and before.targets[source] != group.targets[source]

    def _may_fill(self, source: str, target: str, group: Group) -> bool:
        entry = self.entries[source]
        if not entry.target or entry.target == target or source in self.taken:
            return True
        marks = origin_comments(entry)
        return bool(marks) and not any(mark.startswith(ADOPTED_ORIGIN) for mark in marks) and group.pairing.is_sure

    def _other(self, source: str, group: Group) -> Other:
        lines = [self.published.segments[number].line for number in group.pairing.target]
        entry = self.entries[source]
        return Other(source=source, entry=entry.target, published=group.targets[source], line=lines[0])

    def _fill(self, source: str, target: str, group: Group) -> None:
        self.taken.setdefault(source, group)
        entry = self.entries[source]
        made = _filled(entry, target, group.pairing)
        if made != entry:
            self.entries[source] = made
            self.changed.add(source)

    def _link(self, group: Group) -> None:
        """Addresses that the translation has instead of the article's, where nobody chose one before."""
        for source, target in group.links.items():
            entry = self.entries.get(source)
            if entry is None or entry.target == target:
                continue
            if entry.target not in {"", source}:
                self.conflicts.append(self._link_other(source, target, entry, group))
                continue
            self.entries[source] = _filled(entry, target, group.pairing)
            self.changed.add(source)

    def _link_other(self, source: str, target: str, entry: Entry, group: Group) -> Other:
        line = self.published.segments[group.pairing.target[0]].line
        return Other(source=source, entry=entry.target, published=target, line=line)

    def adoption(self, groups: Sequence[Group], fates: Sequence[Fate]) -> Adoption:
        """All that came of it."""
        entries = tuple(
            entry if entry.obsolete or entry.context is not None else self.entries[entry.source] for entry in self.old
        )
        sure = [source for source in self.changed if not self.entries[source].fuzzy]
        return Adoption(
            entries=entries,
            pairings=tuple(group.pairing for group in groups),
            fates=tuple(fates),
            instead={
                number: self._standing(group)
                for number, (group, fate) in enumerate(zip(groups, fates, strict=True))
                if fate in {Fate.KEPT, Fate.CONFLICT}
            },
            published={number: self.fates.get(number, Fate.LEFT_OVER) for number in self._worded()},
            sure=len(sure),
            same=sum(source not in self.changed and not self.entries[source].fuzzy for source in self.taken),
            unsure=tuple(self._unsure()),
            kept=tuple(dict.fromkeys(self.kept)),
            conflicts=tuple(dict.fromkeys(self.conflicts)),
            empty=tuple(self._empty()),
            left_over=tuple(
                _sentence(self.published.segments[number])
                for number in self._worded()
                if self.fates.get(number, Fate.LEFT_OVER) is Fate.LEFT_OVER
            ),
        )

    def _standing(self, group: Group) -> str:
        """What the catalog has in place of what a group says."""
        pairs = ((self.entries[source].target, target) for source, target in group.targets.items())
        return next((standing for standing, target in pairs if standing != target), "")

    def _worded(self) -> Iterator[int]:
        """The segments of the translation that nothing may be lost of."""
        for number, segment in enumerate(self.published.segments):
            if segment.kind is not SegmentKind.LINK_TARGET and has_words(segment):
                yield number

    def _unsure(self) -> Iterator[Unsure]:
        for source, group in self.taken.items():
            entry = self.entries[source]
            if entry.fuzzy:
                yield Unsure(
                    source=source, target=entry.target, line=self.lines.get(source, 0), reason=group.pairing.reason
                )

    def _empty(self) -> Iterator[ReportedSentence]:
        seen: set[str] = set()
        for segment in self.article.segments:
            entry = self.entries.get(segment.text)
            if entry is not None and not entry.target and segment.text not in seen and segment.kind.is_text:
                seen.add(segment.text)
                yield _sentence(segment)


def _filled(entry: Entry, target: str, pairing: Pairing) -> Entry:
    """The entry with a published translation. One that says this already is confirmed where the pairing is sure and
    the text in it was no person's.
    """
    marks = origin_comments(entry)
    if entry.target == target and (not entry.fuzzy or not marks):
        return entry
    comments = without_origin(entry).comments
    if pairing.is_sure:
        return replace(entry, target=target, fuzzy=False, previous=None, comments=comments)
    return replace(
        entry, target=target, fuzzy=True, previous=None, comments=(*comments, ADOPTED_ORIGIN + pairing.reason)
    )


def _sentence(segment: Segment) -> ReportedSentence:
    """A segment as it is told of, in the Markdown of its text."""
    return ReportedSentence(text=" ".join(segment.source.split()), line=segment.line, kind=str(segment.kind))
