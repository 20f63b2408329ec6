"""How the rules' messages call things: a placeholder, a word of the texts, one of several."""

from collections.abc import Sequence
from functools import reduce

from pipeline.model import Mark, Message, Placeholder

_SHOWN_LENGTH = 60


def token(name: str) -> str:
    """A placeholder as it is written."""
    return f"{{{name}}}"


def called(item: Placeholder) -> str | Message:
    """A placeholder by its name, and by the beginning of what it stands for where that tells more."""
    shown = item.shown if len(item.shown) <= _SHOWN_LENGTH else item.shown[:_SHOWN_LENGTH].rstrip() + "…"
    name = token(item.name)
    return Message.of("{name} (“{shown}”)", name=name, shown=shown) if shown else name


def quoted(text: str) -> Message:
    """A text in quotation marks."""
    return Message.of("“{text}”", text=text)


def either(texts: Sequence[str]) -> Message:
    """One or more texts, of which one is meant."""
    return reduce(lambda one, other: Message.of("{one} or {other}", one=one, other=other), map(quoted, texts))


def is_note(name: str) -> bool:
    """Whether a placeholder's name is that of a note reference."""
    return name.startswith(Mark.NOTE)
