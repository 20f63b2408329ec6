"""Update a catalog to an article's new texts: no human translation is lost (law 3), and guesses are fuzzy (law 7).

In this order, a translation stays with the same text wherever it moved; follows it into another context; comes back
from the obsolete entries; follows a text that was joined or split; or is offered, fuzzy and with its source, for a text
that is nearly the same. A confirmed translation that is only offered for its new text stays under its old one, as an
obsolete entry, and comes back confirmed with it. So do remarks where there is no translation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.article.extract import BRACE_FORMAT, TextUnit
from pipeline.article.placeholders import has_letters
from pipeline.catalog.origin import is_filled_in, origin_comments, without_origin
from pipeline.catalog.review import drop_dead_marks, has_remarks, unite_remarks
from pipeline.catalog.update.contexts import find_carried
from pipeline.catalog.update.divided import find_divided
from pipeline.catalog.update.fuzzy import FuzzyMatch, find_fuzzy_matches, find_offers
from pipeline.catalog.update.inline_notes import find_noted
from pipeline.catalog.update.join import find_joined
from pipeline.catalog.update.marks import find_unmasked, strip_marks
from pipeline.catalog.update.placeholders import placeholder_meanings
from pipeline.catalog.update.retire import (
    SUPERSEDED,
    is_superseded,
    number_duplicates,
    recall,
    retire,
    without_offers,
)
from pipeline.catalog.update.split import split_entries
from pipeline.frozen import dataclass
from pipeline.model import Entry, SegmentKind

LINK_TARGET = str(SegmentKind.LINK_TARGET)
_SHOWN = 150  # code points of a link target that the comment on its placeholder has, which may be cut


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogUpdate:
    """The entries of the updated catalog, and the keys of those that changed.

    `added` have no translation yet; `revived` came back from the obsolete entries; `followed` were joined or split from
    the same words; `fuzzied` got the translation of a text that is nearly the same; `retired` are now obsolete.
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


def update_entries(old: Sequence[Entry], units: Sequence[TextUnit], *, lang: str, same_language: bool) -> CatalogUpdate:
    """Return the entries for `units` with the translations of `old`, in the order of the units, then the obsolete ones.

    `lang` is the edition's language. In the catalog of the article's own language (`same_language`) an entry starts as
    its source and follows it until a person changes it. Optional units are entries only if they have a translation of
    their own, in `old` or from there.
    """
    if not old:
        return _new_entries(units, same_language=same_language)
    return _Updater(old, units, lang, same_language=same_language).update()


def _new_entries(units: Sequence[TextUnit], *, same_language: bool) -> CatalogUpdate:
    """Return the entries of a new catalog."""
    wanted = (unit.entry for unit in units if not unit.optional)
    entries = tuple(_fill_in(entry) if same_language else entry for entry in wanted)
    return CatalogUpdate(entries=entries, added=tuple(entry.key for entry in entries if not entry.target))


def _fill_in(entry: Entry) -> Entry:
    """Return the entry of a text with the text as its translation; `replace` takes four times as long."""
    return Entry(
        source=entry.source,
        target=entry.source,
        context=entry.context,
        comments=entry.comments,
        references=entry.references,
        flags=entry.flags,
    )


def has_own_target(entry: Entry) -> bool:
    """Tell whether an optional unit's entry has a translation that its source is not, or a person's remark on it."""
    return bool(entry.target) and (entry.target != entry.source or bool(entry.remarks))


def _is_younger(pieces: Sequence[Entry], whole: Entry) -> bool:
    """Tell whether people confirmed something in the pieces of a block that its own, older translation does not have.

    A guess that has all of that translation is none for a piece: the translation could not be divided.
    """
    known = " ".join(whole.target.split())
    guesses = [" ".join(piece.target.split()) for piece in pieces if piece.fuzzy]
    confirmed = [" ".join(piece.target.split()) for piece in pieces if piece.is_translated]
    is_divided = not any(known in guess for guess in guesses)
    return is_divided and any(not guesses or target not in known for target in confirmed)


def _has_only_remarks(entry: Entry) -> bool:
    """Tell whether a person wrote a remark at an entry without a translation, such as a question."""
    return not entry.target and has_remarks(entry)


