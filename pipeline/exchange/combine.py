"""Merge an entry that came back into the catalog's, with what was sent as the base.

Files come in any order, twice, and years late. So the result depends on what came, not on the order: the translations
that people made of a text are a set, in which a translator's later one replaces the earlier ones of the same package,
and the one that was sent. `Claims` says, from the digests that are remembered, which of them still count.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from enum import StrEnum

from pipeline.catalog.origin import MERGE_REMARK, is_filled_in, origin_comments, without_origin
from pipeline.catalog.review import drop_dead_marks, find_reviewer, is_mark, mark_reviewed
from pipeline.exchange.sendings import DRAFT, remark_digest, split_state, state_digest, text_digest
from pipeline.frozen import dataclass
from pipeline.model import Entry

_LINE_END = re.compile(r"[\r\n]+")


class Verdict(StrEnum):
    """The fate of an entry that came; `combine` does not see entries of texts that the article lacks."""

    TAKEN = "taken"
    SAME = "same"
    OLDER = "older"
    UNTRANSLATED = "untranslated"
    CONFLICTING = "conflicting"
    OUTDATED = "outdated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The digests of the translations of one text that count, each with whether it is confirmed, and of those that were
    replaced.
    """

    living: Mapping[str, bool] = field(default_factory=dict)
    replaced: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The facts that are known of an entry: `states` of its package, the one sent first; the claims `before` and
    `after` this translation came; the digests of the `remarks` that were sent or came. `same_language` says that
    translations start as their source, `is_begun` that somebody changed an offer without confirming it.
    """

    states: tuple[str, ...] = ()
    before: Claims = field(default_factory=Claims)
    after: Claims = field(default_factory=Claims)
    remarks: AbstractSet[str] = frozenset()
    same_language: bool = False
    is_begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The entry as it should be, and what became of the one that came."""

    entry: Entry
    verdict: Verdict


def weigh_claims(packages: Iterable[Sequence[str]]) -> Claims:
    """Return which translations of a text count, from its states in each package, the one sent first.

    Of a package, the latest one counts; of those without a date it is not known which is the latest, so all count. What
    was sent does not count any more where something else came back.
    """
    living: dict[str, bool] = {}
    came_back: set[str] = set()
    ended: set[str] = set()
    for first, *states in packages:
        came = [split_state(state) for state in states]
        latest = max((date for _, date in came), default="")
        own: dict[str, bool] = {}
        for state, date in came:
            digest = state.removesuffix(DRAFT)
            came_back.add(digest)
            if date in {"", latest}:
                own[digest] = own.get(digest, False) or state == digest
        ended |= set(first.replace(DRAFT, "").split("+")) - own.keys() if own else set()
        for digest, is_confirmed in own.items():
            living[digest] = living.get(digest, False) or is_confirmed
    counting = {digest: is_confirmed for digest, is_confirmed in living.items() if digest not in ended}
    return Claims(living=counting, replaced=(ended | came_back) - counting.keys())


def combine(ours: Entry, theirs: Entry, base: Base) -> Combined:
    """Merge an entry that came into ours.

    - Nothing is taken that was sent or came before, or that its translator replaced by something saved later.
    - A translation is taken where ours is empty, an offer, the source filled in, or as it was sent.
    - A review that came counts if its translation is the one that stays.
    - Otherwise both stay. A draft becomes a remark beside the confirmed translation; two confirmed ones make the entry
      fuzzy, with the other as a remark that begins with `MERGE_REMARK`, as where git merges.
    """
    combined = _combine(_add_remarks(ours, theirs, base), theirs, base)
    entry, reviewer = drop_dead_marks(combined.entry), find_reviewer(theirs)
    if reviewer is not None and find_reviewer(entry) is None and entry.is_translated and entry.target == theirs.target:
        entry = mark_reviewed(entry, reviewer)
    return combined if entry == combined.entry else replace(combined, entry=entry)


def _combine(ours: Entry, theirs: Entry, base: Base) -> Combined:
    if not theirs.target:
        return Combined(entry=ours, verdict=Verdict.UNTRANSLATED)
    state, digest = state_digest(theirs), text_digest(theirs.target)
    if state in base.states[:1]:
        return Combined(entry=ours, verdict=Verdict.SAME)
    is_new = not ours.target or state not in base.states or digest not in base.before.living
    if is_new and digest not in base.after.living:
        return Combined(entry=ours, verdict=Verdict.OLDER)
    return _unite(ours, theirs, base, is_new=is_new)


