"""Recognise the markers of typed notes: `[i]`, `(1)`, `¹`, `*`, `†` in text, and those at the head of a note."""

import re
from collections.abc import Iterator, Sequence

from pipeline.article.code_spans import blank_spans, find_code_spans
from pipeline.frozen import dataclass
from pipeline.languages import document_pattern, packs, remember
from pipeline.languages.roman_numerals import UP_TO_399, read_numeral

_NUMBER = rf"(?:\d{{1,3}}|(?=[ivxlc]){UP_TO_399.lower()})"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_NOTE_WORD = r"(?:{note_words}\s*)?"

DAGGERS = "†‡§"

_OPENED, _CLOSED = r"\\?\[", r"\\?\]"
_FREE = r"(?<![\\!^])(?<!(?<!\\)\])"
"""Before a bracket that is not escaped itself, nor that of a picture, a footnote or the address of a link; what stands
before it may be another one that is escaped."""

_LINKED = (
    rf"(?:<sup>\s*)?\[(?:{_OPENED}|\^|\()?{_NOTE_WORD}(?P<label>{_NUMBER}|\*)(?:{_CLOSED}|\^|\))?\]\(#[^)\s]*\)"
    r"(?:\s*</sup>)?"
)
_SQUARE = rf"{_FREE}{_OPENED}{_NOTE_WORD}(?P<label>{_NUMBER}|[{_RAISED}]+|[^\W\d_]|\\?\*{{1,4}}){_CLOSED}(?![(\[])"
_MANY = re.compile(rf"{_FREE}{_OPENED}(?P<labels>\d{{1,3}}(?:\s*[,;]\s*\d{{1,3}})+){_CLOSED}(?![(\[:])")
_ROUND = rf"\\?\((?P<label>{_NUMBER})\\?\)"
_DAGGER = rf"(?:[{DAGGERS}]|††|†††)"
_TAGGED = rf"<sup>\s*(?:{_OPENED}|\()?(?P<label>{_NUMBER}|(?:\\?\*){{1,4}}|{_DAGGER})(?:{_CLOSED}|\))?\s*</sup>"
_CARET = rf"\^\(?(?P<label>{_NUMBER})\)?\^?(?![\w\[])"
_SUPERSCRIPT = rf"(?P<label>[{_RAISED}]+)"
_AFTER = r"(?<=[\w.,;:!?»”\"'’)։՝])"
_STAR = rf"{_AFTER}(?P<label>(?:\\\*){{1,4}})(?!\w|\\\*)"
_DAGGER_AFTER = rf"{_AFTER}(?P<label>{_DAGGER})(?![\w{DAGGERS}])"

_REFERENCES = {
    "linked": _LINKED, "square": _SQUARE, "round": _ROUND, "tagged": _TAGGED, "caret": _CARET,
    "superscript": _SUPERSCRIPT, "star": _STAR, "dagger": _DAGGER_AFTER,
}  # fmt: skip
"""Patterns of references to notes, by the way that they are marked."""

_SIGNS = {
    "linked": {"#"}, "square": {"["}, "round": {"("}, "tagged": {"<"}, "caret": {"^"},
    "superscript": {*_RAISED}, "star": {"*"}, "dagger": {*DAGGERS},
}  # fmt: skip
"""A reference has one of these characters. Most texts lack most of them, and need no search."""

_DEFINITIONS = {way: rf"(?:{form})[:.)]?\s*(?=\S)" for way, form in _REFERENCES.items()} | {
    "star": r"(?P<label>(?:\\\*){1,4})\s*(?=[^\s*\\])",
    "dagger": rf"(?P<label>{_DAGGER})\s*(?=[^\s{DAGGERS}\d])",
    "plain": rf"(?P<label>{_NUMBER}|\d{{1,3}}(?=\s))(?:\\?[.)](?!\d{{1,3}}[\s\\.)])\s*|(?<=[۰-۹٠-٩])\s*[-–ـ]\s*)(?=\S)",
    "bare": rf"(?P<label>{_NUMBER}|\d{{1,3}}(?=\s))\s+(?=\S)",
}
"""Patterns of the heads of notes. Other things begin as `plain` (`1. …`, not `1.2. …`) and `bare` (`1 …`) do, too."""

