"""Find the translations that a catalog lost since it was last seen, and bring them back (laws 3, 7).

Editor programs empty entries or leave them out, and people copy older files over newer ones. A person who empties an
entry leaves the same trace. So a single translation comes back fuzzy, for a person to decide. What no person does comes
back as it was: many translations at once, and all that is missing in a file whose texts are those of an earlier time.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import field, replace
from hashlib import blake2b

from pipeline.catalog.origin import MACHINE_ORIGIN, MEMORY_ORIGIN, is_filled_in, merge_remarks, origin_comments
from pipeline.catalog.review import has_remarks, unite_remarks
from pipeline.catalog.update.retire import recall, translated_words
from pipeline.frozen import dataclass
from pipeline.languages.garbled import is_garbled
from pipeline.model import Catalog, Entry

_MANY = 3
"""The number of finished translations that are not emptied by hand at once."""

_MAX_EARLIER = 24
"""The maximum number of earlier translations by which an older copy of an entry is known again."""

_WHOLE = "whole"
"""In `CatalogHistory.returned`: the catalog itself was deleted and came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogHistory:
    """The memory of a catalog besides its last copy: digests of the `earlier` translations by entry, and of
    those that `returned` as they were, which happens once; and the obsolete entries that its file `dropped`.
    """

    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    returned: frozenset[str] = frozenset()
    dropped: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredCatalog:
    """A catalog with what it had lost, the history that follows, and the number of translations that came back as they
    were, that are `offered` as fuzzy, and that stand as `remarks`, for the file has an earlier one.
    """

    catalog: Catalog | None
    history: CatalogHistory
    returned: int = 0
    offered: int = 0
    remarks: int = 0

    @property
    def count(self) -> int:
        return self.returned + self.offered + self.remarks


def has_work(catalog: Catalog, *, same_language: bool) -> bool:
    """Tell whether there is a translation in the catalog, beyond the sources that Targman filled in."""
    return any(_is_work(entry, same_language=same_language) for entry in catalog.entries)


def restore_translations(
    found: Catalog | None, last: Catalog, history: CatalogHistory, texts: Container[str], *, same_language: bool
) -> RestoredCatalog:
    """Return the catalog `found` with the translations that `last` had and it has not. None stands for no file; `texts`
    are the keys of the article's texts.

    - An entry that is missing comes back as it was, for editors take none out. An obsolete one may go if all others
      are there, as programs remove them all on demand; it comes back when its text does.
    - An empty entry gets its translation back: fuzzy, or as it was if many lost theirs at once, for the first time, or
      if the file has the texts of an earlier time. An offer that a machine or the memory made does not come back,
      unless somebody changed it: there it still is.
    - An obsolete translation that was changed together with its offer for another text, by a replacement in the whole
      file, is as it was.
    - An entry whose translation is an earlier one again keeps it; the later one becomes a remark that begins with
      `MERGE_REMARK`. In an older copy (entries are missing, not just obsolete ones, or translations are earlier ones),
      so does every translation that is another one, and its remarks come back.
    """
    if found is None:
        if _WHOLE in history.returned:
            return RestoredCatalog(catalog=None, history=CatalogHistory())
        count = sum(_is_work(entry, same_language=same_language) for entry in last.entries)
        returned = history.returned | {_WHOLE}
        return RestoredCatalog(catalog=last, history=replace(history, returned=returned), returned=count)
    return _Restorer(found, last, history, texts, same_language=same_language).restore()


def find_begun(found: Catalog, last: Catalog, history: CatalogHistory) -> frozenset[str]:
    """Return the keys of the unconfirmed entries whose translation somebody changed, so that they are no offers now."""
    before = {entry.key: entry.target for entry in last.entries}
    return frozenset(
        entry.key
        for entry in found.entries
        if entry.fuzzy
        and (before.get(entry.key, entry.target) != entry.target or _digest(entry.key) in history.earlier)
    )


def extend_history(history: CatalogHistory, before: Catalog, after: Catalog) -> CatalogHistory:
    """Return the history with the translations of `before` that are others in `after`."""
    known = {entry.key: entry for entry in after.entries}
    earlier: dict[str, tuple[str, ...]] = {}
    for entry in before.entries:
        now = known.get(entry.key)
        key = _digest(entry.key)
        past = history.earlier.get(key, ())
        if now is not None and entry.target and now.target != entry.target:
            past = (*(item for item in past if item != _digest(entry.target)), _digest(entry.target))[-_MAX_EARLIER:]
        if past:
            earlier[key] = past
    return replace(history, earlier=earlier)


