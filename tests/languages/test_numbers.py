"""Numbers in two languages: what counts as the same, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.number_diff import compare_numbers
from pipeline.languages.numbers import find_units, read_numbers


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target"),
    [
        ("en", "1,234.5 and 43%", "ru", "1\u00a0234,5 и 43\u00a0%"),
        ("en", "1,234,567", "hy", "1 234 567"),
        ("ru", "12\u202f345,6", "en", "12,345.6"),
        ("en", "12,000", "ru", "12000"),
        ("ru", "12.000", "en", "12,000"),
        ("en", "1.5 million", "ru", "1,5 млн"),
        ("en", "$1.2bn", "hy", "1,2 միլիարդ դոլար"),
        ("hy", "5 մլրդ դրամ", "en", "5 billion drams"),
        ("en", "300,000", "ru", "300 тыс."),
        ("en", "300,000", "hy", "երեք հարյուր հազար"),
        ("en", "from 2 million to 3 million", "ru", "от 2 до 3 миллионов"),
        ("en", "2–3 million", "hy", "2-3 միլիոն"),
        ("en", "the 19th century", "ru", "XIX век"),
        ("en", "the 19th century", "hy", "19-րդ դար"),
        ("ru", "ХХ век", "en", "the 20th century"),
        ("en", "July 14, 2025", "ru", "14.07.2025"),
        ("en", "July 14, 2025", "hy", "14 հուլիսի, 2025 թ."),
        ("ru", "14 июля 2025 г.", "en", "14/7/2025"),
        ("en", "in the 1990s and '80s", "ru", "в 90-х и 1980-х годах"),
        ("en", "1998–99", "ru", "1998–1999 годы"),
        ("en", "at 5 pm", "ru", "в 17:00"),
        ("en", "8.45pm", "hy", "20:45"),
        ("en", "won 2-1", "ru", "выиграли со счетом 2:1"),
        ("en", "twenty-five people", "ru", "25 человек"),
        ("en", "one hundred and sixty", "ru", "160"),
        ("hy", "քսանհինգ տարի", "en", "25 years"),
        ("ru", "двадцатипятилетний", "en", "25-year-old"),
        ("ru", "пятидесятая годовщина", "hy", "50-ամյակ"),
        ("en", "a half", "hy", "50%"),
        ("en", "in 2018, and again in 2018", "ru", "в 2018 году"),
        ("en", "45 miles away", "ru", "в 72 км"),
        ("en", "80 degrees", "ru", "27 °C"),
        ("en", "no numbers", "ru", "без чисел"),
    ],
)
def test_the_same_numbers_written_in_two_languages(source_lang: str, source: str, lang: str, target: str) -> None:
    found = compare_numbers(source, source_lang, target, lang)
    assert (found.missing, found.added) == ((), ())


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target", "missing", "added"),
    [
        ("en", "in 2018", "ru", "в 2019 году", ["2018"], ["2019"]),
        ("en", "1.5 million", "ru", "1,5 млрд", ["1.5"], ["1,5"]),
        ("en", "12.5%", "hy", "1,25 %", ["12.5"], ["1,25"]),
        ("en", "24 men", "ru", "люди", ["24"], []),
        ("en", "men", "hy", "24 մարդ", [], ["24"]),
        ("en", "three million", "ru", "1 миллион", [], ["1"]),
        ("en", "45 miles away", "ru", "в 92 км", ["45"], ["92"]),
        ("hy", "20:45", "en", "8.40 pm", ["45"], ["8.40"]),
        ("ru", "1 234", "en", "1,243", ["1 234"], ["1,243"]),
    ],
)
def test_other_numbers_are_told(
    source_lang: str, source: str, lang: str, target: str, missing: list[str], added: list[str]
) -> None:
    found = compare_numbers(source, source_lang, target, lang)
    assert [number.written for number in found.missing] == missing
    assert [number.written for number in found.added] == added


def test_a_number_changed_into_one_that_is_there_already_is_told_as_repeated() -> None:
    found = compare_numbers("won 2-1", "en", "победа 1:1", "ru")
    assert [number.written for number in found.missing] == ["2"]
    assert [number.written for number in found.repeated] == ["1"]


def test_digits_say_where_they_stand() -> None:
    text = "около 1\u00a0234,5 км"
    (number,) = read_numbers(text, "ru")
    assert text[number.start : number.end] == "1\u00a0234,5"
    assert number.value == 1234.5


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "$5 and 43 per cent", {"USD", "percent"}),
        ("ru", "5 долларов, 43 процента", {"USD", "percent"}),
        ("hy", "5 դոլար, 43 տոկոս, 100 դրամ", {"USD", "percent", "AMD"}),
        ("ru", "500 руб., 20 €", {"RUB", "EUR"}),
        ("en", "nothing of the kind", set()),
    ],
)
def test_percent_and_currencies_are_known_by_sign_and_by_word(lang: str, text: str, found: set[str]) -> None:
    assert find_units(text, lang) == found


LANGUAGES = ("hy", "en", "ru")
NUMBERS = st.integers(13, 10**9)


@given(number=NUMBERS, lang=st.sampled_from(LANGUAGES), other=st.sampled_from(LANGUAGES))
def test_a_number_grouped_as_each_language_does_it_is_the_same(number: int, lang: str, other: str) -> None:
    def grouped(lang: str) -> str:
        return f"{number:,}".replace(",", "," if lang == "en" else "\u00a0")

    found = compare_numbers(grouped(lang), lang, grouped(other), other)
    assert (found.missing, found.added) == ((), ())


@given(first=NUMBERS, second=NUMBERS, lang=st.sampled_from(LANGUAGES), other=st.sampled_from(LANGUAGES))
def test_two_numbers_are_the_same_only_if_they_are(first: int, second: int, lang: str, other: str) -> None:
    found = compare_numbers(str(first), lang, str(second), other)
    assert bool(found.missing and found.added) == (first != second)


@given(text=st.text(alphabet="0123456789 .,:/-–xXVI%$№½'sпм֊մլն", max_size=40), lang=st.sampled_from(LANGUAGES))
def test_any_text_has_the_numbers_of_itself(text: str, lang: str) -> None:
    found = compare_numbers(text, lang, text, lang)
    assert (found.missing, found.added) == ((), ())
