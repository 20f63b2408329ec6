"""Lift the notes out of a web page: an anchor in the text and one in the note lead to each other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any
from urllib.parse import unquote

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.boilerplate import is_notes_heading
from pipeline.importers.note_markers import fold_label
from pipeline.importers.note_pairs import LabelPool, mark_reference
from pipeline.importers.web.furniture import furniture_kind
from pipeline.importers.web.note_markup import (
    HEADING_TAGS,
    heading_words,
    is_heading,
    remove_arrow,
    remove_brackets,
    remove_label,
    remove_space_before,
)
from pipeline.importers.web.page import (
    BLOCKS,
    Element,
    extract_text,
    has_text,
    is_within,
    remove_element,
    replace_element,
)
from pipeline.languages import document_pattern

_PAGE_TAGS = frozenset(["body", "main", "article", "html"])

_LABEL = (
    r"[\[(\s]*(?:{note_link_words}\s*|(?P<group>[^\W\d_]{1,6})[\s\xa0](?=\d))?"
    r"(?P<label>\d{1,4}|[ivxlc]{1,7}|[^\W\d_]|\*{1,4}|[†‡§¶]{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])\s.:]*"
)
_ARROWS = re.compile(r"[\s\ufe0e\ufe0f^↑↩↵⏎⤴⬆↖\u21a9\u2934\u2191]*\d{0,2}\s*")
_QUOTED_NAME = re.compile(r"['\"]#?([^'\"]+)['\"]")
_SIDENOTES = frozenset(["sidenote", "marginnote", "margin-note", "side-note"])
_NEAR_LETTERS, _WAY_BACK_LETTERS = 40, 30
_MOST_LEVELS_UP = 4
_MORE_PARAGRAPHS = 3


WebNote = tuple[str, list[Element]]
"""A note that was lifted out of a page: its label, and its elements, which are no longer in the page."""


@dataclass(slots=True, kw_only=True)
class LiftedNotes:
    """The notes of a page, the references that lead nowhere, and the texts removed with the notes."""

    notes: list[WebNote] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


def lift_notes(root: Element) -> LiftedNotes:
    """Take the notes out of a page, leaving a marked reference wherever an anchor led to one."""
    page = _Page(root)
    lifted = LiftedNotes()
    _lift_beside(page, lifted)
    _lift_sidenotes(page, lifted)
    notes = page.notes()
    order = sorted(notes, key=lambda note: page.places[note])
    lists = list(dict.fromkeys(note.getparent() for note in order if note.tag in {"li", "tr"}))
    extents = {note: page.note_elements(note, notes) for note in order}
    for note in order:
        note_elements = extents[note]
        headings = page.heading_above(note_elements[0])
        label = page.labels.give(notes[note][0])
        page.remove_ways_back(note_elements, notes[note][1])
        for anchor in notes[note][1]:
            page.replace_anchor(anchor, label, note_elements, lifted)
        page.clean_note(note_elements, notes[note][0])
        lifted.notes.append((label, list(_detach(note_elements))))
        for heading in headings:
            following = takewhile(lambda other: not is_heading(other), heading.itersiblings())
            if not any(extract_text(other) for other in following if furniture_kind(other) is None):
                lifted.removed.append(Removed(what=RemovedKind.NOTES_HEADING, text=heading_words(heading)))
                remove_element(heading)
    page.find_orphans(lifted)
    page.lift_siblings(lists, lifted)
    return lifted


class _Page:
    """A page as a web of anchors."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self.places = {element: number for number, element in enumerate(self.elements)}
        self.ids: dict[str, Element] = {}
        self.labels = LabelPool()
        for element in self.elements:
            for name in filter(None, (element.get("id"), element.get("name") if element.tag == "a" else None)):
                self.ids.setdefault(name, element)
        self.targets = {element: target for element in self.elements if (target := self._target(element)) is not None}

    def _target(self, element: Element) -> Element | None:
        """Return the element of this page that an anchor leads to."""
        _, hash_sign, fragment = (element.get("href") or "").partition("#") if element.tag == "a" else ("", "", "")
        if hash_sign and fragment:
            return self.ids.get(fragment, self.ids.get(unquote(fragment)))
        called = _QUOTED_NAME.findall(element.get("onclick") or "")
        return next((self.ids[name] for name in called if name in self.ids), None)

    def block(self, element: Element) -> Element:
        """Return the block that an element is or stands in; for a cell, its row."""
        while element.tag not in BLOCKS and element.getparent() is not None:
            element = element.getparent()
        parent = element.getparent()
        return parent if element.tag in {"td", "th"} and parent is not None else element

    def notes(self) -> dict[Element, tuple[str, list[Element]]]:
        """Find the blocks that are notes, each with its label and the anchors that refer to it."""
        back: dict[Element, list[Element]] = {}
        for anchor, target in self.targets.items():
            back.setdefault(self.block(anchor), []).append(target)
        found: dict[Element, tuple[str, list[Element]]] = {}
        waiting = []
        for anchor, target in self.targets.items():
            label = read_marker(anchor)
            note = self.block(target)
            if not label or self.places[target] < self.places[anchor] or note.tag in HEADING_TAGS | _PAGE_TAGS:
                continue
            if is_within(anchor, note):
                continue
            returns = [*back.get(note, []), *(self.targets[inner] for inner in note.iter() if inner in self.targets)]
            if any(_is_near(other, anchor) for other in returns) or self._begins_with(note, label, anchor):
                found.setdefault(note, (label, []))[1].append(anchor)
            else:
                waiting.append((anchor, note))
        for anchor, note in waiting:
            if note in found:
                found[note][1].append(anchor)
        return found

    def _begins_with(self, note: Element, label: str, anchor: Element) -> bool:
        """Tell whether a note without a way back begins with the marker that led to it, or is an item of its list."""
        if note.tag == "li":
            return any(ancestor.tag == "sup" for ancestor in [anchor, *anchor.iterancestors(), *anchor.iter()])
        if next(note.iter(*HEADING_TAGS), None) is not None:  # such as “6 comments”, to which their number leads
            return False
        return bool(re.match(rf"[\[(\s]*{re.escape(label)}[\])\s.:]", extract_text(note).lower()))

    def note_elements(self, note: Element, notes: dict[Element, Any]) -> list[Element]:
        """Return the elements of a note: several paragraphs if they stand in a box or before the next note."""
        if note.tag in {"li", "tr", "dd"}:
            return [note]
        if note.tag == "dt":
            return [note, *(element for element in note.itersiblings() if element.tag == "dd")][:2]
        top = note
        while (parent := top.getparent()) is not None and self._is_box(parent, top, notes):
            top = parent
        if top is not note or note.tag != "p":
            return [top]
        row = [note]
        for sibling in note.itersiblings():
            if sibling in notes or any(inner in notes for inner in sibling.iter()):
                return row
            if sibling.tag != "p":
                break
            row.append(sibling)
            if len(row) > _MORE_PARAGRAPHS:
                break
        return [note]

    def _is_box(self, parent: Element, top: Element, notes: dict[Element, Any]) -> bool:
        """Tell whether an element is a box around one note: nothing is in it before the note, and no other note."""
        if parent.tag not in {"div", "li", "aside", "section", "dd"} or (parent.text or "").strip():
            return False
        if any(extract_text(before) for before in top.itersiblings(preceding=True)):
            return False
        return sum(inner in notes for inner in parent.iter()) == 1

    def heading_above(self, element: Element) -> list[Element]:
        """Return the heading of notes right above an element, if there is one."""
        at = element
        for _ in range(_MOST_LEVELS_UP):
            previous = next((other for other in at.itersiblings(preceding=True) if extract_text(other)), None)
            if previous is not None:
                return [previous] if is_notes_heading(heading_words(previous)) else []
            at = at.getparent()
            if at is None or at.tag in _PAGE_TAGS:
                return []
        return []

    def replace_anchor(self, anchor: Element, label: str, note: list[Element], lifted: LiftedNotes) -> None:
        """Replace an anchor, the brackets around it and a preview beside it by a marked reference."""
        words = " ".join(map(extract_text, note)).casefold()
        at = anchor
        while (
            (parent := at.getparent()) is not None and parent.tag not in BLOCKS and parent.tag not in {"b", "i", "em"}
        ):
            others = [child for child in parent if child is not at]
            if (parent.text or "").strip("[]( )\xa0") or (at.tail or "").strip("[]() \xa0"):
                break
            if any(not _is_preview(child) and extract_text(child) for child in others):
                break
            for child in others:
                if _is_preview(child) and extract_text(child).casefold() not in words:
                    lifted.removed.append(Removed(what=RemovedKind.PREVIEW, text=extract_text(child)))
            at.tail = " " if (at.tail or "")[-1:].isspace() else None
            parent.tail = (at.tail or "") + (parent.tail or "")
            at = parent
        remove_brackets(at)
        remove_space_before(at)
        replace_element(at, mark_reference(label))

    def remove_ways_back(self, elements: list[Element], anchors: list[Element]) -> None:
        """Remove the links of a note to its references, with any words, but not its number."""
        for inner in [inner for element in elements for inner in element.iter("a") if inner in self.targets]:
            is_short = len(extract_text(inner)) <= _WAY_BACK_LETTERS and not read_marker(inner)
            if is_short and any(_is_near(self.targets[inner], anchor) for anchor in anchors):
                replace_element(inner, "")

    def clean_note(self, elements: list[Element], label: str) -> None:
        """Remove the way back from a note, and the label at its head."""
        for element in elements:
            for inner in [inner for inner in element.iter() if isinstance(inner.tag, str)]:
                is_back = inner in self.targets and (read_marker(inner) or _ARROWS.fullmatch(extract_text(inner)))
                names = f"{inner.get('class') or ''} {inner.get('role') or ''} {inner.get('rev') or ''}".lower()
                named = re.search(
                    r"back-?ref|back-?link|reversefootnote|footnote-back|footnote-to-top|footnote_plugin_index", names
                )
                if inner is not element and (is_back or named) and inner.getparent() is not None:
                    replace_element(inner, "")
        remove_label(elements[0], label)
        remove_arrow(elements[-1])

    def find_orphans(self, lifted: LiftedNotes) -> None:
        """Lift notes that nothing refers to, and collect references without a note."""
        for anchor in self.elements:
            href = anchor.get("href") or "" if anchor.tag == "a" else ""
            if not href.startswith("#") or anchor in self.targets or not is_within(anchor, self.root):
                continue
            if not read_marker(anchor):
                continue
            block = self.block(anchor)
            # Hardly anything but a reference to a note is superscript.
            is_raised = next(anchor.iterancestors("sup"), None) is not None or anchor.find(".//sup") is not None
            words = extract_text(anchor)
            rest = extract_text(block).removeprefix(words)
            if lifted.notes and rest and rest != extract_text(block):
                label = self.labels.give(read_marker(anchor))
                note_elements = self.note_elements(block, {block: None})
                replace_element(anchor, "")
                remove_label(note_elements[0], label)
                lifted.notes.append((label, list(_detach(note_elements))))
            elif block.tag not in HEADING_TAGS and (lifted.notes or is_raised):
                lifted.dangling.append(words)

    def lift_siblings(self, lists: Iterable[Element], lifted: LiftedNotes) -> None:
        """Lift notes that nothing refers to from the lists that the others were in."""
        for parent in lists:
            left = [child for child in parent if child.tag in {"li", "tr"} and extract_text(child)]
            for item in left if is_within(parent, self.root) else ():
                label = self.labels.give(str(len(lifted.notes) + 1))
                self.clean_note([item], label)
                lifted.notes.append((label, list(_detach([item]))))


