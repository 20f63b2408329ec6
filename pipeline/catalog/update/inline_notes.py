"""Entries of sentences that had an author's note in their words, `A sentence.^[A note.]`: each text gets its part.

The signs of the notes divide the old translation where they divide the old text. A note of several sentences was cut
where they end, so that a text may get its parts from several entries.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import TOKEN, renumber_placeholders
from pipeline.catalog.update.divided import Part, ends_word, fill_parts
from pipeline.model import Entry, Segment

_KEY = 2
"""Code points of a text by which it is looked up; a text may have one."""

_BRACKET = re.compile(r"\^?\[|\]")
_SHIELDS = str.maketrans({"[": "\ufdd1", "]": "\ufdd2"})
_SHIELDED = str.maketrans({"\ufdd1": "[", "\ufdd2": "]"})
"""Noncharacters for brackets that are no signs of notes."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a unit's text between two notes: the unit's number, the place of the part in it, its former text, and
    its placeholders' former and new names.
    """

    number: int
    place: int
    former: str
    names: tuple[tuple[str, str], ...]


_Found = dict[tuple[int, int], tuple[str, Entry]]
"""The translated parts of units, with the entries that they are from, by number and place."""


def find_noted(
    units: Sequence[TextUnit], open_keys: set[str], entries: Sequence[Entry]
) -> Iterator[tuple[TextUnit, Entry, str]]:
    """Yield each of `units` with a key in `open_keys` whose words are in `entries` beside a note within the sentence,
    with its new entry and the key of the old one that it begins in.
    """
    known = _find_stretches(units) if entries else {}
    if not known:
        return
    found: _Found = {}
    for entry in entries:
        if entry.is_translated and ("[" in entry.source or "]" in entry.source):
            for stretch, words in _divide(entry, known):
                found.setdefault((stretch.number, stretch.place), (words, entry))
    made = {number: _assemble(units[number], number, found) for number, _ in found if units[number].key in open_keys}
    for number, carried in made.items():
        if carried is not None:
            former = next(entry for (other, _), (_, entry) in found.items() if other == number)
            yield units[number], carried, former.key


def _find_stretches(units: Sequence[TextUnit]) -> Mapping[str, list[_Stretch]]:
    """Return the parts of the sentences with notes, and the sentences of these notes, by how they begin."""
    numbers = {unit.key: number for number, unit in enumerate(units)}
    known: dict[str, list[_Stretch]] = {}
    for number, unit in enumerate(units):
        if any(item.is_inline_note for item in unit.segment.placeholders):
            for stretch in _unit_stretches(unit, number, numbers):
                known.setdefault(stretch.former[:_KEY], []).append(stretch)
    for stretches in known.values():
        stretches.sort(key=lambda item: -len(item.former))
    return known


def _unit_stretches(unit: TextUnit, number: int, numbers: Mapping[str, int]) -> Iterator[_Stretch]:
    counts: Counter[str] = Counter()
    for place, (text, note) in enumerate(_split(unit)):
        yield from _stretch(text, number, place, counts)
        for piece in note:
            if isinstance(piece, Segment) and piece.key in numbers:
                yield from _stretch(piece.text, numbers[piece.key], 0, counts)


def _split(unit: TextUnit) -> Iterator[tuple[str, tuple[str | Segment, ...]]]:
    """Yield the parts of a unit's text, each with the pieces of the note after it."""
    notes = {item.name: item.pieces for item in unit.segment.placeholders if item.is_inline_note}
    at = 0
    for token in TOKEN.finditer(unit.text):
        if token[1] in notes:
            yield unit.text[at : token.start()], notes[token[1]]
            at = token.end()
    yield unit.text[at:], ()


def _stretch(text: str, number: int, place: int, counts: Counter[str]) -> Iterator[_Stretch]:
    """Yield the stretch of `text`, unless it is blank; `counts` are the former placeholders of its sentence so far."""
    names: list[tuple[str, str]] = []
    for name in TOKEN.findall(text):
        kind = name.rstrip("0123456789")
        counts[kind] += 1
        names.append((f"{kind}{counts[kind]}", name))
    former = _shield(renumber_placeholders(text, [(new, old) for old, new in names]).strip())
    if former:
        yield _Stretch(number, place, former, tuple(names))


def _shield(text: str) -> str:
    """Return a text with noncharacters for the brackets of links and the like, which are no signs of notes."""
    if "[" not in text:
        return text
    open_now: list[re.Match[str]] = []
    pairs: set[int] = set()
    for bracket in _BRACKET.finditer(text):
        if bracket[0] != "]":
            open_now.append(bracket)
        elif open_now and (opening := open_now.pop())[0] == "[":
            pairs |= {opening.start(), bracket.start()}
    return "".join(sign.translate(_SHIELDS) if at in pairs else sign for at, sign in enumerate(text))


def _divide(entry: Entry, known: Mapping[str, list[_Stretch]]) -> Iterator[tuple[_Stretch, str]]:
    """Yield the parts of units in an old entry, each with its translation; none unless they divide it as a whole."""
    source = _shield(entry.source)
    found: list[_Stretch] = []
    parts: list[Part] = []
    at = past = 0
    while at < len(source):
        keys = (source[at : at + length] for length in range(_KEY, 0, -1))
        fitting = (item for key in keys for item in known.get(key, ()) if source.startswith(item.former, at))
        stretch = next((item for item in fitting if ends_word(source, at + len(item.former))), None)
        if stretch is None or not ends_word(source, at):
            at += 1
            continue
        parts += [source[past:at]] if source[past:at] else []
        parts.append((len(found), stretch.former))
        found.append(stretch)
        at = past = at + len(stretch.former)
    parts += [source[past:]] if source[past:] else []
    words = fill_parts(parts, replace(entry, source=source, target=_shield(entry.target)))
    for index, stretch in enumerate(found):
        if index in words:
            yield stretch, renumber_placeholders(words[index][0].translate(_SHIELDED), stretch.names)


def _assemble(unit: TextUnit, number: int, found: _Found) -> Entry | None:
    """Return the entry of a unit, whose parts are all among those that were found; None if they are not."""
    names = {id(item.pieces): item.name for item in unit.segment.placeholders if item.is_inline_note}
    target, first = "", None
    for place, (text, note) in enumerate(_split(unit)):
        words, entry = found.get((number, place), (text, None))
        if text.strip() and entry is None:
            return None
        first = first or entry
        target += words + (f"{{{names[id(note)]}}}" if note else "")
    if first is None:
        return None
    return replace(first, source=unit.text, target=target.strip(), context=unit.entry.context)
