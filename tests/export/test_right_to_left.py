"""Files in languages that run from right to left, opened and inspected: what Word, Writer and readers of books need in
order to turn pages, paragraphs, tables and notes.
"""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from pipeline.export.office import Pandoc, write_office_file
from pipeline.export.pdf import PdfError, render_pdf
from pipeline.languages.messages import Wording
from pipeline.publishing.html import LinkMap
from pipeline.publishing.page import render_page
from pipeline.publishing.pandoc_writer import write_pandoc_json

from .library import PICTURES, document, made, notes_in, notes_of, read_back

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"

PERSIAN = """\
---
title: نمک و دریاچه
author: سارا امینی
date: 2025-03-21
---
# نمک و دریاچه[^t]

دریاچه در سال ۱۳۷۴ پر بود.[^a]

> The lake was full.[^q] It is not now.

نشانی https://example.org/lake/ و دستور `ls a/`.

| نام | متر |
|:--|--:|
| آب | 12 |

```
ls a/
```

[^t]: عنوان.

[^a]: Ann Poe, *Lakes*, 1999, p. 7.

[^q]: به نقل از گزارش.
"""


def members(data: bytes) -> dict[str, ET.Element]:
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".xhtml", ".opf"))]
        return {name: ET.fromstring(package.read(name)) for name in names}  # noqa: S314  made by us


def words(element: ET.Element) -> str:
    return "".join(element.itertext()).strip()


def find_paragraph(root: ET.Element, tag: str, beginning: str) -> ET.Element:
    return next(item for item in root.iter(tag) if words(item).startswith(beginning))


def test_word_turns_pages_paragraphs_tables_and_notes(pandoc: Pandoc) -> None:
    found = members(made(document(PERSIAN, "fa", PERSIAN), "docx", pandoc))
    text, notes = found["word/document.xml"], found["word/footnotes.xml"]
    [page] = text.iter(f"{W}sectPr")
    assert [page.find(f"{W}{name}") is not None for name in ("bidi", "rtlGutter")] == [True, True]
    assert all(table.find(f"{W}bidiVisual") is not None for table in text.iter(f"{W}tblPr"))
    for root in (text, notes):
        for paragraph in root.iter(f"{W}p"):
            is_code = paragraph.find(f"{W}pPr/{W}pStyle[@{W}val='SourceCode']") is not None
            assert (paragraph.find(f"{W}pPr/{W}bidi") is None) == is_code, words(paragraph)
            english = words(paragraph).startswith(("The lake", "Ann Poe"))
            assert (paragraph.find(f"{W}pPr/{W}bidi[@{W}val='0']") is not None) == english, words(paragraph)
        for run in root.iter(f"{W}r"):
            if re.search("[\u0621-\u06cc]", words(run)):
                assert run.find(f"{W}rPr/{W}rtl") is not None, words(run)
            elif re.search("[A-Za-z]", words(run)):
                assert run.find(f"{W}rPr/{W}rtl") is None, words(run)
    assert {item.get(f"{W}bidi") for item in found["word/styles.xml"].iter(f"{W}lang")} == {"fa-IR"}


def test_writer_turns_pages_and_leaves_english_paragraphs_alone(pandoc: Pandoc) -> None:
    found = members(made(document(PERSIAN, "fa", PERSIAN), "odt", pandoc))
    pages = found["styles.xml"].iter(f"{STYLE}page-layout-properties")
    assert {page.get(f"{STYLE}writing-mode") for page in pages} == {"rl-tb"}
    [usual] = found["styles.xml"].findall(f".//{STYLE}default-style[@{STYLE}family='paragraph']")
    assert [about.get(f"{FO}text-align") for about in usual.iter(f"{STYLE}paragraph-properties")] == ["right"]
    text = found["content.xml"]
    sides = {about.get(f"{FO}text-align") for about in text.iter(f"{STYLE}paragraph-properties")}
    assert not sides & {"start", "end"}
    styles = {
        style.get(f"{STYLE}name"): {item.get(f"{STYLE}writing-mode") for item in style}
        for style in text.iter(f"{STYLE}style")
    }
    quotation = find_paragraph(text, f"{TEXT}p", "The lake")
    assert styles[quotation.get(f"{TEXT}style-name")] == {"lr-tb"}
    note = find_paragraph(text, f"{TEXT}p", "Ann Poe")
    assert styles[note.get(f"{TEXT}style-name")] == {"lr-tb"}
    persian = find_paragraph(text, f"{TEXT}p", "دریاچه")
    assert "lr-tb" not in styles.get(persian.get(f"{TEXT}style-name"), set())


