"""A site's syntax found and masked: what stays, which lines stand alone, and that time grows with the text alone."""

import html
import re
from itertools import pairwise
from pathlib import Path

import pytest
from cpu import takes_less_than
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import dialects as room
from pipeline.article.dialects import GENERIC, NAMES, SLUGS, MarkKind, load, read_rules, read_table
from pipeline.article.dialects.hide import hide_other_spans
from pipeline.article.dialects.marks import fingerprints, mask
from pipeline.article.dialects.scan import scan
from pipeline.article.dialects.signs import first_sign
from pipeline.workspace.settings import find_settings
from pipeline.workspace.site_dialects import match_files

SIGNS = "{}<>%#$@[]|:!?+=-`~\\\"'*^_. \n\tabA1/()\ue000\ue100é։"


def marks(text: str, *dialects: str) -> list[tuple[str, str]]:
    return [(str(mark.kind), text[mark.start : mark.end]) for mark in scan(text, load(dialects))]


def words(text: str, *dialects: str) -> list[tuple[str, str]]:
    found = scan(text, load(dialects))
    return [(item.name, text[item.start : item.end]) for mark in found for item in mark.words]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ('See {{< ref "lake.md" >}} now.', '{{< ref "lake.md" >}}'),
        ("See {{% note %}} now.", "{{% note %}}"),
        ("It is {{ site.level }} m.", "{{ site.level }}"),
        ("Then {% if a %}it{% endif %}.", "{% if a %}"),
        ("With $p < 0.05$ it holds.", "$p < 0.05$"),
        ("So $$a_1 * b_2$$ it is.", "$$a_1 * b_2$$"),
        ("As said [@smith2010, p. 3.5] there.", "[@smith2010, p. 3.5]"),
        ("As [see @a; -@b] says.", "[see @a; -@b]"),
        ("As [@smith2010][^1] says.", "[@smith2010]"),
        ("In @fig-dam we see it.", "@fig-dam"),
        ("See [[Lake#Level|the lake]] there.", "[[Lake#Level|the lake]]"),
        ("An ![[map.png]] within.", "![[map.png]]"),
        ("![A](a.png){width=50%} there", "{width=50%}"),
        ("*so*{: .x} there", "{: .x}"),
        ("Press :octicons-check-16: there", ":octicons-check-16:"),
        ("Then {/* a note. Two. */} on.", "{/* a note. Two. */}"),
        ("So $$\na | b\n$$ {#eq-a} it is.", "$$\na | b\n$$"),
        ("![A](a.png){ .x title='{{< meta a >}}' } there", "{ .x title='{{< meta a >}}' }"),
    ],
)
def test_spans_stay_as_they_are(text: str, span: str) -> None:
    assert ("span", span) in marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and not $6.",
        "It is 5$ or 6$ a piece.",
        "Write to anna@example.org or @anna.",
        "Thanks to [@anna](https://example.org/anna) and ![a photo of @anna](anna.png).",
        "See [the rules of @media](/css/media/) and [@import][imports].",
        "`{{< code >}}` and ``$x$``",
        "```\n{{< code >}}\n:::note\n```\n",
        "~~~ {.r}\n$x$\n",
        "<!-- {{< off >}} $x$ -->",
        "an unclosed {{< tag",
        "A sum $$.\n\n# Heading\n\nAnother $$.",
        "| $$ | cheap |\n|---|---|\n| dear | $$ |",
        "- $$ moderate\n- $$$ dear\n",
        "- $$ moderate\n\n- $$$ dear\n",
        "1. moderate $$\n2. dear $$\n",
        "- - moderate $$\n  - dear $$\n",
        "> - moderate $$\r\n> - dear $$\r\n",
        "$$ – moderate\n\n$$$ – dear\n",
        "> $$ – moderate\r\n>\r\n> $$$ – dear\r\n",
        "A colon : in a line, and 1 | 2.",
        "| a | b |\n|---|---|\n| c | d |",
        "Setext\n===",
        "{level} m",
        "\\{{< escaped >}}",
    ],
)
def test_what_only_looks_like_syntax_is_text(text: str) -> None:
    assert not [mark for mark in marks(text) if mark != ("span", "\\{{< escaped >}}")]


@pytest.mark.parametrize(
    "text",
    [
        "[@anna]: https://example.org/anna",
        '> [@anna]: <https://example.org/anna> "Anna"\r\n> [list]:https://example.org\r\n',
        "- [@anna]:\n  https://example.org/anna\n",
    ],
)
@pytest.mark.parametrize("dialect", ["github", "mkdocs"])
def test_the_definition_of_a_link_is_no_syntax_of_a_site(text: str, dialect: str) -> None:
    assert not marks(text, dialect)


