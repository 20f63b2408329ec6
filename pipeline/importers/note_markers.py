"""Recognise the markers of typed notes: `[i]`, `(1)`, `¹`, `*` in running text, and those at the head of a note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.article.code_spans import blank_spans, find_code_spans
from pipeline.languages import document_pattern, packs, remember
from pipeline.languages.roman_numerals import UP_TO_399, read_numeral

_NUMBER = rf"(?:\d{{1,3}}|(?=[ivxlc]){UP_TO_399.lower()})"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_NOTE_WORD = r"(?:{note_words}\s*)?"

_OPENED, _CLOSED = r"\\?\[", r"\\?\]"
_LINKED = (
    rf"(?:<sup>\s*)?\[(?:{_OPENED}|\^|\()?{_NOTE_WORD}(?P<label>{_NUMBER}|\*)(?:{_CLOSED}|\^|\))?\]\(#[^)\s]*\)"
    r"(?:\s*</sup>)?"
)
_SQUARE = rf"(?<![\]!^]){_OPENED}{_NOTE_WORD}(?P<label>{_NUMBER}|[{_RAISED}]+|[^\W\d_]|\\?\*{{1,4}}){_CLOSED}(?![(\[])"
_MANY = re.compile(rf"(?<![\]!^]){_OPENED}(?P<labels>\d{{1,3}}(?:\s*[,;]\s*\d{{1,3}})+){_CLOSED}(?![(\[:])")
_ROUND = rf"\((?P<label>{_NUMBER})\)"
_TAGGED = rf"<sup>\s*(?:{_OPENED}|\()?(?P<label>{_NUMBER}|\\?\*{{1,4}})(?:{_CLOSED}|\))?\s*</sup>"
_CARET = rf"\^\(?(?P<label>{_NUMBER})\)?\^?(?![\w\[])"
_SUPERSCRIPT = rf"(?P<label>[{_RAISED}]+)"
_STAR = r"(?<=[\w.,;:!?»”\"'’)։՝])(?P<label>(?:\\\*){1,4})(?!\w|\\\*)"

_REFERENCES = {
    "linked": _LINKED, "square": _SQUARE, "round": _ROUND, "tagged": _TAGGED, "caret": _CARET,
    "superscript": _SUPERSCRIPT, "star": _STAR,
}  # fmt: skip
"""Patterns of references to notes, by the way that they are marked."""

_DEFINITIONS = {way: rf"(?:{form})[:.)]?\s*(?=\S)" for way, form in _REFERENCES.items()} | {
    "star": r"(?P<label>(?:\\\*){1,4})\s*(?=[^\s*\\])",
    "plain": rf"(?P<label>{_NUMBER}|\d{{1,3}}(?=\s))(?:\\?[.)]\s*|(?<=[۰-۹٠-٩])\s*[-–ـ]\s*|\s+)(?=\S)",
}
"""Patterns of the heads of notes; `plain` is `1. …` or `1 …`, with which other things begin too."""

AMBIGUOUS = frozenset({"round", "superscript", "tagged", "caret", "star"})
"""Ways that have other meanings too: they are references only if there are such notes."""

_UNIT = r"(?:\b{units}|(?<!\d)10)$"
"""Words that a superscript after them makes a unit of area or volume, or a power."""

_NO_MARKERS = re.compile(
    r"(?:https?|file|ftp)://(?:[^\s\[\]<>()\\]|\\.|\([^\s()]*\))+"
    r"|(?<=\]\()[^#)\s][^)]*"  # the target of a link
    r"|(?<!\\)\[\^[^\]\s^]{1,200}\](?!\()"  # notes that are footnotes already
    r"|(?m:^)[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]+\[[ x]\](?=\s)"  # the box of a task
    r"|<(?!/?sup\b)[a-z/!][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""Places without markers besides code: addresses, boxes of tasks, tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMarker:
    """One reference in a text: its way of marking, the labels of its notes (folded), and its place."""

    way: str
    labels: tuple[str, ...]
    start: int
    end: int


def find_references(text: str) -> list[ReferenceMarker]:
    """Find the possible references in a text, in order, none inside another."""
    found: list[ReferenceMarker] = []
    code = list(find_code_spans(text))
    plain = blank_spans(text, code)
    taken = {at for span in code for at in range(*span)}
    taken.update(at for span in _NO_MARKERS.finditer(plain) for at in range(*span.span()))
    for marker in sorted(_all_references(text), key=lambda item: (item.start, -item.end)):
        if marker.start not in taken:
            found.append(marker)
            taken.update(range(marker.start, marker.end))
    return found


def _all_references(text: str) -> Iterator[ReferenceMarker]:
    for way, form in _REFERENCES.items():
        for found in document_pattern(form).finditer(text):
            is_unit = way in {"superscript", "tagged", "caret"} and document_pattern(_UNIT).search(
                text, 0, found.start()
            )
            if found["label"] and not is_unit:
                yield ReferenceMarker(
                    way=way, labels=(fold_label(found["label"]),), start=found.start(), end=found.end()
                )
    for found in _MANY.finditer(text):
        labels = tuple(re.findall(r"\d+", found["labels"]))
        yield ReferenceMarker(way="square", labels=labels, start=found.start(), end=found.end())


def match_definitions(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the ways in which a text may be a note: the way, its label (folded), and the note's text."""
    for way, form in _DEFINITIONS.items():
        found = document_pattern(form).match(text)
        if found and found["label"]:
            yield way, fold_label(found["label"]), text[found.end() :]


def fold_label(label: str) -> str:
    """Fold the spellings of a label: plain digits, those of other scripts too, small letters, no backslashes."""
    plain = label.replace("\\", "").translate(_DIGITS).lower()
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in plain)


def label_ordinal(label: str) -> int:
    """Return the place of a label in its row, from 1: 3, iii, c and *** are all the third; 0 for other labels."""
    if label.isdecimal():
        return int(label)
    if label.strip("*") == "":
        return len(label)
    if set(label) <= set("ivxlc"):
        return read_numeral(label)
    return next((row.index(label) + 1 for row in _letter_rows() if len(label) == 1 and label in row), 0)


@remember
def _letter_rows() -> tuple[str, ...]:
    """Return the letters that number notes, in their order, of every language."""
    return tuple(letters for language in packs() for letters in language.documents.get("note_letters", ()))


def may_refer(reference_way: str, note_way: str) -> bool:
    """Tell whether a note that is marked in one way may be referred to in another."""
    if "star" in {reference_way, note_way}:
        return reference_way == note_way
    if reference_way == "round":
        return note_way in {"round", "plain"}
    return reference_way != "plain"
