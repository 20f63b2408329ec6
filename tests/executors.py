"""Executors that are not this process, or behave as if they were not."""

import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from pipeline.workspace import files


class FarAway(Executor):
    """An executor as on another machine: what goes there and what comes back is pickled, and it has no files."""

    def __init__(self) -> None:
        self.jobs = 0

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        self.jobs += 1
        future: Future[Any] = Future()
        with pytest.MonkeyPatch.context() as patch:
            for name in ("read", "write"):
                patch.setattr(files, name, _only_elsewhere(getattr(files, name)))
            work, given, named = pickle.loads(pickle.dumps((work, given, named)))  # noqa: S301  our own
            future.set_result(pickle.loads(pickle.dumps(work(*given, **named))))  # noqa: S301  our own
        return future


def _only_elsewhere(usual: Callable[..., Any]) -> Callable[..., Any]:
    """A function that this thread may not call; others store meanwhile."""
    here = threading.get_ident()

    def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401
        assert threading.get_ident() != here, "the computing touched a file"
        return usual(*given, **named)

    return call
