"""Merge two versions of a catalog, entry by entry, with the version that both started from.

git merges lines, and stops where two people changed neighbouring lines. Entries have no neighbours: a change by one
side counts, and two different translations are both kept, for a person to choose (laws 3, 7).
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from pipeline.catalog import translator_names
from pipeline.catalog.origin import MERGE_REMARK, is_filled_in, merge_remarks
from pipeline.catalog.review import drop_dead_marks, unite_remarks
from pipeline.catalog.update.retire import recall, retire
from pipeline.frozen import dataclass
from pipeline.languages.tags import is_same
from pipeline.model import Catalog, Entry

_Key = tuple[str | None, str]
_Entries = Mapping[_Key, Entry]
_Value = TypeVar("_Value")
_Item = TypeVar("_Item", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCatalog:
    """The merged catalog, active entries first, and the sources of the entries in which a person has to choose."""

    catalog: Catalog
    conflicts: tuple[str, ...] = ()


def merge_catalogs(base: Catalog | None, ours: Catalog, theirs: Catalog) -> MergedCatalog:
    """Merge `ours` and `theirs`, which were both made from `base`. Without a base everything in both is new.

    - A change by one side counts, field by field; additions by both are united, each in its place.
    - An entry that one side removed while the other translated it stays as obsolete. Where the first side offers its
      old translation for a changed source, the new translation is offered instead; where it moved the text into
      another context, the new translation goes there.
    - Of two changed translations a confirmed one wins over a fuzzy one, a fuzzy one over the source filled in by
      Targman, and that over none.
    - Of two translations of equal rank ours stays, fuzzy, and theirs becomes a remark that begins with `MERGE_REMARK`.
      It is a conflict if both were confirmed and the text is still in the article.
    - Of header fields that both changed, those of the later PO-Revision-Date win; the other translator's name stays
      among the remarks.
    """
    start = base or Catalog()
    before, mine, other = (_by_key(version) for version in (start, ours, theirs))
    same_language = _is_same_language(ours)
    made: dict[_Key, Entry] = {}
    conflicts: list[str] = []
    for key in dict.fromkeys(chain(before, mine, other)):
        if key in mine and key in other:
            made[key], is_conflict = _merge_entry(before.get(key), mine[key], other[key], same_language=same_language)
            conflicts += [made[key].source] if is_conflict else []
        elif (left := _merge_one_sided(before.get(key), mine.get(key) or other.get(key))) is not None:
            made[key] = left
    for side in (mine, other):
        made = _move_corrections(_offer_corrections(made, before, side), before, side)
    made = {key: drop_dead_marks(entry) if entry.remarks else entry for key, entry in made.items()}
    catalog = Catalog(
        header=_merge_header(start, ours, theirs),
        remarks=_merge_header_remarks(start, ours, theirs),
        entries=tuple(_order_entries(made, start, ours, theirs)),
    )
    return MergedCatalog(catalog=catalog, conflicts=tuple(conflicts))


def _by_key(catalog: Catalog) -> dict[_Key, Entry]:
    return {_key(entry): entry for entry in catalog.entries}


def _key(entry: Entry) -> _Key:
    return entry.context, entry.source


def _is_same_language(catalog: Catalog) -> bool:
    """Tell whether this is the catalog of the article's own language, in which translations start as their source."""
    source = catalog.field("X-Source-Language")
    return bool(source) and is_same(catalog.field("Language"), source)


def _merge_one_sided(base: Entry | None, left: Entry | None) -> Entry | None:
    """Merge an entry that at most one side has: an addition stays, and so does work on an entry that was removed.

    The side that removed it has no such text in its article, so the entry becomes obsolete, unless it has just come
    back.
    """
    if base is None or left is None or left.obsolete != base.obsolete:
        return left
    is_translated = left.target and (left.target != base.target or (base.fuzzy and not left.fuzzy))
    if is_translated or set(left.remarks) - set(base.remarks):
        return retire(left)
    return None


