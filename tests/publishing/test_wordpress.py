"""WordPress posts: blocks that the editor accepts as its own, footnotes that it can neither lose nor double."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import EDITIONS, EVERYWHERE, bundled, read, seed

from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document
from pipeline.publishing.html import LinkMap
from pipeline.publishing.wordpress import WordPressPost, post_slugs, render_blocks, render_classic, render_sidecar

COMMENT = re.compile(
    r"<!-- (?P<close>/)?wp:(?P<name>[a-z][a-z0-9-]*)(?: (?P<attributes>\{.*?\}))? (?P<empty>/)?-->", re.DOTALL
)


@dataclass(kw_only=True)
class Block:
    """A block as its comments say: `html` is what stands in it beside other blocks."""

    name: str
    attributes: dict[str, Any]
    html: str = ""
    inside: list["Block"] = field(default_factory=list)

    def every(self) -> Iterator["Block"]:
        """The block and all in it."""
        yield self
        for block in self.inside:
            yield from block.every()


def parsed(content: str) -> list[Block]:
    """The blocks of a post. Fails where one is not closed in its place, or where anything stands outside of blocks."""
    root = Block(name="", attributes={})
    opened = [root]
    done = 0
    for match in COMMENT.finditer(content):
        opened[-1].html += content[done : match.start()]
        done = match.end()
        if match["close"]:
            assert opened.pop().name == match["name"]
            continue
        block = Block(name=match["name"], attributes=json.loads(match["attributes"] or "{}"))
        opened[-1].inside.append(block)
        if not match["empty"]:
            opened.append(block)
    assert opened == [root]
    assert not (root.html + content[done:]).strip()
    assert content.count("<!--") == len(list(COMMENT.finditer(content)))
    return root.inside


class Tags(HTMLParser):
    """Return all start tags of some HTML, and True if all are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.opened: list[str] = []
        self.feed(html)
        self.close()
        assert not self.opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"br", "img", "hr", "wbr", "input", "col"}:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def post(text: str, lang: str = "en") -> WordPressPost:
    return render_blocks(read(text, lang), Wording(lang=lang), LinkMap(), "lake")


def shape(found: Sequence[Block]) -> list[Any]:
    """Return the names of blocks, nested ones as lists."""
    return [item for block in found for item in ([block.name, shape(block.inside)] if block.inside else [block.name])]


def proven(made: WordPressPost, document: Document) -> list[dict[str, str]]:
    """The footnotes of a post, after it was proved that each note has one reference of WordPress's own, in the order of
    the footnotes, and that no link among references and notes leads nowhere.
    """
    found = [block for top in parsed(made.content) for block in top.every()]
    notes: list[dict[str, str]] = json.loads(made.footnotes) if made.footnotes else []
    in_notes = [tag for note in notes for tag in Tags(note["content"]).found]
    tags = [*Tags(COMMENT.sub("", made.content)).found, *in_notes]
    references = [about["data-fn"] for tag, about in tags if tag == "sup" and about.get("class") == "fn"]
    assert references == [note["id"] for note in notes]
    assert len(notes) == len(document.notes) == len(set(references))
    assert [block.name for block in found].count("footnotes") == bool(notes)
    assert all(list(note) == ["content", "id"] for note in notes)
    anchors = [about["id"] for _, about in tags if "id" in about]
    assert len(anchors) == len(set(anchors))
    listed = set(references)
    assert {f"{name}-link" for name in listed} <= set(anchors)  # where WordPress leads back to
    assert not any("data-fn" in about for _, about in in_notes)
    links = [about["href"] for _, about in tags if about.get("href", "").startswith("#fn-")]
    assert {link.removeprefix("#") for link in links} == listed
    assert "[" not in "".join(block.html for block in found)  # nothing is taken for a shortcode
    return notes


# Blocks


