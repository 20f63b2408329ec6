"""Read front matter for the places of its values, so that its source text is kept, and format values in its style."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.article.escape import clean_target
from pipeline.article.markdown.front_matter_block import (
    BYTE_ORDER_MARKS,
    FrontMatterBlock,
    FrontMatterForm,
    find_front_matter,
    fold_key,
    mask_odd,
    unmask_odd,
)
from pipeline.article.markdown.links import hide_tags
from pipeline.errors import ArticleError, explain_toml
from pipeline.frozen import dataclass
from pipeline.model import Segment, SegmentKind
from pipeline.patterns import lazy

_OPENED = lazy(rf"{BYTE_ORDER_MARKS}---[ \t]*(?:\r\n?|\n)[A-Za-z_][\w-]*:(?:\s|\Z)")
_OPENED_TOML = lazy(rf"{BYTE_ORDER_MARKS}\+{{3}}[ \t]*(?:\r\n?|\n)[\w.\"-]+[ \t]*=")
_OPENED_JSON = lazy(rf'{BYTE_ORDER_MARKS}\{{\s*"[^"\r\n]*"\s*:')
_CLOSED_TOML = lazy(r"^\+(?=\+\+)", re.MULTILINE)  # the first sign of a line that would end front matter in TOML
_LATE = lazy(
    rf"{BYTE_ORDER_MARKS}(?P<before>\s+)---[ \t]*(?:\r\n?|\n)[A-Za-z_][\w-]*:[ \t][^\r\n]*(?:\r\n?|\n)"
    r"(?:[^\r\n]+(?:\r\n?|\n))*?[ ]{0,3}---[ \t]*(?:[\r\n]|\Z)"
)
# Words and plain punctuation that YAML reads as a string without quotes, regardless of the rest of the line.
_PLAIN = lazy(r"[^\W\d_](?:[^\n:#\"'\[\]{}&*!|>%@`,\\]|,(?=\s\w))*", re.UNICODE)
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "inf", "nan"}
_PROPERTIES = lazy(r"(?:[&!][^\s]*[ \t]+)+")
_STRING_OR_COMMENT = {
    FrontMatterForm.TOML: re.compile(
        r'(?P<string>"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}'
        r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')|#[^\r\n]*'
    ),
    FrontMatterForm.JSON: re.compile(r'(?P<string>"(?:[^"\\]|\\.)*")'),
}
_DEEP = "the front matter has lists in lists too deep to be read. Take out what is not front matter."
_SURROGATES = lazy(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}")
_SENTINEL = "\ue000{}\ue001"
_SENTINEL_FORM = lazy("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A text in the front matter: its key, its value, and where its source text stands.

    The key of a nested value is a path, such as `cover.alt`; the values of a list share the key of the list.
    """

    key: str
    value: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The front matter of a text: form, place between the fences, line ends, top-level keys, and fields. `indentation`
    is that of YAML's fields; `closing` the place of the last brace, if fields are in braces, or 0.
    """

    form: FrontMatterForm
    start: int
    end: int
    newline: str
    keys: tuple[str, ...]
    fields: tuple[Field, ...]
    indentation: str = ""
    closing: int = 0

    def field(self, key: str) -> Field | None:
        """The first field with this key, or None."""
        return next((field for field in self.fields if field.key == key), None)


def read_front_matter(text: str, dialects: Sequence[str] = ()) -> FrontMatter | None:
    """Read the front matter of an article, with its keys as `fold_key` returns them; return None if there is none.

    Raises ArticleError, with the line, where it is not closed, not valid, or below a blank line.
    """
    block = find_front_matter(text)
    if block is None:
        _refuse_almost(text)
        return None
    body = mask_odd(text[block.start : block.end])
    indentation, closing = "", 0
    if block.form is FrontMatterForm.YAML:
        node = _read_yaml(body) if body.strip() else None
        keys = tuple(unmask_odd(key.value) for key, _ in node.value if key.id == "scalar") if node is not None else ()
        fields = tuple(_yaml_fields(node, body, block.start)) if node is not None else ()
        if node is not None:
            indentation = " " * node.start_mark.column
            closing = block.start + node.end_mark.index - 1 if node.flow_style else 0
    else:
        table = read_table(body, block.form)
        keys, fields = tuple(map(unmask_odd, table)), tuple(_string_fields(body, block))
        closing = block.start + body.rstrip().rfind("}") if block.form is FrontMatterForm.JSON else 0
    return FrontMatter(
        form=block.form,
        start=block.start,
        end=block.end,
        newline=block.newline,
        keys=tuple(fold_key(key, dialects) for key in keys),
        fields=tuple(replace(field, key=fold_key(field.key, dialects)) for field in fields) if dialects else fields,
        indentation=indentation,
        closing=closing,
    )


def _refuse_almost(text: str) -> None:
    """Raise ArticleError for what was meant to be front matter and is not."""
    if _LATE.match(text):
        raise ArticleError(
            "the front matter does not begin with the first letter of the file. Delete what stands before it.", line=1
        )
    if _OPENED.match(text):
        raise ArticleError("the front matter is not closed. Put a line with three dashes after its last field.", line=1)
    if _OPENED_TOML.match(text):
        raise ArticleError(
            "the front matter is not closed. Put a line with three plus signs after its last field.", line=1
        )
    if _OPENED_JSON.match(text):
        _refuse_object(text)


def _refuse_object(text: str) -> None:
    """Raise ArticleError if the JSON that a text begins with is broken."""
    try:
        json.JSONDecoder(strict=False).raw_decode(text, text.index("{"))
    except json.JSONDecodeError as error:
        raise _make_error(FrontMatterForm.JSON, error, lines_before=0) from None
    except RecursionError:
        raise ArticleError(_DEEP, line=1) from None


def _make_error(form: FrontMatterForm, error: ValueError, lines_before: int) -> ArticleError:
    """Return the error about a table that cannot be read, with its line in the article."""
    said, line = (error.msg, error.lineno) if isinstance(error, json.JSONDecodeError) else explain_toml(error)
    message = f"the front matter is not valid {form.upper()}: {said}. Correct the line."
    return ArticleError(message, line=lines_before + line)


# YAML


def _read_yaml(body: str) -> Any:  # noqa: ANN401
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


def _yaml_fields(node: Any, body: str, start: int) -> Iterator[Field]:  # noqa: ANN401
    """Yield the scalars below a mapping node in order, without their anchors and tags; an alias is left out."""
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("", node)]
    while waiting:
        path, item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if item.id == "mapping":
            inside = [(f"{path}.{key.value}" if path else key.value, value) for key, value in item.value]
            waiting += reversed([pair for pair, (key, _) in zip(inside, item.value, strict=True) if key.id == "scalar"])
        elif item.id == "sequence":
            waiting += [(path, value) for value in reversed(item.value)]
        else:
            first, last = item.start_mark.index, item.end_mark.index
            properties = _PROPERTIES.match(body, first, last)
            first = properties.end() if properties else first
            value, line = unmask_odd(item.value), item.start_mark.line + 2
            yield Field(key=unmask_odd(path), value=value, start=start + first, end=start + last, line=line)


# TOML and JSON


def read_table(body: str, form: FrontMatterForm) -> dict[str, Any]:
    """Return the values of front matter in TOML or JSON. Raises ArticleError, with the line, if it is not valid."""
    try:
        return tomllib.loads(body) if form is FrontMatterForm.TOML else dict(json.loads(body, strict=False))
    except RecursionError:
        raise ArticleError(_DEEP, line=1) from None
    except ValueError as error:
        raise _make_error(form, error, lines_before=1) from None


def _string_fields(body: str, block: FrontMatterBlock) -> Iterator[Field]:
    """Yield the strings of a table in the order of the text.

    Neither parser tells where a value stands. So each string is replaced by one that names its place, and the table is
    read again: the value of a field is then the place of its text.
    """
    strings: list[tuple[int, int]] = []

    def name(found: re.Match[str]) -> str:
        if found.lastgroup is None:
            return found[0]
        strings.append(found.span())
        return f'"{_SENTINEL.format(len(strings) - 1)}"'

    named = _STRING_OR_COMMENT[block.form].sub(name, body)
    values = [_string_value(body[first:last], block.form) for first, last in strings]
    for path, number in sorted(_walk(read_table(named, block.form), values), key=lambda item: item[1]):
        first, last = strings[number]
        line = body.count("\n", 0, first) + (1 if block.form is FrontMatterForm.JSON else 2)
        yield Field(key=path, value=values[number], start=block.start + first, end=block.start + last, line=line)


def _walk(value: Any, values: Sequence[str], path: str = "") -> Iterator[tuple[str, int]]:  # noqa: ANN401
    """Yield the path and the number of each named string below `value`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = _SENTINEL_FORM.sub(lambda found: values[int(found[1])], key)
            yield from _walk(item, values, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, values, path)
    elif isinstance(value, str) and (found := _SENTINEL_FORM.fullmatch(value)):
        yield path, int(found[1])


