"""Words in HTML: which are entries, which stay, and that nothing but them changes in an edition."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from cpu import grows_in_proportion, takes_less_than
from edition.hostile import HOSTILE
from edition.making import entries, pseudo, translated, unwrapped
from hypothesis import example, given, settings
from hypothesis import strategies as st

from article.markdown.judges import JUDGES, differences, read
from pipeline.article.escape import escape_attribute, escape_html
from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.article.markdown.html_attributes import blank_values, has_letters
from pipeline.article.markdown.html_tokens import read_html, tokenize
from pipeline.catalog.update import update_entries
from pipeline.edition import EditionPolicy, MissingText, build_edition
from pipeline.model import Article, Entry, SegmentKind

PAGE = """<figure class="wide">
  <img src="lake.jpg" alt="The lake, frozen">
  <figcaption>Sevan in January.[^1] Photo: the archive.</figcaption>
</figure>

<table>
<tr><th>Year</th><th>Level, <i>m</i></th></tr>
<tr><td>1933</td><td>high<br>and clear</td></tr>
</table>

<details>
<summary>How it was measured</summary>

With a stick.[^1]

</details>

<p align=center>Write to <a href="mailto:x@a.am" title="By mail">us</a>, or <b>call</b>.</p>

[^1]: A note.
"""


def pieces(text: str, dialects: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    article = read_article(text, lang="en", dialects=dialects)
    assert article.source == text
    return [(segment.kind.value, segment.text) for segment in article.segments]


def texts(text: str, dialects: tuple[str, ...] = ()) -> list[str]:
    return [found for _, found in pieces(text, dialects)]


def edition(text: str, pairs: dict[str, str], dialects: tuple[str, ...] = ()) -> str:
    return build_edition(read_article(text, lang="en", dialects=dialects), entries(pairs), "hy").text


def test_text_between_tags_is_made_of_sentences_and_values_are_entries() -> None:
    assert pieces(PAGE) == [
        ("attribute", "The lake, frozen"),
        ("html text", "Sevan in January.{keep1}"),
        ("html text", "Photo: the archive."),
        ("html text", "Year"),
        ("html text", "Level, <i>m</i>"),
        ("html text", "high<br>and clear"),
        ("html text", "How it was measured"),
        ("paragraph", "With a stick.{fn1}"),
        ("html text", "Write to {keep1}us</a>, or <b>call</b>."),
        ("attribute", "By mail"),
        ("footnote", "A note."),
    ]


def test_catalogs_say_what_an_entry_is() -> None:
    comments = [unit.entry.comments for unit in extract_units(read_article(PAGE, lang="en"), "a.md")]
    assert comments[0] == ("attribute: alt",)
    assert comments[1] == ("html text", "{keep1}: A note.")


def test_an_edition_differs_in_its_words_alone() -> None:
    article = read_article(PAGE, lang="en")
    found = build_edition(article, translated(article, pseudo), "hy")
    assert not found.findings
    assert found.share == 1
    for judge in JUDGES.values():
        assert not list(differences(read(judge(PAGE)), read(judge(found.text))))
    again = read_article(found.text, lang="en", sentences=False)
    whole = read_article(PAGE, lang="en", sentences=False)
    assert [segment.text for segment in again.segments] == [pseudo(segment.text) for segment in whole.segments]


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\nwords\n</pre>",
        "<script>\nvar words = '<p>text</p>'\n</script>",
        "<style>\np { color: red }\n</style>",
        "<textarea>\nwords\n</textarea>",
        "<div><svg><text>words</text></svg></div>",
        "<div><math><mi>words</mi></math></div>",
        '<div markdown="1">\n*words*\n</div>',
        "<div markdown>words</div>",
        '<p translate="no">words <b>and</b> words</p>',
        "<!-- words -->",
        "<?php words ?>",
        "<![CDATA[ words ]]>",
        "<!DOCTYPE words>",
        "<p class=words\nand <b>words",
        "<div>\n<p>12</p>&nbsp;<code>words</code> https://a.am/words\n</div>",
        "<!-- targman: off -->\n\n<p>words</p>\n\n<!-- targman: on -->",
        '<img src="a" alt="">',
        '<img src="a" alt="1 · 2">',
    ],
)
def test_what_stays_has_no_entries(html: str) -> None:
    assert texts(html + "\n\nText.\n") == ["Text."]


def test_text_after_what_stays_is_offered_again() -> None:
    assert texts('<div><p translate="no">One.</p> Two. <span translate="no">x</span> three.</div>\n') == [
        "Two. {keep1} three."
    ]
    assert texts('<div markdown="0">Words.</div>\n') == ["Words."]


def test_words_in_the_attributes_of_a_tag_in_a_paragraph_are_entries() -> None:
    text = 'See <abbr title="In full">IF</abbr> and <a href="a.md" title=\'The map\'>it</a>.\n'
    sentence = "See {keep1}IF</abbr> and {keep2}it</a>."
    assert texts(text) == [sentence, "In full", "The map"]
    made = edition(text, {sentence: "Տես {keep2}այն</a>, {keep1}ԼԱ</abbr>։", "In full": 'Լրիվ <b>"անուն"</b>'})
    assert made == (
        "Տես <a href=\"a.md\" title='The map'>այն</a>, "
        '<abbr title="Լրիվ &lt;b&gt;&quot;անուն&quot;&lt;/b&gt;">ԼԱ</abbr>։\n'
    )


def test_a_picture_in_a_paragraph_is_kept_and_its_text_an_entry() -> None:
    text = 'See <img src="a.png" alt="The map"> here, and <b>there</b>.\n'
    assert texts(text) == ["See {keep1} here, and <b>there</b>.", "The map"]
    made = edition(text, {"See {keep1} here, and <b>there</b>.": "Տես <b>այն</b> {keep1}։", "The map": 'Քարտեզ "1"'})
    assert made == 'Տես <b>այն</b> <img src="a.png" alt="Քարտեզ &quot;1&quot;">։\n'


def test_text_of_several_lines_in_a_quote_or_a_list_is_on_one() -> None:
    text = "> <p>One\n> two.</p>\n\n- <div>\r\n  Three\r\n  four.\r\n  </div>\r\n"
    assert texts(text) == ["One two.", "Three four."]
    assert edition(text, {"One two.": "Մեկ", "Three four.": "Երեք"}) == (
        "> <p>Մեկ</p>\n\n- <div>\r\n  Երեք\r\n  </div>\r\n"
    )


def test_the_tag_that_begins_a_block_keeps_its_line() -> None:
    text = "<a href=x>\nOne\n</a> two\n"
    assert texts(text) == ["One", "two"]
    assert edition(text, {"One": "Մեկ", "two": "երկու"}) == "<a href=x>\nՄեկ\n</a> երկու\n"


def test_own_tags_stay_and_all_others_are_text() -> None:
    text = "<p>A <b>bold</b> &amp; AT&T word.</p>\n"
    (source,) = texts(text)
    made = edition(text, {source: "Մի <b>թավ</b> <i>x</i> & R&D &nbsp; 1 < 2"})
    assert made == "<p>Մի <b>թավ</b> &lt;i&gt;x&lt;/i&gt; &amp; R&amp;D &nbsp; 1 &lt; 2</p>\n"


@pytest.mark.parametrize(
    "own", ["{name}", "{#id .x}", "{", "{}x{}", "{fn1}", "${a}", "1 < 2 > 0", "<.", "> a", "Q & A", "&copy"]
)
def test_signs_that_the_source_has_itself_stay_as_they_are(own: str) -> None:
    text = f'<p title="{own} here">A word {own} more.</p>\n'
    assert unwrapped(read_article(text, lang="en")).text() == text
    made = edition(text, {found: found.replace("word", "բառ").replace("here", "այստեղ") for found in texts(text)})
    assert made == f'<p title="{own} այստեղ">A բառ {own} more.</p>\n'


def test_signs_that_the_source_has_otherwise_become_references() -> None:
    made = edition("<p>A {name} & 1 < 2.</p>\n", {"A {name} & 1 < 2.": "{% raw %} {{ name }} {other} &copy <i>"})
    assert made == "<p>&#123;% raw %&#125; &#123;&#123; name &#125;&#125; &#123;other&#125; &amp;copy &lt;i&gt;</p>\n"


@pytest.mark.parametrize("target", ["</b>Մի<b>", "<b>Մի", "Մի</b>", "<b><b>Մի</b></b>"])
def test_tags_that_do_not_nest_as_before_are_held_back(target: str) -> None:
    text = "<p>A <b>bold</b> word.</p>\n"
    made = edition(text, {"A <b>bold</b> word.": target})
    assert "<b>bold</b>" in made or "<b>" not in made


def test_an_untranslated_text_is_marked_without_markdown() -> None:
    article = read_article("<p>One.</p>\n", lang="en")
    marked = build_edition(article, {}, "ru", EditionPolicy(missing=MissingText.MARK)).text
    assert marked.startswith("<p>[")
    assert "\\" not in marked
    assert build_edition(article, {}, "ru", EditionPolicy(missing=MissingText.OMIT)).text == "<p>[…]</p>\n"


def test_a_translators_note_in_html_is_told_and_its_words_stay() -> None:
    found = build_edition(read_article("<p>One.</p>\n", lang="en"), entries({"One.": "Մեկ^[թիվ]։"}), "hy")
    assert found.text == "<p>Մեկ&#94;&#91;թիվ&#93;։</p>\n"
    assert [(finding.rule, finding.line) for finding in found.findings] == [("structure", 10)]


SITES = ("hugo", "jekyll", "mkdocs", "docusaurus", "pandoc", "obsidian")
OPENERS = (
    "{{< x >}}",
    "{{% x %}}",
    "{% include x %}",
    "{{ x }}",
    "{: .x}",
    "::: note",
    "!!! note",
    "$x$",
    "[[x]]",
    "@x",
    "%%x%%",
)


@pytest.mark.parametrize("dialect", SITES)
@pytest.mark.parametrize("opener", OPENERS)
def test_a_dialect_has_no_way_in(dialect: str, opener: str) -> None:
    text = '<div>\nSome words.\n<img src="a" alt="A text">\n</div>\n'
    for pairs in ({"Some words.": opener}, {"Some words.": f"Մի {opener}"}, {"A text": opener}):
        made = edition(text, pairs, (dialect,))
        assert read_article(made, lang="hy", dialects=(dialect,)).source == made
        assert not [mark for mark in ("{{", "{%", "{:", "$x$", "[[") if mark in made]
        assert "\n:::" not in made
        assert "\n!!!" not in made


def test_a_dialects_signs_in_html_stay_and_end_a_run_on_a_line_of_their_own() -> None:
    text = '<ul>\n{% for x in y %}\n<li>One {{ x }} two <a href="{{ x | url }}">three</a>.</li>\n{% endfor %}\n</ul>\n'
    assert texts(text, ("jekyll",)) == ["One {keep1} two {keep2}three</a>."]
    assert edition(text, {"One {keep1} two {keep2}three</a>.": "{keep2}ա</a> բ {keep1}"}, ("jekyll",)) == (
        '<ul>\n{% for x in y %}\n<li><a href="{{ x | url }}">ա</a> բ {{ x }}</li>\n{% endfor %}\n</ul>\n'
    )


def test_values_are_quoted_and_their_quotes_are_references() -> None:
    assert escape_attribute("a b", "html") == '"a b"'
    assert escape_attribute('a "b" <c> & &amp;', 'html"') == "a &quot;b&quot; &lt;c&gt; &amp; &amp;"
    assert escape_html("{{ a }} *b*", "*c*") == "&#123;&#123; a &#125;&#125; *b*"
    assert blank_values("<img ALT='a' src=x title=b>") == '<img ALT="" src=x title="">'


def test_letters_are_none_of_references_addresses_and_notes() -> None:
    assert not has_letters("&nbsp; 12 [^note] https://a.am/b")
    assert has_letters("12 մ")


@given(st.text("<>/ab=\"'!-?& \n[]^1{}*", max_size=40), st.sampled_from(HOSTILE))
@settings(max_examples=400)
def test_any_html_is_covered_and_survives(html: str, hostile: str) -> None:
    assert "".join(html[token.start : token.end] for token in tokenize(html)) == html
    text = f"<div>{html}\n</div>\n\nText.\n"
    article = read_article(text, lang="en")
    assert article.source == text
    first = next(
        (item for item in article.segments if item.kind in {SegmentKind.HTML_TEXT, SegmentKind.ATTRIBUTE}), None
    )
    if first is not None:
        made = build_edition(article, entries({first.text: hostile}), "hy").text
        assert _tags(text) == _tags(made)


def _tags(text: str) -> list[str]:
    return [blank_values(text[item.start : item.end]) for item in tokenize(text) if item.sort in {"open", "close"}]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "part",
    ["<", "<a ", "<a b=", "<!--", "<?", "<![CDATA[", "<p>", "<b>", "</b>", "<code>", "<code><p>", "<br>", "a<br>",
     "<svg>", "<img alt=x>", "***\n", "&", "<script>", "<a b='", "[^", '<p translate="no">', "<b>x ", "x <!-- a --> "],
)  # fmt: skip
def test_hostile_html_takes_time_that_grows_with_its_length(part: str) -> None:
    # Objects by the hundred thousand take more time each, so the bound is half of what eight times the text would take
    # if the time grew with its square.
    assert grows_in_proportion(lambda size: read_html("<div>" + part * (size // len(part))), 50_000, 400_000, slack=4)


def test_a_page_of_html_is_read_in_one_go() -> None:
    text = "<table>\n" + "<tr><td>Cell <b>text</b></td><td title='x y'>d</td></tr>\n" * 3000 + "</table>\n"
    read: list[Article] = []
    assert takes_less_than(10, lambda: read.append(read_article(text, lang="en")))
    assert len(read[0].segments) == 9000


def test_a_picture_that_became_a_placeholder_keeps_the_translation_around_it() -> None:
    article = read_article('See <img src="a.png" alt="The map"> here.\n', lang="en")
    before = Entry(
        source='See <img src="a.png" alt="The map"> here.', target='Տես <img src="a.png" alt="The map"> այստեղ։'
    )
    made = update_entries((before,), extract_units(article, "a.md"), lang="hy", same_language=False).entries
    assert [(entry.source, entry.target, entry.fuzzy, entry.obsolete) for entry in made] == [
        ("See {keep1} here.", "Տես {keep1} այստեղ։", False, False),
        ("The map", "", False, False),
        (before.source, before.target, False, True),
    ]


PARTS = (
    "<p>", "</p>", "<div>", "<b>", "</b>", "<i title='Some words'>", "</i>", "<code>x", "</code>", "<!-- c -->", "<br>",
    '<img src="a" alt="Its words">', "words ", "One. Two. ", "\n", "[^1]", "&amp;", "<pre>", "</pre>", "<script>",
    "</script>", "<svg>", "</svg>", '<p translate="no">', "<td>", "<a href='/x'>", "</a>", "{{ x }}", "*x*",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join), st.lists(st.sampled_from(HOSTILE), min_size=1))
@example("words <code>x<svg></code>", ["1. one"])
@settings(max_examples=300)
def test_judges_see_the_same_tags_in_any_edition(html: str, hostile: list[str]) -> None:
    text = f"<div>{html}</div>\n\nText.[^1]\n\n[^1]: Note.\n"
    article = read_article(text, lang="en")
    kinds = {SegmentKind.HTML_TEXT, SegmentKind.ATTRIBUTE}
    own = [segment.text for segment in article.segments if segment.kind in kinds]
    pairs = {source: hostile[index % len(hostile)] for index, source in enumerate(own)}
    made = build_edition(article, entries(pairs), "hy").text
    for judge in JUDGES.values():
        source, found = _opened(judge(text)), _opened(judge(made))
        assert [tag for tag in source if tag[0] in BLOCKS] == [tag for tag in found if tag[0] in BLOCKS]
        assert not Counter(found) - Counter(source)
    forced = unwrapped(article)
    forced.hold_back()
    assert not list(forced.findings())


BLOCKS = {"p", "div", "td", "pre", "script", "svg", "section", "li", "ol"}


class _Opened(HTMLParser):
    """The tags that open in a page, with the attributes that no translation may change."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [f"{name}={value}" for name, value in attrs if name not in {"alt", "title"}]
        self.found.append((tag, " ".join(kept)))


def _opened(html: str) -> list[tuple[str, str]]:
    reader = _Opened()
    reader.feed(html)
    reader.close()
    return reader.found
