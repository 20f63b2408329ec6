"""Lay out the lists of a Word document for pandoc, which sees neither indentation nor what Word counts: each list gets
its depth and its first number, and paragraphs within an item a mark.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.frozen import dataclass
from pipeline.importers.list_labels import CONTINUED
from pipeline.importers.word.numbering import DEEPEST, Level, ListPlace, read_numbering
from pipeline.importers.word.ooxml import (
    Element,
    W,
    drop,
    hidden_mark,
    make,
    properties_of,
    property_of,
    text_of,
    text_run,
    value,
)
from pipeline.importers.word.styles import StyleSheet

_NEAR = 180  # twips, an eighth of an inch: what is less apart begins at the same place
_FIRST_NAME = 1_000_000  # above those of the document, as pandoc knows lists by numbers
_OWN_BLOCKS = ("quote", "block text", "block quotation", "source code", "caption")
_CYRILLIC = {"russianLower": "lowerLetter", "russianUpper": "upperLetter"}
"""Forms of numbers that pandoc does not know, and those that it shall take them for; a mark keeps them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenItem:
    """The last item of a list that the next paragraph may belong to; `name` is that of the list for pandoc."""

    name: str
    place: ListPlace


class _ListWriter:
    """Nest the paragraphs of a part of a document (its body, a cell, a note) and define their lists in `numbering`."""

    def __init__(self, numbering: Element, styles: StyleSheet) -> None:
        self._numbering = numbering
        self._styles = styles
        self._open: list[_OpenItem] = []
        self._margin = self._usual = 0

    def read(self, parent: Element, places: dict[Element, ListPlace]) -> None:
        """Nest what stands directly in an element."""
        self._open.clear()
        self._margin = self._usual = self._usual_margin(parent, places)
        is_line = _is_line(parent)
        for each in list(parent):
            place = places.get(each)
            if each.tag == f"{W}tbl":
                self._open.clear()
            if each.tag != f"{W}p":
                continue
            if is_line or _is_empty(each):
                _take_out(each)
                if is_line and place is not None:
                    _type_label(each, place)
            elif place is None or self._styles.heading_level(each) or place.level.has_words:
                self._read_paragraph(each, place)
            elif not place.level.is_shown:
                self._read_unlabelled(each, place)
            else:
                self._read_item(each, place)

    def _usual_margin(self, parent: Element, places: dict[Element, ListPlace]) -> int:
        """Return where most of the text begins that stands before any list, or begins anew after a heading."""
        found: Counter[int] = Counter()
        is_after_item = False
        for each in parent.iterchildren(f"{W}p"):
            if self._styles.heading_level(each):
                is_after_item = False
            elif each in places:
                is_after_item = True
            elif not is_after_item and not _is_empty(each):
                found[self._styles.left(each, None)] += len(text_of(each))
        return found.most_common(1)[0][0] if found else 0

    def _read_item(self, paragraph: Element, place: ListPlace) -> None:
        while self._open and _is_outside(place, self._open[-1].place):
            self._open.pop()
        if len(self._open) == DEEPEST or (self._open and not _is_deeper(place, self._open[-1].place)):
            last = self._open.pop()
            name = last.name if _follows(place, last.place) else ""
        else:
            name = ""
        name = name or self._define(place.level, place.number, len(self._open))
        self._put_into(paragraph, name, len(self._open))
        self._open.append(_OpenItem(name=name, place=place))
        if place.level.form in _CYRILLIC:
            _put_first(paragraph, hidden_mark(place.level.form))

    def _read_paragraph(self, paragraph: Element, place: ListPlace | None) -> None:
        """Read a paragraph that is not an item: it goes on with the one whose text begins where its own does. The words
        of a label become words of the paragraph.
        """
        left = self._styles.left(paragraph, None)
        names = " ".join(self._styles.paragraph_names(paragraph))
        is_heading = self._styles.heading_level(paragraph) > 0
        is_apart = is_heading or place is not None or any(name in names for name in _OWN_BLOCKS)
        fits = [depth for depth, item in enumerate(self._open) if abs(item.place.left - left) <= _NEAR]
        if fits and left > max(self._margin, self._usual) + _NEAR and not is_apart:
            self._continue(paragraph, fits[-1])
        elif self._open and value(property_of(paragraph, "numPr"), "numId") == "0" and not is_apart:
            self._continue(paragraph, len(self._open) - 1)  # LibreOffice writes so what has no label within an item
        else:
            self._open.clear()
            self._margin = self._usual if is_heading else left
            _take_out(paragraph)
        if place is not None and place.level.has_words:
            _put_first(paragraph, text_run(f"{place.label} "))

    def _read_unlabelled(self, paragraph: Element, place: ListPlace) -> None:
        """Read a paragraph of a list that only indents, as pandoc itself writes those that go on with an item."""
        fits = [depth for depth, item in enumerate(self._open) if item.place.depth == place.depth]
        if fits:
            self._continue(paragraph, fits[-1])
        else:
            self._open.clear()
            _take_out(paragraph)

    def _continue(self, paragraph: Element, depth: int) -> None:
        del self._open[depth + 1 :]
        self._put_into(paragraph, self._open[depth].name, depth)
        _put_first(paragraph, hidden_mark(CONTINUED))

    def _put_into(self, paragraph: Element, name: str, depth: int) -> None:
        _take_out(paragraph)
        properties = properties_of(paragraph)
        if properties is None:
            properties = make("pPr")
            paragraph.insert(0, properties)
        own = make("numPr")
        own.extend([make("ilvl", val=str(depth)), make("numId", val=name)])
        properties.append(own)

    def _define(self, level: Level, number: int, depth: int) -> str:
        """Define a list that begins with a number at a depth, and return its name."""
        name = str(_FIRST_NAME + len(self._numbering))
        definition, given = make("abstractNum", abstractNumId=name), make("num", numId=name)
        own = make("lvl", ilvl=str(depth))
        form = _CYRILLIC.get(level.form, level.form)
        own.extend([make("start", val=str(number)), make("numFmt", val=form), make("lvlText", val=level.label)])
        definition.append(own)
        given.append(make("abstractNumId", val=name))
        self._numbering.extend([definition, given])
        return name


