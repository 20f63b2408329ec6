"""Words are counted as programs for translators bill them, in any script."""

from pathlib import Path

import pytest
from cpu import takes_less_than
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.words import count_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("Don’t pay 3.14 € for state-of-the-art l’eau", 7),
        ("Երևանը — մայրաքաղաք է։", 4),
        ("Ереван — столица", 3),
        ("Bonjour ! Qu’est-ce que c’est ?", 4),
        ("«\u00a0oui\u00a0» et «\u202fnon\u202f» : 3", 4),
        ("می\u200cخواهم به خانه بروم؟", 4),
        ("\u2067שלום\u2069 \u200f עולם", 2),
        ("नमस्ते दुनिया ।", 2),
        ("한국어 단어", 2),
        ("我喜欢学习语言。", 7),
        ("「我有3个苹果，」他说{fn1}。", 8),
        ("カタカナー、ひらがな", 9),
        ("A **粗体** word", 4),
        ("ภาษาไทย ๒๕๖๙", 8),
        ("ที่นี่", 2),
        ("សួស្តី ។", 3),
        ("བོད་སྐད།", 2),
    ],
)
def test_words_are_counted_by_the_script(text: str, number: int) -> None:
    assert count_words(text) == number


@pytest.mark.parametrize("path", sorted((ROOT / "articles").rglob("*.md")), ids=lambda path: path.stem)
def test_the_figures_of_the_articles_here_are_those_of_spaces(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert count_words(line) == len(line.split())


@given(st.text(alphabet=st.characters(max_codepoint=0x5FF, exclude_categories=("P", "Cf"))))
def test_words_of_our_alphabets_are_parted_by_spaces(text: str) -> None:
    assert count_words(text) == len(text.split())


@given(st.text(alphabet="我ก{fn1} «!—a\u200b"), st.text(alphabet="我ก{fn1} «!—a\u200b"))
def test_paragraphs_add_up(text: str, other: str) -> None:
    assert count_words(f"{text}\n{other}") == count_words(text) + count_words(other)


@pytest.mark.parametrize("text", ["!" * 300_000 + "你", "{fn" * 100_000 + "你", "「" * 300_000, "! " * 300_000])
def test_hostile_texts_take_linear_time(text: str) -> None:
    assert takes_less_than(2, lambda: count_words(text))
