"""The page that searches the texts of all articles and their translations."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from pipeline.languages.messages import Wording
from pipeline.preview import search
from pipeline.preview.overview_cache import OverviewCache
from pipeline.preview.pages import ColumnChoice, article_address, render


def render_search(overview: OverviewCache, say: Wording, columns: ColumnChoice, query: Mapping[str, str]) -> str:
    """Search, if there is anything to search for, and return the page with what was found."""
    asked = query.get("q", "").strip()
    settings, reports = overview.cache.settings, overview.reports()
    found = search.search_texts(settings, tuple(reports), asked)
    groups: list[dict[str, Any]] = []
    for place, hits in groupby(found.hits, key=lambda hit: hit.place):
        report = reports.get(place)
        groups.append(
            {
                "title": report.title if report else place.slug,
                "lang": report.source_lang if report else "",
                "stem": place.stem,
                "hits": [_describe(hit, found.words, columns) for hit in hits],
            }
        )
    here = f"/search?{urlencode({'q': asked})}" if asked else "/search"
    return render(
        "search.html",
        say,
        here,
        asked=asked,
        found=found,
        groups=groups,
        problems=[str(each) for each in found.problems],
    )


def _describe(hit: search.TextHit, words: tuple[str, ...], columns: ColumnChoice) -> dict[str, Any]:
    return {
        "address": f"{article_address(hit.place.stem)}#s-{hit.key}",
        "source": search.mark_words(hit.source, words),
        "targets": [
            {
                "lang": lang,
                "parts": search.mark_words(hit.targets[lang].target, words),
                "fuzzy": hit.targets[lang].fuzzy,
            }
            for lang in columns.order
            if lang in hit.targets
        ],
    }
