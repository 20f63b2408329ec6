"""All tools in turn on the same articles, round after round; and Targman alone on more and more articles."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.measure import CommandError, Sample, measured
from benchmarks.results import Size
from benchmarks.tools import AGAIN, EDITED, FIRST, NOTHING, ONE, TASKS, WRITE, GitStatus, Targman, Tool, commit, settle

GIT = "git"

_ORDER = (FIRST, NOTHING, WRITE, AGAIN, ONE)
"""The order in which a round does the tasks: the one that changes an article comes last."""

_MANY = 1_000
_ROUNDS_OF_MANY = 3

Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Runner:
    """One tool in its folder, and what came of it."""

    tool: Tool
    folder: Path
    corpus: Corpus
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def lay(self) -> None:
        """Start anew, without catalogs."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.tool.lay(self.folder, self.corpus)

    def finish(self) -> None:
        """Have everything translated."""
        self._trying(NOTHING, lambda: self.tool.finish(self.folder, self.corpus.translations))

    def measure(self, task: str, *, keep: bool) -> None:
        """Do a task once; a sample is kept unless this is a round to warm up."""
        if task == ONE:
            self.corpus.edit(self.folder / EDITED)
        sample = self._trying(task, lambda: measured(self.tool.commands(task, self.folder), self.folder))
        if task == WRITE:
            self._trying(task, self._expect_editions)
        if sample is not None and keep:
            self.samples.setdefault(task, []).append(sample)

    def _expect_editions(self) -> None:
        """Raises CommandError where a tool did less than it was asked for."""
        made, wanted = len(self.tool.editions(self.folder)), len(self.corpus.articles) * len(self.tool.languages)
        if made != wanted:
            raise CommandError(f"{made} editions were written, not {wanted}")

    def _trying(self, task: str, work: Callable[[], Sample | None]) -> Sample | None:
        try:
            return work()
        except (CommandError, OSError) as error:
            self.failures[task] = f"{error}"[:300]
            return None


def compare(runners: Sequence[Runner], rounds: int, *, warm: bool, say: Say) -> Iterator[int]:
    """All tasks of all tools, `rounds` times; in every round another tool begins each task. Yields the rounds done."""
    for number in range(-1 if warm else 0, rounds):
        here = [runner for runner in runners if _takes_part(runner.tool, number)]
        for runner in here:
            runner.lay()
        for task in _ORDER:
            if task == NOTHING:
                for runner in here:
                    runner.finish()
            turn = [runner for runner in _turned(here, number) if task in runner.tool.tasks]
            for runner in turn:
                say(f"round {number + 1 or 'to warm up'} of {rounds}: {TASKS[task]}: {runner.tool.name}")
                runner.measure(task, keep=number >= 0)
        if number >= 0:
            yield number + 1


def _takes_part(tool: Tool, number: int) -> bool:
    return tool.rounds is None or 0 <= number < tool.rounds


def _turned(runners: Sequence[Runner], number: int) -> list[Runner]:
    start = number % len(runners)
    return [*runners[start:], *runners[:start]]


def grow(corpora: Iterator[Corpus], folder: Path, rounds: int, say: Say) -> Iterator[Size]:
    """Targman alone with more and more articles. Nothing is translated, so that the making of the workspace ends."""
    for corpus in corpora:
        count = len(corpus.articles)
        turns = min(rounds, _ROUNDS_OF_MANY) if count >= _MANY else rounds
        samples: dict[str, list[Sample]] = {FIRST: [], NOTHING: [], ONE: [], GIT: [], WRITE: []}
        for turn in range(1 if count > _MANY else turns):
            shutil.rmtree(folder, ignore_errors=True)
            Targman().lay(folder, corpus)
            say(f"{count:,} articles: {TASKS[FIRST]}, round {turn + 1}")
            samples[FIRST].append(measured(Targman().update(folder), folder))
        settle(folder)
        commit(folder)
        for turn in range(turns):
            say(f"{count:,} articles: {TASKS[NOTHING]} and {TASKS[ONE]}, round {turn + 1}")
            _small_tasks(corpus, folder, turn, samples)
        say(f"{count:,} articles: {TASKS[WRITE]}")
        samples[WRITE].append(measured(Targman().write(folder), folder))
        files = [path for path in folder.rglob("*") if path.is_file() and not {".git", ".targman"} & set(path.parts)]
        size = sum(path.stat().st_size for path in files) / 1e6
        shutil.rmtree(folder)
        yield Size(articles=count, files=len(files), megabytes=size, samples=samples)


def _small_tasks(corpus: Corpus, folder: Path, turn: int, samples: dict[str, list[Sample]]) -> None:
    samples[GIT].append(measured(GitStatus(folder).update(folder), folder))
    samples[NOTHING].append(measured(Targman().update(folder), folder))
    corpus.edit(folder / EDITED, turn)
    samples[ONE].append(measured(Targman().update(folder), folder))
    time.sleep(0.2)
    settle(folder)
