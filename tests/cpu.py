"""Processor time of a piece of work, judged so that what else the machine does cannot decide a test.

Noise only adds to a time. So a bound is tried again until the least time keeps it; work that is too slow never does.
"""

import time
from collections.abc import Callable

_ATTEMPTS = 8
_PATIENCE = 60  # seconds after which no new attempt begins
_SHORTEST = 0.003  # seconds; a shorter time is mostly noise


def grows_in_proportion(work: Callable[[int], object], short: int, long: int, *, slack: float = 3) -> bool:
    """Tell whether work of the size `long` takes less than `slack` times what that of `short` takes for its size."""
    times: list[tuple[float, float]] = []

    def is_kept() -> bool:
        times.append((_seconds(lambda: work(short)), _seconds(lambda: work(long))))
        of_short, of_long = min(pair[0] for pair in times), min(pair[1] for pair in times)
        return of_long < slack * long / short * max(of_short, _SHORTEST)

    return _is_kept_once(is_kept)


def takes_less_than(seconds: float, work: Callable[[], object]) -> bool:
    """Tell whether the work can be done in less than so many seconds of one core."""
    return _is_kept_once(lambda: _seconds(work) < seconds)


def _is_kept_once(is_kept: Callable[[], bool]) -> bool:
    start = time.monotonic()
    return any(is_kept() for attempt in range(_ATTEMPTS) if attempt == 0 or time.monotonic() - start < _PATIENCE)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
