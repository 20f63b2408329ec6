"""Style pandoc's reference documents for Word and OpenDocument files: our type, in the right language. They are made
when they are needed, so that they fit the pandoc that reads them and nothing binary is kept.
"""

import re
import tomllib
from collections.abc import Callable
from importlib import resources
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET

from pipeline.export.zip_package import repack
from pipeline.languages import load

_FONT = "Times New Roman"
_STAND_IN = "Liberation Serif;Noto Serif;DejaVu Serif"
_INK = "1D1C1A"
_A4 = {"w": "11906", "h": "16838"}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FOOTER_FILE = "word/footer1.xml"


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
    language, _, region = lang.partition("-")
    font = load(language).fact("fonts", "office") or _FONT
    fonts = f"{font};{load(language).fact('fonts', 'instead') or _STAND_IN}"
    changes: dict[str, dict[str, Callable[[ET.Element], None]]] = {
        "docx": {
            "word/styles.xml": lambda root: _style_word(root, lang, font),
            "word/document.xml": _style_word_page,
            "word/settings.xml": lambda root: _style_word_settings(root, lang),
            "word/_rels/document.xml.rels": _add_word_footer,
            "[Content_Types].xml": _add_word_footer_type,
        },
        "odt": {"styles.xml": lambda root: _style_writer(root, language, region, fonts)},
    }
    added = {_FOOTER_FILE: _DATA["word"]["footer"]["xml"].encode()} if kind == "docx" else {}
    return repack(reference, {path: _on_bytes(change) for path, change in changes[kind].items()}, added)


