"""Import many documents: they are converted on all processors or by an executor, and written one after the other, so
that of two with one name the first is written and the second refused.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import SettingsError, TargmanError
from pipeline.importers.beside import WantedFilesError
from pipeline.workspace import workers
from pipeline.workspace.import_ import (
    ArticleDraft,
    ImportOptions,
    ImportResult,
    SourceFile,
    add_beside,
    draft_article,
    store_draft,
)
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome, Step, StepResult, do_all
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

Item = TypeVar("Item")
Input = TypeVar("Input")
Result = TypeVar("Result")


def import_documents(
    settings: Settings,
    names: Sequence[str],
    wishes: ImportOptions,
    open_one: Callable[[str], SourceFile],
    advance: Callable[[], object],
    executor: "Executor | None",
) -> Outcome[ImportResult]:
    """Import documents, in order; where they are many, on all processors or by the executor. Raises SettingsError."""
    step: Step[str, SourceFile, StepResult[ArticleDraft], ArticleDraft] = Step(
        name="import", result=ArticleDraft, read=open_one, compute=partial(_draft, settings, wishes)
    )
    if executor is not None:
        step = sending_documents(step, lambda document: document, lambda _, document: document)
    places: dict[str, list[ArticlePath]] = {}
    for place in find_articles(settings):
        places.setdefault(place.slug, []).append(place)
    done: list[ImportResult] = []
    problems: list[TargmanError] = []
    with (
        workers.open_pool(executor, len(names), step.work) as pool,
        closing(do_all(step, names, pool, 0 if executor else 1)) as drafts,
    ):
        for each in drafts:
            problems += each.result.problems
            for draft in each.result.results:
                try:
                    alike = places.setdefault(draft.place.slug, [])
                    done.append(store_draft(settings, draft, wishes, alike))
                    alike.append(draft.place)
                except SettingsError:
                    raise
                except TargmanError as error:
                    problems.append(error)
            advance()
    return Outcome(done=tuple(done), problems=tuple(problems))


def _draft(settings: Settings, wishes: ImportOptions, document: SourceFile) -> StepResult[ArticleDraft]:
    try:
        return StepResult(results=[draft_article(settings, document, wishes)])
    except SettingsError:
        raise
    except TargmanError as error:
        return StepResult(problems=[error])


def sending_documents(
    step: "Step[Item, Input, Any, Result]",
    document_of: Callable[[Input], SourceFile | None],
    with_document: Callable[[Input, SourceFile], Input],
) -> "Step[Item, Input, Any, Result]":
    """Return a step that reads documents, for an executor on other machines: it is sent the files beside a document, if
    there is one, that the importer asks for.
    """

    def add_files(contents: Input, names: Iterable[str]) -> Input:
        document = document_of(contents)
        return contents if document is None else with_document(contents, add_beside(document, names))

    def read_more(contents: Input, made: object) -> Input | None:
        return add_files(contents, made) if isinstance(made, frozenset) else None

    def read(item: Item) -> Input:
        return add_files(step.read(item), ())

    return replace(step, read=read, compute=partial(_compute_or_ask, step.compute), read_more=read_more)


def _compute_or_ask(compute: Callable[[Input], Any], contents: Input) -> Any:  # noqa: ANN401
    try:
        return compute(contents)
    except WantedFilesError as error:
        return error.names
