"""Files made to do harm, or damaged: a clear error or the right text, in little time and memory, nothing written."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.pandoc import find_pandoc

MakeWorkspace = Callable[..., Workspace]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
XLIFF = '<?xml version="1.0"?><xliff version="1.2"><file original="a.md"/></xliff>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'


@pytest.fixture(scope="module")
def document() -> dict[str, bytes]:
    """The parts of a small Word document."""
    command = [find_pandoc(), "-f", "markdown", "-t", "docx", "-o", "-"]
    text = b"# Title\n\nThe text of a small document.[^1]\n\n[^1]: A note.\n"
    done = subprocess.run(command, input=text, capture_output=True, check=True)
    archive = zipfile.ZipFile(io.BytesIO(done.stdout))
    return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def encrypted(parts: Mapping[str, bytes]) -> bytes:
    """The archive with the flag that says that its parts are encrypted."""
    data = bytearray(packed(parts))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


DOCUMENTS: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "an external entity": (lambda parts: packed({**parts, "word/document.xml": ENTITY}), "declares entities"),
    "an entity in UTF-16": (
        lambda parts: packed({**parts, "word/document.xml": ENTITY.decode().encode("utf-16")}),
        "declares entities",
    ),
    "a billion laughs": (lambda parts: packed({**parts, "docProps/core.xml": LAUGHS}), "declares entities"),
    "a path outside": (lambda parts: packed({**parts, "../../evil.png": b"x"}), "outside the document"),
    "an absolute path": (lambda parts: packed({**parts, "/evil.png": b"x"}), "outside the document"),
    "a path of Windows": (lambda parts: packed({**parts, "..\\evil.png": b"x"}), "outside the document"),
    "too many parts": (lambda parts: packed(parts | {f"word/{n}": b"" for n in range(6_000)}), "6,0"),
    "half of a file": (lambda parts: packed(parts)[:3_000], "is damaged"),
    "parts that are encrypted": (encrypted, "protected with a password"),
    "an encrypted document": (lambda _: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "an old document": (lambda _: OLE + bytes(600), "save it as .docx"),
    "deep XML": (
        lambda parts: packed({**parts, "word/document.xml": b"<a>" * 100_000 + b"</a>" * 100_000}),
        "nested more than 250 deep",
    ),
    "XML cut off": (
        lambda parts: packed({**parts, "word/document.xml": parts["word/document.xml"][:900]}),
        "not valid XML",
    ),
    "a spreadsheet": (lambda _: packed({"xl/workbook.xml": b"<x/>"}), "is a spreadsheet"),
    "any archive": (lambda _: packed({"readme.txt": b"x"}), "is a ZIP archive"),
    "XLIFF": (lambda _: XLIFF.encode(), "is an XLIFF file, not an article. Use targman receive"),
    "XLIFF in UTF-16": (lambda _: XLIFF.encode("utf-16"), "is an XLIFF file, not an article"),
    "TMX": (
        lambda _: b"<!-- a --><!DOCTYPE tmx SYSTEM 'x'>\n<tmx>",
        "is a TMX file, not an article. Use targman memory import",
    ),
    "TBX": (lambda _: b"<?xml version='1.0'?><martif>", "is a TBX file, not an article. Use targman glossary import"),
    "a catalog": (
        lambda _: b'# Anna\n#, fuzzy\nmsgid ""\nmsgstr "MIME-Version: 1.0\\n"\n',
        "is a PO file, not an article",
    ),
    "a PDF file": (lambda _: b"%PDF-1.7\n...", "is a PDF file"),
    "an empty file": (lambda _: b"", "is empty"),
    "noise": (lambda _: bytes(range(256)) * 50, "is not text"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_refused(workspace: MakeWorkspace, document: dict[str, bytes], name: str) -> None:
    place = workspace()
    build, words = DOCUMENTS[name]
    place.write("paper.docx", build(document))
    before = place.snapshot()
    result = place.run("import", "paper.docx", exit_code=1)
    assert result.stderr.startswith("error: paper.docx: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert place.snapshot() == before
    assert sorted(path.name for path in place.root.parent.glob("evil*")) == []


def test_a_wrong_ending_is_told_and_the_content_counts(workspace: MakeWorkspace, document: dict[str, bytes]) -> None:
    place = workspace()
    place.write("paper.txt", packed(document))
    place.write("page.docx", "<html><body><h1>A page</h1><p>The text of a page, saved from the web.</p></body></html>")
    result = place.run("import", "paper.txt", "page.docx")
    assert "the name ends in .txt, but the content is Word or ODT" in result.stdout
    assert "the name ends in .docx, but the content is HTML" in result.stdout
    assert "small document.[^1]" in place.text("articles/title.md")
    assert "The text of a page" in place.text("articles/a-page.md")


ODT = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>TEXT</office:text>'
    b"</office:body></office:document-content>"
)
LARGEST, LONGEST = 400_000, 60
"""The most memory (kB) and time (seconds) that importing any file may take."""


def import_alone(root: Path, name: str) -> tuple[str, int, float]:
    """What `targman import` says of a file, run by itself, and the kilobytes and seconds that it took.

    On Linux the kernel's own count is asked: what `getrusage` says begins with the memory of the tests' process.
    """
    program = (
        "import re, resource, sys; from pathlib import Path; from pipeline.cli import main\n"
        "def peak():\n"
        "    status = Path('/proc/self/status')\n"
        "    own = status.exists() and re.search('VmHWM:\\\\s*([0-9]+)', status.read_text())\n"
        "    return own[1] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: main(sys.argv[1:], prog_name='targman')\n"
        "finally: print(peak())"
    )
    start = time.monotonic()
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", program, "import", name],
        check=False,
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        env=env | {"PYTHONUTF8": "1"},
    )
    return done.stdout + done.stderr, int(done.stdout.splitlines()[-1]), time.monotonic() - start


HEAVY: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes], str]] = {
    "a bomb of XML": (
        "bomb.docx",
        lambda parts: packed({**parts, "word/document.xml": b"<w>" + b" " * 100_000_000}),
        "ZIP bomb",
    ),
    "a page of 100 MB": ("page.html", lambda _: b"<p>word</p>" * 9_500_000, "104 MB, and 60 MB is the maximum"),
    "a page of 14 MB": (
        "page.html",
        lambda _: b"<html>" + b"<p>word and word</p>" * 700_000,
        "far more than an article",
    ),
    "a page of scripts": (
        "page.html",
        lambda _: b"<html><script>" + b"x = 1;\n" * 1_500_000 + b"</script><h1>Title</h1><p>The text of the page.</p>",
        "articles/title.md written",
    ),
    "a page of tags in tags": ("page.html", lambda _: b"<html>" + b"<div>" * 500_000 + b"text", "nested too deeply"),
    "frames in frames": (
        "page.html",
        lambda _: b"<html><p>A text.</p>" + b"<table><tr><td>cell" * 400 + b"</table>" * 400,
        "written",
    ),
    "a text of brackets": ("page.txt", lambda _: b"Word. " + b"[" * 150_000 + b" word", "written"),
    "Markdown of inline notes": ("page.md", lambda _: b"Word. " + b"^[" * 50_000 + b" word", "written"),
    "runs of backticks": (
        "page.md",
        lambda _: b"Word.^[Note] " + b" ".join(b"`" * number for number in range(1, 800)),
        "written",
    ),
    "an ODT file of paragraphs": (
        "page.odt",
        lambda _: packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": ODT.replace(b"TEXT", b"<text:p>word <text:s/>and</text:p>" * 400_000),
            }
        ),
        "far more than an article does",
    ),
    "a text of spaces": ("page.txt", lambda _: b"Word" + b" " * 500_000 + b"| word", "written"),
    "a text of notes": ("page.txt", lambda _: b"A text.[1]\n\n" + b"[1] Note\n\n" * 10_000, "1 note paired"),
    "a text of lines": ("page.txt", lambda _: b"a\n" * 900_000, "more than 50,000 lines"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", HEAVY)
def test_memory_and_time_are_bounded(workspace: MakeWorkspace, document: dict[str, bytes], name: str) -> None:
    place = workspace()
    file, build, words = HEAVY[name]
    place.write(file, build(document))
    said, kilobytes, seconds = import_alone(place.root, file)
    assert words in said
    assert "Traceback" not in said
    assert kilobytes < LARGEST
    assert seconds < LONGEST
