"""Files that are no articles: each is told what it is, and what to do with it; the others of a batch are imported."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from conftest import Workspace
from odt_files import odt, p

from pipeline.importers.metadata import is_default_owner
from pipeline.importers.refusals import find_refusal

MakeWorkspace = Callable[..., Workspace]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


FILES = {
    "an old Word file": (stream("WordDocument"), "old Word format"),
    "an old spreadsheet": (stream("Workbook"), "old spreadsheet"),
    "a message": (stream("__properties_version1.0"), "message of Outlook"),
    "a mail": (
        b"Received: by mx.example\r\n for <a@b.c>\r\nSubject: Lake\r\nMIME-Version: 1.0\r\n\r\nHi.",
        "is a mail",
    ),
    "a saved page": (b"From: <Saved by Blink>\r\nSubject: Lake\r\nMIME-Version: 1.0\r\n\r\n<p>", "web archive"),
    "a file with a password": (stream("EncryptedPackage"), "password"),
    "RTF": (b"{\\rtf1\\ansi text}", "RTF"),
    "a template of a catalog": (b'\n#: a.c:1\nmsgid "x"\nmsgstr ""\n', "targman receive"),
    "a compiled catalog": (b"\xde\x12\x04\x95" + bytes(20), "targman receive"),
    "XLIFF with a prefix": (b'<?xml version="1.0"?><x:xliff xmlns:x="u">', "targman receive"),
    "TMX": (b"<tmx version='1.4'>", "targman memory import"),
    "a sheet": (packed({"xl/workbook.xml": b"<x/>"}), "targman glossary import"),
    "a sheet of LibreOffice": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "targman glossary import",
    ),
    "a package": (packed({"hy/lake.po": b"", "letter.html": b""}), "targman receive"),
    "a table for a translator": (
        packed({"word/document.xml": "<w:t>articles/lake.md · ru → hy · 3f2a</w:t>".encode()}),
        "targman receive",
    ),
    "EPUB": (packed({"mimetype": b"application/epub+zip"}), "e-book"),
    "Pages": (packed({"Index/Document.iwa": b""}), "Pages"),
    "XML": (b'<?xml version="1.0"?><book><title>The Lake</title></book>', "XML"),
    "posts": (b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">', "targman pull wordpress"),
    "SVG": (b'<?xml version="1.0"?><!-- made --><svg xmlns="http://www.w3.org/2000/svg">', "picture"),
    "WebP": (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
    "a bitmap": (b"BM\x46\0\0\0", "picture"),
    "a photo of a telephone": (b"\0\0\0\x18ftypheic", "picture"),
    "a film": (b"\0\0\0\x18ftypisom", "recording"),
    "an archive": (b"\x1f\x8b\x08", "archive"),
    "a flat document": (b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:opendocument">', ".odt"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_kind_says_what_to_do(name: str) -> None:
    data, words = FILES[name]
    assert words in find_refusal(data)


@pytest.mark.parametrize("name", ["~$lake.docx", "texts/~$lake.docx", ".~lock.lake.odt#"])
def test_a_lock_beside_an_open_document_is_no_document(name: str) -> None:
    assert "Leave it out" in find_refusal(b"\x04Anna", name)


@pytest.mark.parametrize(
    "text",
    [
        "BMW sold more cars.",
        "MM* and more",
        "Document: a <document> in a text",
        "Rarely said.",
        "RIFF-raff",
        "<p>svg</p>",
        "How a mail is built\n\nMIME-Version: 1.0 is the line that each has.",
    ],
)
def test_texts_that_begin_like_other_files_are_texts(text: str) -> None:
    assert find_refusal(text.encode()) == ""


def test_an_empty_document_is_one_error_and_the_batch_goes_on(workspace: MakeWorkspace) -> None:
    place = workspace()
    words = p("The ferry crossed the strait twice a day, and the islanders set their clocks by it.")
    place.write("full.odt", odt(p("The Ferry", "Title") + words))
    place.write("none.odt", odt(""))
    place.write("hidden.odt", odt(f'<text:section text:display="none">{words}</text:section>'))
    place.write("zero.docx", b"")
    place.write("title.html", "<html><title>The Ferry</title><body><h1>The Ferry</h1></body></html>")
    place.write("wrong.docx", "# The Pier\n\nIt was built of larch, and larch does not rot in salt water.\n")
    names = ("none.odt", "hidden.odt", "zero.docx", "title.html", "full.odt", "wrong.docx")
    result = place.run("import", *names, exit_code=1)
    assert set(result.stderr.splitlines()) == {
        "error: none.odt: has no text to import.",
        "error: hidden.odt: has no text to import: all that is in it is left out (hidden text).",
        "error: zero.docx: is empty. There is nothing to import.",
        "error: title.html: has no text to import.",
    }
    assert (place.root / "articles/the-ferry.md").read_text(encoding="utf-8").endswith("set their clocks by it.\n")
    assert "the content is Markdown" in result.stdout


OWNERS = (
    "Пользователь Windows|Администратор|Учётная запись Майкрософт|Хозяин|Автор|пользователь 2|Օգտատեր|User|user1|Owner|"
    "Windows User|Microsoft Office User|Unknown Author|python-docx|LibreOffice|HP|HP Inc.|Lenovo G50|ASUS|Acer|Samsung|"
    "Dell|Admin|User-PC|admin (2)|DESKTOP-3F8K2L|HOME-PC\\User|WPS_1610538400|Ani’s MacBook Air|Utilisateur|کاربر"
)
PEOPLE = (
    "Ann Writer|Michael Dell|Анна Админова|Арам Хозяинов|Արամ Հյուրյան|Owen|Homer|H. P. Lovecraft|Sony Michel|"
    "Win Butler|Apple Martin|Word Smith|Авторханов"
)


@pytest.mark.parametrize("name", OWNERS.split("|"))
def test_the_owner_of_a_computer_is_no_author(name: str) -> None:
    assert is_default_owner(name)
    assert is_default_owner(name.upper())


@pytest.mark.parametrize("name", PEOPLE.split("|"))
def test_people_are_authors(name: str) -> None:
    assert not is_default_owner(name)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("lake.tex", "pandoc lake.tex -o lake.docx"),
        ("the lake.rst", "pandoc 'the lake.rst' -o 'the lake.docx'"),
        ("lake.ADOC", "asciidoctor lake.ADOC -o lake.html"),
    ],
)
def test_a_text_in_a_markup_of_its_own_is_told_what_makes_a_document_of_it(name: str, what: str) -> None:
    assert what in find_refusal(b"The lake *came* back.", name)
    assert find_refusal(b"The lake *came* back.", "lake.md") == ""
    assert find_refusal(b"\n<!DOCTYPE html><title>The lake</title>", "lake.org") == ""
    assert find_refusal(b'<?xml version="1.0"?>\n<html xmlns="u"><body>The lake</body></html>', "lake.xhtml") == ""
