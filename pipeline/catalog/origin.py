"""Comments that say where an unconfirmed translation came from: a machine, the memory or a published text.

They are the last extracted comments (`#.`) of an entry, and go when a person confirms it (law 7).
"""

import re
from dataclasses import replace

from pipeline.model import Entry, SegmentKind

MACHINE_ORIGIN = "machine: "
"""Prefix of the comment that names the machine translation service."""

MEMORY_ORIGIN = "memory: "
"""Prefix of the comment that names the article or file of the translation memory."""

ADOPTED_ORIGIN = "adopted: "
"""Prefix of the comment that says why a translation adopted from a published text should be reviewed."""

MERGE_REMARK = "merge: "
"""Beginning of a translator's remark that holds the other of two translations between which a person has to choose."""

ORIGINS = (MACHINE_ORIGIN, MEMORY_ORIGIN, ADOPTED_ORIGIN)


def merge_remarks(target: str) -> tuple[str, ...]:
    """Return remarks that keep another translation for a person to choose from, one for each of its lines."""
    return tuple(MERGE_REMARK + line for line in re.split(r"[\r\n]+", target) if line)


def is_filled_in(entry: Entry, *, same_language: bool) -> bool:
    """Tell whether the translation is the source that Targman put there: in the catalog of the article's own language,
    and for an address in any catalog.
    """
    return entry.target == entry.source and (same_language or str(SegmentKind.LINK_TARGET) in entry.comments)


def origin_comments(entry: Entry) -> tuple[str, ...]:
    """Return the origin comments of a fuzzy entry, each in one piece even if an editor wrapped it; else none."""
    found: list[str] = []
    for comment in entry.comments if entry.fuzzy else ():
        if comment.startswith(ORIGINS):
            found.append(comment)
        elif found:
            found[-1] += f" {comment}"
    return tuple(found)


def without_origin(entry: Entry) -> Entry:
    """Return the entry without its origin comments."""
    first = next((place for place, text in enumerate(entry.comments) if text.startswith(ORIGINS)), None)
    return entry if first is None else replace(entry, comments=entry.comments[:first])
