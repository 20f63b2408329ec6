"""Read and write the glossary as a table, `locales/glossary.csv`: a row for each term, a column for each language.

The languages are those of its headings, of the workspace or not. The separator may be a comma, semicolon or tab, with
or without a BOM, as spreadsheets of different countries save it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.errors import GlossaryError
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
from pipeline.languages import packs, remember
from pipeline.languages.tags import sort_codes
from pipeline.model import Term

if TYPE_CHECKING:
    import _csv

SEPARATOR = "|"
"""Separator of the names of one language in a cell; the first one is preferred."""

_SIGNS = {"yes": frozenset({"x", "1", "+", "✓"}), "no": frozenset({"", "0", "-"})}
"""Signs for yes and no, beside the words of the languages."""


def read_table(data: bytes, languages: Sequence[str] = ()) -> tuple[Term, ...]:
    """Read the terms of a table in a workspace with these languages, which terms that are not translated have too.

    Raises GlossaryError, with the line, for one that cannot be understood.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError("is not UTF-8. Save it as CSV in UTF-8.", line=line) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=detect_delimiter(text), strict=True)
    try:
        headings = next(((reader.line_num, row) for row in reader if any(map(str.strip, row))), None)
        if headings is None:
            return ()
        columns = _read_columns(*headings, languages)
        return tuple(_parse_rows(reader, columns, languages))
    except csv.Error as error:
        raise GlossaryError(f"is not a table that can be read: {error}.", line=reader.line_num) from error


def _parse_rows(reader: "_csv.Reader", columns: Sequence[str], languages: Sequence[str]) -> Iterator[Term]:
    before, width = reader.line_num, len(columns)
    for row in reader:
        line, before = before + 1, reader.line_num
        if not any(map(str.strip, row)):
            continue
        if any(map(str.strip, row[width:])):
            raise GlossaryError(f"has {len(row)} cells, but the table has {width} columns.", line=line)
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        yield parse_term(cells, line, languages)


def write_omegat(terms: Iterable[Term], source_lang: str, lang: str) -> Iterator[str]:
    """Yield a list for OmegaT: a row for each pair of names, with remarks in its third cell."""
    yield "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
    for term in terms:
        wrong = term.forbidden.get(lang, ())
        remarks = [term.note, "do not translate" if term.keep else "", f"not: {', '.join(wrong)}" if wrong else ""]
        for name in term.names[source_lang]:
            for other in term.names[lang]:
                yield "\t".join((name, other, "; ".join(filter(None, remarks)))).rstrip("\t") + "\n"


def append_terms(data: bytes | None, terms: Iterable[Term], languages: Sequence[str] = ()) -> bytes:
    """Append rows for more terms; what was there stays as it was, byte for byte.

    Columns that the new rows need and the table lacks are added at its right. A new table has the languages of the
    workspace first. Raises GlossaryError where the table cannot be read.
    """
    added = tuple(terms)
    known = read_table(data, languages) if data else ()
    text = data.decode("utf-8-sig") if data else ""
    if not data or not text.strip():
        columns = _usual_columns(added, languages)
        return _write_csv([columns, *([_format_cell(term, name) for name in columns] for term in added)], ",").encode()
    delimiter = detect_delimiter(text)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    heading = next(row for row in reader if any(map(str.strip, row)))
    columns = _read_columns(reader.line_num, heading, languages)
    missing = [
        name
        for name in _usual_columns(added, languages)
        if name not in columns and any(_format_cell(term, name) for term in added)
    ]
    last = lines[reader.line_num - 1]
    content = last.rstrip("\r\n")
    lines[reader.line_num - 1] = delimiter.join((content, *missing)) + last[len(content) :]
    text = "".join(lines)
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith(("\n", "\r")) else line_end
    rows = [[_format_cell(term, name) for name in (*columns, *missing)] for term in added if term not in known]
    made = text + gap + _write_csv(rows, delimiter, line_end)
    return made.encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")


