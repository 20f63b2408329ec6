"""The data of each language: complete for the languages of editions, and defaults for any other."""

import re
from pathlib import Path
from string import ascii_lowercase
from unicodedata import combining

import pytest

from pipeline.languages import Language, alternatives, load, packs, same_letters, use_folder, word_marks
from pipeline.languages.cldr import number_table

LANGUAGES = ("hy", "en", "ru")
"""Those whose packs are complete."""

LANGS = pytest.mark.parametrize("language", list(map(load, LANGUAGES)), ids=LANGUAGES)
FACTS = (
    *("name", "native_name", "locale", "tag", "plural_forms", "script", "letters", "own_letters", "small", "capitals"),
    *("frequent_letters", "not_translated", "translators_note", "meanings", "words", "documents"),
)
FURTHER = ("fa", "fr", "ka", "uk")
SERVICES = ("wordpress", "deepl", "mymemory", "language_models")


@LANGS
def test_a_language_of_editions_has_all_its_facts(language: Language) -> None:
    assert all(getattr(language, fact) for fact in FACTS)
    assert language.data("messages.mo")
    assert language.tag == language.locale.replace("_", "-")
    assert language.yes_or_no("yes")
    assert language.yes_or_no("no")
    assert language.typography.quotes
    assert language.numbers.words.whole
    assert language.inflection.paradigms


@LANGS
def test_letters_are_character_classes_of_the_script(language: Language) -> None:
    script = re.compile(f"[{language.letters}]")
    assert all(script.fullmatch(letter) for letter in language.frequent_letters)
    assert all(re.fullmatch(f"[{language.small}]", letter) for letter in language.frequent_letters)
    assert all(re.fullmatch(f"[{language.capitals}]", letter.upper()) for letter in language.frequent_letters)
    assert all(
        not script.fullmatch(letter)
        for other in map(load, LANGUAGES)
        if other != language
        for letter in other.frequent_letters
    )


@pytest.mark.parametrize("language", list(map(load, FURTHER)), ids=FURTHER)
def test_a_further_language_has_facts_that_fit_together(language: Language) -> None:
    assert all(getattr(language, fact) for fact in FACTS[: FACTS.index("capitals")])
    letter, small = re.compile(f"[{language.letters}]"), re.compile(f"[{language.small}]")
    own = language.frequent_letters + language.foreign_letters + "".join(language.common_words.split())
    assert all(map(letter.fullmatch, own))
    assert all(map(small.fullmatch, language.frequent_letters + "".join(language.common_words.split())))
    assert not any(map(small.fullmatch, language.foreign_letters))
    assert all(not letter.fullmatch(mark) or mark == "\u0640" or combining(mark) for mark in language.word_marks)
    assert all(map(letter.fullmatch, language.same_letters))
    assert all(language.fact("codes", service) for service in SERVICES)
    assert language.yes_or_no("yes")
    assert language.name_words("joints")
    assert re.compile(language.fact("placeholders", "fn"))


@LANGS
def test_patterns_of_documents_can_be_compiled(language: Language) -> None:
    for patterns in language.documents.values():
        for pattern in patterns:
            re.compile(pattern)
    assert len(language.documents["months"]) == 12


@LANGS
def test_every_latin_letter_has_a_letter_of_the_language(language: Language) -> None:
    assert set(language.romanisation.from_latin) == set(ascii_lowercase)


@pytest.mark.parametrize("part", ["meanings", "words"])
def test_languages_have_words_for_the_same_meanings(part: str) -> None:
    first, *others = (getattr(language, part) for language in map(load, LANGUAGES))
    assert all(set(other) == set(first) for other in others)


def test_a_language_without_a_pack_is_known_by_the_cldr() -> None:
    welsh = load("cy")
    assert (welsh.name, welsh.native_name, welsh.locale, welsh.tag) == ("Welsh", "Cymraeg", "cy", "cy")
    assert (welsh.script, welsh.direction) == ("Latin", "ltr")
    assert welsh.plural_forms.startswith("nplurals=5;")
    assert (welsh.data("messages.mo"), welsh.typography.full_stop) == (b"", ".")
    assert not welsh.numbers.words.whole
    assert not welsh.documents
    assert (load("ar").direction, load("he").direction, load("ur").direction) == ("rtl", "rtl", "rtl")


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("ka", "ენა"),
        ("hi", "हिन्दी"),
        ("zh-Hans", "语言"),
        ("ja", "ことば"),
        ("ko", "언어"),
        ("ar", "لغة"),
        ("th", "ภาษา"),
    ],
)
def test_letters_of_the_script_of_any_language_are_known(code: str, word: str) -> None:
    assert re.fullmatch(f"[{load(code).letters}]+", word)
    assert not re.search(f"[{load(code).letters}]", "Latin 123")


def test_a_regional_form_has_what_it_lacks_from_its_language_but_not_its_names() -> None:
    british = load("en-GB")
    assert (british.name, british.locale) == ("English (United Kingdom)", "en_GB")
    assert british.typography == load("en").typography
    assert load("uz-Cyrl").base is None


def test_a_language_is_loaded_once_and_cannot_be_changed() -> None:
    armenian = load("hy")
    assert armenian is load("hy")
    assert armenian.numbers is armenian.numbers
    with pytest.raises(AttributeError):
        armenian.code = "ru"  # type: ignore[misc]


def test_what_all_languages_have_is_put_together() -> None:
    assert re.fullmatch(alternatives("bylines"), "by")
    assert re.fullmatch(alternatives("bylines"), "авторы")
    assert re.fullmatch(alternatives("bylines"), "հեղինակ")
    assert not re.search(alternatives("no such list"), "by")
    assert {"՞", "՜", "՛", "\u0301"} <= set(word_marks())
    assert {"և": "եւ", "ё": "е"}.items() <= same_letters().items()
    assert set(LANGUAGES) <= {language.code for language in packs()}


def test_a_workspace_brings_packs_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "hy").mkdir()
    (tmp_path / "hy" / "typography.toml").write_text('quotes = ["“”"]\n', encoding="utf-8")
    (tmp_path / "xcl").mkdir()
    (tmp_path / "xcl" / "language.toml").write_text('name = "Classical Armenian"\nbase = "hy"\n', encoding="utf-8")
    try:
        use_folder(tmp_path)
        assert (load("hy").typography.quotes, load("hy").typography.full_stop) == (("“”",), "։")
        assert (load("xcl").name, load("xcl").letters) == ("Classical Armenian", load("hy").letters)
        assert (load("xcl").locale, load("xcl").tag) == ("hy_AM", "hy-AM")
        assert "xcl" in {language.code for language in packs()}
    finally:
        use_folder(None)
    assert load("hy").typography.quotes[0] == "«»"
    assert "xcl" not in {language.code for language in packs()}


def test_a_language_without_a_pack_has_its_own_months_in_any_order_of_asking() -> None:
    asked = [number_table(code)["months"]["1"] for code in ("zh-Hans", "he", "de", "cy", "pl", "pt-BR", "vi", "nn")]
    assert asked == ["一月", "ינואר", "januar", "ionawr", "stycznia styczeń", "janeiro", "tháng-1", "januar"]
