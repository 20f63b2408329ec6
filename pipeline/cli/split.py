"""`targman split`."""

from collections.abc import Sequence

import click

from pipeline import reports
from pipeline.cli.options import articles_argument, find_workspace, select_articles, show_examples
from pipeline.cli.terminal import print_error, print_json
from pipeline.errors import TargmanError
from pipeline.workspace.contents import load_article
from pipeline.workspace.paths import find_articles, find_name_errors


@click.command("split", epilog=show_examples("split sevan"))
@articles_argument
def command(articles: Sequence[str]) -> None:
    """Print the segments of articles as JSON lines: source, kind, section, context, line, notes.

    ARTICLE is a slug or a path; all articles by default.
    """
    settings = find_workspace()

    twins = find_name_errors(find_articles(settings))
    problems: list[TargmanError] = []
    for place in select_articles(settings, articles):
        try:
            if place.path in twins:
                raise twins[place.path]
            article = load_article(settings, place)
        except TargmanError as error:
            problems.append(error)
            continue
        for line in reports.format_segments(article, place.path):
            print_json(line)
    for problem in problems:
        print_error(problem)
    click.get_current_context().exit(1 if problems else 0)
