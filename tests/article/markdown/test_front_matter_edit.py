"""Fields set in front matter of each form, read back by other parsers."""

import json
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown.front_matter_edit import set_fields

FIELDS = {"lang": "ru", "draft": True, "list": [{"a b": "x", "c": 'q"'}], "title": "Да: нет"}
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1)


def test_yaml_keeps_its_comments_and_its_order() -> None:
    text = "---\ndraft: false  # not yet\nlang: en\nother: [1, 2]\n---\nText.\n"
    assert set_fields(text, FIELDS) == (
        '---\ndraft: true  # not yet\nlang: ru\nother: [1, 2]\nlist: [{"a b": "x", "c": "q\\""}]\ntitle: "Да: нет"\n'
        "---\nText.\n"
    )


def test_toml_gets_fields_before_its_tables() -> None:
    text = '+++\ndraft = false\nlang = "en"\n[params]\nlang = "x"\n+++\nText.\n'
    found = tomllib.loads(set_fields(text, FIELDS).split("+++")[1])
    assert found == {**FIELDS, "params": {"lang": "x"}}


def test_json_stays_an_object() -> None:
    text = '{"draft": false, "lang": "en", "more": {}}\n\nText.\n'
    assert json.loads(set_fields(text, FIELDS).rpartition("\n\n")[0]) == {**FIELDS, "more": {}}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_without_front_matter_gets_some_with_its_own_line_ends(newline: str, mark: str) -> None:
    text = f"{mark}One.{newline}Two.{newline}"
    wanted = newline.join([f"{mark}---", "lang: ru", "---", "", "One.", "Two.", ""])
    assert set_fields(text, {"lang": "ru"}) == wanted


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), words | st.booleans() | st.lists(words)))
def test_what_is_set_is_read(fields: dict[str, object]) -> None:
    made = set_fields("---\na: old\nb: true\n---\nText.\n", fields)
    kept = {"a": bool | list, "b": list}
    wanted = {name: value for name, value in fields.items() if not isinstance(value, kept.get(name, ()))}
    assert yaml.safe_load(made.partition("---\n")[2].partition("\n---\n")[0]) == {"a": "old", "b": True} | wanted
    assert made.endswith("\n---\nText.\n")
