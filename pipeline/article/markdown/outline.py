"""The outline of a text, which its editions must keep (law 5): block structure, and the references of inline text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.article.dialects.marks import FILLER, OPENING, fingerprints
from pipeline.article.escape import remove_invisible
from pipeline.article.markdown.blocks import is_inline
from pipeline.article.markdown.events import (
    BareEvent,
    Dialects,
    Event,
    find_matching_end,
    parse_bare_events,
    parse_events,
)
from pipeline.article.markdown.html_attributes import blank_values
from pipeline.article.markdown.html_leaves import stretch_starts
from pipeline.article.markdown.html_outline import outline_html
from pipeline.article.markdown.html_tokens import is_void_with_values
from pipeline.frozen import dataclass
from pipeline.patterns import lazy

LEAF = ("leaf",)

_FILLER = repr(FILLER)[1:-1]

_LINE_BREAK = lazy(r"<w?br\b[^<]*", re.IGNORECASE)

_STEP = {"start": 1, "end": -1, "inline": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The references of a leaf: notes by label, links and images by target, code and HTML tags as written.

    `marks` are the fingerprints of a dialect's spans and what else is always kept. `nesting` are the tags of a run of
    HTML that open or close without a partner in it.
    """

    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    nesting: tuple[str, ...] = ()


_NOTHING = Inventory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The block structure as a flat sequence with `LEAF` for each leaf, and the inventories of the leaves in order.

    `firsts` are the indices of the events that begin the leaves, and for a run in a block of HTML its number there;
    `tops` are those of the events that begin top-level blocks.
    """

    skeleton: tuple[tuple[object, ...], ...]
    leaves: tuple[Inventory, ...]
    firsts: tuple[tuple[int, int], ...]
    tops: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOutline:
    """An outline with the offsets at which its leaves and its top-level blocks begin."""

    outline: Outline
    leaves: tuple[int, ...]
    tops: tuple[int, ...]


@lru_cache(maxsize=4)
def read_outline(text: str, dialects: Dialects = None) -> Outline:
    """Read the outline of Markdown `text` without its front matter; code includes its content, and a block of HTML all
    but its words.

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
    tops = tuple(events[index].start for index in outline.tops)
    return PlacedOutline(outline=outline, leaves=tuple(_leaf_starts(text, events, outline.firsts)), tops=tops)


def _leaf_starts(text: str, events: Sequence[Event], firsts: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield the offsets at which the leaves begin; a run of HTML begins where its first sentence does."""
    block = -1
    runs: tuple[int, ...] = ()
    for index, number in firsts:
        if events[index].tag != "HtmlBlock":
            yield events[index].start
            continue
        if index != block:
            block, runs = index, stretch_starts(text, events[index : find_matching_end(events, index) + 1])
        yield runs[number] if number < len(runs) else -1


def has_allowed_references(edition: Inventory, source: Inventory, translator_notes: tuple[str, ...]) -> bool:
    """Tell whether a leaf of an edition refers to all notes and images of its source, and to nothing else.

    `translator_notes` are the labels of the translator's notes in it. Code and links may be fewer than in the source (a
    check reports that), and line breaks, but never different. Other HTML tags are the same or none.
    """
    if not translator_notes and edition == source:
        return True
    return (
        Counter(edition.notes) == Counter(source.notes) + Counter(translator_notes)
        and not Counter(edition.links) - Counter(source.links)
        and Counter(edition.images) == Counter(source.images)
        and not Counter(edition.code) - Counter(source.code)
        and Counter(edition.marks) == Counter(source.marks)
        and edition.nesting == source.nesting
        and (not edition.html or _has_allowed_tags(edition.html, source.html))
    )


def _has_allowed_tags(edition: Sequence[str], source: Sequence[str]) -> bool:
    left_out = Counter(source) - Counter(edition)
    return not Counter(edition) - Counter(source) and all(map(_LINE_BREAK.fullmatch, left_out))


def _build_outline(events: Iterable[BareEvent]) -> Outline:
    skeleton: list[tuple[object, ...]] = []
    leaves: list[Inventory] = []
    firsts: list[tuple[int, int]] = []
    tops: list[int] = []
    open_tags = [""]
    html: list[str] = []
    run: list[BareEvent] = []
    started = depth = 0
    for index, event in enumerate(events):
        sort, tag, value = event
        if (depth or sort != "end") and is_inline(sort, tag, open_tags[-1]):
            if not run:
                firsts.append((index, 0))
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
            started = index
            skeleton.append((sort, tag, repr(value).replace(_FILLER, "")))
        elif sort == "end":
            open_tags.pop()
            if html:
                runs = _add_html(skeleton, "".join(html))
                firsts += [(started, number) for number in range(len(runs))]
                leaves += runs
                html = []
            skeleton.append((sort, tag))
        elif open_tags[-1] == "HtmlBlock":
            html.append(value)
        else:
            skeleton.append((tag, " ".join(str(value).split()) if tag == "Text" else value))
    return Outline(skeleton=tuple(skeleton), leaves=tuple(leaves), firsts=tuple(firsts), tops=tuple(tops))


def _add_html(skeleton: list[tuple[object, ...]], html: str) -> list[Inventory]:
    """Add the content of a block of HTML to a skeleton; return the inventories of its runs."""
    runs: list[Inventory] = []
    for part in outline_html(html):
        if isinstance(part, str):
            skeleton.append(("Html", part))
            continue
        references, has_text = part
        skeleton.append((*LEAF, has_text))
        runs.append(Inventory(**references._asdict()))
    return runs


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
                if is_void_with_values(value):
                    found.setdefault("marks", []).append(blank_values(value))
                else:
                    found.setdefault("html", []).append(re.sub(r"[\s>]+", " ", remove_invisible(blank_values(value))))
    return Inventory(**{name: tuple(values) for name, values in found.items()}) if found else _NOTHING
