"""Render a sentence of an edition: its translation with placeholders filled in, escaped as much as needed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from pipeline.article import escape
from pipeline.article.dialects import Dialect
from pipeline.article.dialects.hide import hide_other_spans
from pipeline.article.emphasis import WORD_JOINER, escape_stars_in_words, repair_emphasis
from pipeline.article.markdown.html_tokens import find_own_tags
from pipeline.article.placeholders.links import find_target_forms
from pipeline.article.placeholders.reconcile import (
    LinkSyntax,
    ReconciledTarget,
    TargetPart,
    reconcile_placeholders,
    split_target,
)
from pipeline.frozen import dataclass
from pipeline.model import Entry, Piece, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy

_TRANSLATOR_NOTE = lazy(r"(?<!\\)\^\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])+)\]")
_TOKEN = lazy(r"\{(?:fn|img|url|keep|br)\d+\}")

_MOST_TAGS = 100
"""Different tags of a sentence that are looked for one by one, which would take too long with more."""

OMITTED = "\\[…\\]"
"""The text in place of a block without any translation, where untranslated sentences are left out."""


_NO_DIALECT = Dialect()


class EscapeLevel(IntEnum):
    """The degree to which a translation's Markdown is held back: not at all, all of it, or the source instead."""

    AS_IS = 0
    ESCAPED = 1
    SOURCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSentence:
    """A segment of a block with the translation that the edition shows; without `reconciled`, it shows the source.

    `translator_notes` are labels and texts of the notes in it. A `folded` sentence is part of the translation before
    it, an `omitted` one is left out; of both, the note references stay. `mark` comes before an untranslated source.
    """

    segment: Segment
    entry: Entry | None = None
    reconciled: ReconciledTarget | None = None
    translator_notes: tuple[tuple[str, str], ...] = ()
    folded: bool = False
    omitted: bool = False
    mark: str = ""

    @property
    def changed(self) -> bool:
        return self.reconciled is not None


@dataclass(frozen=True, slots=True)
class TranslatorNoteReference:
    """A reference to a translator's own note."""

    label: str


def reconcile_translation(segment: Segment, entry: Entry) -> ReconciledTarget | None:
    """Reconcile the entry's target with the segment; return None if it is the source itself."""
    target = escape.clean_target(entry.target)
    if escape.is_untouched(entry.target, segment.text):
        return None
    found = reconcile_placeholders(target, segment)
    if segment.kind in {SegmentKind.FRONT_MATTER, SegmentKind.HTML_TEXT}:
        return found
    repaired = repair_emphasis(escape_stars_in_words(found.text, segment.text), segment.text)
    return found if repaired == found.text else replace(found, text=repaired)


def find_translator_notes(reconciled: ReconciledTarget, segment: Segment) -> list[str]:
    """Return the texts of the translator's notes, `^[text]`, without placeholders in them."""
    return [" ".join(_TOKEN.sub("", match[1]).split()) for match in _own_notes(reconciled.text, segment)]


def _own_notes(target: str, segment: Segment) -> Iterator[re.Match[str]]:
    """Yield the translator's notes in a translation; as many as the source has of its own are the author's words."""
    return islice(_TRANSLATOR_NOTE.finditer(target), segment.text.count("^["), None)


def render_sentence(sentence: RenderedSentence, level: EscapeLevel, nested: "NestedTranslations") -> str:
    """Render a sentence as Markdown. Its source stays character for character unless something in it is translated."""
    segment = sentence.segment
    if level is EscapeLevel.SOURCE:
        return segment.source
    if sentence.omitted:
        return render_note_references(segment, nested)
    if sentence.reconciled is None:
        return _render_source(sentence, nested)
    words = sentence.reconciled.text
    if segment.kind is SegmentKind.HTML_TEXT:
        return _render_html(words, segment, level, nested)
    if "{" not in words and "[" not in words:
        return escape.escape_trailing_backslash(_escape_words(words) if level is EscapeLevel.ESCAPED else words)
    return _join_parts(list(_split_notes(sentence)), segment, level, nested)


