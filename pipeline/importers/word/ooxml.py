"""Parse and change the XML of Word documents: names, text, runs, and what stands before an element."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ArticleError

Element = Any
"""An lxml element; the library has no types, and is loaded by those who parse."""

_STANDARD = "http://schemas.openxmlformats.org/"
W = f"{{{_STANDARD}wordprocessingml/2006/main}}"
R = f"{{{_STANDARD}officeDocument/2006/relationships}}"
M = f"{{{_STANDARD}officeDocument/2006/math}}"
A = f"{{{_STANDARD}drawingml/2006/main}}"
WP = f"{{{_STANDARD}drawingml/2006/wordprocessingDrawing}}"
MC = f"{{{_STANDARD}markup-compatibility/2006}}"
PIC = f"{{{_STANDARD}drawingml/2006/picture}}"
V, OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
PREFIXES = {"w": W, "r": R, "m": M, "a": A, "wp": WP, "pic": PIC, "v": V, "o": OFFICE}
"""The prefixes by which pandoc knows the names; a document may have others."""

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MARK_OPEN, MARK_CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters around a mark that has to pass through pandoc; no document may hold them."""

# ISO's strict form of the format has other addresses for the same names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"officeDocument/relationships/", b"officeDocument/2006/relationships/"),
    (b"officeDocument/", b"officeDocument/2006/"),
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"drawingml/", b"drawingml/2006/"),
)
_DEEPEST = 250  # libxml2 refuses what is deeper
_UNSEEN = re.compile("[\ue000-\ue004\ufdd0-\ufdef]")  # the marks that notes and this room put in
_MOST_TAGS = 1_500_000
_PLACE_WORDS, _PLACE_LETTERS = 8, 100
_SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"})
_LETTERS = frozenset({f"{W}t", f"{M}t", f"{A}t"})


def parse_part(content: bytes, name: str) -> Element:
    """Parse a part of a document. Raises ArticleError if it is damaged, or nested deeper than any text."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  an extra

    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = re.sub(r"^<\?xml[^>]*\?>", "", content.decode("utf-16", "replace")).encode()
    if _STRICT in content:
        for strict, standard in _STRICT_NAMES:
            content = content.replace(_STRICT + strict, _STANDARD.encode() + standard)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise ArticleError(
                f"is nested more than {_DEEPEST} deep in {name}, as no text is. It is not opened."
            ) from error
        raise ArticleError(f"is damaged: {name} in it is not valid XML. Open it in Word, and save it again.") from error


def parse_story(content: bytes, name: str) -> Element:
    """Parse a part with text, with the prefixes that pandoc expects. Raises ArticleError if it is too large."""
    if content.count(b"<") > _MOST_TAGS:
        raise ArticleError(f"holds more than {_MOST_TAGS:,} tags in {name}, far more than an article has. Split it.")
    root = parse_part(content, name)
    known = {full[1:-1]: prefix for prefix, full in PREFIXES.items()}
    declared = {known[address]: prefix for prefix, address in root.nsmap.items() if address in known}
    if not {"w", "r"} <= declared.keys() or any(name != prefix for name, prefix in declared.items()):
        root = _copy_tree(root)
    for text in root.iter(f"{W}t"):
        text.text = _UNSEEN.sub("", text.text or "")
    return root


def _copy_tree(root: Element) -> Element:
    """Copy a tree to one with the usual prefixes; lxml takes quadratic time to move elements from tree to tree."""
    from lxml import etree  # noqa: PLC0415

    made = etree.Element(root.tag, nsmap={prefix: full[1:-1] for prefix, full in PREFIXES.items()})
    pairs = [(root, made)]
    while pairs:
        old, new = pairs.pop()
        for child in old:
            copied = etree.SubElement(new, child.tag, dict(child.attrib))
            copied.text = child.text
            pairs.append((child, copied))
    return made


def serialize_part(root: Element) -> bytes:
    """Return the XML of a part."""
    from lxml import etree  # noqa: PLC0415

    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def make(tag: str, **attributes: str) -> Element:
    """Return a new element of Word's main names, with attributes of these names."""
    from lxml import etree  # noqa: PLC0415

    element = etree.Element(f"{W}{tag}", nsmap={"w": W[1:-1]})
    for name, value in attributes.items():
        element.set(f"{W}{name}", value)
    return element


def value(parent: Element | None, tag: str) -> str | None:
    """Return the value of a property within a properties element; None if it is not there."""
    found = None if parent is None else parent.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val", "")


def properties_of(paragraph: Element) -> Element | None:
    """Return the properties of a paragraph, its first child; lxml's own search looks at all the others as well."""
    first = next(iter(paragraph), None)
    return first if first is not None and first.tag == f"{W}pPr" else None


