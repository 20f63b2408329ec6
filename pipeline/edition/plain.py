"""Blocks whose structure is certain without the rest of their edition (law 5).

Most blocks of articles have nothing that can be Markdown but references to notes, and so have their translations. A
paragraph of plain words remains a paragraph with any other words, and refers to the notes whose labels stand in it.
Blocks with links, code and emphasis are parsed alone, if nothing in them can reach beyond them.
"""

from collections.abc import Collection
from functools import lru_cache

from pipeline.article.markdown.events import BareEvent, parse_bare_events
from pipeline.edition.compose import SourceBlock
from pipeline.errors import ArticleError
from pipeline.model import SegmentKind
from pipeline.patterns import lazy

TEXT_KINDS = {
    SegmentKind.PARAGRAPH,
    SegmentKind.HEADING,
    SegmentKind.QUOTE,
    SegmentKind.LIST_ITEM,
    SegmentKind.TABLE_CELL,
    SegmentKind.FOOTNOTE,
}
# All that is not ASCII, except spaces, line breaks, and the characters that are none or stand for marks of dialects.
# Braces of other scripts are not among them either: a translator may have meant a placeholder.
_OTHER = "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u2030-\u205e\u2060-\u2773\u2776-\u2fff\u3001-\ud7ff"
_OTHER += "\uf900-\ufdcf\ufdf0-\ufefe\uff01-\uff5a\uff5c\uff5e-\uffef\U00010000-\U0001fffd"
# Before a bracket or a colon, a reference to a note is something else, and so are its own brackets after ! in an image.
_NOTE = lazy(r"\[\^[^\W_](?:[^\W_]|-(?!\]))*+\](?!\[(?!\^)|[(:])")
# Signs of dialects are among these: their marks are compared apart. One # after a space would end a heading.
LETTERS = rf"[A-Za-z0-9 ,.;?'\")/%$@+=\u00a0\u202f{_OTHER}-]++"
"""Characters that are never Markdown within a line, as a pattern; those of `SIGNS` are none where they stand."""
SIGNS = r"!(?!\[)|:(?!/)|&(?![#\w])|\#(?=\w)"
_WORDS = rf"(?:{LETTERS}|\(|{SIGNS}|{_NOTE.pattern})"
_SOURCE = lazy(rf"(?:{_WORDS}|[\t\r\n])++")
# A line that begins with a letter, a quotation mark or a number begins no block; "1." and "1)" begin lists.
_LINE = rf"(?![0-9]+[.)])[A-Za-z0-9'\"({_OTHER}]{_WORDS}*+"
_EDITION = lazy(rf"{_LINE}(?:\n{_LINE})*+")

_STYLES = frozenset({"Emphasis", "Strong", "Strikethrough"})
_KEPT = frozenset({"Link", "FootnoteReference", "Code", "HardBreak"})
"""The things that a block which is parsed alone may have besides words and emphasis."""
_LINKS = frozenset({"Inline", "Autolink"})
"""The links that need no definition."""
_OPENERS = lazy(r"[`\[\]<>{}|~^]|://|\\\Z")
"""Signs that may begin something in words and end it beside the block; and addresses, which pages make links of."""
_BEGINNING = lazy(rf"(?![0-9]+[.)])[*_`'\"(\[]*+[A-Za-z0-9{_OTHER}]")
"""The beginning of a line that begins no block, and no other thing behind the sign of a list or a heading."""
_APART = lazy(r"[\r\t\ue000-\uf8ff\ufdd0-\ufdef]|#\s*\Z")
"""Tabs and signs that stand for others in a parser, and the end of a heading."""
_LABEL = lazy(r"\[\^([^\[\]\s]+)\]")
_BEFORE = "<!-- -->\n\n"
_START: BareEvent = ("start", "Paragraph", None)


def keeps_references(block: SourceBlock, text: str, notes: Collection[str]) -> bool:
    """Tell whether it is certain, by parsing both alone, that a block has the structure of its source and the same
    references in the same order if `text`, without notes of a translator's own, stands in its place, where no dialect
    has a mark. `notes` are the labels of the article. False says nothing.
    """
    if block.kind not in TEXT_KINDS or block.kind is SegmentKind.TABLE_CELL or block.underlined:
        return False
    told = _read_references(block.source, _define(block.source, notes))
    return told is not None and told == _read_references(text, _define(text, notes))


def _define(text: str, notes: Collection[str]) -> tuple[str, ...]:
    """Return definitions for the notes that a text may refer to: a parser has to know them."""
    return tuple(f"[^{label}]: x" for label in dict.fromkeys(_LABEL.findall(text)) if label in notes)


@lru_cache(maxsize=1 << 8)
def _read_references(text: str, definitions: tuple[str, ...]) -> tuple[object, ...] | None:
    """Return the references of a paragraph in their order, each with what is in it; None if it is anything else than a
    paragraph, or has anything that might be something else at another place.
    """
    found: list[object] = []
    for sort, tag, value in _parse_paragraph(text, definitions):
        is_own = tag in _KEPT and not (tag == "Link" and sort == "start" and value["link_type"] not in _LINKS)
        is_word = tag == "Text" and _OPENERS.search(value) is None
        if is_own:
            found.append((sort, tag, tuple(value.items()) if isinstance(value, dict) else value))
        elif not is_word and tag not in _STYLES and tag != "SoftBreak":
            return None
    return tuple(found)


def _parse_paragraph(text: str, definitions: tuple[str, ...]) -> list[BareEvent]:
    """Return the events within a paragraph; its start, which is none of them, if the text is anything else."""
    try:
        events = list(parse_bare_events("\n\n".join((_BEFORE + text, *definitions))))
    except ArticleError:
        return [_START]
    starts = [tag for sort, tag, _ in events if sort == "start" and tag not in _STYLES and tag not in _KEPT]
    wanted = ["HtmlBlock", "Paragraph", *["FootnoteDefinition", "Paragraph"] * len(definitions)]
    is_own = _APART.search(text) is None and all(map(_BEGINNING.match, text.split("\n")))
    if not is_own or starts != wanted:
        return [_START]
    return events[events.index(_START) + 1 : events.index(("end", "Paragraph", None))]


@lru_cache(maxsize=1 << 10)  # those of a few articles, for all editions
def find_plain_notes(source: str) -> tuple[str, ...] | None:
    """Return the references to notes in a block of plain words, sorted; None if it has anything else."""
    return tuple(sorted(_NOTE.findall(source))) if _SOURCE.fullmatch(source) else None


def keeps_structure(block: SourceBlock, text: str) -> bool:
    """Tell whether it is certain that a block has the structure and the references of its source if `text`, without
    notes of a translator's own, stands in its place. False says nothing: only a parser knows.

    One backtick alone begins no code. Armenian is often typed with it in place of its own mark `՝`.
    """
    if "`" in text and block.kind is not SegmentKind.TABLE_CELL:
        text = text.replace("`", "'", 1)
    return (
        block.kind in TEXT_KINDS
        and _EDITION.fullmatch(text) is not None
        and find_plain_notes(block.source) == (tuple(sorted(_NOTE.findall(text))) if "[" in text else ())
    )
