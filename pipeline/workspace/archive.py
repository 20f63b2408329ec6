"""What `adopt --batch` does: a table of articles and their published translations, all adopted in one go.

In two passes: the first one learns from what is sure in all texts which words translate each other, the second one
pairs the texts with that knowledge and fills the catalogs. No more than one article is kept at a time.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.alignment import Lexicon, learn
from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.workspace.adopting import Match, known_pairs, match
from pipeline.workspace.articles import Place, chosen
from pipeline.workspace.importing import open_document
from pipeline.workspace.settings import Settings

COLUMNS = ("article", "lang", "translation")
_MOST_PAIRS = 20_000
_LEAST_PAIRS = 200
_SIZE = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table: its line there, the article, the edition, and the file of the translation."""

    line: int
    place: Place
    lang: str
    translation: str


def read_table(
    settings: Settings, places: Sequence[Place], table: Path, name: str
) -> tuple[list[Row], list[TargmanError]]:
    """The rows of a table in CSV with the columns article, lang and translation, and what is wrong with others.

    The names of files count from the folder of the table. Raises FileError or SettingsError, with the table's `name`,
    where it cannot be read at all.
    """
    text = _decoded(table, name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Row] = []
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
    places: Sequence[Place],
    folder: Path,
    columns: dict[str, int],
    cells: Sequence[str],
    line: int,
) -> Row:
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
    return Row(line=line, place=found[0], lang=lang, translation=translation)


Tell = Callable[[TargmanError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The rows of a table that is in `folder` and was given as `name`."""

    settings: Settings
    folder: Path
    name: str
    rows: Sequence[Row]

    def matches(
        self, rows: Iterable[Row], lexicons: dict[tuple[str, str], Lexicon | None], tell: Tell
    ) -> Iterator[tuple[Row, Match]]:
        """Each row with its article and translation, paired; of those that cannot be paired, `tell` hears."""
        for row in rows:
            try:
                document = open_document(row.translation, self.folder, lambda _: b"")
                yield row, match(self.settings, row.place, row.lang, document, lexicons)
            except TargmanError as error:
                tell(self.at(row, error))

    def at(self, row: Row, error: TargmanError) -> TargmanError:
        """An error, at the row that it is about."""
        return TargmanError(str(error), path=self.name, line=row.line)

    def lexicons(self, rows: Iterable[Row], tell: Tell) -> dict[tuple[str, str], Lexicon | None]:
        """What words translate each other in the sure pairs of all rows and in the catalogs of other articles."""
        share = max(_MOST_PAIRS // max(len(self.rows), 1), 20)
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for _, found in self.matches(rows, {}, tell):
            langs = found.article.lang, found.published.article.lang
            sure = list(found.sure_pairs())
            step = max(len(sure) / share, 1.0)
            chosen_pairs = [sure[int(number * step)] for number in range(min(len(sure), share))]
            pairs.setdefault(langs, []).extend(chosen_pairs)
        own = {row.place.origin for row in self.rows}
        made: dict[tuple[str, str], Lexicon | None] = {}
        for langs, sure in pairs.items():
            every = [*sure, *known_pairs(self.settings, *langs, own)]
            made[langs] = learn(every, *langs) if len(every) >= _LEAST_PAIRS else None
        return made
