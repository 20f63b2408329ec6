"""Texts come back from a provider intact, and a bad answer is repaired, split or refused."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.servers import foreign
from pipeline.article.markdown import read_article
from pipeline.model import Segment
from pipeline.mt.prepare import (
    PlaceholderFormat,
    check_answer,
    find_suspicious_answers,
    needs_words,
    protect,
    restore,
    restore_spaces,
    split_at_placeholders,
    split_to_fit,
)


def segment(text: str) -> Segment:
    """The first segment of an article, with its placeholders."""
    return read_article(text, lang="en").segments[0]


NOTES = "\n\n[^a]: One.\n\n[^b]: Two.\n"
LAKE = segment("The lake fell[^a] by 20 m in 1933.[^b]" + NOTES)
LINK = segment("The [new law](https://example.org/law) calls the lake *strategic*.[^a]" + NOTES)
PLAIN = segment("It rose again in the year 1981, when the tunnel was ready.")

WORDS = st.lists(
    st.sampled_from(
        ["lake", "«озеро»", "լիճ։", "a<b", "R&D", "&amp;", "{fn1}", "{url12}", "`a{fn1}b`", "<b>", "</b>", '"']
    ),
    max_size=8,
).map(" ".join)


@given(text=WORDS, form=st.sampled_from(PlaceholderFormat))
def test_a_text_that_a_machine_leaves_alone_comes_back_as_it_was(text: str, form: PlaceholderFormat) -> None:
    assert restore(protect(text, form), text, form) == text.strip()


@given(text=WORDS)
def test_xml_for_a_provider_has_no_text_that_could_be_mark_up(text: str) -> None:
    ET.fromstring(f"<text>{protect(text, PlaceholderFormat.XML)}</text>")  # noqa: S314  ours


@pytest.mark.parametrize("form", PlaceholderFormat)
def test_an_element_written_out_is_read(form: PlaceholderFormat) -> None:
    answers = {
        PlaceholderFormat.PLAIN: "озеро{fn1}",
        PlaceholderFormat.XML: 'озеро<x id="fn1"></x>',
        PlaceholderFormat.HTML: 'озеро<span class="notranslate" lang="en"> {fn1} </span>',
    }
    assert restore(answers[form], "lake{fn1}", form) == "озеро{fn1}"


def test_a_placeholder_in_the_answer_to_a_text_that_has_none_is_nothing() -> None:
    assert restore("озеро{fn1}", "lake", PlaceholderFormat.PLAIN) == "озеро"
    assert restore("озеро{fn2}", "lake{fn1}", PlaceholderFormat.PLAIN) == "озеро{fn2}"


def test_an_answer_comes_on_one_line_and_with_the_white_space_of_its_text() -> None:
    assert (
        restore("одна строка \r\n  и другая\n", "one line and another", PlaceholderFormat.PLAIN)
        == "одна строка и другая"
    )
    assert restore("одна\0 \x1b[31mстрока\u2028вторая", "one line", PlaceholderFormat.PLAIN) == "одна [31mстрока вторая"
    assert restore_spaces(" озеро ", "  lake\u00a0") == "  озеро\u00a0"


@pytest.mark.parametrize(
    "text", ["1975", "12.5 %", "{fn1}", "<https://example.org/a>", "`code`{fn1}", "a@example.org", "<br>"]
)
def test_what_has_no_words_needs_no_machine(text: str) -> None:
    assert not needs_words(text)


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        (LAKE, "Озеро упало{fn1} на 20 м в 1933.{fn2}", "Озеро упало{fn1} на 20 м в 1933.{fn2}"),
        (LAKE, "Озеро упало { fn1 } на 20 м в 1933. {Fn2}", "Озеро упало {fn1} на 20 м в 1933. {fn2}"),
        (LAKE, "Озеро упало{фн1} на 20 м в 1933.{фн2}", "Озеро упало{fn1} на 20 м в 1933.{fn2}"),
        (LAKE, "В 1933 озеро{fn2} упало на 20 м.{fn1}", "В 1933 озеро{fn2} упало на 20 м.{fn1}"),
        (LAKE, "Озеро упало{fn1}{fn1} на 20 м в 1933.{fn2}", "Озеро упало{fn1} на 20 м в 1933.{fn2}"),
        (LAKE, "Озеро упало{fn1} на 20 м в 1933.{fn2}{fn7}", "Озеро упало{fn1} на 20 м в 1933.{fn2}"),
        (
            LINK,
            "[Новый закон] ({url1}) называет озеро *стратегическим*.{fn1}",
            "[Новый закон]({url1}) называет озеро *стратегическим*.{fn1}",
        ),
        (PLAIN, "Оно &quot;выросло&quot; в 1981 году, с туннелем.", 'Оно "выросло" в 1981 году, с туннелем.'),
        (PLAIN, "Оно поднялось в 1981-м, когда туннель был готов", "Оно поднялось в 1981-м, когда туннель был готов"),
    ],
)  # fmt: skip
def test_a_good_answer_is_offered_and_a_slip_with_one_meaning_repaired(
    source: Segment, answer: str, expected: str
) -> None:
    assert check_answer(answer, source, "ru").text == expected


@pytest.mark.parametrize(
    ("source", "answer", "said"),
    [
        (LAKE, "Озеро упало на 20 м в 1933.{fn2}", "lost {fn1}"),
        (LAKE, "Озеро{fn1} упало{fn1} на 20 м в 1933.{fn2}", "{fn1} more than once"),
        (LINK, "Новый закон называет озеро стратегическим.{fn1}", "lost {url1}"),
    ],
)
def test_an_answer_with_torn_placeholders_is_not_offered(source: Segment, answer: str, said: str) -> None:
    checked = check_answer(answer, source, "ru")
    assert checked.lost_placeholders
    assert not checked.text
    assert said in checked.problem


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "no words"),
        (" \u200b ", "no words"),
        (PLAIN.text.upper(), "came back as it was"),
        ("<div>Оно поднялось в 1981 году, когда туннель был готов.</div>", "HTML"),
        ("&lt;script&gt;Оно поднялось&lt;/script&gt; в 1981 году, когда туннель", "HTML"),
        ("Error 500 (Server Error)!!1 500. That’s an error. Please try again later.", "not in the language"),
        ("Այն կրկին բարձրացավ 1981 թվականին, երբ թունելը պատրաստ էր։", "not in the language"),
        ("Да.", "3 characters"),
        ("Город основан в 782 году до нашей эры и зовётся Эребуни.", "the number 782"),
        ("←", "no words"),
        ("Оно поднялось в 1981 году, когда тунн\ufffdль был готов.", "letters were lost"),
    ],
)
def test_an_answer_that_is_no_translation_is_not_offered(answer: str, said: str) -> None:
    checked = check_answer(answer, PLAIN, "ru")
    assert not checked.text
    assert said in checked.problem


@pytest.mark.parametrize(
    ("text", "answer", "lang"),
    [
        ("In the 19th century", "В XIX веке", "ru"),
        ("NASA and ESA", "НАСА и ESA", "ru"),
        ("Windows 11", "Windows 11 համակարգ", "hy"),
        ("Версия Windows 11", "Windows 11 version", "en"),
        ("A book of 1,234 pages", "Книга на 1 234 страницы", "ru"),
        ("On May 10, 1975 at 12.30", "10.05.1975, в 12:30", "ru"),
        ("Yes", "Այո", "hy"),
        (
            "Chaney, Edward: *The Grand Tour*, London 1998, p 12",
            "Chaney, Edward: *The Grand Tour*, London 1998, էջ 12",
            "hy",
        ),
    ],
)
def test_an_unusual_but_right_answer_is_offered(text: str, answer: str, lang: str) -> None:
    assert check_answer(answer, segment(text), lang).text == answer


def test_pieces_between_placeholders_make_up_the_text_and_have_none() -> None:
    for source in (LAKE, LINK, PLAIN):
        found = split_at_placeholders(source)
        assert "".join(piece.text for piece in found) == source.text
        assert all("{" not in piece.text for piece in found if piece.is_asked)
    assert [piece.text for piece in split_at_placeholders(LINK) if piece.is_asked] == [
        "The ",
        "new law",
        " calls the lake *strategic*.",
    ]


@given(
    text=st.lists(
        st.sampled_from(["A lake.", "It fell by 20 m.{fn1}", "w" * 30, "and", "so on,", "Mr. Smith"]), max_size=20
    ).map(" ".join),
    size=st.integers(1, 60),
)
def test_a_long_text_is_cut_into_pieces_that_fit_and_make_it_up(text: str, size: int) -> None:
    found = split_to_fit(text, "en", lambda piece: len(piece) <= size)
    assert "".join(piece.text for piece in found) == text
    if len(text) > size:
        assert all(len(piece.text.strip()) <= size for piece in found if piece.is_asked)


def test_a_long_text_is_cut_between_sentences_where_that_is_enough() -> None:
    found = split_to_fit("The lake fell. It rose again. And so on.", "en", lambda piece: len(piece) <= 30)
    assert [piece.text for piece in found] == ["The lake fell. It rose again.", " And so on."]


def test_the_same_long_answer_to_different_texts_is_suspected() -> None:
    answer = foreign("The lake fell by twenty metres, and then it rose.", "ru")
    pairs = [("The lake fell by twenty metres, and then it rose.", answer), ("Another text altogether.", answer)]
    assert set(find_suspicious_answers(pairs)) == {text for text, _ in pairs}
    assert not list(find_suspicious_answers([("The end", "Конец"), ("An end", "Конец")]))
    assert not list(find_suspicious_answers([("It’s the end of it all!", answer), ("It’s the end of it all.", answer)]))