def test_a_citation_before_a_colon_is_syntax() -> None:
    assert marks("[@doe99]: he says so") == [("span", "[@doe99]")]
    assert marks("As in [@doe99]: https://example.org") == [("span", "[@doe99]")]


@pytest.mark.parametrize(
    ("text", "kind", "mark"),
    [
        ("> [!NOTE]\n> Text.", "line", "[!NOTE]"),
        (":::note\nText.\n:::", "line", ":::note"),
        ("::: {.callout-tip title=x}\nText.", "line", "::: {.callout-tip title=x}"),
        ("Text.\n{: .lead}", "line", "{: .lead}"),
        ("$$\na\n\n+ b\n- c\n$$", "block", "$$\na\n\n+ b\n- c\n$$"),
        ("$$ a\n+ b $$", "block", "$$ a\n+ b $$"),
        ("- $$\n  a\n  + b\n  $$\n- c", "block", "$$\n  a\n  + b\n  $$"),
        ("Text.\n{.lead #a}", "line", "{.lead #a}"),
        ('{{< figure src="a.png" >}}', "line", '{{< figure src="a.png" >}}'),
        ("- {% include a.html %}", "line", "{% include a.html %}"),
        ("Rouble\n: Money.", "item", ":"),
        ("Rouble\n\n:   !!! note\n\n        Text.", "container", "!!! note"),
        ("Rouble\n:   > [!NOTE]\n    > Text.", "line", "[!NOTE]"),
        ("Rouble\n:\t\tMoney.", "item", ":\t"),
        ("| A line\n| and more", "item", "|"),
        ("| A line\n|      and more", "item", "|  "),
        ("| A line\n|\n| and more", "line", "|"),
        ("!!! note\n    Text.", "container", "!!! note"),
        ('=== "Tab"\n    Text.', "container", '=== "Tab"'),
        ("$$\na\n\nb\n$$", "block", "$$\na\n\nb\n$$"),
        ("+---+\n| a |\n+---+\n\nText.", "block", "+---+\n| a |\n+---+"),
        ('{{< figure\n  src="a.png"\n>}}', "block", '{{< figure\n  src="a.png"\n>}}'),
        ("{% raw %}\nno *words*\n{% endraw %}", "block", "{% raw %}\nno *words*\n{% endraw %}"),
        ("{% comment %} a {% endcomment %}\n\nText.\n\n{% endcomment %}", "line", "{% comment %} a {% endcomment %}"),
        ("{% comment %}a {%\nendcomment %}\n\nText {% endcomment %}", "block", "{% comment %}a {%\nendcomment %}"),
        (
            "{{< highlight go >}}\na = 1\n\n{{< /highlight >}}",
            "block",
            "{{< highlight go >}}\na = 1\n\n{{< /highlight >}}",
        ),
        ('::: {.x data-y="{0.5}"}\nText.', "line", '::: {.x data-y="{0.5}"}'),
    ],
)
def test_lines_that_are_syntax_stand_alone(text: str, kind: str, mark: str) -> None:
    assert (kind, mark) in marks(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('A {{< figure src="a.png" caption="A \\"dam\\"" alt="Dam" >}}', [("caption", 'A \\"dam\\"'), ("alt", "Dam")]),
        ("{% include a.html caption='Winter' width='5' %}", [("caption", "Winter")]),
        ("See [[Lake#Level|the lake]].", [("wikilink", "the lake")]),
        ("A link with brackets in its words: [[1]](notes.md), [[1]][notes].", []),
        ('!!! note "Mind the gap"\n    Text.', [("admonition", "Mind the gap")]),
        ('??? note "Mind the "gap" there"\n    Text.', [("admonition", 'Mind the "gap" there')]),
        (":::tip[Good to know]\nText.\n:::", [("fence", "Good to know")]),
        (":::tip Good to know\nText.\n:::", [("fence", "Good to know")]),
        ("> [!note] Good to know\n> Text.", [("alert", "Good to know")]),
    ],
)
def test_words_within_syntax_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("dialect", "text", "mark"),
    [
        ("docusaurus", "It is {level} m.", ("span", "{level}")),
        ("docusaurus", "import Tabs from '@theme/Tabs';\n\nText.", ("block", "import Tabs from '@theme/Tabs';")),
        ("jekyll", "{::comment}a{:/comment}\n\nText.\n\n{:/}", ("line", "{::comment}a{:/comment}")),
        ("mkdocs", "!!!tip\n    Text.", ("container", "!!!tip")),
        ("docusaurus", "<A b={[{c: [{\n d: {e: 1}}]}]}>", ("block", "<A b={[{c: [{\n d: {e: 1}}]}]}>")),
        ("jekyll", "*[HTML]: Hyper Text", ("line", "*[HTML]: Hyper Text")),
        ("mkdocs", "Press ++ctrl+alt+del++ now", ("span", "++ctrl+alt+del++")),
        ("pandoc", "As @smith2010 [p. 4] says", ("span", "@smith2010 [p. 4]")),
        ("pandoc", "% A title\n% An author", ("item", "%")),
        ("pandoc", "a. One\nb. Two", ("item", "b.")),
        ("pandoc", "> (i) One\n> goes on\n> (ii) Two", ("item", "(ii)")),
        ("pandoc", "A.  One\nB.  Two", ("item", "B.")),
        ("quarto", "| a |\n|---|\n\nTable: A caption", ("item", "Table:")),
        ("jekyll", "Rouble\n: {:.money} Money.", ("span", "{:.money}")),
        ("obsidian", "year:: 1980\nname of the lake:: Sevan", ("line", "name of the lake:: Sevan")),
        ("obsidian", "- [/] Half of it", ("item", "[/]")),
        ("quarto", "As @smith2010 says", ("span", "@smith2010")),
        ("quarto", "\\begin{align}\na\n\\end{align}", ("block", "\\begin{align}\na\n\\end{align}")),
        ("obsidian", "Text #lake/level there ^id-1", ("span", "#lake/level")),
        ("obsidian", "Text #lake/level there ^id-1", ("span", "^id-1")),
        ("hugo", "So \\(a_1\\) it is", ("span", "\\(a_1\\)")),
        ("mkdocs", "[Lists](a.md){ data-preview } there", ("span", "{ data-preview }")),
        ("pandoc", "A lake\\index{lake!salt {a}} there", ("span", "\\index{lake!salt {a}}")),
        ("pandoc", "\\noindent A lake", ("span", "\\noindent")),
        ("quarto", ": Prices {.striped}", ("span", "{.striped}")),
        ("quarto", "| $P(a|b)$ | c |\n|---|---|", ("span", "$P(a|b)$")),
        ("quarto", "\\[ a \\cdot b \\]", ("line", "\\[ a \\cdot b \\]")),
        ("quarto", "```{r, fig.cap='A `b`'}\nx\n```", ("head", "{r, fig.cap='A `b`'}")),
    ],
)
def test_a_dialect_knows_more(dialect: str, text: str, mark: tuple[str, str]) -> None:
    assert mark in marks(text, dialect)
    assert mark not in marks(text)


