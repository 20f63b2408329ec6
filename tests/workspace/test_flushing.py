"""Renamings survive a power cut: a folder is flushed once for all files of a run, and at once after a single file."""

import os
import stat
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.workspace.files import write
from pipeline.workspace.index import open_index
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import find_articles
from pipeline.workspace.settings import find_settings
from pipeline.workspace.sync import sync

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a handle is of")


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many times each folder was flushed, by its path."""
    times: Counter[str] = Counter()
    flush = os.fsync

    def count(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            times[os.readlink(f"/proc/self/fd/{handle}")] += 1  # noqa: PTH115  a handle, not a path
        flush(handle)

    monkeypatch.setattr(os, "fsync", count)
    return times


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor(2)])
def test_a_run_flushes_each_folder_once(
    workspace: Callable[..., Workspace], flushed: Counter[str], executor: Executor | None
) -> None:
    place = workspace()
    for name in range(9):
        place.write(f"articles/a{name}.md", f"# Title {name}\n")
    settings = find_settings(place.root)
    with locked(place.root), open_index(settings) as index:
        outcome = sync(settings, find_articles(settings), index, executor=executor)
        folders = {str((place.root / each.path).parent) for each in outcome.done}
        folders.add(str(place.root / "locales/templates/articles"))
        assert {path: flushed[path] for path in folders} == dict.fromkeys(folders, 1)


def test_a_single_file_is_flushed_at_once(tmp_path: Path, flushed: Counter[str]) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, b"text", seen=None, root=tmp_path)
    assert flushed == {str(tmp_path): 2}
