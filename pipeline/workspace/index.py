"""The index: states of files and results of earlier runs, so that a run reads only what changed.

As in git's, a file is not opened while what the system says about it (`Stamp`) is the same, unless it was written so
recently that another change could leave the same stamp. A step has nothing to do for an article while the digests of
all files that took part are the same. The index may be deleted at any time; that costs only time.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import pipeline
from pipeline.errors import FileError
from pipeline.languages.folders import find_folders, is_shipped
from pipeline.workspace import files
from pipeline.workspace.files import FileState, content_digest, is_racy, stamp_of
from pipeline.workspace.lock import remove_leftovers_in
from pipeline.workspace.settings import Settings

NAME = ".targman/index"
FINDINGS = ".targman/findings"
"""The index of `check` alone: its findings are long, and the other commands need not load them."""

_FORMAT = 4
_PORTION = 500  # items in a line of the file: as text, all at once would take as much memory again as they do


class Index:
    """An index of one workspace, in memory: by path the stamp and the digest of each file (`digests`), and `records` by
    step and article; `name` is its file.
    """

    def __init__(self, *, root: Path, key: str, name: str) -> None:
        self.root, self.key, self.name = root, key, name
        self.digests: dict[str, Sequence[Any]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.changed = False
        self.below = f"{root}/"

    def digest(self, path: str) -> str:
        """Return the digest of the content of the file at `path` in the workspace; an empty string if there is no file.
        The file is read only if the index does not know its stamp. Raises FileError if it cannot be read.
        """
        stamp = stamp_of(path if path.startswith("/") else self.below + path)
        if stamp is None:
            self.changed |= self.digests.pop(path, None) is not None
            return ""
        known = self.digests.get(path)
        if known is not None and tuple(known[0]) == stamp:
            digest: str = known[1]
            return digest
        data = files.read(self.root / path)
        found = "" if data is None else content_digest(data)
        if not is_racy(stamp):
            self.digests[path] = (stamp, found)
            self.changed = True
        return found

    def unchanged(
        self, step: str, article: str, linked: Sequence[str] = (), digest: Callable[[str], str] | None = None
    ) -> list[Any] | None:
        """Return the results of `step` for an article if all files that took part are unchanged, and the fragments by
        which others link to it, else None. Raises nothing: a file that cannot be read has changed. `digest` may be one
        that looks once at a file of several articles.
        """
        digest = digest or self.digest
        record = self.records.get(f"{step} {article}")
        if record is None or record.get("linked", []) != list(linked):
            return None
        try:
            for path, known in record["files"].items():
                if digest(path) != known:
                    return None
        except FileError:
            return None
        results: list[Any] = record["results"]
        return results

    def last_digest(self, step: str, article: str) -> str | None:
        """Return the digest that an article had when `step` last succeeded for it, or None if that is not known."""
        record = self.records.get(f"{step} {article}")
        digest: str | None = record["files"].get(article) if record else None
        return digest

    def remember(
        self,
        step: str,
        article: str,
        states: Mapping[str, FileState],
        results: Iterable[Any],
        linked: Sequence[str] = (),
    ) -> None:
        """Keep what `step` reported for an article, as JSON, with the states of the files that it read and wrote, and
        the fragments by which others link to it, if it used them. The files on disk do not count: somebody may have
        saved them since.
        """
        record = {"files": {path: state.digest for path, state in states.items()}, "results": tuple(results)}
        self.records[f"{step} {article}"] = record | ({"linked": list(linked)} if linked else {})
        self.digests |= {path: (state.stamp, state.digest) for path, state in states.items() if state.stamp is not None}
        self.changed = True

    def forget(self, step: str, article: str) -> None:
        """Drop what is known of a step that did not succeed."""
        self.changed |= self.records.pop(f"{step} {article}", None) is not None

    def save(self) -> None:
        """Write the index if it changed. A disk that refuses is ignored: the next run just takes longer."""
        if not self.changed:
            return
        known = {path for record in self.records.values() for path in record["files"]}
        for path in [path for path in self.digests if path not in known]:  # a second table would take much memory
            del self.digests[path]
        del known
        file = self.root / self.name
        try:
            file.parent.mkdir(exist_ok=True)  # it is not in git: a fresh clone has none before somebody syncs
            files.write_anywhere(file, _sealed(self._lines()))
        except (FileError, OSError):
            return
        self.changed = False

    def _lines(self) -> Iterator[str]:
        """Yield the lines of the file but for the last, which is the checksum of these."""
        yield _json([_FORMAT, self.key])
        for table in (self.digests, self.records):
            items = iter(table.items())
            while portion := dict(islice(items, _PORTION)):
                yield _json(portion)
            yield _json({})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _sealed(lines: Iterable[str]) -> Iterator[str]:
    checksum = 0
    for line in lines:
        checksum = zlib.crc32(line.encode(), checksum)
        yield line
    yield f"{checksum}\n"


@contextmanager
def open_index(settings: Settings, name: str = NAME) -> Iterator[Index]:
    """Load an index of the workspace, and save it in the end, even if the work fails."""
    # A process that was killed while it saved an index holds no lock, so that nobody else notices.
    remove_leftovers_in(settings.root / ".targman")
    known = load(settings, name)
    try:
        yield known
    finally:
        known.save()


def load(settings: Settings, name: str = NAME) -> Index:
    """Load the index of the workspace; an empty one if there is none, if it is damaged, or if it was made with other
    settings.
    """
    decisive = (settings.project, settings.lang, settings.editions, settings.segmentation, settings.front_matter)
    others = (settings.dialects, settings.line_references, settings.link_targets)
    key = repr((_program(), _packs(settings), decisive, *others))
    index = Index(root=settings.root, key=key, name=name)
    try:
        data = files.read(settings.root / name) or b""
        end = data.rfind(b"\n", 0, -1) + 1
        lines = BytesIO(data)
        is_ours = json.loads(next(lines, b"")) == [_FORMAT, key]
        if is_ours and zlib.crc32(memoryview(data)[:end]) == int(data[end:]):
            index.digests, index.records = _read_table(lines), _read_table(lines)
    except (FileError, ValueError):
        return index
    return index


def _read_table(lines: Iterator[bytes]) -> dict[str, Any]:
    """Read one table, which ends with an empty portion."""
    table: dict[str, Any] = {}
    while portion := json.loads(next(lines, b"")):
        table |= portion
    return table


def _packs(settings: Settings) -> list[tuple[str, int, int]]:
    """Return the state of the language packs that are not this program's own."""
    outside = [folder for code in settings.languages for folder in find_folders(code) if not is_shipped(folder)]
    return [state for folder in outside if isinstance(folder, Path) for state in files.states_below(folder)]


def _program() -> list[tuple[str, int, int]]:
    """Return the state of this program's own files: with other rules the same article has other results."""
    return files.states_below(Path(pipeline.__file__).parent)
