"""Read and extend the table of who does what until when, `locales/assignments.csv`: for `send` and `status`.

A row names an article, by path or slug or a pattern with `*`, a language, the translator, the reviewer and the due date
(2026-12-10). Other columns stay as people made them.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.languages.tags import canonical, match
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

NAME = "locales/assignments.csv"
COLUMNS = ("article", "language", "translator", "reviewer", "due")


_PATTERN = re.compile(r"[*?\[]")
_SOON = timedelta(days=7)
"""Time before the due date from which unfinished work is due soon."""


class Timing(StrEnum):
    """The state of unfinished work by its due date."""

    NONE = ""
    SOON = "soon"
    LATE = "late"


class AssignmentsError(SettingsError):
    """The table of assignments cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedWork:
    """The people who have an edition, and until when, as reports have it: empty texts where the table says nothing."""

    translator: str
    reviewer: str
    due: str
    timing: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A row of the table; `due` is None where there is no date, and `line` is its first line in the file."""

    article: str
    lang: str
    translator: str = ""
    reviewer: str = ""
    due: date | None = None
    line: int = field(default=0, compare=False)

    def on_day(self, today: date, *, is_open: bool) -> "AssignedWork":
        """Return who has the work until when, as it is on a day; finished work is not late."""
        timing = Timing.NONE
        if is_open and self.due is not None:
            timing = Timing.LATE if self.due < today else Timing.SOON if self.due - today <= _SOON else timing
        return AssignedWork(translator=self.translator, reviewer=self.reviewer, due=str(self.due or ""), timing=timing)

    def matches(self, article: ArticlePath, lang: str) -> bool:
        """Tell whether the row is about an edition of an article."""
        return self.lang == lang and any(fnmatchcase(name, self.article) for name in _names(article))


def load_assignments(settings: Settings) -> tuple[Assignment, ...]:
    """Load the assignments of a workspace; none if there is no table. Raises AssignmentsError, with the line."""
    data = files.read(settings.root / NAME)
    if data is None:
        return ()
    try:
        return read_assignments(data, settings.editions)
    except AssignmentsError as error:
        raise error.at(NAME) from error


def read_assignments(data: bytes, languages: Sequence[str]) -> tuple[Assignment, ...]:
    """Read a table of assignments for editions in `languages`. Raises AssignmentsError, with the line."""
    _, rows = _read_rows(data)
    if not rows:
        return ()
    (line, headings), *others = rows
    places = _find_columns(headings, line)
    return tuple(_parse_row(row, places, languages, line) for line, row in others)


class AssignmentFinder:
    """Find the rows about editions among many; rows that name an article are looked up, not tried one by one."""

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        self._exact: dict[tuple[str, str], list[Assignment]] = {}
        self._patterns: list[Assignment] = []
        for item in assignments:
            if _PATTERN.search(item.article):
                self._patterns.append(item)
            else:
                self._exact.setdefault((item.article, item.lang), []).append(item)

    def find(self, article: ArticlePath, lang: str) -> tuple[Assignment, ...]:
        """Return the rows about an edition of an article: those that name it, else those whose patterns match it."""
        exact = [row for name in _names(article) for row in self._exact.get((name, lang), ())]
        return tuple(sorted(exact, key=lambda row: row.line)) or tuple(
            row for row in self._patterns if row.matches(article, lang)
        )


def _names(article: ArticlePath) -> tuple[str, ...]:
    """Return the names that a row may have for an article."""
    return tuple(dict.fromkeys((article.path, article.stem, article.slug, article.origin)))


def add_assignments(data: bytes | None, new: Iterable[Assignment], languages: Sequence[str]) -> bytes:
    """Return the table with rows for assignments; one of the same article, language and translator gets the new date.

    All other rows stay byte for byte. Raises AssignmentsError if the table cannot be read.
    """
    if not data or not data.strip(b"\xef\xbb\xbf \r\n\t"):
        return _format([COLUMNS, *(_cells(item, COLUMNS) for item in new)], ",").encode()
    read_assignments(data, languages)
    text, rows = _read_rows(data)
    line, headings = rows[0]
    places = _find_columns(headings, line)
    names = [next((name for name, place in places.items() if place == number), "") for number in range(len(headings))]
    delimiter, end = _delimiter(text), "\r\n" if "\r\n" in text else "\n"
    lines = list(io.StringIO(text, newline=""))  # as the reader counts them
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    known = {_key(row, places, languages): (line, row) for line, row in rows[1:]}
    added: list[str] = []
    for item in new:
        cells = _cells(item, names)
        found = known.get((item.article, item.lang, item.translator))
        if found is None:
            added.append(_format([cells], delimiter, end))
        elif item.due is not None and "due" in places and _cell(found[1], places, "due") != str(item.due):
            row = [*found[1], *[""] * (len(headings) - len(found[1]))]
            row[places["due"]] = str(item.due)
            lines[found[0] - 1] = _format([row], delimiter, end)
    return "".join([*lines, *added]).encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")


def _read_rows(data: bytes) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the text of a table, and its rows that are not empty with their line numbers."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AssignmentsError("is not UTF-8. Save it as CSV in UTF-8.", line=line) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(map(str.strip, row)):
                if any("\n" in cell or "\r" in cell for cell in row):
                    raise AssignmentsError("has a cell of several lines. Write it on one.", line=reader.line_num)
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise AssignmentsError(f"is not a table that can be read: {error}.", line=reader.line_num) from error
    return text, rows


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _find_columns(headings: Sequence[str], line: int) -> dict[str, int]:
    names = [heading.strip().lower() for heading in headings]
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        message = f"has no column “{missing[0]}”. Its first line has to name the columns: {', '.join(COLUMNS)}."
        raise AssignmentsError(message, line=line)
    return {name: names.index(name) for name in COLUMNS if name in names}


def _cell(row: Sequence[str], places: dict[str, int], name: str) -> str:
    place = places.get(name, len(row))
    return row[place].strip() if place < len(row) else ""


def _key(row: Sequence[str], places: dict[str, int], languages: Sequence[str]) -> tuple[str, str, str]:
    """Return the article, language and translator of a row, the language as the workspace writes it."""
    article, lang, translator = (_cell(row, places, name) for name in COLUMNS[:3])
    return article, match(lang, languages) or canonical(lang), translator


def _parse_row(row: Sequence[str], places: dict[str, int], languages: Sequence[str], line: int) -> Assignment:
    values = {name: _cell(row, places, name) for name in COLUMNS}
    if not values["article"]:
        raise AssignmentsError("names no article. Write a path, a slug or a pattern such as news/*.", line=line)
    # Work in a language that was an edition, and may be one again, stays.
    lang = match(values["language"], languages) or canonical(values["language"])
    if not lang:
        known = ", ".join(languages)
        raise AssignmentsError(f"has the language “{values['language']}”, and the editions are {known}.", line=line)
    try:
        due = date.fromisoformat(values["due"]) if values["due"] else None
    except ValueError as error:
        raise AssignmentsError(f"has the date “{values['due']}”. Write it as 2026-12-10.", line=line) from error
    return Assignment(
        article=values["article"],
        lang=lang,
        translator=values["translator"],
        reviewer=values["reviewer"],
        due=due,
        line=line,
    )


def _cells(item: Assignment, names: Iterable[str]) -> list[str]:
    due = str(item.due) if item.due else ""
    values = dict(zip(COLUMNS, (item.article, item.lang, item.translator, item.reviewer, due), strict=True))
    return [values.get(name, "") for name in names]


def _format(rows: Iterable[Sequence[str]], delimiter: str, end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()