def _unite(ours: Entry, theirs: Entry, base: Base, *, is_new: bool) -> Combined:
    """Show all translations of a text that count, with the one that came if it is new."""
    confirmed, drafts = _translations(ours, base)
    target = _LINE_END.sub(" ", theirs.target)
    if not confirmed and not drafts:
        entry = _translate(ours, theirs) if is_new else ours
        return Combined(entry=entry, verdict=Verdict.TAKEN if is_new else Verdict.SAME)
    if is_new and target not in (*confirmed, *drafts):
        (confirmed if base.after.living[text_digest(target)] else drafts).append(target)
    # What was written here comes first, then what came, in an order that does not depend on which came first.
    confirmed.sort(key=lambda text: (text_digest(text) in base.after.living, text))
    drafts.sort(key=lambda text: (text_digest(text) in base.after.living, text))
    entry = _show_all(ours, confirmed, drafts)
    if (entry.target, entry.fuzzy, entry.remarks) == (ours.target, ours.fuzzy, ours.remarks):
        return Combined(entry=ours, verdict=Verdict.SAME)
    is_alone = [target] == [*confirmed, *drafts]
    return Combined(entry=entry, verdict=Verdict.TAKEN if is_alone else Verdict.CONFLICTING)


def _add_remarks(ours: Entry, theirs: Entry, base: Base) -> Entry:
    """Add the remarks that the translator wrote: those that were neither sent nor came before."""
    new = tuple(
        remark
        for remark in theirs.remarks
        if remark not in ours.remarks
        and not is_mark(remark)
        and not remark.startswith(MERGE_REMARK)
        and remark_digest(theirs, remark) not in base.remarks
    )
    return replace(ours, remarks=(*_own_remarks(ours), *new, *_alternatives(ours))) if new else ours


def _own_remarks(entry: Entry) -> tuple[str, ...]:
    return tuple(remark for remark in entry.remarks if not remark.startswith(MERGE_REMARK))


def _alternatives(entry: Entry) -> tuple[str, ...]:
    return tuple(remark for remark in entry.remarks if remark.startswith(MERGE_REMARK))


def _translate(ours: Entry, theirs: Entry) -> Entry:
    previous = theirs.previous if theirs.fuzzy else None
    entry = replace(without_origin(ours), target=theirs.target, fuzzy=theirs.fuzzy, previous=previous)
    return replace(entry, remarks=_own_remarks(ours))


def _translations(entry: Entry, base: Base) -> tuple[list[str], list[str]]:
    """Return the translations that people made of an entry's text and that still count: confirmed ones, and drafts."""
    is_source = not entry.fuzzy and is_filled_in(entry, same_language=base.same_language)
    if not entry.target or is_source or _is_offer(entry, base):
        return [], []
    others = [remark.removeprefix(MERGE_REMARK) for remark in _alternatives(entry)]
    is_choice = bool(others) and entry.fuzzy
    # Beside a translation, drafts are shown; between several confirmed ones a person has to choose.
    shown = {_LINE_END.sub(" ", entry.target): not entry.fuzzy or is_choice} | dict.fromkeys(others, is_choice)
    known = {text: base.after.living.get(text_digest(text), is_confirmed) for text, is_confirmed in shown.items()}
    counting = [text for text in known if text_digest(text) not in base.after.replaced]
    return [text for text in counting if known[text]], [text for text in counting if not known[text]]


def _is_offer(entry: Entry, base: Base) -> bool:
    """Tell whether a fuzzy translation was put in by Targman, by nobody who sent it, and is as it was."""
    is_made = entry.fuzzy and (entry.previous is not None or bool(origin_comments(entry)))
    return is_made and not base.is_begun and text_digest(entry.target) not in base.before.living


def _show_all(ours: Entry, confirmed: Sequence[str], drafts: Sequence[str]) -> Entry:
    """Return the entry with all translations: the first one as its own, the others as remarks."""
    target, *others = (*confirmed, *drafts)
    return replace(
        without_origin(ours),
        target=target,
        fuzzy=len(confirmed) != 1,
        previous=None,
        remarks=(*_own_remarks(ours), *(f"{MERGE_REMARK}{text}" for text in others)),
    )
