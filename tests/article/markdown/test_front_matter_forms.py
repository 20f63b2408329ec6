"""Front matter in its three forms: values found by their path, written back in their form, and what is none."""

import json
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.edition import build_edition
from pipeline.edition.provenance import add_provenance
from pipeline.errors import ArticleError
from pipeline.model import Entry

FIELDS = ("title", "author", "description", "summary", "cover.alt", "resources[].title", "tags")

YAML = """---
lang: en
title: The lake
author: &who Anna Abgaryan
editor: *who
description: |
  First line.
  Second line.
summary: >-
  Folded
  text.
cover: {image: a.jpg, alt: "The dam"}
resources:
  - src: a.jpg
    title: 'The map'
tags: [water, dams]
---

Text.
"""
TOML = """+++
lang = "en"
title = "The lake" # a comment, "quoted"
date = 2020-01-01
description = \"\"\"
First line.
Second line.
\"\"\"
tags = ["water", 'dams']
cover.alt = 'The dam'
[[resources]]
src = "a.jpg"
title = "The map"
+++

Text.
"""
JSON = """{
  "lang": "en",
  "title": "The lake",
  "cover": {"alt": "The dam"},
  "resources": [{"src": "a.jpg", "title": "The map"}],
  "tags": ["water", "dams"]
}

Text.
"""
RUSSIAN = {
    "The lake": "Озеро",
    "Anna Abgaryan": "Анна Абгарян",
    "First line.\nSecond line.\n": "Первая строка.\nВторая строка.",
    "Folded text.": "Свёрнутый: текст.",
    "The dam": 'Плотина "Севан"',
    "The map": "Карта\\план",
    "water": "вода",
    "dams": "плотины",
    "Text.": "Текст.",
}


def in_russian(text: str) -> str:
    article = read_article(text, fields=FIELDS)
    assert article.source == text
    entries = {source: Entry(source=source, target=target) for source, target in RUSSIAN.items()}
    return build_edition(article, entries, "ru").text


@pytest.mark.parametrize("text", [YAML, TOML, JSON], ids=["YAML", "TOML", "JSON"])
def test_nested_values_are_offered_by_their_path(text: str) -> None:
    units = {unit.text: unit.segment.label for unit in extract_units(read_article(text, fields=FIELDS), "a.md")}
    told = {"The lake": "title", "The dam": "cover.alt", "The map": "resources.title", "water": "tags"}
    assert {source: label for source, label in units.items() if source in told} == told


def test_yaml_keeps_anchors_aliases_and_block_scalars() -> None:
    edition = in_russian(YAML)
    fields = yaml.safe_load(edition.split("---")[1])
    assert (fields["author"], fields["editor"]) == ("Анна Абгарян", "Анна Абгарян")
    assert fields["description"] == "Первая строка.\nВторая строка.\n"
    assert fields["summary"] == "Свёрнутый: текст."
    assert fields["cover"] == {"image": "a.jpg", "alt": 'Плотина "Севан"'}
    assert fields["resources"] == [{"src": "a.jpg", "title": "Карта\\план"}]
    assert "description: |\n  Первая" in edition
    assert "summary: >-\n  Свёрнутый" in edition
    assert "&who Анна" in edition


def test_toml_keeps_its_form() -> None:
    edition = in_russian(TOML)
    fields = tomllib.loads(edition.split("+++")[1])
    assert fields["title"] == "Озеро"
    assert fields["description"] == "Первая строка.\nВторая строка.\n"
    assert fields["cover"] == {"alt": 'Плотина "Севан"'}
    assert fields["resources"] == [{"src": "a.jpg", "title": "Карта\\план"}]
    assert fields["tags"] == ["вода", "плотины"]
    assert '# a comment, "quoted"' in edition
    assert "cover.alt = '" in edition


def test_json_keeps_its_form() -> None:
    fields, _ = json.JSONDecoder().raw_decode(in_russian(JSON))
    assert fields["cover"] == {"alt": 'Плотина "Севан"'}
    assert fields["tags"] == ["вода", "плотины"]


