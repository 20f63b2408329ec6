"""Twenty who write and twenty who read: one of them is killed each second, and the server is stopped and started."""

import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from memory_server import crowd
from memory_server.newsroom import Desk, Newsroom
from pipeline.memory import MemoryUnit
from pipeline.workspace.memory.sync import open_memory

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

MANY = 20
SECONDS = 120 if os.environ.get("TARGMAN_THOROUGH") else 20
STOPS = {SECONDS // 3: "fast", SECONDS // 3 * 2: "immediate"}
"""When the server is stopped, and how: politely, and as if the power had failed."""


@contextmanager
def working(people: Mapping[Path, Callable[[Path], None]]) -> Iterator[Callable[[Path], None]]:
    """Let people work while the block lasts; yield a function that kills one, whose work somebody else goes on with."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["memory_server.crowd"])
    there: dict[Path, BaseProcess] = {}

    def start(root: Path) -> None:
        there[root] = context.Process(target=people[root], args=(root,), daemon=True)
        there[root].start()

    def kill(root: Path) -> None:
        there[root].kill()
        there[root].join()

    def replace(root: Path) -> None:
        assert there[root].is_alive(), "somebody gave up"
        kill(root)
        start(root)

    try:
        for root in people:
            start(root)
        yield replace
    finally:
        for root in there:
            kill(root)


def contents(units: list[MemoryUnit], workspace: str = "") -> Counter[tuple[str, str, str]]:
    """Units to compare: workspace and article, and the texts."""
    prefix = f"{workspace}/" if workspace else ""
    return Counter((f"{prefix}{unit.origin}", unit.texts["en"], unit.texts["ru"]) for unit in units)


@pytest.mark.kill
@pytest.mark.thorough
def test_nothing_is_lost_or_twice_when_people_and_the_server_are_killed(newsroom: Newsroom) -> None:
    user = newsroom.cluster.create_user(newsroom.database, "anna", role="targman_writer")
    reader = newsroom.cluster.create_user(newsroom.database, "karen", role="targman_reader")
    named = "INSERT INTO targman.writer SELECT %s, 'desk' || number FROM generate_series(1, %s) AS number"
    newsroom.rows(named, user, MANY)
    writers = {f"desk{number}": newsroom.workspace(f"desk{number}", user=user) for number in range(1, MANY + 1)}
    readers = [newsroom.workspace(f"reader{number}", user=reader) for number in range(MANY)]
    people = {desk.root: crowd.write for desk in writers.values()} | {desk.root: crowd.read for desk in readers}
    with working(people) as replace:
        for second in range(SECONDS):
            time.sleep(1)
            replace(random.choice(list(people)))  # noqa: S311  nothing secret
            if second in STOPS:
                newsroom.cluster.stop(STOPS[second])
                time.sleep(1)
                newsroom.cluster.start()
    own = {name: own_units(desk) for name, desk in writers.items()}
    for desk in [*writers.values(), *readers]:
        assert crowd.exchange(desk.root)
    assert {name: own_units(desk) for name, desk in writers.items()} == own
    query = "SELECT workspace || '/' || origin, texts->>'en', texts->>'ru' FROM targman.unit WHERE taken IS NULL"
    everything: Counter[tuple[str, str, str]] = sum((contents(units, name) for name, units in own.items()), Counter())
    assert Counter(newsroom.rows(query)) == everything
    for desk in readers:
        assert contents(desk.units()) == everything
    [(changes,)] = newsroom.rows("SELECT last_value FROM targman.change")
    assert isinstance(changes, int)
    assert changes > MANY * 4
    assert "deadlock" not in (newsroom.cluster.folder / "log").read_text(encoding="utf-8")


def own_units(desk: Desk) -> list[MemoryUnit]:
    """The units of a workspace that are its own; opened for writing, as what a kill left half done is undone first."""
    with open_memory(desk.root) as memory:
        return [unit for unit in memory.units() if unit.origin.startswith("articles/")]
