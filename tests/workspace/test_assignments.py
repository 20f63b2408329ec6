"""The table of who does what: rows of people stay byte for byte, and faults are told with the line."""

from datetime import date

import pytest

from pipeline.workspace.assignments import (
    Assignment,
    AssignmentFinder,
    AssignmentsError,
    add_assignments,
    read_assignments,
)
from pipeline.workspace.paths import ArticlePath

LANGUAGES = ("hy", "en", "ru")
TABLE = """\
article;language;translator;reviewer;due;fee
news/*;ru;Anna;Boris;2026-12-10;"a; b"

two;hy;Aram;;;
"""


def test_rows_are_read_with_patterns_and_slugs() -> None:
    rows = read_assignments(TABLE.encode("utf-8-sig"), LANGUAGES)
    assert rows == (
        Assignment(article="news/*", lang="ru", translator="Anna", reviewer="Boris", due=date(2026, 12, 10)),
        Assignment(article="two", lang="hy", translator="Aram"),
    )
    assert [row.line for row in rows] == [2, 4]
    news, two = ArticlePath(path="articles/news/one.md"), ArticlePath(path="articles/deep/two.md")
    assert [row.translator for row in AssignmentFinder(rows).find(news, "ru")] == ["Anna"]
    assert [row.translator for row in AssignmentFinder(rows).find(two, "hy")] == ["Aram"]
    assert AssignmentFinder(rows).find(two, "ru") == ()


def test_a_row_that_names_the_article_counts_more_than_a_pattern() -> None:
    rows = read_assignments(b"article,language,translator\n*,ru,Anna\ntwo,ru,Boris\n", LANGUAGES)
    found = AssignmentFinder(rows).find(ArticlePath(path="articles/two.md"), "ru")
    assert [row.translator for row in found] == ["Boris"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_new_rows_are_added_and_only_dates_change(end: str) -> None:
    table = TABLE.replace("\n", end).removesuffix(end)
    made = add_assignments(
        table.encode("utf-8-sig"),
        [
            Assignment(article="news/*", lang="ru", translator="Anna", due=date(2026, 12, 24)),
            Assignment(article="two", lang="hy", translator="Aram"),
            Assignment(article="two", lang="hy", translator="Vera; or Eva"),
        ],
        LANGUAGES,
    )
    expected = TABLE.replace("2026-12-10", "2026-12-24") + 'two;hy;"Vera; or Eva";;;\n'
    assert made.decode("utf-8-sig") == expected.replace("\n", end)
    assert made.startswith(b"\xef\xbb\xbf")


def test_a_table_is_made_where_there_is_none() -> None:
    new = Assignment(article="two", lang="ru", translator="Anna", due=date(2026, 12, 10))
    made = add_assignments(None, [new], LANGUAGES)
    assert read_assignments(made, LANGUAGES) == (new,)
    assert add_assignments(made, [new], LANGUAGES) == made


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("article,translator\n", 1, "has no column “language”"),
        ("article,language\ntwo,ru\n\n,ru\n", 4, "names no article"),
        ("article,language\ntwo,Rusian\n", 2, "has the language “Rusian”"),
        ("article,language,due\ntwo,ru,10.12.2026\n", 2, "Write it as 2026-12-10"),
        ('article,language\n"two,ru\n', 2, "is not a table"),
    ],
)
def test_faults_are_told_with_the_line(table: str, line: int, message: str) -> None:
    with pytest.raises(AssignmentsError) as caught:
        read_assignments(table.encode(), LANGUAGES)
    assert caught.value.line == line
    assert message in str(caught.value)


def test_another_encoding_is_told() -> None:
    with pytest.raises(AssignmentsError, match="line 2: is not UTF-8"):
        read_assignments("article,language\nдва,ru\n".encode("cp1251"), LANGUAGES)


def test_work_in_a_language_that_is_no_edition_today_stays_and_stops_nothing() -> None:
    table = b"article,language,translator\ntwo,uk,Olha\n"
    new = Assignment(article="two", lang="ru", translator="Anna")
    made = add_assignments(table, [new], LANGUAGES)
    assert made.startswith(table)
    assert read_assignments(made, LANGUAGES)[1:] == (new,)
