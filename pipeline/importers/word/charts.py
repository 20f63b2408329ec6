"""Read the data that a chart of a Word document holds, as the rows of a table."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.frozen import dataclass
from pipeline.importers.word.ooxml import A, Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_MOST_POINTS = 10_000
_DAY_ZERO = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # the end of the year 9999
_DATE_FORMAT = re.compile(r"(?i)(?<![\\\"])(?:yy|m{1,4}[/.\-\s]d|d[/.\-\s]m)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """The title of a chart, and tables of its data: rows of cells, the first one the head."""

    title: str = ""
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


def read_chart(root: Element) -> ChartData:
    """Read the title and the data of a chart."""
    if root.tag.startswith(_CX):
        return _read_extended(root)
    chart = root.find(f"{_C}chart")
    area = None if chart is None else chart.find(f"{_C}plotArea")
    titles = [] if area is None else [_text(title) for title in area.iter(f"{_C}title")]
    axes = {} if area is None else _axis_titles(area)
    title = " – ".join(
        filter(None, [_text(None if chart is None else chart.find(f"{_C}title")), axes.pop("values", "")])
    )
    series = [] if area is None else list(area.iter(f"{_C}ser"))
    first = axes.pop("categories", "")
    title = " – ".join(filter(None, [title, *(each for each in titles if each not in title and each != first)]))
    if not series and title:
        return ChartData(title=title)
    groups: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}
    for number, each in enumerate(series, 1):
        names = _first(each, "cat", "xVal")
        values = _first(each, "val", "yVal")
        name = " ".join(_points(each.find(f"{_C}tx"))) or (str(number) if len(series) > 1 else "")
        if names or values:
            groups.setdefault(names, []).append((name, values))
    return ChartData(title=title, tables=tuple(_rows(first, names, row) for names, row in groups.items()))


def _axis_titles(area: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, tags in (("categories", ("catAx", "dateAx")), ("values", ("valAx",))):
        for axis in area.iter(*(f"{_C}{tag}" for tag in tags)):
            if text := _text(axis.find(f"{_C}title")):
                found.setdefault(key, text)
    return found


def _rows(first: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[str]]]) -> tuple[tuple[str, ...], ...]:
    """Return a table with a row for each category, and a column for each series."""
    height = max([len(names), *(len(values) for _, values in series)])
    head = (first, *(name for name, _ in series))
    rows = [
        (
            names[at] if at < len(names) else str(at + 1),
            *(values[at] if at < len(values) else "" for _, values in series),
        )
        for at in range(height)
    ]
    return (head, *rows)


def _first(series: Element, *tags: str) -> tuple[str, ...]:
    return next(
        (tuple(_points(series.find(f"{_C}{tag}"))) for tag in tags if series.find(f"{_C}{tag}") is not None), ()
    )


def _points(data: Element | None) -> list[str]:
    """Return the cached values of a series, in their places; those of outer levels stand before inner ones."""
    if data is None:
        return []
    levels = list(data.iter(f"{_C}lvl")) or [data]
    columns = [_column(level) for level in levels]
    height = max(map(len, columns), default=0)
    rows = [[column[at] if at < len(column) else "" for column in reversed(columns)] for at in range(height)]
    return [" ".join(filter(None, row)) for row in rows]


def _column(level: Element) -> list[str]:
    form = level.findtext(f".//{_C}formatCode") or ""
    found: dict[int, str] = {}
    for place, point in enumerate(level.iter(f"{_C}pt")):
        index = point.get("idx") or ""
        at = int(index) if index.isdecimal() and len(index) < 6 else place  # noqa: PLR2004
        if at < _MOST_POINTS:
            found[at] = _show(point.findtext(f"{_C}v") or "", point.get("formatCode") or form)
    if not found and level.find(f"{_C}v") is not None:
        return [level.findtext(f"{_C}v") or ""]
    return [found.get(at, "") for at in range(max(found, default=-1) + 1)]


def _show(text: str, form: str) -> str:
    """Return a value as its format shows it: a date, a percentage, or a number without the noise of its last digits."""
    try:
        number = float(text)
    except ValueError:
        return " ".join(text.split())
    if _DATE_FORMAT.search(form) and 0 < number < _LAST_DAY:
        return (_DAY_ZERO + timedelta(days=int(number))).isoformat()
    if form.rstrip().endswith("%"):
        return f"{number * 100:.10g}%"
    return text if re.fullmatch(r"-?\d{1,15}(?:\.\d{1,10})?", text) else f"{number:.12g}"


def _text(element: Element | None) -> str:
    """Return the words of a title."""
    if element is None:
        return ""
    lines = ["".join(text.text or "" for text in paragraph.iter(f"{A}t")) for paragraph in element.iter(f"{A}p")]
    return " ".join(" ".join(lines or _points(element)).split())


def _read_extended(root: Element) -> ChartData:
    """Read a chart of the newer kinds, such as waterfalls and sunbursts."""
    title = " ".join(" ".join(text.text or "" for text in root.iter(f"{A}t")).split())
    tables = []
    for data in root.iter(f"{_CX}data"):
        columns = [[point.text or "" for point in level.iter(f"{_CX}pt")] for level in data.iter(f"{_CX}lvl")]
        height = max(map(len, columns), default=0)
        rows = [tuple(_show(column[at], "") if at < len(column) else "" for column in columns) for at in range(height)]
        if rows:
            tables.append((tuple("" for _ in columns), *rows))
    return ChartData(title=title, tables=tuple(tables))


def diagram_lines(root: Element) -> Iterator[str]:
    """Yield the texts of a SmartArt diagram, in the order of its points."""
    for point in root.iter():
        if (
            isinstance(point.tag, str)
            and point.tag.endswith("}pt")
            and point.get("type") not in {"pres", "parTrans", "sibTrans"}
        ):
            lines = ["".join(text.text or "" for text in each.iter(f"{A}t")) for each in point.iter(f"{A}p")]
            if text := " ".join(" ".join(lines).split()):
                yield text
