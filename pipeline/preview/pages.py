"""What the addresses answer, as HTML and as values for the page's script."""

import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.differences import Change, differences
from pipeline.model import Finding, Kind
from pipeline.placeholders import has_words
from pipeline.preview import columns
from pipeline.preview import desk as desks
from pipeline.preview.columns import Box, Line, Sheet, Unit
from pipeline.preview.ledger import Ledger
from pipeline.preview.library import Library, View
from pipeline.publishing.reading import called
from pipeline.wording import NATIVE, Wording
from pipeline.workspace import companions
from pipeline.workspace.articles import Place
from pipeline.workspace.files import content_digest
from pipeline.workspace.settings import Settings
from pipeline.workspace.viewing import Cell, Column, State

_SHOWN_LABEL = {
    "title": "Title",
    "subtitle": "Subtitle",
    "description": "Description",
    "summary": "Summary",
    "author": "Author",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to see of an article: the editions, and whether with the addresses of links."""

    languages: tuple[str, ...]
    addresses: bool


def wish(library: Library, languages: Sequence[str], addresses: str | None) -> Wish:
    """What was asked for, as far as there are such editions; all of them where none is."""
    there = library.settings.editions
    asked = tuple(lang for lang in there if lang in languages)
    return Wish(languages=asked or there, addresses=addresses == "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many texts of an edition stand how, and the words of the source in them."""

    translated: int = 0
    fuzzy: int = 0
    missing: int = 0
    findings: int = 0

    @property
    def all(self) -> int:
        return self.translated + self.fuzzy + self.missing


def tally(view: View, column: Column) -> Tally:
    """The count of one edition; a text that stands in several places counts once."""
    texts = {
        each.text: column.cell(each) for each in view.original.article.segments if each.kind.is_text and has_words(each)
    }
    states = [cell.state for cell in texts.values()]
    return Tally(
        translated=sum(state in {State.TRANSLATED, State.FOLDED} for state in states),
        fuzzy=states.count(State.FUZZY),
        missing=states.count(State.MISSING),
        findings=sum(len(cell.findings) for cell in column.cells.values()) + len(column.findings),
    )


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


def desk(ledger: Ledger, say: Wording, query: Mapping[str, str]) -> str:
    """The page with all articles."""
    wanted = desks.choice(query)
    asked = {"q": wanted.words, "state": wanted.state, "sort": wanted.sort}
    given = urlencode({name: value for name, value in asked.items() if value and value != "name"})
    made = _desk(ledger, say, wanted)
    here = f"/?{given}" if given else "/"
    return _render("desk.html", say, here, rows_address=f"/desk?{given}", **made)


def desk_live(ledger: Ledger, say: Wording, query: Mapping[str, str]) -> str:
    """What of that page changes while somebody looks at it."""
    return _render("desk-live.html", say, "", **_desk(ledger, say, desks.choice(query)))


def _desk(ledger: Ledger, say: Wording, wanted: desks.Choice) -> dict[str, Any]:
    settings = ledger.library.settings
    reports = ledger.reports()
    everything = [
        desks.row(place, report, settings.editions, last_change(settings, place)) for place, report in reports.items()
    ]
    rows = desks.shown(everything, wanted)
    return {
        "cards": desks.cards([each for each in reports.values() if each], settings.editions, ledger.moments, say),
        "rows": rows,
        "all": len(everything),
        "unknown": sum(not each.is_known for each in everything),
        "wanted": wanted,
        "states": [(value, say(name)) for value, name in _STATES.items()],
        "sorts": [(value, say(name)) for value, name in _SORTS.items()],
        "table": _table(rows, say),
    }


def _table(rows: Sequence[desks.Row], say: Wording) -> Markup:
    make, now = _macros().desk_row, time.time()
    made = []
    for row in rows:
        exactly = desks.exactly(row.changed, say)
        inside = make(row, say, article_address(row.place.stem), desks.ago(row.changed, now, say), exactly)
        digest = content_digest(repr((row, say.lang)).encode())[:12]
        name = content_digest(row.place.path.encode())[:12]
        made.append(Markup('<tr class="row" id="a-{}" data-v="{}">{}</tr>').format(name, digest, inside))
    return Markup("\n").join(made)


def last_change(settings: Settings, place: Place) -> float:
    """When the article or one of its catalogs was last saved, in seconds since 1970; 0 where there are none."""
    times = [0.0]
    for path in (place.path, *map(place.catalog, settings.editions)):
        with suppress(OSError):
            times.append((settings.root / path).stat().st_mtime)
    return max(times)


def article_address(stem: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """The address of an article's page."""
    return f"/article/{quote(stem)}" + (f"?{urlencode(query)}" if query else "")


def article(library: Library, place: Place, wanted: Wish, say: Wording) -> str:
    """The page of one article. Raises ArticleError or FileError where it never could be read."""
    view = _view(library, place, wanted)
    made = _inside(library, place, view, wanted, say)
    return _render("article.html", say, article_address(place.stem, _query(wanted)), **made)


def rows(library: Library, place: Place, wanted: Wish, say: Wording) -> str:
    """What changes of the page of an article while somebody looks at it."""
    view = _view(library, place, wanted)
    return _render("live.html", say, "", **_inside(library, place, view, wanted, say))


def _view(library: Library, place: Place, wanted: Wish) -> View:
    """The view with the article's own language first."""
    view = library.view(place, wanted.languages)
    own = view.original.article.lang
    return replace(view, columns=tuple(sorted(view.columns, key=lambda column: column.lang != own)))


def _query(wanted: Wish) -> list[tuple[str, str]]:
    return [*(("lang", lang) for lang in wanted.languages), *([("addresses", "1")] if wanted.addresses else [])]


def _inside(library: Library, place: Place, view: View, wanted: Wish, say: Wording) -> dict[str, Any]:
    sheet = columns.sheet(view, say, _addresses(library, place, view), _macros().seg)
    tallies = [tally(view, column) for column in view.columns]
    return {
        "title": next((called(each.document) for each in view.columns), "") or place.slug,
        "stem": place.stem,
        "heads": [
            {"lang": column.lang, "name": NATIVE[column.lang], "tally": count, "column": column}
            for column, count in zip(view.columns, tallies, strict=True)
        ],
        "problems": [each for each in (view.problem, *(column.problem for column in view.columns)) if each],
        "general": [each for column in view.columns for each in column.findings],
        "total": Tally(
            translated=sum(count.translated for count in tallies),
            fuzzy=sum(count.fuzzy for count in tallies),
            missing=sum(count.missing for count in tallies),
            findings=sum(count.findings for count in tallies),
        ),
        "parts": _parts(sheet, wanted, say),
        "wanted": wanted,
        "choices": _choices(library, place, wanted),
        "switch_addresses": article_address(place.stem, _query(replace(wanted, addresses=not wanted.addresses))),
        "rows_address": f"/rows/{quote(place.stem)}?{urlencode(_query(wanted))}",
    }


def _choices(library: Library, place: Place, wanted: Wish) -> list[dict[str, Any]]:
    """The editions that can be shown or hidden, each with the address of the page that does so."""
    found = []
    for lang in library.settings.editions:
        is_on = lang in wanted.languages
        others = tuple(each for each in library.settings.editions if (each in wanted.languages) != (each == lang))
        address = article_address(place.stem, _query(replace(wanted, languages=others)))
        found.append({"lang": lang, "name": NATIVE[lang], "on": is_on, "address": address if others else ""})
    return found


def _addresses(library: Library, place: Place, view: View) -> dict[str, str]:
    """Where links and pictures of the article lead: nothing on the page is fetched from elsewhere."""
    found: dict[str, str] = {}
    there = {each.path: each for each in library.places().values()}
    targets = {each.text for each in view.original.article.segments if each.kind is Kind.LINK_TARGET}
    targets |= {cell.target for column in view.columns for text, cell in column.cells.items() if text in targets}
    for address in targets:
        if re.match(r"(?:https?:|mailto:|tel:|#)", address, re.IGNORECASE):
            continue
        path = companions.local_file(library.settings, place, address)
        inside = path.resolve().relative_to(library.settings.root.resolve()).as_posix() if path else ""
        other = there.get(inside)
        if other is not None:
            found[address] = article_address(other.stem)
        elif path is not None:
            found[address] = f"{columns.PICTURES}{quote(place.stem)}?{urlencode({'file': address})}"
        else:
            found[address] = ""
    return found


def _parts(sheet: Sheet, wanted: Wish, say: Wording) -> dict[str, Markup]:
    cell = _macros().cell

    def made(lines: Sequence[Line]) -> Markup:
        return Markup("\n").join(_line(line, cell, wanted, say) for line in lines)

    rest = [line for line in sheet.rest if wanted.addresses or "address" not in line.look]
    return {
        "front": made(sheet.front),
        "text": made(sheet.text),
        "notes": made(sheet.notes),
        "rest": made(rest),
    }


@cache
def _macros() -> Any:  # noqa: ANN401  jinja's own
    return _environment().get_template("cell.html").module


def _line(line: Line, cell: Any, wanted: Wish, say: Wording) -> Markup:  # noqa: ANN401
    """A row; each of its cells says what it is by a digest, so that the script sees which ones changed."""
    label = say(_SHOWN_LABEL[line.label]) if line.label in _SHOWN_LABEL else line.label
    made = []
    for place, box in enumerate(line.boxes):
        units = [box.unit] if box.unit else list(box.units)
        inside = cell(box, units, _nested(box, wanted), line.marker[place] if line.marker else "", label, say)
        digest = content_digest(inside.encode())[:12]
        name = Markup(' id="{}"').format(box.anchor) if box.anchor else ""
        states = " ".join(dict.fromkeys(unit.cell.state for unit in units))
        made.append(
            Markup('<div class="cell {}"{} data-lang="{}" data-v="{}">{}</div>').format(
                states, name, box.lang, digest, inside
            )
        )
    return Markup('<div class="row {}" id="s-{}">{}</div>').format(line.look, line.key, Markup().join(made))


def _nested(box: Box, wanted: Wish) -> list[Unit]:
    """The texts inside a sentence, such as what an image is described by; addresses where they were asked for."""
    inside = box.unit.inside if box.unit else tuple(each for unit in box.units for each in unit.inside)
    return [unit for unit in inside if wanted.addresses or unit.sentence.segment.kind is not Kind.LINK_TARGET]


def entry(library: Library, place: Place, lang: str, key: str, say: Wording) -> dict[str, Any] | None:  # noqa: ARG001
    """What the editor of one sentence shows; None where the article has no such sentence."""
    view = library.view(place, (lang,))
    column = view.columns[0]
    everyone = (each for sentence in view.sentences for each in (sentence, *sentence.inside))
    sentence = next((each for each in everyone if each.key == key), None)
    if sentence is None:
        return None
    cell: Cell = column.cell(sentence.segment)
    before = differences(cell.previous, sentence.segment.text) if cell.previous else ()
    return {
        "source": sentence.segment.text,
        "sourceLang": view.original.article.lang,
        "target": cell.target,
        "base": cell.base,
        "state": cell.state,
        "place": f"{column.path}:{cell.line}" if cell.line else column.path,
        "kind": str(sentence.segment.kind),
        "origin": cell.origin,
        "previous": [
            {"text": each.text, "change": str(each.change)}
            for each in before
            if any(other.change is not Change.SAME for other in before)
        ],
        "placeholders": [{"name": f"{{{each.name}}}", "shown": each.shown} for each in sentence.segment.placeholders],
        "findings": [finding(each) for each in cell.findings],
    }


def finding(each: Finding) -> dict[str, str]:
    """A finding for the script."""
    return {"rule": each.rule, "severity": str(each.severity), "message": each.message}


def trouble(say: Wording, sentence: str) -> str:
    """A page that says what is wrong."""
    return _render("trouble.html", say, "/", sentence=sentence)


def _render(name: str, say: Wording, here: str, **values: object) -> str:
    switch = [
        {"lang": lang, "name": native, "address": f"/language/{lang}?{urlencode({'next': here})}"}
        for lang, native in NATIVE.items()
    ]
    return _environment().get_template(name).render(say=say, switch=switch, NATIVE=NATIVE, **values)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("pipeline.preview"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
