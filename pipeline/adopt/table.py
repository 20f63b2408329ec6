"""Read the table of an archive: a row for each article and a published translation of it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.languages.tags import match
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath, match_articles
from pipeline.workspace.settings import Settings

COLUMNS = ("article", "lang", "translation")
_MOST_BYTES = 50_000_000


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
