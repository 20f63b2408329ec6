"""Texts that are nearly the same: who gets whose translation, as a guess for a person to confirm."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.carryover.renaming import retargeted
from pipeline.extraction import Unit
from pipeline.model import Entry

IN_PLACE = 50.0
"""The least similarity (rapidfuzz's ratio, 0–100) between texts that stand in the same place between unchanged ones."""

ANYWHERE = 65.0
"""The least similarity between texts of which one moved or was obsolete."""

_BAND = 60
_NUMBERED = re.compile(r"\{([a-z]+)\d+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    score: float
    units: tuple[int, ...]
    entries: tuple[int, ...]


Match = tuple[Unit, Entry, tuple[str, ...]]


def near_matches(
    units: Sequence[Unit],
    settled: set[str],
    order: Sequence[str],
    waiting: Sequence[Entry],
    obsolete: Sequence[Entry],
) -> Iterator[Match]:
    """For open units the fuzzy entry that each gets, and the sources of the old entries used up by it.

    `settled` are the texts that have a translation, `order` the old texts in their order, `waiting` the old entries
    that no unit has taken. Neighbours of the same unchanged texts are compared first, also two with one; then any with
    any.
    """
    left = {entry.source: entry for entry in waiting}
    taken: set[str] = set()
    for gap_units, gap_entries in _gaps(units, settled, order, left):
        for pair in _best(gap_units, gap_entries):
            matched = [gap_entries[index] for index in pair.entries]
            sources = tuple(entry.source for entry in matched)
            for index in pair.units:
                unit = gap_units[index]
                taken.add(unit.text)
                yield unit, _offered(unit, matched), sources
            for source in sources:
                left.pop(source, None)
    open_units = [unit for unit in units if unit.text not in settled and unit.text not in taken]
    yield from _anywhere(open_units, list(left.values()), obsolete)


def _key(text: str) -> str:
    return _NUMBERED.sub(r"{\1}", text)


def _gaps(
    units: Sequence[Unit],
    settled: set[str],
    order: Sequence[str],
    left: dict[str, Entry],
) -> Iterator[tuple[list[Unit], list[Entry]]]:
    """Runs of open units with the old entries that stood between the same settled neighbours."""
    place = {source: index for index, source in enumerate(order)}
    run: list[Unit] = []
    before = -1
    for unit in [*units, None]:
        if unit is not None and unit.text not in settled:
            run.append(unit)
            continue
        after = len(order) if unit is None else place.get(unit.text, -1)
        if unit is not None and after < 0:
            continue
        if run and after > before:
            between = [left[source] for source in order[before + 1 : after] if source in left]
            if between:
                yield run, between
        run = []
        before = after


def _best(units: Sequence[Unit], entries: Sequence[Entry]) -> Iterator[_Pair]:
    """The best pairs of a gap, each unit and each entry in one at the most."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy: only where something changed

    unit_keys = [_key(unit.text) for unit in units]
    entry_keys = [_key(entry.source) for entry in entries]
    kinds = [unit.is_target for unit in units]
    pairs: list[_Pair] = []
    for i, key in enumerate(unit_keys):
        middle = i * len(entries) // len(units)
        for j in range(max(middle - _BAND, 0), min(middle + _BAND, len(entries))):
            if kinds[i] != _is_target(entries[j]):
                continue
            score = fuzz.ratio(key, entry_keys[j], score_cutoff=IN_PLACE)
            pairs.append(_Pair(score=score, units=(i,), entries=(j,)))
            if kinds[i]:
                continue
            if j + 1 < len(entries) and not _is_target(entries[j + 1]):
                score = fuzz.ratio(key, f"{entry_keys[j]} {entry_keys[j + 1]}", score_cutoff=IN_PLACE + 20)
                pairs.append(_Pair(score=score, units=(i,), entries=(j, j + 1)))
            if i + 1 < len(units) and not kinds[i + 1]:
                score = fuzz.ratio(f"{key} {unit_keys[i + 1]}", entry_keys[j], score_cutoff=IN_PLACE + 20)
                pairs.append(_Pair(score=score, units=(i, i + 1), entries=(j,)))
    used_units: set[int] = set()
    used_entries: set[int] = set()
    for pair in sorted(
        (pair for pair in pairs if pair.score), key=lambda pair: (-pair.score, pair.units, pair.entries)
    ):
        if used_units.isdisjoint(pair.units) and used_entries.isdisjoint(pair.entries):
            used_units.update(pair.units)
            used_entries.update(pair.entries)
            yield pair


def _anywhere(units: Sequence[Unit], entries: Sequence[Entry], obsolete: Sequence[Entry]) -> Iterator[Match]:
    """The best match for each unit among all that is left; obsolete entries stay where they are."""
    if not units or not (entries or obsolete):
        return
    from rapidfuzz import fuzz, process  # noqa: PLC0415  heavy: only where something changed

    pool = [*entries, *obsolete]
    keys = [_key(entry.source) for entry in pool]
    found: list[tuple[float, int, int]] = []
    for number, unit in enumerate(units):
        for _, score, index in process.extract(
            _key(unit.text), keys, scorer=fuzz.ratio, score_cutoff=ANYWHERE, limit=3
        ):
            if unit.is_target == _is_target(pool[index]):
                found.append((score, number, index))
    used: set[int] = set()
    done: set[int] = set()
    for _, number, index in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        if number in done or index in used:
            continue
        done.add(number)
        is_left = index < len(entries)
        if is_left:
            used.add(index)
        entry = pool[index]
        yield units[number], _offered(units[number], [entry]), (entry.source,) if is_left else ()


def _offered(unit: Unit, entries: Sequence[Entry]) -> Entry:
    """A fuzzy entry for `unit` with the targets of `entries` and, as the previous text, what they translate.

    A target that was itself a guess about another text keeps that text; a guess without one stays without.
    """
    known = [entry.previous if entry.fuzzy else entry.source for entry in entries]
    return replace(
        entries[0],
        source=unit.text,
        target=" ".join(retargeted(entry, unit) for entry in entries),
        fuzzy=True,
        obsolete=False,
        previous=" ".join(text for text in known if text) or None,
        remarks=tuple(dict.fromkeys(remark for entry in entries for remark in entry.remarks)),
    )


def _is_target(entry: Entry) -> bool:
    return "link target" in entry.comments