def _string_value(source: str, form: FrontMatterForm) -> str:
    if form is FrontMatterForm.JSON:
        return unmask_odd(json.loads(source, strict=False))
    return unmask_odd(tomllib.loads(f"value = {source}")["value"])


# Fields as segments, and values in the form of the source


def extract_fields(
    text: str, front: FrontMatter, chosen: Sequence[str], dialects: tuple[str, ...]
) -> Iterator[tuple[int, int, Segment]]:
    """Yield the chosen fields that are not blank as offsets and segment; each is a block of its own, from 0.

    A nested value is chosen by its path, `cover.alt`; `resources[].title` is `title` in every item of a list. What the
    site's program fills in, `{{…}}`, becomes a placeholder.
    """
    wanted = {fold_key(path.replace("[]", ""), dialects) for path in chosen}
    fields = (field for field in front.fields if fold_key(field.key, dialects) in wanted and field.value.strip())
    for block, field in enumerate(field for field in fields if field.end > field.start):
        shown, placeholders = hide_tags(field.value, dialects)
        segment = Segment(
            kind=SegmentKind.FRONT_MATTER,
            text=shown,
            source=text[field.start : field.end],
            placeholders=placeholders,
            block=block,
            line=field.line,
            label=field.key,
            quoting=front.form.value,
        )
        yield field.start, field.end, segment


