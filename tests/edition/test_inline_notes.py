"""Editions of articles with notes within sentences: the notes move with their sentences and stay the author's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.making import entries, pseudo, translated
from pipeline.article.markdown import read_article
from pipeline.article.markdown.inline_notes import DefinedNotes
from pipeline.article.markdown.outline import read_outline
from pipeline.edition import Edition, EditionPolicy, MissingText, build_edition
from pipeline.model import Article

PANDOC = ("pandoc",)
TEXT = "It was secret.^[See the archive. Twice.] Nobody^[none] read it^[yet].\n"


def read(text: str) -> Article:
    return read_article(text, lang="en", dialects=PANDOC)


def edition(text: str, table: dict[str, str], policy: EditionPolicy | None = None) -> Edition:
    return build_edition(read(text), entries(table), "ru", policy)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            {"It was secret.{fn1}": "Он тайный.{fn1}", "See the archive.": "См. архив.", "Twice.": "Дважды."},
            "Он тайный.^[См. архив. Дважды.] Nobody^[none] read it^[yet].\n",
        ),
        ({"See the archive.": "См. архив."}, "It was secret.^[См. архив. Twice.] Nobody^[none] read it^[yet].\n"),
        (
            {"See the archive.": "См. архив, дважды.", "Twice.": "←"},
            "It was secret.^[См. архив, дважды.] Nobody^[none] read it^[yet].\n",
        ),
        (
            {"Nobody{fn1} read it{fn2}.": "Не прочёл{fn2} никто{fn1}.", "none": "ни один", "yet": "пока"},
            "It was secret.^[See the archive. Twice.] Не прочёл^[пока] никто^[ни один].\n",
        ),
        (
            {"Nobody{fn1} read it{fn2}.": "Никто не прочёл.", "none": "ни один"},
            "It was secret.^[See the archive. Twice.] Никто не прочёл.^[ни один]^[yet]\n",
        ),
        (
            {"It was secret.{fn1}": "Он тайный.", "Nobody{fn1} read it{fn2}.": "←", "yet": "пока"},
            "Он тайный.^[See the archive. Twice.]^[none]^[пока]\n",
        ),
    ],
)
def test_a_note_stays_beside_its_sentence(table: dict[str, str], text: str) -> None:
    assert edition(TEXT, table).text == text


def test_a_note_of_the_translator_is_still_the_translators() -> None:
    made = edition("A^[b].\n", {"A{fn1}.": "А{fn1}^[моё].", "b": "б^[и это]"})
    assert made.text == ("А^[б[^tn2]][^tn1].\n\n[^tn1]: моё — *Прим. пер.*\n\n[^tn2]: и это — *Прим. пер.*\n")


def test_without_such_a_dialect_the_words_of_the_author_are_not_signed_as_the_translators() -> None:
    article = read_article("It was secret.^[See file 12.]\n", lang="en")
    table = {"It was secret.^[See file 12.]": "Он тайный.^[См. дело 12.]^[моё]"}
    assert build_edition(article, entries(table), "ru").text == (
        "Он тайный.^[См. дело 12.][^tn1]\n\n[^tn1]: моё — *Прим. пер.*\n"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "a]b",
        "a[b",
        "*a",
        "`a",
        "<b>a</b>",
        "^[a",
        "a\\",
        "[a](javascript:x)",
        "# a",
        "- a",
        "a | b",
        "{{< x >}}",
        "$a$",
        "[^1]",
        "^",
        "]]",
        "[x]: y",
    ],
)
def test_nothing_breaks_out_of_a_note(hostile: str) -> None:
    source = (
        "# H^[note]\n\nA^[note] b^[other].[^1]\n\n| C^[note] | D |\n|---|---|\n| E | F |\n\n"
        "> G^[note\n> more].\n\n[^1]: N\n"
    )
    article = read(source)
    made = build_edition(
        article, entries({"note": hostile, "note more": hostile, "A{fn1} b{fn2}.{fn3}": "Ա{fn1} բ{fn2}։{fn3}"}), "hy"
    )
    outline, same = read_outline(made.text, PANDOC), read_outline(source, PANDOC)
    assert outline.skeleton == same.skeleton
    assert [(leaf.marks, leaf.notes) for leaf in outline.leaves] == [(leaf.marks, leaf.notes) for leaf in same.leaves]
    assert made.text.count("^[other]") == 1


def test_what_is_escaped_or_refused_in_a_note_is_told_with_its_entry() -> None:
    made = edition("A^[b].\n", {"b": "<i>б</i>"})
    assert made.text == "A^[\\<i\\>б\\</i\\>].\n"
    assert [(finding.rule, finding.source) for finding in made.findings] == [("structure", "b")]


def test_an_untouched_edition_is_the_source() -> None:
    text = "> A^[b\n> *c*. D] e^[ f ].\n\n| ^[g] | h |\n|---|---|\n"
    assert build_edition(read(text), translated(read(text), str), "en").text == text


def test_omitted_sentences_leave_their_notes() -> None:
    policy = EditionPolicy(missing=MissingText.OMIT)
    assert edition("One.^[n] Two.\n", {"Two.": "Два.", "n": "н"}, policy).text == "^[н] Два.\n"


def test_the_order_of_notes_is_known_for_pages() -> None:
    made = edition(TEXT, {"Nobody{fn1} read it{fn2}.": "Не прочёл{fn2} никто{fn1}."})
    assert made.inline_notes == ("inline1", "inline3", "inline2")
    assert DefinedNotes(made.text, PANDOC, made.inline_notes).text.endswith(
        "[^inline1]: See the archive. Twice.\n\n[^inline3]: yet\n\n[^inline2]: none\n"
    )


WORDS = st.sampled_from(["^[", "]", "[", "a", "b. C", " ", "*", "`", "{fn1}", "{fn2}", "[^1]", "\\", "<b>", "|", "$"])


@given(st.lists(WORDS, max_size=12).map("".join), st.lists(WORDS, max_size=12).map("".join))
def test_every_edition_has_every_note_once(sentence: str, note: str) -> None:
    source = "A^[note] b^[other].\n"
    made = build_edition(read(source), entries({"A{fn1} b{fn2}.": sentence or "x", "note": note or "y"}), "ru")
    assert made.text == source or sorted(made.inline_notes) == ["inline1", "inline2"]
    outline = read_outline(made.text, PANDOC)
    assert outline.leaves[0].marks == read_outline(source, PANDOC).leaves[0].marks


def test_a_translation_of_every_word_has_no_finding() -> None:
    text = TEXT + "\n# H^[one *two* `c`]\n\n- i^[see [l](https://a.am)]\n\n| a^[b] | c |\n|---|---|\n\n[^1]: d^[e]\n"
    made = build_edition(read(text), translated(read(text), pseudo), "hy")
    assert not made.findings
    assert read_outline(made.text, PANDOC).skeleton == read_outline(text, PANDOC).skeleton


def test_an_escaped_note_of_a_translator_is_text() -> None:
    made = build_edition(read_article("A.\n", lang="en"), entries({"A.": "А\\^[так]."}), "ru")
    assert made.text == "А\\^[так].\n"
