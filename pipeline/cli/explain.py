"""`targman sync --explain`: why entries are fuzzy, with what changed in their source, word by word."""

from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from pipeline.catalog.origin import origin_comments
from pipeline.cli.terminal import echo, format_count, print_error
from pipeline.cli.word_diff import format_diff
from pipeline.diff import Change, diff_words
from pipeline.errors import TargmanError
from pipeline.model import Entry
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


def explain_entries(settings: Settings, places: Sequence[ArticlePath], wanted: str) -> NoReturn:
    """Explain the fuzzy entries of the articles that stand at `wanted`, a FILE:LINE, or have these words; then exit.

    The exit status is 1 where there are none.
    """
    count = 0
    for place in places:
        for lang in settings.editions:
            try:
                catalog, _ = load_catalog(settings, place.catalog(lang))
            except TargmanError as error:
                print_error(error)
                continue
            for entry in _matching(catalog.entries if catalog else (), place.catalog(lang), wanted):
                count += 1
                echo("\n".join(_explanation(entry, place.catalog(lang))))
    if not count:
        echo(f"No fuzzy entry is at or has “{wanted}”.")
    click.get_current_context().exit(0 if count else 1)
    raise AssertionError


def _matching(entries: Sequence[Entry], path: str, wanted: str) -> Iterator[Entry]:
    """The fuzzy entries that have the words, or the one whose lines the FILE:LINE is among."""
    file, _, line = wanted.rpartition(":")
    if line.isdigit() and path.endswith(file.removeprefix("./")):
        before = [entry for entry in entries if entry.line <= int(line)]
        yield from (entry for entry in before[-1:] if entry.fuzzy)
        return
    yield from (
        entry
        for entry in entries
        if entry.fuzzy and not entry.obsolete and wanted.casefold() in entry.source.casefold()
    )


def _explanation(entry: Entry, path: str) -> Iterator[str]:
    yield f"{path}:{entry.line}: {click.style('fuzzy', fg='yellow', bold=True)}"
    if entry.previous is None:
        yield "  The catalog does not say what the translation was made for; somebody, or a guess, marked it fuzzy."
        yield f"  source       {entry.source}"
    else:
        stretches = diff_words(entry.previous, entry.source)
        gone = sum(len(item.text.split()) for item in stretches if item.change is Change.GONE)
        new = sum(len(item.text.split()) for item in stretches if item.change is Change.NEW)
        what = "It was made for another text" if origin_comments(entry) else "The source changed"
        yield f"  {what}: {format_count(gone, 'word', 'words')} gone, {format_count(new, 'word', 'words')} new."
        yield "  source       " + format_diff(stretches)
    yield from (f"  from         {mark}" for mark in origin_comments(entry))
    yield f"  translation  {entry.target}\n"
