"""Addresses that stand in a text as words become links, as on GitHub: many a footnote is nothing but an address.

Edition → document: the tree of the text, its notes in their order, anchors taken from the source.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from pipeline.article.markdown.events import Event, find_matching_end, fold_label, parse_events
from pipeline.article.markdown.front_matter import FrontMatter, read_front_matter
from pipeline.errors import ArticleError
from pipeline.languages.romanisation import slugify
from pipeline.publishing.document import (
    NOTE_REFERENCE,
    Document,
    Footnote,
    Heading,
    MarkerStyle,
    Metadata,
    Node,
    NoteOrder,
    NoteReference,
    extract_text,
    number_notes,
    number_own_notes,
)

_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>«»“”„\"]+", re.IGNORECASE)
_AFTER = ".,;:!?…։՝՜՞*_~'’"
"""What ends a sentence or a quotation rather than an address."""


def _link_addresses(node: Node) -> Iterator[Node]:
    """A text node in pieces: text, and links with their addresses as their words."""
    exact = len(node.value) == node.end - node.start
    done = 0
    for match in _ADDRESS.finditer(node.value):
        address = _trimmed(match.group())
        if "." not in address.partition("://")[2]:
            continue
        if match.start() > done:
            yield _text(node, done, match.start(), exact=exact)
        done = match.start() + len(address)
        inside = _text(node, match.start(), done, exact=exact)
        about = {"link_type": "Autolink", "dest_url": address, "title": "", "id": ""}
        yield Node("Link", about, (inside,), inside.start, inside.end)
    if done < len(node.value):
        yield _text(node, done, len(node.value), exact=exact)


def _text(node: Node, first: int, last: int, *, exact: bool) -> Node:
    start, end = (node.start + first, node.start + last) if exact else (node.start, node.end)
    return Node("Text", node.value[first:last], (), start, end)


def _trimmed(address: str) -> str:
    """An address without what comes after it; a closing parenthesis stays where one is open."""
    while True:
        shorter = address.rstrip(_AFTER)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


_DEFINITION = "FootnoteDefinition"
_DEEPEST = 100
_LITERAL = frozenset({"Link", "Image", "CodeBlock", "HtmlBlock"})
"""In these an address in the text is no link of its own."""
_RAW_LINK = re.compile(r"</?a\b", re.IGNORECASE)
_OF_THE_PAGE = frozenset({"article", "notes"})
"""The identifiers that a page has for itself."""
_OF_THE_NOTES = re.compile(r"fn(ref\d*)?-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutline:
    """What an edition shares with the article that it was made from: its language, the anchors of its headings and
    their words, and its notes' labels by their first references, folded.
    """

    lang: str
    anchors: tuple[str, ...]
    headings: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStyle:
    """How notes are numbered and marked."""

    order: NoteOrder = NoteOrder.REFERENCE
    markers: MarkerStyle = MarkerStyle.ARABIC


def read_outline(text: str, lang: str) -> SourceOutline:
    """What the editions of an article, whose text this is, take from it."""
    events = parse_events(text)
    layout = _layout(events)
    headings = tuple(_words(layout.headings))
    return SourceOutline(
        lang=lang,
        anchors=_anchors(layout.headings),
        headings=headings,
        notes=tuple(_reading_order(layout)),
    )


def read_document(
    text: str,
    lang: str,
    source: SourceOutline,
    *,
    style: NoteStyle | None = None,
    translators: Sequence[str] = (),
    sentences: Sequence[tuple[int, int]] = (),
) -> Document:
    """The document in an edition's text, front matter included.

    Every note that the edition defines is in it once: in the order of first references, notes that nothing refers to
    last, the translator's own (those that the source has not) after all others. `translators` are added to those that
    the front matter names; `sentences` are the spans of the segments in the text, in code points. Raises ArticleError
    where lists or quotes stand in each other too deep.
    """
    style = style or NoteStyle()
    events = parse_events(text)
    layout = _layout(events)
    anchors = source.anchors if len(source.anchors) == len(layout.headings) else _anchors(layout.headings)
    labels = _listed(layout, source, style.order)
    builder = _Builder(events, layout, anchors)
    body = builder.nodes(0, len(events))
    found = [(label, builder.note(layout.definitions[label])) for label in labels]
    kinds = {True: number_own_notes(style.markers), False: number_notes(style.markers)}
    notes = []
    for label, blocks in found:
        own = label not in source.notes
        written = events[layout.definitions[label]].value
        references = builder.references.get(label, 0)
        notes.append(
            Footnote(
                label=written,
                marker=next(kinds[own]),
                is_translator_note=own,
                blocks=tuple(blocks),
                references=references,
            )
        )
    headline = body.pop(0) if body and body[0].tag == "Heading" and body[0].value.level == 1 else None
    return Document(
        lang=lang,
        source_lang=source.lang,
        metadata=_metadata(read_front_matter(text), translators),
        headline=headline,
        body=tuple(body),
        notes=tuple(notes),
        fragments=_fragments(anchors, _own_anchors(layout.headings), source.headings, tuple(_words(layout.headings))),
        sentences=tuple(sentences),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where in the events things are: the first definition of each note by its folded label, the labels that the body
    and each note refer to, and the events of each heading.
    """

    definitions: dict[str, int]
    in_body: list[str]
    in_notes: dict[str, list[str]]
    headings: list[list[Event]]


