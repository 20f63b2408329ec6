"""Show who has which editions until when, for `targman status`."""

from collections.abc import Iterable, Sequence

import click

from pipeline.cli.terminal import echo, format_number, print_table
from pipeline.workspace.assignments import AssignedWork, Timing
from pipeline.workspace.status import EditionStatus

_COLOURS = {Timing.LATE: "red", Timing.SOON: "yellow"}
_HEADINGS = ("Editions to do", "Words to do", "Late", "Soon", "Next due", "Translator")


def format_people(item: EditionStatus) -> list[str]:
    """Return who has an edition and until when, a remark for each."""
    return [remark for work in item.assigned if (remark := _format_work(work, is_open=_is_open(item)))]


def _format_work(work: AssignedWork, *, is_open: bool) -> str:
    due = f"due {work.due}" if work.due and is_open else ""
    if work.timing:
        due = click.style(f"{due}, {work.timing}", fg=_COLOURS[work.timing])
    reviewer = f"reviewer {work.reviewer}" if work.reviewer else ""
    return ", ".join(part for part in (work.translator, reviewer, due) if part)


def show_people(found: Iterable[EditionStatus]) -> None:
    """Print what each translator has to do, if anybody has anything."""
    by_person: dict[str, list[tuple[EditionStatus, AssignedWork]]] = {}
    for item in found:
        for work in item.assigned:
            by_person.setdefault(work.translator, []).append((item, work))
    rows = [_row(name, works) for name, works in sorted(by_person.items()) if name]
    if rows:
        echo()
        print_table(_HEADINGS, rows, right=range(4))


def _row(name: str, works: Sequence[tuple[EditionStatus, AssignedWork]]) -> tuple[str, ...]:
    waiting = [(item, work) for item, work in works if _is_open(item)]
    words = sum(item.fuzzy_words + item.untranslated_words for item, _ in waiting)
    late, soon = (sum(work.timing is timing for _, work in waiting) for timing in (Timing.LATE, Timing.SOON))
    due = min((work.due for _, work in waiting if work.due), default="")
    return (*map(format_number, (len(waiting), words, late, soon)), due, name)


def _is_open(item: EditionStatus) -> bool:
    return bool(item.fuzzy or item.untranslated)
