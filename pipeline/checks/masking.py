"""What rules about letters and marks must not look at: placeholders, code, addresses, tags."""

import re
from collections.abc import Iterable

MASK = "\ue000"
"""Stands for every character that is masked: no letter, no digit, no space, no punctuation."""

_KEPT = re.compile(
    r"\{[a-z]+[0-9]+\}"
    r"|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|\b(?:https?://|ftp://|www\.)[^\s<>«»“”\"{}]*[^\s<>«»“”\"{}.,:;!?։)\]]"
    r"|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![\w.])(?:[A-Za-z0-9-]+\.)+(?:com|net|org|am|ru|info|io|eu|gov|edu|tv|me|html?|pdf|md|py|co|uk)\b(?:/[^\s<>«»{}]*[\w/])?"
    r"|</?[A-Za-z][^<>]*>|<!--.*?-->|&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});"
    r"|(?<!\w)[@#]\w+|\\[!-/:-@\[-`{-~]"
)
_OWN_NOTE = re.compile(r"\^\[[^\[\]]*\]")
_CLOSING = f"{MASK}»”“\"'’)]*_ \u00a0"
_SIGNS = "`@<&#\\/"
_DOTTED = re.compile(r"\.(?<=\w\.)[A-Za-z]")
_TOKEN = re.compile(r"\{[a-z]+[0-9]+\}")


def masked(text: str) -> str:
    """`text` with what is no prose masked, every character where it was."""
    if not any(sign in text for sign in _SIGNS) and _DOTTED.search(text) is None:
        return _TOKEN.sub(_mask, text) if "{" in text else text  # as in nearly all texts
    return _KEPT.sub(_mask, text)


def without_own_notes(text: str) -> str:
    """`text` with a translator's own notes masked in the same way."""
    return _OWN_NOTE.sub(_mask, text)


def last_mark(text: str) -> str:
    """The last character of a masked text before quotation marks, brackets, emphasis, notes and spaces; or nothing."""
    return text.rstrip(_CLOSING)[-1:]


def replaced(text: str, spots: Iterable[int], sign: str) -> str:
    """`text` with `sign` instead of the characters at these offsets."""
    made = list(text)
    for at in spots:
        made[at] = sign
    return "".join(made)


def _mask(match: re.Match[str]) -> str:
    return MASK * len(match[0])
