"""Tell what a file is that is not an article, and what to do with it instead."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from pipeline.importers import ImportedArticle, is_flat_odt

_PICTURE = (
    "is a picture, which has no text. Put it into articles/images, and refer to it in an article: ![words](images/NAME)"
)
_RECORDING = "is a recording, which has no text. Import what was said in it as a text."
_PDF = "is a PDF file, which has neither paragraphs nor notes. Import its Word file or web page."
_RTF = "is an RTF file. Open it in Word or LibreOffice and save it as .docx or .odt."
_ARCHIVE = "is an archive. Unpack it, and import what is in it."
_SIGNATURES = (
    (b"%PDF-", _PDF), (b"{\\rtf", _RTF),
    (b"\x89PNG", _PICTURE), (b"\xff\xd8\xff", _PICTURE), (b"GIF8", _PICTURE), (b"BM", _PICTURE), (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE), (b"8BPS", _PICTURE), (b"\0\0\1\0", _PICTURE), (b"\xd7\xcd\xc6\x9a", _PICTURE),
    (b"ID3", _RECORDING), (b"\xff\xfb", _RECORDING), (b"OggS", _RECORDING), (b"fLaC", _RECORDING),
    (b"\x1aE\xdf\xa3", _RECORDING),
    (b"\x1f\x8b", _ARCHIVE), (b"7z\xbc\xaf'\x1c", _ARCHIVE), (b"Rar!", _ARCHIVE), (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"\xde\x12\x04\x95", "is a compiled catalog (.mo). Use targman receive with the PO file that it was made of."),
    (b"\x95\x04\x12\xde", "is a compiled catalog (.mo). Use targman receive with the PO file that it was made of."),
    (b"\0\5\x16\7", "only holds what a Mac notes beside a document. Leave it out."),
)  # fmt: skip
"""The first bytes of files that are not articles. Those that may begin a text too count only with a NUL near by."""

_RIFF = {b"WEBP": _PICTURE, b"WAVE": _RECORDING, b"AVI ": _RECORDING}
_FILM_BRANDS = {b"heic": _PICTURE, b"heix": _PICTURE, b"mif1": _PICTURE, b"avif": _PICTURE}
_AMBIGUOUS = frozenset({b"BM", b"\xff\xfb"})

# Files that carry translations from one program to another: their root element, or the first lines of PO.
_EXCHANGE = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:"
    rb"\s*+(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE\s++(?:xliff|tmx|tbx|martif|svg)\b[^>]*+>)\s*+)*+"
    rb"<(?:\w{1,20}:)?(?P<root>xliff|tmx|tbx|martif|TBX|svg|document|package|FictionBook|wordDocument)[\s>/]"
    rb"|(?:[ \t]*+(?:#[^\r\n]*+)?\r?\n)*+[ \t]*+(?P<po>msg(?:id|ctxt)[ \t]++\"|domain[ \t]++\"))",
    re.DOTALL,
)
_FLAT = "is a document as one XML file. Open it in Word or LibreOffice and save it as .docx or .odt."
_BOOK = "is an e-book. Turn it into a Word file, with Calibre or pandoc, and import that, a chapter at a time."
_ROOTS = {
    b"xliff": "is an XLIFF file, not an article. Use targman receive, if it comes from a translator.",
    b"tmx": "is a TMX file, not an article. Use targman memory import.",
    b"po": (
        "is a PO file, not an article. Use targman receive, if it comes from a translator, or targman memory import."
    ),
    b"svg": _PICTURE,
    b"document": _FLAT, b"package": _FLAT, b"wordDocument": _FLAT, b"FictionBook": _BOOK,
}  # fmt: skip
_TBX = "is a TBX file, not an article. Use targman glossary import."
# Flat documents are known by their own names alone: <document> and <package> may begin anything.
_FLAT_MARKS = (b"opendocument", b"schemas.microsoft.com/office", b"openxmlformats")

_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+<\?xml\s")
_HTML_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_POSTS = "is an export of WordPress. Use targman pull wordpress with it."
_ANY_XML = "is an XML file, not an article. If a program made it, let that program save it as HTML or .docx."

_BY_PANDOC = "is in {}, whose signs would be text here. Turn it into a Word file first: pandoc {} -o {docx}"
_BY_ASCIIDOCTOR = "is in {}, whose signs would be text here. Turn it into HTML first: asciidoctor {} -o {html}"
_MARKUP = {
    ".tex": ("LaTeX", _BY_PANDOC), ".ltx": ("LaTeX", _BY_PANDOC), ".latex": ("LaTeX", _BY_PANDOC),
    ".rst": ("reStructuredText", _BY_PANDOC), ".rest": ("reStructuredText", _BY_PANDOC), ".org": ("Org", _BY_PANDOC),
    ".textile": ("Textile", _BY_PANDOC), ".typ": ("Typst", _BY_PANDOC), ".mediawiki": ("wikitext", _BY_PANDOC),
    ".adoc": ("AsciiDoc", _BY_ASCIIDOCTOR), ".asciidoc": ("AsciiDoc", _BY_ASCIIDOCTOR),
}  # fmt: skip
"""Texts with markup of their own, by the suffixes of their names, with what makes a document of them."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_KINDS = (
    ("EncryptedPackage", "is protected with a password. Open it in Word, take the password off, and save it again."),
    ("WordDocument", "is in the old Word format (.doc). Open it in Word or LibreOffice and save it as .docx."),
    ("Workbook", "is an old spreadsheet. Copy what belongs in the article into a Word file."),
    ("PowerPoint Document", "is an old presentation. Copy what belongs in the article into a Word file."),
    ("__properties_version1.0", "is a message of Outlook. Copy its text, and import that."),
)
_OLD = "is in an old format of Office. Open it in Word or LibreOffice and save it as .docx."
_WEB_ARCHIVE = re.compile(
    rb"\s*+(?:[\w-]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)*?(?:From: <Saved by|MIME-Version:|Snapshot-Content-Location:)"
)
"""The head of a web archive, which has the form of a mail: lines with a name each, and its own line among them."""

