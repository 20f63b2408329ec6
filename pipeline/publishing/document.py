"""An edition as a tree of nodes with its notes and metadata. Every export format is made from this tree."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from itertools import count, groupby
from operator import is_
from typing import Any, NamedTuple
from urllib.parse import unquote

from pipeline.article.markdown.anchors import fold_name
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.roman_numerals import write_numeral

NOTE_REFERENCE = "FootnoteReference"
BLOCK_TAGS = frozenset({"Paragraph", "Heading", "BlockQuote", "List", "CodeBlock", "HtmlBlock", "Table", "Rule"})
"""The tags of nodes that stand on their own; all others stand in a line."""

_SYMBOLS = "*†‡§‖¶"


class Node(NamedTuple):
    """A part of the Markdown: `tag` is the parser's name for it, `value` the parser's data about it.

    Leaves (`Text`, `Code`, `Html`, `InlineHtml`, `SoftBreak`, `HardBreak`, `Rule`, `TaskListMarker`, note references)
    have no children. The value of a note reference is a `NoteReference`, that of a heading a `Heading`. `start` and
    `end` are offsets in the edition, in code points.
    """

    tag: str
    value: Any
    children: tuple["Node", ...]
    start: int
    end: int


class NoteReference(NamedTuple):
    """A reference to a note: the label as its definition has it, and its number among the references to it, from 1."""

    label: str
    ordinal: int


class Heading(NamedTuple):
    """A heading's level, from 1, and its anchor, which is the same in all editions."""

    level: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note with its marker, which stands at its `references` (a count, maybe 0). `is_translator_note` is true if the
    translator added it.
    """

    label: str
    marker: str
    is_translator_note: bool
    blocks: tuple[Node, ...]
    references: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The front matter, in the edition's language. `written_date` is a date that is not ISO 8601, as it is written.
    `image` is the address of the article's picture, with what it shows (`image_alt`) and its caption.
    """

    title: str = ""
    subtitle: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    published: date | None = None
    written_date: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An edition. `headline` is its first heading if that has level 1 and begins the text; `body` is without it. `lead`
    is the picture that the front matter names, unless the text shows it.

    `notes` are in the order of their list: those of the article, then the translator's. `anchors` are those of the
    headings; `fragments` maps the ways in which an article may link to one (`#fragment`) to its anchor. `sentences` are
    the spans of the segments in the edition, in code points. `tag` says the variety of the language for spelling and
    hyphenation, if the publisher chose one.
    """

    lang: str
    source_lang: str
    metadata: Metadata
    headline: Node | None
    body: tuple[Node, ...]
    notes: tuple[Footnote, ...]
    anchors: tuple[str, ...] = ()
    fragments: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[tuple[int, int], ...] = ()
    tag: str = ""
    lead: Node | None = None

    def find_anchor(self, fragment: str) -> str | None:
        """Return the anchor of the heading that a link calls by a fragment of its address; None if it is none."""
        return find_anchor(self.fragments, fragment)

    @property
    def title(self) -> str:
        """The title as plain text, taken from the headline if the front matter has none."""
        return self.metadata.title or (extract_text(self.headline.children) if self.headline else "")

    @property
    def is_translated(self) -> bool:
        """True if the edition is in another language than its article."""
        return self.lang != self.source_lang

    @property
    def markers(self) -> dict[str, str]:
        """The marker of each note by its label."""
        return {note.label: note.marker for note in self.notes}


def find_anchor(fragments: Mapping[str, str], fragment: str) -> str | None:
    """Return the anchor in `fragments` that a fragment of an address calls, also encoded or by its letters alone."""
    name = unquote(fragment)
    return next((fragments[each] for each in (fragment, name, fold_name(name)) if each in fragments), None)


class MarkerStyle(StrEnum):
    """The ways to mark notes."""

    ARABIC = "arabic"
    ROMAN = "roman"
    SYMBOLS = "symbols"


class NoteOrder(StrEnum):
    """The order in which notes are numbered: that of their first references in the edition, or that of the source."""

    REFERENCE = "reference"
    SOURCE = "source"


def extract_text(nodes: Iterable[Node]) -> str:
    """Return the text of nodes on one line, without notes and HTML tags."""
    return " ".join("".join(_collect_words(nodes)).split())


def is_spaced(emphasis: Node, lang: str) -> bool:
    """Return True if the language stresses these words by spaces between letters. Words in other letters, such as the
    titles of books, stay slanted.
    """
    language = load(lang)
    if language.typography.emphasis != "spaced":
        return False
    letters = re.compile(f"[{language.letters}]")
    return letters.search(extract_text([emphasis])) is not None


def walk(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes and their descendants in reading order."""
    found: list[Node] = []
    _add_all(nodes, found)
    return found