AMBIGUOUS = frozenset({"round", "superscript", "tagged", "caret", "star", "dagger"})
"""Ways that have other meanings too: they are references only if there are such notes."""

_RAISED_WAYS = frozenset({"superscript", "tagged", "caret"})
_POWERS = "23"
_UNIT_LETTERS = 16

_GLUED = re.compile(
    r"(?:(?:[^\W\d_]|\d{4}|[)\]%])[»”\"'’)]{0,2}[.,;:!?…։:,՝»”\"'’)][»”\"'’)]{0,2}|[^\W\d_]{2}(?<![^\W\d_][A-ZА-ЯԱ-Ֆ]))"
    r"(?P<label>[1-9]\d{0,2})(?=\s|$|[.,;:!?…։»”)]|[^\W\d_](?<![^A-ZА-ЯԱ-Ֆ]))"
    r"|(?:(?<!\d)(?:1[0-9]|20)\d\d|[^\W\d_]{2}-?\d{1,3}[.,;:։])(?P<doubtful>[1-9]\d{0,2})(?=\s|$|[.,;:!?…։»”)])(?!\.\d)"
)
"""Digits that may be references glued to the word or the stop before them."""

_VERSION = re.compile(r"\d+\.\d[\w.]*-[A-Za-z][\w.-]*$")
_VERSION_CHARACTERS = 40
"""The beginning of a version such as 1.0.0-alpha.1, up to the number that looks like a reference, and its length."""

_SECTION = re.compile(r"[\s*_#>]*(?:\d{1,3}\\?\.)+")
"""The beginning of the number of a section or a point, such as 2.1, at the beginning of a block."""

_UNIT = r"(?:\b{units}|(?<!\d)10)$"
"""Words that a superscript after them makes a unit of area or volume, or a power."""

_BEFORE_POINT = re.compile(r"(?:[:;՝؛]|[,،]\s+[^\W\d_]{1,4})\s+$")
"""A colon, or a comma and a small word, which stand before the number of a point, but not before a reference."""

_AFTER_POINT = re.compile(r"\s+[^\W_]")
_POINT_LETTERS = 12

_PAGED = re.compile(
    rf"{_FREE}{_OPENED}(?P<inner>\s*\d{{1,3}}\s*(?:,\s*[^\W\d_]{{1,6}}\.?|:)[\s\xa0]*[\divxlcIVXLC][^\[\]\n\\]{{0,60}}"
    rf"|\s*\d{{1,3}}\s*;[^\[\]\n\\]{{0,60}},\s*[^\W\d_]{{1,6}}\.?[\s\xa0]*\d[^\[\]\n\\]{{0,60}}){_CLOSED}(?![(\[:])"
)
"""References to a source with its pages: [1, p. 14], [2: 14–16], [1; 2, p. 5]."""

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
    """One reference in a text: its way of marking, the labels of its notes (folded), and its place. `kept` is what
    stays before the reference of the text in that place: km<sup>23</sup> is a square and note 3.
    """

    way: str
    labels: tuple[str, ...]
    start: int
    end: int
    kept: str = ""


def find_references(text: str) -> list[ReferenceMarker]:
    """Find the possible references in a text, in order, none inside another."""
    found: list[ReferenceMarker] = []
    possible = sorted(_all_references(text), key=lambda item: (item.start, -item.end))
    taken = _find_taken(text) if possible else set()
    for marker in possible:
        if marker.start not in taken:
            found.append(marker)
            taken.update(range(marker.start, marker.end))
    return _without_points(found, text)


def _without_points(found: list[ReferenceMarker], text: str) -> list[ReferenceMarker]:
    """Leave out the numbers of points that a sentence counts: "either (1) by the ferry or, at night, (2) by road"."""
    rows: list[list[ReferenceMarker]] = []
    for marker in found:
        if marker.way != "round" or not _AFTER_POINT.match(text, marker.end):
            continue
        if rows and label_ordinal(marker.labels[0]) == label_ordinal(rows[-1][-1].labels[0]) + 1:
            rows[-1].append(marker)
        elif label_ordinal(marker.labels[0]) == 1:
            rows.append([marker])
    points = {
        marker.start
        for row in rows
        if len(row) > 1
        and any(_BEFORE_POINT.search(text, max(0, each.start - _POINT_LETTERS), each.start) for each in row)
        for marker in row
    }
    return [marker for marker in found if marker.start not in points] if points else found


