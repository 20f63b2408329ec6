"""The kinds of words of a text: a text that has none of a kind is not read for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.calendar import read_calendar
from pipeline.languages.number_words import normalize_words, read_certain
from pipeline.languages.numbers import read_numbers
from pipeline.languages.scripts import count_scripts, foreign_script
from pipeline.languages.word_kinds import WordKinds, find_kinds

LANGUAGES = ("hy", "en", "ru", "fr", "ka", "uk", "fa", "de")
WORDS = (
    *("May", "Friday", "noon", "two", "half a", "million", "12", "٣", "NATO", "the", "house"),
    *("մայիսին", "ուրբաթ", "երկու", "կես միլիոն", "քսա՛ն", "տուն", "և"),
    *("мая", "пятницу", "пять", "с половиной", "дом", "и", "quatre-vingt-dix", "soixante dix", "век", "XX"),
    *("დანახევარი", "мільйон", "ساعت", "نیم", "(seven),", "«երեք»", "twenty-five", "XIX century"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(words=st.lists(st.sampled_from(WORDS), max_size=6))
def test_nothing_is_read_out_of_a_text_without_the_words_for_it(lang: str, words: list[str]) -> None:
    text = " ".join(words)
    kinds = find_kinds(text, lang)
    if not kinds.has_digits:
        assert not read_numbers(text, lang)
    if not kinds.names_numbers:
        assert not read_certain(normalize_words(text, lang), lang)
    if not kinds.names_dates and not kinds.has_digits:
        assert not read_calendar(text, lang)
    if not kinds.has_other_letters and lang != "de":
        scripts = count_scripts([text])
        assert len(scripts) <= 1
        assert not any(foreign_script(scripts, script) for script in scripts)


def test_plain_words_have_no_kind() -> None:
    assert find_kinds("The house is old, and nobody lives in it.", "en") == WordKinds()


def test_numbers_of_a_text_come_in_order_without_one() -> None:
    assert find_kinds("Seven of one hundred, or two.", "en").values == ((2,), (7,), (100,))


def test_letters_of_other_scripts_and_of_sisters_show() -> None:
    assert find_kinds("Домa нет", "ru").has_other_letters
    assert find_kinds("Він їде", "ru").has_other_letters
    assert not find_kinds("Дома нет", "ru").has_other_letters
