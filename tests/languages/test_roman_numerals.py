"""Roman numerals: what is written is read again, and look-alike letters count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.roman_numerals import find_numerals, read_numeral, write_numeral


@given(st.integers(1, 3999))
def test_a_numeral_is_read_as_the_number_that_was_written(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number
    assert read_numeral(write_numeral(number).lower()) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the XIX century", [("XIX", 19)]),
        ("в ХІХ веке", [("ХІХ", 19)]),
        ("XX և XXI դարեր", [("XX", 20), ("XXI", 21)]),
        ("IIII is no numeral, and CIVIL no number", []),
    ],
)
def test_numerals_are_found_in_a_text(text: str, found: list[tuple[str, int]]) -> None:
    assert list(find_numerals(text)) == found
