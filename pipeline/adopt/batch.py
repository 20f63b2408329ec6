"""Adopt the translations in the rows of a table. The first pass learns from the sure pairs of some rows which words
translate each other, the second pairs the texts of all with that knowledge and fills the catalogs. A pass is a step of
the runner: this process reads and writes, an executor computes. What comes of it depends neither on the number of
processes nor on the order of the rows.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.adopt.adoption import AdoptionReport
from pipeline.adopt.candidates import (
    CandidateInput,
    FilledCatalog,
    Knowledge,
    LexiconsByLanguage,
    describe_own_language,
    fill_catalog,
    match_translation,
    read_candidate,
    store_catalog,
)
from pipeline.adopt.lexicons import (
    MOST_PAIRS,
    LearnedPairs,
    learn_from_memory,
    learn_from_translation,
    learn_lexicons,
    load_memory_pairs,
)
from pipeline.adopt.review_page import render_review, write_review
from pipeline.adopt.table import BatchRow
from pipeline.errors import SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import runner, workers
from pipeline.workspace.contents import load_article, load_language, read_glossary
from pipeline.workspace.import_ import SourceFile, open_document
from pipeline.workspace.import_documents import sending_documents
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Step, StepResult
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MOST_ROWS_ALONE = 8  # number of rows up to which one process is faster than a pool that has to be started

Made = TypeVar("Made")
Result = TypeVar("Result")

Advance = Callable[[ArticlePath], object]
"""Called twice with the article of each row: after each pass, or both times at once if the first one failed."""

RowOutcome = tuple[BatchRow, AdoptionReport | TargmanError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The rows of the table `name` in `folder`; `is_dry_run` writes no catalog, `review` a review page for each row."""

    settings: Settings
    folder: Path
    name: str
    rows: tuple[BatchRow, ...]
    is_dry_run: bool = False
    review: bool = False

    def read(self, row: BatchRow) -> CandidateInput:
        """Read the files of a row."""
        return read_candidate(self.settings, row.place, row.lang, open_document(row.translation, self.folder, _nothing))


def _nothing(_: int) -> bytes:
    return b""


def adopt_rows(
    batch: Batch, advance: Advance = lambda _: None, executor: "Executor | None" = None
) -> Iterator[RowOutcome]:
    """Adopt all rows, in two passes, and yield what came of each: first those that fail in the first pass."""
    glossary = read_glossary(batch.settings).data
    learning = _Learning(batch=batch)
    failed: set[BatchRow] = set()
    for row, found in _do_rows(batch, learning.step(glossary), sorted(batch.rows, key=_row_digest), executor):
        advance(row.place)
        error = learning.add(row, found)
        if error is not None:
            failed.add(row)
            advance(row.place)
            yield row, error
    knowledge = Knowledge(glossary=glossary, lexicons=learning.finish())
    filling = filling_step(batch.settings, knowledge, batch.read, is_dry_run=batch.is_dry_run, review=batch.review)
    for rows in _split_repeated([row for row in batch.rows if row not in failed]):
        for row, report in _do_rows(batch, filling, rows, executor):
            advance(row.place)
            yield row, report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learning:
    """The first pass: it learns from rows until there are enough pairs of their languages. The order of the rows is
    that of their digests, and what was begun with a row that is not needed any more does not count. So the same is
    learned in any order of the table and with any number of workers.
    """

    batch: Batch
    learned: list[LearnedPairs] = field(default_factory=list)
    langs: dict[BatchRow, tuple[str, str]] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def step(
        self, glossary: bytes | None
    ) -> Step[BatchRow, CandidateInput | None, StepResult[LearnedPairs], LearnedPairs]:
        """Return the step that learns from a row."""
        compute = partial(_learn, self.batch.settings, glossary)
        return Step(name="learn", result=LearnedPairs, read=self._read, compute=compute)

    def _read(self, row: BatchRow) -> CandidateInput | None:
        """Read the files of a row; None if there are enough pairs of its languages."""
        settings = self.batch.settings
        self.langs[row] = load_language(settings, row.place), row.lang
        return None if self._is_enough(row) else self.batch.read(row)

    def add(self, row: BatchRow, found: LearnedPairs | TargmanError) -> TargmanError | None:
        """Add what was found in a row, in order; return its error unless there were enough pairs before it."""
        if row in self.langs and self._is_enough(row):
            return None
        if isinstance(found, TargmanError):
            return found
        self.learned.append(found)
        self.counts[found.langs] += len(found.pairs)
        return None

    def _is_enough(self, row: BatchRow) -> bool:
        return self.counts[self.langs[row]] >= MOST_PAIRS

    def finish(self) -> LexiconsByLanguage:
        """Return what was learned, with what the memory knows of other articles."""
        own = {row.place.origin for row in self.batch.rows}
        known = [load_memory_pairs(self.batch.settings, langs, own) for langs in self.counts]
        return learn_lexicons([*self.learned, *known])


