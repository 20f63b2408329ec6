"""The directive `context`: which texts it names, and where it makes no sense."""

import pytest

from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.errors import ArticleError
from pipeline.model import make_key

MONTHS = "| No. | Month |\n|---|---|\n| Second | May |\n"


def contexts(text: str) -> list[tuple[str, str | None]]:
    article = read_article(text, lang="en")
    assert article.source == text, "law 1"
    return [(segment.text, segment.context) for segment in article.segments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MONTHS, ["No.", "Month", "Second", "May"]),
        ("- May\n- June\n\n  July\n", ["May", "June", "July"]),
        ("1. > May\n", ["May"]),
        ("## May\n", ["May"]),
        ("[^1]: May. June.\n\n    July.\n\n[^1]\n", ["May.", "June.", "July."]),
    ],
)
def test_a_comment_names_all_of_the_next_block_and_nothing_after_it(text: str, expected: list[str]) -> None:
    found = contexts(f"May\n\n<!-- targman:  context  a  month -->\n\n{text}\n***\n\nMay\n")
    named = [(text, "a month") for text in expected]
    assert [item for item in found if item[1]] == named
    assert found[0] == ("May", None)
    assert found[-1] == ("May", None)


def test_it_names_the_words_of_pictures_and_titles_and_no_addresses() -> None:
    text = (
        '<!-- targman: context month -->\nA ![May](a.png "June") and [it](b.md "July").\n\n'
        '<abbr title="May">M</abbr> {{< figure title="May" >}} '
        "in <!-- targman: context month -->here. And ![May](a.png)\n"
    )
    assert [
        (text, context) for text, context in contexts(text) if text in {"May", "June", "July", "a.png", "b.md"}
    ] == [
        ("May", "month"),
        ("a.png", None),
        ("June", "month"),
        ("b.md", None),
        ("July", "month"),
        ("May", "month"),
        ("May", "month"),
        ("May", None),
        ("a.png", None),
    ]


def test_other_comments_may_stand_between() -> None:
    text = "<!-- targman: context month -->\n<!-- targman: note Short. -->\n\n<!-- x -->\n\nMay\n\nMay\n"
    assert contexts(text) == [("May", "month"), ("May", None)]


def test_the_nearest_context_counts() -> None:
    first = "<!-- targman: context a -->\n- One\n- <!-- targman: context b -->\n  Two\n\n  Three\n"
    text = f"{first}- Four <!-- targman: context c -->\n"
    assert [name for _, name in contexts(text)] == ["a", "b", "a", "c"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Come? <!-- targman: context negation --> No. She left.\n", "No."),
        ("Come? She left. No. <!-- targman: context negation -->\n", "No."),
        ("## No. <!-- targman: context negation -->\n", "No."),
        ("Come? No, <!-- targman: context negation -->thanks. She left.\n", "No, {keep1}thanks."),
    ],
)
def test_in_a_paragraph_it_is_for_its_sentence(text: str, named: str) -> None:
    assert [item for item in contexts(text) if item[1]] == [(named, "negation")]


def test_in_a_table_it_is_for_its_cell() -> None:
    text = "| May <!-- targman: context month --> | May |\n|---|---|\n| May | June |\n"
    assert contexts(text) == [("May", "month"), ("May", None), ("May", None), ("June", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- targman: context m -->\n<p>May</p>\n", "m"),
        ("<!-- targman: context m --> <p>May</p>\n", "m"),
        ("<div>\n<!-- targman: context m -->\n<p>May</p>\n<p>June</p>\n</div>\n", "m -"),
        ("<p>May <!-- targman: context m --></p>\n", "m"),
        ("<!-- targman: context m -->\n\n<table><tr><td>May</td><td>June</td></tr></table>\n", "m m"),
        ("<details>\n<summary>May</summary>\n\n<!-- targman: context m -->\n\n- May\n\n</details>\n", "- m"),
    ],
)
def test_in_html_it_is_for_the_text_that_it_stands_in_or_before(text: str, expected: str) -> None:
    assert " ".join(name or "-" for _, name in contexts(f"{text}\nMay\n")) == f"{expected} -"


def test_the_same_text_is_a_unit_in_each_context() -> None:
    article = read_article("May\n\n<!-- targman: context month -->\n\n- May\n- May\n\n**May**\n", lang="en")
    units = extract_units(article, "a.md")
    assert [unit.key for unit in units] == ["May", make_key("May", "month"), "**May**"]
    assert [unit.entry.context for unit in units] == [None, "month", None]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- targman: context -->\n\nOne.\n", "line 1: 'targman: context' has no name"),
        ("One <!-- targman: context --> two.\n", "line 1: 'targman: context' has no name"),
        ("One.\n\n<!-- targman: context a -->\n", "line 3: 'targman: context a' has no block after it"),
        ("> One.\n>\n> <!-- targman: context a -->\n\nTwo.\n", "line 3: 'targman: context a' has no block after it"),
        ("<!-- targman: context a -->\n\n<!-- targman: context b -->\n\nOne.\n", "line 1: 'targman: context a' has no"),
    ],
)
def test_a_context_without_a_name_or_a_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_article(text, lang="en")
    assert str(caught.value).startswith(message)
