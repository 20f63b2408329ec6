"""Word, OpenDocument and EPUB files, read back by pandoc: every note of every edition is there once."""

import json
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from pipeline import pandoc as pandoc_program
from pipeline.export import office
from pipeline.export.office import OfficeError, OfficeLook, Pandoc, require_pandoc, write_office_file
from pipeline.export.pandoc_tree import find_elements
from pipeline.export.styles import style_reference
from pipeline.installation import install_command
from pipeline.publishing.page_style import PageStyle, StyleFile

from .library import (
    PICTURES,
    Edition,
    ast_of,
    document,
    files,
    made,
    named,
    note_targets_in,
    note_targets_of,
    notes_in,
    notes_in_package,
    notes_of,
    read_back,
    targets_in,
    tree_of,
    xml,
)

FORMS = ("docx", "odt", "epub")

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)

MANY_KINDS = """\
---
title: Notes everywhere
subtitle: Of all kinds
author: Ani Abgaryan
translator: Ben Baker
date: 2025-07-28
---
# Notes everywhere[^title]

First[^twice], again[^twice], and in a <a href="https://example.org/a">link[^link]</a>.

## A heading[^heading] and[^twice]

| Head[^head] | Right |
| --- | ---: |
| Cell[^cell] | 1 |

- An item[^item]

> A quotation[^long]

See [above](#notes-everywhere) and [the heading](#a-heading-and), not [nowhere](#nowhere).

[^title]: The title's own.
[^twice]: Twice.
[^link]: In a [link](https://example.org/link).
[^heading]: In a heading.
[^head]: In a table's head.
[^cell]: In a cell.
[^item]: In an item.
[^long]: One paragraph.

    Another one, see[^inner] and[^cell].

    - with a list
[^inner]: Only another note refers to this.
[^nobody]: Nothing refers to this.
"""

IN_TEXT = [
    "Thetitle'sown.",
    "Twice.",
    "Inalink.",
    "Inaheading.",
    "Inatable'shead.",
    "Inacell.",
    "Inanitem.",
    "Oneparagraph.Anotherone,see9and6.withalist",
]
LISTED = ["Onlyanothernotereferstothis.", "Nothingreferstothis."]
TEXT_FILE = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}

SORRY = "<a href='javascript:alert(1)' onclick='alert(2)'>raw words</a>"
HOSTILE = f"""\
# Safe <script>alert(3)</script>

[words](javascript:alert(4)) <javascript:alert(5)> {SORRY} ![picture](javascript:alert(6)) ![far](https://example.org/x.png)
![passwords](../../../../../../etc/passwd) ![gone](images/no-such.png)

<script>
alert(7)
</script>

<div onclick="alert(8)">block <b>words</b></div>

<iframe src="https://example.org/frame">frame</iframe>
"""


def body_of(data: bytes, form: str) -> ET.Element:
    """The text of a package, without what stands in other files of it."""
    return ET.fromstring(files(data)[TEXT_FILE[form]])  # noqa: S314  made by us


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_every_note_of_every_edition_is_there_once(
    editions: list[Edition], pandoc: Pandoc, tmp_path: Path, form: str
) -> None:
    for edition in editions:
        found = read_back(made(edition.document, form, pandoc), form, pandoc, tmp_path)
        assert sorted(notes_in(found)) == sorted(notes_of(edition.document)), (edition.slug, edition.lang)
        assert note_targets_in(found) == note_targets_of(edition.document), (edition.slug, edition.lang)


def test_every_note_of_every_edition_is_in_its_book_once(
    editions: list[Edition], pandoc: Pandoc, tmp_path: Path
) -> None:
    for edition in editions:
        book = made(edition.document, "epub", pandoc)
        assert sorted(notes_in_package(book, "epub")) == sorted(notes_of(edition.document)), (
            edition.slug,
            edition.lang,
        )
        expected = sorted(address for targets in note_targets_of(edition.document) for address in targets)
        found = targets_in(read_back(book, "epub", pandoc, tmp_path))
        assert [address for address in sorted(found) if address in expected] == expected


def test_the_notes_of_the_seed_article_lead_to_the_same_places_in_all_editions(
    seed: list[Edition], pandoc: Pandoc, tmp_path: Path
) -> None:
    targets = [
        note_targets_in(read_back(made(edition.document, "docx", pandoc), "docx", pandoc, tmp_path)) for edition in seed
    ]
    assert targets[0] == targets[1] == targets[2]
    assert len(targets[0]) == 24


