"""Repair translations whose findings have one right answer, one finding after the other until none is left."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import TargmanError
from pipeline.model import Catalog, Entry, Finding

_MAX_PASSES = 100

FindFindings = Callable[[Entry], Sequence[Finding]]
"""A function that returns the findings in an entry."""


class ConflictingRepairsError(TargmanError):
    """Repairs of an entry undo each other, so none of them is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The repair of an entry: its translation `before` and `after`, and the rules that ask for it, each once.

    `line` is where the entry starts in its catalog.
    """

    source: str
    line: int
    before: str
    after: str
    rules: tuple[str, ...]


def repair_entry(entry: Entry, look: FindFindings) -> Repair | None:
    """Return the repair of an entry; None if there is nothing to repair, or if nobody has confirmed the translation.

    After it, `look` offers no replacement any more (law 6). Raises ConflictingRepairsError if that fails.
    """
    if not _is_repairable(entry):
        return None
    seen = [entry.target]
    rules: dict[str, None] = {}
    for _ in range(_MAX_PASSES):
        found = _first_repairable(look(replace(entry, target=seen[-1])), seen[-1])
        if found is None:
            return _make_repair(entry, seen[-1], tuple(rules)) if rules else None
        rules[found.rule] = None
        if found.replacement is None or found.replacement in seen:
            break
        seen.append(found.replacement)
    raise ConflictingRepairsError(
        f"the repairs that {', '.join(rules)} ask for undo each other, so it was left as it is. Repair it by hand.",
        line=entry.line,
    )


def _is_repairable(entry: Entry) -> bool:
    return entry.is_translated


def _first_repairable(findings: Iterable[Finding], target: str) -> Finding | None:
    """Return the first finding with a replacement; one without words would remove the translation."""
    usable = (item for item in findings if item.replacement is not None and item.replacement.strip())
    return next((item for item in usable if item.replacement != target), None)


def _make_repair(entry: Entry, after: str, rules: tuple[str, ...]) -> Repair:
    return Repair(source=entry.source, line=entry.line, before=entry.target, after=after, rules=rules)


def apply_repairs(catalog: Catalog, repairs: Iterable[Repair]) -> tuple[Catalog, frozenset[str]]:
    """Return the catalog with the repairs, and the sources of the repaired entries.

    Only translations change, and only if they are still as they were `before`.
    """
    wanted: Mapping[tuple[str, str], Repair] = {(item.source, item.before): item for item in repairs}
    made: set[str] = set()
    entries = []
    for entry in catalog.entries:
        found = wanted.get((entry.source, entry.target)) if _is_repairable(entry) else None
        entries.append(entry if found is None else replace(entry, target=found.after))
        if found is not None:
            made.add(entry.source)
    return replace(catalog, entries=tuple(entries)), frozenset(made)
