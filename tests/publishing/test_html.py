"""HTML of an article: the right elements, and nothing in it that could run, whatever the article holds."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import EDITIONS, bundled, read

from pipeline.languages.folders import list_codes
from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document
from pipeline.publishing.html import HtmlWriter, LinkMap, clean_html, link_to_notes, note_id, reference_id
from pipeline.publishing.page import render_page
from pipeline.publishing.sanitize import is_safe_address

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORBIDDEN = {
    *("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math", "template"),
    *("noscript", "textarea", "button", "select", "video", "audio", "applet", "frameset", "frame", "noembed"),
}

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src='x'/onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    '<img src="x" alt="`><script>alert(1)</script>">',
    "<body onload=alert(1)>",
    "<div onmouseover=alert(1) style='background:url(javascript:alert(1))'>x</div>",
    "<p onclick=alert(1)>x",
    "<b onpointerenter=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#9;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='blob:https://example.org/x'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><input type=submit formaction='javascript:alert(1)'></form>",
    "<base href='javascript:/a/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><img src=x onerror=alert(1)>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
    "<video><source onerror=alert(1)></video>",
    "<template><img src=x onerror=alert(1)></template>",
    "<p\nonclick\n=\nalert(1)\n>x",
    "<<img src=x onerror=alert(1)>",
    "<img src=x \x00onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](//example.org/y)",
    "[x](/\\example.org/y)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](a.png)',
    '![x](a.png "t\\" onerror=\\"alert(1)")',
    '[x](a "t\\" onclick=\\"alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '## x {#a" onclick=alert(1) .b}',
    '```x" onclick="alert(1)\ncode\n```',
]


def written(document: Document) -> str:
    """Return the text and the notes of a document as fragments."""
    writer = HtmlWriter(document, LinkMap(), link_to_notes("Note {marker}"))
    return writer.render(document.body) + "".join(writer.render(note.blocks) for note in document.notes)


def html(text: str) -> str:
    """Return an article's text as HTML on one line."""
    return " ".join(written(read(text)).split())


def faults(fragment: str) -> Iterator[str]:
    """Return everything that could run in a fragment, as a browser reads it."""
    tree: Element = html5lib.parseFragment(fragment, container="div", namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield "a comment"
            continue
        tag = element.tag.split("}")[-1].lower()
        if tag in FORBIDDEN:
            yield tag
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or name in {"style", "srcdoc", "formaction"}:
                yield f"{tag} {name}"
            if name in {"href", "src", "cite"}:
                scheme = urlsplit("".join(value.split())).scheme
                if scheme not in {"", "http", "https", "mailto", "tel"} or value.startswith(("//", "/\\")):
                    yield f"{name}={value}"


# What elements things become


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* **b** ~~c~~ `d<`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;</code></p>"),
        ("a\\\nb", "<p>a<br> b</p>"),
        ("## A *b*", '<h2 id="a-b">A <em>b</em></h2>'),
        ("> a\n>\n> b", "<blockquote><p>a</p> <p>b</p> </blockquote>"),
        ("3. a\n4. b", '<ol start="3"> <li>a</li> <li>b</li> </ol>'),
        ("- a\n  - b", "<ul> <li>a<ul> <li>b</li> </ul> </li> </ul>"),
        ("```python\na < b\n```", '<pre><code class="language-python">a &lt; b </code></pre>'),
        ("***", "<hr>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        (
            "[a *b*](http://example.org?a=1&b=2 't')",
            '<p><a href="http://example.org?a=1&amp;b=2" title="t">a <em>b</em></a></p>',
        ),
        ("<a@example.org>", '<p><a href="mailto:a@example.org">a@example.org</a></p>'),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
    ],
)
def test_markdown_becomes_the_elements_that_it_means(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_table_says_what_its_columns_are() -> None:
    made = html("| a | b |\n|---|--:|\n| c | d |")
    assert '<th scope="col">a</th><th scope="col" class="right">b</th>' in made
    assert '<td>c</td><td class="right">d</td>' in made


def test_an_image_has_its_words_and_its_title() -> None:
    made = html('![What *it* shows](a.png "A title")')
    assert '<img src="a.png" alt="What it shows" title="A title" loading="lazy">' in made


def test_a_link_to_a_heading_leads_to_its_anchor_and_known_addresses_are_replaced() -> None:
    document = read("## Два тоннеля\n\n[a](#два-тоннеля) [b](other.md) [c](more.md)\n", "ru")
    writer = HtmlWriter(document, LinkMap(known={"other.md": "../b.html"}), link_to_notes("{marker}"))
    made = writer.render(document.body)
    assert re.findall(r'href="([^"]*)"', made) == ["#dva-tonnelya", "../b.html", "more.md"]


def test_a_link_that_leads_nowhere_safe_is_its_words() -> None:
    assert html("[a](javascript:b) c") == "<p>a c</p>"
    assert html("![a](data:image/png,b) c") == "<p>a c</p>"


# Anchors of notes


def test_no_two_references_and_no_two_notes_have_the_same_anchor() -> None:
    labels = ["1", "1-2", "2-1", "a b", "a-b", "ref-1", "ref2-1", "x"]
    made = [note_id(label) for label in labels] + [reference_id(label, n) for label in labels for n in (1, 2, 12)]
    assert len(set(made)) == len(made)
    assert not any(" " in anchor for anchor in made)


def test_a_reference_in_the_words_of_a_raw_link_survives() -> None:
    made = html("<a href='http://example.org'>a[^1] b</a> c\n\n[^1]: n")
    assert made.count('href="#fn-1"') == 1
    assert made.count('id="fnref-1"') == 1


# Raw HTML


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("place", ["{}", "a {} b", "- {}", "> {}", "| {} |\n|---|", "# a {}", "a[^1]\n\n[^1]: {}"])
def test_nothing_of_a_known_attack_survives(vector: str, place: str) -> None:
    made = written(read(place.format(vector)))
    assert not list(faults(made))
    assert made == clean_html(made)


def test_the_faults_would_be_seen() -> None:
    assert list(faults("<p><script>a</script>")) == ["script"]
    assert list(faults("<svg/onload=a>")) == ["svg", "svg onload"]
    assert list(faults("<a href=' java&#9;script:a' style=b>")) == ["href= java\tscript:a", "a style"]


pieces = st.one_of(
    st.sampled_from(VECTORS),
    st.sampled_from(["<b>", "</b>", "<div>", "</div>", "<!--", "-->", "<a href='", "'>", '"', "<", "</", "`"]),
    st.sampled_from(["\n", "\n\n", "\n- ", "\n> "]),
    st.text(alphabet="<>/='\"abonxs :&#;!-\n\t\\[](){}*_`", max_size=12),
)


@settings(max_examples=300)
@given(st.lists(pieces, max_size=8))
def test_nothing_of_a_made_up_attack_survives(parts: list[str]) -> None:
    made = written(read("".join(parts)))
    assert not list(faults(made))
    assert made == clean_html(made)


def test_a_tag_that_is_never_closed_ends_with_its_paragraph() -> None:
    assert html("a <b>b\n\nc") == "<p>a <b>b</b></p> <p>c</p>"
    assert html("- a <i>b\n- c") == "<ul> <li>a <i>b</i></li> <li>c</li> </ul>"
    assert html("<div>\na\n\nb") == "<div> a </div><p>b</p>"


def test_raw_tags_cannot_take_the_lists_and_paragraphs_around_them_apart() -> None:
    assert html("- a <li>b</li></ul> c") == "<ul> <li>a b c</li> </ul>"
    assert html("- a\n\n  </li></ul>\n  <li>b\n- c").count("<li>") == 2
    assert html("a </p><p> b <div>c") == "<p>a b c</p>"


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\\\evil.example", "\\\\\\\\evil.example", "javascript:alert(1)"]
)
def test_raw_html_leads_nowhere_that_markdown_may_not(address: str) -> None:
    made = written(read(f'A <a href="{address}">link</a>, <img src="{address}" alt="a picture">.\n'))
    assert "evil" not in made
    assert "alert" not in made
    assert "a picture" in made
    assert "<img" not in made


