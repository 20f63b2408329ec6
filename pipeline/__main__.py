"""Run the command line, as `targman` or `python -m pipeline`. Ctrl-C while it is being loaded ends it quietly."""

import atexit
import gc
import sys

_INTERRUPTED = 130  # exit status of a program that Ctrl-C ended, by the custom of shells

_KEPT = 100_000
"""Objects that are made before Python looks for cycles among them. Modules and articles are in none that could go:
looking at them again and again takes a tenth of the start, and a fourteenth of the work.
"""


def run() -> None:
    """Load the command line and run it."""
    gc.set_threshold(_KEPT)
    atexit.register(gc.freeze)  # else Python looks for cycles among all that is there, just before the system takes it
    try:
        from pipeline.cli import main  # noqa: PLC0415  Ctrl-C may come meanwhile

        main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    run()
