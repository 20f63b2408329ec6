"""Read documents as articles: each importer is a module with `read(data, name, languages)`, and knows nothing of the
others; `languages` are those of the workspace, which are likely. What several of them need lies beside them;
`detect_importer` chooses one by the content.
"""

import re
from enum import StrEnum

from pipeline.frozen import dataclass

IMPORT_SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "pasted", ".text": "pasted", ".htm": "web", ".html": "web",
    ".xhtml": "web", ".docx": "office", ".docm": "office", ".odt": "office", ".fodt": "office",
}  # fmt: skip
"""The importers by the suffixes of names; each is a module beside this one."""

IMPORTER_NAMES = {"markdown": "Markdown", "pasted": "text", "web": "HTML", "office": "Word or ODT"}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKDOWN = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n\w+:|\+\+\+[ \t]*\r?\n)|^\[\^[^\]\s]{1,200}\]:|^#{1,6} \S", re.MULTILINE
)
_FLAT_ODT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<office:document\s[^>]*opendocument\.text(?:-template)?[\"']"
)
_HEAD_BYTES, _FLAT_HEAD_BYTES = 4_096, 20_000  # LibreOffice declares many namespaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the document: its name in the body, and its bytes."""

    name: str
    data: bytes


class RemovedKind(StrEnum):
    """The kinds of what a document has and its article does not; each has its translations among the messages."""

    FURNITURE = "page furniture"
    ABOUT = "line about the text"
    SIGNATURE = "signature"
    NOTES_HEADING = "heading of the notes"
    CONTENTS = "table of contents"
    PREVIEW = "preview of a note"
    REPEATED_NOTES = "notes that are in the text too"
    NOTE_REFERENCE = "reference to a deleted note"
    UNREFERENCED = "note without a reference"
    COMMENT = "comment"
    REVIEWER = "name of a reviewer"
    HEADER = "header of the pages"
    FOOTER = "footer of the pages"
    DELETED = "deleted in the tracked changes"
    HIDDEN = "hidden text"
    FRAME = "embedded video or frame"
    PICTURE = "picture"
    DRAWING = "drawing"
    CHART = "chart"
    FORMULA = "formula"
    OBJECT = "embedded object"
    UNSAFE = "unsafe part of a picture"
    LINK = "link that runs a script or holds data"
    UNEXPLAINED = "words that are not in the article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Something of the document that is not in the article: its kind, its whole text (empty for a picture without
    words), and the words before it, where these help to find it. The report makes one row of each kind.
    """

    what: RemovedKind
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """A document as an article, not on a disk yet; fields that it does not state are empty. `body` is Markdown with
    `[^label]` and its definitions, `front` the document's own YAML, `source` the address of publication. `dangling` are
    references without a note, as they stand (notes without one stay in the body), `spaced` labels that lacked a space
    before the next sentence. `guesses`, `remarks` and `doubts` (about the language alone) are for an editor.
    """

    body: str
    front: str = ""
    title: str = ""
    subtitle: str = ""
    description: str = ""
    author: str = ""
    byline: str = ""
    date: str = ""
    lang: str = ""
    source: str = ""
    pictures: tuple[Picture, ...] = ()
    removed: tuple[Removed, ...] = ()
    dangling: tuple[str, ...] = ()
    spaced: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def is_flat_odt(data: bytes) -> bool:
    """Tell whether a document is an ODT text as one XML file (`.fodt`)."""
    return bool(_FLAT_ODT.match(data[:_FLAT_HEAD_BYTES]))


def detect_importer(data: bytes, suffix: str) -> str:
    """Return the importer for a document whose name ends in `suffix`, by its first bytes."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or is_flat_odt(data):
        return "office"
    if _HTML.match(data[:_HEAD_BYTES]):
        return "web"
    named = IMPORT_SUFFIXES.get(suffix.lower(), "")
    if named == "markdown" or (named == "web" and b"<" in data):
        return named
    return "markdown" if _MARKDOWN.search(data) else "pasted"
