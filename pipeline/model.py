"""The values that every room passes to the next: frozen, slotted, keyword-only.

Texts are `str`; offsets are code points; lines count from 1; shares are floats from 0 to 1.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

LANGUAGES = ("hy", "en", "ru")
"""The editions that Targman makes, by their ISO 639-1 codes."""

FOLD = "←"
"""A translation that is just this arrow says: this sentence was folded into the one before it."""


class SegmentKind(StrEnum):
    """What a segment is in its article; the value is the word that translators read in the catalog."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    TABLE_CELL = "table cell"
    FOOTNOTE = "footnote"
    IMAGE_TEXT = "image text"
    LINK_TITLE = "link title"
    LINK_TARGET = "link target"

    @property
    def is_text(self) -> bool:
        """Whether it is made of words, and counts as something to translate; an address is not."""
        return self is not SegmentKind.LINK_TARGET


class PlaceholderKind(StrEnum):
    """What a placeholder stands for; the value is the first part of its name, as in `{fn1}`."""

    NOTE = "fn"
    URL = "url"
    IMAGE = "img"
    BREAK = "br"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A stretch of Markdown that a translator moves but does not edit, shown as `{name}` in the segment.

    `pieces` joined are the Markdown in the article; they hold segments of their own where there is text in it (an
    image's alternative text, a link's title, a link's target). `shown` tells a translator what it is: a note's text, an
    address. `label` is the note's label for a note reference, and the reference label for a link of the form
    `[text][label]`.
    """

    kind: PlaceholderKind
    number: int
    pieces: tuple["str | Segment", ...]
    description: str = ""
    label: str | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}{self.number}"

    @property
    def source(self) -> str:
        return join_pieces(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A unit of translation: a sentence, a whole block, or a short text such as a heading or an address.

    `source` is the text in the article, character for character; `text` is the same on one line with placeholders, as
    catalogs show it. `block` numbers the stretch of inline text that the segment is a part of, so that the sentences of
    one paragraph can be found together. `label` is the label of the note whose text this is.
    """

    kind: SegmentKind
    text: str
    source: str
    block: int
    line: int
    section: str = ""
    label: str | None = None
    placeholders: tuple[Placeholder, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The labels of the notes that the segment refers to, in its order."""
        return tuple(
            item.label for item in self.placeholders if item.kind is PlaceholderKind.NOTE and item.label is not None
        )


Piece = str | Segment


def join_pieces(pieces: tuple[Piece, ...]) -> str:
    """The text that the pieces came from, character for character (law 1)."""
    return "".join(piece if isinstance(piece, str) else piece.source for piece in pieces)


def iter_segments(pieces: tuple[Piece, ...]) -> Iterator[Segment]:
    """Every segment in reading order: each one before those inside its placeholders."""
    for piece in pieces:
        if isinstance(piece, Segment):
            yield piece
            for placeholder in piece.placeholders:
                yield from iter_segments(placeholder.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: its label as the article writes it, its text on one line, the line where it is defined."""

    label: str
    text: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Article:
    """A source text cut into pieces; joined, they are the file (law 1).

    Without slots, so that what every edition asks for is worked out once.
    """

    lang: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()

    @cached_property
    def source(self) -> str:
        return join_pieces(self.pieces)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(iter_segments(self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a catalog. `previous` is the source text that `target` translates where that is no longer `source`.

    `comments` are the extracted ones (`#.`), `remarks` the translator's own (`#`), `flags` all but fuzzy. `line` is
    where the entry starts in its file and does not count in comparisons.
    """

    source: str
    target: str = ""
    fuzzy: bool = False
    obsolete: bool = False
    previous: str | None = None
    context: str | None = None
    comments: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def is_translated(self) -> bool:
        """Translated, and confirmed by a person."""
        return bool(self.target) and not self.fuzzy and not self.obsolete


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A PO file as values. `header` keeps the fields and their order; `remarks` are the comments above the header."""

    header: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    def field(self, name: str) -> str:
        """The value of a header field, or an empty string. Names compare without regard to case."""
        return next((value for key, value in self.header if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One concept of the glossary: what it is called, by language; the first of several names is the preferred one.

    `forbidden` are names that a house does not want. With `keep`, it is called the same in all languages and is not to
    be translated. `note` is for people; `line` is where the term stands in its file and does not count in comparisons.
    """

    names: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: bool = False
    note: str = ""
    line: int = field(default=0, compare=False)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


Value: TypeAlias = "str | int | Message | tuple[str | Message, ...]"
"""What stands in a message for one of its names: a text that is shown as it is, a number, a message within the message,
or several of them, which commas divide.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said to a person, in whatever language: `template` says it in English and is the key of its translations.

    It has names in braces where `values` belong; without values it is shown as it is, braces and all. One about a
    `number` has the English plural of its template as `plural`. `str` of it is what it says in English.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""

    @classmethod
    def create(cls, template: str, /, **values: Value) -> "Message":
        """A message with these values."""
        return cls(template=template, values=tuple(values.items()))

    @classmethod
    def create_plural(cls, one: str, many: str, /, number: int, **values: Value) -> "Message":
        """A message about so many of something; `{number}` stands for how many."""
        return cls(template=one, plural=many, values=(("number", number), *values.items()))

    def kept(self) -> dict[str, Any]:
        """Its fields as JSON has them."""
        values = [[name, _kept(value)] for name, value in self.values]
        return {"template": self.template, "values": values, "plural": self.plural}

    @classmethod
    def restored(cls, fields: Mapping[str, Any]) -> "Message":
        """A message from its fields as JSON has them."""
        values = tuple((name, _restored(value)) for name, value in fields["values"])
        return cls(template=fields["template"], values=values, plural=fields["plural"])

    @property
    def number(self) -> int:
        """How many it is about; 1 where it is about no number."""
        return next((value for name, value in self.values if name == "number" and isinstance(value, int)), 1)

    def format(self, form: Callable[["Message"], str]) -> str:
        """The message in the language of `form`, which gives each message's template in it."""
        template = form(self)
        if not self.values:
            return template
        return template.format_map({name: _shown(value, form) for name, value in self.values})

    def __str__(self) -> str:
        return self.format(_english)


def _kept(value: Value) -> Any:  # noqa: ANN401
    if isinstance(value, Message):
        return value.kept()
    return list(map(_kept, value)) if isinstance(value, tuple) else value


def _restored(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return Message.restored(value)
    return tuple(map(_restored, value)) if isinstance(value, list) else value


def _english(message: Message) -> str:
    return message.plural if message.plural and message.number != 1 else message.template


def _shown(value: Value, form: Callable[[Message], str]) -> str:
    if isinstance(value, Message):
        return value.format(form)
    return ", ".join(_shown(item, form) for item in value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that an editor should look at: where, what, and what to do about it.

    `replacement` is the whole translation with this one fault put right, where there is one right way to do it and
    neither the words nor their order change; else None.
    """

    rule: str
    severity: Severity
    message: Message
    path: str = ""
    line: int = 0
    source: str = ""
    replacement: str | None = None

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.severity}: {self.message} [{self.rule}]"
