"""The page with all articles."""

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from pipeline.errors import FileError
from pipeline.languages.messages import Wording
from pipeline.preview import overview_rows
from pipeline.preview.overview_cache import OverviewCache
from pipeline.preview.pages import (
    ColumnChoice,
    article_address,
    describe_columns,
    macros,
    read_columns,
    render,
)
from pipeline.workspace.assignments import AssignmentFinder, AssignmentsError, load_assignments
from pipeline.workspace.files import content_digest
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

_STATES = {
    "missing": "Something untranslated",
    "fuzzy": "Something to check",
    "findings": "With findings",
    "stale": "With stale editions",
    "done": "All done",
}
_SORTS = {
    "name": "Title",
    "progress": "Least translated first",
    "findings": "Most findings first",
    "changed": "Last changed first",
}


def render_overview(overview: OverviewCache, say: Wording, columns: ColumnChoice, query: Mapping[str, str]) -> str:
    """The page with all articles."""
    wanted = overview_rows.read_query(query)
    asked = {"q": wanted.words, "state": wanted.state, "who": wanted.who, "sort": wanted.sort}
    given = urlencode({name: value for name, value in asked.items() if value and value != "name"})
    made = _values(overview, say, columns, wanted)
    here = f"/?{given}" if given else "/"
    rows_address = f"/desk?{urlencode({'columns': columns.to_text()})}"
    return render(
        "desk.html",
        say,
        here,
        rows_address=f"{rows_address}&{given}" if given else rows_address,
        fixed_address=rows_address,
        columns=describe_columns(columns, here),
        all_languages=columns.order,
        **made,
    )


def render_overview_changes(
    overview: OverviewCache, say: Wording, columns: ColumnChoice, query: Mapping[str, str]
) -> str:
    """Return the changed parts of that page, in its columns. A row that the page already has is only named."""
    there = read_columns(query["columns"], columns.order) if "columns" in query else columns
    made = _values(overview, say, there, overview_rows.read_query(query), query.get("version", ""))
    return render("desk-live.html", say, "", **made)


def _values(
    overview: OverviewCache,
    say: Wording,
    columns: ColumnChoice,
    wanted: overview_rows.OverviewQuery,
    version: str = "",
) -> dict[str, Any]:
    settings = overview.cache.settings
    reports = overview.reports()
    problems: list[str] = []
    try:
        finder = AssignmentFinder(load_assignments(settings))
    except (AssignmentsError, FileError) as error:
        finder, problems = AssignmentFinder(()), [str(error).replace(f"{settings.root}/", "")]
    everything = []
    for place, report in reports.items():
        changed, is_synced = _look_at(settings, place)
        everything.append(overview_rows.build_row(place, report, columns.shown, changed, finder, is_synced=is_synced))
    rows = overview_rows.select_rows(everything, wanted)
    return {
        "cards": overview_rows.build_cards(
            [each for each in reports.values() if each], columns.shown, overview.moments or (), say
        ),
        "rows": rows,
        "all": len(everything),
        "unsynced": sum(not each.is_synced for each in everything),
        "languages": columns.shown,
        "has_heat": overview_rows.tells_apart(rows),
        "unknown": sum(not each.is_known for each in everything),
        "unchecked": sum(each.is_known and not each.is_checked for each in everything),
        "wanted": wanted,
        "problems": problems,
        "people": sorted({name for each in everything for name in each.people}, key=str.casefold),
        "states": [(value, say(name)) for value, name in _STATES.items()],
        "sorts": [(value, say(name)) for value, name in _SORTS.items()],
        **_table(overview, rows, say, version),
    }


def _table(
    overview: OverviewCache, rows: Sequence[overview_rows.ArticleRow], say: Wording, version: str
) -> dict[str, Any]:
    """Return the rows, and the name of this version."""
    make, now = macros().desk_row, time.time()
    made, digests = [], {}
    seen = overview.cache.versions.get(version, {})
    for row in rows:
        ago = overview_rows.format_age(row.changed, now, say)
        drawn = overview.drawn.get((row.place, say.lang))
        if drawn is None or (drawn.row, drawn.ago) != (row, ago):
            inside = make(row, say, article_address(row.place.stem), ago, overview_rows.format_time(row.changed, say))
            digest = content_digest(repr((row, say.lang)).encode())[:12]
            html = Markup('<tr class="row" id="a-{}" data-v="{}">{}</tr>').format(_name(row), digest, inside)
            drawn = overview.drawn[row.place, say.lang] = overview_rows.RenderedRow(
                row=row, ago=ago, html=html, digest=digest
            )
        digests[row.place.path] = drawn.digest
        same = Markup('<tr class="row" id="a-{}" data-same></tr>')  # stands for a row that the page already has
        made.append(same.format(_name(row)) if seen.get(row.place.path) == drawn.digest else drawn.html)
    return {"table": Markup("\n").join(made), "version": overview.cache.versions.keep(digests)}


def _name(row: overview_rows.ArticleRow) -> str:
    return content_digest(row.place.path.encode())[:12]


def _look_at(settings: Settings, place: ArticlePath) -> tuple[float, bool]:
    """Return the time of the last save of the article or a catalog, in seconds since 1970, and whether there is any
    catalog.
    """
    changed, is_synced = 0.0, False
    for path in (place.path, *map(place.catalog, settings.editions)):
        with suppress(OSError):
            changed = max(changed, os.stat(f"{settings.root}/{path}").st_mtime)  # noqa: PTH116  once for every file
            is_synced = is_synced or path != place.path
    return changed, is_synced
