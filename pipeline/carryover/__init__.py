"""Old catalog + new segments → new catalog: no human translation is lost (law 3), and guesses are fuzzy (law 7).

A translation stays with its text wherever that moved; comes back from the obsolete ones; follows a text that was cut in
two or put together; or is offered, fuzzy and with the text that it translates, where the text is nearly the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.carryover.joining import joined, split
from pipeline.carryover.near import near_matches
from pipeline.carryover.renaming import retargeted
from pipeline.extraction import Unit
from pipeline.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The entries of the new catalog, and what became of the old ones, by source text.

    `added` has no translation yet; `revived` came back from the obsolete ones; `followed` was put together or cut from
    the same words; `fuzzied` got the translation of a text that is nearly the same; `retired` is now obsolete.
    """

    entries: tuple[Entry, ...]
    added: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    fuzzied: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return any((self.added, self.revived, self.followed, self.fuzzied, self.retired))


def carry(old: Sequence[Entry], units: Sequence[Unit], *, lang: str, same_language: bool) -> Carried:
    """The entries for `units` with the translations of `old`, in the order of the units, then the obsolete ones.

    `lang` is the edition's language. In the catalog of the article's own language (`same_language`), and for link
    targets in any, an entry starts as its source and follows it while nobody touched it.
    """
    return _Carrier(old, units, lang, same_language=same_language).carried()


class _Carrier:
    """The state of one carry-over: what each unit has got, and which old entries are still to be had.

    `used` entries live on as another; `spent` ones were copied into others and retire like any that is left.
    """

    def __init__(self, old: Sequence[Entry], units: Sequence[Unit], lang: str, *, same_language: bool) -> None:
        self.units = units
        self.lang = lang
        self.same_language = same_language
        self.active = {entry.source: entry for entry in old if not entry.obsolete and entry.context is None}
        self.obsolete = [entry for entry in old if entry.obsolete]
        self.foreign = [entry for entry in old if not entry.obsolete and entry.context is not None]
        self.asleep = {entry.source: entry for entry in self.obsolete if entry.context is None and entry.target}
        self.got: dict[str, Entry] = {}
        self.used: set[str] = set()
        self.spent: set[str] = set()
        self.awake: set[str] = set()
        self.log: dict[str, list[str]] = {"revived": [], "followed": [], "fuzzied": []}

    def carried(self) -> Carried:
        self._same()
        self._joined([entry for entry in self.active.values() if entry.target and not entry.fuzzy])
        self._awake()
        self._reverted()
        self._joined([*self.active.values(), *self.asleep.values()])
        self._split()
        self._near()
        entries = [self._entry(unit) for unit in self.units]
        added = [entry.source for entry in entries if not entry.target]
        known = {unit.text for unit in self.units}
        left = [entry for source, entry in self.active.items() if source not in known and source not in self.used]
        retired = [entry for entry in (*left, *self.foreign) if self._is_human(entry)]
        return Carried(
            entries=(*entries, *self._kept_obsolete(retired), *(_retired(entry) for entry in retired)),
            added=tuple(source for source in added if source not in self.active),
            revived=tuple(self.log["revived"]),
            followed=tuple(self.log["followed"]),
            fuzzied=tuple(self.log["fuzzied"]),
            retired=tuple(entry.source for entry in retired),
        )

    def _is_human(self, entry: Entry) -> bool:
        """Whether the target is more than the source filled in by itself."""
        filled_in = self.same_language or "link target" in entry.comments
        return bool(entry.target) and not (filled_in and entry.target == entry.source and not entry.remarks)

    def _entry(self, unit: Unit) -> Entry:
        """The unit's entry: what is ours from the unit, what is the translator's from the entry that it got."""
        got = self.got.get(unit.text)
        if got is None:
            target = unit.text if self.same_language or unit.is_target else ""
            got = Entry(source=unit.text, target=target)
        ours = unit.entry
        flags = tuple(dict.fromkeys((*ours.flags, *(flag for flag in got.flags if not flag.endswith("-format")))))
        return replace(
            got, source=unit.text, comments=ours.comments, references=ours.references, flags=flags, obsolete=False
        )

    def _open_units(self) -> list[Unit]:
        return [unit for unit in self.units if unit.text not in self.got]

    def _same(self) -> None:
        """The same text wherever it moved."""
        for unit in self.units:
            entry = self.active.get(unit.text)
            if entry is not None and (entry.target or unit.text not in self.asleep):
                self.got[unit.text] = self._filled(unit, entry)

    def _awake(self) -> None:
        """The same text among the obsolete ones; what is active is younger and goes first."""
        for unit in self._open_units():
            entry = self.asleep.get(unit.text)
            if entry is not None:
                self.got[unit.text] = replace(entry, obsolete=False)
                self.awake.add(unit.text)
                self.log["revived"].append(unit.text)

    def _filled(self, unit: Unit, entry: Entry) -> Entry:
        filled_in = unit.is_target or self.same_language
        return replace(entry, target=unit.text) if filled_in and not entry.target else entry

    def _reverted(self) -> None:
        """A text that was changed and changed back: the translation that was made for it counts again."""
        waiting = {entry.previous: entry for entry in self.active.values() if entry.fuzzy and entry.previous}
        for unit in self._open_units():
            entry = waiting.get(unit.text)
            if entry is not None and entry.target:
                target = retargeted(entry, unit)
                self.got[unit.text] = replace(entry, source=unit.text, target=target, fuzzy=False, previous=None)
                self.used.add(entry.source)
                self.log["revived"].append(unit.text)

    def _joined(self, entries: list[Entry]) -> None:
        """A text that is old texts put together (two sentences joined, sentences become a block) gets all of theirs."""
        texts = [unit for unit in self._open_units() if not unit.is_target]
        if not texts:
            return
        for unit, entry, parts in joined(texts, entries):
            self.spent.update(parts)
            if entry.target != unit.text or not self.same_language:
                self.got[unit.text] = entry
                self.log["followed"].append(unit.text)

    def _split(self) -> None:
        """Texts that are an old one cut up get its translation cut up, fuzzy, unless theirs came back as it was."""
        known = {unit.text for unit in self.units}
        wholes = [entry for source, entry in self.active.items() if source not in known and self._is_human(entry)]
        texts = [unit for unit in self.units if not unit.is_target]
        kept = {text: entry for text, entry in self.got.items() if text in self.active or text in self.awake}
        for cut in split(wholes, texts, kept, self.lang):
            self.spent.add(cut.whole.source)
            for text, entry in cut.entries.items():
                if text not in self.active:
                    self.got[text] = entry
                    self.awake.discard(text)
                    self.log["followed"].append(text)

    def _near(self) -> None:
        known = {unit.text for unit in self.units}
        gone = known | self.used | self.spent
        waiting = [entry for source, entry in self.active.items() if source not in gone and self._is_human(entry)]
        open_units = self._open_units()
        if not open_units:
            return
        order = list(self.active)
        matches = near_matches(self.units, set(self.got), order, waiting, list(self.asleep.values()))
        for unit, entry, used in matches:
            self.got[unit.text] = entry
            self.used.update(used)
            self.log["fuzzied"].append(unit.text)

    def _kept_obsolete(self, retired: list[Entry]) -> list[Entry]:
        """The obsolete entries that stay: neither awake again nor replaced by a later translation of the same text."""
        gone = self.awake | {entry.source for entry in retired if entry.context is None}
        return [entry for entry in self.obsolete if entry.context is not None or entry.source not in gone]


def _retired(entry: Entry) -> Entry:
    return replace(entry, obsolete=True, comments=(), references=(), flags=())
