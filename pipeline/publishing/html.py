"""Write nodes of a document as HTML fragments for pages, books and feeds. They are safe for any article and
translation: only harmless tags of raw HTML and safe schemes stay, and nh3 cleans the result.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from functools import cache, lru_cache
from html import escape
from typing import ClassVar

import nh3

from pipeline.article.escape import SAFE_SCHEMES
from pipeline.frozen import dataclass
from pipeline.publishing.direction import (
    direction_attribute,
    direction_of,
    has_letters_against,
    mirror_side,
    turned_direction,
)
from pipeline.publishing.document import (
    BLOCK_TAGS,
    NOTE_REFERENCE,
    Document,
    Footnote,
    Node,
    extract_text,
    is_spaced,
    link_target,
    walk,
)
from pipeline.publishing.sanitize import HTML, PHRASING_TAGS, is_clean, is_safe_address, strip_unsafe_html

_PLAIN_TAGS = {"Paragraph": "p", "BlockQuote": "blockquote", "Item": "li"}
_PLAIN_TAGS |= {"Strong": "strong", "Strikethrough": "del"}
_TAGS = nh3.ALLOWED_TAGS | {"section", "figure", "figcaption", "main", "input", "label"}
_ATTRIBUTES = {tag: set(names) for tag, names in HTML["page"].items()}
_CODE = frozenset({"Code", "CodeBlock"})
_WITH_DIRECTION = BLOCK_TAGS - {"HtmlBlock", "Rule"} | _CODE | {"Link"}
_FIRST_TAG = re.compile(r"(?<=^<)\w+")
_FRAGMENT = re.compile(r"""(?<=\s)(href\s*=\s*["']?#)([^\s"'<>&]+)""", re.IGNORECASE)
_MARKS = 1 << 11
"""Markers and anchors of notes that are kept: most are the same on all pages."""
_IN_LINES = re.compile(rf"</?(?:{'|'.join(sorted(PHRASING_TAGS))})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMap:
    """Replacements for the link targets of an article: `known` maps targets as written to addresses on this page."""

    known: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, written: str, document: Document) -> str:
        """Return the address for a link target, or an empty string if it is not safe."""
        if written.startswith("#"):
            return f"#{document.find_anchor(written[1:]) or written[1:]}"
        return self.known.get(written, written) if is_safe_address(written) else ""


NoteMarkup = Callable[[Footnote, int], str]
"""Returns the markup of a reference to a note; the second argument is the number of the reference."""


class HtmlWriter:
    """Writes nodes of one document as HTML."""

    literals: ClassVar[Mapping[str, str]] = {"SoftBreak": "\n", "HardBreak": "<br>\n", "Rule": "<hr>\n"}

    def __init__(self, document: Document, addresses: LinkMap, notes: NoteMarkup) -> None:
        self.document = document
        self.addresses = addresses
        self.markup = notes
        self.notes = {note.label: note for note in document.notes}
        self.direction = direction_of(document.lang)
        parts = [*([document.headline] if document.headline else []), *document.body]
        parts += [block for note in document.notes for block in note.blocks]
        words = "".join(node.value for node in walk(parts) if node.tag in {"Text", "Code"})
        self.is_mixed = self.direction == "rtl" or has_letters_against(words, "ltr")

    def render(self, nodes: Iterable[Node]) -> str:
        """Return nodes as safe HTML with whole elements only."""
        return clean_html(self._render_all(tuple(nodes)))

    def render_node(self, node: Node) -> str:
        """Return one node as HTML that is not cleaned yet. A block or link that runs against the text around it says
        so, and code always runs from left to right.
        """
        turned = self.turned_direction([node]) if self.is_mixed and node.tag in _WITH_DIRECTION else ""
        if not turned:
            return self._render_plainly(node)
        around, self.direction = self.direction, turned
        html = self._render_plainly(node)
        self.direction = around
        return _FIRST_TAG.sub(lambda tag: f"{tag[0]}{direction_attribute(turned)}", html, count=1)

    def render_in_direction(self, nodes: Sequence[Node]) -> tuple[str, str]:
        """Return nodes as safe HTML, and their direction if they run against the text around them."""
        turned, around = self.turned_direction(nodes), self.direction
        self.direction = turned or around
        html = self.render(nodes)
        self.direction = around
        return turned, html

    def render_note(self, nodes: Iterable[Node]) -> str:
        """Return the text of a note as HTML that is not cleaned yet. A paragraph that runs against the text around it
        keeps to the side of the note's marker.
        """
        return "".join(map(self._render_in_note if self.is_mixed else self._render_plainly, nodes))

    def _render_in_note(self, node: Node) -> str:
        turned = self.turned_direction([node]) if self.is_mixed and node.tag == "Paragraph" else ""
        if not turned:
            return self.render_node(node)
        around, self.direction = self.direction, turned
        inside = self.render_inside(node)
        self.direction = around
        return f"<p><span{direction_attribute(turned)}>{inside}</span></p>\n"

    def turned_direction(self, nodes: Sequence[Node]) -> str:
        """Return the direction of nodes that run against the text around them; empty if they run with it."""
        if self.direction == "rtl" and nodes and all(node.tag in _CODE for node in nodes):
            return "ltr"
        return turned_direction(extract_text(nodes), self.direction) if self.is_mixed else ""

    def _render_plainly(self, node: Node) -> str:
        return _find_writer(type(self), node.tag)(self, node)  # type: ignore[arg-type]

    def render_inside(self, node: Node) -> str:
        """Return what is in a node as HTML that is not cleaned yet, but has no tags that are left open."""
        html = self._render_all(node.children)
        # A tag that is opened and never closed would go on to the end of the article.
        return clean_html(html) if any(child.tag == "InlineHtml" for child in node.children) else html

    def _render_all(self, nodes: Sequence[Node]) -> str:
        """Return nodes as HTML that is not cleaned yet; the line after a check box is its label."""
        write = self.render_node if self.is_mixed else self._render_plainly
        if not nodes or nodes[0].tag != "TaskListMarker":
            return "".join(map(write, nodes))
        end = next((place for place, node in enumerate(nodes) if node.tag in BLOCK_TAGS), len(nodes))
        line, rest = ("".join(map(write, some)) for some in (nodes[:end], nodes[end:]))
        return f"<label>{line}</label>{rest}"

    def _text(self, node: Node) -> str:
        return escape(node.value, quote=False)

    def _emphasis(self, node: Node) -> str:
        look = ' class="spaced"' if is_spaced(node, self.document.lang) else ""
        return f"<em{look}>{self.render_inside(node)}</em>"

    def _code(self, node: Node) -> str:
        return f"<code>{escape(node.value, quote=False)}</code>"

    def _inlinehtml(self, node: Node) -> str:
        # A tag that ends paragraphs or begins list items would take this one's apart.
        html = self._resolve_fragments(strip_unsafe_html(node.value))
        return html if _IN_LINES.match(html) or not html.startswith("<") else ""

    def _htmlblock(self, node: Node) -> str:
        # The parser gives a block line by line; a tag or a script may be longer than a line.
        return clean_html(self._resolve_fragments(strip_unsafe_html("".join(child.value for child in node.children))))

    def _resolve_fragments(self, html: str) -> str:
        """Return HTML of an author with its links within the page as the page needs them."""
        return _FRAGMENT.sub(lambda found: found[1] + (self.document.find_anchor(found[2]) or found[2]), html)

    def _tasklistmarker(self, node: Node) -> str:
        return f'<input type="checkbox" disabled{" checked" if node.value else ""}> '

    def _heading(self, node: Node) -> str:
        level, anchor = node.value
        return f'<h{level} id="{escape(anchor)}">{self.render_inside(node)}</h{level}>\n'

    def _codeblock(self, node: Node) -> str:
        language = node.value.get("Fenced", "") if isinstance(node.value, dict) else ""
        name = f' class="language-{escape(language.split()[0])}"' if language.split() else ""
        return f"<pre><code{name}>{self.render_inside(node)}</code></pre>\n"

    def _list(self, node: Node) -> str:
        if node.value is None:
            return f"<ul>\n{self.render_inside(node)}</ul>\n"
        start = "" if node.value == 1 else f' start="{node.value}"'
        return f"<ol{start}>\n{self.render_inside(node)}</ol>\n"

    def _table(self, node: Node) -> str:
        head, *rows = (self._row(row, node.value, "td" if place else "th") for place, row in enumerate(node.children))
        body = f"<tbody>\n{''.join(rows)}</tbody>\n" if rows else ""
        return f'<div class="table"><table>\n<thead>\n{head}</thead>\n{body}</table></div>\n'

    def _row(self, row: Node, alignments: tuple[str, ...], tag: str) -> str:
        cells = []
        for cell, alignment in zip(row.children, alignments, strict=False):
            physical = self.column_side(alignment)
            side = "" if physical == "None" else f' class="{physical.lower()}"'
            scope = ' scope="col"' if tag == "th" else ""
            cells.append(f"<{tag}{scope}{side}>{self.render_inside(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    def column_side(self, alignment: str) -> str:
        """Return the side to which a column is aligned; a table is mirrored where edition and article differ."""
        about = self.document
        return mirror_side(mirror_side(alignment, direction_of(about.source_lang)), direction_of(about.lang))

    def _link(self, node: Node) -> str:
        address = self.addresses.resolve(link_target(node), self.document)
        if not address:
            return self.render_inside(node)
        title = f' title="{escape(node.value["title"])}"' if node.value["title"] else ""
        return f'<a href="{escape(address)}"{title}>{self.render_inside(node)}</a>'

    def _image(self, node: Node) -> str:
        address = self.addresses.resolve(node.value["dest_url"], self.document)
        words = escape(extract_text(node.children))
        title = f' title="{escape(node.value["title"])}"' if node.value["title"] else ""
        return f'<img src="{escape(address)}" alt="{words}"{title} loading="lazy">' if address else words

    def _footnotereference(self, node: Node) -> str:
        return self.markup(self.notes[node.value.label], node.value.ordinal)


@cache
def _find_writer(kind: type[HtmlWriter], name: str) -> Callable[[HtmlWriter, Node], str]:
    """Return the method of a kind of writers for nodes with a tag."""
    tag = _PLAIN_TAGS.get(name)
    if tag is not None:
        end = f"</{tag}>\n" if tag in {"p", "li", "blockquote"} else f"</{tag}>"
        return lambda writer, node: f"<{tag}>{writer.render_inside(node)}{end}"
    if name in kind.literals:
        return lambda writer, _: writer.literals[name]
    write: Callable[[HtmlWriter, Node], str] = getattr(kind, f"_{name.lower()}", kind.render_inside)
    return write


def render_lead(document: Document, addresses: LinkMap) -> str:
    """Return the picture above the text with its caption as safe HTML, or an empty string if there is none."""
    address = addresses.resolve(document.lead.value["dest_url"], document) if document.lead else ""
    if not document.lead or not address:
        return ""
    caption = escape(document.metadata.image_caption, quote=False)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    words = escape(extract_text(document.lead.children))
    return clean_html(f'<figure class="lead"><img src="{escape(address)}" alt="{words}">{below}</figure>\n')


@lru_cache(maxsize=_MARKS)
def escape_mark(text: str) -> str:
    """Return a marker, a label or an anchor of a note as HTML."""
    return escape(text)


@lru_cache(maxsize=_MARKS)
def note_id(label: str) -> str:
    """Return the anchor of a note: the same in every edition, and unique."""
    return "fn-" + _without_spaces(label)


@lru_cache(maxsize=_MARKS)
def reference_id(label: str, ordinal: int) -> str:
    """Return the anchor of a reference to a note. The ordinal comes first, since a label may be `1-2`."""
    return f"fnref{ordinal if ordinal > 1 else ''}-{_without_spaces(label)}"


def link_to_notes(label: str, prefix: str = "") -> NoteMarkup:
    """Return the markup of references that lead to the notes on the same page. Screen readers say `label`, with
    {marker} in it. All anchors begin with `prefix`.
    """

    def markup(note: Footnote, ordinal: int) -> str:
        here, there = escape_mark(prefix + reference_id(note.label, ordinal)), escape_mark(prefix + note_id(note.label))
        spoken = escape_mark(label.format(marker=note.marker))
        return (
            f'<sup class="note"><a id="{here}" href="#{there}" role="doc-noteref" aria-label="{spoken}">'
            f"{escape_mark(note.marker)}</a></sup>"
        )

    return markup


def clean_html(html: str, tags: AbstractSet[str] = _TAGS) -> str:
    """Return HTML with all elements closed and nothing that could run. Of tags other than `tags` the content stays.
    Plain words, links and notes are clean as they are, and need not be taken to pieces to be sure of it.
    """
    spaced = html.replace("\N{NO-BREAK SPACE}", "&nbsp;")
    return spaced if tags is _TAGS and is_clean(spaced) else _cleaner(frozenset(tags)).clean(html)


@cache
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    kept = {tag: names for tag, names in _ATTRIBUTES.items() if tag == "*" or tag in tags}
    return nh3.Cleaner(tags=set(tags), attributes=kept, url_schemes=SAFE_SCHEMES, link_rel=None)


def referenced_labels(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the labels of the note references in nodes, in order."""
    return (node.value.label for node in walk(nodes) if node.tag == NOTE_REFERENCE)


def _without_spaces(label: str) -> str:
    """Return a label as part of an identifier, which has no spaces; labels `a b` and `a-b` stay different."""
    return "\N{NO-BREAK SPACE}".join(label.split())
