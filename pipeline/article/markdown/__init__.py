"""Read Markdown into an Article without loss (law 1): the pieces of an article, joined, are its text.

The format is CommonMark with GitHub's tables, footnotes, task lists and strikethrough, and YAML front matter. `events`
wraps the parser, `blocks` finds the leaves that hold inline text, `html_tokens` and `html_leaves` those in HTML,
`inline` cuts a leaf into segments, `links` cuts links, `front_matter` reads the YAML, `outline` and `html_outline`
describe the structure that editions must keep, and `untranslated` finds HTML with words that stay as they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate

from pipeline.article.dialects import MarkKind
from pipeline.article.dialects.marks import FoundMark
from pipeline.article.markdown.blocks import BlockStructure, Leaf, read_blocks
from pipeline.article.markdown.chunks import LeafContext
from pipeline.article.markdown.events import (
    Event,
    LinkDefinition,
    find_link_definitions,
    find_marks,
    fold_label,
    line_number,
    parse_events,
)
from pipeline.article.markdown.front_matter import FrontMatter, extract_fields, read_front_matter
from pipeline.article.markdown.inline import split_leaf
from pipeline.article.markdown.inline_notes import find_inline_notes, flatten, number_inline_notes
from pipeline.article.markdown.links import join_lines, split_attribute, split_definition
from pipeline.errors import ArticleError
from pipeline.languages.tags import match, shortest
from pipeline.model import Article, Note, Piece, PlaceholderKind, Segment, iter_segments
from pipeline.patterns import lazy

DEFAULT_FIELDS = ("title", "subtitle", "description", "summary", "author")
"""The front matter fields that are translated by default."""

PROVENANCE_FIELD = "targman"
"""The front matter field of an edition that names its source."""

_IN_TEXT = (MarkKind.SPAN, MarkKind.NOTE)

_CONFLICT_START = "<" * 7  # eight, where both sides renamed the file
_CONFLICT_MARKER = lazy(r"^(?:(?P<open><{7,})(?: [^\r\n]*)?|(?P<middle>={7,})|>{7,}(?: [^\r\n]*)?)\r?$", re.MULTILINE)

# The signs that may stand before a mark in a block that is not read as text.
_OPENING_SIGNS = {"HtmlBlock": " \t>", "CodeBlock": " \t>`~"}

# The offsets of a span of text, and the pieces that it was cut into.
_PlacedPieces = tuple[int, int, tuple[Piece, ...]]


def decode_article(data: bytes) -> str:
    """Decode the bytes of an article; its byte order mark and line ends stay.

    Raises ArticleError, with the line and the byte in it (from 1), if the bytes are not UTF-8 or contain a NUL.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _position(data, error.start)
        raise ArticleError(
            f"byte {column} of the line (0x{data[error.start]:02X}) is not UTF-8. Save the article as UTF-8.",
            line=line,
        ) from None
    if "\0" in text:
        line, column = _position(data, data.index(b"\0"))
        raise ArticleError(
            f"byte {column} of the line is a NUL character. The file is damaged or is not a text file.", line=line
        )
    return text


def _position(data: bytes, offset: int) -> tuple[int, int]:
    """Return the line of a byte and its number in the line, both from 1."""
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return before.count(b"\n") + 1, offset - line_start + 1


