"""A Word table for those who have nothing but Word: number, source, translation, remark; a row for each entry.

A line above the table names the article, the languages and the package. A fuzzy translation is yellow: to take the
colour away confirms it. What was changed with tracking on is read as if it were accepted, and told.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import mode
from typing import Any

from pipeline.article.placeholders import TOKEN
from pipeline.catalog.review import is_mark
from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.docx_text import DRAFTS, GONE, read_cell, read_lines, read_paragraph, read_run, take_losses
from pipeline.installation import install_command
from pipeline.languages import load
from pipeline.languages.messages import find_wording
from pipeline.model import Catalog, Entry
from pipeline.xml import remove_invalid_characters

HEADINGS = ("№", "Source", "Translation", "Remark")
_COMMENT = "· "
"""Begins a line of the last column that is ours: a comment that translators read."""
_PLACE = re.compile(r"(?P<article>articles/\S.*?\.md) · (?P<source>[\w-]+) → (?P<lang>[\w-]+)(?: · (?P<sending>\S+))?")
_WIDTHS = (1.2, 8.5, 8.5, 6.5)
"""Widths of the columns, in centimetres, on a page across."""
_LEAST_CELLS = 3
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AROUND = {f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}customXml"}
"""Elements that stand around rows or cells and are no part of the table."""
_NEW = {f"{_WORD}ins", f"{_WORD}moveTo"}
_EAST_ASIAN = {"Han", "Japanese", "Korean"}
"""Scripts whose language Word notes in an attribute of its own."""
_GREY, _BLUE = "767676", "1F5FA8"


def write(catalogs: Sequence[ExchangeCatalog]) -> bytes:
    """Write one catalog as a Word document; the same catalog makes the same bytes."""
    from docx import Document  # noqa: PLC0415  an extra
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    [item] = catalogs
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    _set_direction(document.add_heading(load(item.lang).native_name, 1), item.lang)
    _write(document.add_paragraph(), _place(item), color=_GREY)
    entries = [entry for entry in item.catalog.entries if not entry.obsolete]
    table = document.add_table(rows=len(entries) + 1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    say = find_wording(item.lang, "Translation")
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        _write(cell.paragraphs[0], say(heading) if heading.isalpha() else heading, bold=True, lang=say.lang)
    _repeat_heading(table.rows[0])
    # `row.cells` looks through the whole table each time; the rows of `table._tbl` do not.
    for number, (row, entry) in enumerate(zip(list(table.rows)[1:], entries, strict=True), 1):
        _write_row(row.cells, number, entry, item)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
    out = io.BytesIO()
    document.save(out)
    return _without_dates(out.getvalue())


def _place(item: ExchangeCatalog) -> str:
    return " · ".join(filter(None, (item.article, f"{item.source_lang} → {item.lang}", item.sending)))


def _write_row(cells: Sequence[Any], number: int, entry: Entry, item: ExchangeCatalog) -> None:
    _write(cells[0].paragraphs[0], str(number), color=_GREY)
    if entry.context is not None:
        _write(cells[0].add_paragraph(), entry.context, color=_GREY)
    _write(cells[1].paragraphs[0], entry.source, lang=item.source_lang)
    _write(cells[2].paragraphs[0], entry.target, is_fuzzy=entry.fuzzy, lang=item.lang)
    lines = [(f"{_COMMENT}{comment}", _GREY) for comment in entry.comments]
    lines += [(remark, "") for remark in entry.remarks if not is_mark(remark)]
    for place, (line, color) in enumerate(lines):
        paragraph = cells[3].paragraphs[0] if place == 0 else cells[3].add_paragraph()
        _write(paragraph, line, color=color)


def _write(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    color: str = "",
    bold: bool = False,
    is_fuzzy: bool = False,
    lang: str = "",
) -> None:
    """Add a text to a paragraph, its placeholders in blue. It runs in the direction of `lang`, the language in which
    Word checks the spelling.
    """
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    is_rtl = _set_direction(paragraph, lang)
    at = 0
    clean = remove_invalid_characters(text)
    spans = [(found.start(), found.end(), _BLUE) for found in TOKEN.finditer(clean)]
    for start, end, mark in (*spans, (len(clean), len(clean), "")):
        for part, part_color in ((clean[at:start], color), (clean[start:end], mark)):
            if part:
                run = paragraph.add_run(part)
                run.bold = bold or None
                run.font.size = Pt(9 if color else 10.5)
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW if is_fuzzy else None
                if lang:
                    run._r.get_or_add_rPr().append(_make_language(lang))  # noqa: SLF001  python-docx has no other way
                    run.font.rtl = (is_rtl and part_color != _BLUE) or None  # a placeholder keeps its braces in place
                if part_color:
                    run.font.color.rgb = RGBColor.from_string(part_color)
        at = end


def _make_language(lang: str) -> Any:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement("w:lang")
    made.set(f"{_WORD}val", lang)
    if load(lang).direction == "rtl":
        made.set(f"{_WORD}bidi", lang)
    elif load(lang).script in _EAST_ASIAN:
        made.set(f"{_WORD}eastAsia", lang)
    return made


def _set_direction(paragraph: Any, lang: str) -> bool:  # noqa: ANN401
    """Let a paragraph run from right to left if the language does; tell whether it does."""
    if not lang or load(lang).direction != "rtl":
        return False
    from docx.oxml import OxmlElement  # noqa: PLC0415

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no other way
    if properties.find(f"{_WORD}bidi") is None:
        properties.append(OxmlElement("w:bidi"))
    return True


def _repeat_heading(row: Any) -> None:  # noqa: ANN401
    """Let the row stand at the head of every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  python-docx has no other way


