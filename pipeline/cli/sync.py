"""`targman sync`."""

from collections.abc import Sequence

import click

from pipeline.cli.options import articles_argument, find_workspace, format_option, select_articles
from pipeline.cli.terminal import echo, format_count, print_table, progress_bar, report_outcome
from pipeline.workspace import files
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.sync import SyncResult, sync

_HEADINGS = ("Texts", "New", "Changed", "Memory", "Joined", "Back", "Gone", "Words to do", "Catalog")
_NOTHING = "–"


@click.command("sync")
@articles_argument
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--explain",
    metavar="SEGMENT",
    help="Explain why the entry at FILE:LINE, or those with these words, are fuzzy, and change nothing.",
)
@format_option
def command(articles: Sequence[str], form: str, *, dry_run: bool, explain: str | None) -> None:
    """Update templates and catalogs from the articles; every translation is kept.

    ARTICLE is a slug or a path; all articles by default. For each catalog, the report counts the texts that are new,
    changed (the old translation is offered as fuzzy), translated elsewhere (see "targman memory"), joined or split,
    back again, or gone (kept as obsolete), and the words to translate or review.
    """
    settings = find_workspace()
    listing = list_articles(settings)
    found = select_articles(settings, articles, listing)
    if explain is not None:
        from pipeline.cli.explain import explain_entries  # noqa: PLC0415

        explain_entries(settings, found, explain)
    if dry_run:
        with progress_bar(len(found), "Looking") as advance, open_index(settings) as index:
            outcome = sync(settings, found, index, advance, dry_run=True, listing=listing)
        report_outcome(outcome, form, lambda: _show(outcome, "would be written"))
    with files.locked(settings.root), progress_bar(len(found), "Syncing") as advance, open_index(settings) as index:
        outcome = sync(settings, found, index, advance, listing=listing)
    report_outcome(outcome, form, lambda: _show(outcome, "written"))


def _show(outcome: Outcome[SyncResult], written: str) -> None:
    changed = [item for item in outcome.done if item.written]
    if changed:
        rows = [_HEADINGS, *map(_row, changed)]
        columns = [column for column in zip(*rows, strict=True) if set(column[1:]) != {_NOTHING}]
        headings, *shown = zip(*columns, strict=True)
        print_table(headings, shown, right=range(len(headings) - 1))
        echo()
    articles = format_count(len({item.article for item in outcome.done}), "article", "articles")
    catalogs = format_count(len(changed), "catalog", "catalogs")
    echo(f"{articles}: {catalogs} {written}, {len(outcome.done) - len(changed)} up to date.")


def _row(item: SyncResult) -> tuple[str, ...]:
    carried = (item.fuzzied, item.remembered, item.followed, item.revived, item.retired)
    counts = (item.added, *carried, item.words)
    return (f"{item.segments:,}", *(f"{count:,}" if count else _NOTHING for count in counts), item.path)