def remove_last_markers(line: str) -> str:
    """Return a line without the references at its end."""
    for found in reversed(find_references(line)):
        if found.end != len(line):
            break
        line = line[: found.start].rstrip()
    return line


def _find_taken(text: str) -> set[int]:
    """Return the places in a text that hold no markers: code, addresses, tags."""
    code = list(find_code_spans(text))
    taken = {at for span in code for at in range(*span)}
    spans = (found.span() for found in _NO_MARKERS.finditer(blank_spans(text, code)))
    return taken.union(at for span in spans for at in range(*span))


def _all_references(text: str) -> Iterator[ReferenceMarker]:
    characters = set(text)
    for way, form in _REFERENCES.items():
        for found in () if _SIGNS[way].isdisjoint(characters) else document_pattern(form).finditer(text):
            label, start = fold_label(found["label"] or ""), found.start()
            if not label:
                continue
            if way not in _RAISED_WAYS or not follows_unit(text, start):
                yield ReferenceMarker(way=way, labels=(label,), start=start, end=found.end())
            elif len(label) > 1 and label[0] in _POWERS:
                kept = f"<sup>{label[0]}</sup>" if way == "tagged" else _RAISED[int(label[0])]
                yield ReferenceMarker(way=way, labels=(label[1:],), start=start, end=found.end(), kept=kept)
    for found in _MANY.finditer(text):
        labels = tuple(re.findall(r"\d+", found["labels"]))
        yield ReferenceMarker(way="square", labels=labels, start=found.start(), end=found.end())


def find_paged(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the references that name pages, as they stand, and the labels of their sources."""
    for found in _PAGED.finditer(text):
        yield found[0].replace("\\", ""), re.findall(r"(?:^|;)\s*(\d{1,3})\b", found["inner"])


def follows_unit(text: str, at: int) -> bool:
    """Tell whether a raised 2 or 3 at a place is the power of a unit."""
    return bool(document_pattern(_UNIT).search(text[max(0, at - _UNIT_LETTERS) : at]))


def find_glued(blocks: Sequence[str | None]) -> Iterator[tuple[int, ReferenceMarker, bool]]:
    """Yield the digits that may be references which a browser copied to the end of words ("decades.1 It"): the number
    of the block, the reference, and True if it is doubtful, as after a year.
    """
    for index, block in enumerate(blocks):
        found = list(_GLUED.finditer(block or ""))
        taken = _find_taken(block) if block and found else set()
        for each in found:
            label = each["label"] or each["doubtful"]
            start = each.start("label" if each["label"] else "doubtful")
            is_version = block and _VERSION.search(block[max(0, start - _VERSION_CHARACTERS) : start])
            if start not in taken and not is_version and not _SECTION.fullmatch(block or "", 0, start):
                marker = ReferenceMarker(way="glued", labels=(label,), start=start, end=start + len(label))
                yield index, marker, not each["label"]


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
    """Return the place of a label in its row, from 1: 3, iii, c, *** and § are all the third; 0 for other labels."""
    if label.isdecimal():
        return int(label)
    if label.strip("*") == "":
        return len(label)
    if label in DAGGERS:
        return DAGGERS.index(label) + 1
    if label[0] in DAGGERS:
        return len(label)
    if set(label) <= set("ivxlc"):
        return read_numeral(label)
    return letter_ordinal(label)


def letter_ordinal(letter: str) -> int:
    """Return the place of a letter among those that number notes and items, from 1; 0 for anything else."""
    return next((row.index(letter) + 1 for row in _letter_rows() if len(letter) == 1 and letter in row), 0)


@remember
def _letter_rows() -> tuple[str, ...]:
    """Return the letters that number notes, in their order, of every language."""
    return tuple(letters for language in packs() for letters in language.documents.get("note_letters", ()))


def may_refer(reference_way: str, note_way: str) -> bool:
    """Tell whether a note that is marked in one way may be referred to in another."""
    if {"star", "dagger"} & {reference_way, note_way}:
        return reference_way in {note_way, "tagged"}
    if reference_way == "round":
        return note_way in {"round", "plain", "bare"}
    return reference_way not in {"plain", "bare"}
