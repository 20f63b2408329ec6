"""`targman` alone: what is to be done next in this folder."""

from collections.abc import Iterator, Sequence

import click

from pipeline.cli.options import find_workspace
from pipeline.cli.terminal import echo, format_count, language_name, print_errors
from pipeline.errors import NoWorkspaceError, TargmanError
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import ArticlePath, list_articles
from pipeline.workspace.settings import Settings
from pipeline.workspace.status import EditionStatus, status
from pipeline.workspace.sync import describe_strays, sync

_WIDTH = 22  # columns of a command in the list
_MORE = "targman help"


def show_next_step() -> None:
    """Print what is to be done next in the current folder, and exit, with 1 if an article cannot be read."""
    try:
        settings = find_workspace()
    except NoWorkspaceError:
        echo("This folder is in no workspace yet.\n")
        _print_commands(
            [
                ("targman init", "make one here, with a sample article"),
                ("targman init DIR", "make one in another folder"),
                (_MORE, "list all commands"),
            ]
        )
        return
    lines, problems = _find_steps(settings)
    _print_commands([*lines, (_MORE, "list all commands")])
    print_errors(problems)
    click.get_current_context().exit(1 if problems else 0)


def _print_commands(lines: Sequence[tuple[str, str]]) -> None:
    for command, what in lines:
        echo(f"  {click.style(command.ljust(_WIDTH), bold=True)}  {what}")


def _find_steps(settings: Settings) -> tuple[list[tuple[str, str]], Sequence[TargmanError]]:
    """Say how the workspace is, and return the commands that come next, with the articles that cannot be read."""
    listing = list_articles(settings)
    if not listing.articles:
        echo("There are no articles yet: put Markdown files into articles/.\n")
        for line in describe_strays(listing):
            echo(f"{line}\n")
        return [("targman import FILE", "make an article of a Word file, a web page, pasted text")], ()
    articles = format_count(len(listing.articles), "article", "articles")
    with open_index(settings) as index:
        synced = sync(settings, listing.articles, index, listing=listing, dry_run=True)
        changed = sum(item.written for item in synced.done)
        if changed:
            echo(f"{articles}; {format_count(changed, 'catalog is', 'catalogs are')} not up to date.\n")
            return [("targman sync", "write the catalogs that translators work in")], synced.problems
        found = status(settings, listing.articles, settings.editions, index, listing=listing)
    echo(f"{articles}; the catalogs are up to date.\n")
    return [*_work_left(found.done)], found.problems


def _work_left(editions: Sequence[EditionStatus]) -> Iterator[tuple[str, str]]:
    """Yield the commands that come next, most urgent first, by what the editions lack."""
    stale = sum(item.edition != "current" for item in editions)
    if stale:
        yield "targman merge", f"write the editions; {format_count(stale, 'is', 'are')} missing or stale"
    lacking = [item for item in editions if item.untranslated_words + item.fuzzy_words]
    for lang in dict.fromkeys(item.lang for item in lacking):
        own = [item for item in lacking if item.lang == lang]
        words = sum(item.untranslated_words + item.fuzzy_words for item in own)
        first = ArticlePath(path=own[0].article).catalog(lang)
        files = first if len(own) == 1 else format_count(len(own), "catalog", "catalogs")
        yield f"targman send {lang}", f"{language_name(lang)}: {format_count(words, 'word', 'words')} to do in {files}"
    if lacking:
        yield "targman preview", "translate in a browser; any PO editor opens the catalogs too"
    yield "targman check", "find faults in the translations"
    if not stale:
        yield "targman export", "make pages, Word files, books or a site from the editions"
