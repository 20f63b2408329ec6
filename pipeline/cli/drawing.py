"""Draw on a terminal with rich: tables, columns side by side, progress."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from time import monotonic

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from pipeline.cli.streams import NARROW, have_room, is_coloured, terminal_width
from pipeline.cli.text_width import break_lines, cell_width, shorten_middle

_GAP = 3  # columns between two columns of a table
_LEAST_NAME = 40  # columns below which a name is not cut: each row becomes a list, and the name stays whole
_GLUE = "\u00a0"  # stands between words that stay on one line
_NOTHING = {"", "–"}
_BAR, _NARROW_BAR = 24, 10
_REFRESH = 0.1  # seconds between two pictures of a progress bar


def make_console(*, err: bool = False) -> Console:
    """Make a console for standard output or error, with no styles at all where colours are forbidden."""
    return Console(
        stderr=err,
        width=terminal_width(),
        height=get_terminal_size().lines,
        color_system="auto" if is_coloured(err=err) else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def draw_table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> None:
    """Draw a table, or a list of the rows where the words of a row do not fit side by side."""
    console = make_console()
    rows = _shorten_names(headings, rows, numbers, console.width)
    table = Table(box=SIMPLE_HEAD, border_style="dim", header_style="bold", pad_edge=False, show_edge=False)
    for column, heading in enumerate(headings):
        is_number = column in numbers
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for row in rows:
        table.add_row(*map(Text.from_ansi, row))
    columns = zip(headings, *rows, strict=True)
    words = (
        [cell if number in numbers else max(cell.split(), key=cell_width, default="") for cell in column]
        for number, column in enumerate(columns)
    )
    if sum(max(map(cell_width, column)) + _GAP for column in words) - _GAP <= console.width:
        console.print(table)
        return
    title = _title_column(headings, numbers)
    for row in rows:
        _draw_row(headings, row, title)


def _title_column(headings: Sequence[str], numbers: frozenset[int]) -> int:
    return len(headings) - 1 if numbers and len(headings) - 1 not in numbers else 0


def _shorten_names(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int], width: int
) -> Sequence[Sequence[str]]:
    """Cut names that would not fit beside the other columns in the middle, if enough of them is left."""
    title = _title_column(headings, numbers)
    others = [column for number, column in enumerate(zip(headings, *rows, strict=True)) if number != title]
    room = width - sum(max(map(cell_width, column)) + _GAP for column in others)
    if room < _LEAST_NAME:
        return rows
    return [
        [shorten_middle(cell, room) if number == title else cell for number, cell in enumerate(row)] for row in rows
    ]


def _draw_row(headings: Sequence[str], row: Sequence[str], title: int) -> None:
    """Draw a row as a list: its title, and below it the other cells with their headings."""
    cells = [
        f"{click.style(heading.replace(' ', _GLUE), dim=True)}{_GLUE}{cell}"
        for number, (heading, cell) in enumerate(zip(headings, row, strict=True))
        if number != title and cell not in _NOTHING
    ]
    lines = [click.style(row[title], bold=True), *([f"    {' · '.join(cells)}"] if cells else [])]
    click.echo(break_lines("\n".join(lines), terminal_width()), color=is_coloured())


def draw_columns(cells: Sequence[tuple[str, str]], width: int) -> None:
    """Draw texts side by side, each below its heading, or below each other where the terminal is narrow."""
    console = make_console()
    if have_room(len(cells), width):
        grid = Table.grid(*(Column(ratio=1) for _ in cells), padding=(0, 2, 0, 0), expand=True)
        grid.add_row(*(Text(heading, style="bold") for heading, _ in cells))
        grid.add_row(*(Text.from_ansi(text) for _, text in cells))
    else:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for heading, text in cells:
            grid.add_row(Text(heading, style="bold"), Text.from_ansi(text))
    console.print(grid, width=width)


@contextmanager
def draw_progress(count: int, what: str) -> Iterator[Callable[[int, str], None]]:
    """Draw a bar on standard error while a function is told how much is done so far, and the name of the article at
    hand. No thread refreshes the bar: the work may fork.
    """
    console = make_console(err=True)
    is_narrow = console.width < NARROW
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}"),
        BarColumn(bar_width=_NARROW_BAR if is_narrow else _BAR),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    ]
    if not is_narrow:
        columns.append(TextColumn("{task.fields[article]}", style="dim", table_column=Column(no_wrap=True, ratio=1)))
    with Progress(*columns, console=console, transient=True, auto_refresh=False, expand=True) as progress:
        task = progress.add_task(what, total=count, article="")
        drawn = 0.0

        def draw(done: int, article: str) -> None:
            nonlocal drawn
            is_due = monotonic() - drawn > _REFRESH
            drawn = monotonic() if is_due else drawn
            progress.update(task, completed=done, article=article, refresh=is_due)

        yield draw
