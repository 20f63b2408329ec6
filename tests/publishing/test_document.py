"""The markers of notes: numbers, Roman numerals, symbols, and others for a translator's notes."""

from itertools import islice

import pytest

from pipeline.languages.roman_numerals import write_numeral
from pipeline.publishing.document import MarkerStyle, number_notes, number_own_notes


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MarkerStyle.ARABIC, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        (MarkerStyle.ROMAN, ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]),
        (MarkerStyle.SYMBOLS, ["*", "†", "‡", "§", "‖", "¶", "**", "††"]),
    ],
)
def test_the_first_markers_of_each_kind(kind: MarkerStyle, expected: list[str]) -> None:
    assert list(islice(number_notes(kind), 8)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(9, "ix"), (14, "xiv"), (19, "xix"), (40, "xl"), (49, "xlix"), (90, "xc"), (99, "xcix"), (444, "cdxliv")],
)
def test_roman_numbers(number: int, expected: str) -> None:
    assert write_numeral(number).lower() == expected


def test_roman_numbers_go_on_after_a_thousand() -> None:
    assert write_numeral(1994).lower() == "mcmxciv"
    assert write_numeral(4000).lower() == "mmmm"


@pytest.mark.parametrize("kind", MarkerStyle)
def test_no_marker_comes_twice_and_a_translators_own_are_none_of_the_others(kind: MarkerStyle) -> None:
    article, own = list(islice(number_notes(kind), 3000)), list(islice(number_own_notes(kind), 100))
    assert len(set(article)) == len(article)
    assert len(set(own)) == len(own)
    assert not set(article) & set(own)


def test_a_translators_own_notes_have_letters_where_the_others_have_symbols() -> None:
    found = list(islice(number_own_notes(MarkerStyle.SYMBOLS), 28))
    assert [found[0], found[25], found[26], found[27]] == ["a", "z", "aa", "ab"]
