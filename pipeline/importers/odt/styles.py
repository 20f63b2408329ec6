"""Say what the styles of an ODT document mean: bold, raised and hidden text, headings, titles, quotations, numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal
from xml.etree import ElementTree as ET

from pipeline.frozen import dataclass

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

Role = Literal["", "title", "subtitle", "author", "date", "abstract", "heading", "quote", "code", "rule", "contents"]

_ROLES: Mapping[str, Role] = MappingProxyType({
    "title": "title", "subtitle": "subtitle", "author": "author", "authors": "author", "date": "date",
    "abstract": "abstract", "quotations": "quote", "quote": "quote", "intense quote": "quote", "block text": "quote",
    "blockquote": "quote", "block quotation": "quote", "preformatted text": "code", "source code": "code",
    "horizontal line": "rule", "contents heading": "contents", "toc heading": "contents", "contents": "contents",
    "toc": "contents", "heading": "heading",
})  # fmt: skip
"""The roles of paragraphs by the names of styles, without the number at their end, in LibreOffice and Word."""

_CODE_STYLES = frozenset({"source text", "teletype", "verbatim char", "html code"})
_NUMBERED_NAME = re.compile(r"(?P<name>.*?)\s*(?P<number>\d*)")
_HEXADECIMAL = re.compile(r"_([0-9a-f]{2,4})_")
_BOLD = re.compile(r"bold|[6-9]00")
_RAISED = re.compile(r"super\b|[1-9]")
_LOWERED = re.compile(r"sub\b|-[1-9]")
_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>mm|cm|in|pt|pc)")
_MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6}
_DELIMITERS = {")": "OneParen", "()": "TwoParens"}
_QUOTE_MARGIN = 5  # millimetres on either side from which on a paragraph is set off as a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """The role of a paragraph, the level of a heading (0: none), what its own formatting says of its text (`text`: True
    or False for bold, italic …), and whether it is hidden.
    """

    role: Role = ""
    level: int = 0
    text: Mapping[str, bool] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """The marks of the items of a list: a bullet, or numbers in the format `number`, which is empty for none, with
    `delimiter`, by pandoc's name, around them; and where their text begins (in millimetres; None if unknown).
    """

    number: str = ""
    delimiter: str = "Period"
    start: int = 1
    is_bullet: bool = True
    left: float | None = None


class Styles:
    """The styles of a document: those that it names, and those of its formatting, which go by automatic names."""

    def __init__(self, content: ET.Element, named: ET.Element | None) -> None:
        self._styles: dict[tuple[str, str], ET.Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self._automatic: set[tuple[str, str]] = set()
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._texts: dict[str, Mapping[str, bool]] = {}
        for root, part in ((named, "styles"), (content, "styles"), (content, "automatic-styles")):
            for group in () if root is None else root.findall(f"{OFFICE}{part}"):
                self._add(group, automatic=part == "automatic-styles")

    def _add(self, group: ET.Element, *, automatic: bool) -> None:
        for style in group:
            name = style.get(f"{STYLE}name", "")
            if style.tag == f"{TEXT}list-style":
                self._lists[name] = dict(_read_levels(style))
            elif style.tag == f"{STYLE}style":
                key = (style.get(f"{STYLE}family", ""), name)
                self._styles[key] = style
                if automatic:
                    self._automatic.add(key)

    def _chain(self, family: str, name: str) -> Iterator[ET.Element]:
        """Yield a style and those that it is based on, the nearest first."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")

    def paragraph(self, name: str) -> ParagraphStyle:
        """Return what paragraphs of a style are."""
        if name not in self._paragraphs:
            self._paragraphs[name] = self._read_paragraph(name)
        return self._paragraphs[name]

    def _read_paragraph(self, name: str) -> ParagraphStyle:
        chain = list(self._chain("paragraph", name))
        role, number = _find_role([title for style in chain for title in _names(style)] or [_unescape(name)])
        outline = [style.get(f"{STYLE}default-outline-level", "") for style in chain]
        level = number if role == "heading" else next((int(value[:3]) for value in outline if value.isdecimal()), 0)
        if not role and level:
            role = "heading"
        own = chain[:1] if ("paragraph", name) in self._automatic else []
        if not role and _is_set_off(chain):
            role = "quote"
        return ParagraphStyle(
            role=role,
            level=level,
            text=MappingProxyType({key: value for style in own for key, value in _read_text(style).items()}),
            hidden=any(_read_text(style).get("hidden", False) for style in chain),
        )

    def left(self, name: str, of_list: float | None = None) -> float:
        """Return where the text of paragraphs of a style begins, in millimetres; what their own formatting says goes
        before what their list does.
        """
        chain = list(self._chain("paragraph", name))
        own = chain[:1] if ("paragraph", name) in self._automatic else []
        return _margin(own, "left", _margin(chain, "left") if of_list is None else of_list)

    def text(self, name: str) -> Mapping[str, bool]:
        """Return what a style says of text: True or False for each of bold, italic, strike, raised, lowered, hidden."""
        if name not in self._texts:
            found: dict[str, bool] = {}
            for style in reversed(list(self._chain("text", name))):
                found |= _read_text(style)
                if not _CODE_STYLES.isdisjoint(_names(style)):
                    found["code"] = True
                if "emphasis" in _names(style):
                    found["italic"] = True  # also where it is another look, such as Armenian letters set apart
            self._texts[name] = MappingProxyType(found)
        return self._texts[name]

    def list_level(self, name: str, level: int) -> ListLevel:
        """Return how a list of a style marks its items at a level, from 1."""
        levels = self._lists.get(name, {})
        return levels.get(level) or ListLevel()


