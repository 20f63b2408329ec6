"""The page of one article."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from pipeline.edition import find_texts
from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.languages.words import count_words
from pipeline.model import Finding, SegmentKind
from pipeline.preview import columns
from pipeline.preview.article_cache import ArticleCache, ArticleView
from pipeline.preview.article_view import CellState, EditionColumn, count_findings
from pipeline.preview.columns import ArticleSheet, ColumnRow
from pipeline.preview.pages import ColumnChoice, article_address, choice_address, render
from pipeline.publishing.reader import display_title
from pipeline.workspace import assets
from pipeline.workspace.assignments import NAME, AssignedWork, AssignmentFinder, AssignmentsError, load_assignments
from pipeline.workspace.files import content_digest
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRequest:
    """A request for an article: the editions to show in the order chosen for all pages, whether to show link addresses,
    and the version that the page already has. `is_named` if the address names editions, for this page only.
    """

    columns: ColumnChoice
    addresses: bool
    version: str = ""
    is_named: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The editions to show."""
        return self.columns.shown


def read_request(
    columns: ColumnChoice, languages: Sequence[str], addresses: str | None, version: str | None = None
) -> ArticleRequest:
    """Return the request, limited to existing editions; the columns chosen for all pages if it names none."""
    asked = tuple(lang for lang in columns.order if lang in languages)
    chosen = ColumnChoice(order=columns.order, shown=asked or columns.shown)
    return ArticleRequest(columns=chosen, addresses=addresses == "1", version=version or "", is_named=bool(asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCounts:
    """The number of texts of an edition in each state; those `reviewed` are `translated` too. `to_do` are the words of
    the source that are not translated, or fuzzy. Hints are no `findings`, as everywhere.
    """

    translated: int = 0
    reviewed: int = 0
    fuzzy: int = 0
    missing: int = 0
    findings: int = 0
    to_do: int = 0

    @property
    def all(self) -> int:
        return self.translated + self.fuzzy + self.missing


def count_texts(view: ArticleView, column: EditionColumn) -> TextCounts:
    """Count the texts of one edition; a text that occurs several times counts once."""
    entries = column.made.entries if column.made else {}
    texts = find_texts(view.original.article, entries).values()
    cells = [(column.cell(segment), segment) for segment in texts]
    states = [cell.state for cell, _ in cells]
    open_states = {CellState.FUZZY, CellState.MISSING}
    return TextCounts(
        translated=sum(state in {CellState.TRANSLATED, CellState.FOLDED} for state in states),
        reviewed=sum(cell.reviewer is not None for cell, _ in cells),
        fuzzy=states.count(CellState.FUZZY),
        missing=states.count(CellState.MISSING),
        findings=sum(cell.counted for cell in column.cells.values()) + count_findings(column.findings),
        to_do=sum(count_words(segment.text) for cell, segment in cells if cell.state in open_states),
    )


def render_article(cache: ArticleCache, place: ArticlePath, wanted: ArticleRequest, say: Wording) -> str:
    """Return the page of one article. Raises ArticleError or FileError if it could never be read."""
    view = cache.view(place, wanted.languages)
    made = _inside(cache, place, view, wanted, say)
    return render("article.html", say, article_address(place.stem, _query(wanted, named=wanted.is_named)), **made)


def render_changes(cache: ArticleCache, place: ArticlePath, wanted: ArticleRequest, say: Wording) -> str:
    """Return the changed parts of an article's page. A row that the page already has is only named."""
    view = cache.view(place, wanted.languages)
    return render("live.html", say, "", **_inside(cache, place, view, wanted, say))


def _query(wanted: ArticleRequest, *, named: bool) -> list[tuple[str, str]]:
    languages = wanted.languages if named else ()
    return [*(("lang", lang) for lang in languages), *([("addresses", "1")] if wanted.addresses else [])]


def _inside(
    cache: ArticleCache, place: ArticlePath, view: ArticleView, wanted: ArticleRequest, say: Wording
) -> dict[str, Any]:
    sheet = columns.render_sheet(view, say, _targets(cache, place, view), addresses=wanted.addresses)
    tallies = [count_texts(view, column) for column in view.columns]
    assigned, problems = _find_assigned(cache.settings, place, view, tallies)
    own = view.original.article.lang
    return {
        "title": next((display_title(each.document) for each in view.columns), "") or place.slug,
        "stem": place.stem,
        "heads": [
            {
                "lang": column.lang,
                "name": load(column.lang).native_name,
                "tally": count,
                "facts": _tell_counts(count, say, is_source=column.lang == own),
                "assigned": assigned.get(column.lang, ()),
            }
            for column, count in zip(view.columns, tallies, strict=True)
        ],
        "problems": [each for each in (view.problem, *(column.problem for column in view.columns), *problems) if each],
        "general": [each for column in view.columns for each in column.findings],
        "total": TextCounts(
            **{item.name: sum(getattr(count, item.name) for count in tallies) for item in fields(TextCounts)}
        ),
        **_parts(cache, sheet, wanted.version),
        "checked": view.checked,
        "wanted": wanted,
        "choices": _choices(place, wanted, own),
        "alone": _choices_alone(place, wanted, own),
        "switch_addresses": article_address(
            place.stem, _query(replace(wanted, addresses=not wanted.addresses), named=wanted.is_named)
        ),
        "rows_address": f"/rows/{quote(place.stem)}?{urlencode(_query(wanted, named=True))}",
        "is_unsigned": not cache.settings.translator,
    }


def _tell_counts(count: TextCounts, say: Wording, *, is_source: bool) -> list[str]:
    facts = []
    if count.to_do and not is_source:
        facts.append(say.count("{number} word to do", "{number} words to do", count.to_do))
    if count.reviewed:
        facts.append(say("{number} of {all} reviewed", number=say.number(count.reviewed), all=say.number(count.all)))
    return facts


def _find_assigned(
    settings: Settings, place: ArticlePath, view: ArticleView, counts: Sequence[TextCounts]
) -> tuple[dict[str, tuple[AssignedWork, ...]], list[TargmanError]]:
    """Return who has each edition until when, and the reason why that cannot be read."""
    try:
        finder = AssignmentFinder(load_assignments(settings))
    except (AssignmentsError, FileError) as error:
        return {}, [error.at(NAME)]
    today = date.today()  # noqa: DTZ011  a due date is a day where people work
    return {
        column.lang: tuple(
            work
            for row in finder.find(place, column.lang)
            if (work := row.on_day(today, is_open=bool(count.to_do))).translator or work.reviewer
        )
        for column, count in zip(view.columns, counts, strict=True)
    }, []


def _choices(place: ArticlePath, wanted: ArticleRequest, own: str) -> list[dict[str, Any]]:
    """Return the editions that can be shown or hidden on all pages, in the order of the columns, each with the address
    that does so; the last one that is shown stays.
    """
    here, columns = article_address(place.stem, _query(wanted, named=False)), wanted.columns
    return [
        {
            "lang": lang,
            "name": load(lang).native_name,
            "on": lang in columns.shown,
            "address": "" if columns.shown == (lang,) else choice_address(columns.toggled(lang), here),
        }
        for lang in sorted(columns.order, key=lambda lang: lang != own)
    ]


def _choices_alone(place: ArticlePath, wanted: ArticleRequest, own: str) -> list[dict[str, Any]]:
    """Return the editions that can be shown on a phone, one beside the source, each with the address that does so."""
    here, columns = article_address(place.stem, _query(wanted, named=False)), wanted.columns
    shown = next((lang for lang in columns.shown if lang != own), "")
    return [
        {
            "lang": lang,
            "name": load(lang).native_name,
            "on": lang == shown,
            "address": choice_address(columns.put_first(lang, own), here),
        }
        for lang in columns.order
        if lang != own
    ]


def _targets(cache: ArticleCache, place: ArticlePath, view: ArticleView) -> dict[str, str]:
    """Map the links and pictures of the article to addresses on this server: the page fetches nothing elsewhere."""
    found: dict[str, str] = {}
    there = {each.path: each for each in cache.places().values()}
    targets = {each.text for each in view.original.article.segments if each.kind is SegmentKind.LINK_TARGET}
    targets |= {cell.target for column in view.columns for text, cell in column.cells.items() if text in targets}
    for address in targets:
        if re.match(r"(?:https?:|mailto:|tel:|#)", address, re.IGNORECASE):
            continue
        path = assets.find_asset(cache.settings, place, address)
        inside = path.resolve().relative_to(cache.settings.root.resolve()).as_posix() if path else ""
        if inside in there:
            found[address] = article_address(there[inside].stem)
        else:
            found[address] = f"{columns.PICTURES}{quote(place.stem)}?{urlencode({'file': address})}" if path else ""
    return found


def _parts(cache: ArticleCache, sheet: ArticleSheet, version: str) -> dict[str, Any]:
    """Return the rows of a sheet by the parts of the page, and the name of this version."""
    seen = cache.versions.get(version, {})
    parts = {"front": sheet.front, "text": sheet.text, "notes": sheet.notes, "rest": sheet.rest}
    drawn = {name: [(line.key, _row(line)) for line in lines] for name, lines in parts.items()}
    digests = {
        key: content_digest(row.encode("utf-8", "surrogatepass")) for column in drawn.values() for key, row in column
    }
    version = cache.versions.keep(digests)
    same = '<div class="row" id="s-{}" data-same></div>'  # stands for a row that the page already has
    made = {
        name: "\n".join(same.format(key) if seen.get(key) == digests[key] else row for key, row in column)
        for name, column in drawn.items()
    }
    return {"parts": {name: Markup(html) for name, html in made.items()}, "version": version}  # noqa: S704  safe by cell


def _row(line: ColumnRow) -> str:
    return f'<div class="row {line.look}" id="s-{line.key}">{"".join(line.cells)}</div>'


def describe_finding(each: Finding, say: Wording) -> dict[str, str | None]:
    """Return a finding for the script."""
    return {
        "rule": each.rule,
        "severity": str(each.severity),
        "message": say.format(each.message),
        "replacement": each.replacement,
    }
