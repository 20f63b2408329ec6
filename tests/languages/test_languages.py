"""The data of each language: complete for the languages of editions, and defaults for any other."""

import re
from string import ascii_lowercase

import pytest

from pipeline.languages import Language, alternatives, known, load, same_letters, with_file, word_marks
from pipeline.model import LANGUAGES

LANGS = pytest.mark.parametrize("language", known(), ids=LANGUAGES)
FACTS = (
    *("name", "native_name", "locale", "tag", "plural_forms", "script", "letters", "own_letters", "small", "capitals"),
    *("frequent_letters", "not_translated", "translators_note", "meanings", "words", "documents"),
)
SERVICES = ("wordpress", "deepl", "mymemory", "language_models")


@LANGS
def test_a_language_of_editions_has_all_its_facts(language: Language) -> None:
    assert all(getattr(language, fact) for fact in FACTS)
    assert language.data("messages.mo")
    assert all(language.code_for(service) != "" for service in SERVICES)
    assert language.tag == language.locale.replace("_", "-")
    assert language.yes_or_no("yes")
    assert language.yes_or_no("no")
    assert language.typography.quotes
    assert language.numbers.words.whole
    assert language.inflection.stemmer


@LANGS
def test_letters_are_character_classes_of_the_script(language: Language) -> None:
    script = re.compile(f"[{language.letters}]")
    assert all(script.fullmatch(letter) for letter in language.frequent_letters)
    assert all(re.fullmatch(f"[{language.small}]", letter) for letter in language.frequent_letters)
    assert all(re.fullmatch(f"[{language.capitals}]", letter.upper()) for letter in language.frequent_letters)
    assert all(
        not script.fullmatch(letter) for other in known() if other != language for letter in other.frequent_letters
    )


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
    first, *others = (getattr(language, part) for language in known())
    assert all(set(other) == set(first) for other in others)


def test_a_language_without_data_is_known_by_its_code_and_has_no_parts() -> None:
    welsh = load("cy")
    assert (welsh.name, welsh.native_name, welsh.locale, welsh.tag) == ("cy", "cy", "cy", "cy")
    assert (welsh.plural_forms, welsh.letters, welsh.data("messages.mo")) == ("", "", b"")
    assert (welsh.typography.quotes, welsh.typography.full_stop) == ((), ".")
    assert not welsh.numbers.words.whole
    assert not welsh.documents
    assert welsh.code_for("deepl") == "cy"


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
    assert same_letters() == {"և": "եւ", "ё": "е"}
    assert set(with_file("language.toml")) == set(LANGUAGES)
    assert with_file("no such file") == ()
