"""Texts whose structure is certain without a parser (law 5): nothing in them can be Markdown but references to notes.

Most blocks of articles are such texts, and so are their translations. A paragraph of plain words remains a paragraph
with any other words, and refers to the notes whose labels stand in it.
"""

import re

from pipeline.edition.compose import Block
from pipeline.model import SegmentKind

_KINDS = {
    SegmentKind.PARAGRAPH,
    SegmentKind.HEADING,
    SegmentKind.QUOTE,
    SegmentKind.LIST_ITEM,
    SegmentKind.TABLE_CELL,
    SegmentKind.FOOTNOTE,
}
# All that is not ASCII, except spaces, line breaks, and the characters that are none or stand for marks of dialects.
_OTHER = "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff"
_OTHER += "\uf900-\ufdcf\ufdf0-\ufefe\uff01-\uffef\U00010000-\U0001fffd"
# Before a bracket or a colon, a reference to a note is something else, and so are its own brackets after ! in an image.
_NOTE = re.compile(r"\[\^[^\W_](?:[^\W_]|-(?!\]))*+\](?!\[(?!\^)|[(:])")
# Signs of dialects are among these: their marks are compared apart. One # after a space would end a heading.
_LETTERS = rf"[A-Za-z0-9 ,.;?'\"()/%$@+=\u00a0\u202f{_OTHER}-]++"
_WORDS = rf"(?:{_LETTERS}|!(?!\[)|:(?!/)|&(?![#\w])|\#(?=\w)|{_NOTE.pattern})"
_SOURCE = re.compile(rf"(?:{_WORDS}|[\t\r\n])++")
# A line that begins with a letter, a quotation mark or a number begins no block; "1." and "1)" begin lists.
_LINE = rf"(?![0-9]+[.)])[A-Za-z0-9'\"({_OTHER}]{_WORDS}*+"
_EDITION = re.compile(rf"{_LINE}(?:\n{_LINE})*+")


def keeps_structure(block: Block, text: str) -> bool:
    """Tell whether it is certain that a block has the structure and the references of its source if `text` stands in
    its place. False says nothing: only a parser knows.
    """
    return (
        block.kind in _KINDS
        and not any(sentence.translator_notes for sentence in block.sentences)
        and _EDITION.fullmatch(text) is not None
        and _SOURCE.fullmatch(block.source) is not None
        and sorted(_NOTE.findall(text)) == sorted(_NOTE.findall(block.source))
    )