QUOTE = (
    '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n<p>a</p>\n'
    "<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>b</p>\n<!-- /wp:paragraph --></blockquote>\n"
    "<!-- /wp:quote -->"
)
NUMBERED = (
    '<!-- wp:list {"ordered":true,"start":3} -->\n<ol start="3" class="wp-block-list"><!-- wp:list-item -->\n'
    "<li>a</li>\n<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n<li>b</li>\n<!-- /wp:list-item --></ol>\n"
    "<!-- /wp:list -->"
)
NESTED = (
    '<!-- wp:list -->\n<ul class="wp-block-list"><!-- wp:list-item -->\n<li>a'
    '<!-- wp:list {"ordered":true} -->\n<ol class="wp-block-list"><!-- wp:list-item -->\n<li>b</li>\n'
    "<!-- /wp:list-item --></ol>\n<!-- /wp:list --></li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->"
)
TABLE = (
    '<!-- wp:table {"hasFixedLayout":false} -->\n<figure class="wp-block-table"><table><thead><tr><th>a</th>'
    '<th class="has-text-align-right" data-align="right">b</th></tr></thead><tbody><tr><td>c</td>'
    '<td class="has-text-align-right" data-align="right">d</td></tr></tbody></table></figure>\n'
    "<!-- /wp:table -->"
)
IMAGE = (
    '<!-- wp:image -->\n<figure class="wp-block-image"><img src="a.png" alt="What it shows"/>'
    '<figcaption class="wp-element-caption">A title</figcaption></figure>\n<!-- /wp:image -->'
)
LINKED_IMAGE = (
    '<!-- wp:image {"linkDestination":"custom"} -->\n<figure class="wp-block-image"><a '
    'href="http://example.org"><img src="a.png" alt="a"/></a></figure>\n<!-- /wp:image -->'
)
SEPARATOR = '<hr class="wp-block-separator has-alpha-channel-opacity"/>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b*\nc", "<!-- wp:paragraph -->\n<p>a <em>b</em> c</p>\n<!-- /wp:paragraph -->"),
        ("a\\\nb", "<!-- wp:paragraph -->\n<p>a<br>b</p>\n<!-- /wp:paragraph -->"),
        ("## A", '<!-- wp:heading -->\n<h2 class="wp-block-heading" id="a">A</h2>\n<!-- /wp:heading -->'),
        ("### A", '<!-- wp:heading {"level":3} -->\n<h3 class="wp-block-heading" id="a">A</h3>\n<!-- /wp:heading -->'),
        ("> a\n>\n> b", QUOTE),
        ("3. a\n4. b", NUMBERED),
        ("- a\n  1. b", NESTED),
        ("| a | b |\n|---|--:|\n| c | d |", TABLE),
        ('![What it shows](a.png "A title")', IMAGE),
        ("[![a](a.png)](http://example.org)", LINKED_IMAGE),
        (
            "```\na [b] <c>\n```",
            '<!-- wp:code -->\n<pre class="wp-block-code"><code>a &#91;b] &lt;c&gt;</code></pre>\n<!-- /wp:code -->',
        ),
        ("***", f"<!-- wp:separator -->\n{SEPARATOR}\n<!-- /wp:separator -->"),
        ("<div onclick=a>\nb\n</div>", "<!-- wp:html -->\n<div>\nb\n</div>\n<!-- /wp:html -->"),
    ],
)
def test_each_kind_of_block(text: str, expected: str) -> None:
    made = post(text)
    assert made.content == expected + "\n"
    assert made.footnotes == ""
    parsed(made.content)


def test_the_title_is_not_among_the_blocks_and_the_byline_is() -> None:
    text = "---\ntitle: The lake\nsubtitle: A <story>\nauthor: A. Author\ndate: 2025-07-28\n---\n# The lake\n\na\n"
    made = parsed(post(text).content)
    assert [block.html.strip() for block in made] == ["<p>A &lt;story&gt;</p>", "<p>By A. Author</p>", "<p>a</p>"]


def test_a_list_item_holds_more_than_one_paragraph() -> None:
    [made] = parsed(post("- a\n\n  b\n\n  > c\n- d\n").content)
    assert [item.html.strip() for item in made.inside] == ["<li>a<br><br>b<br><br>c</li>", "<li>d</li>"]


def test_what_follows_a_list_in_a_list_item_is_still_read_after_it() -> None:
    [made] = parsed(post("- a\n  - b\n\n  c[^1]\n- d\n\n[^1]: n\n").content)[:1]
    assert re.sub(r"<.*?>", "", " ".join(block.html.strip() for block in made.every())).split() == ["a", "bc1", "d"]