def _render_source(sentence: RenderedSentence, nested: "NestedTranslations") -> str:
    """Render the source of a sentence with what is translated inside its placeholders, and its mark."""
    segment = sentence.segment
    changed = any(nested.fill(item, segment) != item.source for item in segment.placeholders)
    found = split_target(segment.text, segment)
    source = "".join(_fill_part(part, segment, nested) for part in found) if changed else segment.source
    if not sentence.mark:
        return source
    is_html = segment.kind is SegmentKind.HTML_TEXT
    return f"[{sentence.mark}] {source}" if is_html else f"\\[{sentence.mark}\\] {source}"


def _render_html(words: str, segment: Segment, level: EscapeLevel, nested: "NestedTranslations") -> str:
    """Render a translation in a block of HTML: its source's own tags stay, all other signs are text."""
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    tags = () if level is EscapeLevel.ESCAPED else find_own_tags(segment.text)
    signs = list(map(re.escape, tags)) if len(tags) <= _MOST_TAGS else ["<[^<>]*>"]
    own = frozenset(tags)
    source = "" if level is EscapeLevel.ESCAPED else segment.text
    texts: list[str] = []
    for part in re.split("(" + "|".join([_TOKEN.pattern, *signs]) + ")", words):
        if part in own:
            texts.append(part)
        elif part.startswith("{") and part[1:-1] in known:
            texts.append(nested.fill(known[part[1:-1]], segment))
        else:
            texts.append(escape.escape_html(part, source))
    return "".join(texts)


def render_note_references(segment: Segment, nested: "NestedTranslations") -> str:
    """Return the segment's note references alone."""
    notes = (item for item in segment.placeholders if item.kind is PlaceholderKind.NOTE)
    return "".join(nested.fill(item, segment) for item in notes)


def _fill_part(part: TargetPart, segment: Segment, nested: "NestedTranslations") -> str:
    if isinstance(part, Placeholder):
        return nested.fill(part, segment)
    return part.text if isinstance(part, LinkSyntax) else part


def _split_notes(sentence: RenderedSentence) -> Iterator[TargetPart | TranslatorNoteReference]:
    """Yield the parts of the translation, its notes as references; placeholders in a note come after it."""
    if sentence.reconciled is None:
        return
    text, at = sentence.reconciled.text, 0
    labels = iter(label for label, _ in sentence.translator_notes)
    for match in _own_notes(text, sentence.segment):
        yield from split_target(text[at : match.start()], sentence.segment)
        yield TranslatorNoteReference(next(labels))
        yield from split_target("".join(_TOKEN.findall(match[1])), sentence.segment)
        at = match.end()
    yield from split_target(text[at:], sentence.segment)


def _join_parts(
    found: list[TargetPart | TranslatorNoteReference],
    segment: Segment,
    level: EscapeLevel,
    nested: "NestedTranslations",
) -> str:
    texts: list[str] = []
    for index, part in enumerate(found):
        before = found[index - 1] if index else ""
        after = found[index + 1] if index + 1 < len(found) else ""
        if isinstance(part, Placeholder):
            texts.append(nested.fill(part, segment))
        elif not isinstance(part, str):
            texts.append(_part_source(part))
        else:
            text = (
                _escape_words(part)
                if level is EscapeLevel.ESCAPED
                else escape.escape_notes_before_brackets(part, _part_source(after))
            )
            text = escape.escape_before_placeholder(text) if not isinstance(after, str) else text
            text = escape.escape_after_note(text) if _is_note(before) else text
            texts.append("\\" + text if text.startswith("^") and _part_source(before) == "[" else text)
    return escape.escape_trailing_backslash("".join(texts))


def _escape_words(text: str) -> str:
    """Escape the Markdown in `text`, without what gave its emphasis effect: readers would see it."""
    return escape.escape_markdown(text.replace(WORD_JOINER, ""))


def _part_source(part: TargetPart | TranslatorNoteReference) -> str:
    if isinstance(part, TranslatorNoteReference):
        return f"[^{part.label}]"
    return part if isinstance(part, str) else part.text if isinstance(part, LinkSyntax) else part.source


