"""Entries that were words and a site's syntax in one, such as `:::tip[A title] A text. :::`: each text gets its part.

The syntax divides the old translation where it divides the old text. Where it does not, nothing is taken over here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.article.escape import unescape_attribute
from pipeline.article.extract import TextUnit, was_spelled_out
from pipeline.article.placeholders import TOKEN
from pipeline.model import Entry, SegmentKind
from pipeline.patterns import lazy

_SYNTAX = lazy(r"[{}\[\]|%#^$@<]|:::|!!!|\?\?\?|===|///|(?:^|\s)[:~](?:\s|$)")
_COLON = lazy(r"(?:^|\s)[:~](?:\s|$)")
_SIGN = lazy(r"[^\w\s]")
_KEY = 2
"""Code points of a text by which it is looked up."""

Part = str | tuple[int, str]
"""Syntax, or the number of a unit and its words that stand here; a placeholder between two of them is syntax."""


def find_divided(
    units: Sequence[TextUnit], open_keys: set[str], entries: Sequence[Entry]
) -> Iterator[tuple[TextUnit, Entry, str]]:
    """Yield each of `units` with a key in `open_keys` that is a part of one of `entries`, with its new entry, fuzzy if
    the sign between the parts may have been a mere colon, and the key of the old one.
    """
    known: dict[str, list[tuple[str, int]]] = {}
    numbers = {unit.text: number for number, unit in enumerate(units)}
    for number, unit in enumerate(units):
        own = unit.segment.source if unit.segment.kind is SegmentKind.ATTRIBUTE else unit.spelled_out
        for form in {own or unit.text, unit.spelled_out or unit.text}:
            known.setdefault(form[:_KEY], []).append((form, number))
    for forms in known.values():
        forms.sort(key=lambda item: -len(item[0]))
    for entry in entries:
        if not (entry.is_translated and _SYNTAX.search(entry.source)):
            continue
        parts = list(_divide(entry.source, known, units, numbers))
        found = fill_parts(parts, entry)
        is_guess = _has_plain_colon(parts, units)
        targets = {number: _assemble(units[number], words) for number, words in found.items() if number >= 0}
        for number, target in targets.items():
            unit = units[number]
            is_left = unit.segment.quoting.startswith("html") and target == unit.text  # nobody could translate it
            if target and unit.key in open_keys and not is_left:
                carried = replace(entry, source=unit.text, target=target, context=unit.entry.context, fuzzy=is_guess)
                yield unit, carried, entry.key


def _divide(
    source: str, known: dict[str, list[tuple[str, int]]], units: Sequence[TextUnit], numbers: dict[str, int]
) -> Iterator[Part]:
    at = past = 0
    while at < len(source):
        forms = [*known.get(source[at : at + _KEY], ()), *known.get(source[at], ())] if ends_word(source, at) else ()
        fitting = (item for item in forms if source.startswith(item[0], at) and ends_word(source, at + len(item[0])))
        form, number = next(fitting, ("", -1))
        if not form:
            at += 1
            continue
        if source[past:at]:
            yield source[past:at]
        yield from _unit_parts(units[number], number, numbers)
        at = past = at + len(form)
    if source[past:]:
        yield source[past:]


def _has_plain_colon(parts: Sequence[Part], units: Sequence[TextUnit]) -> bool:
    """Tell whether a colon between spaces, as French has it, stands before anything but a definition: no syntax."""
    return any(
        isinstance(part, str)
        and _COLON.search(part) is not None
        and (isinstance(after, str) or units[after[0]].segment.kind is not SegmentKind.LIST_ITEM)
        for part, after in pairwise(parts)
    )


def ends_word(source: str, at: int) -> bool:
    """Tell whether no word goes on at `at`."""
    return at in {0, len(source)} or not (source[at - 1].isalnum() and source[at].isalnum())


def _unit_parts(unit: TextUnit, number: int, numbers: dict[str, int]) -> Iterator[Part]:
    """Yield the words of a unit and the syntax between them; words within syntax are those of another unit."""
    spelled = {item.name: item for item in unit.segment.placeholders if was_spelled_out(item)}
    for text, name in _split(unit):
        if text.strip():
            yield number, text
        for piece in spelled[name].pieces if name else ():
            if isinstance(piece, str):
                yield " ".join(piece.split())
            else:
                yield numbers.get(piece.text, -1), piece.text


def _split(unit: TextUnit) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a unit's text, each with the name of the placeholder of syntax after it."""
    names = {item.name for item in unit.segment.placeholders if was_spelled_out(item)}
    at = 0
    for token in TOKEN.finditer(unit.text):
        if token[1] in names:
            yield unit.text[at : token.start()], token[1]
            at = token.end()
    yield unit.text[at:], ""


def _assemble(unit: TextUnit, found: Sequence[str]) -> str | None:
    """Return a unit's translation, made of the stretches that were found; None if they are not those of its text."""
    stretches = list(_split(unit))
    if len(found) != sum(bool(text.strip()) for text, _ in stretches):
        return None
    words = iter(found)
    made = ((next(words) if text.strip() else text) + (f"{{{name}}}" if name else "") for text, name in stretches)
    return unescape_attribute("".join(made).strip(), unit.segment.quoting)


def fill_parts(parts: Sequence[Part], entry: Entry) -> dict[int, list[str]]:
    """Return the translated stretches of the units; none where syntax does not divide the translation as the text."""
    words: dict[int, list[str]] = {}
    at = 0
    for index, part in enumerate(parts):
        if isinstance(part, str):
            sign = part.strip()
            if not _SIGN.search(sign) or entry.target.count(sign) != entry.source.count(sign):
                return {}
            start = entry.target.find(sign, at)
            if start < 0 or (entry.target[at:start].strip() and index == 0):
                return {}
            at = start + len(sign)
            continue
        following = parts[index + 1] if index + 1 < len(parts) else None
        if following is not None and not isinstance(following, str):
            return {}
        end = entry.target.find(following.strip(), at) if following is not None else len(entry.target)
        if end < at or not entry.target[at:end].strip():
            return {}
        words.setdefault(part[0], []).append(entry.target[at:end])
        at = end
    if entry.target[at:].strip() or not any(_SYNTAX.search(part) for part in parts if isinstance(part, str)):
        return {}
    return words