def read_article(
    text: str,
    *,
    lang: str | None = None,
    fields: Sequence[str] = DEFAULT_FIELDS,
    sentences: bool = True,
    dialects: tuple[str, ...] = (),
    link_targets: bool = False,
    editions: Sequence[str] = (),
) -> Article:
    """Read an article from its text. The language is that of its front matter, or the default `lang`; a regional form
    of one of the languages `editions` is read as that one.

    `fields` are the front matter fields to translate. With `sentences`, a segment is a sentence, else a whole block.
    `dialects` are the names of those that the site has besides the generic one. With `link_targets`, all of those are
    asked for.
    Raises ArticleError, with the line, for invalid front matter, invalid directives, unresolved merge conflicts, and a
    missing or unknown language.
    """
    front = read_front_matter(text)
    _refuse_edition(front)
    lang = _language(front, lang, editions)
    events = parse_events(text, dialects)
    blocks = read_blocks(text, events, link_targets=link_targets)
    _refuse_conflicts(text, blocks.leaves, blocks.lines)
    notes = _read_notes(text, blocks)
    links = find_link_definitions(text, dialects)
    marks = find_marks(text, dialects)
    context = LeafContext(
        lang=lang,
        sentences=sentences,
        notes={note.label.casefold(): note.text for note in reversed(notes)},
        targets={fold_label(link.label): link.target for link in links},
        marks=tuple(mark for mark in marks if mark.kind in _IN_TEXT),
        dialects=dialects,
        inline_notes=number_inline_notes(text, find_inline_notes(marks, events)),
    )
    spans: list[_PlacedPieces] = []
    if front:
        spans += [(first, last, (piece,)) for first, last, piece in extract_fields(text, front, fields, dialects)]
    for leaf in blocks.leaves:
        if not leaf.off:
            spans.append((leaf.start, leaf.end, split_leaf(text, leaf, len(spans), context)))
    asked = {fold_label(link.label) for link in links} if link_targets else set(_labels(blocks.leaves, spans))
    for link in links:
        if not any(first <= link.start < last for first, last in blocks.off):
            spans += _split_definition(text, link, blocks, len(spans), asked)
    for words in blocks.values:
        piece = split_attribute(text, words, block=len(spans), line=line_number(blocks.lines, words.start))
        spans.append((words.start, words.end, (piece,)))
    for mark in _worded_lines(text, marks, events, blocks):
        line = line_number(blocks.lines, mark.start)
        for words in mark.words:
            piece = split_attribute(text, words, block=len(spans), line=line, dialects=dialects)
            spans.append((words.start, words.end, (piece,)))
    pieces = tuple(_assemble(text, sorted(spans, key=lambda span: span[0])))
    within = tuple(_inline_notes(pieces)) if context.inline_notes else ()
    return Article(lang=lang, pieces=pieces, notes=notes + within, dialects=dialects)


def _inline_notes(pieces: tuple[Piece, ...]) -> Iterator[Note]:
    for segment in iter_segments(pieces):
        for item in segment.placeholders:
            if item.is_inline_note and item.label is not None:
                yield Note(label=item.label, text=flatten(item.source[2:-1]).strip(), line=segment.line)


def _split_definition(
    text: str, link: LinkDefinition, blocks: BlockStructure, block: int, asked: Container[str]
) -> list[_PlacedPieces]:
    line = line_number(blocks.lines, link.start)
    quotes, is_asked = text.count(">", blocks.lines[line - 1], link.start), fold_label(link.label) in asked
    pieces = split_definition(text[link.start : link.end], block=block, line=line, quotes=quotes, asked=is_asked)
    return [(link.start, link.end, pieces)] if pieces else []


def _labels(leaves: Iterable[Leaf], spans: Iterable[_PlacedPieces]) -> Iterator[str]:
    """Yield the labels of the link definitions that leaves refer to whose link targets are asked for."""
    asked = {leaf.start for leaf in leaves if leaf.asked}
    for piece in (piece for start, _, pieces in spans if start in asked for piece in pieces):
        for placeholder in piece.placeholders if isinstance(piece, Segment) else ():
            if placeholder.label is not None and placeholder.kind is not PlaceholderKind.NOTE:
                yield fold_label(placeholder.label)


def _worded_lines(
    text: str, marks: Sequence[FoundMark], events: Sequence[Event], blocks: BlockStructure
) -> Iterator[FoundMark]:
    """Yield the lines and blocks with words in them that the parser sees as such, outside of what is off."""
    worded = [mark for mark in marks if mark.words and mark.kind not in _IN_TEXT]
    if not worded:
        return
    opaque = [event for event in events if event.tag in _OPENING_SIGNS]
    others = [event for event in events if event.tag in {"Rule", "Item"}]
    ends = list(accumulate((event.end for event in others), max))
    for mark in worded:
        index = bisect_right(opaque, mark.start, key=lambda event: event.start) - 1
        if index >= 0 and mark.start < opaque[index].end:
            signs = _OPENING_SIGNS[opaque[index].tag]
            is_option = mark.kind is MarkKind.HEAD and text.startswith('"', mark.start)
            is_seen = is_option or not text[opaque[index].start : mark.start].strip(signs)
        else:
            index = bisect_right(others, mark.start, key=lambda event: event.start) - 1
            is_seen = mark.kind is not MarkKind.HEAD and index >= 0 and mark.start < ends[index]
        leaf = bisect_right(blocks.leaves, mark.start, key=lambda leaf: leaf.start) - 1
        is_text = leaf >= 0 and mark.start < blocks.leaves[leaf].end
        if is_seen and not is_text and not any(first <= mark.start < last for first, last in blocks.off):
            yield mark