def test_the_caption_in_the_head_of_a_chunk_is_text() -> None:
    assert words('```{r, fig.cap="A \\"lake\\"", echo=FALSE}\nx\n```', "quarto") == [("fig.cap", 'A \\"lake\\"')]
    assert not marks("```{r, echo=FALSE}\nx\n```", "quarto")
    assert not marks("``` a`b\n{{< c >}}\n```")[1:]


def test_a_formula_that_begins_within_a_line_is_one() -> None:
    text = "So it is $$\na_1 = b\n$$\nand:\n$$ \nc_2\n$$\nas $d$ says.\n"
    assert [mark for _, mark in marks(text, "quarto")] == ["$$\na_1 = b\n$$", "$$ \nc_2\n$$", "$d$"]


def test_attributes_stand_on_several_lines() -> None:
    text = "![](a.png){\n  .hero\n  fig-alt='The {{< meta lake >}}'\n  width=\"5px\"\n}\n"
    assert marks(text, "quarto") == [("span", text[10:-1])]
    assert words(text, "quarto") == [("fig-alt", "The {{< meta lake >}}")]
    assert not marks("[a](b){\n  .hero\n\n  x }\n", "pandoc")


def test_captions_among_the_options_of_a_chunk_are_text() -> None:
    options = '#| label: fig-a\n#| fig-cap: "The \\"dam\\""\n#| fig-alt: "Two\n#| echo: false\n'
    chunk = f'```{{r}}\n{options}x <- 1\n#| tbl-cap: "no"\n```\n'
    assert words(chunk, "quarto") == [("fig-cap", 'The \\"dam\\"')]
    assert not words(chunk.replace("{r}", "r"), "quarto")
    assert not words(f"````md\n{chunk}````\n", "quarto")


def test_code_ends_where_markdown_ends_it() -> None:
    shown = '``` md\n=== "A"\n\n    ``` c\n    x\n    ```\n\n=== "B"\n```\n\n=== "C"\n'
    assert marks(shown) == [("container", '=== "C"')]
    assert marks('!!! note\n\n    ```\n    never closed $a$\n\n=== "C"\n')[1:] == [("container", '=== "C"')]
    assert marks("- ```\n  $a$\n  ```\n- $b$\n") == [("span", "$b$")]
    assert marks("> ```\n> $a$\n> ```\n> $b$\n") == [("span", "$b$")]