def _without_dates(data: bytes) -> bytes:
    """Pack a document anew with the same date for all of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(data: bytes) -> tuple[ExchangeCatalog, ...]:
    """Read the table of a Word document. Raises CatalogError if it has no such table or is damaged."""
    document = _open(data)
    notices = [*_tracked(document), *_write_out_notes(document)]
    entries, odd_rows = _read_tables(document)
    if not entries:
        raise CatalogError("has no table with the columns number, source, translation and remark.")
    lines = (read_paragraph(paragraph) for paragraph in document.element.body.iter(f"{_WORD}p"))
    place = next((found for line in lines if (found := _PLACE.search(line))), None)
    return (
        ExchangeCatalog(
            catalog=Catalog(header=tuple(_header(document)), entries=tuple(entries)),
            article=place["article"] if place else "",
            sending=(place["sending"] or "") if place else "",
            lang=place["lang"] if place else "",
            source_lang=place["source"] if place else "",
            notices=(*notices, *odd_rows),
        ),
    )


def _open(data: bytes) -> Any:  # noqa: ANN401
    try:
        from docx import Document  # noqa: PLC0415
    except ImportError as error:
        raise CatalogError(f"is a Word document, which needs python-docx: {install_command('exchange')}") from error
    try:
        document = Document(io.BytesIO(data))
        next(iter(document.element.body))
    except Exception as error:  # python-docx and the libraries below it raise any error
        raise CatalogError("is not a Word document that can be read. Save it again as .docx.") from error
    return document


def _header(document: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    properties = document.core_properties
    if properties.last_modified_by:
        yield "Last-Translator", properties.last_modified_by
        if properties.modified:
            yield "PO-Revision-Date", properties.modified.strftime("%Y-%m-%d %H:%M+0000")


def _read_tables(document: Any) -> tuple[list[Entry], list[str]]:  # noqa: ANN401
    """Return the entries of all tables with numbered rows, and sentences about rows whose cells are others."""
    comments = _read_notes(document, "comment")
    entries: list[Entry] = []
    drafts: list[str] = []
    unread: list[str] = []
    losses: dict[str, list[str]] = {}
    for table in document.element.body.iter(f"{_WORD}tbl"):
        rows = [list(_parts(row, "tc")) for row in _parts(table, "tr")]
        if not any(cells and _read_number(cells[0])[0] for cells in rows):
            continue
        width = mode(map(len, rows))
        for place, cells in enumerate(rows):
            number = _read_number(cells[0])[0] if cells else ""
            if not cells or number == HEADINGS[0] or not (place or number):
                continue
            if len(cells) < min(width, len(HEADINGS)) or len(cells) < _LEAST_CELLS:
                unread += [str(place)] if any(map(read_cell, cells)) else []
                continue
            lost = take_losses(cells[2])
            for what in lost:
                losses.setdefault(what, []).append(str(place))
            entry = _read_row(cells, comments)
            is_rest = bool(entries) and not entry.source and bool(entry.target)
            if is_rest:
                before = entries.pop()
                entry = replace(
                    before, target=f"{before.target} {entry.target}", remarks=before.remarks + entry.remarks
                )
            is_odd = is_rest or len(cells) > width or any(map(_is_merged, cells[1:_LEAST_CELLS]))
            if entry.source:
                is_draft = is_odd or bool(lost & DRAFTS)
                entries.append(replace(entry, fuzzy=bool(entry.target)) if is_draft else entry)
                drafts += [str(place)] if is_odd and entry.target else []
    lost_rows = [f"{what} (rows: {', '.join(rows)})" for what, rows in sorted(losses.items())]
    return entries, [*lost_rows, *_describe_rows(drafts, unread)]


def _describe_rows(drafts: Sequence[str], unread: Sequence[str]) -> Iterator[str]:
    if drafts:
        yield f"has merged or divided cells; the translations there were taken as drafts (rows: {', '.join(drafts)})"
    if unread:
        yield f"has merged cells that cannot be read; divide them as they were sent (rows: {', '.join(unread)})"


def _parts(parent: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{_WORD}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from _parts(child, name)


def _is_merged(cell: Any) -> bool:  # noqa: ANN401
    """Tell whether a cell is one with that of another row."""
    return cell.find(f"{_WORD}tcPr/{_WORD}vMerge") is not None


def _read_number(cell: Any) -> tuple[str, str | None]:  # noqa: ANN401
    """Return the number of a row, or the sign above the numbers, else an empty string; and the context below it."""
    lines = [line for line in read_lines(cell) if line]
    number = lines[0].strip(" .)") if lines else ""
    is_number = number.isdecimal() or number == HEADINGS[0]
    context = lines[1:] if is_number else lines
    return number if is_number else "", context[0] if context else None


def _read_row(cells: Sequence[Any], comments: dict[str, str]) -> Entry:
    """Return the entry of a row; without a source for one in which a translation goes on."""
    target = read_cell(cells[2])
    remarks = [
        line for cell in cells[3:] for line in read_lines(cell) if line and not line.startswith(_COMMENT.strip())
    ]
    marks = (mark.get(f"{_WORD}id", "") for cell in cells for mark in cell.iter(f"{_WORD}commentReference"))
    remarks += [comments[mark] for mark in marks if comments.get(mark)]
    return Entry(
        source=read_cell(cells[1]),
        target=target,
        fuzzy=bool(target) and any(True for _ in _highlights(cells[2])),
        context=_read_number(cells[0])[1],
        remarks=tuple(remarks),
    )


def _highlights(cell: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the marks of colour on the text of a cell that is there."""
    for run in cell.iter(f"{_WORD}r"):
        mark = run.find(f"{_WORD}rPr/{_WORD}highlight")
        is_coloured = mark is not None and mark.get(f"{_WORD}val") not in {None, "none"}
        if is_coloured and run.getparent().tag not in GONE and read_run(run).strip():
            yield mark


