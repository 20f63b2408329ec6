"""What the commands share: their arguments, the workspace they work in, and how they report."""

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from pipeline.errors import SettingsError, TargmanError
from pipeline.workspace import index
from pipeline.workspace.paths import ArticlePath, chosen, chosen_editions, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings, find_settings

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Value = TypeVar("Value")

_MANY = 20
_ALIKE = 5

articles_argument = click.argument("articles", nargs=-1, metavar="[ARTICLE]...")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)

lang_option = click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANG,LANG",
    help="Only these editions, such as ru or hy,en; may be given several times. All by default.",
)


def workspace() -> Settings:
    """The settings of the workspace around the current folder. Raises SettingsError where there is none."""
    return find_settings(Path.cwd())


def places(settings: Settings, words: Sequence[str]) -> tuple[ArticlePath, ...]:
    """The articles that the words of the command line name; all where there are none."""
    return chosen(find_articles(settings), words, settings, Path.cwd())


def places_and_editions(
    settings: Settings, words: Sequence[str], languages: Sequence[str]
) -> dict[ArticlePath, tuple[str, ...]]:
    """The articles that the words of the command line name, each with the editions asked for; a catalog's path asks
    for that catalog's alone.
    """
    return chosen_editions(find_articles(settings), words, settings, Path.cwd(), editions(settings, languages))


def editions(settings: Settings, languages: Sequence[str]) -> tuple[str, ...]:
    """The editions asked for, one by one or with commas between them, in the order of the settings; all where none is.
    Raises SettingsError for one that is not made here.
    """
    asked = [lang.strip() for word in languages for lang in word.split(",") if lang.strip()]
    if languages and not asked:
        raise SettingsError(f"“{languages[0]}” names no language. Give some of {', '.join(settings.editions)}.")
    unknown = [lang for lang in asked if lang not in settings.editions]
    if unknown:
        made = ", ".join(settings.editions)
        raise SettingsError(f"there is no edition “{unknown[0]}” in this workspace; it makes {made}.")
    return tuple(lang for lang in settings.editions if not asked or lang in asked)


def progress(found: Sequence[ArticlePath], what: str) -> Iterable[ArticlePath]:
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
def advancing(count: int, what: str) -> Iterator[Callable[[ArticlePath], object]]:
    """What hears of each article that is done; a progress bar on a terminal where there are many."""
    if count < _MANY or not sys.stderr.isatty():
        yield lambda _: None
        return
    bar: ProgressBar[ArticlePath] = click.progressbar(
        length=count, label=what, file=sys.stderr, item_show_func=lambda place: place.slug if place else ""
    )
    with bar:
        yield lambda place: bar.update(1, place)


def indexed(settings: Settings, work: Callable[[index.Index], Value], name: str = index.NAME) -> Value:
    """What some work with the workspace's index comes to; the index is saved even where the work is broken off."""
    known = index.load(settings, name)
    try:
        return work(known)
    finally:
        known.save()


def finish(outcome: Outcome[Any], form: str, show: Callable[[], None], *, found: bool = False) -> NoReturn:
    """Report an outcome and exit: 1 where there were problems or something was `found`, else 0."""
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        click.echo(reports.document(outcome.done, outcome.problems, outcome.notices))
    else:
        show()
        if outcome.notices:
            click.echo("\n" + "\n".join(map(_fitted, outcome.notices)))
        complain_of(outcome.problems)
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


def complain_of(errors: Sequence[TargmanError]) -> None:
    """A line for each error, on standard error; of many that say the same of different files, such as on a full disk,
    the first ones and how many more there are.
    """
    shown: dict[str, int] = {}
    for error in errors:
        shown[error.message] = shown.get(error.message, 0) + 1
        if shown[error.message] <= _ALIKE:
            complain(error)
    for message, count in shown.items():
        if count > _ALIKE:
            more = counted(count - _ALIKE, "other file", "other files")
            complain(TargmanError(f"{more}: {message} (the JSON report lists them all)"))


def complain(error: TargmanError) -> None:
    """One line about an error, on standard error."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """A table on standard output, as wide as its words; `right` are the columns of numbers."""
    cells = [tuple(headings), *map(tuple, rows)]
    widths = [max(width_of(row[column]) for row in cells) for column in range(len(headings))]
    numbers = set(right)
    for number, row in enumerate(cells):
        aligned = (
            _filled(cell, width, right=column in numbers)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        line = "  ".join(aligned).rstrip()
        click.echo(line if number else click.style(line, bold=True))


def _filled(cell: str, width: int, *, right: bool) -> str:
    gap = " " * (width - width_of(cell))
    return gap + cell if right else cell + gap


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


@cache
def columns_of(character: str) -> int:
    """How many columns of a terminal a character takes: none for marks that stand on others, two for wide ones."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"F", "W"} else 1


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def language_name(lang: str) -> str:
    """The English name of a language."""
    from babel import Locale  # noqa: PLC0415  heavy

    return Locale(lang).get_language_name("en") or lang
