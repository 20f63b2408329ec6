"""The processes that compute: for a command, and in the background of the preview, where they yield to all else."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import ArticleError
from pipeline.frozen import dataclass
from pipeline.languages.folders import own_folder, use_folder

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from importlib.resources.abc import Traversable

_MOST = 8  # the maximum number of processes that share the work of a command
ALONE = 24
"""Up to this number of articles, one process is faster than several that have to be started."""

_WRITERS = 4
"""Articles that are stored at the same time. Each file waits for the disk twice, and leaves the processor idle."""

_MOST_BACKGROUND = 4
"""The maximum number of processes beside the preview: each takes memory, and somebody may be working on the machine."""

_KEPT = 100_000
"""Objects that are made before Python looks for cycles among them. Those of an article are in none, and live until it
is done: looking at them again and again takes a fourteenth of the work.
"""

_MEGABYTE = 1_000_000

_NICENESS = 10  # niceness of the background processes; with a higher value they starve on a busy machine


Work = Callable[[Sequence[Any]], list[Any]]
"""A function that computes something for each of several contents."""


class LostWorkError(ArticleError):
    """A task is lost, since the processes that took it came to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The work that an executor is given at a time: the maximum number of `articles` in a task, and the bytes of their
    files (`task_size`) from which on it has no more. Of those that are read and not yet stored, `waiting` articles of
    `size` bytes are in memory, and keep the executor busy.
    """

    articles: int = 4  # sending each by itself takes a twentieth of the work
    task_size: int = _MEGABYTE
    waiting: int = 64
    size: int = 64 * _MEGABYTE


def share_of(executor: "Executor", articles: int) -> Share:
    """Return the share of this many articles to give to an executor at a time; it may tell by a `share` of its own."""
    find = getattr(executor, "share", None)
    return find(articles) if find else Share()


def count_bytes(contents: Any) -> int:  # noqa: ANN401
    """Return the number of bytes and letters in the contents of files, however they are put together."""
    if isinstance(contents, bytes | str):
        return len(contents)
    if isinstance(contents, Mapping):
        return sum(map(count_bytes, contents.values()))
    if isinstance(contents, list | tuple):
        return sum(map(count_bytes, contents))
    if is_dataclass(contents):
        return sum(count_bytes(getattr(contents, each.name)) for each in fields(contents))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """An executor, and the work that it does for each list of contents."""

    executor: "Executor"
    work: Work

    def submit(self, contents: Sequence[Any]) -> "Future[list[Any]]":
        """Let the executor do the work for some contents."""
        return self.executor.submit(self.work, contents)


@contextmanager
def open_pool(executor: "Executor | None", items: int, work: Work, alone: int = ALONE) -> Iterator[Pool | None]:
    """Provide a pool that does the work for this many items: the given executor, processes for the block, or None, this
    process, if the items are no more than `alone`. What the work is bound to may be large: processes have it from the
    start.
    """
    count = min(count_processors(), _MOST)
    if executor is not None:
        yield Pool(executor=executor, work=work)
        return
    if items <= alone or count == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  heavy

    pool = ProcessPoolExecutor(count, initializer=_begin_work, initargs=(own_folder(), work))
    try:
        yield Pool(executor=pool, work=_do_work)
    finally:
        pool.shutdown(cancel_futures=True)


_work: list[Work] = []
"""The work of a process of a pool."""


def _begin_work(packs: "Traversable | None", work: Work) -> None:
    begin(packs)
    _work[:] = [work]


def _do_work(contents: Sequence[Any]) -> list[Any]:
    [work] = _work
    return work(contents)


@contextmanager
def open_threads() -> Iterator["Executor"]:
    """Provide threads that wait for the disk, which takes longer than the computing where it is slow."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  heavy

    threads = ThreadPoolExecutor(_WRITERS)
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def count_processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin(packs: "Traversable | None") -> None:
    """In a process that shares the work: use the language packs in a folder, and end when the command does, killed or
    not.
    """
    import gc  # noqa: PLC0415
    import multiprocessing  # noqa: PLC0415
    import threading  # noqa: PLC0415

    gc.freeze()
    gc.set_threshold(_KEPT)
    use_folder(packs)
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def background_workers() -> int:
    """Return the number of processes of `background_pool`."""
    return max(1, min(_MOST_BACKGROUND, count_processors()))


def background_pool() -> "Executor":
    """Return a pool of low priority whose processes start when there is work. Ctrl-C does not reach them."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  heavy
    from multiprocessing import get_context  # noqa: PLC0415

    return ProcessPoolExecutor(
        background_workers(), mp_context=get_context("spawn"), initializer=_begin_background, initargs=(own_folder(),)
    )


def _begin_background(packs: "Traversable | None") -> None:
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    begin(packs)
