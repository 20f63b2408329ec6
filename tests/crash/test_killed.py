"""Killed at any instant, a command leaves each file as it was or as it should be, and the next run does the rest.

`TARGMAN_KILLS=200` kills each command so often at random instants, the same shares of its work every time, and at every
single line of the code that writes.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import Workspace

from crash.ground import contents, leftovers, start, translate, write_articles
from pipeline.cli import main

pytestmark = pytest.mark.kill

KILLS = int(os.environ.get("TARGMAN_KILLS", "8"))
AIMED = 100
"""How often, at most, a kill is aimed at the moments of writing, which may be too short for a random one to hit."""
NAMES = [f"article{number}" for number in range(6)]
PATIENCE = 60
NEVER = 0
WRITING = ("/workspace/files.py", "/workspace/atomic_replace.py")


def prepare(place: Workspace, command: str, names: list[str]) -> None:
    """A workspace in which `command` has all catalogs or all editions to write anew."""
    write_articles(place.root, names)
    place.run("sync")
    translate(place.root)
    place.run("sync")
    place.run("merge")
    write_articles(place.root, names, edited=True)
    if command == "merge":
        place.run("sync")
        translate(place.root)
        place.run("sync")


def wait_for_work(root: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the process has the workspace's lock, which it notes by taking a note away."""
    while (root / ".targman/ended").exists() and process.poll() is None:
        time.sleep(0.0002)


def duration(root: Path, *words: str) -> float:
    """How long the work takes, in seconds, from the lock to the end of the process."""
    process = start(root, *words)
    wait_for_work(root, process)
    begin = time.monotonic()
    assert process.communicate(timeout=PATIENCE)[1] == ""
    assert process.returncode == 0
    return time.monotonic() - begin


def kill_after(root: Path, delay: float, *words: str) -> bool:
    """Kill the command so many seconds after it took the lock; returns whether it was still alive."""
    process = start(root, *words)
    wait_for_work(root, process)
    time.sleep(delay)
    process.kill()
    process.communicate(timeout=PATIENCE)
    return process.returncode == -signal.SIGKILL


def kill_among(root: Path, paths: Collection[str], *words: str) -> bool:
    """Kill the command as soon as one of the files is another; returns whether it was still alive."""
    before = {path: (root / path).stat().st_ino if (root / path).exists() else None for path in paths}
    process = start(root, *words)
    wait_for_work(root, process)
    while process.poll() is None:
        if any((root / path).exists() and (root / path).stat().st_ino != before[path] for path in paths):
            break
    process.kill()
    process.communicate(timeout=PATIENCE)
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("command", ["sync", "merge"])
def test_every_file_is_old_or_new_and_the_next_run_does_the_rest(
    workspace: Callable[[], Workspace],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    command: str,
) -> None:
    place, elsewhere = workspace(), tmp_path_factory.mktemp("copies")
    prepare(place, command, NAMES)
    old = contents(place.root)
    undisturbed = elsewhere / "undisturbed"
    shutil.copytree(place.root, undisturbed)
    work = duration(undisturbed, command)
    new = contents(undisturbed)
    changed = {path for path in new if new[path] != old.get(path)}
    assert len(changed) >= len(NAMES) * 3

    chance = random.Random(command)  # noqa: S311  # a fixed sequence
    killed = inside = 0
    for number in count():
        copy = Workspace(elsewhere / str(number))
        shutil.copytree(place.root, copy.root)
        if number < KILLS:
            killed += kill_after(copy.root, work * (number + chance.random()) / KILLS, command)
        else:
            killed += kill_among(copy.root, changed, command)
        found = contents(copy.root)
        assert found.keys() <= old.keys() | new.keys()
        assert old.keys() <= found.keys()
        torn = [path for path, data in found.items() if data not in (old.get(path), new.get(path))]
        assert torn == []
        inside += 0 < sum(found.get(path) == new[path] for path in changed) < len(changed)
        monkeypatch.chdir(copy.root)
        copy.run(command)
        assert contents(copy.root) == new
        assert leftovers(copy.root) == []
        monkeypatch.chdir(elsewhere)
        shutil.rmtree(copy.root)
        if number >= KILLS and (inside or number == KILLS + AIMED):
            break
    print(f"{command}: {killed} of {number + 1} killed, {inside} of them with some files written and others not")  # noqa: T201
    assert inside


