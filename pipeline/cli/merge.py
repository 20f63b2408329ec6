"""`targman merge`."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import click

from pipeline.cli import options
from pipeline.cli.terminal import echo, format_count, hold_lock, print_table, progress_bar, report_outcome
from pipeline.workspace.index import open_index
from pipeline.workspace.merge import MergeResult, merge
from pipeline.workspace.paths import list_articles
from pipeline.workspace.renames import delete_hint, orphaned_editions
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import CHOICES

_setting = partial(click.option, show_default="from the settings")


@click.command(
    "merge", epilog=options.show_examples("merge", "merge sevan --lang ru,hy", "merge --fuzzy use --missing mark")
)
@options.articles_argument
@options.lang_option
@_setting(
    "--missing",
    type=click.Choice(CHOICES["missing"]),
    help="For missing translations, show the source text, show it with a mark, omit it, or fail.",
)
@_setting("--fuzzy", type=click.Choice(CHOICES["fuzzy"]), help="Use or skip unconfirmed translations.")
@_setting(
    "--complete",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Write no edition less complete than this share (0–1).",
)
@options.format_option
def command(
    articles: Sequence[str],
    languages: Sequence[str],
    missing: str | None,
    fuzzy: str | None,
    complete: float | None,
    form: str,
) -> None:
    """Write the editions of articles to editions/LANG/.

    ARTICLE is a slug or a path; all articles by default.
    """
    settings = options.find_workspace()
    settings = replace(
        settings,
        missing=missing or settings.missing,
        fuzzy=fuzzy or settings.fuzzy,
        complete=settings.complete if complete is None else complete,
    )
    listing = list_articles(settings)
    found, wanted = options.select_articles(settings, articles, listing), options.select_languages(settings, languages)
    with hold_lock(settings.root), progress_bar(len(found), "Merging") as advance, open_index(settings) as index:
        outcome = merge(settings, found, wanted, index, advance, listing=listing)
    if not articles:
        old = orphaned_editions(settings, listing.articles)
        outcome = replace(outcome, notices=(*outcome.notices, *delete_hint(old)))
    report_outcome(outcome, form, lambda: _show(outcome))


def _show(outcome: Outcome[MergeResult]) -> None:
    if outcome.done:
        print_table(("Translated", "Findings", "File", "Edition"), map(_row, outcome.done), right=(0, 1))
        echo()
    findings = sum(item.findings for item in outcome.done)
    written = sum(item.written for item in outcome.done)
    echo(f"{format_count(written, 'edition', 'editions')} written, {len(outcome.done) - written} unchanged.")
    for line in dict.fromkeys(line for item in outcome.done for line in item.cleaned):
        echo(line)
    if findings:
        echo(f"{format_count(findings, 'finding', 'findings')}; to see them: targman check")


def _row(item: MergeResult) -> tuple[str, ...]:
    share = f"{math.floor(item.share * 100)}%"
    return (share, str(item.findings or "–"), "written" if item.written else "unchanged", item.path)
