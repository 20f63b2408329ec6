"""Main texts of web pages: what belongs to the article stays, what stands around and in it goes and is listed."""

import pytest

from pipeline.importers import ImportedArticle

web = pytest.importorskip("pipeline.importers.web")
pytest.importorskip("trafilatura", reason="the extra “office” is not installed")

LEAD = "The ferry stopped in autumn, and the two villages began to count what the lake had given them every year."
PROSE = (
    "Every morning the harbour master writes down how high the water stands, and at night he reads it to his wife.",
    "The paper mill on the other shore closed twice, and twice it was opened again by people who had never seen it.",
    "What the young want is a road, and what the old want is the ferry, so that both of them write to the ministry.",
    "In summer the children swim to the rusty barge that lies off the mill, although a sign forbids it.",
    "In winter the ice carries a sledge from December on, and the priest crosses it with his books on St. Nicholas.",
    "Nobody answered for a year; then a letter came, and it said that the matter had been passed on to another office.",
)


def read(body: str, title: str = "The ferry") -> ImportedArticle:
    page = f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'
    imported = web.read(page.encode(), "page.html")
    assert isinstance(imported, ImportedArticle)
    return imported


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or PROSE)


NAV = "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"


def test_a_lead_between_the_title_and_the_text_stays() -> None:
    imported = read(
        f"{NAV}<div class='head'><h1>The ferry</h1><div class='teaser'><p>{LEAD}</p></div></div>"
        f"<div class='text'>{paragraphs()}</div><footer>All rights reserved</footer>"
    )
    assert LEAD in imported.body
    assert all(text in imported.body for text in PROSE)


def test_links_to_other_pages_of_the_site_amid_the_text_go() -> None:
    teaser = "<p><a href='/news/mill'>The mill on the other shore opens its gates for the third time</a></p>"
    imported = read(
        f"{NAV}<article><h1>The ferry</h1>{paragraphs(*PROSE[:2])}{teaser}{paragraphs(*PROSE[2:])}</article>"
    )
    assert "third time" not in imported.body
    assert any("third time" in item.text for item in imported.removed)
    assert all(text in imported.body for text in PROSE)


def test_words_in_links_to_other_sites_stay() -> None:
    source = "<p><a href='https://example.org/levels'>The levels of the lake since the ferry was built</a></p>"
    imported = read(
        f"{NAV}<article><h1>The ferry</h1>{paragraphs(*PROSE[:2])}{source}{paragraphs(*PROSE[2:])}</article>"
    )
    assert "since the ferry was built" in imported.body


def test_text_beside_blocks_that_is_no_main_text_goes() -> None:
    imported = read(
        f"{NAV}<div class='post'><h1>The ferry</h1>{paragraphs()}<div><p>Filed under</p></div>"
        "Was this of use? (17 votes)"
        "<div class='share'>Facebook</div></div><footer>All rights reserved</footer>"
    )
    assert "votes" not in imported.body
    assert any("votes" in item.text for item in imported.removed)


def test_a_page_without_furniture_keeps_all_its_words() -> None:
    imported = read(
        f"<article><h1>The ferry</h1>{paragraphs()}<aside><p>An aside that belongs to it.</p></aside>"
        "<figure><img src='https://example.org/a.jpg' alt='Quay'><figcaption>The quay. Photo: A. Writer</figcaption>"
        "</figure><blockquote><p>Quoted.</p><footer>Somebody</footer></blockquote></article>"
    )
    for words in ("An aside that belongs to it.", "The quay. Photo: A. Writer", "> Somebody"):
        assert words in imported.body


def test_soft_hyphens_and_characters_without_a_shape_are_no_part_of_words() -> None:
    imported = read("<h1>The ferry</h1><p>Kar&shy;ten\u200b, Zau\u00adber and \u2060stone\ufeff.</p>")
    assert "Karten, Zauber and stone." in imported.body


@pytest.mark.parametrize("charset", ["gb2312", "iso-8859-2", "shift_jis"])
def test_the_encoding_that_a_page_states_is_read(charset: str) -> None:
    words = {
        "gb2312": "水位下降了十九米",
        "iso-8859-2": "Poziom wody spadł o dziewiętnaście metrów",
        "shift_jis": "湖の水位",
    }
    text = f"{words[charset]}. {words[charset]}."
    page = f'<html><head><meta charset="{charset}"><title>A</title></head><body><p>{text}</p></body></html>'
    imported = web.read(page.encode(charset), "page.html")
    assert words[charset] in imported.body
    assert charset in imported.guesses[0]


def test_a_damaged_letter_does_not_turn_a_page_into_another_encoding() -> None:
    page = f"<html><body><p>{'Ջուրը հետ քաշվեց։ ' * 30}</p></body></html>".encode() + b"<p>A\xff</p>"
    imported = web.read(page, "page.html")
    assert "Ջուրը հետ քաշվեց։" in imported.body
    assert "damaged" in imported.guesses[0]


def test_nothing_that_runs_comes_in() -> None:
    imported = read(
        f"<article onclick='steal()'><h1 onmouseover='steal()'>The ferry</h1><script>steal()</script>{paragraphs()}"
        "<p>See <a href='java\tscript:steal()'>one</a>, <a href=' data:text/html,&lt;b&gt;steal'>two</a>, "
        "<a href='vbscript:steal()' onclick='steal()'>three</a> and <a href='blob:https://steal/1'>four</a>.</p>"
        "<svg onload='steal()'><a href='javascript:steal()'>x</a></svg><object data='steal.swf'></object>"
        "<img src='data:text/html;base64,PGI+' onerror='steal()' alt='quay'><template><p>steal()</p></template>"
        "<p style='background:url(javascript:steal())'>The end.</p><iframe srcdoc='steal()'></iframe></article>"
    )
    assert "steal" not in imported.body
    assert "See one, two, three and four." in imported.body
    assert "The end." in imported.body
