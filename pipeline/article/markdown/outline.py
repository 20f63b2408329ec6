"""What must be the same in an article and its editions: the block structure, and what the inline text refers to (law
5).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.article.markdown.blocks import is_inline
from pipeline.article.markdown.events import BareEvent, parse_bare_events, parse_events

LEAF = ("leaf",)

_STEP = {"start": 1, "end": -1, "inline": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What a leaf refers to: notes by label, links and images by target, code and HTML tags as written."""

    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    html: tuple[str, ...] = ()


_NOTHING = Inventory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The block structure as a flat sequence in which `LEAF` stands for each leaf, and the leaves' inventories in
    order; `firsts` are the indices of the parser's events with which the leaves begin, `tops` of those with which the
    blocks of the top level do.
    """

    skeleton: tuple[tuple[object, ...], ...]
    leaves: tuple[Inventory, ...]
    firsts: tuple[int, ...]
    tops: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOutline:
    """An outline, and the offsets at which its leaves and the blocks of its top level begin."""

    outline: Outline
    leaves: tuple[int, ...]
    tops: tuple[int, ...]


@lru_cache(maxsize=4)
def read_outline(text: str) -> Outline:
    """The outline of Markdown `text`, which leaves front matter out. Code and HTML blocks count with their content.

    The last few are kept: an edition is looked at more than once.
    """
    return _outline(parse_bare_events(text))


@lru_cache(maxsize=4)
def read_placed_outline(text: str) -> PlacedOutline:
    """The outline of `text` with its offsets, which take most of the time.

    The last few are kept: the editions of one article are all compared with the same source.
    """
    events = parse_events(text)
    outline = _outline(event[:3] for event in events)
    leaves, tops = (tuple(events[index].start for index in indices) for indices in (outline.firsts, outline.tops))
    return PlacedOutline(outline=outline, leaves=leaves, tops=tops)


def _outline(events: Iterable[BareEvent]) -> Outline:
    skeleton: list[tuple[object, ...]] = []
    leaves: list[Inventory] = []
    firsts: list[int] = []
    tops: list[int] = []
    open_tags = [""]
    run: list[BareEvent] = []
    depth = 0
    for index, event in enumerate(events):
        sort, tag, value = event
        if (depth or sort != "end") and is_inline(sort, tag, open_tags[-1]):
            if not run:
                firsts.append(index)
            run.append(event)
            depth += _STEP[sort]
            continue
        if run:
            skeleton.append(LEAF)
            leaves.append(_inventory(run))
            run = []
        if len(open_tags) == 1:
            tops.append(index)
        if sort == "start":
            open_tags.append(tag)
            skeleton.append((sort, tag, repr(value)))
        elif sort == "end":
            open_tags.pop()
            skeleton.append((sort, tag))
        else:
            skeleton.append((tag, " ".join(str(value).split()) if tag == "Text" else value))
    return Outline(skeleton=tuple(skeleton), leaves=tuple(leaves), firsts=tuple(firsts), tops=tuple(tops))


def _inventory(run: list[BareEvent]) -> Inventory:
    found: dict[str, list[str]] = {}
    for sort, tag, value in run:
        if sort == "end":
            continue
        match tag:
            case "FootnoteReference":
                found.setdefault("notes", []).append(value.casefold())
            case "Link":
                found.setdefault("links", []).append(value["dest_url"])
            case "Image":
                found.setdefault("images", []).append(value["dest_url"])
            case "Code":
                found.setdefault("code", []).append(" ".join(value.split()))
            case "InlineHtml":
                found.setdefault("html", []).append(re.sub(r"[\s>]+", " ", value))
    return Inventory(**{name: tuple(values) for name, values in found.items()}) if found else _NOTHING


def has_allowed_references(edition: Inventory, source: Inventory, own_notes: tuple[str, ...] = ()) -> bool:
    """Whether a leaf of an edition refers to nothing that its source does not, and to all its notes and images.

    `own_notes` are the labels of a translator's notes in it. HTML tags are all there or none; code and links may be
    fewer (a finding tells), never others.
    """
    if not own_notes and edition == source:
        return True
    return (
        Counter(edition.notes) == Counter(source.notes) + Counter(own_notes)
        and not Counter(edition.links) - Counter(source.links)
        and Counter(edition.images) == Counter(source.images)
        and not Counter(edition.code) - Counter(source.code)
        and (not edition.html or Counter(edition.html) == Counter(source.html))
    )