def property_of(paragraph: Element, tag: str) -> Element | None:
    """Return a property of a paragraph, or None."""
    properties = properties_of(paragraph)
    return None if properties is None else properties.find(f"{W}{tag}")


def is_on(parent: Element | None, tag: str) -> bool | None:
    """Tell whether a property is on or off; None if it is not there."""
    found = value(parent, tag)
    return None if found is None else found not in {"0", "false", "off", "none"}


def drop(element: Element) -> None:
    """Remove an element with all in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Element, content: Element | None = None) -> None:
    """Put the children of an element (or those of its part `content`) in its place."""
    for child in list(element if content is None else content):
        element.addprevious(child)
    drop(element)


def text_of(element: Element) -> str:
    """Return the text in an element, with spaces for tabs and line breaks, and a space between paragraphs."""
    parts: list[str] = []
    for found in element.iter():
        if found.tag in _LETTERS or found.tag == f"{W}delText":
            parts.append(found.text or "")
        elif found.tag in _SPACES or (found.tag in {f"{W}p", f"{A}p"} and parts):
            parts.append(" ")
        elif found.tag == f"{W}noBreakHyphen":
            parts.append("-")
    return _UNSEEN.sub("", "".join(parts))


def words_before(element: Element) -> str:
    """Return the last words before an element, by which a person finds its place."""
    found: list[str] = []
    letters = 0
    for other in _backwards(element):
        if other.tag in _LETTERS and other.text:
            found.append(other.text)
            letters += len(other.text)
        elif other.tag in _SPACES:
            found.append(" ")
        if letters > _PLACE_LETTERS or (other.tag == f"{W}p" and "".join(found).strip()):
            break
    return " ".join(_UNSEEN.sub("", "".join(reversed(found))).split()[-_PLACE_WORDS:])


def _backwards(element: Element) -> Iterator[Element]:
    """Yield the elements before an element, the nearest first, and the paragraph around it after what is in it."""
    while element is not None:
        before = element.getprevious()
        if before is None:
            element = element.getparent()
            if element is not None and element.tag == f"{W}p":
                yield element
            continue
        yield from _from_the_end(before)
        element = before


def _from_the_end(element: Element) -> Iterator[Element]:
    """Yield an element and all in it, the last first."""
    for child in reversed(element):
        yield from _from_the_end(child)
    yield element


def paragraph_of(element: Element) -> Element | None:
    """Return the paragraph around an element, or None."""
    return next(element.iterancestors(f"{W}p"), None)


def split_runs(root: Element) -> None:
    """Split runs so that each one holds either text or a single other thing, with the breaks and tabs that pandoc
    knows: it joins the words around others.
    """
    for other, known in (("cr", "br"), ("ptab", "tab")):
        for found in root.iter(f"{W}{other}"):
            found.tag = f"{W}{known}"
    for run in list(root.iter(f"{W}r")):
        children = [child for child in run if child.tag != f"{W}rPr"]
        if len(children) < 2 or all(child.tag in _SPACES or child.tag == f"{W}t" for child in children):  # noqa: PLR2004
            continue
        properties = run.find(f"{W}rPr")
        for child in reversed(children[1:]):
            run.addnext(make_run(child, properties))


def make_run(content: Element, properties: Element | None = None) -> Element:
    """Return a run with something in it; `properties` are copied."""
    run = make("r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.append(content)
    return run


def text_run(text: str, properties: Element | None = None) -> Element:
    """Return a run with a text."""
    content = make("t")
    content.text = text
    content.set(XML_SPACE, "preserve")
    return make_run(content, properties)


def text_paragraph(text: str, style: str = "") -> Element:
    """Return a paragraph with a text."""
    paragraph = make("p")
    if style:
        properties = make("pPr")
        properties.append(make("pStyle", val=style))
        paragraph.append(properties)
    paragraph.append(text_run(text))
    return paragraph


def hidden_mark(name: str) -> Element:
    """Return a run with a mark that passes through pandoc."""
    return text_run(f"{MARK_OPEN}{name}{MARK_CLOSE}")


def spell_out_ruby(root: Element) -> None:
    """Put readings that stand above words behind them, in brackets, since pandoc leaves out both."""
    for ruby in list(root.iter(f"{W}ruby")):
        run, base = ruby.getparent(), ruby.find(f"{W}rubyBase")
        reading = ruby.find(f"{W}rt")
        for found in () if base is None else list(base):
            run.addprevious(found)
        if reading is not None and (text := text_of(reading).strip()):
            run.addprevious(text_run(f"({text})"))
        drop(ruby)
