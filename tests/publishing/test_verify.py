"""A finished page is read back: each way in which its notes can be wrong is found and told in a sentence."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from samples import EDITIONS, EVERYWHERE, bundled, read, seed, styled

from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document, MarkerStyle
from pipeline.publishing.html import LinkMap
from pipeline.publishing.page import PageContext, render_page
from pipeline.publishing.verify import _AnyPage, _Page, verify_page

ARTICLE = """\
A[^1] b[^two] c[^1].

[^1]: One, [a link](https://example.org/1?a=b&c=d) and [another](other.md).

[^two]: Two.
"""


def made(document: Document, addresses: LinkMap | None = None) -> str:
    around = PageContext(addresses=addresses or LinkMap())
    return render_page(document, Wording(lang=document.lang), around)


def faults(change: tuple[str, str], count: int = 1) -> list[str]:
    """Return the messages about the page of the article after a change to its HTML."""
    document = read(ARTICLE)
    html = made(document)
    assert change[0] in html
    return list(map(str, verify_page(html.replace(*change, count), document)))


def item(label: str) -> str:
    """The list item of a note on the page of the article."""
    found = re.search(rf'<li id="fn-{label}">.*?</li>', made(read(ARTICLE)), re.DOTALL)
    assert found
    return found.group()


def test_a_page_that_is_right_has_no_faults() -> None:
    document = read(ARTICLE)
    assert not list(verify_page(made(document), document))


@pytest.mark.parametrize("change", [('class="marker"', "class='marker'"), ("<li ", "<LI "), ("<p>", "<p >")])
def test_tags_in_another_form_are_the_same_page(change: tuple[str, str]) -> None:
    assert faults(change, 99) == []


def test_a_note_that_is_missing_is_seen() -> None:
    found = faults((item("two"), ""))
    assert "the note [^two] is missing from the list of notes; it has to be there once." in found
    assert "the reference “2” leads to “#fn-two”, where there is no note." in found


def test_a_note_outside_of_the_list_of_notes_is_seen() -> None:
    assert any("[^two] is missing from the list" in fault for fault in faults((' role="doc-endnotes"', "")))


def test_a_note_that_stands_twice_is_seen() -> None:
    found = faults((item("two"), item("two") * 2))
    assert "the note [^two] stands 2 times in the list of notes; it has to be there once." in found
    assert "2 elements of the page have the anchor “fn-two”, so links to it may lead to the wrong place." in found


def test_a_note_too_many_is_seen() -> None:
    assert faults((item("two"), item("two") + '<li id="fn-x">x</li>')) == [
        "the list of notes has one that the article does not have (“fn-x”)."
    ]


def test_notes_in_another_order_are_seen() -> None:
    one, two = item("1"), item("two")
    document = read(ARTICLE)
    html = made(document).replace(two, "").replace(one, two + one)
    assert list(map(str, verify_page(html, document))) == [
        "the notes are in another order in their list than in the edition."
    ]


def test_a_wrong_marker_in_the_list_is_seen() -> None:
    assert faults(('<span class="marker">2</span>', '<span class="marker">3</span>')) == [
        "the note [^two] is listed as “3”, but its marker is “2”."
    ]


def test_a_reference_with_a_wrong_marker_is_seen() -> None:
    assert faults((">2</a></sup>", ">3</a></sup>")) == [
        "a reference to the note [^two] shows “3”, but the marker is “2”."
    ]


def test_a_reference_that_leads_nowhere_is_seen() -> None:
    found = faults(('href="#fn-two"', 'href="#fn-x"'))
    assert "the reference “2” leads to “#fn-x”, where there is no note." in found
    assert "references to the note [^two]: 0 on the page, 1 in the edition." in found


def test_a_reference_to_another_note_is_seen() -> None:
    found = faults(('href="#fn-two"', 'href="#fn-1"'))
    assert "a reference to the note [^1] shows “2”, but the marker is “1”." in found
    assert "references to the note [^1]: 3 on the page, 2 in the edition." in found
    assert "a link back from the note [^two] leads to a reference to another note (“#fnref-two”)." in found


def test_a_reference_that_is_missing_is_seen() -> None:
    found = faults(('role="doc-noteref"', ""))
    assert "references to the note [^1]: 1 on the page, 2 in the edition." in found
    assert "a link back from the note [^1] leads to “#fnref-1”, where there is no reference." in found


def test_a_reference_without_an_anchor_is_seen() -> None:
    found = faults(('id="fnref-two" ', ""))
    assert "a reference to the note [^two] has no anchor, so nothing can lead back to it." in found


def test_a_link_back_that_leads_nowhere_is_seen() -> None:
    found = faults(('href="#fnref2-1"', 'href="#fnref3-1"'))
    assert found == [
        "a link back from the note [^1] leads to “#fnref3-1”, where there is no reference.",
        "the note [^1] has no link back to the reference “#fnref2-1”.",
    ]


def test_a_link_back_that_is_missing_is_seen() -> None:
    found = faults((re.findall(r'<a href="#fnref-two".*?</a>', item("two"))[0], ""))
    assert found == ["the note [^two] has no link back to the reference “#fnref-two”."]


def test_an_anchor_that_stands_twice_is_seen() -> None:
    assert faults(("<article", '<p id="notes"></p><article')) == [
        "2 elements of the page have the anchor “notes”, so links to it may lead to the wrong place."
    ]


def test_a_link_of_a_note_that_is_lost_or_changed_is_seen() -> None:
    address = "https://example.org/1?a=b&c=d"
    assert faults((' href="https://example.org/1?a=b&amp;c=d"', "")) == [
        f"the note [^1] has lost its link to {address}."
    ]
    assert faults(("c=d", "c=e")) == [
        f"the note [^1] has lost its link to {address}.",
        "the note [^1] leads to https://example.org/1?a=b&c=e on the page, but not in the edition.",
    ]


def test_the_links_are_those_of_the_page_where_addresses_stand_for_others() -> None:
    document = read(ARTICLE)
    addresses = LinkMap(known={"other.md": "../en/other.html"})
    assert not list(verify_page(made(document, addresses), document, addresses))
    assert len(list(verify_page(made(document, addresses), document))) == 2


# Pages that are right


@pytest.mark.parametrize(
    "article",
    [
        EVERYWHERE,
        "a\n",
        "a[^a b] b[^a-b] c[^1] d[^1] e[^1-2]\n\n[^a b]: x\n\n[^a-b]: x\n\n[^1]: x\n\n[^1-2]: x\n",
        "## Notes\n\n## Article\n\n## fn-1 {#fn-1}\n\na[^1]\n\n[^1]: n\n",
        'a[^é"<&%]\n\n[^é"<&%]: n\n',
        "a[^1]\n\n[^1]:\n",
        "a[^1]\n\n[^1]: - a list\n    - <a@example.org> <mailto:b@example.org> [x](javascript:y) [z](#there)\n",
        "a[^1] <a href='x'>b[^1]</a>\n\n[^1]: <a href='https://example.org'>x</a></li></ol></section><li>y\n",
        "a[^1]\n\n[^1]: n\n\n    <table><li></div></ol>\n",
    ],
)
def test_difficult_articles_have_right_pages(article: str) -> None:
    document = read(article)
    assert not list(verify_page(made(document), document))


@pytest.mark.parametrize("kind", MarkerStyle)
def test_pages_are_right_with_each_kind_of_markers(kind: MarkerStyle) -> None:
    document = styled(EVERYWHERE.replace("First", "First[^tn1]") + "\n[^tn1]: own\n", kind, source=EVERYWHERE)
    assert not list(verify_page(made(document), document))


parts = st.sampled_from(
    [
        *("a", "*b*", "[^1]", "[^2]", "[^in]", "[^1-2]", "<b>", "</b>", "<li>", "</ol>", "</section>", "<a href='x'>"),
        *("</a>", "![a[^1]](b.png)", "[c[^2]](d)", "https://example.org", "\n\n", "\n- ", "\n  - ", "\n> ", "\n## "),
        *("\n    ", "\n| a[^1] | [^2] |\n|---|---|\n| b | c |\n\n", "\n<div>\n", "\n<table>\n", "<!--", "<![", "<svg>"),
        *("<textarea>", "`"),
    ]
)
NOTE = ["\n\n[^1]: ", "\n\n[^2]: ", "\n\n[^in]: ", "\n\n[^1-2]: "]


@settings(max_examples=200)
@given(st.lists(parts, max_size=12), st.lists(st.lists(parts, max_size=4), min_size=4, max_size=4))
def test_pages_are_right_whatever_the_article(text: list[str], notes: list[list[str]]) -> None:
    document = read(" ".join(text) + "".join(start + " ".join(note) for start, note in zip(NOTE, notes, strict=True)))
    assert not list(verify_page(made(document), document))


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_the_pages_of_the_bundled_articles_are_right(name: str, lang: str) -> None:
    document = bundled()[name][lang]
    assert not list(verify_page(made(document), document))


def test_the_page_of_the_seed_article_is_right() -> None:
    document = seed()
    assert not list(verify_page(made(document), document))


PIECES = st.sampled_from(
    [
        *("a", "a &amp; b", "<", '"', "<p>", "</p>", "<div>", "</div>", "</a>", "</li>", "</span>", "</section>"),
        *('<section role="doc-endnotes">', '<li id="fn-1">', '<li id="fn-2">', "<li>", '<span class="marker">1</span>'),
        *('<span class="marker">', '<li class="marker">x</li>', "<em>b</em>", '<h2 id="x">c</h2>', "<br>", "<p></p>"),
        *('<a href="#fn-1">', '<a id="x" href="#fn-2" role="doc-noteref" aria-label="Note 2">2</a>', "<a>d</a>"),
        *('<sup class="note"><a id="y" href="#fn-1" role="doc-noteref">1</a></sup>', '<a href="">e</a>', "<sup>"),
        *('<sup class="note"><a href="z">1</a>', '<a id="" href="?a&amp;b">f</a>', '<img id="z" src="a>b">', "</sup>"),
        *("<script>if (a < b) {}</script>", '<script id="s">"<li>"</script>', "<style>a > b</style>", "<script>"),
        *("<!DOCTYPE html>", "<!-- <p> -->", "<P>", '<b title="<li>">', "</style>", '<meta name="a">'),
    ]
)


@settings(max_examples=2000)
@given(st.lists(PIECES, max_size=14).map("".join))
@example('<section role="doc-endnotes"><li id="fn-1"><span class="marker"></span>')
def test_tags_in_plain_form_tell_the_same_as_to_a_parser(html: str) -> None:
    quick, slow = _Page(), _Page()
    quick.read(html)
    parser = _AnyPage(slow)
    parser.feed(html)
    parser.close()
    assert (quick.anchors, quick.notes, quick.markers) == (slow.anchors, slow.notes, slow.markers)
    assert quick.links == slow.links
