"""The tree of a web page, as lxml parses it: its blocks, the words in it, and how to take something out."""

from collections.abc import Iterator
from typing import Any

Element = Any
"""An lxml element; the library has no types, and is loaded by those who parse."""

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul"
    ]
)  # fmt: skip


def text_of(element: Element) -> str:
    """The words in an element, on one line."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    """The text of an element, with spaces where a block begins or ends."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  heavy, and an extra

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
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def remove(element: Element) -> None:
    """Take an element out of the page; the text after it stays."""
    replace(element, "")


def replace(element: Element, text: str) -> None:
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
