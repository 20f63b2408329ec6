"""Print tables, errors and progress on the terminal."""

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.errors import TargmanError
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Outcome

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_MANY = 20
_ALIKE = 5


def track(found: Sequence[ArticlePath], what: str) -> Iterable[ArticlePath]:
    """The same places, with a progress bar on a terminal where there are many."""
    if len(found) < _MANY or not sys.stderr.isatty():
        return found
    return _with_bar(found, what)


def _with_bar(found: Sequence[ArticlePath], what: str) -> Iterator[ArticlePath]:
    with click.progressbar(
        found, label=what, file=sys.stderr, item_show_func=lambda place: place.slug if place else ""
    ) as bar:
        yield from bar


@contextmanager
def progress_bar(count: int, what: str) -> Iterator[Callable[[ArticlePath], object]]:
    """What hears of each article that is done; a progress bar on a terminal where there are many."""
    if count < _MANY or not sys.stderr.isatty():
        yield lambda _: None
        return
    bar: ProgressBar[ArticlePath] = click.progressbar(
        length=count, label=what, file=sys.stderr, item_show_func=lambda place: place.slug if place else ""
    )
    with bar:
        yield lambda place: bar.update(1, place)


def report_outcome(outcome: Outcome[Any], form: str, show: Callable[[], None], *, found: bool = False) -> NoReturn:
    """Report an outcome and exit: 1 where there were problems or something was `found`, else 0."""
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        click.echo(reports.document(outcome.done, outcome.problems, outcome.notices))
    else:
        show()
        if outcome.notices:
            click.echo("\n" + "\n".join(map(_fitted, outcome.notices)))
        print_errors(outcome.problems)
    click.get_current_context().exit(1 if outcome.problems or found else 0)
    raise AssertionError


def terminal_width() -> int:
    """The columns of the terminal; 0 where the output goes elsewhere, which takes lines of any length."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _fitted(sentence: str) -> str:
    width = terminal_width()
    if not width:
        return sentence
    wrapped = textwrap.wrap(sentence, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapped)


def print_errors(errors: Sequence[TargmanError]) -> None:
    """A line for each error, on standard error; of many that say the same of different files, such as on a full disk,
    the first ones and how many more there are.
    """
    shown: dict[str, int] = {}
    for error in errors:
        shown[error.message] = shown.get(error.message, 0) + 1
        if shown[error.message] <= _ALIKE:
            print_error(error)
    for message, count in shown.items():
        if count > _ALIKE:
            more = format_count(count - _ALIKE, "other file", "other files")
            print_error(TargmanError(f"{more}: {message} (the JSON report lists them all)"))


def print_error(error: TargmanError) -> None:
    """One line about an error, on standard error."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """A table on standard output, as wide as its words; `right` are the columns of numbers."""
    cells = [tuple(headings), *map(tuple, rows)]
    widths = [max(cell_width(row[column]) for row in cells) for column in range(len(headings))]
    numbers = set(right)
    for number, row in enumerate(cells):
        aligned = (
            _filled(cell, width, right=column in numbers)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        line = "  ".join(aligned).rstrip()
        click.echo(line if number else click.style(line, bold=True))


def _filled(cell: str, width: int, *, right: bool) -> str:
    gap = " " * (width - cell_width(cell))
    return gap + cell if right else cell + gap


def cell_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(character_width, text))


@cache
def character_width(character: str) -> int:
    """How many columns of a terminal a character takes: none for marks that stand on others, two for wide ones."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"F", "W"} else 1


def format_count(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def language_name(lang: str) -> str:
    """The English name of a language."""
    from babel import Locale  # noqa: PLC0415  heavy

    return Locale(lang).get_language_name("en") or lang
