"""Change the front matter of a text: set fields, or add a table; all else in it stays as its author wrote it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.article.markdown.front_matter import FrontMatter, format_scalar, quote_scalar, read_front_matter
from pipeline.article.markdown.front_matter_block import BYTE_ORDER_MARK, FrontMatterForm, fold_key

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def set_fields(text: str, fields: Mapping[str, Any], dialects: Sequence[str] = ()) -> str:
    """Return the text with these fields at the top level of its front matter, which it gets if it has none.

    A text takes the place of a text, a switch that of a switch; other fields that are there already stay. Values are
    texts, switches, numbers, lists and tables. `dialects` say how the site's program reads keys.
    """
    front = read_front_matter(text, dialects)
    if front is None:
        return _begin(text, (f"{name}: {_yaml(value)}" for name, value in fields.items()))
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


def add_table(text: str, lang: str, name: str, fields: Mapping[str, Any]) -> str:
    """Set the language in the front matter of `text` and add a table of `fields` called `name` at its end.

    Front matter keeps its form; a text without any gets YAML. Values are texts, numbers and lists of texts.
    """
    front = read_front_matter(text)
    if front is None:
        return _begin(text, (f"lang: {lang}", *_yaml_table(name, fields)))
    if front.closing:
        return _add_within_braces(text, front, lang, {name: dict(fields)})
    lines = _yaml_table(name, fields) if front.form is FrontMatterForm.YAML else _toml_table(name, fields)
    added = "".join(front.indentation + line + front.newline for line in lines)
    head, tail = text[: front.end] + added, text[front.end :]
    if known := front.field("lang"):
        end = known.start + len(text[known.start : known.end].rstrip())  # a block of lines has its last line end
        value = lang if front.form is FrontMatterForm.YAML else quote_scalar(lang)
        return f"{head[: known.start]}{value}{head[end:]}{tail}"
    if front.form is FrontMatterForm.TOML:  # a table takes in all that follows it
        return f'{head[: front.start]}lang = "{lang}"{front.newline}{head[front.start :]}{tail}'
    return f"{head[: front.end]}{front.indentation}lang: {lang}{front.newline}{added}{tail}"


def _yaml_table(name: str, fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"{name}:"
    for key, value in fields.items():
        if isinstance(value, tuple | list):
            yield f"  {key}:"
            yield from (f"    - {format_scalar(item, '')}" for item in value)
        elif isinstance(value, str):
            # A digest may look like a number in one edition and not in the next; quoted, all look alike.
            yield f"  {key}: {quote_scalar(value) if key.endswith('digest') else format_scalar(value, '')}"
        else:
            yield f"  {key}: {value}"


def _toml_table(name: str, fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"[{name}]"
    yield from (f"{key} = {_json(value)}" for key, value in fields.items())


def _add_within_braces(text: str, front: FrontMatter, lang: str, table: Mapping[str, Any]) -> str:
    """Add a table to fields in braces: JSON, which YAML reads as well."""
    known = front.field("lang")
    before = text[: front.closing].rstrip().removesuffix(",")
    if known:
        before = f"{before[: known.start]}{quote_scalar(lang)}{before[known.end :]}"
    else:
        table = {"lang": lang, **table}
    comma = "" if before.endswith("{") else ","
    added = json.dumps(table, ensure_ascii=False, indent=2)[1:-1].replace("\n", front.newline)
    return f"{before}{comma}{added}{text[front.closing :]}"


def _begin(text: str, lines: Iterable[str]) -> str:
    """Return a text without front matter with these lines as its front matter in YAML."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    newline = (re.search(r"\r\n?|\n", text) or ["\n"])[0]
    return mark + newline.join(["---", *lines, "---", "", ""]) + text[len(mark) :]
