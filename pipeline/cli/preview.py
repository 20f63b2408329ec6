"""`targman preview`."""

import webbrowser

import click

from pipeline.cli.options import find_workspace, show_examples
from pipeline.cli.terminal import echo
from pipeline.errors import SettingsError
from pipeline.installation import install_command


@click.command("preview", epilog=show_examples("preview", "preview --port 8000 --no-open"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Serve on this port.",
    show_default="a free one",
)
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
def command(port: int, *, no_open: bool) -> None:
    """Show all editions in a browser: their progress, and each article with its languages side by side.

    The pages follow the files as they are saved, and sentences can be translated in place. Only this machine can reach
    them, with the token in the address. Press Ctrl-C to stop.
    """
    settings = find_workspace()
    try:
        from pipeline.preview import serve  # noqa: PLC0415  heavy
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the preview needs libraries that are not installed ({error.name}). Run: {install_command('preview')}"
        ) from error

    def ready(address: str) -> None:
        echo(f"The preview is at {address}\nCtrl-C ends it.")
        if not no_open:
            webbrowser.open(address)

    serve(settings, port, ready)