def test_a_book_is_leafed_through_from_right_to_left(pandoc: Pandoc) -> None:
    found = members(made(document(PERSIAN, "fa", PERSIAN), "epub", pandoc))
    package = found["EPUB/content.opf"]
    [spine] = package.iter("{http://www.idpf.org/2007/opf}spine")
    assert spine.get("page-progression-direction") == "rtl"
    pages = {name: root for name, root in found.items() if name.endswith(".xhtml")}
    assert len(pages) == 3
    for name, root in pages.items():
        assert (root.get("lang"), root.get(f"{XML}lang"), root.get("dir")) == ("fa-IR", "fa-IR", "rtl"), name
    text = pages["EPUB/text/ch001.xhtml"]
    turned = {words(item): item.get("dir") for item in text.iter() if item.get("dir") and item is not text}
    assert turned["https://example.org/lake/"] == turned["ls a/"] == turned["Ann Poe, Lakes, 1999, p. 7."] == "ltr"


def test_every_note_is_there_once_whatever_runs_where(pandoc: Pandoc, tmp_path: Path) -> None:
    edition = document(PERSIAN, "fa", PERSIAN)
    for form in ("docx", "odt"):
        tree = read_back(made(edition, form, pandoc), form, pandoc, tmp_path)
        assert sorted(notes_in(tree)) == sorted(notes_of(edition))


@pytest.mark.parametrize("lang", ["hy", "en", "ru", "ka", "zh-Hans"])
def test_files_from_left_to_right_have_nothing_of_it(pandoc: Pandoc, lang: str) -> None:
    for form in ("docx", "odt", "epub"):
        data = made(document("# A\n\nB.[^1]\n\n| c | d |\n|--|--|\n| e | f |\n\n[^1]: G.\n", lang), form, pandoc)
        with ZipFile(BytesIO(data)) as package:
            text = b"".join(map(package.read, package.namelist()))
        for sign in (b"<w:bidi ", b"<w:rtl ", b"bidiVisual", b"rl-tb", b'dir="rtl"', b'dir="ltr"', b"page-progression"):
            assert text.find(sign) == -1, (form, sign)


@pytest.mark.parametrize(
    ("lang", "attribute", "font"),
    [("hi", "bidi", "Nirmala UI"), ("zh-Hans", "eastAsia", "SimSun"), ("ka-GE", "val", "Sylfaen")],
)
def test_word_is_told_the_language_and_a_font_of_its_script(
    pandoc: Pandoc, lang: str, attribute: str, font: str
) -> None:
    styles = members(made(document("# A\n\nB.\n", lang.partition("-GE")[0]), "docx", pandoc))["word/styles.xml"]
    assert {item.get(f"{W}{attribute}") for item in styles.iter(f"{W}lang")} == {lang}
    assert font in {item.get(f"{W}cs") for item in styles.iter(f"{W}rFonts")}


def test_words_of_ours_in_english_say_so_in_a_file(pandoc: Pandoc) -> None:
    """No page words are known in Welsh, nor in Arabic, which runs the other way."""
    for lang, about in (("cy", 'lang="en"'), ("ar", 'lang="en" dir="ltr"')):
        edition = document("---\ntranslator: A\n---\n# B\n\nC.\n", lang, "# B\n\nC.\n")
        ast = write_pandoc_json(edition, Wording(lang=lang), LinkMap(), pandoc.version)
        data = write_office_file(ast, "epub", pandoc=pandoc, resources=PICTURES)
        with ZipFile(BytesIO(data)) as package:
            page = package.read("EPUB/text/title_page.xhtml").decode()
        assert re.search(rf"<span[^>]*{about}[^>]*>Translated", page), page


def test_a_persian_book_is_valid(pandoc: Pandoc, tmp_path: Path) -> None:
    program, java = shutil.which("epubcheck"), shutil.which("java")
    if not program or not java:
        pytest.skip("epubcheck and java are not installed")
    file = tmp_path / "book.epub"
    file.write_bytes(made(document(PERSIAN, "fa", PERSIAN), "epub", pandoc))
    is_archive = Path(program).read_bytes()[:2] == b"PK"
    start = [java, "-jar", program] if is_archive else [program]
    done = subprocess.run([*start, file], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr


@pytest.mark.thorough
def test_a_persian_pdf_has_its_text_at_the_right_and_its_notes_at_the_foot() -> None:
    edition = document(PERSIAN, "fa", PERSIAN)
    try:
        data = render_pdf(render_page(edition, Wording(lang="fa")), base=PICTURES)
    except PdfError as error:
        pytest.skip(str(error))
    [page] = PdfReader(BytesIO(data)).pages
    found: list[tuple[str, float, float]] = []  # texts, and their places from the left and from the top

    def add(text: str, _page: object, line: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((text.strip(), line[4], line[5]))

    page.extract_text(visitor_text=add)
    [(_, left, quotation)] = [each for each in found if each[0].startswith("The lake")]
    foot = min(top for text, _, top in found if "Ann Poe" in text) - 30
    [persian] = [each for each in found if each[0].startswith("دریاچه در")]
    markers = [x for text, x, top in found if text in {"۱", "۲", "۳"} and top > foot]
    assert foot > quotation
    assert len(markers) == 3
    assert left < persian[1] < min(markers), "text at the right, its notes' markers outside it, a quotation at the left"
