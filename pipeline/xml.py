"""A streaming reader for untrusted XML: little memory for a file of any size, and no known attack gets through.

A file that declares entities is refused, so it can neither read other files nor expand without bound. Tags, comments
and nesting are limited in size. Programs write signs that XML does not know, though: those are repaired, and told.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from html.entities import html5
from xml.parsers import expat

from pipeline.errors import TargmanError
from pipeline.frozen import dataclass

MAX_LENGTH = 1_000_000
"""Maximum length of a tag or a comment in bytes, and of a translation unit in characters. No real file comes close."""

INVALID_CHARACTER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML document can hold."""

_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]{1,8})|#(?P<number>[0-9]{1,8})|(?P<name>[A-Za-z][\w.-]{0,40}));")
_REPAIRED = re.compile(f"{_REFERENCE.pattern}|(?P<invalid>{INVALID_CHARACTER.pattern})")
_LONGEST_REFERENCE = 44
_LAST_CHARACTER = 0x10FFFF
_OWN_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARED = re.compile(rb"""\s{0,32}<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_LONGEST_DECLARATION = 256  # bytes
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""Byte order marks, each with its encoding."""

_MAX_DEPTH = 64
_CHUNK_SIZE = 1 << 16  # bytes; small enough that the elements of one chunk can be handled before the next is read


def remove_invalid_characters(text: str) -> str:
    """Remove the characters that no XML document can hold."""
    return INVALID_CHARACTER.sub("", text)


def split_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in chunks of at most 64 KiB, so that each one holds few elements."""
    for chunk in chunks:
        for start in range(0, len(chunk), _CHUNK_SIZE):
            yield chunk[start : start + _CHUNK_SIZE]


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlRepair:
    """A sign that XML does not know, the first line with it, how often it stands, and what was read in its place."""

    sign: str
    line: int
    count: int = 1
    reading: str = ""


class _Decoder:
    """Decodes a file in portions, and repairs what no XML parser would read."""

    def __init__(self) -> None:
        self._decode: codecs.IncrementalDecoder | None = None
        self._start = b""
        self._rest = ""
        self._line = 1
        self.repairs: dict[str, XmlRepair] = {}

    def read(self, data: bytes, *, final: bool) -> bytes:
        """Return the next portion as UTF-8. Raises LookupError or ValueError for an encoding that cannot be read."""
        if self._decode is None:
            self._start += data
            if len(self._start) < _LONGEST_DECLARATION and not final:
                return b""
            self._decode, data = _find_decoder(self._start), self._start
        text = self._rest + self._decode.decode(data, final)
        cut = len(text) if final else text.rfind("&", max(0, len(text) - _LONGEST_REFERENCE))
        if cut >= 0 and ";" not in text[cut:]:
            text, self._rest = text[:cut], text[cut:]
        else:
            self._rest = ""
        fixed = self._repair(text) if _REPAIRED.search(text) else text
        self._line += text.count("\n")
        return fixed.encode()

    def _repair(self, text: str) -> str:
        parts: list[str] = []
        at, line = 0, self._line
        for found in _REPAIRED.finditer(text):
            value = _read_reference(found)
            if value is None:
                continue
            line += text.count("\n", at, found.start())
            parts += [text[at : found.start()], value]
            at = found.end()
            sign = found[0] if not found["invalid"] else f"U+{ord(found[0]):04X}"
            known = self.repairs.get(sign)
            new = XmlRepair(sign=sign, line=line, reading=value.replace("&amp;", "&"))
            self.repairs[sign] = replace(known, count=known.count + 1) if known else new
        return "".join([*parts, text[at:]])


def _find_decoder(data: bytes) -> codecs.IncrementalDecoder:
    """Return the decoder for a file that begins so: by its byte order mark, else as it declares, else UTF-8."""
    declared = _DECLARED.match(data)
    name = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    name = name or (declared[1].decode() if declared else "utf-16-be" if data[:1] == b"\0" else "utf-8")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data[1:2]:
        name = "utf-16-le"
    "".encode(name)  # raises LookupError for a codec that is none of text
    return codecs.getincrementaldecoder(name)()


def _read_reference(found: re.Match[str]) -> str | None:
    """Return the text to read in place of a sign, or None for one that XML knows."""
    if found["invalid"]:
        return ""
    if found["name"]:
        name = found["name"]
        return None if name in _OWN_NAMES else html5.get(f"{name};", f"&amp;{name};")
    number = int(found["hex"], 16) if found["hex"] else int(found["number"])
    return None if number <= _LAST_CHARACTER and not INVALID_CHARACTER.match(chr(number)) else ""


class StrictXmlReader:
    """The base of a reader for one file format, which overrides `start`, `end` and `characters`.

    `roots` are the allowed names of the outermost element; `kind` names the format in messages. A fault is raised as
    `error`, with its line. `open_tags` are the open elements, outermost first.
    """

    def __init__(self, roots: Collection[str], kind: str, error: type[TargmanError]) -> None:
        self.open_tags: list[str] = []
        self._roots = roots
        self._kind = kind
        self._error = error
        self._fed = 0
        self._decoder = _Decoder()
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the beginning of an element; `open_tags` ends with it."""

    def end(self, tag: str) -> None:
        """Handle the end of an element; `open_tags` no longer holds it."""

    def characters(self, text: str) -> None:
        """Handle text in the innermost open element."""

    @property
    def repairs(self) -> tuple[XmlRepair, ...]:
        """The signs so far that XML does not know: characters left out, and entities read as HTML has them."""
        return tuple(self._decoder.repairs.values())

    @property
    def line(self) -> int:
        """The current line of the file, from 1."""
        return self._parser.CurrentLineNumber

    def refuse(self, message: str) -> None:
        """Raise the error of this file format, with the current line."""
        raise self._error(message, line=self.line)

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Read more bytes. Raises the format's error for a file of another format, a damaged or a dangerous one."""
        try:
            text = self._decoder.read(data, final=final)
            self._parser.Parse(text, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise self._error(f"is not a {self._kind} file, or is damaged: {reason}", line=error.lineno) from error
        except (LookupError, ValueError) as error:
            raise self._error("is in an encoding that cannot be read. Save it as UTF-8.") from error
        self._fed += len(text)
        if self._fed - self._parser.CurrentByteIndex > MAX_LENGTH:
            self.refuse(f"has a tag or a comment of more than {MAX_LENGTH:,} bytes. It may be an attack.")

    def _doctype(self, name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        if name not in self._roots:
            self.refuse(f"is not a {self._kind} file: its document type is “{name[:40]}”.")
        if has_own:
            self.refuse(
                f"has declarations, which no {self._kind} file needs. It may be an attack, so nothing was read."
            )

    def _entity(self, *_: object) -> int:
        self.refuse(f"has entities, which no {self._kind} file needs. It may be an attack, so nothing was read.")
        return 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.open_tags and tag not in self._roots:
            self.refuse(f"is not a {self._kind} file: it begins with <{tag[:40]}>.")
        self.open_tags.append(tag)
        if len(self.open_tags) > _MAX_DEPTH:
            self.refuse(f"nests elements more than {_MAX_DEPTH} deep. It may be an attack.")
        self.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.open_tags.pop()
        self.end(tag)
