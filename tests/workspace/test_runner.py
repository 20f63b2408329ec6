"""The runner: this process reads and stores, an executor of any kind computes, and nothing is read twice."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace
from executors import FarAway

from pipeline.workspace import runner, workers
from pipeline.workspace.check import check
from pipeline.workspace.index import FINDINGS, open_index
from pipeline.workspace.lock import locked
from pipeline.workspace.merge import merge
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.settings import find_settings
from pipeline.workspace.status import status
from pipeline.workspace.sync import sync
from pipeline.workspace.workers import LostWorkError, Share

MakeWorkspace = Callable[..., Workspace]
DEEPEST = 9
"""The frames from a command to the first byte that it writes, both counted."""


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    for name in ("one", "two", "three"):
        place.write(f"articles/{name}.md", f"# {name}\n\nA sentence of {name}.[^a] Another.\n\n[^a]: A note.\n")
    return place


def run_all(root: Path, executor: Executor | None) -> list[Any]:
    """Do what the four commands do, and return their results."""
    settings = find_settings(root)
    articles, languages = find_articles(settings), settings.editions
    with locked(root), open_index(settings) as index, open_index(settings, FINDINGS) as findings:
        return [
            sync(settings, articles, index, executor=executor),
            merge(settings, articles, languages, index, executor=executor),
            status(settings, articles, languages, index, executor=executor),
            check(settings, dict.fromkeys(articles, languages), findings, executor=executor),
        ]


def test_what_an_executor_computes_needs_no_files_and_comes_to_the_same(tmp_path: Path) -> None:
    outcomes, contents = [], []
    far = FarAway()
    for number, executor in enumerate((None, far, ThreadPoolExecutor(3))):
        place = Workspace(tmp_path / str(number))
        place.write("targman.toml", 'lang = "en"\n')
        for name in range(9):
            place.write(f"articles/a{name}.md", f"# Title {name}\n\nSentence {name}.[^n] One more.\n\n[^n]: A note.\n")
        place.write("articles/bad.md", "---\nlang: xx\n---\nTexte.\n")
        found = run_all(place.root, executor)
        outcomes.append([(each.done, [str(error) for error in each.problems], each.notices) for each in found])
        contents.append({path: data for path, (data, _) in place.snapshot().items()})
    assert far.jobs
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert contents[0] == contents[1] == contents[2]
    assert len(outcomes[0][0][0]) == 27
    assert "articles/bad.md:2" in outcomes[0][0][1][0]


class Picky(ThreadPoolExecutor):
    """An executor that tells how much it takes at a time."""

    def __init__(self, taken: Share) -> None:
        super().__init__(2)
        self.taken = taken
        self.sizes: list[int] = []

    def share(self, _articles: int) -> Share:
        return self.taken

    def submit(self, work: Any, /, contents: Any) -> Future[Any]:  # type: ignore[override]  # noqa: ANN401
        self.sizes.append(len(contents))
        return super().submit(work, contents)


@pytest.mark.parametrize(
    ("share", "most", "together"),
    [
        (Share(waiting=8), 9, 4),
        (Share(waiting=8, task_size=1), 9, 1),
        (Share(articles=4, waiting=1_000, size=1), 5, 4),
    ],
)
def test_only_so_many_articles_wait_in_memory(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, share: Share, most: int, together: int
) -> None:
    for number in range(40):
        place.write(f"articles/a{number}.md", f"Sentence {number}.\n")
    allowed = most
    read = done = most = 0
    usual = runner.start

    def start(*given: Any) -> Any:  # noqa: ANN401
        nonlocal read, most
        read += 1
        most = max(most, read - done)
        return usual(*given)

    def advance(_: ArticlePath) -> None:
        nonlocal done
        done += 1

    monkeypatch.setattr(runner, "start", start)
    settings = find_settings(place.root)
    with open_index(settings) as index, Picky(share) as pool:
        sync(settings, find_articles(settings), index, advance, executor=pool)
    assert done == 43
    assert most <= allowed
    assert max(pool.sizes) == together


class Losing(ThreadPoolExecutor):
    """An executor that loses every task of several articles, and those with the word "deadly"."""

    def submit(self, work: Any, /, contents: Any) -> Future[Any]:  # type: ignore[override]  # noqa: ANN401
        if len(contents) == 1 and b"deadly" not in contents[0].contents.text:
            return super().submit(work, contents)
        lost: Future[Any] = Future()
        lost.set_exception(LostWorkError("ended each process that took it"))
        return lost


def test_of_a_task_that_is_lost_each_article_has_another_try_alone(place: Workspace) -> None:
    place.write("articles/deadly.md", "A deadly sentence.\n")
    settings = find_settings(place.root)
    with open_index(settings) as index, Losing(2) as pool:
        outcome = sync(settings, find_articles(settings), index, executor=pool)
    assert {each.article for each in outcome.done} == {f"articles/{name}.md" for name in ("one", "two", "three")}
    assert [str(error) for error in outcome.problems] == ["articles/deadly.md: ended each process that took it"]


def frames_to(name: str) -> list[str]:
    """The functions from the command's callback to here."""
    frame, found = sys._getframe(1), []  # noqa: SLF001
    while frame.f_back is not None:
        found.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}")
        if found[-1] == f"{name}.command":
            return found[::-1]
        frame = frame.f_back
    return []


