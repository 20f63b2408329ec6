"""Run the command line, as `targman` or `python -m pipeline`. Ctrl-C while it is being loaded ends it quietly."""

import sys

_INTERRUPTED = 130  # exit status of a program that Ctrl-C ended, by the custom of shells


def run() -> None:
    """Load the command line and run it."""
    try:
        from pipeline.cli import main  # noqa: PLC0415  Ctrl-C may come meanwhile

        main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    run()
