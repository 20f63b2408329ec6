"""Write a document as pandoc's JSON, from which pandoc makes Word, OpenDocument and EPUB files.

Office programs number notes themselves, in the order in which they stand. So every note stands at its first reference,
and later references lead there. They have no notes in notes: a reference within a note is a plain link. Notes that only
other notes refer to, or nothing, are listed after the text.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.publishing.direction import direction_of, mirror_side, turned_direction
from pipeline.publishing.document import (
    BLOCK_TAGS,
    Document,
    Footnote,
    Node,
    extract_text,
    is_spaced,
    link_target,
    walk,
)
from pipeline.publishing.html import LinkMap, note_id, reference_id, referenced_labels
from pipeline.publishing.inline_html import InlineBuilder, convert_html_block
from pipeline.publishing.page import PageWords, format_byline, words_language
from pipeline.publishing.pandoc_nodes import (
    Json,
    anchor_blocks,
    attributes,
    element,
    inline_note,
    link,
    note_link,
    say_language,
    words,
)
from pipeline.publishing.reader import standfirst
from pipeline.xml import remove_invalid_characters

_SIMPLE = {"BlockQuote": "BlockQuote", "Strong": "Strong", "Strikethrough": "Strikeout"}
_LEAVES = {"Rule": "HorizontalRule", "SoftBreak": "SoftBreak", "HardBreak": "LineBreak"}
_BLOCKS = BLOCK_TAGS | {"MetadataBlock"}
_ALIGNMENTS = {"Left": "AlignLeft", "Center": "AlignCenter", "Right": "AlignRight"}


def write_pandoc_json(document: Document, wording: Wording, addresses: LinkMap, version: Sequence[int]) -> str:
    """Return the document as JSON for pandoc, for the version of its types that pandoc reports.

    Every note is in it once: as a note, or in the list of those that the text does not refer to. An image whose address
    is not a path becomes a link, since nothing is fetched. Besides what pandoc shows (title, subtitle, author, date)
    the metadata has `published`, an ISO date, `translator` and `keywords`, which are the tags.
    """
    writer = _Writer(document, addresses)
    title = writer.write_title()
    about = document.metadata
    byline = format_byline(document, wording)
    shown = byline[-1] if about.published or about.written_date else None  # pandoc shows date and authors by itself
    lines = [line for line in byline[bool(about.authors) :] if line != shown]
    looks = ["", ["byline"], [["custom-style", "Author"]]]
    blocks = [element("Div", [looks, [element("Para", writer.write_line(line))]]) for line in lines]
    blocks += [*writer.write_standfirst(), *writer.write_lead(), *writer.write_blocks(document.body)]
    notes = PageWords(wording("Notes"), words_language(wording, "Notes"))
    blocks += writer.write_unplaced_notes(writer.write_line(notes))
    return json.dumps(
        {"pandoc-api-version": list(version), "meta": _metadata(document, wording, title), "blocks": blocks},
        ensure_ascii=False,
    )


def _metadata(document: Document, wording: Wording, title: list[Json]) -> dict[str, Json]:
    about = document.metadata
    date = wording.date(about.published) if about.published else about.written_date
    texts = {"subtitle": about.subtitle, "date": date}
    plain_texts = {
        "lang": document.tag or load(document.lang).tag,
        "dir": "rtl" if direction_of(document.lang) == "rtl" else "",
        "description": about.description,
        "published": about.published.isoformat() if about.published else "",
    }
    lists = {"author": about.authors, "translator": about.translators if document.is_translated else ()}
    lists["keywords"] = about.tags
    return {
        "title": element("MetaInlines", title),
        **{key: element("MetaInlines", words(text)) for key, text in texts.items() if text},
        **{key: element("MetaString", text) for key, text in plain_texts.items() if text},
        **{
            key: element("MetaList", [element("MetaInlines", words(name)) for name in names])
            for key, names in lists.items()
            if names
        },
    }


class _Writer:
    """Makes pandoc's elements of nodes, each note at its first reference."""

    def __init__(self, document: Document, addresses: LinkMap) -> None:
        self.document = document
        self.addresses = addresses
        self.notes = {note.label: note for note in document.notes}
        text = [*([document.headline] if document.headline else []), *document.body]
        self.in_text = dict.fromkeys(referenced_labels(text))
        rest = (label for label in self.notes if label not in self.in_text)
        self.numbers = {label: str(number) for number, label in enumerate([*self.in_text, *rest], 1)}
        in_notes = [block for note in document.notes for block in note.blocks]
        self.anchors = {node.value.anchor for node in walk(text) if node.tag == "Heading"}
        self.targets = {self._target(link_target(node)) for node in walk([*text, *in_notes]) if node.tag == "Link"}
        self.direction = direction_of(document.lang)
        self.placed: set[str] = set()
        self.within_note = False

    def write_title(self) -> list[Json]:
        """Return the title: the headline with its notes if there is one."""
        headline = self.document.headline
        if headline is None:
            return words(self.document.metadata.title)
        inside = self.write_inlines(headline.children)
        anchor = headline.value.anchor
        return [element("Span", [attributes(anchor), inside])] if f"#{anchor}" in self.targets else inside

    def write_standfirst(self) -> list[Json]:
        """Return the description, in the style by which office programs know an abstract."""
        said = standfirst(self.document)
        looks = ["", ["standfirst"], [["custom-style", "Abstract"]]]
        return [element("Div", [looks, [element("Para", words(said))]])] if said else []

    def write_lead(self) -> list[Json]:
        """Return the picture above the text and its caption."""
        lead, caption = self.document.lead, self.document.metadata.image_caption
        picture = self._image(lead) if lead else []
        if not any(each["t"] == "Image" for each in picture):
            return []
        below = [element("Div", [["", ["caption"], [["custom-style", "Caption"]]], [element("Para", words(caption))]])]
        return [element("Div", [attributes("", "lead"), [element("Para", picture), *(below if caption else [])]])]

    def write_line(self, line: PageWords) -> list[Json]:
        """Return a line of words of ours, with its language if that is another one."""
        lang = line.lang if line.lang != self.document.lang else ""
        turned = direction_of(line.lang) if lang and direction_of(line.lang) != self.direction else ""
        return say_language(words(line.text), lang, turned)

    def write_unplaced_notes(self, title: list[Json]) -> list[Json]:
        """Return the notes that the text does not refer to, under their heading, numbered on."""
        labels = [label for label in self.notes if label not in self.in_text]
        if not labels:
            return []
        anchor = next(name for name in ("notes", "all-notes", "notes-of-this-text") if name not in self.anchors)
        start = [int(self.numbers[labels[0]]), element("Decimal"), element("Period")]
        items = [anchor_blocks(self._note(self.notes[label]), note_id(label)) for label in labels]
        header = [2, attributes(anchor, "unnumbered"), title]
        return [element("Header", header), element("OrderedList", [start, items])]

    def write_blocks(self, nodes: Iterable[Node]) -> list[Json]:
        """Return nodes as blocks. Inline nodes between blocks, as in a tight list, become plain lines."""
        found: list[Json] = []
        for is_block, group in groupby(nodes, key=lambda node: node.tag in _BLOCKS):
            if is_block:
                found += (each for node in group for each in self._write(node, self.write_blocks))
            else:
                found.append(element("Plain", self._write_line_of(tuple(group))))
        return found

    def _write_line_of(self, nodes: tuple[Node, ...]) -> list[Json]:
        """Return inline nodes that make a whole line, with their direction if they run against the text around them."""
        turned, around = turned_direction(extract_text(nodes), self.direction), self.direction
        self.direction = turned or around
        inside = self.write_inlines(nodes)
        self.direction = around
        return say_language(inside, direction=turned)

    def _write(self, node: Node, write_all: Callable[[Iterable[Node]], list[Json]]) -> list[Json]:
        """Return a node as elements; `write_all` writes the nodes in it, unless it has a method of its own."""
        if node.tag in _LEAVES:
            return [element(_LEAVES[node.tag])]
        if node.tag in _SIMPLE:
            return [element(_SIMPLE[node.tag], write_all(node.children))]
        write: Callable[[Node], list[Json]] | None = getattr(self, f"_{node.tag.lower()}", None)
        return write(node) if write else write_all(node.children)

    def _paragraph(self, node: Node) -> list[Json]:
        return [element("Para", self._write_line_of(node.children))]

    def _heading(self, node: Node) -> list[Json]:
        inside = self._write_line_of(node.children)
        if self.within_note:
            return [element("Para", [element("Strong", inside)])]
        return [element("Header", [node.value.level, attributes(node.value.anchor), inside])]

    def _list(self, node: Node) -> list[Json]:
        items = [self.write_blocks(item.children) for item in node.children]
        if node.value is None:
            return [element("BulletList", items)]
        return [element("OrderedList", [[node.value, element("Decimal"), element("Period")], items])]

    def _codeblock(self, node: Node) -> list[Json]:
        text = "".join(child.value for child in node.children).removesuffix("\n")
        block = element("CodeBlock", [attributes(), remove_invalid_characters(text)])
        return [element("Div", [["", [], [["dir", "ltr"]]], [block]])] if self.direction == "rtl" else [block]

    def _htmlblock(self, node: Node) -> list[Json]:
        html = "".join(child.value for child in node.children)
        return list(convert_html_block(html, self._link_to, self._image_of))

    def _table(self, node: Node) -> list[Json]:
        # Office programs mirror tables and their sides, so that the left is where a line of text begins.
        sides = [mirror_side(side, direction_of(self.document.source_lang)) for side in node.value]
        columns = [[element(_ALIGNMENTS.get(side, "AlignDefault")), element("ColWidthDefault")] for side in sides]
        head, *rows = ([attributes(), [self._cell(cell) for cell in row.children]] for row in node.children)
        body = [attributes(), 0, [], rows]
        parts = [attributes(), [None, []], columns, [attributes(), [head]], [body], [attributes(), []]]
        return [element("Table", parts)]

    def _cell(self, node: Node) -> list[Any]:
        return [attributes(), element("AlignDefault"), 1, 1, [element("Plain", self._write_line_of(node.children))]]

    def write_inlines(self, nodes: Iterable[Node]) -> list[Json]:
        """Return nodes as inline elements. Raw tags between them enclose what is between them."""
        line = InlineBuilder(self._link_to, self._image_of)
        for node in nodes:
            if node.tag in {"InlineHtml", "Html"}:
                line.add_html(node.value)
            else:
                line.add(self._write(node, self.write_inlines))
        return line.finish()

    def _emphasis(self, node: Node) -> list[Json]:
        stressed = element("Emph", self.write_inlines(node.children))
        spaced = is_spaced(node, self.document.lang)
        return [element("Span", [attributes("", "spaced"), [stressed]])] if spaced else [stressed]

    def _text(self, node: Node) -> list[Json]:
        return words(node.value)

    def _code(self, node: Node) -> list[Json]:
        code = [element("Code", [attributes(), remove_invalid_characters(node.value)])]
        return say_language(code, direction="ltr" if self.direction == "rtl" else "")

    def _tasklistmarker(self, node: Node) -> list[Json]:
        return words("☒ " if node.value else "☐ ")

    def _link(self, node: Node) -> list[Json]:
        return link(self._write_line_of(node.children), self._target(link_target(node)), node.value["title"])

    def _image(self, node: Node) -> list[Json]:
        references = [each for label in referenced_labels(node.children) for each in self._reference(label)]
        return self._image_of(extract_text(node.children), node.value["dest_url"], node.value["title"]) + references

    def _footnotereference(self, node: Node) -> list[Json]:
        return self._reference(node.value.label)

    def _target(self, written: str) -> str:
        """Return the address of a link, or an empty string if it is not safe or leads to no place of the document."""
        address = self.addresses.resolve(written, self.document)
        return "" if address.startswith("#") and address[1:] not in self.anchors else address

    def _link_to(self, inside: list[Json], written: str, title: str) -> list[Json]:
        return link(inside, self._target(written), title)

    def _image_of(self, alternative: str, written: str, title: str) -> list[Json]:
        address = self.addresses.resolve(written, self.document)
        scheme = urlsplit(address).scheme if address else ""
        if not address or address.startswith("#") or scheme in {"mailto", "tel"}:
            return words(alternative)
        if scheme:
            return link(words(alternative) or words(address), address, title)
        return [element("Image", [attributes(), words(alternative), [address, remove_invalid_characters(title)]])]

    def _reference(self, label: str) -> list[Json]:
        if self.within_note or label in self.placed or label not in self.in_text:
            anchor = reference_id(label, 1) if label in self.in_text else note_id(label)
            return [note_link(self.numbers[label], anchor)]
        self.placed.add(label)
        note = self.notes[label]
        return [inline_note(self._note(note), reference_id(label, 1) if note.references > 1 else "")]

    def _note(self, note: Footnote) -> list[Json]:
        around, self.direction = self.direction, direction_of(self.document.lang)
        self.within_note = True
        blocks = self.write_blocks(note.blocks)
        self.within_note = False
        self.direction = around
        return blocks or [element("Para", [])]
