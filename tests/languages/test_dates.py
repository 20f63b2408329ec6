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
    ],
)
def test_a_date_is_read_in_each_language(line: str) -> None:
    assert parse_date(line) == "2025-07-14"


@pytest.mark.parametrize("line", ["", "14", "31 February 2025", "14 Juli", "on 14 July 2025 it rained", "41.07.2025"])
def test_other_lines_are_no_dates(line: str) -> None:
    assert parse_date(line) == ""
