"""What speaks for two lines being translations of each other, each kind of evidence by itself."""

import numpy as np
import pytest

from pipeline.alignment import evidence, features
from pipeline.alignment import lines as segments
from pipeline.alignment.band import Floats, Grid
from pipeline.alignment.lexicon import code_lexicon, learn_lexicon
from pipeline.alignment.lexicon_evidence import LexiconEvidence
from pipeline.alignment.lines import TextLine
from pipeline.alignment.phonetics import compare_sounds, sound_keys
from pipeline.alignment.scoring import TextSide
from pipeline.alignment.words import split_stems, split_words
from pipeline.article.markdown import read_article
from pipeline.languages import load
from pipeline.model import SegmentKind

sound_key = sound_keys(("en", "hy"))


def likeness(first: str, second: str, langs: tuple[str, str] = ("en", "hy")) -> float:
    sounds_of = sound_keys(langs)
    return float(compare_sounds([sounds_of(first)], [sounds_of(second)], np.array([[0, 0]]))[0])


def test_marks_inside_armenian_words_do_not_part_them() -> None:
    assert [word.text for word in split_words("Ինչո՞ւ չէ, Երևա՛ն")] == ["ինչու", "չէ", "երեւան"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warren’s house", ["warre", "house"]),
        ("В Ереване ёж", ["в", "ерева", "еж"]),
        ("Boston Globe-ը գրում է", ["bosto", "globe", "ը", "գրում", "է"]),
    ],
)
def test_stems_are_beginnings_of_words(text: str, expected: list[str]) -> None:
    assert split_stems(text) == expected


def test_a_capital_after_a_stop_says_little() -> None:
    found = {word.text: (word.is_capital, word.is_first) for word in split_words("He left. Then Anna came.")}
    assert found["then"] == (True, True)
    assert found["anna"] == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5 drams", {"12345"}),
        ("1\u00a0234,5 դրամ", {"12345"}),
        ("1 234,5 драма", {"12345"}),
        ("2021–22 թթ.", {"2021", "22"}),
        ("in 2018, 3 of 10", {"2018", "3", "10"}),
        ("12,5% և 007", {"125", "7"}),
        ("nothing", set()),
    ],
)
def test_numbers_are_the_same_however_they_are_grouped(text: str, expected: set[str]) -> None:
    assert features.find_numbers(text) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "On July 14, twelve million and three"),
        ("hy", "Հուլիսի 14-ին տասներկու միլիոն և երեք"),
        ("ru", "14 июля двенадцать миллионов и три"),
    ],
)
def test_months_and_number_words_mean_the_same_in_three_languages(lang: str, text: str) -> None:
    assert features.find_meanings(list(split_words(text)), lang) == {"month7", "number12", "million", "number3"}


def test_may_is_a_month_only_with_a_capital() -> None:
    assert features.find_meanings(list(split_words("It may rain in May")), "en") == {"month5"}
    assert features.find_meanings(list(split_words("It may rain")), "en") == set()


@pytest.mark.parametrize("lang", ["en", "hy", "ru"])
def test_every_language_names_the_same_things(lang: str) -> None:
    assert set(load(lang).meanings) == set(load("en").meanings)
    assert len(load(lang).meanings) > 40


@pytest.mark.parametrize(
    "same",
    [
        ("warren", "ուորենն", "уоррена"),
        ("elizabeth", "էլիզաբեթ", "элизабет"),
        ("yerevan", "երեւանում", "ереване"),
        ("washington", "վաշինգտոնի", "вашингтона"),
        ("george", "ջորջ", "джордж"),
        ("petrosyan", "պետրոսյանը", "петросян"),
        ("massachusetts", "մասաչուսեթս", "массачусетс"),
    ],
)
def test_a_name_sounds_alike_in_three_scripts(same: tuple[str, str, str]) -> None:
    english, armenian, russian = same
    assert likeness(english, armenian) > 0.75
    assert likeness(english, russian) > 0.75
    assert likeness(armenian, russian) > 0.75


def test_other_names_do_not() -> None:
    assert likeness("gavar", "լոնդոն") < 0.6
    assert likeness("president", "նախագահ") < 0.6
    assert likeness("warren", "путин") < 0.6


