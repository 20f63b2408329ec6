"""Fill a catalog from a paired translation: sure pairs as translated, unsure ones fuzzy with the reason (law 7). A
person's translation stays (law 3), a machine's or the memory's gives way to a sure pair; no sentence is lost
unreported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.adopt import adoption
from pipeline.adopt.adoption import Adoption, Doubt, EntryGroup, Fate, OtherTranslation, PairedTexts, Pairing
from pipeline.adopt.compare import active_entries, build_adopted_edition, compare_with_published
from pipeline.adopt.rewrite import Rewriter, find_note_segments
from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import fold_target, has_words, is_fold, is_work
from pipeline.catalog.origin import ADOPTED_ORIGIN, origin_comments, without_origin
from pipeline.catalog.update import has_own_target, update_entries
from pipeline.model import Article, Entry, Segment, SegmentKind


def list_fillable(old: Sequence[Entry], units: Sequence[TextUnit], lang: str) -> tuple[Entry, ...]:
    """Return the entries of a catalog that is up to date with its article, with one for each optional text too: what is
    published has its own numbers, and addresses in its own language.
    """
    wanted = [replace(unit, optional=False) if unit.optional else unit for unit in units]
    return update_entries(old, wanted, lang=lang, same_language=False).entries


def without_idle(entries: Sequence[Entry], article: Article) -> tuple[Entry, ...]:
    """Return the entries without those of optional texts that have no translation of their own."""
    work = {segment.key for segment in article.segments if is_work(segment)}
    idle = {segment.key for segment in article.segments} - work
    return tuple(entry for entry in entries if entry.obsolete or entry.key not in idle or has_own_target(entry))


def fill_and_compare(entries: Sequence[Entry], article: Article, published: Article, paired: PairedTexts) -> Adoption:
    """Fill the entries of `list_fillable`, and compare their edition with the published text. A translation that an
    edition would not take over as it is (law 5) is not sure.
    """
    found = fill_entries(entries, article, published, paired)
    edition = build_adopted_edition(article, found.entries, published.lang)
    unsound = {finding.key for finding in edition.findings}
    if unsound:
        found = fill_entries(entries, article, published, _add_doubts(paired, article, unsound))
        edition = build_adopted_edition(article, found.entries, published.lang)
    differences = compare_with_published(article, edition, published, paired)
    return replace(found, report=replace(found.report, differences=differences))


def _add_doubts(paired: PairedTexts, article: Article, unsound: set[str]) -> PairedTexts:
    return replace(
        paired,
        pairings=tuple(
            replace(item, doubts=(*item.doubts, Doubt.MARKUP))
            if any(article.segments[number].key in unsound for number in item.source)
            else item
            for item in paired.pairings
        ),
    )


def fill_entries(entries: Sequence[Entry], article: Article, published: Article, paired: PairedTexts) -> Adoption:
    """Fill the entries of `list_fillable` from the published translation."""
    filler = _Filler(entries, article, published)
    rewriter = Rewriter(article, published, paired)
    groups = [_make_group(item, article, published, rewriter) for item in paired.pairings]
    # The sure ones first: where a text is translated in two ways, one of them is to win.
    order = sorted(range(len(groups)), key=lambda number: not groups[number].pairing.is_sure)
    fates = {number: filler.take(groups[number]) for number in order}
    return filler.result(groups, [fates[number] for number in range(len(groups))])


def _make_group(item: Pairing, article: Article, published: Article, rewriter: Rewriter) -> EntryGroup:
    """Return the entries of a pairing's segments: the first one gets the text, the others are folded."""
    sources = [article.segments[number] for number in item.source]
    targets = [published.segments[number] for number in item.target]
    worded = [segment for segment in sources if has_words(segment)]
    if not any(map(has_words, (*sources, *targets))) and sources and targets:
        return EntryGroup(pairing=item, targets={}, links=rewriter.rewrite(sources[0], targets).links)
    if not worded or not any(map(has_words, targets)):
        # A note without a counterpart is put back, with its address.
        alone = () if targets else [each for each in sources if not has_words(each) and each.label is None]
        lost = [address for segment in alone for address in rewriter.find_links(segment.placeholders)]
        return EntryGroup(pairing=item, targets={}, lost=tuple(lost))
    first, *others = worded
    made = rewriter.rewrite(first, targets)
    within = [segment for segment in others if segment.block == first.block]
    entry_targets = {first.key: made.text} | {segment.key: fold_target(segment.text) for segment in within}
    doubts = [*item.doubts, *([Doubt.NOTES] if made.own and made.missing else [])]
    if made.unlinked:
        doubts.append(Doubt.MARKUP)
    if len(worded) > 1 and len(entry_targets) < len(worded):
        doubts.append(Doubt.TWICE if len(within) == len(others) else Doubt.ACROSS)
    return EntryGroup(
        pairing=replace(item, doubts=tuple(dict.fromkeys(doubts))),
        targets=entry_targets,
        links=made.links,
        lost=made.lost,
        used=frozenset(item.target) | find_note_segments(published, made.own),
    )


