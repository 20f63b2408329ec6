"""`python -m benchmarks.cluster`: what a cluster of processes on this machine does in how much time.

For each number of workers, a command does the same work on a cluster of its own: wall time, and the processor time of
the coordinator (the command), of the scheduler, and of the workers. The coordinator's share is of all that is computed;
its memory is the largest that it had. With no worker (0) the command has no cluster, but processes of its own, whose
time is the workers'. With `--small 100000` the articles are of two sentences, as many as that.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.corpus import TARGETS, make_corpus

PROGRAM = Path(__file__).parents[1]
TARGMAN = (sys.executable, "-m", "pipeline")
_ADDRESS = re.compile(r"tcp://\S+:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of wall time, and of processor time by process; megabytes of memory of the coordinator."""

    wall: float
    coordinator: float
    scheduler: float
    workers: float
    memory: float

    @property
    def share(self) -> float:
        """The coordinator's share (0–1) of all processor time."""
        return self.coordinator / (self.coordinator + self.scheduler + self.workers)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROGRAM)}


def _run(folder: Path, *words: str) -> None:
    subprocess.run([*TARGMAN, *words], cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, check=False)


@contextmanager
def _cluster(workers: int) -> Iterator[tuple[str, psutil.Process]]:
    words = [*TARGMAN, "cluster", "local", str(workers)]
    with subprocess.Popen(words, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101  asked for
        found = _ADDRESS.search(process.stdout.readline())
        assert found  # noqa: S101  it prints its address
        yield found[0], psutil.Process(process.pid)
        process.terminate()


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _wait_for(folder: Path, words: Sequence[str]) -> "tuple[float, os.struct_rusage]":
    """Run a command; return its seconds of wall time, and what the system says of it and of those it waited for."""
    start = time.monotonic()
    command = subprocess.Popen([*TARGMAN, *words], cwd=folder, env=_environment(), stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(command.pid, 0)
    return time.monotonic() - start, used


def measure_alone(folder: Path, words: Sequence[str]) -> Cost:
    """Run a command without a cluster, and return what it cost."""
    wall, used = _wait_for(folder, words)
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return Cost(wall=wall, coordinator=0, scheduler=0, workers=seconds, memory=memory)


def measure(folder: Path, workers: int, words: Sequence[str]) -> Cost:
    """Run a command on a cluster of its own, and return what it cost."""
    if not workers:
        return measure_alone(folder, words)
    with _cluster(workers) as (address, scheduler):
        computing = [each for each in scheduler.children() if "spawn_main" in " ".join(each.cmdline())]
        before = _seconds(scheduler), sum(map(_seconds, computing))
        wall, used = _wait_for(folder, [*words, "--cluster", address])
        return Cost(
            wall=wall,
            coordinator=used.ru_utime + used.ru_stime,
            scheduler=_seconds(scheduler) - before[0],
            workers=sum(map(_seconds, computing)) - before[1],
            memory=used.ru_maxrss / 1024,
        )


def _lay_small(folder: Path, count: int) -> None:
    (folder / "articles").mkdir()
    for number in range(count):
        text = f"The lake has the number {number}. It is {number % 900} metres deep."
        (folder / f"articles/a{number:06}.md").write_text(f"# Lake {number}\n\n{text}\n", encoding="utf-8")


def _lay_large(folder: Path, count: int) -> None:
    corpus = make_corpus(count, folder.with_name("corpus"))
    corpus.lay(folder / "articles")
    rows = ["article,lang,translation"]
    (folder / "old").mkdir()
    for path in sorted((folder / "articles").glob("*.md")):
        for lang in TARGETS:
            old = folder / "old" / f"{path.stem}.{lang}.md"
            text = "\n\n".join(corpus.translations.of(part, lang) for part in path.read_text("utf-8").split("\n\n"))
            old.write_text(text, encoding="utf-8")
            rows.append(f"articles/{path.name},{lang},old/{old.name}")
    (folder / "table.csv").write_text("\n".join(rows), encoding="utf-8")


COMMANDS = {
    "check": ("check", "--stats"),
    "export": ("export",),
    "adopt": ("adopt", "--batch", "table.csv", "--dry-run"),
}


def main(words: Sequence[str] | None = None) -> None:
    """Measure commands on clusters of several sizes, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--articles", type=int, default=200, help="articles of some 900 words (200)")
    parser.add_argument("--small", type=int, default=0, help="this many articles of two sentences in their place")
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2], help="numbers of workers (0 1 2)")
    parser.add_argument("--command", choices=list(COMMANDS), action="append", help="only this one")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the least time counts (3)")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="targman-") as place:
        folder = Path(place) / "workspace"
        folder.mkdir()
        (folder / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
        _lay_small(folder, asked.small) if asked.small else _lay_large(folder, asked.articles)
        _run(folder, "sync")
        if not asked.small:
            _run(folder, "adopt", "--batch", "table.csv")
        print("command  workers     wall coordinator  share scheduler     work     MB")
        for name in asked.command or (["check"] if asked.small else list(COMMANDS)):
            for workers in asked.workers:
                costs = []
                for _ in range(asked.rounds):
                    for known in (".targman", "exports"):
                        shutil.rmtree(folder / known, ignore_errors=True)
                    costs.append(measure(folder, workers, COMMANDS[name]))
                cost = min(costs, key=lambda each: each.wall)
                print(
                    f"{name:8} {workers:7} {cost.wall:7.1f}s {cost.coordinator:10.1f}s {cost.share:6.1%} "
                    f"{cost.scheduler:8.1f}s {cost.workers:7.1f}s {cost.memory:6.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
