"""Read the head of a page's text: its title, and the lines about author and date, which are no part of it."""

import re
from dataclasses import dataclass, field

from pipeline.importers import Removed, RemovedKind, metadata
from pipeline.importers.pandoc_inlines import Node, Nodes, plain_text
from pipeline.importers.web.authors import is_about
from pipeline.importers.web.page_metadata import PageMetadata

_MARK = re.compile("\ue000[^\ue001]*\ue001")
_HEAD_BLOCKS, _LINES_ABOUT = 9, 7
_LEAST_BLOCKS = 2  # of a text with a signature below it


@dataclass(slots=True, kw_only=True)
class Head:
    """Title, author and date by the metadata of the page and its first lines; the other blocks. `marked` is the title
    with the references to its notes.
    """

    blocks: Nodes
    title: str = ""
    marked: str = ""
    author: str = ""
    date: str = ""
    used: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


def read_head(blocks: Nodes, stated: PageMetadata, *, prefer_byline: bool = False) -> Head:
    """Read the title and the lines about the text from its first blocks; a byline counts more than what is stated if it
    is preferred.
    """
    head = Head(blocks=list(blocks), title=stated.title, marked=stated.title, author=stated.author)
    marked = [_text(block) for block in blocks[:_HEAD_BLOCKS]]
    texts = [" ".join(_MARK.sub("", text).split()) for text in marked]
    title_at = _find_title(blocks, texts, stated.title)
    if title_at is not None:
        if stated.title and texts[title_at].casefold() != stated.title.casefold():
            head.guesses.append(f"the title is the first heading, not the page’s own: “{stated.title}”")
        head.title, head.marked = texts[title_at], marked[title_at]
    rest = [index for index in range(len(texts)) if index != title_at]
    lines = metadata.read_head([texts[index] for index in rest], titled=bool(head.title))
    if not head.title and lines.title:
        head.title, head.marked, title_at = lines.title, marked[0], 0
        head.guesses.append(f"the first line is the title: “{head.title}”")
    if prefer_byline and lines.author:
        head.author = lines.author
    known = {head.author, *(texts[rest[index]] for index in lines.used)} - {""}
    used = {
        index
        for index, text in enumerate(texts[:_LINES_ABOUT])
        if index != title_at and text == marked[index] != "" and (text in known or is_about(text, head.author))
    }
    head.author, head.date = head.author or lines.author, lines.date
    below = [index for index in range(len(texts)) if index not in used and index != title_at]
    is_document = title_at is not None and not (head.author or stated.address or stated.dates.has_any())
    if is_document and below and blocks[below[0]]["t"] == "Para":
        head.author = metadata.find_name_below_title([texts[index] for index in below])
        head.guesses += [f"the author is the name below the title: “{head.author}”"] if head.author else []
        used |= {below[0]} if head.author and marked[below[0]] == texts[below[0]] else set()
    head.used = [texts[index] for index in sorted(used)]
    head.blocks = [block for index, block in enumerate(blocks) if index not in used and index != title_at]
    return head


def take_signature(head: Head) -> list[Removed]:
    """Take the name in the last line of the text as its author's if nothing else names the author; return it."""
    last = head.blocks[-1] if len(head.blocks) > _LEAST_BLOCKS else None
    is_line = last is not None and last["t"] == "Para" and all(inline["t"] != "Link" for inline in last["c"])
    line = _text(last) if last is not None and is_line else ""
    name = "" if head.author or _MARK.search(line) else metadata.find_signature(line)
    if not name or metadata.is_common_word(name.split()[0]):
        return []
    head.author = name
    head.guesses.append(f"the author is the name below the text: “{name}”")
    head.blocks.pop()
    return [Removed(what=RemovedKind.SIGNATURE, text=line)]


def _text(block: Node) -> str:
    """Return the words of a paragraph or a heading on one line; empty for another block."""
    is_line = block["t"] in {"Para", "Plain", "Header"}
    return " ".join(plain_text(block).split()) if is_line else ""


def _find_title(blocks: Nodes, texts: list[str], title: str) -> int | None:
    """Return the place of the title: the first heading if it is of the first level or the page's title, else a line."""
    first = next((index for index, block in enumerate(blocks[:_HEAD_BLOCKS]) if block["t"] == "Header"), None)
    if first is not None and (blocks[first]["c"][0] == 1 or texts[first].casefold() == title.casefold()):
        return first
    return texts.index(title) if title and title in texts else None
