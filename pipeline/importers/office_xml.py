"""Open Word and ODT files in memory and within bounds, and read the texts that pandoc leaves out of their XML."""

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from pipeline.errors import ArticleError
from pipeline.importers import Removed

_MOST_PARTS = 5_000
_XML_BYTES = 30_000_000
_PICTURE_BYTES = 150_000_000

_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)", re.IGNORECASE)

_WANTED = re.compile(
    r"(?!(?:xl|ppt|customXml)/).+\.(?:xml|rels)|mimetype|(?:[^/]+/)*media/.*|Pictures/.*"
    r"|.+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|emf|wmf)|xl/workbook\.xml|ppt/presentation\.xml"
)
_STATING_LANGUAGES = (
    *("word/document.xml", "word/styles.xml", "docProps/core.xml"),
    *("content.xml", "styles.xml", "meta.xml"),
)
_LANGUAGE_TAG = re.compile(
    rb"<w:lang\b[^<>]{0,200}>|<dc:language>(?P<named>[\w-]{2,35})<"
    rb'|\bfo:language="(?P<language>[a-z]{2,3})"(?:\s+fo:country="(?P<country>[A-Z]{2})")?'
)
_DAMAGED = "is damaged: it cannot be unpacked. Open it in Word or LibreOffice, and save it again."


_FLAT_HEAD_BYTES = 20_000
_FLAT_PICTURE = re.compile(
    rb"(?P<image><draw:image\b(?:(?!xlink:href)[^<>])*)>\s*<office:binary-data>(?P<data>[^<]*)</office:binary-data>"
)
_PICTURE_STARTS = {b"\x89PNG": "png", b"\xff\xd8": "jpg", b"GIF8": "gif", b"RIFF": "webp", b"BM": "bmp"}
"""The suffixes of pictures by their first bytes; what is none of these is SVG, or refused when the picture is read."""

_DEEPEST = 500


def open_archive(data: bytes) -> dict[str, bytes]:
    """Return the parts that make up an article. Raises ArticleError for a damaged, protected or harmful file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_parts(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, UnicodeError, MemoryError) as error:
        raise ArticleError(_DAMAGED) from error
    except Exception as error:
        # What unpacks the parts has errors of its own for damaged ones.
        if type(error).__module__ == "zlib" or type(error).__name__ == "LZMAError":
            raise ArticleError(_DAMAGED) from error
        raise


def _read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > _MOST_PARTS:
        raise ArticleError(f"holds {len(members):,} files, far more than a document does. It is not opened.")
    for member in members:
        if _OUTSIDE.search(member.filename):
            raise ArticleError(
                f"holds a file with the path “{member.filename[:80]}”, outside the document. It is not opened."
            )
        if member.flag_bits & 1:
            raise ArticleError("is protected with a password. Take the password off, and save it again.")
    found: dict[str, bytes] = {}
    left = {True: _PICTURE_BYTES, False: _XML_BYTES}
    for member in members:
        name = member.filename.replace("\\", "/")
        if member.is_dir() or name in found or not _WANTED.fullmatch(name):
            continue
        is_picture = name != "mimetype" and not name.endswith((".xml", ".rels"))
        # The size that the archive declares may be a lie; so no more is unpacked than may be.
        with archive.open(member) as part:
            content = part.read(left[is_picture] + 1)
        left[is_picture] -= len(content)
        if left[is_picture] < 0:
            raise ArticleError(
                "unpacks to far more than an article has (a “ZIP bomb”, or very large pictures). It is not opened."
            )
        if not is_picture and name != "META-INF/manifest.xml" and _DECLARATION.search(content):
            raise ArticleError(
                f"declares entities or a document type in {name}, as no Word processor does. It is not opened."
            )
        found[name] = content
    return found


def split_flat(data: bytes) -> dict[str, bytes]:
    """Return the parts of an ODT document that is one XML file: what a packed one has in three is all in each of them,
    and its pictures are parts. Raises ArticleError for a harmful file.
    """
    if len(data) > _PICTURE_BYTES:
        raise ArticleError("is far larger than an article, or has very large pictures. It is not opened.")
    pictures: dict[str, bytes] = {}

    def move(found: re.Match[bytes]) -> bytes:
        try:
            content = base64.b64decode(found["data"])
        except binascii.Error:
            return found[0]
        suffix = next((name for start, name in _PICTURE_STARTS.items() if content.startswith(start)), "svg")
        name = f"Pictures/{len(pictures) + 1}.{suffix}"
        pictures[name] = content
        return found["image"] + f' xlink:href="{name}">'.encode()

    text = _FLAT_PICTURE.sub(move, data) if b"xmlns:xlink" in data[:_FLAT_HEAD_BYTES] else data
    if len(text) > _XML_BYTES:
        raise ArticleError("holds far more text than an article. Split the document.")
    if _DECLARATION.search(text):
        raise ArticleError("declares entities or a document type, as no Word processor does. It is not opened.")
    mime_type = {"mimetype": b"application/vnd.oasis.opendocument.text"}
    return dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), text) | mime_type | pictures


def find_languages(parts: Mapping[str, bytes]) -> list[str]:
    """Return the languages that a document states, those of its words first; programs state some by default."""
    found: list[bytes] = []
    for name in _STATING_LANGUAGES:
        for tag in _LANGUAGE_TAG.finditer(parts.get(name, b"")):
            named = b"-".join(filter(None, tag.group("language", "country"))) or tag["named"] or b""
            found += [named] if named else re.findall(rb'"([^"]*)"', tag[0])
    return [code.decode("ascii", "replace") for code in dict.fromkeys(found)]


def pack_archive(parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts into an archive again, which holds nothing that was not checked."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@dataclass(slots=True, kw_only=True)
class DocumentContents:
    """The properties, text and other texts of a document; pandoc is to read `replaced` parts instead of its own.
    `dangling` are references within it that lead nowhere, as they are shown.
    """

    title: str = ""
    author: str = ""
    text: str = ""
    removed: list[Removed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    replaced: dict[str, bytes] = field(default_factory=dict)
    dangling: list[str] = field(default_factory=list)


def parse_part(parts: Mapping[str, bytes], name: str) -> ET.Element | None:
    """Parse a part of a document; None if it has none of that name. Raises ArticleError if it is damaged."""
    content = parts.get(name)
    if not content:
        return None
    builder = _ShallowBuilder(name)
    try:
        return ET.fromstring(content, ET.XMLParser(target=builder))  # noqa: S314  archives lets no entities in
    except (ET.ParseError, LookupError, ValueError) as error:
        raise ArticleError(f"is damaged: {name} in it is not valid XML. Open it in Word, and save it again.") from error


class _ShallowBuilder(ET.TreeBuilder):
    """A tree builder that refuses to go deeper than documents do."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """Begin an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ArticleError(f"is nested more than {_DEEPEST} deep in {self._name}, as no text is. It is not opened.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag)
