"""`targman status`."""

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.cli import options
from pipeline.cli.people import format_people, show_people
from pipeline.cli.streams import is_terminal, terminal_width
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    language_name,
    progress_bar,
    report_outcome,
)
from pipeline.cli.text_width import cell_width
from pipeline.errors import TargmanError
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import ArticlePath, list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.status import EditionStatus, LanguageSum, status, sum_languages

if TYPE_CHECKING:
    from pipeline.workspace.review import Remark

_BAR, _SHORT_BAR = 16, 8
_NARROW = 48  # columns below which the bars are short, so that the state of the file fits beside them
_FILES = {"current": ("green", "current"), "stale": ("yellow", "stale"), "missing": ("red", "not merged")}
_FILE_WIDTH = max(len(words) for _, words in _FILES.values())


@click.command("status", epilog=options.show_examples("status", "status sevan --lang ru", "status --remarks"))
@options.articles_argument
@options.lang_option
@click.option("--remarks", "is_remarks", is_flag=True, help="List the questions in the catalogs (# ? ...) and answers.")
@options.format_option
def command(articles: Sequence[str], languages: Sequence[str], form: str, *, is_remarks: bool) -> None:
    """Show the progress of editions: what is translated, reviewed, fuzzy and untranslated, notes, stale files; and the
    sums of words by language.

    ARTICLE is a slug or a path; all articles by default. An edition is stale if "targman merge" would change it;
    the dates of files do not matter.
    """
    settings = options.find_workspace()
    listing = list_articles(settings)
    if is_remarks:
        _list_remarks(settings, options.select_editions(settings, articles, languages, listing), form)
    found, wanted = options.select_articles(settings, articles, listing), options.select_languages(settings, languages)
    with progress_bar(len(found), "Reading") as advance, open_index(settings) as index:
        outcome = status(settings, found, wanted, index, advance, listing=listing)
    sums = sum_languages(outcome.done)
    report_outcome(outcome, form, lambda: _show(outcome, sums), sums=sums)


def _list_remarks(settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]], form: str) -> NoReturn:
    """Show the questions that people wrote at entries, with their answers, and exit."""
    from pipeline.workspace.review import find_remarks  # noqa: PLC0415  heavy

    found: list[Remark] = []
    problems: list[TargmanError] = []
    for place, langs in wanted.items():
        for lang in langs:
            try:
                found += find_remarks(settings, place, lang)
            except TargmanError as error:
                problems.append(error)
    outcome = Outcome(done=tuple(found), problems=tuple(problems))
    report_outcome(outcome, form, lambda: _show_remarks(found, is_read=not problems))


def _show_remarks(remarks: Sequence["Remark"], *, is_read: bool) -> None:
    for item in remarks:
        echo(f"{click.style(f'{item.path}:{item.line}', bold=True)}  {item.source}")
        echo(f"  ? {item.question}")
        echo(f"  {item.answer or click.style('no answer yet', fg='yellow')}\n")
    nothing = "No questions." if is_read else "No questions in the catalogs that could be read."
    still = sum(not item.answer for item in remarks)
    answered = f"{still:,} without an answer" if still else "all answered"
    echo(f"{format_count(len(remarks), 'question', 'questions')}, {answered}." if remarks else nothing)


def _show(outcome: Outcome[EditionStatus], sums: Sequence[LanguageSum]) -> None:
    if not outcome.done and not outcome.problems:
        echo("No articles yet. Put one into articles/.")
    names = max((len(language_name(item.lang)) for item in outcome.done), default=0)
    width = terminal_width() if is_terminal() else 0
    before = ""
    for article, editions in groupby(outcome.done, key=attrgetter("article")):
        found = list(editions)
        echo(("\n" if before else "") + _title(min(found, key=attrgetter("segments"))))
        before = article
        for item in found:
            echo(_format_edition(item, names, width))
    show_people(outcome.done)
    if sums:
        echo("\n" + click.style("All translations", bold=True))
    for total in sums:
        echo(_format_sum(total, names, width))


def _format_sum(total: LanguageSum, names: int, width: int) -> str:
    """Format the words of all translations into a language; those that somebody reviewed only if there are any."""
    reviewed = [f"{total.reviewed_words:,} reviewed"] if total.reviewed_words else []
    parts = [f"{format_count(total.translated_words, 'word', 'words')} translated", *reviewed]
    parts += [f"{total.fuzzy_words:,} fuzzy", f"{total.untranslated_words:,} untranslated"]
    line = f"  {language_name(total.lang).ljust(names)}  {_format_share(total.share, width)}"
    return _break_parts(line, parts, ("  ", *["; "] * 3), names, width)


def _title(item: EditionStatus) -> str:
    counts = (
        format_count(item.segments, "segment", "segments"),
        format_count(item.words, "word", "words"),
        format_count(item.notes, "note", "notes"),
    )
    return f"{click.style(item.article, bold=True)}  {', '.join(counts)}"


def _format_edition(item: EditionStatus, names: int, width: int) -> str:
    """Format an edition in as many lines as a terminal of this width needs; 0 is any width."""
    undone = [(item.fuzzy, item.fuzzy_words, "fuzzy"), (item.untranslated, item.untranslated_words, "untranslated")]
    left = [
        f"{format_count(number, 'segment', 'segments')} {what} ({format_count(words, 'word', 'words')})"
        for number, words, what in undone
        if number
    ]
    if item.reviewed:
        left.append(f"{'all' if item.reviewed == item.segments else format_number(item.reviewed)} reviewed")
    remarks = [*(["source language"] if item.lang == item.source_lang else []), *left, *format_people(item)]
    colour, file = _FILES[item.edition]
    state = click.style(file, fg=colour) + " " * (_FILE_WIDTH - len(file))
    line = f"  {language_name(item.lang).ljust(names)}  {_format_share(item.share, width)}  {state}"
    return _break_parts(line, [item.path, *remarks], ("  ", "  ", *["; "] * len(remarks)), names, width)


def _format_share(share: float, width: int) -> str:
    cells = _SHORT_BAR if 0 < width < _NARROW else _BAR
    done = math.floor(share * cells)
    bar = click.style("█" * done, fg="green") + click.style("░" * (cells - done), dim=True)
    return f"{bar} {math.floor(share * 100):3}%"


def _break_parts(line: str, parts: Sequence[str], gaps: Sequence[str], names: int, width: int) -> str:
    """Return a line with parts after it, on more lines where a terminal of this width needs them."""
    lines = [line]
    for gap, part in zip(gaps, parts, strict=False):
        if width and cell_width(lines[-1]) + len(gap) + cell_width(part) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(" " * (4 if width < _NARROW else names + 4) + part)
        else:
            lines[-1] += gap + part
    return "\n".join(lines)
