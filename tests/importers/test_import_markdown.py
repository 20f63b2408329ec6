"""Markdown from elsewhere: front matter completed, notes made footnotes, nothing else touched."""

from math import isqrt

import pytest
from cpu import grows_in_proportion
from importer_texts import definitions, references

from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, markdown
from pipeline.importers.note_markers import find_references

PLAIN = """\
# A title of `its` own

Some *text* with a note[^a], a [link](https://example.org/(x)_y) and

* loose

* items

```
[1] code stays (1) ^[so]
```

| a | b |
|--|:-:|
| 1 | 2 |

[^a]: The note.
    Its second line.

    Its second paragraph.
"""


def read(text: str) -> ImportedArticle:
    return markdown.read(text.encode(), "article.md")


def test_an_article_without_typed_notes_stays_byte_for_byte() -> None:
    imported = read(PLAIN)
    assert imported.body == PLAIN
    assert (imported.title, imported.lang) == ("A title of `its` own", "en")


def test_line_ends_stay() -> None:
    assert read(PLAIN.replace("\n", "\r\n")).body == PLAIN.replace("\n", "\r\n")


def test_yaml_front_matter_is_read_and_kept() -> None:
    front = "title: 'One: two'  # so\ntags: [a, b]\nauthor:\n  - Ada\n  - Bo\ndate: 2024-05-06\nlang: hy\n"
    imported = read(f"---\n{front}---\nText.\n")
    assert imported.front == front
    assert (imported.title, imported.author) == ("One: two", "Ada, Bo")
    assert (imported.date, imported.lang) == ("2024-05-06", "hy")


def test_toml_front_matter_becomes_yaml() -> None:
    imported = read('+++\ntitle = "Մի բան"\ndate = 2024-05-06\ndraft = true\n+++\nText.\n')
    assert imported.front == 'title: "Մի բան"\ndate: 2024-05-06\ndraft: true\n'
    assert imported.title == "Մի բան"
    assert imported.remarks == ("the front matter was TOML and is now YAML",)


def test_json_front_matter_becomes_yaml() -> None:
    imported = read('{\n  "title": "Dams",\n  "cover": {"alt": "A dam"}\n}\n\nText.\n')
    assert imported.front == 'title: "Dams"\ncover: {"alt": "A dam"}\n'
    assert (imported.title, imported.body) == ("Dams", "\nText.\n")
    assert imported.remarks == ("the front matter was JSON and is now YAML",)


@pytest.mark.parametrize(
    "text", ["---\ntitle: T\n\nText.\n", '{"title": "T",}\n\nText.\n', '+++\ntitle = "T"\n\nText.\n']
)
def test_front_matter_that_is_not_closed_is_no_text(text: str) -> None:
    with pytest.raises(ArticleError, match="the front matter is not"):
        read(text)


def test_a_text_between_rules_at_the_head_is_text() -> None:
    assert read("---\nSo it began.\n---\n\nText.\n").body == "---\nSo it began.\n---\n\nText.\n"


def test_values_with_odd_characters_or_tags_of_other_programs_are_read() -> None:
    imported = read("---\ntitle: The\x0b dam\u2028s\ndate: !r Sys.Date()\n---\nText.\n")
    assert (imported.title, imported.date) == ("The\x0b dam\u2028s", "")


def test_a_language_with_a_country_is_shortened() -> None:
    imported = read("---\nlang: en-US\ntitle: T\n---\nText.\n")
    assert imported.front == "lang: en\ntitle: T\n"


@pytest.mark.parametrize("front", ["title: a: b", "title: [", "a: *b"])
def test_front_matter_that_cannot_be_read_is_an_error_with_its_line(front: str) -> None:
    with pytest.raises(ArticleError, match="front matter") as caught:
        read(f"---\n{front}\n---\nText.\n")
    assert caught.value.line >= 1