def _layout(events: Sequence[Event]) -> _Layout:
    layout = _Layout(definitions={}, in_body=[], in_notes={}, headings=[])
    labels = layout.in_body
    heading: list[Event] | None = None
    for index, event in enumerate(events):
        if event.tag == _DEFINITION:
            if event.sort == "end":
                labels = layout.in_body
                continue
            label = fold_label(event.value)
            is_first = label not in layout.definitions
            layout.definitions.setdefault(label, index)
            labels = layout.in_notes.setdefault(label, []) if is_first else []
        elif event.tag == NOTE_REFERENCE:
            labels.append(fold_label(event.value))
        if event.tag == "Heading" and event.sort == "start":
            heading = []
            layout.headings.append(heading)
        elif event.tag == "Heading":
            heading = None
        if heading is not None:
            heading.append(event)
    return layout


def _reading_order(layout: _Layout) -> list[str]:
    """The labels of the defined notes as a reader meets them: in the text, then in the notes themselves, then those
    that nothing refers to.
    """
    order = dict.fromkeys(label for label in layout.in_body if label in layout.definitions)
    for unmet in ((), tuple(layout.definitions)):
        queue = list(dict.fromkeys([*order, *unmet]))
        for label in queue:
            order.setdefault(label)
            queue += [
                other
                for other in dict.fromkeys(layout.in_notes[label])
                if other in layout.definitions and other not in queue
            ]
    return list(order)


def _listed(layout: _Layout, source: SourceOutline, order: NoteOrder) -> list[str]:
    found = _reading_order(layout)
    if order is NoteOrder.SOURCE:
        place = {label: number for number, label in enumerate(source.notes)}
        found.sort(key=lambda label: place.get(label, len(place)))
    return sorted(found, key=lambda label: label not in source.notes)


class _Builder:
    """Makes nodes of events, counting the references to each note as it comes to them."""

    def __init__(self, events: Sequence[Event], layout: _Layout, anchors: Sequence[str]) -> None:
        self.events = events
        self.definitions = layout.definitions
        headings = (index for index, event in enumerate(events) if event.tag == "Heading" and event.sort == "start")
        self.anchors = dict(zip(headings, anchors, strict=True))
        self.references: dict[str, int] = {}
        self.raw_link = False

    def note(self, index: int) -> list[Node]:
        """The blocks of the note whose definition starts at the event `index`."""
        return self.nodes(index + 1, find_matching_end(self.events, index))

    def nodes(self, first: int, last: int) -> list[Node]:
        """The events from `first` up to `last` as nodes; definitions of notes are left out."""
        found: list[Node] = []
        opened: list[tuple[int, list[Node]]] = []
        index = first
        while index < last:
            event = self.events[index]
            if event.tag == _DEFINITION:
                index = find_matching_end(self.events, index)
            elif event.sort == "inline":
                found += self._leaf(event, is_plain=not any(self.events[at].tag in _LITERAL for at, _ in opened))
            elif event.sort == "start":
                if len(opened) > _DEEPEST:
                    raise ArticleError(
                        f"lists, quotes or emphasis stand in each other more than {_DEEPEST} deep. Unnest them."
                    )
                opened.append((index, found))
                found = []
            else:
                start, outer = opened.pop()
                self.raw_link &= event.tag not in {"Paragraph", "Heading", "Item", "TableCell"}
                node = Node(event.tag, self._value(start), tuple(found), event.start, event.end)
                outer.append(node)
                found = outer
            index += 1
        return found

    def _leaf(self, event: Event, *, is_plain: bool) -> Iterable[Node]:
        value = event.value
        if event.tag == "Text" and is_plain and "://" in value and not self.raw_link:
            return _link_addresses(Node(event.tag, value, (), event.start, event.end))
        if event.tag == "InlineHtml" and _RAW_LINK.match(value):
            self.raw_link = not value.startswith("</")
        if event.tag == NOTE_REFERENCE:
            label = fold_label(value)
            self.references[label] = self.references.get(label, 0) + 1
            written = self.events[self.definitions[label]].value
            value = NoteReference(written, self.references[label])
        return (Node(event.tag, value, (), event.start, event.end),)

    def _value(self, start: int) -> object:
        event = self.events[start]
        if event.tag == "Heading":
            return Heading(int(event.value["level"][1:]), self.anchors[start])
        return event.value


