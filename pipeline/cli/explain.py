"""`targman explain`."""

from difflib import get_close_matches
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from pipeline.checks.codes import CODES, list_names
from pipeline.cli.options import format_option, show_examples
from pipeline.cli.streams import terminal_width
from pipeline.cli.terminal import echo, print_json, print_table
from pipeline.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.checks.explanations import ExplainedRule, RuleExample

_WIDEST = 88
_ADVICE = (
    'For one entry, the comment “# targman: ignore {rule}” silences it. For all, “{rule} = "off"” does below '
    "[checks] in targman.toml; another severity may stand there too."
)
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


def _complete_rule(context: click.Context, option: click.Parameter, word: str) -> list[str]:  # noqa: ARG001
    return sorted(name for name in {*list_names(), *CODES} if name.startswith(word))


@click.command("explain", epilog=show_examples("explain numbers-missing", "explain notes"))
@click.argument("names", nargs=-1, metavar="[RULE]...", shell_complete=_complete_rule)
@format_option
def command(names: "Sequence[str]", form: str) -> None:
    """Explain rules of "targman check", with right and wrong examples.

    RULE is the code that a finding has in brackets, such as numbers-missing, or the name of a family, such as numbers.
    Without one, all rules are listed.
    """
    from pipeline.checks.explanations import explain  # noqa: PLC0415  heavy

    wanted = [rule for name in names or CODES for rule in explain(name) or _refuse(name)]
    found = list({rule.rule: rule for rule in wanted}.values())
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(found, ()))
    elif names:
        echo("\n\n".join("\n".join(_page(rule)) for rule in found))
    else:
        print_table(("Rule", "Severity", "Finds"), [(rule.rule, rule.severity, rule.summary) for rule in found])


def _refuse(name: str) -> "tuple[ExplainedRule, ...]":
    alike = get_close_matches(name, {*list_names(), *CODES}, n=1)
    meant = f" Did you mean {alike[0]}?" if alike else " To list all rules: targman explain"
    raise click.UsageError(f"There is no rule “{name}”.{meant}")


def _page(rule: "ExplainedRule") -> "list[str]":
    """Return the lines of the page about a rule."""
    width = min(terminal_width(_WIDEST), _WIDEST)
    level = click.style(f"{rule.severity}{', always' if rule.always else ''}", fg=_COLOURS[rule.severity])
    lines = [f"{click.style(rule.rule, bold=True)}  {level}", *wrap(rule.why, width)]
    for example in rule.examples:
        lines += ["", *_example(example, width)]
    if not rule.always:
        lines += ["", *wrap(_ADVICE.format(rule=rule.rule), width)]
    return lines


def _example(example: "RuleExample", width: int) -> "list[str]":
    pair = f"{example.source_lang} → {example.lang}" if example.source_lang else example.lang
    rows = [("source", example.source, "white"), ("right", example.right, "green"), ("wrong", example.wrong, "red")]
    lines = [click.style(pair, dim=True)]
    for name, texts, colour in rows:
        for number, text in enumerate(texts):
            first, *others = wrap(text.replace("\n", " ⏎ ") or "–", width - 10)
            label = click.style(f"{'' if number else name:<6}", fg=colour)
            lines += [f"  {label}  {first}", *(" " * 10 + line for line in others)]
    return lines
