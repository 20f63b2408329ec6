"""`targman split`."""

from collections.abc import Sequence

import click

from pipeline import reports
from pipeline.cli.common import articles_argument, complain, places, workspace
from pipeline.errors import TargmanError
from pipeline.workspace.articles import Place
from pipeline.workspace.loading import each, load_article


@click.command("split")
@articles_argument
def command(articles: Sequence[str]) -> None:
    """Print the segments of articles as JSON lines: source, kind, section, line, notes.

    ARTICLE is a slug or a path; all articles by default.
    """
    settings = workspace()

    def lines(place: Place) -> tuple[list[str], list[TargmanError]]:
        return list(reports.segment_lines(load_article(settings, place), place.path)), []

    outcome = each(settings, places(settings, articles), lines)
    for line in outcome.done:
        click.echo(line)
    for error in outcome.problems:
        complain(error)
    click.get_current_context().exit(1 if outcome.problems else 0)
