"""PDF files, read back by pypdf: every note is there once, and nothing was fetched."""

import base64
import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.export import pdf as module
from pipeline.export.pdf import PdfError, render_pdf
from pipeline.installation import install_command
from pipeline.languages.folders import use_folder
from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document, extract_text
from pipeline.publishing.html import note_id, reference_id
from pipeline.publishing.page import render_page

from .library import PICTURES, Edition, document
from .test_office import MANY_KINDS, PICTURE

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module", autouse=True)
def weasyprint_is_here() -> None:
    """Skips where WeasyPrint cannot be loaded."""
    try:
        render_pdf("<p>a</p>", base=PICTURES)
    except PdfError as error:
        pytest.skip(str(error))


def paper(document: Document) -> bytes:
    """The PDF of a document's page."""
    return render_pdf(render_page(document, Wording(lang=document.lang)), base=PICTURES)


@pytest.fixture(scope="module")
def papers(editions: list[Edition]) -> list[tuple[Edition, bytes]]:
    """All editions with their PDFs."""
    return [(edition, paper(edition.document)) for edition in editions]


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def squeezed(text: str) -> str:
    """Text without what type setting changes: spaces, line ends, hyphens, ligatures."""
    return "".join(letter for letter in text if letter.isalnum())


def words_on(data: bytes, title: str) -> str:
    """The words of a PDF, squeezed, without the heads and numbers of its pages."""
    found = read(data).pages
    pages = [squeezed(each.extract_text()).removesuffix(str(number)) for number, each in enumerate(found, 1)]
    return "".join([pages[0], *(each.removesuffix(squeezed(title)) for each in pages[1:])])


def pages_of(data: bytes) -> dict[str, int]:
    """The page of each anchor."""
    found = read(data)
    places = {name: found.get_destination_page_number(place) for name, place in found.named_destinations.items()}
    return {name: number for name, number in places.items() if number is not None}


def test_every_note_of_every_edition_is_there_once(papers: list[tuple[Edition, bytes]]) -> None:
    for edition, data in papers:
        anchors = {name for name in pages_of(data) if name.startswith("fn-")}
        assert anchors == {note_id(note.label) for note in edition.document.notes}
        text = words_on(data, edition.document.title)
        assert squeezed(Wording(lang=edition.lang)("Notes")) not in text[-500:]
        notes = [squeezed(note.marker + extract_text(note.blocks)) for note in edition.document.notes]
        for note in notes:
            # “3 https://a” is also the end of “13 https://a”.
            assert text.count(note) == sum(other.endswith(note) for other in notes), (edition.slug, edition.lang, note)


def test_notes_are_at_the_foot_of_the_page_that_refers_to_them(papers: list[tuple[Edition, bytes]]) -> None:
    for edition, data in papers:
        pages = pages_of(data)
        for note in edition.document.notes:
            assert pages[note_id(note.label)] - pages[reference_id(note.label, 1)] in {0, 1}


@pytest.mark.parametrize(
    ("note", "text"), [("Very long. " * 400, "Words. " * 900), ("Short, but longer than the text.", "Words")]
)
def test_notes_that_have_no_room_at_the_foot_are_at_the_end(note: str, text: str) -> None:
    edition = document(f"# Title\n\nFirst[^a]. {text}\n\n[^a]: {note}\n")
    found = words_on(paper(edition), "Title")
    assert found.endswith("Notes1" + squeezed(note))


def test_notes_of_all_kinds_lead_to_their_places() -> None:
    edition = document(MANY_KINDS)
    found = read(paper(edition))
    places = set(found.named_destinations)
    assert {note_id(note.label) for note in edition.notes} <= places
    links = [link.get_object() for each in found.pages for link in each.get("/Annots", [])]
    inside = [str(link["/Dest"]) for link in links if "/Dest" in link]
    assert set(inside) <= places
    assert inside.count(note_id("twice")) == 3


def test_the_language_and_the_title_are_known(papers: list[tuple[Edition, bytes]]) -> None:
    for edition, data in papers[:3]:
        found = read(data)
        assert str(found.root_object["/Lang"]) == edition.lang
        assert found.metadata
        assert found.metadata.title == edition.document.title
        assert squeezed(edition.document.title) not in squeezed(found.pages[0].extract_text())[150:]
        assert squeezed(found.pages[1].extract_text()).endswith(squeezed(edition.document.title) + "2")


