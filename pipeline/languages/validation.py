"""Check the files of a language pack against the skeletons of all files, which have every setting that there is."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from pipeline.errors import TargmanError, explain_toml
from pipeline.languages import own_base
from pipeline.languages.folders import decode
from pipeline.languages.pack_values import check_value

MARKER = re.compile(r"@(\w+)@")
"""A place in a skeleton for a fact about the language."""

_OFF = re.compile(r'^#(?=\[|[\w".]+(?: [\d.]+")? = )', re.MULTILINE)
_EXAMPLES = {"percent_space": "true", "quotes": '["“”"]', "month_beginnings": '["jan"]', "months": ""}
"""Facts other than texts, as TOML has them."""
_OPEN = frozenset(
    {"same_letters", "codes", "fonts", "placeholders", "placeholders_on_keyboard", "scales", "words", "months", "units"}
    | {"measures", "weekdays", "numbers", "dates", "inflection", "irregular", "romanisation"}
)
"""Tables whose keys are the pack's own."""
_PATTERNS = {
    "documents.toml": None,
    "numbers.toml": (
        *("decades", "decades_before", "hours", "after_roman", "own_months"),
        *("certain", "clock", "minus", "below", "falling", "versions"),
    ),
    "typography.toml": ("speech", "question_words"),
}
"""Keys whose texts are regular expressions, by file; None for all."""


def read_skeletons() -> dict[str, str]:
    """Return the skeletons of a pack's files by name, with markers where facts go. Settings that a person has to make
    are switched off by a # before them.
    """
    folder = resources.files(__name__.rpartition(".")[0]).joinpath("skeleton")
    files = sorted(folder.iterdir(), key=lambda each: each.name)
    return {each.name.replace(".txt", ".toml"): decode(each.read_bytes()) for each in files}


@cache
def read_settings() -> dict[str, dict[str, Any]]:
    """Return the settings that each file of a pack may have, with examples of their values."""
    filled = {
        name: MARKER.sub(lambda found: _EXAMPLES.get(found[1], '""'), text) for name, text in read_skeletons().items()
    }
    return {name: tomllib.loads(_OFF.sub("", text)) for name, text in filled.items()}


def find_faults(folder: Traversable, origin: str) -> Iterator[TargmanError]:
    """Yield an error for every fault in the TOML files of a folder with a pack, whose name in messages is `origin`."""
    keys = read_settings()
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{origin}/{file.name}"
        if not file.name.endswith(".toml") or file.name.startswith("."):
            continue  # an editor's lock begins with a dot
        if file.name not in keys:
            yield TargmanError(f"is not a file of a pack{_meant(file.name, keys)}", path=path)
            continue
        try:
            text = decode(file.read_bytes())
            table = tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            yield TargmanError("is not UTF-8. Save it as UTF-8.", path=path, line=line)
            continue
        except tomllib.TOMLDecodeError as error:
            yield _explain(error, text).at(path)
            continue
        if file.name == "language.toml" and (cycle := _find_cycle(folder.name, table)):
            message = f"“base” leads from {' to '.join(cycle)}: a language cannot be based on itself"
            yield TargmanError(message, path=path, line=_line(text, "base"))
            continue
        for key, message in _read_table(table, keys[file.name], file.name):
            yield TargmanError(message, path=path, line=_line(text, key))


def _explain(error: tomllib.TOMLDecodeError, text: str) -> TargmanError:
    """Return the error about text that is not TOML, with its line and what is probably meant."""
    message, line = explain_toml(error)
    line = line or text.count("\n") + 1
    written = [*text.split("\n"), ""][line - 1]
    advice = ""
    if re.search(r"[=\[,]\s*[“”„«‘’]", written):
        advice = " Put values between straight quotation marks."
    elif "Unescaped" in message or "escape" in message:
        advice = " Put patterns with a backslash between single quotation marks: '\\.'"
    elif "Unclosed" in message:
        advice = " A comma, a quotation mark or a bracket is missing in it."
    return TargmanError(f"is not TOML: {message}.{advice}", line=line)


def _find_cycle(code: str, table: Mapping[str, Any]) -> list[str]:
    """Return the languages by which one is based on itself; none if it is not."""
    chain, base = [code], table.get("base")
    while isinstance(base, str) and base:
        chain.append(base)
        if base in chain[:-1]:
            return chain
        base = own_base(base)
    return []


def _read_table(table: Mapping[str, Any], known: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield keys of a table, each with what is wrong with it."""
    for key, value in table.items():
        if key not in known:
            yield key, f"“{key}” is not a setting of this file{_meant(key, known)}"
        elif not _is_alike(value, known[key]):
            yield key, f"“{key}” has to be written as in: {key} = {_example(known[key])}"
        elif isinstance(value, dict) and key not in _OPEN:
            yield from _read_table(value, known[key], name)
        else:
            yield from ((key, message) for message in check_value(name, key, value))
        patterns = _PATTERNS.get(name, ())
        if patterns is None or key in patterns:
            yield from ((key, message) for message in _bad_patterns([value] if isinstance(value, str) else value))
        if key == "groups" and isinstance(value, list):
            yield from ((key, message) for message in _bad_patterns(pair[0] for pair in value if pair))


def _bad_patterns(patterns: Iterable[object]) -> Iterator[str]:
    for pattern in patterns:
        try:
            re.compile(str(pattern))
        except re.error as error:
            yield f"“{pattern}” is not a regular expression: {error}"


def _is_alike(value: object, example: object) -> bool:
    """Tell whether a value is of the kind of an example; a number may be whole or not, a text a list of texts."""
    if isinstance(example, int | float) and not isinstance(example, bool):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(example, str):
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    return type(value) is type(example)


def _example(value: object) -> str:
    """Return a value as TOML has it, with dots in place of what a person writes."""
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return '"…"' if isinstance(value, str) else '["…"]' if isinstance(value, list) else "{ … }"


def _line(text: str, key: str) -> int:
    found = re.search(rf'^\s*\[?"?{re.escape(key)}\b', text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _meant(name: str, names: Iterable[str]) -> str:
    alike = get_close_matches(name, list(names), n=1)
    return f"; did you mean “{alike[0]}”?" if alike else f"; there are {', '.join(sorted(names))}"
