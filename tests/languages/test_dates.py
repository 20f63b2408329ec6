"""Dates of bylines: in all languages, as numbers and in words."""

import pytest

from pipeline.languages.dates import parse_date


@pytest.mark.parametrize(
    "line",
    [
        "2025-07-14",
        "14.07.2025",
        "14 July 2025",
        "July 14th, 2025",
        "Monday, 14 July 2025, 10:30",
        "14 июля 2025 г.",
        "понедельник, 14 июля 2025 года",
        "14 հուլիսի 2025 թ.",
        "2025 թ. հուլիսի 14",
        "14 հուլիսի 2025 թվականի",
        "14 հուլիսի 2025 թ\u2024",
        "14\u202407\u20242025",
        "2025թ. հուլիսի 14-ին",
        "14-07-2025",
        "14 Յուլիսի 2025 թ.",
        "Publié le lundi 14 juillet 2025 à 10h30",
        "14 липня 2025 р.",
        "понеділок, 14 липня 2025 року",
        "14 ივლისი, 2025",
        "2025 წლის 14 ივლისი",
        "۱۴ ژوئیه ۲۰۲۵",
        "دوشنبه ۲۳ تیر ۱۴۰۴",
        "۱۴۰۴/۴/۲۳",
    ],
)
def test_a_date_is_read_in_each_language(line: str) -> None:
    assert parse_date(line) == "2025-07-14"


@pytest.mark.parametrize("line", ["", "14", "31 February 2025", "14 Juli", "on 14 July 2025 it rained", "41.07.2025"])
def test_other_lines_are_no_dates(line: str) -> None:
    assert parse_date(line) == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1 فروردین 1400", "2021-03-21"),
        ("30 اسفند 1399", "2021-03-20"),
        ("۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ("۱ مهر ۱۳۵۷", "1978-09-23"),
        ("۳۱ مهر ۱۳۵۷", ""),
        ("۱ ژوئیه ۱۳۵۷", ""),
    ],
)
def test_the_calendar_of_iran_becomes_the_gregorian_one(line: str, day: str) -> None:
    assert parse_date(line) == day
