"""Read what is embedded in an ODT document: formulas become TeX, the data of charts and sheets become tables."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from pipeline.frozen import dataclass
from pipeline.importers import RemovedKind
from pipeline.importers.odt.styles import OFFICE, TABLE, TEXT
from pipeline.importers.pandoc_ast import read_tree
from pipeline.importers.pandoc_inlines import Node, Nodes

_LINK = "{http://www.w3.org/1999/xlink}href"
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownObject:
    """An embedded object as text: inline, or as blocks below its paragraph; and how it is listed, with which words."""

    inlines: Nodes
    blocks: Nodes
    removed: RemovedKind | None = None
    text: str = ""


class ObjectReader:
    """Reads embedded objects. `parse` returns a part of the document, or None if it has none of that name."""

    def __init__(self, parse: Callable[[str], ET.Element | None]) -> None:
        self._parse = parse
        self._formulas: list[tuple[Node, str]] = []

    def read(self, element: ET.Element, name: str, blocks: Callable[[ET.Element], Nodes]) -> ShownObject:
        """Read an object by the element that stands for it; `blocks` reads tables and text in it."""
        root = next((child for child in element if child.tag == f"{_MATH}math" or child.tag.startswith(OFFICE)), None)
        address = element.get(_LINK, "").removeprefix("./").strip("/")
        if root is None and address:
            root = self._parse(f"{address}/content.xml")
        if root is None:
            kind = RemovedKind.FRAME if element.tag.endswith("floating-frame") else RemovedKind.OBJECT
            return ShownObject(inlines=[], blocks=[], removed=kind, text=name)
        math = next(root.iter(f"{_MATH}math"), None)
        if math is not None:
            return ShownObject(inlines=[self._formula(math)], blocks=[])
        chart = next(root.iter(f"{_CHART}chart"), None)
        if chart is not None:
            return _read_chart(chart, name, blocks)
        sheet = next(root.iter(f"{OFFICE}spreadsheet"), None)
        if sheet is not None:
            return ShownObject(inlines=[], blocks=list(blocks(sheet)), removed=RemovedKind.OBJECT, text=name)
        words = " ".join(" ".join(root.itertext()).split())
        return ShownObject(inlines=[], blocks=[], removed=RemovedKind.OBJECT, text=words or name)

    def _formula(self, math: ET.Element) -> Node:
        node: Node = {"t": "Math", "c": [{"t": "InlineMath"}, " ".join(" ".join(_math_text(math)).split())]}
        self._formulas.append((node, "".join(_write_math(math))))
        return node

    def convert_formulas(self) -> dict[str, Any]:
        """Write the formulas that were read as TeX, and return a tree without text; one that pandoc cannot read stays
        words.
        """
        page = "".join(f"<div>{formula}</div>" for _, formula in self._formulas)
        tree = read_tree(f"<html><body>{page}</body></html>".encode(), "html")
        parts = tree["blocks"]
        if len(parts) == len(self._formulas):
            for (node, _), part in zip(self._formulas, parts, strict=True):
                node["c"][1] = next(_find_math(part), node["c"][1])
        return {**tree, "meta": {}, "blocks": []}


def _read_chart(chart: ET.Element, name: str, blocks: Callable[[ET.Element], Nodes]) -> ShownObject:
    """Read a chart: its title as a paragraph, its data as a table; what its axes say is listed."""
    titles = [found for part in ("title", "subtitle") for found in chart.findall(f"{_CHART}{part}")]
    made = [block for title in titles for block in blocks(title)]
    tables = [block for table in chart.findall(f"{TABLE}table") for block in blocks(_wrap(table))]
    axes = [" ".join(text.itertext()) for axis in chart.iter(f"{_CHART}axis") for text in axis.iter(f"{TEXT}p")]
    words = " ".join(" ".join(axes or ([] if tables else [name])).split())
    return ShownObject(inlines=[], blocks=[*made, *tables], removed=RemovedKind.CHART, text=words)


def _wrap(element: ET.Element) -> ET.Element:
    box = ET.Element("box")
    box.append(element)
    return box


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _math_text(math: ET.Element) -> Iterator[str]:
    """Yield the signs of a formula, without the source that LibreOffice keeps beside them."""
    if not _local(math).startswith("annotation"):
        yield math.text or ""
        for child in math:
            yield from _math_text(child)
            yield child.tail or ""


def _write_math(math: ET.Element) -> Iterator[str]:
    name = _local(math)
    if name.startswith("annotation"):
        return
    attributes: Mapping[str, str] = {key.rpartition("}")[2]: value for key, value in math.items()}
    shown = "".join(f' {key}="{escape(value, {chr(34): "&quot;"})}"' for key, value in attributes.items())
    space = ' xmlns="http://www.w3.org/1998/Math/MathML"' if name == "math" else ""
    yield f"<{name}{space}{shown}>{escape(math.text or '')}"
    for child in math:
        yield from _write_math(child)
        yield escape(child.tail or "")
    yield f"</{name}>"


def _find_math(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("t") == "Math":
            yield part["c"][1]
        yield from _find_math(part.get("c"))
    elif isinstance(part, list):
        for inner in part:
            yield from _find_math(inner)
