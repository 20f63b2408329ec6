"""`targman adopt`, and its report: what was adopted, and what an editor should look at."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    LANGUAGE,
    cluster_option,
    complete_article,
    find_workspace,
    format_option,
    open_executor,
    select_articles,
    select_languages,
    show_examples,
)
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    hold_lock,
    print_table,
    progress_bar,
    report_outcome,
)
from pipeline.cli.word_diff import format_diff
from pipeline.errors import SettingsError, TargmanError
from pipeline.workspace.atomic_replace import flushing_once
from pipeline.workspace.import_ import open_document
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.adopt.adoption import AdoptionReport, ReportedPassage
    from pipeline.diff import DiffPart

_HERE = "."  # the value of `--review` without a name
_SLOWNESS = 8  # pairing an article with its translation takes about as long as checking this many articles
_MOST = 10  # items of each kind in the report
_FIRST = 70  # characters shown of a sentence
_AROUND = 24  # characters shown before and after a change


@click.command(
    "adopt",
    epilog=show_examples("adopt sevan --lang ru published.docx --review", "adopt --batch published.csv --dry-run"),
)
@click.argument("article", required=False, shell_complete=complete_article)
@click.argument("translation", required=False)
@click.option("--lang", type=LANGUAGE, help="Language of the translation.")
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
@cluster_option
@format_option
def command(  # noqa: PLR0913  one for each option
    article: str | None,
    translation: str | None,
    lang: str | None,
    batch: str | None,
    review: str | None,
    cluster: str | None,
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Fill the catalog of an article from a translation that is already published.

    ARTICLE is a slug or a path, TRANSLATION a file in any format that "targman import" reads, or - for standard input.
    The texts are paired sentence by sentence. Certain pairs become translations; uncertain ones become fuzzy entries
    that say why. Sentences without a counterpart are listed for both texts. Existing translations stay as they are.
    Texts that are not translations of each other are refused. For more, see docs/adopting.md (targman docs adopting).
    """
    _check_options(article, translation, lang, batch, review)
    settings = find_workspace()
    from pipeline.alignment import learn_lexicon  # noqa: PLC0415  loads numpy, or says how to get it

    learn_lexicon((), "en", "ru")
    with nullcontext() if dry_run else hold_lock(settings.root):
        if batch is not None:
            with open_executor(settings, cluster, slowness=_SLOWNESS) as executor:
                _adopt_all(settings, batch, review, form, executor, dry_run=dry_run)
        _adopt_one(settings, str(article), str(lang), str(translation), review, form, dry_run=dry_run)


def _check_options(
    article: str | None, translation: str | None, lang: str | None, batch: str | None, review: str | None
) -> None:
    if batch is not None and (article is not None or lang is not None):
        raise click.UsageError("--batch takes articles, languages and translations from its table; give no others.")
    if batch is None and None in {article, translation, lang}:
        raise click.UsageError("give ARTICLE --lang LANG TRANSLATION, or --batch TABLE.csv.")
    if review not in {None, _HERE} and not str(review).lower().endswith((".html", ".htm")):
        raise click.UsageError(f"the name of the page is to end in .html, and “{review}” does not.")
    if review not in {None, _HERE} and batch is not None:
        raise click.UsageError("with --batch there is a page for each row: give --review without a name.")


def _sync_first(settings: Settings, found: Sequence[ArticlePath], *, dry_run: bool) -> Sequence[TargmanError]:
    """Bring the catalogs up to date before they are filled; return the errors of that."""
    with progress_bar(len(found), "Syncing") as advance, open_index(settings) as index:
        outcome = sync(settings, found, index, advance, dry_run=dry_run)
    for notice in outcome.notices:
        echo(notice, err=True)
    return outcome.problems


def _is_stuck(problems: Sequence[TargmanError], place: ArticlePath, lang: str) -> bool:
    """Tell whether the article or its catalog could not be brought up to date."""
    return any(error.path in {"", place.path, place.catalog(lang)} for error in problems)


def _adopt_one(
    settings: Settings, article: str, lang: str, translation: str, review: str | None, form: str, *, dry_run: bool
) -> None:
    select_languages(settings, [lang])
    found = select_articles(settings, [article])
    if len(found) != 1:
        raise SettingsError(f"“{article}” names {len(found)} articles. Adopt one at a time, or give a --batch.")
    document = open_document(translation, Path.cwd(), sys.stdin.buffer.read)
    problems = _sync_first(settings, found, dry_run=dry_run)
    if _is_stuck(problems, found[0], lang):
        report_outcome(Outcome(done=(), problems=tuple(problems)), form, lambda: None)
    from pipeline.adopt.batch import adopt_document  # noqa: PLC0415  heavy

    page = None if review in {None, _HERE} else Path.cwd() / str(review)
    made = adopt_document(settings, found[0], lang, document, is_dry_run=dry_run, review=review is not None, page=page)
    if isinstance(made, TargmanError):
        report_outcome(Outcome(done=(), problems=(*problems, made)), form, lambda: None)
    report_outcome(Outcome(done=(made,), problems=tuple(problems)), form, lambda: _show_one(made, dry_run=dry_run))


