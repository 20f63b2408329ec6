"""Set fields in the front matter of a text; all else in it stays as its author wrote it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.article.markdown.front_matter import format_scalar, read_front_matter
from pipeline.article.markdown.front_matter_block import BYTE_ORDER_MARK, FrontMatterForm, fold_key

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def set_fields(text: str, fields: Mapping[str, Any], dialects: Sequence[str] = ()) -> str:
    """Return the text with these fields at the top level of its front matter, which it gets if it has none.

    A text takes the place of a text, a switch that of a switch; other fields that are there already stay. Values are
    texts, switches, numbers, lists and tables. `dialects` say how the site's program reads keys.
    """
    front = read_front_matter(text, dialects)
    if front is None:
        mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        newline = (re.search(r"\r\n?|\n", text) or ["\n"])[0]
        lines = (f"{name}: {_yaml(value)}" for name, value in fields.items())
        return mark + newline.join(["---", *lines, "---", "", ""]) + text[len(mark) :]
    known = {name for name in fields if fold_key(name, dialects) in front.keys}
    for name in fields:
        text = _replace(text, name, fields[name], dialects) if name in known else text
    return _add(text, {name: value for name, value in fields.items() if name not in known})


def _replace(text: str, name: str, value: object, dialects: Sequence[str]) -> str:
    """Return the text with another value of a field that it has, if that is a text or a switch as this one is."""
    front = read_front_matter(text, dialects)
    if front is None:
        return text
    if isinstance(value, bool):
        switch = re.compile(r'(?m)(?:^|[{,])[ \t]*"?(?P<key>\w+)"?[ \t]*[=:][ \t]*(?P<value>(?i:true|false))\b')
        switches = switch.finditer(text, front.start, front.end)
        found = next((each for each in switches if fold_key(each["key"], dialects) == name), None)
        return text[: found.start("value")] + _json(value) + text[found.end("value") :] if found else text
    field = front.field(fold_key(name, dialects))
    if field is None or not isinstance(value, str) or field.value == value:
        return text
    written = text[field.start : field.end]
    written = format_scalar(value, written) if front.form is FrontMatterForm.YAML else _json(value)
    return text[: field.start] + written + text[field.end :]


def _add(text: str, fields: Mapping[str, Any]) -> str:
    """Return the text with fields that its front matter does not have."""
    front = read_front_matter(text)
    if front is None or not fields:
        return text
    if front.form is FrontMatterForm.TOML:  # a table takes in all that follows it
        lines = "".join(f"{name} = {_toml(value)}{front.newline}" for name, value in fields.items())
        return text[: front.start] + lines + text[front.start :]
    if front.form is FrontMatterForm.JSON:
        closing = text[front.start : front.end].rstrip()[:-1].rstrip()
        added = ",".join(f"{front.newline}  {_json(name)}: {_json(value)}" for name, value in fields.items())
        return f"{text[: front.start]}{closing},{added}{front.newline}}}{text[front.end :]}"
    lines = "".join(f"{name}: {_yaml(value)}{front.newline}" for name, value in fields.items())
    return text[: front.end] + lines + text[front.end :]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _yaml(value: object) -> str:
    """Return a value on one line, lists and tables in brackets as JSON has them, which YAML reads."""
    return format_scalar(value, "") if isinstance(value, str) else _json(value)


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{key if _BARE_KEY.fullmatch(key) else _json(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return _json(value)