def test_names_are_found_among_other_words() -> None:
    source = [list(split_words(text)) for text in ("We met Elizabeth Warren there.", "Nothing happened in Gyumri.")]
    target = [list(split_words(text)) for text in ("Գյումրիում ոչինչ չեղավ։", "Այնտեղ հանդիպեցինք Էլիզաբեթ Ուորենին։")]
    found = features.match_names(source, target, ("en", "hy")).matches
    assert set(found[sound_key("elizabeth")]) == {sound_key("էլիզաբեթ")}
    assert set(found[sound_key("gyumri")]) == {sound_key("գյումրիում")}
    told = features.FeatureEvidence(features.match_names(source, target, ("en", "hy"))).evidence(
        Grid.full(2, 2), (1, 1)
    )
    assert told[0, 1] > 0 > told[0, 0]
    assert told[1, 0] > 0 > told[1, 1]


def test_a_clue_that_is_expected_and_missing_speaks_against_a_pair() -> None:
    lines = [frozenset({"1991"}), frozenset({"2018"}), frozenset[str](), frozenset[str]()]
    told = features.FeatureEvidence(features.match_equal(lines, lines, 0.85)).evidence(Grid.full(4, 4), (1, 1))
    assert told[0, 0] > 1
    assert told[0, 1] < told[0, 2] < 0
    assert told[2, 3] == 0


def test_a_clue_without_any_counterpart_says_nothing() -> None:
    told = features.FeatureEvidence(features.match_equal([frozenset({"7"})], [frozenset({"8"})], 0.85)).evidence(
        Grid.full(1, 1), (1, 1)
    )
    assert not told.any()


def test_the_same_page_is_a_clue_and_so_is_the_same_site() -> None:
    first = features.link_features(["https://www.example.am/a/1"])
    assert first & features.link_features(["http://example.am/a/1/"]) == first
    assert first & features.link_features(["https://example.am/hy/2"]) == {"example.am"}
    assert features.link_features(["https://[broken"])


def test_translations_are_about_as_long() -> None:
    source, target = np.array([40.0, 120.0, 60.0, 100.0]), np.array([44.0, 130.0, 66.0, 111.0])
    grid = Grid.full(4, 4)
    told = evidence.length_evidence(source, target, grid, (1, 1), evidence.length_ratio(source, target))
    assert told[0, 0] > 0 > told[0, 1]
    merged = evidence.length_evidence(source, target, grid, (2, 1), evidence.length_ratio(source, target))
    assert merged[2, 1] < told[1, 1]


@pytest.mark.parametrize(
    ("english", "armenian", "russian"),
    [
        ("Is that enough?", "Դա բավարա՞ր է։", "Достаточно ли этого?"),
        ("“Yes,” he said.", "«Այո»,- ասաց նա։", "«Да»,— сказал он."),
        ("It cost $5 (or 10%).", "Այն արժեր $5 (կամ 10%)։", "Это стоило $5 (или 10 %)."),
    ],
)
def test_punctuation_is_of_the_same_kinds(english: str, armenian: str, russian: str) -> None:
    assert (
        evidence.find_punctuation(english) == evidence.find_punctuation(armenian) == evidence.find_punctuation(russian)
    )


def test_a_question_translates_a_question() -> None:
    source = [evidence.find_punctuation(text) for text in ("Why?", "So.", "Then.", "Now.")]
    target = [evidence.find_punctuation(text) for text in ("Ինչո՞ւ։", "Այսպես։", "Հետո։", "Հիմա։")]
    told = evidence.punctuation_evidence(source, target, Grid.full(4, 4), (1, 1))
    assert told[0, 0] > 0 > told[0, 1]


def test_so_many_sentences_translate_as_many() -> None:
    assert evidence.count_sentences("Mr. Smith left. He was tired.", "en") == 2
    assert evidence.count_sentences("Նա գնաց։ Հոգնած էր։", "hy") == 2
    told = evidence.sentence_evidence([2, 1, 1, 1], [2, 1, 1, 1], Grid.full(4, 4), (1, 1))
    assert told[0, 0] > told[0, 1]


def score_markers(source: list[int], target: list[int], expected: evidence.ExpectedMarkers) -> Floats:
    grid = Grid.full(len(source), len(target))
    placed = evidence.place_evidence(source, target, grid, expected)
    return evidence.marker_evidence(source, target, grid, (1, 1), placed)