class _Updater:
    """The state of one update: the entry that each unit has got, and the old entries that are still free.

    `used` old entries live on as another entry; `spent` ones were copied into others, and retire like any that is left;
    so do those in `offered`, whose texts changed.
    """

    def __init__(self, old: Sequence[Entry], units: Sequence[TextUnit], lang: str, *, same_language: bool) -> None:
        self.units = units
        self.lang = lang
        self.same_language = same_language
        self.known = {unit.key for unit in units}
        old = [without_origin(entry) if entry.is_translated else entry for entry in old]
        self.obsolete = [entry for entry in old if entry.obsolete]
        self.texts = {unit.text for unit in units}
        self.active: dict[str, Entry] = {}
        self.foreign: list[Entry] = []
        for entry in old:
            if not entry.obsolete:
                self._sort_in(entry)
        self.asleep = {entry.key: recall(entry) for entry in self.obsolete if entry.target and not is_superseded(entry)}
        self.got: dict[str, Entry] = {}
        self.used: set[str] = set()
        self.spent: set[str] = set()
        self.offered: set[str] = set()
        self.awake: set[str] = set()
        self.log: dict[str, list[str]] = {"revived": [], "followed": [], "fuzzied": []}

    def _sort_in(self, entry: Entry) -> None:
        """Take an active entry as one of the article's, or as foreign: its text is there, but not in that context."""
        is_ours = entry.context is None or entry.key in self.known or entry.source not in self.texts
        if is_ours and entry.key not in self.active:
            self.active[entry.key] = entry
        else:
            self.foreign.append(entry)

    def update(self) -> CatalogUpdate:
        self._keep_same()
        self._carry_contexts()
        self._follow_syntax()
        self._join([entry for entry in _without_addresses(self.active.values()) if entry.is_translated])
        self._rejoin()
        self._revive()
        self._join([*_without_addresses(self.active.values()), *_without_addresses(self.asleep.values())])
        self._split()
        self._offer_near()
        self._carry_remarks()
        entries = self._make_entries()
        gone = self.known | self.used
        foreign = [entry for entry in self.foreign if entry.key not in self.used]
        left = [entry for key, entry in self.active.items() if key not in gone]
        kept = tuple(self._keep_obsolete(entries))
        retired = [entry for entry in (*left, *foreign) if self._is_human(entry) or _has_only_remarks(entry)]
        retired = without_offers(retired, self.spent, entries, kept)
        asleep = tuple(number_duplicates((*kept, *map(retire, retired)), entries))
        entries = [
            drop_dead_marks(entry) if entry.remarks else entry for entry in self._offer_obsolete(entries, asleep)
        ]
        there = {entry.key for entry in entries}
        return CatalogUpdate(
            entries=(*entries, *asleep),
            added=tuple(entry.key for entry in entries if not entry.target and entry.key not in self.active),
            **{name: tuple(filter(there.__contains__, keys)) for name, keys in self.log.items()},
            retired=tuple(entry.key for entry in retired if entry.key not in self.offered),
        )

    def _offer_obsolete(self, entries: list[Entry], asleep: Sequence[Entry]) -> list[Entry]:
        """Offer obsolete translations for texts without one, also for those that an editor program has emptied."""
        if not asleep or self.same_language:
            return entries
        empty = {entry.key: entry for entry in entries if not entry.target}
        pool = [recall(entry) for entry in asleep if entry.target and not is_superseded(entry)]
        offers = list(find_offers(self.units, empty, pool, self.lang))
        for unit, entry in offers:
            own = empty[unit.key]
            remarks = unite_remarks(own.remarks, entry.remarks)
            self._take_from(unit, replace(entry, remarks=remarks, flags=(*own.flags, *entry.flags)), ())
            self.log["fuzzied"].append(unit.key)
        return self._make_entries() if offers else entries

    def _is_human(self, entry: Entry) -> bool:
        """Tell whether a person put something into the entry, beyond the source that Targman filled in."""
        return bool(entry.target) and not (self._is_filled_in(entry) and not has_remarks(entry))

    def _is_filled_in(self, entry: Entry) -> bool:
        """Tell whether the entry has its source as a translation where nobody had to decide so."""
        is_wordless = entry.target == entry.source and not has_letters(entry.source)
        return is_wordless or is_filled_in(entry, same_language=self.same_language)

    def _make_entries(self) -> list[Entry]:
        """Return the entries of the units; those that are optional have one only if it is worth it."""
        own = {key for key, entry in self.got.items() if has_own_target(entry)}
        return [self._make_entry(unit) for unit in self.units if not unit.optional or unit.key in own]

    def _make_entry(self, unit: TextUnit) -> Entry:
        """Return the unit's entry: our own parts from the unit, the translator's from the entry that it got."""
        got = self.got.get(unit.key, unit.entry)
        if not got.target and self.same_language:
            got = replace(got, target=unit.text, fuzzy=False, previous=None)
        asleep = self.asleep.get(unit.key)
        if asleep is not None and asleep.remarks and asleep.target == got.target:
            got = replace(got, remarks=unite_remarks(got.remarks, asleep.remarks))
        ours, theirs = unit.entry, [flag for flag in got.flags if flag != BRACE_FORMAT]
        flags = [flag for flag in ours.flags if f"no-{flag}" not in theirs]
        return replace(
            got,
            source=unit.text,
            context=ours.context,
            comments=(*ours.comments, *origin_comments(got)),
            references=ours.references,
            flags=tuple(dict.fromkeys((*flags, *theirs))),
            obsolete=False,
        )

    def _open_units(self) -> list[TextUnit]:
        return [unit for unit in self.units if unit.key not in self.got]

    def _keep_same(self) -> None:
        """Keep the translation of the same text wherever it moved."""
        for unit in self.units:
            entry = self.active.get(unit.key)
            if entry is not None:
                self.got[unit.key] = entry

    def _carry_contexts(self) -> None:
        """Let translations follow texts whose context appeared, changed or went. What had just this context before is
        better.
        """
        units = [unit for unit in self._open_units() if unit.key not in self.asleep]
        if not units or not (self.foreign or any(unit.entry.context is not None for unit in self.units)):
            return
        entries = [entry for entry in (*self.active.values(), *self.foreign) if self._is_human(entry)]
        for carried in find_carried(units, entries, self.known):
            self.got[carried.unit.key] = carried.entry
            self.used.update(carried.used)
            self.spent.update(carried.copied)
            self.log["fuzzied" if carried.copied else "followed"].append(carried.unit.key)

    def _follow_syntax(self) -> None:
        """Let translations follow texts whose signs of a site's syntax or whose notes became placeholders, or went."""
        open_keys, waiting = {unit.key for unit in self._open_units()}, self._waiting()
        if not open_keys or not waiting:
            return
        divided = chain(*(find(self.units, open_keys, waiting) for find in (find_noted, find_divided)))
        for unit, entry, former in divided:
            if unit.key not in self.got:
                self.got[unit.key] = entry
                self.spent.add(former)
                self.log["followed" if entry.is_translated else "fuzzied"].append(unit.key)
        for unit, entry, keys in find_unmasked(self._open_units(), self._waiting()):
            self._take_from(unit, entry, keys if len(keys) == 1 else ())
            self.spent.update(keys if len(keys) > 1 else ())
            self.log["followed" if entry.is_translated else "fuzzied"].append(unit.key)

    def _revive(self) -> None:
        """Revive the same text from the obsolete entries; active entries are younger and go first."""
        for unit in self._open_units():
            entry = self.asleep.get(unit.key)
            if entry is not None:
                self.got[unit.key] = replace(entry, obsolete=False)
                self.awake.add(unit.key)
                self.log["revived"].append(unit.key)

    def _rejoin(self) -> None:
        """Join sentences for a block that comes back: people worked on them after the block became obsolete."""
        asleep = [unit for unit in self._open_units() if unit.key in self.asleep]
        for unit, entry, parts in find_joined(asleep, _without_addresses(self.active.values())) if asleep else ():
            whole, pieces = self.asleep[unit.key], [self.active[part] for part in parts]
            is_same = entry.target.split() == whole.target.split()
            if not is_same and _is_younger(pieces, whole):
                self.spent.update(parts)
                self.got[unit.key] = entry
                self.log["followed"].append(unit.key)
            elif is_same and set(entry.remarks) <= set(whole.remarks):
                self.used.update(piece.key for piece in pieces if piece.fuzzy)

    def _join(self, entries: list[Entry]) -> None:
        """Join the translations for a text that consists of old texts: two sentences, or all sentences of a block."""
        texts = [unit for unit in self._open_units() if not unit.is_target and not unit.optional]
        if not texts:
            return
        for unit, entry, parts in find_joined(texts, entries):
            self.spent.update(parts)
            if entry.target != unit.text or not self.same_language or has_remarks(entry):
                self.got[unit.key] = entry
                self.log["followed"].append(unit.key)

    def _split(self) -> None:
        """Split the translation of an old text that is several texts now; the parts are fuzzy unless they came back."""
        texts = [unit for unit in self.units if not unit.is_target]
        kept = {key: entry for key, entry in self.got.items() if key in self.active or key in self.awake}
        wholes = _without_addresses(self._waiting())
        bare = {made.key: (made, entry) for entry in wholes if (made := strip_marks(entry)) is not None}
        for cut in split_entries([*wholes, *(made for made, _ in bare.values())], texts, kept, self.lang):
            self.spent.add(bare[cut.whole.key][1].key if cut.whole.key in bare else cut.whole.key)
            for key, entry in cut.entries.items():
                self._take_part(key, entry)

    def _take_part(self, key: str, entry: Entry) -> None:
        got = self.got.get(key)
        is_taken = got is not None and bool(got.target) and key not in self.awake
        if is_taken or entry is got:
            return
        if self.same_language and entry.target == entry.source:
            entry = replace(entry, fuzzy=False, previous=None)
        self.got[key] = entry
        self.awake.discard(key)
        self.log["followed"].append(key)

    def _waiting(self) -> list[Entry]:
        """Return the translated entries whose texts are gone, and which are neither used nor spent."""
        gone = self.known | self.used | self.spent | self.offered
        return [entry for key, entry in self.active.items() if key not in gone and self._is_human(entry)]

    def _offer_near(self) -> None:
        """Offer the translations of texts that are nearly the same."""
        waiting, asleep = self._waiting(), list(self.asleep.values())
        open_keys = {unit.key for unit in self._open_units() if not unit.optional} | self._new_targets(waiting)
        if not open_keys:
            return
        for unit, entry, used in find_fuzzy_matches(
            self.units, open_keys, list(self.active), waiting, asleep, self.lang
        ):
            self._take_from(unit, entry, used)
            if used and all(self._is_filled_in(self.active[key]) for key in used):
                self.got[unit.key] = replace(entry, target=unit.text, fuzzy=False, previous=None)
            else:
                self.log["fuzzied"].append(unit.key)

    def _carry_remarks(self) -> None:
        """Let remarks on texts that nobody translated go to the texts that came instead, or that come back."""
        new = {unit.key for unit in self.units if unit.key not in self.active and not unit.optional}
        asleep = {entry.key: recall(entry) for entry in self.obsolete if entry.key in new and _has_only_remarks(entry)}
        waiting = [entry for key, entry in self.active.items() if key not in self.known and _has_only_remarks(entry)]
        found: list[FuzzyMatch] = [(unit, asleep[unit.key], ()) for unit in self.units if unit.key in asleep]
        if waiting:
            found += find_fuzzy_matches(self.units, new, list(self.active), waiting, (), self.lang)
        for unit, entry, used in found:
            got = self.got.get(unit.key, unit.entry)
            self.got[unit.key] = replace(got, remarks=unite_remarks(got.remarks, entry.remarks))
            self.used.update(used)

    def _take_from(self, unit: TextUnit, entry: Entry, formers: Iterable[str]) -> None:
        """Give a unit an entry made of old ones; the own translation of an old text that is only offered stays, as
        obsolete, beside it.
        """
        self.got[unit.key] = entry if entry.previous != unit.text else replace(entry, previous=None)
        for key in formers:
            former = self.active[key]
            is_own = former.previous is None and not origin_comments(former) and not self._is_filled_in(former)
            is_offered = entry.fuzzy and is_own
            (self.offered if is_offered else self.used).add(key)

    def _new_targets(self, waiting: Iterable[Entry]) -> set[str]:
        """Return the keys of the optional link targets that are new, if translations of others wait for them.

        A translated target that changes has a page of its own in the edition's language, so a person should look. The
        comments of the old entries tell those that were there before, which nobody asked for.
        """
        if not any(LINK_TARGET in entry.comments for entry in waiting):
            return set()
        shown = (text for entry in self.active.values() for text in placeholder_meanings(entry).values() if text)
        before = {text.split()[0].strip("<>")[:_SHOWN] for text in shown}  # without the title of a link
        new = (unit for unit in self._open_units() if unit.optional and unit.is_target)
        return {unit.key for unit in new if unit.text[:_SHOWN] not in before}

    def _keep_obsolete(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """Yield the obsolete entries that stay. One whose text has another translation now gets the context
        `SUPERSEDED`, for a catalog has room for one entry of each text.
        """
        active = {entry.key: entry for entry in entries}
        for entry in self.obsolete:
            younger = active.get(entry.key)
            if younger is None:
                yield entry
            elif entry.target and entry.key not in self.awake and younger.target != entry.target:
                yield replace(entry, context=SUPERSEDED)


def _without_addresses(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of texts, without those of link targets."""
    return [entry for entry in entries if LINK_TARGET not in entry.comments]
