"""Word and OpenDocument files as their programs want them: pixels beside SVG, sizes, rows, and cross-references."""

import re
import struct
from pathlib import Path

import pytest

from pipeline.export.office import OfficeLook, Pandoc, write_office_file
from pipeline.export.svg_drawing import can_draw, draw_png

from .library import ast_of, document, files, made, xml

TWICE = "One.[^a] Two.[^b] One again.[^a]\n\n[^a]: First, see[^b].\n[^b]: Second.\n"
TABLE = "| a | b |\n|---|---|\n| c | d |\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><rect width="9" height="9"/></svg>'


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    for name, width, height in (("wide", 1600, 200), ("tall", 300, 3000), ("small", 100, 50)):
        (tmp_path / f"{name}.svg").write_text(SVG.format(width, height))
    return tmp_path


def test_a_later_reference_is_a_field_with_the_number_of_the_first_one(pandoc: Pandoc) -> None:
    data = made(document(TWICE), "docx", pandoc)
    text, notes = xml(data, "word/document.xml"), xml(data, "word/footnotes.xml")
    assert text.count("<w:footnoteReference ") == 2
    ((first, second),) = [re.findall(r'bookmarkStart [^>]*w:name="([^"]*)"', text)]
    assert text.count(f" NOTEREF {first} \\f \\h ") == 1
    assert notes.count(f" NOTEREF {second} \\f \\h ") == 1
    assert all(re.fullmatch(r"_[A-Za-z0-9_]{1,39}", name) for name in (first, second))
    assert re.search(r"separate.*?<w:t>1</w:t>.*?\"end\"", text, re.DOTALL)
    assert "w:hyperlink" not in text + notes


def test_svg_has_pixels_beside_it_in_word(pandoc: Pandoc, pictures: Path) -> None:
    if not can_draw():
        pytest.skip("needs resvg-py")
    data = made(document("![w](wide.svg) and ![s](small.svg)\n\n![again](small.svg)\n"), "docx", pandoc, pictures)
    package = files(data)
    drawn = [name for name in package if name.endswith("-pixels.png")]
    assert len(drawn) == 2
    text, relations = xml(data, "word/document.xml"), xml(data, "word/_rels/document.xml.rels")
    named = re.findall(r'<a:blip [^>]*r:embed="([^"]*-pixels)"', text)
    assert len(named) == 3
    for name in named:
        assert f'Target="media/{name}.png"' in relations
        assert package[f"word/media/{name}.png"].startswith(b"\x89PNG")
    assert text.count("svgBlip") == 3
    assert 'Extension="png"' in xml(data, "[Content_Types].xml")
    assert data == made(
        document("![w](wide.svg) and ![s](small.svg)\n\n![again](small.svg)\n"), "docx", pandoc, pictures
    )


def test_a_picture_that_cannot_be_drawn_stays_svg() -> None:
    assert draw_png(b"<svg", 10, 10) is None
    if can_draw():
        png = draw_png(SVG.format(9, 9).encode(), 90_000, 9_000)
        assert png is not None
        assert struct.unpack(">2I", png[16:24]) == (300, 300)


def test_pictures_fit_on_the_page(pandoc: Pandoc, pictures: Path) -> None:
    text = "![w](wide.svg)\n\n![t](tall.svg)\n\n![s](small.svg)\n\n- - ![w](wide.svg)\n"
    word = xml(made(document(text), "docx", pandoc, pictures), "word/document.xml")
    sizes = [(int(x) / 360_000, int(y) / 360_000) for x, y in re.findall(r'extent cx="(\d+)" cy="(\d+)"', word)]
    assert all(x <= 15.93 and y <= 20.6 for x, y in sizes), sizes
    assert sizes[0][0] / sizes[0][1] == pytest.approx(8, abs=0.1)
    assert sizes[1][1] / sizes[1][0] == pytest.approx(10, abs=0.1)
    writer = xml(made(document(text), "odt", pandoc, pictures), "content.xml")
    frames = re.findall(r'svg:width="([\d.]+)pt" svg:height="([\d.]+)pt"', writer)
    points = [(float(x), float(y)) for x, y in frames]
    assert all(x <= 451.5 and y <= 560 for x, y in points), points
    assert points[2] == (75.0, 37.5)
    assert points[3][0] < points[0][0] - 70  # within two lists


def test_rows_of_tables_stay_whole_and_their_head_is_repeated(pandoc: Pandoc) -> None:
    word = xml(made(document(TABLE), "docx", pandoc), "word/document.xml")
    assert word.count("<w:cantSplit") == word.count("<w:tr>") == 2
    assert word.count("<w:tblHeader") == 1
    writer = xml(made(document(TABLE), "odt", pandoc), "content.xml")
    assert writer.count('table:style-name="WholeRow"') == 2
    assert "<table:table-header-rows" in writer


def test_armenian_words_are_stressed_by_spaces_and_titles_by_slanted_letters(pandoc: Pandoc, tmp_path: Path) -> None:
    text = document("Մի *շեշտված* բառ, *Latin title*։\n", "hy")
    data = made(text, "docx", pandoc)
    word = xml(data, "word/document.xml")
    assert re.search(r'rStyle w:val="Emphasis" ?/></w:rPr><w:t[^>]*>շեշտված<', word)
    assert word.count("<w:i />") == 1
    assert re.search(r'styleId="Emphasis".{,90}<w:spacing w:val="30"', xml(data, "word/styles.xml"), re.DOTALL)
    book = xml(made(text, "epub", pandoc), "EPUB/text/ch001.xhtml")
    assert '<span class="spaced"><em>շեշտված</em></span>' in book
    house = tmp_path / "house.docx"
    house.write_bytes(made(document("Words.\n"), "docx", pandoc))
    own = write_office_file(ast_of(text, pandoc), "docx", pandoc=pandoc, resources=tmp_path, look=OfficeLook(house))
    assert xml(own, "word/document.xml").count("<w:i />") == 2
    opened = made(text, "odt", pandoc)
    writer, odt_styles = xml(opened, "content.xml"), xml(opened, "styles.xml")
    assert re.search(r'style-name="Emphasis">շեշտված<', writer)
    assert re.search(r'style:name="Emphasis"><style:text-properties [^>]*letter-spacing="0.053cm"', odt_styles)


def test_pictures_in_odt_have_their_words(pandoc: Pandoc, pictures: Path) -> None:
    text = 'One ![The level](small.svg "Metres")[^1]\n\n![](wide.svg)\n\n[^1]: ![In a note](tall.svg)\n'
    content = xml(made(document(text), "odt", pandoc, pictures), "content.xml")
    found = re.findall(r"<draw:frame.*?</draw:frame>", content, re.DOTALL)
    words = [re.findall(r"<svg:(title|desc)>([^<]*)", frame) for frame in found]
    assert words == [[("title", "Metres"), ("desc", "The level")], [("desc", "In a note")], []]
