"""Accept the tracked changes of a Word document, and take out what is hidden; all of it is listed."""

from dataclasses import dataclass, field

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.word.ooxml import (
    Element,
    W,
    drop,
    is_on,
    paragraph_of,
    properties_of,
    text_of,
    unwrap,
    words_before,
)
from pipeline.importers.word.styles import StyleSheet

_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_HERE = frozenset({f"{W}ins", f"{W}moveTo"})
_PROPERTIES = frozenset({f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}pPr", f"{W}numPr", f"{W}sectPr"})
_FORMER = ("rPrChange", "pPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "sectPrChange",
           "tblPrExChange", "numberingChange")  # fmt: skip
_REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")


@dataclass(slots=True, kw_only=True)
class ChangeLog:
    """The changes accepted and the texts taken out; `notes` are those whose references went with them, and why.
    `dangling` are references that lead nowhere, as they are shown.
    """

    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    removed: list[Removed] = field(default_factory=list)
    notes: dict[tuple[str, str], RemovedKind] = field(default_factory=dict)
    dangling: list[str] = field(default_factory=list)

    def remove(self, element: Element, what: RemovedKind) -> None:
        """Take an element out of the text, and list it."""
        text = " ".join(text_of(element).split())
        if text:
            self.removed.append(Removed(what=what, text=text, place=words_before(element)))
        self.forget_notes(element, what)
        drop(element)

    def forget_notes(self, element: Element, what: RemovedKind) -> None:
        """Remember that the references in an element go, and so their notes."""
        for reference in element.iter(*_REFERENCES):
            story = "footnotes" if reference.tag == _REFERENCES[0] else "endnotes"
            self.notes[story, reference.get(f"{W}id") or ""] = what

    def remarks(self) -> list[str]:
        """Return a sentence about the changes, or nothing."""
        if not (self.inserted or self.deleted or self.moved):
            return []
        moves = f", moves: {self.moved}" if self.moved else ""
        return [f"tracked changes were accepted (insertions: {self.inserted}, deletions: {self.deleted}{moves})"]


def accept_changes(root: Element, log: ChangeLog) -> None:
    """Accept the tracked changes of a story: what was inserted stays, what was deleted goes."""
    for name in _FORMER:
        for element in list(root.iter(f"{W}{name}")):
            drop(element)
    arrived = {" ".join(text_of(moved).split()) for moved in root.iter(f"{W}moveTo")}
    for element in list(root.iter(*_GONE)):
        if element.getparent() is not None and element.getparent().tag not in _PROPERTIES:
            _remove_deleted(element, log, arrived)
    for mark in [*root.iter(f"{W}del"), *root.iter(f"{W}cellDel")]:
        _remove_cells(mark, log)
    for element in list(root.iter(*_HERE)):
        if element.getparent().tag not in _PROPERTIES:
            is_text = bool(text_of(element).strip())
            log.inserted += is_text and element.tag == f"{W}ins"
            log.moved += is_text and element.tag == f"{W}moveTo"
            unwrap(element)
    marks = [mark for tag in _GONE for mark in root.iter(tag)]
    gone = [paragraph_of(mark) for mark in marks if mark.getparent().getparent().tag == f"{W}pPr"]
    for paragraph in reversed(gone):
        _join_next(paragraph)


def _remove_deleted(element: Element, log: ChangeLog, arrived: set[str]) -> None:
    """Remove deleted runs. The end of a field that is deleted alone still ends it."""
    ends = list(element.iter(f"{W}fldChar"))
    kinds = [end.get(f"{W}fldCharType") for end in ends]
    open_ends = ends[-1:] if kinds.count("end") > kinds.count("begin") else []
    for end in open_ends:
        element.addprevious(end.getparent())
    text = " ".join(text_of(element).split())
    log.deleted += bool(text) and element.tag == f"{W}del"
    if element.tag == f"{W}moveFrom" and text in arrived:
        log.forget_notes(element, RemovedKind.DELETED)
        drop(element)
    else:
        log.remove(element, RemovedKind.DELETED)


def _remove_cells(mark: Element, log: ChangeLog) -> None:
    """Remove the row or the cell of a table that a mark says is deleted."""
    parent = mark.getparent()
    owner = None if parent is None or parent.tag not in {f"{W}trPr", f"{W}tcPr"} else parent.getparent()
    if owner is not None and owner.getparent() is not None:
        log.deleted += 1
        log.remove(owner, RemovedKind.DELETED)


def _join_next(paragraph: Element | None) -> None:
    """Join a paragraph, whose end is deleted, with the next one."""
    if paragraph is None or paragraph.getparent() is None:
        return
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    after = paragraph.getnext()
    if after is not None and after.tag == f"{W}p":
        properties = properties_of(after)
        at = 0 if properties is None else after.index(properties) + 1
        after[at:at] = content
        drop(paragraph)
    elif not content and len(paragraph.getparent()) > 1:
        drop(paragraph)


def remove_hidden(root: Element, styles: StyleSheet, log: ChangeLog) -> None:
    """Remove hidden text, that of one paragraph as one thing."""
    paragraph: Element | None = None
    texts: list[str] = []
    place = ""
    for mark in list(root.iter(f"{W}hidden")):
        if mark.getparent().tag == f"{W}trPr" and mark.get(f"{W}val") not in {"0", "false", "off"}:
            log.remove(mark.getparent().getparent(), RemovedKind.HIDDEN)

    def close() -> None:
        if "".join(texts).strip():
            text = " ".join("".join(texts).split())
            log.removed.append(Removed(what=RemovedKind.HIDDEN, text=text, place=place))
        texts.clear()

    for run in list(root.iter(f"{W}r")):
        around = paragraph_of(run)
        if not styles.is_hidden(run, around) or run.getparent() is None:
            continue
        if next(run.iter(f"{W}fldChar", f"{W}instrText"), None) is not None:
            continue  # the marks of a field have no text of their own
        if around is not paragraph:
            close()
            paragraph, place = around, words_before(run)
        texts.append(text_of(run))
        log.forget_notes(run, RemovedKind.HIDDEN)
        drop(run)
    close()


def remove_placeholders(root: Element, log: ChangeLog) -> None:
    """Remove the texts of controls that nobody filled in, such as “Click here to enter text”."""
    for mark in list(root.iter(f"{W}showingPlcHdr")):
        content = mark.getparent().getparent().find(f"{W}sdtContent")
        if is_on(mark.getparent(), "showingPlcHdr") is not False and content is not None:
            log.remove(content, RemovedKind.HIDDEN)
