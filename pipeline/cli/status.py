"""`targman status`."""

import math
from collections.abc import Sequence

import click

from pipeline.cli.common import (
    articles_argument,
    editions,
    finish,
    format_option,
    lang_option,
    places,
    progress,
    table,
    workspace,
)
from pipeline.workspace.editions import Standing, status
from pipeline.workspace.loading import Outcome


@click.command("status")
@articles_argument
@lang_option
@format_option
def command(articles: Sequence[str], languages: Sequence[str], form: str) -> None:
    """Show how the editions of articles stand: segments and words translated, fuzzy, untranslated; notes; what is
    stale.

    ARTICLE is a slug or a path; all articles by default. An edition is stale when merging would change it, whatever the
    dates of the files say.
    """
    settings = workspace()
    found = places(settings, articles)
    outcome = status(settings, progress(found, "Reading"), editions(settings, languages))
    finish(outcome, form, lambda: _show(outcome))


def _show(outcome: Outcome[Standing]) -> None:
    headings = (
        "Article",
        "Edition",
        "Translated",
        "Segments",
        "Fuzzy",
        "Missing",
        "Words",
        "Fuzzy",
        "Missing",
        "Notes",
        "File",
    )
    rows: list[tuple[str, ...]] = []
    before = ""
    for item in outcome.done:
        rows.append((item.article if item.article != before else "", *_row(item)))
        before = item.article
    if rows:
        table(headings, rows, right=range(2, 10))
    else:
        click.echo("No articles yet. Put one into articles/.")


def _row(item: Standing) -> tuple[str, ...]:
    own = " (source)" if item.lang == item.source_lang else ""
    numbers = (
        item.translated,
        item.fuzzy,
        item.untranslated,
        item.translated_words,
        item.fuzzy_words,
        item.untranslated_words,
        item.notes,
    )
    colour = {"current": "green", "stale": "yellow", "missing": "red"}[item.edition]
    share = f"{math.floor(item.share * 100)}%"
    return (f"{item.lang}{own}", share, *(str(number or "–") for number in numbers), f"[{colour}]{item.edition}[/]")