def lay_out_lists(stories: Sequence[Element], numbering: Element | None, styles: StyleSheet) -> Element:
    """Lay out the lists of all stories; return the part that defines them, in place of `numbering`."""
    known = read_numbering(numbering)
    made = make("numbering")
    writer = _ListWriter(made, styles)
    for root in stories:
        counted = ((each, known.count(each, styles)) for each in root.iter(f"{W}p"))
        places = {each: place for each, place in counted if place is not None}
        for parent in list(_parents(root)):
            writer.read(parent, places)
    styles.forget_lists()
    return made


def _parents(root: Element) -> Iterator[Element]:
    """Yield the elements that paragraphs stand in."""
    return iter(dict.fromkeys(each.getparent() for each in root.iter(f"{W}p")))


def _is_outside(place: ListPlace, other: ListPlace) -> bool:
    """Tell whether an item stands further out than an item before it."""
    return _is_deeper(other, place) and not _is_deeper(place, other)


def _is_deeper(place: ListPlace, other: ListPlace) -> bool:
    """Tell whether an item stands further in than another: a list has depths, several lists differ by indentation."""
    is_set_in = place.list_id != other.list_id and place.left > other.left + _NEAR
    return is_set_in or place.depth > other.depth


def _follows(place: ListPlace, last: ListPlace) -> bool:
    """Tell whether an item is the next one of a list, as it is shown."""
    if place.level.is_bullet or last.level.is_bullet:
        return place.level.is_bullet == last.level.is_bullet
    same = (place.level.form, place.level.label[-1:]) == (last.level.form, last.level.label[-1:])
    return same and place.number == last.number + 1


def _is_empty(paragraph: Element) -> bool:
    return (
        not text_of(paragraph).strip() and next(paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is None
    )


def _is_line(parent: Element) -> bool:
    """Tell whether lists in an element become lines of text: pandoc has none in notes, nor Markdown in cells."""
    if parent.tag in {f"{W}footnote", f"{W}endnote"}:
        return True
    table = next(parent.iterancestors(f"{W}tbl"), None) if parent.tag == f"{W}tc" else None
    return table is not None and len(list(islice(table.iter(f"{W}tc"), 2))) > 1


def _type_label(paragraph: Element, place: ListPlace) -> None:
    """Put the label of an item before its text, or in place of it, as the rows of tables have numbers alone."""
    is_empty = _is_empty(paragraph)
    label = "•" * (not is_empty) if place.level.is_bullet else place.label
    if label and place.level.is_shown:
        _put_first(paragraph, text_run(label if is_empty else f"{label} "))


def _take_out(paragraph: Element) -> None:
    """Take a paragraph out of the list that it is in."""
    own = property_of(paragraph, "numPr")
    if own is not None:
        drop(own)


def _put_first(paragraph: Element, run: Element) -> None:
    properties = properties_of(paragraph)
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)