def _refuse_edition(front: FrontMatter | None) -> None:
    if front and PROVENANCE_FIELD in front.keys:
        raise ArticleError(
            f"the front matter has the field “{PROVENANCE_FIELD}”, which Targman writes into editions. "
            "Is this an edition? Sources belong in articles/, editions do not.",
            line=1,
        )


def find_language(text: str, *, lang: str | None = None, editions: Sequence[str] = ()) -> str:
    """Return the language of an article, as `read_article` finds it. Raises ArticleError."""
    return _language(read_front_matter(text), lang, editions)


def _language(front: FrontMatter | None, default: str | None, editions: Sequence[str]) -> str:
    field = front.field("lang") if front else None
    lang = field.value.strip() if field else default
    line = field.line if field else 1
    if lang is None:
        raise ArticleError(
            "no language. Begin the article with front matter that has a line 'lang: …' (such as en), "
            'or give the workspace a default: lang = "…" in targman.toml.',
            line=line,
        )
    found = match(lang, (*editions, *([default] if default else ()))) or shortest(lang)
    if not found:
        raise ArticleError(
            f"unknown language \"{lang}\" in 'lang:'. Write the code of a language, such as hy, en or pt-BR; "
            "one that Targman does not know needs a pack: targman languages new CODE.",
            line=line,
        )
    return found


def _refuse_conflicts(text: str, leaves: Iterable[Leaf], lines: Sequence[int]) -> None:
    """Raise ArticleError, with the line, for a merge conflict in the text of an article; code may show one.

    `lines` are the offsets at which the lines of the text begin.
    """
    start = _find_conflict(text) if _CONFLICT_START in text else None
    if start is not None and any(leaf.start <= start < leaf.end for leaf in leaves):
        raise ArticleError(
            "there is a conflict marker, which a merge left behind. Keep one of the two versions between <<<<<<< and "
            ">>>>>>>, and delete the other one and the markers.",
            line=line_number(lines, start),
        )


def _find_conflict(text: str) -> int | None:
    """Return the offset of the first conflict that has all three of its markers, or None."""
    start: int | None = None
    is_half = False
    for marker in _CONFLICT_MARKER.finditer(text):
        if marker["open"]:
            start, is_half = marker.start(), False
        elif marker["middle"]:
            is_half = start is not None
        elif is_half:
            return start
    return None


def _read_notes(text: str, blocks: BlockStructure) -> tuple[Note, ...]:
    """Return the notes in document order, each text on one line; of several with one label, the first counts."""
    found: dict[str, Note] = {}
    starts = [leaf.start for leaf in blocks.leaves]
    for note in blocks.notes:
        inside = blocks.leaves[bisect_left(starts, note.start) : bisect_left(starts, note.end)]
        words = " ".join(join_lines(text[leaf.start : leaf.end], leaf.quotes) for leaf in inside)
        found.setdefault(note.label.casefold(), Note(label=note.label, text=words, line=note.line))
    return tuple(found.values())


def _assemble(text: str, spans: Sequence[_PlacedPieces]) -> Iterator[Piece]:
    """Yield the pieces of the spans and the literal text between them, neighbouring literals joined."""
    literal, at = "", 0
    for start, end, pieces in spans:
        literal += text[at:start]
        for piece in pieces:
            if isinstance(piece, str):
                literal += piece
                continue
            if literal:
                yield literal
            yield piece
            literal = ""
        at = end
    if literal + text[at:]:
        yield literal + text[at:]
