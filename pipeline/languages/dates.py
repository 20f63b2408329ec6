"""Dates as bylines write them, in Armenian, English and Russian → ISO 8601."""

import re
from datetime import date

_MONTHS = (
    ("jan", "янв", "հունվ"),
    ("feb", "фев", "փետ"),
    ("mar", "мар", "մարտ"),
    ("apr", "апр", "ապր"),
    ("may", "ма", "մայ"),
    ("jun", "июн", "հունի"),
    ("jul", "июл", "հուլ"),
    ("aug", "авг", "օգոս"),
    ("sep", "сен", "սեպ"),
    ("oct", "окт", "հոկ"),
    ("nov", "ноя", "նոյ"),
    ("dec", "дек", "դեկ"),
)

_AFTER = r"(?:\s*(?:г\.?|года|թ\.?|թվական(?:ի|ին)?))?(?:[\s,|•·]*\d{1,2}[:.]\d{2}(?::\d{2})?)?\s*"
_WEEKDAY = r"(?:[^\W\d_]{3,12}\.?,\s*)?"
_FORMS = (
    re.compile(rf"{_WEEKDAY}(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:[T ]\d.*)?"),
    re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>\d{{4}}){_AFTER}"),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>[^\W\d_]{{3,12}})\.?,?\s+(?P<year>\d{{4}}){_AFTER}"
    ),
    re.compile(
        rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_AFTER}"
    ),
    re.compile(r"(?P<year>\d{4})\s*թ\.?\s*,?\s*(?P<name>[^\W\d_]{3,12})\s+(?P<day>\d{1,2})\s*"),
)


def iso_date(line: str) -> str:
    """The date that a whole line is, as 2025-07-14; empty where the line is something else."""
    for form in _FORMS:
        found = form.fullmatch(line.strip())
        if found:
            parts = found.groupdict()
            month = _month(parts["name"]) if parts.get("name") else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"])).isoformat()
            except ValueError:
                continue
    return ""


def _month(name: str) -> int:
    """The number of the month, or 0, which is no date."""
    lower = name.lower()
    return next((number for number, stems in enumerate(_MONTHS, 1) if lower.startswith(stems)), 0)
