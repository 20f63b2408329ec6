"""The programs of the sites judge the editions of a translator who keeps every sign: the same page, and no warning."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from edition.making import translated

from article.dialects import programs
from article.dialects.samples import documents, shape_of, translate
from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.model import Entry

# Documents that their program, or its version here, does not understand as they are.
NOT_UNDERSTOOD = {"docusaurus": {"heading identifier"}}

pytestmark = pytest.mark.thorough


def editions(dialect: str) -> tuple[list[str], list[str], list[str]]:
    """The names of a dialect's documents, the documents, and their editions."""
    chosen = {name: text for name, text in documents(dialect).items() if name not in NOT_UNDERSTOOD.get(dialect, ())}
    made: list[str] = []
    for text in chosen.values():
        article = read_article(text, lang="ru", dialects=(dialect,))
        made.append(build_edition(article, translated(article, translate), "hy").text)
    return list(chosen), list(chosen.values()), made


def _seen(part: str) -> str:
    """Return the shape of a page without white space before a tag, which nobody sees."""
    return re.sub(r"\s+<", "<", shape_of(part))


@pytest.mark.parametrize(
    ("dialect", "program"),
    [
        ("docusaurus", programs.by_mdx),
        ("github", programs.by_gfm),
        ("jekyll", programs.by_kramdown),
        ("mkdocs", programs.by_python_markdown),
        ("pandoc", programs.by_pandoc),
        ("quarto", programs.by_pandoc),
    ],
)
def test_an_edition_is_the_same_page(dialect: str, program: Callable[[Sequence[str]], programs.Made]) -> None:
    names, sources, made = editions(dialect)
    before, after = program(sources), program(made)
    differ = [
        (name, page, edition)
        for name, page, edition in zip(names, before, after, strict=True)
        if [_seen(part) for part in page] != [_seen(part) for part in edition]
    ]
    assert not differ
    assert not [error for _, error in before if error]


def test_a_translation_that_begins_like_code_does_not_stop_docusaurus() -> None:
    article = read_article("Вода.\n\nЛёд.\n\n- Вода.\n", lang="ru", dialects=("docusaurus",))
    targets = {"Вода.": "export of water.", "Лёд.": "import ice from 'here'."}
    made = build_edition(article, {text: Entry(source=text, target=target) for text, target in targets.items()}, "en")
    ((page, error),) = programs.by_mdx([made.text])
    assert not error
    assert page.count("export of water.") == 2
    assert "import ice from 'here'." in page


def test_an_edition_is_the_same_page_of_hugo(tmp_path: Path) -> None:
    names, sources, made = editions("hugo")
    pages = programs.by_hugo([*sources, *made], tmp_path)
    assert not pages[0][1]
    half = len(names)
    differ = [
        (name, page, edition)
        for name, (page, _), (edition, _) in zip(names, pages[:half], pages[half:], strict=True)
        if shape_of(page) != shape_of(edition)
    ]
    assert not differ


def test_a_translation_that_begins_with_a_number_sign_is_no_heading_of_mkdocs() -> None:
    article = read_article("Вода. Снег.\n\n- Лёд.\n", lang="ru", dialects=("mkdocs",))
    made = build_edition(article, translated(article, lambda text: f"#{len(text)} of all."), "en")
    ((page, _),) = programs.by_python_markdown([made.text])
    assert "<h1" not in page
    assert page.count(" of all.") == 3


@pytest.mark.parametrize(
    "program", [programs.by_gfm, programs.by_kramdown, programs.by_pandoc, programs.by_python_markdown]
)
def test_a_title_with_quotation_marks_and_bars_has_no_backslashes(
    program: Callable[[Sequence[str]], programs.Made],
) -> None:
    article = read_article('[Вода](a.md "Озеро")\n', lang="ru", dialects=("jekyll",))
    made = build_edition(article, {"Озеро": Entry(source="Озеро", target='A "lake" | a sea')}, "en")
    ((page, _),) = program([made.text])
    assert re.search('title="A (&quot;|&#34;)lake(&quot;|&#34;) (\\||&#124;) a sea"', page)
