"""Read dates as bylines write them, in any of our languages, as ISO 8601."""

from datetime import date, timedelta

from pipeline.languages import document_pattern, packs, remember

_WEEKDAY = r"(?:[^\W\d_](?:[^\W\d_]|\u200c){2,12}\.?[,،]\s*)?"
_BEFORE = rf"(?:{{date_beginnings}}[,،]?\s+)*{_WEEKDAY}"
_TIME = r"(?:[\s,،|•·]*(?:{time_beginnings}\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?)?"
_NAME = r"(?P<name>[^\W\d_]{2,13})"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})"
_AFTER = rf"(?:\s*{{year_endings}})?{_TIME}\s*"
_ENDING = "{day_endings}?"
_FORMS = (
    rf"{_WEEKDAY}{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:[T ]\d.*)?",
    rf"{_BEFORE}{_DAY}[./-](?P<month>\d{{1,2}})[./-]{_YEAR}{_AFTER}",
    rf"{_BEFORE}{_DAY}{_ENDING}\s+{_NAME}\.?[,،]?\s+{_YEAR}{_AFTER}",
    rf"{_BEFORE}{_NAME}\.?\s+{_DAY}{_ENDING}[,،]?\s+{_YEAR}{_AFTER}",
    rf"{_YEAR}\s*{{year_first_endings}}\s*[,،]?\s*(?:{_NAME}\s+{_DAY}{_ENDING}|(?P<day_first>\d{{1,2}})\s+(?P<name_last>[^\W\d_]{{3,13}}))\s*",
    rf"{_BEFORE}(?P<year>[1۱][34۳۴]\d\d)/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_AFTER}",
)
_MONTHS = 12
_SOLAR_YEARS = range(1200, 1500)
"""Years of the calendar of Iran, which Persian documents use with its own months and in figures."""


def parse_date(line: str) -> str:
    """Return the date that a whole line consists of, as 2025-07-14; empty for any other line."""
    text = line.strip().replace("\u2024", ".")  # as Armenian keyboards write the full stop of an abbreviation
    for form in _FORMS:
        found = document_pattern(form).fullmatch(text)
        if found:
            parts = found.groupdict()
            name = parts.get("name") or parts.get("name_last") or ""
            year, day = int(parts["year"]), int(parts["day"] or parts["day_first"])
            key = "solar_months" if year in _SOLAR_YEARS else "months"
            try:
                return _to_date(year, _month_number(name, key) if name else int(parts["month"]), day).isoformat()
            except ValueError:
                continue
    return ""


def is_month(word: str) -> bool:
    """Tell whether a word names a month, in any of our languages."""
    return bool(_month_number(word, "months"))


def _to_date(year: int, month: int, day: int) -> date:
    """Return a date; one of the calendar of Iran becomes one of the Gregorian calendar. Raises ValueError."""
    if year not in _SOLAR_YEARS:
        return date(year, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):  # noqa: PLR2004
        raise ValueError("the calendar of Iran does not have that day")
    leaps = (8 * year + 21) // 33
    passed = 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return date(622, 3, 21) + timedelta(days=365 * (year - 1) + leaps + passed)


def _month_number(name: str, key: str) -> int:
    """Return the number of a month, or 0, which is in no date."""
    return next((number for number, stems in enumerate(_month_beginnings(key), 1) if name.lower().startswith(stems)), 0)


@remember
def _month_beginnings(key: str) -> tuple[tuple[str, ...], ...]:
    """Return the beginnings of the names of the twelve months, in all languages."""
    known = [months for language in packs() if len(months := language.documents.get(key, ())) == _MONTHS]
    return tuple(tuple(stem for stems in same for stem in stems.split("|")) for same in zip(*known, strict=True))
