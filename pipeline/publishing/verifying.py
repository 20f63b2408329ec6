"""Is a finished page right about its notes? Its HTML is read by a parser that knows nothing of how it was made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipeline.publishing.document import Document, Footnote, every
from pipeline.publishing.html import Addresses, note_id
from pipeline.publishing.notes import targets

# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))
# fmt: on


@dataclass(slots=True, kw_only=True)
class _Link:
    """A link on the page: its `role`, where it leads, its own anchor, the words in it, and the note that it stands in,
    empty outside of the notes.
    """

    role: str
    address: str
    anchor: str
    note: str
    words: str = ""


@dataclass(slots=True, kw_only=True)
class _Element:
    """An element that is open: `note` is the anchor of the note that begins with it, `is_marker` says that its words
    are that note's marker.
    """

    tag: str
    role: str = ""
    note: str = ""
    is_marker: bool = False
    link: _Link | None = None


@dataclass(slots=True, kw_only=True)
class _Found:
    """What a page holds: all anchors, the anchors of the notes in their list, their markers, all links."""

    anchors: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    markers: dict[str, str] = field(default_factory=dict)
    links: list[_Link] = field(default_factory=list)

    def of_role(self, role: str) -> list[_Link]:
        """The links with this role."""
        return [link for link in self.links if link.role == role]


def verify_page(html: str, document: Document, addresses: Addresses | None = None) -> Iterator[str]:
    """What is wrong with the notes on a page of the document, as sentences; nothing where all is right.

    `html` is the whole page; `addresses` are those that it was made with.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.found
    for anchor, count in found.anchors.items():
        if count > 1:
            yield f"{count} elements of the page have the anchor “{anchor}”, so that links to it may lead astray."
    expected = {note_id(note.label): note for note in document.notes}
    yield from _listed(found, expected)
    yield from _references(found, expected)
    yield from _back(found, expected)
    for anchor, note in expected.items():
        yield from _targets(found, anchor, note, document, addresses or Addresses())


def _listed(found: _Found, expected: dict[str, Footnote]) -> Iterator[str]:
    """Every note once, under its marker, in its place."""
    counts = Counter(found.notes)
    for anchor, note in expected.items():
        if counts[anchor] != 1:
            times = "is missing from" if not counts[anchor] else f"stands {counts[anchor]} times in"
            yield f"the note [^{note.label}] {times} the list of notes; it has to be there once."
        elif found.markers.get(anchor, "") != note.marker:
            shown = found.markers.get(anchor, "")
            yield f"the note [^{note.label}] is listed as “{shown}”, but its marker is “{note.marker}”."
    for anchor in counts:
        if anchor not in expected:
            yield f"the list of notes has one that the article has not (“{anchor}”)."
    known = [anchor for anchor in dict.fromkeys(found.notes) if anchor in expected]
    if known != [anchor for anchor in expected if anchor in counts]:
        yield "the notes stand in another order in their list than in the edition."


def _references(found: _Found, expected: dict[str, Footnote]) -> Iterator[str]:
    """Every reference leads to its note and shows its marker, and there are as many as there should be."""
    counts: Counter[str] = Counter()
    for link in found.of_role("doc-noteref"):
        anchor = link.address.removeprefix("#")
        note = expected.get(anchor)
        if note is None or anchor not in found.notes or not link.address.startswith("#"):
            yield f"the reference “{link.words}” leads to “{link.address}”, where there is no note."
            continue
        counts[anchor] += 1
        if link.words != note.marker:
            yield f"a reference to the note [^{note.label}] shows “{link.words}”, but the marker is “{note.marker}”."
        if not link.anchor:
            yield f"a reference to the note [^{note.label}] has no anchor, so that nothing can lead back to it."
    for anchor, note in expected.items():
        if counts[anchor] != note.references:
            yield (
                f"references to the note [^{note.label}]: {counts[anchor]} on the page, {note.references} in the "
                "edition."
            )


def _back(found: _Found, expected: dict[str, Footnote]) -> Iterator[str]:
    """Every note has a link back to each reference to it, and none to anything else."""
    references = {link.anchor: link.address.removeprefix("#") for link in found.of_role("doc-noteref") if link.anchor}
    led_back: set[str] = set()
    for link in found.of_role("doc-backlink"):
        anchor = link.address.removeprefix("#")
        note = expected.get(link.note)
        name = f"the note [^{note.label}]" if note else "a note"
        if anchor not in references or not link.address.startswith("#"):
            yield f"a link back from {name} leads to “{link.address}”, where there is no reference."
        elif references[anchor] != link.note:
            yield f"a link back from {name} leads to a reference to another note (“{link.address}”)."
        else:
            led_back.add(anchor)
    for anchor, there in references.items():
        if anchor not in led_back and there in expected:
            yield f"the note [^{expected[there].label}] has no link back to the reference “#{anchor}”."


def _targets(found: _Found, anchor: str, note: Footnote, document: Document, addresses: Addresses) -> Iterator[str]:
    """The links in a note are those that it has in the edition; links of raw HTML come on top."""
    wanted = [address for written in targets(note.blocks) if (address := addresses.of(written, document))]
    shown = [link.address for link in found.links if link.note == anchor and not link.role]
    has_html = any(node.tag in {"InlineHtml", "Html"} for node in every(note.blocks))
    for address in wanted:
        if address in shown:
            shown.remove(address)
        else:
            yield f"the note [^{note.label}] has lost its link to {address}."
    if not has_html:
        for address in shown:
            yield f"the note [^{note.label}] leads to {address} on the page, but not in the edition."


class _Reader(HTMLParser):
    """Goes through a page and remembers which elements are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Found()
        self.opened: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if "id" in about:
            self.found.anchors[about["id"]] += 1
        element = _Element(tag=tag, role=about.get("role", ""))
        if tag == "li" and self._is_in_list_of_notes():
            element.note = about.get("id", "")
            self.found.notes.append(element.note)
        element.is_marker = about.get("class") == "marker"
        if tag == "a" and "href" in about:
            link = _Link(role=element.role, address=about["href"], anchor=about.get("id", ""), note=self._note())
            element.link = link
            self.found.links.append(link)
        if tag not in _VOID:
            self.opened.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.opened):
            while self.opened.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            if element.link is not None:
                element.link.words += data
            if element.is_marker and self._note():
                self.found.markers[self._note()] = self.found.markers.get(self._note(), "") + data

    def _note(self) -> str:
        """The anchor of the note that is open."""
        return next((element.note for element in self.opened if element.note), "")

    def _is_in_list_of_notes(self) -> bool:
        """Whether a list item here is a note: the list is that of the notes, not one within a note."""
        roles = [element.role for element in self.opened]
        inside = self.opened[roles.index("doc-endnotes") :] if "doc-endnotes" in roles else []
        return bool(inside) and not any(element.tag == "li" for element in inside)
