"""Do a step for many articles, or other items: only where something changed, on all processors where that is much, past
bad ones. A step reads the files of an item, computes, and stores what came of it. This process alone reads and stores;
the computing takes values and returns values, so that any `concurrent.futures.Executor` can do it.
"""

from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from contextvars import copy_context
from dataclasses import field, replace
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, TypeVar

from pipeline.errors import ArticleError, CatalogError, FileError, GlossaryError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import atomic_replace, files, workers
from pipeline.workspace.codec import from_json, to_json
from pipeline.workspace.files import FileState
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, find_name_errors
from pipeline.workspace.settings import Settings
from pipeline.workspace.workers import Pool, Share, count_bytes

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Input = TypeVar("Input")
Made = TypeVar("Made")
Result = TypeVar("Result")

Advance = Callable[[ArticlePath], object]
"""Called with each article when it is done."""

Linked = Mapping[str, tuple[str, ...]]
"""The fragments by which articles link to headings of others, by the path of the other."""

_NO_LINKS: Linked = MappingProxyType({})
_ATTEMPTS = 5  # maximum number of attempts at an article whose files somebody saves at the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Result]):
    """The results of a run, its problems, and sentences about what else happened; none keeps the others from being
    told.
    """

    done: tuple[Result, ...]
    problems: tuple[TargmanError, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult(Generic[Result]):
    """The results of a step for one article, the problems that it met, and sentences about what else happened."""

    results: list[Result] = field(default_factory=list)
    problems: list[TargmanError] = field(default_factory=list)
    notices: tuple[str, ...] = ()


def _keep(_: Any, made: Any) -> Any:  # noqa: ANN401
    return made


def _is_enough(_contents: Any, _made: Any) -> None:  # noqa: ANN401
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[Item, Input, Made, Result]):
    """The work for one item, mostly an article, in three functions; `compute` and what it takes and returns can be
    pickled. What `compute` is bound to is the same for all items: an executor may send it once. `name` says what is
    done, with all options on which the results depend: by it, the index knows the work again. `result` is the class of
    the results. A step that stores nothing computes its StepResult. `repeated` returns what would be reported if the
    step were done again at once. The files of `shared` were read for all items. `linked` has the fragments by which
    articles link to each other, by path, if results depend on them. Where an executor found that it needs more files
    than were read, `read_more` returns the contents with those, else None.
    """

    name: str
    result: type[Result]
    read: Callable[[Item], Input]
    compute: Callable[[Input], Made]
    store: Callable[[Input, Made], StepResult[Result]] = _keep
    read_more: Callable[[Input, Made], Input | None] = _is_enough
    repeated: Callable[[Result], Result] = lambda result: result
    shared: Mapping[str, FileState] = field(default_factory=dict)
    linked: Linked = field(default_factory=dict)

    @property
    def work(self) -> Callable[[Iterable[Input]], list[Any]]:
        """The function that computes for several items at once."""
        return partial(compute_each, self.compute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The articles of a run, in order: some cannot have their names, of some the index has the results, by path; the
    rest is work.
    """

    articles: tuple[ArticlePath, ...]
    refused: Mapping[str, ArticleError]
    known: Mapping[str, list[Any]]

    @property
    def waiting(self) -> tuple[ArticlePath, ...]:
        """The articles whose work is to be done."""
        return tuple(item for item in self.articles if item.path not in self.known and item.path not in self.refused)

    def without(self, paths: Container[str]) -> "Plan":
        """Return the plan with the work for these articles to be done, regardless of the index."""
        return replace(self, known={path: results for path, results in self.known.items() if path not in paths})


def plan_run(
    name: str,
    articles: Sequence[ArticlePath],
    everything: Sequence[ArticlePath],
    index: Index,
    linked: Linked = _NO_LINKS,
) -> Plan:
    """Find out for which articles to do the step `name`. Names may clash among `everything`, all of the workspace.
    `linked` is that of the step.
    """
    refused = find_name_errors(everything)
    wanted = (item for item in articles if item.path not in refused)
    digest = cache(index.digest)
    found = ((item.path, index.unchanged(name, item.path, linked.get(item.path, ()), digest)) for item in wanted)
    return Plan(
        articles=tuple(articles),
        refused=refused,
        known={path: results for path, results in found if results is not None},
    )


def run(
    settings: Settings,
    step: Step[ArticlePath, Input, Made, Result],
    plan: Plan,
    index: Index,
    advance: Advance | None = None,
    executor: "Executor | None" = None,
) -> Outcome[Result]:
    """Do the step for every article that waits, and report on all, in order. The index learns what was done; saving it
    is up to the caller. The executor computes; if none is given, this process does, with others beside it where there
    is much to do: they are forked from it after the first article, and have what that loaded.
    """
    done: list[Result] = []
    problems: list[TargmanError] = []
    notices: list[str] = []
    with (
        atomic_replace.flushing_once(),
        workers.open_pool(executor, len(plan.waiting), step.work) as pool,
        closing(do_all(step, plan.waiting, pool, 0 if executor else 1)) as fresh,
    ):
        for article in plan.articles:
            if article.path in plan.known:
                done += [from_json(step.result, data) for data in plan.known[article.path]]
            elif article.path in plan.refused:
                index.forget(step.name, article.path)
                problems.append(plan.refused[article.path])
            else:
                result = record_result(settings, step, next(fresh), index)
                done += result.results
                problems += result.problems
                notices += result.notices
            if advance is not None:
                advance(article)
    return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(notices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Generic[Item]):
    """The work for one item: the states of the files read, the contents for the step (None if they could not be
    read), and a call that waits for what it computes, or raises what keeps it from being made.
    """

    item: Item
    states: dict[str, FileState]
    contents: Any
    made: Callable[[], Any]
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Generic[Item, Result]):
    """The result of a step for one item, and the states of the files that took part."""

    item: Item
    states: Mapping[str, FileState]
    result: StepResult[Result]


def do_all(
    step: Step[Item, Input, Made, Result], items: Sequence[Item], pool: Pool | None, alone: int
) -> Generator[Finished[Item, Result], None, None]:
    """Do the step for the items, in order: one by one, or after the first `alone` ones many at a time, where threads
    wait for pool and disk.
    """
    for item in items if pool is None else items[:alone]:
        yield finish(step, start(step, item))
    if pool is None or len(items) <= alone:
        return
    share = workers.share_of(pool.executor, len(items) - alone)
    elsewhere = _Elsewhere(step=step, pool=pool)
    waiting: deque[_Waiting[Item, Result]] = deque()
    size = 0
    with workers.open_threads() as threads:
        try:
            for begun in _cut_into_tasks((start(step, item) for item in items[alone:]), share):
                task, parts = elsewhere.begin(begun)
                for part in parts:
                    finished = threads.submit(copy_context().run, finish, step, part)
                    waiting.append(_Waiting(finished, task, count_bytes(part.contents)))
                    size += waiting[-1].size
                while waiting and (len(waiting) > share.waiting - share.articles or size > share.size):
                    size -= waiting[0].size
                    yield waiting.popleft().finished.result()
            while waiting:
                yield waiting.popleft().finished.result()
        finally:
            for each in waiting:  # after Ctrl-C, nobody waits for what is not stored
                each.task.cancel()


def _cut_into_tasks(started: Iterable[Started[Item]], share: Share) -> Iterator[list[Started[Item]]]:
    """Put items together into what an executor is given at a time."""
    together: list[Started[Item]] = []
    size = 0
    for item in started:
        together.append(item)
        size += count_bytes(item.contents)
        if len(together) >= share.articles or size >= share.task_size:
            yield together
            together, size = [], 0
    if together:
        yield together


class _Waiting(NamedTuple, Generic[Item, Result]):
    """An item that is not stored yet, the task that it is part of, and the bytes of its files."""

    finished: "Future[Finished[Item, Result]]"
    task: "Future[list[Any]]"
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere(Generic[Item, Input, Made, Result]):
    """Gives the work of a step to a pool."""

    step: Step[Item, Input, Made, Result]
    pool: Pool

    def begin(self, begun: Sequence[Started[Item]]) -> "tuple[Future[list[Any]], list[Started[Item]]]":
        """Begin a task for several items. Each of them, but those that could not be read, waits for its part."""
        ready = [item.contents for item in begun if item.is_read]
        task = self.pool.submit(ready)
        numbers = iter(range(len(ready)))
        return task, [
            replace(item, made=partial(self._compute, partial(take_made, task, next(numbers)), item))
            if item.is_read
            else item
            for item in begun
        ]

    def _compute(self, take: Callable[[], Any], started: Started[Item]) -> Any:  # noqa: ANN401
        """Return what is made of an item. If the task was lost with all its articles, this one has another try,
        alone; if it needs more files, it is done again with those.
        """
        contents = started.contents
        try:
            made = take()
        except workers.LostWorkError:
            made = self._compute_alone(started.item, contents)
        while True:
            with files.watched(started.states):
                more = self.step.read_more(contents, made)
            if more is None:
                return made
            contents, made = more, self._compute_alone(started.item, more)

    def _compute_alone(self, item: Item, contents: Input) -> Any:  # noqa: ANN401
        try:
            return take_made(self.pool.submit([contents]), 0)
        except workers.LostWorkError as error:
            raise error.at(getattr(item, "path", item if isinstance(item, str) else "")) from error


def start(step: Step[Item, Input, Made, Result], item: Item) -> Started[Item]:
    """Read what the step needs of an item; it is computed when it is asked for."""
    states = dict(step.shared)
    try:
        with files.watched(states):
            contents = step.read(item)
    except (ArticleError, FileError) as error:
        return Started(item=item, states=states, contents=None, made=partial(_raise, error), is_read=False)
    return Started(item=item, states=states, contents=contents, made=partial(step.compute, contents))


def finish(step: Step[Item, Input, Made, Result], started: Started[Item]) -> Finished[Item, Result]:
    """Store what is computed for an item; do it again with what is there now if files change meanwhile."""
    result: StepResult[Result] = StepResult()
    for attempt in range(_ATTEMPTS):
        try:
            made = started.made()
            with files.watched(started.states):
                result = step.store(started.contents, made)
            break
        except files.ChangedMeanwhileError as error:
            result = StepResult(problems=[error])
            if attempt < _ATTEMPTS - 1:
                started = start(step, started.item)
        except (ArticleError, CatalogError, FileError, GlossaryError) as error:
            result = StepResult(problems=[error])
            break
    return Finished(item=started.item, states=started.states, result=result)


def record_result(
    settings: Settings,
    step: Step[ArticlePath, Input, Made, Result],
    finished: Finished[ArticlePath, Result],
    index: Index,
) -> StepResult[Result]:
    """Let the index remember the work if it succeeded, or forget it; return its result, paths relative to the
    workspace.
    """
    below = f"{settings.root}/"
    result = finished.result
    if result.problems:
        index.forget(step.name, finished.item.path)
        problems = [error.at(error.path.removeprefix(below)) for error in result.problems]
        return replace(result, problems=problems)
    states = {path.removeprefix(below): state for path, state in finished.states.items()}
    kept = [to_json(step.repeated(each)) for each in result.results]
    linked = step.linked.get(finished.item.path, ())
    index.remember(step.name, finished.item.path, states, kept, linked)
    return result


def _raise(error: TargmanError) -> NoReturn:
    raise error


def compute_all(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do several pieces of computing; an error takes the place of what could not be made."""
    done: list[Any] = []
    for job in jobs:
        try:
            done.append(job())
        except TargmanError as error:
            done.append(error)
    return done


def compute_each(compute: Callable[[Input], Made], contents: Iterable[Input]) -> list[Any]:
    """Compute the same for several contents, as `compute_all` does."""
    return compute_all(partial(compute, each) for each in contents)


def take_made(future: "Future[list[Any]]", number: int) -> Any:  # noqa: ANN401
    """Wait for what was made of one job of several, and raise its error if it could not be made."""
    made = future.result()[number]
    if isinstance(made, TargmanError):
        raise made
    return made
