"""Read an edition's Markdown into a document: the tree of its text, its notes in order, anchors taken from the source.
Addresses in the text become links, as on GitHub: many footnotes are nothing but an address.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from itertools import chain, count

from pipeline.article.dialects.slugs import load_heading_syntax
from pipeline.article.markdown.anchors import find_headings, place_headings
from pipeline.article.markdown.events import Event, find_matching_end, fold_label, parse_events
from pipeline.article.markdown.front_matter import FrontMatter, read_front_matter
from pipeline.errors import ArticleError
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.languages.romanisation import slugify
from pipeline.publishing import document as tree
from pipeline.publishing.document import NOTE_REFERENCE, Document, Footnote, Metadata, Node, NoteOrder, extract_text

_DEFINITION = "FootnoteDefinition"
_DEEPEST = 100  # maximum depth of nested blocks and emphasis
_LITERAL = frozenset({"Link", "Image", "CodeBlock", "HtmlBlock"})  # nodes in which an address stays text
_RAW_LINK = re.compile(r"</?a\b", re.IGNORECASE)
_COMMAS = re.compile(r"\s*[,،、;]\s*")
_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>«»“”„\"]+", re.IGNORECASE)
_AFTER = ".,;:!?…։՝՜՞*_~'’"  # characters that end a sentence or a quotation rather than an address
_OF_THE_PAGE = frozenset({"article", "notes"})  # identifiers that a page uses itself
_OF_THE_NOTES = re.compile(r"fn(ref\d*)?-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutline:
    """The facts that all editions take from their article: its language, the anchors of its headings, and the labels of
    its notes, folded, in the order of their first references. `fragments` has the anchors by what a link may call them.
    """

    lang: str
    anchors: tuple[str, ...]
    fragments: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStyle:
    """The order and the markers of notes."""

    order: NoteOrder = NoteOrder.REFERENCE
    markers: tree.MarkerStyle = tree.MarkerStyle.ARABIC


def read_source_outline(text: str, lang: str) -> SourceOutline:
    """Return the outline of an article, whose source text this is."""
    events = parse_events(text)
    layout = _scan_layout(events)
    anchors = _assign_anchors(layout.headings, lang)
    notes = tuple(_reading_order(layout))
    return SourceOutline(lang=lang, anchors=anchors, fragments=_HeadingNames(text, anchors, {}), notes=notes)


def read_document(
    text: str,
    lang: str,
    source: SourceOutline,
    *,
    style: NoteStyle | None = None,
    translators: Sequence[str] = (),
    sentences: Sequence[tuple[int, int]] = (),
) -> Document:
    """Read the text of an edition, front matter included.

    The document has every note that the edition defines, once: in the order of first references, unreferenced notes
    last, and the translator's notes (those that the source lacks) after all others. `translators` are added to those
    that the front matter names. `sentences` are the spans of the segments in the text, in code points. Raises
    ArticleError if lists or quotes are nested too deep.
    """
    style = style or NoteStyle()
    events = parse_events(text)
    layout = _scan_layout(events)
    is_alike = len(source.anchors) == len(layout.headings)
    anchors = source.anchors if is_alike else _assign_anchors(layout.headings, lang)
    labels = _order_notes(layout, source, style.order)
    builder = _Builder(events, layout, anchors)
    body = builder.build_nodes(0, len(events))
    found = [(label, builder.build_note(layout.definitions[label])) for label in labels]
    digits = Wording(lang=lang).digits
    kinds = {True: tree.number_own_notes(style.markers), False: tree.number_notes(style.markers)}
    notes = [
        Footnote(
            label=events[layout.definitions[label]].value,
            marker=digits(next(kinds[label not in source.notes])),
            is_translator_note=label not in source.notes,
            blocks=tuple(blocks),
            references=builder.references.get(label, 0),
        )
        for label, blocks in found
    ]
    headline = body.pop(0) if body and body[0].tag == "Heading" and body[0].value.level == 1 else None
    metadata = _read_metadata(read_front_matter(text), translators)
    return Document(
        lang=lang,
        source_lang=source.lang,
        metadata=metadata,
        headline=headline,
        body=tuple(body),
        notes=tuple(notes),
        anchors=anchors,
        fragments=_HeadingNames(text, anchors, source.fragments if is_alike else {}),
        sentences=tuple(sentences),
        lead=_make_lead(metadata, body) if metadata.image else None,
    )


def display_title(document: Document) -> str:
    """Return the title, or the beginning of the text if there is none."""
    return document.title or summarize(document, 70)


def summarize(document: Document, length: int = 160) -> str:
    """Return the description, or the beginning of the text, cut between words to at most `length` code points."""
    text = document.metadata.description or next(
        (words for node in document.body if node.tag == "Paragraph" and (words := extract_text([node]))), ""
    )
    return text if len(text) <= length else text[: length - 1].rpartition(" ")[0].rstrip(" ,;:—–-") + "…"


def standfirst(document: Document) -> str:
    """Return the description where it may stand below the title: the subtitle or the text does not say the same."""
    about = document.metadata
    first = next((extract_text([node]) for node in document.body if node.tag == "Paragraph"), "")
    said = (about.subtitle, first)
    return "" if any(each.startswith(about.description) for each in said) else about.description


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The first definition of each note (an index of the events) by its folded label, the labels that the body and each
    note refer to, and the events of each heading.
    """

    definitions: dict[str, int]
    in_body: list[str]
    in_notes: dict[str, list[str]]
    headings: list[list[Event]]


