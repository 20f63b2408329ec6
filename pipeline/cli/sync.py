"""`targman sync`."""

from collections.abc import Sequence

import click

from pipeline.cli.common import (
    articles_argument,
    counted,
    finish,
    format_option,
    indexed,
    places,
    progress,
    table,
    workspace,
)
from pipeline.workspace import files
from pipeline.workspace.results import Synced
from pipeline.workspace.running import Outcome
from pipeline.workspace.steps import sync


@click.command("sync")
@articles_argument
@format_option
def command(articles: Sequence[str], form: str) -> None:
    """Bring templates and catalogs up to date with the articles; every translation is carried over.

    ARTICLE is a slug or a path; all articles by default. What changed is printed for each catalog: texts that are new,
    changed (the old translation is offered as fuzzy), joined or split from others, back again, and gone (kept as
    obsolete).
    """
    settings = workspace()
    found = places(settings, articles)
    with files.locked(settings.root):
        outcome = indexed(settings, lambda index: sync(settings, progress(found, "Syncing"), index))
    finish(outcome, form, lambda: _show(outcome))


def _show(outcome: Outcome[Synced]) -> None:
    changed = [item for item in outcome.done if item.written]
    if changed:
        headings = ("Texts", "New", "Changed", "Joined", "Back", "Gone", "Catalog")
        table(headings, [_row(item) for item in changed], right=range(6))
        click.echo()
    count = len({item.article for item in outcome.done})
    written = counted(len(changed), "catalog", "catalogs")
    click.echo(
        f"{counted(count, 'article', 'articles')}: {written} written, {len(outcome.done) - len(changed)} up to date."
    )


def _row(item: Synced) -> tuple[str, ...]:
    counts = (item.added, item.fuzzied, item.followed, item.revived, item.retired)
    return (str(item.segments), *(str(count) if count else "–" for count in counts), item.path)
