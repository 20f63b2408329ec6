"""The standard streams: make them safe to use, and tell what they can show."""

import codecs
import os
import sys
from io import TextIOWrapper

WIDTH = 80
"""Columns to fill if the output is not a terminal and COLUMNS is not set."""

NARROW = 72
"""Below this width, texts are printed below each other, not side by side; it is enough for three."""

_NARROWEST = 20

_LOOKALIKES = {"█": "#", "░": ".", "–": "-", "−": "-", "…": "...", "“": '"', "”": '"', "→": "->", "·": "*", "✗": "x"}


def prepare_streams() -> None:
    """Open the null device for each standard stream that is closed or missing. Let the output write letters that its
    encoding lacks as look-alikes or backslash escapes instead of raising an error.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open until the end
    codecs.register_error("lookalike", _replace_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors in {"strict", "surrogateescape", "backslashreplace"}:
            stream.reconfigure(errors="lookalike")


def _replace_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    shown = (_LOOKALIKES.get(letter) or letter.encode("ascii", "backslashreplace").decode() for letter in letters)
    return "".join(shown), error.end


def discard_output() -> None:
    """Send the rest of the output to the null device, because nobody reads it any more."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def is_terminal(*, err: bool = False) -> bool:
    """Tell whether a person sees the output."""
    return (sys.stderr if err else sys.stdout).isatty()


def is_coloured(*, err: bool = False) -> bool:
    """Tell whether the output gets colours: NO_COLOR forbids them, FORCE_COLOR asks for them in a pipe too."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(err=err) and os.environ.get("TERM") not in {"dumb", "unknown"}


def have_room(texts: int, width: int) -> bool:
    """Tell whether a number of texts can be printed side by side."""
    return width >= max(NARROW, NARROW // 3 * texts)


def terminal_width(default: int = WIDTH) -> int:
    """Return the columns of the terminal, of COLUMNS, or `default`."""
    import shutil  # noqa: PLC0415  slow to import, and needed only where lines are broken

    return max(shutil.get_terminal_size((default, 24)).columns, _NARROWEST)