class _Restorer:
    """The state of one restoration; `given` are the digests of what comes back as it was."""

    def __init__(
        self, found: Catalog, last: Catalog, history: CatalogHistory, texts: Container[str], *, same_language: bool
    ) -> None:
        self.found = found
        self.texts = texts
        self.same_language = same_language
        old = (entry for entry in last.entries if _is_work(entry, same_language=same_language))
        self.old = [entry for entry in old if not _is_repeatable(entry) or _digest(entry.key) in history.earlier]
        self.history = history
        self.known = {entry.key: entry for entry in found.entries}
        self.confirmed = {entry.target for entry in last.entries if not entry.fuzzy}
        gone = [entry for entry in last.entries if entry.key not in self.known]
        self.is_older = (
            any(not entry.obsolete and entry.key in texts for entry in gone)  # a killed sync left out the others
            or any(self._is_earlier(entry) for entry in self.old)
            or (bool(gone) and any(self._is_emptied(entry) for entry in self.old))
        )
        self.changed = {
            translated_words(entry)
            for entry in self.old
            if not entry.obsolete and (now := self.known.get(entry.key)) and now.target not in ("", entry.target)
        }
        self.has_old_texts = any(map(self._is_younger, last.entries))
        self.given: set[str] = set()
        self.counts = {"returned": 0, "offered": 0, "remarks": 0}

    def restore(self) -> RestoredCatalog:
        lost = [entry for entry in (*self.old, *self.history.dropped) if self._is_emptied(entry)]
        emptied = {entry.key for entry in lost}
        are_many = sum(not (entry.fuzzy or entry.obsolete) for entry in lost) >= _MANY
        entries: dict[str, Entry] = {}
        dropped: list[Entry] = []
        for entry in (*self.old, *self.history.dropped):
            now = self.known.get(entry.key)
            if now is None and entry.obsolete and entry.key not in self.texts and not self.is_older:
                dropped.append(entry)
            elif now is None:
                entries[entry.key] = entry
                self.counts["returned"] += 1
            elif entry.key in emptied:
                entries[entry.key] = self._give_back(entry, now, are_many=are_many)
            elif entry.obsolete and now.obsolete and self._is_replaced(entry, now):
                is_elsewhere = any(other.target == now.target and not other.obsolete for other in self.known.values())
                remarks = entry.remarks if is_elsewhere else (*entry.remarks, *merge_remarks(now.target))
                entries[entry.key] = replace(entry, remarks=remarks)
                self.counts["returned"] += 1
            elif (remarks := unite_remarks(now.remarks, tuple(self._left_out(entry, now)))) != now.remarks:
                entries[entry.key] = replace(now, remarks=remarks)
                self.counts["remarks"] += 1
        returned = (self.history.returned | self.given) - {_WHOLE}
        history = replace(self.history, returned=returned, dropped=tuple(dropped))
        return RestoredCatalog(catalog=self._with(entries), history=history, **self.counts)

    def _is_younger(self, entry: Entry) -> bool:
        """Tell whether the file is older than the entry: it lacks its text, or has it although the text is gone."""
        now = self.known.get(entry.key)
        return not entry.obsolete if now is None else entry.obsolete and not now.obsolete

    def _is_emptied(self, entry: Entry) -> bool:
        """Tell whether the file has no translation in place of this one, or one without its letters."""
        now = self.known.get(entry.key)
        if now is None:
            return False
        is_garbage = now.target != entry.target and is_garbled(entry.target, now.target)
        return is_garbage or not _is_work(now, same_language=self.same_language)

    def _give_back(self, entry: Entry, now: Entry, *, are_many: bool) -> Entry:
        mark = _digest(f"{entry.key}\0{entry.target}")
        is_sure = entry.obsolete or self.has_old_texts or (are_many and mark not in self.history.returned)
        is_fuzzy = entry.fuzzy or not is_sure
        self.given.update(() if is_fuzzy else (mark,))
        self.counts["offered" if is_fuzzy else "returned"] += 1
        remarks = unite_remarks(now.remarks, entry.remarks)
        flags = tuple(dict.fromkeys((*now.flags, *entry.flags)))
        return replace(entry, fuzzy=is_fuzzy, remarks=remarks, flags=flags, obsolete=entry.obsolete and now.obsolete)

    def _is_earlier(self, entry: Entry) -> bool:
        """Tell whether the file has a translation again that it had before the last one."""
        now = self.known.get(entry.key)
        if now is None or now.target == entry.target or entry.fuzzy or entry.obsolete:
            return False
        return _digest(now.target) in self.history.earlier.get(_digest(entry.key), ())

    def _is_replaced(self, entry: Entry, now: Entry) -> bool:
        """Tell whether an obsolete translation changed along with its offer for another text: somebody replaced words
        in the whole file, and meant the offer.
        """
        return now.target != entry.target and translated_words(entry) in self.changed

    def _left_out(self, entry: Entry, now: Entry) -> Iterator[str]:
        """Yield what is left out of a file, as remarks: the last translation, if the file has another one instead that
        nobody preferred to it, and its remarks. What is only an offer is elsewhere.
        """
        if self.is_older:
            yield from recall(entry).remarks if entry.obsolete and not now.obsolete else entry.remarks
        is_offer = entry.fuzzy and entry.target in self.confirmed
        if now.target != entry.target and not is_offer and (self.is_older or self._is_earlier(entry)):
            yield from merge_remarks(entry.target)

    def _with(self, entries: Mapping[str, Entry]) -> Catalog:
        if not entries:
            return self.found
        kept = [entries.get(entry.key, entry) for entry in self.found.entries]
        missing = [entry for key, entry in entries.items() if key not in self.known]
        return replace(self.found, entries=(*kept, *missing))


def _is_repeatable(entry: Entry) -> bool:
    """Tell whether it is an offer by a machine or from the memory."""
    return entry.fuzzy and any(mark.startswith((MACHINE_ORIGIN, MEMORY_ORIGIN)) for mark in origin_comments(entry))


def _is_work(entry: Entry, *, same_language: bool) -> bool:
    return bool(entry.target) and (has_remarks(entry) or not is_filled_in(entry, same_language=same_language))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
