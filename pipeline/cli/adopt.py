"""`targman adopt`."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import find_workspace, format_option, select_articles, select_languages
from pipeline.cli.terminal import echo, progress_bar, report_outcome
from pipeline.errors import SettingsError, TargmanError
from pipeline.model import LANGUAGES
from pipeline.workspace import files
from pipeline.workspace.import_ import open_document
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync

if TYPE_CHECKING:
    from pipeline.adopt.adoption import AdoptionReport
    from pipeline.adopt.candidates import Candidate

_HERE = "."
"""What `--review` without a name stands for."""


@click.command("adopt")
@click.argument("article", required=False)
@click.argument("translation", required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the translation.")
@click.option(
    "--batch", metavar="TABLE.csv", help="Adopt each row of a table with the columns article, lang, translation."
)
@click.option(
    "--review",
    is_flag=False,
    flag_value=_HERE,
    metavar="[PAGE.html]",
    help="Write a page with both texts side by side, below exports/ unless PAGE.html is given.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@format_option
def command(
    article: str | None,
    translation: str | None,
    lang: str | None,
    batch: str | None,
    review: str | None,
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Fill the catalog of an article from a translation that is already published.

    ARTICLE is a slug or a path, TRANSLATION a file in any format that "targman import" reads, or - for standard input.
    The texts are paired sentence by sentence. Certain pairs become translations; uncertain ones become fuzzy entries
    that say why. Sentences without a counterpart are listed for both texts. Existing translations stay as they are.
    Texts that are not translations of each other are refused. See docs/adopting.md.
    """
    _check(article, translation, lang, batch, review)
    settings = find_workspace()
    from pipeline.alignment import learn_lexicon  # noqa: PLC0415  loads numpy, or says how to get it

    learn_lexicon((), "en", "ru")
    with nullcontext() if dry_run else files.locked(settings.root):
        if batch is not None:
            _adopt_all(settings, batch, review, form, dry_run=dry_run)
        _adopt_one(settings, str(article), str(lang), str(translation), review, form, dry_run=dry_run)


def _check(
    article: str | None, translation: str | None, lang: str | None, batch: str | None, review: str | None
) -> None:
    if batch is not None and (article is not None or lang is not None):
        raise click.UsageError("--batch takes articles, languages and translations from its table; give no others.")
    if batch is None and (article is None or translation is None or lang is None):
        raise click.UsageError("give ARTICLE --lang LANG TRANSLATION, or --batch TABLE.csv.")
    if review not in {None, _HERE} and not str(review).lower().endswith((".html", ".htm")):
        raise click.UsageError(f"the name of the page is to end in .html, and “{review}” does not.")
    if review not in {None, _HERE} and batch is not None:
        raise click.UsageError("with --batch there is a page for each row: give --review without a name.")


def _synced(settings: Settings, found: Sequence[ArticlePath], *, dry_run: bool) -> Sequence[TargmanError]:
    """Bring the catalogs up to date first; what went wrong with that."""
    with progress_bar(len(found), "Syncing") as advance, open_index(settings) as index:
        outcome = sync(settings, found, index, advance, dry_run=dry_run)
    for notice in outcome.notices:
        echo(notice, err=True)
    return outcome.problems


def _is_stuck(problems: Sequence[TargmanError], place: ArticlePath, lang: str) -> bool:
    """Whether the article or its catalog could not be brought up to date; what else went wrong does not matter here."""
    return any(error.path in {"", place.path, place.catalog(lang)} for error in problems)


def _adopt_one(
    settings: Settings, article: str, lang: str, translation: str, review: str | None, form: str, *, dry_run: bool
) -> None:
    from pipeline.adopt.candidates import learn_from_memory, match_translation  # noqa: PLC0415  heavy

    select_languages(settings, [lang])
    found = select_articles(settings, [article])
    if len(found) != 1:
        raise SettingsError(f"“{article}” names {len(found)} articles. Adopt one at a time, or give a --batch.")
    document = open_document(translation, Path.cwd(), sys.stdin.buffer.read)
    problems = _synced(settings, found, dry_run=dry_run)
    if _is_stuck(problems, found[0], lang):
        report_outcome(Outcome(done=(), problems=tuple(problems)), form, lambda: None)
    try:
        paired = match_translation(settings, found[0], lang, document, learn_from_memory(settings, found[0], lang))
        made = _adopted(settings, paired, review, dry_run=dry_run)
    except SettingsError:
        raise
    except TargmanError as error:
        report_outcome(Outcome(done=(), problems=(*problems, error)), form, lambda: None)
    from pipeline.cli.adopt_report import show_one  # noqa: PLC0415

    report_outcome(Outcome(done=(made,), problems=tuple(problems)), form, lambda: show_one(made, dry_run=dry_run))


def _adopted(settings: Settings, paired: "Candidate", review: str | None, *, dry_run: bool) -> "AdoptionReport":
    from pipeline.adopt.candidates import adopt_translation  # noqa: PLC0415  heavy

    adoption = adopt_translation(settings, paired, files.would_write if dry_run else files.write)
    if review is None:
        return adoption.report
    from pipeline.adopt.review_page import write_review  # noqa: PLC0415  heavy

    page = write_review(settings, paired, adoption, None if review == _HERE else Path.cwd() / review)
    return replace(adoption.report, review=page)


def _adopt_all(settings: Settings, table: str, review: str | None, form: str, *, dry_run: bool) -> None:
    from pipeline.adopt import batch as archives  # noqa: PLC0415  heavy
    from pipeline.cli.adopt_report import show_all  # noqa: PLC0415

    path = Path.cwd() / table
    rows, problems = archives.read_table(settings, find_articles(settings), path, table)
    stuck = _synced(settings, list(dict.fromkeys(row.place for row in rows)), dry_run=dry_run)
    problems += stuck
    rows = [row for row in rows if not _is_stuck(stuck, row.place, row.lang)]
    archive = archives.Batch(
        settings=settings,
        folder=path.parent,
        name=table,
        rows=tuple(rows),
        rehearse=dry_run,
        review=review is not None,
    )
    learned, done, left = [], [], []
    with progress_bar(2 * len(rows), "Pairing") as advance:
        for row, each in archives.run_rows(archive, rows, {}, archives.Batch.learn):
            advance(row.place)
            if isinstance(each, TargmanError):
                problems.append(each)
                advance(row.place)
            else:
                learned.append(each)
                left.append(row)
        for row, made in archives.run_rows(archive, left, archive.learn_lexicons(learned), archives.Batch.fill):
            advance(row.place)
            if isinstance(made, TargmanError):
                problems.append(made)
            else:
                done.append(made)
    problems.sort(key=lambda error: error.line if error.path == table else 0)
    report_outcome(Outcome(done=tuple(done), problems=tuple(problems)), form, lambda: show_all(done, dry_run=dry_run))
