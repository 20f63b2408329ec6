"""`targman docs`: the pages of the documentation, which are part of the package."""

from pathlib import Path

import click

from pipeline.cli.options import show_examples
from pipeline.cli.streams import is_terminal, terminal_width
from pipeline.cli.terminal import WIDEST, echo, print_document, print_table
from pipeline.errors import SettingsError


def find_pages() -> dict[str, Path]:
    """Find the pages by name: beside the modules of an installed package, else in the checkout. Those that are
    translated have their language before the name.
    """
    package = Path(__file__).parents[1]
    folder = next((path for path in (package / "docs", package.parent / "docs") if path.is_dir()), package)
    pages = [*sorted(folder.glob("*.md")), *sorted(folder.glob("??/*.md"))]
    return {page.relative_to(folder).with_suffix("").as_posix(): page for page in pages}


def _complete_page(context: click.Context, option: click.Parameter, word: str) -> list[str]:  # noqa: ARG001
    return [page for page in find_pages() if page.startswith(word)]


@click.command("docs", epilog=show_examples("docs", "docs translators", "docs hy/translators"))
@click.argument("name", metavar="[PAGE]", default="", shell_complete=_complete_page)
def command(name: str) -> None:
    """Print a page of the documentation; without a name, list the pages.

    PAGE is a name from the list, such as git; docs/git.md, as messages call it, works too. On a terminal the page is
    laid out, in a pipe it is Markdown.
    """
    pages = find_pages()
    if not name:
        print_table(("Page", "Title"), [(page, _title(path)) for page, path in pages.items()])
        echo("\nTo read one: targman docs PAGE")
        return
    wanted = name.replace("\\", "/").removeprefix("docs/").partition("#")[0].removesuffix(".md")
    if wanted not in pages:
        from difflib import get_close_matches  # noqa: PLC0415  only where somebody mistyped

        alike = get_close_matches(wanted.lower(), pages, n=1)
        advice = f"Did you mean {alike[0]}?" if alike else "For the list of pages: targman docs"
        raise SettingsError(f"there is no page “{name}”. {advice}")
    from pipeline.article.markdown.front_matter_block import body_start  # noqa: PLC0415  heavy

    text = pages[wanted].read_text(encoding="utf-8")
    _show(text[body_start(text) :].lstrip("\n"))  # a translated page has front matter, as all editions have


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as lines:
        return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), page.stem)


def _show(text: str) -> None:
    """Print a page: laid out and paged on a terminal, as it is in a pipe."""
    if not is_terminal():
        print_document(text)
        return
    from rich.markdown import Markdown  # noqa: PLC0415  slow to import

    from pipeline.cli.drawing import make_console  # noqa: PLC0415

    console = make_console()
    with console.capture() as drawn:
        console.print(Markdown(text), width=min(terminal_width(), WIDEST))
    click.echo_via_pager(drawn.get())
