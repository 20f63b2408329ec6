"""`targman check --fix`: show repairs as differences, and write them if the user agrees."""

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NoReturn

import click

from pipeline.cli.check_report import PIPED_WIDTH, format_summary, make_report, run_checks
from pipeline.cli.streams import terminal_width
from pipeline.cli.terminal import echo, format_count, hold_lock, report_outcome
from pipeline.cli.word_diff import format_diff
from pipeline.diff import Change, DiffPart, diff_words
from pipeline.model import Severity
from pipeline.reports import CheckReport
from pipeline.workspace.fix import Fix, find_fixes, write_fixes
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings

_BESIDE = 40  # maximum number of characters shown before and after a change
_ALIKE = 4  # maximum number of letters in a row whose code points are shown
_NAMES = {
    " ": "␣",
    "\t": "«TAB»",
    "\n": "«LF»",
    "\r": "«CR»",
    "\u00a0": "«NBSP»",
    "\u00ad": "«SHY»",
    "\u200b": "«ZWSP»",
    "\u200c": "«ZWNJ»",
    "\u200d": "«ZWJ»",
    "\u202f": "«NNBSP»",
    "\u2060": "«WJ»",
    "\ufeff": "«BOM»",
}
"""Names for invisible characters, shown where they make the difference."""


def fix_findings(
    settings: Settings,
    wanted: Mapping[ArticlePath, Sequence[str]],
    form: str,
    fail_on: Severity | None,
    *,
    is_agreed: bool,
) -> NoReturn:
    """Show the repairs, write them if agreed to, and exit: with 1 if repairs remain, else as a check."""
    found = run_checks(settings, wanted)
    fixes = find_fixes(settings, wanted, found.done)
    made = Outcome(done=fixes.done, problems=())
    if form == "text":
        for line in _format_fixes(fixes.done):
            echo(line)
    if fixes.done and (is_agreed or (form == "text" and _ask(fixes.done))):
        with hold_lock(settings.root):
            made = write_fixes(settings, fixes.done)
        found = run_checks(settings, wanted)
    report = make_report(wanted, found, fail_on)
    problems = (*found.problems, *fixes.problems, *made.problems)
    is_left = not all(fix.written for fix in made.done)
    report_outcome(
        Outcome(done=made.done, problems=problems, notices=found.notices),
        form,
        lambda: _show_result(made.done, report),
        found=is_left or report.is_failed,
    )


def _ask(fixes: Sequence[Fix]) -> bool:
    is_person = sys.stdin.isatty() and sys.stdout.isatty()
    return is_person and click.confirm(f"Apply {_count_repairs(fixes)}?", default=False)


def _count_repairs(fixes: Sequence[Fix]) -> str:
    kinds = ("file", "files") if any(fix.path == fix.article for fix in fixes) else ("catalog", "catalogs")
    places = format_count(len({fix.path for fix in fixes}), *kinds)
    return f"{format_count(len(fixes), 'repair', 'repairs')} in {places}"


def _show_result(fixes: Sequence[Fix], report: CheckReport) -> None:
    written = [fix for fix in fixes if fix.written]
    if not fixes and len({item.path for item in report.problems}) < len(report.catalogs):
        echo("Nothing to repair.")
    elif written:
        echo(f"{_count_repairs(written)} written; nothing was marked as reviewed.")
    elif fixes:
        echo(f"{_count_repairs(fixes)} to be made; nothing was changed. To make them: targman check --fix --yes")
    echo(format_summary(report))


def _format_fixes(fixes: Sequence[Fix]) -> Iterator[str]:
    """Format the repairs by article, each as the translation before and after with the changes marked."""
    for article, group in groupby(fixes, key=lambda fix: fix.article):
        yield click.style(article, bold=True, underline=True)
        for fix in group:
            yield f"{fix.path}:{fix.line}: {click.style(', '.join(fix.rules), dim=True)}"
            parts = diff_words(fix.before, fix.after)
            yield "  − " + _format_side(parts, Change.GONE)
            yield "  + " + _format_side(parts, Change.NEW)
            letters = list(dict.fromkeys(_replaced_letters(parts)))
            if letters:
                yield click.style(f"    {', '.join(letters)}", dim=True)
        yield ""


def _format_side(parts: Sequence[DiffPart], change: Change) -> str:
    """Format one side of a difference: words that are the same are cut short."""
    return format_diff(parts, changes={change}, shorten_same=_shorten_same, show_changed=_name_invisible)


def _name_invisible(text: str) -> str:
    return "".join(
        _NAMES.get(character, character if character.isprintable() else f"«U+{ord(character):04X}»")
        for character in text
    )


def _shorten_same(text: str, is_first: bool, is_last: bool) -> str:  # noqa: FBT001
    """Shorten unchanged words to those near a change, on one line."""
    text = text.replace("\n", " ")
    beside = min(terminal_width(PIPED_WIDTH) // 3, _BESIDE)
    before = "" if is_first else text[:beside]
    after = "" if is_last else text[-beside:]
    if len(text) <= len(before) + len(after) + 1:
        return text
    return f"{before.rpartition(' ')[0] or before}…{after.partition(' ')[2] or after}"


def _replaced_letters(parts: Sequence[DiffPart]) -> Iterator[str]:
    """Yield the letters that replace others with their code points, so that look-alikes can be told apart."""
    for gone, new in pairwise(parts):
        if (gone.change, new.change) != (Change.GONE, Change.NEW):
            continue
        before, after = ("".join(item.text.split()) for item in (gone, new))
        for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind == "replace" and last - first == end - start <= _ALIKE:
                pairs = zip(before[first:last], after[start:end], strict=True)
                yield from (f"{_name_letter(old)} → {_name_letter(fresh)}" for old, fresh in pairs)


def _name_letter(character: str) -> str:
    shown = _name_invisible(character)
    shown = f"◌{shown}" if unicodedata.combining(character) else shown
    return f"{shown} U+{ord(character):04X}"
