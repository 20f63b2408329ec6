"""Prepare pandoc's JSON trees for office files and books, which pandoc's writers treat differently."""

import re
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pipeline.publishing.pandoc_nodes import Json, is_note_reference

_NAMES = uuid.UUID("0b52b5f0-9a53-5b7e-8f0e-6f0f5c2b9a11")  # the name space of the books' identifiers


_NOTE_REFERENCES = re.compile(rb'<span[^>]*class="note-reference"[^>]*>(?:(?!</?span).)*</span>', re.DOTALL)


_MIRRORED = {"AlignLeft": "AlignRight", "AlignRight": "AlignLeft"}


def read_language(tree: Json) -> str:
    """Return the language of a tree (BCP 47), or English if it has none."""
    return _read_string(tree, "lang") or "en-GB"


def is_right_to_left(tree: Json) -> bool:
    """Return True if the text of a tree is written from right to left."""
    return _read_string(tree, "dir") == "rtl"


def read_publication_date(tree: Json) -> date | None:
    """Return the day of publication, if the tree has one."""
    written = _read_string(tree, "published")
    return date.fromisoformat(written) if written else None


def find_elements(tree: object, *tags: str) -> Iterator[Json]:
    """Yield the elements of a tree with one of these tags, in order. They may be changed in place."""
    if isinstance(tree, dict):
        if tree.get("t") in tags:
            yield tree
        for value in list(tree.values()):
            yield from find_elements(value, *tags)
    elif isinstance(tree, list):
        for value in tree:
            yield from find_elements(value, *tags)


def replace_with_words(image: Json) -> None:
    """Replace an image by its alternative text, in place."""
    attributes, words, _ = image["c"]
    image.update({"t": "Span", "c": [attributes, words]})


def prepare_office_tree(tree: Json) -> Json:
    """Return the tree for an office file: its byline ends with the date, its headings begin with level 1, since the
    title has a style of its own.
    """
    found = deepcopy(tree)
    if day := found["meta"].pop("date", None):
        line = {"t": "Div", "c": [["", ["byline"], [["custom-style", "Date"]]], [{"t": "Para", "c": day["c"]}]]}
        found["blocks"].insert(sum(map(_is_byline, found["blocks"])), line)
    for key in ("published", "translator"):
        found["meta"].pop(key, None)
    headings = list(find_elements(found["blocks"], "Header"))
    above = min((heading["c"][0] for heading in headings), default=1) - 1
    for heading in headings:
        heading["c"][0] -= above
    return found


def style_stressed_words(tree: Json, *, with_style: bool) -> None:
    """Give words that are stressed by spaces between letters the style for it, in place; slanted ones without it."""
    for span in list(find_elements(tree["blocks"], "Span")):
        (anchor, classes, _), inside = span["c"]
        if "spaced" in classes and with_style:
            span["c"] = [[anchor, [], [["custom-style", "Emphasis"]]], inside[0]["c"]]
        elif "spaced" in classes:
            span["c"] = [[anchor, [], []], inside]


def prepare_book_tree(tree: Json, name: str) -> Json:
    """Return the tree for a book. Its title, with its notes, is a heading of the text too. The byline is on the title
    page, people have their roles, and no link leads to a file that is not in the book. The book's identifier is made of
    `name` and the language.
    """
    found = deepcopy(tree)
    meta = found["meta"]
    title = meta.get("title", {"c": []})["c"]
    anchor = ""
    if len(title) == 1 and title[0]["t"] == "Span" and not is_note_reference(title[0]):
        (anchor, *_), title = title[0]["c"]
    if not inline_text(title).strip():  # a book without a title is none
        title = _first_words(found["blocks"]) or [{"t": "Str", "c": name or read_language(tree)}]
    meta["title"] = {
        "t": "MetaInlines",
        "c": _map_elements(deepcopy(title), lambda each: [] if is_note_reference(each) else [each]),
    }
    lines = list(filter(_is_byline, found["blocks"]))
    text = [block for block in found["blocks"] if block not in lines]
    found["blocks"] = _map_elements([{"t": "Header", "c": [1, [anchor, [], []], title]}, *text], _without_dead_link)
    byline = [line["c"][1][0]["c"] for line in lines] + [meta["date"]["c"] for _ in range("date" in meta)]
    meta["byline"] = {"t": "MetaList", "c": [{"t": "MetaInlines", "c": line} for line in byline]}
    meta.pop("date", None)
    if day := read_publication_date(tree):
        meta["date"] = {"t": "MetaString", "c": day.isoformat()}
    if people := meta.pop("translator", {"c": []})["c"]:
        role = {"t": "MetaString", "c": "trl"}
        meta["contributor"] = {"t": "MetaList", "c": [{"t": "MetaMap", "c": {"role": role, "text": _}} for _ in people]}
    meta.pop("published", None)
    if tags := meta.pop("keywords", None):
        meta["subject"] = tags
    if is_right_to_left(tree):
        meta["page-progression-direction"] = meta["dir"]
        for column in list(find_elements(found["blocks"], *_MIRRORED)):
            column["t"] = _MIRRORED[column["t"]]
    known = uuid.uuid5(_NAMES, f"{read_language(tree)}:{name or inline_text(title)}")
    meta["identifier"] = {"t": "MetaString", "c": f"urn:uuid:{known}"}
    return found


def remove_note_references(contents: bytes) -> bytes:
    """Remove the note references of headings from a book's table of contents, where they lead nowhere."""
    return _NOTE_REFERENCES.sub(b"", contents)


def inline_text(inlines: list[Json]) -> str:
    """Return the text of inline elements."""
    return "".join(each.get("c", " ") for each in find_elements(inlines, "Str", "Space", "SoftBreak"))


def _first_words(blocks: list[Json]) -> list[Json]:
    """Return the first words of a text, at most 70 characters."""
    paragraphs = (inline_text(block["c"]) for block in blocks if block["t"] == "Para")
    text = " ".join(next((words for words in paragraphs if words.strip()), "").split())
    short = text if len(text) <= 70 else text[:69].rpartition(" ")[0] + "…"  # noqa: PLR2004  as pages are called
    return [{"t": "Str", "c": short}] if short else []


def _read_string(tree: Json, key: str) -> str:
    found = tree.get("meta", {}).get(key, {})
    return found["c"] if found.get("t") == "MetaString" else inline_text(found.get("c", []))


def _is_byline(block: Json) -> bool:
    return block["t"] == "Div" and "byline" in block["c"][0][1]


def _without_dead_link(each: Json) -> list[Json]:
    if each["t"] != "Link":
        return [each]
    _, inside, (address, _) = each["c"]
    return [each] if address.startswith("#") or urlsplit(address).scheme else inside


def _map_elements(value: Any, change: Callable[[Json], list[Json]]) -> Any:  # noqa: ANN401  JSON
    """Return a tree in which each element is replaced by the result of `change`."""
    if isinstance(value, dict):
        return {key: _map_elements(item, change) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for item in value:
        if isinstance(item, dict) and "t" in item:
            made += [_map_elements(each, change) for each in change(item)]
        else:
            made.append(_map_elements(item, change))
    return made