def test_armenian_words_are_divided_between_syllables() -> None:
    divided = (
        "գրա-դարան հանրա-պետու-թյուն անգրա-գետ կառա-վարու-թյունն պատմու-թյան Երևա-նում արևելք հարյու-րավոր մարդկանց "
        "ճանա-պարհորդու-թյուն տպագրվել տնօ-րենի կայա-րանը Հայաստանի բարե-կամու-թյուն"
    )
    words = "".join(f'<p style="width: 1mm">{word}</p>' for word in divided.replace("-", "").split())
    data = render_pdf(f'<html lang="hy"><head><title>T</title></head><body>{words}</body></html>', base=PICTURES)
    text = "\n".join(page.extract_text() for page in read(data).pages)
    shown = re.sub("\N{HYPHEN}\n", "-", text).split()
    assert [word for word in shown if not word.isascii()] == divided.split()


def test_a_dictionary_of_a_pack_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "cy").mkdir()
    (tmp_path / "cy" / "hyphenation.dic").write_bytes(b"UTF-8\n\xff\n")
    use_folder(tmp_path)
    try:
        with pytest.raises(PdfError, match=r"the pack of cy has a hyphenation\.dic that cannot be read"):
            render_pdf('<html lang="cy"><head></head><p>a</p></html>', base=PICTURES)
    finally:
        use_folder(None)


def test_tags_are_keywords() -> None:
    found = read(paper(document("---\ntags: [Water, Law]\n---\n# A\n\nB.\n")))
    assert found.metadata
    assert str(found.metadata["/Keywords"]) == "Water, Law"


def test_the_same_page_gives_the_same_bytes(
    papers: list[tuple[Edition, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, first = papers[0]
    monkeypatch.setenv("TZ", "Asia/Yerevan")
    assert paper(edition.document) == first


def test_nothing_is_fetched_but_pictures_in_the_page_and_below_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a picture.png").write_bytes(PICTURE)
    (tmp_path / "outside.png").write_bytes(PICTURE)
    (inside / "sly.png").symlink_to(tmp_path / "outside.png")
    there = base64.b64encode(PICTURE).decode()
    addresses = [
        "a%20picture.png",
        f"data:image/png;base64,{there}",
        "../outside.png",
        "sly.png",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/far.png",
        "//example.org/near.png",
    ]
    pictures = "".join(f'<img src="{address}" alt="Picture {number}">' for number, address in enumerate(addresses))
    refused: list[str] = []
    style = '<style>@import "https://example.org/style.css"; body { background: url(http://example.org/b.png) }</style>'
    html = f"<html><head>{style}</head><body>{pictures}</body></html>"
    text = read(render_pdf(html, base=inside, on_refused=refused.append)).pages[0].extract_text()
    assert [number for number in range(len(addresses)) if f"Picture {number}" in text] == [2, 3, 4, 5, 6, 7]
    assert {"https://example.org/far.png", "https://example.org/style.css", "http://example.org/b.png"} <= set(refused)


def test_a_title_cannot_break_out_of_the_head_of_pages() -> None:
    title = 'A "quoted" } body { display: none } \\ &lt;/style&gt;'
    html = f"<html><head><title>{title}</title></head><body>{'<p>words</p>' * 90}</body></html>"
    found = read(render_pdf(html, base=PICTURES))
    head = found.pages[1].extract_text()
    assert '"quoted" } body { display: none }' in " ".join(head.split())
    assert "words" in head


def test_missing_tools_are_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfError, match=re.escape(install_command("pdf"))):
        module.render_pdf("<p>a</p>", base=PICTURES)


def test_a_table_goes_on_with_its_head_and_leaves_no_page_half_empty() -> None:
    rows = "".join(f"| row {number} | {'words ' * 30} |\n" for number in range(40))
    text = f"# Title\n\n{'Some words. ' * 200}\n\n| Headword | b |\n|---|---|\n{rows}"
    pages = [page.extract_text() for page in read(paper(document(text))).pages]
    assert "Headword" in pages[0]
    assert all("Headword" in page for page in pages[1:])
    for number in range(40):
        (whole,) = [page for page in pages if f"row {number}\n" in page or f"row {number} " in page]
        assert whole.count("words") >= 30
