"""`targman init`."""

from pathlib import Path

import click

from pipeline.cli.options import LANGUAGE, split_codes
from pipeline.cli.terminal import echo
from pipeline.workspace.init import init_workspace


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--lang", type=LANGUAGE, default="en", show_default=True, help="Language of the articles.")
@click.option(
    "--editions",
    "editions",
    metavar="CODE,CODE",
    callback=split_codes,
    help="Languages to publish in.",
    show_default="hy,en,ru; with another --lang that and en",
)
def command(folder: Path, lang: str, editions: tuple[str, ...]) -> None:
    """Create a workspace in DIR, with settings and a sample article."""
    for path in init_workspace(folder, lang, editions):
        echo(f"wrote {folder / path}")
    echo(f"\nNow put articles into {folder / 'articles'}, and there run: targman sync")