def _words(headings: Iterable[Sequence[Event]]) -> Iterator[str]:
    for events in headings:
        yield " ".join("".join(str(event.value) for event in events if event.tag in {"Text", "Code"}).split())


def _own_anchors(headings: Sequence[Sequence[Event]]) -> list[str]:
    """The `{#name}` of each heading, empty where it has none."""
    return [heading[0].value["id"] or "" for heading in headings]


def _anchors(headings: Sequence[Sequence[Event]]) -> tuple[str, ...]:
    """An anchor for each heading: its own `{#name}`, else its words in Latin letters; each one once."""
    own = _own_anchors(headings)
    words = list(_words(headings))
    found: dict[int, str] = {}
    taken = set(_OF_THE_PAGE)
    for place in sorted(range(len(own)), key=lambda place: not own[place]):  # what an author named is named first
        base = anchor = own[place] or slugify(words[place]) or "section"
        if _OF_THE_NOTES.match(base):
            base = anchor = f"section-{base}"
        number = 2
        while anchor in taken:
            anchor = f"{base}-{number}"
            number += 1
        taken.add(anchor)
        found[place] = anchor
    return tuple(found[place] for place in range(len(own)))


def _fragments(anchors: Sequence[str], own: Sequence[str], *editions: Sequence[str]) -> dict[str, str]:
    """What may stand after `#` in a link to a heading: its anchor, the name that it was given, or its words as GitHub
    writes them, in the language of the source or of the edition.
    """
    found = {anchor: anchor for anchor in anchors}
    for name, anchor in zip(own, anchors, strict=True):
        if name:
            found.setdefault(name, anchor)
    for headings in editions:
        if len(headings) == len(anchors):
            for words, anchor in zip(headings, anchors, strict=True):
                found.setdefault(re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-"), anchor)
    return found


def _metadata(front: FrontMatter | None, translators: Sequence[str]) -> Metadata:
    if front is None:
        return Metadata(translators=tuple(translators))

    def values(*keys: str) -> tuple[str, ...]:
        found = (field.value for field in front.fields if field.key in keys)
        return tuple(dict.fromkeys(" ".join(value.split()) for value in found if value.strip()))

    written = next(iter(values("date", "published")), "")
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(written[:10])
    return Metadata(
        title=next(iter(values("title")), ""),
        subtitle=next(iter(values("subtitle")), ""),
        description=next(iter(values("description", "summary")), ""),
        authors=values("author", "authors"),
        translators=tuple(dict.fromkeys([*values("translator", "translators"), *translators])),
        published=day,
        written_date="" if day else written,
        image=next(iter(values("image", "cover")), ""),
    )


def display_title(document: Document) -> str:
    """What to call a document where something has to stand: its title, or the beginning of its text."""
    return document.title or summarize(document, 70)


def summarize(document: Document, length: int = 160) -> str:
    """The description, or the beginning of the text, cut between words after at most `length` code points."""
    text = document.metadata.description or next(
        (words for node in document.body if node.tag == "Paragraph" and (words := extract_text([node]))), ""
    )
    return text if len(text) <= length else text[: length - 1].rpartition(" ")[0].rstrip(" ,;:—–-") + "…"
