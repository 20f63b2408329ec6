"""The outline of a text, which its editions must keep (law 5): block structure, and the references of inline text."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.article.dialects.scan import FILLER, OPENING, fingerprints
from pipeline.article.escape import remove_invisible
from pipeline.article.markdown.blocks import is_inline
from pipeline.article.markdown.events import BareEvent, Dialects, parse_bare_events, parse_events

LEAF = ("leaf",)

_STEP = {"start": 1, "end": -1, "inline": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The references of a leaf: notes by label, links and images by target, code and HTML tags as written.

    `marks` are the fingerprints of a dialect's spans.
    """

    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


_NOTHING = Inventory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The block structure as a flat sequence with `LEAF` for each leaf, and the inventories of the leaves in order.

    `firsts` are the indices of the events that begin the leaves, `tops` those of the events that begin top-level
    blocks.
    """

    skeleton: tuple[tuple[object, ...], ...]
    leaves: tuple[Inventory, ...]
    firsts: tuple[int, ...]
    tops: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOutline:
    """An outline with the offsets at which its leaves and its top-level blocks begin."""

    outline: Outline
    leaves: tuple[int, ...]
    tops: tuple[int, ...]


@lru_cache(maxsize=4)
def read_outline(text: str, dialects: Dialects = None) -> Outline:
    """Read the outline of Markdown `text` without its front matter; code and HTML blocks include their content.

    The last few are cached, since an edition is read more than once.
    """
    return _build_outline(parse_bare_events(text, dialects))


@lru_cache(maxsize=4)
def read_placed_outline(text: str, dialects: Dialects = None) -> PlacedOutline:
    """Read the outline of `text` with offsets, which take most of the time.

    The last few are cached, since all editions of an article are compared with the same source.
    """
    events = parse_events(text, dialects)
    outline = _build_outline(event[:3] for event in events)
    leaves, tops = (tuple(events[index].start for index in indices) for indices in (outline.firsts, outline.tops))
    return PlacedOutline(outline=outline, leaves=leaves, tops=tops)


def has_allowed_references(edition: Inventory, source: Inventory, translator_notes: tuple[str, ...] = ()) -> bool:
    """Tell whether a leaf of an edition refers to all notes and images of its source, and to nothing else.

    `translator_notes` are the labels of the translator's notes in it. HTML tags are the same or none. Code and links
    may be fewer than in the source (a check reports that), but never different.
    """
    if not translator_notes and edition == source:
        return True
    return (
        Counter(edition.notes) == Counter(source.notes) + Counter(translator_notes)
        and not Counter(edition.links) - Counter(source.links)
        and Counter(edition.images) == Counter(source.images)
        and not Counter(edition.code) - Counter(source.code)
        and Counter(edition.marks) == Counter(source.marks)
        and (not edition.html or Counter(edition.html) == Counter(source.html))
    )


def _build_outline(events: Iterable[BareEvent]) -> Outline:
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
                found.setdefault("links", []).append(value["dest_url"].replace(FILLER, ""))
            case "Image":
                found.setdefault("images", []).append(value["dest_url"].replace(FILLER, ""))
            case "Text" if OPENING in value:
                found.setdefault("marks", []).extend(fingerprints(value))
            case "Code":
                found.setdefault("code", []).append(" ".join(remove_invisible(value).split()))
            case "InlineHtml":
                found.setdefault("html", []).append(re.sub(r"[\s>]+", " ", remove_invisible(value)))
    return Inventory(**{name: tuple(values) for name, values in found.items()}) if found else _NOTHING
