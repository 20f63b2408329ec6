"""Style pandoc's reference documents for Word and OpenDocument files: our type, in the right language. They are made
when they are needed, so that they fit the pandoc that reads them and nothing binary is kept.
"""

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from pipeline.export.xml_parts import FO, OPEN, RELATIONS, RELATIONSHIP, STYLE, SVG, TYPES, WORD, on_bytes
from pipeline.export.zip_package import repack
from pipeline.languages import load
from pipeline.languages.cldr import likely_subtags

if TYPE_CHECKING:
    from collections.abc import Callable

_FONT = "Times New Roman"
_STAND_IN = "Liberation Serif;Noto Serif;DejaVu Serif"
_INK = "1D1C1A"
_A4 = {"w": "11906", "h": "16838"}
_OFFICE = RELATIONSHIP.strip("{}")
_FOOTER_FILE = "word/footer1.xml"
_WORD_LANGUAGES = {"asian": "eastAsia", "complex": "bidi"}
"""The attributes for the languages of letters that are not simple, by the kind of the script."""


class ParagraphLook(NamedTuple):
    """The look of a paragraph style: size and spaces around it in points, line height as a share of the size."""

    size: float
    before: float
    after: float
    line: float
    bold: bool = False


_DATA = tomllib.loads(resources.files("pipeline.export").joinpath("templates", "styles.toml").read_text("utf-8"))
_LOOKS = {name: ParagraphLook(**look) for name, look in _DATA["looks"].items()}


def style_reference(reference: bytes, kind: str, lang: str) -> bytes:
    """Return pandoc's reference document (`kind` is docx or odt) in our style: a font with the letters of the edition's
    language (BCP 47), black headings, A4, and that language for the spelling checker.
    """
    language, script, region = likely_subtags(lang)
    known = {"office": _FONT, "instead": _STAND_IN, **_DATA["fonts"].get(script, {})}
    font, others = (load(language).fact("fonts", which) or known[which] for which in ("office", "instead"))
    kind_of_script = _DATA["scripts"].get(script, "complex")
    changes: dict[str, dict[str, Callable[[ET.Element], None]]] = {
        "docx": {
            "word/styles.xml": lambda root: _style_word(root, lang, kind_of_script, font),
            "word/document.xml": _style_word_page,
            "word/settings.xml": lambda root: _style_word_settings(root, lang, kind_of_script),
            "word/_rels/document.xml.rels": _add_word_footer,
            "[Content_Types].xml": _add_word_footer_type,
        },
        "odt": {"styles.xml": lambda root: _style_writer(root, (language, region, kind_of_script), f"{font};{others}")},
    }
    added = {_FOOTER_FILE: _DATA["word"]["footer"]["xml"].encode()} if kind == "docx" else {}
    return repack(reference, {path: on_bytes(change) for path, change in changes[kind].items()}, added)


def _add_word_footer(root: ET.Element) -> None:
    ET.SubElement(root, f"{RELATIONS}Relationship", Id="house-footer", Type=f"{_OFFICE}/footer", Target="footer1.xml")


def _add_word_footer_type(root: ET.Element) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    ET.SubElement(root, f"{TYPES}Override", PartName=f"/{_FOOTER_FILE}", ContentType=kind)


def _style_word_page(root: ET.Element) -> None:
    for page in root.iter(f"{WORD}sectPr"):
        # Some programs take pandoc's numbering "by section" for one by chapter.
        for about in page.findall(f"{WORD}footnotePr"):
            page.remove(about)
        footer = ET.Element(f"{WORD}footerReference", {f"{WORD}type": "default", f"{{{_OFFICE}}}id": "house-footer"})
        page.insert(0, footer)
        size = page.find(f"{WORD}pgSz")
        if size is None:
            size = ET.Element(f"{WORD}pgSz")
            page.insert(1, size)
        size.attrib.update({f"{WORD}{side}": length for side, length in _A4.items()})


