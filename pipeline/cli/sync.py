"""`targman sync`, and `--explain`, which shows the changed words of a fuzzy entry's source."""

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.cli.options import articles_argument, find_workspace, format_option, select_articles, show_examples
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    hold_lock,
    print_counts,
    print_error,
    progress_bar,
    report_outcome,
)
from pipeline.errors import SettingsError, TargmanError
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import ArticlePath, list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync
from pipeline.workspace.sync_result import SyncResult

if TYPE_CHECKING:
    from pipeline.model import Entry

_PLACE = re.compile(r".+\.(?:po|md):\d{1,9}")  # a FILE:LINE, not words of a text
_LONGEST = 10  # digits that no number of a line has
_HEADINGS = ("Texts", "New", "Changed", "Memory", "Joined", "Back", "Kept", "Gone", "Words to do", "Catalog")


@click.command(
    "sync",
    epilog=show_examples(
        "sync", "sync sevan --dry-run", "sync --check", "sync --explain locales/ru/articles/sevan.po:120"
    ),
)
@articles_argument
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--check", is_flag=True, help="Change nothing, and exit with 1 if something would change.")
@click.option(
    "--explain",
    metavar="SEGMENT",
    help="Explain why the entry at FILE:LINE, or those with these words, are fuzzy, and change nothing.",
)
@format_option
def command(articles: Sequence[str], form: str, *, dry_run: bool, check: bool, explain: str | None) -> None:
    """Update templates and catalogs from the articles; every translation is kept.

    ARTICLE is a slug or a path; all articles by default. For each catalog, the report counts the texts that are new,
    changed (the old translation is offered as fuzzy), translated elsewhere (see "targman memory"), joined or split,
    back again, lost from the file and kept, or gone (kept as obsolete), and the words to translate or review. Of an
    article that is new or changed, it says which parts stay as they are or look like syntax that is not known;
    "targman check" always says so.
    """
    settings = find_workspace()
    listing = list_articles(settings)
    found = select_articles(settings, articles, listing)
    if explain is not None:
        _explain_entries(settings, found, explain)
    dry_run = dry_run or check
    lock = nullcontext() if dry_run else hold_lock(settings.root)
    with lock, progress_bar(len(found), "Looking" if dry_run else "Syncing") as advance, open_index(settings) as index:
        outcome = sync(settings, found, index, advance, dry_run=dry_run, listing=listing)
    is_changed = check and any(item.written or item.template for item in outcome.done)
    show = partial(_show, outcome, "would be written" if dry_run else "written")
    report_outcome(outcome, form, show, found=is_changed)


def _show(outcome: Outcome[SyncResult], written: str) -> None:
    changed = [item for item in outcome.done if item.written]
    if changed:
        print_counts([_HEADINGS, *map(_row, changed)], texts=1)
        echo()
    articles = format_count(len({item.article for item in outcome.done}), "article", "articles")
    catalogs = format_count(len(changed), "catalog", "catalogs")
    echo(f"{articles}: {catalogs} {written}, {len(outcome.done) - len(changed)} up to date.")
    templates = {item.article for item in outcome.done if item.template} - {item.article for item in changed}
    if templates:
        echo(f"Only the template {written}: {', '.join(sorted(templates))}")


def _row(item: SyncResult) -> tuple[str, ...]:
    carried = (item.fuzzied, item.remembered, item.followed, item.revived, item.restored, item.retired)
    return (f"{item.segments:,}", *map(format_number, (item.added, *carried, item.words)), item.path)


def _explain_entries(settings: Settings, places: Sequence[ArticlePath], wanted: str) -> NoReturn:
    """Explain the fuzzy entries at `wanted`, a FILE:LINE, or with these words, and exit, with 1 if there are none.
    Raises SettingsError for a line that the file does not have.
    """
    count, is_there = 0, not _PLACE.fullmatch(wanted)
    for path in (place.catalog(lang) for place in places for lang in settings.editions):
        try:
            catalog, data = load_catalog(settings, path)
        except TargmanError as error:
            print_error(error)
            continue
        if catalog and (line := _line_in(path, wanted)):
            is_there, lines = True, len((data or b"").splitlines())
            if line > lines:
                raise SettingsError(f"has no line {line:,}, but {lines:,}. Give one of an entry.", path=path)
        for entry in _find_fuzzy(catalog.entries if catalog else (), path, wanted):
            count += 1
            echo("\n".join(_format_explanation(entry, path)))
    if not is_there:
        raise SettingsError(
            f"“{wanted}” is not a line of a catalog of these articles. Give locales/LANG/…/FILE.po:LINE."
        )
    if not count:
        echo(f"No fuzzy entry is at or has “{wanted}”.")
    click.get_current_context().exit(0 if count else 1)
    raise AssertionError


def _line_in(path: str, wanted: str) -> int:
    """Return the line that a FILE:LINE asks for, if the file is that of the path; else 0."""
    file, _, line = wanted.rpartition(":")
    return (
        int(line)
        if line.isascii() and line.isdecimal() and len(line) < _LONGEST and path.endswith(file.removeprefix("./"))
        else 0
    )


def _find_fuzzy(entries: "Sequence[Entry]", path: str, wanted: str) -> "Iterator[Entry]":
    """The fuzzy entries that have the words, or the one whose lines the FILE:LINE is among."""
    if line := _line_in(path, wanted):
        before = [entry for entry in entries if entry.line <= line]
        yield from (entry for entry in before[-1:] if entry.fuzzy)
        return
    yield from (
        entry
        for entry in entries
        if entry.fuzzy and not entry.obsolete and wanted.casefold() in entry.source.casefold()
    )


def _format_explanation(entry: "Entry", path: str) -> Iterator[str]:
    from pipeline.catalog.origin import origin_comments  # noqa: PLC0415  heavy, and only for --explain
    from pipeline.cli.word_diff import format_diff  # noqa: PLC0415
    from pipeline.diff import Change, diff_words  # noqa: PLC0415
    from pipeline.languages.words import count_words  # noqa: PLC0415

    yield f"{path}:{entry.line}: {click.style('fuzzy', fg='yellow', bold=True)}"
    if entry.previous is None:
        yield "  The catalog does not say what the translation was made for; somebody, or a guess, marked it fuzzy."
        yield f"  source       {entry.source}"
    else:
        parts = diff_words(entry.previous, entry.source)
        gone = sum(count_words(item.text) for item in parts if item.change is Change.GONE)
        new = sum(count_words(item.text) for item in parts if item.change is Change.NEW)
        what = "It was made for another text" if origin_comments(entry) else "The source changed"
        yield f"  {what}: {format_count(gone, 'word', 'words')} gone, {format_count(new, 'word', 'words')} new."
        yield "  source       " + format_diff(parts)
    yield from (f"  from         {mark}" for mark in origin_comments(entry))
    yield f"  translation  {entry.target}\n"
