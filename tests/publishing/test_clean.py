"""HTML that is taken for clean without being cleaned is what the cleaner would make of it."""

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publishing.html import clean_html
from pipeline.publishing.sanitize import is_clean

WORDS = st.text(max_size=8).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
HOSTS = st.from_regex(r"(?:[a-z0-9]{1,70}(?:-[a-z0-9]{1,5})?\.){1,4}[a-z]{2,6}", fullmatch=True)
ADDRESSES = st.one_of(
    st.builds("https://{}/{}".format, HOSTS, WORDS),
    st.builds("{}:{}".format, st.sampled_from(["mailto", "javascript", "http", "data", "JAVASCRIPT", ""]), WORDS),
    st.builds("#{}".format, WORDS),
)
LINKS = st.builds('<a id="a" href="{}" role="doc-noteref" aria-label="{}">{}</a>'.format, ADDRESSES, WORDS, WORDS)
PARTS = st.one_of(
    WORDS,
    LINKS,
    LINKS.map(lambda link: re.sub(r' (?:id|role|aria-label)="[^"]*"', "", link)),
    LINKS.map('<sup class="note">{}</sup>'.format),
    st.sampled_from(["<em>", "</em>", "<br>", "<p>", "</p>", "<b>", "</a>", "<script>", "<!--", "&copy;", "\r", "\0"]),
    WORDS.map("<em>{}</em>".format),
    WORDS.map("<strong>{}</strong>".format),
)
LINES = st.lists(PARTS, max_size=4).map("".join)
BLOCKS = st.one_of(
    LINES.map("<p>{}</p>\n".format),
    LINES.map('<h2 id="here">{}</h2>\n'.format),
    LINES.map(
        '<section class="notes" role="doc-endnotes" aria-labelledby="n">\n<h2 id="n">Notes</h2>\n<ol>\n'
        '<li id="fn-1"><span class="marker">1</span><div><p>{}</p></div></li>\n</ol>\n</section>\n'.format
    ),
)


@given(st.lists(BLOCKS, max_size=3).map("".join))
@settings(max_examples=400)
def test_what_is_clean_is_left_as_it_is_by_the_cleaner(html: str) -> None:
    cleaned = clean_html(html, nh3.ALLOWED_TAGS | {"section"})
    assert not is_clean(html) or cleaned == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Words &amp; a “quotation”.</p>\n",
        '<h2 id="a">One</h2>\n<p><em>Two</em> <a href="https://example.org/?a=b&amp;c">three</a></p>\n',
        '<p>A<sup class="note"><a id="fnref-1" href="#fn-1" role="doc-noteref" aria-label="Note 1">1</a></sup></p>\n',
    ],
)
def test_plain_blocks_are_clean(html: str) -> None:
    assert is_clean(html)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p><a href="https://a b">x</a></p>',
        '<p><a href="https://1.2.3.999/">x</a></p>',
        '<p onclick="alert(1)">x</p>',
        '<p><a href="#a" onclick="alert(1)">x</a></p>',
        "<p>x",
        "<p><em>x</p></em>",
        '<p><a href="#a"><a href="#b">x</a></a></p>',
        "<p><p>x</p></p>",
        "<p>\r</p>",
        "<p>\N{NO-BREAK SPACE}</p>",
    ],
)
def test_anything_else_goes_through_the_cleaner(html: str) -> None:
    assert not is_clean(html)
