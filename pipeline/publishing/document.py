"""An edition as what a page, a book or a letter is made of: a tree, its notes in their order, and who wrote it.

All formats are made from the same tree, so that what one of them shows the others show too.

What stands at a note's references: numbers, Roman numbers, or symbols.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any, NamedTuple

from pipeline.languages.roman_numerals import write_numeral

NOTE_REFERENCE = "FootnoteReference"


class Node(NamedTuple):
    """A stretch of Markdown: `tag` is the parser's name for it, `value` what the parser says about it.

    Leaves (`Text`, `Code`, `Html`, `InlineHtml`, `SoftBreak`, `HardBreak`, `Rule`, `TaskListMarker`, note references)
    have no children. The value of a note reference is a `Reference`, that of a heading a `Heading`. `start` and `end`
    are code points of the edition.
    """

    tag: str
    value: Any
    children: tuple["Node", ...]
    start: int
    end: int


class NoteReference(NamedTuple):
    """A note reference: the note's label as its definition writes it, and the how manieth reference to it this is,
    from 1.
    """

    label: str
    ordinal: int


class Heading(NamedTuple):
    """A heading's level from 1, and its anchor, which is the same in all editions."""

    level: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note: `marker` is what stands at its references, `is_translator_note` says that the translator added it.

    `references` counts the references to it: 0 where nothing refers to it, which is still shown.
    """

    label: str
    marker: str
    is_translator_note: bool
    blocks: tuple[Node, ...]
    references: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the front matter says, in the edition's language. `written_date` is the date as it stands there, where
    it is no ISO date.
    """

    title: str = ""
    subtitle: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    published: date | None = None
    written_date: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An edition. `headline` is its first heading of level 1 if it begins with one; `body` is without it.

    `notes` are in the order of their list: those of the article, then the translator's own. `fragments` leads from the
    ways in which an article may call a heading of its own (`#fragment`) to the heading's anchor. `sentences` are the
    spans of the segments in the edition, in code points.
    """

    lang: str
    source_lang: str
    metadata: Metadata
    headline: Node | None
    body: tuple[Node, ...]
    notes: tuple[Footnote, ...]
    fragments: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[tuple[int, int], ...] = ()

    @property
    def title(self) -> str:
        """The title as plain text; the headline's where the front matter has none."""
        return self.metadata.title or (extract_text(self.headline.children) if self.headline else "")

    @property
    def is_translated(self) -> bool:
        """Whether it is in another language than its article."""
        return self.lang != self.source_lang

    @property
    def markers(self) -> dict[str, str]:
        """The marker of each note by its label."""
        return {note.label: note.marker for note in self.notes}


def extract_text(nodes: Iterable[Node]) -> str:
    """The words of the nodes on one line, without notes and without HTML tags."""
    return " ".join("".join(_words(nodes)).split())


def _words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.tag in {"Text", "Code"}:
            yield node.value
        elif node.tag in {"SoftBreak", "HardBreak", "Rule"}:
            yield " "
        else:
            yield from _words(node.children)
            if node.tag in {"Paragraph", "Heading", "Item", "TableCell"}:
                yield " "


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all that is in them, in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.children)


_SYMBOLS = "*†‡§‖¶"


class MarkerStyle(StrEnum):
    """The kinds of markers."""

    ARABIC = "arabic"
    ROMAN = "roman"
    SYMBOLS = "symbols"


class NoteOrder(StrEnum):
    """By what the notes of an edition are numbered: by their first references in it, or as in the source."""

    REFERENCE = "reference"
    SOURCE = "source"


def number_notes(kind: MarkerStyle) -> Iterator[str]:
    """The markers of an article's notes, without end: 1, 2, 3 or i, ii, iii or *, †, ‡, §, ‖, ¶, **, †† and so on."""
    match kind:
        case MarkerStyle.ARABIC:
            return map(str, count(1))
        case MarkerStyle.ROMAN:
            return (write_numeral(number).lower() for number in count(1))
        case MarkerStyle.SYMBOLS:
            return (symbol * times for times in count(1) for symbol in _SYMBOLS)


def number_own_notes(kind: MarkerStyle) -> Iterator[str]:
    """The markers of a translator's own notes, which no other note of the edition has: *, **, ***, or a, b, c where
    the others have symbols.
    """
    return map(_letters, count(1)) if kind is MarkerStyle.SYMBOLS else ("*" * times for times in count(1))


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