def _usual_columns(terms: Sequence[Term], languages: Sequence[str]) -> list[str]:
    """Return the columns of a new table: the workspace's languages, those of the terms, and the others in use."""
    there = (lang for term in terms for lang in (*term.names, *term.forbidden))
    codes = list(dict.fromkeys((*languages, *there)))
    return [*codes, NOTE, KEEP, *(f"{FORBIDDEN}{lang}" for lang in codes)]


def detect_delimiter(text: str) -> str:
    """Return the separator of cells: of comma, semicolon and tab the most frequent one in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _read_columns(line: int, headings: Sequence[str], languages: Sequence[str]) -> list[str]:
    """Return the names of the columns; empty for those that are the publisher's own remarks."""
    columns: list[str] = []
    for heading in headings:
        name = normalize_heading(heading)
        is_remark = not name or name.startswith(NOTE)
        column = (name if name == NOTE else "") if is_remark else _read_heading(name, languages)
        if not is_remark and not column:
            raise GlossaryError(
                f"has an unknown column “{heading.strip()}”. Known are languages by their codes or names, {NOTE}, "
                f"{KEEP}, and “{FORBIDDEN}” with a language; for anything else, begin its heading with “note”.",
                line=line,
            )
        columns.append(column)
    named = name_columns(columns, languages)
    for place, column in enumerate(named):
        if column and column in named[:place]:
            raise GlossaryError(f"has two columns “{column}”.", line=line)
    if not has_languages(named):
        raise GlossaryError(
            "needs a first line with the names of its columns, two languages among them, such as en and ru.", line=line
        )
    return named


def _read_heading(name: str, languages: Sequence[str]) -> str:
    if name == KEEP:
        return KEEP
    before = FORBIDDEN if name.startswith(FORBIDDEN) else ""
    lang = find_language(name.removeprefix(before), languages)
    return f"{before}{lang}" if lang else ""


def parse_term(cells: Mapping[str, str], line: int, languages: Sequence[str]) -> Term:
    """Return the term that the cells of a row tell, by the names of their columns. Raises GlossaryError."""
    answer = cells.get(KEEP, "").lower()
    keep = answer in _answers("yes")
    if not keep and answer not in _answers("no"):
        raise GlossaryError(f"says “{answer}” in the column “{KEEP}”. Write yes, or leave it empty.", line=line)
    there = sort_codes(filter(is_language, cells), languages)
    names = {lang: found for lang in there if (found := _split_names(cells[lang]))}
    if not names:
        raise GlossaryError("has a row without a term.", line=line)
    if keep:
        every = sort_codes((*there, *languages), languages)
        names = {lang: names.get(lang, next(iter(names.values()))) for lang in every}
    unwanted = {name.removeprefix(FORBIDDEN): cell for name, cell in cells.items() if name.startswith(FORBIDDEN)}
    forbidden = {lang: found for lang in sort_codes(unwanted, languages) if (found := _split_names(unwanted[lang]))}
    for lang, wrong in forbidden.items():
        if both := set(wrong) & set(names.get(lang, ())):
            raise GlossaryError(f"has “{min(both)}” as a term and as a forbidden one.", line=line)
    return Term(names=names, forbidden=forbidden, keep=keep, note=cells.get(NOTE, ""), line=line)


def _split_names(cell: str) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in cell.split(SEPARATOR))
    return tuple(dict.fromkeys(name for name in names if name))


def _format_cell(term: Term, column: str) -> str:
    if column.startswith(FORBIDDEN):
        return f" {SEPARATOR} ".join(term.forbidden.get(column.removeprefix(FORBIDDEN), ()))
    if column in {KEEP, NOTE}:
        return ("yes" if term.keep else "") if column == KEEP else term.note
    return f" {SEPARATOR} ".join(term.names.get(column, ()))


def _write_csv(rows: Iterable[Sequence[str]], delimiter: str, line_end: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


@remember
def _answers(answer: str) -> frozenset[str]:
    """Return the words that mean `yes` or `no` in a cell."""
    return _SIGNS[answer].union(*(language.yes_or_no(answer) for language in packs()))
