"""Run the command line, as `targman` or `python -m pipeline`. Ctrl-C while it is being loaded ends it quietly."""

import atexit
import gc
import os
import sys

_INTERRUPTED = 130  # exit status of a program that Ctrl-C ended, by the custom of shells

_KEPT = 100_000
"""Objects that are made before Python looks for cycles among them. Modules and articles are in none that could go:
looking at them again and again takes a tenth of the start, and a fourteenth of the work.
"""


def run() -> None:
    """Load the command line and run it."""
    gc.set_threshold(_KEPT)
    statuses: list[object] = []
    atexit.register(_leave, statuses)  # the first one registered is the last one called
    try:
        from pipeline.cli import main  # noqa: PLC0415  Ctrl-C may come meanwhile

        main(prog_name="targman")
    except SystemExit as ended:
        statuses.append(ended.code or 0)
        raise
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _leave(statuses: list[object]) -> None:
    """End the process with its exit status, if it has one. Python would first take all modules and objects apart, which
    takes a twentieth of a small command.
    """
    if not (statuses and isinstance(status := statuses[0], int)):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # Python tries again, and says what is wrong
    os._exit(status)


if __name__ == "__main__":
    run()
