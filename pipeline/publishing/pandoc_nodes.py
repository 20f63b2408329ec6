"""Make the elements of pandoc's tree, as its JSON has them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.xml import remove_invalid_characters

Json = dict[str, Any]

_REFERENCE = "note-reference"


def element(tag: str, content: object = None) -> Json:
    """Return an element of pandoc's tree."""
    return {"t": tag} if content is None else {"t": tag, "c": content}


def attributes(anchor: str = "", *classes: str) -> list[Any]:
    """Return the attributes of an element: its anchor and its classes."""
    return [anchor, list(classes), []]


def say_language(inlines: Sequence[Json], lang: str = "", direction: str = "") -> list[Json]:
    """Return inline elements that say their language and direction, those that are known."""
    about = [[name, value] for name, value in (("lang", lang), ("dir", direction)) if value]
    return [element("Span", [["", [], about], list(inlines)])] if about and inlines else list(inlines)


def words(text: str) -> list[Json]:
    """Return text as words and the spaces between them. Other kinds of spaces belong to the words."""
    parts = filter(None, re.split(r"([ \t\r\n]+)", remove_invalid_characters(text)))
    return [element("Str", part) if part.strip(" \t\r\n") else element("Space") for part in parts]


def anchor_blocks(blocks: Sequence[Json], anchor: str) -> list[Json]:
    """Return blocks that links can lead to. A list item has room for paragraphs but for no section."""
    mark = element("Span", [attributes(anchor), []])
    if blocks and blocks[0]["t"] in {"Para", "Plain"}:
        return [element(blocks[0]["t"], [mark, *blocks[0]["c"]]), *blocks[1:]]
    return [element("Plain", [mark]), *blocks]


def inline_note(blocks: Sequence[Json], anchor: str) -> Json:
    """Return a note at its first reference. Later references lead to `anchor`, which is empty if there are none."""
    note = element("Note", list(blocks))
    return element("Span", [attributes(anchor, _REFERENCE), [note]]) if anchor else note


def note_link(number: str, anchor: str) -> Json:
    """Return a reference to a note that stands elsewhere."""
    mark = element("Link", [attributes(), [element("Str", number)], [f"#{anchor}", ""]])
    return element("Span", [attributes("", _REFERENCE), [element("Superscript", [mark])]])


def link(inside: Sequence[Json], address: str, title: str = "") -> list[Json]:
    """Return a link, or its content alone if the address is empty. No format nests links, and a note reference is a
    link: references in the content come after it.
    """
    if not address:
        return list(inside)
    references = [each for each in _walk_inlines(inside) if is_note_reference(each)]
    target = [remove_invalid_characters(address), remove_invalid_characters(title)]
    return [element("Link", [attributes(), list(_without_links(inside)), target]), *references]


def is_note_reference(each: Json) -> bool:
    """Return True if an element is a note or leads to one."""
    return each["t"] == "Note" or (each["t"] == "Span" and _REFERENCE in each["c"][0][1])


def _children(each: Json) -> list[Json]:
    """Return the inline elements in an inline element."""
    content = each.get("c")
    if each["t"] in {"Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Underline"}:
        return list(content or [])
    return list(content[1]) if content and each["t"] in {"Span", "Link", "Quoted"} else []


def _walk_inlines(inlines: Iterable[Json]) -> Iterator[Json]:
    for each in inlines:
        yield each
        if not is_note_reference(each):
            yield from _walk_inlines(_children(each))


def _without_links(inlines: Iterable[Json]) -> Iterator[Json]:
    for each in inlines:
        if is_note_reference(each):
            continue
        inside = list(_without_links(_children(each)))
        if each["t"] == "Link":
            yield from inside
        elif each["t"] in {"Span", "Quoted"}:
            yield element(each["t"], [each["c"][0], inside])
        elif _children(each):
            yield element(each["t"], inside)
        else:
            yield each
