"""`targman check`."""

from collections.abc import Sequence

import click

from pipeline.cli.common import (
    articles_argument,
    counted,
    editions,
    finish,
    format_option,
    indexed,
    lang_option,
    places,
    progress,
    workspace,
)
from pipeline.model import Finding, Severity
from pipeline.workspace.running import Outcome
from pipeline.workspace.steps import check

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


@click.command("check")
@articles_argument
@lang_option
@format_option
def command(articles: Sequence[str], languages: Sequence[str], form: str) -> None:
    """Look for faults in the translations of articles: notes, placeholders, structure.

    ARTICLE is a slug or a path; all articles by default. Every finding names the file and line of its catalog. The exit
    status is 1 where there is an error or a warning; hints do not count.
    """
    settings = workspace()
    found, wanted = places(settings, articles), editions(settings, languages)
    outcome = indexed(settings, lambda index: check(settings, progress(found, "Checking"), wanted, index))
    serious = any(finding.severity is not Severity.HINT for finding in outcome.done)
    finish(outcome, form, lambda: _show(outcome, len(found)), found=serious)


def _show(outcome: Outcome[Finding], count: int) -> None:
    for finding in outcome.done:
        where = f"{finding.path}:{finding.line}: " if finding.line else f"{finding.path}: "
        severity = click.style(f"{finding.severity}:", fg=_COLOURS[finding.severity], bold=True)
        click.echo(f"{where}{severity} {finding.message} {click.style(f'[{finding.rule}]', dim=True)}")
        if finding.source:
            click.echo(click.style(f"    {finding.source}", dim=True))
    counts = {severity: sum(finding.severity is severity for finding in outcome.done) for severity in Severity}
    parts = [counted(number, str(severity), f"{severity}s") for severity, number in counts.items() if number]
    checked = counted(count, "article", "articles")
    click.echo(f"{checked} checked: {', '.join(parts) if parts else 'nothing found'}.")
