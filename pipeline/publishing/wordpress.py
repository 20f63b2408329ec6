"""Write a document as a WordPress post: blocks with its footnotes, or HTML for the classic editor, and a sidecar.

WordPress keeps the text of footnotes beside the post, in the meta field `footnotes`, and makes that list anew from the
references in the blocks whenever somebody edits the post: a note without a reference there is dropped, and one with two
is listed twice. So every note gets exactly one reference of WordPress's kind:

- further references to a note are plain links with anchors of their own;
- a note that only another note refers to has its reference right after that note's own, in the text;
- notes of the title, which can hold none, and notes that nothing refers to have theirs in a paragraph before the text
  and in one after it.

WordPress numbers all notes in the order of these references, a translator's notes among them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from uuid import NAMESPACE_URL, uuid5

from pipeline.article.markdown.events import fold_label
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.languages.romanisation import slugify
from pipeline.publishing.direction import direction_attribute
from pipeline.publishing.document import NOTE_REFERENCE, Document, Footnote, Node, group_blocks, walk
from pipeline.publishing.html import LinkMap, clean_html, referenced_labels, render_lead
from pipeline.publishing.page import format_byline, territory_locale
from pipeline.publishing.reader import summarize
from pipeline.publishing.rich_text import RichTextWriter, escape_shortcodes
from pipeline.publishing.sanitize import strip_unsafe_html

_OWN_BRACKET = re.compile(r'(<a (?:href="#_ftn[^"]*" )?name="_ftn[^"]*">)&#91;')
"""The bracket before a note's marker. No other link in an article has a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressPost:
    """`content` is for the post's content field, `footnotes` for its meta field of that name, a JSON string."""

    content: str
    footnotes: str


def render_blocks(
    document: Document,
    wording: Wording,
    addresses: LinkMap | None = None,
    slug: str = "",
    *,
    media: Mapping[str, int] | None = None,
    has_footnotes: bool = True,
) -> WordPressPost:
    """Return a document as the blocks of a WordPress post, without the title, which WordPress keeps apart. `slug` is
    the article's. With the language and a note's label it makes the note's identifier, the same every time. `media` are
    the numbers of pictures in the media library, by their addresses in the article. A site without footnotes of its own
    (before 6.3) gets the notes as paragraphs with anchors, as the classic editor does.
    """
    kind = _Blocks if has_footnotes else _BlocksWithNotes
    blocks = kind(document, addresses or LinkMap(), slug, media or {})
    opening = [_block("paragraph", f"<p>{line}</p>") for line in _lines_above(document, wording, blocks.text)]
    content = [*opening, *blocks.write_blocks(document.body), *blocks.write_closing(wording)]
    return WordPressPost(content="\n\n".join(content) + "\n", footnotes=blocks.write_footnotes())


def render_classic(document: Document, wording: Wording) -> str:
    """Return a document as HTML for WordPress's classic editor, its notes as Word pastes them: `[1]` with links both
    ways. Notes are at the end below a rule, with the document's markers. The front matter's picture is above the text.
    """
    numbers = {note.label: number for number, note in enumerate(document.notes, start=1)}

    writer = RichTextWriter(document, LinkMap(), lambda note, ordinal: _anchor_reference(note, ordinal, numbers))
    parts = [render_lead(document, writer.addresses), writer.render(document.body)]
    if about := _lines_above(document, wording, writer):
        parts.insert(0, "".join(f"<p>{line}</p>\n" for line in about))
    if document.notes:
        parts.append("<hr>\n")
    for note in document.notes:
        marker, more = _note_anchor(note, numbers[note.label]), _more_backs(note, numbers)
        blocks = list(group_blocks(note.blocks))
        line = blocks.pop(0).children if blocks and blocks[0].tag == "Paragraph" else ()
        parts += [clean_html(f"<p>{marker} {writer.render_line(line)}{more}</p>"), "\n", writer.render(blocks)]
    return _OWN_BRACKET.sub(r"\1[", escape_shortcodes("".join(parts)))