def _scan_layout(events: Sequence[Event]) -> _Layout:
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
    """Return the labels of the notes as a reader meets them: in the text, in notes, then those without references."""
    order = dict.fromkeys(label for label in layout.in_body if label in layout.definitions)
    for unmet in ((), tuple(layout.definitions)):
        queue = list(dict.fromkeys([*order, *unmet]))
        for label in queue:
            order.setdefault(label)
            others = dict.fromkeys(layout.in_notes[label])
            queue += [other for other in others if other in layout.definitions and other not in queue]
    return list(order)


def _order_notes(layout: _Layout, source: SourceOutline, order: NoteOrder) -> list[str]:
    found = _reading_order(layout)
    if order is NoteOrder.SOURCE:
        place = {label: number for number, label in enumerate(source.notes)}
        found.sort(key=lambda label: place.get(label, len(place)))
    return sorted(found, key=lambda label: label not in source.notes)


class _Builder:
    """Builds nodes from events and counts the references to each note."""

    def __init__(self, events: Sequence[Event], layout: _Layout, anchors: Sequence[str]) -> None:
        self.events = events
        self.definitions = layout.definitions
        headings = (index for index, event in enumerate(events) if event.tag == "Heading" and event.sort == "start")
        self.anchors = dict(zip(headings, anchors, strict=True))
        self.references: dict[str, int] = {}
        self.raw_link = False

    def build_note(self, index: int) -> list[Node]:
        """Return the blocks of the note whose definition starts at event `index`."""
        return self.build_nodes(index + 1, find_matching_end(self.events, index))

    def build_nodes(self, first: int, last: int) -> list[Node]:
        """Return the events from `first` up to `last` as nodes, without the definitions of notes."""
        found: list[Node] = []
        opened: list[tuple[int, list[Node]]] = []
        index = first
        while index < last:
            event = self.events[index]
            if event.tag == _DEFINITION:
                index = find_matching_end(self.events, index)
            elif event.sort == "inline" and self._may_link(event):
                is_literal = any(self.events[at].tag in _LITERAL for at, _ in opened)
                found += (Node(*event[1:3], (), *event[3:]),) if is_literal else _link_addresses(event)
            elif event.sort == "inline":
                found.append(self._leaf(event))
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
                value = self.events[start].value
                if event.tag == "Heading":
                    value = tree.Heading(int(value["level"][1:]), self.anchors[start])
                outer.append(Node(event.tag, value, tuple(found), event.start, event.end))
                found = outer
            index += 1
        return found

    def _may_link(self, event: Event) -> bool:
        return event.tag == "Text" and "://" in event.value and not self.raw_link

    def _leaf(self, event: Event) -> Node:
        value = event.value
        if event.tag == "InlineHtml" and _RAW_LINK.match(value):
            self.raw_link = not value.startswith("</")
        if event.tag == NOTE_REFERENCE:
            label = fold_label(value)
            self.references[label] = self.references.get(label, 0) + 1
            written = self.events[self.definitions[label]].value
            value = tree.NoteReference(written, self.references[label])
        return Node(event.tag, value, (), event.start, event.end)


