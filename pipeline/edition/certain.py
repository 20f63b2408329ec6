"""Compose editions whose structure is certain block by block: no one has to parse them as a whole (law 5).

Nearly all translations are plain words and references to notes. Such a sentence needs no escaping, no repair and no
proof but one look at the block that it makes; all others are rendered as `compose` does it.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.article import escape
from pipeline.article.dialects import Dialect, MarkKind, load
from pipeline.article.dialects.scan import scan
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.edition.compose import Block, SourceBlock, compose_block, cut_pieces, find_blocks
from pipeline.edition.plain import LETTERS, SIGNS, TEXT_KINDS, find_plain_notes, keeps_references, keeps_structure
from pipeline.edition.render import ComposedBlock, EscapeLevel, NestedTranslations, RenderedSentence
from pipeline.languages.letters import ends_wide
from pipeline.model import FOLD, Article, Entry, PlaceholderKind, Segment, SegmentKind, iter_segments
from pipeline.patterns import lazy

# What looks like a placeholder in other brackets is one.
_BRACKET = r"\((?!\s*(?i:fn|url|img|br|keep)\s*\d)"
# No number of a list, no anchor of a site, and a letter before the first note: notes in front are moved.
_BEGINNING = rf"(?!\d{{1,9}}[.)](?:\s|\Z)|\((?:ref:|@))(?:[\"'«“„]|{_BRACKET})*+[^\W_]"
_TRANSLATION = lazy(rf"{_BEGINNING}(?:{LETTERS}|{_BRACKET}|{SIGNS}|\{{fn[0-9]+\}})*+")
_NARROW = frozenset(".:!?։")

_Mark = tuple[MarkKind, str]


class _Words(NamedTuple):
    """A sentence of nothing but words and references to notes: the key of its entry, its text for catalogs without
    invisible characters, its source, and its notes as catalogs and articles show them.
    """

    key: str
    text: str
    source: str
    notes: tuple[tuple[str, str], ...]


class _Part(NamedTuple):
    """A block, and its sentences if they are nothing but words. Other running text has the block as it is `untouched`,
    and the keys of all texts in it.
    """

    block: SourceBlock
    words: tuple[_Words, ...] = ()
    untouched: ComposedBlock | None = None
    keys: frozenset[str] = frozenset()


class _ArticleParts(NamedTuple):
    """The blocks of an article and the literal text between them, the number of the first piece of its body, and the
    marks of dialects in the body.
    """

    pieces: tuple[_Part | str, ...]
    body: int
    marks: tuple[_Mark, ...]


class CertainText(NamedTuple):
    """The text of an edition, and the offsets of its segments."""

    text: str
    spans: tuple[tuple[int, int], ...]


def compose_certain(
    article: Article,
    entries: Mapping[str, Entry],
    make_sentences: Callable[[tuple[Segment, ...]], tuple[RenderedSentence, ...]],
    nested: NestedTranslations,
    *,
    shows_source: bool,
) -> CertainText | None:
    """Return the text of an edition if it is certain without parsing the whole that its body has the structure and the
    references of its source; None if it is not.

    It is if only words differ, and the dialects of the article find the same marks, or none where blocks are parsed
    alone. `entries` are those that may be used; where there is none, the source is shown, or else `make_sentences`
    says what. It makes all sentences that are not plain words.
    """
    parts = _read_parts(article)
    if any(kind is MarkKind.NOTE for kind, _ in parts.marks):
        return None
    labels = frozenset(note.label for note in article.notes)
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for number, part in enumerate(parts.pieces):
        if isinstance(part, str):
            texts.append(part)
            at += len(part)
            continue
        composed = _compose_quickly(part, entries, nested.dialect, shows_source=shows_source)
        if composed is None:
            block = Block(of=part.block, sentences=make_sentences(part.block.segments))
            composed = compose_block(block, (EscapeLevel.AS_IS,) * len(block.sentences), nested)
            if number >= parts.body and not _is_certain(block, composed.text, labels, has_marks=bool(parts.marks)):
                return None
        texts.append(composed.text)
        spans += [(at + start, at + end) for start, end in composed.spans]
        at += len(composed.text)
    marks = _find_marks("".join(texts[parts.body :]), article)
    return CertainText("".join(texts), tuple(spans)) if marks == parts.marks else None


def _is_certain(block: Block, text: str, labels: frozenset[str], *, has_marks: bool) -> bool:
    """Tell whether a block certainly keeps its structure and references with `text` in its place. `labels` are those of
    the article's notes; where it `has_marks` of dialects, no block is parsed alone.
    """
    if text == block.source:
        return True
    if any(sentence.translator_notes for sentence in block.sentences):
        return False
    return keeps_structure(block.of, text) or (not has_marks and keeps_references(block.of, text, labels))


def _compose_quickly(
    part: _Part, entries: Mapping[str, Entry], dialect: Dialect, *, shows_source: bool
) -> ComposedBlock | None:
    """Return a block without translations, or one of plain words, as `compose_block` would compose it; None if that has
    to do it, or if it is not certain that the block keeps its structure.
    """
    if shows_source and part.untouched and entries.keys().isdisjoint(part.keys):
        return part.untouched
    if part.words and (shows_source or all(sentence.key in entries for sentence in part.words)):
        return _compose_words(part, entries, dialect)
    return None


def _compose_words(part: _Part, entries: Mapping[str, Entry], dialect: Dialect) -> ComposedBlock | None:
    text = ""
    spans: list[tuple[int, int]] = []
    is_changed = False
    for gap, sentence in zip(part.block.gaps, part.words, strict=True):
        words = _translate_words(sentence, entries.get(sentence.key))
        if words is None or (text and (not gap or (text[-1] not in _NARROW and ends_wide(text)))):
            return None
        if words != sentence.source:
            is_changed = True
            if dialect.code_starts and part.block.kind is SegmentKind.PARAGRAPH and dialect.begins_code(words):
                return None
        text += gap
        spans.append((len(text), len(text) + len(words)))
        text += words
    return ComposedBlock(text, tuple(spans)) if not is_changed or keeps_structure(part.block, text) else None


def _translate_words(sentence: _Words, entry: Entry | None) -> str | None:
    """Return the Markdown of a sentence with its translation, or its source if it has none; None if the translation is
    anything but plain words with the sentence's own notes.
    """
    if entry is None:
        return sentence.source
    target = escape.clean_target(entry.target)
    if target == sentence.text:
        return sentence.source
    if _TRANSLATION.fullmatch(target) is None or target.count("{") != len(sentence.notes):
        return None
    for shown, written in sentence.notes:
        if shown not in target:
            return None
        target = target.replace(shown, written)
    return target


@lru_cache(maxsize=4)  # all editions of an article are made of the same parts
def _read_parts(article: Article) -> _ArticleParts:
    cut = body_start(article.source)
    starts, pieces = cut_pieces(find_blocks(article), [cut])
    return _ArticleParts(
        pieces=tuple(piece if isinstance(piece, str) else _read_part(piece) for piece in pieces),
        body=bisect_left(starts, cut),
        marks=_find_marks(article.source[cut:], article),
    )


def _read_part(block: SourceBlock) -> _Part:
    if block.kind not in TEXT_KINDS:
        return _Part(block)
    words = _read_words(block)
    if words:
        return _Part(block, words=words)
    spans: list[tuple[int, int]] = []
    at = 0
    for gap, segment in zip(block.gaps, block.segments, strict=True):
        spans.append((at + len(gap), at + len(gap) + len(segment.source)))
        at = spans[-1][1]
    keys = frozenset(segment.key for segment in iter_segments(block.segments))
    return _Part(block, untouched=ComposedBlock(block.source, tuple(spans)), keys=keys)


def _read_words(block: SourceBlock) -> tuple[_Words, ...]:
    """Return the sentences of a block, if each is nothing but words and references to notes."""
    if find_plain_notes(block.source) is None or FOLD in block.source:
        return ()
    words: list[_Words] = []
    for segment in block.segments:
        notes: tuple[tuple[str, str], ...] = ()
        if segment.placeholders:
            if any(item.kind is not PlaceholderKind.NOTE for item in segment.placeholders):
                return ()
            notes = tuple((f"{{{item.name}}}", item.source) for item in segment.placeholders)
        words.append(_Words(segment.key, escape.clean_target(segment.text), segment.source, notes))
    return tuple(words)


def _find_marks(body: str, article: Article) -> tuple[_Mark, ...]:
    """Return the marks of the article's dialects in a body, each with its kind: at the start of a line, the same signs
    may be another one.
    """
    if article.dialects is None:
        return ()
    return tuple((mark.kind, body[mark.start : mark.end]) for mark in scan(body, load(article.dialects)))
