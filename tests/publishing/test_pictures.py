"""Pictures on other servers are links on a page, unless the settings let pages show them."""

import pytest

from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document
from pipeline.publishing.page import render_page
from pipeline.publishing.pictures import link_remote_pictures
from pipeline.publishing.reader import read_document, read_source_outline

FAR = "https://far.example/p.png"


def document(text: str) -> Document:
    return read_document(text, "en", read_source_outline(text, "en"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"![The level]({FAR})", f'<p><a href="{FAR}">The level</a></p>'),
        (f"![]({FAR})", f'<p><a href="{FAR}">{FAR}</a></p>'),
        (f'![a]({FAR} "b")', f'<p><a href="{FAR}" title="b">a</a></p>'),
        (f"[![The level]({FAR})](https://e.org)", '<p><a href="https://e.org">The level</a></p>'),
        (f'Raw <img src="{FAR}" alt="level"> here', f'<p>Raw <a href="{FAR}">level</a> here</p>'),
        (f'<a href="https://e.org"><img src="{FAR}" alt="b"></a>', '<p><a href="https://e.org">b</a></p>'),
        (f'<div>\n<img\nsrc="{FAR}">\n</div>', f'<a href="{FAR}">{FAR}</a>'),
        (f"> # Head ![x]({FAR})", f'<a href="{FAR}">x</a></h1>'),
        ("![here](p.png)", '<img src="p.png" alt="here"'),
        ('<img src="p.png">', '<img src="p.png" alt="">'),
    ],
)
def test_a_picture_elsewhere_is_a_link(text: str, shown: str) -> None:
    page = render_page(link_remote_pictures(document(text + "\n")), Wording(lang="en"))
    assert shown in page
    assert f'src="{FAR}' not in page


def test_notes_and_titles_lose_theirs_too() -> None:
    text = f"# Title ![t]({FAR})\n\nWords.[^1]\n\n[^1]: Note ![n]({FAR})\n"
    page = render_page(link_remote_pictures(document(text)), Wording(lang="en"))
    assert page.count(f'<a href="{FAR}">') == 2
    assert "<img" not in page
