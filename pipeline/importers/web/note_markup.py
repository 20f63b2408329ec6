"""Tell the headings of notes, and take away what stands around a note and its reference: brackets, labels, arrows."""

import re

from pipeline.importers.web.furniture import furniture_kind
from pipeline.importers.web.page import Element, extract_text

HEADING_TAGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PARTS_OF_HEADING = 2  # its words, and a link to edit it


def is_heading(element: Element) -> bool:
    """Tell whether an element is a heading, or a box around one."""
    return element.tag in HEADING_TAGS or (
        element.tag == "div"
        and len(element) > 0
        and element[0].tag in HEADING_TAGS
        and len(element) <= _PARTS_OF_HEADING
    )


def heading_words(element: Element) -> str:
    """Return the words of a heading without the links to edit what is below it."""
    words = extract_text(element)
    for inner in element.iterdescendants("span", "a", "div"):
        if furniture_kind(inner) is not None:
            words = words.replace(extract_text(inner), "", 1)
    return words.strip()


def remove_brackets(element: Element) -> None:
    """Remove the brackets around an anchor."""
    previous, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    before = (previous.tail if previous is not None else parent.text) or ""
    after = element.tail or ""
    if (before[-1:], after[:1]) in {("[", "]"), ("(", ")")}:
        element.tail = after[1:]
        if previous is not None:
            previous.tail = before[:-1]
        else:
            parent.text = before[:-1]


def remove_space_before(element: Element) -> None:
    """Remove a space between the end of a sentence and the marker of its note."""
    previous, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    before = (previous.tail if previous is not None else parent.text) or ""
    if re.search(r"[.,;:!?։»”)…]\s+$", before):
        if previous is not None:
            previous.tail = before.rstrip()
        else:
            parent.text = before.rstrip()


def remove_label(element: Element, label: str) -> None:
    """Remove a note's own label from its head if it is not an anchor, and the way back beside it."""
    head = re.compile(
        rf"[\s\xa0^↑]*(?:[\[(]?{re.escape(label)}[\])]?[.:)]?(?=[\s\xa0]|\Z)|\[\s*\]|\(\s*\))?[\s\xa0]*", re.IGNORECASE
    )
    for inner in element.iter():
        if not isinstance(inner.tag, str):
            continue
        if (inner.text or "").strip():
            rest = head.sub("", inner.text, count=1)
            if rest or inner.text.strip() != extract_text(element):
                inner.text = rest
            return
        for child in inner:
            if isinstance(child.tag, str) and extract_text(child):
                break
            if (child.tail or "").strip():
                child.tail = head.sub("", child.tail, count=1)
                return


def remove_arrow(element: Element) -> None:
    """Remove the arrow from the end of a note if it is not an anchor."""
    last = element
    while len(last) and not (last[-1].tail or "").strip():
        last = last[-1]
    if len(last) and last[-1].tail:
        last[-1].tail = re.sub(r"[\s\xa0↑↩↵⏎⤴\ufe0e\ufe0f]+$", "", last[-1].tail)
    elif last.text:
        last.text = re.sub(r"[\s\xa0↑↩↵⏎⤴\ufe0e\ufe0f]+$", "", last.text)
