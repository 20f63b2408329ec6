"""Front matter: scalars in the style of those that they replace, and fields that are added."""

import pytest
import yaml

from pipeline.article.markdown import read_article
from pipeline.article.markdown.front_matter import format_scalar, is_plain_scalar
from pipeline.article.markdown.front_matter_edit import add_table


@pytest.mark.parametrize(
    ("like", "value", "expected"),
    [
        ("Lake", "Լիճ", "Լիճ"),
        ("Lake", "Լիճ: մեծ", '"Լիճ: մեծ"'),
        ("Lake", "yes", '"yes"'),
        ("'Lake'", "It's", "'It''s'"),
        ("'Lake'", "a\nb", '"a\\nb"'),
        ("'Lake'", "a\u200bb", '"a\\u200bb"'),
        ('"Lake"', "Լիճ", '"Լիճ"'),
        ("Lake ", "Լիճ", "Լիճ"),
    ],
)
def test_a_scalar_keeps_the_style_of_the_one_that_it_replaces(like: str, value: str, expected: str) -> None:
    assert format_scalar(value, like) == expected
    assert yaml.safe_load(f"a: {expected}") == {"a": value}


@pytest.mark.parametrize("text", ["Lake Sevan", "Լիճ, գետ", "a-b", "Wi-Fi (5)"])
def test_words_need_no_quotes(text: str) -> None:
    assert is_plain_scalar(text)
    assert yaml.safe_load(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    "text",
    ["y", "N", "yes", "No", "on", "OFF", "true", "False", "null", "None", "inf", "NaN", "", " a", "a ", "5", "a: b",
     "a #b", "- a", "a,b", "[a]", "{a}", "a\nb", '"a"'],
)  # fmt: skip
def test_anything_else_is_quoted(text: str) -> None:
    assert not is_plain_scalar(text)
    assert yaml.safe_load(f"a: {format_scalar(text, 'b')}") == {"a": text}


def test_fields_are_added_at_the_end_and_the_language_in_its_place() -> None:
    text = "---\r\nlang: en\r\ntitle: Lake\r\n---\r\n\r\nWords.\r\n"
    assert add_table(text, "hy", "a", {"b": "c"}) == (
        "---\r\nlang: hy\r\ntitle: Lake\r\na:\r\n  b: c\r\n---\r\n\r\nWords.\r\n"
    )
    assert add_table("---\ntitle: Lake\n---\nWords.\n", "hy", "a", {"b": 1}) == (
        "---\ntitle: Lake\nlang: hy\na:\n  b: 1\n---\nWords.\n"
    )


def test_a_text_without_front_matter_gets_some_with_its_own_line_ends() -> None:
    assert add_table("Words.\r\n", "hy", "a", {"b": 1}) == ("---\r\nlang: hy\r\na:\r\n  b: 1\r\n---\r\n\r\nWords.\r\n")
    assert add_table("\ufeffWords.", "hy", "a", {}) == "\ufeff---\nlang: hy\na:\n---\n\nWords."


def test_blank_fields_and_fields_that_are_not_chosen_are_no_segments() -> None:
    text = '---\ntitle: " "\nsubtitle: ""\ndescription:\nauthor: [A, " "]\nkind: B\n---\n'
    assert [segment.text for segment in read_article(text, lang="en").segments] == ["A"]
    assert [segment.text for segment in read_article(text, lang="en", fields=["kind"]).segments] == ["B"]


def test_what_looks_like_front_matter_further_down_is_none() -> None:
    assert read_article("Words.\n\n---\nnote: one\n---\n", lang="en").segments[-1].text == "note: one"
    assert read_article("Words.\n\n+++\nnote = 1\n+++\n", lang="en").segments[0].text == "Words."
