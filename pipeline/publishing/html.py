"""Write nodes of a document as HTML fragments for pages, books and feeds. They are safe for any article and
translation: only harmless tags of raw HTML and safe schemes stay, and nh3 cleans the result.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import escape
from typing import ClassVar

import nh3

from pipeline.article.escape import SAFE_SCHEMES
from pipeline.publishing.document import NOTE_REFERENCE, Document, Footnote, Node, extract_text, link_target, walk
from pipeline.publishing.sanitize import HTML, PHRASING_TAGS, is_safe_address, strip_unsafe_html

_PLAIN_TAGS = {"Paragraph": "p", "BlockQuote": "blockquote", "Item": "li"}
_PLAIN_TAGS |= {"Emphasis": "em", "Strong": "strong", "Strikethrough": "del"}
_TAGS = nh3.ALLOWED_TAGS | {"section", "figure", "figcaption", "main", "input"}
_ATTRIBUTES = {tag: set(names) for tag, names in HTML["page"].items()}
_FRAGMENT = re.compile(r"""(?<=\s)(href\s*=\s*["']?#)([^\s"'<>&]+)""", re.IGNORECASE)
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

    def render(self, nodes: Iterable[Node]) -> str:
        """Return nodes as safe HTML with whole elements only."""
        return clean_html("".join(map(self.render_node, nodes)))

    def render_node(self, node: Node) -> str:
        """Return one node as HTML that is not cleaned yet."""
        tag = _PLAIN_TAGS.get(node.tag)
        if tag is not None:
            return f"<{tag}>{self._inside(node)}</{tag}>" + ("\n" if tag in {"p", "li", "blockquote"} else "")
        if node.tag in self.literals:
            return self.literals[node.tag]
        write: Callable[[Node], str] = getattr(self, f"_{node.tag.lower()}", self._inside)
        return write(node)

    def _inside(self, node: Node) -> str:
        html = "".join(map(self.render_node, node.children))
        # A tag that is opened and never closed would go on to the end of the article.
        return clean_html(html) if any(child.tag == "InlineHtml" for child in node.children) else html

    def _text(self, node: Node) -> str:
        return escape(node.value, quote=False)

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
        return f'<h{level} id="{escape(anchor)}">{self._inside(node)}</h{level}>\n'

    def _codeblock(self, node: Node) -> str:
        language = node.value.get("Fenced", "") if isinstance(node.value, dict) else ""
        name = f' class="language-{escape(language.split()[0])}"' if language.split() else ""
        return f"<pre><code{name}>{self._inside(node)}</code></pre>\n"

    def _list(self, node: Node) -> str:
        if node.value is None:
            return f"<ul>\n{self._inside(node)}</ul>\n"
        start = "" if node.value == 1 else f' start="{node.value}"'
        return f"<ol{start}>\n{self._inside(node)}</ol>\n"

    def _table(self, node: Node) -> str:
        head, *rows = (self._row(row, node.value, "td" if place else "th") for place, row in enumerate(node.children))
        body = f"<tbody>\n{''.join(rows)}</tbody>\n" if rows else ""
        return f'<div class="table"><table>\n<thead>\n{head}</thead>\n{body}</table></div>\n'

    def _row(self, row: Node, alignments: tuple[str, ...], tag: str) -> str:
        cells = []
        for cell, alignment in zip(row.children, alignments, strict=False):
            side = "" if alignment == "None" else f' class="{alignment.lower()}"'
            scope = ' scope="col"' if tag == "th" else ""
            cells.append(f"<{tag}{scope}{side}>{self._inside(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    def _link(self, node: Node) -> str:
        address = self.addresses.resolve(link_target(node), self.document)
        if not address:
            return self._inside(node)
        title = f' title="{escape(node.value["title"])}"' if node.value["title"] else ""
        return f'<a href="{escape(address)}"{title}>{self._inside(node)}</a>'

    def _image(self, node: Node) -> str:
        address = self.addresses.resolve(node.value["dest_url"], self.document)
        words = escape(extract_text(node.children))
        title = f' title="{escape(node.value["title"])}"' if node.value["title"] else ""
        return f'<img src="{escape(address)}" alt="{words}"{title} loading="lazy">' if address else words

    def _footnotereference(self, node: Node) -> str:
        return self.markup(self.notes[node.value.label], node.value.ordinal)


def note_id(label: str) -> str:
    """Return the anchor of a note: the same in every edition, and unique."""
    return "fn-" + _without_spaces(label)


def reference_id(label: str, ordinal: int) -> str:
    """Return the anchor of a reference to a note. The ordinal comes first, since a label may be `1-2`."""
    return f"fnref{ordinal if ordinal > 1 else ''}-{_without_spaces(label)}"


def link_to_notes(label: str, prefix: str = "") -> NoteMarkup:
    """Return the markup of references that lead to the notes on the same page. Screen readers say `label`, with
    {marker} in it. All anchors begin with `prefix`.
    """

    def markup(note: Footnote, ordinal: int) -> str:
        here, there = escape(prefix + reference_id(note.label, ordinal)), escape(prefix + note_id(note.label))
        spoken = escape(label.format(marker=note.marker))
        return (
            f'<sup class="note"><a id="{here}" href="#{there}" role="doc-noteref" aria-label="{spoken}">'
            f"{escape(note.marker)}</a></sup>"
        )

    return markup


def clean_html(html: str, tags: AbstractSet[str] = _TAGS) -> str:
    """Return HTML with all elements closed and nothing that could run. Of tags other than `tags` the content stays."""
    kept = {tag: names for tag, names in _ATTRIBUTES.items() if tag == "*" or tag in tags}
    return nh3.clean(html, tags=set(tags), attributes=kept, url_schemes=SAFE_SCHEMES, link_rel=None)


def referenced_labels(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the labels of the note references in nodes, in order."""
    return (node.value.label for node in walk(nodes) if node.tag == NOTE_REFERENCE)


def _without_spaces(label: str) -> str:
    """Return a label as part of an identifier, which has no spaces; labels `a b` and `a-b` stay different."""
    return "\N{NO-BREAK SPACE}".join(label.split())
