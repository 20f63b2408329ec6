"""Do a step for many articles: only where something changed, on all processors where that is much, past bad ones.

A step reads the files of an article, computes, and stores what came of it. This process alone reads and stores; the
computing takes values and returns values, so that any `concurrent.futures.Executor` can do it.
"""

from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from pipeline.errors import ArticleError, FileError, GlossaryError, TargmanError
from pipeline.workspace import files, workers
from pipeline.workspace.codec import from_json, to_json
from pipeline.workspace.files import FileState
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, misnamed
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

Input = TypeVar("Input")
Made = TypeVar("Made")
Result = TypeVar("Result")

Advance = Callable[[ArticlePath], object]
"""Called with each article when it is done."""

_ATTEMPTS = 5
"""Maximum number of attempts at an article whose files somebody saves at the same time."""

_IN_FLIGHT = 32
"""The maximum number of articles that are read and not yet stored: what waits in memory, and keeps an executor busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Result]):
    """The results of a run, and what went wrong on the way; neither keeps the other from being reported.

    `notices` are sentences about what else happened in the workspace.
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


def _repeat(result: Any) -> Any:  # noqa: ANN401
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[Input, Made, Result]):
    """The work for one article, in three functions; `compute` and what it takes and returns can be pickled.

    `name` says what is done, with all options on which the results depend: by it, the index knows the work again.
    `result` is the class of the results. A step that stores nothing computes its StepResult. `repeated` returns what
    would be reported if the step were done again at once. The files of `shared` were read for all articles.
    """

    name: str
    result: type[Result]
    read: Callable[[ArticlePath], Input]
    compute: Callable[[Input], Made]
    store: Callable[[Input, Made], StepResult[Result]] = _keep
    repeated: Callable[[Result], Result] = _repeat
    shared: Mapping[str, FileState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The articles of a run, in order: those that cannot have their names are `refused`; of the others, the index has
    the results that are `known`, and the work for the rest is to be done.
    """

    articles: tuple[ArticlePath, ...]
    refused: Mapping[str, ArticleError]
    known: Mapping[ArticlePath, list[Any]]

    @property
    def waiting(self) -> tuple[ArticlePath, ...]:
        """The articles whose work is to be done."""
        return tuple(item for item in self.articles if item not in self.known and item.path not in self.refused)

    def without(self, paths: Container[str]) -> "Plan":
        """Return the plan with the work for these articles to be done, regardless of the index."""
        return replace(self, known={item: results for item, results in self.known.items() if item.path not in paths})


def plan_run(name: str, articles: Sequence[ArticlePath], everything: Sequence[ArticlePath], index: Index) -> Plan:
    """Find out for which articles the step `name` is to be done. `everything` are all articles of the workspace, among
    which names may clash.
    """
    refused = misnamed(everything)
    found = ((item, index.unchanged(name, item.path)) for item in articles if item.path not in refused)
    return Plan(
        articles=tuple(articles),
        refused=refused,
        known={item: results for item, results in found if results is not None},
    )


def run(
    settings: Settings,
    step: Step[Input, Made, Result],
    plan: Plan,
    index: Index,
    advance: Advance | None = None,
    executor: "Executor | None" = None,
) -> Outcome[Result]:
    """Do the step for every article that waits, and report on all, in order.

    The index learns what was done; saving it is up to the caller. The executor computes; if none is given, this process
    does, with others beside it where there is much to do.
    """
    done: list[Result] = []
    problems: list[TargmanError] = []
    notices: list[str] = []
    with workers.computing(executor, len(plan.waiting)) as pool:
        started = _start_all(step, plan.waiting, pool)
        for article in plan.articles:
            if article in plan.known:
                done += [from_json(step.result, data) for data in plan.known[article]]
            elif article.path in plan.refused:
                index.forget(step.name, article.path)
                problems.append(plan.refused[article.path])
            else:
                stored = finish(settings, step, next(started), index)
                done += stored.results
                problems += stored.problems
                notices += stored.notices
            if advance is not None:
                advance(article)
    return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(notices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The work for one article whose files were read in the states of `states`: `contents` is what the step reads, None
    if it could not be read; `made` waits for what the step computes, and raises what keeps it from being made.
    """

    article: ArticlePath
    states: dict[str, FileState]
    contents: Any
    made: Callable[[], Any]


def _start_all(
    step: Step[Input, Made, Result], articles: Sequence[ArticlePath], pool: "Executor | None"
) -> Iterator[Started]:
    """Read the articles in order and have them computed: by the pool, up to `_IN_FLIGHT` at a time, or each when it is
    asked for.
    """
    if pool is None:
        yield from (start(step, article) for article in articles)
        return
    waiting: deque[Started] = deque()
    for article in articles:
        begun = start(step, article)
        if begun.contents is not None:
            begun = replace(begun, made=pool.submit(step.compute, begun.contents).result)
        waiting.append(begun)
        if len(waiting) == _IN_FLIGHT:
            yield waiting.popleft()
    yield from waiting


def start(step: Step[Input, Made, Result], article: ArticlePath) -> Started:
    """Read what the step needs of an article; it is computed when it is asked for."""
    states = dict(step.shared)
    try:
        with files.watched(states):
            contents = step.read(article)
    except (ArticleError, FileError) as error:
        return Started(article=article, states=states, contents=None, made=partial(_raise, error))
    return Started(article=article, states=states, contents=contents, made=partial(step.compute, contents))


def finish(settings: Settings, step: Step[Input, Made, Result], started: Started, index: Index) -> StepResult[Result]:
    """Store what is computed for an article, and let the index learn it; done again with what is there now if files
    change meanwhile.
    """
    for attempt in range(_ATTEMPTS):
        try:
            stored = _store(step, started)
            break
        except files.ChangedMeanwhileError as error:
            stored = StepResult(problems=[error])
            if attempt < _ATTEMPTS - 1:
                started = start(step, started.article)
        except (ArticleError, FileError, GlossaryError) as error:
            stored = StepResult(problems=[error])
            break
    _learn(settings, step, started, stored, index)
    return replace(stored, problems=[_below(settings, error) for error in stored.problems])


def _raise(error: TargmanError) -> NoReturn:
    raise error


def _store(step: Step[Input, Made, Result], started: Started) -> StepResult[Result]:
    made = started.made()
    with files.watched(started.states):
        return step.store(started.contents, made)


def _learn(
    settings: Settings,
    step: Step[Input, Made, Result],
    started: Started,
    stored: StepResult[Result],
    index: Index,
) -> None:
    """Let the index remember the work if it succeeded, or forget it."""
    if stored.problems:
        index.forget(step.name, started.article.path)
        return
    states = {path.removeprefix(f"{settings.root}/"): state for path, state in started.states.items()}
    results = [to_json(step.repeated(result)) for result in stored.results]
    index.remember(step.name, started.article.path, states, results)


def _below(settings: Settings, error: TargmanError) -> TargmanError:
    """Return the error with its path as reports show paths: relative to the workspace."""
    return error.at(error.path.removeprefix(f"{settings.root}/"))
