"""`targman receive`."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.check_report import format_finding
from pipeline.cli.options import find_workspace, format_option, show_examples
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    hold_lock,
    print_counts,
    progress_bar,
    report_outcome,
)
from pipeline.cli.text_width import escape_controls

if TYPE_CHECKING:
    from pipeline.exchange.merge import ReceivedText
    from pipeline.exchange.receive import ReceiveResult
    from pipeline.workspace.runner import Outcome

_HEADINGS = ("Taken", "Same", "Older", "Conflicting", "Outdated", "Unknown", "Catalog", "File")
_SHOWN = 5
"""Maximum number of texts of one kind that are shown for a catalog; JSON has all."""


@click.command("receive", epilog=show_examples("receive package-ru.zip", "receive sevan.po --dry-run"))
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be taken, and change nothing.")
@format_option
def command(paths: Sequence[Path], form: str, *, dry_run: bool) -> None:
    """Take back what translators send: a package, a folder, a catalog of any name, XLIFF or a Word table.

    Article and edition are found by what "targman send" wrote into the file, else by its texts. Each entry is compared
    with what was sent: what is new is taken, what came before changes nothing, and where somebody else translated the
    sentence meanwhile, both translations stay, the second as a comment "merge: ...". Translations of texts that have
    changed since are offered for the new ones.

    The exit status is 1 if something is left for you: a conflict, an unknown text, a finding, an unreadable file.
    """
    from pipeline.exchange.receive import read_arrivals, receive  # noqa: PLC0415  heavy

    settings = find_workspace()
    lock = nullcontext() if dry_run else hold_lock(settings.root)
    arrivals, problems = read_arrivals(paths)
    with lock, progress_bar(len(arrivals), "Receiving") as advance:
        outcome = receive(settings, arrivals, advance, dry_run=dry_run)
    outcome = replace(outcome, problems=(*problems, *outcome.problems))
    is_left = any(item.conflicting or item.unknown or item.findings for item in outcome.done)
    report_outcome(outcome, form, lambda: _show(outcome, dry_run=dry_run), found=is_left)


def _show(outcome: "Outcome[ReceiveResult]", *, dry_run: bool) -> None:
    if outcome.done:
        print_counts([_HEADINGS, *map(_row, outcome.done)], texts=2)
        echo()
    for item in outcome.done:
        _show_texts(item, "conflicting", item.conflicting, "both translations are in the catalog; choose one")
        _show_texts(item, "outdated", item.outdated, "kept, and offered for the text that replaced it")
        _show_texts(item, "unknown", item.unknown, "not taken, for no article here has this text")
        for finding in item.findings[:_SHOWN]:
            echo(format_finding(finding))
        if len(item.findings) > _SHOWN:
            more = format_count(len(item.findings) - _SHOWN, "more finding", "more findings")
            echo(f"{item.path}: {more}. To see all: targman check {item.article} --lang {item.lang}")
    taken = sum(item.taken for item in outcome.done)
    files_read = format_count(len(outcome.done), "catalog", "catalogs")
    verb = "would be taken" if dry_run else "taken"
    echo(f"{files_read} read: {format_count(taken, 'translation', 'translations')} {verb}.")


def _row(item: "ReceiveResult") -> tuple[str, ...]:
    texts = (item.conflicting, item.outdated, item.unknown)
    numbers = (item.taken, item.same, item.older, *map(len, texts))
    return (*map(format_number, numbers), item.path, item.file)


def _show_texts(item: "ReceiveResult", kind: str, texts: "Sequence[ReceivedText]", what: str) -> None:
    for text in texts[:_SHOWN]:
        echo(f"{item.path}: {click.style(kind, fg='yellow', bold=True)}: {what}")
        echo(f"    source  {escape_controls(text.source)}")
        echo(f"    came    {escape_controls(text.target)}")
        if text.ours:
            echo(f"    ours    {escape_controls(text.ours)}")
    if len(texts) > _SHOWN:
        echo(f"{item.path}: {len(texts) - _SHOWN:,} more {kind} (the JSON report lists them all)")