def test_a_raw_list_stays_a_list() -> None:
    assert html("<ul><li>a</li><li>b</li></ul>") == "<ul><li>a</li><li>b</li></ul>"


@pytest.mark.parametrize(
    "text", ["<div>\n<![x]\n", "<div>\n<![ x]> b", "<div>\n<![CDATA[", "a <![CDATA[b]]> c", "<!x>"]
)
def test_marked_sections_are_comments(text: str) -> None:
    assert "x" not in html(text) or "[x]" in html(text)
    assert not list(faults(html(text)))


def test_a_script_goes_with_all_its_lines() -> None:
    assert html("<script>\nalert(1)\n</script>\n\na") == "<p>a</p>"


def test_raw_html_cannot_pretend_to_be_a_part_of_the_page() -> None:
    made = html('<p id="notes" class="notes" role="doc-endnotes" data-fn="1" name="_ftn1">a</p>')
    assert made == "<p>a</p>"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("http://example.org", True),
        ("HTTPS://example.org", True),
        ("mailto:a@example.org", True),
        ("tel:+37410123456", True),
        ("images/a.png", True),
        ("/a", True),
        ("a:b", False),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("/\\example.org", False),
        ("\\\\example.org", False),
        (" //example.org", False),
        ("http://[", False),
    ],
)
def test_safe_addresses(address: str, *, safe: bool) -> None:
    assert is_safe_address(address) is safe


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_the_bundled_articles_are_clean(name: str, lang: str) -> None:
    made = written(bundled()[name][lang])
    assert not list(faults(made))
    assert made == clean_html(made)


def test_a_page_without_a_title_is_called_by_its_beginning() -> None:
    assert "<title>Just text.</title>" in render_page(read("Just text.\n"), Wording(lang="en"))
    assert "<title>English</title>" in render_page(read("\n"), Wording(lang="en"))


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("hy", "*Շեշտված* *Latin*", '<em class="spaced">Շեշտված</em> <em>Latin</em>'),
        ("hyw", "*Շեշտուած*", '<em class="spaced">Շեշտուած</em>'),
        ("ru", "*слово*", "<em>слово</em>"),
        ("ka", "*სიტყვა*", "<em>სიტყვა</em>"),
    ],
)
def test_words_are_stressed_as_their_language_does(lang: str, text: str, shown: str) -> None:
    assert shown in render_page(read(text + "\n", lang), Wording(lang=lang))


@pytest.mark.parametrize("lang", list_codes())
def test_the_number_on_a_link_back_is_a_word_of_its_name(lang: str) -> None:
    """Who speaks to a browser says what is seen."""
    assert "7" in Wording(lang=lang)("Back to reference {number}", number="7").split()