def _on_bytes(change: Callable[[ET.Element], None]) -> Callable[[bytes], bytes]:
    """Turn a change to an XML tree into a change to the bytes of an XML file."""

    def changed(data: bytes) -> bytes:
        for _, (prefix, address) in ET.iterparse(BytesIO(data), ["start-ns"]):  # noqa: S314  pandoc's own
            ET.register_namespace(prefix, address)
        root = ET.fromstring(data)  # noqa: S314
        change(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

    return changed


def _add_word_footer(root: ET.Element) -> None:
    ET.SubElement(root, f"{_RELATIONS}Relationship", Id="house-footer", Type=f"{_OFFICE}/footer", Target="footer1.xml")


def _add_word_footer_type(root: ET.Element) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    ET.SubElement(root, f"{_TYPES}Override", PartName=f"/{_FOOTER_FILE}", ContentType=kind)


def _style_word_page(root: ET.Element) -> None:
    for page in root.iter(f"{_W}sectPr"):
        # Some programs take pandoc's numbering "by section" for one by chapter.
        for about in page.findall(f"{_W}footnotePr"):
            page.remove(about)
        footer = ET.Element(f"{_W}footerReference", {f"{_W}type": "default", f"{{{_OFFICE}}}id": "house-footer"})
        page.insert(0, footer)
        size = page.find(f"{_W}pgSz")
        if size is None:
            size = ET.Element(f"{_W}pgSz")
            page.insert(1, size)
        size.attrib.update({f"{_W}{side}": length for side, length in _A4.items()})


def _style_word_settings(root: ET.Element, lang: str) -> None:
    for item in root.iter(f"{_W}themeFontLang"):
        item.set(f"{_W}val", lang)
    for item in root.findall(f"{_W}proofState"):
        root.remove(item)


def _style_word(root: ET.Element, lang: str, font: str) -> None:
    for fonts in root.iter(f"{_W}rFonts"):
        is_code = "Consolas" in fonts.attrib.values()
        fonts.attrib.clear()
        name = "Courier New" if is_code else font
        fonts.attrib.update({f"{_W}{slot}": name for slot in ("ascii", "hAnsi", "eastAsia", "cs")})
    for item in root.iter(f"{_W}lang"):
        item.set(f"{_W}val", lang)
    for color in root.iter(f"{_W}color"):
        color.attrib.clear()
        color.set(f"{_W}val", _INK)
    for style in root.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        plain = re.sub(r"^Heading(\d+)$", r"Heading \1", name.removesuffix("Char"))
        look = _DATA["word"]["looks"].get(name, plain)
        if look in _LOOKS:
            _style_word_paragraph(style, _LOOKS[look])
        if name == "Hyperlink":
            _set_property(_get_part(style, "rPr"), "u", val="single")


def _style_word_paragraph(style: ET.Element, look: ParagraphLook) -> None:
    runs = _get_part(style, "rPr")
    for name, value in (("b", str(int(look.bold))), ("i", "0"), ("sz", str(round(look.size * 2)))):
        _set_property(runs, name, val=value)
        _set_property(runs, f"{name}Cs", val=value)
    _sort_properties(runs, "rPr")
    if style.get(f"{_W}type") == "paragraph":
        paragraphs = _get_part(style, "pPr")
        before, after, line = (str(round(size)) for size in (look.before * 20, look.after * 20, look.line * 240))
        _set_property(paragraphs, "spacing", before=before, after=after, line=line, lineRule="auto")
        _sort_properties(paragraphs, "pPr")


def _get_part(style: ET.Element, name: str) -> ET.Element:
    found = style.find(f"{_W}{name}")
    if found is None:
        found = ET.SubElement(style, f"{_W}{name}")
    _sort_properties(style, "style")
    return found


def _sort_properties(parent: ET.Element, name: str) -> None:
    order = _DATA["word"]["order"][name]
    parent[:] = sorted(parent, key=lambda item: order.index(item.tag.removeprefix(_W)))


def _set_property(parent: ET.Element, name: str, **values: str) -> None:
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = ET.SubElement(parent, f"{_W}{name}")
    found.attrib.clear()
    found.attrib.update({f"{_W}{key}": value for key, value in values.items()})


def _style_writer(root: ET.Element, language: str, region: str, fonts: str) -> None:
    for face in root.iter(f"{_STYLE}font-face"):
        if face.get(f"{_STYLE}name") not in {"StarSymbol", "Courier New"}:
            face.set(f"{_SVG}font-family", fonts)
            face.set(f"{_STYLE}font-family-generic", "roman")
    for item in root.iter(f"{_STYLE}text-properties"):
        if item.get(f"{_FO}country"):
            item.set(f"{_FO}language", language)
            item.set(f"{_FO}country", region)
        if item.get(f"{_FO}color"):
            item.set(f"{_FO}color", f"#{_INK}")
    for item in root.iter(f"{_STYLE}page-layout-properties"):
        item.attrib.update({f"{_FO}page-width": "21cm", f"{_FO}page-height": "29.7cm"})
    _add_writer_titles(root)
    for style in root.iter(f"{_STYLE}style"):
        name = style.get(f"{_STYLE}name", "")
        look = _DATA["writer"]["looks"].get(name, name.replace("_20_", " "))
        if look in _LOOKS and style.get(f"{_STYLE}family") == "paragraph":
            _style_writer_paragraph(style, _LOOKS[look])


def _add_writer_titles(root: ET.Element) -> None:
    """Add the styles of title and subtitle, whose look pandoc leaves to the office program."""
    standing = {style.get(f"{_STYLE}name") for style in root.iter(f"{_STYLE}style")}
    for styles in root.findall(f"{_OPEN}styles"):
        for name in ("Title", "Subtitle"):  # in this order, so that the same text gives the same bytes
            if name in standing:
                continue
            about = {"name": name, "family": "paragraph", "parent-style-name": "Standard", "class": "chapter"}
            style = ET.SubElement(styles, f"{_STYLE}style", {f"{_STYLE}{key}": value for key, value in about.items()})
            ET.SubElement(style, f"{_STYLE}paragraph-properties", {f"{_FO}text-align": "center"})


def _style_writer_paragraph(style: ET.Element, look: ParagraphLook) -> None:
    paragraphs, texts = (style.find(f"{_STYLE}{kind}-properties") for kind in ("paragraph", "text"))
    if paragraphs is None:
        paragraphs = ET.Element(f"{_STYLE}paragraph-properties")
        style.insert(0, paragraphs)
    if texts is None:
        texts = ET.SubElement(style, f"{_STYLE}text-properties")
    paragraphs.set(f"{_FO}margin-top", f"{look.before}pt")
    paragraphs.set(f"{_FO}margin-bottom", f"{look.after}pt")
    paragraphs.set(f"{_FO}line-height", f"{look.line:.0%}")
    weight = "bold" if look.bold else "normal"
    for suffix in ("", "-asian", "-complex"):
        space = _STYLE if suffix else _FO
        texts.set(f"{space}font-size{suffix}", f"{look.size}pt")
        texts.set(f"{space}font-weight{suffix}", weight)
        texts.set(f"{space}font-style{suffix}", "normal")
