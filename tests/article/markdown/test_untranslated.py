"""Authors are told of what stays in an article as it is, and of text that looks like something else."""

import pytest
from cpu import takes_less_than
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.article.dialects import NAMES
from pipeline.article.dialects.unknown import find_unknown_lines
from pipeline.article.markdown import read_article
from pipeline.article.markdown.blocks import read_blocks
from pipeline.article.markdown.events import parse_events
from pipeline.article.markdown.html_tokens import may_have_left
from pipeline.article.markdown.untranslated import find_other_front_matter, find_unknown_syntax, find_untranslated
from pipeline.model import Message


def left(text: str, *dialects: str) -> list[tuple[int, str]]:
    article = read_article(text, lang="en", dialects=dialects)
    return [(part.line, str(part.reason)) for part in find_untranslated(article)]


def unknown(text: str, *dialects: str) -> list[tuple[int, object]]:
    """The lines that are told of, each with the names of the dialects that know it."""
    found = find_unknown_syntax(read_article(text, lang="en", dialects=dialects))
    return [(part.line, dict(part.reason.values).get("names", ())) for part in found]


def test_html_that_stays_though_it_has_words_is_told_with_its_line_and_its_beginning() -> None:
    text = (
        'Text.\n\n<pre>\nwords\n</pre>\n\n<div markdown="1">\nwords\n</div>\n\n'
        '<p translate="no">words</p>\n\n<script>\nwords\n</script>\n\n<div>Some <b words\n'
    )
    assert [line for line, _ in left(text)] == [3, 7, 17]
    assert left(text)[0][1] == "text in <pre> stays as it is: “<pre> words </pre>”"
    off = f"<!-- targman: off -->\n\n{text}\n\n<!-- targman: on -->\n"
    assert left(off) == []


@pytest.mark.parametrize(
    "text", ['{{% tab "On the lake" %}}', '{{< card header="On the lake" >}}', "{% include x.html content1='On it' %}"]
)
def test_words_in_the_parameters_of_shortcodes_are_told_where_nobody_can_translate_them(text: str) -> None:
    told = f"this syntax stays as it is, with any words in it: “{text}”"
    assert left(f"Text.\n\n{text}\n") == [(3, told)]


@pytest.mark.parametrize(
    "text", ['{{< figure src="a b.png" title="On the lake" >}}', '{{< tab "Linux" >}}', "{% if a == 'On the lake' %}"]
)
def test_words_that_are_entries_and_single_ones_are_not_told(text: str) -> None:
    assert left(f"Text.\n\n{text}\n") == []


