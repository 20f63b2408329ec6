"""Read glossaries as people have them: a table of any program, with headings in words, in codes, or without any.

What is not understood is said in remarks; what could be read in two ways is refused until somebody says which.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.errors import GlossaryError
from pipeline.frozen import dataclass
from pipeline.glossary.headings import (
    FORBIDDEN,
    KEEP,
    NOTE,
    find_language,
    has_languages,
    is_language,
    name_columns,
    normalize_heading,
)
from pipeline.glossary.table import SEPARATOR, detect_delimiter, parse_term
from pipeline.installation import install_command
from pipeline.languages import load
from pipeline.model import Term

if TYPE_CHECKING:
    from pipeline.xml import XmlRepair

_NOTE_WORDS = (
    *("note", "notes", "comment", "comments", "remark", "remarks", "definition", "description", "context"),
    *("примечание", "примечания", "комментарий", "пояснение", "определение", "описание"),
    *("նշում", "նշումներ", "մեկնաբանություն", "սահմանում", "նկարագրություն"),
)
_KEEPS = frozenset({"do not translate", "dnt", "untranslatable", "не переводить", "չթարգմանել"})
_SOURCES = ("source", "source term", "term", "исходный термин", "термин", "եզրույթ")
_TARGETS = ("target", "target term", "translation", "перевод", "թարգմանություն")
_FORBIDDEN = re.compile(r"(?:forbidden|not|запрещено|արգելված) (?:\((?P<inside>[^()]+)\)|(?P<after>.+))")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_AMBIGUOUS = ";"


class AmbiguousCellError(GlossaryError):
    """A table whose cells could hold one name or several."""


Row = tuple[int, Sequence[str]]
"""The number of a row's line, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTerms:
    """The terms of somebody's file, remarks on what was taken how or left out, and the signs that were repaired."""

    terms: tuple[Term, ...]
    remarks: tuple[str, ...] = ()
    repairs: "tuple[XmlRepair, ...]" = ()


def read_foreign_table(
    data: bytes, first: Sequence[str] = (), separator: str = "", languages: Sequence[str] = ()
) -> ForeignTerms:
    """Read the terms of a table in text: CSV, or divided by tabs or semicolons, in UTF-8, UTF-16 or Windows-1251.

    `first` are the languages of the first two columns, where headings do not tell; `separator` is what divides names in
    a cell; `languages` are those of the workspace. Raises GlossaryError, with the line, where the table cannot be
    understood, or could be in two ways.
    """
    text, remarks = _decode(data)
    return _read_rows(list(_split_rows(text)), first, separator, languages, remarks)


def read_workbook(
    data: bytes, first: Sequence[str] = (), separator: str = "", languages: Sequence[str] = ()
) -> ForeignTerms:
    """Read the terms on the first sheet with any of an Excel workbook (.xlsx); otherwise like `read_foreign_table`.

    Raises GlossaryError for a damaged workbook, and where openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415  an extra
    except ImportError as error:
        raise GlossaryError(
            "is an Excel workbook, which needs openpyxl. Save it as CSV in UTF-8, or run: "
            f"{install_command('exchange')}"
        ) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = book.worksheets
        rows = next(filter(None, map(_sheet_rows, sheets)), [])
    except Exception as error:  # openpyxl and the libraries below it raise any error
        raise GlossaryError("is not an Excel workbook that can be read. Save it as CSV in UTF-8.") from error
    remarks = [f"left out: the other sheets of the workbook ({len(sheets) - 1})"] if len(sheets) > 1 else []
    return _read_rows(rows, first, separator, languages, remarks)


def _sheet_rows(sheet: Any) -> list[Row]:  # noqa: ANN401
    """Return the rows of a sheet that are not empty."""
    cells = enumerate(sheet.iter_rows(values_only=True), 1)
    rows = ((line, ["" if cell is None else str(cell).strip() for cell in row]) for line, row in cells)
    return [row for row in rows if any(row[1])]


def _decode(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1251")
        except UnicodeDecodeError:
            text = ""
        words = re.findall(r"[^\W\d_]+", text)
        russian = sum(bool(re.fullmatch(r"[А-ЯЁа-яё][а-яё]*|[A-Za-z]+|[А-ЯЁ]+", word)) for word in words)
        if "\0" in text or not words or russian < len(words):
            raise GlossaryError("is not UTF-8. Save it as CSV in UTF-8.", line=line) from error
    return text, ["read as Windows-1251, for it is not UTF-8"]


def _split_rows(text: str) -> Iterator[Row]:
    """Yield the rows that are not empty; lines that begin with # are remarks in OmegaT's lists."""
    declared = _SEPARATOR_LINE.match(text)
    first = declared.end() if declared else 0
    body = text[first:]
    delimiter = declared[1] if declared else detect_delimiter(re.sub(r"(?m)^#.*$", "", body))
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    before = 1 if declared else 0
    shift = before
    try:
        for row in reader:
            line, before = before + 1, reader.line_num + shift
            if any(map(str.strip, row)) and not (delimiter == "\t" and row[0].startswith("#")):
                yield line, [cell.strip() for cell in row]
    except csv.Error as error:
        raise GlossaryError(f"is not a table that can be read: {error}.", line=reader.line_num + shift) from error