def _tracked(document: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield a sentence about the tracked changes that were taken as accepted."""
    changes = [item for item in document.element.body.iter(*GONE, *_NEW) if item.find(f".//{_WORD}r") is not None]
    if changes:
        people = sorted({name for item in changes if (name := item.get(f"{_WORD}author"))})
        by = f" by {', '.join(people)}" if people else ""
        yield f"tracked changes{by} were read as if they were accepted ({len(changes):,})"


def _write_out_notes(document: Any) -> Iterator[str]:  # noqa: ANN401
    """Write the footnotes of Word, which the translator made, into the text as translators' notes, and tell of them."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    count = 0
    for kind in ("footnote", "endnote"):
        notes = _read_notes(document, kind)
        for reference in list(document.element.body.iter(f"{_WORD}{kind}Reference")):
            if text := notes.get(reference.get(f"{_WORD}id", "")):
                written = OxmlElement("w:t")
                written.text = f"^[{text}]"
                reference.getparent().replace(reference, written)
                count += 1
    if count:
        yield f"footnotes made in Word were taken as notes of the translator, ^[…] ({count:,})"


def _read_notes(document: Any, kind: str) -> dict[str, str]:  # noqa: ANN401
    """Return the texts of Word's comments, footnotes or endnotes by their numbers, comments each with their author."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    parts = (item.target_part for item in document.part.rels.values() if item.reltype.endswith(f"/{kind}s"))
    found: dict[str, str] = {}
    for part in parts:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        for note in etree.fromstring(part.blob, parser).iter(f"{_WORD}{kind}"):
            text = " ".join(filter(None, map(read_paragraph, note.iter(f"{_WORD}p"))))
            author = note.get(f"{_WORD}author", "")
            found[note.get(f"{_WORD}id", "")] = f"{author}: {text}" if author and text else text
    return found
