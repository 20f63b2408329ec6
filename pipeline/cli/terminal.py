"""Print lines, tables, progress and errors. In a pipe they are plain text, written here. On a terminal, `drawing` draws
tables, columns and progress; it alone imports rich, which takes 40 ms. Colours are ANSI codes in the text, as
`click.style` makes them.
"""

import codecs
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import zip_longest
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.cli.streams import have_room, is_coloured, is_terminal, terminal_width
from pipeline.cli.text_width import break_lines, cell_width, escape_lines, show_controls
from pipeline.errors import SettingsError, TargmanError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.paths import ArticlePath
    from pipeline.workspace.runner import Outcome
    from pipeline.xml import XmlRepair

WIDEST = 160
_DELAY, _REST = 0.5, 2.0
"""Seconds that work must have taken, and will still take, for a progress bar to appear; rich is not loaded for less."""

_ALIKE, _NAMED = 4, 2  # what errors say of this many files is said once, and some files are named
_MOST_NOTICES = 40  # sentences of one report for people; its JSON has all of them
_LOCK_PATIENCE = 5.0  # seconds to wait for another targman process, such as a sync by an editor's plug-in
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def echo(text: str = "", *, err: bool = False) -> None:
    """Print lines. On a terminal, a line that is too long breaks between words and goes on indented."""
    text = show_controls(text)
    if is_terminal(err=err):
        text = break_lines(text, terminal_width())
    click.echo(text, err=err, color=is_coloured(err=err))


def print_json(text: str) -> None:
    """Print JSON, one or several documents. In an encoding other than UTF-8, all letters are escaped."""
    if not is_terminal() and not _is_utf8():
        import json  # noqa: PLC0415  the start is to be quick

        text = _NOT_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)
    click.echo(text)


def print_document(text: str) -> None:
    """Print a piece of a file format that is declared to be UTF-8, such as TMX; in a pipe it is UTF-8 indeed."""
    click.echo(text if is_terminal() or _is_utf8() else text.encode(), nl=False)


def _is_utf8() -> bool:
    return codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name == "utf-8"


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Print a table; `right` are the columns of numbers. On a terminal that is too narrow, each row becomes a list."""
    cells, numbers = [tuple(map(show_controls, row)) for row in rows], frozenset(right)
    if is_terminal():
        from pipeline.cli.drawing import draw_table  # noqa: PLC0415  rich

        draw_table(headings, cells, numbers)
        return
    widths = [max(map(cell_width, column)) for column in zip(headings, *cells, strict=True)]
    for number, row in enumerate([tuple(headings), *cells]):
        gaps = [" " * (width - cell_width(cell)) for cell, width in zip(row, widths, strict=True)]
        aligned = (
            gap + cell if column in numbers else cell + gap
            for column, (cell, gap) in enumerate(zip(row, gaps, strict=True))
        )
        line = "  ".join(aligned).rstrip()
        echo(line if number else click.style(line, bold=True))


def print_counts(rows: Iterable[Sequence[str]], *, texts: int) -> None:
    """Print a table of numbers without its columns of zeros. The first row has the headings, and the last `texts`
    columns have words.
    """
    columns = [column for column in zip(*rows, strict=True) if set(column[1:]) != {format_number(0)}]
    headings, *shown = zip(*columns, strict=True)
    print_table(headings, shown, right=range(len(headings) - texts))


def print_columns(cells: Sequence[tuple[str, str, Callable[[str], str]]]) -> None:
    """Print texts side by side, each below its heading, or below each other where there is little room. A cell is the
    heading, the text, and the function that colours the text or a line of it.
    """
    from textwrap import wrap  # noqa: PLC0415  few commands print texts side by side

    width = min(terminal_width(), WIDEST)
    if is_terminal():
        from pipeline.cli.drawing import draw_columns  # noqa: PLC0415  rich

        draw_columns([(heading, style(show_controls(text))) for heading, text, style in cells], width)
        return
    indent = 2 + max(cell_width(heading) for heading, _, _ in cells)
    is_beside = have_room(len(cells), width)
    column = (width - 2 * (len(cells) - 1)) // len(cells) if is_beside else width - indent
    blocks = [
        (click.style(heading, bold=True), [style(line) for line in wrap(text, column, break_on_hyphens=False)])
        for heading, text, style in cells
    ]
    if is_beside:
        for row in zip_longest(*([heading, *lines] for heading, lines in blocks), fillvalue=""):
            echo("  ".join(cell + " " * (column - cell_width(cell)) for cell in row).rstrip())
    else:
        for (heading, _, _), (styled, lines) in zip(cells, blocks, strict=True):
            gap = " " * (indent - cell_width(heading))
            echo(styled + gap + f"\n{' ' * indent}".join(lines))


@contextmanager
def hold_lock(root: "Path") -> Iterator[None]:
    """Hold the workspace's lock; wait some seconds for another process that holds it. Raises WorkspaceBusyError."""
    from pipeline.workspace.lock import WorkspaceBusyError, locked  # noqa: PLC0415  not for commands that only read

    patience = _read_patience()
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(root))
        except WorkspaceBusyError:
            if is_terminal(err=True):
                echo("Another targman process is running in this workspace. Waiting for it …", err=True)
            stack.enter_context(locked(root, patience=patience))
        yield


