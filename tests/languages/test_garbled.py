"""Translations that lost their letters in another encoding are told in any language; right texts are not."""

from pathlib import Path

import pytest

from pipeline.languages.garbled import are_garbled, is_garbled

TEXTS = {
    "ru": "Мост через реку построили в позапрошлом веке.",
    "hy": "Գետի կամուրջը կառուցվել է նախանցյալ դարում։",
    "ka": "მდინარეზე ხიდი გასულ საუკუნეში აშენდა.",
    "uk": "Міст через річку звели ще в позаминулому столітті.",
    "fr": "L’église a été bâtie à côté du pont où passe l’été un pêcheur.",
    "fa": "این پل را در قرن گذشته ساختند.",
}
READERS = ("latin-1", "cp1252", "cp1251", "mac_roman", "koi8-r", "cp437", "cp866")


def misread(text: str, codec: str) -> str:
    """The text as programs show its UTF-8 in another encoding, with control characters for bytes that it leaves out."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("codec", READERS)
def test_utf8_read_in_another_encoding(text: str, codec: str) -> None:
    assert is_garbled("The bridge is old.", misread(text, codec))
    assert is_garbled("The bridge is old.", misread(text, codec).replace("\u00a0", " "))
    assert is_garbled("The bridge is old.", misread(misread(text, codec), codec))


PASSAGES = {
    "ru": "Мост открыли весной. На берег вышел весь город, играл оркестр. Старики и теперь помнят, как это было.",
    "uk": "Міст відкрили навесні. На берег вийшло все місто, грав оркестр. Старі люди й тепер пам’ятають той день.",
}
CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
ALIKE = [{"cp1251", "mac-cyrillic"}, {"cp866", "iso8859-5"}, {"cp866", "koi8-u"}, {"iso8859-5", "cp1251"}]
ALIKE += [{"iso8859-5", "mac-cyrillic"}]
"""Encodings that have half of their small letters in the same places, or frames in the place of the other's letters."""


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
@pytest.mark.parametrize(
    ("written", "read"), [(a, b) for a in CYRILLIC for b in CYRILLIC if a != b and {a, b} not in ALIKE]
)
def test_one_encoding_of_cyrillic_letters_read_as_another(passage: str, written: str, read: str) -> None:
    text = passage.encode(written, "replace").decode(read)
    assert is_garbled("The bridge is old.", text)
    assert not is_garbled(f"He wrote: {text}", f"Он написал: {text}")
    assert not is_garbled("The bridge is old.", passage)


@pytest.mark.parametrize(
    "text",
    ["МосГорСуд и МинЭкономРазвития ответили НаУКМА.", "эТОТ ТЕКСТ НАБРАН С НАЖАТОЙ КЛАВИШЕЙ ДЛЯ ЗАГЛАВНЫХ БУКВ.",
     "МОСТ ЧЕРЕЗ РЕКУ ПОСТРОИЛИ В ПОЗАПРОШЛОМ ВЕКЕ.", "оПХБЕР"],
)  # fmt: skip
def test_capitals_that_people_write(text: str) -> None:
    assert not is_garbled("The bridge is old.", text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_letters_that_an_encoding_lacks(text: str) -> None:
    assert is_garbled("The bridge is old.", text.encode("ascii", "replace").decode())
    assert is_garbled("The bridge is old.", text[:-2] + "\ufffd.")


def test_letters_of_which_an_encoding_lacks_a_few() -> None:
    assert is_garbled("The bridge is old.", TEXTS["uk"].encode("koi8-r", "replace").decode("koi8-r"))


@pytest.mark.parametrize(
    "text",
    [*TEXTS.values(), "Что??", "Правда ???", "Кто ?? Где ??", "— ??? — Он молчал.", "Что?Где?Когда", "1915?–1920?",
     "café?", "Смотри https://a.am/?a=b и https://b.am/map?q=c", "Ход Ф:е5?? и Сf1??", "раб", "Ã", "Å", "“”"],
)  # fmt: skip
def test_right_texts(text: str) -> None:
    assert not is_garbled("Really? What is it?", text)


def test_a_few_question_marks_for_a_sentence_are_what_somebody_typed() -> None:
    assert not is_garbled("The bridge is old, and nobody crosses it.", "???")
    assert not is_garbled("The bridge is old, and nobody crosses it.", "?? ??")


def test_what_the_source_has_too_is_right() -> None:
    shown = misread(TEXTS["ru"], "cp1252")
    assert not is_garbled(f"The program showed: {shown}", f"Программа показала: {shown}")
    assert not is_garbled("It showed ???? ?? ???????.", "Она показала ???? ?? ???????.")
    assert not is_garbled("It showed \ufffd\ufffd.", "Она показала \ufffd\ufffd.")


@pytest.mark.parametrize("target", ["It calls this “сборка” in one place.", "The “сборки” of it are many."])
def test_a_russian_word_in_a_translation_is_no_utf8(target: str) -> None:
    assert not is_garbled("Здесь это названо «сборка».", target)


def test_what_the_source_has_in_other_quotes_is_right() -> None:
    shown = misread("мост", "cp1251")
    assert not is_garbled(f"Программа показала «{shown}».", f"The program showed “{shown}”.")


def test_no_published_text_is_garbled() -> None:
    articles = sorted(Path(__file__).parents[2].glob("articles/**/*.md"))
    lines = [line for path in articles for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 50
    assert not [line for line in lines if is_garbled("", line)]


def test_most_translations_tell() -> None:
    right, wrong = [("a", TEXTS["ru"])], [("a", "????? ?????? ????")]
    assert are_garbled(wrong)
    assert are_garbled([*right, *wrong * 2])
    assert are_garbled([("a", "a"), ("b", "b"), ("It is 5 p.m.", "17:00"), *wrong])
    assert not are_garbled([*right, *wrong])
    assert not are_garbled([])


@pytest.mark.parametrize("text", ["Где?? — ???", "Ну??? А???", "Что?? Как??? Не может быть!"])
def test_question_marks_after_words_that_people_write(text: str) -> None:
    assert not is_garbled("", text)
    assert not is_garbled("Where is it? No …", text)
    assert is_garbled("", "???, ??? ?????? ??? ??? ?? ????.")
