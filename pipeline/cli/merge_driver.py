"""`targman merge-driver`, which git runs for each catalog; it needs no workspace."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import show_examples

if TYPE_CHECKING:
    from pipeline.model import Catalog

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("merge-driver", epilog=show_examples("merge-driver %O %A %B %P"))
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("path", default="")
def command(base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge two versions of a catalog for git, entry by entry, and write the result to OURS.

    BASE is the version from which both started, an empty file if there is none. PATH is the name of the catalog in
    messages. Changes by one side are kept, and no translation is lost. If both sides translated a text differently,
    ours is marked fuzzy, theirs is put above it as a comment "merge: …", and the exit status is 1: open the catalog in
    any PO editor and choose. The exit status is also 1, and OURS stays as it is, if one of the three cannot be read
    completely.

    For the configuration of git, see docs/git.md (targman docs git).
    """
    from pipeline import catalog  # noqa: PLC0415  git starts the command for each file
    from pipeline.catalog.merge3 import merge_catalogs  # noqa: PLC0415
    from pipeline.workspace import files  # noqa: PLC0415

    path = path or str(ours)
    data = [files.read(file) or b"" for file in (base, ours, theirs)]
    before = _read("the common version", data[0], path) if data[0].strip() else None
    mine, other = _read("our version", data[1], path), _read("their version", data[2], path)
    merged = merge_catalogs(before, mine, other)
    if merged.catalog == mine:
        result = data[1]
    elif merged.catalog == other:
        result = data[2]
    else:
        ends = b"\r\n" if b"\r\n" in data[1] else b"\n"
        result = catalog.serialize(merged.catalog, (mine, data[1]), (other, data[2])).encode().replace(b"\n", ends)
    files.write(ours, result, seen=data[1], root=ours.parent)
    if merged.conflicts:
        count = len(merged.conflicts)
        click.echo(
            f"{path}: {'one text' if count == 1 else f'{count} texts'} translated differently by both sides. Open the "
            "catalog, choose at the fuzzy entries with a comment “merge: …”, and delete that comment; then: git add",
            err=True,
        )
        click.get_current_context().exit(1)


def _read(which: str, data: bytes, path: str) -> "Catalog":
    from pipeline import catalog  # noqa: PLC0415
    from pipeline.errors import CatalogError  # noqa: PLC0415

    try:
        return catalog.trim_targets(catalog.parse(data))
    except CatalogError as error:
        raise CatalogError(f"not merged, for {which} cannot be read: {error}", path=path) from error
