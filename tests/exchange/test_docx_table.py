"""A Word table: written for people, read back with tracked changes accepted."""

import io
import zipfile
from collections.abc import Callable

import pytest

from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog, docx_table
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
