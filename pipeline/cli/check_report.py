"""Show findings as text: by article, each with its file, line and the beginning of its segment."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import click

from pipeline.cli.options import open_executor
from pipeline.cli.streams import is_coloured, terminal_width
from pipeline.cli.terminal import echo, format_count, print_table, progress_bar
from pipeline.cli.text_width import escape_controls, shorten
from pipeline.model import Finding, Severity
from pipeline.reports import CheckedCatalog, CheckReport
from pipeline.workspace.check import check
from pipeline.workspace.index import FINDINGS, open_index
from pipeline.workspace.paths import ArticleListing, ArticlePath
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_INDENT = "    "
PIPED_WIDTH = 100
"""Columns for the beginning of a segment in a pipe."""

_MANY = 20  # above this number of findings, a table counts them by rule


def run_checks(
    settings: Settings,
    wanted: Mapping[ArticlePath, Sequence[str]],
    listing: ArticleListing | None = None,
    cluster: str | None = None,
) -> Outcome[Finding]:
    """Check the articles, each in its languages, with a progress bar where that takes long. `cluster` is the address
    that `--cluster` gives.
    """
    with (
        progress_bar(len(wanted), "Checking") as advance,
        open_executor(settings, cluster) as executor,
        open_index(settings, FINDINGS) as index,
    ):
        return check(settings, wanted, index, advance, listing=listing, executor=executor)


def ask_for_addresses(
    settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]], known: Sequence[Finding]
) -> list[Finding]:
    """Ask the web for the addresses of articles and translations, with a progress bar. Addresses that nobody else can
    open, by the `known` findings, are left out.
    """
    from pipeline.workspace.web import check_addresses, collect_addresses, without_local  # noqa: PLC0415  few ask for it

    places = without_local(collect_addresses(settings, wanted), known)
    with progress_bar(len(places), "Asking") as advance:
        return check_addresses(settings, places, advance)


def make_report(
    wanted: Mapping[ArticlePath, Sequence[str]], outcome: Outcome[Finding], fail_on: Severity | None
) -> CheckReport:
    """Make the report of a check from its outcome and the languages that were asked for, by article."""
    return CheckReport(
        catalogs=tuple(
            CheckedCatalog(article=place.path, lang=lang, path=place.catalog(lang))
            for place, languages in wanted.items()
            for lang in languages
        ),
        findings=outcome.done,
        problems=outcome.problems,
        notices=outcome.notices,
        fail_on=fail_on,
    )


def show_report(report: CheckReport) -> None:
    """Print the findings and how many there are."""
    width = terminal_width(PIPED_WIDTH) - len(_INDENT)
    style = click.style if is_coloured() else _leave_plain  # thousands of lines are not to lose their colours again

    @cache
    def show_beginning(source: str) -> str:
        return _INDENT + style(shorten(escape_controls(" ".join(source.split())), width), dim=True)

    for article, findings in _group_by_article(report).items():
        lines = [style(article, bold=True, underline=True)]
        for finding in findings:
            lines.append(format_finding(finding, style))
            if finding.source:
                lines.append(show_beginning(finding.source))
        echo("\n".join(lines))
        echo()
    if len(report.findings) > _MANY:
        _print_counts(report)
    echo(format_summary(report))


def _group_by_article(report: CheckReport) -> dict[str, list[Finding]]:
    articles = report.articles
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(articles.get(finding.path, finding.path), []).append(finding)
    return found


def _leave_plain(text: str, **_: object) -> str:
    return text


def format_finding(finding: Finding, style: Callable[..., str] = click.style) -> str:
    """Return a line about a finding: where it is, how severe, what is wrong, and its rule."""
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    severity, rule = _style_marks(finding.severity, finding.rule, style)
    return f"{escape_controls(where)}: {severity} {escape_controls(str(finding.message))} {rule}"


@cache
def _style_marks(severity: Severity, rule: str, style: Callable[..., str]) -> tuple[str, str]:
    """Return a severity and a rule as every line about such a finding has them."""
    return style(f"{severity}:", fg=_COLOURS[severity], bold=True), style(f"[{rule}]", dim=True)


def format_summary(report: CheckReport) -> str:
    """Return a line with the number of articles that could be read, of findings by severity, and of those that `--fix`
    can repair.
    """
    unread = {problem.path for problem in report.problems}
    read = [item for item in report.catalogs if not unread & {item.path, item.article}]
    if not read and not report.findings:
        return "No catalog could be checked."
    counts = Counter(finding.severity for finding in report.findings)
    parts = [format_count(counts[severity], severity, f"{severity}s") for severity in Severity if counts[severity]]
    checked = format_count(len({item.article for item in read}), "article", "articles")
    line = f"{checked} checked: {', '.join(parts) if parts else 'nothing found'}."
    repairable = sum(finding.replacement is not None for finding in report.findings)
    return f"{line} {repairable:,} can be repaired: targman check --fix" if repairable else line


def show_counts(report: CheckReport) -> None:
    """Print how many findings each rule has, and how many there are."""
    _print_counts(report)
    echo(format_summary(report))


def _print_counts(report: CheckReport) -> None:
    if not report.findings:
        return
    counts = Counter((finding.severity, finding.rule) for finding in report.findings)
    order = list(Severity)
    rows = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    cells = [(f"{count:,}", severity, rule) for (severity, rule), count in rows]
    print_table(("Findings", "Severity", "Rule"), cells, right=[0])
    echo()
