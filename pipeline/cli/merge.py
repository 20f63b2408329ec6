"""`targman merge`."""

import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import click

from pipeline.cli import options
from pipeline.cli.terminal import echo, format_count, hold_lock, print_table, progress_bar, report_outcome
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.index import open_index
from pipeline.workspace.merge import merge
from pipeline.workspace.paths import list_articles
from pipeline.workspace.renames import delete_hint, orphaned_editions
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import CHOICES, Settings

_setting = partial(click.option, show_default="from the settings")


@click.command(
    "merge",
    epilog=options.show_examples(
        "merge", "merge sevan --lang ru,hy", "merge --fuzzy use --missing mark", "merge --layout hugo --prune"
    ),
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
@_setting(
    "--layout",
    type=click.Choice(CHOICES["layout"]),
    help="Write pages for this site generator, into the folder that the settings name.",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Also delete the editions of articles that are not there, and those that are held back; list them and ask.",
)
@click.option("--yes", is_flag=True, help="With --prune, delete without asking.")
@options.format_option
def command(  # noqa: PLR0913  one for each option
    articles: Sequence[str],
    languages: Sequence[str],
    *,
    missing: str | None,
    fuzzy: str | None,
    complete: float | None,
    layout: str | None,
    prune: bool,
    yes: bool,
    form: str,
) -> None:
    """Write the editions of articles to editions/LANG/, or where a site generator wants them.

    ARTICLE is a slug or a path; all articles by default.
    """
    settings = options.find_workspace()
    settings = replace(
        settings,
        missing=missing or settings.missing,
        fuzzy=fuzzy or settings.fuzzy,
        complete=settings.complete if complete is None else complete,
        layout=layout or settings.layout,
    )
    if yes and not prune:
        raise click.UsageError("--yes answers the question of --prune, which is not there.")
    listing = list_articles(settings)
    found, wanted = options.select_articles(settings, articles, listing), options.select_languages(settings, languages)
    with hold_lock(settings.root), progress_bar(len(found), "Merging") as advance, open_index(settings) as index:
        outcome = merge(settings, found, wanted, index, advance, listing=listing)
        old: tuple[str, ...] = ()
        if prune or (settings.is_site and not articles):
            from pipeline.workspace.prune import find_prunable  # noqa: PLC0415  heavy

            old = find_prunable(settings, listing, index)
    if prune:
        outcome, is_left = _prune(settings, outcome, old, form=form, yes=yes)
        report_outcome(outcome, form, lambda: _show(outcome), found=is_left)
    if not articles:
        gone = () if settings.is_site else orphaned_editions(settings, listing.articles)
        hint = (*_hint(old), *delete_hint(gone, "To delete those that Targman wrote: targman merge --prune"))
        outcome = replace(outcome, notices=(*outcome.notices, *hint))
    report_outcome(outcome, form, lambda: _show(outcome))


def _hint(paths: Sequence[str]) -> tuple[str, ...]:
    told = f"No edition is made for these any more: {', '.join(paths)}. To delete them: targman merge --prune"
    return (told,) if paths else ()


def _prune(
    settings: Settings, outcome: Outcome[MergeResult], paths: tuple[str, ...], *, form: str, yes: bool
) -> tuple[Outcome[MergeResult], bool]:
    """Delete files if somebody wants that; return the outcome with what was done, and whether something is left."""
    from pipeline.workspace.prune import prune  # noqa: PLC0415  heavy

    if not paths:
        return outcome, False
    if form == "text":
        for path in paths:
            echo(path)
    what = format_count(len(paths), "file", "files")
    is_person = form == "text" and sys.stdin.isatty() and sys.stdout.isatty()
    if not yes and not (is_person and click.confirm(f"Delete {what}?", default=False)):
        told = (
            f"No edition is made any more for {what}: {', '.join(paths)}. To delete them: targman merge --prune --yes"
        )
        return replace(outcome, notices=(*outcome.notices, told)), True
    with hold_lock(settings.root):
        problems = prune(settings, paths)
    gone = [path for path in paths if path not in {error.path for error in problems}]
    notices = (f"Deleted: {', '.join(gone)}.",) if gone else ()
    done = replace(outcome, notices=(*outcome.notices, *notices), problems=(*outcome.problems, *problems))
    return done, False


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
