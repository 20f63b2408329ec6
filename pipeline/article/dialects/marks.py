"""The marks of dialects that a text holds, and the mask over them that the Markdown parser is given."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from pipeline.article.dialects import MarkKind
from pipeline.frozen import dataclass
from pipeline.patterns import lazy

OPENING, FILLER = "\ue000", "\ue001"
_FIRST_SIGN, _SIGNS = 0xE100, 0xF900 - 0xE100
_FINGERPRINT = 3
"""Signs that tell one masked span from another: 2 ** 37 of them, so that no two of an article are taken for one."""
_WIDEST_ITEM = 10  # the width of the longest sign of a list: nine digits and a full stop
_BREAK = 3  # the width of the narrowest thematic break; a narrower line becomes an empty heading
_SPAN = lazy(rf"{OPENING}[\ue001-\uf8ff]*")


class Words(NamedTuple):
    """Text within a mark: where it stands, the parameter that it is the value of, and how that is quoted: "entity" or
    "backslash", then the quotation mark around it where there is one.
    """

    start: int
    end: int
    name: str
    quoting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMark:
    """A mark in a text, in code points; `words` are the values in it that are text."""

    kind: MarkKind
    start: int
    end: int
    words: tuple[Words, ...] = ()
    alone: bool = False

    def moved(self, by: int) -> "FoundMark":
        """Return the mark of a text that stands `by` code points further on."""
        words = tuple(item._replace(start=item.start + by, end=item.end + by) for item in self.words)
        return replace(self, start=self.start + by, end=self.end + by, words=words)


def mask(text: str, marks: Sequence[FoundMark]) -> str:
    """Return `text` with signs in place of the marks, of the same length in code points.

    A span, a note or the head of code becomes private-use characters that tell it from others, a line a thematic
    break or an empty heading, an item the sign of a list, a container a list item as wide as its indentation, and a
    block a processing instruction.
    """
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += [text[at : mark.start], _masked(text, mark)]
        at = mark.end
    return "".join([*parts, text[at:]])


def fingerprints(text: str) -> tuple[str, ...]:
    """Return the masked spans in a masked text, each without what tells only its length."""
    return tuple(found.replace(FILLER, "") for found in _SPAN.findall(text))


def remove_masks(text: str) -> str:
    """Return a masked text without its spans."""
    return _SPAN.sub("", text) if OPENING in text else text


def _masked(text: str, mark: FoundMark) -> str:
    length = mark.end - mark.start
    match mark.kind:
        case MarkKind.SPAN | MarkKind.NOTE | MarkKind.HEAD:
            return (OPENING + _fingerprint(text, mark) + FILLER * length)[:length]
        case MarkKind.LINE:
            return _line_sign(length)
        case MarkKind.ITEM:
            return _list_sign(length)
        case MarkKind.CONTAINER:
            return f"-   {_line_sign(length - 4)}"
    return _instruction(text[mark.start : mark.end])


def _line_sign(length: int) -> str:
    return "*" * length if length >= _BREAK else "#" * length


def _list_sign(length: int) -> str:
    """Return the sign of a list in a width, or those of several lists where CommonMark has none so wide."""
    if length <= _WIDEST_ITEM:
        return "-" if length == 1 else "0" * (length - 2) + "1."
    return ("-" if length % 2 else "1.") + " -" * ((length - 1) // 2)


def _fingerprint(text: str, mark: FoundMark) -> str:
    literal, at = [], mark.start
    for words in mark.words:
        literal.append(text[at : words.start])
        at = words.end
    digest = blake2b("\0".join([*literal, text[at : mark.end]]).encode("utf-8", "surrogatepass"), digest_size=8)
    number = int.from_bytes(digest.digest(), "big")
    return "".join(chr(_FIRST_SIGN + number // _SIGNS**power % _SIGNS) for power in range(_FINGERPRINT))


def _instruction(block: str) -> str:
    """Return a processing instruction over the lines of `block`, whose line ends and quote markers stay, or a
    declaration where the last line has room for no more than its end.
    """
    filled = re.sub(
        r"(?m)^([ \t>]*)|[^\r\n]+", lambda found: found[1] if found[1] is not None else "x" * len(found[0]), block
    )
    if block[-2].isspace() and ">" not in filled[3:-1]:
        return f"<!x{filled[3:-1]}>"
    return f"<?{filled[2:-2]}?>"
