"""Parse a web page into lxml's tree, and read and change its elements."""

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers.pandoc_ast import explain_missing

Element = Any
"""An lxml element; the library has no types, and is loaded by those who parse."""

HTML = tomllib.loads(resources.files("pipeline.importers.web").joinpath("html.toml").read_text(encoding="utf-8"))
"""The tags, roles and names of elements, by what becomes of them."""

BLOCKS = frozenset[str](HTML["blocks"])
CODE = ("code", "samp", "pre")
_HIDDEN_TAGS = frozenset(HTML["hidden"])
_BOXES = ("body", "div", "section", "article", "main", "aside", "header", "center", "details", "figure", "blockquote")
_SCRIPT_TAGS = frozenset(["script", "style", "template", "head", "svg", "link", "meta"])
_MAIN_SHARE = 0.4
_INVISIBLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF])
"""Characters without a shape: controls, and places where a line may break, or may not."""

_MOST_LETTERS = 1_500_000
_MOST_TAGS = 100_000  # greatest numbers of letters and tags of an article's page, without scripts, styles and pictures


def parse_page(text: str) -> Element:
    """Parse a page. Raises ArticleError without the library, or if it is nested too deeply."""
    try:
        from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise explain_missing("lxml") from error
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError("has no text that could be imported.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError("is nested too deeply: tags in tags, thousands deep. Copy the text and import that.")
    return root


def find_body(root: Element) -> Element:
    """Return the body of a page; the page itself if it has none. Raises ArticleError if it is too large."""
    body = root.find("body")
    body = root if body is None else body
    letters = tags = 0
    for element in body.iter("*"):
        is_shown = element.tag not in _HIDDEN_TAGS
        tags += is_shown
        letters += (len(element.text or "") if is_shown else 0) + len(element.tail or "")
    if letters > _MOST_LETTERS or tags > _MOST_TAGS:
        raise ArticleError(
            f"is a page with {letters:,} letters and {tags:,} tags, far more than an article. "
            "Copy what belongs in the article, and import that."
        )
    return body


def strip_hidden(root: Element, body: Element) -> None:
    """Take scripts, styles, the like and characters without a shape out of a page."""
    letters = sum(len(each.text or "") + len(each.tail or "") for each in body.iter() if each.tag not in _SCRIPT_TAGS)
    for element in [each for each in root.iter(*_HIDDEN_TAGS) if each.getparent() is not None]:
        # Nobody closed a tag that holds most of the page.
        if element.tag in _SCRIPT_TAGS or sum(map(len, element.itertext())) < _MAIN_SHARE * letters:
            remove_element(element)
    for element in body.iter():
        if element.text:
            element.text = element.text.translate(_INVISIBLE)
        if element.tail:
            element.tail = element.tail.translate(_INVISIBLE)


def wrap_loose_text(body: Element) -> None:
    """Put text that stands beside blocks into paragraphs of its own, so that blocks hold either text or blocks."""
    from lxml import etree  # noqa: PLC0415

    holds_blocks = set()
    for element in body.iter(*BLOCKS):
        for ancestor in element.iterancestors():
            if ancestor in holds_blocks:
                break
            holds_blocks.add(ancestor)
    for box in [each for each in body.iter(*_BOXES) if each in holds_blocks]:
        row: list[Element] = []
        wrapper = etree.Element("p")
        wrapper.text, box.text = box.text, None
        for child in [*box, None]:
            if child is not None and child.tag not in BLOCKS and child not in holds_blocks:
                row.append(child)
                continue
            if (wrapper.text or "").strip() or any(extract_text(each) or (each.tail or "").strip() for each in row):
                if child is None:
                    box.append(wrapper)
                else:
                    child.addprevious(wrapper)
                wrapper.extend(row)
            row = []
            if child is not None:
                wrapper = etree.Element("p")
                wrapper.text, child.tail = child.tail, None


def is_leaf(element: Element) -> bool:
    """Tell whether an element is a block without blocks in it."""
    if not isinstance(element.tag, str) or element.tag not in BLOCKS:
        return False
    return not any(isinstance(inner.tag, str) and inner.tag in BLOCKS for inner in element.iterdescendants())


def extract_text(element: Element) -> str:
    """Return the words in an element, on one line."""
    return " ".join("".join(_iter_words(element)).split())


def fold_words(text: str) -> str:
    """Return the words of a text as they are compared: without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def has_text(element: Element) -> bool:
    """Tell whether an element has any words, without reading all of them."""
    return any(words.strip() for words in _iter_words(element))


def _iter_words(element: Element) -> Iterator[str]:
    """Yield the text of an element, with spaces at the borders of blocks."""
    from lxml import etree  # noqa: PLC0415

    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(inner.tag, str):
            continue
        border = " " if inner.tag in BLOCKS or inner.tag == "br" else ""
        yield (
            border + (inner.text or "")
            if event == "start"
            else border + (inner.tail or "" if inner is not element else "")
        )


def is_within(element: Element, root: Element) -> bool:
    """Tell whether an element is `root` or in it."""
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def remove_element(element: Element) -> None:
    """Take an element out of the page; the text after it stays."""
    replace_element(element, "")


def replace_element(element: Element, text: str) -> None:
    """Put text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    words = text + (element.tail or "")
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    element.tail = None
    parent.remove(element)


def wrap_content(element: Element, tag: str) -> Element:
    """Put the content of an element into another one within it, which is returned; spaces at its beginning stay
    outside.
    """
    inner = element.makeelement(tag)
    text = element.text or ""
    inner.text = text.lstrip()
    element.text = text[: len(text) - len(inner.text)].replace("\xa0", " ")
    inner.extend(list(element))
    element.append(inner)
    return inner
