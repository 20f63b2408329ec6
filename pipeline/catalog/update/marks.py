"""Translations made when a catalog showed a site's syntax as words: `{{< ref "a" >}}` where it has `{keep1}` now.

The texts and the translations are the same, so nothing is to be translated or confirmed again where the translator kept
the syntax as it was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.article.extract import TextUnit, was_spelled_out
from pipeline.catalog.update.join import find_joined
from pipeline.catalog.update.placeholders import placeholder_meanings
from pipeline.model import Entry
from pipeline.patterns import lazy

_LEADING = lazy(
    r"(?:\[!\w+\][+-]?|\(ref:[\w-]+\)|/{3,} [\w-]+ \||:{3,}[ \w-]*(?:\{[^{}]*\})?"
    r"|(?:!!!|\?\?\?\+?) [\w-]+(?: \"[^\"]*\")?|[:~|])\s+(?=\S)"
)
_TRAILING = lazy(r"\s+(?:\{[:.#][^{}]*\}|:{3,}|/{3,})$")


def find_unmasked(
    units: Sequence[TextUnit], entries: Sequence[Entry]
) -> Iterator[tuple[TextUnit, Entry, Sequence[str]]]:
    """Yield each of `units` that one of `entries` translates but for a site's syntax, or that several do which its
    syntax divided, with its new entry, and the keys of the old ones. The new one is fuzzy where the translation does
    not have all of that syntax.
    """
    if not units or not entries:
        return
    spelled = {entry.source: entry for entry in entries}
    bare = {text: entry for entry in entries if (text := _without_line_marks(entry.source)) != entry.source}
    left: list[TextUnit] = []
    for unit in units:
        entry = spelled.get(unit.spelled_out) if unit.spelled_out else None
        if entry is not None:
            yield unit, _with_placeholders(entry, unit), [entry.key]
        elif unit.text in bare:
            entry = bare[unit.text]
            yield unit, _without_marks(entry, unit.text), [entry.key]
        else:
            left.append(unit)
    yield from _find_cut(left, entries, {text: entry for text, entry in bare.items() if text not in spelled})


def _find_cut(
    units: Sequence[TextUnit], entries: Sequence[Entry], bare: Mapping[str, Entry]
) -> Iterator[tuple[TextUnit, Entry, Sequence[str]]]:
    """Yield the units whose texts were several: a full stop in a site's syntax ended a sentence."""
    whole = {unit.spelled_out or unit.text: unit for unit in units}
    shown = [replace(unit, entry=replace(unit.entry, source=text)) for text, unit in whole.items()]
    parts = [*entries, *(_without_marks(entry, text) for text, entry in bare.items())]
    keys = {_without_marks(entry, text).key: entry.key for text, entry in bare.items()}
    for found, entry, joined in find_joined(shown, parts) if units else ():
        unit = whole[found.text]
        if unit.spelled_out or any(key in keys for key in joined):
            yield unit, _with_placeholders(entry, unit), [keys.get(key, key) for key in joined]


def strip_marks(entry: Entry) -> Entry | None:
    """Return an entry without an author's comments in its texts and the signs of syntax at their edges; None if it has
    neither, or not the same in both.
    """
    source, target = entry.source, entry.target
    for name, meaning in placeholder_meanings(entry).items():
        if meaning.startswith("<!--") and f"{{{name}}}" in target:
            source, target = (re.sub(rf"\s*\{{{name}\}}", "", text, count=1) for text in (source, target))
    plain = replace(entry, source=source, target=target)
    bare = _without_marks(plain, _without_line_marks(source))
    found = plain if bare.source == source else bare
    return found if found.source != entry.source and found.fuzzy == entry.fuzzy else None


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