@pytest.mark.parametrize("command", ["sync", "merge"])
def test_from_the_command_to_the_first_byte_are_few_calls(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    place.run("sync")
    place.write("articles/one.md", "# one\n\nA sentence of another one.\n")
    ways: list[list[str]] = []
    usual = os.fsync

    def flush(handle: int) -> None:
        ways.append(frames_to(command))
        usual(handle)

    monkeypatch.setattr(os, "fsync", flush)
    place.run(command)
    writing = [way[: way.index("files.write") + 1] for way in ways if way and "files.write" in way]
    catalogs = [way for way in writing if "index.save" not in way]
    assert catalogs
    assert max(map(len, writing)) <= DEEPEST
    expected = {
        "sync": ["sync.command", "sync.sync", "runner.run", "runner.do_all", "runner.finish", "sync._store"],
        "merge": ["merge.command", "merge.merge", "runner.run", "runner.do_all", "runner.finish", "merge._store"],
    }
    assert catalogs[0] == [*expected[command], "files.write"]


def test_a_run_lists_each_folder_once_and_opens_no_file_twice(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write("exports/en/one.html", "")
    place.write("locales/glossary.csv", "en,ru\nlake,озеро\n")
    place.write(".targman/ended", "")  # as after a run that came to its end
    listed: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    scan, read = os.scandir, Path.read_bytes

    def scanned(path: Any = ".") -> Any:  # noqa: ANN401
        listed[os.path.relpath(path, place.root)] += 1
        return scan(path)

    def seen(path: Path) -> bytes:
        opened[os.path.relpath(path, place.root)] += 1
        return read(path)

    monkeypatch.setattr(os, "scandir", scanned)
    monkeypatch.setattr(Path, "read_bytes", seen)
    place.run("sync")
    assert [listed[path] for path in ("articles", "locales/hy/articles", "locales/ru/articles")] == [1, 1, 1]
    assert not any(path.startswith("exports") for path in listed)
    assert {path: opened[path] for path in opened if path.startswith("articles/")} == {
        f"articles/{name}.md": 1 for name in ("one", "two", "three")
    }
    assert opened["locales/glossary.csv"] == 1


def test_workers_end_when_a_run_is_broken_off(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        place.write(f"articles/a{number:02}.md", f"Sentence {number}.\n")
    monkeypatch.setattr(workers, "count_processors", lambda: 2)
    settings = find_settings(place.root)

    def advance(_: ArticlePath) -> None:
        raise KeyboardInterrupt

    with open_index(settings) as index, pytest.raises(KeyboardInterrupt):
        sync(settings, find_articles(settings), index, advance)
    before = place.snapshot()
    place.run("sync")
    assert before.items() <= place.snapshot().items()