def format_value(target: str, segment: Segment) -> str:
    """Format a translation as the value of a field in the style of its source text; lines stay where it has some."""
    like = segment.source
    if segment.quoting == FrontMatterForm.YAML and like[:1] == "|":
        return _format_block(_clean_lines(target), like)
    has_lines = "\n" in segment.text.strip("\n")
    if segment.quoting == FrontMatterForm.YAML and like[:1] == ">":  # a line end there is a blank line here
        folded = re.sub(r"\n+", r"\g<0>\n", target.strip("\n"))
        return _format_block(_clean_lines(folded) if has_lines else [clean_target(target)], like)
    if segment.quoting == FrontMatterForm.TOML and like[:3] in {'"""', "'''"}:
        lines = "\n".join(_clean_lines(target)) + ("\n" if segment.text.endswith("\n") else "")
        escaped = lines.replace("\\", "\\\\").replace('"""', '""\\"')
        return '"""\n' + _CLOSED_TOML.sub(r"\\u002B", escaped) + '"""'
    value = "\n".join(_clean_lines(target)) if has_lines else clean_target(target)
    if segment.quoting == FrontMatterForm.TOML:
        return f"'{value}'" if like[:1] == "'" and "'" not in value and value.isprintable() else quote_scalar(value)
    if segment.quoting == FrontMatterForm.JSON:
        return json.dumps(value, ensure_ascii=not value.isprintable())
    return format_scalar(value, like)


def _clean_lines(target: str) -> list[str]:
    """Clean each line of a translation; the spaces that a line below the first begins with are its indentation."""
    first, *others = target.strip("\n").split("\n")
    return [clean_target(first), *(_indentation(line) + clean_target(line) for line in others)]


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))] if line.strip() else ""


def _format_block(lines: Sequence[str], like: str) -> str:
    """Format lines as a YAML block scalar with the header, the indentation and the last line end of `like`."""
    newline = (re.search(r"\r\n?|\n", like) or ["\n"])[0]
    header, _, rest = like.partition(newline)
    indentation = (re.search(r"(?m)^([ \t]*)\S", rest) or ["", "  "])[1]
    tail = like[len(like.rstrip()) :]
    return newline.join([header, *(f"{indentation}{line}" if line else "" for line in lines)]) + tail


def quote_scalar(value: str) -> str:
    """Quote `value` as YAML and TOML read it; they know no pairs of surrogates as JSON does."""
    quoted = json.dumps(value, ensure_ascii=not value.isprintable()).replace("\x7f", "\\u007f")
    return _SURROGATES.sub(_escape_astral, quoted)


def _escape_astral(pair: re.Match[str]) -> str:
    character = json.loads(f'"{pair[0]}"')
    return f"\\U{ord(character):08x}"


def format_scalar(value: str, like: str) -> str:
    """Format `value` as a YAML scalar in the style of the source text `like`, which it replaces.

    Single and double quotes are kept, and so are none if YAML allows it; anything else is double-quoted on one line.
    """
    if like[:1] == "'" and "\n" not in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if like[:1] not in {"'", '"'} and is_plain_scalar(value):
        return value
    return quote_scalar(value)


def is_plain_scalar(value: str) -> bool:
    """Tell whether YAML reads `value` without quotes, in a mapping or a list, as exactly this string."""
    return bool(_PLAIN.fullmatch(value)) and value == value.strip() and value.lower() not in _NOT_TEXT
