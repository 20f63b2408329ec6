"""`targman check`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from pipeline.cli.common import (
    articles_argument,
    finish,
    indexed,
    lang_option,
    places_and_editions,
    workspace,
)
from pipeline.model import Finding, Severity
from pipeline.reports import Checked, CheckReport
from pipeline.workspace.articles import Place
from pipeline.workspace.running import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.steps import check

_NEVER = "never"
_SERIALIZED = ("sarif", "github", "junit")


@click.command("check")
@articles_argument
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *_SERIALIZED]),
    default="text",
    show_default=True,
    help="How to report: sarif, github and junit are for CI.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, Severity), _NEVER]),
    default=str(Severity.WARNING),
    show_default=True,
    help="The exit status is 1 from this severity on.",
)
def command(articles: Sequence[str], languages: Sequence[str], form: str, fail_on: str) -> None:
    """Look for faults in the translations of articles: notes, placeholders, structure.

    ARTICLE is a slug or a path, that of a catalog too; all articles by default. Every finding names the file and line
    of its catalog. The exit status is 1 where there is an error or a warning, or what --fail-on says, and where
    something could not be read.
    """
    settings = workspace()
    wanted = places_and_editions(settings, articles, languages)
    outcome = indexed(settings, lambda index: check(settings, wanted, index))
    report = _report(wanted, outcome, None if fail_on == _NEVER else Severity(fail_on))
    if form in _SERIALIZED:
        _serialize(report, form, settings)
    finish(outcome, form, lambda: _show(report), found=report.is_failed)


def _report(wanted: Mapping[Place, Sequence[str]], outcome: Outcome[Finding], fail_on: Severity | None) -> CheckReport:
    return CheckReport(
        catalogs=tuple(
            Checked(article=place.path, lang=lang, path=place.catalog(lang))
            for place, languages in wanted.items()
            for lang in languages
        ),
        findings=outcome.done,
        problems=outcome.problems,
        notices=outcome.notices,
        fail_on=fail_on,
    )


def _show(report: CheckReport) -> None:
    from pipeline.cli.findings import show  # noqa: PLC0415

    show(report)


def _serialize(report: CheckReport, form: str, settings: Settings) -> NoReturn:
    """Print the report in a form for CI, its paths relative to the repository that the workspace is in, and exit."""
    from pipeline.reports import github, junit, sarif  # noqa: PLC0415

    serializers = {"sarif": sarif.serialize, "github": github.serialize, "junit": junit.serialize}
    click.echo(serializers[form](report.below(_in_repository(settings.root))), nl=False)
    if form == "github":
        from pipeline.cli.findings import summary  # noqa: PLC0415

        click.echo(summary(report))
    click.get_current_context().exit(1 if report.is_failed else 0)
    raise AssertionError


def _in_repository(root: Path) -> str:
    """The workspace's folder as seen from the top of its git repository; empty where both are one, or there is none."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return "" if top == root else root.relative_to(top).as_posix()
