"""Carry translations over where the author's contexts change: one text may get several meanings, or have one again.

The same text with another context keeps a confirmed translation only if there can be no doubt: a context appeared or
went for all places of an entry at once. A text that got a second meaning, or another one, is translated as before, but
fuzzy, and the entry without a context stays as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from pipeline.article.extract import TextUnit
from pipeline.model import Entry

_Item = TypeVar("_Item", Entry, TextUnit)


class CarriedEntry(NamedTuple):
    """The entry that a unit gets from entries of the same text, by their keys: those that live on in it (`used`), and
    those that it is a copy of (`copied`).
    """

    unit: TextUnit
    entry: Entry
    used: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()


def find_carried(units: Sequence[TextUnit], entries: Iterable[Entry], known: Collection[str]) -> Iterator[CarriedEntry]:
    """Yield the entries for `units`, which have none, that other contexts of their texts have a translation for.

    `entries` are the translated ones, `known` the keys that the article has.
    """
    by_text: dict[str, list[Entry]] = {}
    for entry in entries:
        by_text.setdefault(entry.source, []).append(entry)
    open_units: dict[str, list[TextUnit]] = {}
    for unit in units:
        if unit.text in by_text and not unit.is_target:
            open_units.setdefault(unit.text, []).append(unit)
    for text, waiting in open_units.items():
        gone = [entry for entry in by_text[text] if entry.key not in known]
        if len(waiting) == 1 and gone:
            yield _carry(waiting[0], gone)
            continue
        for index, unit in enumerate(waiting):
            entry = gone[min(index, len(gone) - 1)] if gone else choose_by_context(by_text[text], None)
            yield CarriedEntry(unit, _as_guess(entry), copied=(entry.key,))


def _carry(unit: TextUnit, gone: Sequence[Entry]) -> CarriedEntry:
    """Return the entry for the only unit that is new, from those whose contexts the article does not have any more."""
    best = choose_by_context(gone, None)
    is_named = unit.entry.context is None or all(entry.context is None for entry in gone)
    if is_named and all((entry.target, entry.fuzzy) == (best.target, best.fuzzy) for entry in gone):
        return CarriedEntry(unit, best, used=tuple(entry.key for entry in gone))
    return CarriedEntry(unit, _as_guess(best), copied=(best.key,))


def _as_guess(entry: Entry) -> Entry:
    return replace(entry, fuzzy=True, previous=entry.previous if entry.fuzzy else None)


def choose_by_context(items: Sequence[_Item], context: str | None) -> _Item:
    """Return the one of several entries or units of the same text that fits a context best: that one, none, any."""
    return min(items, key=lambda item: (_context(item) != context, _context(item) is not None))


def _context(item: Entry | TextUnit) -> str | None:
    return item.context if isinstance(item, Entry) else item.entry.context


def is_sure(items: Sequence[_Item], chosen: _Item, context: str | None) -> bool:
    """Tell whether the chosen one has the meaning that is wanted: it is the only one, or has the context."""
    return len(items) == 1 or _context(chosen) == context