def _link_addresses(node: Event) -> Iterator[Node]:
    """Split a text into text and links, one link for each address in it."""
    exact = len(node.value) == node.end - node.start
    done = 0
    for match in _ADDRESS.finditer(node.value):
        address = _trim_address(match.group())
        if "." not in address.partition("://")[2]:
            continue
        if match.start() > done:
            yield _text_part(node, done, match.start(), exact=exact)
        done = match.start() + len(address)
        inside = _text_part(node, match.start(), done, exact=exact)
        about = {"link_type": "Autolink", "dest_url": address, "title": "", "id": ""}
        yield Node("Link", about, (inside,), inside.start, inside.end)
    if done < len(node.value):
        yield _text_part(node, done, len(node.value), exact=exact)


def _text_part(node: Event, first: int, last: int, *, exact: bool) -> Node:
    start, end = (node.start + first, node.start + last) if exact else (node.start, node.end)
    return Node("Text", node.value[first:last], (), start, end)


def _trim_address(address: str) -> str:
    """Remove punctuation after an address; a closing parenthesis stays if one is open."""
    while True:
        shorter = address.rstrip(_AFTER)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _heading_texts(headings: Iterable[Sequence[Event]]) -> Iterator[str]:
    for events in headings:
        yield " ".join("".join(str(event.value) for event in events if event.tag in {"Text", "Code"}).split())


def _own_anchors(headings: Sequence[Sequence[Event]]) -> list[str]:
    """Return the `{#name}` of each heading, or an empty string."""
    return [heading[0].value["id"] or "" for heading in headings]


def _assign_anchors(headings: Sequence[Sequence[Event]], lang: str) -> tuple[str, ...]:
    """Return a unique anchor for each heading: its own `{#name}`, or its text in Latin letters."""
    own = _own_anchors(headings)
    words = list(_heading_texts(headings))
    found: dict[int, str] = {}
    taken = set(_OF_THE_PAGE)
    for place in sorted(range(len(own)), key=lambda place: not own[place]):  # what an author named is named first
        base = own[place] or slugify(words[place], lang) or "section"
        if _OF_THE_NOTES.match(base):
            base = f"section-{base}"
        names = chain([base], (f"{base}-{number}" for number in count(2)))
        found[place] = next(name for name in names if name not in taken)
        taken.add(found[place])
    return tuple(found[place] for place in range(len(own)))


class _HeadingNames(Mapping[str, str]):
    """The anchors of a text's headings by what a link may call them: the anchor, the name that an author gave to the
    heading, or one that a program makes of its words; those of `source` count first. They are found when a link asks
    for one, as most texts have none.
    """

    def __init__(self, text: str, anchors: Sequence[str], source: Mapping[str, str]) -> None:
        self._text = text
        self._anchors = anchors
        self._source = source

    @cached_property
    def _found(self) -> dict[str, str]:
        anchors = self._anchors
        headings = find_headings(self._text, parse_events(self._text), load_heading_syntax())
        places = place_headings(headings, has_ids=False)
        own = {anchor: anchor for anchor in anchors} | {name: anchors[place] for name, place in places.items()}
        return own | dict(self._source)

    def __getitem__(self, name: str) -> str:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _read_metadata(front: FrontMatter | None, translators: Sequence[str]) -> Metadata:
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
        tags=tuple(dict.fromkeys(tag for each in values("tags") for tag in _COMMAS.split(each) if tag)),
        image=next(iter(values("image", "cover", "image.src", "image.path", "cover.src", "cover.image")), ""),
        image_alt=next(iter(values("image_alt", "image.alt", "cover.alt")), ""),
        image_caption=next(iter(values("image_caption", "image.caption", "cover.caption")), ""),
    )


def _make_lead(about: Metadata, body: Sequence[Node]) -> Node | None:
    """Return the picture of the front matter as a node, or None if the text has it."""
    shown = (
        node.value["dest_url"] if node.tag == "Image" else node.value
        for node in tree.walk(body)
        if node.tag in {"Image", "InlineHtml", "Html"}
    )
    if any(about.image in address for address in shown):
        return None
    words = (Node("Text", about.image_alt, (), 0, 0),) if about.image_alt else ()
    value = {"link_type": "Inline", "dest_url": about.image, "title": "", "id": ""}
    return Node("Image", value, words, 0, 0)
