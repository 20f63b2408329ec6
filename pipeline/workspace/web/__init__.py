"""Ask the web whether the addresses of articles and translations answer, for `check --links` alone."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.checks.codes import apply_levels, make_finding, resolve_levels
from pipeline.errors import TargmanError
from pipeline.model import Finding, SegmentKind
from pipeline.workspace.contents import Content, parse_article, parse_catalog, read_contents
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.web.answers import Answer, Verdict
from pipeline.workspace.web.visitor import Visitor

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»{}|\\^`]+", re.IGNORECASE)
_AFTER = ".,:;!?'’…։՝)]*_~"
"""Marks that follow an address and are not part of it; a bracket that it opens is."""
_ARCHIVE = "https://web.archive.org/web/2/"
"""The page of the Internet Archive that leads to its last copy of an address."""

Places = Mapping[str, Sequence[Finding]]
"""By address, a finding without a message for each place that has it."""


def check_addresses(settings: Settings, places: Places, advance: Callable[[], object]) -> list[Finding]:
    """Ask for every address once, and return findings for those that are dead, have moved or do not answer, at all
    their places. `advance` is called after each.
    """
    with Visitor(settings.root) as visitor:
        answers = visitor.visit(list(places), advance)
    found = (
        replace(told, path=place.path, line=place.line, source=place.source)
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
    places: dict[str, list[Finding]] = {}
    for path, languages in wanted.items():
        try:
            contents = read_contents(settings, path, languages)
            article = parse_article(settings, contents)
        except TargmanError:
            continue
        targets = [segment for segment in article.segments if segment.kind is SegmentKind.LINK_TARGET]
        own = [(address, segment.line) for segment in targets for address in find_addresses(segment.text)]
        for address, line in own:
            places.setdefault(address, []).append(_place(path.path, line))
        known = {address for address, _ in own}
        for lang in languages:
            for finding, address in _translated(path.catalog(lang), contents.catalogs[lang], known):
                places.setdefault(address, []).append(finding)
    return places


def find_addresses(text: str) -> Iterator[str]:
    """Yield the addresses in a text, without the punctuation after them."""
    for found in _ADDRESS.finditer(text):
        address = found[0]
        while address[-1] in _AFTER and not (address[-1] == ")" and address.count("(") >= address.count(")")):
            address = address[:-1]
        if re.match(r"https?://[^/]", address, re.IGNORECASE):
            yield address


def _translated(path: str, data: Content, own: Collection[str]) -> Iterator[tuple[Finding, str]]:
    """Yield the addresses that only the translations of a catalog have."""
    try:
        catalog, _ = parse_catalog(path, data)
    except TargmanError:
        return
    for entry in catalog.entries if catalog else ():
        for address in find_addresses(entry.target):
            if not entry.obsolete and address not in own:
                yield _place(path, entry.line, entry.source), address


def _place(path: str, line: int, source: str = "") -> Finding:
    return replace(make_finding("link-dead", ""), path=path, line=line, source=source)


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
