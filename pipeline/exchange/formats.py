"""The file formats in which work travels. A format is a module of this room; see the room's docstring."""

import re
from collections.abc import Callable, Sequence
from importlib import import_module

from pipeline.exchange import ExchangeCatalog
from pipeline.frozen import dataclass

MAX_BYTES = 64 * 1024 * 1024
"""Size limit of a file, which is in memory as a whole, several times its size."""
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFormat:
    """A format: its module, the suffixes of its files (the first one is written), and how to know its content.

    `is_single` says that a package has one file for all of its articles. `writer`
    is the name of the module's function that writes, and `editors` are programs that open such files.
    """

    module: str
    suffixes: tuple[str, ...]
    matches: Callable[[bytes], bool]
    editors: str
    is_single: bool = False
    writer: str = "write"

    def read(self, data: bytes) -> tuple[ExchangeCatalog, ...]:
        """Read a file completely. Raises TargmanError, with the line."""
        found: tuple[ExchangeCatalog, ...] = import_module(self.module).read(data)
        return found

    def write(self, catalogs: Sequence[ExchangeCatalog]) -> bytes:
        """Write catalogs as a file."""
        data: bytes = getattr(import_module(self.module), self.writer)(catalogs)
        return data


_XLIFF = re.compile(rb"<(?:\w+:)?xliff[\s>]")


def _is_xliff(data: bytes) -> bool:
    return _XLIFF.search(data[:_HEAD_BYTES].replace(b"\0", b"")) is not None


_CAT_TOOLS = "OmegaT, Trados Studio, memoQ"


def _is_po(data: bytes) -> bool:
    return b"msgid" in data or b"msgid" in data[:_HEAD_BYTES].replace(b"\0", b"")


FORMATS = {
    "xliff": ExchangeFormat(
        module="pipeline.exchange.xliff",
        suffixes=(".xlf", ".xliff", ".sdlxliff", ".mqxliff"),
        matches=_is_xliff,
        editors=_CAT_TOOLS,
        writer="write_old",
    ),
    "xliff-one": ExchangeFormat(
        module="pipeline.exchange.xliff",
        suffixes=(".xlf",),
        matches=_is_xliff,
        editors=_CAT_TOOLS,
        is_single=True,
        writer="write_old",
    ),
    "xliff2": ExchangeFormat(
        module="pipeline.exchange.xliff",
        suffixes=(".xlf",),
        matches=_is_xliff,
        editors=_CAT_TOOLS,
        writer="write_new",
    ),
    "docx": ExchangeFormat(
        module="pipeline.exchange.docx_table",
        suffixes=(".docx",),
        matches=lambda data: data.startswith(b"PK") and b"word/document.xml" in data,
        editors="Word, LibreOffice",
    ),
    "po": ExchangeFormat(
        module="pipeline.exchange.po", suffixes=(".po", ".pot"), matches=_is_po, editors="Poedit, Lokalize, OmegaT"
    ),
}
"""The formats by the names that `send --format` takes. Contents are compared with them in this order."""


_DOCUMENTS = {
    "an OpenDocument file": re.compile(rb"PK.{28}mimetypeapplication/vnd\.oasis\.opendocument", re.DOTALL),
    "a Word file of the old kind (.doc)": re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "an RTF file": re.compile(rb"\{\\rtf"),
}
"""The documents that word processors write besides .docx, by how they begin."""


def find_document(data: bytes) -> str:
    """Return the kind of a word processor's document that is not read, or an empty string."""
    return next((name for name, beginning in _DOCUMENTS.items() if beginning.match(data)), "")


def detect_format(name: str, data: bytes) -> ExchangeFormat | None:
    """Return the format of a file by its content, else by its name; None for a file of another kind."""
    by_name = (item for item in FORMATS.values() if name.lower().endswith(item.suffixes))
    return next((item for item in FORMATS.values() if item.matches(data)), next(by_name, None))