def test_no_text_can_begin_a_block_or_a_shortcode() -> None:
    made = post("\\<!-- wp:html --> &lt;!-- /wp:paragraph --> `<!-- wp:x -->` [gallery ids=1] [x](http://e.org/[a])\n")
    assert shape(parsed(made.content)) == ["paragraph"]
    assert "[" not in made.content


def test_raw_html_in_a_line_cannot_break_the_block() -> None:
    made = post("a <b>b <div>c</p> <script>d</script> <!-- wp:html --> <img src=x onerror=e>\n")
    [block] = parsed(made.content)
    assert "onerror" not in made.content
    assert [tag for tag, _ in Tags(block.html).found] == ["p", "b", "img"]


def test_an_image_that_leads_nowhere_safe_is_its_words() -> None:
    assert "<p>a</p>" in post("![a](javascript:b)").content


# Footnotes


def test_the_shape_of_references_and_of_the_meta_field() -> None:
    made = post('a[^1]\n\n[^1]: *one* "two" \\\\\n')
    identifier = json.loads(made.footnotes)[0]["id"]
    assert re.fullmatch(r"fn-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", identifier)
    reference = f'<sup data-fn="{identifier}" class="fn"><a href="#{identifier}" id="{identifier}-link">1</a></sup>'
    assert f"<p>a{reference}</p>" in made.content
    assert made.footnotes == f'[{{"content":"<em>one</em> \\"two\\" &#92;","id":"{identifier}"}}]'
    assert made.content.endswith("Notes</h2>\n<!-- /wp:heading -->\n\n<!-- wp:footnotes /-->\n")


def test_identifiers_are_the_same_every_time_and_differ_between_editions() -> None:
    text = "a[^1]\n\n[^1]: n\n"
    assert post(text) == post(text)
    others = {
        render_blocks(read(text, lang), Wording(lang=lang), None, slug).footnotes
        for lang in ("en", "ru")
        for slug in "ab"
    }
    assert len(others) == 4


def test_notes_in_every_place_are_footnotes_once() -> None:
    document = read(EVERYWHERE)
    notes = proven(render_blocks(document, Wording(lang="en")), document)
    assert re.sub("<.*?>", "", notes[1]["content"]) == "One, see 3.Second paragraph of one."
    assert "<br><br>Second paragraph of <em>one</em>." in notes[1]["content"]
    assert [re.sub("<.*?>", "", note["content"]) for note in notes[2:]] == [
        *("A note in a note.", "h", "q", "• a list• in a note", "n", "https://example.org/head", "Words."),
        "Nothing refers here.",
    ]


def test_a_further_reference_is_a_plain_link() -> None:
    document = read("a[^1] b[^1] c[^2]\n\n[^1]: n\n\n[^2]: m\n")
    made = render_blocks(document, Wording(lang="en"))
    proven(made, document)
    assert made.content.count("data-fn") == 2
    assert re.findall(r">(\d)</a></sup>", made.content) == ["1", "1", "2"]


def test_a_note_that_only_a_note_refers_to_has_its_reference_beside_that_notes_own() -> None:
    document = read("a[^1] b[^2]\n\n[^1]: see[^3][^2]\n\n[^2]: m\n\n[^3]: o[^4]\n\n[^4]: p\n")
    made = render_blocks(document, Wording(lang="en"))
    assert [re.sub("<.*?>", "", note["content"]) for note in proven(made, document)] == ["see24", "o3", "p", "m"]
    assert re.sub("<.*?>", "", made.content).split()[:2] == ["a123", "b4"]


def test_a_note_of_the_title_is_referred_to_above_the_text() -> None:
    document = read("# Title[^1]\n\na[^2]\n\n[^1]: n\n\n[^2]: m\n")
    made = render_blocks(document, Wording(lang="en"))
    proven(made, document)
    assert [re.sub("<.*?>", "", block.html).strip() for block in parsed(made.content)[:2]] == ["1", "a2"]


def test_notes_that_nothing_refers_to_are_referred_to_below_the_text() -> None:
    document = read("a\n\n[^1]: n[^2]\n\n[^2]: m[^1]\n\n[^3]: o\n")
    made = render_blocks(document, Wording(lang="en"))
    proven(made, document)
    assert shape(parsed(made.content)) == ["paragraph", "paragraph", "heading", "footnotes"]


