"""Identifiers of headings: as the programs of the sites give them, and on the pages that they make of editions."""

import re
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from edition.making import pseudo, translated

from article.dialects import programs
from pipeline.article.dialects import NAMES
from pipeline.article.dialects.slugs import load_heading_syntax
from pipeline.article.markdown import read_article
from pipeline.article.markdown.anchors import read_anchors
from pipeline.edition import build_edition
from pipeline.edition.anchors import add_anchors

HEADINGS = """\
## The level
## The level
## What's *new* & `old`, 2nd_part?
## См. [закон](https://example.org), ч. 2
## Ջուրը՞ և սերը
## 2024 год — итоги
## v1.2 x-y
## Café
"""

PAGE = """\
See [a](#the-level), [b](#the-level-1), [c](#results), [d](#итоги), [e](#մակարդակ), [f](#own) and
[g][r], <a href="#under">h</a>.

[r]: #closed

# The level

## The level

## Results {.wide}

> ## Итоги

- ### Մակարդակ

## Something {#own}

## Closed ##

Under
-----
"""


def identifiers(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<h\d[^>]*? id="([^"]*)"', html)]


def dead_links(html: str) -> set[str]:
    """The fragments of links on a page that are no identifier there."""
    there = {unescape(name) for name in re.findall(r'\b(?:id|name)="([^"]*)"', html)}
    return {unquote(unescape(name)) for name in re.findall(r'href="#([^"]*)"', html)} - there


def names(dialect: str, text: str, way: int = 0) -> list[str]:
    return [heading.names[way] for heading in read_anchors(text, (dialect,)).headings]


def test_each_dialect_says_how_headings_are_named() -> None:
    for name in NAMES:
        syntax = load_heading_syntax((name,))
        assert syntax.slugs
        assert not syntax.written or "ID" in syntax.written
        for pattern in (syntax.possible, syntax.elsewhere, syntax.includes, syntax.references):
            re.compile(pattern)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("dialect", "way", "program"),
    [
        ("pandoc", 0, programs.by_pandoc),
        ("pandoc", 1, programs.by_gfm),
        ("jekyll", 1, programs.by_kramdown),
        ("mkdocs", 0, programs.by_python_markdown),
    ],
)
def test_names_are_those_of_the_program(
    dialect: str, way: int, program: Callable[[Sequence[str]], programs.Made]
) -> None:
    text = HEADINGS.replace("\n", "\n\n")
    [(html, _)] = program([text])
    assert identifiers(html) == names(dialect, text, way)


@pytest.mark.thorough
def test_names_are_those_of_hugo(tmp_path: Path) -> None:
    text = HEADINGS.replace("\n", "\n\n")
    [(html, _)] = programs.by_hugo([text], tmp_path)
    assert identifiers(html) == names("hugo", text)


def edition(dialect: str, lang: str) -> str:
    article = read_article(PAGE, lang="en", dialects=(dialect,))
    return add_anchors(build_edition(article, translated(article, pseudo), lang).text, article)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("dialect", "program"),
    [
        ("github", programs.by_gfm),
        ("jekyll", programs.by_kramdown),
        ("mkdocs", programs.by_python_markdown),
        ("pandoc", programs.by_pandoc),
        ("quarto", programs.by_pandoc),
    ],
)
@pytest.mark.parametrize("lang", ["hy", "ru"])
def test_links_lead_to_headings_on_the_page(
    dialect: str, lang: str, program: Callable[[Sequence[str]], programs.Made]
) -> None:
    [(source, _), (html, warnings)] = program([PAGE, edition(dialect, lang)])
    assert dead_links(html) <= dead_links(source)
    assert not warnings
    assert len(identifiers(html)) == len(identifiers(source))
    assert html.count("{#") == source.count("{#")


@pytest.mark.thorough
def test_links_lead_to_headings_on_a_page_of_hugo(tmp_path: Path) -> None:
    pages = programs.by_hugo([edition("hugo", "hy"), edition("hugo", "ru")], tmp_path)
    assert [dead_links(html) for html, _ in pages] == [set(), set()]
    assert not any(warnings for _, warnings in pages)
    assert not any("{#" in html for html, _ in pages)
