"""XML that comes from anybody, read as it comes in, so that a file of any size needs little memory.

Entities of the file's own are refused, so it can neither read other files nor blow itself up; elements and tags have
their greatest size and depth.
"""

from collections.abc import Collection, Iterable, Iterator
from xml.parsers import expat

from pipeline.errors import TargmanError

MAX_LENGTH = 1_000_000
"""The most bytes that a tag or a comment may have, and the most characters that a unit may."""

_DEEPEST = 64
_CHUNK = 1 << 16


def split_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in portions of which each makes few elements, so that these can be dealt with as they come."""
    for chunk in chunks:
        for start in range(0, len(chunk), _CHUNK):
            yield chunk[start : start + _CHUNK]


class StrictXmlReader:
    """What is known of a file at one place. A kind of file says in `start`, `end` and `characters` what to make of it.

    `roots` are the names that its outermost element may have, `kind` is what people call such a file. What is wrong is
    raised as `error`, with its line.
    """

    def __init__(self, roots: Collection[str], kind: str, error: type[TargmanError]) -> None:
        self.open: list[str] = []
        self._roots = roots
        self._kind = kind
        self._error = error
        self._given = 0
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
        """An element begins; it is the last one in `open`."""

    def end(self, tag: str) -> None:
        """An element has ended; it is no longer in `open`."""

    def characters(self, text: str) -> None:
        """Text inside the innermost open element."""

    @property
    def line(self) -> int:
        """Where in the file it is, from 1."""
        return self._parser.CurrentLineNumber

    def refuse(self, message: str) -> None:
        """Raise the error of this kind of file, with the line."""
        raise self._error(message, line=self.line)

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Read on. Raises the kind's error where it is no such file, or not a harmless one."""
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise self._error(f"is no {self._kind}, or a damaged one: {said}", line=error.lineno) from error
        except (LookupError, ValueError) as error:
            raise self._error("is in an encoding that cannot be read. Save it as UTF-8.") from error
        self._given += len(data)
        if self._given - self._parser.CurrentByteIndex > MAX_LENGTH:
            self.refuse(f"has a tag or a comment with more than {MAX_LENGTH:,} bytes. It may be a trap.")

    def _doctype(self, name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        if name not in self._roots:
            self.refuse(f"is no {self._kind}: it says that it is “{name[:40]}”.")
        if has_own:
            self.refuse(
                f"has declarations of its own, which no {self._kind} needs. It may be a trap, so nothing is read."
            )

    def _entity(self, *_: object) -> int:
        self.refuse(f"has entities of its own, which no {self._kind} needs. It may be a trap, so nothing is read.")
        return 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.open and tag not in self._roots:
            self.refuse(f"is no {self._kind}: it begins with <{tag[:40]}>.")
        self.open.append(tag)
        if len(self.open) > _DEEPEST:
            self.refuse("has elements inside each other without an end. It may be a trap.")
        self.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.open.pop()
        self.end(tag)
