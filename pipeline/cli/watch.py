"""`targman watch`."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

import click

from pipeline.cli.options import find_workspace, show_examples
from pipeline.cli.terminal import echo, format_count, print_error
from pipeline.errors import FileError, SettingsError
from pipeline.installation import install_command
from pipeline.preview.autosync import Autosync, AutosyncResult
from pipeline.workspace.lock import WorkspaceBusyError
from pipeline.workspace.paths import ArticlePath

_PATIENCE = 30  # attempts, one a second, to get the lock that another targman process holds


@click.command("watch", epilog=show_examples("watch"))
def command() -> None:
    """Keep catalogs and editions up to date while articles and catalogs are edited.

    When an article or a catalog is saved, it is synced, merged and checked, and one line says what changed. A catalog
    that cannot be read is skipped until it can. Press Ctrl-C to stop.
    """
    settings = find_workspace()
    try:
        import watchfiles  # noqa: F401, PLC0415  heavy, and may be missing

        from pipeline.preview.watch import changes  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"watch needs a library that is not installed ({error.name}). Run: {install_command('preview')}"
        ) from error

    async def watch() -> None:
        autosync = Autosync(settings=settings)
        await _update(autosync, None)
        echo(f"{_now()}  Watching {settings.root}. Ctrl-C ends it.")
        async for change in changes(settings):
            await _update(autosync, None if change.others else change.places)

    with suppress(KeyboardInterrupt):
        asyncio.run(watch())


async def _update(autosync: Autosync, places: Iterable[ArticlePath] | None) -> None:
    for attempt in range(_PATIENCE):
        try:
            found = autosync.update(places)
        except FileError as error:
            if isinstance(error, WorkspaceBusyError) and attempt < _PATIENCE - 1:
                await asyncio.sleep(1)
                continue
            print_error(error)
            return
        for each in found:
            if each.synced or each.merged or (each.is_news and not each.problems):
                echo(_format_update(each))
            for problem in each.problems:
                print_error(problem)
        return


def _format_update(each: AutosyncResult) -> str:
    parts = []
    if each.synced:
        parts.append("synced" + _format_counts(each))
    if each.merged:
        parts.append("merged: " + ", ".join(item.lang for item in each.merged))
    count = click.style(format_count(len(each.findings), "finding", "findings"), fg="yellow")
    parts.append(count if each.findings else "no findings")
    return f"{_now()}  {click.style(each.place.path, bold=True)}  {' · '.join(parts)}"


def _format_counts(each: AutosyncResult) -> str:
    """Format the numbers of the catalog that changed most; they are nearly the same in all."""
    names = {"added": "new", "fuzzied": "changed", "remembered": "from memory", "revived": "back"}
    names |= {"restored": "lost and kept", "retired": "gone"}
    counts = {name: max(getattr(item, field) for item in each.synced) for field, name in names.items()}
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return f": {said}" if said else ""


def _now() -> str:
    return datetime.now().astimezone().strftime("%H:%M:%S")
