"""A Word table: written for people, read back with tracked changes accepted."""

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog, docx_table, docx_text
from pipeline.model import Catalog, Entry

docx = pytest.importorskip("docx")

ENTRIES = (
    Entry(
        source="Lake  Sevan rose.{fn1}",
        target="Севан\u00a0поднялся.{fn1}",
        comments=("{fn1}: A note", "paragraph"),
        remarks=("Сколько?",),
    ),
    Entry(source="Two metres.", target="Три метра.", fuzzy=True),
    Entry(source="May", context="month"),
    Entry(source="Ջուրը {keep1} էր։"),
)
SENT = ExchangeCatalog(
    catalog=Catalog(entries=ENTRIES), article="articles/the lake.md", sending="ru-anna-1", lang="ru", source_lang="en"
)


def edited(change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_table.write([SENT]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return out.getvalue()


def test_what_is_written_is_read_back() -> None:
    data = docx_table.write([SENT])
    [found] = docx_table.read(data)
    seen = [(item.source, item.target, item.fuzzy, item.context, item.remarks) for item in found.catalog.entries]
    assert seen == [(item.source, item.target, item.fuzzy, item.context, item.remarks) for item in ENTRIES]
    assert (found.article, found.sending, found.lang, found.source_lang) == (
        "articles/the lake.md",
        "ru-anna-1",
        "ru",
        "en",
    )
    assert docx_table.write([SENT]) == data


def test_a_translation_that_is_no_longer_yellow_is_confirmed() -> None:
    [found] = docx_table.read(edited(lambda text: text.replace('<w:highlight w:val="yellow"/>', "")))
    assert found.catalog.entries[1].is_translated


def test_tracked_changes_are_accepted_and_told() -> None:
    def change(text: str) -> str:
        inserted = '<w:ins w:id="1" w:author="Anna"><w:r><w:t>Два</w:t></w:r></w:ins>'
        deleted = '<w:del w:id="2" w:author="Anna"><w:r><w:delText>Три</w:delText></w:r></w:del>'
        moved = '<w:moveFrom w:id="3" w:author="Boris"><w:r><w:t>нет</w:t></w:r></w:moveFrom>'
        run = text.rindex("<w:r>", 0, text.index("Три метра."))
        end = text.index("</w:r>", run) + len("</w:r>")
        kept = "<w:r><w:t xml:space='preserve'> метра.</w:t></w:r>"
        return text[:run] + inserted + deleted + moved + kept + text[end:]

    [found] = docx_table.read(edited(change))
    assert (found.catalog.entries[1].target, found.catalog.entries[1].fuzzy) == ("Два метра.", False)
    assert found.notices == ("tracked changes by Anna, Boris were read as if they were accepted (3)",)


def test_a_document_made_by_hand_is_read_by_its_columns() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=4)
    for row, words in zip(
        table.rows, (("№", "s", "t", "r"), ("1", "Water.", "Вода.", ""), ("", "", "", "")), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    [found] = docx_table.read(out.getvalue())
    assert [(item.source, item.target) for item in found.catalog.entries] == [("Water.", "Вода.")]
    assert (found.article, found.lang) == ("", "")


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", edited(lambda _: "<a/>"), edited(lambda text: text[:900])])
def test_other_documents_are_refused(data: bytes) -> None:
    with pytest.raises(CatalogError):
        docx_table.read(data)


def test_headings_and_spelling_are_in_the_languages_of_the_columns() -> None:
    document = docx.Document(io.BytesIO(docx_table.write([SENT])))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["№", "Оригинал", "Перевод", "Замечание"]
    langs = [set(cell._tc.xpath(".//w:lang/@w:val")) for cell in table.rows[1].cells]  # noqa: SLF001
    assert langs == [set(), {"en"}, {"ru"}, set()]


Docx = Any
"""A value of python-docx, which has no types."""


def altered(change: Callable[[Docx], object]) -> ExchangeCatalog:
    """Return what is read of the table after a person changed the document; all texts are translated."""
    entries = tuple(Entry(source=f"Text {word}.", target=f"Текст {word}.") for word in ("one", "two", "three"))
    sent = replace(SENT, catalog=Catalog(entries=entries))
    document = docx.Document(io.BytesIO(docx_table.write([sent])))
    change(document)
    out = io.BytesIO()
    document.save(out)
    [found] = docx_table.read(out.getvalue())
    return found


def cell(document: Docx, row: int, column: int) -> Docx:
    return document.tables[0].cell(row, column)


def word(name: str) -> str:
    """Return the full name of an element of Word."""
    full: str = docx.oxml.ns.qn(f"w:{name}")
    return full


def row_elements(document: Docx) -> list[Any]:
    return list(document.element.body.iter(word("tr")))


def texts(found: ExchangeCatalog) -> list[tuple[str, str, bool]]:
    return [(item.source, item.target, item.fuzzy) for item in found.catalog.entries]


ONE, TWO, THREE = [(f"Text {word}.", f"Текст {word}.", False) for word in ("one", "two", "three")]
_DRAFT = "has merged or divided cells; the translations there were taken as drafts (rows: 2)"


def test_the_translation_of_merged_rows_is_a_draft_and_told() -> None:
    found = altered(lambda document: cell(document, 2, 2).merge(cell(document, 3, 2)))
    assert texts(found) == [ONE, (TWO[0], f"{TWO[1]} {THREE[1]}", True), (THREE[0], "", False)]
    assert found.notices == (_DRAFT,)


@pytest.mark.parametrize("columns", [(1, 2), (2, 3)])
def test_a_row_whose_columns_are_merged_is_left_out_and_told(columns: tuple[int, int]) -> None:
    first, second = columns
    found = altered(lambda document: cell(document, 2, first).merge(cell(document, 2, second)))
    assert texts(found) == [ONE, THREE]
    assert found.notices == ("has merged cells that cannot be read; divide them as they were sent (rows: 2)",)


def test_headings_whose_cells_are_merged_do_no_harm() -> None:
    found = altered(lambda document: cell(document, 0, 1).merge(cell(document, 0, 2)))
    assert (texts(found), found.notices) == ([ONE, TWO, THREE], ())


def test_a_translation_that_goes_on_in_a_row_without_a_number_is_a_draft_and_told() -> None:
    def change(document: Docx) -> None:
        row = row_elements(document)[1]
        below = copy.deepcopy(row)
        row.addnext(below)
        for part, text in zip(below.iter(word("tc")), ("", "", "goes on.", ""), strict=True):
            for node in part.iter(word("t")):
                node.text = text

    found = altered(change)
    assert texts(found) == [(ONE[0], f"{ONE[1]} goes on.", True), TWO, THREE]
    assert found.notices == (_DRAFT,)


@pytest.mark.parametrize("number", ["", "2.", "2)"])
def test_a_row_is_known_by_its_source_whatever_became_of_its_number(number: str) -> None:
    def change(document: Docx) -> None:
        cell(document, 2, 0).text = number

    assert texts(altered(change)) == [ONE, TWO, THREE]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    def change(document: Docx) -> None:
        rows = row_elements(document)
        for part in (rows[1], list(rows[2].iter(word("tc")))[2]):
            control = docx.oxml.OxmlElement("w:sdt")
            content = docx.oxml.OxmlElement("w:sdtContent")
            part.addprevious(control)
            control.append(content)
            content.append(part)

    assert texts(altered(change)) == [ONE, TWO, THREE]


def test_a_footnote_made_in_word_is_a_note_of_the_translator_and_told() -> None:
    space, kind = docx.oxml.ns.nsmap["w"], docx.opc.constants.RELATIONSHIP_TYPE.FOOTNOTES
    words = f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/>'
    words += "<w:t>О реке.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    name = docx.opc.packuri.PackURI("/word/footnotes.xml")

    def change(document: Docx) -> None:
        *_, run = list(row_elements(document)[2].iter(word("tc")))[2].iter(word("r"))
        reference = docx.oxml.OxmlElement("w:footnoteReference")
        reference.set(word("id"), "2")
        run.append(reference)
        notes = docx.opc.part.Part(name, "application/xml", words.encode(), document.part.package)
        document.part.relate_to(notes, kind)

    found = altered(change)
    assert texts(found)[1] == (TWO[0], f"{TWO[1]}^[О реке.]", False)
    assert found.notices == ("footnotes made in Word were taken as notes of the translator, ^[…] (1)",)


def with_runs(runs: str) -> bytes:
    """The document with other runs in place of its second translation."""

    def change(text: str) -> str:
        run = text.rindex("<w:r>", 0, text.index("Три метра."))
        end = text.index("</w:r>", run) + len("</w:r>")
        return text[:run] + runs + text[end:]

    return edited(change)


@pytest.mark.parametrize(
    ("more", "target", "said"),
    [
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t> Или два.</w:t></w:r>", "Три метра.", docx_text.STRUCK),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t> Скрыто.</w:t></w:r>", "Три метра.", docx_text.HIDDEN),
        ("<w:r><w:rPr><w:b/></w:rPr><w:t> Ровно!</w:t></w:r>", "Три метра. Ровно!", docx_text.TYPE),
        ('<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>', "Три метра.2", docx_text.TYPE),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "Три метра.", docx_text.SYMBOLS),
        ('<w:r><w:sym w:font="Symbol" w:char="D800"/></w:r>', "Три метра.", docx_text.SYMBOLS),
        ('<w:r><w:sym w:font="Symbol" w:char="FFFFFFFF"/></w:r>', "Три метра.", docx_text.SYMBOLS),
    ],
)
def test_what_a_catalog_cannot_hold_is_told(more: str, target: str, said: str) -> None:
    [found] = docx_table.read(with_runs(f"<w:r><w:t>Три метра.</w:t></w:r>{more}"))
    assert (found.catalog.entries[1].target, found.catalog.entries[1].fuzzy) == (target, said in docx_text.DRAFTS)
    assert found.notices == (f"{said} (rows: 2)",)


def test_type_that_is_marked_and_characters_of_fonts_are_read_in_silence() -> None:
    runs = "<w:r><w:t>Три **</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>метра</w:t></w:r><w:r><w:t>**</w:t></w:r>"
    [found] = docx_table.read(with_runs(runs + '<w:r><w:sym w:font="Symbol" w:char="2265"/></w:r>'))
    assert (found.catalog.entries[1].target, found.notices) == ("Три **метра**≥", ())


def test_the_words_of_a_text_box_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>В рамке.</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<w:r><mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    [found] = docx_table.read(with_runs(f"<w:r><w:t>Три метра.</w:t></w:r>{both}</mc:AlternateContent></w:r>"))
    assert found.catalog.entries[1].target == "Три метра. В рамке."