def killed_at(line: int, *words: str) -> tuple[bool, int]:
    """Run the command in a copy of this process that kills itself before that many a line of the code that writes.

    Returns whether it came so far, and how many such lines it has run.
    """
    lines, end = count(1), os.pipe()
    process = os.fork()
    if process:
        os.close(end[1])
        with open(end[0], "rb") as pipe:  # noqa: PTH123  not a path
            ran = len(pipe.read())
        status = os.waitpid(process, 0)[1]
        assert status in {0, signal.SIGKILL}
        return status == signal.SIGKILL, ran

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401
        if not frame.f_code.co_filename.endswith(WRITING):
            return None
        if event == "line":
            if next(lines) == line:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(end[1], b".")
        return trace

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.settrace(trace)
    status = 1
    with suppress(SystemExit):
        try:
            main(list(words))
        except SystemExit as ended:
            status = int(ended.code or 0)
    sys.settrace(None)
    os._exit(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
@pytest.mark.parametrize("command", ["sync", "merge"])
def test_killed_before_any_line_of_the_code_that_writes(
    workspace: Callable[[], Workspace],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    command: str,
) -> None:
    place, elsewhere = workspace(), tmp_path_factory.mktemp("copies")
    prepare(place, command, ["one"])
    old = contents(place.root)
    monkeypatch.chdir(shutil.copytree(place.root, elsewhere / "undisturbed"))
    _, lines = killed_at(NEVER, command)
    new = contents(elsewhere / "undisturbed")
    assert new != old
    chance = random.Random(command)  # noqa: S311  # a fixed sequence
    chosen = sorted(chance.sample(range(1, lines + 1), 25) if KILLS < 200 else range(1, lines + 1))
    reached = 0
    for line in chosen:
        copy = Workspace(elsewhere / str(line))
        monkeypatch.chdir(shutil.copytree(place.root, copy.root))
        killed, ran = killed_at(line, command)
        assert ran == line - 1 if killed else ran < line
        reached += killed
        torn = {path: data for path, data in contents(copy.root).items() if data not in (old.get(path), new.get(path))}
        assert torn == {}
        assert contents(copy.root).keys() == old.keys()
        copy.run(command)
        assert contents(copy.root) == new
        assert leftovers(copy.root) == []
    # Files that were written a moment ago are read once more, so that not every run has the same number of lines.
    assert reached > len(chosen) * 0.8


def test_what_a_killed_process_left_behind_is_removed_unless_it_is_somebodys_work(
    workspace: Callable[[], Workspace],
) -> None:
    place = workspace()
    write_articles(place.root, ["one"])
    place.run("sync")
    translate(place.root)
    place.run("sync")
    gone = subprocess.Popen(["true"])
    gone.wait()
    old, new = "0123456789abcdef", "fedcba9876543210"
    kept = [
        place.write(f"locales/ru/articles/.targman.{gone.pid}.{old}.{new}.whole", "what somebody saved just then"),
        place.write(f"locales/ru/articles/.targman.{os.getppid()}.{old}.half", "of a process that is alive"),
        place.write("locales/ru/articles/.targman.notes", "of somebody else"),
    ]
    place.write(f"locales/ru/articles/.targman.{gone.pid}.{old}.half", "the beginn")
    place.write(f"editions/ru/.targman.{os.getpid()}.{old}.half", "of another process of this number")
    place.write(f".targman/.targman.{gone.pid}.{old}.half", "an index")
    before = contents(place.root)
    (place.root / ".targman/ended").unlink()
    place.run("sync")
    assert sorted(place.root / path for path in leftovers(place.root)) == sorted(kept)
    assert contents(place.root) == before
    assert (place.root / ".targman/ended").exists()


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_with_the_command_its_helpers_end_too(workspace: Callable[[], Workspace], tmp_path: Path) -> None:
    """With many articles several processes share the work. Those that go on would write while the next command runs."""
    workspace()
    names = [f"article{number}" for number in range(40)]
    write_articles(tmp_path, names)
    process = start(tmp_path, "sync")
    try:
        while len(contents(tmp_path)) < len(names) + 10:
            time.sleep(0.001)
        process.kill()
        process.wait()
        end = time.monotonic() + 30
        while is_alive(process.pid) and time.monotonic() < end:
            time.sleep(0.01)
        assert not is_alive(process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