def read_marker(anchor: Element) -> str:
    """Return the label that an anchor shows, folded; empty if its words are no marker."""
    words = "".join(anchor.itertext()).strip()
    found = document_pattern(_LABEL).fullmatch(words) if len(words) <= 20 else None  # noqa: PLR2004
    return fold_label((found["group"] or "") + found["label"]) if found else ""


def _is_near(target: Element, anchor: Element) -> bool:
    """Tell whether a note leads back to the anchor: to it, into it, around it, or right before it."""
    if target is anchor or any(
        ancestor is target for ancestor in anchor.iterancestors() if ancestor.tag not in _PAGE_TAGS
    ):
        return target.tag in {"p", "li", "td", "blockquote", "dd"} or len(extract_text(target)) <= _NEAR_LETTERS
    if is_within(target, anchor):
        return True
    following = target.getnext()
    if extract_text(target) or (target.tail or "").strip() or following is None:
        return False
    return is_within(anchor, following)


def _is_preview(element: Element) -> bool:
    return element.get("role") == "tooltip" or "tooltip" in (element.get("class") or "")


def _lift_beside(page: _Page, lifted: LiftedNotes) -> None:
    """Lift notes that stand right beside their markers, to be shown under the pointer."""
    for element in page.elements:
        shown = element.get("data-mfn") if "note" in (element.get("class") or "") and element.tag != "sup" else None
        is_tip = element.get("role") in {"tooltip", "doc-footnote"} and element.get("id")
        before = element.getprevious()
        if before is None or not (shown or is_tip) or (before.tail or "").strip() or not extract_text(element):
            continue
        pointers = [inner.get("aria-describedby") for inner in before.iter() if isinstance(inner.tag, str)]
        label = read_marker(before)
        if label and ((shown and before.get("data-mfn") == shown) or element.get("id") in pointers):
            free = page.labels.give(label)
            replace_element(before, mark_reference(free))
            lifted.notes.append((free, list(_detach([element]))))
    texts = {extract_text(elements[0]).casefold() for _, elements in lifted.notes}
    if texts:
        for element in [each for each in page.elements if "footnotes-list" in (each.get("class") or "")]:
            words = extract_text(element).casefold()
            if all(text in words for text in texts) and element.getparent() is not None:
                lifted.removed.append(Removed(what=RemovedKind.REPEATED_NOTES, text=extract_text(element)))
                remove_element(element)


def _detach(elements: list[Element]) -> Iterator[Element]:
    for element in elements:
        parent = element.getparent()
        remove_element(element)
        while parent is not None and parent.tag not in _PAGE_TAGS:
            if has_text(parent) or parent.find(".//img") is not None:
                break
            above = parent.getparent()
            remove_element(parent)
            parent = above
        yield element


def _lift_sidenotes(page: _Page, lifted: LiftedNotes) -> None:
    """Lift the notes that stand in the margin, each right after the place that it is about."""
    for element in page.elements:
        names = set((element.get("class") or "").lower().split())
        if not names & _SIDENOTES or not extract_text(element) or not is_within(element, page.root):
            continue
        label = page.labels.give(str(len(lifted.notes) + 1))
        place = element
        while (before := place.getprevious()) is not None and not (before.tail or "").strip():
            if before.tag not in {"label", "input"}:
                break
            place = before
        if place is not element:
            for toggle in list(place.itersiblings()):
                if toggle is element:
                    break
                remove_element(toggle)
            replace_element(place, mark_reference(label))
        else:
            element.addprevious(marker := element.makeelement("span"))
            replace_element(marker, mark_reference(label))
        lifted.notes.append((label, list(_detach([element]))))
