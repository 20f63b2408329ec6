"""`targman sync`."""

from collections.abc import Sequence

import click

from pipeline.cli.common import articles_argument, counted, finish, format_option, places, progress, table, workspace
from pipeline.workspace import files
from pipeline.workspace.loading import Outcome
from pipeline.workspace.syncing import Synced, sync


@click.command("sync")
@articles_argument
@format_option
def command(articles: Sequence[str], form: str) -> None:
    """Bring templates and catalogs up to date with the articles; every translation is carried over.

    ARTICLE is a slug or a path; all articles by default. What changed is printed for each catalog: texts that are new,
    changed (the old translation is offered as fuzzy), joined or split, back again, and gone (kept as obsolete).
    """
    settings = workspace()
    found = places(settings, articles)
    with files.locked(settings.root):
        outcome = sync(settings, progress(found, "Syncing"))
    finish(outcome, form, lambda: _show(outcome))


def _show(outcome: Outcome[Synced]) -> None:
    changed = [item for item in outcome.done if item.written]
    if changed:
        headings = ("Catalog", "Texts", "New", "Changed", "Joined or split", "Back", "Gone")
        table(headings, [_row(item) for item in changed], right=range(1, 7))
    count = len({item.article for item in outcome.done})
    same = len(outcome.done) - len(changed)
    click.echo(
        f"{counted(count, 'article', 'articles')}: {counted(len(changed), 'catalog', 'catalogs')} written, "
        f"{same} up to date.",
    )


def _row(item: Synced) -> tuple[str, ...]:
    counts = (item.added, item.fuzzied, item.followed, item.revived, item.retired)
    return (item.path, str(item.segments), *(str(count) if count else "–" for count in counts))
