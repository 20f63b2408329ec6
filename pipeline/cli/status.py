"""`targman status`."""

import math
from collections.abc import Sequence

import click

from pipeline.cli.shared import (
    advancing,
    articles_argument,
    counted,
    editions,
    finish,
    format_option,
    indexed,
    lang_option,
    language_name,
    places,
    terminal_width,
    width_of,
    workspace,
)
from pipeline.workspace.results import EditionStatus
from pipeline.workspace.runner import Outcome
from pipeline.workspace.steps import status

_BAR = 16
_FILES = {"current": ("green", "current"), "stale": ("yellow", "stale"), "missing": ("red", "not merged")}
_FILE_WIDTH = max(len(words) for _, words in _FILES.values())


@click.command("status")
@articles_argument
@lang_option
@format_option
def command(articles: Sequence[str], languages: Sequence[str], form: str) -> None:
    """Show how the editions of articles stand: segments and words translated, fuzzy, untranslated; notes; what is
    stale.

    ARTICLE is a slug or a path; all articles by default. An edition is stale when merging would change it, whatever the
    dates of the files say.
    """
    settings = workspace()
    found, wanted = places(settings, articles), editions(settings, languages)
    with advancing(len(found), "Reading") as advance:
        outcome = indexed(settings, lambda index: status(settings, found, wanted, index, advance))
    finish(outcome, form, lambda: _show(outcome))


def _show(outcome: Outcome[EditionStatus]) -> None:
    if not outcome.done and not outcome.problems:
        click.echo("No articles yet. Put one into articles/.")
    names = max((len(language_name(item.lang)) for item in outcome.done), default=0)
    width = terminal_width()
    before = ""
    for item in outcome.done:
        if item.article != before:
            click.echo(("\n" if before else "") + _title(item))
            before = item.article
        click.echo(_lines(item, names, width))


def _title(item: EditionStatus) -> str:
    words = item.translated_words + item.fuzzy_words + item.untranslated_words
    counts = (
        counted(item.segments, "segment", "segments"),
        counted(words, "word", "words"),
        counted(item.notes, "note", "notes"),
    )
    return f"{click.style(item.article, bold=True)}  {', '.join(counts)}"


def _lines(item: EditionStatus, names: int, width: int) -> str:
    """How an edition stands, in as many lines as a terminal of that width needs; 0 is as wide as you like."""
    left = [
        f"{counted(number, 'segment', 'segments')} {what} ({counted(words, 'word', 'words')})"
        for number, words, what in (
            (item.fuzzy, item.fuzzy_words, "fuzzy"),
            (item.untranslated, item.untranslated_words, "untranslated"),
        )
        if number
    ]
    remarks = [*(["source language"] if item.lang == item.source_lang else []), *left]
    colour, file = _FILES[item.edition]
    state = click.style(file, fg=colour) + " " * (_FILE_WIDTH - len(file))
    share = f"{_bar(item.share)} {math.floor(item.share * 100):3}%"
    lines = [f"  {language_name(item.lang).ljust(names)}  {share}  {state}"]
    for gap, part in zip(("  ", "  ", "; "), (item.path, *remarks), strict=False):
        if width and width_of(click.unstyle(lines[-1])) + len(gap) + width_of(part) > width:
            lines.append(" " * (names + 4) + part)
        else:
            lines[-1] += gap + part
    return "\n".join(lines)


def _bar(share: float) -> str:
    done = math.floor(share * _BAR)
    return click.style("█" * done, fg="green") + click.style("░" * (_BAR - done), dim=True)
