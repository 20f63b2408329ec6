"""The values that pass between packages: frozen, slotted, keyword-only.

Texts are `str`, offsets count code points, lines count from 1, shares are floats from 0 to 1.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from pipeline.frozen import dataclass

FOLD = "←"
"""A translation that is only this arrow: the sentence is part of the translation of the one before it."""


def make_key(text: str, context: str | None) -> str:
    """Return the key of a text, by which its entry is found: the text itself; with a context both, as in gettext's MO
    files.
    """
    return text if context is None else f"{context}\x04{text}"


class SegmentKind(StrEnum):
    """The role of a segment in its article; the value is the word that translators read in the catalog."""

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
    ATTRIBUTE = "attribute"
    HTML_TEXT = "html text"

    @property
    def is_text(self) -> bool:
        """Tell whether the segment is made of words, as all but link targets are."""
        return self is not SegmentKind.LINK_TARGET


class PlaceholderKind(StrEnum):
    """The kind of Markdown that a placeholder stands for; the value is the first part of its name, as in `{fn1}`."""

    NOTE = "fn"
    URL = "url"
    IMAGE = "img"
    BREAK = "br"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A span of Markdown that a translator moves but does not edit, shown as `{name}` in the segment.

    `pieces`, joined, are its Markdown in the article; texts inside it (an image's alternative text, a link's title or
    target) are segments among them. `description` tells translators what it stands for: a note's text, an address.
    `label` is the label of a note reference, or of a link of the form `[text][label]`.
    """

    kind: PlaceholderKind
    number: int
    pieces: tuple["str | Segment", ...]
    description: str = ""
    label: str | None = None

    def with_number(self, number: int) -> "Placeholder":
        """Return this placeholder with another number; `replace` takes four times as long."""
        return Placeholder(
            kind=self.kind, number=number, pieces=self.pieces, description=self.description, label=self.label
        )

    @property
    def name(self) -> str:
        return f"{self.kind}{self.number}"

    @property
    def source(self) -> str:
        return join_pieces(self.pieces)

    @property
    def is_inline_note(self) -> bool:
        """Tell whether it is a note whose text stands in the sentence, `^[…]`, not a reference to one elsewhere."""
        return self.kind is PlaceholderKind.NOTE and not self.source.startswith("[")

    @property
    def is_mark(self) -> bool:
        """Tell whether it is a span of a dialect; the other ones that are kept are comments and directives."""
        return self.kind is PlaceholderKind.KEEP and not self.source.startswith("<!--")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A unit of translation: a sentence, a whole block, or a short text such as a heading or an address.

    `source` is the text in the article, character for character; `text` is the same on one line with placeholders, as
    catalogs show it. The segments of one paragraph share a `block` number; those of a note within a sentence share one
    below 0. `label` is the label of the note that the segment is part of, the key of a front matter field, or the name
    of an attribute. `remarks` are the author's remarks for translators. `quoting` says how an attribute's value is
    written (see `escape_attribute`). A `context` is the author's name for one of several meanings of the text. A link
    target is `asked` for where the author or the settings want it translated.
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
    quoting: str = ""
    context: str | None = None
    asked: bool = False

    @property
    def key(self) -> str:
        """The key of the entry that translates the segment."""
        return self.text if self.context is None else make_key(self.text, self.context)

    @property
    def notes(self) -> tuple[str, ...]:
        """The labels of the notes that the segment refers to, in order."""
        return tuple(
            item.label for item in self.placeholders if item.kind is PlaceholderKind.NOTE and item.label is not None
        )


Piece = str | Segment


def join_pieces(pieces: tuple[Piece, ...]) -> str:
    """Return the text that the pieces were cut from, character for character (law 1)."""
    return "".join(piece if isinstance(piece, str) else piece.source for piece in pieces)