def test_every_file_of_a_dialect_has_a_name_that_settings_may_have() -> None:
    files = Path(room.__file__).parent.glob("*.toml")
    assert sorted(file.stem for file in files) == sorted([*NAMES, GENERIC, SLUGS])


def test_files_at_the_top_of_a_site_tell_its_dialects() -> None:
    assert match_files(["mkdocs.yml", "README.md"]) == ("mkdocs",)
    assert match_files(["_quarto.yml", ".obsidian"]) == ("obsidian", "quarto")
    assert match_files(["articles/.obsidian", "docs/mkdocs.yml", "config/_default/hugo.toml"]) == (
        "hugo",
        "mkdocs",
        "obsidian",
    )
    assert not match_files(["articles", "targman.toml", "docs/old/mkdocs.yml", "docs/.github"])
    with pytest.raises(KeyError):
        load(("markua",))


@pytest.mark.parametrize(
    ("file", "dialects"),
    [
        ("website/docusaurus.config.js", ("docusaurus",)),
        ("config/_default/hugo.toml", ("hugo",)),
        ("articles/.obsidian/app.json", ("obsidian",)),
        ("index.Rmd", ("quarto",)),
        ("articles/a/mkdocs.yml", ()),
    ],
)
def test_a_workspace_knows_its_dialects(tmp_path: Path, file: str, dialects: tuple[str, ...]) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    for name in (file, "targman.toml"):
        (tmp_path / name).write_text("")
    assert find_settings(tmp_path).dialects == dialects


@given(st.text(SIGNS, max_size=60), st.sampled_from(["", *NAMES]))
def test_a_mask_is_as_long_as_its_text_and_keeps_the_lines(text: str, dialect: str) -> None:
    text = text.replace("\r", "")
    found = scan(text, load((dialect,) if dialect else ()))
    masked = mask(text, found)
    assert len(masked) == len(text)
    spans = [mark for mark in found if mark.kind is MarkKind.SPAN]
    assert all(one.end <= other.start for one, other in pairwise(found))
    outside = "\n" * sum(text[mark.start : mark.end].count("\n") for mark in spans)
    assert text.count("\n") == masked.count("\n") + len(outside)


@given(st.text(SIGNS, max_size=60))
def test_a_masked_text_tells_its_spans_apart(text: str) -> None:
    found = scan(text, load())
    spans = [text[mark.start : mark.end] for mark in found if mark.kind is MarkKind.SPAN and len(mark.words) == 0]
    told = fingerprints(mask(text, found))
    long = [span for span in spans if len(span) > 3]
    assert len(set(told)) >= len(set(long))


def test_a_value_gets_entities_for_spans_that_its_source_does_not_have() -> None:
    dialect = load(("hugo",))
    assert hide_other_spans("a {{ x }} b {{ y }}", "c {{ x }}", dialect) == "a {{ x }} b &#123;&#123; y }}"
    assert hide_other_spans("a {x} $5", "b", dialect) == "a {x} $5"
    assert takes_less_than(1, lambda: hide_other_spans("[[x]]" * 5000, "", dialect))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["#tag &#36;", "{{ #tag {{ x }}", "$x$ #tag {% y %}", "R&#x26;D #tag @a"])
def test_such_entities_are_read_as_the_value(name: str, value: str) -> None:
    hidden = hide_other_spans(value, "", load((name,)))
    assert html.unescape(hidden) == html.unescape(value)


PATTERNS = [
    (rule.opening, name)
    for name in (GENERIC, *NAMES)
    for rule in read_rules(read_table(name))
    if rule.kind is MarkKind.SPAN and rule.is_pattern
]


@given(st.data(), st.sampled_from(PATTERNS))
def test_all_that_a_pattern_finds_begins_with_its_first_sign(data: st.DataObject, pattern: tuple[str, str]) -> None:
    opening = re.compile(pattern[0])
    text = data.draw(st.from_regex(_without_looking_back(pattern[0])) | st.text("{}[]$@:\\^#%<!+-(.=a1 \n"))
    found = opening.search(text)
    assert found is None or found[0].startswith(first_sign(pattern[0]))


def _without_looking_back(pattern: str) -> str:
    """The pattern without what Hypothesis cannot make texts for."""
    return re.sub(r"\(\?<[!=](?:[^()\[\]\\]|\\.|\[(?:[^\]\\]|\\.)*\])*\)", "", pattern)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "sign", ["{{", "{{<", "{%", "$", "$$", "[[", "[@", "`", '{"', "@", "%%\n", ":::\n", "| a\n", "*}{.", "\\["]
)
@pytest.mark.parametrize("dialect", NAMES)
def test_time_grows_with_the_text_whatever_it_is_made_of(sign: str, dialect: str) -> None:
    text = sign * (100_000 // len(sign))
    assert takes_less_than(2.5, lambda: mask(text, scan(text, load((dialect,)))))