def _read_patience() -> float:
    """Return the seconds to wait for another process. Raises SettingsError if they are not a number."""
    given = os.environ.get("TARGMAN_WAIT", "")
    with suppress(ValueError):
        seconds = float(given or _LOCK_PATIENCE)
        if 0 <= seconds < inf:
            return seconds
    raise SettingsError(f"TARGMAN_WAIT is “{given}”, but has to be a number of seconds.")


@contextmanager
def progress_bar(count: int, what: str) -> Iterator[Callable[..., None]]:
    """Give a function `advance(article, steps=1)`. On a terminal, long work shows a bar with the remaining time."""
    done, start = 0, monotonic()
    draw: Callable[[int, str], None] | None = None
    with ExitStack() as stack:

        def advance(article: "ArticlePath | None" = None, steps: int = 1) -> None:
            nonlocal done, draw
            done += steps
            elapsed = monotonic() - start
            if draw is None and elapsed > _DELAY and elapsed * (count - done) > _REST * done:
                from pipeline.cli.drawing import draw_progress  # noqa: PLC0415  rich

                draw = stack.enter_context(draw_progress(count, what))
            if draw is not None:
                draw(done, article.slug if article else "")

        # A bar is drawn with escapes, so it is for terminals that may have colours.
        has_bar = is_terminal(err=True) and is_coloured(err=True) and os.environ.get("TERM") != "dumb"
        yield advance if has_bar else lambda *_, **__: None


def track(articles: "Sequence[ArticlePath]", what: str) -> "Iterator[ArticlePath]":
    """Go through the articles with a progress bar."""
    with progress_bar(len(articles), what) as advance:
        for article in articles:
            yield article
            advance(article)


def report_outcome(
    outcome: "Outcome[Any]",
    form: str,
    show: Callable[[], None],
    *,
    found: bool = False,
    sums: Iterable[Any] | None = None,
) -> NoReturn:
    """Report an outcome and exit: with 1 if there were problems or something was `found`, else 0. The `sums` are for
    JSON only.
    """
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(outcome.done, outcome.problems, outcome.notices, sums))
    else:
        show()
        if outcome.notices:
            echo("\n" + escape_lines("\n".join(outcome.notices[:_MOST_NOTICES])))
        if len(outcome.notices) > _MOST_NOTICES:
            echo(f"And {len(outcome.notices) - _MOST_NOTICES} more. To see all of them, add: --format json")
        print_errors(outcome.problems)
    click.get_current_context().exit(1 if outcome.problems or found else 0)
    raise AssertionError


def print_errors(errors: Sequence[TargmanError]) -> None:
    """Print a line for each error on standard error. What is wrong with several files, as without a program or on a
    full disk, is said once, with the first of them.
    """
    places: dict[str, dict[str, TargmanError]] = {}
    for error in errors:
        places.setdefault(error.message, {}).setdefault(f"{error.path}:{error.line}", error)
    for message, found in places.items():
        if len(found) < _ALIKE:
            for error in found.values():
                print_error(error)
            continue
        names = [f"{error.path}:{error.line}" if error.line else error.path for error in found.values()]
        more = format_count(len(names) - _NAMED, "other file", "other files")
        print_error(TargmanError(f"{', '.join(names[:_NAMED])} and {more}: {message}"))


def print_error(error: TargmanError) -> None:
    """Print a line about an error on standard error."""
    echo(f"{click.style('error:', fg='red', bold=True)} {escape_lines(str(error))}", err=True)


def print_repairs(file: "Path", repairs: "Sequence[XmlRepair]") -> None:
    """Print what was read in another way than a file has it, a line for each sign."""
    for item in repairs:
        reading = f"read as “{item.reading}”" if item.reading else "left out"
        times = "" if item.count == 1 else f" ({format_count(item.count, 'time', 'times')})"
        echo(f"{file}:{item.line}: {item.sign}, which XML does not know, was {reading}{times}.")


def format_number(number: int) -> str:
    """Return a number for a table, with a dash for none."""
    return f"{number:,}" if number else "–"


def format_count(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def language_name(lang: str) -> str:
    """Return the English name of a language."""
    from pipeline.languages import load  # noqa: PLC0415

    return load(lang).name
