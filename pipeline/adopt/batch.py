"""Adopt the translations in the rows of a table, keeping one article at a time. The first pass learns from the sure
pairs of all rows which words translate each other, the second pairs the texts with that knowledge and fills the
catalogs.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pipeline.adopt import candidates
from pipeline.adopt.adoption import AdoptionReport
from pipeline.adopt.candidates import Candidate, LexiconsByLanguage
from pipeline.adopt.review_page import write_review
from pipeline.alignment import learn_lexicon
from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.languages.folders import own_folder
from pipeline.languages.tags import match
from pipeline.workspace import files
from pipeline.workspace.import_ import open_document
from pipeline.workspace.paths import ArticlePath, match_articles
from pipeline.workspace.settings import Settings
from pipeline.workspace.workers import begin, count_processors

COLUMNS = ("article", "lang", "translation")
_MOST_PAIRS = 20_000
_LEAST_PAIRS_OF_ROW = 20
_MOST_ROWS_ALONE = 8  # number of rows up to which one process is faster than a pool that has to be started
_MOST_BYTES = 50_000_000

Value = TypeVar("Value")

LearnedPairs = tuple[tuple[str, str], list[tuple[str, str]]]
"""Two languages, and sure pairs of texts in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A row of the table: its line there, the article, the edition, and the file of the translation."""

    line: int
    place: ArticlePath
    lang: str
    translation: str


def read_table(
    settings: Settings, places: Sequence[ArticlePath], table: Path, name: str
) -> tuple[list[BatchRow], list[TargmanError]]:
    """Read the rows of a CSV table, whose files count from its folder, and the errors of faulty rows. Raises FileError
    or SettingsError, with the table's `name`, if it cannot be read at all.
    """
    text = _read_text(table, name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[BatchRow] = []
    problems: list[TargmanError] = []
    columns: dict[str, int] = {}
    at = 1
    try:
        for cells in rows:
            line, at = at, rows.line_num + 1
            if not columns:
                columns = _find_columns(cells, name)
            elif any(cell.strip() for cell in cells):
                try:
                    found.append(_read_row(settings, places, table.parent, columns, cells, line))
                except TargmanError as error:
                    problems.append(TargmanError(str(error), path=name, line=line))
    except csv.Error as error:
        problems.append(TargmanError(f"is not valid CSV: {error}", path=name, line=at))
    if not columns:
        raise SettingsError(f"is empty. Its first line names the columns: {','.join(COLUMNS)}", path=name, line=1)
    return found, problems


def _read_text(table: Path, name: str) -> str:
    try:
        if table.stat().st_size > _MOST_BYTES:
            raise FileError("has more than 50 MB, which no table of articles has.", path=name)
        return files.read_regular(table).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("is not valid UTF-8. Save the table as “CSV UTF-8”.", path=name) from error
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror or type(error).__name__}", path=name) from error


def _find_columns(cells: Sequence[str], name: str) -> dict[str, int]:
    columns = {cell.strip().lower(): number for number, cell in enumerate(cells)}
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise SettingsError(
            f"has no column “{missing[0]}”. Its first line names the columns: {','.join(COLUMNS)}", path=name, line=1
        )
    return columns


def _read_row(
    settings: Settings,
    places: Sequence[ArticlePath],
    folder: Path,
    columns: dict[str, int],
    cells: Sequence[str],
    line: int,
) -> BatchRow:
    values = [cells[columns[column]].strip() if columns[column] < len(cells) else "" for column in COLUMNS]
    article, lang, translation = values
    empty = next((column for column, value in zip(COLUMNS, values, strict=True) if not value), "")
    if empty:
        raise TargmanError(f"has no value in the column “{empty}”.")
    found = match_articles(places, [article], settings, folder)
    if len(found) != 1:
        raise TargmanError(f"“{article}” names {len(found)} articles. Give the path of one.")
    edition = match(lang, settings.editions)
    if not edition:
        raise TargmanError(f"there is no edition “{lang}” in this workspace; it makes {', '.join(settings.editions)}.")
    return BatchRow(line=line, place=found[0], lang=edition, translation=translation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The rows of the table `name` in `folder`; `is_dry_run` writes no catalog, `review` a review page for each row."""

    settings: Settings
    folder: Path
    name: str
    rows: tuple[BatchRow, ...]
    is_dry_run: bool = False
    review: bool = False

    def learn(self, row: BatchRow, lexicons: LexiconsByLanguage) -> LearnedPairs:
        """Do the first pass for a row: return its sure pairs."""
        found = self._match(row, lexicons)
        share = max(_MOST_PAIRS // max(len(self.rows), 1), _LEAST_PAIRS_OF_ROW)
        langs = found.article.lang, found.published.article.lang
        return langs, candidates.sample_evenly(list(found.sure_pairs()), share)

    def fill(self, row: BatchRow, lexicons: LexiconsByLanguage) -> AdoptionReport:
        """Do the second pass for a row: fill its catalog."""
        write = files.would_write if self.is_dry_run else files.write
        found = self._match(row, lexicons)
        adoption = candidates.adopt_translation(self.settings, found, write)
        if not self.review:
            return adoption.report
        return replace(adoption.report, review=write_review(self.settings, found, adoption, None))

    def _match(self, row: BatchRow, lexicons: LexiconsByLanguage) -> Candidate:
        document = open_document(row.translation, self.folder, lambda _: b"")
        return candidates.match_translation(self.settings, row.place, row.lang, document, lexicons)

    def learn_lexicons(self, learned: Iterable[LearnedPairs]) -> LexiconsByLanguage:
        """Learn lexicons from the sure pairs of all rows and the catalogs of other articles."""
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for langs, sure in learned:
            pairs.setdefault(langs, []).extend(sure)
        own = {row.place.origin for row in self.rows}
        made = {}
        for langs, sure in pairs.items():
            every = [*sure, *candidates.load_memory_pairs(self.settings, *langs, own)]
            if len(every) >= candidates.LEAST_PAIRS:
                made[langs] = learn_lexicon(every, *langs)
        return made


Work = Callable[[Batch, BatchRow, LexiconsByLanguage], Value]
"""A pass over a row: `Batch.learn` or `Batch.fill`."""


def run_rows(
    batch: Batch, rows: Sequence[BatchRow], lexicons: LexiconsByLanguage, work: Work[Value]
) -> Iterator[tuple[BatchRow, Value | TargmanError]]:
    """Do some work for each row, in order, in several processes if they are many; errors are results."""
    workers = min(count_processors(), 8)
    if len(rows) <= _MOST_ROWS_ALONE or workers == 1:
        for row in rows:
            yield row, _run_row(batch, lexicons, work, row)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  heavy

    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(own_folder(), batch, lexicons, work)) as pool:
        yield from zip(rows, pool.map(_run_next, rows, chunksize=4), strict=True)


_at_work: list[tuple[Batch, LexiconsByLanguage, Work[Any]]] = []
"""The work of a process of the pool, which is sent once, since a lexicon is large."""


def _begin(packs: Traversable | None, batch: Batch, lexicons: LexiconsByLanguage, work: Work[Any]) -> None:
    begin(packs)
    _at_work[:] = [(batch, lexicons, work)]


def _run_next(row: BatchRow) -> Any:  # noqa: ANN401
    [(batch, lexicons, work)] = _at_work
    return _run_row(batch, lexicons, work, row)


def _run_row(batch: Batch, lexicons: LexiconsByLanguage, work: Work[Value], row: BatchRow) -> Value | TargmanError:
    try:
        return work(batch, row, lexicons)
    except TargmanError as error:
        return TargmanError(str(error), path=batch.name, line=row.line)
