"""Put what pictures, boxes, charts and diagrams of a Word document hold into its text; the rest is named."""

from dataclasses import dataclass, field
from typing import Any

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.word import charts
from pipeline.importers.word.ooxml import (
    MC,
    OFFICE,
    PIC,
    PREFIXES,
    WP,
    A,
    Element,
    M,
    R,
    V,
    W,
    drop,
    hidden_mark,
    make,
    paragraph_of,
    text_paragraph,
    text_run,
    unwrap,
    words_before,
)
from pipeline.importers.word.package import WordPackage

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_CHART_EX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_BOX = f"{W}txbxContent"
_READABLE = (_BOX, f"{A}blip", _CHART, _CHART_EX, _DIAGRAM, f"{V}imagedata", f"{W}t", f"{A}t", f"{M}oMath")
RULE = "rule"
"""The mark for a rule between sections."""

_HOLDERS = (f"{W}drawing", f"{W}pict", f"{W}object")


def choose_alternatives(root: Element) -> None:
    """Leave one of the forms that a thing has for several versions of Word: the first with parts that can be read."""
    for element in list(root.iter(f"{MC}AlternateContent")):
        if element.getparent() is None:
            continue
        forms = [*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")]
        readable = [form for form in forms if next(form.iter(*_READABLE), None) is not None]
        unwrap(element, next(iter([*readable, *forms]), None))


def hoist_boxes(root: Element) -> None:
    """Put the paragraphs of text boxes after the paragraph that each of them is anchored in."""
    for box in reversed(list(root.iter(_BOX))):
        around = paragraph_of(box)
        content = list(box)
        drop(box)
        if around is None:
            continue
        for each in reversed(content):
            around.addnext(each)


@dataclass(slots=True, kw_only=True)
class DrawingReader:
    """Make plain pictures, tables and lists of the drawings in the stories, and name what is left out."""

    package: WordPackage
    removed: list[Removed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def read(self, story: str, root: Element) -> None:
        """Read all drawings of a story."""
        for holder in list(root.iter(*_HOLDERS)):
            if next(holder.iterancestors(*_HOLDERS), None) is None:
                self._read_holder(story, holder)
        for chunk in list(root.iter(f"{W}altChunk", f"{W}subDoc", f"{W}control")):
            self._name_chunk(story, chunk)

    def _read_holder(self, story: str, holder: Element) -> None:
        if next((rule for rule in holder.iter() if rule.get(f"{OFFICE}hr") is not None), None) is not None:
            holder.getparent().addprevious(hidden_mark(RULE))
            drop(holder)
            return
        after: list[Element] = []
        for chart in holder.iter(_CHART, _CHART_EX):
            after += self._chart(story, chart)
        for diagram in holder.iter(_DIAGRAM):
            after += self._diagram(story, diagram)
        after += [text_paragraph(line) for line in _shape_lines(holder)]
        pictures = self._pictures(story, holder)
        self._name_object(holder)
        is_empty = not after and not pictures and not self._is_told(holder)
        if is_empty and next(holder.iter(f"{W}t"), None) is None:
            self.removed.append(
                Removed(what=RemovedKind.DRAWING, text=_description(holder), place=words_before(holder))
            )
        run, around = holder.getparent(), paragraph_of(holder)
        for picture in pictures:
            run.addprevious(picture)
        if around is not None and after:
            for each in reversed(after):
                around.addnext(each)
        drop(holder)

    def _is_told(self, holder: Element) -> bool:
        """Tell whether a holder has something that this reader names or reads elsewhere."""
        return (
            next(holder.iter(_CHART, _CHART_EX, _DIAGRAM, f"{A}blip", f"{V}imagedata", f"{OFFICE}OLEObject"), None)
            is not None
            or next(
                (box for box in holder.iter() if isinstance(box.tag, str) and box.tag.endswith(("}txbx", "}textbox"))),
                None,
            )
            is not None
        )

    def _chart(self, story: str, chart: Element) -> list[Element]:
        place = words_before(chart)
        root = self.package.part(story, chart.get(f"{R}id"))
        data = charts.ChartData() if root is None else charts.read_chart(root)
        if not data.tables:
            self.removed.append(Removed(what=RemovedKind.CHART, text=data.title, place=place))
            return []
        self.remarks.append(f"a chart is in the text as a table of its data, after “{place}”")
        tables = [_make_table(rows) for rows in data.tables]
        return [*([text_paragraph(data.title)] if data.title else []), *tables]

    def _diagram(self, story: str, diagram: Element) -> list[Element]:
        place = words_before(diagram)
        root = self.package.part(story, diagram.get(f"{R}dm"))
        lines = [] if root is None else list(charts.diagram_lines(root))
        if not lines:
            self.removed.append(Removed(what=RemovedKind.DRAWING, text="SmartArt", place=place))
            return []
        self.remarks.append(f"a diagram (SmartArt) is in the text as a list of its words, after “{place}”")
        return [text_paragraph(f"• {line}") for line in lines]

    def _pictures(self, story: str, holder: Element) -> list[Element]:
        """Return plain runs with the pictures; list those that are elsewhere."""
        alt, title = _description(holder), next((each.get("title") or "" for each in holder.iter(f"{WP}docPr")), "")
        made = []
        for picture in holder.iter(f"{A}blip", f"{V}imagedata"):
            drawn = [each.get(f"{R}embed") for each in picture.iter(_SVG)]  # better than the PNG for older programs
            names = [*drawn, *(picture.get(f"{R}{name}") for name in ("embed", "id", "pict", "link", "href"))]
            found = [each for name in names if (each := self.package.relationship(story, name))]
            inside = next((each for each in found if not each.is_outside and each.target in self.package.parts), None)
            if inside is None:
                words = " ".join(filter(None, [alt, *(each.target for each in found[:1])]))
                self.removed.append(Removed(what=RemovedKind.PICTURE, text=words, place=words_before(holder)))
                continue
            made.append(_make_picture(self.package.name_of(story, inside), alt, title))
            alt = title = ""
        return made

    def _name_object(self, holder: Element) -> None:
        for found in holder.iter(f"{OFFICE}OLEObject"):
            program = found.get("ProgID") or ""
            what = RemovedKind.FORMULA if program.startswith("Equation") else RemovedKind.OBJECT
            self.removed.append(Removed(what=what, text=program, place=words_before(holder)))

    def _name_chunk(self, story: str, chunk: Element) -> None:
        found = self.package.relationship(story, chunk.get(f"{R}id"))
        name = chunk.get(f"{W}name") or ("" if found is None else found.target)
        self.removed.append(Removed(what=RemovedKind.OBJECT, text=name, place=words_before(chunk)))
        drop(chunk)


def _shape_lines(holder: Element) -> list[str]:
    """Return the texts within shapes that are no boxes: drawings of other programs, and WordArt."""
    lines = ["".join(text.text or "" for text in paragraph.iter(f"{A}t")) for paragraph in holder.iter(f"{A}p")]
    lines += [path.get("string") or "" for path in holder.iter(f"{V}textpath")]
    return [line for line in lines if line.strip()]


def _description(holder: Element) -> str:
    """Return the words that describe a drawing for those who cannot see it."""
    for element in holder.iter(f"{WP}docPr", f"{PIC}cNvPr", f"{V}shape", f"{V}imagedata"):
        text = element.get("descr") or element.get("alt") or ""
        if text.strip():
            return " ".join(text.split())
    return ""


def _make_picture(identifier: str, alt: str, title: str) -> Element:
    """Return a run with a picture in the form that pandoc reads."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    def add(parent: Element, tag: str, **attributes: str) -> Element:
        return etree.SubElement(parent, tag, attributes)

    run = make("r")
    names = {prefix: PREFIXES[prefix][1:-1] for prefix in ("a", "pic", "r", "w", "wp")}
    inline = etree.SubElement(etree.SubElement(run, f"{W}drawing", nsmap=names), f"{WP}inline")
    add(inline, f"{WP}extent", cx="900000", cy="900000")
    add(inline, f"{WP}docPr", id="1", name="", descr=alt, title=title)
    data = add(add(inline, f"{A}graphic"), f"{A}graphicData", uri=PIC[1:-1])
    picture: Any = add(data, f"{PIC}pic")
    add(add(picture, f"{PIC}nvPicPr"), f"{PIC}cNvPr", id="1", name="", descr=alt)
    add(add(picture, f"{PIC}blipFill"), f"{A}blip").set(f"{R}embed", identifier)
    add(picture, f"{PIC}spPr")
    return run


def _make_table(rows: tuple[tuple[str, ...], ...]) -> Element:
    table = make("tbl")
    for row in rows:
        line = make("tr")
        for cell in row:
            box = make("tc")
            paragraph = make("p")
            if cell:
                paragraph.append(text_run(cell))
            box.append(paragraph)
            line.append(box)
        table.append(line)
    return table
