"""`targman export`."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.cli.terminal import echo, format_count, hold_lock, print_table, progress_bar, report_outcome, track
from pipeline.errors import SettingsError
from pipeline.export.articles import ExportOptions, ExportResult, export_articles
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import EXPORT_SUFFIXES, OUTPUT, list_articles
from pipeline.workspace.renames import delete_hint, orphaned_exports
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import CHOICES, Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "export",
    epilog=options.show_examples(
        "export",
        "export sevan --format docx --format pdf --lang hy",
        "export --bilingual hy,en --fuzzy use",
        "export --site public",
    ),
)
@options.articles_argument
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(EXPORT_SUFFIXES)),
    multiple=True,
    help="Make this format; may be given several times.",
    show_default="html",
)
@options.lang_option
@click.option(
    "--bilingual",
    multiple=True,
    metavar="LANG,LANG",
    help="Make a page with two editions side by side, sentence by sentence; may be given several times.",
)
@click.option(
    "--notes", type=click.Choice(["json", "csv"]), multiple=True, help="Make a table of all notes in all editions."
)
@click.option("--site", type=_FOLDER, help="Make a whole site in this folder.")
@click.option(
    "--output", type=_FOLDER, help="Write the files to this folder.", show_default="exports/ in the workspace"
)
@click.option(
    "--fuzzy",
    type=click.Choice(CHOICES["fuzzy"]),
    help="Use or skip unconfirmed translations.",
    show_default="from the settings",
)
@options.cluster_option
@options.make_format_option("--report")
def command(  # noqa: PLR0913, PLR0917  one for each option
    articles: Sequence[str],
    formats: Sequence[str],
    languages: Sequence[str],
    bilingual: Sequence[str],
    notes: Sequence[str],
    site: Path | None,
    output: Path | None,
    fuzzy: str | None,
    cluster: str | None,
    form: str,
) -> None:
    """Make pages, Word files, books, posts or a whole site from articles.

    ARTICLE is a slug or a path; all articles by default. Editions are composed as "targman merge" does, from the
    catalogs as they are now.
    """
    settings = options.find_workspace()
    settings = replace(settings, fuzzy=fuzzy or settings.fuzzy)
    wanted = options.select_languages(settings, languages)
    if site is not None:
        if formats or bilingual or notes or output:
            raise SettingsError(
                "a site is made by itself: leave out --site, or --format, --bilingual, --notes, --output."
            )
        _export_site(settings, wanted, site, articles, form)
    listing = list_articles(settings)
    found = options.select_articles(settings, articles, listing)
    wishes = ExportOptions(
        languages=wanted,
        output=Path.cwd() / output if output else settings.root / OUTPUT,
        formats=tuple(dict.fromkeys(formats)) or (() if bilingual or notes else ("html",)),
        bilingual=tuple(dict.fromkeys(_parse_pair(settings, words) for words in bilingual)),
        notes=tuple(dict.fromkeys(notes)),
    )
    per_article = max(1, len(wishes.editions) * (len(wishes.formats) + len(wishes.bilingual)))
    with (
        hold_lock(settings.root),
        progress_bar(len(found), "Exporting") as advance,
        options.open_executor(settings, cluster, slowness=per_article) as executor,
        open_index(settings) as index,
    ):
        outcome = export_articles(settings, found, wishes, index, advance, listing=listing, executor=executor)
    if not articles and output is None:
        old = orphaned_exports(settings, listing.articles)
        outcome = replace(outcome, notices=(*outcome.notices, *delete_hint(old)))
    report_outcome(outcome, form, lambda: _show(outcome))


def _parse_pair(settings: Settings, words: str) -> tuple[str, ...]:
    asked = [word.strip() for word in words.split(",")]
    if len(set(asked)) != 2 or len(asked) != 2:  # noqa: PLR2004
        raise SettingsError(f"“--bilingual {words}”: give two different languages, such as hy,en.")
    options.select_languages(settings, asked)
    return tuple(asked)


def _export_site(
    settings: Settings, languages: Sequence[str], folder: Path, articles: Sequence[str], form: str
) -> None:
    from pipeline.export.sites import export_site  # noqa: PLC0415  heavy

    if articles:
        raise SettingsError("a site has all articles: leave out their names, or leave out --site.")
    with hold_lock(settings.root):
        read = track(options.select_articles(settings, ()), "Reading")
        outcome = export_site(settings, tuple(languages), Path.cwd() / folder, read)
    report_outcome(outcome, form, lambda: _show_site(outcome, folder))


def _show_site(outcome: Outcome[ExportResult], folder: Path) -> None:
    _show_counts(outcome)
    _show_pictures(outcome)
    echo(f"To look at the site, open {folder / 'index.html'}")


def _show_counts(outcome: Outcome[ExportResult]) -> None:
    written = sum(item.written for item in outcome.done)
    echo(f"{format_count(written, 'file', 'files')} written, {len(outcome.done) - written} unchanged.")


def _show(outcome: Outcome[ExportResult]) -> None:
    if outcome.done:
        print_table(("Translated", "Notes", "File", "Export"), map(_row, outcome.done), right=(0, 1))
        echo()
    _show_counts(outcome)
    _show_pictures(outcome)


def _show_pictures(outcome: Outcome[ExportResult]) -> None:
    """Name the pictures that are not in the files as they are in articles/, once for files that say the same."""
    lines: dict[str, list[str]] = {}
    for item in outcome.done:
        for what, found in (
            ("pictures that are not in it", item.left_out),
            ("pictures on other servers, which are not fetched", item.remote),
        ):
            if found:
                lines.setdefault(f"{what}: {', '.join(found)}", []).append(item.path)
        for line in item.cleaned:
            lines.setdefault(line, []).append(item.path)
    for line, paths in lines.items():
        more = f" and {format_count(len(paths) - 1, 'other file', 'other files')}" if len(paths) > 1 else ""
        echo(f"{paths[0]}{more}: {line}")


def _row(item: ExportResult) -> tuple[str, ...]:
    share = f"{math.floor(item.share * 100)}%"
    return (share, f"{item.notes:,}" if item.notes else "–", "written" if item.written else "unchanged", item.path)
