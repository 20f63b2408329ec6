"""Word and ODT documents, made by python-docx and by pandoc, read by pandoc: notes, changes, tables, pictures."""

import base64
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from importer_texts import definitions, references, unaccounted

from pipeline.importers import ImportedArticle, office
from pipeline.pandoc import find_pandoc

docx = pytest.importorskip("docx")

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

SOURCE = """\
# Առաջին մաս

Լիճը կորցրեց ջրի մեկ երրորդը[^a]։ Եվ ոչ ոք չկանգնեցրեց[^b], որովհետև 10 կմ^2^ էր։

[^a]: Առաջին ծանոթագրությունը։

    Երկրորդ պարբերությունը։

[^b]: Երկրորդը՝ https://example.org/a_b_c

## Ենթամաս

> Մեջբերում *շեղ* և **թավ**։

1. Մեկ
2. Երկու
   - ներս

| Տարի | Մակարդակ |
|------|----------|
| 1949 | 1915     |
"""


def made_by_pandoc(form: str, *options: str) -> bytes:
    done = subprocess.run(
        [find_pandoc(), "-f", "markdown", "-t", form, "-o", "-", *options],
        input=SOURCE.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout


def made(build: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    build(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The document with some of its parts replaced, or added."""
    source = zipfile.ZipFile(io.BytesIO(data))
    contents = {name: source.read(name) for name in source.namelist()}
    for name, part in parts.items():
        contents[name] = part if isinstance(part, bytes) else part(contents[name])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def read(data: bytes, name: str = "paper.docx") -> ImportedArticle:
    return office.read(data, name)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_whole_document(form: str) -> None:
    imported = read(made_by_pandoc(form, "-M", "title=Լիճը", "-M", "author=Անի Պետրոսյան"), f"paper.{form}")
    assert (imported.title, imported.author, imported.lang) == ("Լիճը", "Անի Պետրոսյան", "hy")
    assert re.findall(r"^#+ .*$", imported.body, re.MULTILINE) == ["# Լիճը", "## Առաջին մաս", "### Ենթամաս"]
    assert references(imported.body) == ["1", "2"]
    assert definitions(imported.body) == {
        "1": "Առաջին ծանոթագրությունը։",
        "2": "Երկրորդը՝ https://example.org/a_b_c",
    }
    assert "\n    Երկրորդ պարբերությունը։" in imported.body
    assert "> Մեջբերում *շեղ* և **թավ**։" in imported.body
    assert "- ներս" in imported.body
    assert re.search(r"\| 1949 +\| 1915 +\|", imported.body)
    assert "10 կմ<sup>2</sup> էր" in imported.body
    assert not unaccounted(re.sub(r"\[\^\w\]:?|\^", "", SOURCE), imported)
    assert not imported.remarks


def endnote(number: int, text: str) -> str:
    return f'<w:endnote w:id="{number}"><w:p><w:r><w:endnoteRef/></w:r><w:r><w:t> {text}</w:t></w:r></w:p></w:endnote>'


def with_endnotes(data: bytes) -> bytes:
    """The document with two endnotes, to which `@1` and `@2` in its text refer."""

    def refer(document: bytes) -> bytes:
        text = document.decode()
        for number in (1, 2):
            mark = f'</w:t></w:r><w:r><w:endnoteReference w:id="{number}"/></w:r><w:r><w:t xml:space="preserve">'
            text = text.replace(f"@{number}", mark)
        return text.encode()

    def relate(document: bytes) -> bytes:
        relation = (
            b'<Relationship Id="rIdE" Target="endnotes.xml" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"/></Relationships>'
        )
        return document.replace(b"</Relationships>", relation)

    notes = f"<w:endnotes {W}>{endnote(1, 'The first endnote.')}{endnote(2, 'The second.')}</w:endnotes>"
    parts: dict[str, bytes | Callable[[bytes], bytes]] = {
        "word/document.xml": refer,
        "word/_rels/document.xml.rels": relate,
        "word/endnotes.xml": notes.encode(),
    }
    return changed(data, parts)


def test_endnotes() -> None:
    data = with_endnotes(
        made(lambda document: document.add_paragraph("One sentence.@1 And another@2 one follows here."))
    )
    imported = read(data)
    assert "One sentence.[^1] And another[^2] one" in imported.body
    assert definitions(imported.body) == {"1": "The first endnote.", "2": "The second."}


def test_tracked_changes_are_accepted_and_told() -> None:
    def track(document: bytes) -> bytes:
        inserted = f'<w:ins {W} w:id="1" w:author="A"><w:r><w:t xml:space="preserve"> new words</w:t></w:r></w:ins>'
        deleted = f'<w:del {W} w:id="2" w:author="A"><w:r><w:delText>old words</w:delText></w:r></w:del>'
        return document.replace(b"</w:p>", (inserted + deleted + "</w:p>").encode(), 1)

    data = changed(made(lambda document: document.add_paragraph("A sentence with")), {"word/document.xml": track})
    imported = read(data)
    assert "A sentence with new words" in imported.body
    assert "old words" not in imported.body
    assert imported.remarks == ("tracked changes were accepted (insertions: 1, deletions: 1)",)
    assert [(item.what, item.text) for item in imported.removed] == [
        ("deleted in the tracked changes", "old words"),
        ("name of a reviewer", "A"),
    ]


def test_comments_headers_and_footers_are_listed() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Title", 0)
        paragraph = document.add_paragraph("The text of the article.")
        document.add_comment(paragraph.runs, text="Is that so?", author="Editor")
        document.sections[0].header.paragraphs[0].text = "Draft"
        document.sections[0].footer.paragraphs[0].text = "Page"

    imported = read(made(build))
    assert imported.body == "# Title\n\nThe text of the article.\n"
    assert sorted((item.what, item.text) for item in imported.removed) == [
        ("comment", "Is that so?"),
        ("footer of the pages", "Page"),
        ("header of the pages", "Draft"),
        ("name of a reviewer", "Editor"),
    ]


def test_tables_with_paragraphs_and_wide_cells_stay_tables() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_paragraph("Before the table there is a sentence.")
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Tall"
        table.cell(1, 1).text = "One"
        table.cell(1, 1).add_paragraph("Two | three")
        table.cell(2, 2).text = "Last"

    imported = read(made(build))
    rows = [re.sub(r" +", " ", line) for line in imported.body.splitlines() if line.startswith("|")]
    assert rows[0] == "| Wide | | |"
    assert rows[2:] == [r"| Tall | One<br>Two \| three | |", "| | | Last |"]
    assert not imported.remarks


def test_pictures_are_taken_out() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_paragraph("A text with a picture in it.")
        document.add_picture(io.BytesIO(ONE_PIXEL))

    imported = read(made(build))
    assert [(picture.name, picture.data) for picture in imported.pictures] == [("image1.png", ONE_PIXEL)]
    assert "![](image1.png)" in imported.body


def test_title_and_author_by_first_lines_and_properties() -> None:
    def lines(document: Any) -> None:  # noqa: ANN401
        for text in (
            "The Lake That Came Back",
            "by Ani Petrosyan",
            "14 July 2025",
            "The lake lost a third of its water.",
        ):
            document.add_paragraph(text)

    imported = read(made(lines))
    assert (imported.title, imported.author, imported.date) == (
        "The Lake That Came Back",
        "Ani Petrosyan",
        "2025-07-14",
    )
    assert imported.body == "# The Lake That Came Back\n\nThe lake lost a third of its water.\n"

    def properties(document: Any) -> None:  # noqa: ANN401
        document.core_properties.title = "A title of its own"
        document.core_properties.author = "Ada Stone"
        document.add_paragraph("The lake lost a third of its water.")

    imported = read(made(properties))
    assert (imported.title, imported.author) == ("A title of its own", "Ada Stone")
    assert len([guess for guess in imported.guesses if "properties" in guess]) == 2


def test_bold_lines_are_headings_where_no_style_says() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Title", 0)
        document.add_paragraph().add_run("What was done").bold = True
        document.add_paragraph("Three tunnels were built.")

    assert "\n## What was done\n" in read(made(build)).body


def test_typed_notes_are_paired_too() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Title", 0)
        for text in ("One sentence.[1]Another one.[2]", "Notes", "[1] The first.", "[2] The second."):
            document.add_paragraph(text)

    imported = read(made(build))
    assert "sentence.[^1] Another one.[^2]" in imported.body
    assert definitions(imported.body) == {"1": "The first.", "2": "The second."}
    assert imported.spaced == ("1",)


def test_text_in_a_box_is_not_lost_silently() -> None:
    box = (
        f'<w:r {W}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>'
        "Boxed words</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    data = made(lambda document: document.add_paragraph("The text of the article."))
    imported = read(changed(data, {"word/document.xml": lambda text: text.replace(b"</w:p>", box.encode(), 1)}))
    assert "Boxed words" in imported.body or any("boxed words" in item.text for item in imported.removed)


def test_changes_and_comments_in_odt() -> None:
    def track(content: bytes) -> bytes:
        text = content.decode()
        region = (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info/>'
            "<text:p>gone words</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        )
        text = text.replace("<office:text>", f"<office:text>{region}", 1)
        comment = "<office:annotation><text:p>Is that so?</text:p></office:annotation>"
        return text.replace("</text:h>", f"{comment}</text:h>", 1).encode()

    imported = read(changed(made_by_pandoc("odt"), {"content.xml": track}), "paper.odt")
    assert sorted((item.what, item.text) for item in imported.removed) == [
        ("comment", "Is that so?"),
        ("deleted in the tracked changes", "gone words"),
    ]
    assert "gone words" not in imported.body
    assert "Is that so" not in imported.body
    assert imported.remarks == ("tracked changes were accepted (insertions: 0, deletions: 1)",)


@pytest.mark.parametrize("name", ["Normal.dot", "Letter of the board.dotx", "9780131103627.pdf", "chapter-3.INDD"])
def test_the_name_of_a_file_or_template_is_no_title(name: str) -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.core_properties.title = name
        document.add_paragraph("The lake lost a third of its water, and nobody stopped the pumps for forty years.")

    assert office.read(made(build), "report.docx").title == ""