def _style_word_settings(root: ET.Element, lang: str, kind_of_script: str) -> None:
    for item in root.iter(f"{WORD}themeFontLang"):
        _set_word_language(item, lang, kind_of_script)
    for item in root.findall(f"{WORD}proofState"):
        root.remove(item)


def _set_word_language(item: ET.Element, lang: str, kind_of_script: str) -> None:
    """Set a language where Word looks for it, which depends on the kind of the letters."""
    item.set(f"{WORD}val", lang)
    if kind_of_script in _WORD_LANGUAGES:
        item.set(f"{WORD}{_WORD_LANGUAGES[kind_of_script]}", lang)


def _style_word(root: ET.Element, lang: str, kind_of_script: str, font: str) -> None:
    for fonts in root.iter(f"{WORD}rFonts"):
        is_code = "Consolas" in fonts.attrib.values()
        fonts.attrib.clear()
        name = "Courier New" if is_code else font
        fonts.attrib.update({f"{WORD}{slot}": name for slot in ("ascii", "hAnsi", "eastAsia", "cs")})
    for item in root.iter(f"{WORD}lang"):
        _set_word_language(item, lang, kind_of_script)
    for color in root.iter(f"{WORD}color"):
        color.attrib.clear()
        color.set(f"{WORD}val", _INK)
    _add_word_emphasis(root)
    for style in root.iter(f"{WORD}style"):
        name = style.get(f"{WORD}styleId", "")
        plain = re.sub(r"^Heading(\d+)$", r"Heading \1", name.removesuffix("Char"))
        look = _DATA["word"]["looks"].get(name, plain)
        if look in _LOOKS:
            _style_word_paragraph(style, _LOOKS[look])
        if name == "Hyperlink":
            _set_property(_get_part(style, "rPr"), "u", val="single")


def _add_word_emphasis(root: ET.Element) -> None:
    """Add the style of words that are stressed by spaces between their letters."""
    about = {f"{WORD}type": "character", f"{WORD}styleId": "Emphasis"}
    style = ET.SubElement(root, f"{WORD}style", about)
    ET.SubElement(style, f"{WORD}name", {f"{WORD}val": "Emphasis"})
    ET.SubElement(ET.SubElement(style, f"{WORD}rPr"), f"{WORD}spacing", {f"{WORD}val": "30"})


def _style_word_paragraph(style: ET.Element, look: ParagraphLook) -> None:
    runs = _get_part(style, "rPr")
    for name, value in (("b", str(int(look.bold))), ("i", "0"), ("sz", str(round(look.size * 2)))):
        _set_property(runs, name, val=value)
        _set_property(runs, f"{name}Cs", val=value)
    _sort_properties(runs, "rPr")
    if style.get(f"{WORD}type") == "paragraph":
        paragraphs = _get_part(style, "pPr")
        before, after, line = (str(round(size)) for size in (look.before * 20, look.after * 20, look.line * 240))
        _set_property(paragraphs, "spacing", before=before, after=after, line=line, lineRule="auto")
        _sort_properties(paragraphs, "pPr")


def _get_part(style: ET.Element, name: str) -> ET.Element:
    found = style.find(f"{WORD}{name}")
    if found is None:
        found = ET.SubElement(style, f"{WORD}{name}")
    _sort_properties(style, "style")
    return found


def _sort_properties(parent: ET.Element, name: str) -> None:
    order = _DATA["word"]["order"][name]
    parent[:] = sorted(parent, key=lambda item: order.index(item.tag.removeprefix(WORD)))


def _set_property(parent: ET.Element, name: str, **values: str) -> None:
    found = parent.find(f"{WORD}{name}")
    if found is None:
        found = ET.SubElement(parent, f"{WORD}{name}")
    found.attrib.clear()
    found.attrib.update({f"{WORD}{key}": value for key, value in values.items()})