def render_sidecar(documents: Mapping[str, Document], lang: str, slug: str, post: WordPressPost) -> str:
    """Return the facts about a post besides its content as JSON; values that are not known are null or empty.

    - `title`, `slug`, `excerpt`, `date` (ISO 8601), `status` (draft), `meta.footnotes`: as the REST API takes them;
    - `subtitle`, `authors`, `translators`, `featured_image` (which themes show above the text) with its alternative
      text and caption: from the front matter;
    - `lang`, `locale`: the edition's language, in BCP 47 and as WordPress names it;
    - `polylang.translations`: the slug of the post in each language;
    - `wpml.language_code`, `wpml.source_language_code` (null for the original), `wpml.group`: the same for all posts of
      one article, as WPML's `trid` is.

    `documents` are the editions of the article, `slug` is the article's own.
    """
    document = documents[lang]
    about = document.metadata
    slugs = post_slugs(documents, slug)
    fields = {
        "title": document.title,
        "slug": slugs[lang],
        "excerpt": summarize(document),
        "date": f"{about.published.isoformat()}T00:00:00" if about.published else None,
        "status": "draft",
        "lang": lang,
        "locale": load(lang).facts.get("codes", {}).get("wordpress") or territory_locale(lang),
        "subtitle": about.subtitle,
        "authors": list(about.authors),
        "translators": list(about.translators) if document.is_translated else [],
        "featured_image": about.image or None,
        "featured_image_alt": about.image_alt,
        "featured_image_caption": about.image_caption,
        "meta": {"footnotes": post.footnotes},
        "polylang": {"lang": lang.lower(), "translations": {each.lower(): slug for each, slug in slugs.items()}},
        "wpml": {
            "language_code": lang.lower(),
            "source_language_code": document.source_lang.lower() if document.is_translated else None,
            "group": slug,
        },
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def post_slugs(documents: Mapping[str, Document], slug: str) -> dict[str, str]:
    """Return the slug of the post in each language: its title in Latin letters, or the article's `slug`. WordPress
    requires different slugs: the language is added to one that another post has.
    """
    found: dict[str, str] = {}
    for lang, document in documents.items():
        made = slugify(document.title, lang) or slug
        while made in found.values():
            made = f"{made}-{lang}"
        found[lang] = made
    return found


def _lines_above(document: Document, wording: Wording, writer: RichTextWriter) -> list[str]:
    """Return the lines above the text as rich text: the subtitle and the byline without the date, which WordPress shows
    as it shows the title. References to the notes of the title follow the last line.
    """
    undated = replace(document.metadata, published=None, written_date="")
    byline = (line.text for line in format_byline(replace(document, metadata=undated), wording))
    lines = [undated.subtitle, *byline]
    made = [escape_shortcodes(escape(line, quote=False)) for line in lines if line]
    if document.headline and any(referenced_labels([document.headline])):
        references = writer.render_line(node for node in walk([document.headline]) if node.tag == NOTE_REFERENCE)
        made = [*made[:-1], made[-1] + references] if made else [references]
    return made


class _Blocks:
    """Writes nodes of one document as blocks."""

    def __init__(self, document: Document, addresses: LinkMap, slug: str, media: Mapping[str, int]) -> None:
        self.document = document
        self.media = media
        self.chains, self.unplaced = _chain_references(document)
        order = [label for chain in self.chains.values() for label in chain] + self.unplaced
        self.numbers = {label: number for number, label in enumerate(order, start=1)}
        self.identifiers = {
            label: f"fn-{uuid5(NAMESPACE_URL, f'targman:{slug}:{document.lang}:{fold_label(label)}')}"
            for label in order
        }
        self.text = RichTextWriter(document, addresses, self._reference)

    def write_closing(self, wording: Wording) -> Iterator[str]:
        """Yield the references to notes that have none, and the block of the footnotes."""
        if self.unplaced:
            references = clean_html("".join(map(self._first_reference, self.unplaced)))
            yield _block("paragraph", f"<p>{references}</p>")
        if self.numbers:
            yield _block("heading", f'<h2 class="wp-block-heading">{escape(wording("Notes"))}</h2>')
            yield "<!-- wp:footnotes /-->"

    def write_footnotes(self) -> str:
        """Return the value of the meta field. Its keys stand in the order that WordPress expects when it repairs a
        field that lost its backslashes; backslashes in the text are entities, so that none can be lost there.
        """
        notes = {note.label: self.text.render_blocks(note.blocks) for note in self.document.notes}
        found = [
            {"content": notes[label].replace("\\", "&#92;"), "id": self.identifiers[label]} for label in self.numbers
        ]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""

    def _reference(self, note: Footnote, ordinal: int) -> str:
        chain = self.chains.get(note.label, [])
        if ordinal == 1 and chain:
            return "".join(map(self._first_reference, chain))
        here = self.identifiers[note.label]
        return f'<sup><a href="#{here}" id="{here}-link-{ordinal}">{self.numbers[note.label]}</a></sup>'

    def _first_reference(self, label: str) -> str:
        here = self.identifiers[label]
        link = f'<a href="#{here}" id="{here}-link">{self.numbers[label]}</a>'
        return f'<sup data-fn="{here}" class="fn">{link}</sup>'

    def write_blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Yield nodes as blocks, each with the comments around it."""
        for node in group_blocks(nodes):
            write = getattr(self, f"_{node.tag.lower()}", None)
            if write and (made := write(node)):
                yield made

    def _paragraph(self, node: Node) -> str:
        children = [child for child in node.children if child.tag != "SoftBreak"]
        inside = children[0] if len(children) == 1 else None
        if inside is not None and inside.tag == "Link" and [child.tag for child in inside.children] == ["Image"]:
            return self._image(inside.children[0], inside)
        if inside is not None and inside.tag == "Image":
            return self._image(inside, inside)
        text = self.text.render_line(node.children)
        turned = self.text.turned_direction(node.children)
        attributes = {"direction": turned} if turned else {}
        return _block("paragraph", f"<p{direction_attribute(turned)}>{text}</p>", **attributes) if text else ""

    def _image(self, image: Node, whole: Node) -> str:
        made = self.text.render_line([whole])
        if "<img" not in made:  # its address led nowhere safe, and its words stayed
            return _block("paragraph", f"<p>{made}</p>") if made else ""
        number = self.media.get(image.value["dest_url"], 0)
        looks = f' class="wp-image-{number}"' if number else ""
        made = re.sub(r'(<img)((?: (?:src|alt)="[^"]*")*)[^>]*>', rf"\1\2{looks}/>", made)
        title = escape_shortcodes(escape(image.value["title"], quote=False))
        caption = f'<figcaption class="wp-element-caption">{title}</figcaption>' if title else ""
        attributes: dict[str, object] = {"id": number, "sizeSlug": "full"} if number else {}
        attributes |= {"linkDestination": "custom"} if made.startswith("<a") else {}
        size = " size-full" if number else ""
        return _block("image", f'<figure class="wp-block-image{size}">{made}{caption}</figure>', **attributes)

    def _heading(self, node: Node) -> str:
        level, anchor = node.value
        attributes = {} if level == 2 else {"level": level}  # noqa: PLR2004  WordPress's own default
        text = self.text.render_line(node.children)
        opened = f'<h{level} class="wp-block-heading" id="{escape(anchor)}">'
        return _block("heading", f"{opened}{text}</h{level}>", **attributes)

    def _blockquote(self, node: Node) -> str:
        inside = "\n\n".join(self.write_blocks(node.children))
        return _block("quote", f'<blockquote class="wp-block-quote">{inside}</blockquote>')

    def _list(self, node: Node) -> str:
        tag, start = ("ul", "") if node.value is None else ("ol", "" if node.value == 1 else f' start="{node.value}"')
        attributes = {} if node.value is None else {"ordered": True} | ({"start": node.value} if start else {})
        items = "\n\n".join(self._item(item) for item in node.children)
        return _block("list", f'<{tag}{start} class="wp-block-list">{items}</{tag}>', **attributes)

    def _item(self, node: Node) -> str:
        parts = _lists_last([*group_blocks(node.children)])
        text = self.text.render_blocks([part for part in parts if part.tag != "List"])
        lists = "".join(self._list(part) for part in parts if part.tag == "List")
        return _block("list-item", f"<li>{text}{lists}</li>")

    def _table(self, node: Node) -> str:
        head, *rows = (self._row(row, node.value, "td" if place else "th") for place, row in enumerate(node.children))
        body = f"<tbody>{''.join(rows)}</tbody>" if rows else ""
        table = f"<table><thead>{head}</thead>{body}</table>"
        # Newer versions fix the widths of columns unless they are told not to.
        return _block("table", f'<figure class="wp-block-table">{table}</figure>', hasFixedLayout=False)

    def _row(self, row: Node, alignments: Sequence[str], tag: str) -> str:
        cells = []
        for cell, alignment in zip(row.children, alignments, strict=False):
            side = self.text.column_side(alignment).lower()
            looks = "" if side == "none" else f' class="has-text-align-{side}" data-align="{side}"'
            cells.append(f"<{tag}{looks}>{self.text.render_line(cell.children)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _codeblock(self, node: Node) -> str:
        text = "".join(child.value for child in node.children).rstrip("\n")
        code = escape_shortcodes(escape(text, quote=False))
        return _block("code", f'<pre class="wp-block-code"><code>{code}</code></pre>')

    def _rule(self, node: Node) -> str:  # noqa: ARG002
        return _block("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')

    def _htmlblock(self, node: Node) -> str:
        html = escape_shortcodes(clean_html(strip_unsafe_html("".join(child.value for child in node.children)))).strip()
        return _block("html", html) if html else ""


class _BlocksWithNotes(_Blocks):
    """Writes nodes as blocks for a site without footnotes: references and notes are anchors in the text."""

    def __init__(self, document: Document, addresses: LinkMap, slug: str, media: Mapping[str, int]) -> None:
        super().__init__(document, addresses, slug, media)
        self.numbers = {note.label: number for number, note in enumerate(document.notes, start=1)}

    def write_closing(self, wording: Wording) -> Iterator[str]:
        if not self.numbers:
            return
        yield _block("heading", f'<h2 class="wp-block-heading">{escape(wording("Notes"))}</h2>')
        for note in self.document.notes:
            marker = _note_anchor(note, self.numbers[note.label])
            text = self.text.render_blocks(note.blocks)
            yield _block(
                "paragraph", f"<p>{escape_shortcodes(clean_html(marker))} {text}{_more_backs(note, self.numbers)}</p>"
            )

    def write_footnotes(self) -> str:
        return ""

    def _reference(self, note: Footnote, ordinal: int) -> str:
        return _anchor_reference(note, ordinal, self.numbers)


def _anchor_reference(note: Footnote, ordinal: int, numbers: Mapping[str, int]) -> str:
    """Return a reference to a note as Word pastes it."""
    number = numbers[note.label]
    name = f"_ftnref{number}" + (f"-{ordinal}" if ordinal > 1 else "")
    return f'<a href="#_ftn{number}" name="{name}">[{escape(note.marker)}]</a>'


def _note_anchor(note: Footnote, number: int) -> str:
    """Return the marker at a note, which leads back to the first reference."""
    back = f' href="#_ftnref{number}"' if note.references else ""
    return f'<a{back} name="_ftn{number}">[{escape(note.marker)}]</a>'


def _more_backs(note: Footnote, numbers: Mapping[str, int]) -> str:
    """Return the links back to the further references to a note."""
    number = numbers[note.label]
    return "".join(f' <a href="#_ftnref{number}-{ordinal}">↩</a>' for ordinal in range(2, note.references + 1))


def _block(name: str, html: str, **attributes: object) -> str:
    """Return a block between its comments. Its attributes can neither end a comment nor be taken for HTML."""
    text = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
    for letters, code in (("--", r"\u002d\u002d"), ("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026")):
        text = text.replace(letters, code)
    text = text.replace(r"\"", r"\u0022")
    data = f" {text}" if attributes else ""
    return f"<!-- wp:{name}{data} -->\n{html}\n<!-- /wp:{name} -->"


def _chain_references(document: Document) -> tuple[dict[str, list[str]], list[str]]:
    """Return, for each note that the text refers to, the notes whose references stand at its first one (itself, then
    those that only notes refer to), and the notes that remain.
    """
    notes = {note.label: note for note in document.notes}
    body = [*([document.headline] if document.headline else []), *document.body]
    chains = {label: [label] for label in dict.fromkeys(referenced_labels(body))}
    placed = set(chains)

    def complete(chain: list[str]) -> None:
        for label in chain:  # grows meanwhile
            for other in dict.fromkeys(referenced_labels(notes[label].blocks)):
                if other not in placed:
                    placed.add(other)
                    chain.append(other)

    for chain in chains.values():
        complete(chain)
    remaining: list[str] = []
    for label in notes:
        if label not in placed:
            placed.add(label)
            remaining.append(label)
            complete(remaining)
    return chains, remaining


def _lists_last(parts: Sequence[Node]) -> list[Node]:
    """Return the parts of a list item with its lists last, as WordPress requires: text after a list becomes the end of
    that list's last item, where it is read at the same point.
    """
    found: list[Node] = []
    for part in parts:
        last = found[-1] if found and found[-1].tag == "List" else None
        if last is None or part.tag == "List":
            found.append(part)
            continue
        *items, item = last.children
        longer = item._replace(children=(*item.children, part))
        found[-1] = last._replace(children=(*items, longer))
    return found
