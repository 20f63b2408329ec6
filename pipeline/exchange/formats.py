"""The file formats in which work travels. A format is a module of this room; see the room's docstring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from pipeline.exchange import ExchangeCatalog

MAX_BYTES = 64 * 1024 * 1024
"""Size limit of a file, which is in memory as a whole, several times its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFormat:
    """A format: its module, the suffixes of its files (the first one is written), and how to know its content.

    `is_single` says that one file may hold several articles, so that a package has one file for all of them.
    """

    module: str
    suffixes: tuple[str, ...]
    matches: Callable[[bytes], bool]
    is_single: bool = False

    def read(self, data: bytes) -> tuple[ExchangeCatalog, ...]:
        """Read a file completely. Raises TargmanError, with the line."""
        found: tuple[ExchangeCatalog, ...] = import_module(self.module).read(data)
        return found

    def write(self, catalogs: Sequence[ExchangeCatalog]) -> bytes:
        """Write catalogs as a file."""
        data: bytes = import_module(self.module).write(catalogs)
        return data


FORMATS = {
    "po": ExchangeFormat(
        module="pipeline.exchange.po", suffixes=(".po", ".pot"), matches=lambda data: b"msgid" in data
    ),
}
"""The formats by the names that `send --format` takes. Contents are compared with them in this order."""


def detect_format(name: str, data: bytes) -> ExchangeFormat | None:
    """Return the format of a file by its content, else by its name; None for a file of another kind."""
    by_name = (item for item in FORMATS.values() if name.lower().endswith(item.suffixes))
    return next((item for item in FORMATS.values() if item.matches(data)), next(by_name, None))
