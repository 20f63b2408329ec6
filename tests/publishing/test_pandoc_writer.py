"""Pandoc's tree of a document: notes where they belong, links that lead somewhere, and no raw HTML."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.export.office import OfficeError, require_pandoc
from pipeline.languages.messages import Wording
from pipeline.publishing.html import LinkMap
from pipeline.publishing.pandoc_writer import write_pandoc_json
from pipeline.publishing.reader import read_document, read_source_outline


def tree(text: str, lang: str = "en", source: str = "", known: dict[str, str] | None = None) -> Any:  # noqa: ANN401
    """The tree of an edition; without a source it is its own."""
    document = read_document(text, lang, read_source_outline(source or text, "en"))
    return json.loads(write_pandoc_json(document, Wording(lang=lang), LinkMap(known=known or {}), (1, 22)))


def blocks(text: str) -> list[Any]:
    """The blocks that a text becomes."""
    found: list[Any] = tree(text)["blocks"]
    return found


def elements(value: Any, *tags: str) -> Iterator[Any]:  # noqa: ANN401
    """The elements in a tree with one of these tags."""
    if isinstance(value, dict):
        if value.get("t") in tags:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from elements(item, *tags)


def words(value: Any) -> str:  # noqa: ANN401
    """The words in a tree."""
    return "".join(
        item["c"] if item["t"] == "Str" else item["c"][1] if item["t"] == "Code" else " "
        for item in elements(value, "Str", "Code", "Space", "SoftBreak")
    )


def test_a_note_stands_at_its_first_reference_and_later_ones_lead_there() -> None:
    [first, second] = blocks("One[^a] two[^b].\n\nThree[^a].\n\n[^a]: Alpha.\n[^b]: Beta.\n")
    assert [words(note) for note in elements(first, "Note")] == ["Alpha.", "Beta."]
    assert not list(elements(second, "Note"))
    [mark] = elements(second, "Superscript")
    [link] = elements(mark, "Link")
    assert (words(link), link["c"][2][0]) == ("1", "#fnref-a")
    [span] = [item for item in elements(first, "Span") if item["c"][0][0] == "fnref-a"]
    assert words(list(elements(span, "Note"))) == "Alpha."


def test_a_later_reference_shows_the_number_that_office_programs_give() -> None:
    source = "One[^a] two[^b] three[^b].\n\n[^a]: Alpha.\n[^b]: Beta.\n"
    edition = "One[^a] own[^mine] two[^b] three[^b].\n\n[^a]: Alpha.\n[^b]: Beta.\n[^mine]: Mine. — *Прим. пер.*\n"
    found = tree(edition, "ru", source)
    assert [words(note) for note in elements(found, "Note")] == ["Alpha.", "Mine. — Прим. пер.", "Beta."]
    [mark] = elements(found, "Superscript")
    assert words(mark) == "3"


def test_a_note_in_the_headline_is_in_the_title() -> None:
    found = tree("# Title[^a]\n\nText[^a].\n\n[^a]: Alpha.\n")
    assert words(list(elements(found["meta"]["title"], "Note"))) == "Alpha."
    assert not list(elements(found["blocks"], "Note"))


def test_notes_in_notes_are_links_and_no_note_is_lost() -> None:
    found = tree(
        "One[^a] two[^b].\n\n[^a]: See[^b] and[^c].\n[^b]: Beta.\n[^c]: Gamma[^d].\n[^d]: Delta.\n[^e]: Epsilon.\n"
    )
    assert [words(note) for note in elements(found, "Note")] == ["See2 and3.", "Beta."]
    [notes] = elements(found, "OrderedList")
    assert notes["c"][0][0] == 3
    assert [words(item) for item in notes["c"][1]] == ["Gamma4.", "Delta.", "Epsilon."]
    assert [link["c"][2][0] for link in elements(found, "Link")] == ["#fnref-b", "#fn-c", "#fn-d"]
    assert {"fnref-b", "fn-c", "fn-d"} <= {span["c"][0][0] for span in elements(found, "Span")}


def test_a_note_of_several_blocks_keeps_them() -> None:
    text = "One[^a].\n\n[^a]: First.\n\n    Second.\n\n    - item\n\n    ## heading\n"
    [note] = elements(tree(text), "Note")
    assert [block["t"] for block in note["c"]] == ["Para", "Para", "BulletList", "Para"]


def test_an_empty_note_is_still_a_note() -> None:
    [note] = elements(tree("One[^a].\n\n[^a]:\n"), "Note")
    assert note["c"] == [{"t": "Para", "c": []}]


def test_notes_never_stand_in_links_or_in_the_words_for_pictures() -> None:
    text = '<a href="https://e.org">link *em*[^a]</a> ![alt[^b] text](p.png)\n\n[^a]: Alpha.\n[^b]: Beta.\n'
    found = tree(text)
    [link] = elements(found, "Link")
    assert words(link) == "link em"
    assert [words(note) for note in elements(found, "Note")] == ["Alpha.", "Beta."]
    assert not list(elements(list(elements(found, "Image", "Link")), "Note"))


def test_headings_have_the_anchors_of_the_source_and_links_lead_there() -> None:
    source = "# Title\n\n## First part\n\n[a](#first-part)\n"
    found = tree("# Титул\n\n## Первая часть\n\n[а](#первая-часть) [б](#first-part) [в](#nowhere)\n", "ru", source)
    [heading] = elements(found, "Header")
    assert heading["c"][1][0] == "first-part"
    assert [link["c"][2][0] for link in elements(found, "Link")] == ["#first-part", "#first-part"]
    assert words(found["blocks"][-1]) == "а б в"


def test_a_link_to_the_title_has_a_place_to_lead_to() -> None:
    found = tree("# Title\n\n[a](#title)\n")
    assert found["meta"]["title"]["c"][0]["c"][0][0] == "title"
    assert tree("# Title\n\nText\n")["meta"]["title"]["c"] == [{"t": "Str", "c": "Title"}]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//e.org"]
)
def test_unsafe_addresses_leave_their_words(address: str) -> None:
    found = tree(f"[link]({address}) ![picture]({address}) <a href='{address}'>raw</a>\n")
    assert words(found["blocks"]) == "link picture raw"
    assert not list(elements(found, "Link", "Image"))


def test_pictures_elsewhere_become_links_since_nothing_is_fetched() -> None:
    found = tree("![words](https://e.org/p.png) ![](https://e.org/q.png) ![here](p.png)\n", known={"p.png": "a/p.png"})
    assert [words(link) for link in elements(found, "Link")] == ["words", "https://e.org/q.png"]
    assert [image["c"][2][0] for image in elements(found, "Image")] == ["a/p.png"]


@pytest.mark.parametrize(
    ("html", "tag", "text"),
    [
        ("H<sub>2</sub>O", "Subscript", "H2O"),
        ("m<sup>2</sup>", "Superscript", "m2"),
        ("<b>a *b*</b> c", "Strong", "a b c"),
        ("<i>never closed", "Emph", "never closed"),
        ("one<br>two", "LineBreak", "onetwo"),
        ("</b>never opened", "Para", "never opened"),
        ("<b><i>crossed</b></i> tags", "Emph", "crossed tags"),
        ("<blink>unknown</blink> &amp; <!-- comment -->known", "Para", "unknown & known"),
    ],
)
def test_raw_tags_become_what_they_mean_and_lose_no_word(html: str, tag: str, text: str) -> None:
    [found] = blocks(f"x {html}\n")
    assert words(found) == f"x {text}"
    assert next(elements(found, tag))


def test_blocks_of_raw_html_become_paragraphs() -> None:
    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    found = blocks(f"<div>one<p>two</p>\n<ul><li>three</li></ul>\n{table}<h2>four</h2><hr></div>\n")
    assert [words(block) for block in found] == ["one", "two", "• three", "a | b", "four", ""]
    assert [block["t"] for block in found] == ["Para"] * 5 + ["HorizontalRule"]


def test_scripts_leave_nothing_behind() -> None:
    found = blocks("<script>\nalert(1)\n</script>\n\n<p onclick='alert(2)'>text</p>\n")
    assert [words(block) for block in found] == ["text"]


def test_no_raw_elements_ever() -> None:
    text = "<div>a</div>\n\nb <kbd>c</kbd> <svg>d</svg> <iframe src='x'></iframe>\n\n```{=openxml}\n<w:p/>\n```\n"
    assert not list(elements(tree(text), "RawBlock", "RawInline"))


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert words(blocks("a\x0bb `c\x01d`\n")) == "ab cd"


def test_the_front_matter_is_metadata() -> None:
    front = "---\ntitle: T\nsubtitle: S\nauthor: [A, B]\ntranslator: C\ndate: 2025-07-28\ndescription: D\n---\n"
    found = tree(front + "Text\n", "ru", "Text\n")
    meta = found["meta"]
    texts = {key: words(value) if value["t"] != "MetaString" else value["c"] for key, value in meta.items()}
    assert texts == {
        "title": "T",
        "subtitle": "S",
        "author": "AB",
        "translator": "C",
        "date": "28 июля 2025\N{NARROW NO-BREAK SPACE}г.",
        "published": "2025-07-28",
        "lang": "ru-RU",
        "description": "D",
    }
    assert [words(block) for block in found["blocks"]] == ["Перевод с английского: C", "D", "Text"]


def test_pandoc_reads_every_kind_of_block() -> None:
    try:
        pandoc = require_pandoc()
    except OfficeError as error:
        pytest.skip(str(error))
    text = (
        "# T\n\n- a\n- [x] b\n\n    deep\n\n3. c\n4. d\n\n> e\n\n```py\nf\n```\n\n    g\n\n"
        "| h | i |\n| :-: | --- |\n| j | k |\n\n"
        "***\n\n~~l~~ `m` *n* **o** <p@q.org> <https://r.org>  \ns\n\n|  |\n| --- |\n"
    )
    document = read_document(text, "en", read_source_outline(text, "en"))
    ast = write_pandoc_json(document, Wording(lang="en"), LinkMap(), pandoc.version)
    words_of = [pandoc.path, "--from=json", "--to=plain", "--standalone"]
    done = subprocess.run(words_of, input=ast, capture_output=True, text=True, check=True)
    assert not done.stderr
    assert "".join(letter for letter in done.stdout if letter.isalpha()) == "Tabdeepcdefghijklmnopqorghttpsrorgs"


def test_raw_tags_without_end_do_not_make_a_tree_that_nobody_can_write() -> None:
    assert words(tree("<b>" * 3000 + "x" + "</b>" * 10 + " y\n")["blocks"]) == "x y"


def test_no_address_has_characters_that_xml_may_not_have() -> None:
    [link] = elements(tree("[l](<http://example.org/&#1;x> 'a&#2;b')\n")["blocks"], "Link")
    assert link["c"][2] == ["http://example.org/x", "ab"]
    [image] = elements(tree("![](a.png 'a&#3;b')\n")["blocks"], "Image")
    assert image["c"][2][1] == "ab"