def test_a_translators_own_note_is_a_footnote_like_the_others() -> None:
    document = read("a[^tn1] b[^1]\n\n[^1]: n\n\n[^tn1]: own\n", source="a b[^1]\n\n[^1]: n\n")
    notes = proven(render_blocks(document, Wording(lang="en")), document)
    assert [note["content"] for note in notes] == ["own", "n"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("one\n\n    two", "one<br><br>two"),
        ("- a\n    - b\n        1. c", "• a<br>• b<br>1. c"),
        ("> a\n    >\n    > b", "a<br><br>b"),
        ("# a", "<strong>a</strong>"),
        ("a\n\n    ```\n    b\n      c\n    ```", "a<br><br><code>b</code><br><code>&nbsp;&nbsp;c</code>"),
        ("a\n\n    | b | c |\n    |---|---|\n    | d | e |", "a<br><br>b | c<br>d | e"),
        ("a\n\n    <p>b</p>\n    <p>c</p>", "a<br><br>b<br>c"),
        ("a\n\n    ***", "a<br><br>* * *"),
        ("", ""),
    ],
)
def test_a_footnote_is_rich_text_without_blocks(note: str, expected: str) -> None:
    [made] = json.loads(post(f"a[^1]\n\n[^1]: {note}\n").footnotes)
    assert made["content"] == expected


parts = st.sampled_from(
    [
        *(
            "a",
            "*b*",
            "[^1]",
            "[^2]",
            "[^in]",
            "[^never]",
            "<b>",
            "</b>",
            "<li>",
            "</ol>",
            "[gallery]",
            "![a[^1]](b.png)",
        ),
        *("\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n## ", "\n```\n", "\n<div>\n"),
        "\n| a[^1] | [^2] |\n|---|---|\n| b | c |\n\n",
    ]
)
DEFINITIONS = "\n\n[^1]: one[^in]\n\n[^2]: two[^1]\n\n    - <li>three\n\n[^in]: in[^in]\n\n[^never]: never\n"


@settings(max_examples=150)
@given(st.lists(parts, max_size=14))
def test_references_and_footnotes_are_one_to_one_whatever_the_article(found: list[str]) -> None:
    document = read(" ".join(found) + DEFINITIONS)
    proven(render_blocks(document, Wording(lang="en")), document)
    proven_classic(document)


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_the_bundled_articles_as_posts(name: str, lang: str) -> None:
    document = bundled()[name][lang]
    made = render_blocks(document, Wording(lang=lang), LinkMap(), name)
    notes = proven(made, document)
    targets = [re.findall(r'href="(http[^"]*)"', note["content"]) for note in notes]
    other = bundled()[name]["en"]
    same = json.loads(render_blocks(other, Wording(lang="en"), LinkMap(), name).footnotes)
    assert targets == [re.findall(r'href="(http[^"]*)"', note["content"]) for note in same]
    proven_classic(document)


def test_the_seed_article_as_a_post() -> None:
    document = seed()
    proven(render_blocks(document, Wording(lang="en")), document)
    proven_classic(document)


# The classic editor


def proven_classic(document: Document) -> str:
    """The HTML for the classic editor, after it was proved that notes and references lead to each other."""
    made = render_classic(document, Wording(lang=document.lang))
    links = [about for tag, about in Tags(made).found if tag == "a" and about.get("name")]
    names = [about["name"] for about in links]
    assert len(names) == len(set(names))
    notes = [name for name in names if re.fullmatch(r"_ftn\d+", name)]
    assert notes == [f"_ftn{number}" for number in range(1, len(document.notes) + 1)]
    references = [about["href"] for about in links if about["name"].startswith("_ftnref")]
    assert [references.count(f"#{name}") for name in notes] == [note.references for note in document.notes]
    back = [about["href"] for _, about in Tags(made).found if about.get("href", "").startswith("#_ftnref")]
    assert {f"#{name}" for name in names if name.startswith("_ftnref")} == set(back)
    return made