def _merge_entry(base: Entry | None, ours: Entry, theirs: Entry, *, same_language: bool) -> tuple[Entry, bool]:
    """Merge an entry that both sides have, and tell whether a person has to choose."""
    start = base or Entry(source=ours.source, obsolete=True)
    winner, lost = _choose_translation(base, ours, theirs, same_language=same_language)
    # What explains placeholders is last on the obsolete side; remarks that the other one added come before it.
    lists = (theirs.remarks, ours.remarks) if ours.obsolete and not theirs.obsolete else (ours.remarks, theirs.remarks)
    remarks = _merge_lists(start.remarks, *lists)
    entry = replace(
        ours,
        target=winner.target,
        fuzzy=winner.fuzzy or bool(lost),
        previous=winner.previous,
        obsolete=_changed_value(start.obsolete, ours.obsolete, theirs.obsolete),
        comments=_merge_lists(start.comments, ours.comments, theirs.comments),
        remarks=unite_remarks(remarks, merge_remarks(lost)),
        references=_merge_lists(start.references, ours.references, theirs.references),
        flags=_merge_lists(start.flags, ours.flags, theirs.flags),
    )
    return entry, bool(lost) and not winner.fuzzy and not entry.obsolete


def _choose_translation(base: Entry | None, ours: Entry, theirs: Entry, *, same_language: bool) -> tuple[Entry, str]:
    """Return the entry whose translation wins, and the other translation if it is worth as much."""
    before, mine, other = _translation_state(base), _translation_state(ours), _translation_state(theirs)
    if before in (mine, other) or mine == other:
        return (theirs if mine == before else ours), ""
    ranks = [_rank(entry, same_language=same_language) for entry in (ours, theirs)]
    if ranks[0] != ranks[1]:
        return (ours if ranks[0] > ranks[1] else theirs), ""
    if ours.fuzzy and base is not None and base.target in (ours.target, theirs.target):
        # Both are fuzzy, and one of them is the old translation, only marked fuzzy.
        return (theirs if ours.target == base.target else ours), ""
    return ours, theirs.target if theirs.target != ours.target else ""


def _translation_state(entry: Entry | None) -> tuple[str, bool, str | None] | None:
    return None if entry is None else (entry.target, entry.fuzzy, entry.previous)


def _rank(entry: Entry, *, same_language: bool) -> int:
    if not entry.target:
        return 0
    if entry.fuzzy:
        return 2
    return 1 if is_filled_in(entry, same_language=same_language) else 3


def _offer_corrections(made: Mapping[_Key, Entry], base: _Entries, side: _Entries) -> dict[_Key, Entry]:
    """Replace translations that `side` offers, fuzzy, for a text that it changed.

    Where the other side has corrected such a translation meanwhile, the correction is offered instead, unless two
    translations are there to choose from.
    """
    entries = dict(made)
    for key, entry in side.items():
        old = (entry.context, entry.previous or "")
        if key not in made or old not in made or old not in base:
            continue
        corrected, offered = made[old], made[key]
        is_new = _translation_state(base.get(key)) != _translation_state(entry)
        is_by_others = old not in side or (side[old].obsolete and side[old].target != corrected.target)
        has_choice = any(remark.startswith(MERGE_REMARK) for remark in offered.remarks)
        is_offer = offered.fuzzy and offered.target == base[old].target and not has_choice
        is_correction = corrected.obsolete and corrected.target not in ("", offered.target)
        if is_new and is_by_others and is_offer and is_correction:
            remarks = unite_remarks(offered.remarks, recall(corrected).remarks)
            entries[key] = replace(offered, target=corrected.target, remarks=remarks)
    return entries


def _move_corrections(made: _Entries, base: _Entries, side: _Entries) -> dict[_Key, Entry]:
    """Move translations of texts that `side` put into another context.

    Where the other side has translated such a text meanwhile, its translation is taken, fuzzy if that is not just a
    context which appeared or went.
    """
    gone = _by_text(key for key in base if key not in side and key in made)
    new = _by_text(key for key, entry in side.items() if key not in base and not entry.obsolete) if gone else {}
    entries = dict(made)
    for text, (old, *others) in gone.items():
        for key in new.get(text, ()):
            corrected, moved = made[old], made[key]
            if corrected.obsolete and moved.target == base[old].target and corrected.target not in ("", moved.target):
                is_same = not others and len(new[text]) == 1 and None in (old[0], key[0])
                remarks = unite_remarks(moved.remarks, recall(corrected).remarks)
                fuzzy = corrected.fuzzy or not is_same
                entries[key] = replace(moved, target=corrected.target, fuzzy=fuzzy, remarks=remarks)
                entries.pop(old, None)
    return entries


def _by_text(keys: Iterable[_Key]) -> dict[str, list[_Key]]:
    found: dict[str, list[_Key]] = {}
    for key in keys:
        found.setdefault(key[1], []).append(key)
    return found


