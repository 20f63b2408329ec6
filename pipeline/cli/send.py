"""`targman send`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    articles_argument,
    complete_language,
    find_workspace,
    make_format_option,
    select_articles,
    select_languages,
    show_examples,
)
from pipeline.cli.terminal import echo, format_count, hold_lock, print_table, progress_bar, report_outcome
from pipeline.errors import SettingsError
from pipeline.exchange.formats import FORMATS
from pipeline.workspace.index import open_index
from pipeline.workspace.paths import list_articles

if TYPE_CHECKING:
    from pipeline.exchange.send import SendResult
    from pipeline.workspace.runner import Outcome


@click.command(
    "send", epilog=show_examples('send ru --to "Anna Petrova" --due 2026-12-10', "send hy sevan --format xliff")
)
@click.argument("lang", metavar="LANG", shell_complete=complete_language)
@articles_argument
@click.option("--to", metavar="NAME", default="", help="For this person, who is written into locales/assignments.csv.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Until this day, such as 2026-12-10.")
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    default="po",
    show_default=True,
    help="Format of the texts.",
)
@click.option("--only-open", is_flag=True, help="Leave out what is translated already.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="Write the package to this file.",
    show_default="exports/packages/ in the workspace",
)
@make_format_option("--report")
def command(  # noqa: PLR0913  one for each option
    lang: str,
    articles: Sequence[str],
    to: str,
    due: datetime | None,
    name: str,
    output: Path | None,
    form: str,
    *,
    only_open: bool,
) -> None:
    """Make a package of work for one translator into LANG, to be sent by mail.

    ARTICLE is a slug or a path; by default all articles with something to do. The package has the catalogs, pages to
    read beside them, the terms in use, similar translations, the numbers of words, and a letter in the translator's
    language. "targman receive" takes back what comes.

    Catalogs are sent as a whole, so that translators see their earlier work and nothing is lost if one is copied back
    by hand; --only-open is for agencies that count all that they get.
    """
    from pipeline.exchange.send import SendOrder, send  # noqa: PLC0415  heavy

    settings = find_workspace()
    [language] = select_languages(settings, [lang])[:1] if "," not in lang else [""]
    if not language:
        raise SettingsError(f"“{lang}” is more than one language. Send a package for each.")
    listing = list_articles(settings)
    order = SendOrder(
        lang=language,
        articles=select_articles(settings, articles, listing),
        to=" ".join(to.split()),
        due=due.date() if due else None,
        form=name,
        only_open=only_open,
        named=bool(articles),
    )
    with (
        hold_lock(settings.root),
        progress_bar(len(order.articles), "Syncing") as advance,
        open_index(settings) as index,
    ):
        outcome = send(settings, order, index, advance, output=output, listing=listing)
    report_outcome(outcome, form, lambda: _show(outcome))


def _show(outcome: "Outcome[SendResult]") -> None:
    from pipeline.exchange.package import work_rows  # noqa: PLC0415  heavy

    for item in outcome.done:
        works = item.articles if len(item.articles) == 1 else (*item.articles, item.total)
        names, *figures = zip(*work_rows(works, item.currency), strict=True)
        shown = [column for column in figures if column[0] == "words" or set(column[1:]) != {"0"}]
        headings, *rows = zip(*shown, names, strict=True)
        print_table(list(map(_format_heading, headings)), rows, right=range(len(shown)))
        echo()
        articles = format_count(len(item.articles), "article", "articles")
        until = f", due {item.due}" if item.due else ""
        echo(f"{item.path}: {articles} for {item.to or 'a translator'}{until}.")


def _format_heading(name: str) -> str:
    return f"{name}%" if name[0].isdigit() else name[0].upper() + name[1:]
