"""`targman review`."""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    articles_argument,
    find_workspace,
    format_option,
    lang_option,
    select_editions,
    show_examples,
)
from pipeline.cli.streams import is_terminal
from pipeline.cli.terminal import echo, format_count, language_name, report_outcome
from pipeline.cli.word_diff import format_diff
from pipeline.diff import diff_words
from pipeline.errors import FileError, TargmanError
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.workspace.review import ReviewItem

_KEYS = {
    **dict.fromkeys("yYнНյՅ", "yes"),
    **dict.fromkeys("nNтТնՆ", "no"),
    **dict.fromkeys("eEуУեԵ", "edit"),
    **dict.fromkeys("?", "ask"),
    **dict.fromkeys("qQйЙքՔ\x1b\x03\x04", "quit"),
}
"""Keys and what they do; also the letters that Russian and Armenian keyboards have in their places."""
_QUESTION = "y reviewed, n not yet, e edit, ? ask a question, q quit"
_MARGIN = " " * 13


@click.command("review", epilog=show_examples("review --lang ru", "review sevan --list"))
@articles_argument
@lang_option
@click.option(
    "--name",
    metavar="NAME",
    help="Review in this name.",
    show_default='that of the setting "translator", else of git',
)
@click.option("--all", "is_all", is_flag=True, help="Mark all finished translations as reviewed, without asking.")
@click.option("--list", "is_list", is_flag=True, help="Only show what waits for a review.")
@format_option
def command(
    articles: Sequence[str], languages: Sequence[str], name: str | None, form: str, *, is_all: bool, is_list: bool
) -> None:
    """Review finished translations one by one: what is new, and what changed since the last review.

    ARTICLE is a slug or a path; all articles by default. A review is a comment in the catalog, "# reviewed", with your
    name; it holds until the translation or its source changes. On a terminal, keys decide: y marks a translation as
    reviewed, e opens it in your editor first, n leaves it, ? writes a question to it. Without a terminal, what waits is
    listed.
    """
    from pipeline.workspace.review import find_unreviewed, own_name  # noqa: PLC0415  heavy

    settings = find_workspace()
    wanted = select_editions(settings, articles, languages, list_articles(settings))
    items: list[ReviewItem] = []
    problems: list[TargmanError] = []
    for place, langs in wanted.items():
        for lang in langs:
            try:
                items += find_unreviewed(settings, place, lang)
            except TargmanError as error:
                problems.append(error if error.path else error.at(place.path))
    is_asking = form == "text" and not is_list and not is_all and sys.stdin.isatty() and is_terminal()
    if is_all or is_asking:
        reviewer = " ".join((name or "").split()) or own_name(settings)
        decide = _mark_all if is_all else _ask_all
        left = list(decide(settings, items, reviewer, problems))
        if is_all and items and form == "text":
            marked = format_count(len(items) - len(left), "translation", "translations")
            echo(f"{marked} marked as reviewed by {reviewer}.")
        items = left
    outcome = Outcome(done=tuple(items), problems=tuple(problems))
    report_outcome(outcome, form, lambda: _show(items, is_listed=not (is_all or is_asking), is_read=not problems))


def _mark_all(
    settings: Settings, items: Sequence["ReviewItem"], reviewer: str, problems: list[TargmanError]
) -> Iterator["ReviewItem"]:
    """Mark translations; yield those that are left."""
    from pipeline.workspace.review import changed_since, save_reviews  # noqa: PLC0415

    with locked(settings.root):
        for path, group in groupby(items, key=attrgetter("path")):
            shown = list(group)
            try:
                left = save_reviews(settings, path, shown, reviewer)
                problems += map(changed_since, left)
            except TargmanError as error:
                left = shown
                problems.append(error if error.path else error.at(path))
            yield from left


def _ask_all(
    settings: Settings, items: Sequence["ReviewItem"], reviewer: str, problems: list[TargmanError]
) -> Iterator["ReviewItem"]:
    """Ask about one translation after the other; yield those that are left. Each decision is written at once."""
    for number, item in enumerate(items):
        _show_item(item, f"{number + 1} of {len(items)}")
        try:
            answer = _ask(settings, item, reviewer)
        except FileError:
            raise
        except TargmanError as error:
            problems.append(error)
            answer = "no"
        if answer == "quit":
            yield from items[number:]
            return
        if answer != "yes":
            yield item


def _ask(settings: Settings, item: "ReviewItem", reviewer: str) -> str:
    """Ask about one translation, write what was decided, and return it: yes, no or quit."""
    from pipeline.workspace.review import save_review  # noqa: PLC0415

    def save(**decision: str) -> None:
        with locked(settings.root):
            save_review(settings, item, **decision)

    while True:
        click.echo(f"{click.style(_QUESTION, dim=True)}: ", nl=False)
        answer = _KEYS.get(click.getchar(), "")
        click.echo(answer)
        if answer == "yes":
            save(reviewer=reviewer)
        elif answer == "edit":
            target = _edit(item.target)
            if target in {"", item.target}:
                continue
            save(reviewer=reviewer, target=target)
            return "yes"
        elif answer == "ask":
            question = " ".join(click.prompt("question", default="", show_default=False).split())
            if not question:
                continue
            save(question=question)
            return "no"
        if answer:
            return answer


def _edit(target: str) -> str:
    """Let a person change a translation in an editor; return it on one line."""
    return " ".join((click.edit(f"{target}\n") or "").splitlines()).strip()


def _show_item(item: "ReviewItem", place: str) -> None:
    echo(f"\n{click.style(f'{item.path}:{item.line}', bold=True)}  {language_name(item.lang)}, {place}")
    _show_text("source", item.former_source, item.source)
    _show_text("translation", item.former_target, item.target)
    if item.reviewer:
        echo(f"{_MARGIN}{click.style(f'reviewed before by {item.reviewer}', dim=True)}")


def _show_text(heading: str, former: str, text: str) -> None:
    """Show a text, with what changed in it since it was reviewed."""
    shown = format_diff(diff_words(former, text)) if former and former != text else text
    echo(f"{click.style(heading.ljust(len(_MARGIN)), dim=True)}{shown}")


def _show(items: Sequence["ReviewItem"], *, is_listed: bool, is_read: bool) -> None:
    for number, item in enumerate(items if is_listed else (), 1):
        _show_item(item, f"{number} of {len(items)}")
    what = format_count(len(items), "finished translation waits", "finished translations wait")
    nothing = (
        "Nothing waits for a review." if is_read else "Nothing waits for a review in the catalogs that could be read."
    )
    echo(f"\n{what} for a review." if items else nothing)