@pytest.mark.parametrize("text", [YAML, TOML, JSON, "Text.\n"], ids=["YAML", "TOML", "JSON", "none"])
def test_provenance_is_added_in_the_form_of_the_front_matter(text: str) -> None:
    article = read_article(text, lang="en", fields=FIELDS)
    edition = build_edition(article, {"Text.": Entry(source="Text.", target="Текст.")}, "ru")
    signed = add_provenance(edition, article, "articles/a.md", ["A. B.", "Ц: Ч"])
    front = read_front_matter(signed)
    assert front is not None
    assert "targman" in front.keys
    said = {field.key: field.value for field in front.fields}
    assert (said["lang"], said["targman.source"], said["targman.source_lang"]) == ("ru", "articles/a.md", "en")
    assert [field.value for field in front.fields if field.key == "targman.translators"] == ["A. B.", "Ц: Ч"]
    assert signed[body_start(signed) :].strip() == "Текст."


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "fields",
    [
        "  title: The lake\n  tags:\n  - water",
        " title: The lake\n lang: en\n x:\n  y: 1",
        "{title: The lake, lang: en}",
        '{lang: en, "title": The lake, x: {y: "}"},}  # the end }',
        "{\n  title: The lake\n}",
        "lang: >-\n  en\ntitle: The lake",
        "title: The lake\nlang: |\n  en\n",
    ],
)
def test_an_edition_has_valid_yaml_however_its_source_writes_it(fields: str, newline: str) -> None:
    text = f"---\n{fields}\n---\n\nText.\n".replace("\n", newline)
    article = read_article(text, lang="en", fields=FIELDS)
    pairs = {"The lake": "Озеро: вид", "Text.": "Текст."}
    entries = {source: Entry(source=source, target=target) for source, target in pairs.items()}
    signed = add_provenance(build_edition(article, entries, "ru"), article, "articles/a.md", ["A. B."])
    front = yaml.safe_load(signed.replace("\r\n", "\n").split("---\n")[1])
    assert (front["title"], front["lang"], front["targman"]["translators"]) == ("Озеро: вид", "ru", ["A. B."])
    assert signed.endswith(f"---{newline}{newline}Текст.{newline}")
    assert signed.count(newline) == signed.count("\n")


def test_no_line_of_a_translation_ends_the_front_matter() -> None:
    text = '+++\ntitle = """\nOne\ntwo"""\n+++\n\nText.\n'
    made = translated(text, {"One\ntwo": "+++\n+++ два\n+3"})
    assert tomllib.loads(made[4 : body_start(made)].rstrip().removesuffix("+++"))["title"] == "+++\n+++ два\n+3"


@pytest.mark.parametrize(
    "text",
    ["---\nJust text\n---\n\nMore.\n", "---\n\nText.\n\n---\n", "---\n- a\n- b\n---\n", "{braces} are text.\n", "{}\n"],
)
def test_what_has_no_fields_is_text(text: str) -> None:
    assert read_front_matter(text) is None
    assert body_start(text) == 0
    assert read_article(text, lang="en").source == text


def test_a_regional_form_of_a_language_is_read_as_the_language() -> None:
    assert read_article("---\nlang: en-US\n---\n\nText.\n").lang == "en"
    assert read_article("---\nlang: ru_RU\n---\n\nText.\n").lang == "ru"


values = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\ue000\ue001"), min_size=1
)


@given(values, st.sampled_from([YAML, TOML, JSON]))
def test_any_translation_is_read_back_from_its_field(value: str, text: str) -> None:
    article = read_article(text, fields=FIELDS)
    edition = build_edition(article, {"The lake": Entry(source="The lake", target=value)}, "ru").text
    front = read_front_matter(edition)
    assert front is not None
    field = front.field("title")
    assert field is not None
    wanted = " ".join(value.split())
    assert " ".join(field.value.split()) in {wanted, "The lake"} or not wanted.isprintable() or "{" in value


@pytest.mark.parametrize(
    "odd", ["\x01", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe", "\ufeff"]
)
@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A{0}b\ndescription: |\n  one{0}\n  t{0}wo\n---\n\nText.\n",
        "---\ntitle: 'A{0}b'\nsummary: >\n  one {0} two\n---\n\nText.\n",
        '+++\ntitle = "A{0}b"\n+++\n\nText.\n',
        '{{"title": "A{0}b"}}\n\nText.\n',
    ],
)
def test_values_keep_characters_that_no_form_of_front_matter_may_hold(text: str, odd: str) -> None:
    article = read_article(text.format(odd), lang="en")
    assert article.segments[0].text == f"A{odd}b"
    edition = build_edition(article, {}, "en")
    assert add_provenance(edition, article, "articles/a.md", ()) == text.format(odd)


