"""Work for a cluster to do that is not ours: workers find it by the name of this module."""

import os


def work_on(text: str) -> str:
    """Return the text in capitals; end the process, or keep it for good, where the text says so."""
    if text == "deadly":
        os._exit(1)
    if text == "endless":
        sum(1 for _ in iter(int, 1))  # in C, so that no other thread of Python's gets a turn
    return text.upper()
