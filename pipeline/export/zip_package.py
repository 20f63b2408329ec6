"""Zip packages, which office files and books are, written so that the same content gives the same bytes."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo


def has_member(package: bytes, name: str) -> bool:
    """Whether the bytes are a package with a file of this name in it."""
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
    """A package with the times taken out, in the same order, the files that `changes` names changed, others `added`."""
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
