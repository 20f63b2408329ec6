"""Glossaries as people have them: what headings, encodings and separators are understood, and what is asked."""

import io

import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary.foreign import AmbiguousCellError, read_foreign_table, read_workbook

NAMES = {"en": ("shore",), "ru": ("берег",)}


@pytest.mark.parametrize(
    "table",
    [
        "en,ru\nshore,берег\n",
        "English;Russian\nshore;берег\n",
        "английский,русский\nshore,берег\n",
        "Русский\tԱնգլերեն\nберег\tshore\n",
        "en-US,ru_RU\nshore,берег\n",
        "ENG,RUS\nshore,берег\n",
        "English (US),Russian (Russia)\nshore,берег\n",
        "sep=;\r\nen;ru\r\nshore;берег\r\n",
        "sep=|\nen|ru\nshore|берег\n",
        "shore,берег\n",
        "source,target\nshore,берег\n",
        "Term;Перевод\nshore;берег\n",
        "# terms of an office\nshore\tберег\n",
        "\n\nen,ru\n\nshore,берег\n,\n",
    ],
)
def test_headings_and_separators_of_other_programs(table: str) -> None:
    [term] = read_foreign_table(table.encode(), languages=("hy", "en", "ru")).terms
    assert term.names == NAMES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    found = read_foreign_table("en\tru\nshore\tберег\n".encode(encoding))
    assert found.terms[0].names == NAMES
    assert bool(found.remarks) == (encoding == "cp1251")


@pytest.mark.parametrize("data", [b"en,ru\nshore,\xe1\xe5\xf0\xe5\xe3 \x98\n", "en,fr\nlac,été\n".encode("latin-1")])
def test_other_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(GlossaryError, match="is not UTF-8"):
        read_foreign_table(data)


def test_notes_forbidden_names_and_what_stays_are_columns_too_and_others_are_told() -> None:
    headings = "Armenian,English,Definition,Comments,Forbidden EN,DNT,Part of speech"
    found = read_foreign_table(f"{headings}\nափ,shore,edge,of water,beach,no,noun\n".encode())
    [term] = found.terms
    assert (term.note, term.forbidden, term.keep) == ("edge; of water", {"en": ("beach",)}, False)
    assert found.remarks == ("left out: the column “Part of speech”",)


def test_several_columns_of_one_language_are_several_names() -> None:
    [term] = read_foreign_table("en,ru,ru\nshore,берег,побережье\n".encode()).terms
    assert term.names["ru"] == ("берег", "побережье")


def test_languages_that_are_given_count_where_no_heading_tells() -> None:
    found = read_foreign_table(b"NATO,OTAN\n", ("en", "ru"))
    assert found.terms[0].names == {"en": ("NATO",), "ru": ("OTAN",)}
    taken = ("column 1 was taken as en: no heading tells", "column 2 was taken as ru: no heading tells")
    assert found.remarks == taken
    with pytest.raises(GlossaryError, match="--from en --to ru") as raised:
        read_foreign_table(b"NATO,OTAN\n")
    assert raised.value.line == 1


def test_a_semicolon_that_may_divide_names_is_not_guessed_at() -> None:
    table = "en,ru\nbank,банк; берег\n".encode()
    with pytest.raises(AmbiguousCellError, match="one cell has a semicolon, such as “банк; берег”") as raised:
        read_foreign_table(table)
    assert raised.value.line == 2
    assert read_foreign_table(table, separator=";").terms[0].names["ru"] == ("банк", "берег")
    assert read_foreign_table(table, separator="|").terms[0].names["ru"] == ("банк; берег",)


def test_a_name_with_a_comma_is_taken_as_one_and_told() -> None:
    table = 'en,ru\nshore,"берег, побережье"\n'.encode()
    found = read_foreign_table(table)
    assert found.terms[0].names["ru"] == ("берег, побережье",)
    assert found.remarks == ("taken as one name, for all its commas: “берег, побережье” (1)",)
    assert read_foreign_table(table, separator=",").terms[0].names["ru"] == ("берег", "побережье")


def test_a_semicolon_in_a_note_is_no_question() -> None:
    [term] = read_foreign_table("en,ru,note\nbank,банк,money; not a river\n".encode()).terms
    assert term.note == "money; not a river"


def workbook(*rows: tuple[object, ...], sheets: int = 1) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for _ in range(sheets - 1):
        book.create_sheet()
    book.save(out)
    return out.getvalue()


def test_a_workbook() -> None:
    found = read_workbook(workbook(("English", "Russian", None), ("shore", "берег", 7), (None, None, None), sheets=2))
    assert found.terms[0].names == NAMES
    assert found.remarks == ("left out: the other sheets of the workbook (1)",)


def test_an_empty_first_sheet_is_passed_over() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.load_workbook(io.BytesIO(workbook(("English", "Russian"), ("shore", "берег")))), io.BytesIO()
    book.create_sheet("Read me", 0)
    book.save(out)
    assert read_workbook(out.getvalue()).terms[0].names == NAMES


def test_a_damaged_workbook_is_refused() -> None:
    with pytest.raises(GlossaryError, match="is not an Excel workbook that can be read"):
        read_workbook(workbook(("en", "ru"))[:-40])