def test_inline_notes_get_labels_that_nobody_has() -> None:
    imported = read("One^[first *note* [with brackets]]. Two[^1]. Three^[third]. `^[code]` ^[open\n\n[^1]: second\n")
    assert references(imported.body) == ["2", "1", "3"]
    assert definitions(imported.body) == {"1": "second", "2": "first *note* [with brackets]", "3": "third"}
    assert "`^[code]` ^[open" in imported.body


LINKED = [
    ("[[1]](#_ftn1)", "[[1]](#_ftnref1) "),
    (r"[\[1\]](#_ftn1)", r"[\[1\]](#_ftnref1) "),
    ("<sup>[1](#fn1)</sup>", "[1](#ref1). "),
    ("[^1^](#fn1)", "[1](#fnref1) "),
    ("<sup>1</sup>", "1. "),
    ("^1^", "1. "),
    ("[1]", "[1] "),
    (r"\[1\]", r"\[1\] "),
]


@pytest.mark.parametrize(("reference", "head"), LINKED)
def test_notes_as_other_programs_write_them(reference: str, head: str) -> None:
    text = f"# T\n\nA sentence.{reference} Another *one*.\n\n## Notes\n\n{head}The note, see <https://example.org/>.\n"
    imported = read(text)
    assert imported.body == ("# T\n\nA sentence.[^1] Another *one*.\n\n[^1]: The note, see <https://example.org/>.\n")
    assert [item.text for item in imported.removed] == ["Notes"]


def test_a_glued_marker_gets_its_space() -> None:
    imported = read("One.[^1]Two.[^2]«Three» and four.[^1]five\n\n[^1]: a\n\n[^2]: b\n")
    assert imported.body.startswith("One.[^1] Two.[^2] «Three» and four.[^1] five\n")
    assert imported.spaced == ("1", "2", "1")


def test_the_box_of_a_task_is_no_reference() -> None:
    text = "# Title\n\nA sentence.\n\n- [x] done\n- [ ] to do\n1. [x] done too\n"
    imported = read(text)
    assert imported.body == text
    assert not imported.dangling


def test_lists_that_are_no_notes_stay() -> None:
    text = (
        "# T\n\nSee (1) and (2), at 5 m<sup>2</sup>.\n\n1. one\n2. two\n\n- [ ] a task\n\n## What is left\n\n1. One.\n"
    )
    assert read(text).body == text


def test_backticks_of_many_lengths_take_time_in_proportion_to_their_number() -> None:
    def find(length: int) -> None:
        find_references("# A\n\n" + "".join("`" * count + " [1] " for count in range(1, isqrt(2 * length))))

    assert grows_in_proportion(find, 12_000, 192_000)


def test_no_reference_is_in_code() -> None:
    text = "A [1] `b [2]` ``c ` [3]`` d [4] ` e [5]"
    assert [found.labels for found in find_references(text)] == [("1",), ("4",), ("5",)]


@pytest.mark.parametrize(
    ("reference", "definition"),
    [
        ("[y]", "[y]: <the map.md> 'Map'"),
        ("[y][]", "[y]: map.md"),
        ("[i]", "[i]: /map"),
        ("[*]", '[*]: ../map.md#top "Map"'),
        ("[a]", "[a]: https://example.org/map"),
        ("[1]", '[1]: https://example.org/map "Map"'),
        ("[1]", "[1]: map.md"),
    ],
)
def test_a_link_whose_label_is_a_letter_stays_a_link(reference: str, definition: str) -> None:
    text = f"# T\n\nA sentence {reference} here, and more words.\n\n{definition}\n"
    assert read(text).body == text


@pytest.mark.parametrize(
    "note", ["[1]: https://example.org/law", "[1]: Ibid.", "[i]: Report of 1933, p. 3.", "[a]: See above."]
)
def test_a_note_that_is_typed_with_a_colon_is_a_note(note: str) -> None:
    label, _, words = note.partition("]: ")
    made = read(f"# T\n\nA sentence.{label}] More words.\n\n{note}\n").body
    assert made == f"# T\n\nA sentence.[^{label[1:]}] More words.\n\n[^{label[1:]}]: {words}\n"
