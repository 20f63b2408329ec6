"""Verify the notes of a finished page. Its HTML is read by a parser that knows nothing of how the page was made."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from pipeline.model import Message
from pipeline.publishing.document import Document, Footnote, link_target, walk
from pipeline.publishing.html import LinkMap, note_id

# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))
# fmt: on


_ATTRIBUTE = r' [a-z-]++(?:="[^"]*+")?'
_LINK = r'(<a)(?: id="([^"&]++)")?+ href="([^"&]*+)"(?: role="([a-z-]++)")?+(?: aria-label="[^"]*+")?+>([^<&]*+)</a>'
_RAW = rf"<(?P<raw>script|style)(?:(?! id\b){_ATTRIBUTE})*+>((?:[^<]++|<(?!/))*+)</(?P=raw)>"
_PLAIN = re.compile(
    rf'\A[^<]++|(?:(?P<up><sup class="note">)?+{_LINK}(?(up)</sup>)|</([a-z][a-z0-9]*+)>|<!DOCTYPE html>|{_RAW}'
    rf"|<(?!script|style)(?P<tag>[a-z][a-z0-9]*+)((?:{_ATTRIBUTE})*+)>(?:([^<]*+)(</(?P=tag)>))?+)([^<]*+)|(.)",
    re.DOTALL,
)
"""A piece of a page in the form in which our pages have it, with the text after it; or one character of anything else.
A piece is a link, perhaps raised as those to notes are, an end tag, a script, a style sheet, or a start tag, with its
end tag if nothing but words is between them.
"""
_PLAIN_ATTRIBUTE = re.compile(r" ([a-z-]+)(?:=\"([^\"]*)\")?")
_TOLD_APART = frozenset({"a", "li"})
"""Tags that something is told of even if they have no attributes."""
_MARKER = ' class="marker"'
_TELLING = re.compile(r' (?:id|role|class="marker)')
"""The beginning of an attribute by which something is told of any tag."""


@dataclass(slots=True)
class _Link:
    """A link on the page: its role, its address, its own anchor, its text, and the note that it stands in, if any."""

    role: str
    address: str
    anchor: str
    note: str
    words: str = ""


@dataclass(slots=True)
class _Element:
    """An open element that something is told of, within `depth` others. `note` is the anchor of the note that begins
    with it, `is_marker` is true for its marker.
    """

    depth: int
    tag: str
    role: str = ""
    note: str = ""
    is_marker: bool = False
    link: _Link | None = None

    @property
    def is_heard(self) -> bool:
        """Tell whether the words in it matter."""
        return self.is_marker or self.link is not None


class _Page:
    """The contents of a page: all anchors, the anchors of the listed notes, their markers, and all links."""

    def __init__(self) -> None:
        self.anchors: list[str] = []
        self.notes: list[str] = []
        self.markers: dict[str, str] = {}
        self.links: list[_Link] = []
        self.opened: list[str] = []
        """The tags of all open elements."""
        self.telling: list[_Element] = []
        """Those of the open elements that something is told of."""
        self.heard = 0
        """The number of those whose words matter: links and markers."""
        self.note = ""
        """The anchor of the note that is open."""

    def read(self, html: str) -> None:
        """Read a page: in a fraction of the time if all its tags are in plain form, as our own are."""
        pieces = _PLAIN.findall(html)
        if not any(piece[-1] for piece in pieces):
            self._read_pieces(pieces)
            return
        parser = _AnyPage(self)
        parser.feed(html)
        parser.close()

    def _read_pieces(self, pieces: Iterable[tuple[str, ...]]) -> None:
        for _, link, anchor, address, role, shown, end, _, raw, tag, about, words, ended, text, _ in pieces:
            if link:
                self.anchors += [anchor] if anchor else []
                self.links.append(_Link(role, address, anchor, self.note, shown))
                self.hear(shown)
            elif end:
                self.end(end)
            elif about == _MARKER and ended and tag == "span":
                self.mark(_unescape(words))
                self.hear(_unescape(words))
            elif tag in _TOLD_APART or (about and _TELLING.search(about)):
                self.begin(tag, _read_attributes(about))
                if ended:
                    self.hear(_unescape(words))
                    self.end(tag)
            elif tag and not ended and tag not in _VOID:
                self.opened.append(tag)
            else:
                self.hear(raw or _unescape(words))
            if text and self.heard:
                self.hear(_unescape(text))

    def with_role(self, role: str) -> list[_Link]:
        """Return the links with this role."""
        return [link for link in self.links if link.role == role]

    def begin(self, tag: str, about: Mapping[str, str]) -> None:
        """Begin an element with these attributes."""
        anchor, role = about.get("id", ""), about.get("role", "")
        if "id" in about:
            self.anchors.append(anchor)
        element = _Element(len(self.opened), tag, role, is_marker=about.get("class") == "marker")
        if tag == "li" and self._is_in_list_of_notes():
            element.note = self.note = anchor
            self.notes.append(anchor)
        if tag == "a" and "href" in about:
            element.link = _Link(role, about["href"], anchor, self.note)
            self.links.append(element.link)
        if tag not in _VOID:
            self.opened.append(tag)
            self.telling.append(element)
            self.heard += element.is_heard

    def end(self, tag: str) -> None:
        """End the innermost element with this tag, and all within it."""
        depth = len(self.opened) - 1
        if depth >= 0 and self.opened[-1] == tag and (not self.telling or self.telling[-1].depth < depth):
            self.opened.pop()
            return
        if tag not in self.opened:
            return
        while self.opened.pop() != tag:
            pass
        while self.telling and self.telling[-1].depth >= len(self.opened):
            element = self.telling.pop()
            self.heard -= element.is_heard
            if element.note:
                self.note = ""

    def hear(self, words: str) -> None:
        """Add text to the links and the markers that are open."""
        if not self.heard:
            return
        for element in self.telling:
            if element.link is not None:
                element.link.words += words
            if element.is_marker:
                self.mark(words)

    def mark(self, words: str) -> None:
        """Add text to the marker of the note that is open."""
        if self.note and words:
            self.markers[self.note] = self.markers.get(self.note, "") + words

    def _is_in_list_of_notes(self) -> bool:
        """Return True if a list item here is a note: its list is that of the notes, not one within a note."""
        is_inside = False
        for element in self.telling:
            if is_inside and element.tag == "li":
                return False
            is_inside |= element.role == "doc-endnotes"
        return is_inside


class _AnyPage(HTMLParser):
    """Reads a page whose tags may have any form."""

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.begin(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.page.end(tag)

    def handle_data(self, data: str) -> None:
        self.page.hear(data)


def _read_attributes(text: str) -> dict[str, str]:
    found = _PLAIN_ATTRIBUTE.findall(text)
    return {name: unescape(value) for name, value in found} if "&" in text else dict(found)


def _unescape(text: str) -> str:
    return unescape(text) if "&" in text else text


def verify_page(html: str, document: Document, addresses: LinkMap | None = None) -> Iterator[Message]:
    """Yield a message for all that is wrong with the notes of a whole page, which was made with these `addresses`."""
    found = _Page()
    found.read(html)
    for anchor, count in Counter(found.anchors).items():
        if count > 1:
            yield Message.create_plural(
                "{number} element of the page has the anchor “{anchor}”, so links to it may lead to the wrong place.",
                "{number} elements of the page have the anchor “{anchor}”, so links to it may lead to the wrong place.",
                number=count,
                anchor=anchor,
            )
    expected = {note_id(note.label): note for note in document.notes}
    yield from _check_list(found, expected)
    yield from _check_references(found, expected)
    yield from _check_back_links(found, expected)
    links: dict[str, list[str]] = {}
    for link in found.with_role(""):
        links.setdefault(link.note, []).append(link.address)
    for anchor, note in expected.items():
        yield from _check_targets(links.get(anchor, []), note, document, addresses or LinkMap())


def _check_list(found: _Page, expected: dict[str, Footnote]) -> Iterator[Message]:
    """Check that every note is listed once, with its marker, in its place."""
    counts = Counter(found.notes)
    for anchor, note in expected.items():
        shown = found.markers.get(anchor, "")
        if not counts[anchor]:
            yield Message.create(
                "the note {reference} is missing from the list of notes; it has to be there once.",
                reference=_reference(note),
            )
        elif counts[anchor] > 1:
            yield Message.create_plural(
                "the note {reference} stands {number} time in the list of notes; it has to be there once.",
                "the note {reference} stands {number} times in the list of notes; it has to be there once.",
                number=counts[anchor],
                reference=_reference(note),
            )
        elif shown != note.marker:
            yield Message.create(
                "the note {reference} is listed as “{shown}”, but its marker is “{marker}”.",
                reference=_reference(note),
                shown=shown,
                marker=note.marker,
            )
    for anchor in counts:
        if anchor not in expected:
            yield Message.create(
                "the list of notes has one that the article does not have (“{anchor}”).", anchor=anchor
            )
    known = [anchor for anchor in dict.fromkeys(found.notes) if anchor in expected]
    if known != [anchor for anchor in expected if anchor in counts]:
        yield Message.create("the notes are in another order in their list than in the edition.")


def _reference(note: Footnote) -> str:
    return f"[^{note.label}]"


def _check_references(found: _Page, expected: dict[str, Footnote]) -> Iterator[Message]:
    """Check that every reference leads to its note and shows its marker, and that none is missing."""
    counts: Counter[str] = Counter()
    listed = frozenset(found.notes)
    for link in found.with_role("doc-noteref"):
        anchor = link.address.removeprefix("#")
        note = expected.get(anchor)
        if note is None or anchor not in listed or not link.address.startswith("#"):
            yield Message.create(
                "the reference “{words}” leads to “{address}”, where there is no note.",
                words=link.words,
                address=link.address,
            )
            continue
        counts[anchor] += 1
        if link.words != note.marker:
            yield Message.create(
                "a reference to the note {reference} shows “{words}”, but the marker is “{marker}”.",
                reference=_reference(note),
                words=link.words,
                marker=note.marker,
            )
        if not link.anchor:
            yield Message.create(
                "a reference to the note {reference} has no anchor, so nothing can lead back to it.",
                reference=_reference(note),
            )
    for anchor, note in expected.items():
        if counts[anchor] != note.references:
            yield Message.create(
                "references to the note {reference}: {found} on the page, {wanted} in the edition.",
                reference=_reference(note),
                found=counts[anchor],
                wanted=note.references,
            )


def _check_back_links(found: _Page, expected: dict[str, Footnote]) -> Iterator[Message]:
    """Check that every note has a link back to each reference to it, and to nothing else."""
    references = {link.anchor: link.address.removeprefix("#") for link in found.with_role("doc-noteref") if link.anchor}
    led_back: set[str] = set()
    for link in found.with_role("doc-backlink"):
        anchor = link.address.removeprefix("#")
        note = expected.get(link.note)
        if anchor not in references or not link.address.startswith("#"):
            yield Message.create(
                "a link back from {note} leads to “{address}”, where there is no reference.",
                note=_name_note(note),
                address=link.address,
            )
        elif references[anchor] != link.note:
            yield Message.create(
                "a link back from {note} leads to a reference to another note (“{address}”).",
                note=_name_note(note),
                address=link.address,
            )
        else:
            led_back.add(anchor)
    for anchor, there in references.items():
        if anchor not in led_back and there in expected:
            yield Message.create(
                "the note {reference} has no link back to the reference “{address}”.",
                reference=_reference(expected[there]),
                address=f"#{anchor}",
            )


def _name_note(note: Footnote | None) -> Message:
    return Message.create("the note {reference}", reference=_reference(note)) if note else Message.create("a note")


def _check_targets(links: Sequence[str], note: Footnote, document: Document, addresses: LinkMap) -> Iterator[Message]:
    """Check that a note has the links that it has in the edition; links of raw HTML come on top."""
    nodes = list(walk(note.blocks))
    targets = (link_target(node) for node in nodes if node.tag == "Link")
    wanted = [address for written in targets if (address := addresses.resolve(written, document))]
    shown = list(links)
    for address in wanted:
        if address in shown:
            shown.remove(address)
        else:
            yield Message.create(
                "the note {reference} has lost its link to {address}.", reference=_reference(note), address=address
            )
    if not any(node.tag in {"InlineHtml", "Html"} for node in nodes):
        for address in shown:
            yield Message.create(
                "the note {reference} leads to {address} on the page, but not in the edition.",
                reference=_reference(note),
                address=address,
            )
