"""Steps done for single articles by processes beside this one, which leave the processors to whatever else has work."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Step, StepResult, do, end_with_parent, processors

_MOST = 4
"""So many processes are beside this one at most: each takes memory, and somebody may be at work on the machine."""

_NICENESS = 10
"""So much less than others do they ask for; with more they would stand still where others are busy."""


def workers() -> int:
    """How many processes are beside this one."""
    return max(1, min(_MOST, processors()))


def helpers() -> Executor:
    """The processes, each started when there is work for it. Ctrl-C does not reach them."""
    return ProcessPoolExecutor(workers(), mp_context=get_context("spawn"), initializer=_begin)


def begin(pool: Executor, steps: Sequence[Step[Any]], place: ArticlePath) -> "Future[list[StepResult[Any]]]":
    """Have the steps done for one article, one after the other, so that each finds what the one before it read."""
    return pool.submit(_do, list(steps), place)


def _do(steps: Sequence[Step[Any]], place: ArticlePath) -> list[StepResult[Any]]:
    return [do(step, place) for step in steps]


def _begin() -> None:
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    end_with_parent()
