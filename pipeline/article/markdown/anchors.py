"""Find the anchors of a page: its headings with the identifiers that programs give them, other identifiers, and links.

A link leads to a heading by the identifier that its author gave it, or by one that the dialect's programs make of its
words. Programs that we do not know differ in hyphens and punctuation only, so a link that has the letters and digits of
a heading leads there too.
"""

import posixpath
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import unescape
from itertools import pairwise, zip_longest
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.article.dialects.marks import OPENING, FoundMark, remove_masks
from pipeline.article.dialects.slugs import HeadingSyntax, load_heading_syntax, make_slugs
from pipeline.article.markdown.events import Event, find_marks, line_number, line_starts, parse_events
from pipeline.frozen import dataclass
from pipeline.patterns import lazy

# Led by the sign, which is looked for in no time.
_MAY_LINK = lazy(r"""#(?:(?<=[(<"'= \t]#)|(?<=\.md#))[^\s#]""", re.IGNORECASE)
_TO_HEADING = lazy(r"(?P<path>(?![a-z][a-z0-9+.-]*:|/)[^?#\\]+\.md)?#(?P<fragment>.+)", re.IGNORECASE | re.DOTALL)
_VALUE = r"""\s*=\s*(?:"(?P<double>[^"<>]*)"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s"'<>=]+))"""
_ID = lazy(rf"\b(?:id|name){_VALUE}", re.IGNORECASE)
_HREF = lazy(rf"\bhref{_VALUE}", re.IGNORECASE)
_ATTRIBUTE = lazy(r"(?<!\{)\{[^{}\n#]*+#(?P<id>[\w:.-]++)")
_BEHIND = lazy(rf"{_ATTRIBUTE.pattern}[^{{}}\n]*+\}}[ \t]*+#*+[ \t]*+$")
_BELOW = lazy(r"(?:\r\n?|\n)[ \t>]*+\{:[^{}\n#]*+#(?P<id>[\w:.-]++)")
_HTML_HEADING = lazy(r"<(?P<close>/?)h[1-6]\b[^<>]*>", re.IGNORECASE)
_TAG = lazy(r"<[^<>]*>")
_LINE_END = lazy(r"[\r\n]|\Z")
_WORDS = {"Text": None, "Code": None, "SoftBreak": " ", "HardBreak": " "}


