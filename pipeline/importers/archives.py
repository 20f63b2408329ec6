"""Word and ODT files are ZIP archives: opened in memory, and with an end to how much they may hold."""

import io
import re
import zipfile
from collections.abc import Mapping

from pipeline.errors import ArticleError

_PARTS = 5_000
_XML_BYTES = 30_000_000
_PICTURE_BYTES = 150_000_000

_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)", re.IGNORECASE)

_WANTED = re.compile(
    r"\[Content_Types\]\.xml|mimetype|_rels/.*|docProps/[\w.]+|word/.*\.(?:xml|rels)|word/media/.*"
    r"|(?:content|styles|meta)\.xml|META-INF/manifest\.xml|Pictures/.*|media/.*|(?:xl/workbook|ppt/presentation)\.xml"
)
_DAMAGED = "is damaged: it cannot be unpacked. Open it in Word or LibreOffice, and save it again."

_PICTURES = ("word/media/", "Pictures/", "media/")


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of a Word or ODT file that an article is made of, by their names.

    Raises ArticleError where the archive is damaged, protected, or made to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, UnicodeError, MemoryError) as error:
        raise ArticleError(_DAMAGED) from error
    except Exception as error:
        # What unpacks the parts has errors of its own for damaged ones.
        if type(error).__module__ == "zlib" or type(error).__name__ == "LZMAError":
            raise ArticleError(_DAMAGED) from error
        raise


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > _PARTS:
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
        name = member.filename
        if member.is_dir() or name in found or not _WANTED.fullmatch(name):
            continue
        is_picture = name.startswith(_PICTURES)
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


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive again: only what was looked at, and as large as it says."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
