"""Translations made when a catalog showed a site's syntax as words: `{{< ref "a" >}}` where it has `{keep1}` now.

The texts and the translations are the same, so nothing is to be translated or confirmed again where the translator kept
the syntax as it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.article.extract import TextUnit, was_spelled_out
from pipeline.model import Entry

_LEADING = re.compile(
    r"(?:\[!\w+\][+-]?|:{3,}[ \w-]*(?:\{[^{}]*\})?|(?:!!!|\?\?\?\+?) [\w-]+(?: \"[^\"]*\")?|[:~|])\s+(?=\S)"
)
_TRAILING = re.compile(r"\s+(?:\{[:.#][^{}]*\}|:{3,})$")


def find_unmasked(units: Sequence[TextUnit], entries: Sequence[Entry]) -> Iterator[tuple[TextUnit, Entry, str]]:
    """Yield each of `units` that one of `entries` translates but for a site's syntax, with its new entry, which is
    fuzzy where the translation does not have all of that syntax, and the key of the old one.
    """
    if not units or not entries:
        return
    spelled = {entry.source: entry for entry in entries}
    bare = {text: entry for entry in entries if (text := _without_line_marks(entry.source)) != entry.source}
    for unit in units:
        entry = spelled.get(unit.spelled_out) if unit.spelled_out else None
        if entry is not None:
            yield unit, _with_placeholders(entry, unit), entry.key
        elif unit.text in bare:
            entry = bare[unit.text]
            yield unit, _without_marks(entry, unit.text), entry.key


def _with_placeholders(entry: Entry, unit: TextUnit) -> Entry:
    target, is_whole = entry.target, True
    for placeholder in unit.segment.placeholders:
        if was_spelled_out(placeholder):
            source = " ".join(placeholder.source.split())
            is_whole = is_whole and source in target
            target = target.replace(source, f"{{{placeholder.name}}}", 1)
    if is_whole:
        return replace(entry, source=unit.text, target=target)
    return replace(entry, source=unit.text, target=target, fuzzy=True, previous=entry.source)


def _without_marks(entry: Entry, text: str) -> Entry:
    target = _without_line_marks(entry.target)
    if target != entry.target and _marks(entry.source) == _marks(entry.target):
        return replace(entry, source=text, target=target)
    return replace(entry, source=text, target=target, fuzzy=True, previous=entry.source)


def _without_line_marks(text: str) -> str:
    leading = _LEADING.match(text)
    return _TRAILING.sub("", text[leading.end() :] if leading else text)


def _marks(text: str) -> tuple[str, str]:
    leading, trailing = _LEADING.match(text), _TRAILING.search(text)
    return (leading[0] if leading else "", trailing[0] if trailing else "")