def translated(text: str, pairs: dict[str, str]) -> str:
    article = read_article(text, lang="en", fields=("title", "description"))
    entries = {source: Entry(source=source, target=target) for source, target in pairs.items()}
    return build_edition(article, entries, "ru").text


def test_paragraphs_of_a_folded_scalar_stay_paragraphs() -> None:
    text = "---\ndescription: >\n  One\n  two.\n\n  Three.\n---\n\nText.\n"
    made = translated(text, {"One two.\nThree.\n": "Раз два.\nТри.\n"})
    assert yaml.safe_load(made.split("---")[1]) == {"description": "Раз два.\nТри.\n"}


def test_lines_keep_their_indentation_and_the_last_line_end_of_the_source() -> None:
    text = "---\ndescription: |-\n  One:\n    - two\n---\n\nText.\n"
    assert "|-\n  Раз:\n    - два\n---" in translated(text, {"One:\n  - two": "Раз:\n  - два"})
    text = '+++\ntitle = """\nOne\ntwo"""\n+++\n\nText.\n'
    assert 'title = """\nРаз\nдва"""\n' in translated(text, {"One\ntwo": "Раз\nдва"})


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("One.\n\nTwo.\n", '{"title": "x"}'),
        ("One.\n\nTwo.\n", '{"title": "x",'),
        ("---\nOne.\n---\n\nTwo.\n", "title: x"),
        ("\ufeff---\r\n\r\nOne.\r\n\r\n---\r\n", "Слово: дело"),
    ],
)
def test_no_translation_becomes_front_matter(text: str, target: str) -> None:
    article = read_article(text, lang="en")
    edition = build_edition(article, {"One.": Entry(source="One.", target=target)}, "ru")
    made = add_provenance(edition, article, "articles/a.md", ())
    front = read_front_matter(made)
    assert front is not None
    assert front.keys == ("lang", "targman")
    assert target in made[front.end :]
    assert {edition.text[first:last] for first, last in edition.spans} - {"Two."} == {target}


@pytest.mark.parametrize(("dialects", "found"), [(("hugo",), ["The lake", "The dam"]), (("jekyll",), ["The dam"])])
@pytest.mark.parametrize(
    "form",
    ["---\nTitle: The lake\ncover: {alt: The dam}\n---\n", '+++\nTitle = "The lake"\n[cover]\nalt = "The dam"\n+++\n'],
)
def test_hugo_takes_capitals_in_keys_for_small_letters(form: str, dialects: tuple[str, ...], found: list[str]) -> None:
    article = read_article(form, lang="en", fields=("title", "cover.alt"), dialects=dialects)
    assert [segment.text for segment in article.segments] == found
    assert article.source == form
    chosen = read_article(form, lang="en", fields=("Title", "Cover.Alt"), dialects=dialects)
    assert [segment.text for segment in chosen.segments] == (found if dialects == ("hugo",) else ["The lake"])


@pytest.mark.parametrize("text", [YAML, TOML, JSON], ids=["yaml", "toml", "json"])
def test_marks_that_several_programs_put_before_front_matter_are_not_seen(text: str) -> None:
    alone, marked = read_article(text, lang="ru", fields=FIELDS), read_article("\ufeff\ufeff" + text, fields=FIELDS)
    assert [segment.text for segment in marked.segments] == [segment.text for segment in alone.segments]
    assert marked.lang == "en"
    assert marked.source == "\ufeff\ufeff" + text
    translated = build_edition(marked, {key: Entry(source=key, target=RUSSIAN[key]) for key in RUSSIAN}, "ru").text
    assert translated.startswith("\ufeff\ufeff" + text[:3].rstrip())
    assert read_front_matter(translated)


@pytest.mark.parametrize(
    "text", ["---\ntitle: The lake\n", "\n---\ntitle: a\n---\n", "+++\ntitle = 1\n", '{"title": 1,\n']
)
def test_front_matter_that_is_not_closed_is_told_below_several_marks(text: str) -> None:
    with pytest.raises(ArticleError):
        read_article("\ufeff\ufeff" + text, lang="en")