def test_markers_are_expected_near_their_place_and_never_must_be() -> None:
    source, target = [1, 0, 1, 0, 1, 0], [1, 0, 0, 0, 1, 0]
    told = score_markers(source, target, evidence.expect_evenly(3, 2))
    assert told[0, 0] > told[1, 0]
    assert told[4, 4] > told[4, 0]
    assert told[2, 2] > -5
    assert not score_markers([0, 0], [1, 0], evidence.expect_evenly(0, 1)).any()


def test_sure_pairs_show_how_markers_drift() -> None:
    expected = evidence.expect_near([(0, 0), (4, 3), (5, 4)], 6, 5)
    assert expected.places[0] == pytest.approx(0, abs=0.3)
    assert expected.places[5] == pytest.approx(4, abs=0.3)


def test_headings_translate_headings_and_are_never_merged() -> None:
    lines = [
        TextLine(text="A", kind=SegmentKind.HEADING, level=2),
        TextLine(text="B"),
        TextLine(text="C"),
        TextLine(text="D"),
    ]
    grid = Grid.full(4, 4)
    told = evidence.block_evidence(lines, lines, grid)
    assert told[0, 0] > 0 > told[0, 1]
    merged = told + evidence.merging_evidence(lines, lines, grid, (2, 1))
    assert merged[0, 0] < -10
    assert merged[1, 1] > -1


def test_a_paragraph_begins_where_one_began() -> None:
    lines = [TextLine(text="A", block=number // 3) for number in range(9)]
    told = evidence.block_evidence(lines, lines, Grid.full(9, 9))
    assert told[3, 3] > told[3, 4]
    across = told + evidence.merging_evidence(lines, lines, Grid.full(9, 9), (2, 1))
    assert across[2, 2] < across[3, 3]


def test_words_are_learned_from_pairs() -> None:
    pairs = [
        ("the red house", "կարմիր տունը"),
        ("the green house", "կանաչ տունը"),
        ("the red tree", "կարմիր ծառը"),
        ("the green tree", "կանաչ ծառը"),
    ] * 3
    lexicon = learn_lexicon(pairs, "en", "hy")
    assert max(lexicon.forward["red"], key=lexicon.forward["red"].__getitem__) == "կարմի"
    assert max(lexicon.backward["ծառը"], key=lexicon.backward["ծառը"].__getitem__) == "tree"
    source, target = (
        TextSide(lines=[TextLine(text="the red house"), TextLine(text="a green tree")], lang="en"),
        TextSide(lines=[TextLine(text="կանաչ ծառը"), TextLine(text="կարմիր տունը")], lang="hy"),
    )
    ours, theirs = source.codes, target.codes
    coded = code_lexicon(lexicon, source.vocabulary, target.vocabulary)
    [told] = LexiconEvidence(ours, theirs, coded.forward).forward(Grid.full(2, 2), 1)
    assert told[0, 1] > 0 > told[0, 0]
    assert told[1, 0] > 0 > told[1, 1]
    [backward] = LexiconEvidence(theirs, ours, coded.backward).backward(Grid.full(2, 2), 1)
    assert backward[0, 1] > 0 > backward[0, 0]


def test_nothing_is_learned_from_nothing() -> None:
    assert learn_lexicon([], "en", "hy").forward == {}
    assert learn_lexicon([("", "")], "en", "hy").backward == {}


def test_a_heading_translates_one_of_its_level_rather() -> None:
    lines = [TextLine(text="A", kind=SegmentKind.HEADING, level=level) for level in (2, 3, 3, 2)]
    told = evidence.block_evidence(lines, lines, Grid.full(4, 4))
    assert told[0, 0] > 0 > told[0, 1] > -2
    lower = [TextLine(text="A", kind=SegmentKind.HEADING, level=4) for _ in lines]
    assert not evidence.block_evidence(lines, lower, Grid.full(4, 4)).any()


def test_the_level_of_a_heading_is_read_beside_its_text() -> None:
    article = read_article("# A\n\n## *B* c\n\nText.\n\nD\n---\n\nE\n===\n", lang="en")
    assert [line.level for line in segments.article_lines(article, range(5))] == [1, 2, 0, 2, 1]
