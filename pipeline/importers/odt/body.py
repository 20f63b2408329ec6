"""Read the text of an ODT document as the blocks of pandoc's tree; what stays outside is listed."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.importers import Removed, RemovedKind, note_links
from pipeline.importers.invisible import remove_invisible
from pipeline.importers.odt.line import Line, plain_inlines, words_of
from pipeline.importers.odt.lists import LEFT, ListItems, nest_lists
from pipeline.importers.odt.objects import ObjectReader
from pipeline.importers.odt.styles import OFFICE, TABLE, TEXT, ListLevel, ParagraphStyle, Styles
from pipeline.importers.odt.tables import MOST_REPEATED, is_simple, read_number, table_rows, write_table
from pipeline.importers.pandoc_inlines import LISTS, NO_ATTRIBUTES, Node, Nodes, trim_inlines
from pipeline.importers.typed_contents import is_contents_heading

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
FIELD_START, _FIELD_END = f"{_FIELD}fieldmark-start", f"{_FIELD}fieldmark-end"
"""The elements around a field of Word that LibreOffice does not know."""

_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index",
    )
)  # fmt: skip
_OF_PLACES = frozenset({"page", "chapter", "direction"})
"""The forms of references that show where something is, instead of the thing."""

_SILENT = frozenset(
    f"{TEXT}{name}"
    for name in (
        "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "alphabetical-index-auto-mark-file",
        "bibliography-source", "soft-page-break", "note-citation", "script",
    )
) | {f"{OFFICE}forms", f"{OFFICE}annotation-end", f"{OFFICE}event-listeners"}  # fmt: skip
"""Elements with nothing to read in them: what is deleted is listed elsewhere, and pandoc numbers the notes."""

_UNSEEN = re.compile("[\ue000-\ue004\ufdd0-\ufdef]")
"""The marks of importers, which no document may hold."""

_NOTE_FIELD = re.compile(r"\s*NOTEREF\s+(\S+)", re.IGNORECASE)
_PLACE_LETTERS, _PLACE_WORDS = 200, 8
_USUAL_STEP = 6.35  # millimetres by which LibreOffice indents each level of a list


def word_reference(field: ET.Element) -> str:
    """Return the bookmark of the note to which a field of Word refers; empty if it does not."""
    found = next((_NOTE_FIELD.match(value) for part in field for value in part.attrib.values() if "REF" in value), None)
    return found[1] if found else ""


class BodyReader:
    """Reads the blocks of a document. `meta` has the paragraphs with the styles of titles, authors and the like."""

    def __init__(self, styles: Styles, links: note_links.NoteLinks, objects: ObjectReader) -> None:
        self.removed: list[Removed] = []
        self.dangling: list[str] = []
        self.meta: dict[str, list[Nodes]] = {}
        self._styles = styles
        self._links = links
        self._objects = objects
        self._floating: Nodes = []
        self._lists: list[str] = []
        self._following: dict[str, int] = {}
        self._trail = ""
        self._in_reference = False
        self._is_resumed = False  # whether the list that the next one stands in goes on, and has had no item yet
        self._in_cell = False
        self._at_head = True
        self._blocks: Mapping[str, Callable[[ET.Element], Iterator[Node]]] = {
            f"{TEXT}p": self._paragraph, f"{TEXT}h": self._paragraph, f"{TEXT}list": self._list,
            f"{TEXT}section": self._section, f"{TABLE}table": self._table, f"{OFFICE}annotation": self._comment,
            **dict.fromkeys(_INDEXES, self._index),
        }  # fmt: skip
        self._inlines: Mapping[str, Callable[[ET.Element, Line], None]] = {
            f"{TEXT}span": self._span, f"{TEXT}a": self._link, f"{_DRAW}a": self._link, f"{TEXT}note": self._note,
            f"{TEXT}s": self._space, f"{TEXT}tab": self._space, f"{TEXT}line-break": self._line_break,
            f"{TEXT}ruby-text": self._ruby, f"{TEXT}hidden-text": self._hidden_text,
            f"{TEXT}note-ref": self._note_reference, f"{TEXT}bookmark-ref": self._note_reference,
            f"{TEXT}reference-ref": self._note_reference, FIELD_START: self._field, _FIELD_END: self._field,
        }  # fmt: skip

    def read(self, body: ET.Element) -> Nodes:
        """Return the blocks of a whole text; what lies on a page instead of in the text comes last."""
        return [*self._children(body), *self._floating]

    def _remove(self, what: RemovedKind, text: str) -> None:
        lines = [line.split() for line in self._trail.split("\n")]
        place = " ".join(next((line for line in reversed(lines) if line), [])[-_PLACE_WORDS:])
        self.removed.append(Removed(what=what, text=remove_invisible(text), place=place))

    def _children(self, parent: ET.Element) -> Nodes:
        return nest_lists(list(_join_code(self._each_block(parent))))

    def _each_block(self, parent: ET.Element) -> Iterator[Node]:
        for child, below in pairwise([*parent, None]):
            if child.tag in _SILENT or child.tag.endswith("-source"):
                continue
            if below is not None and below.tag in _INDEXES and is_contents_heading(words_of(child)):
                self._remove(RemovedKind.CONTENTS, words_of(child))
                continue
            if child.tag in self._blocks:
                yield from self._blocks[child.tag](child)
            elif child.tag.startswith(_DRAW):
                line = Line()
                self._drawing(child, line)
                made = [*_paragraph_of(line), *line.boxes]
                if parent.tag == f"{OFFICE}text":
                    self._floating += made
                else:
                    yield from made
            else:
                yield from self._each_block(child)

    def _paragraph(self, element: ET.Element) -> Iterator[Node]:
        style = self._styles.paragraph(element.get(f"{TEXT}style-name", ""))
        hidden = style.hidden or any(
            field.get(f"{TEXT}is-hidden") == "true" for field in element.iter(f"{TEXT}hidden-paragraph")
        )
        if hidden or style.role == "contents":
            text = words_of(element)
            if text:
                self._remove(RemovedKind.HIDDEN if hidden else RemovedKind.CONTENTS, text)
            return
        line = Line(frozenset(name for name, is_on in style.text.items() if is_on))
        self._read_line(element, line)
        self._trail += "\n"
        self._in_reference = False
        inlines = line.finished()
        if element.tag == f"{TEXT}h" and style.role != "title":
            outline = element.get(f"{TEXT}outline-level", "1")
            style = ParagraphStyle(role="heading", level=int(outline[:3]) if outline.isdecimal() else 1)
        yield from self._role(style, inlines, self._styles.left(element.get(f"{TEXT}style-name", "")))
        yield from line.boxes

    def _role(self, style: ParagraphStyle, inlines: Nodes, left: float) -> Iterator[Node]:
        """Yield the block that a paragraph is by its style; those above the text that are about it go to `meta`."""
        role = style.role
        if role == "rule" and not inlines:
            yield {"t": "HorizontalRule"}
        if not inlines:
            return
        if role in {"title", "subtitle", "author", "date", "abstract"} and self._at_head:
            self.meta.setdefault(role, []).append(inlines)
            return
        self._at_head = self._at_head and all(node["t"] == "Image" for node in inlines)
        if role in {"heading", "title"}:
            yield {"t": "Header", "c": [min(style.level or 1, 6), NO_ATTRIBUTES, inlines]}
        elif role == "quote":
            yield {"t": "BlockQuote", "c": [{"t": "Para", "c": inlines}]}
        elif role == "code" and all(node["t"] in {"Str", "Space", "LineBreak"} for node in inlines):
            lines = ["\n" if node["t"] == "LineBreak" else node.get("c", " ") for node in inlines]
            yield {"t": "CodeBlock", "c": [NO_ATTRIBUTES, "".join(lines)]}
        else:
            yield {"t": "Para", "c": inlines, LEFT: left}

    def _section(self, element: ET.Element) -> Iterator[Node]:
        shown = element.get(f"{TEXT}display", "")
        if shown == "none" or (shown == "condition" and element.get(f"{TEXT}is-hidden") == "true"):
            if text := words_of(element):
                self._remove(RemovedKind.HIDDEN, text)
            return
        yield from self._children(element)

    def _index(self, element: ET.Element) -> Iterator[Node]:
        text = " ".join(words_of(body) for body in element.findall(f"{TEXT}index-body"))
        if text:
            self._remove(RemovedKind.CONTENTS, text)
        yield from ()

    def _comment(self, element: ET.Element) -> Iterator[Node]:
        if text := " ".join(words_of(part) for part in element if part.tag.startswith(TEXT)):
            self._remove(RemovedKind.COMMENT, text)
        yield from ()

    def _list(self, element: ET.Element) -> Iterator[Node]:
        style = element.get(f"{TEXT}style-name") or (self._lists[-1] if self._lists else "")
        self._lists.append(style)
        level = self._styles.list_level(style, len(self._lists))
        key, former = f"{style}\n{len(self._lists)}", element.get(f"{TEXT}continue-list", "")
        number = level.start
        is_resumed = bool(former) or element.get(f"{TEXT}continue-numbering") == "true" or self._is_resumed
        if is_resumed:
            number = self._following.get(former or key, self._following.get(key, number))
        items = ListItems(level, number, self._list_margin(element, level), types_numbers=self._in_cell)
        for child in element:
            self._is_resumed = is_resumed and items.next == number
            blocks = self._children(child)
            value = child.get(f"{TEXT}start-value", "")
            if not blocks:
                yield from items.skip() if child.find(f"{TEXT}p") is not None else ()
                continue
            if any(block["t"] == "Header" for block in blocks) or not (level.is_bullet or level.number):
                # A numbered heading, or a list that only indents: no item for a reader.
                yield from items.take()
                yield from blocks
                items.next += child.tag == f"{TEXT}list-item"
            elif child.tag == f"{TEXT}list-header" or blocks[0]["t"] in LISTS:
                yield from items.extend(blocks)
            else:
                if value.isdecimal():
                    yield from items.take()
                    items.next = int(value[:9])
                items.add(blocks)
        yield from items.take()
        self._is_resumed = False
        self._lists.pop()
        for name in filter(None, (key, element.get("{http://www.w3.org/XML/1998/namespace}id"))):
            self._following[name] = items.next

    def _list_margin(self, element: ET.Element, level: ListLevel) -> float:
        """Return where the text of a list begins, in millimetres."""
        usual = _USUAL_STEP * len(self._lists) if level.left is None else level.left
        first = element.find(f"{TEXT}list-item/{TEXT}p")
        return usual if first is None else self._styles.left(first.get(f"{TEXT}style-name", ""), usual)

    def _table(self, element: ET.Element) -> Iterator[Node]:
        rows: list[list[Any]] = []
        for row in table_rows(element):
            if row.get(f"{TABLE}visibility", "visible") != "visible":
                if text := words_of(row):
                    self._remove(RemovedKind.HIDDEN, text)
                continue
            cells = [cell for child in row if child.tag == f"{TABLE}table-cell" for cell in self._cells(child)]
            repeatable = any(cell[4] for cell in cells) and all(map(is_simple, cells))
            rows += [[NO_ATTRIBUTES, cells]] * (
                read_number(row, "number-rows-repeated", MOST_REPEATED) if repeatable else 1
            )
        if any(cell[4] for _, cells in rows for cell in cells):
            self._at_head = False
            yield write_table(rows)

    def _cells(self, element: ET.Element) -> list[list[Any]]:
        """Return the cells that an element stands for: sheets write equal ones once."""
        down, across = (read_number(element, f"number-{name}-spanned", 1000) for name in ("rows", "columns"))
        lists, self._lists, in_cell, self._in_cell = self._lists, [], self._in_cell, True
        blocks = self._children(element)
        self._lists, self._in_cell = lists, in_cell
        cell = [NO_ATTRIBUTES, {"t": "AlignDefault"}, down, across, blocks]
        return [cell] * (read_number(element, "number-columns-repeated", MOST_REPEATED) if is_simple(cell) else 1)

    def _read_line(self, element: ET.Element, line: Line) -> None:
        """Read the text in an element, and that between its children."""
        self._text(element.text, line)
        for child in element:
            if child.tag in self._inlines:
                self._inlines[child.tag](child, line)
            elif child.tag == f"{OFFICE}annotation":
                list(self._comment(child))
            elif child.tag.startswith(_DRAW):
                self._drawing(child, line)
            elif child.tag in self._blocks:
                line.boxes += self._blocks[child.tag](child)
            elif child.tag not in _SILENT:
                # A field, or what a later version of the format has: what it shows is text.
                self._read_line(child, line)
            self._text(child.tail, line)

    def _text(self, text: str | None, line: Line) -> None:
        if text and not self._in_reference:
            text = _UNSEEN.sub("", remove_invisible(text))
            self._trail = (self._trail + text.replace("\n", " "))[-_PLACE_LETTERS:]
            line.add_text(text)

    def _span(self, element: ET.Element, line: Line) -> None:
        style = self._styles.text(element.get(f"{TEXT}style-name", ""))
        if style.get("hidden"):
            if text := words_of(element):
                self._remove(RemovedKind.HIDDEN, text)
            return
        outer = line.style
        line.style = (outer | {name for name, is_on in style.items() if is_on}) - {
            name for name, is_on in style.items() if not is_on
        }
        line.part_numbers(element.get(f"{TEXT}style-name", ""), element.text or "")
        self._read_line(element, line)
        line.style = outer

    def _link(self, element: ET.Element, line: Line) -> None:
        inner = Line(line.style, boxes=line.boxes)
        self._read_line(element, inner)
        if inner.runs:
            node = {"t": "Link", "c": [NO_ATTRIBUTES, inner.finished(), [element.get(_LINK, "").strip(), ""]]}
            line.runs.append((frozenset(), node))

    def _note(self, element: ET.Element, line: Line) -> None:
        lists, self._lists, at_head, self._at_head = self._lists, [], self._at_head, False
        trail = self._trail
        blocks = [block for body in element.findall(f"{TEXT}note-body") for block in self._children(body)]
        self._lists, self._at_head, self._trail = lists, at_head, trail
        name = element.get(f"{TEXT}id", "")
        line.runs.append((line.style - {"raised", "lowered"}, {"t": "Note", "c": self._links.mark_note(name, blocks)}))

    def _note_reference(self, element: ET.Element, line: Line) -> None:
        name, shown = element.get(f"{TEXT}ref-name", ""), element.get(f"{TEXT}reference-format", "text")
        is_mark = shown in {"text", "number"} if element.tag == f"{TEXT}note-ref" else shown not in _OF_PLACES
        node = self._links.refer(name) if is_mark else None
        if node is None:
            self._read_line(element, line)
            text = words_of(element)
            is_lost = element.tag == f"{TEXT}note-ref" and shown in {"text", "number"}
            self.dangling += [text] if text and is_lost else []
        else:
            line.runs.append((frozenset(), node))

    def _field(self, element: ET.Element, line: Line) -> None:
        """Read the beginning or the end of a field: what stands between them gives way if it refers to a note."""
        node = self._links.refer(word_reference(element))
        self._in_reference = node is not None
        if node is not None:
            line.runs.append((frozenset(), node))

    def _space(self, _: ET.Element, line: Line) -> None:
        self._text(" ", line)

    def _line_break(self, _: ET.Element, line: Line) -> None:
        line.runs.append((line.style, {"t": "LineBreak"}))

    def _ruby(self, element: ET.Element, line: Line) -> None:
        self._text(" (", line)
        self._read_line(element, line)
        self._text(")", line)

    def _hidden_text(self, element: ET.Element, line: Line) -> None:
        text = words_of(element) or element.get(f"{TEXT}string-value", "")
        if element.get(f"{TEXT}is-hidden") != "true":
            self._text(text, line)
        elif text:
            self._remove(RemovedKind.HIDDEN, text)

    def _drawing(self, element: ET.Element, line: Line) -> None:
        """Read a frame or a shape: its picture stands in the line; boxes, charts and tables follow the paragraph."""
        if element.tag == f"{_DRAW}a":
            self._link(element, line)
            return
        trail = self._trail
        self._frame(element, line)
        self._trail = trail

    def _frame(self, element: ET.Element, line: Line) -> None:
        said = [" ".join(map(words_of, element.findall(f"{_SVG}{name}"))) for name in ("desc", "title")]
        alt, title = said if said[0] else (said[1], "")
        for child in element:
            if child.tag == f"{_DRAW}image":
                node = {"t": "Image", "c": [NO_ATTRIBUTES, plain_inlines(alt), [child.get(_LINK, ""), title]]}
                line.runs.append((frozenset(), node))
            elif child.tag in {f"{_DRAW}object", f"{_DRAW}object-ole", f"{_DRAW}plugin", f"{_DRAW}floating-frame"}:
                place = self._trail
                shown = self._objects.read(child, alt or element.get(f"{_DRAW}name", ""), self._children)
                line.runs += [(frozenset(), node) for node in shown.inlines]
                line.boxes += shown.blocks
                self._trail = place
                if shown.removed:
                    self._remove(shown.removed, shown.text)
            elif child.tag in {f"{_DRAW}text-box", f"{TEXT}p", f"{TEXT}list", f"{TABLE}table"}:
                box = ET.Element("box")
                box.append(child)
                line.boxes += _part_captions(self._children(child if child.tag == f"{_DRAW}text-box" else box))
            elif child.tag.startswith(_DRAW) and not child.tag.endswith(("contour-polygon", "contour-path")):
                self._drawing(child, line)
                continue
            else:
                continue
            if element.tag == f"{_DRAW}frame":
                return  # What follows in a frame is the same for programs that cannot show the first.


def _join_code(blocks: Iterator[Node]) -> Iterator[Node]:
    """Join paragraphs of code that stand together: each is a line."""
    for is_code, group in groupby(blocks, key=lambda block: block["t"] == "CodeBlock"):
        if is_code:
            yield {"t": "CodeBlock", "c": [NO_ATTRIBUTES, "\n".join(block["c"][1] for block in group)]}
        else:
            yield from group


def _paragraph_of(line: Line) -> Nodes:
    inlines = line.finished()
    return [{"t": "Para", "c": inlines}] if inlines else []


def _part_captions(blocks: Nodes) -> Nodes:
    """Return the blocks of a box, a caption apart from the picture that it stands beside."""
    made: Nodes = []
    for block in blocks:
        first = block["c"][0] if block["t"] == "Para" else block
        rest = trim_inlines(block["c"][1:]) if first["t"] == "Image" else []
        made += [{"t": "Para", "c": [first]}, {"t": "Para", "c": rest}] if rest else [block]
    return made