PIECES = [
    "<pre>",
    "</pre>",
    "<div",
    ">",
    "<div>",
    "</div>",
    "\n",
    "\n\n",
    "words ",
    "<p title=",
    '"x"',
    "'",
    "<b ",
    "<!--",
    "-->",
]
PIECES += [
    "<svg>",
    " markdown",
    "=1",
    "/>",
    "<",
    "a<b",
    "<http://x>",
    "<?",
    "<![CDATA[",
    "{{< x >}}",
    "> ",
    "- ",
    "<title>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("<div><http://x>> </pre>")
def test_the_quick_look_at_tags_misses_nothing(text: str) -> None:
    if read_blocks(text, parse_events(text, ())).left:
        assert may_have_left(text)


def test_html_whose_words_are_entries_is_not_told() -> None:
    assert left('<figure title="A map">\n<figcaption>Words</figcaption>\n</figure>\n\nA <b title="x">word</b>.\n') == []


def test_code_of_a_site_is_told_where_it_has_words_that_are_no_entries() -> None:
    text = (
        "import Tabs from '@theme/Tabs';\nimport {A} from \"./a\";\n\n"
        "<Card items={['Quick to build', 'small']} />\n\n"
        '<Card className="wide card" title="A title here" />\n\n'
        "Words {/* a comment */} and {value}, and {`two words`}.\n"
    )
    assert [(line, reason.partition("“")[2][:14]) for line, reason in left(text, "docusaurus")] == [
        (1, "import Tabs fr"),
        (4, "<Card items={["),
        (8, "{`two words`}”"),
    ]
    assert left("<!-- targman: off -->\n\nexport const a = 'Two words';\n\n<!-- targman: on -->\n", "docusaurus") == []


@pytest.mark.parametrize(
    ("line", "dialects"),
    [
        ("import Tabs from '@theme/Tabs';", ("docusaurus",)),
        ("export const size = 3;", ("docusaurus",)),
        ("<Tab items={['a', 'b']}>", ("docusaurus",)),
        ('--8<-- "part.md"', ("mkdocs",)),
        ("/// note | A title", ("mkdocs",)),
        ("::: package.module", ("mkdocs",)),
        ("*[HTML]: A language", ("jekyll", "mkdocs")),
        ("\\begin{align}", ("pandoc", "quarto")),
        ("(@first) An example", ("pandoc", "quarto")),
        ("#. An item", ("pandoc", "quarto")),
        ("(ref:lake) A caption", ("quarto",)),
        (".. note:: A title", ()),
        ("::video{id=x}", ()),
        ("include::part.adoc[]", ()),
        ("@[toc]", ()),
        ("%[video](https://a.am)", ()),
        ('[gallery ids="1,2"]', ()),
        ("[/gallery]", ()),
        ("{!part.md!}", ()),
        ("{{< figure", ()),
        ("<% part %>", ()),
        ("!!!note", ("mkdocs",)),
        ('??? "A title"', ("mkdocs",)),
        ("<<< @/part.md", ()),
        ("| a | b |", ()),
    ],
)
def test_a_line_that_looks_like_syntax_is_told_with_the_dialects_that_know_it(
    line: str, dialects: tuple[str, ...]
) -> None:
    assert unknown(f"Words.\n\n{line}\n\nWords.\n") == [(3, dialects)]
    assert unknown(f"> Words.\n>\n> {line}\r\n") == [(3, dialects)]
    for name in dialects:
        assert unknown(f"Words.\n\n{line}\n\nWords.\n", name) == []
    assert unknown(f"```\n{line}\n```\n\n`{line}`\n\n<!--\n{line}\n-->\n") == []
    assert unknown(f"<!-- targman: off -->\n\n{line}\n\n<!-- targman: on -->\n") == []


def test_a_table_without_bars_is_told() -> None:
    assert unknown("  Right    Left\n-------  ------\n     12  12\n") == [(1, ("pandoc", "quarto"))]


@pytest.mark.parametrize(
    "text",
    [
        "import duties rose,\nexport of goods fell.\n",
        ":::note\nWords.\n:::\n\n!!! note\n    Words\n\n{{< tip >}}\n\n{% tip %}\n\n> [!NOTE]\n> Words\n",
        "[link]: a.md\n\n[a link][link] and [x](y.md)\n\n[toc]\n\n- [x] Done\n",
        "One\n\n| a | b |\n| --- | --- |\n| c | d |\n\n| a line\n| of verse\n\n---\n\nA -- B -- C\n",
        "# One\n\n#1 is first. The ratio 1:2:: is not.\n\nC++ has std::vector and @names.\n",
        "*[sic]* Words, and *[this](a.md): words*\n",
        "<Note>\n\nWords.\n\n</Note>\n\n<TABLE><TR><TD>Words</TD></TR></TABLE>\n",
    ],
)
def test_text_and_known_syntax_are_not_told(text: str) -> None:
    assert unknown(text) == []


def test_the_advice_is_the_setting_to_write() -> None:
    (part,) = find_unknown_syntax(read_article("/// tip\n", lang="en", dialects=("hugo",)))
    assert 'dialects = ["hugo", "mkdocs"]' in str(part.reason)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<Tabs>\n  <Tab>\n\n    The lake rose.\n    It fell.\n\n  </Tab>\n</Tabs>\n", [4]),
        ("<Tab>\n\t<Item>The lake rose</Item>\n</Tab>\n", [2]),
        ('<Tab>\n\t<Item\n\t\ta="b"\n\t>\n\t\tThe lake rose\n\t</Item>\n</Tab>\n', [5]),
        ("- One\n\n      Words here\n\nTwo\n\n    Words there\n", [3, 7]),
        ("<Tab>\n\n    ```\n    let it = 1\n    ```\n\n    x = 1\n</Tab>\n", []),
        ("<!-- targman: off -->\n\n    The lake rose\n\n<!-- targman: on -->\n", []),
    ],
)
def test_indented_words_are_told_where_they_are_no_code(text: str, lines: list[int]) -> None:
    told = find_untranslated(read_article(text, lang="en", dialects=("docusaurus",)))
    assert [part.line for part in told if "indent" in str(part.reason)] == lines
    elsewhere = find_untranslated(read_article(text, lang="en", dialects=("github",)))
    assert not [part for part in elsewhere if "indent" in str(part.reason)]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("title: The lake\nauthor: A. Writer\n\nText.\n", True),
        ("\ufeffTitle: The lake\r\nDate: 2020\r\n\r\nText.\n", True),
        ("---yaml\ntitle: The lake\n---\n\nText.\n", True),
        ('---\ntitle = "The lake"\n---\n\nText.\n', True),
        (";;;\ntitle: The lake\n;;;\n", True),
        ("<!--\ntitle: The lake\n-->\n\nText.\n", True),
        ("---\ntitle: The lake\n---\n\nText.\n", False),
        ('+++\ntitle = "The lake"\n+++\n\nText.\n', False),
        ("---\n\nText.\n\n---\n", False),
        ("Title: an essay on names\n\nText.\n", False),
        ("Note: a\nWell: b\n", False),
        ("<!-- title: no -->\nText.\n", False),
    ],
)
def test_front_matter_of_another_form_is_told(text: str, is_told: bool) -> None:  # noqa: FBT001
    found = find_other_front_matter(read_article(text, lang="en"))
    assert [part.line for part in found] == [1] * is_told
    assert all(isinstance(part.reason, Message) and "The lake" in str(part.reason) for part in found)


@pytest.mark.parametrize(
    "sign", ["[/", "{{<", "@[", "(@a ", "\\begin{", "import {", "<A ={", "-- ", '[a b="', ".. a::", "\n\n| a"]
)
def test_time_grows_with_the_text_alone(sign: str) -> None:
    texts = [sign * count for count in (20_000, 80_000)] + [f"{sign}\n" * 20_000]
    for dialects in ((), NAMES):
        for text in texts:
            article = read_article("x", lang="en", dialects=dialects)
            assert takes_less_than(2, lambda: list(find_unknown_lines(text, article.dialects or ())))  # noqa: B023


@pytest.mark.parametrize("indentation", [" ", " >", "   >", "\t", "> \t"])
def test_time_grows_with_the_width_of_an_indentation_alone(indentation: str) -> None:
    article = read_article(f"The lake\n\n{indentation * 20_000}-\n", lang="en", dialects=("docusaurus",))
    assert takes_less_than(5, lambda: find_untranslated(article))


def test_a_note_within_its_sentence_is_told_where_no_dialect_has_such_notes() -> None:
    text = "It fell.^[By a lot. Really.] Then\nit rose.^[a] And `^[b]`.\n"
    assert unknown(text) == [(1, ("obsidian", "pandoc", "quarto")), (2, ("obsidian", "pandoc", "quarto"))]
    assert unknown(text, "hugo", "pandoc") == []
    assert unknown("A \\^[b] and x^2 and [^1].\n\n[^1]: c\n") == []