def _is_note(part: TargetPart | TranslatorNoteReference) -> bool:
    return isinstance(part, TranslatorNoteReference) or (
        isinstance(part, Placeholder) and part.kind is PlaceholderKind.NOTE
    )


class ComposedBlock(NamedTuple):
    """The text of a block in an edition, and the offsets of its sentences in it."""

    text: str
    spans: tuple[tuple[int, int], ...]


class NestedTranslations:
    """The translations of texts inside placeholders: image texts, link titles, link targets, notes within sentences.

    `notes` are these notes, ready, by label; `dialect` is that of the article. `composed` caches blocks; `unsafe`
    collects the entries, by key, with link targets that were refused.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        notes: Mapping[str, str] | None = None,
        dialect: Dialect = _NO_DIALECT,
    ) -> None:
        self.entries = entries
        self.notes = notes or {}
        self.dialect = dialect
        self.composed: dict[tuple[int, tuple[EscapeLevel, ...]], ComposedBlock] = {}
        self.unsafe: dict[str, Entry] = {}

    def fill(self, placeholder: Placeholder, segment: Segment) -> str:
        """Return the Markdown of a placeholder in `segment` with translations in place.

        An image whose alternative text is also its reference label keeps that label. An address outside a link is bare.
        """
        if placeholder.kind is PlaceholderKind.NOTE:
            return self.notes.get(placeholder.label or "", placeholder.source)
        bare = (
            placeholder.kind is PlaceholderKind.URL and not find_target_forms(segment.text)[placeholder.name].has_text
        )
        text = self.translate_pieces(placeholder.pieces, bare=bare)
        if placeholder.kind is PlaceholderKind.IMAGE and placeholder.label is not None and text != placeholder.source:
            return f"{text.removesuffix('[]')}[{placeholder.label}]"
        return text

    def translate_pieces(self, pieces: tuple[Piece, ...], *, bare: bool = False) -> str:
        """Join the pieces of a link, an image or a definition with their translations in place."""
        texts: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                texts.append(piece)
            else:
                texts.append(self._translate(piece, texts[-1][-1:] if texts else "", bare=bare))
        return "".join(texts)

    def _translate(self, segment: Segment, opening: str, *, bare: bool) -> str:
        entry = self.entries.get(segment.key)
        target = escape.clean_target(entry.target) if entry else ""
        if not segment.kind.is_text:
            target = escape.remove_invisible(target)  # an address has no writing direction
        elif not _TOKEN.search(segment.text):
            target = _TOKEN.sub("", target).strip()  # the source has no placeholder that these could stand for
        if entry is None or not target or escape.is_untouched(entry.target, segment.text) or target == segment.text:
            return segment.source
        if segment.kind is SegmentKind.LINK_TITLE:
            return hide_other_spans(escape.escape_link_title(target, opening), segment.source, self.dialect)
        if segment.kind is SegmentKind.IMAGE_TEXT:
            return self._escape_bars(escape.escape_image_text(target), segment)
        if segment.kind is SegmentKind.ATTRIBUTE:
            return self._escape_bars(self._translate_attribute(target, segment), segment)
        if escape.is_safe_target(target, segment.text, bare=bare):
            return target
        self.unsafe[segment.key] = entry
        return segment.source

    def _escape_bars(self, text: str, segment: Segment) -> str:
        """Write bars as entities where any of them would make a row of a table of its line and the source has none."""
        return text.replace("|", "&#124;") if self.dialect.bars_divide and "|" not in segment.source else text

    def _translate_attribute(self, target: str, segment: Segment) -> str:
        """Return a translated value as its quoting needs it, with the spans of dialects that it has."""
        if not segment.placeholders:
            return escape.escape_attribute(target, segment.quoting, segment.text)
        known = {f"{{{item.name}}}": item for item in segment.placeholders}
        parts = re.split(f"({_TOKEN.pattern})", reconcile_placeholders(target, segment).text)
        return "".join(
            self.translate_pieces(known[part].pieces)
            if part in known
            else escape.escape_attribute(part, segment.quoting, segment.text)
            for part in parts
        )
