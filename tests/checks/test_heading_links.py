"""`check` names links to headings that are not there, and nothing that may lead somewhere."""

from collections.abc import Mapping, Sequence

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_links

REST = "\n\n## The level\n\nText.[^1]\n\n[^1]: Note.\n"


def found(text: str, others: Mapping[str, str] | None = None, dialects: Sequence[str] = ()) -> list[tuple[int, str]]:
    """The lines and messages of findings in an article at articles/a.md."""
    names = tuple(dialects)
    there = {
        path: read_article(other, lang="ru" if "Озеро" in other else "en", dialects=names)
        for path, other in (others or {}).items()
    }
    article = read_article(text, lang="en", dialects=names)
    own = check_article(article, "articles/a.md")
    made = (*own, *check_links(article, "articles/a.md", {**there, "articles/a.md": article}))
    return [(item.line, str(item.message)) for item in made if item.rule == "article-anchor"]


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("[x](#the-levels)", "Did you mean “#the-level”?"),
        ('<a href="#the-levels">x</a>', "Did you mean “#the-level”?"),
        ("[x][r]\n\n[r]: #the-levels", "Did you mean “#the-level”?"),
        ("[x](a.md#the-levels)", "Did you mean “a.md#the-level”?"),
        ("[x](#wholly-other)", "Correct it, or give the heading that it means this name."),
    ],
)
def test_a_link_to_a_heading_that_is_not_there(link: str, meant: str) -> None:
    [(line, message)] = found(f"Text.\n\n{link}{REST}")
    assert line == 3
    assert message.endswith(f"leads to a heading that is not there. {meant}")


@pytest.mark.parametrize(
    "name",
    [
        "the-level",
        "The-Level",
        "the_level",
        "the--level",
        "The%20level",
        "top",
        "fn1",
        "fn:1",
        "fnref-1",
        "user-content-fn-1",
        "footnotes",
        ":~:text=level",
        "^block",
        "L12-L30",
        "__tabbed_1_2",
        "fig-map",
        "comments",
    ],
)
def test_what_may_be_on_the_page_is_no_finding(name: str) -> None:
    assert not found(f"[x](#{name}){REST}")


@pytest.mark.parametrize(
    "place",
    [
        '<a id="own"></a>Text',
        "<a name=own></a>Text",
        "<div\nid='own'>\n\nText\n\n</div>",
        '<h2 class="x">Own</h2>',
        "## Other {#own}",
        "## Other { #own .x }",
        "## Other\n{: .x #own}",
        "[]{#own} Text",
        '{{< figure id="own" >}}',
        "::: {#own .note}\nText\n:::",
        '```html\n<a id="own"></a>\n```',
    ],
)
def test_an_identifier_that_the_text_gives_is_one(place: str) -> None:
    assert not found(f"[x](#own)\n\n{place}{REST}")
    assert found(f"[x](#own)\n\nText{REST}")


@pytest.mark.parametrize(
    "place",
    [
        '{{< include "part.md" >}}',
        "{% include part.html %}",
        '--8<-- "part.md"',
        "import Part from './_part.mdx'\n\n<Part />",
        '## {{< title "x" >}}',
    ],
)
def test_headings_may_come_from_other_files(place: str) -> None:
    assert not found(f"[x](#elsewhere)\n\n{place}{REST}", dialects=["docusaurus", "mkdocs"])


@pytest.mark.parametrize(
    ("dialect", "heading", "name"),
    [
        ("hugo", "## See [it](http://x.y) & `z`", "see-ithttpxy--z"),
        ("hugo", "## !!!", "heading"),
        ("pandoc", "## 3. See v1.2, x", "see-v1.2-x"),
        ("jekyll", "## 3. See v1.2, x", "see-v12-x"),
        ("mkdocs", "## Уровень", "_1"),
        ("mkdocs", "## Café & co", "cafe-co"),
        ("mkdocs", "## The level\n\n## The level", "the-level_1"),
        ("docusaurus", "## The level\n\n## The level", "the-level-1"),
        ("obsidian", "## What now?", "What%20now?"),
    ],
)
def test_headings_are_called_as_the_programs_of_the_site_call_them(dialect: str, heading: str, name: str) -> None:
    assert not found(f"[x](#{name})\n\n{heading}\n", dialects=[dialect])


def test_links_to_other_articles_are_looked_at_too() -> None:
    others = {"articles/b/other.md": "# The lake\n\nText.\n", "articles/ru.md": "# Озеро\n"}
    text = "[a](b/other.md#the-lake)\n[b](./b/other.md#the-sea)\n[c](b/none.md#x)\n[d](ru.md#lake)\n[e](b/other.md)\n"
    assert [line for line, _ in found(text, others)] == [2]
    assert not found("[a](https://x.y/b/other.md#sea) [b](/b/other.md#sea) [c](b/other.html#sea)\n", others)


def test_code_is_no_link() -> None:
    assert not found(f"`[x](#none)`\n\n```\n[y](#none)\n```{REST}")


def test_hugo_has_links_of_its_own() -> None:
    others = {"articles/b.md": "# The lake\n"}
    assert not found('[x]({{< relref "b.md#the-lake" >}})\n', others, ["hugo"])
    assert found('[x]({{< relref "b.md#the-sea" >}})\n', others, ["hugo"])