def _style_writer(root: ET.Element, of_text: tuple[str, str, str], fonts: str) -> None:
    language, region, kind_of_script = of_text
    for face in root.iter(f"{STYLE}font-face"):
        if face.get(f"{STYLE}name") not in {"StarSymbol", "Courier New"}:
            face.set(f"{SVG}font-family", fonts)
            face.set(f"{STYLE}font-family-generic", "roman")
    for item in root.iter(f"{STYLE}text-properties"):
        if item.get(f"{FO}country"):
            item.set(f"{FO}language", language)
            item.set(f"{FO}country", region)
            if kind_of_script != "simple":
                item.set(f"{STYLE}language-{kind_of_script}", language)
                item.set(f"{STYLE}country-{kind_of_script}", region)
        if item.get(f"{FO}color"):
            item.set(f"{FO}color", f"#{_INK}")
    for item in root.iter(f"{STYLE}page-layout-properties"):
        item.attrib.update({f"{FO}page-width": "21cm", f"{FO}page-height": "29.7cm"})
    _keep_lines_together(root)
    _add_writer_titles(root)
    for style in root.iter(f"{STYLE}style"):
        name = style.get(f"{STYLE}name", "")
        look = _DATA["writer"]["looks"].get(name, name.replace("_20_", " "))
        if look in _LOOKS and style.get(f"{STYLE}family") == "paragraph":
            _style_writer_paragraph(style, _LOOKS[look])


def _keep_lines_together(root: ET.Element) -> None:
    """Let no page begin or end with one line of a paragraph."""
    for about in root.iterfind(f".//{STYLE}default-style[@{STYLE}family='paragraph']/{STYLE}paragraph-properties"):
        about.attrib |= {f"{FO}orphans": "2", f"{FO}widows": "2"}


def _add_writer_titles(root: ET.Element) -> None:
    """Add the styles of title and subtitle, whose look pandoc leaves to the office program."""
    standing = {style.get(f"{STYLE}name") for style in root.iter(f"{STYLE}style")}
    for styles in root.findall(f"{OPEN}styles"):
        for name in ("Title", "Subtitle"):  # in this order, so that the same text gives the same bytes
            if name in standing:
                continue
            about = {"name": name, "family": "paragraph", "parent-style-name": "Standard", "class": "chapter"}
            style = ET.SubElement(styles, f"{STYLE}style", {f"{STYLE}{key}": value for key, value in about.items()})
            ET.SubElement(style, f"{STYLE}paragraph-properties", {f"{FO}text-align": "center"})
        _add_writer_emphasis(styles)


def _add_writer_emphasis(styles: ET.Element) -> None:
    """Set the style of words that are stressed by spaces between their letters."""
    about = {f"{STYLE}name": "Emphasis", f"{STYLE}family": "text"}
    for style in [each for each in styles if about.items() <= each.attrib.items()]:
        styles.remove(style)
    look = {f"{FO}font-style": "normal", f"{FO}letter-spacing": "0.053cm"}
    ET.SubElement(ET.SubElement(styles, f"{STYLE}style", about), f"{STYLE}text-properties", look)


def _style_writer_paragraph(style: ET.Element, look: ParagraphLook) -> None:
    paragraphs, texts = (style.find(f"{STYLE}{kind}-properties") for kind in ("paragraph", "text"))
    if paragraphs is None:
        paragraphs = ET.Element(f"{STYLE}paragraph-properties")
        style.insert(0, paragraphs)
    if texts is None:
        texts = ET.SubElement(style, f"{STYLE}text-properties")
    paragraphs.set(f"{FO}margin-top", f"{look.before}pt")
    paragraphs.set(f"{FO}margin-bottom", f"{look.after}pt")
    paragraphs.set(f"{FO}line-height", f"{look.line:.0%}")
    weight = "bold" if look.bold else "normal"
    for suffix in ("", "-asian", "-complex"):
        space = STYLE if suffix else FO
        texts.set(f"{space}font-size{suffix}", f"{look.size}pt")
        texts.set(f"{space}font-weight{suffix}", weight)
        texts.set(f"{space}font-style{suffix}", "normal")