def _merge_header(base: Catalog, ours: Catalog, theirs: Catalog) -> tuple[tuple[str, str], ...]:
    before, mine, other = map(_numbered_fields, (base, ours, theirs))
    later, earlier = (other, mine) if _revision_date(theirs) > _revision_date(ours) else (mine, other)
    made = {**other, **mine}
    for name in mine.keys() & other.keys():
        if mine[name] == before.get(name):
            made[name] = other[name]
        elif other[name] != before.get(name):
            made[name] = later[name] if later[name][1] else earlier[name]
    return tuple(made[name] for name in _merge_lists(tuple(before), tuple(mine), tuple(other)))


def _numbered_fields(catalog: Catalog) -> dict[tuple[str, int], tuple[str, str]]:
    """Return the header's fields by name, ignoring case, and number: a name may come several times."""
    names = _number_repeats(name.lower() for name, _ in catalog.header)
    return dict(zip(names, catalog.header, strict=True))


def _revision_date(catalog: Catalog) -> datetime:
    """Return the date of the last revision according to the header; the earliest date if it names none."""
    try:
        date = datetime.fromisoformat(catalog.field("PO-Revision-Date").strip())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _merge_header_remarks(base: Catalog, ours: Catalog, theirs: Catalog) -> tuple[str, ...]:
    """Unite the remarks above the header, and add the name for which Last-Translator has no room."""
    remarks = _merge_lists(base.remarks, ours.remarks, theirs.remarks)
    last = [version.field("Last-Translator") for version in (base, ours, theirs)]
    if last[0] in last[1:] or last[1] == last[2]:
        return remarks
    loser = ours if _revision_date(theirs) > _revision_date(ours) else theirs
    name = translator_names(Catalog(header=(("Last-Translator", loser.field("Last-Translator")),)))
    if not name or name[0] in translator_names(Catalog(remarks=remarks)):
        return remarks
    year = f", {_revision_date(loser).year}." if _revision_date(loser).year > 1 else ""
    written = " ".join(loser.field("Last-Translator").split()) + year
    end = next((place for place in range(len(remarks), 0, -1) if remarks[place - 1]), 0)
    return (*remarks[:end], written, *remarks[end:])


def _order_entries(made: _Entries, *versions: Catalog) -> Iterator[Entry]:
    """Yield the entries in the order of their sides, active ones first."""
    for obsolete in (False, True):
        base, ours, theirs = (
            tuple(_key(entry) for entry in version.entries if entry.obsolete is obsolete) for version in versions
        )
        for key in dict.fromkeys((*_interleave(base, ours, theirs), *made)):
            if key in made and made[key].obsolete is obsolete:
                yield made[key]


def _changed_value(base: _Value, ours: _Value, theirs: _Value) -> _Value:
    """Return the changed value; at most one side has changed it."""
    return theirs if ours == base else ours


def _merge_lists(base: tuple[_Item, ...], ours: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """Merge lists: with the additions and without the removals of both sides. An item may be there several times."""
    if ours == theirs:
        return ours
    before, mine, other = _number_repeats(base), _number_repeats(ours), _number_repeats(theirs)
    kept = set(mine) & set(other) | (set(mine) ^ set(other)) - set(before)
    return tuple(item for item, number in _interleave(before, mine, other) if (item, number) in kept)


def _number_repeats(items: Iterable[_Item]) -> tuple[tuple[_Item, int], ...]:
    """Pair each item with the number of equal ones before it."""
    seen: dict[_Item, int] = {}
    numbered = []
    for item in items:
        seen[item] = seen.get(item, -1) + 1
        numbered.append((item, seen[item]))
    return tuple(numbered)


def _interleave(base: tuple[_Item, ...], ours: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> list[_Item]:
    """Return all the different items of three lists, each behind the one that it follows in its own list.

    Where both sides have something new in one place, ours comes first. The order is ours, unless only theirs was
    changed.
    """
    is_moved = not _keeps_order(base, theirs) and _keeps_order(base, ours)
    first, second = (theirs, ours) if is_moved else (ours, theirs)
    new = set(first) - set(base) - set(second)
    follower: dict[_Item | None, _Item | None] = dict(zip((None, *first), (*first, None), strict=True))
    for side in (base, second):
        place: _Item | None = None
        for item in side:
            if item not in follower:
                while follower[place] in new:
                    place = follower[place]
                follower[item], follower[place] = follower[place], item
            place = item
    woven: list[_Item] = []
    last = follower[None]
    while last is not None:
        woven.append(last)
        last = follower[last]
    return woven


def _keeps_order(base: tuple[_Item, ...], side: tuple[_Item, ...]) -> bool:
    left, right = set(base), set(side)
    return [item for item in base if item in right] == [item for item in side if item in left]
