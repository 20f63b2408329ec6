"""Read the styles of a Word document: what a paragraph or a run is called, and whether it is hidden, bold or large."""

import re
from collections.abc import Iterator
from dataclasses import field

from pipeline.frozen import dataclass
from pipeline.importers.word.ooxml import Element, W, drop, is_on, properties_of, property_of, value

_HEADING = re.compile(r"(?:targman-)?heading[ -]?(\d)")
_LENGTH = re.compile(r"(?P<number>-?\d{1,6}(?:\.\d{1,6})?)(?P<unit>|pt|in|cm|mm|pc|pi)")
_TWIPS = {"": 1, "pt": 20, "in": 1440, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240, "pi": 240}
_LONGEST_CHAIN = 20
_DEFAULT_SIZE = 20  # half points, where no style says anything


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyle:
    """A style: its name in small letters, the style that it is based on, and its properties of text."""

    name: str
    based_on: str
    paragraph: Element | None
    text: Element | None


@dataclass(slots=True, kw_only=True)
class StyleSheet:
    """The styles by their identifiers. Built-in styles have English names in every language of Word."""

    styles: dict[str, WordStyle] = field(default_factory=dict)
    defaults: Element | None = None
    usual: str = ""

    def paragraph_name(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style in small letters; empty for none."""
        identifier = value(properties_of(paragraph), "pStyle") or ""
        return self.styles[identifier].name if identifier in self.styles else identifier.casefold()

    def paragraph_names(self, paragraph: Element) -> Iterator[str]:
        """Yield the name of a paragraph's style, and those of the styles that it is based on."""
        identifier = value(properties_of(paragraph), "pStyle") or ""
        if identifier not in self.styles:
            yield identifier.casefold()
        yield from (style.name for style in self._chain(identifier))

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading by its style; 0 for other paragraphs."""
        for name in self.paragraph_names(paragraph):
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        return 0

    def is_listed(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is an item of a list that Word numbers."""
        own = property_of(paragraph, "numPr")
        if own is not None:
            return value(own, "numId") != "0"
        return any(self._paragraph_property(style, "numPr") is not None for style in self._chain(_style(paragraph)))

    def list_place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list that a paragraph is in, by itself or by its style, and its depth there; "" for none."""
        styled = [self._paragraph_property(style, "numPr") for style in self._chain(_style(paragraph))]
        places = [each for each in (property_of(paragraph, "numPr"), *styled) if each is not None]
        list_id = next((found for each in places if (found := value(each, "numId")) is not None), "")
        depth = next((found for each in places if (found := value(each, "ilvl")) is not None), "0")
        return list_id, int(depth) if depth.isdecimal() else 0

    def forget_lists(self) -> None:
        """Take the lists out of the styles, once each paragraph says itself what it is in."""
        for style in self.styles.values():
            if (found := self._paragraph_property(style, "numPr")) is not None:
                drop(found)

    def left(self, paragraph: Element, of_list: int | None) -> int:
        """Return where a paragraph's text begins, in twips: by itself, by its list (`of_list`), or by its style, which
        goes before the list if it is what puts the paragraph there.
        """
        styled = [read_left(style.paragraph) for style in self._chain(_style(paragraph))]
        of_style = next((found for found in styled if found is not None), None)
        is_listed_itself = property_of(paragraph, "numPr") is not None
        found = (of_list, of_style) if is_listed_itself else (of_style, of_list)
        return next((left for left in (read_left(properties_of(paragraph)), *found) if left is not None), 0)

    @staticmethod
    def _paragraph_property(style: WordStyle, tag: str) -> Element | None:
        return None if style.paragraph is None else style.paragraph.find(f"{W}{tag}")

    def is_hidden(self, run: Element, paragraph: Element | None) -> bool:
        """Tell whether a run is hidden: it says so itself, or one of its two styles does."""
        properties = run.find(f"{W}rPr")
        own = is_on(properties, "vanish")
        return own if own is not None else self._toggled("vanish", properties, paragraph)

    def is_bold(self, run: Element, paragraph: Element | None) -> bool:
        """Tell whether a run is in bold type."""
        properties = run.find(f"{W}rPr")
        own = is_on(properties, "b")
        return own if own is not None else self._toggled("b", properties, paragraph)

    def is_raised(self, run: Element) -> bool:
        """Tell whether a run is superscript, by itself or by its style."""
        properties = run.find(f"{W}rPr")
        chain = (style.text for style in self._chain(value(properties, "rStyle") or ""))
        stated = (found for each in (properties, *chain) if (found := value(each, "vertAlign")))
        return next(stated, "") == "superscript"

    def size(self, run: Element, paragraph: Element | None) -> int:
        """Return the size of a run in half points."""
        properties = run.find(f"{W}rPr")
        chains = [self._chain(value(properties, "rStyle") or ""), self._chain(_style(paragraph) or self.usual)]
        found = [properties, *(style.text for chain in chains for style in chain), self.defaults]
        return next((size for each in found if (size := _read_size(each))), _DEFAULT_SIZE)

    def _toggled(self, tag: str, properties: Element | None, paragraph: Element | None) -> bool:
        """Return a property that is on if exactly one of the two styles switches it on."""
        of_run = self._first(value(properties, "rStyle") or "", tag)
        of_paragraph = self._first(_style(paragraph) or self.usual, tag)
        if of_run is None and of_paragraph is None:
            return bool(is_on(self.defaults, tag))
        return bool(of_run) != bool(of_paragraph)

    def _first(self, identifier: str, tag: str) -> bool | None:
        return next((on for style in self._chain(identifier) if (on := is_on(style.text, tag)) is not None), None)

    def _chain(self, identifier: str) -> Iterator[WordStyle]:
        for _ in range(_LONGEST_CHAIN):
            if identifier not in self.styles:
                return
            yield self.styles[identifier]
            identifier = self.styles[identifier].based_on


def _style(paragraph: Element | None) -> str:
    return "" if paragraph is None else value(properties_of(paragraph), "pStyle") or ""


def read_left(properties: Element | None) -> int | None:
    """Return where the text of a paragraph begins, in twips, by its properties; None if they do not say it."""
    indentation = None if properties is None else properties.find(f"{W}ind")
    text = "" if indentation is None else indentation.get(f"{W}left") or indentation.get(f"{W}start") or ""
    found = _LENGTH.fullmatch(text)
    return round(float(found["number"]) * _TWIPS[found["unit"]]) if found else None


def _read_size(properties: Element | None) -> int:
    text = (value(properties, "sz") or "").removesuffix("pt")
    factor = 2 if (value(properties, "sz") or "").endswith("pt") else 1  # the strict form has points
    try:
        return round(float(text) * factor)
    except (ValueError, OverflowError):
        return 0


def read_styles(root: Element | None) -> StyleSheet:
    """Read the part with the styles; there may be none."""
    sheet = StyleSheet()
    if root is None:
        return sheet
    sheet.defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    for element in root.iter(f"{W}style"):
        identifier = element.get(f"{W}styleId") or ""
        sheet.styles[identifier] = WordStyle(
            name=(value(element, "name") or identifier).casefold(),
            based_on=value(element, "basedOn") or "",
            paragraph=element.find(f"{W}pPr"),
            text=element.find(f"{W}rPr"),
        )
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
            sheet.usual = identifier
    return sheet
