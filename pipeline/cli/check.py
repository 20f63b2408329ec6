"""`targman check`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from pipeline.cli.check_report import (
    ask_for_addresses,
    format_summary,
    make_report,
    run_checks,
    show_counts,
    show_report,
)
from pipeline.cli.options import (
    articles_argument,
    cluster_option,
    find_workspace,
    lang_option,
    make_format_option,
    select_editions,
    show_examples,
)
from pipeline.cli.terminal import echo, format_count, print_document, print_json, report_outcome
from pipeline.errors import SettingsError
from pipeline.model import Finding, Severity
from pipeline.reports import CheckReport
from pipeline.workspace.paths import ArticleListing, list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings

_NEVER = "never"
_FILE = click.Path(dir_okay=False, path_type=Path)
_SERIALIZED = ("sarif", "github", "junit")


@click.command(
    "check",
    epilog=show_examples("check", "check sevan --lang ru", "check --fix", "check --format sarif > findings.sarif"),
)
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
@click.option("--links", "is_asked", is_flag=True, help="Ask the web whether the addresses are right.")
@click.option("--stats", "is_counted", is_flag=True, help="Only count the findings by rule.")
@click.option(
    "--baseline", type=_FILE, metavar="FILE", help="Leave out the findings that FILE knows: fail only on new ones."
)
@cluster_option
@click.option("--write-baseline", "known", type=_FILE, metavar="FILE", help="Write all findings into FILE as known.")
def command(  # noqa: PLR0913  one for each option
    articles: Sequence[str],
    languages: Sequence[str],
    form: str,
    fail_on: str,
    baseline: Path | None,
    known: Path | None,
    cluster: str | None,
    *,
    fix: bool,
    is_agreed: bool,
    is_asked: bool,
    is_counted: bool,
) -> None:
    """Find faults in the translations of articles: notes, placeholders, structure.

    ARTICLE is a slug or a path, also that of a catalog; all articles by default. Every finding names the file and line
    of its catalog. The exit status is 1 if there is a finding of the severity of --fail-on, or if a file could not be
    read.

    --fix repairs confirmed translations and marks nothing as reviewed. It shows each repair and asks. Without a
    terminal and without --yes, it changes nothing, and the exit status is 1.

    Only --links sends requests: to each address once in some days, one at a time to a host, as its robots.txt allows.

    An archive with many findings starts clean with --write-baseline FILE; --baseline FILE then shows what came since. A
    finding is known until the text of the article changes. "targman explain RULE" tells about a rule.
    """
    if fix and form in _SERIALIZED:
        raise click.UsageError("--fix reports as text or json.")
    if is_agreed and not fix:
        raise click.UsageError("--yes goes with --fix.")
    if (baseline or known) and (fix or (baseline and known)):
        raise click.UsageError("--baseline, --write-baseline and --fix go alone.")
    if is_counted and (fix or form != "text"):
        raise click.UsageError("--stats is for the report as text.")
    settings = find_workspace()
    listing = _list_articles(settings)
    wanted = select_editions(settings, articles, languages, listing)
    threshold = None if fail_on == _NEVER else Severity(fail_on)
    if fix:
        from pipeline.cli.fix import fix_findings  # noqa: PLC0415

        fix_findings(settings, wanted, form, threshold, is_agreed=is_agreed)
    outcome = run_checks(settings, wanted, listing, cluster)
    if is_asked:
        outcome = replace(outcome, done=(*outcome.done, *ask_for_addresses(settings, wanted, outcome.done)))
    if known:
        _write_known(known, outcome, form)
    if baseline:
        outcome = _without_known(outcome, baseline)
    report = make_report(wanted, outcome, threshold)
    if form in _SERIALIZED:
        _serialize(report, form, settings)
    report_outcome(outcome, form, lambda: (show_counts if is_counted else show_report)(report), found=report.is_failed)


def _list_articles(settings: Settings) -> ArticleListing:
    """List the articles. Raises SettingsError if there are none: a check of nothing does not pass."""
    listing = list_articles(settings)
    if not listing.articles:
        raise SettingsError("there are no articles to check: articles/ has no file that ends in .md.")
    return listing


def _write_known(path: Path, outcome: Outcome[Finding], form: str) -> NoReturn:
    from pipeline.workspace.baseline import write_baseline  # noqa: PLC0415  few ask for it

    number = write_baseline(path, outcome.done)
    notice = f"{format_count(number, 'finding', 'findings')} in {path}. From now on: targman check --baseline {path}"
    report_outcome(replace(outcome, done=()), form, lambda: echo(notice))


def _without_known(outcome: Outcome[Finding], path: Path) -> Outcome[Finding]:
    """Leave out the findings that a file knows, and tell how many there are and how many are gone."""
    from pipeline.workspace.baseline import read_baseline  # noqa: PLC0415  few ask for it

    new, known, gone = read_baseline(path).split(outcome.done)
    notices = [f"{format_count(known, 'finding', 'findings')} left out: {path} knows {'it' if known == 1 else 'them'}."]
    if gone:
        notices.append(
            f"{format_count(gone, 'finding', 'findings')} that {path} knows gone. To forget: --write-baseline"
        )
    return replace(outcome, done=new, notices=(*outcome.notices, *notices))


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