_MAIL = re.compile(rb"^(?:To|Received|Return-Path|Delivered-To|Message-ID):", re.IGNORECASE | re.MULTILINE)
_LOCK_NAME = re.compile(r"(?:.*[/\\])?(?:~\$.*|\.~lock\..*#)")
_HEAD_BYTES = 4_096

_SHEET = (
    "is a spreadsheet. Use targman glossary import, if it is a list of terms; else copy what belongs in the article "
    "into a Word file."
)
_SLIDES = "is a presentation. Copy what belongs in the article into a Word file."
_PARTS = {
    "xl/workbook.xml": _SHEET, "xl/workbook.bin": _SHEET, "ppt/presentation.xml": _SLIDES,
    "Index/Document.iwa": "is a document of Apple’s Pages. Open it there, and export it as Word.",
    "META-INF/container.xml": _BOOK,
}  # fmt: skip
_MIME_TYPES = {
    b"application/epub+zip": _BOOK,
    b"application/vnd.oasis.opendocument.spreadsheet": _SHEET,
    b"application/vnd.oasis.opendocument.presentation": _SLIDES,
}
_CARRIERS = (".po", ".xlf", ".xliff", ".sdlxliff", ".mqxliff")
_SENT_TABLE = re.compile("articles/[^<>]{1,200}\\.md · [\\w-]{2,20} → [\\w-]{2,20}")
_SENT_BYTES = 200_000
_PICTURE_CODE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def find_refusal(data: bytes, name: str = "") -> str:
    """Return the reason why a document cannot be imported; empty if it can, or if its importer has to find out."""
    if _LOCK_NAME.fullmatch(name):
        return "only says that a document is open in Word or LibreOffice. Leave it out."
    if data.startswith(_OLD_OFFICE):
        return next((why for mark, why in _OLD_KINDS if mark.encode("utf-16-le") in data), _OLD)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _refuse_archive(data)
    if is_flat_odt(data):
        return ""
    head = data[:_HEAD_BYTES]
    return _refuse_text(head) or _refuse_binary(head) or _refuse_markup(head, name)


def _refuse_markup(head: bytes, name: str) -> str:
    """Return what a text in a language of its own is, by the name of its file; a page may be named example.org."""
    path = PurePath(name)
    language, why = _MARKUP.get(path.suffix.lower(), ("", ""))
    if not language or head.lstrip().startswith(b"<"):
        return ""
    from shlex import quote  # noqa: PLC0415  slow to import, and few documents are refused

    names = {kind: quote(f"{path.stem}.{kind}") for kind in ("docx", "html")}
    return why.format(language, quote(path.name), **names)


def _refuse_text(head: bytes) -> str:
    """Return what a text file is instead of an article, by its beginning; empty if it may be one."""
    if found := _EXCHANGE.match(head.replace(b"\0", b"")):
        why = _ROOTS.get(b"po" if found["po"] else found["root"], _TBX)
        return "" if why == _FLAT and not any(mark in head for mark in _FLAT_MARKS) else why
    if _XML.match(head) and not _HTML_ROOT.search(head):
        return _POSTS if b"wordpress.org/export" in head else _ANY_XML
    if _WEB_ARCHIVE.match(head):
        if _MAIL.search(head) and b"From: <Saved by" not in head:
            return "is a mail. Copy its text, and import that; or save the document that is attached to it."
        return "is a web archive. Save the page again as “HTML only” or “Webpage, complete”."
    return ""


def _refuse_binary(head: bytes) -> str:
    """Return what a binary file is instead of an article, by its beginning; empty if it may be one."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _FILM_BRANDS.get(head[8:12], _RECORDING)
    return next(
        (why for start, why in _SIGNATURES if head.startswith(start) and (start not in _AMBIGUOUS or b"\0" in head)), ""
    )


def _refuse_archive(data: bytes) -> str:
    """Return what an archive is instead of a document; empty if it may be one, or is damaged."""
    for mime_type, why in _MIME_TYPES.items():
        if b"mimetype" + mime_type in data[:200]:
            return why
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            part = next((name for name in names if name == "word/document.xml"), "")
            start = archive.open(part).read(_SENT_BYTES) if part else b""
    except Exception:  # noqa: BLE001  a damaged archive raises many kinds; its importer says that it is damaged
        return ""
    if _SENT_TABLE.search(start.decode(errors="replace")):
        return "is a table for a translator, made by targman send. Use targman receive."
    if why := next((why for name, why in _PARTS.items() if name in names), ""):
        return why
    if any(name.lower().endswith(_CARRIERS) for name in names):
        return "is a package of translations. Use targman receive."
    return ""


def explain_empty(article: ImportedArticle) -> str:
    """Return the reason why an imported article has no text; empty if it has some."""
    text = re.sub(r"\A# .*", "", article.body) if article.title else article.body
    if re.search(r"[^\W_]", _PICTURE_CODE.sub(r"\1", text)):
        return ""
    if article.pictures:
        return (
            "has no text, only pictures. If these are scanned pages, recognise their text first (OCR), and import that."
        )
    if left_out := next((item for item in article.removed if item.text), None):
        return f"has no text to import: all that is in it is left out ({left_out.what})."
    return "has no text to import."
