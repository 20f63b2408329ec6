"""Turn the Word and OpenDocument files that pandoc makes of a text that runs from right to left. Pandoc turns most
paragraphs for Word, but no title, table or page, and nothing at all for OpenDocument.
"""

from collections.abc import Callable, Iterator, Mapping
from xml.etree import ElementTree as ET

from pipeline.export.xml_parts import FO, OPEN, STYLE, TEXT, WORD, on_bytes
from pipeline.publishing.direction import has_letters_against, turned_direction

_BEFORE_BIDI = frozenset(
    f"{WORD}{name}"
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
        *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN"),
    )
)
"""The properties of a Word paragraph that have to stand before its direction."""
_AFTER_DIRECTION_OF_RUN = frozenset(f"{WORD}{name}" for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish"))
_AFTER_DIRECTION_OF_PAGE = frozenset(f"{WORD}{name}" for name in ("docGrid", "printerSettings", "sectPrChange"))
_SIDES = {"start": "right", "end": "left"}
_BEFORE_TABLE_DIRECTION = frozenset(f"{WORD}{name}" for name in ("tblStyle", "tblpPr", "tblOverlap"))


def _turn_word_text(root: ET.Element) -> None:
    for paragraph in root.iter(f"{WORD}p"):
        about = paragraph.find(f"{WORD}pPr")
        if about is None:
            about = ET.Element(f"{WORD}pPr")
            paragraph.insert(0, about)
        _turn_word_paragraph(paragraph, about)
    for run in root.iter(f"{WORD}r"):
        if has_letters_against("".join(part.text or "" for part in run.iter(f"{WORD}t")), "ltr"):
            about = run.find(f"{WORD}rPr")
            if about is None:
                about = ET.Element(f"{WORD}rPr")
                run.insert(0, about)
            _insert(about, "rtl", sum(item.tag not in _AFTER_DIRECTION_OF_RUN for item in about))
    for table in root.iter(f"{WORD}tblPr"):
        _insert(table, "bidiVisual", sum(item.tag in _BEFORE_TABLE_DIRECTION for item in table))
    for page in root.iter(f"{WORD}sectPr"):
        for name in ("bidi", "rtlGutter"):
            _insert(page, name, sum(item.tag not in _AFTER_DIRECTION_OF_PAGE for item in page))


def _turn_word_paragraph(paragraph: ET.Element, about: ET.Element) -> None:
    """Turn a paragraph, unless it is code; one in letters from left to right keeps its own direction."""
    style = about.find(f"{WORD}pStyle")
    if style is None or style.get(f"{WORD}val") != "SourceCode":
        _insert(about, "bidi", sum(item.tag in _BEFORE_BIDI for item in about))
    if turned_direction("".join(part.text or "" for part in paragraph.iter(f"{WORD}t")), "rtl"):
        for direction in about.iter(f"{WORD}bidi"):
            direction.set(f"{WORD}val", "0")


def _insert(parent: ET.Element, name: str, place: int) -> None:
    """Insert a property that has to be there once, at its place in Word's order."""
    if parent.find(f"{WORD}{name}") is None:
        parent.insert(place, ET.Element(f"{WORD}{name}"))


def _turn_writer_pages(root: ET.Element) -> None:
    """Turn the pages, and with them paragraphs and tables, which take their direction from the page, but no sides."""
    for page in root.iter(f"{STYLE}page-layout-properties"):
        page.set(f"{STYLE}writing-mode", "rl-tb")
        for line in page.iter(f"{STYLE}footnote-sep"):
            line.set(f"{STYLE}adjustment", "right")
    for usual in root.iter(f"{STYLE}default-style"):
        for about in usual.findall(f"{STYLE}paragraph-properties"):
            about.attrib.setdefault(f"{FO}text-align", "right")
    _name_sides(root)


def _name_sides(root: ET.Element) -> None:
    """Name the sides of lines, since LibreOffice takes their start for the left and their end for the right."""
    for about in root.iter(f"{STYLE}paragraph-properties"):
        side = about.get(f"{FO}text-align", "")
        about.attrib |= {f"{FO}text-align": _SIDES[side]} if side in _SIDES else {}


def _turn_writer_text(root: ET.Element) -> None:
    """Give each paragraph that is written from left to right a style that says so."""
    styles = root.find(f"{OPEN}automatic-styles")
    if styles is None:
        return
    _name_sides(root)
    turned: dict[str, str] = {}
    for paragraph in [item for item in root.iter() if item.tag in {f"{TEXT}p", f"{TEXT}h"}]:
        if not turned_direction("".join(_own_words(paragraph)), "rtl"):
            continue
        former = paragraph.get(f"{TEXT}style-name", "Standard")
        if former not in turned:
            turned[former] = f"L{len(turned) + 1}-ltr"
            styles.append(_make_left_to_right(styles, former, turned[former]))
        paragraph.set(f"{TEXT}style-name", turned[former])


def _make_left_to_right(styles: ET.Element, former: str, name: str) -> ET.Element:
    """Return a paragraph style like `former`, which may itself be one of the text's own, but from left to right."""
    own = next((style for style in styles if style.get(f"{STYLE}name") == former), None)
    if own is not None:
        made = ET.fromstring(ET.tostring(own))  # noqa: S314  pandoc's own
    else:
        made = ET.Element(f"{STYLE}style", {f"{STYLE}family": "paragraph", f"{STYLE}parent-style-name": former})
    made.set(f"{STYLE}name", name)
    about = made.find(f"{STYLE}paragraph-properties")
    if about is None:
        about = ET.Element(f"{STYLE}paragraph-properties")
        made.insert(0, about)
    about.set(f"{STYLE}writing-mode", "lr-tb")
    about.attrib.setdefault(f"{FO}text-align", "left")
    return made


def _own_words(element: ET.Element) -> Iterator[str]:
    """Yield the text of a paragraph without that of its notes."""
    yield element.text or ""
    for child in element:
        if child.tag != f"{TEXT}note":
            yield from _own_words(child)
        yield child.tail or ""


RIGHT_TO_LEFT: Mapping[str, Mapping[str, Callable[[bytes], bytes]]] = {
    "docx": dict.fromkeys(("word/document.xml", "word/footnotes.xml", "word/comments.xml"), on_bytes(_turn_word_text)),
    "odt": {"styles.xml": on_bytes(_turn_writer_pages), "content.xml": on_bytes(_turn_writer_text)},
}
"""The changes to the files of a package that pandoc made, by its kind."""
