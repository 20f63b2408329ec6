"""Three versions of a catalog → one: what two people made of a catalog since they last agreed, put together by entry.

git by itself merges lines, and stops where two people worked on lines that are neighbours. Entries have no neighbours:
what one side changed counts, and what both translated differently is kept twice, for a person to decide (laws 3, 7).
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from pipeline.catalog import translator_names
from pipeline.model import Catalog, Entry, SegmentKind

MERGE_REMARK = "merge: "
"""A translator's remark that begins so is the other of two translations between which a person has to choose."""

_Key = tuple[str | None, str]
_Entries = Mapping[_Key, Entry]
_Value = TypeVar("_Value")
_Item = TypeVar("_Item", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCatalog:
    """The catalog that two became, active entries first, and the sources of those where a person has to choose."""

    catalog: Catalog
    conflicts: tuple[str, ...] = ()


def merge_catalogs(base: Catalog | None, ours: Catalog, theirs: Catalog) -> MergedCatalog:
    """What became of `base` in `ours` and in `theirs`, together. Without a base all of both is new.

    - What one side changed counts, each field by itself; what both added is united, each in its place.
    - An entry that one side removed while the other translated it stays as obsolete; where the one side offers its old
      translation for a changed source, the new one is offered instead.
    - Of two changes to a translation a confirmed one wins over a fuzzy one, that over a source filled in by itself, and
      any over none.
    - Of two translations of equal rank ours stays, fuzzy, and theirs becomes a remark that begins with `MERGE_REMARK`.
      It is a conflict if both were confirmed and the text is still there.
    - Header fields that both changed are those of the later PO-Revision-Date; a translator's name that has to give way
      stays among the remarks.
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
    made = _offer_corrections(_offer_corrections(made, before, mine), before, other)
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
    """Whether it is the catalog of the article's own language, where translations start as their source."""
    source = catalog.field("X-Source-Language")
    return bool(source) and re.split(r"[_@.-]", catalog.field("Language"), maxsplit=1)[0] == source


def _merge_one_sided(base: Entry | None, left: Entry | None) -> Entry | None:
    """What becomes of an entry that one side has at most: an addition stays, and so does work on what was removed.

    The side that removed it has no such text in its article, so it stays as obsolete, unless it has just come back.
    """
    if base is None or left is None or left.obsolete != base.obsolete:
        return left
    is_translated = left.target and (left.target != base.target or (base.fuzzy and not left.fuzzy))
    if is_translated or set(left.remarks) - set(base.remarks):
        return replace(left, obsolete=True, references=())
    return None


def _merge_entry(base: Entry | None, ours: Entry, theirs: Entry, *, same_language: bool) -> tuple[Entry, bool]:
    """What becomes of an entry that both sides have, and whether a person has to choose."""
    start = base or Entry(source=ours.source, obsolete=True)
    winner, lost = _choose_translation(base, ours, theirs, same_language=same_language)
    remarks = _merge_lists(start.remarks, ours.remarks, theirs.remarks)
    entry = replace(
        ours,
        target=winner.target,
        fuzzy=winner.fuzzy or bool(lost),
        previous=winner.previous,
        obsolete=_changed_value(start.obsolete, ours.obsolete, theirs.obsolete),
        comments=_merge_lists(start.comments, ours.comments, theirs.comments),
        remarks=tuple(dict.fromkeys((*remarks, *_merge_remarks(lost)))) if lost else remarks,
        references=_merge_lists(start.references, ours.references, theirs.references),
        flags=_merge_lists(start.flags, ours.flags, theirs.flags),
    )
    return entry, bool(lost) and not winner.fuzzy and not entry.obsolete


def _choose_translation(base: Entry | None, ours: Entry, theirs: Entry, *, same_language: bool) -> tuple[Entry, str]:
    """The entry whose translation counts, and the other translation where it is worth as much."""
    before, mine, other = _translation_state(base), _translation_state(ours), _translation_state(theirs)
    if before in (mine, other) or mine == other:
        return (theirs if mine == before else ours), ""
    ranks = [_rank(entry, same_language=same_language) for entry in (ours, theirs)]
    if ranks[0] != ranks[1]:
        return (ours if ranks[0] > ranks[1] else theirs), ""
    if ours.fuzzy and base is not None and base.target in (ours.target, theirs.target):
        # Both are fuzzy, and one of them is only the old translation marked so.
        return (theirs if ours.target == base.target else ours), ""
    return ours, theirs.target if theirs.target != ours.target else ""


def _translation_state(entry: Entry | None) -> tuple[str, bool, str | None] | None:
    return None if entry is None else (entry.target, entry.fuzzy, entry.previous)


def _rank(entry: Entry, *, same_language: bool) -> int:
    if not entry.target:
        return 0
    if entry.fuzzy:
        return 2
    is_filled_in = entry.target == entry.source and (same_language or str(SegmentKind.LINK_TARGET) in entry.comments)
    return 1 if is_filled_in else 3


def _merge_remarks(target: str) -> Iterator[str]:
    """The lines of a translation, each a remark of its own."""
    return (MERGE_REMARK + line for line in re.split(r"[\r\n]+", target) if line)


def _offer_corrections(made: Mapping[_Key, Entry], base: _Entries, side: _Entries) -> dict[_Key, Entry]:
    """The entries, after a look at those that `side` offers, fuzzy, the translation of a text that it changed.

    Where the other side has corrected that translation meanwhile, the correction is offered.
    """
    entries = dict(made)
    for key, entry in side.items():
        old = (entry.context, entry.previous or "")
        if key not in made or old not in made or old not in base or old in side:
            continue
        corrected, offered = made[old], made[key]
        is_offer = offered.fuzzy and offered.target == base[old].target
        if is_offer and corrected.obsolete and corrected.target not in ("", offered.target):
            remarks = tuple(dict.fromkeys((*offered.remarks, *corrected.remarks)))
            entries[key] = replace(offered, target=corrected.target, remarks=remarks)
            entries.pop(old, None)
    return entries


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
    """The header's fields by their names, which compare without regard to case; a second one of a name is another."""
    names = _number_repeats(name.lower() for name, _ in catalog.header)
    return dict(zip(names, catalog.header, strict=True))


def _revision_date(catalog: Catalog) -> datetime:
    """When the catalog was last revised, as its header says; long ago where it does not."""
    try:
        date = datetime.fromisoformat(catalog.field("PO-Revision-Date").strip())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _merge_header_remarks(base: Catalog, ours: Catalog, theirs: Catalog) -> tuple[str, ...]:
    """The remarks above the header, united, with the name that has no room in Last-Translator."""
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
    """The entries in the order of their sides, active ones first."""
    for obsolete in (False, True):
        base, ours, theirs = (
            tuple(_key(entry) for entry in version.entries if entry.obsolete is obsolete) for version in versions
        )
        for key in dict.fromkeys((*_interleave(base, ours, theirs), *made)):
            if key in made and made[key].obsolete is obsolete:
                yield made[key]


def _changed_value(base: _Value, ours: _Value, theirs: _Value) -> _Value:
    """The value that was changed, where one side at most has changed it."""
    return theirs if ours == base else ours


def _merge_lists(base: tuple[_Item, ...], ours: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """A list with what either side added and without what either side removed. A line may be there several times."""
    if ours == theirs:
        return ours
    before, mine, other = _number_repeats(base), _number_repeats(ours), _number_repeats(theirs)
    kept = set(mine) & set(other) | (set(mine) ^ set(other)) - set(before)
    return tuple(item for item, number in _interleave(before, mine, other) if (item, number) in kept)


def _number_repeats(items: Iterable[_Item]) -> tuple[tuple[_Item, int], ...]:
    """Each item with how often it was there before."""
    seen: dict[_Item, int] = {}
    numbered = []
    for item in items:
        seen[item] = seen.get(item, -1) + 1
        numbered.append((item, seen[item]))
    return tuple(numbered)


def _interleave(base: tuple[_Item, ...], ours: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> list[_Item]:
    """All the different items of three lists, each behind the one that it follows in its own.

    Where both sides have something new in one place, ours comes first. Ours is the order that counts, unless only
    theirs was changed.
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
