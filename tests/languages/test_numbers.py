"""Numbers in two languages: what counts as the same, and what does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import use_folder
from pipeline.languages.number_diff import compare_numbers
from pipeline.languages.number_words import find_word_values
from pipeline.languages.numbers import read_numbers
from pipeline.languages.units import find_units


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
        ("en", "from 6 to 7 pm", "ru", "с 18 до 19 часов"),
        ("en", "from 6 to 7 pm", "fr", "de 6 à 7 heures du soir"),
        ("en", "5:30–6:30 pm", "hy", "17:30–18:30"),
        ("en", "5.30-6.30pm", "fr", "17h30-18h30"),
        ("en", "from 11 to 1 pm", "ru", "с 11 до 13"),
        ("en", "120 people had COVID-19", "ru", "от COVID-19 120 человек болели"),
        ("en", "P99 below 400 ms", "ru", "P99 400 мс"),
        ("en", "once per quarter", "hy", "եռամսյակը մեկ"),
        ("en", "some are new, some old, some lost", "ru", "одни новые, другие старые, третьи утрачены"),
        ("en", "some are new, some old, some lost", "uk", "одні нові, інші старі, треті втрачені"),
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
        ("fr", "quatre millions d’arbres", "en", "4 million trees"),
        ("en", "6 billion", "fr", "six milliards"),
        ("hy", "700 տուն", "fr", "sept cents maisons"),
        ("fa", "۱۸،۴۰۰ درخت", "ru", "18 400 деревьев"),
        ("en", "7,250,000 books", "fa", "7،250،000 کتاب"),
        ("fa", "۳، ۱۲۰ و ۴۵", "en", "3, 120 and 45"),
        ("fa", "جنگ 88-1980", "en", "the war of 1980–1988"),
        ("en", "20,000 pupils", "ru", "20,000 учеников"),
        ("en", "20,000 pupils", "de", "20.000 Schüler"),
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
        ("en", "from 6 to 7 pm", "ru", "с 17 до 19 часов", ["6"], ["17"]),
        ("en", "19 200 cars", "ru", "19 300 машин", ["19 200"], ["19 300"]),
        ("en", "a two-month course", "hy", "եռամսյա դասընթաց", ["two"], ["եռամսյա"]),
        ("en", "1.5 million", "ru", "1,5 млрд", ["1.5"], ["1,5"]),
        ("en", "12.5%", "hy", "1,25 %", ["12.5"], ["1,25"]),
        ("en", "24 men", "ru", "люди", ["24"], []),
        ("en", "men", "hy", "24 մարդ", [], ["24"]),
        ("en", "three million", "ru", "1 миллион", ["three million"], ["1"]),
        ("en", "45 miles away", "ru", "в 92 км", ["45"], ["92"]),
        ("hy", "20:45", "en", "8.40 pm", ["45"], ["8.40"]),
        ("ru", "1 234", "en", "1,243", ["1 234"], ["1,243"]),
        ("en", "20,000 pupils", "ru", "20 учеников", ["20,000"], ["20"]),
        ("hy", "3․000 դրամ", "en", "3 drams", ["3․000"], ["3"]),
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


@pytest.mark.parametrize(
    ("source", "target", "repeated"),
    [
        ("سه کتاب برای دو شهر", "three books for the towns", []),
        ("سه کتاب برای دو شهر", "three books for three towns", ["three", "three"]),
        ("شش کتاب برای دو شهر", "six books for six towns", ["six"]),
    ],
)
def test_a_word_of_the_source_that_is_not_always_a_number_may_be_one_in_its_place(
    source: str, target: str, repeated: list[str]
) -> None:
    found = compare_numbers(source, "fa", target, "en")
    assert [number.written for number in found.missing] == ["دو"]
    assert [number.written for number in found.repeated] == repeated


def test_a_number_in_digits_of_another_script_is_shown_as_it_is_written() -> None:
    assert [number.written for number in read_numbers("۱۸،۴۰۰ و 5،000", "fa")] == ["۱۸،۴۰۰", "5،000"]


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


GERMAN = """
joints = ["und"]
inner_joints = ["und"]
endings = "te ten ste sten jährige"
[words]
"1" = "ein eins eine"
"2" = "zwei zwo zweit"
"3" = "drei dritte"
"4" = "vier"
"5" = "fünf"
"6" = "sechs"
"7" = "sieben"
"8" = "acht"
"9" = "neun"
"10" = "zehn"
"11" = "elf"
"12" = "zwölf"
"20" = "zwanzig"
"30" = "dreißig"
"90" = "neunzig"
"100" = "hundert"
"1000" = "tausend"
"1000000" = "million millionen"
"0.5 50" = "halb"
"""
DUTCH = """
inner_joints = ["en", "ën"]
endings = "ste"
[words]
"1" = "een"
"2" = "twee"
"5" = "vijf"
"9" = "negen"
"10" = "tien"
"20" = "twintig"
"100" = "honderd"
"1000" = "duizend"
"""
ITALIAN = """
inner_joints = []
[words]
"2" = "due"
"3" = "tre tré"
"8" = "otto"
"20" = "venti vent"
"100" = "cento"
"1000" = "mille mila"
"""
JOINED = {"de": GERMAN, "nl": DUTCH, "it": ITALIAN}


@pytest.fixture
def joined_numbers(tmp_path: Path) -> Iterator[None]:
    """Packs of languages that write numbers as one word, with no more than the basic ones."""
    for lang, table in JOINED.items():
        tmp_path.joinpath(lang).mkdir()
        tmp_path.joinpath(lang, "numbers.toml").write_text(table, encoding="utf-8")
    use_folder(tmp_path)
    yield
    use_folder(None)


@pytest.mark.usefixtures("joined_numbers")
@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("de", "Dreiundneunzig", 93),
        ("de", "vierzehn", 14),
        ("de", "zwölfhundert", 1200),
        ("de", "achttausend", 8000),
        ("de", "neunzehnhundertdreißig", 1930),
        ("de", "zweitausendsechshundertelf", 2611),
        ("de", "zweiunddreißigste", 32),
        ("de", "hundertundeins", 101),
        ("de", "dreihundertzweiundzwanzigtausendneunhundertneunundneunzig", 322_999),
        ("de", "neunjährige", 9),
        ("de", "drei Millionen zweihunderttausend", 3_200_000),
        ("nl", "vijfentwintigste", 25),
        ("nl", "tweeëntwintig", 22),
        ("nl", "negentienhonderdtwee", 1902),
        ("it", "duemilatrecentoventotto", 2328),
        ("it", "ventitré", 23),
    ],
)
def test_a_number_in_one_word_is_made_of_the_basic_ones(lang: str, text: str, value: int) -> None:
    assert value in find_word_values(text, lang)


@pytest.mark.usefixtures("joined_numbers")
@pytest.mark.parametrize(
    "text", ["Einwohner", "Zweifel", "Elfenbein", "undzwanzig", "zehnzehn", "tausendtausend", "dreiundvier"]
)
def test_a_word_that_only_begins_like_a_number_is_none(text: str) -> None:
    assert not find_word_values(text, "de")


@pytest.mark.usefixtures("joined_numbers")
def test_a_year_in_one_word_is_not_multiplied_by_the_number_before_it() -> None:
    assert find_word_values("Kapitel vier neunzehnhundertneunzig", "de") == {4, 1990}


@pytest.mark.usefixtures("joined_numbers")
def test_a_hostile_word_takes_no_longer_than_its_letters() -> None:
    for word in ("hunderttausend" * 5_000, "ein" * 20_000, "undund" * 10_000):
        assert not find_word_values(word, "de")


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("hy", "քսանհինգերորդ", 25),
        ("hy", "երկուհարյուր", 200),
        ("hy", "երկուհարյուրհազարանոց", 200_000),
        ("hy", "հազարհինգհարյուր", 1500),
        ("ru", "двадцатипятилетний", 25),
        ("ru", "двухтысячный", 2000),
        ("ru", "двухмиллионный", 2_000_000),
        ("uk", "тридцятип’ятитисячний", 35_000),
        ("ka", "ოთხმოცდაცხრამეტი", 99),
        ("ka", "ასოცდაათი", 130),
        ("ka", "ათასცხრაასი", 1900),
        ("fr", "mille neuf cent quatre-vingt-dix-sept", 1997),
        ("fa", "سی و پنج", 35),
    ],
)
def test_numbers_in_one_word_are_added_and_multiplied_whatever_follows(lang: str, text: str, value: int) -> None:
    assert value in find_word_values(text, lang)
