"""ODT documents from raw XML, packed and flat, with what LibreOffice writes."""

import base64
import re
import zipfile
from io import BytesIO

from odt_files import h, note, odt, p, text_style
from whole_texts import EN1, EN2, HY1, HY2, RU1, RU2
from whole_word import PIXEL

HIDDEN = text_style("H", 'text:display="none"')
RAISED = text_style("S", 'style:text-position="super 58%"')


def _span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def _reference(name: str, shown: str) -> str:
    return (
        f'<text:note-ref text:note-class="footnote" text:ref-name="{name}" text:reference-format="text">{shown}'
        "</text:note-ref>"
    )


def flatten(data: bytes, pictures: str = "") -> bytes:
    """An ODT file as one XML file; `pictures` is put at the end of the text."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in ("meta.xml", "styles.xml", "content.xml")]
    start = re.search(r"<office:document-content([^>]*)>", parts[2])
    inner = "".join(re.sub(r"^.*?<office:document-\w+[^>]*>|</office:document-\w+>$", "", each) for each in parts)
    names = start[1] if start else ""
    mime_type = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    whole = f'<?xml version="1.0" encoding="UTF-8"?>\n\n<office:document{names} {mime_type}>{inner}</office:document>'
    return whole.replace("</office:text>", f"{pictures}</office:text>").encode()


PLACES = (
    p(f"The Last Ferry{note('f0', 'On the title.')}", "Title") + h(f"The strait{note('f1', 'On a heading.')}")
    + p(
        f"{EN1}{note('f2', 'Timetable, 1961.')} As the note {_reference('f2', '3')} says, and see "
        '<text:sequence-ref text:ref-name="s1">Table 1</text:sequence-ref>, chapter '
        '<text:chapter text:display="name">The strait</text:chapter>, '
        '<text:user-defined text:name="x">the pilot</text:user-defined>.'
    )
    + p(f"Loved{note('f3', 'By most.', mark='*')}.")
    + f"<table:table><table:table-row><table:table-cell>{p('Year')}</table:table-cell><table:table-cell>"
    f"{p('Tickets' + note('f4', 'In a cell.'))}</table:table-cell></table:table-row><table:table-row><table:table-cell>"
    f"{p('1961')}</table:table-cell><table:table-cell>{p('1200')}</table:table-cell></table:table-row></table:table>"
    + p(EN2) + p(f'<text:hidden-text text:condition="1" text:string-value="No." text:is-hidden="true"/>Shown '
                 f"{_span('H', 'not shown')} again.")
    + f'<text:section text:name="s" text:display="none">{p("For the editor alone.")}</text:section>'
)  # fmt: skip

PICTURE = (
    '<text:p><draw:frame draw:name="i" svg:width="3cm"><draw:image draw:mime-type="image/png"><office:binary-data>'
    f"{base64.b64encode(PIXEL).decode()}</office:binary-data></draw:image><svg:title>Причал</svg:title></draw:frame></text:p>"
)

ODT = {
    "places.odt": odt(PLACES, HIDDEN),
    "raised-apart.odt": odt(
        h("Վերջին լաստանավը")
        + p(f"Կղզին ունի 14 կմ{_span('S', '2')}{_span('S', '3')} արոտավայր։")
        + p(f"{HY1}{_span('S', '1')}{_span('S', '2')}") + p(HY2) + p("Ծանոթագրություններ")
        + p("1. Չվացուցակ, 1961։") + p("2. Նամակներ, 1962։") + p("3. Հողային մատյան։"),
        RAISED,
    ),
    "flat.fodt": flatten(
        odt(
            p("Остров без парома", "Title") + p(RU1 + note("f1", "Расписание, 1961.")) + p(RU2),
            meta="<meta:initial-creator>Анна Морская</meta:initial-creator>",
        ),
        PICTURE,
    ),
}  # fmt: skip
