"""An author's notes within sentences, `^[…]`: found where a dialect has them; their texts are entries as others are."""

import re

import pytest
from cpu import grows_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.dialects import MarkKind, load
from pipeline.article.dialects.scan import scan
from pipeline.article.extract import extract_all_units
from pipeline.article.markdown import read_article
from pipeline.article.markdown.inline_notes import DefinedNotes
from pipeline.model import Article, PlaceholderKind, Segment

PANDOC = ("pandoc",)


def read(text: str, dialects: tuple[str, ...] = PANDOC) -> Article:
    article = read_article(text, lang="en", dialects=dialects)
    assert article.source == text
    return article


def texts(text: str) -> list[str]:
    return [unit.text for unit in extract_all_units(read(text), "a.md")]


def notes(text: str, dialect: str = "pandoc") -> list[str]:
    return [text[mark.start : mark.end] for mark in scan(text, load((dialect,))) if mark.kind is MarkKind.NOTE]


@pytest.mark.parametrize("dialect", ["pandoc", "quarto", "obsidian"])
def test_dialects_with_inline_notes_say_so(dialect: str) -> None:
    assert notes("It fell.^[By a lot.] Then it rose.", dialect) == ["^[By a lot.]"]


@pytest.mark.parametrize("dialect", ["hugo", "jekyll", "mkdocs", "github", "docusaurus"])
def test_elsewhere_its_signs_are_text(dialect: str) -> None:
    assert notes("It fell.^[By a lot.]", dialect) == []
    (segment,) = read("It fell^[by a lot].", (dialect,)).segments
    assert segment.text == "It fell^[by a lot]."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A^[see [this](u) and [that]].", ["^[see [this](u) and [that]]"]),
        ("A^[code `a]b` is].", ["^[code `a]b` is]"]),
        ("A^[math $x]$ is].", ["^[math $x]$ is]"]),
        ("A^[cite [@key, p. 3]].", ["^[cite [@key, p. 3]]"]),
        ("A^[one ^[two] three].", ["^[one ^[two] three]"]),
        ("A^[one\nand two].", ["^[one\nand two]"]),
        (r"A^[one \] two].", [r"^[one \] two]"]),
        ("^[open ^[closed] there", ["^[closed]"]),
        ("| A^[one] | B |\n|---|---|\n| C | D^[two] |", ["^[one]", "^[two]"]),
        ("A^[].", ["^[]"]),
    ],
)
def test_a_note_ends_at_the_bracket_that_matches(text: str, found: list[str]) -> None:
    assert notes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        r"A\^[no note].",
        "`A^[code]`",
        "```\nA^[code]\n```",
        "A^[one\n\ntwo].",
        "- A^[one\n- two]",
        "| A^[one | two] |\n|---|---|",
        "A [link](u) and [^1].",
    ],
)
def test_what_only_looks_like_a_note_is_text(text: str) -> None:
    assert notes(text) == []


def test_the_text_of_a_note_is_entries_of_its_own() -> None:
    units = extract_all_units(read("It was secret.^[See the archive. And *file* 12.] It had parts."), "a.md")
    assert [(unit.text, unit.entry.comments) for unit in units] == [
        ("It was secret.{fn1}", ("paragraph", "{fn1}: See the archive. And *file* 12.")),
        ("See the archive.", ("footnote",)),
        ("And *file* 12.", ("footnote",)),
        ("It had parts.", ("paragraph",)),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Head^[one]\n", ["Head{fn1}", "one"]),
        ("- An item^[one]\n", ["An item{fn1}", "one"]),
        ("| A^[one] | B |\n|---|---|\n| C | D |\n", ["A{fn1}", "one", "B", "C", "D"]),
        ("> Said^[one\n> and two].\n", ["Said{fn1}.", "one and two"]),
        ("So *it is^[one. Two] there*. Yes.\n", ["So *it is{fn1} there*.", "one.", "Two", "Yes."]),
        ("[Words^[one] there](https://a.am).\n", ["[Words{fn1} there]({url1}).", "one", "https://a.am"]),
        (
            "A.^[See [b](https://a.am), `c` and $d$.]\n",
            ["A.{fn1}", "See [b]({url1}), `c` and {keep1}.", "https://a.am"],
        ),
        ("A.^[See [b][c] and [^1].]\n\n[c]: u\n[^1]: Note.\n", ["A.{fn1}", "See [b][{url1}] and {fn1}.", "u", "Note."]),
        ("A[^1].\n\n[^1]: Note^[more].\n", ["A{fn1}.", "Note{fn1}.", "more"]),
        ("A^[one ^[two]].\n", ["A{fn1}.", "one {keep1}"]),
        ("A^[].\n", ["A{fn1}."]),
        ("<p>A^[one].</p>\n", ["A{keep1}."]),
        ("![A^[one]](u.png)\n", ["A^[one]", "u.png"]),
    ],
)
def test_notes_stand_wherever_text_does(text: str, found: list[str]) -> None:
    assert texts(text) == found


def test_numbers_follow_all_notes_of_the_sentence() -> None:
    (segment, *_) = read("A[^1] b^[c] d[^2].\n\n[^1]: e\n[^2]: f\n").segments
    assert segment.text == "A{fn1} b{fn2} d{fn3}."
    assert [item.is_inline_note for item in segment.placeholders] == [False, True, False]


def test_labels_are_none_that_the_article_has() -> None:
    article = read("A[^inline1] b^[c].\n\n[^inline1]: d\n")
    assert [note.label for note in article.notes] == ["inline1", "inline-1"]


def test_for_pages_notes_get_definitions_in_the_order_of_their_labels() -> None:
    defined = DefinedNotes("One^[a] two^[- b\n> c] three.\n", PANDOC, ("x", "y"))
    assert defined.text == "One[^x] two[^y] three.\n\n[^x]: a\n\n[^y]: \\- b c\n"
    three = "One^[a] two^[- b\n> c] three.\n".index("three")
    start, end = defined.move((three, three + 5))
    assert defined.text[start:end] == "three"


def test_a_text_without_notes_stays_as_it_is() -> None:
    for text in ("A [^1].\n\n[^1]: b\n", "`^[a]`\n", "    ^[a]\n", "![b^[a]](u)\n"):
        assert DefinedNotes(text, PANDOC).text == text


SIGNS = st.sampled_from(
    ["^[", "[", "]", "^", "`", "$", "|", "\n", "\n\n", "> ", "- ", "\\", " ", "a", "Բ. Գ", "](u)", "*", "[^1]"]
)


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_reading_is_lossless_and_every_note_is_counted(text: str) -> None:
    article = read(text + "\n\n[^1]: x\n")
    shown = [item for segment in article.segments for item in segment.placeholders if item.is_inline_note]
    assert all(item.kind is PlaceholderKind.NOTE and item.label for item in shown)
    assert len({item.label for item in shown}) == len(shown)
    assert len({item.block for item in article.segments if item.block < 0}) <= len(shown)


@pytest.mark.parametrize("text", ["^[", "^[a ", "^[]", "^[a]|", "[^[", "]^[", "^[`", "^[a\n"])
def test_hostile_notes_take_time_in_proportion_to_their_length(text: str) -> None:
    assert grows_in_proportion(lambda count: scan(text * count, load(PANDOC)), 2_000, 20_000)


def test_segments_of_notes_are_inside_their_placeholder() -> None:
    (segment, inner) = read("A^[b].").segments
    (note,) = segment.placeholders
    assert [piece for piece in note.pieces if isinstance(piece, Segment)] == [inner]
    assert re.fullmatch(r"inline\d", inner.label or "")
