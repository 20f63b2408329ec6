"""`targman publish`."""

import os
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.terminal import echo, format_count, hold_lock, print_table, progress_bar, report_outcome
from pipeline.workspace.settings.wordpress import STATUSES

if TYPE_CHECKING:
    from pipeline.cms.plan import PublishResult
    from pipeline.workspace.runner import Outcome

_ACTIONS = {"created": "new", "updated": "changed", "unchanged": "unchanged", "waiting": "waits", "edited": "edited"}
_ACTIONS |= {"refused": "refused"}
_MOST_SHOWN = 5
"""Edited posts whose differences are shown."""


@click.group("publish", epilog=options.show_examples("publish wordpress", "publish wordpress sevan --status publish"))
def command() -> None:
    """Publish finished editions where the readers are."""


@command.command(
    "wordpress",
    epilog=options.show_examples(
        "publish wordpress --dry-run", "publish wordpress sevan --lang hy,ru", "publish wordpress --status publish"
    ),
)
@options.articles_argument
@options.lang_option
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    help="Give all these posts this status.",
    show_default="from the settings for new posts, others keep theirs",
)
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Send nothing; show what would be sent.")
@options.format_option
def publish_wordpress(
    articles: Sequence[str], languages: Sequence[str], status: str | None, form: str, *, is_dry_run: bool
) -> None:
    """Publish finished editions as posts of a WordPress, as drafts by default.

    ARTICLE is a slug or a path; all articles by default. What was published is remembered in locales/published/: the
    next run sends what changed, and nothing twice. A post that somebody edited in WordPress is left as it is.

    The site and the user are in [wordpress] of the settings. The application password comes from
    TARGMAN_WORDPRESS_PASSWORD or the system's keyring.
    """
    from pipeline.cms.client import WordPressClient  # noqa: PLC0415  heavy
    from pipeline.cms.credentials import find_access  # noqa: PLC0415
    from pipeline.cms.plan import PublishOptions  # noqa: PLC0415
    from pipeline.cms.publish import publish_articles  # noqa: PLC0415
    from pipeline.mt.providers.retry import read_retry_policy  # noqa: PLC0415
    from pipeline.workspace.paths import list_articles  # noqa: PLC0415

    settings = options.find_workspace()
    listing = list_articles(settings)
    found, wanted = options.select_articles(settings, articles, listing), options.select_languages(settings, languages)
    access, policy = find_access(settings, os.environ), read_retry_policy(os.environ)
    wishes = PublishOptions(languages=wanted, status=status or "", is_dry_run=is_dry_run)
    with (
        hold_lock(settings.root),
        WordPressClient(access, policy) as client,
        progress_bar(len(found), "Publishing") as advance,
    ):
        outcome = publish_articles(settings, found, listing.articles, wishes, access.url, lambda: client, advance)
    report_outcome(outcome, form, lambda: _show(outcome, is_dry_run=is_dry_run))


def _show(outcome: "Outcome[PublishResult]", *, is_dry_run: bool) -> None:
    rows = [item for item in outcome.done if item.action != "unchanged"]
    if rows:
        print_table(("Post", "Edition", "Status", "Number", "Article", "Address"), map(_row, rows), right=(3,))
        echo()
    for item in islice((item for item in outcome.done if item.changes), _MOST_SHOWN):
        _show_changes(item)
    counts = {action: sum(item.action == action for item in outcome.done) for action in _ACTIONS}
    told = [
        f"{format_count(counts['created'], 'post', 'posts')} {'would be made' if is_dry_run else 'made'}",
        f"{counts['updated']:,} {'would be changed' if is_dry_run else 'changed'}",
        f"{counts['unchanged']:,} unchanged",
    ]
    told += [f"{counts['edited']:,} edited in WordPress and left alone"] if counts["edited"] else []
    echo(f"{', '.join(told)}.")
    if counts["waiting"]:
        waiting = format_count(counts["waiting"], "edition is", "editions are")
        echo(f"{waiting} not sent before the translation is complete; to see what is missing: targman status")


def _show_changes(item: "PublishResult") -> None:
    from pipeline.cli.word_diff import format_diff  # noqa: PLC0415  seldom needed
    from pipeline.diff import diff_words  # noqa: PLC0415

    echo(f"{item.article} in “{item.lang}”, post {item.id}: [-as it would be published-] [+as it is in WordPress+]")
    for ours, theirs in item.changes:
        echo(f"    {format_diff(diff_words(ours, theirs))}")
    echo()


def _row(item: "PublishResult") -> tuple[str, ...]:
    share = f"waits, {int(item.share * 100)}%"
    what = share if item.action == "waiting" else _ACTIONS[item.action]
    return what, item.lang, item.status or "–", str(item.id or "–"), item.article, item.link or "–"