def _read_rows(
    rows: list[Row], first: Sequence[str], separator: str, languages: Sequence[str], remarks: list[str]
) -> ForeignTerms:
    if not rows:
        return ForeignTerms(terms=())
    line, places, rows = _find_columns(rows, first, languages, remarks)
    if not has_languages(places):
        raise GlossaryError(
            "needs a first line with the names of its columns, two languages among them, such as en and ru. "
            "Or name the languages of the first two columns: --from en --to ru.",
            line=line,
        )
    cells_of_names = _cells_of_names(rows, places)
    if not separator:
        _refuse_ambiguous(cells_of_names)
    listed = [cell for _, cell in cells_of_names if ", " in cell] if separator != "," else []
    remarks += [f"taken as one name, for all its commas: “{listed[0]}” ({len(listed):,})"] if listed else []
    terms: list[Term] = []
    without = 0
    for line, row in rows:
        cells = {name: _join(row, found, name) for name, found in places.items()}
        cells |= {
            name: cell.replace(separator, SEPARATOR)
            for name, cell in cells.items()
            if separator and name not in {NOTE, KEEP}
        }
        if any(cell for name, cell in cells.items() if is_language(name)):
            terms.append(parse_term(cells, line, languages))
        else:
            without += 1
    remarks += [f"left out: rows without a term ({without:,})"] if without else []
    return ForeignTerms(terms=tuple(terms), remarks=tuple(remarks))


def _find_columns(
    rows: list[Row], first: Sequence[str], languages: Sequence[str], remarks: list[str]
) -> tuple[int, dict[str, list[int]], list[Row]]:
    """Return the first line, the places of each column, and the rows without the headings; add remarks."""
    (line, headings), *others = rows
    columns, unnamed = _read_headings(headings, others, languages)
    if any(columns) or unnamed:
        for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
            if heading and not column and place not in unnamed:
                remarks.append(f"left out: the column “{heading}”")
            elif is_language(column) and languages and column not in languages:
                remarks.append(f"the column “{heading}” was taken as {load(column).name}")
        rows = others
    else:
        unnamed = [0, 1]
        columns = ["", "", *[NOTE] * (max(len(row) for _, row in rows) - 2)]
    places: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        places.setdefault(column, []).append(place)
    places.pop("", None)
    guessed = first or [
        _guess_language([row[place] for _, row in rows if place < len(row)], languages) for place in unnamed
    ]
    for place, lang in zip(unnamed, guessed, strict=False):
        remarks.append(f"column {place + 1} was taken as {lang or 'no language'}: no heading tells")
        if lang:
            places.setdefault(lang, []).append(place)
    return line, places, rows


def _join(row: Sequence[str], places: Sequence[int], name: str) -> str:
    cells = [row[place] for place in places if place < len(row) and row[place]]
    return ("; " if name == NOTE else SEPARATOR).join(cells)


def _flat(places: Mapping[str, Sequence[int]]) -> set[int]:
    return {place for found in places.values() for place in found}


def _read_headings(
    headings: Sequence[str], rows: Sequence[Row], languages: Sequence[str]
) -> tuple[list[str], list[int]]:
    """Return our columns for the headings, and the places of those called source and target, in this order."""
    named = [normalize_heading(heading) for heading in headings]
    columns = name_columns([_read_heading(name, languages) for name in named], languages)
    columns = [
        "" if is_language(column) and column not in languages and _has_numbers(rows, place) else column
        for place, column in enumerate(columns)
    ]
    sides = (next((place for place, name in enumerate(named) if name in words), None) for words in (_SOURCES, _TARGETS))
    return columns, [place for place in sides if place is not None]


def _read_heading(heading: str, languages: Sequence[str]) -> str:
    """Return the name of our column that a heading means; an empty string if none is known."""
    if heading in _KEEPS:
        return KEEP
    if heading.startswith(_NOTE_WORDS):
        return NOTE
    found = _FORBIDDEN.fullmatch(heading)
    if found and (lang := find_language(found["inside"] or found["after"], languages)):
        return f"{FORBIDDEN}{lang}"
    return find_language(heading, languages)


def _has_numbers(rows: Sequence[Row], place: int) -> bool:
    """Tell whether the cells of a column are numbers of rows: `id` may mean that, or Indonesian."""
    cells = [row[place] for _, row in rows if place < len(row) and row[place]]
    return bool(cells) and all(any(map(str.isdigit, cell)) for cell in cells)


def _guess_language(cells: Sequence[str], languages: Sequence[str]) -> str:
    """Return the language of the workspace whose letters most of the cells are written in; an empty string where that
    is not clear.
    """
    letters = {lang: load(lang).own_letters for lang in languages}
    counts = Counter(lang for cell in cells for lang, own in letters.items() if own and re.search(f"[{own}]", cell))
    best = counts.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def _cells_of_names(rows: Sequence[Row], places: Mapping[str, Sequence[int]]) -> list[tuple[int, str]]:
    columns = sorted(_flat({name: found for name, found in places.items() if name not in {NOTE, KEEP}}))
    return [(line, row[place]) for line, row in rows for place in columns if place < len(row)]


def _refuse_ambiguous(cells: Sequence[tuple[int, str]]) -> None:
    """Raise AmbiguousCellError where a cell has a semicolon, which may divide names, unless it is said what does."""
    doubtful = [(line, cell) for line, cell in cells if _AMBIGUOUS in cell]
    if doubtful and not any(SEPARATOR in cell for _, cell in cells):
        line, cell = doubtful[0]
        count = "one cell has" if len(doubtful) == 1 else f"{len(doubtful):,} cells have"
        raise AmbiguousCellError(
            f"{count} a semicolon, such as “{cell[:60]}”. If it divides names, add --separator ';', "
            f"if it is part of a name, --separator '{SEPARATOR}'.",
            line=line,
        )