def _adopt_all(
    settings: Settings, table: str, review: str | None, form: str, executor: "Executor | None", *, dry_run: bool
) -> None:
    from pipeline.adopt.batch import Batch, adopt_rows  # noqa: PLC0415  heavy
    from pipeline.adopt.table import read_table  # noqa: PLC0415  heavy

    path = Path.cwd() / table
    rows, problems = read_table(settings, find_articles(settings), path, table)
    stuck = _sync_first(settings, list(dict.fromkeys(row.place for row in rows)), dry_run=dry_run)
    problems += stuck
    rows = [row for row in rows if not _is_stuck(stuck, row.place, row.lang)]
    archive = Batch(
        settings=settings,
        folder=path.parent,
        name=table,
        rows=tuple(rows),
        is_dry_run=dry_run,
        review=review is not None,
    )
    done = []
    with progress_bar(2 * len(rows), "Pairing") as advance, flushing_once():
        for _, made in adopt_rows(archive, advance, executor):
            if isinstance(made, TargmanError):
                problems.append(made)
            else:
                done.append(made)
    problems.sort(key=lambda error: error.line if error.path == table else 0)
    report_outcome(Outcome(done=tuple(done), problems=tuple(problems)), form, lambda: _show_all(done, dry_run=dry_run))


def _show_one(item: "AdoptionReport", *, dry_run: bool) -> None:
    """Show the report of one article, with the first few items of each kind."""
    what = ("would be written" if dry_run else "written") if item.written else "unchanged"
    echo(f"{click.style(item.path, bold=True)} {what}, from {item.translation}")
    counts = [f"{item.sure:,} translated", f"{len(item.unsure):,} fuzzy"]
    counts += [f"{item.same:,} were so already"] if item.same else []
    counts += [f"{len(item.empty):,} without a translation", f"{len(item.left_over):,} left over"]
    counts += [f"{format_count(len(item.missing_links), 'link', 'links')} missing"] if item.missing_links else []
    echo(f"  {', '.join(counts)}")
    for remark in item.remarks:
        echo(f"  Note: {remark}")
    kept = "Kept as they are in the catalog, though published otherwise"
    other = "Translated in two ways, and only one can be in the catalog; the other one"
    differing = "The edition differs from what was published"
    lists: dict[str, list[tuple[int, str]]] = {
        "Parts that stand elsewhere or are in one text only": [(0, _format_passage(each)) for each in item.parts],
        "Fuzzy, to be looked at": [(each.line, f"{each.reason}: {_beginning(each.source)}") for each in item.unsure],
        "Texts of the article without a counterpart": [(each.line, _beginning(each.text)) for each in item.empty],
        "Links of the article that the translation lacks": [
            (each.line, f"{each.address}: {_beginning(each.source)}") for each in item.missing_links
        ],
        "Left over of the translation": [(each.line, _beginning(each.text)) for each in item.left_over],
        kept: [(each.line, _beginning(each.published)) for each in item.kept],
        other: [(each.line, _beginning(each.published)) for each in item.conflicts],
        differing: [(each.line, _format_changes(each.words)) for each in item.differences],
    }
    for title, lines in lists.items():
        _show_list(title, [f"{_line_prefix(line)}{text}" for line, text in lines])
    if not item.differences:
        begin = "Otherwise the" if item.empty or item.missing_links else "The"
        echo(f"  {begin} edition says what was published, word for word.")
    if item.review:
        echo(f"  Both texts side by side: {item.review}")


def _show_all(done: Sequence["AdoptionReport"], *, dry_run: bool) -> None:
    """Show a line for each catalog."""
    if done:
        headings = ("Translated", "Fuzzy", "Empty", "Left over", "Kept", "Differences", "Catalog")
        print_table(headings, map(_row, done), right=range(6))
        echo()
    written = sum(item.written for item in done)
    told = f"{format_count(written, 'catalog', 'catalogs')} {'would be written' if dry_run else 'written'}"
    echo(f"{format_count(len(done), 'translation', 'translations')}: {told}.")


def _row(item: "AdoptionReport") -> tuple[str, ...]:
    undone = (len(item.unsure), len(item.empty), len(item.left_over))
    counts = (item.sure + item.same, *undone, len(item.kept) + len(item.conflicts), len(item.differences))
    return (*map(format_number, counts), item.path)


def _show_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        echo("\n    ".join([f"  {title}:", *lines[:_MOST]]))
    if len(lines) > _MOST:
        echo(f"    … and {len(lines) - _MOST:,} more: --format json lists all, --review shows them")


def _line_prefix(line: int) -> str:
    return f"line {line}: " if line else ""


def _beginning(text: str) -> str:
    return text if len(text) <= _FIRST else f"{text[:_FIRST].rstrip()}…"


def _format_passage(part: "ReportedPassage") -> str:
    count = format_count(part.sentences, "sentence", "sentences")
    if part.what == "moved":
        where = f"from line {part.published_line} of the translation" if part.published_line else "moved"
        return f"line {part.line}: {count} {where}: {part.text}"
    if part.what == "perhaps moved":
        where = f" → line {part.published_line}" if part.published_line else ""
        return f"line {part.line}{where}: {count} may have moved: {part.text}"
    if part.what == "missing":
        return f"line {part.line}: {count} not in the translation: {part.text}"
    return f"{_line_prefix(part.published_line)}{count} in the translation only: {part.text}"


def _format_changes(words: Sequence["DiffPart"]) -> str:
    """Format a difference in a line: published words `[-…-]`, those of the edition `{+…+}`, and a few around."""
    return format_diff(
        words,
        shorten_same=_shorten_same,
        show_changed=lambda text: _beginning(_join_lines(text)),
        new_marks=("{+", "+}"),
    )


def _join_lines(text: str) -> str:
    return text.replace("\n", " ¶ ")


def _shorten_same(text: str, is_first: bool, is_last: bool) -> str:  # noqa: FBT001
    """Cut out words that are far from a change."""
    text = _join_lines(text)
    if len(text) <= 2 * _AROUND or (len(text) <= _AROUND and (is_first or is_last)):
        return text
    before = "" if is_first else text[:_AROUND]
    after = "" if is_last else text[-_AROUND:]
    return f"{before}…{after}"
