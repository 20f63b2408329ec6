"""How the rules' messages call a placeholder."""

from pipeline.model import Mark, Placeholder

_SHOWN_LENGTH = 60


def called(item: Placeholder) -> str:
    """A placeholder by its name, and by the beginning of what it stands for where that tells more."""
    shown = item.shown if len(item.shown) <= _SHOWN_LENGTH else item.shown[:_SHOWN_LENGTH].rstrip() + "…"
    return f"{{{item.name}}} (“{shown}”)" if shown else f"{{{item.name}}}"


def is_note(name: str) -> bool:
    """Whether a placeholder's name is that of a note reference."""
    return name.startswith(Mark.NOTE)
