"""The command line. Each command is a module of its own, imported when the command is called."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.cli.streams import discard_output, prepare_streams

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_COMPLETING = "_TARGMAN_COMPLETE"  # the variable by which a shell asks for completions
_ALIKE = 0.7  # minimum similarity (difflib's, 0–1) of a word to an option that it is taken for a slip of

_COMMANDS = {
    "init": ("init", "Create a workspace with a sample article."),
    "import": ("import_", "Make articles from Word files, web pages, pasted text, Markdown."),
    "split": ("split", "Print the segments of articles as JSON lines."),
    "sync": ("sync", "Update templates and catalogs from the articles."),
    "check": ("check", "Find faults in translations."),
    "explain": ("explain", "Explain a rule of check, with right and wrong examples."),
    "merge": ("merge", "Write the editions."),
    "export": ("export", "Make pages, Word files, books, posts or a site from the editions."),
    "status": ("status", "Show the progress of the editions."),
    "translate": ("translate", "Fill untranslated entries by machine."),
    "adopt": ("adopt", "Fill catalogs from translations that are already published."),
    "pull": ("pull", "Bring articles in from a WordPress, translations included."),
    "memory": ("memory", "Search, import and export earlier translations."),
    "glossary": ("glossary", "Manage the terms of your publication, and find missing ones."),
    "languages": ("languages", "Show what is known of each language, and begin a pack for another."),
    "send": ("send", "Make a package of work for a translator."),
    "receive": ("receive", "Take back what translators send, entry by entry."),
    "review": ("review", "Review translations one by one, with what changed since the last review."),
    "publish": ("publish", "Publish editions as posts of a WordPress."),
    "preview": ("preview", "Show all editions in a browser, and translate in place."),
    "watch": ("watch", "Sync, merge and check whenever a file is saved."),
    "cluster": ("cluster", "Start other processes that compute, to try a cluster."),
    "docs": ("docs", "Print a page of the documentation."),
    "config": ("config", "Show the settings and where each comes from, and change one."),
    "completion": ("completion", "Complete commands, articles and languages with the Tab key."),
    "help": ("help", "Show the help of a command."),
    "merge-driver": ("merge_driver", "Merge two versions of a catalog for git, entry by entry."),
}


class _Commands(click.Group):
    """A group that lists commands by name and summary, and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"pipeline.cli.{_COMMANDS[cmd_name][0]}"), "command")  # noqa: B009
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415  only where somebody mistyped

            alike = get_close_matches(args[0], _COMMANDS, n=1)
            if not alike:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{alike[0]}'?", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete the name of a command without importing the commands."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  only while the Tab key is pressed

        named = [
            CompletionItem(name, help=line) for name, (_, line) in _COMMANDS.items() if name.startswith(incomplete)
        ]
        return named or click.Command.shell_complete(self, ctx, incomplete)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        prepare_streams()
        if _COMPLETING in os.environ:
            from pipeline.cli.completion import add_powershell  # noqa: PLC0415

            add_powershell()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            # What the disk refuses where no command expected it: it is full, a file went away, a link is broken.
            from pipeline.cli.terminal import print_error  # noqa: PLC0415
            from pipeline.errors import FileError  # noqa: PLC0415

            where = f"{error.filename}: " if error.filename else ""
            print_error(FileError(f"{where}{error.strerror or error}. Nothing that was there is lost."))
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        from pipeline.cli.terminal import print_error  # noqa: PLC0415
        from pipeline.errors import SettingsError, TargmanError  # noqa: PLC0415

        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            raise _guess_option(error) from error
        except TargmanError as error:
            print_error(error)
            ctx.exit(2 if isinstance(error, SettingsError) else 1)
        except BrokenPipeError:
            discard_output()
            ctx.exit(0)


def _guess_option(error: click.NoSuchOption) -> click.NoSuchOption:
    """Return the error with the options of the command that were probably meant; click guesses by the dashes too."""
    from difflib import get_close_matches  # noqa: PLC0415  only where somebody mistyped

    command, typed = error.ctx.command if error.ctx else None, error.option_name.lstrip("-")
    options = [name for each in command.params for name in each.opts if name.startswith("--")] if command else []
    bare = {name.lstrip("-"): name for name in options}
    longer = [name for name in bare if typed and (name.startswith(typed) or typed.startswith(name))]
    meant = longer or get_close_matches(typed, bare, n=1, cutoff=_ALIKE)
    return click.NoSuchOption(error.option_name, possibilities=[bare[name] for name in meant], ctx=error.ctx)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="targman", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Keep the editions of your articles in step, in Armenian, English, Russian or any language, footnotes included.

    Put an article into articles/, run "targman sync", translate the catalogs in locales/ with any PO editor, run
    "targman merge", and find the editions in editions/. "targman" alone says what is to be done next in this folder.

    Exit status: 0 done, 1 something was found or refused, 2 wrong usage or settings.
    """
    if context.invoked_subcommand is None:
        from pipeline.cli.next_step import show_next_step  # noqa: PLC0415

        show_next_step()
