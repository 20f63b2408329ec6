"""Find the values in a TOML file by their lines, and change one while all else stays as it is, comments too."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'  # over several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]|[^"\'#\[\]{}\n]+',
    re.DOTALL,
)
_PART = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+)"""
_KEY = re.compile(rf"\s*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=[ \t]*")
_HEADER = re.compile(rf"\s*\[[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]")


@dataclass(frozen=True, slots=True)
class TomlLine:
    """A key with its value, or the head of a table, which has no value: `start` and `end` are equal. `path` begins at
    the top of the file.
    """

    path: tuple[str, ...]
    line: int
    start: int
    end: int
    is_head: bool = False


def find_lines(text: str) -> tuple[TomlLine, ...]:
    """Return the keys and the heads of tables of a TOML file; those of arrays of tables are left out."""
    found: list[TomlLine] = []
    table: tuple[str, ...] | None = ()
    for begin, end in _statements(text):
        line = text.count("\n", 0, begin + len(text[begin:end]) - len(text[begin:end].lstrip())) + 1
        if head := _HEADER.match(text, begin, end):
            table = _split_key(head[1])
            found.append(TomlLine(table, line, end, end, is_head=True))
        elif text[begin:end].lstrip().startswith("[["):
            table = None
        elif table is not None and (key := _KEY.match(text, begin, end)):
            found.append(TomlLine((*table, *_split_key(key[1])), line, key.end(), end))
    return tuple(found)


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each statement begins and ends; a comment after it is left out, those before it are skipped."""
    begin, end, depth = 0, 0, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "\n" and depth == 0:
            if text[begin:end].strip():
                yield begin, end
            begin = end = token.end()
        elif sign[0] == "#":
            begin = token.end() if not text[begin:end].strip() else begin
        elif sign.strip():
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(sign, 0)
            end = token.start() + len(sign.rstrip())
    if text[begin:end].strip():
        yield begin, end


def _split_key(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key."""
    parts, rest = [], tomllib.loads(f"{key} = 0")
    while isinstance(rest, dict):
        [(part, rest)] = rest.items()
        parts.append(part)
    return tuple(parts)


def find_line(text: str, path: Sequence[str]) -> int:
    """Return the line of the key `path`, or of the nearest table that has it; 0 if there is none."""
    best = max(
        (each for each in find_lines(text) if each.path == tuple(path[: len(each.path)])),
        key=lambda each: len(each.path),
        default=None,
    )
    return best.line if best and best.path else 0


def locate_faults(path: Path, table: tuple[str, ...], faults: Mapping[str, Sequence[str]]) -> SettingsError:
    """Return an error that names each fault of a key in a table with its line in the file. A fault is a sentence, and
    after it the name in the table of the key, if there is one.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return SettingsError("; ".join(fault for fault, *_ in faults.values()), path=str(path))
    errors = [
        SettingsError(fault, path=str(path), line=find_line(text, (*table, key, *names)))
        for key, (fault, *names) in faults.items()
    ]
    return errors[0] if len(errors) == 1 else SettingsError("\n".join(map(str, errors)))


def set_value(text: str, table: tuple[str, ...], key: tuple[str, ...], value: object, shown: str) -> str:
    """Set the `key` in a table of the file to a value, `shown` as TOML; the rest stays, byte for byte. Raises
    ValueError where that cannot be done by changing or adding one line.
    """
    wanted = deepcopy(document := tomllib.loads(text))
    _put(wanted, (*table, *key), value)
    if wanted == document:
        return text
    for changed in _ways(text, table, key, shown):
        try:
            if tomllib.loads(changed) == wanted:
                return changed
        except tomllib.TOMLDecodeError:
            continue
    raise ValueError(".".join(key))


def _put(document: dict[str, Any], path: Sequence[str], value: object) -> None:
    *above, last = path
    for part in above:
        document = document.setdefault(part, {})
        if not isinstance(document, dict):
            raise ValueError(".".join(path))  # noqa: TRY004  the same fault as above: it has to be done by hand
    document[last] = value


def _ways(text: str, table: tuple[str, ...], key: tuple[str, ...], shown: str) -> Iterator[str]:
    """Yield the file with the key changed where it stands, uncommented, or added; the caller takes the first that is
    right.
    """
    lines = find_lines(text)
    for each in lines:
        if each.path == (*table, *key) and not each.is_head:
            yield text[: each.start] + shown + text[each.end :]
    for note in re.finditer(rf"^#[ \t]?(?={re.escape(key[0])}[ \t]*=)", text, re.MULTILINE):
        bare = text[: note.start()] + text[note.end() :]
        for each in find_lines(bare):
            if each.path == (*table, *key) and not each.is_head:
                yield bare[: each.start] + shown + bare[each.end :]
    newline = "\r\n" if "\r\n" in text else "\n"
    for depth in range(len(key) - 1, -1, -1):
        rest = ".".join(_quoted(part) for part in key[depth:])
        inside = [each for each in lines if each.path[: len(table) + depth] == (*table, *key[:depth])]
        for each in reversed(inside):
            stop = text.find("\n", each.end)
            at = len(text) if stop < 0 else stop + 1
            gap = newline if stop < 0 else ""
            yield f"{text[:at]}{gap}{rest} = {shown}{newline}{text[at:]}"
    rest = ".".join(map(_quoted, key))
    yield f"{rest} = {shown}{newline}{text}"
    yield f"{text}{'' if text.endswith(chr(10)) or not text else newline}{rest} = {shown}{newline}"


def _quoted(part: str) -> str:
    return part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"'
