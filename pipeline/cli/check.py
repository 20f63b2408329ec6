"""`targman check`."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from pipeline.cli.check_report import format_summary, make_report, run_checks, show_report
from pipeline.cli.options import articles_argument, find_workspace, lang_option, make_format_option, select_editions
from pipeline.cli.terminal import echo, print_document, print_json, report_outcome
from pipeline.model import Severity
from pipeline.reports import CheckReport
from pipeline.workspace.paths import list_articles
from pipeline.workspace.settings import Settings

_NEVER = "never"
_SERIALIZED = ("sarif", "github", "junit")


@click.command("check")
@articles_argument
@lang_option
@make_format_option("--format", *_SERIALIZED, text="Report in this format; sarif, github and junit are for CI.")
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, Severity), _NEVER]),
    default=str(Severity.WARNING),
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option("--fix", is_flag=True, help="Repair what has one right answer.")
@click.option("--yes", "is_agreed", is_flag=True, help="Repair without asking.")
def command(
    articles: Sequence[str], languages: Sequence[str], form: str, fail_on: str, *, fix: bool, is_agreed: bool
) -> None:
    """Find faults in the translations of articles: notes, placeholders, structure.

    ARTICLE is a slug or a path, also that of a catalog; all articles by default. Every finding names the file and line
    of its catalog. The exit status is 1 if there is a finding of the severity of --fail-on, or if a file could not be
    read.

    --fix repairs confirmed translations and marks nothing as reviewed. It shows each repair and asks. Without a
    terminal and without --yes, it changes nothing, and the exit status is 1.
    """
    if fix and form in _SERIALIZED:
        raise click.UsageError("--fix reports as text or json.")
    if is_agreed and not fix:
        raise click.UsageError("--yes goes with --fix.")
    settings = find_workspace()
    listing = list_articles(settings)
    wanted = select_editions(settings, articles, languages, listing)
    threshold = None if fail_on == _NEVER else Severity(fail_on)
    if fix:
        from pipeline.cli.fix import fix_findings  # noqa: PLC0415

        fix_findings(settings, wanted, form, threshold, is_agreed=is_agreed)
    outcome = run_checks(settings, wanted, listing)
    report = make_report(wanted, outcome, threshold)
    if form in _SERIALIZED:
        _serialize(report, form, settings)
    report_outcome(outcome, form, lambda: show_report(report), found=report.is_failed)


def _serialize(report: CheckReport, form: str, settings: Settings) -> NoReturn:
    """Print the report in a form for CI, its paths relative to the repository that the workspace is in, and exit."""
    from pipeline.reports import github, junit, sarif  # noqa: PLC0415

    report = report.below(_path_in_repository(settings.root))
    if form == "sarif":
        print_json(sarif.serialize(report).removesuffix("\n"))
    elif form == "junit":
        print_document(junit.serialize(report))
    else:
        print_document(github.serialize(report))
        echo(format_summary(report))
    click.get_current_context().exit(1 if report.is_failed else 0)
    raise AssertionError


def _path_in_repository(root: Path) -> str:
    """The workspace's folder as seen from the top of its git repository; empty where both are one, or there is none."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return "" if top == root else root.relative_to(top).as_posix()
