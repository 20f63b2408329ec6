"""Signs that nobody meant: backticks typed for Armenian marks, and characters that nobody sees."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_entries
from pipeline.checks.backticks import find_typed_backticks
from pipeline.model import Entry, Finding


def found(source: str, target: str, lang: str, rule: str) -> list[Finding]:
    article = read_article(source, lang="en" if lang != "en" else "ru", sentences=False)
    entry = Entry(source=article.segments[0].text, target=target)
    findings = check_entries(article, {entry.source: entry}, "locales/x.po", lang)
    return [finding for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Նա ասաց` այո։", "Նա ասաց՝ այո։"),
        ("Ասաց` այո, և լսեցին` ոչ։", "Ասաց՝ այո, և լսեցին՝ ոչ։"),
        ("Լսի`ր ու մի` գնա։", "Լսի՛ր ու մի՛ գնա։"),
        ("Նա ասաց`այո։", "Նա ասաց՝ այո։"),
        ("«Սևան»` լիճ։ **Լիճ**` ջուր։", "«Սևան»՝ լիճ։ **Լիճ**՝ ջուր։"),
        ("2020-ին` այո։", "2020-ին՝ այո։"),
        ("Նա ասաց ` այո, լսեցին` ոչ։", "Նա ասաց՝ այո, լսեցին՝ ոչ։"),
        ("Նա` `make`ը։", "Նա՝ `make`ը։"),
        ("Նա` ``a ` բ`` գրեց։", "Նա՝ ``a ` բ`` գրեց։"),
    ],
)
def test_backticks_behind_armenian_words_are_marks(text: str, repaired: str) -> None:
    (finding,) = found("It is `make`.", text, "hy", "armenian-backtick")
    assert finding.replacement == repaired
    assert found("It is `make`.", repaired, "hy", "armenian-backtick") == []


@pytest.mark.parametrize(
    "text",
    [
        "`make`ը և `բարև` կոդ են։",
        "Գրե՛ք «`x`» կամ (`y`)։",
        "``ա` բ`` կոդ է։",
        "Նա \\` այո։",
        "ֆայլը`x` է։",
        "```\nա` բ\n```",
    ],
)
def test_code_is_code(text: str) -> None:
    assert find_typed_backticks(text, {"`x`"}) == []


def test_other_languages_have_no_such_marks() -> None:
    assert found("A b.", "Он сказал` да.", "ru", "armenian-backtick") == []


def test_an_article_is_told_by_block_and_not_in_code() -> None:
    text = "# Լիճ\n\n> Նա ասաց` այո, բոլորը`\n> ոչ։\n\n    ա` բ\n\n```\nա` բ\n```\n\n- `բ` և լիճ։\n"
    findings = check_article(read_article(text, lang="hy"), "articles/a.md")
    assert [(item.rule, item.line, item.replacement) for item in findings] == [
        ("armenian-backtick", 3, "Նա ասաց՝ այո, բոլորը՝\n> ոչ։")
    ]


@pytest.mark.parametrize("sign", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
@pytest.mark.parametrize("text", ["Лик{}о есть.", "**{}Лик** есть.", "Лик {}есть.", "Лик есть.{}", "{}«Лик» есть."])
def test_signs_of_no_width_are_dirt_between_letters_and_at_marks(sign: str, text: str) -> None:
    (finding,) = found("**A** b.", text.format(sign), "ru", "spaces-invisible")
    assert finding.replacement == text.format("")


@pytest.mark.parametrize("text", ["{}Лик есть.", "Лик есть.{}"])
def test_soft_hyphens_are_dirt_at_the_ends_alone(text: str) -> None:
    (finding,) = found("A b.", text.format("\u00ad"), "ru", "spaces-invisible")
    assert finding.replacement == text.format("")
    assert found("A b.", "Уди\u00adви\u00adтельный лик\u00ad-\u00adлицо.", "ru", "spaces-invisible") == []


@pytest.mark.parametrize(
    "text",
    [
        "По-персидски می\u200cخواهم.",
        "Санскрит क्\u200dष.",
        "Она 👩\u200d💻 там.",
        "И\u200b/\u200bили, 10\u2060–\u206020.",
        "`a\u200bb` и https://a.am/\u200bb.",
    ],
)
def test_scripts_and_signs_that_need_them_keep_them(text: str) -> None:
    assert found("A b.", text, "ru", "spaces-invisible") == []


def test_what_the_source_has_is_the_authors() -> None:
    assert found("A\u200bb.", "А\u200bб.", "ru", "spaces-invisible") == []
