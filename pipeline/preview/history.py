"""The progress of editions in the past, from the catalogs in git; nothing without git."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from shutil import which
from typing import Any

from pipeline import catalog
from pipeline.errors import CatalogError, FileError
from pipeline.frozen import dataclass
from pipeline.languages.words import count_words
from pipeline.model import SegmentKind
from pipeline.workspace import files
from pipeline.workspace.git import run_git
from pipeline.workspace.settings import Settings

NAME = ".targman/history"

_POINTS = 24  # maximum number of moments, evenly spread over the commits
_COMMITS = 5_000
_READ = 4_000  # maximum number of versions of catalogs to read in a run; the history begins later if there are more


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """The words of the sources that were translated, and all of them, by edition; `time` in seconds since 1970."""

    time: int
    words: Mapping[str, tuple[int, int]]


def read_history(settings: Settings) -> tuple[HistoryPoint, ...]:
    """Return the moments, oldest first. Takes seconds the first time; counts are kept in the workspace's cache."""
    if not which("git"):
        return ()
    try:
        return tuple(_moments(settings))
    except (OSError, subprocess.SubprocessError, ValueError):
        return ()


def _moments(settings: Settings) -> list[HistoryPoint]:
    log = run_git(settings.root, "log", f"--max-count={_COMMITS}", "--format=%H %ct", "--", "locales").decode()
    known, budget = _known(settings), _READ
    found: list[HistoryPoint] = []
    for commit, time in _spread([line.split() for line in log.splitlines()]):
        blobs = dict(_blobs(settings, commit))
        fresh = [blob for blob in blobs if blob not in known]
        if len(fresh) > budget:
            break
        budget -= len(fresh)
        if fresh:
            data = run_git(settings.root, "cat-file", "--batch", given="\n".join(fresh).encode() + b"\n")
            known |= zip(fresh, map(_count, _contents(data)), strict=True)
        words: dict[str, tuple[int, int]] = {}
        for blob, langs in blobs.items():
            done, all_ = known[blob]
            for lang in langs:
                before = words.get(lang, (0, 0))
                words[lang] = (before[0] + done, before[1] + all_)
        found.append(HistoryPoint(time=int(time), words=words))
    _keep(settings, known)
    return sorted(found, key=lambda moment: moment.time)


def _spread(commits: Sequence[Any]) -> list[Any]:
    """Return some of the commits, the newest first and the oldest included."""
    if len(commits) <= _POINTS:
        return list(commits)
    last = len(commits) - 1
    return [commits[round(place * last / (_POINTS - 1))] for place in range(_POINTS)]


def _blobs(settings: Settings, commit: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the catalogs in a commit, by their names in git, with their editions."""
    found: dict[str, list[str]] = {}
    for lang in settings.editions:
        listed = run_git(settings.root, "ls-tree", "-r", "-z", commit, f"locales/{lang}/articles/").decode()
        for line in filter(None, listed.split("\0")):
            facts, _, path = line.partition("\t")
            if path.endswith(".po"):
                found.setdefault(facts.split()[2], []).append(lang)
    yield from found.items()


def _contents(data: bytes) -> Iterator[bytes]:
    """Yield the contents from `git cat-file --batch`: a line that ends with the size, the bytes, a line end."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        yield data[end + 1 : end + 1 + size]
        at = end + size + 2


def _count(data: bytes) -> tuple[int, int]:
    """Count the translated words and all words of a catalog; none if it cannot be read."""
    try:
        entries = catalog.trim_targets(catalog.parse(data)).entries
    except CatalogError:
        return 0, 0
    texts = [
        entry for entry in entries if not entry.obsolete and str(SegmentKind.LINK_TARGET) not in entry.comments[:1]
    ]
    words = [(count_words(entry.source), entry.is_translated) for entry in texts]
    return sum(count for count, done in words if done), sum(count for count, _ in words)


def _known(settings: Settings) -> dict[str, tuple[int, int]]:
    try:
        data = files.read(settings.root / NAME)
        found = json.loads(data) if data else {}
        return {str(blob): (int(done), int(all_)) for blob, (done, all_) in found.items()}
    except (FileError, ValueError, TypeError, AttributeError):
        return {}


def _keep(settings: Settings, known: Mapping[str, Iterable[int]]) -> None:
    path = settings.root / NAME
    with suppress(FileError):
        files.write(path, json.dumps(known).encode(), seen=files.read(path), root=settings.root)
