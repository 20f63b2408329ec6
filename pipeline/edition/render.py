"""One sentence of an edition: its translation with the placeholders filled in, escaped as strongly as it has to be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from pipeline.article import escape
from pipeline.article.placeholders import Aligned, Part, Syntax, align, is_fold, parts
from pipeline.article.placeholders.links import forms
from pipeline.model import Entry, Kind, Mark, Piece, Placeholder, Segment

_OWN_NOTE = re.compile(r"\^\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])+)\]")
_TOKEN = re.compile(r"\{(?:fn|img|url|keep|br)\d+\}")

OMITTED = "\\[…\\]"
"""What stands for a block of which nothing is translated when untranslated sentences are left out."""

UNTRANSLATED = {"hy": "չթարգմանված", "en": "not translated", "ru": "не переведено"}
"""The word, in square brackets, before a source sentence that an edition shows with a mark."""


class EscapeLevel(IntEnum):
    """How much of a translation's own Markdown gets through: what it may, none of it, or its source instead."""

    AS_IS = 0
    ESCAPED = 1
    SOURCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSentence:
    """A segment of a block with what the edition shows for it; without `aligned`, that is its source.

    `own_notes` are the translator's notes in it by their labels. `folded` sentences are in the translation of the one
    before, `omitted` ones are left out; both leave their note references there. `mark` stands before an untranslated
    source.
    """

    segment: Segment
    entry: Entry | None = None
    aligned: Aligned | None = None
    own_notes: tuple[tuple[str, str], ...] = ()
    folded: bool = False
    omitted: bool = False
    mark: str = ""

    @property
    def changed(self) -> bool:
        return self.aligned is not None


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A reference to a translator's own note."""

    label: str


def translation(segment: Segment, entry: Entry) -> Aligned | None:
    """What the entry's target makes of the segment; None where nothing is left of it, or it is the source itself."""
    target = escape.clean(entry.target)
    if not target or is_fold(target) or target == segment.text:
        return None
    return align(target, segment)


def own_note_texts(aligned: Aligned) -> list[str]:
    """The texts of the notes, `^[text]`, that a translator added, without placeholders that strayed into them."""
    return [" ".join(_TOKEN.sub("", match[1]).split()) for match in _OWN_NOTE.finditer(aligned.text)]


def render(sentence: RenderedSentence, strength: EscapeLevel, nested: "Nested") -> str:
    """The sentence as Markdown. Its source comes out character for character unless something in it is translated."""
    segment = sentence.segment
    if strength is EscapeLevel.SOURCE:
        return segment.source
    if sentence.omitted:
        return references(segment)
    if sentence.aligned is None:
        changed = any(nested.fill(item, segment) != item.source for item in segment.placeholders)
        found = parts(segment.text, segment)
        source = "".join(_verbatim(part, segment, nested) for part in found) if changed else segment.source
        return f"\\[{sentence.mark}\\] {source}" if sentence.mark else source
    words = sentence.aligned.text
    if "{" not in words and "[" not in words:
        return escape.at_end(escape.escaped(words) if strength is EscapeLevel.ESCAPED else words)
    return _joined(list(_with_own_notes(sentence)), segment, strength, nested)


def references(segment: Segment) -> str:
    """The segment's note references alone."""
    return "".join(item.source for item in segment.placeholders if item.mark is Mark.NOTE)


def _verbatim(part: Part, segment: Segment, nested: "Nested") -> str:
    if isinstance(part, Placeholder):
        return nested.fill(part, segment)
    return part.text if isinstance(part, Syntax) else part


def _with_own_notes(sentence: RenderedSentence) -> Iterator[Part | OwnNote]:
    """The parts of the translation with references in place of its own notes; placeholders in those come after them."""
    if sentence.aligned is None:
        return
    text, at = sentence.aligned.text, 0
    labels = iter(label for label, _ in sentence.own_notes)
    for match in _OWN_NOTE.finditer(text):
        yield from parts(text[at : match.start()], sentence.segment)
        yield OwnNote(next(labels))
        yield from parts("".join(_TOKEN.findall(match[1])), sentence.segment)
        at = match.end()
    yield from parts(text[at:], sentence.segment)


def _joined(found: list[Part | OwnNote], segment: Segment, strength: EscapeLevel, nested: "Nested") -> str:
    texts: list[str] = []
    for index, part in enumerate(found):
        before = found[index - 1] if index else ""
        after = found[index + 1] if index + 1 < len(found) else ""
        if isinstance(part, Placeholder):
            texts.append(nested.fill(part, segment))
        elif not isinstance(part, str):
            texts.append(_source(part))
        else:
            text = (
                escape.escaped(part)
                if strength is EscapeLevel.ESCAPED
                else escape.note_before_brackets_escaped(part, _source(after))
            )
            text = escape.before_placeholder(text) if not isinstance(after, str) else text
            texts.append(escape.after_note(text) if _is_note(before) else text)
    return escape.at_end("".join(texts))


def _source(part: Part | OwnNote) -> str:
    if isinstance(part, OwnNote):
        return f"[^{part.label}]"
    return part if isinstance(part, str) else part.text if isinstance(part, Syntax) else part.source


def _is_note(part: Part | OwnNote) -> bool:
    return isinstance(part, OwnNote) or (isinstance(part, Placeholder) and part.mark is Mark.NOTE)


class Composed(NamedTuple):
    """A block as an edition has it, and where in it each of its sentences stands, in code points."""

    text: str
    spans: tuple[tuple[int, int], ...]


class Nested:
    """The translations of what stands inside placeholders: image texts, link titles, link targets."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self.composed: dict[tuple[int, tuple[EscapeLevel, ...]], Composed] = {}
        self.unsafe: dict[str, Entry] = {}

    def fill(self, placeholder: Placeholder, segment: Segment) -> str:
        """The Markdown of a placeholder in `segment`; an image whose alternative text is its reference label keeps
        pointing at it. An address that is not in a link's brackets is bare.
        """
        bare = placeholder.mark is Mark.URL and not forms(segment.text)[placeholder.name].has_text
        text = self.pieces(placeholder.pieces, bare=bare)
        if placeholder.mark is Mark.IMAGE and placeholder.label is not None and text != placeholder.source:
            return f"{text.removesuffix('[]')}[{placeholder.label}]"
        return text

    def pieces(self, pieces: tuple[Piece, ...], *, bare: bool = False) -> str:
        """The pieces of a link, an image or a definition with their translations in place."""
        texts: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                texts.append(piece)
            else:
                texts.append(self._one(piece, texts[-1][-1:] if texts else "", bare=bare))
        return "".join(texts)

    def _one(self, segment: Segment, opening: str, *, bare: bool) -> str:
        entry = self.entries.get(segment.text)
        target = escape.clean(entry.target) if entry else ""
        if segment.kind.is_text and not _TOKEN.search(segment.text):
            target = _TOKEN.sub("", target).strip()  # invented: there is nothing here that it could stand for
        if entry is None or not target or target == segment.text:
            return segment.source
        if segment.kind is Kind.LINK_TITLE:
            return escape.in_title(target, opening)
        if segment.kind is Kind.IMAGE_TEXT:
            return escape.in_brackets(target)
        if escape.safe_target(target, segment.text, bare=bare):
            return target
        self.unsafe[segment.text] = entry
        return segment.source