def test_classic_notes_are_as_word_pastes_them() -> None:
    made = proven_classic(read("# T\n\na[^1] [b] c[^2] d[^1]\n\n[^1]: One.\n\n    Two.\n\n[^2]: - x\n\n[^3]: y\n"))
    assert made == (
        '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a> &#91;b] c<a href="#_ftn2" name="_ftnref2">[2]</a> '
        'd<a href="#_ftn1" name="_ftnref1-2">[1]</a></p>\n<hr>\n'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> One. <a href="#_ftnref1-2">↩</a></p>\n<p>Two.</p>\n'
        '<p><a href="#_ftnref2" name="_ftn2">[2]</a> </p>\n<ul>\n<li>x</li>\n</ul>\n'
        '<p><a name="_ftn3">[3]</a> y</p>\n'
    )


def test_classic_notes_have_the_documents_markers() -> None:
    document = read("a[^1] b[^tn1]\n\n[^1]: n\n\n[^tn1]: own\n", source="a[^1]\n\n[^1]: n\n")
    assert re.findall(r">\[(.*?)\]</a>", proven_classic(document)) == ["1", "*", "1", "*"]


def test_classic_paragraphs_stand_on_one_line_each() -> None:
    assert render_classic(read("a\nb\\\nc\n"), Wording(lang="en")) == "<p>a b<br>c</p>\n"
    assert proven_classic(read(EVERYWHERE)).startswith('<p><a href="#_ftn1" name="_ftnref1">[1]</a></p>\n<p>First')


def test_the_picture_of_the_front_matter_is_above_a_classic_text() -> None:
    made = render_classic(read("---\nimage: a.jpg\nimage_alt: A\nimage_caption: B [c]\n---\nd\n"), Wording(lang="en"))
    picture = '<figure class="lead"><img src="a.jpg" alt="A"><figcaption>B &#91;c]</figcaption></figure>'
    assert made == f"{picture}\n<p>d</p>\n"


# The sidecar


def test_the_sidecar_says_what_belongs_beside_the_content() -> None:
    about = "title: Սևան\ndate: 2025-07-28\nauthor: Ա. Հեղինակ\nimage: a.jpg\nimage_caption: Берег"
    source = f"---\n{about}\n---\n# Սևան\n\na[^1]\n\n[^1]: n\n"
    documents = {
        "hy": read(source, "hy"),
        "ru": read(source.replace("Սևան", "Севан"), "ru", source=source, source_lang="hy"),
        "en": read(source.replace("Սևան", "Sevan"), "en", source=source, source_lang="hy"),
    }
    made = render_blocks(documents["ru"], Wording(lang="ru"), None, "lake")
    fields = json.loads(render_sidecar(documents, "ru", "lake", made))
    assert fields == {
        "title": "Севан",
        "slug": "sevan-ru",
        "excerpt": "a",
        "date": "2025-07-28T00:00:00",
        "status": "draft",
        "lang": "ru",
        "locale": "ru_RU",
        "subtitle": "",
        "authors": ["Ա. Հեղինակ"],
        "translators": [],
        "featured_image": "a.jpg",
        "featured_image_alt": "",
        "featured_image_caption": "Берег",
        "meta": {"footnotes": made.footnotes},
        "polylang": {"lang": "ru", "translations": {"hy": "sevan", "ru": "sevan-ru", "en": "sevan-en"}},
        "wpml": {"language_code": "ru", "source_language_code": "hy", "group": "lake"},
    }


def test_the_sidecar_of_the_original_has_no_source_language_and_always_the_same_keys() -> None:
    documents = {"en": read("a\n")}
    bare = json.loads(render_sidecar(documents, "en", "lake", render_blocks(documents["en"], Wording(lang="en"))))
    assert (bare["wpml"]["source_language_code"], bare["date"], bare["featured_image"]) == (None, None, None)
    assert bare["slug"] == "lake"
    assert bare["meta"]["footnotes"] == ""


def test_no_two_posts_have_one_slug() -> None:
    documents = {"en": read("# A\n"), "ru": read("# A\n", "ru"), "hy": read("# A-ru\n", "hy")}
    assert post_slugs(documents, "x") == {"en": "a", "ru": "a-ru", "hy": "a-ru-hy"}


def test_nothing_in_an_article_is_a_shortcode_in_the_classic_editor() -> None:
    text = "\ue000gallery\ue001 [gallery] [gallery](https://example.org)[^1]\n\n[^1]: \ue000embed\ue001\n"
    made = render_classic(read(text), Wording(lang="en"))
    assert [found[:2] for found in made.split("[")[1:]] == ["1]", "1]"]