class _Filler:
    """The state of one adoption: the entries so far, and the fate of each pairing."""

    def __init__(self, entries: Sequence[Entry], article: Article, published: Article) -> None:
        self.old = entries
        self.article, self.published = article, published
        self.entries = active_entries(entries)
        self.lines = {segment.key: segment.line for segment in reversed(article.segments)}
        self.taken: dict[str, EntryGroup] = {}
        self.fates: dict[int, Fate] = {}
        self.changed: set[str] = set()
        self.kept: list[OtherTranslation] = []
        self.conflicts: list[OtherTranslation] = []

    def take(self, group: EntryGroup) -> Fate:
        """Fill the entries of a group if that is allowed, and return its fate."""
        fate = self._decide_fate(group)
        if fate in {Fate.SURE, Fate.UNSURE}:
            for key, target in group.targets.items():
                self._fill(key, target, group)
            self._fill_links(group)
        is_told = fate in {Fate.SURE, Fate.UNSURE, Fate.KEPT, Fate.CONFLICT}
        for number in (group.used if is_told else ()) or group.pairing.target:
            self.fates[number] = min(self.fates.get(number, fate), fate, key=list(Fate).index)
        return fate

    def _decide_fate(self, group: EntryGroup) -> Fate:
        if not group.pairing.target:
            return Fate.EMPTY
        if group.links and not group.targets:
            return Fate.SURE if group.pairing.is_sure else Fate.UNSURE
        if not group.targets or not group.targets.keys() <= self.entries.keys():
            return Fate.LEFT_OVER
        # Other places of the same text got another translation before, one that is not less sure.
        before = {key: self.taken[key] for key in group.targets if key in self.taken}
        rivals = [key for key, rival in before.items() if rival.targets[key] != group.targets[key]]
        if rivals:
            self.conflicts += [self._other(key, group.targets[key], group) for key in rivals]
            return Fate.CONFLICT
        standing = [key for key, target in group.targets.items() if not self._may_fill(key, target, group)]
        if standing:
            self.kept += [self._other(key, group.targets[key], group) for key in standing]
            return Fate.KEPT
        return Fate.SURE if group.pairing.is_sure else Fate.UNSURE

    def _may_fill(self, key: str, target: str, group: EntryGroup) -> bool:
        entry = self.entries[key]
        if not entry.target or _is_same(entry.target, target) or key in self.taken:
            return True
        marks = origin_comments(entry)
        return bool(marks) and not any(mark.startswith(ADOPTED_ORIGIN) for mark in marks) and group.pairing.is_sure

    def _other(self, key: str, target: str, group: EntryGroup) -> OtherTranslation:
        entry, line = self.entries[key], self.published.segments[group.pairing.target[0]].line
        return OtherTranslation(source=entry.source, entry=entry.target, published=target, line=line)

    def _fill(self, key: str, target: str, group: EntryGroup) -> None:
        self.taken.setdefault(key, group)
        entry = self.entries[key]
        made = _fill_entry(entry, target, group.pairing)
        if made != entry:
            self.entries[key] = made
            self.changed.add(key)

    def _fill_links(self, group: EntryGroup) -> None:
        """Fill the entries of addresses that the translation has in place of the article's, unless a person did."""
        for source, target in group.links.items():
            entry = self.entries.get(source)
            if entry is None or entry.target == target:
                continue
            if entry.target not in {"", source}:
                self.conflicts.append(self._other(source, target, group))
                continue
            self.entries[source] = _fill_entry(entry, target, group.pairing)
            self.changed.add(source)

    def result(self, groups: Sequence[EntryGroup], fates: Sequence[Fate]) -> Adoption:
        """Return the filled catalog, the fates and the report."""
        entries = tuple(entry if entry.obsolete else self.entries[entry.key] for entry in self.old)
        return Adoption(
            entries=without_idle(entries, self.article),
            pairings=tuple(group.pairing for group in groups),
            fates=tuple(fates),
            instead={
                number: self._other_target(group)
                for number, (group, fate) in enumerate(zip(groups, fates, strict=True))
                if fate in {Fate.KEPT, Fate.CONFLICT}
            },
            published={number: self.fates.get(number, Fate.LEFT_OVER) for number in self._worded_segments()},
            report=self._report(groups),
        )

    def _report(self, groups: Sequence[EntryGroup]) -> adoption.AdoptionReport:
        return adoption.AdoptionReport(
            lang=self.published.lang,
            sure=sum(not self.entries[key].fuzzy for key in self.changed),
            same=sum(key not in self.changed and not self.entries[key].fuzzy for key in self.taken),
            unsure=tuple(self._unsure()),
            kept=tuple(dict.fromkeys(self.kept)),
            conflicts=tuple(dict.fromkeys(self.conflicts)),
            empty=tuple(self._empty()),
            left_over=tuple(
                _report_sentence(self.published.segments[number])
                for number in self._worded_segments()
                if self.fates.get(number, Fate.LEFT_OVER) is Fate.LEFT_OVER
            ),
            missing_links=tuple(self._missing_links(groups)),
        )

    def _missing_links(self, groups: Sequence[EntryGroup]) -> Iterator[adoption.MissingLink]:
        for group in groups:
            for address in group.lost:
                told = _report_sentence(self.article.segments[group.pairing.source[0]])
                yield adoption.MissingLink(address=address, source=told.text, line=told.line)

    def _other_target(self, group: EntryGroup) -> str:
        """Return the catalog's translation in place of a group's."""
        pairs = ((self.entries[key].target, target) for key, target in group.targets.items())
        return next((standing for standing, target in pairs if standing != target), "")

    def _worded_segments(self) -> Iterator[int]:
        """Yield the numbers of the translation's segments that have words: nothing of them may be lost."""
        for number, segment in enumerate(self.published.segments):
            if segment.kind is not SegmentKind.LINK_TARGET and has_words(segment):
                yield number

    def _unsure(self) -> Iterator[adoption.UnsureEntry]:
        for key, group in self.taken.items():
            entry = self.entries[key]
            if entry.fuzzy:
                yield adoption.UnsureEntry(
                    source=entry.source, target=entry.target, line=self.lines.get(key, 0), reason=group.pairing.reason
                )

    def _empty(self) -> Iterator[adoption.ReportedSentence]:
        seen: set[str] = set()
        for segment in self.article.segments:
            entry = self.entries.get(segment.key)
            if entry is not None and not entry.target and segment.key not in seen and is_work(segment):
                seen.add(segment.key)
                yield _report_sentence(segment)


def _fill_entry(entry: Entry, target: str, pairing: Pairing) -> Entry:
    """Return the entry with a published translation; if it had it, a sure pairing confirms what no person wrote."""
    marks = origin_comments(entry)
    if _is_same(entry.target, target) and (not entry.fuzzy or not marks):
        return entry
    comments = without_origin(entry).comments
    if pairing.is_sure:
        return replace(entry, target=target, fuzzy=False, previous=None, comments=comments)
    return replace(
        entry, target=target, fuzzy=True, previous=None, comments=(*comments, ADOPTED_ORIGIN + pairing.reason)
    )


def _is_same(target: str, other: str) -> bool:
    return target == other or (is_fold(target) and is_fold(other))


def _report_sentence(segment: Segment) -> adoption.ReportedSentence:
    """Return a segment for a report, in the Markdown of its text."""
    return adoption.ReportedSentence(text=" ".join(segment.source.split()), line=segment.line, kind=str(segment.kind))
