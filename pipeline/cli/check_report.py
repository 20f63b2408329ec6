"""How `targman check` shows findings as text: by article, each with its file and line and the segment's beginning."""

import re
import shutil
import sys
import textwrap
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

import click

from pipeline.cli.options import with_index
from pipeline.cli.terminal import character_width, format_count, print_table, progress_bar
from pipeline.model import Finding, Severity
from pipeline.reports import Checked, CheckReport
from pipeline.workspace.index import FINDINGS
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.steps import check

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_SEVERITIES = {each: click.style(f"{each}:", fg=colour, bold=True) for each, colour in _COLOURS.items()}
_DIM, _, _END = click.style("|", dim=True).partition("|")
_INDENT = "    "
_PIPED = 100
"""Columns for the beginning of a segment where there is no terminal."""

_NARROWEST = 40
_MANY = 20
"""From this many findings on they are summed up by rule at the end."""


def look(settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]]) -> Outcome[Finding]:
    """Check the articles, each in its languages, with a progress bar where that takes long."""
    with progress_bar(len(wanted), "Checking") as advance:
        return with_index(settings, lambda index: check(settings, wanted, index, advance), FINDINGS)


def check_report(
    wanted: Mapping[ArticlePath, Sequence[str]], outcome: Outcome[Finding], fail_on: Severity | None
) -> CheckReport:
    """What a check of the articles came to, each in the languages that were asked for."""
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


_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {127: "␡"}
_DIRECTIONS = {code: f"«U+{code:04X}»" for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SIGNS = _PICTURES | _DIRECTIONS
_OBEYED = re.compile(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")

_ONE_COLUMN = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u0527\u0531-\u0556\u0559-\u058a‐-‧‰-⁞€№−]*"
)
"""Texts of which every character takes one column: those of European scripts, mostly, and much faster to measure."""


def visible(text: str) -> str:
    """`text` with what a terminal would obey instead of showing it, such as escape codes, as signs for it."""
    return text.translate(_SIGNS) if _OBEYED.search(text) else text


def columns() -> int:
    """The width of the terminal, or that for a pipe."""
    return max(shutil.get_terminal_size((_PIPED, 24)).columns, _NARROWEST)


def show(report: CheckReport) -> None:
    """Print the findings and how many there are."""
    width, is_terminal = columns(), sys.stdout.isatty()
    for article, findings in _by_article(report).items():
        lines = [click.style(article, bold=True, underline=True)]
        for finding in findings:
            lines += _lines(finding, width if is_terminal else 0)
            if finding.source:
                beginning = shortened(visible(" ".join(finding.source.split())), width - len(_INDENT))
                lines.append(f"{_DIM}{_INDENT}{beginning}{_END}")
        click.echo("\n".join(lines))
        click.echo()
    if len(report.findings) > _MANY:
        _sum_up(report)
    click.echo(summary(report))


def _by_article(report: CheckReport) -> dict[str, list[Finding]]:
    articles = report.articles
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(articles.get(finding.path, finding.path), []).append(finding)
    return found


def _lines(finding: Finding, width: int) -> list[str]:
    """`path:line: severity: message [rule]`; wrapped to `width` where that is not 0, its words and its path whole."""
    where = f"{finding.path}:{finding.line}: " if finding.line else f"{finding.path}: "
    severity, rule = _SEVERITIES[finding.severity], f"{_DIM}[{finding.rule}]{_END}"
    whole = visible(f"{where}{finding.severity}: {finding.message} [{finding.rule}]")
    if not width or len(whole) <= width:
        return [f"{visible(where)}{severity} {visible(str(finding.message))} {rule}"]
    lines = textwrap.wrap(
        whole,
        width,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    )
    number = _first_with(f"{finding.severity}:", lines)
    lines[number] = lines[number].replace(f"{finding.severity}:", severity, 1)
    lines[-1] = lines[-1].removesuffix(f"[{finding.rule}]") + rule
    return lines


def _first_with(word: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if word in line), 0)


def shortened(text: str, width: int) -> str:
    """The beginning of `text` that fits into so many columns, with an ellipsis where it goes on."""
    if _ONE_COLUMN.fullmatch(text[: width + 1]):
        return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
    ends = list(accumulate(map(character_width, text)))
    if not ends or ends[-1] <= width:
        return text
    return f"{text[: bisect_right(ends, width - 1)].rstrip()}…"


def summary(report: CheckReport) -> str:
    """One line: how much was looked at, what was found, and how much of it `--fix` can repair."""
    counts = Counter(finding.severity for finding in report.findings)
    parts = [format_count(counts[severity], severity, f"{severity}s") for severity in Severity if counts[severity]]
    checked = format_count(len({item.article for item in report.catalogs}), "article", "articles")
    line = f"{checked} checked: {', '.join(parts) if parts else 'nothing found'}."
    repairable = sum(finding.replacement is not None for finding in report.findings)
    if not repairable:
        return line
    return f"{line} {repairable:,} can be repaired: targman check --fix"


def _sum_up(report: CheckReport) -> None:
    counts = Counter((finding.severity, finding.rule) for finding in report.findings)
    order = list(Severity)
    rows = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    print_table(
        ("Findings", "Severity", "Rule"),
        [(f"{count:,}", severity, rule) for (severity, rule), count in rows],
        right=[0],
    )
    click.echo()
