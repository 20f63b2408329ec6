"""`targman preview`."""

import webbrowser

import click

from pipeline.cli.options import find_workspace, show_examples
from pipeline.cli.terminal import echo
from pipeline.errors import SettingsError
from pipeline.installation import install_command


@click.command(
    "preview", epilog=show_examples("preview", "preview --port 8000 --no-open", "preview --share 192.168.1.5:8080")
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Serve on this port.",
    show_default="a free one",
)
@click.option("--share", metavar="HOST:PORT", help="Serve a second address, where readers can change nothing.")
@click.option(
    "--share-as",
    metavar="URL",
    default="",
    help="Let readers use this address, such as that of a reverse proxy.",
    show_default="http://HOST:PORT",
)
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
def command(port: int, share: str | None, share_as: str, *, no_open: bool) -> None:
    """Show all editions in a browser: their progress, and each article with its languages side by side.

    The pages follow the files as they are saved, and sentences can be translated in place. Only this machine can reach
    them, with the token in the address. Press Ctrl-C to stop.

    With --share, other machines can read the same pages at a second address, which has a token of its own.
    """
    settings = find_workspace()
    try:
        from pipeline.preview import serve  # noqa: PLC0415  heavy
        from pipeline.preview.share import read_share  # noqa: PLC0415  heavy
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the preview needs libraries that are not installed ({error.name}). Run: {install_command('preview')}"
        ) from error

    if share_as and share is None:
        raise SettingsError("--share-as needs --share, which says where to listen.")
    shared = read_share(share, share_as) if share is not None else None

    def ready(address: str, for_readers: str) -> None:
        told = f"\nReaders, who can change nothing, use {for_readers}" if for_readers else ""
        echo(f"The preview is at {address}{told}\nCtrl-C ends it.")
        if not no_open:
            webbrowser.open(address)

    serve(settings, port, ready, shared)