def _add_all(nodes: Iterable[Node], found: list[Node]) -> None:
    for node in nodes:
        found.append(node)
        if node.children:
            _add_all(node.children, found)


def list_blocks(document: Document) -> list[Node]:
    """Return all blocks of a document: headline, lead picture, body and notes."""
    above = filter(None, (document.headline, document.lead))
    return [*above, *document.body, *(block for note in document.notes for block in note.blocks)]


def map_blocks(document: Document, change: Callable[[Sequence[Node]], tuple[Node, ...]]) -> Document:
    """Return a document with all its blocks changed: headline, body and notes. A changed headline is one node. The lead
    picture is left out if it is a picture no more.
    """
    lead = change([document.lead])[0] if document.lead else None
    return replace(
        document,
        lead=lead if lead and lead.tag == "Image" else None,
        headline=change([document.headline])[0] if document.headline else None,
        body=change(document.body),
        notes=tuple(_change_note(note, change) for note in document.notes),
    )


def _change_note(note: Footnote, change: Callable[[Sequence[Node]], tuple[Node, ...]]) -> Footnote:
    blocks = change(note.blocks)
    is_same = len(blocks) == len(note.blocks) and all(map(is_, blocks, note.blocks))
    return note if is_same else replace(note, blocks=blocks)


def link_target(link: Node) -> str:
    """Return the target of a link as it is written; an e-mail address gets its scheme."""
    address: str = link.value["dest_url"]
    is_bare = link.value["link_type"] == "Email" and not address.startswith("mailto:")
    return f"mailto:{address}" if is_bare else address


def group_blocks(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes as blocks: inline nodes between blocks, as in a tight list, become a paragraph."""
    for is_block, group in groupby(nodes, key=lambda node: node.tag in BLOCK_TAGS):
        if is_block:
            yield from group
        else:
            line = tuple(group)
            yield Node("Paragraph", None, line, line[0].start, line[-1].end)


def number_notes(kind: MarkerStyle) -> Iterator[str]:
    """Yield the markers of an article's notes without end: 1, 2, 3 or i, ii, iii or *, †, ‡, §, ‖, ¶, **, ††."""
    match kind:
        case MarkerStyle.ARABIC:
            return map(str, count(1))
        case MarkerStyle.ROMAN:
            return (write_numeral(number).lower() for number in count(1))
        case MarkerStyle.SYMBOLS:
            return (symbol * times for times in count(1) for symbol in _SYMBOLS)


def number_own_notes(kind: MarkerStyle) -> Iterator[str]:
    """Yield the markers of a translator's notes: *, **, ***, or a, b, c if the others are symbols."""
    return map(_letters, count(1)) if kind is MarkerStyle.SYMBOLS else ("*" * times for times in count(1))


def _collect_words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.tag in {"Text", "Code"}:
            yield node.value
        elif node.tag in {"SoftBreak", "HardBreak", "Rule"}:
            yield " "
        else:
            yield from _collect_words(node.children)
            if node.tag in {"Paragraph", "Heading", "Item", "TableCell"}:
                yield " "


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
