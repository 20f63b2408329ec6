"""The provider without a network: plainly no translation, in the right letters, with all that has to stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown import read_article
from pipeline.mt.prepare import check_answer
from pipeline.mt.providers import open_provider
from pipeline.mt.providers.pseudo import pseudo_translate

SCRIPTS = {
    "hy": r"[\u0531-\u0587]",
    "en": r"[A-Za-z\u00c0-\u024f\u0271\u1e00-\u1eff]",
    "ru": r"[\u0400-\u04ff]",
    "sr-Latn": r"[A-Za-z\u00c0-\u024f\u0271\u1e00-\u1eff]",
    "ka": r"[\u10d0-\u10ff]",
    "fa": r"[\u0620-\u06ff]",
    "zh-Hans": r"[\u4e00-\u4fff]",
    "ko": r"[\uac00-\ud7a3]",
    "hi": r"[\u0900-\u097f]",
    "th": r"[\u0e00-\u0e7f]",
}
SOURCES = {
    "en": "The **Lake** Sevan fell by 20 m.{fn1}",
    "ru": "Озеро Севан **упало** на 20 м.{fn1}",
    "hy": "Սևանա լիճն **իջավ** 20 մ։{fn1}",
    "uk": "Її **озеро** — щастя 20 м.{fn1}",
    "ka": "სევანის **ტბა** ეცემა 20 მ.{fn1}",
    "fa": "آب دریاچهٔ **سوان** می\u200cرود 20 م.{fn1}",
    "zh-Hans": "塞凡湖**水位**下降了 20 米。{fn1}",
}


@pytest.mark.parametrize("target", SCRIPTS)
@pytest.mark.parametrize("source", SOURCES)
def test_all_letters_are_of_the_target_language_and_there_are_more_of_them(source: str, target: str) -> None:
    text = SOURCES[source]
    found = pseudo_translate(text, target, source)
    letters = re.findall(r"[^\W\d_]", found.replace("{fn1}", ""))
    assert all(re.fullmatch(SCRIPTS[target], letter) for letter in letters)
    assert len(found) > len(text) or source in {"fa", "zh-Hans"}  # vowels without letters, and none
    assert found != text
    assert "{fn1}" in found
    assert found.count("**") == 2
    assert "20" in found


@pytest.mark.parametrize("target", SCRIPTS)
@pytest.mark.parametrize(
    "kept",
    [
        "{url1}",
        "`code {fn1}`",
        "https://example.org/Path?a=b",
        "<b>",
        "</span>",
        "&nbsp;",
        "name@example.org",
        "^[",
        "](",
        "{img2}",
    ],
)
def test_what_is_no_text_stays_as_it_is(kept: str, target: str) -> None:
    assert kept in pseudo_translate(f"Some words {kept} and more.", target)


def test_an_armenian_sentence_ends_as_one() -> None:
    assert pseudo_translate("The end.", "hy").endswith("։")
    assert pseudo_translate("*The end.*{fn1}", "hy").endswith("։*{fn1}")
    assert "3.5" in pseudo_translate("It is 3.5 m deep.", "hy")


@given(
    text=st.lists(
        st.sampled_from(["lake", "[law]({url1})", "{fn1}", "*and*", "NATO", "so", "`x`", "1975", "О’Нил", "և", "Ъ"]),
        min_size=1,
        max_size=12,
    ).map(" ".join),
    target=st.sampled_from(sorted(SCRIPTS)),
)  # fmt: skip
def test_it_is_always_the_same_and_capitals_stay(text: str, target: str) -> None:
    provider = open_provider("pseudo", {})
    assert provider.translate([text, text], "en", target) == [pseudo_translate(text, target, "en")] * 2
    assert pseudo_translate("Lake", target)[0].isupper() == (target in {"hy", "en", "ru", "sr-Latn"})


@pytest.mark.parametrize("target", ["hy", "ru"])
def test_whatever_it_makes_is_taken_for_a_translation(target: str) -> None:
    article = read_article(
        "# A title, NASA\n\nA [link](https://example.org), `code`, <b>more</b>.[^a]\n\n- One & two\n\n[^a]: So.\n",
        lang="en",
    )
    for segment in article.segments:
        if segment.kind.is_text:
            checked = check_answer(pseudo_translate(segment.text, target), segment, target)
            assert checked.text == pseudo_translate(segment.text, target), checked
