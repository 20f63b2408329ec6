"""`targman help`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import show_examples
from pipeline.cli.terminal import echo

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete_command(context: click.Context, option: click.Parameter, word: str) -> "list[CompletionItem]":  # noqa: ARG001
    root = context.find_root()
    return root.command.shell_complete(root, word)


@click.command("help", epilog=show_examples("help sync", "help memory search"))
@click.argument("words", nargs=-1, metavar="[COMMAND]...", shell_complete=_complete_command)
@click.pass_context
def command(context: click.Context, words: Sequence[str]) -> None:
    """Show the help of a command, as its option --help does. Without COMMAND, list all commands."""
    shown = context.find_root()
    for word in words:
        group = shown.command
        if not isinstance(group, click.Group):
            raise click.UsageError(
                f'"{shown.command_path}" has no commands of its own, so none is called {word}.', shown
            )
        name, found, _ = group.resolve_command(shown, [word])
        if found is not None:
            shown = click.Context(found, info_name=name, parent=shown)
    echo(shown.get_help())
