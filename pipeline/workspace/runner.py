"""A step for many articles: only where something changed, on all processors where that is much, past bad ones."""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from pipeline.errors import ArticleError, FileError, GlossaryError, TargmanError
from pipeline.workspace import files
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, find_articles, misnamed
from pipeline.workspace.settings import Settings

Value = TypeVar("Value")

_ATTEMPTS = 5
_ALONE = 24
"""Up to this many articles are done faster by one process than by several that have to be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Value]):
    """What a step made of the articles, and what went wrong on the way; neither keeps the other from being reported.

    `notices` are sentences about what else happened in the workspace.
    """

    done: tuple[Value, ...]
    problems: tuple[TargmanError, ...]
    notices: tuple[str, ...] = ()


class Step(ABC, Generic[Value]):
    """Something that is done for one article. Steps are values that can be sent to another process."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What is done, with all options on which the result depends."""

    @abstractmethod
    def run(self, place: ArticlePath) -> tuple[list[Value], list[TargmanError]]:
        """Do it: what was done, and what could not be."""

    def kept(self, value: Any) -> dict[str, Any]:  # noqa: ANN401
        """A value's fields as JSON has them."""
        return asdict(value)

    @abstractmethod
    def restored(self, fields: dict[str, Any]) -> Value:
        """A value from its fields as JSON has them."""

    def settled(self, value: Value) -> Value:
        """What would be reported if the step were done again at once."""
        return value


Advance = Callable[[ArticlePath], object]
"""Hears of each article when it is done."""

Prepare = Callable[[Sequence[ArticlePath]], tuple[Step[Value], Container[str]]]
"""Makes a step ready for its work on these articles, and says for which others it has work although they did not
change.
"""


def each(
    settings: Settings,
    places: Iterable[ArticlePath],
    step: Step[Value],
    index: Index,
    prepare: Prepare[Value] | None = None,
    advance: Advance | None = None,
) -> Outcome[Value]:
    """Do `step` for every article that is not as the index knows it, and report on all, in order.

    Articles that cannot have their names are left out. The index learns what was done; saving it is up to the caller.
    `prepare` is called where there is something to do, `advance` after each article.
    """
    done: list[Value] = []
    problems: list[TargmanError] = []
    twins = misnamed(find_articles(settings))
    for place, known, result in _results(list(places), step, index, twins, prepare):
        if advance is not None:
            advance(place)
        if known is not None:
            done += [step.restored(fields) for fields in known]
            continue
        done += result.values
        problems += learn(settings, step, index, place, result)
    return Outcome(done=tuple(done), problems=tuple(problems))


def learn(
    settings: Settings, step: Step[Value], index: Index, place: ArticlePath, result: "StepResult[Value]"
) -> list[TargmanError]:
    """Let the index learn what was done for an article; what could not be done, as reports show it."""
    if result.errors:
        index.forget(step.name, place.path)
        return [_below(settings, error) for error in result.errors]
    below = {path.removeprefix(f"{settings.root}/"): digest for path, digest in result.digests.items()}
    index.remember(step.name, place.path, below, [step.kept(step.settled(value)) for value in result.values])
    return []


def _below(settings: Settings, error: TargmanError) -> TargmanError:
    """The error with its path as reports show paths: relative to the workspace."""
    return error.at(error.path.removeprefix(f"{settings.root}/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult(Generic[Value]):
    """What was done for one article, what could not be, and the digests of the files that took part."""

    values: list[Value] = field(default_factory=list)
    errors: list[TargmanError] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def _results(
    places: Sequence[ArticlePath],
    step: Step[Value],
    index: Index,
    twins: Mapping[str, TargmanError],
    prepare: Prepare[Value] | None,
) -> Iterator[tuple[ArticlePath, list[dict[str, Any]] | None, StepResult[Value]]]:
    known = {place: index.unchanged(step.name, place.path) for place in places if place.path not in twins}
    waiting = [place for place in places if place.path not in twins and known[place] is None]
    if waiting and prepare is not None:
        step, more = prepare(waiting)
        known |= {place: None for place in known if place.path in more}
        waiting = [place for place in places if place.path not in twins and known[place] is None]
    fresh = _done(step, waiting)
    for place in places:
        if place.path in twins:
            yield place, None, StepResult(errors=[twins[place.path]])
        elif known[place] is not None:
            yield place, known[place], StepResult()
        else:
            yield place, None, next(fresh)


def _done(step: Step[Value], places: Sequence[ArticlePath]) -> Iterator[StepResult[Value]]:
    """The results for the articles in order, by several processes where there are many."""
    workers = min(processors(), 8)
    if len(places) <= _ALONE or workers == 1:
        for place in places:
            yield do(step, place)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  heavy

    with ProcessPoolExecutor(workers, initializer=end_with_parent) as pool:
        size = max(1, min(16, len(places) // (workers * 4)))
        yield from pool.map(do, [step] * len(places), places, chunksize=size)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_with_parent() -> None:
    """In a process that shares the work: end when the command does, even if that was killed, and write no more."""
    import multiprocessing  # noqa: PLC0415
    import threading  # noqa: PLC0415

    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def do(step: Step[Value], place: ArticlePath) -> StepResult[Value]:
    """A step for one article; done again with what is there now where files change under it."""
    for attempt in range(_ATTEMPTS):
        try:
            with files.watched() as digests:
                values, errors = step.run(place)
            return StepResult(values=values, errors=errors, digests=digests)
        except files.ChangedMeanwhileError as error:
            if attempt == _ATTEMPTS - 1:
                return StepResult(errors=[error])
        except (ArticleError, FileError, GlossaryError) as error:
            return StepResult(errors=[error])
    raise AssertionError