@pytest.mark.parametrize("form", FORMS)
def test_notes_of_all_kinds_are_there_once(pandoc: Pandoc, tmp_path: Path, form: str) -> None:
    data = made(document(MANY_KINDS), form, pandoc)
    tree = read_back(data, form, pandoc, tmp_path)
    assert (notes_in(tree) if form == "docx" else notes_in_package(data, form)) == IN_TEXT
    text = "".join("".join(body_of(data, form).itertext()).split())
    for words in LISTED:
        assert text.count(words) == 1
    assert set(targets_in(tree)) == {"https://example.org/a", "https://example.org/link"}


@pytest.mark.parametrize("form", FORMS)
def test_another_reference_leads_to_the_first_one(pandoc: Pandoc, form: str) -> None:
    text = xml(made(document(MANY_KINDS), form, pandoc), TEXT_FILE[form], "word/footnotes.xml")
    for anchor, references in (("fnref-twice", 2), ("fnref-cell", 1), ("fn-inner", 1)):
        place = rf'(?:bookmark(?:Start [^>]*w|-start text):name="|bookmark text:name="|id="){anchor}"'
        if form == "docx" and anchor.startswith("fnref"):
            continue  # fields of Word, which test_word_files.py looks at
        assert len(re.findall(rf'(?:w:anchor="|href="(?:ch001\.xhtml)?#){anchor}"', text)) == references
        assert len(re.findall(place, text)) == 1


def test_a_note_in_the_title_is_in_the_text_of_a_book_once(pandoc: Pandoc) -> None:
    pages = xml(made(document(MANY_KINDS), "epub", pandoc))
    assert pages.count("The title’s own.") + pages.count("The title's own.") == 1


def test_word_knows_the_language_of_the_edition(editions: list[Edition], pandoc: Pandoc) -> None:
    for edition, lang in zip(named(editions, "urbatagirk"), ("hy-AM", "en-GB", "ru-RU"), strict=True):
        styles = xml(made(edition.document, "docx", pandoc), "word/styles.xml")
        assert re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles) == [lang]


def test_writer_and_book_readers_know_the_language_of_the_edition(editions: list[Edition], pandoc: Pandoc) -> None:
    edition = named(editions, "urbatagirk")[0]
    styles = xml(made(edition.document, "odt", pandoc), "styles.xml")
    assert {'fo:country="AM"', 'fo:language="hy"'} <= set(re.findall(r"fo:(?:language|country)=\"\w+\"", styles))
    assert 'language="en"' not in styles
    assert ">hy-AM</dc:language>" in xml(made(edition.document, "epub", pandoc), "EPUB/content.opf")


def test_word_headings_are_black_and_in_a_type_that_has_armenian(editions: list[Edition], pandoc: Pandoc) -> None:
    styles = xml(made(named(editions, "urbatagirk")[0].document, "docx", pandoc), "word/styles.xml")
    headings = "".join(re.findall(r'<w:style [^>]*w:styleId="Heading\d".*?</w:style>', styles, re.DOTALL))
    assert set(re.findall(r'<w:color [^>]*w:val="(\w+)"', headings)) == {"1D1C1A"}
    assert set(re.findall(r'w:ascii="([^"]+)"', styles)) <= {"Sylfaen", "Courier New"}
    assert "Theme" not in "".join(re.findall(r"<w:rFonts[^>]*>", styles))


def test_a_publisher_may_have_a_reference_document_of_its_own(pandoc: Pandoc, tmp_path: Path) -> None:
    edition = tree_of("# Title\n\nText\n", version=pandoc.version)
    own = tmp_path / "own.docx"
    text = style_reference(office._default_reference(pandoc.path, "docx"), "docx", "en-GB")  # noqa: SLF001
    own.write_bytes(text)
    changed = write_office_file(json.dumps(edition), "docx", pandoc=pandoc, resources=PICTURES, look=OfficeLook(own))
    assert changed == write_office_file(json.dumps(edition), "docx", pandoc=pandoc, resources=PICTURES)


def test_a_book_says_who_wrote_and_who_translated_it(pandoc: Pandoc) -> None:
    source = MANY_KINDS.replace("Ben Baker", "")
    edition = document(MANY_KINDS, "ru", source)
    package = xml(made(edition, "epub", pandoc), "EPUB/content.opf")
    assert re.search(r"<dc:creator[^>]*>Ani Abgaryan<", package)
    contributor = re.search(r'<dc:contributor id="([^"]+)">Ben Baker<', package)
    assert contributor
    assert re.search(rf'refines="#{contributor[1]}" property="role"[^>]*>trl<', package)
    assert ">2025-07-28<" in package
    title_page = xml(made(edition, "epub", pandoc), "EPUB/text/title_page.xhtml")
    assert "Ben Baker" in title_page
    assert "28 июля 2025" in title_page


