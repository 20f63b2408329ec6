"""The dictionary of common words, which the aligner has from the start."""

from itertools import permutations

import pytest

from alignment.texts import plain
from pipeline.alignment import align, dictionary
from pipeline.alignment.words import split_stems, split_words
from pipeline.languages import load

MEANINGS = tuple(load("en").words)

SENTENCES = {
    "en": ["The war was long.", "The water rose.", "The school was closed.", "The doctor was silent."],
    "hy": ["Պատերազմը երկար էր։", "Ջուրը բարձրացավ։", "Դպրոցը փակ էր։", "Բժիշկը լռում էր։"],
    "ru": ["Война была долгой.", "Вода поднялась.", "Школа была закрыта.", "Врач молчал."],
}


@pytest.mark.parametrize("lang", ["en", "hy", "ru"])
def test_every_row_has_words_in_each_language_written_as_the_aligner_reads_them(lang: str) -> None:
    table = load(lang).words
    assert len(MEANINGS) > 600
    assert tuple(table) == MEANINGS
    for row in table.values():
        spelt = [word.removesuffix("-") for word in row]
        assert spelt
        assert [word.text for each in spelt for word in split_words(each)] == spelt
        assert len(set(row)) == len(row)
        assert all(len(word) > 2 for word in row if word.endswith("-"))


@pytest.mark.parametrize(
    "same",
    [
        ("governments", "կառավարությունը", "правительства"),
        ("water", "ջրից", "водой"),
        ("school", "դպրոցներում", "школе"),
        ("said", "ասաց", "сказала"),
        ("because", "որովհետեւ", "потому"),
    ],
)
def test_the_forms_of_a_word_have_its_meanings(same: tuple[str, str, str]) -> None:
    meanings = [set(dictionary.row_finder(lang)(word)) for word, lang in zip(same, ("en", "hy", "ru"), strict=True)]
    assert set.intersection(*meanings)


def test_of_two_beginnings_the_longer_one_counts() -> None:
    assert set(dictionary.row_finder("en")("president")).isdisjoint(dictionary.row_finder("en")("press"))
    assert dictionary.row_finder("hy")("պատմաբանը") != dictionary.row_finder("hy")("պատմել")


def test_what_no_row_has_means_nothing() -> None:
    assert dictionary.row_finder("en")("zyzzyva") == ()


def test_a_lexicon_holds_what_is_in_the_texts_and_nothing_else() -> None:
    ours, theirs = [list(split_words("The war was near the water"))], [list(split_words("Вода и zyzzyva"))]
    known = dictionary.common_lexicon(ours, theirs, ("en", "ru"))
    assert set(known.forward["water"]) == set(split_stems("вода"))
    assert set(known.backward["вода"]) == {"water"}
    assert not {"war", "near"} & set(known.forward)


@pytest.mark.parametrize(("source", "target"), list(permutations(SENTENCES, 2)))
def test_common_words_decide_where_nothing_else_does(source: str, target: str) -> None:
    ours, theirs = SENTENCES[source], SENTENCES[target]
    for left_out in range(4):
        found = align(plain(ours), plain([*theirs[:left_out], *theirs[left_out + 1 :]]), source, target)
        assert [bead.source for bead in found.beads if not bead.target] == [(left_out,)]


def test_terms_of_a_house_are_known_too() -> None:
    ours = ["We saw a quern there.", "We saw a gantry there.", "We saw a spindle there.", "We saw a plinth there."]
    theirs = [f"Там мы увидели {word}." for word in ("жернов", "портал", "веретено", "цоколь")]
    terms = [("quern", "жернов"), ("gantry crane", "портал"), ("spindle", "веретено"), ("plinth", "цоколь")]
    for left_out in range(4):
        there = plain([*theirs[:left_out], *theirs[left_out + 1 :]])
        found = align(plain(ours), there, "en", "ru", terms=terms)
        assert [bead.source for bead in found.beads if not bead.target] == [(left_out,)]


def test_the_articles_and_prepositions_of_a_term_mean_nothing() -> None:
    ours, theirs = [list(split_words("the Bank of it"))], [list(split_words("на банк"))]
    known = dictionary.common_lexicon(ours, theirs, ("en", "ru"), [("of the EBRD", "на ЕБРР")])
    assert "на" not in known.forward.get("of", {})
