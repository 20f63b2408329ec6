"""Tell what an element of a page is by its tag, its role and the names of its classes."""

import re

from pipeline.importers import RemovedKind
from pipeline.importers.web.page import HTML, Element

_TEXT_TAGS, _EMBEDDED_TAGS = frozenset(HTML["text"]), frozenset(HTML["embedded"])
_CONTROL_TAGS = frozenset(HTML["controls"])
_BOILERPLATE_ROLES, _BOILERPLATE_NAMES = frozenset(HTML["boilerplate_roles"]), frozenset(HTML["boilerplate_names"])
_CERTAIN_NAMES = _BOILERPLATE_NAMES - frozenset(HTML["uncertain_names"])
_WHOLE_NAMES = frozenset(HTML["whole_names"])
_CAPTION_NAMES = frozenset(HTML["caption_names"])
_DATA_NAMES = frozenset(HTML["data_names"])
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)


def furniture_kind(element: Element) -> RemovedKind | None:
    """Return the kind of boilerplate that an element is by its tag, role or name; None if it is none."""
    if element.tag in _EMBEDDED_TAGS:
        return RemovedKind.FRAME
    if element.tag in {"footer", "header"} and any(
        each.tag in {"blockquote", "figure"} for each in element.iterancestors()
    ):
        return None
    if element.tag in _CONTROL_TAGS or (element.get("role") or "").lower() in _BOILERPLATE_ROLES:
        return RemovedKind.FURNITURE
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return RemovedKind.HIDDEN
    if element.tag in _TEXT_TAGS:
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return RemovedKind.FURNITURE if boilerplate_names(element) or "jp-relatedposts" in names else None


def boilerplate_names(element: Element) -> set[str]:
    """Return the words in the names of an element that boilerplate has."""
    return _words(element) & _BOILERPLATE_NAMES


def is_certain_furniture(element: Element) -> bool:
    """Tell whether nothing but boilerplate has the tag or the names of an element."""
    return element.tag in _CONTROL_TAGS or bool(_words(element) & _CERTAIN_NAMES)


def is_whole_text(element: Element) -> bool:
    """Tell whether the program that made the page puts nothing but its text into an element."""
    return bool(set((element.get("class") or "").split()) & _WHOLE_NAMES)


def is_data(element: Element) -> bool:
    """Tell whether an element states data of the page for programs, as its publisher or the size of a picture."""
    return bool(set((element.get("itemprop") or "").split()) & _DATA_NAMES)


def is_caption(element: Element) -> bool:
    """Tell whether an element is a picture with its caption, or the caption."""
    return element.tag in {"figure", "figcaption"} or bool(_words(element) & _CAPTION_NAMES)


def _words(element: Element) -> set[str]:
    return set(re.split(r"[^a-z]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
