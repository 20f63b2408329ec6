"""Change one setting in the settings file of a workspace; everything else in it stays, comments too."""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.workspace import files
from pipeline.workspace.settings import Settings, find_file, read_setting, read_table, settings_table
from pipeline.workspace.settings.specs import format_value
from pipeline.workspace.settings.toml_edit import find_line, set_value


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """A setting as the file has it now: its place and its value as TOML; `written` is False if it was so before."""

    path: Path
    line: int
    value: str
    written: bool


def set_setting(settings: Settings, key: str, word: str) -> SettingChange:
    """Set a key, such as `missing` or `checks.numbers`, to the value that a word means for it. The caller holds the
    workspace's lock. Raises SettingsError, with what the setting says to the word, and FileError.
    """
    path = find_file(settings)
    before = files.read(path) or b""
    text = before.decode("utf-8-sig")
    parts = tuple(key.split("."))
    taken = _read_value(read_table(path) or {}, parts, word)
    shown = format_value(taken)
    try:
        after = set_value(text, settings_table(path), parts, taken, shown)
    except ValueError as error:
        line = find_line(text, (*settings_table(path), *parts))
        raise SettingsError(
            f"{key} cannot be set without changing more of the file. Write it there: {key} = {shown}",
            path=str(path),
            line=line,
        ) from error
    mark = before[: len(before) - len(text.encode())]
    written = files.write(path, mark + after.encode(), seen=before, root=settings.root)
    line = find_line(after, (*settings_table(path), *parts))
    return SettingChange(path=path, line=line, value=shown, written=written)


def _read_value(table: Mapping[str, Any], parts: tuple[str, ...], word: str) -> object:
    """Read the value of a word as the setting takes it. Raises SettingsError, with what the setting says to it."""
    candidates: list[Any] = [word, [item.strip() for item in word.split(",") if item.strip()]]
    with suppress(tomllib.TOMLDecodeError):
        candidates.insert(0, tomllib.loads(f"value = {word}")["value"])
    faults = []
    for candidate in candidates:
        try:
            read_setting(parts[0], _nest(table.get(parts[0]), parts[1:], candidate))
        except ValueError as error:
            faults.append(str(error))
        else:
            return candidate
    raise SettingsError(faults[0])


def _nest(before: object, parts: tuple[str, ...], value: object) -> object:
    """Return a setting as it would be with a value in its tables."""
    if not parts:
        return value
    table = before if isinstance(before, dict) else {}
    return table | {parts[0]: _nest(table.get(parts[0]), parts[1:], value)}