def _names(style: ET.Element) -> list[str]:
    return [_unescape(name) for name in (style.get(f"{STYLE}name", ""), style.get(f"{STYLE}display-name", "")) if name]


def _unescape(name: str) -> str:
    return _HEXADECIMAL.sub(lambda found: chr(int(found[1], 16)), name).casefold()


def _find_role(names: list[str]) -> tuple[Role, int]:
    """Return the first role that one of the names stands for, and the number at its end. The style “Heading” without a
    number is only what others are based on.
    """
    for name in names:
        found = _NUMBERED_NAME.fullmatch(name)
        if found and (role := _ROLES.get(found["name"])):
            number = int(found["number"][:3] or 0)
            if number or role not in {"heading", "contents"} or "heading" in found["name"]:
                return role, number
    return "", 0


def _read_text(style: ET.Element) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for properties in style.findall(f"{STYLE}text-properties"):
        weight, slant = properties.get(f"{_FO}font-weight"), properties.get(f"{_FO}font-style")
        line, position = properties.get(f"{STYLE}text-line-through-style"), properties.get(f"{STYLE}text-position")
        shown = properties.get(f"{TEXT}display")
        found |= {} if weight is None else {"bold": bool(_BOLD.match(weight))}
        found |= {} if slant is None else {"italic": slant in {"italic", "oblique"}}
        found |= {} if line is None else {"strike": line != "none"}
        found |= {} if shown is None else {"hidden": shown == "none"}
        if position is not None:
            found |= {"raised": bool(_RAISED.match(position)), "lowered": bool(_LOWERED.match(position))}
    return found


def _is_set_off(chain: list[ET.Element]) -> bool:
    """Tell whether paragraphs of a style stand away from both margins."""
    return min(_margin(chain, "left"), _margin(chain, "right")) >= _QUOTE_MARGIN


def _margin(chain: list[ET.Element], side: str, otherwise: float = 0) -> float:
    """Return the margin in the first of the styles that has one, in millimetres; `otherwise` if none has."""
    for style in chain:
        for properties in style.findall(f"{STYLE}paragraph-properties"):
            if (text := properties.get(f"{_FO}margin-{side}")) is not None:
                return _read_length(text)
    return otherwise


def _read_length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    return float(found["number"]) * _MILLIMETRES[found["unit"]] if found else 0


def _read_levels(style: ET.Element) -> Iterator[tuple[int, ListLevel]]:
    for level in style:
        number, start = level.get(f"{TEXT}level", ""), level.get(f"{TEXT}start-value", "1")
        if number.isdecimal():
            yield (
                int(number),
                ListLevel(
                    number=level.get(f"{STYLE}num-format", ""),
                    delimiter=_DELIMITERS.get(
                        level.get(f"{STYLE}num-prefix", "") + level.get(f"{STYLE}num-suffix", ""), "Period"
                    ),
                    start=int(start[:9]) if start.isdecimal() else 1,
                    is_bullet=level.tag != f"{TEXT}list-level-style-number",
                    left=_read_left(level),
                ),
            )


def _read_left(level: ET.Element) -> float | None:
    """Return where the text of items begins: LibreOffice states it as a margin, older programs in two parts."""
    properties = level.find(f"{STYLE}list-level-properties")
    if properties is None:
        return None
    aligned = properties.find(f"{STYLE}list-level-label-alignment")
    if aligned is not None:
        return _read_length(aligned.get(f"{_FO}margin-left", ""))
    return sum(_read_length(properties.get(f"{TEXT}{name}", "")) for name in ("space-before", "min-label-width"))
