"""How notes are marked in running text: `[i]`, `(1)`, `¹`, `*`, and what stands at the head of the note itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.languages import alternatives, known
from pipeline.languages.roman_numerals import UP_TO_399, read_numeral

_NUMBER = rf"(?:\d{{1,3}}|(?=[ivxlc]){UP_TO_399.lower()})"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_SAID = rf"(?:(?:{alternatives('note_words')})\s*)?"

_OPENED, _CLOSED = r"\\?\[", r"\\?\]"
_LINKED = (
    rf"(?:<sup>\s*)?\[(?:{_OPENED}|\^|\()?{_SAID}(?P<label>{_NUMBER}|\*)(?:{_CLOSED}|\^|\))?\]\(#[^)\s]*\)"
    r"(?:\s*</sup>)?"
)
_SQUARE = rf"(?<![\]!^]){_OPENED}{_SAID}(?P<label>{_NUMBER}|[{_RAISED}]+|[^\W\d_]|\\?\*{{1,4}}){_CLOSED}(?![(\[])"
_MANY = rf"(?<![\]!^]){_OPENED}(?P<labels>\d{{1,3}}(?:\s*[,;]\s*\d{{1,3}})+){_CLOSED}(?![(\[:])"
_ROUND = rf"\((?P<label>{_NUMBER})\)"
_TAGGED = rf"<sup>\s*(?:{_OPENED}|\()?(?P<label>{_NUMBER}|\\?\*{{1,4}})(?:{_CLOSED}|\))?\s*</sup>"
_CARET = rf"\^\(?(?P<label>{_NUMBER})\)?\^?(?![\w\[])"
_SUPERSCRIPT = rf"(?P<label>[{_RAISED}]+)"
_STAR = r"(?<=[\w.,;:!?»”\"'’)։՝])(?P<label>(?:\\\*){1,4})(?!\w|\\\*)"

REFERENCES = {
    "linked": re.compile(_LINKED, re.IGNORECASE),
    "square": re.compile(_SQUARE, re.IGNORECASE),
    "round": re.compile(_ROUND, re.IGNORECASE),
    "tagged": re.compile(_TAGGED, re.IGNORECASE),
    "caret": re.compile(_CARET, re.IGNORECASE),
    "superscript": re.compile(_SUPERSCRIPT),
    "star": re.compile(_STAR),
}
"""The ways to refer to a note, by the name of the way."""

_STOP = r"[:.)]?\s*"
DEFINITIONS = {
    "linked": re.compile(rf"(?:{_LINKED}){_STOP}(?=\S)", re.IGNORECASE),
    "square": re.compile(rf"(?:{_SQUARE}){_STOP}(?=\S)", re.IGNORECASE),
    "round": re.compile(rf"(?:{_ROUND}){_STOP}(?=\S)", re.IGNORECASE),
    "tagged": re.compile(rf"(?:{_TAGGED}){_STOP}(?=\S)", re.IGNORECASE),
    "caret": re.compile(rf"(?:{_CARET}){_STOP}(?=\S)", re.IGNORECASE),
    "superscript": re.compile(rf"{_SUPERSCRIPT}{_STOP}(?=\S)"),
    "star": re.compile(r"(?P<label>(?:\\\*){1,4})\s*(?=[^\s*\\])"),
    "plain": re.compile(rf"(?P<label>{_NUMBER}|\d{{1,3}}(?=\s))(?:\\?[.)]\s*|\s+)(?=\S)", re.IGNORECASE),
}
"""How a note begins, by the way that it is marked; `plain` is `1. …` or `1 …`, which other things begin with too."""

AMBIGUOUS = frozenset({"round", "superscript", "tagged", "caret", "star"})
"""Ways of writing that mean other things too: they are references only where there are such notes."""

_UNIT = re.compile(rf"(?:\b(?:{alternatives('units')})|(?<!\d)10)$", re.IGNORECASE)
"""What a superscript 2 or 3 after it makes a unit of area or volume, or a power of."""

_ELSEWHERE = re.compile(
    r"(`+)(?!`).*?(?<!`)\1(?!`)"  # code
    r"|(?:https?|file|ftp)://(?:[^\s\[\]<>()\\]|\\.|\([^\s()]*\))+"
    r"|(?<=\]\()[^#)\s][^)]*"  # the target of a link
    r"|(?<!\\)\[\^[^\]\s^]{1,200}\](?!\()"  # notes that are footnotes already
    r"|(?m:^)[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]+\[[ x]\](?=\s)"  # the box of a task
    r"|<(?!/?sup\b)[a-z/!][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""Where no marker is one: code, addresses, boxes of tasks, tags."""

_MANY_LABELS = re.compile(_MANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One reference in a text: how it is written, which notes it names (folded), and where it stands."""

    way: str
    labels: tuple[str, ...]
    start: int
    end: int


def references(text: str) -> list[Marker]:
    """The possible references in a text, in order, none inside another."""
    found: list[Marker] = []
    taken = {at for span in _ELSEWHERE.finditer(text) for at in range(*span.span())}
    for marker in sorted(_all_references(text), key=lambda item: (item.start, -item.end)):
        if marker.start not in taken:
            found.append(marker)
            taken.update(range(marker.start, marker.end))
    return found


def _all_references(text: str) -> Iterator[Marker]:
    for way, pattern in REFERENCES.items():
        for found in pattern.finditer(text):
            is_unit = way in {"superscript", "tagged", "caret"} and _UNIT.search(text, 0, found.start())
            if found["label"] and not is_unit:
                yield Marker(way=way, labels=(folded(found["label"]),), start=found.start(), end=found.end())
    for found in _MANY_LABELS.finditer(text):
        labels = tuple(re.findall(r"\d+", found["labels"]))
        yield Marker(way="square", labels=labels, start=found.start(), end=found.end())


def definition(text: str) -> Iterator[tuple[str, str, str]]:
    """The ways in which a text may be a note: the way, its label (folded), and the note's text."""
    for way, pattern in DEFINITIONS.items():
        found = pattern.match(text)
        if found and found["label"]:
            yield way, folded(found["label"]), text[found.end() :]


def folded(label: str) -> str:
    """A label as all its spellings have it: plain digits, small letters, no backslashes."""
    return label.replace("\\", "").translate(_DIGITS).lower()


def ordinal(label: str) -> int:
    """The place of a label in its row, from 1: 3, iii, c and *** are all the third; 0 for what is in no row."""
    if label.isdecimal():
        return int(label)
    if label.strip("*") == "":
        return len(label)
    if set(label) <= set("ivxlc"):
        return read_numeral(label)
    rows = [letters for language in known() for letters in language.documents.get("note_letters", ())]
    return next((row.index(label) + 1 for row in rows if len(label) == 1 and label in row), 0)


def as_label(label: str) -> str:
    """A label as an article writes it between `[^` and `]`: stars have no place there."""
    return f"star{len(label)}" if label.startswith("*") else label


def may_refer(reference_way: str, note_way: str) -> bool:
    """Whether a note that is marked in one way may be referred to in another."""
    if "star" in {reference_way, note_way}:
        return reference_way == note_way
    if reference_way == "round":
        return note_way in {"round", "plain"}
    return reference_way != "plain"
