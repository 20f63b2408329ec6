"""Translate an author's notes within sentences, `^[…]`. Each is proved by itself: nothing breaks out of it (law 5)."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace

from pipeline.article import escape
from pipeline.article.dialects import MarkKind, load
from pipeline.article.dialects.scan import scan
from pipeline.article.markdown.events import find_link_definitions, find_marks, fold_label, parse_events
from pipeline.article.markdown.inline_notes import find_inline_notes, flatten, number_inline_notes, short_definitions
from pipeline.article.placeholders import find_names
from pipeline.edition.compose import split_blocks
from pipeline.edition.render import EscapeLevel, NestedTranslations, RenderedSentence
from pipeline.edition.verify import EditionDraft
from pipeline.frozen import dataclass
from pipeline.model import Article, Entry, Finding, Piece, Placeholder, Segment, SegmentKind

MakeSentences = Callable[[tuple[Segment, ...]], tuple[RenderedSentence, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineNotes:
    """The Markdown of an edition's inline notes by label, and the findings about their translations."""

    texts: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def translate_inline_notes(
    article: Article, make_sentences: MakeSentences, entries: Mapping[str, Entry]
) -> InlineNotes:
    """Return the notes within sentences of an article, translated."""
    found = [(segment, item) for segment in article.segments for item in segment.placeholders if item.is_inline_note]
    if not found:
        return InlineNotes()
    writer = _NoteWriter(article, make_sentences, entries)
    texts = {item.label or "": writer.write(item, segment) for segment, item in found}
    return InlineNotes(texts=texts, findings=tuple(writer.findings))


class _NoteWriter:
    """Writes notes one by one, and collects the findings."""

    def __init__(self, article: Article, make_sentences: MakeSentences, entries: Mapping[str, Entry]) -> None:
        self.article = article
        self.make_sentences = make_sentences
        self.entries = entries
        self.targets = {fold_label(link.label) for link in find_link_definitions(article.source, article.dialects)}
        self.labels = {note.label.casefold() for note in article.notes}
        self.findings: list[Finding] = []

    def write(self, note: Placeholder, segment: Segment) -> str:
        """Return the Markdown of a note in `segment`, which stays character for character if nothing in it changes."""
        if not any(isinstance(piece, Segment) for piece in note.pieces):
            return note.source
        opening, *inside, closing = _on_one_line(note.pieces)
        head = f"[^{note.label}]: "
        words = "".join(piece if isinstance(piece, str) else piece.source for piece in inside)
        tail = f"\n\n{short_definitions(words, self.targets, self.labels)}"
        mini = replace(self.article, pieces=(head, *inside, tail))
        draft = EditionDraft(mini, tuple(split_blocks(mini, self.make_sentences)), NestedTranslations(self.entries))
        draft.hold_back()
        for level in EscapeLevel:
            levels = {index: tuple(max(level, own) for own in found) for index, found in draft.levels.items()}
            draft.levels = levels
            text = f"{opening}{draft.text()[len(head) : -len(tail)]}{closing}"
            if self._is_note(text):
                break
        self.findings += draft.findings()
        if text == f"{opening}{words}{closing}":
            return note.source
        return escape.escape_table_cell(text) if segment.kind is SegmentKind.TABLE_CELL else text

    def _is_note(self, text: str) -> bool:
        """Tell whether `text` is one note from its first sign to its last."""
        marks = scan(text, load(self.article.dialects or ()))
        return len(marks) == 1 and marks[0].kind is MarkKind.NOTE and marks[0].end - marks[0].start == len(text)


def _on_one_line(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(
        flatten(piece) if isinstance(piece, str) else replace(piece, source=flatten(piece.source)) for piece in pieces
    )


def order_inline_notes(article: Article, draft: EditionDraft) -> tuple[str, ...]:
    """Return the labels of the notes within sentences in the order in which an edition has them."""
    marks = find_marks(article.source, article.dialects)
    if not any(mark.kind is MarkKind.NOTE for mark in marks):
        return ()
    notes = find_inline_notes(marks, parse_events(article.source, article.dialects))
    labels = number_inline_notes(article.source, notes)
    starts = list(labels)
    order: list[str] = []
    for index, (start, piece) in enumerate(zip(draft.starts, draft.pieces, strict=True)):
        if isinstance(piece, str):
            first, last = bisect_left(starts, start), bisect_left(starts, start + len(piece))
            order += [labels[at][0] for at in starts[first:last]]
        else:
            for sentence, level in zip(piece.sentences, draft.levels[index], strict=True):
                order += _labels(sentence, level)
    return tuple(order)


def _labels(sentence: RenderedSentence, level: EscapeLevel) -> Iterator[str]:
    labels = {item.name: item.label or "" for item in sentence.segment.placeholders if item.is_inline_note}
    names: Iterable[str] = labels
    if sentence.reconciled is not None and level is not EscapeLevel.SOURCE:
        names = find_names(sentence.reconciled.text)
    return (labels[name] for name in names if name in labels)
