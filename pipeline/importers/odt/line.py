"""Build the inline text of a line of an ODT document from pieces with formatting."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from pipeline.importers.invisible import remove_invisible
from pipeline.importers.odt.styles import OFFICE, TEXT
from pipeline.importers.pandoc_ast import BORDER
from pipeline.importers.pandoc_inlines import NO_ATTRIBUTES, Node, Nodes, trim_inlines

_INLINE = {"bold": "Strong", "italic": "Emph", "strike": "Strikeout", "raised": "Superscript", "lowered": "Subscript"}
_OWN_MARK = re.compile(r"[*†‡§¶]{1,4}")
_PARTING = frozenset(f"{TEXT}{name}" for name in ("p", "h", "s", "tab", "line-break", "note"))
"""Elements before which a word ends."""

Run = tuple[frozenset[str], Node]
"""A piece of a line and its formatting."""


def words_of(element: ET.Element) -> str:
    """Return the words in an element, with one space between any two; the numbers of notes are none."""
    return " ".join("".join(_all_text(element)).split())


def _all_text(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in {f"{TEXT}note-citation", f"{OFFICE}change-info"}:
            yield " " if child.tag in _PARTING else ""
            yield from _all_text(child)
        yield child.tail or ""


class Line:
    """A line that is being read: its formatting now, its pieces, and the blocks that stand beside it."""

    def __init__(self, style: frozenset[str] = frozenset(), *, boxes: Nodes | None = None) -> None:
        self.style = style
        self.runs: list[Run] = []
        self.boxes: Nodes = [] if boxes is None else boxes
        self._last_style = ""

    def add_text(self, text: str) -> None:
        """Add words and the spaces between them; XML's white space is one space, however much of it."""
        for index, word in enumerate(text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ")):
            if index and not (self.runs and self.runs[-1][1]["t"] == "Space"):
                self.runs.append((self.style, {"t": "Space"}))
            if word:
                self.runs.append((self.style, {"t": "Str", "c": word}))

    def part_numbers(self, style_name: str, text: str) -> None:
        """Part raised numbers that follow each other in one style, which pandoc would join: ¹ and ² are not ¹². Halves
        of one number, typed at different times, have styles of their own.
        """
        before, node = self.runs[-1] if self.runs else (frozenset(), {})
        is_one = style_name == self._last_style and "raised" in self.style & before
        if is_one and text.isdecimal() and str(node.get("c", "")).isdecimal():
            self.runs.append((self.style - {"raised"}, {"t": "Str", "c": BORDER}))
        self._last_style = style_name

    def finished(self) -> Nodes:
        """Return the line as inline text, without spaces at its ends."""
        return trim_inlines(_nest(_drop_own_marks(self.runs)))


def _nest(runs: Sequence[Run], forms: Sequence[str] = (*_INLINE, "code")) -> Nodes:
    """Return the pieces of a line as inline text, each form around as much as has it."""
    if not forms:
        return [node for _, node in runs]
    made: Nodes = []
    for is_on, group in groupby(runs, key=lambda run: forms[0] in run[0]):
        inner = _nest(list(group), forms[1:])
        if not is_on:
            made += inner
        elif forms[0] == "code":
            made += _code(inner)
        else:
            made.append({"t": _INLINE[forms[0]], "c": inner})
    return made


def _code(nodes: Nodes) -> Nodes:
    made: Nodes = []
    for is_text, group in groupby(nodes, key=lambda node: node["t"] in {"Str", "Space"}):
        part = list(group)
        text = "".join(node.get("c", " ") for node in part) if is_text else ""
        made += [{"t": "Code", "c": [NO_ATTRIBUTES, text]}] if is_text and text.strip() else part
    return made


def plain_inlines(text: str) -> Nodes:
    """Return plain text as inline nodes."""
    line = Line()
    line.add_text(remove_invisible(text))
    return line.finished()


def _drop_own_marks(runs: Sequence[Run]) -> list[Run]:
    """Drop the stars and daggers that an author typed beside a note and at its beginning: the note has its number."""
    made: list[Run] = []
    for style, node in runs:
        note = made[-1][1] if made and made[-1][1]["t"] == "Note" else None
        if note is not None and node["t"] == "Str" and "raised" in style and _OWN_MARK.fullmatch(node["c"]):
            first = note["c"][0]["c"] if note["c"] and note["c"][0]["t"] == "Para" else []
            at = next((index for index, inner in enumerate(first[:3]) if inner.get("c") == node["c"]), None)
            if at is not None:
                note["c"][0]["c"] = trim_inlines([*first[:at], *first[at + 1 :]])
                continue
        made.append((style, node))
    return made
