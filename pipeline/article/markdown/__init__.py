"""Markdown text ⇄ Article, without loss (law 1): the pieces of an article, joined, are its text.

The format is CommonMark with GitHub's tables, footnotes, task lists and strikethrough, and YAML front matter.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.article.markdown.blocks import BlockStructure, read_blocks
from pipeline.article.markdown.conflicts import refuse_conflicts
from pipeline.article.markdown.events import find_link_definitions, fold_label, line_number, parse_events
from pipeline.article.markdown.front_matter import FrontMatter, extract_fields, read_front_matter
from pipeline.article.markdown.inline import LeafContext, split_leaf
from pipeline.article.markdown.links import join_lines, split_definition
from pipeline.errors import ArticleError
from pipeline.model import LANGUAGES, Article, Note, Piece

DEFAULT_FIELDS = ("title", "subtitle", "description", "summary", "author")
"""The front matter fields that are translated unless the configuration says otherwise."""


PROVENANCE_FIELD = "targman"
"""The front matter field of an edition that says what it was made from."""


def decode_article(data: bytes) -> str:
    """The text of an article's bytes, its byte order mark and line ends as they are.

    Raises ArticleError with line and byte (from 1, within its line) where the bytes are not UTF-8 or hold a NUL.
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
            f"byte {column} of the line is a NUL character. This is no text file, or a damaged one.", line=line
        )
    return text


def _position(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    return before.count(b"\n") + 1, offset - line_start + 1


def read_article(
    text: str,
    *,
    lang: str | None = None,
    fields: Sequence[str] = DEFAULT_FIELDS,
    sentences: bool = True,
) -> Article:
    """The article in `text`. Its front matter says the language (`lang`), else the caller's default does.

    `fields` are the front matter fields to translate; `sentences` cuts paragraphs into sentences, else a block is one
    segment. Raises ArticleError, with the line, for front matter or directives that cannot be read, for what a merge
    left behind, and for a language that is unknown or that nobody says.
    """
    front = read_front_matter(text)
    if front and PROVENANCE_FIELD in front.keys:
        raise ArticleError(
            f"the front matter has the field “{PROVENANCE_FIELD}”, which Targman writes into editions. "
            "Is this an edition? Sources belong in articles/, editions do not.",
            line=1,
        )
    lang = _language(front, lang)
    blocks = read_blocks(text, parse_events(text))
    refuse_conflicts(text, blocks.leaves, blocks.lines)
    notes = _notes(text, blocks)
    links = find_link_definitions(text)
    context = LeafContext(
        lang=lang,
        sentences=sentences,
        notes={note.label.casefold(): note.text for note in reversed(notes)},
        targets={fold_label(link.label): link.target for link in links},
    )
    spans: list[_PlacedPieces] = []
    if front:
        spans += [(first, last, (piece,)) for first, last, piece in extract_fields(text, front, fields)]
    for leaf in blocks.leaves:
        if not leaf.off:
            spans.append((leaf.start, leaf.end, split_leaf(text, leaf, len(spans), context)))
    for link in links:
        if not any(first <= link.start < last for first, last in blocks.off):
            line = line_number(blocks.lines, link.start)
            quotes = text.count(">", blocks.lines[line - 1], link.start)
            pieces = split_definition(text[link.start : link.end], block=len(spans), line=line, quotes=quotes)
            spans += [(link.start, link.end, pieces)] if pieces else []
    return Article(lang=lang, pieces=tuple(_assembled(text, sorted(spans, key=lambda span: span[0]))), notes=notes)


_PlacedPieces = tuple[int, int, tuple[Piece, ...]]


def _language(front: FrontMatter | None, default: str | None) -> str:
    said = front.field("lang") if front else None
    lang = said.value.strip() if said else default
    line = said.line if said else 1
    known = ", ".join(LANGUAGES)
    if lang is None:
        raise ArticleError(
            f"no language. Begin the article with front matter that has a line 'lang: …' ({known}), "
            'or give the workspace a default: lang = "…" in targman.toml.',
            line=line,
        )
    if lang not in LANGUAGES:
        raise ArticleError(f"unknown language \"{lang}\" in 'lang:'. Targman knows {known}.", line=line)
    return lang


def _notes(text: str, blocks: BlockStructure) -> tuple[Note, ...]:
    """The defined notes in document order, each text on one line; the first of several with one label counts."""
    found: dict[str, Note] = {}
    starts = [leaf.start for leaf in blocks.leaves]
    for note in blocks.notes:
        inside = blocks.leaves[bisect_left(starts, note.start) : bisect_left(starts, note.end)]
        words = " ".join(join_lines(text[leaf.start : leaf.end], leaf.quotes) for leaf in inside)
        found.setdefault(note.label.casefold(), Note(label=note.label, text=words, line=note.line))
    return tuple(found.values())


def _assembled(text: str, spans: Sequence[_PlacedPieces]) -> Iterator[Piece]:
    """The pieces of the spans with the literal text between them, neighbouring literals joined."""
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
