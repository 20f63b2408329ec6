"""What translators, editors and machines make of `{fn1}`, what becomes of it, and what is left alone."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.article.placeholders.repair import repair_placeholders
from pipeline.model import Segment

NOTES = "\n\n[^1]: one\n\n[^2]: two\n\n[^3]: three\n\n[^iv]: four\n"


def segment_of(markdown: str) -> Segment:
    return read_article(markdown + NOTES, lang="en", sentences=False).segments[0]


ONE_NOTE = segment_of("The lake[^1] is high.")


@pytest.mark.parametrize(
    "written",
    [
        *("{ fn1 }", "{Fn1}", "{FN1}", "{fn 1}", "{fn-1}", "{fn_1}", "{fn.1}", "{fn01}", "{_fn1_}", '{"fn1"}'),
        *("{{fn1}}", "{{{fn1}}}", "{{fn1}", "\\{fn1\\}", "\\{fn1}", "{\\fn1}"),
        *("{fn1", "fn1}", "fn1", "[fn1]", "(fn1)", "( FN 1 )", "<fn1>", "<fn1/>", "{fn1]", "[fn1}"),
        *("[^1]", "[^fn1]", "[^ 1 ]", "\\[^1\\]", "[^{fn1}]", "<sup>{fn1}</sup>", "[^unknown]"),
        *("｛fn1｝", "{ｆｎ１}", "{fn１}", "{fn¹}", "（fn1）"),
        *(
            "{fn\u00a01}",
            "{\u00a0fn1}",
            "{fn\u200b1}",
            "{\u200efn1\u200f}",
            "{f\u00adn1}",
            "{\u2060fn1}",
            "{fn\u20111}",
        ),
        *("{fп1}", "{fո1}", "{ƒn1}", "{Fռ1}"),
        *("{фн1}", "{ФН 1}", "{ֆն1}", "{Ֆն 1}", "{ат1}", "(фн1)", "[ֆն1]"),
        *("{fnl}", "{fnI}", "{fn|}", "{fn l}", "{фнІ}"),
        *("{сноска1}", "{ծնթ1}", "{примечание 1}", "{ծանոթագրություն 1}", "{note1}", "{footnote 1}"),
    ],
)
def test_a_note_reference_is_recognised(written: str) -> None:
    assert repair_placeholders(f"Լիճը{written} բարձր է։", ONE_NOTE) == "Լիճը{fn1} բարձր է։"
    assert repair_placeholders(f"Озеро {written} высоко.", ONE_NOTE) == "Озеро {fn1} высоко."


OTHERS = segment_of("An ![image](p.png), a<!-- comment -->, <https://example.org>, a  \nline.")


@pytest.mark.parametrize(
    "written",
    [
        "{img1} {keep1} <{url1}> {br1}",
        "{ IMG1 } {Keep 1} <{URL1}> {BR-1}",
        "{имг1} {кееп1} <{урл1}> {бр1}",
        "{իմգ1} {քեեպ1} <{ուրլ1}> {բր1}",
        "{шьп1} {лууз1} <{гкд1}> {ик1}",
        "{imgl} {kеер1} <{urІl}> {Ьr1}",
        "{іmg1} {кeep1} <{սrl1}> {вг1}",
        "[img1] (keep1) <url1> [br1]",
        "![other words](p.png) <!-- comment --> https://example.org {br1}",
    ],
)
def test_the_other_kinds_are_recognised(written: str) -> None:
    assert repair_placeholders(written, OTHERS) == "{img1} {keep1} <{url1}> {br1}"


@pytest.mark.parametrize(
    "target",
    [
        "Озеро [1915] высоко.",
        "Озеро (1) высоко.",
        "Озеро {2021} высоко.",
        "Озеро {1} высоко.",
        "Озеро (примечание 1) высоко.",
        "Озеро (см. прим. 1) высоко.",
        "Танк (АТ-1) и самолёт (Ан-1).",
        "Озеро {сноска} высоко.",
        "Озеро {сноска 2} высоко.",
        "Озеро {сноска1} высоко {прим1}.",
        "Озеро [^x] высоко {сноска1}.",
        "Озеро (fn1) высоко (fn1).",
        "Озеро fn12 высоко.",
        "Озеро https://example.org/fn1 высоко.",
    ],
)
def test_what_is_not_sure_stays_as_it_is(target: str) -> None:
    assert repair_placeholders(target, ONE_NOTE) == target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Type `{fn1}` here[^1].", "Наберите `{fn1}` здесь{fn2}."),
        ("Type { fn1 } here[^1].", "Наберите { fn1 } здесь{fn1}."),
        ("A function (fn1) here[^1].", "Функция (fn1) здесь."),
        ("A function fn1 here[^1].", "Функция fn1 здесь."),
        ("A function [fn1] here[^1].", "Функция [fn1] здесь."),
        ("Braces \\{fn1\\} here[^1].", "Скобки \\{fn1\\} здесь{fn1}."),
        ("A set {[^1]}.", "Множество {{fn1}}."),
        ("Undefined [^zz] here[^1].", "Нет [^zz] здесь."),
        ("A {set1} here[^1].", "Это {set1} здесь."),
        ("No notes {here}.", "Нет сносок {тут} {Тут 5}."),
    ],
)
def test_the_author_s_own_brackets_stay(source: str, target: str) -> None:
    assert repair_placeholders(target, segment_of(source)) == target


def test_the_author_s_braces_around_a_note_stay_when_the_note_is_repaired() -> None:
    segment = segment_of("A set {[^1]}.")
    assert repair_placeholders("Множество {{ Fn1 }}.", segment) == "Множество {{fn1}}."


@pytest.mark.parametrize(
    ("source", "written", "becomes"),
    [
        # Labels as the article has them, in any order.
        ("A[^3] b[^iv].", "Ա[^3] բ[^iv]։", "Ա{fn1} բ{fn2}։"),
        ("A[^3] b[^iv].", "Բ[^IV] ա[^3]։", "Բ{fn2} ա{fn1}։"),
        # Numbers within the sentence.
        ("A[^3] b[^iv].", "Ա[^1] բ[^2]։", "Ա{fn1} բ{fn2}։"),
        # Labels and numbers contradict each other: only labels fit both, or only numbers.
        ("A[^2] b[^3].", "Ա[^2] բ[^3]։", "Ա{fn1} բ{fn2}։"),
        ("A[^2] b[^3].", "Ա[^1] բ[^2]։", "Ա{fn1} բ{fn2}։"),
        # Both fit and say different things: nobody can tell.
        ("A[^2] b[^1].", "Ա[^2] բ[^1]։", "Ա[^2] բ[^1]։"),
        # The one that is there already cannot be meant.
        ("A[^2] b[^1].", "Ա{fn1} բ[^1]։", "Ա{fn1} բ{fn2}։"),
        # One reference that nobody knows, one note that is missing.
        ("A[^2] b[^1].", "Ա{fn1} բ[^77]։", "Ա{fn1} բ{fn2}։"),
        ("A[^2] b[^1].", "Ա[^77] բ[^78]։", "Ա[^77] բ[^78]։"),
        # A label written twice.
        ("A[^2] b[^iv].", "Ա[^iv] բ[^iv]։", "Ա[^iv] բ[^iv]։"),
        # A translated name can be read where just one is left.
        ("A[^2] b[^1].", "Ա{fn1} բ{ծնթ2}։", "Ա{fn1} բ{fn2}։"),
        ("A[^2] b[^1].", "Ա{ծնթ1} բ{ծնթ2}։", "Ա{ծնթ1} բ{ծնթ2}։"),
    ],
)
def test_references_written_out(source: str, written: str, becomes: str) -> None:
    assert repair_placeholders(written, segment_of(source)) == becomes


def test_a_number_is_not_taken_for_a_longer_one() -> None:
    segment = segment_of("A" + "[^1]" * 11 + ".")
    target = "Ա" + "".join(f"(fn{number})" for number in range(1, 12))
    assert repair_placeholders(target, segment) == "Ա" + "".join(f"{{fn{number}}}" for number in range(1, 12))


def test_what_could_not_be_read_is_told() -> None:
    aligned = reconcile_placeholders("Озеро {сноска2} высоко [^x], [^y], {x}.", ONE_NOTE)
    assert aligned.text == "Озеро {сноска2} высоко [^x], [^y], {x}.{fn1}"
    assert aligned.unread == ("{сноска2}", "[^x]", "[^y]")


def test_a_relative_address_in_the_words_of_a_translation_is_no_link() -> None:
    [segment] = read_article("See [the list](b.md).\n", lang="en").segments[:1]
    assert repair_placeholders("Տես ցանկը b.md նիշքում։", segment) == "Տես ցանկը b.md նիշքում։"
    assert repair_placeholders("Տես [ցանկը](b.md)։", segment) == "Տես [ցանկը]({url1})։"
