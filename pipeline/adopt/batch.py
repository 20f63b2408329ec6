"""What `adopt --batch` does: a table of articles and their published translations, all adopted in one go.

In two passes: the first one learns from what is sure in all texts which words translate each other, the second one
pairs the texts with that knowledge and fills the catalogs. No more than one article is kept at a time.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pipeline.adopt import Adopted, Candidate, Lexicons, adopt, known_pairs, match, spread
from pipeline.adopt.review_page import write_review
from pipeline.alignment import learn_lexicon
from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.workspace import files
from pipeline.workspace.import_ import open_document
from pipeline.workspace.paths import ArticlePath, chosen
from pipeline.workspace.runner import end_with_parent, processors
from pipeline.workspace.settings import Settings

COLUMNS = ("article", "lang", "translation")
_MOST_PAIRS = 20_000
_LEAST_PAIRS = 200
_LEAST_SHARE = 20
_ALONE = 8
"""Up to this many rows are done faster by one process than by several that have to be started."""

_SIZE = 50_000_000


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
    """The rows of a table in CSV with the columns article, lang and translation, and what is wrong with others.

    The names of files count from the folder of the table. Raises FileError or SettingsError, with the table's `name`,
    where it cannot be read at all.
    """
    text = _decoded(table, name)
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
                columns = _columns(cells, name)
            elif any(cell.strip() for cell in cells):
                try:
                    found.append(_row(settings, places, table.parent, columns, cells, line))
                except TargmanError as error:
                    problems.append(TargmanError(str(error), path=name, line=line))
    except csv.Error as error:
        problems.append(TargmanError(f"is not CSV that can be read: {error}", path=name, line=at))
    if not columns:
        raise SettingsError(f"is empty. Its first line names the columns: {','.join(COLUMNS)}", path=name, line=1)
    return found, problems


def _decoded(table: Path, name: str) -> str:
    try:
        if table.stat().st_size > _SIZE:
            raise FileError("has more than 50 MB, which no table of articles has.", path=name)
        return table.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("is not UTF-8. Save the table as “CSV UTF-8”.", path=name) from error
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror or type(error).__name__}", path=name) from error


def _columns(cells: Sequence[str], name: str) -> dict[str, int]:
    columns = {cell.strip().lower(): number for number, cell in enumerate(cells)}
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise SettingsError(
            f"has no column “{missing[0]}”. Its first line names the columns: {','.join(COLUMNS)}", path=name, line=1
        )
    return columns


def _row(
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
        raise TargmanError(f"there is nothing in the column “{empty}”.")
    found = chosen(places, [article], settings, folder)
    if len(found) != 1:
        raise TargmanError(f"“{article}” names {len(found)} articles. Give the path of one.")
    if lang not in settings.editions:
        raise TargmanError(f"there is no edition “{lang}” in this workspace; it makes {', '.join(settings.editions)}.")
    return BatchRow(line=line, place=found[0], lang=lang, translation=translation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The rows of a table that is in `folder` and was given as `name`, and how they are adopted: whether catalogs are
    written, and review pages made.
    """

    settings: Settings
    folder: Path
    name: str
    rows: tuple[BatchRow, ...]
    rehearse: bool = False
    review: bool = False

    def learned(self, row: BatchRow) -> "Learned":
        """What a row has to teach, paired without any help."""
        found = self._match(row, {})
        share = max(_MOST_PAIRS // max(len(self.rows), 1), _LEAST_SHARE)
        langs = found.article.lang, found.published.article.lang
        return Learned(langs=langs, pairs=tuple(spread(list(found.sure_pairs()), share)))

    def filled(self, row: BatchRow, lexicons: Lexicons) -> Adopted:
        """A row adopted."""
        write = files.rehearse if self.rehearse else files.write
        found = self._match(row, lexicons)
        made, result = adopt(self.settings, found, write)
        if not self.review:
            return made
        return replace(made, review=write_review(self.settings, found, result, None))

    def _match(self, row: BatchRow, lexicons: Lexicons) -> Candidate:
        document = open_document(row.translation, self.folder, lambda _: b"")
        return match(self.settings, row.place, row.lang, document, lexicons)

    def lexicons(self, learned: Iterable["Learned"]) -> Lexicons:
        """What words translate each other in the sure pairs of all rows and in the catalogs of other articles."""
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for each in learned:
            pairs.setdefault(each.langs, []).extend(each.pairs)
        own = {row.place.origin for row in self.rows}
        made = {}
        for langs, sure in pairs.items():
            every = [*sure, *known_pairs(self.settings, *langs, own)]
            if len(every) >= _LEAST_PAIRS:
                made[langs] = learn_lexicon(every, *langs)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Sure pairs of texts in two languages."""

    langs: tuple[str, str]
    pairs: tuple[tuple[str, str], ...]


Value = TypeVar("Value")
Work = Callable[[Archive, Lexicons, BatchRow], Value]


def learn_row(archive: Archive, lexicons: Lexicons, row: BatchRow) -> Learned:  # noqa: ARG001
    """The first pass, for one row."""
    return archive.learned(row)


def fill_row(archive: Archive, lexicons: Lexicons, row: BatchRow) -> Adopted:
    """The second pass, for one row."""
    return archive.filled(row, lexicons)


def each(
    archive: Archive, rows: Sequence[BatchRow], lexicons: Lexicons, work: Work[Value]
) -> Iterator[tuple[BatchRow, Value | TargmanError]]:
    """Some work done for each row, in order, by several processes where there are many; an error takes the place of
    what could not be done, at the row's line of the table.
    """
    workers = min(processors(), 8)
    if len(rows) <= _ALONE or workers == 1:
        for row in rows:
            yield row, _one(archive, lexicons, work, row)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  heavy

    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(archive, lexicons, work)) as pool:
        yield from zip(rows, pool.map(_next, rows, chunksize=4), strict=True)


_at_work: list[tuple[Archive, Lexicons, Work[Any]]] = []
"""What a process that shares the work was told once, since a lexicon is large."""


def _begin(archive: Archive, lexicons: Lexicons, work: Work[Any]) -> None:
    end_with_parent()
    _at_work[:] = [(archive, lexicons, work)]


def _next(row: BatchRow) -> Any:  # noqa: ANN401
    [(archive, lexicons, work)] = _at_work
    return _one(archive, lexicons, work, row)


def _one(archive: Archive, lexicons: Lexicons, work: Work[Value], row: BatchRow) -> Value | TargmanError:
    try:
        return work(archive, lexicons, row)
    except TargmanError as error:
        return TargmanError(str(error), path=archive.name, line=row.line)
