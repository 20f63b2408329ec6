"""Texts in any two languages are paired: what is a word, how it sounds, and whole articles without common words."""

from itertools import pairwise

import numpy as np
import pytest

from alignment import other_languages, texts
from alignment.texts import STRANGE, plain
from pipeline.alignment import SURE, Alignment, TextLine, align, learn_lexicon
from pipeline.alignment.features import find_numbers
from pipeline.alignment.phonetics import compare_sounds, sound_keys
from pipeline.alignment.words import split_stems, split_words

TEXTS = {**texts.TEXTS, **other_languages.TEXTS}
OTHERS = sorted(other_languages.TEXTS)


def pairs(found: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in found.beads]


@pytest.mark.parametrize(
    ("source", "target"), [*(("en", lang) for lang in OTHERS), *pairwise(OTHERS), ("fr", "uk"), ("hy", "ka")]
)
def test_a_translation_is_paired_line_by_line(source: str, target: str) -> None:
    found = align(plain(TEXTS[source]), plain(TEXTS[target]), source, target)
    assert not found.refusal
    assert pairs(found) == [((line,), (line,)) for line in range(12)]


@pytest.mark.parametrize("lang", OTHERS)
def test_a_sentence_without_counterpart_is_left_alone_and_two_in_one_stay_together(lang: str) -> None:
    lines = plain(TEXTS[lang])
    left_out = pairs(align(plain(TEXTS["en"]), [*lines[:8], *lines[9:]], "en", lang))
    assert ((8,), ()) in left_out
    assert ((9,), (8,)) in left_out
    merged = [*lines[:7], TextLine(text=f"{lines[7].text} {lines[8].text}"), *lines[9:]]
    assert ((7, 8), (7,)) in pairs(align(plain(TEXTS["en"]), merged, "en", lang))


@pytest.mark.parametrize("lang", OTHERS)
def test_what_is_no_translation_is_refused(lang: str) -> None:
    assert "do not seem to be translations" in align(plain(STRANGE), plain(TEXTS[lang]), "en", lang).refusal


def test_where_names_and_numbers_cannot_tell_texts_are_paired_but_nothing_is_sure() -> None:
    original = [
        "it was late",
        "he sat down",
        "she laughed",
        "they went home",
        "nobody spoke",
        "the rain stopped",
        "and so on",
    ]
    translation = ["很晚了", "他坐下了", "她笑了", "他们回家了", "没有人说话", "雨停了", "等等"]
    found = align(plain(original), plain(translation), "en", "zh-Hans")
    assert not found.refusal
    assert found.is_doubtful
    assert any(bead.is_pair for bead in found.beads)
    assert all(bead.confidence < SURE for bead in found.beads if bead.is_pair)


@pytest.mark.parametrize(
    ("lang", "text", "message"),
    [
        ("fa", "\n".join(TEXTS["ka"]), "the target is written in Georgian letters, not in Arabic ones"),
        ("ja", "\n".join(TEXTS["th"]), "the target is written in Thai letters, not in Japanese ones"),
        ("hi", "\n".join(TEXTS["uk"]), "the target is written in Cyrillic letters, not in Devanagari ones"),
    ],
)
def test_a_text_in_another_script_is_refused(lang: str, text: str, message: str) -> None:
    assert align(plain(TEXTS["en"]), plain(text.splitlines()), "en", lang).refusal == message


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("fr", "L’eau d’Erevan qu’il but aujourd’hui", "l eau d erevan qu il but aujourd'hui"),
        ("uk", "Дев’ять ґав з’їли п'ять м’ячів", "дев'ять гав з'їли п'ять м'ячів"),
        ("fa", "مي‌گويد كتاب‌ها", "می گوید کتاب ها"),
        ("hi", "हिन्दी में लिखी", "हिन्दी में लिखी"),
        ("zh-Hans", "他在Nature说", "他 在 nature 说"),
        ("ja", "東京のタワー", "東 京 の タワー"),
        ("th", "น้ำที่นี่", "น้ำ ำที่ ที่นี่"),
        ("ko", "워싱턴에서", "워싱 싱턴 턴에 에서"),
    ],
)
def test_words_are_parted_as_the_language_writes_them(lang: str, text: str, words: str) -> None:
    assert [word.text for word in split_words(text, lang)] == words.split()


def test_an_elided_word_counts_only_in_its_language() -> None:
    assert split_stems("d’Angelo", "en") == ["d'ang"]
    assert split_stems("d’Angelo", "fr") == ["d", "angel"]


@pytest.mark.parametrize("text", ["۱٬۲۳۴٫۵ نفر", "1,234.5 people", "1 234,5 personne", "१,२३४.५ लोग"])
def test_numbers_are_the_same_in_all_digits(text: str) -> None:
    assert find_numbers(text) == {"12345"}


@pytest.mark.parametrize(
    ("langs", "name", "written"),
    [
        (("en", "ka"), "washington", "ვაშინგტონი"),
        (("en", "ka"), "jackson", "ჯექსონის"),
        (("en", "uk"), "hollywood", "голлівуду"),
        (("en", "fa"), "washington", "واشنگتن"),
        (("en", "fa"), "netanyahu", "نتانیاهو"),
        (("fr", "uk"), "jacques", "жак"),
        (("fr", "ka"), "françois", "ფრანსუა"),
        (("ka", "hy"), "სააკაშვილი", "սահակաշվիլի"),
        (("en", "el"), "merkel", "μέρκελ"),
        (("en", "hi"), "narendra", "नरेंद्र"),
        (("en", "ja"), "trump", "トランプ"),
    ],
)
def test_names_sound_alike_in_all_scripts(langs: tuple[str, str], name: str, written: str) -> None:
    sounds_of = sound_keys(langs)
    assert compare_sounds([sounds_of(name)], [sounds_of(written)], np.array([[0, 0]]))[0] >= 0.6


def test_the_letters_of_a_pair_sound_as_in_its_first_language_that_has_them() -> None:
    assert sound_keys(("fr", "uk"))("charles") != sound_keys(("en", "uk"))("charles")
    assert sound_keys(("en", "fr"))("charles") == sound_keys(("en", "uk"))("charles")


def test_a_lexicon_is_learned_in_any_languages() -> None:
    rows = list(zip(TEXTS["fr"], TEXTS["zh-Hans"], strict=True))
    assert learn_lexicon(rows, "fr", "zh-Hans").forward["lac"]
