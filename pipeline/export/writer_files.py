"""Complete the OpenDocument files that pandoc made: pictures fit on the page, table rows stay whole."""

import re
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from pipeline.export.xml_parts import DRAW, FO, OPEN, STYLE, SVG, TABLE, TEXT, on_bytes
from pipeline.export.zip_package import Completion

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"([0-9.]+)(pt|in|cm|mm|px|pc)")
_INDENT = 36.0  # width, in points, that a level of a list takes
_TALLEST = 0.8  # maximum height of a picture, as a share of the text's, so that its caption has room


class PictureWords(NamedTuple):
    """The title of a picture, and its alternative text."""

    title: str
    alternative: str


def complete_writer_file(package: bytes, pictures: Sequence[PictureWords]) -> Completion:
    """Return the changes to the files of an OpenDocument text, whose `pictures` have these words in their order: pandoc
    leaves them out.
    """
    with ZipFile(BytesIO(package)) as opened:
        styles = ET.fromstring(opened.read("styles.xml"))  # noqa: S314  pandoc's own
    return Completion(
        {"content.xml": on_bytes(partial(_complete_text, room=_measure_room(styles), pictures=pictures))}, {}
    )


def _measure_room(styles: ET.Element) -> tuple[float, float]:
    """Return the width and the height of the text on a page, in points."""
    page = next(styles.iter(f"{STYLE}page-layout-properties"), None)
    sides = {}
    for name, usual in (("width", 595.0), ("height", 842.0)):
        sides[name] = _length(page, f"page-{name}", usual)
    margins = {side: _length(page, f"margin-{side}", 72.0) for side in ("left", "right", "top", "bottom")}
    width = sides["width"] - margins["left"] - margins["right"]
    return width, (sides["height"] - margins["top"] - margins["bottom"]) * _TALLEST


def _length(page: ET.Element | None, name: str, usual: float) -> float:
    found = _LENGTH.fullmatch(page.get(f"{FO}{name}", "")) if page is not None else None
    return float(found[1]) * _POINTS[found[2]] if found else usual


def _complete_text(root: ET.Element, room: tuple[float, float], pictures: Sequence[PictureWords]) -> None:
    frames = list(root.iter(f"{DRAW}frame"))
    if len(frames) == len(pictures):
        for frame, words in zip(frames, pictures, strict=True):
            for name, text in (("title", words.title), ("desc", words.alternative)):
                if text and frame.find(f"{SVG}{name}") is None:
                    ET.SubElement(frame, f"{SVG}{name}").text = text

    def visit(host: ET.Element, depth: int) -> None:
        for child in host:
            if child.tag == f"{DRAW}frame":
                _fit(child, max(room[0] - depth * _INDENT, _INDENT), room[1])
            visit(child, depth + (child.tag == f"{TEXT}list-item"))

    visit(root, 0)
    _keep_rows_whole(root)


def _fit(frame: ET.Element, width: float, height: float) -> None:
    lengths = [_LENGTH.fullmatch(frame.get(f"{SVG}{side}", "")) for side in ("width", "height")]
    sizes = [float(found[1]) * _POINTS[found[2]] if found else 0.0 for found in lengths]
    if not all(sizes):
        return
    shrink = min(width / sizes[0], height / sizes[1])
    if shrink < 1:
        for side, size in zip(("width", "height"), sizes, strict=True):
            frame.set(f"{SVG}{side}", f"{size * shrink:.1f}pt")


def _keep_rows_whole(root: ET.Element) -> None:
    rows = list(root.iter(f"{TABLE}table-row"))
    styles = root.find(f"{OPEN}automatic-styles")
    if not rows or styles is None:
        return
    style = ET.SubElement(styles, f"{STYLE}style", {f"{STYLE}name": "WholeRow", f"{STYLE}family": "table-row"})
    ET.SubElement(style, f"{STYLE}table-row-properties", {f"{FO}keep-together": "always"})
    for row in rows:
        row.attrib.setdefault(f"{TABLE}style-name", "WholeRow")