class PageLink(NamedTuple):
    """A link with its target as it is written, and the line that it stands in."""

    target: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading by the offsets of its words, which are `words` without the labels of notes. `own` is the identifier
    that its author gave it, empty without one, and `names` are those that programs give it, one for each way, perhaps
    empty.
    """

    start: int
    end: int
    words: str
    own: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnchors:
    """The headings of a page in order, the identifiers that its text gives to anything, and its links.

    `places` has the numbers of the headings by what a link may call them. `is_partial` means that the page may have
    other headings too, from files that it includes.
    """

    headings: tuple[Heading, ...]
    places: Mapping[str, int]
    ids: frozenset[str]
    links: tuple[PageLink, ...]
    is_partial: bool

    @property
    def fragments(self) -> tuple[str, ...]:
        """The identifiers that the links within the page lead to."""
        targets = (link.target for link in self.links)
        return tuple(dict.fromkeys(unquote(target[1:]) for target in targets if target[:1] == "#" and target[1:]))

    def find(self, name: str) -> int | None:
        """Return the number of the heading that an identifier leads to; None if there is none."""
        return find_place(self.places, name)


def may_link(text: str) -> bool:
    """Tell whether a text may have links to headings: most articles have none, and need not be read for them."""
    return _MAY_LINK.search(text) is not None


def resolve_target(path: str, target: str) -> tuple[str, str] | None:
    """Return the path and the identifier that a link in the file at `path` leads to; None if it does not lead to a part
    of that file or, by a relative address, of another Markdown file.
    """
    found = _TO_HEADING.fullmatch(target)
    if found is None:
        return None
    other = path if found["path"] is None else posixpath.join(posixpath.dirname(path), unquote(found["path"]))
    return posixpath.normpath(other), unquote(found["fragment"])


@lru_cache(maxsize=8)
def read_anchors(text: str, dialects: tuple[str, ...]) -> PageAnchors:
    """Read the anchors of an article or an edition. The last few are kept: a source is compared with every edition."""
    syntax = load_heading_syntax(dialects)
    events = parse_events(text, dialects)
    found = find_marks(text, dialects)
    marks = [text[mark.start : mark.end] for mark in found]
    headings = find_headings(text, events, syntax)
    html = [event.value for event in events if event.tag in {"Html", "InlineHtml"}]
    ids = {heading.own for heading in headings} - {""}
    ids |= {_value(match) for each in (*html, *marks) for match in _ID.finditer(each)}
    ids |= {match["id"] for each in marks for match in _ATTRIBUTE.finditer(each)}
    infos = (event.value["Fenced"] for event in events if event.tag == "CodeBlock" and isinstance(event.value, dict))
    return PageAnchors(
        headings=headings,
        places=place_headings(headings, has_ids=bool(syntax.written)),
        ids=frozenset(ids),
        links=tuple(_links(text, events, found, syntax)),
        is_partial=any(re.search(syntax.includes, each) for each in (*marks, *infos))
        or any(_is_unclear(event) for run in _heading_runs(events) for event in run),
    )


def find_headings(text: str, events: Sequence[Event], syntax: HeadingSyntax) -> tuple[Heading, ...]:
    """Return the headings among the events of a text, with their identifiers."""
    found: list[Heading] = []
    labelled: list[tuple[str, str]] = []
    for run in _heading_runs(events):
        inner = run[1:-1] or run
        start, end = inner[0].start, inner[0].start
        if run[1:-1]:
            end += len(text[start : max(event.end for event in inner)].rstrip())
        own = run[0].value["id"] or _own_behind(text, start, end)
        found.append(Heading(start=start, end=end, words=_join_words(inner), own=own))
        labelled.append((_join_words(inner, with_notes=True), re.split(r"[\r\n]+", text[start:end])[-1]))
    named = [place for place, heading in enumerate(found) if not (heading.own and syntax.written)]
    columns = [make_slugs(rule, (labelled[place] for place in named)) for rule in syntax.slugs]
    for place, *names in zip(named, *columns, strict=True):
        found[place] = replace(found[place], names=tuple(names))
    return tuple(found)


def place_headings(headings: Sequence[Heading], *, has_ids: bool) -> dict[str, int]:
    """Return the numbers of headings by what a link may call them: what an author named first, then names in the order
    of the ways to make them, then the letters of these. A heading with an identifier of its own has no other name where
    programs know such identifiers (`has_ids`).
    """
    places: dict[str, int] = {}
    own = [(heading.own, place) for place, heading in enumerate(headings) if heading.own]
    made = [
        (name, place)
        for names in zip_longest(*(heading.names for heading in headings))
        for place, name in enumerate(names)
        if name
    ]
    loose = [(fold_name(name), place) for name, place in made]
    loose += [
        (fold_name(name), place)
        for place, heading in enumerate(headings)
        for name in (heading.words, f"{heading.words} {heading.own}")
        if not (heading.own and has_ids)
    ]
    for name, place in (*own, *made, *loose):
        if name:
            places.setdefault(name, place)
    return places


def find_place(places: Mapping[str, int], name: str) -> int | None:
    """Return the number of the heading that an identifier leads to, by letters and digits alone if need be."""
    found = places.get(name)
    return places.get(fold_name(name)) if found is None else found


def find_mentioned(text: str) -> frozenset[str]:
    """Return all that looks like an identifier in a text, also in code, and the names of headings in HTML, folded."""
    found = {_value(match) for match in _ID.finditer(text)} | {match["id"] for match in _ATTRIBUTE.finditer(text)}
    tags = list(_HTML_HEADING.finditer(text))
    for tag, following in pairwise(tags):
        if not tag["close"]:
            found.add(_TAG.sub("", text[tag.end() : following.start()]))
    return frozenset(map(fold_name, found)) - {""}


def is_mentioned(name: str, mentioned: Container[str]) -> bool:
    """Tell whether an identifier is among those that `find_mentioned` found."""
    return fold_name(name) in mentioned


def fold_name(text: str) -> str:
    """Return the letters and digits of a text."""
    folded = unicodedata.normalize("NFKC", unescape(text)).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def _heading_runs(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """Yield the events of each heading, its start and end among them."""
    first = 0
    for index, event in enumerate(events):
        if event.tag == "Heading" and event.sort == "start":
            first = index
        elif event.tag == "Heading":
            yield events[first : index + 1]


def _is_unclear(event: Event) -> bool:
    """Tell whether programs make different words of a part of a heading."""
    return event.tag == "Image" or (event.tag == "Text" and OPENING in event.value)


def _join_words(events: Sequence[Event], *, with_notes: bool = False) -> str:
    """Return the words of a heading, without those of images, which no program takes for its own."""
    words: list[str] = []
    images = 0
    for event in events:
        images += {"start": 1, "end": -1}.get(event.sort, 0) if event.tag == "Image" else 0
        if not images and (event.tag in _WORDS or (with_notes and event.tag == "FootnoteReference")):
            words.append(_WORDS.get(event.tag) or str(event.value))
    return remove_masks("".join(words)).strip()


def _own_behind(text: str, start: int, end: int) -> str:
    """Return the identifier in a list of attributes behind a heading or on the line below it."""
    line_end = _LINE_END.search(text, end)
    last = line_end.start() if line_end else len(text)
    found = _BEHIND.search(text, start, last) or _BELOW.match(text, last)
    return found["id"] if found else ""


def _links(text: str, events: Sequence[Event], marks: Sequence[FoundMark], syntax: HeadingSyntax) -> Iterator[PageLink]:
    lines = line_starts(text)
    for event in events:
        if event.tag == "Link" and event.sort == "start" and OPENING not in event.value["dest_url"]:
            yield PageLink(event.value["dest_url"], line_number(lines, event.start))
        elif event.tag in {"Html", "InlineHtml"}:
            for found in _HREF.finditer(event.value):
                yield PageLink(unescape(_value(found)), line_number(lines, event.start))
    if syntax.references:
        for mark in marks:
            for found in re.finditer(syntax.references, text[mark.start : mark.end]):
                yield PageLink(found["target"], line_number(lines, mark.start))


def _value(found: re.Match[str]) -> str:
    return next(found[group] for group in ("double", "single", "bare") if found[group] is not None)
