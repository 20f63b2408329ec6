"""Carry second references to notes through pandoc. It numbers the notes itself, and so their numbers are found in its
Markdown: each note that is referred to again begins with a mark, which tells its number.
"""

import re
from collections.abc import Collection, Mapping

from pipeline.importers.pandoc_inlines import Node, Nodes

_NOTE, _REFERENCE, _END = "\ue002", "\ue003", "\ue004"  # characters that no document has when pandoc writes it
_DEFINITION = re.compile(rf"^\[\^([^\]\s]+)\]:\s*{_NOTE}(\d+){_END}", re.MULTILINE)
_MARK = re.compile(rf"{_NOTE}\d+{_END}")
_REFERENCES = re.compile(rf"{_REFERENCE}(\d+){_END}")


def note_mark(number: int) -> str:
    """Return the mark that a note begins with to which there are second references."""
    return f"{_NOTE}{number}{_END}"


def reference_mark(number: int) -> str:
    """Return a second reference to the note that has the mark with this number."""
    return f"{_REFERENCE}{number}{_END}"


class NoteLinks:
    """The notes of a document to which there are second references. `names` are those of notes, and what else stands
    for one of them, such as a bookmark around it, with the note's own name.
    """

    def __init__(self, names: Mapping[str, str], referred: Collection[str]) -> None:
        self._names = names
        wanted = dict.fromkeys(names[name] for name in referred if name in names)
        self._numbers = {name: number for number, name in enumerate(wanted)}

    def mark_note(self, name: str, blocks: Nodes) -> Nodes:
        """Return the blocks of a note, marked if there are second references to it."""
        if name not in self._numbers:
            return blocks
        mark = {"t": "Str", "c": note_mark(self._numbers[name])}
        if blocks and blocks[0]["t"] in {"Para", "Plain"}:
            return [{"t": blocks[0]["t"], "c": [mark, *blocks[0]["c"]]}, *blocks[1:]]
        return [{"t": "Para", "c": [mark]}, *blocks]

    def refer(self, name: str) -> Node | None:
        """Return a second reference to the note that a name stands for; None if there is no such note."""
        number = self._numbers.get(self._names.get(name, ""))
        return None if number is None else {"t": "Str", "c": reference_mark(number)}


def write_links(markdown: str) -> str:
    """Write the second references in Markdown, and take the marks out."""
    labels = {found[2]: found[1] for found in _DEFINITION.finditer(markdown)}
    text = _MARK.sub("", markdown)
    return _REFERENCES.sub(lambda found: f"[^{labels[found[1]]}]" if found[1] in labels else "", text)
