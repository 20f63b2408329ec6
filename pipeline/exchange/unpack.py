"""Open what somebody sent: a file, a folder, a ZIP package. Nothing leads out of it, and it cannot fill the memory."""

import re
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zlib import error as zlib_error

from pipeline.errors import FileError, TargmanError
from pipeline.exchange.formats import MAX_BYTES, find_document
from pipeline.frozen import dataclass

MAX_PACKAGE_BYTES = 256 * 1024 * 1024
"""Size limit of all files of a package together, unpacked."""
MAX_FILES = 20_000
"""Maximum number of files in a package or folder."""
MAX_RATIO = 200
"""Maximum ratio of a package's unpacked to its packed size; catalogs reach 20, a trap a thousand."""
_SMALL = 16 * 1024 * 1024
"""Bytes up to which the ratio does not matter."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE_PART = "word/document.xml"
_DRIVE = re.compile(r"[A-Za-z]:")
_OWN_FILES = (".html", ".csv", ".tmx", ".json", ".txt", ".mo")
"""Suffixes of the files of a package that are to be read by people and programs, and never come back changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file that came, by the name to show: its path, within the package or folder if it was in one."""

    name: str
    data: bytes


Unpacked = ReceivedFile | TargmanError
"""A file, or the reason why it is not read."""


def unpack(path: Path) -> Iterator[Unpacked]:
    """Yield the files at a path: itself, those of the folder, or those of the ZIP package."""
    try:
        if path.is_dir():
            yield from _unpack_folder(path)
            return
        item = ReceivedFile(name=str(path), data=_read_file(path))
    except TargmanError as error:
        yield error
        return
    yield from _unpack_file(item)


def is_package_only(name: str) -> bool:
    """Tell whether a file is one of a package that is never read back, or of the system that packed it."""
    last = name.rpartition("/")[2]
    return last.startswith(".") or last.lower().endswith(_OWN_FILES) or "__MACOSX/" in name


def _unpack_file(item: ReceivedFile) -> Iterator[Unpacked]:
    if not item.data.startswith(_ZIP) or find_document(item.data):
        yield item
        return
    try:
        yield from _unpack_zip(item)
    except TargmanError as error:
        yield error.at(item.name)


def _unpack_folder(folder: Path) -> Iterator[Unpacked]:
    count = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield FileError("is a link, which may lead anywhere. Give the file itself.", path=str(path))
        elif path.is_file() and not is_package_only(name) and not any(part.startswith(".") for part in name.split("/")):
            count += 1
            if count > MAX_FILES:
                yield FileError(f"has more than {MAX_FILES:,} files. Give some of them.", path=str(folder))
                return
            try:
                yield from _unpack_file(ReceivedFile(name=str(path), data=_read_file(path)))
            except TargmanError as error:
                yield error


def _read_file(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileError("is not a file that can be read.", path=str(path))
        with path.open("rb") as file:
            data = file.read(MAX_PACKAGE_BYTES + 1)
    except FileNotFoundError as error:
        raise FileError("is not there.", path=str(path)) from error
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}", path=str(path)) from error
    if len(data) > (MAX_PACKAGE_BYTES if data.startswith(_ZIP) else MAX_BYTES):
        raise FileError(f"has more than {MAX_BYTES >> 20} MB. Divide it.", path=str(path))
    return data


def _unpack_zip(package: ReceivedFile) -> Iterator[Unpacked]:
    """Yield the files of a package. Raises FileError for one that is damaged or a trap; nothing of it is used then."""
    try:
        with zipfile.ZipFile(BytesIO(package.data)) as opened:
            members = [item for item in opened.infolist() if not item.is_dir()]
            _refuse_traps(members, len(package.data))
            # No more is read of a file than it says that it has, which was judged.
            if any(item.filename == _OFFICE_PART for item in members):
                yield package
                return
            yield from [
                _member(f"{package.name}/{item.filename}", opened.read(item))
                for item in members
                if not is_package_only(item.filename)
            ]
    except (zipfile.BadZipFile, zlib_error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        reason = "it is encrypted" if "encrypted" in str(error) else "it is damaged"
        raise FileError(f"cannot be unpacked: {reason}. Ask for it again, as a plain ZIP file.") from error


def _member(name: str, data: bytes) -> Unpacked:
    if data.startswith(_ZIP) and _OFFICE_PART.encode() not in data and not find_document(data):
        return FileError("is a package within a package. Unpack the outer one, and give this file.", path=name)
    return ReceivedFile(name=name, data=data)


def _refuse_traps(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_FILES:
        raise FileError(f"has {len(members):,} files, and {MAX_FILES:,} are the most. Nothing of it was taken.")
    for item in members:
        name = item.filename.replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in item.orig_filename:
            raise FileError(f"has a file that would lead out of it: {item.filename!r}. Nothing of it was taken.")
        if stat.S_ISLNK(item.external_attr >> 16):
            raise FileError(f"has a link in it: {item.filename!r}. Nothing of it was taken.")
        if item.file_size > MAX_BYTES:
            raise FileError(
                f"has a file of more than {MAX_BYTES >> 20} MB: {item.filename!r}. Nothing of it was taken."
            )
    total = sum(item.file_size for item in members)
    if total > MAX_PACKAGE_BYTES or total > max(_SMALL, MAX_RATIO * size):
        raise FileError(f"would unpack to {total >> 20:,} MB; it may be a trap. Nothing of it was taken.")
