"""`targman init`."""

from pathlib import Path

import click

from pipeline.cli.options import LANGUAGE, show_examples, split_codes
from pipeline.cli.terminal import echo
from pipeline.workspace.init import CI_HOSTS, init_workspace


@click.command(
    "init", epilog=show_examples("init", "init articles-of-2026 --lang hy --editions hy,en", "init . --ci github")
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--lang", type=LANGUAGE, default="en", show_default=True, help="Language of the articles.")
@click.option(
    "--editions",
    "editions",
    metavar="CODE,CODE",
    callback=split_codes,
    help="Languages to publish in.",
    show_default="hy,en,ru; with another --lang that and en",
)
@click.option("--git", is_flag=True, help="Write .gitattributes too: catalogs are merged entry by entry.")
@click.option("--ci", type=click.Choice(CI_HOSTS), help="Write a workflow too, which checks each change there.")
@click.option("--tutorial", is_flag=True, help="Write the documents of the tutorial in place of the sample article.")
def command(folder: Path, lang: str, editions: tuple[str, ...], ci: str | None, *, git: bool, tutorial: bool) -> None:
    """Create a workspace in DIR, or in the current folder: settings, and a sample article if there is none.

    Files that are there stay as they are.
    """
    written, kept = init_workspace(folder, lang, editions, git=git, ci=ci or "", tutorial=tutorial)
    for path in written:
        echo(f"wrote {folder / path}")
    for path, lines in kept.items():
        if lines:
            echo(f"kept {folder / path} as it is. It should also have: {', '.join(lines)}")
    if git:
        echo('\nOn each machine, run once: git config merge.targman.driver "targman merge-driver %O %A %B %P"')
    there = "" if folder.resolve() == Path.cwd() else "there "
    if tutorial:
        echo("\nNow follow the tutorial: targman docs tutorial")
        return
    echo(f"\nNow put articles into {folder / 'articles'}, and {there}run: targman sync")
