"""`targman pull`."""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    hold_lock,
    print_table,
    progress_bar,
    report_outcome,
)
from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.cms.archives import Archive
    from pipeline.cms.arrivals import PullResult
    from pipeline.cms.selection import PullOptions
    from pipeline.workspace.runner import Outcome
    from pipeline.workspace.settings import Settings

_MOST = 20
"""Articles whose remarks are shown."""
_DIGITS = 15  # maximum number of digits in the number of a post


@click.group("pull", epilog=options.show_examples("pull wordpress", "pull wordpress export.xml"))
def command() -> None:
    """Bring articles in from where they are published."""


@command.command(
    "wordpress",
    epilog=options.show_examples(
        "pull wordpress --dry-run", "pull wordpress 812", "pull wordpress 812+813+815", "pull wordpress export.xml"
    ),
)
@click.argument("posts", nargs=-1, metavar="[POST|FILE.xml]...")
@click.option("--lang", type=options.LANGUAGE, help="Language of the originals.", show_default="that of the first post")
@click.option("--pages", is_flag=True, help="Bring in pages, too; by default posts only.")
@click.option("--dry-run", is_flag=True, help="Show what would come in, and write nothing.")
@options.format_option
def pull_wordpress(posts: Sequence[str], lang: str | None, form: str, *, pages: bool, dry_run: bool) -> None:
    """Bring posts of a WordPress in as articles, their translations into the catalogs.

    POST is the number or the address of a post; all posts by default. With a post come its translations, if the site
    tells which they are; 812+813 says that two posts are one article in two languages. FILE.xml is an export file of
    WordPress (Tools → Export), for a site that cannot be reached. The next pull brings what changed since: edits made
    in WordPress come back as edits of the article or its translations.

    The site and the user are in [wordpress] of the settings. The application password comes from
    TARGMAN_WORDPRESS_PASSWORD or the system's keyring.
    """
    from pipeline.cms.archives import ExportArchive  # noqa: PLC0415  heavy
    from pipeline.cms.client import WordPressClient  # noqa: PLC0415
    from pipeline.cms.credentials import find_access  # noqa: PLC0415
    from pipeline.cms.selection import PullOptions  # noqa: PLC0415
    from pipeline.cms.site_archive import SiteArchive  # noqa: PLC0415
    from pipeline.mt.providers.retry import read_retry_policy  # noqa: PLC0415

    settings = options.find_workspace()
    files = [word for word in posts if word.lower().endswith(".xml") and "://" not in word]
    if len(files) > 1:
        raise SettingsError("give one export file at a time.")
    wanted, joined = _read_words([word for word in posts if word not in files])
    wishes = PullOptions(wanted=wanted, joined=joined, lang=lang or "", pages=pages, is_dry_run=dry_run)
    with nullcontext() if dry_run else hold_lock(settings.root):
        if files:
            with ExportArchive(Path.cwd() / files[0], files[0]) as export:
                outcome = _pull(settings, export, wishes)
        else:
            access, policy = find_access(settings, os.environ), read_retry_policy(os.environ)
            with WordPressClient(access, policy) as client:
                outcome = _pull(settings, SiteArchive(client, pages=pages or bool(wanted)), wishes)
    report_outcome(outcome, form, lambda: _show(outcome, dry_run=dry_run))


def _pull(settings: "Settings", archive: "Archive", wishes: "PullOptions") -> "Outcome[PullResult]":
    from pipeline.cms.plan import Records  # noqa: PLC0415  heavy
    from pipeline.cms.pull import Puller  # noqa: PLC0415
    from pipeline.cms.remember import find_known  # noqa: PLC0415
    from pipeline.cms.selection import select_groups  # noqa: PLC0415
    from pipeline.workspace.index import open_index  # noqa: PLC0415
    from pipeline.workspace.paths import find_articles  # noqa: PLC0415

    posts = list(archive.list_posts())
    records = Records(settings, archive.site, find_articles(settings))
    known = find_known(records)
    posts = archive.find_translations(posts, known.keys())
    selection = select_groups(posts, known, settings, wishes, archive.name)
    count = sum(len(group.posts) for group in (*selection.new, *selection.known))
    with progress_bar(count, "Pulling") as advance, open_index(settings) as index:
        puller = Puller(
            settings=settings,
            archive=archive,
            options=wishes,
            index=index,
            records=records,
            fetch_pictures=archive.has_pictures,
        )
        outcome = puller.pull(selection, advance)
    damaged = tuple(records.damaged.values())
    return replace(outcome, problems=(*damaged, *selection.problems, *outcome.problems))


def _read_words(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return the posts that are named, and the numbers that are joined by a plus. Raises SettingsError."""
    wanted: list[str] = []
    joined: list[tuple[int, ...]] = []
    for word in words:
        parts = word.split("+") if "://" not in word else [word]
        if len(parts) > 1 and not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
            raise SettingsError(f"“{word}” names no posts: join their numbers, as in 812+813.")
        wanted.append(parts[0])
        if len(parts) > 1:
            joined.append(tuple(map(int, parts)))
    return tuple(wanted), tuple(joined)


def _show(outcome: "Outcome[PullResult]", *, dry_run: bool) -> None:
    from pipeline.importers.removed_rows import sum_up_removed  # noqa: PLC0415  only where something came

    rows = [item for item in outcome.done if item.state != "unchanged" or item.adopted or item.edited]
    if rows:
        headings = ("Article", "Post", "Language", "Words", "Notes", "Pictures", "Translations")
        print_table(headings, map(_row, rows), right=(1, 3, 4, 5))
        echo()
    for item in rows[:_MOST]:
        lines = [*(f"Note: {remark}" for remark in item.remarks), *(f"Guess: {guess}" for guess in item.guesses)]
        lines += [f"Left out: {row.message}" for row in sum_up_removed(item.removed)]
        if item.edited:
            lines = [f"Edited in WordPress ({', '.join(item.edited)}): {_count_edits(item)}", *lines]
        if lines:
            echo("\n  ".join((f"{item.article}:", *lines)))
    if len(rows) > _MOST:
        echo(f"And {len(rows) - _MOST:,} more articles. To see what was left out of them, add: --format json")
    new = sum(item.state == "new" for item in outcome.done)
    translations = sum(len(item.adopted) for item in outcome.done)
    told = [
        f"{format_count(new, 'article', 'articles')} {'would come' if dry_run else 'came'} in",
        f"{format_count(translations, 'translation', 'translations')} adopted",
        f"{sum(item.state == 'unchanged' for item in outcome.done):,} unchanged",
    ]
    echo(f"{', '.join(told)}.")


def _count_edits(item: "PullResult") -> str:
    texts = format_count(item.texts_changed, "text", "texts")
    choose = f", {item.to_choose:,} changed here too, for you to choose" if item.to_choose else ""
    return f"{texts} changed here{choose}"


def _row(item: "PullResult") -> tuple[str, ...]:
    translations = ", ".join(
        f"{each.lang} {each.translated:,}" + (f" + {each.fuzzy:,} fuzzy" if each.fuzzy else "") for each in item.adopted
    )
    counts = map(format_number, (item.text_words, item.notes, len(item.pictures)))
    return item.article, str(item.post), item.source_lang, *counts, translations or "–"
