"""Make, read and rewrite ZIP packages, such as office files and books: the same content gives the same bytes."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo


class Completion(NamedTuple):
    """The changes to the files of a package by their names, and the files to add."""

    changes: Mapping[str, Callable[[bytes], bytes]]
    added: Mapping[str, bytes]


def has_member(package: bytes, name: str) -> bool:
    """Return True if the bytes are a package with a file of this name."""
    try:
        with ZipFile(BytesIO(package)) as opened:
            return name in opened.namelist()
    except (BadZipFile, ValueError):
        return False


def repack(
    package: bytes,
    changes: Mapping[str, Callable[[bytes], bytes]] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a package without the times of its files, in the same order. `changes` are applied to the files that it
    names, if they are there; `added` files come last.
    """
    changes = changes or {}
    made = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(made, "w") as target:
        for item in source.infolist():
            kept = ZipInfo(item.filename)
            # Readers tell a package's kind from its first bytes, so its mimetype may not be compressed.
            kept.compress_type = ZIP_STORED if item.filename == "mimetype" else ZIP_DEFLATED
            data = source.read(item)
            target.writestr(kept, changes[item.filename](data) if item.filename in changes else data)
        for name, data in (added or {}).items():
            target.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return made.getvalue()


def make_package(members: Mapping[str, bytes]) -> bytes:
    """Make a package of files by their names, in this order, without times."""
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, data in members.items():
            item = ZipInfo(name)
            item.external_attr = 0o644 << 16
            target.writestr(item, data, ZIP_DEFLATED)
    return made.getvalue()
