"""A streaming reader for untrusted XML: little memory for a file of any size, and no known attack gets through.

A file that declares entities is refused, so it can neither read other files nor expand without bound. Tags, comments
and nesting are limited in size.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from xml.parsers import expat

from pipeline.errors import TargmanError

MAX_LENGTH = 1_000_000
"""Maximum length of a tag or a comment in bytes, and of a translation unit in characters. No real file comes close."""

INVALID_CHARACTER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML document can hold."""

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
        self._parser = expat.ParserCreate()
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
    def line(self) -> int:
        """The current line of the file, from 1."""
        return self._parser.CurrentLineNumber

    def refuse(self, message: str) -> None:
        """Raise the error of this file format, with the current line."""
        raise self._error(message, line=self.line)

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Read more bytes. Raises the format's error for a file of another format, a damaged or a dangerous one."""
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise self._error(f"is not a {self._kind} file, or is damaged: {reason}", line=error.lineno) from error
        except (LookupError, ValueError) as error:
            raise self._error("is in an encoding that cannot be read. Save it as UTF-8.") from error
        self._fed += len(data)
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
