"""The page of one article, and the answers to its script."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from pipeline.diff import Change, diff_words
from pipeline.edition import find_texts
from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.model import Finding, SegmentKind
from pipeline.preview import columns
from pipeline.preview.article_cache import ArticleCache, ArticleView
from pipeline.preview.article_view import CellState, EditionCell, EditionColumn
from pipeline.preview.columns import ArticleSheet, ColumnRow
from pipeline.preview.pages import ColumnChoice, article_address, render
from pipeline.publishing.reader import display_title
from pipeline.workspace import assets
from pipeline.workspace.files import content_digest
from pipeline.workspace.paths import ArticlePath


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRequest:
    """A request for an article: editions, all of them in the chosen order, whether to show link addresses, and the
    version that the page already has.
    """

    languages: tuple[str, ...]
    order: tuple[str, ...]
    addresses: bool
    version: str = ""


def read_request(
    columns: ColumnChoice, languages: Sequence[str], addresses: str | None, version: str | None = None
) -> ArticleRequest:
    """Return the request, limited to existing editions; the columns chosen for all pages if it names none."""
    asked = tuple(lang for lang in columns.order if lang in languages)
    return ArticleRequest(
        languages=asked or columns.shown, order=columns.order, addresses=addresses == "1", version=version or ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCounts:
    """The number of texts of an edition in each state; those `reviewed` are `translated` too."""

    translated: int = 0
    reviewed: int = 0
    fuzzy: int = 0
    missing: int = 0
    findings: int = 0

    @property
    def all(self) -> int:
        return self.translated + self.fuzzy + self.missing


def count_texts(view: ArticleView, column: EditionColumn) -> TextCounts:
    """Count the texts of one edition; a text that occurs several times counts once."""
    entries = column.made.entries if column.made else {}
    texts = find_texts(view.original.article, entries).values()
    cells = [column.cell(segment) for segment in texts]
    states = [cell.state for cell in cells]
    return TextCounts(
        translated=sum(state in {CellState.TRANSLATED, CellState.FOLDED} for state in states),
        reviewed=sum(cell.reviewer is not None for cell in cells),
        fuzzy=states.count(CellState.FUZZY),
        missing=states.count(CellState.MISSING),
        findings=sum(len(cell.findings) for cell in column.cells.values()) + len(column.findings),
    )


def render_article(cache: ArticleCache, place: ArticlePath, wanted: ArticleRequest, say: Wording) -> str:
    """Return the page of one article. Raises ArticleError or FileError if it could never be read."""
    view = cache.view(place, wanted.languages)
    made = _inside(cache, place, view, wanted, say)
    return render("article.html", say, article_address(place.stem, _query(wanted)), **made)


def render_changes(cache: ArticleCache, place: ArticlePath, wanted: ArticleRequest, say: Wording) -> str:
    """Return the changed parts of an article's page. A row that the page already has is only named."""
    view = cache.view(place, wanted.languages)
    return render("live.html", say, "", **_inside(cache, place, view, wanted, say))


def _query(wanted: ArticleRequest) -> list[tuple[str, str]]:
    return [*(("lang", lang) for lang in wanted.languages), *([("addresses", "1")] if wanted.addresses else [])]


def _inside(
    cache: ArticleCache, place: ArticlePath, view: ArticleView, wanted: ArticleRequest, say: Wording
) -> dict[str, Any]:
    sheet = columns.render_sheet(view, say, _targets(cache, place, view), addresses=wanted.addresses)
    tallies = [count_texts(view, column) for column in view.columns]
    return {
        "title": next((display_title(each.document) for each in view.columns), "") or place.slug,
        "stem": place.stem,
        "heads": [
            {"lang": column.lang, "name": load(column.lang).native_name, "tally": count, "column": column}
            for column, count in zip(view.columns, tallies, strict=True)
        ],
        "problems": [each for each in (view.problem, *(column.problem for column in view.columns)) if each],
        "general": [each for column in view.columns for each in column.findings],
        "total": TextCounts(
            **{item.name: sum(getattr(count, item.name) for count in tallies) for item in fields(TextCounts)}
        ),
        **_parts(cache, sheet, wanted.version),
        "checked": view.checked,
        "wanted": wanted,
        "choices": _choices(place, wanted),
        "switch_addresses": article_address(place.stem, _query(replace(wanted, addresses=not wanted.addresses))),
        "rows_address": f"/rows/{quote(place.stem)}?{urlencode(_query(wanted))}",
    }


def _choices(place: ArticlePath, wanted: ArticleRequest) -> list[dict[str, Any]]:
    """Return the editions that can be shown or hidden, each with the address of the page that does so."""
    found = []
    for lang in wanted.order:
        is_on = lang in wanted.languages
        others = tuple(each for each in wanted.order if (each in wanted.languages) != (each == lang))
        address = article_address(place.stem, _query(replace(wanted, languages=others)))
        found.append({"lang": lang, "name": load(lang).native_name, "on": is_on, "address": address if others else ""})
    return found


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


def describe_sentence(
    cache: ArticleCache, place: ArticlePath, lang: str, key: str, say: Wording
) -> dict[str, Any] | None:
    """Return what the editor of one sentence shows; None if the article has no such sentence."""
    view = cache.checked(place, (lang,))
    column = view.columns[0]
    everyone = (each for sentence in view.sentences for each in (sentence, *sentence.inside))
    sentence = next((each for each in everyone if each.key == key), None)
    if sentence is None:
        return None
    cell: EditionCell = column.cell(sentence.segment)
    before = diff_words(cell.previous, sentence.segment.text) if cell.previous else ()
    is_changed = any(each.change is not Change.SAME for each in before)
    return {
        "source": sentence.segment.text,
        "context": sentence.segment.context,
        "sourceLang": view.original.article.lang,
        "sourceDirection": load(view.original.article.lang).direction,
        "direction": load(lang).direction,
        "target": cell.target,
        "base": cell.base,
        "state": cell.state,
        "place": f"{column.path}:{cell.line}" if cell.line else column.path,
        "kind": str(sentence.segment.kind),
        "origin": cell.origin,
        "previous": [{"text": each.text, "change": str(each.change)} for each in before if is_changed],
        "placeholders": [
            {"name": f"{{{each.name}}}", "shown": each.description} for each in sentence.segment.placeholders
        ],
        "findings": [describe_finding(each, say) for each in cell.findings],
    }


def describe_finding(each: Finding, say: Wording) -> dict[str, str]:
    """Return a finding for the script."""
    return {"rule": each.rule, "severity": str(each.severity), "message": say.format(each.message)}
