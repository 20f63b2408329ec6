"""Titles in Latin letters, as part of addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.romanisation import romanize, slugify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Երևանի մետրոն", "yerevani-metron"),
        ("Հայաստան և Սփյուռք", "hayastan-yev-spyurk"),
        ("Ո՞րն էր առաջինը", "vorn-er-arajiny"),
        ("Ոսկի, ովկիանոս, ու՛ր", "voski-ovkianos-ur"),
        ("Ուրբաթագիրք. հայերեն առաջին գիրքը", "urbatagirk-hayeren-arajin-girky"),
        ("Елена съела ёлку", "yelena-sela-yolku"),
        ("Щука и объявление", "shchuka-i-obyavlenie"),
        ("Lake Sevan: The Slow Return", "lake-sevan-the-slow-return"),
        ("The naïve café", "the-naive-cafe"),
        ("Don’t and won't", "dont-and-wont"),
        ("1512–1513—2012", "1512-1513-2012"),
        ("“Quoted”—word", "quoted-word"),
        ("a/b\\c?d#e", "a-b-c-d-e"),
        ("№5", "no5"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_titles_as_addresses(text: str, expected: str) -> None:
    assert slugify(text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ka", "საქართველოს დედაქალაქი, თბილისი", "sakartvelos-dedakalaki-tbilisi"),
        ("uk", "Згадки про Єву, її м’яч і Знам’янку", "zghadky-pro-yevu-yii-miach-i-znamianku"),
        ("uk", "Юрій Гоголь, съёмки", "yurii-hohol-siomky"),
        ("ru", "Разговор и его гул", "razgovor-i-yego-gul"),
        ("fa", "اخبار ایران، سال ۱۴۰۲", "akhbar-iran-sal-1402"),
        ("fa", "كتاب‌هاي نو", "ktabhay-nu"),
        ("fr", "L’eau qu’il but : aujourd’hui, cœur d’Erevan", "l-eau-qu-il-but-aujourdhui-coeur-d-erevan"),
        ("en", "Die große Überraschung, Řeřicha", "die-grosse-uberraschung-rericha"),
        ("en", "Łódź, Ærø and Đoković", "lodz-aero-and-dokovic"),
        ("hy", "Gauß և Øresund", "gauss-yev-oresund"),
        ("ru", "Город Gießen на Þjórsá", "gorod-giessen-na-thjorsa"),
        ("en", "D’Angelo’s 東京 tower", "dangelos-tower"),
        ("el", "Η λίμνη Σεβάν", "i-limni-sevan"),
        ("zh-Hans", "回来的湖", "hui-lai-de-hu"),
        ("hi", "झील जो लौट आई", "jhil-jo-laut-ai"),
        ("ko", "서울의 봄", "seoului-bom"),
        ("he", "אגם סוואן", "gm-svvn"),
        ("sr", "Ђоковић и Европа", "djokovic-i-evropa"),
        ("de", "Straße über Łódź", "strasse-uber-lodz"),
        ("ka", "ერევანი, Երևան и Москва", "erevani-yerevan-i-moskva"),
    ],
)
def test_titles_of_any_language_have_an_address_in_its_own_romanisation(lang: str, text: str, expected: str) -> None:
    assert slugify(text, lang) == expected


def test_a_long_title_is_cut_between_words() -> None:
    made = slugify("word " * 40)
    assert made == "-".join(["word"] * 16)
    assert slugify("x" * 100) == "x" * 80


def test_letters_of_other_scripts_stay_in_what_is_only_romanized() -> None:
    assert romanize("Սևան 日本") == "sevan 日本"


@given(st.text(), st.sampled_from(["", "hy", "uk", "fa", "fr", "el", "zh-Hans", "th"]))
def test_an_address_is_letters_digits_and_single_hyphens(text: str, lang: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slugify(text, lang))
    assert len(slugify(text, lang)) <= 80
