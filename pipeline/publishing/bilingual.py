"""Write two editions of an article on one page, side by side, sentence by sentence."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.publishing import page
from pipeline.publishing.direction import direction_attribute, turned_attribute
from pipeline.publishing.document import Document, Footnote, Heading, Node
from pipeline.publishing.html import HtmlWriter, LinkMap, clean_html, link_to_notes, note_id, render_lead
from pipeline.publishing.page import PageContext
from pipeline.publishing.page_notes import render_back_links
from pipeline.publishing.reader import standfirst
from pipeline.publishing.rows import ParallelRow, pair_rows, sentence_splitters


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualSide:
    """One of the two editions with the words of its language."""

    document: Document
    wording: Wording

    def before(self, sides: Sequence["BilingualSide"]) -> str:
        """Return the prefix for the anchors of this side's headings, which both editions have."""
        return "" if self is sides[0] else f"{self.document.lang}-"


def render_bilingual_page(left: BilingualSide, right: BilingualSide, context: PageContext | None = None) -> str:
    """Return one HTML page with both editions. Its own language is that of the left one."""
    context = context or PageContext()
    sides = (left, right)
    writers = [_SideWriter(side, context.addresses, side.before(sides)) for side in sides]
    documents = (left.document, right.document)
    found = pair_rows([document.body for document in documents], sentence_splitters(documents))
    rows = [_render_head(sides, writers), *(_render_row(row, sides, writers) for row in found)]
    notes = _render_notes(sides, writers)
    lead = render_lead(left.document, context.addresses)
    return page.render_framed(
        "article.html",
        context.look,
        page.template_values(left.document, left.wording, context),
        style=Markup(page.read_stylesheet("bilingual.css") + context.look.whole_css),  # noqa: S704  our own
        wide=True,
        headline="",
        lead=Markup(page.replace_image_addresses(lead, context.images)),  # noqa: S704
        subtitle="",
        standfirst="",
        byline=(),
        body=Markup(page.replace_image_addresses(clean_html("".join(rows)), context.images)),  # noqa: S704  through nh3
        notes=Markup(page.replace_image_addresses(clean_html(notes), context.images)),  # noqa: S704
    )


class _SideWriter(HtmlWriter):
    """Writes one side; `before` is the prefix for the anchors of its headings."""

    def __init__(self, side: BilingualSide, addresses: LinkMap, before: str) -> None:
        label = side.wording("Note {marker}", marker="{marker}")
        super().__init__(side.document, addresses, link_to_notes(label, f"{side.document.lang}-"))
        self.before = before

    def _heading(self, node: Node) -> str:
        level, anchor = node.value
        return super()._heading(node._replace(value=Heading(level, self.before + anchor)))


def _render_head(sides: Sequence[BilingualSide], writers: Sequence[HtmlWriter]) -> str:
    cells = []
    for side, writer in zip(sides, writers, strict=True):
        about = side.document.metadata
        title = page.render_headline(side.document, writer)
        heading = side.document.headline
        anchor = f' id="{escape(side.before(sides) + heading.value.anchor)}"' if heading else ""
        turned = direction_attribute(writer.turned_direction(heading.children)) if heading else ""
        lines = [f"<h1{anchor}{turned}>{title}</h1>"] if title else []
        if about.subtitle:
            lines.append(f'<p class="subtitle">{escape(about.subtitle)}</p>')
        if description := standfirst(side.document):
            lines.append(f'<p class="standfirst">{escape(description)}</p>')
        byline = "".join(
            f"<span>{page.mark_language(line, side.document.lang)}</span> "
            for line in page.format_byline(side.document, side.wording)
        )
        lines.append(f'<p class="byline">{byline}</p>')
        cells.append("".join(lines))
    return _render_pair(cells, sides, "head")


def _render_pair(cells: Iterable[str], sides: Sequence[BilingualSide], look: str) -> str:
    around, languages = sides[0].document.lang, (side.document.lang for side in sides)
    columns = (
        f'<div lang="{lang}"{turned_attribute(lang, around)}>{cell}</div>'
        for lang, cell in zip(languages, cells, strict=True)
    )
    return f'<div class="pair {look}">{"".join(columns)}</div>\n'


def _render_row(row: ParallelRow, sides: Sequence[BilingualSide], writers: Sequence[HtmlWriter]) -> str:
    cells = []
    for side, writer, nodes in zip(sides, writers, row.cells, strict=True):
        # A raw tag that goes on behind this sentence would take the rest of the page with it.
        turned, inside = writer.render_in_direction(nodes) if row.tag != "div" else ("", writer.render(nodes))
        inside = inside.strip()
        # A heading has its own anchor on the left, and one with the language as prefix on the right.
        anchor = f' id="{escape(side.before(sides) + row.anchor)}"' if nodes and row.anchor else ""
        mark = f'<span class="marker">{escape(side.wording.digits(row.mark))}</span> ' if row.mark else ""
        cells.append(f"{mark}<{row.tag}{anchor}{direction_attribute(turned)}>{inside}</{row.tag}>" if inside else "")
    return _render_pair(cells, sides, row.look) if any(cells) else ""


def _render_notes(sides: Sequence[BilingualSide], writers: Sequence[HtmlWriter]) -> str:
    """Return the notes side by side; a note that only one edition has stands alone."""
    found = [{note.label.casefold(): note for note in side.document.notes} for side in sides]
    labels = dict.fromkeys([*found[0], *found[1]])
    if not labels:
        return ""
    heads = (f"<h2>{page.mark_words(side.wording, 'Notes', side.document.lang)}</h2>" for side in sides)
    rows = [_render_pair(heads, sides, "")]
    for label in labels:
        cells = [
            _render_note(notes[label], side, writer) if label in notes else ""
            for notes, side, writer in zip(found, sides, writers, strict=True)
        ]
        rows.append(_render_pair(cells, sides, "note"))
    return f'<section class="notes" role="doc-endnotes">\n{"".join(rows)}</section>\n'


def _render_note(note: Footnote, side: BilingualSide, writer: HtmlWriter) -> str:
    lang = side.document.lang
    text = clean_html(writer.render_note(note.blocks)).strip()
    links = render_back_links(note, side.wording, lang, f"{lang}-")
    place, marker = escape(f"{lang}-{note_id(note.label)}"), escape(note.marker)
    return f'<div id="{place}"><span class="marker">{marker}</span><div>{text} {links}</div></div>'
