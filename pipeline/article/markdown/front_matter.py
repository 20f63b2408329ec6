"""Front matter, the YAML block at the head of an article: read with the offsets of its values, changed in place."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.article.markdown.events import BYTE_ORDER_MARK, FRONT_MATTER
from pipeline.errors import ArticleError
from pipeline.model import Segment, SegmentKind

_OPENED = re.compile(rf"{BYTE_ORDER_MARK}?---[ \t]*(?:\r\n?|\n)[A-Za-z_][\w-]*:(?:\s|\Z)")
_LATE = re.compile(
    rf"{BYTE_ORDER_MARK}?(?P<before>\s+)---[ \t]*(?:\r\n?|\n)[A-Za-z_][\w-]*:[ \t][^\r\n]*(?:\r\n?|\n)"
    r"(?:[^\r\n]+(?:\r\n?|\n))*?[ ]{0,3}---[ \t]*(?:[\r\n]|\Z)"
)
_TOML = re.compile(rf"{BYTE_ORDER_MARK}?\+{{3}}[ \t]*[\r\n](?:[^\r\n]*[\r\n])*?\+{{3}}[ \t]*(?:[\r\n]|\Z)")
# Words and plain punctuation that YAML reads as a string without quotes, regardless of the rest of the line.
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\"'\[\]{}&*!|>%@`,\\]|,(?=\s\w))*", re.UNICODE)
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "inf", "nan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A scalar in the front matter: its key, its value, and the offsets and line of its source text."""

    key: str
    value: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The YAML between the fences: its offsets in the text, its line end, its keys and its fields."""

    start: int
    end: int
    newline: str
    keys: tuple[str, ...]
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        """Return the first field with this key, or None."""
        return next((field for field in self.fields if field.key == key), None)


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the front matter of an article; return None if there is none.

    Raises ArticleError, with the line, if it is not closed, not a YAML mapping, in TOML, or below a blank line.
    """
    found = FRONT_MATTER.match(text)
    if found is None:
        if _TOML.match(text):
            raise ArticleError(
                "the front matter is in TOML, between lines of +++. Write it in YAML: 'name: value' on each line, "
                "between lines of three dashes.",
                line=1,
            )
        if _LATE.match(text):
            raise ArticleError(
                "the front matter does not begin with the first letter of the file. Delete what stands before it.",
                line=1,
            )
        if _OPENED.match(text):
            raise ArticleError(
                "the front matter is not closed. Put a line with three dashes after its last field.", line=1
            )
        return None
    start, body = found.start("body"), found["body"]
    node = _mapping(body) if body.strip() else None
    keys = tuple(key.value for key, _ in node.value if key.id == "scalar") if node is not None else ()
    fields = tuple(_fields(node, start)) if node is not None else ()
    return FrontMatter(start=start, end=found.end("body"), newline=found["first"], keys=keys, fields=fields)


def _mapping(body: str) -> Any:  # noqa: ANN401
    import yaml  # noqa: PLC0415  slow to import, and needed only for articles with front matter

    try:
        node = yaml.compose(body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "cannot be read"
        line = mark.line + 2 if mark else 1
        raise ArticleError(
            f"the front matter is not valid YAML: {what}. Quote the value if it has a colon.", line=line
        ) from None
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise ArticleError("the front matter is not a list of fields. Write each as 'name: value' on a line.", line=2)
    return node


def _fields(node: Any, start: int) -> Iterator[Field]:  # noqa: ANN401
    """Yield the scalars of a mapping node, those of a list one by one; aliases and nested mappings are left out."""
    for key, value in node.value:
        for item in value.value if value.id == "sequence" else (value,):
            if item.id == "scalar" and key.id == "scalar":
                first, last = item.start_mark.index, item.end_mark.index
                yield Field(
                    key=key.value,
                    value=item.value,
                    start=start + first,
                    end=start + last,
                    line=item.start_mark.line + 2,
                )


def extract_fields(text: str, front: FrontMatter, chosen: Sequence[str]) -> Iterator[tuple[int, int, Segment]]:
    """Yield the chosen fields that are not blank as offsets and segment; each is a block of its own, from 0."""
    fields = (field for field in front.fields if field.key in chosen and field.value.strip())
    for block, field in enumerate(fields):
        segment = Segment(
            kind=SegmentKind.FRONT_MATTER,
            text=field.value,
            source=text[field.start : field.end],
            block=block,
            line=field.line,
            label=field.key,
        )
        yield field.start, field.end, segment


def format_scalar(value: str, like: str) -> str:
    """Format `value` as a YAML scalar in the style of the source text `like`, which it replaces.

    Single and double quotes are kept, and so are none if YAML allows it; anything else is double-quoted on one line.
    The line end that belongs to a block scalar stays.
    """
    tail = like[len(like.rstrip()) :] if like[:1] in {"|", ">"} else ""
    if like[:1] == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if like[:1] not in {"'", '"', "|", ">"} and is_plain_scalar(value):
        return value
    return json.dumps(value, ensure_ascii=not value.isprintable()) + tail


def is_plain_scalar(value: str) -> bool:
    """Tell whether YAML reads `value` without quotes, in a mapping or a list, as exactly this string."""
    return bool(_PLAIN.fullmatch(value)) and value == value.strip() and value.lower() not in _NOT_TEXT


def add_fields(text: str, lang: str, block: Sequence[str]) -> str:
    """Set the language in the front matter of `text` and append the YAML lines `block`; make front matter if needed."""
    front = read_front_matter(text)
    if front is None:
        mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        newline = (re.search(r"\r\n?|\n", text) or ["\n"])[0]
        return mark + newline.join(["---", f"lang: {lang}", *block, "---", "", ""]) + text[len(mark) :]
    field = front.field("lang")
    lines = [*([] if field else [f"lang: {lang}"]), *block]
    added = "".join(line + front.newline for line in lines)
    head, tail = text[: front.end] + added, text[front.end :]
    return f"{head[: field.start]}{lang}{head[field.end :]}{tail}" if field else head + tail
