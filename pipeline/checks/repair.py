"""Repair translations whose findings have one right answer, one finding after the other until none is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Catalog, Entry, Finding

_MAX_PASSES = 100


class ConflictingRepairsError(TargmanError):
    """Repairs of an entry undo each other, so none of them is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The repair of an entry at a line of its catalog, and the rules that ask for it, each once."""

    source: str
    line: int
    before: str
    after: str
    rules: tuple[str, ...]


def repair_entry(entry: Entry, look: Callable[[Entry], Sequence[Finding]]) -> Repair | None:
    """Return the repair of an entry; None if there is nothing to repair, or if nobody has confirmed the translation.

    `look` finds; after the repair it offers no replacement (law 6). Raises ConflictingRepairsError if that fails.
    """
    if not _is_repairable(entry):
        return None
    seen = [entry.target]
    rules: dict[str, None] = {}
    for _ in range(_MAX_PASSES):
        offered = ((item.rule, item.replacement or "") for item in look(replace(entry, target=seen[-1])))
        # A replacement without words would remove the translation.
        rule, after = next(((rule, text) for rule, text in offered if text.strip() and text != seen[-1]), ("", ""))
        if not after:
            made = Repair(source=entry.source, line=entry.line, before=entry.target, after=seen[-1], rules=tuple(rules))
            return made if rules else None
        rules[rule] = None
        if after in seen:
            break
        seen.append(after)
    raise ConflictingRepairsError(
        f"the repairs that {', '.join(rules)} ask for undo each other, so it was left as it is. Repair it by hand.",
        line=entry.line,
    )


def _is_repairable(entry: Entry) -> bool:
    return entry.is_translated


def apply_repairs(catalog: Catalog, repairs: Iterable[Repair]) -> tuple[Catalog, frozenset[str]]:
    """Return the catalog with the repairs of translations that are as `before`, and the sources of these entries."""
    wanted = {(item.source, item.before): item.after for item in repairs}
    made: set[str] = set()
    entries = list(catalog.entries)
    for place, entry in enumerate(entries):
        if _is_repairable(entry) and (entry.source, entry.target) in wanted:
            entries[place] = replace(entry, target=wanted[entry.source, entry.target])
            made.add(entry.source)
    return replace(catalog, entries=tuple(entries)), frozenset(made)
