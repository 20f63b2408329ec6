"""Ask the web whether the addresses of articles and translations answer, for `check --links` alone."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.checks.addresses import find_addresses
from pipeline.checks.codes import apply_levels, make_finding, resolve_levels
from pipeline.errors import TargmanError
from pipeline.model import Finding, SegmentKind
from pipeline.workspace.contents import Content, parse_article, parse_catalog, read_contents
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.web.answers import Answer, Verdict
from pipeline.workspace.web.visitor import Visitor

_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_ARCHIVE = "https://web.archive.org/web/2/"
"""The page of the Internet Archive that leads to its last copy of an address."""


class Place(NamedTuple):
    """A place of an address: the file, the line, and the source of the entry, empty in an article."""

    path: str
    line: int
    source: str = ""


Places = Mapping[str, Sequence[Place]]
"""The places of each address."""


def check_addresses(settings: Settings, places: Places, advance: Callable[[], object]) -> list[Finding]:
    """Ask for every address once, and return findings for those that are dead, have moved or do not answer, at all
    their places. `advance` is called after each.
    """
    with Visitor(settings.root) as visitor:
        answers = visitor.visit(list(places), advance)
    found = (
        replace(told, **place._asdict())
        for address, answer in answers.items()
        for told in _judge(address, answer)
        for place in places[address]
    )
    levelled = apply_levels(found, resolve_levels(dict(settings.checks)))
    return sorted(levelled, key=lambda finding: (finding.path, finding.line, finding.rule))


def collect_addresses(settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]]) -> Places:
    """Return the addresses of articles, and those that only their translations have, with their places. Articles and
    catalogs that cannot be read have none; `check` tells why.
    """
    places: dict[str, list[Place]] = {}
    for path, languages in wanted.items():
        try:
            contents = read_contents(settings, path, languages)
            article = parse_article(settings, contents)
        except TargmanError:
            continue
        targets = [segment for segment in article.segments if segment.kind is SegmentKind.LINK_TARGET]
        own = [(address, segment.line) for segment in targets for address in find_web_addresses(segment.text)]
        for address, line in own:
            places.setdefault(address, []).append(Place(path.path, line))
        known = {address for address, _ in own}
        for lang in languages:
            for place, address in _translated(path.catalog(lang), contents.catalogs[lang], known):
                places.setdefault(address, []).append(place)
    return places


def without_local(places: Places, findings: Iterable[Finding]) -> Places:
    """Return the addresses with their places, without those that findings tell to be on a single computer."""
    local = {
        (finding.path, value)
        for finding in findings
        if finding.rule == "address-local"
        for name, value in finding.message.values
        if name == "address"
    }
    left = {
        address: [place for place in found if (place.path, address) not in local] for address, found in places.items()
    }
    return {address: found for address, found in left.items() if found}


def find_web_addresses(text: str) -> Iterator[str]:
    """Yield the addresses in a text that can be asked for."""
    return filter(_WEB.match, find_addresses(text))


def _translated(path: str, data: Content, own: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Yield the addresses that only the translations of a catalog have."""
    try:
        catalog, _ = parse_catalog(path, data)
    except TargmanError:
        return
    for entry in catalog.entries if catalog else ():
        for address in find_web_addresses(entry.target):
            if not entry.obsolete and address not in own:
                yield Place(path, entry.line, entry.source), address


def _judge(address: str, answer: Answer) -> Iterator[Finding]:
    """Yield what an answer means for the places that have the address."""
    match answer.verdict:
        case Verdict.DEAD:
            yield make_finding(
                "link-dead",
                "the address {address} is dead: {reason}. The Internet Archive may have a copy: {archive}",
                address=address,
                reason=answer.reason,
                archive=_ARCHIVE + address,
            )
        case Verdict.MOVED:
            yield make_finding(
                "link-moved", "the address {address} has moved to {new}", address=address, new=answer.location
            )
        case Verdict.SILENT:
            yield make_finding(
                "link-unanswered",
                "nobody knows whether the address {address} is right: {reason}",
                address=address,
                reason=answer.reason,
            )
