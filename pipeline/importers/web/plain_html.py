"""Write the text of a page as plain HTML, which pandoc reads: known tags, no boxes, no scripts."""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from pipeline.importers.pandoc_ast import BORDER, INLINE_HTML, UNSAFE
from pipeline.importers.web.notes import WebNote
from pipeline.importers.web.page import BLOCKS, CODE, HTML, Element, extract_text, is_leaf, wrap_content

NOTE_BREAK = "\ue002"
"""Stands around the label above a note."""

_KEPT_TAGS, _VOID_TAGS = frozenset(HTML["kept"]), frozenset(HTML["void"])
_SHOWN_AS: dict[str, str] = HTML["shown_as"] | dict.fromkeys(HTML["inline"], "span")
_WRITTEN_TAGS = _KEPT_TAGS | {"span"}
_BORDERS = {"border": "<p></p>"}
_ROW_TAGS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
_LEAST_CELLS = 2
_DEEPEST_TAG = 40
_MOST_REDIRECTS = 3


def write_plain_html(container: Element, notes: Sequence[WebNote]) -> str:
    """Return the text and its notes as plain HTML: known tags, no boxes, each note after a line with its label."""
    _move_links_inside(container)
    parts = ["".join(_clean_element(container))]
    for label, elements in notes:
        parts.append(f"<p>{NOTE_BREAK}{label}{NOTE_BREAK}</p>")
        for element in elements:
            _take_layout_apart(element)
            parts.append("".join(_clean_element(element, is_note=True)))
    return "<html><body>" + "\n".join(parts) + "</body></html>"


def _move_links_inside(container: Element) -> None:
    """Put links around boxes, as the cards of sites have them, around the first words in each: pandoc drops them."""
    for link in [each for each in container.iter("a") if each.get("href") and not each.get("href").startswith("#")]:
        leaves = [each for each in link.iter(*BLOCKS) if is_leaf(each) and extract_text(each)]
        if leaves and leaves[0].find(".//a") is None:
            wrap_content(leaves[0], "a").set("href", link.get("href"))
            link.tag = "div"


def _take_layout_apart(note: Element) -> None:
    """Take the tables of a note apart that only lay it out: those with less than two rows or two columns."""
    for table in list(note.iter("table")):
        rows = [[each for each in row if each.tag in {"td", "th"}] for row in table.iter("tr")]
        if len(rows) < _LEAST_CELLS or max(map(len, rows)) < _LEAST_CELLS:
            for part in [table, *table.iter("tbody", "thead", "tfoot", "tr", "td", "th")]:
                part.tag = "div"


def _clean_element(top: Element, *, is_note: bool = False) -> Iterator[str]:
    """Yield the HTML of an element without recursion, however deeply it is nested."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    stack: list[str] = []
    for event, element in etree.iterwalk(top, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            name = _choose_tag(element, tag, top if is_note else None, len(stack))
            stack.append(name)
            yield f"<{name}{_format_attributes(element, tag)}>" if name in _WRITTEN_TAGS else _BORDERS.get(name, "")
            yield html.escape(element.text or "", quote=False) if tag else ""
        else:
            name = stack.pop()
            yield f"</{name}>" if name in _WRITTEN_TAGS and name not in _VOID_TAGS else _BORDERS.get(name, "")
            yield html.escape(element.tail or "", quote=False) if element is not top else ""
            yield BORDER if tag in {"sup", "sub"} and not element.tail and _is_like(element.getnext(), tag) else ""


def _is_like(element: Element | None, tag: str) -> bool:
    return element is not None and element.tag == tag


def _choose_tag(element: Element, tag: str, note: Element | None, depth: int) -> str:
    """Return the tag for an element: its own, a paragraph, a border between paragraphs, or none."""
    if element is note and tag in {"li", "td", "dd", "tr", "dt"}:
        return "border"
    if note is not None and note.tag in _ROW_TAGS and tag in _ROW_TAGS:
        return "border"
    if tag in {"i", "b", "s"} and len(extract_text(element)) > 2_000:  # noqa: PLR2004  # a tag that nobody closed
        return ""
    if tag in _KEPT_TAGS and (depth < _DEEPEST_TAG or tag in {"p", "br", "img", "a"} or tag.startswith("h")):
        return tag
    if tag not in BLOCKS:
        shown = _SHOWN_AS.get(tag, "") if depth < _DEEPEST_TAG else ""
        return "" if shown and _says_nothing(element, tag) else shown
    return "p" if is_leaf(element) and (extract_text(element) or element.find(".//img") is not None) else "border"


def _says_nothing(element: Element, tag: str) -> bool:
    """Tell whether an element does not stand for what its tag does: editors and sites colour text with marks that have
    classes and styles, whole references and the names below quotations are in such tags for the titles of works, an
    abbreviation without a title says nothing, and code would fall into parts.
    """
    is_coloured = tag in {"mark", "cite"} and bool(element.attrib)
    is_name = tag == "cite" and next(element.iterancestors("blockquote", "figure"), None) is not None
    is_bare = tag == "abbr" and not element.get("title")
    return is_coloured or is_name or is_bare or next(element.iterancestors(*CODE), None) is not None


def _format_attributes(element: Element, tag: str) -> str:
    values = {key: element.get(key) for key in HTML["kept_attributes"].get(tag, ())}
    if _SHOWN_AS.get(tag) == "span":
        values["class"] = f"{INLINE_HTML}{tag}"
    if tag == "img":
        values["src"] = _picture_address(element)
    if tag == "a" and UNSAFE.match(plain := re.sub(r"[\s\x00-\x20]", "", values["href"] or "")):
        values["href"] = plain  # is left out, and listed, later
    if tag == "a" and values["href"]:
        values["href"] = follow_redirects(values["href"].strip())
    return "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if value)


def follow_redirects(address: str) -> str:
    """Return the address that a link leads to in the end, as far as its own text tells."""
    for _ in range(_MOST_REDIRECTS):
        try:
            parts = urlsplit(address)
            values = parse_qs(parts.query)
        except ValueError:
            return address
        targets = (
            values.get(parameter, [""])[0]
            for place, parameter in HTML["redirects"]
            if re.fullmatch(place, f"{parts.netloc}{parts.path}")
        )
        target = next((each for each in targets if re.match(r"https?://", each)), "")
        if not target:
            return address
        address = target
    return address


def _picture_address(image: Element) -> str:
    """Return the address of a picture, also of one that a script would load later."""
    source = image.get("src") or ""
    if not source or (source.startswith("data:") and len(source) < 1_000):  # noqa: PLR2004
        first = (image.get("srcset") or image.get("data-srcset") or "").split()
        return image.get("data-src") or image.get("data-lazy-src") or (first[0] if first else source)
    return source
