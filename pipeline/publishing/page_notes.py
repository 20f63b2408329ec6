"""Write a note of a page, with links back to every reference. The result is not cleaned yet."""

from pipeline.languages.messages import Wording
from pipeline.publishing.direction import direction_of
from pipeline.publishing.document import Footnote
from pipeline.publishing.html import HtmlWriter, escape_mark, note_id, reference_id

BACK_ARROW = "↩\N{VARIATION SELECTOR-15}"
"""The arrow that leads from a note back to the text, as a character and not as an emoji."""
_BACK_ARROWS = {"ltr": BACK_ARROW, "rtl": "↪\N{VARIATION SELECTOR-15}"}


def render_note(note: Footnote, writer: HtmlWriter, wording: Wording) -> str:
    """Return a note as an item of the list of notes."""
    text = writer.render_note(note.blocks).rstrip()
    links = render_back_links(note, wording, writer.document.lang)
    if links and text.endswith("</p>"):
        text = f"{text.removesuffix('</p>')} {links}</p>"
    elif links:
        text = f"{text}\n<p>{links}</p>"
    marker = f'<span class="marker">{escape_mark(note.marker)}</span>'
    return f'<li id="{escape_mark(note_id(note.label))}">{marker}<div>{text}</div></li>\n'


def render_back_links(note: Footnote, wording: Wording, lang: str, prefix: str = "") -> str:
    """Return the links from a note in `lang` back to its references, each with a name of its own. All anchors begin
    with `prefix`.
    """
    name, links = wording("Note {marker}", marker=note.marker), []
    arrow = _BACK_ARROWS[direction_of(lang)]
    for ordinal in range(1, note.references + 1):
        label, number = wording("Back to the text"), ""
        if note.references > 1:
            shown = wording.digits(str(ordinal))
            label, number = wording("Back to reference {number}", number=shown), f"\N{NO-BREAK SPACE}{shown}"
        address = escape_mark(f"#{prefix}{reference_id(note.label, ordinal)}")
        label = escape_mark(f"{name} – {label}")
        links.append(f'<a href="{address}" role="doc-backlink" aria-label="{label}">{arrow}{number}</a>')
    return " ".join(links)