def adopt_document(
    settings: Settings,
    place: ArticlePath,
    lang: str,
    document: SourceFile,
    *,
    is_dry_run: bool,
    review: bool,
    page: Path | None,
) -> AdoptionReport | TargmanError:
    """Adopt one translation, and return the report, or the error that keeps it from being adopted. Raises SettingsError
    if the article is written in the language of the translation.
    """
    if load_article(settings, place).lang == lang:
        raise SettingsError(describe_own_language(place, lang))
    row = BatchRow(line=0, place=place, lang=lang, translation=document.name)
    knowledge = learn_from_memory(settings, place, lang)

    def read(row: BatchRow) -> CandidateInput:
        return read_candidate(settings, row.place, row.lang, document)

    step = filling_step(settings, knowledge, read, is_dry_run=is_dry_run, review=review, page=page)
    result = runner.finish(step, runner.start(step, row)).result
    return result.problems[0] if result.problems else result.results[0]


def _row_digest(row: BatchRow) -> tuple[bytes, bytes]:
    """Return digests by which rows are in an order that has nothing to do with that of the table. Those of an article
    are neighbours, so that it is read once.
    """
    article, translation = row.place.path, f"{row.lang}\0{row.translation}"
    return hashlib.sha256(article.encode()).digest(), hashlib.sha256(translation.encode()).digest()


def _split_repeated(rows: Sequence[BatchRow]) -> list[list[BatchRow]]:
    """Return the rows in several rounds, so that none has two of the same catalog: the table's order counts there."""
    rounds: list[list[BatchRow]] = []
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        catalog = row.place.catalog(row.lang)
        if seen[catalog] == len(rounds):
            rounds.append([])
        rounds[seen[catalog]].append(row)
        seen[catalog] += 1
    return rounds


def _do_rows(
    batch: Batch,
    step: Step[BatchRow, Any, Made, Result],
    rows: Sequence[BatchRow],
    executor: "Executor | None",
) -> Iterator[tuple[BatchRow, Result | TargmanError]]:
    """Do a step for each row, in order; errors are results, and name the table and the row's line."""
    if executor is not None:
        step = sending_documents(
            step, lambda given: given and given.document, lambda given, document: replace(given, document=document)
        )
    with (
        workers.open_pool(executor, len(rows), step.work, _MOST_ROWS_ALONE) as pool,
        closing(runner.do_all(step, rows, pool, 0 if executor else 1)) as done,
    ):
        for finished in done:
            row, result = finished.item, finished.result
            error = next(iter(result.problems), None)
            yield row, TargmanError(str(error), path=batch.name, line=row.line) if error else result.results[0]


def _learn(settings: Settings, glossary: bytes | None, given: CandidateInput | None) -> StepResult[LearnedPairs]:
    """Return the sure pairs of a row."""
    nothing = LearnedPairs(langs=("", ""), pairs=())
    return StepResult(results=[learn_from_translation(settings, given, glossary) if given else nothing])


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A filled catalog, and its review page if one is wanted."""

    catalog: FilledCatalog
    page: bytes | None = None


def filling_step(
    settings: Settings,
    knowledge: Knowledge,
    read: Callable[[BatchRow], CandidateInput],
    *,
    is_dry_run: bool,
    review: bool,
    page: Path | None = None,
) -> Step[BatchRow, CandidateInput, FilledRow, AdoptionReport]:
    """Return the step that fills the catalog of a row. A `review` is written to `page`, or below the exports."""

    def store(_: CandidateInput, made: FilledRow) -> StepResult[AdoptionReport]:
        report = store_catalog(settings, made.catalog, is_dry_run=is_dry_run)
        if made.page is not None:
            report = replace(report, review=write_review(settings, made.catalog.place, report.lang, made.page, page))
        return StepResult(results=[report])

    compute = partial(_fill_and_review if review else _fill, settings, knowledge)
    return Step(name="adopt", result=AdoptionReport, read=read, compute=compute, store=store)


def _fill(settings: Settings, knowledge: Knowledge, given: CandidateInput) -> FilledRow:
    found = match_translation(settings, given, knowledge)
    return FilledRow(catalog=fill_catalog(settings, given, found, knowledge))


def _fill_and_review(settings: Settings, knowledge: Knowledge, given: CandidateInput) -> FilledRow:
    found = match_translation(settings, given, knowledge)
    filled = fill_catalog(settings, given, found, knowledge)
    return FilledRow(catalog=filled, page=render_review(found, filled.adoption))
