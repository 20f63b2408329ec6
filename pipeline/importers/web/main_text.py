"""Find the element of a page that holds its text, and take the boilerplate around and in it away."""

import re
from collections.abc import Iterator

from pipeline.importers import Removed, RemovedKind, boilerplate
from pipeline.importers.note_pairs import pair_notes
from pipeline.importers.pandoc_ast import explain_missing
from pipeline.importers.paragraphs import escape_line
from pipeline.importers.web.page import BLOCKS, HTML, Element, extract_text, is_leaf, is_within, remove_element

_TEXT_TAGS, _EMBEDDED_TAGS = frozenset(HTML["text"]), frozenset(HTML["embedded"])
_CONTROL_TAGS = frozenset(HTML["controls"])
_BOILERPLATE_ROLES, _BOILERPLATE_NAMES = frozenset(HTML["boilerplate_roles"]), frozenset(HTML["boilerplate_names"])
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_MAIN_SHARE = 0.4  # share of the text from which an element is not boilerplate, regardless of its name
_MOST_TRAFILATURA_BYTES = 1_500_000  # trafilatura's time grows faster than the page


def find_main_text(body: Element, title: str) -> tuple[Element, list[Removed]]:
    """Find the element with the text, take boilerplate out of it, and return both."""
    removed = list(_remove_controls(body, len(extract_text(body))))
    container = _find_container(body)
    if container is not body:
        removed += _texts_around(body, container, title)
    removed += _remove_boilerplate_lines(container)
    return container, removed


def _remove_controls(body: Element, letters: int) -> Iterator[Removed]:
    """Take menus, forms, share buttons, cookie bars and other parts with such names out of a page."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or not is_within(element, body):
            continue
        what = _boilerplate_kind(element)
        text = extract_text(element) if what else ""
        if not what or len(text) > _MAIN_SHARE * letters:
            continue
        address = element.get("src") or element.get("data") or "" if element.tag in _EMBEDDED_TAGS else ""
        remove_element(element)
        if text or address:
            yield Removed(what=what, text=text or address[:300])


def _boilerplate_kind(element: Element) -> RemovedKind | None:
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
    tokens = set(re.split(r"[^a-z]+", names))
    return RemovedKind.FURNITURE if tokens & _BOILERPLATE_NAMES or "jp-relatedposts" in names else None


def _find_container(body: Element) -> Element:
    """Return the smallest element that holds the text, by trafilatura or as the only article; else the body."""
    blocks = [element for element in body.iter() if is_leaf(element)]
    texts = {element: re.sub(r"[\s\ue000-\ue003]+", "", extract_text(element)) for element in blocks}
    found = _extract_by_trafilatura(body)
    wanted = [element for element in blocks if len(texts[element]) > 20 and texts[element] in found]  # noqa: PLR2004
    total = sum(len(texts[element]) for element in wanted)
    everything = sum(map(len, texts.values()))
    if not total or total < 0.2 * everything:
        articles = [
            element for element in body.iter("article") if len(extract_text(element)) > _MAIN_SHARE * everything
        ]
        return articles[0] if len(articles) == 1 else body
    weights: dict[Element, int] = {}
    for element in wanted:
        for ancestor in element.iterancestors():
            weights[ancestor] = weights.get(ancestor, 0) + len(texts[element])
    best = body
    for element in body.iter():
        if weights.get(element, 0) >= 0.9 * total and element.tag in BLOCKS:
            best = element
    for ancestor in best.iterancestors():
        if ancestor.tag in {"article", "main"} and len(extract_text(ancestor)) < 1.5 * len(extract_text(best)) + 400:
            best = ancestor
    return best


def _extract_by_trafilatura(body: Element) -> str:
    """Return the main text of a page by trafilatura, without its spaces; empty if it finds none."""
    from lxml import html  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        from trafilatura import extract  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise explain_missing("trafilatura") from error
    page = html.tostring(body, encoding="unicode")
    if len(page) > _MOST_TRAFILATURA_BYTES:
        return ""
    try:
        text = extract(f"<html>{page}</html>", include_comments=False, include_tables=True, favor_recall=True) or ""
    except (RecursionError, ValueError, TypeError, AttributeError):
        return ""
    return re.sub(r"[\s\ue000-\ue003|]+", "", text)


def _texts_around(body: Element, container: Element, title: str) -> Iterator[Removed]:
    """Yield the texts of a page before and after the element with its text."""
    path = [container, *container.iterancestors()]
    for parent in reversed(path[1:]):
        if not is_within(parent, body):
            continue
        for child in parent:
            text = "" if any(child is step for step in path) else extract_text(child)
            loose = " ".join((child.tail or "").split())
            yield from (
                Removed(what=RemovedKind.FURNITURE, text=words) for words in (text, loose) if words not in {"", title}
            )


def _remove_boilerplate_lines(container: Element) -> Iterator[Removed]:
    """Take lines that are boilerplate by their words out of the text, and what follows the first after its end."""
    leaves = [element for element in container.iter() if is_leaf(element) and extract_text(element)]
    for element in leaves:
        if boilerplate.is_boilerplate(extract_text(element)):
            yield Removed(what=RemovedKind.FURNITURE, text=extract_text(element))
            remove_element(element)
    leaves = [element for element in leaves if element.getparent() is not None]
    texts = [extract_text(element) for element in leaves]
    notes = pair_notes([escape_line(text) for text in texts]).area
    for index in boilerplate.find_furniture(texts, notes, after_notes=False):
        yield Removed(what=RemovedKind.FURNITURE, text=texts[index])
        remove_element(leaves[index])
