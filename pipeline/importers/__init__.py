"""Documents as editors have them → articles: each importer is a module with `read(data, name) -> Imported`.

They know nothing of each other. What several of them need lies beside them: encodings, languages, labels and pairing of
notes, page furniture, and the accounting of words.

Which importer a document is for: its content says more than its name.
"""

import re
from dataclasses import dataclass

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""What stands around the label of a note reference while a document is taken apart; no document has these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the document: the name that the body calls it by, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Text of the document that is not in the article: what it is (furniture, comment, page header …), and its text."""

    what: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """A document as an article that nobody has written to a disk yet.

    `body` is Markdown with `[^label]` and its definitions; `front` the YAML that the document brought itself. What the
    document does not say is empty. `source` is the address where it was published. `dangling` are references that have
    no note, as they stand in the text; notes without a reference are kept in the body. `spaced` are labels of notes
    that stood without a space before the next sentence. `guesses` and `remarks` are sentences for an editor,
    and so are `doubts`, which are about the language alone.
    """

    body: str
    front: str = ""
    title: str = ""
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


SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "pasted",
    ".text": "pasted",
    ".htm": "web",
    ".html": "web",
    ".xhtml": "web",
    ".docx": "office",
    ".docm": "office",
    ".odt": "office",
}
"""The importers by the endings of names; each is a module beside this one."""

NAMES = {"markdown": "Markdown", "pasted": "text", "web": "HTML", "office": "Word or ODT"}

_REFUSED = (
    (b"%PDF-", "is a PDF file: it knows no paragraphs and no notes. Import the Word file or the web page of it."),
    (b"{\\rtf", "is an RTF file. Open it in Word or LibreOffice and save it as .docx or .odt."),
    (b"\x89PNG", "is a picture. There is no text to import."),
    (b"\xff\xd8\xff", "is a picture. There is no text to import."),
    (b"GIF8", "is a picture. There is no text to import."),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_WEB_ARCHIVE = re.compile(rb"(?:From: <Saved by|MIME-Version:|Snapshot-Content-Location:)")
_MARKDOWN = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n\w+:|\+\+\+[ \t]*\r?\n)|^\[\^[^\]\s]{1,200}\]:|^#{1,6} \S", re.MULTILINE
)

_HEAD = 4_096


def refusal(data: bytes) -> str:
    """Why a document cannot be imported, whatever its name; empty where it may be."""
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            return "is protected with a password. Open it in Word, take the password off, and save it again."
        return "is in the old Word format (.doc). Open it in Word or LibreOffice and save it as .docx."
    if _WEB_ARCHIVE.search(data[:_HEAD]):
        return "is a web archive. Save the page again as “HTML only” or “Webpage, complete”."
    return next((why for start, why in _REFUSED if data.startswith(start)), "")


def sniffed(data: bytes, suffix: str) -> str:
    """The importer for a document whose name ends in `suffix`, by what it begins with."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "office"
    if _HTML.match(data[:_HEAD]):
        return "web"
    named = SUFFIXES.get(suffix.lower(), "")
    if named in {"markdown", "pasted"} or (named == "web" and b"<" in data):
        return named
    return "markdown" if _MARKDOWN.search(data) else "pasted"