def test_a_book_keeps_its_identifier_when_its_title_changes(pandoc: Pandoc) -> None:
    found = set()
    for title in ("One", "Another"):
        ast = json.dumps(tree_of(f"# {title}\n\nText\n", version=pandoc.version))
        data = write_office_file(ast, "epub", pandoc=pandoc, resources=PICTURES, name="articles/one.md")
        found.update(re.findall(r"urn:uuid:[\w-]+", xml(data, "EPUB/content.opf")))
    assert len(found) == 1


@pytest.mark.parametrize("form", FORMS)
def test_what_could_do_harm_never_comes_through(pandoc: Pandoc, tmp_path: Path, form: str) -> None:
    tree = tree_of(HOSTILE, version=pandoc.version)
    data = write_office_file(json.dumps(tree), form, pandoc=pandoc, resources=tmp_path)
    everything = xml(data)
    for bad in (
        'ref="javascript',
        'Target="javascript',
        "onclick",
        "<script",
        "<iframe",
        "alert(7)",
        "alert(8)",
        "root:",
    ):
        assert bad not in everything
    for word in ("words", "raw words", "picture", "block", "gone", "passwords", "far"):
        assert word in everything
    assert not [name for name in files(data) if "media" in name or "Pictures" in name]


@pytest.mark.parametrize("form", FORMS)
def test_pictures_are_taken_from_the_folder_only(pandoc: Pandoc, tmp_path: Path, form: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "my picture.png").write_bytes(PICTURE)
    (tmp_path / "outside.png").write_bytes(PICTURE + b"outside")
    (inside / "sly.png").symlink_to(tmp_path / "outside.png")
    text = "# T\n\n![a](my%20picture.png) ![b](../outside.png) ![c](sly.png) ![d](my%20picture.png)\n"
    ast = json.dumps(tree_of(text, version=pandoc.version))
    found = files(write_office_file(ast, form, pandoc=pandoc, resources=inside))
    assert {data for data in found.values() if data.startswith(PICTURE)} == {PICTURE}


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_of_the_front_matter_stands_above_the_text(pandoc: Pandoc, tmp_path: Path, form: str) -> None:
    (tmp_path / "shore.png").write_bytes(PICTURE)
    about = 'image: shore.png\nimage_alt: A shore\nimage_caption: "Seen from the north"\ntags: [Water, Law]'
    text = f"---\ntitle: T\n{about}\n---\n\n# T\n\nWords.\n"
    ast = json.dumps(tree_of(text, version=pandoc.version))
    data = write_office_file(ast, form, pandoc=pandoc, resources=tmp_path)
    pages = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}
    page = xml(data, pages[form])
    order = ["A shore", "Seen from the north", "Words."]
    assert sorted(order, key=page.index) == order
    assert len(re.findall("<(?:pic:pic|draw:image|img)[ >]", page)) == 1
    assert re.search("Water.*Law", xml(data), re.DOTALL)
    gone = write_office_file(ast, form, pandoc=pandoc, resources=tmp_path / "elsewhere")
    assert "A shore" in xml(gone)


