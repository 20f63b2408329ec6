"""Find the front matter at the head of a text: YAML between lines of `---`, TOML between `+++`, a JSON object.

It stands at the head of a text only: elsewhere such lines are rules and headings, as on GitHub. What the parser is
given begins after it. A text that begins with `---` and has no field below it is text, as CommonMark has it.
"""

import json
import re
from collections.abc import Sequence
from enum import StrEnum

from pipeline.frozen import dataclass
from pipeline.patterns import lazy

BYTE_ORDER_MARK = "\ufeff"
BYTE_ORDER_MARKS = f"{BYTE_ORDER_MARK}*+"
"""Pattern of what may stand before front matter: nobody sees that two programs each wrote a mark."""

_BETWEEN_FENCES = lazy(
    rf"{BYTE_ORDER_MARKS}(?P<fence>---|\+\+\+)[ \t]*(?P<first>\r\n?|\n)"
    r"(?P<body>(?:(?!(?:(?P=fence)|\.\.\.)[ \t]*(?:[\r\n]|\Z))[^\r\n]*(?:\r\n?|\n))*)"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)",
)
_FIELD = lazy(
    r"""(?:\A|[\r\n])[ \t]*(?:\{|\?[ \t]|(?:"[^"\r\n]*"|'[^'\r\n]*'|[\w$.&*-][^:\r\n]*?)[ \t]*:(?:[\s]|\Z))"""
)
_COMMENT_OR_BLANK = lazy(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*\Z")
_AFTER_OBJECT = lazy(r"[ \t]*(\r\n?|\n|\Z)")
# Characters that YAML and TOML refuse, or that YAML 1.1 alone takes for line ends, and private ones instead of them.
_ODD = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF]
_MASKS = {odd: chr(0x10FE00 + number) for number, odd in enumerate(_ODD)}
_UNMASKS = {ord(mask): chr(odd) for odd, mask in _MASKS.items()}
_ODD_CHARACTER = lazy(f"[{re.escape(''.join(map(chr, _ODD)))}]")


class FrontMatterForm(StrEnum):
    """The notation of front matter."""

    YAML = "yaml"
    TOML = "toml"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatterBlock:
    """The place of front matter in code points: its text from `start` to `end`, and `past` its closing line."""

    form: FrontMatterForm
    start: int
    end: int
    past: int
    newline: str


def find_front_matter(text: str) -> FrontMatterBlock | None:
    """Return where the front matter of `text` is, or None if there is none."""
    if text.lstrip(BYTE_ORDER_MARK).startswith("{"):
        return _find_object(text)
    found = _BETWEEN_FENCES.match(text)
    if found is None:
        return None
    form = FrontMatterForm.YAML if found["fence"] == "---" else FrontMatterForm.TOML
    body = found["body"]
    if form is FrontMatterForm.YAML and not (_FIELD.search(body) or _COMMENT_OR_BLANK.match(body)):
        return None
    return FrontMatterBlock(
        form=form, start=found.start("body"), end=found.end("body"), past=found.end(), newline=found["first"]
    )


def body_start(text: str) -> int:
    """Return the offset of what the parser is given, past the byte order mark and the front matter."""
    block = find_front_matter(text)
    return block.past if block else len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0


def fold_key(key: str, dialects: Sequence[str]) -> str:
    """Return a key as the site's program reads it: Hugo takes capitals for small letters, and no other one does."""
    return key.lower() if "hugo" in dialects else key


def mask_odd(body: str) -> str:
    """Replace the characters that no form of front matter may hold by private ones, one by one.

    What people paste holds them. Such a value is text all the same, and stays in its place as it is.
    """
    return body.translate(_MASKS) if _ODD_CHARACTER.search(body) else body


def unmask_odd(value: str) -> str:
    """Return a value or a key that was read from a masked body as it stands in the text."""
    return value.translate(_UNMASKS) if not value.isascii() else value


def _find_object(text: str) -> FrontMatterBlock | None:
    start = text.index("{")
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    after = _AFTER_OBJECT.match(text, end)
    if not isinstance(value, dict) or not value or after is None:
        return None
    newline = re.search(r"\r\n?|\n", text)
    return FrontMatterBlock(
        form=FrontMatterForm.JSON, start=start, end=end, past=after.end(), newline=newline[0] if newline else "\n"
    )
