"""Format word-level differences for a terminal, with marks that are seen without colours too."""

from collections.abc import Callable, Collection, Sequence

import click

from pipeline.diff import Change, DiffPart

_COLOURS = {Change.GONE: "red", Change.NEW: "green"}
_MARKS = {Change.GONE: ("[-", "-]"), Change.NEW: ("[+", "+]")}

ShortenSame = Callable[[str, bool, bool], str]
"""Shortens words that are the same: their text, whether they are the first and whether the last part."""


def format_diff(
    parts: Sequence[DiffPart],
    *,
    changes: Collection[Change] = (Change.GONE, Change.NEW),
    shorten_same: ShortenSame = lambda text, _first, _last: text,
    show_changed: Callable[[str], str] = str,
    new_marks: tuple[str, str] = _MARKS[Change.NEW],
) -> str:
    """Join the parts of a difference: gone words as `[-…-]`, new ones as `[+…+]` or between `new_marks`. Words of a
    change that is not among `changes` are left out, so that one side of the difference can be shown alone.
    `show_changed` is applied to the words that changed.
    """
    marks = _MARKS | {Change.NEW: new_marks}
    shown = []
    for number, part in enumerate(parts):
        if part.change is Change.SAME:
            shown.append(shorten_same(part.text, number == 0, number == len(parts) - 1))
        elif part.change in changes:
            before, after = marks[part.change]
            shown.append(click.style(f"{before}{show_changed(part.text)}{after}", fg=_COLOURS[part.change]))
    return "".join(shown)