def iter_segments(pieces: tuple[Piece, ...]) -> Iterator[Segment]:
    """Yield every segment in reading order, each one before those inside its placeholders."""
    for piece in pieces:
        if isinstance(piece, Segment):
            yield piece
            for placeholder in piece.placeholders:
                yield from iter_segments(placeholder.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: its label as written in the article, its text on one line, the line of its definition."""

    label: str
    text: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Article:
    """A source text cut into pieces; joined, they are the file (law 1). `dialects` are those that it was read by.

    It has no slots, so that `source` and `segments` are computed once for all editions. Its hash is that of its text,
    which Python remembers: many caches are asked about an article, and to hash its pieces takes a third of a
    millisecond.
    """

    lang: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    dialects: tuple[str, ...] | None = None

    def __hash__(self) -> int:
        return hash((self.lang, self.source))

    @cached_property
    def source(self) -> str:
        return join_pieces(self.pieces)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(iter_segments(self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a catalog.

    `previous` is the source text that `target` was made for, where that is no longer `source`. `comments` are the
    extracted ones (`#.`), `remarks` the translator's (`#`), `flags` all flags but fuzzy. `line` is the first line of
    the entry in its file; comparisons ignore it.
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
    def key(self) -> str:
        """The key of the entry, which no other active entry of its catalog has."""
        return self.source if self.context is None else make_key(self.source, self.context)

    @property
    def is_translated(self) -> bool:
        """Tell whether the entry is active and has a translation that is not fuzzy."""
        return bool(self.target) and not self.fuzzy and not self.obsolete


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A PO file: `header` has the header's fields in order, `remarks` the comments above it."""

    header: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    def field(self, name: str) -> str:
        """Return the value of a header field, or an empty string; names compare without regard to case."""
        return next((value for key, value in self.header if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A concept of the glossary with its names by language; the first of several names is the preferred one.

    `forbidden` are names that the publisher does not want. With `keep`, the name is the same in all languages and must
    not be translated. `note` is for people. `line` is the term's line in its file; comparisons ignore it.
    """

    names: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: bool = False
    note: str = ""
    line: int = field(default=0, compare=False)

    def names_in(self, lang: str) -> tuple[str, ...]:
        """Return the names in a language; with `keep`, that of any other where it has none."""
        return self.names.get(lang) or (next(iter(self.names.values()), ()) if self.keep else ())


class Severity(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


Value: TypeAlias = "str | int | Message | tuple[str | Message, ...]"
"""A value for a name in a message: a text shown as it is, a number, another message, or several of these, which are
joined by commas.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to a person that can be shown in any language.

    `template` is the English text and the key of its translations. It has names in braces where `values` belong; with
    no values it is shown as it is, braces included. A message about a `number` has the English plural as `plural`.
    `str(message)` is the English text.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""

    @classmethod
    def create(cls, template: str, /, **values: Value) -> "Message":
        """Return a message with these values."""
        return cls(template=template, values=tuple(values.items()))

    @classmethod
    def create_plural(cls, one: str, many: str, /, number: int, **values: Value) -> "Message":
        """Return a message that has a singular and a plural form; `{number}` in either stands for `number`."""
        return cls(template=one, plural=many, values=(("number", number), *values.items()))

    @property
    def number(self) -> int:
        """The number that decides between singular and plural; 1 if the message has none."""
        return next((value for name, value in self.values if name == "number" and isinstance(value, int)), 1)

    def format(self, translate: Callable[["Message"], str]) -> str:
        """Return the text of the message; `translate` returns the template of a message in the wanted language."""
        template = translate(self)
        if not self.values:
            return template
        return template.format_map({name: _format_value(value, translate) for name, value in self.values})

    def __str__(self) -> str:
        return self.format(_english_template)


def _english_template(message: Message) -> str:
    return message.plural if message.plural and message.number != 1 else message.template


def _format_value(value: Value, translate: Callable[[Message], str]) -> str:
    if isinstance(value, Message):
        return value.format(translate)
    return ", ".join(_format_value(item, translate) for item in value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that an editor should look at: where it is, what is wrong, and what to do.

    `source` and `context` are those of its entry. `replacement` is the whole translation with this one fault corrected.
    It is None unless there is exactly one right correction, and that changes neither the words nor their order.
    """

    rule: str
    severity: Severity
    message: Message
    path: str = ""
    line: int = 0
    source: str = ""
    replacement: str | None = None
    context: str | None = None

    @property
    def key(self) -> str:
        """The key of the entry that the finding is about."""
        return make_key(self.source, self.context)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.severity}: {self.message} [{self.rule}]"
