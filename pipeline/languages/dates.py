"""Read dates as bylines write them, in any of our languages, as ISO 8601."""

import re
from datetime import date
from functools import cache

from pipeline.languages import alternatives, packs

_WEEKDAY = r"(?:[^\W\d_]{3,12}\.?,\s*)?"
_TIME = r"(?:[\s,|•·]*\d{1,2}[:.]\d{2}(?::\d{2})?)?"
_NAME = r"(?P<name>[^\W\d_]{3,12})"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})"


def parse_date(line: str) -> str:
    """Return the date that a whole line consists of, as 2025-07-14; empty for any other line."""
    for form in _forms():
        found = form.fullmatch(line.strip())
        if found:
            parts = found.groupdict()
            month = _month_number(parts["name"]) if parts.get("name") else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"])).isoformat()
            except ValueError:
                continue
    return ""


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    after = rf"(?:\s*(?:{alternatives('year_endings')}))?{_TIME}\s*"
    ending = rf"(?:{alternatives('day_endings')})?"
    return (
        re.compile(rf"{_WEEKDAY}{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:[T ]\d.*)?"),
        re.compile(rf"{_WEEKDAY}{_DAY}[./](?P<month>\d{{1,2}})[./]{_YEAR}{after}"),
        re.compile(rf"{_WEEKDAY}{_DAY}{ending}\s+{_NAME}\.?,?\s+{_YEAR}{after}"),
        re.compile(rf"{_WEEKDAY}{_NAME}\.?\s+{_DAY}{ending},?\s+{_YEAR}{after}"),
        re.compile(rf"{_YEAR}\s*(?:{alternatives('year_first_endings')})\s*,?\s*{_NAME}\s+{_DAY}\s*"),
    )


def _month_number(name: str) -> int:
    """Return the number of a month, or 0, which is in no date."""
    return next((number for number, stems in enumerate(_month_beginnings(), 1) if name.lower().startswith(stems)), 0)


@cache
def _month_beginnings() -> tuple[tuple[str, ...], ...]:
    """Return the beginnings of the names of the twelve months, in all languages."""
    return tuple(zip(*(months for language in packs() if (months := language.documents.get("months"))), strict=True))
