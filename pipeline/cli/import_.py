"""`targman import`."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from pipeline.cli.options import (
    LANGUAGE,
    cluster_option,
    find_workspace,
    format_option,
    open_executor,
    show_examples,
)
from pipeline.cli.terminal import echo, format_count, hold_lock, progress_bar, report_outcome
from pipeline.errors import SettingsError
from pipeline.importers.removed_rows import sum_up_removed
from pipeline.workspace.import_ import ImportOptions, ImportResult, SourceFile, open_document
from pipeline.workspace.import_documents import import_documents
from pipeline.workspace.runner import Outcome


@click.command(
    "import",
    epilog=show_examples(
        "import lecture.docx", "import page.html --lang ru --slug sevan", "import - --dry-run < pasted.txt"
    ),
)
@click.argument("documents", nargs=-1, required=True, metavar="FILE...")
@click.option("--lang", type=LANGUAGE, help="Language of the documents.", show_default="detected")
@click.option("--slug", default="", help="Name of the article's file.", show_default="made from the title")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Overwrite an article that exists.")
@cluster_option
@format_option
def command(
    documents: Sequence[str], lang: str | None, slug: str, cluster: str | None, form: str, *, dry_run: bool, force: bool
) -> None:
    """Make articles from documents: Word and ODT files, saved web pages, pasted text, Markdown.

    FILE may be - for standard input. The article is written to articles/, with its pictures. The report says what was
    found, which notes and references have no counterpart, what was left out, and what was guessed. Read it before
    you run "targman sync". A web address is not fetched: save the page, and import the file.
    """
    settings = find_workspace()
    if slug and len(documents) > 1:
        raise SettingsError("--slug names one article. Import one document at a time with it.")
    wishes = ImportOptions(lang=lang or "", slug=slug, force=force, is_dry_run=dry_run)
    names = tuple(dict.fromkeys(documents))
    with (
        nullcontext() if dry_run else hold_lock(settings.root),
        progress_bar(len(names), "Importing") as advance,
        open_executor(settings, cluster) as executor,
    ):
        outcome = import_documents(settings, names, wishes, _open_document, advance, executor)
    report_outcome(outcome, form, lambda: _show(outcome, dry_run=dry_run))


def _open_document(name: str) -> SourceFile:
    return open_document(name, Path.cwd(), sys.stdin.buffer.read)


def _show(outcome: Outcome[ImportResult], *, dry_run: bool) -> None:
    for number, item in enumerate(outcome.done):
        if number:
            echo()
        _show_one(item, dry_run=dry_run)


def _show_one(item: ImportResult, *, dry_run: bool) -> None:
    what = ("would be written" if dry_run else "written") if item.differs else "unchanged"
    echo(f"{click.style(item.article, bold=True)} {what}, from {item.document}")
    echo(f"  {item.title or 'no title'}" + (f" – {item.author}" if item.author else "") + f" ({item.source_lang})")
    counts = [
        format_count(item.text_words, "word", "words"),
        format_count(item.headings, "heading", "headings"),
        format_count(item.paired, "note paired", "notes paired"),
        *([format_count(len(item.pictures), "picture", "pictures")] if item.pictures else []),
    ]
    echo(f"  {', '.join(counts)}")
    _show_list("Notes without a reference, kept", [f"[^{label}]" for label in item.unreferenced])
    _show_list("References without a note, kept", item.dangling)
    _show_list("A missing space added after", [f"[^{label}]" for label in item.spaced])
    for sentence in item.remarks:
        echo(f"  Note: {sentence}")
    for sentence in item.guesses:
        echo(f"  Guess: {sentence}")
    if item.removed:
        echo("  Left out of the text:")
        for row in sum_up_removed(item.removed):
            echo(f"    {row.message}")


def _show_list(title: str, items: Sequence[str]) -> None:
    if items:
        echo(f"  {title}: {', '.join(items)}")
