"""Escaping: what each function makes harmless, and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article.markdown.judges import JUDGES, by_pyromark, read
from pipeline.article import escape


def test_a_translation_is_cleaned_of_line_breaks_and_of_what_nobody_sees() -> None:
    assert escape.clean_target(" a \r\n b\x00\ufeff\u2028c\x85d\u202e\t") == "a b c d"
    assert escape.clean_target("Ինչո՞ւ\u00a0№\u200b5") == "Ինչո՞ւ\u00a0№\u200b5"


def test_isolates_of_another_direction_stay_where_they_end() -> None:
    assert escape.clean_target("می\u200cگوید \u2068Targman\u2069.\n") == "می\u200cگوید \u2068Targman\u2069."
    assert escape.clean_target("\u2067a\u2066b\u2069\r\nc\u2069\u2069 \u2068d") == "\u2067a\u2066b\u2069 c\u2069 d"
    assert escape.clean_target(" \u2067 \u2069") == ""


@given(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]), st.text())
def test_what_begins_with_a_letter_or_a_digit_leaves_something(first: str, rest: str) -> None:
    assert not first.isalnum() or escape.clean_target(first + rest)


@given(st.text(st.sampled_from("a \n\u2066\u2067\u2068\u2069\u202e")))
def test_no_isolate_reaches_beyond_a_translation(text: str) -> None:
    cleaned = escape.clean_target(text)
    assert escape.clean_target(cleaned) == cleaned
    depth = 0
    for sign in cleaned:
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0


@given(st.text(st.sampled_from("aա1 *_`[]()<>&|~^$#{}\\!:/.+-=\"'"), max_size=30))
def test_escaped_text_shows_every_character(text: str) -> None:
    page = read(by_pyromark(f"x{escape.escape_markdown(text)}x\n"))
    assert page.texts == {"": [" ".join(f"x{text}x".split())]} or "<" in text
    assert page.blocks == {"": ["p", "…", "/p"]}
    assert not page.links
    assert not page.tags


@pytest.mark.parametrize(
    "text",
    ["# a", "###### a", "#", "- a", "+ a", "* a", "1. a", "12) a", "> a", "| a |", "~~~", "```", "```py", "===", "---",
     "***", "_ _ _", "- - -", "[a]: b", "[^a]: b", "[x] a", "+++"],
)  # fmt: skip
def test_a_line_that_would_begin_a_block_is_escaped(text: str) -> None:
    assert read(by_pyromark(f"{escape.escape_line_start(text)}\n")).blocks == {"": ["p", "…", "/p"]}
    assert escape.escape_line_start(text).replace("\\", "") == text


@pytest.mark.parametrize("text", ["^", "^block-1", "#a", "##1 a"])
def test_a_line_that_sites_take_for_syntax_is_escaped(text: str) -> None:
    assert escape.escape_line_start(text) == f"&#{ord(text[0])};{text[1:]}"
    assert escape.escape_line_start(text, text) == text


@pytest.mark.parametrize("text", ["-a", "1.a", "1234567890. a", "*a*", "**a**", "```a``` b", "[a](b)", "=a", "+1"])
def test_a_line_that_begins_none_stays(text: str) -> None:
    assert escape.escape_line_start(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a|b", "a\\|b"), ("a\\|b", "a\\|b"), ("a\\\\|b", "a\\\\\\|b"), ("`a|b`", "`a\\|b`"), ("||", "\\|\\|")],
)
def test_bars_in_a_cell(text: str, expected: str) -> None:
    assert escape.escape_table_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a|b", "a&#124;b"), ("a\\|b", "a&#124;b"), ("`a|b` | c", "`a|b` &#124; c"), ("\\`|`", "\\`&#124;`")],
)
def test_bars_above_a_row_of_hyphens(text: str, expected: str) -> None:
    assert escape.escape_bars(text) == expected


def test_bars_in_a_span_of_a_dialect_above_a_row_of_hyphens_stay() -> None:
    assert escape.escape_bars("$|x|$ | [[A|b]]", ("$|x|$", "[[A|b]]")) == "$|x|$ &#124; [[A|b]]"


def test_the_end_of_a_heading_stays_in_it() -> None:
    for text in ("a #", "a ##", "a {#id}", "a {.b}", "C#"):
        assert read(by_pyromark(f"# {escape.escape_heading(text)}\n")).texts == {"": [text]}
    assert escape.escape_heading("C# and {x} here") == "C# and {x} here"


def test_what_stands_beside_a_note_leaves_it_one() -> None:
    for before in ("a\\", "a^", "a\\\\", "a"):
        for after in ("(b)", "[b]", ": c", "d"):
            line = f"{escape.escape_before_placeholder(before)}[^n]{escape.escape_after_note(after)}"
            assert read(by_pyromark(f"{line}\n\n[^n]: Note.\n")).references == {"n": 1}


def test_a_bracket_with_a_caret_swallows_no_note_after_it() -> None:
    for before in ("[^", "a [^ ", "[\\^ b *c* ", "[^ [x] ", "`[^` [^ "):
        line = f"{escape.escape_before_placeholder(before)}[^n] d]"
        for judge in JUDGES.values():
            assert read(judge(f"{line}\n\n[^n]: Note.\n")).references == {"n": 1}
    assert escape.escape_before_placeholder("`[^ `, [^n] and x^2 ") == "`[^ `, [^n] and x^2 "


@given(st.text(st.sampled_from('a []()\\`<>&*_!"'), max_size=12), st.sampled_from(['"', "'", "("]))
def test_titles_and_image_texts_stay_inside(text: str, opening: str) -> None:
    closing = {"(": ")"}.get(opening, opening)
    image = f"![{escape.escape_image_text(text)}](x.png {opening}{escape.escape_link_title(text, opening)}{closing})"
    assert read(by_pyromark(f"a{image}b\n")).links == {"x.png": 1}


@pytest.mark.parametrize("target", ["b.md", "/a/b_(c)?d=e&f#g", "https://a.am", "mailto:a@b.am", "#x", "a.md?x=a:b"])
def test_addresses_that_may_take_a_link_s_place(target: str) -> None:
    assert escape.is_safe_target(target, "a.md", bare=False)


@pytest.mark.parametrize(
    "target",
    ["", "a b", "a)b", "(a", "javascript:x", "JAVASCRIPT:x", "java&#115;cript:x", "java&Tab;script:x", "data:x",
     "//a.am", "vbscript:x", "a\\b", "a|b", "<a>", "x:y", "&#x6A;avascript:x"],
)  # fmt: skip
def test_addresses_that_may_not(target: str) -> None:
    assert not escape.is_safe_target(target, "a.md", bare=False)


def test_a_bare_address_is_a_web_page_and_a_source_s_own_scheme_is_allowed() -> None:
    assert escape.is_safe_target("https://a.am/b", "https://a.am", bare=True)
    assert not escape.is_safe_target("b.md", "https://a.am", bare=True)
    assert not escape.is_safe_target("https://a.am/b.", "https://a.am", bare=True)
    assert escape.is_safe_target("geo:1,2", "geo:3,4", bare=False)
    assert not escape.is_safe_target("javascript:b", "javascript:a", bare=False)


def test_only_the_scheme_at_the_beginning_of_the_source_counts() -> None:
    assert escape.is_safe_target("geo:1,2", "geo:3,4", bare=False)
    assert not escape.is_safe_target("geo:1,2", "a/geo:3,4", bare=False)


def test_the_value_of_an_attribute_keeps_the_syntax_of_its_source() -> None:
    source = r"The measure $O(\log n)$ of <kbd>x</kbd>"
    assert (
        escape.escape_attribute(r"Մեծ $O(\log n)$, <kbd>x</kbd>", 'entity"', source) == r"Մեծ $O(\log n)$, <kbd>x</kbd>"
    )
    assert escape.escape_attribute(r"Մեծ <b>$O(\log m)$", 'entity"', source) == r"Մեծ &#60;b>$O(&#92;log m)$"
    assert escape.escape_attribute('"} <kbd>', 'entity"', source) == "&#34;&#125; <kbd>"


def test_links_and_notes_of_a_title_stay_so_in_its_translation_and_no_others_come_in() -> None:
    source = "Read the [guide](guide.md) or [that][b][^1] first"
    target = "Сначала [то][b] или [руководство](guide.md)[^1]"
    assert escape.escape_attribute(target, "entity", source) == target
    assert escape.escape_attribute("Тут [x](other.md)[^2] |", "entity", source) == (
        "Тут &#91;x&#93;(other.md)&#91;^2&#93; &#124;"
    )
    assert escape.escape_attribute('[a "b"](guide.md)', 'entity"', source) == "[a &#34;b&#34;](guide.md)"
