"""What must be the same in an article and its editions: the block structure, and what the inline text refers to (law
5).
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pipeline.markdown.blocks import is_inline
from pipeline.markdown.parsing import Event, parse

LEAF = ("leaf",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What a leaf refers to: notes by label, links and images by target, code and HTML tags as written."""

    start: int
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    html: tuple[str, ...] = ()

    @property
    def refers_to(self) -> tuple[tuple[str, ...], ...]:
        """All but where the leaf stands."""
        return self.notes, self.links, self.images, self.code, self.html


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The block structure as a flat sequence in which `LEAF` stands for each leaf, and the leaves' inventories in
    order; `tops` are the offsets at which the blocks of the top level begin.
    """

    skeleton: tuple[tuple[object, ...], ...]
    leaves: tuple[Inventory, ...]
    tops: tuple[int, ...] = ()


@lru_cache(maxsize=4)
def read_outline(text: str) -> Outline:
    """The outline of Markdown `text`, which leaves front matter out. Code and HTML blocks count with their content.

    The last few are kept: the editions of one article are all compared with the same source.
    """
    skeleton: list[tuple[object, ...]] = []
    leaves: list[Inventory] = []
    tops: list[int] = []
    open_tags: list[str] = []
    run: list[Event] = []
    depth = 0
    for event in parse(text):
        if (depth or event.sort != "end") and is_inline(event, open_tags[-1] if open_tags else ""):
            run.append(event)
            depth += {"start": 1, "end": -1}.get(event.sort, 0)
            continue
        if run:
            skeleton.append(LEAF)
            leaves.append(_inventory(run))
            run = []
        if not open_tags:
            tops.append(event.start)
        if event.sort == "start":
            open_tags.append(event.tag)
            skeleton.append(("start", event.tag, repr(event.value)))
        elif event.sort == "end":
            open_tags.pop()
            skeleton.append(("end", event.tag))
        else:
            skeleton.append((event.tag, " ".join(str(event.value).split()) if event.tag == "Text" else event.value))
    return Outline(skeleton=tuple(skeleton), leaves=tuple(leaves), tops=tuple(tops))


def _inventory(run: list[Event]) -> Inventory:
    found: dict[str, list[str]] = {"notes": [], "links": [], "images": [], "code": [], "html": []}
    for event in run:
        match event.tag:
            case "FootnoteReference":
                found["notes"].append(event.value.casefold())
            case "Link" if event.sort == "start":
                found["links"].append(event.value["dest_url"])
            case "Image" if event.sort == "start":
                found["images"].append(event.value["dest_url"])
            case "Code":
                found["code"].append(" ".join(event.value.split()))
            case "InlineHtml":
                found["html"].append(re.sub(r"[\s>]+", " ", event.value))
    return Inventory(start=run[0].start, **{name: tuple(values) for name, values in found.items()})


def is_within(edition: Inventory, source: Inventory, own_notes: tuple[str, ...] = ()) -> bool:
    """Whether a leaf of an edition refers to nothing that its source does not, and to all its notes and images.

    `own_notes` are the labels of a translator's notes in it. HTML tags are all there or none; code and links may be
    fewer (a finding tells), never others.
    """
    if not own_notes and edition.refers_to == source.refers_to:
        return True
    return (
        Counter(edition.notes) == Counter(source.notes) + Counter(own_notes)
        and not Counter(edition.links) - Counter(source.links)
        and Counter(edition.images) == Counter(source.images)
        and not Counter(edition.code) - Counter(source.code)
        and (not edition.html or Counter(edition.html) == Counter(source.html))
    )
