"""Read and write the glossary as a table, `locales/glossary.csv`: a row for each term, a column for each language.

The separator may be a comma, semicolon or tab, with or without a BOM, as spreadsheets in all three countries save it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import GlossaryError
from pipeline.languages import packs
from pipeline.model import LANGUAGES, Term

if TYPE_CHECKING:
    import _csv

SEPARATOR = "|"
"""Separator of the names of one language in a cell; the first one is preferred."""

KEEP, NOTE = "do not translate", "note"
COLUMNS = (*LANGUAGES, NOTE, KEEP, *(f"forbidden {lang}" for lang in LANGUAGES))
"""The columns, by their headings; all but those of two languages may be missing."""
_SIGNS = {"yes": frozenset({"x", "1", "+", "✓"}), "no": frozenset({"", "0", "-"})}
"""Signs for yes and no, beside the words of the languages."""
_MIN_LANGUAGES = 2


def read_table(data: bytes) -> tuple[Term, ...]:
    """Read the terms of a table. Raises GlossaryError, with the line, for one that cannot be understood."""
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
        places = _column_places(*headings)
        return tuple(_parse_rows(reader, places, len(headings[1])))
    except csv.Error as error:
        raise GlossaryError(f"is not a table that can be read: {error}.", line=reader.line_num) from error


def _parse_rows(reader: "_csv.Reader", places: Mapping[str, int], width: int) -> Iterator[Term]:
    before = reader.line_num
    for row in reader:
        line, before = before + 1, reader.line_num
        if not any(map(str.strip, row)):
            continue
        if any(map(str.strip, row[width:])):
            raise GlossaryError(f"has {len(row)} cells, but the table has {width} columns.", line=line)
        yield parse_term({name: row[place].strip() for name, place in places.items() if place < len(row)}, line)


def write_omegat(terms: Iterable[Term], source_lang: str, lang: str) -> Iterator[str]:
    """Yield a list for OmegaT: a row for each pair of names, with remarks in its third cell."""
    yield "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
    for term in terms:
        wrong = term.forbidden.get(lang, ())
        remarks = [term.note, "do not translate" if term.keep else "", f"not: {', '.join(wrong)}" if wrong else ""]
        for name in term.names[source_lang]:
            for other in term.names[lang]:
                yield "\t".join((name, other, "; ".join(filter(None, remarks)))).rstrip("\t") + "\n"


def append_terms(data: bytes | None, terms: Iterable[Term]) -> bytes:
    """Append rows for more terms; the rows before them stay as they were, byte for byte.

    Columns that the new rows need and the table lacks are added. Raises GlossaryError where the table cannot be read.
    """
    added = tuple(terms)
    if not data:
        return _write_csv([COLUMNS, *([_format_cell(term, name) for name in COLUMNS] for term in added)], ",").encode()
    known = read_table(data)
    text = data.decode("utf-8-sig")
    if not text.strip():
        return append_terms(None, added)
    delimiter = detect_delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    heading = next(number for number, row in enumerate(rows) if any(map(str.strip, row)))
    columns = tuple(normalize_heading(cell) for cell in rows[heading])
    missing = [name for name in COLUMNS if name not in columns and any(_format_cell(term, name) for term in added)]
    if missing:
        rows[heading] += missing
        rows += [[_format_cell(term, name) for name in (*columns, *missing)] for term in added]
        return _encode_like(data, _write_csv(rows, delimiter))
    gap = "" if text.endswith(("\n", "\r")) else "\n"
    new = _write_csv([[_format_cell(term, name) for name in columns] for term in added if term not in known], delimiter)
    return _encode_like(data, text + gap + new)


def _encode_like(data: bytes, text: str) -> bytes:
    """Encode a text with the line ends and the BOM of the file's old content."""
    if b"\r\n" in data:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return text.encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")


def detect_delimiter(text: str) -> str:
    """Return the separator of cells: of comma, semicolon and tab the most frequent one in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def normalize_heading(heading: str) -> str:
    """Normalise a heading, so that `Do-not-translate` and `forbidden_ru` are known too."""
    return " ".join(heading.strip().lower().replace("-", " ").replace("_", " ").split())


def _column_places(line: int, headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = normalize_heading(heading)
        if not name:
            continue
        if name not in COLUMNS and not name.startswith(NOTE):
            raise GlossaryError(
                f"has an unknown column “{heading.strip()}”. Known are: {', '.join(COLUMNS)}; "
                "for anything else, begin its heading with “note”.",
                line=line,
            )
        if name in found:
            raise GlossaryError(f"has two columns “{name}”.", line=line)
        found[name] = place
    if sum(lang in found for lang in LANGUAGES) < _MIN_LANGUAGES:
        raise GlossaryError(
            f"needs a first line with the names of its columns, two of {', '.join(LANGUAGES)} among them.", line=line
        )
    return {name: place for name, place in found.items() if name in COLUMNS}


def parse_term(cells: Mapping[str, str], line: int) -> Term:
    answer = cells.get(KEEP, "").lower()
    keep = answer in _answers("yes")
    if not keep and answer not in _answers("no"):
        raise GlossaryError(f"says “{answer}” in the column “{KEEP}”. Write yes, or leave it empty.", line=line)
    names = {lang: found for lang in LANGUAGES if (found := _split_names(cells.get(lang, "")))}
    if not names:
        raise GlossaryError("has a row without a term.", line=line)
    if keep:
        names = {lang: names.get(lang, next(iter(names.values()))) for lang in LANGUAGES}
    forbidden = {lang: found for lang in LANGUAGES if (found := _split_names(cells.get(f"forbidden {lang}", "")))}
    for lang, wrong in forbidden.items():
        if both := set(wrong) & set(names.get(lang, ())):
            raise GlossaryError(f"has “{min(both)}” as a term and as a forbidden one.", line=line)
    return Term(names=names, forbidden=forbidden, keep=keep, note=cells.get(NOTE, ""), line=line)


def _split_names(cell: str) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in cell.split(SEPARATOR))
    return tuple(dict.fromkeys(name for name in names if name))


def _format_cell(term: Term, column: str) -> str:
    if column in LANGUAGES:
        return f" {SEPARATOR} ".join(term.names.get(column, ()))
    if column.startswith("forbidden "):
        return f" {SEPARATOR} ".join(term.forbidden.get(column.removeprefix("forbidden "), ()))
    return {KEEP: "yes" if term.keep else "", NOTE: term.note}.get(column, "")


def _write_csv(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


@cache
def _answers(answer: str) -> frozenset[str]:
    """Return the words that mean `yes` or `no` in a cell."""
    return _SIGNS[answer].union(*(language.yes_or_no(answer) for language in packs()))