@pytest.mark.parametrize("form", FORMS)
def test_the_description_stands_above_the_text_as_an_abstract(pandoc: Pandoc, form: str) -> None:
    text = "---\ntitle: T\nauthor: A. B.\ndescription: Why it is so.\n---\n\n# T\n\nWords.\n"
    pages = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}
    data = made(document(text, "en"), form, pandoc)
    page = xml(data, pages[form])
    assert page.index("Why it is so.") < page.index("Words.")
    assert page.count("Why it is so.") == 1
    assert form == "epub" or re.search("Abstract", page)
    said_already = made(document(text.replace("Words.", "Why it is so. Words."), "en"), form, pandoc)
    assert xml(said_already, pages[form]).count("Why it is so.") == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_same_text_gives_the_same_bytes(
    editions: list[Edition], pandoc: Pandoc, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    edition = named(editions, "lake-sevan")[1]
    first = made(edition.document, form, pandoc)
    monkeypatch.setenv("TZ", "Asia/Yerevan")
    with ZipFile(BytesIO(first)) as package:
        assert {item.date_time[0] for item in package.infolist()} == {1980}
    assert made(edition.document, form, pandoc) == first


def test_a_book_with_everything_in_it_is_valid(pandoc: Pandoc, tmp_path: Path) -> None:
    program = shutil.which("epubcheck")
    java = shutil.which("java")
    if not program or not java:
        pytest.skip("epubcheck and java are not installed")
    lead = "image: images/armenian-printing.svg\nimage_alt: A press\nimage_caption: A press\ntags: [Books]\n---\n# N"
    text = (
        MANY_KINDS.replace("---\n# N", lead)
        + "\n[elsewhere](other.md), <b>raw</b>, ![drawn](images/lake-sevan-level.svg)\n"
    )
    file = tmp_path / "book.epub"
    style = PageStyle(
        css='@font-face { font-family: Own; src: url("style/1-own.woff2"), url(https://example.org/a.woff2); }\n'
        ":root { --serif: Own, serif; --link: teal; }\n",
        files={"style/1-own.woff2": StyleFile("font/woff2", b"wOF2")},
    )
    ast = ast_of(document(text, "hy", MANY_KINDS), pandoc)
    data = write_office_file(ast, "epub", pandoc=pandoc, resources=PICTURES, look=OfficeLook(css=style.book_css))
    assert "--link: teal" in (rules := files(data)["EPUB/styles/stylesheet1.css"].decode())
    assert "example.org" not in rules
    file.write_bytes(data)
    # Debian's program is a Java archive, which only some systems start by itself.
    is_archive = Path(program).read_bytes()[:2] == b"PK"
    start = [java, "-XX:TieredStopAtLevel=1", "-jar", program] if is_archive else [program]
    done = subprocess.run([*start, file], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("path", pandoc_program._candidates())  # noqa: SLF001
def test_every_pandoc_that_is_here_makes_the_same_notes(
    editions: list[Edition], tmp_path: Path, pandoc: Pandoc, path: str
) -> None:
    other = Pandoc(path=path, version=office._types_version(path))  # noqa: SLF001
    for form in FORMS:
        edition = named(editions, "yerevan-metro")[0].document
        data = made(edition, form, other)
        assert data == made(edition, form, other)
        assert sorted(notes_in(read_back(data, form, pandoc, tmp_path))) == sorted(notes_of(edition))


def test_a_missing_pandoc_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_program, "_candidates", list)
    with pytest.raises(OfficeError, match=re.escape(install_command("office"))):
        require_pandoc()
    monkeypatch.setattr(pandoc_program, "_candidates", lambda: [shutil.which("false") or "/bin/false"])
    with pytest.raises(OfficeError, match="too old, or does not run"):
        require_pandoc()


def test_what_pandoc_complains_of_is_told(pandoc: Pandoc) -> None:
    broken = json.dumps({"pandoc-api-version": [9, 9], "meta": {}, "blocks": []})
    with pytest.raises(OfficeError, match="pandoc could not make the file"):
        write_office_file(broken, "docx", pandoc=pandoc, resources=PICTURES)


def test_a_pandoc_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "pandoc"
    sleeper.write_text("#!/bin/sh\nsleep 20\n", encoding="utf-8")
    sleeper.chmod(0o755)
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 0.2)
    slow = Pandoc(path=str(sleeper), version=(1, 22))
    with pytest.raises(OfficeError, match="took longer"):
        write_office_file(json.dumps(tree_of("# T\n")), "epub", pandoc=slow, resources=tmp_path)


def test_word_headings_start_at_the_first_level(pandoc: Pandoc, tmp_path: Path) -> None:
    data = made(document("# Title\n\n## Section\n\n### Part\n"), "docx", pandoc)
    levels = [each["c"][0] for each in find_elements(read_back(data, "docx", pandoc, tmp_path), "Header")]
    assert levels == [1, 2]


@pytest.mark.parametrize("day", ["1850-01-01", "9999-12-31"])
def test_a_day_that_no_zip_package_knows_is_no_hindrance(day: str, pandoc: Pandoc) -> None:
    assert made(document(f"---\ntitle: T\ndate: {day}\n---\n\nText.\n"), "docx", pandoc)


@pytest.mark.parametrize("text", ["Just text.[^1]\n\n[^1]: n\n", "[^1]\n\n[^1]: n\n"])
def test_a_book_has_a_title_where_the_article_has_none(text: str, pandoc: Pandoc) -> None:
    opf = xml(made(document(text), "epub", pandoc), "EPUB/content.opf")
    assert re.search(r"<dc:title[^>]*>[^<]+</dc:title>", opf)
