"""Emphasis with Armenian endings, inner spaces and underscores: repaired where readers would see the marks."""

from collections.abc import Callable

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from conftest import Workspace
from cpu import takes_less_than
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.article.emphasis import count_emphasis, escape_stars_in_words, has_idle_marks, repair_emphasis

REPAIRED = [
    ('In **"Azg"** we read.', "**«Ազգ»**ում կարդացինք։", "<strong>«Ազգ»</strong>\u2060ում կարդացինք։"),
    ("We read _Izvestia_.", "Կարդում ենք _Իզվեստիա_ն։", "Կարդում ենք <em>Իզվեստիա</em>ն։"),
    ("The **lake** is high.", "** Լիճը ** բարձր է։", "<strong>Լիճը</strong> բարձր է։"),
    ("A *river* runs.", "*Գետը *հոսում է։", "<em>Գետը</em> հոսում է։"),
    ("Of *“Azg”* and **Hayk**.", "*«Ազգ»*ի և **Հայկ**ի։", "<em>«Ազգ»</em>\u2060ի և <strong>Հայկ</strong>ի։"),
    ("In ***“Azg”*** too.", "***«Ազգ»***ում։", "<em><strong>«Ազգ»</strong></em>\u2060ում։"),
]


@pytest.mark.parametrize(("source", "target", "html"), REPAIRED)
def test_every_reader_shows_what_is_repaired(source: str, target: str, html: str) -> None:
    repaired = repair_emphasis(target, source)
    for shown in (cmarkgfm.github_flavored_markdown_to_html(repaired), MarkdownIt().render(repaired)):
        assert shown.strip() == f"<p>{html}</p>"
    assert repair_emphasis(repaired, source) == repaired
    assert not has_idle_marks(target, source)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("5 * 6 * 7", "5 * 6 * 7"),
        ("The *lake*.", "Լիճը *բարձր* է։"),
        ("The *lake*.", "Լիճը բարձր է։"),
        ("The *lake*.", "Լիճը * բարձր է։"),
        ("A `*b*` *c*", "A `*b*` *c*"),
        ("snake_case_name *x*", "snake_case_name *x*"),
    ],
)
def test_what_has_its_effect_or_no_pair_stays(source: str, target: str) -> None:
    assert repair_emphasis(target, source) == target


@given(st.text("*_ aա«».`\\{}[]()fn1", max_size=40), st.text("*_ aա«»", max_size=20))
def test_a_repair_only_gains_emphasis_and_changes_no_word(target: str, source: str) -> None:
    repaired = repair_emphasis(target, source)
    assert count_emphasis(repaired) >= count_emphasis(target)
    plain = str.maketrans("", "", "*_ ")
    assert repaired.replace("&#8288;", "").translate(plain) == target.translate(plain)


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("Leser*innen und Autor*innen kamen.", r"Leser\*innen und Autor\*innen kamen."),
        ("Jede*r kam.", "Jede*r kam."),
        ("*Սևան*ը ու *Արփա*ն։", "*Սևան*ը ու *Արփա*ն։"),
        ("**Սևան**ը ու **Արփա**ն։", "**Սևան**ը ու **Արփա**ն։"),
        ("Un*glaub*lich.", "Un*glaub*lich."),
        ("`a*b c*d`", "`a*b c*d`"),
    ],
)
def test_stars_in_two_words_stress_nothing_between_them(target: str, shown: str) -> None:
    assert escape_stars_in_words(target, "Readers came.") == shown


def test_a_long_text_behind_a_star_in_a_word_is_searched_once() -> None:
    target = f"Leser*innen {'kamen ' * 20_000}*"
    assert takes_less_than(2, lambda: escape_stars_in_words(target, "Readers came."))


def test_a_star_in_a_word_is_no_lost_mark_unless_the_source_has_emphasis(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "de"]\n')
    place.write("articles/a.md", "Readers came.\n\n*Readers* and authors left.\n")
    place.run("sync")
    path = "locales/de/articles/a.po"
    po = place.text(path).replace('came."\nmsgstr ""', 'came."\nmsgstr "Leser*innen kamen."')
    place.write(path, po.replace('left."\nmsgstr ""', 'left."\nmsgstr "Leser*innen und Autoren gingen."'))
    assert place.run("check", exit_code=1).output.count("the mark * has no counterpart") == 1


def test_an_edition_shows_emphasis_and_check_has_nothing_to_say(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("articles/a.md", 'We read **"Azg"** there.\n')
    place.run("sync")
    path = "locales/hy/articles/a.po"
    po = place.text(path).replace(
        'msgid "We read **\\"Azg\\"** there."\nmsgstr ""',
        'msgid "We read **\\"Azg\\"** there."\nmsgstr "**«Ազգ»**ում կարդացինք։"',
    )
    place.write(path, po)
    place.run("merge")
    assert "**«Ազգ»**&#8288;ում կարդացինք։" in place.text("editions/hy/a.md")
    assert "emphasis" not in place.run("check").output
