"""Addresses as clues: a translation links where its original does, or to another page of the same site."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from pipeline.alignment.clues import Clues
from pipeline.alignment.values import Line

_SAME_PAGE = 0.8
_SAME_SITE = 0.6


def clues(source: Sequence[Line], target: Sequence[Line]) -> Clues:
    ours = [of_links(line.links) for line in source]
    theirs = [of_links(line.links) for line in target]
    common = frozenset().union(*ours) & frozenset().union(*theirs)
    matches = {clue: {clue: _SAME_PAGE if "/" in clue else _SAME_SITE} for clue in sorted(common)}
    return Clues(source=ours, target=theirs, matches=matches)


def of_links(links: Sequence[str]) -> frozenset[str]:
    """The sites that the addresses lead to, and the pages with them."""
    found = set()
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:
            found.add(f"/{link}")
            continue
        site = parts.netloc.lower().removeprefix("www.")
        found.add(f"{site}/{parts.path.strip('/')}?{parts.query}#{parts.fragment}")
        if site:
            found.add(site)
    return frozenset(found)
