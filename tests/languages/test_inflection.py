"""Forms of words: those that a glossary has to find in a text, by the rules of each language."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.languages import use_folder
from pipeline.languages.inflection import inflection_keys, list_words

FORMS = {
    "hyw": "միութիւն միութեան, միութիւն միութիւններու, լիճ լիճերէն, յօդուած յօդուածներուն, պայմանագիր պայմանագրով",
    "fr": (
        "journal journaux, traité traités, loi lois, ministre ministres, arménien arméniennes, bureau bureaux, "
        "national nationaux, blanc blanches, directrice directeur, actif actives, frontière frontières, voix voix, "
        "élection élections, président présidente, ancien anciennes, royal royaux, pays pays, chercheuse chercheurs, "
        "accord accords, genou genoux"
    ),
    "uk": (
        "Україна Україною, Київ Києва, Київ Києві, рік року, день дня, політика політиці, книга книзі, незалежність "
        "незалежності, незалежність незалежністю, питання питань, питання питаннями, сторона сторін, "
        "українець українців, Вірменія Вірменії, Львів Львова, державний державного, міністр міністрами, "
        "столиця столиць, війна війною, Ґалаґан Галагана"
    ),
    "ka": (
        "საქართველო საქართველოში, საქართველო საქართველოსთვის, საქართველო საქართველოდან, წყალი წყლის, ქვეყანა ქვეყნის, "
        "ქვეყანა ქვეყნებს, ფოთოლი ფოთლები, სომხეთი სომხეთის, სომხეთი სომხეთიდან, პრეზიდენტი პრეზიდენტმა, "
        "მინისტრი მინისტრებთან, ხელშეკრულება ხელშეკრულებით, ხელშეკრულება ხელშეკრულებები, ქალაქი ქალაქამდე, "
        "მთავრობა მთავრობამ, ომი ომისთვის, ტბა ტბისკენ, სკოლა სკოლაშიც, კანონი კანონთა, თბილისი თბილისით"
    ),
    "fa": (
        "کتاب کتاب‌ها, کتاب کتاب‌های, کتاب کتابی, کتاب کتابش, خانه خانهٔ, خانه خانه‌ها, خانه خانه‌ای, کشور کشورهای, "
        "دولت دولت‌ها, وزیر وزیران, وزیر وزیرانی, شهر شهری, دانشجو دانشجویان, مجلس مجلسی, دریاچه دریاچه‌های, "
        "قرارداد قراردادهایشان, بزرگ بزرگ‌ترین, نویسنده نویسندگان, كشور کشورم, مسئول مسئولان"
    ),
}
PAIRS = [(lang, *pair.split()) for lang, pairs in FORMS.items() for pair in pairs.split(",")]
OTHERS = [
    *[("fr", "loi", "roi"), ("fr", "paix", "pain"), ("fr", "ministre", "ministère"), ("fr", "guerre", "guère")],
    *[("uk", "мова", "мета"), ("uk", "місто", "мусить"), ("uk", "Вірменія", "Вірджинія"), ("uk", "закон", "загін")],
    *[("ka", "ომი", "ერი"), ("ka", "სომხეთი", "რუსეთი"), ("ka", "მინისტრი", "მინიმუმი"), ("ka", "კანონი", "კანადა")],
    *[("fa", "کتاب", "کتف"), ("fa", "کشور", "کوشش"), ("fa", "وزیر", "وزن"), ("fa", "دریاچه", "درخت")],
]


def keys(word: str, lang: str) -> frozenset[str]:
    (only,) = list_words(word)
    return inflection_keys(only, lang)


@pytest.mark.parametrize(("lang", "term", "form"), PAIRS)
def test_a_form_of_a_word_is_known(lang: str, term: str, form: str) -> None:
    assert keys(term, lang) & keys(form, lang)


@pytest.mark.parametrize(("lang", "term", "other"), OTHERS)
def test_another_word_is_no_form(lang: str, term: str, other: str) -> None:
    assert not keys(term, lang) & keys(other, lang)


def test_a_word_of_a_language_without_rules_has_no_other_forms() -> None:
    assert keys("Abertawe", "cy") == {"abertawe"}


def test_letters_are_merged_in_the_languages_that_write_them_in_two_ways() -> None:
    assert keys("ґанок", "uk") & keys("ганок", "uk")
    assert not keys("ґанок", "ru") & keys("ганок", "ru")


def test_a_pack_that_names_an_unknown_stemmer_is_told_which_there_are(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "language.toml").write_text('name = "Exish"\n', encoding="utf-8")
    (tmp_path / "xx" / "inflection.toml").write_text('stemmer = "exish"\n', encoding="utf-8")
    try:
        use_folder(tmp_path)
        with pytest.raises(SettingsError, match=r"no stemmer “exish”.*french"):
            keys("word", "xx")
    finally:
        use_folder(None)
