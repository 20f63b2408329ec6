"""SVG pictures lose what could run or be fetched, and nothing else."""

import pytest
from cpu import grows_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publishing.svg import SvgError, clean_picture, clean_svg

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
HTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'

HARMLESS = [
    "<title>Մակարդակը</title><desc>Level &amp; year</desc>",
    '<linearGradient id="g"><stop offset="0"/></linearGradient><rect fill="url(#g)" style="mask: url(#g)"/>',
    '<use x:href="#g"/><image href="data:image/png;base64,iVBORw0KGgo="/>',
    '<a href="https://example.org/"><text>source</text></a><a href="#g"><text>part</text></a>',
    "<style>text { font: 12px serif } @media print { text { fill: #000 } }</style>",
    '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="Layer"><i:grid/></g>',
    '<circle r="1"><animate attributeName="r" to="9"/></circle><!-- a remark -->',
]
UNSAFE = [
    ("<script>steal()</script>", "<script> steal()"),
    ('<script href="https://e.example/a.js"/>', '<script href="https://e.example/a.js">'),
    ('<g onclick="steal()"/>', 'onclick="steal()"'),
    ('<a x:href=" java&#10;script:steal()"/>', "javascript"),
    ('<a href="data:text/html,steal()"/>', "data:text/html"),
    (
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Words in it</p></foreignObject>",
        "<foreignObject> Words in it",
    ),
    (f"<desc {HTML}><h:script>steal()</h:script></desc>", "<h:script> steal()"),
    (f'<metadata {HTML}><h:img src="https://e.example/p.png"/></metadata>', "e.example"),
    ('<image href="https://e.example/p.png"/>', "e.example"),
    ('<image href="other.svg"/>', "other.svg"),
    ('<use x:href="https://e.example/p.svg#a"/>', "e.example"),
    ('<feImage href="//e.example/p.png"/>', "e.example"),
    ('<linearGradient href="https://e.example/p.svg#g"/>', "e.example"),
    ('<g xml:base="https://e.example/"/>', "xml:base"),
    ('<rect fill="url(https://e.example/p.svg#g)"/>', "e.example"),
    ('<rect style="fill: u\\72l(https://e.example/p)"/>', "e.example"),
    ("<rect style=\"mask: image-set('https://e.example/p' 1x)\"/>", "e.example"),
    ("<style>@import 'https://e.example/a.css';</style>", "e.example"),
    ("<style>@imp@import 'a';ort 'https://e.example/a.css';</style>", "@import"),
    ("<style>@font-face { src: url( 'https://e.example/f' ) }</style>", "e.example"),
    ('<a><animate attributeName="href" to="javascript:steal()"/></a>', "<animate>"),
    ('<set attributeName="onmouseover" to="steal()"/>', "<set>"),
]


def picture(inside: str) -> bytes:
    return f"<svg {SVG}>{inside}</svg>".encode()


@pytest.mark.parametrize("inside", HARMLESS)
def test_a_harmless_picture_stays_byte_for_byte(inside: str) -> None:
    found = clean_svg(picture(inside))
    assert found.data == picture(inside)
    assert not found.removed


@pytest.mark.parametrize(("inside", "named"), UNSAFE)
def test_what_could_run_or_be_fetched_is_gone_and_named(inside: str, named: str) -> None:
    around = '<rect id="before"/>{}<text>Ջուրը</text>'
    found = clean_svg(picture(around.format(inside)))
    text = found.data.decode()
    assert named.replace("javascript", "script:steal()") in " ".join(found.removed)
    assert not any(word in text for word in ("steal", "e.example", "other.svg", "@import", "Words in it"))
    assert '<rect id="before">' in text
    assert "<text>Ջուրը</text>" in text
    assert clean_svg(found.data) == (found.data, ())


def test_what_declarations_add_is_gone_too() -> None:
    declared = (
        '<!DOCTYPE svg [<!ENTITY bad "<script>steal()</script>"><!ENTITY far SYSTEM "https://e.example/x">'
        '<!ATTLIST svg onload CDATA "steal()">]>'
    )
    found = clean_svg((declared + f"<svg {SVG}>&bad;<text>words</text></svg>").encode())
    assert found.data.decode() == f"<svg {SVG}><text>words</text></svg>"
    assert len(found.removed) == 3


def test_other_encodings_are_read() -> None:
    text = f'<?xml version="1.0" encoding="windows-1251"?><svg {SVG} onload="steal()"><text>Вода</text></svg>'
    assert "<text>Вода</text>" in clean_svg(text.encode("cp1251")).data.decode()


@pytest.mark.parametrize(
    "data",
    [b"", b"<html/>", b"<svg><g></svg>", b"\x1f\x8b\x08", b"<svg x:href=''/>", b"\xff\xfe<", b"words"],
    ids=["empty", "another root", "open", "compressed", "unknown prefix", "broken", "words"],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(SvgError):
        clean_svg(data)


def test_pictures_of_pixels_are_not_looked_into() -> None:
    assert clean_picture("p.png", b"<svg onload='x'/>").data == b"<svg onload='x'/>"
    assert clean_picture("P.SVG", b"<svg onload='x'/>").data == b"<svg></svg>"


@given(st.lists(st.sampled_from([*"<>/=\"' a&;:()\\@", "svg", "script", "url(", "href", "on", "#", "style", "import"])))
def test_a_second_cleaning_changes_nothing(parts: list[str]) -> None:
    for data in ("".join(parts), f"<svg><style>{''.join(parts)}</style></svg>", f"<svg style='{''.join(parts)}'/>"):
        try:
            found = clean_svg(data.encode())
        except SvgError:
            continue
        assert clean_svg(found.data) == (found.data, ())


@pytest.mark.parametrize("part", ["url(", "url(  ", "@import ", "url('", "\\75 "])
def test_hostile_styles_take_linear_time(part: str) -> None:
    assert grows_in_proportion(lambda size: clean_svg(picture(f"<style>{part * size}</style>")), 5_000, 50_000)


def test_deep_pictures_take_linear_time() -> None:
    assert grows_in_proportion(lambda size: clean_svg(picture("<g>" * size + "</g>" * size)), 5_000, 50_000)
