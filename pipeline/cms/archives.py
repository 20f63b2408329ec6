"""Sources of posts: an export file here, a site in `site_archive`."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol, Self

from pipeline.cms.archive_posts import Post, outline
from pipeline.cms.wxr import read_wxr
from pipeline.errors import FileError
from pipeline.workspace.codec import from_json, to_json

_PORTION = 1 << 20  # bytes read at a time


class Archive(Protocol):
    """Posts that can be listed without their texts, and read a few at a time."""

    name: str
    has_pictures: bool

    @property
    def site(self) -> str:
        """The address of the site, by which what came in is remembered; known once the posts are listed."""

    def list_posts(self) -> Iterator[Post]:
        """Yield all posts without their texts."""

    def find_translations(self, posts: Sequence[Post], known: Collection[int]) -> list[Post]:
        """Return the posts with more about their languages, if it can be found; those that are `known` need none."""

    def read_posts(self, numbers: Collection[int]) -> Iterator[Post]:
        """Yield these posts, with their texts."""

    def fetch(self, address: str) -> bytes:
        """Return the bytes of a picture. Raises TargmanError."""


class ExportArchive:
    """An export file, to be used in a `with` statement. Its posts are in a temporary file while they are worked on, so
    that memory holds few of them.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.has_pictures = False
        self.site = ""
        self._path = path
        self._spool: IO[bytes] = TemporaryFile(prefix="targman-")  # noqa: SIM115  lives as long as the archive
        self._places: dict[int, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def list_posts(self) -> Iterator[Post]:
        """Yield all posts without their texts. Raises FileError for a file that is none, is damaged or dangerous."""
        try:
            for item in read_wxr(self._read_file()):
                if isinstance(item, str):
                    self.site = item
                elif isinstance(item, Post):
                    data = json.dumps(to_json(item), ensure_ascii=False).encode(errors="replace")
                    self._places[item.id] = self._spool.tell(), len(data)
                    self._spool.write(data)
                    yield outline(item)
        except FileError as error:
            raise error if error.path else error.at(self.name) from error

    def find_translations(self, posts: Sequence[Post], known: Collection[int]) -> list[Post]:  # noqa: ARG002
        """Return the posts as they are: an export says all that it knows."""
        return list(posts)

    def read_posts(self, numbers: Collection[int]) -> Iterator[Post]:
        """Yield these posts, with their texts."""
        for number in numbers:
            if number in self._places:
                start, length = self._places[number]
                self._spool.seek(start)
                yield from_json(Post, json.loads(self._spool.read(length)))

    def fetch(self, address: str) -> bytes:
        """Refuse to fetch: an export holds no pictures."""
        raise FileError("is not in the export file", path=address)

    def _read_file(self) -> Iterator[bytes]:
        try:
            with self._path.open("rb") as file:
                while data := file.read(_PORTION):
                    yield data
        except OSError as error:
            raise FileError(f"cannot be read: {error.strerror or type(error).__name__}", path=self.name) from error
