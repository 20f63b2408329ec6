"""What is not prose is masked, in time that grows with the length of a text."""

import pytest
from cpu import grows_in_proportion

from pipeline.checks.pair import MASK, mask


@pytest.mark.parametrize(
    "kept",
    [
        "reader@example.org",
        "first.last+news@mail.example.org",
        "www.example.org/a?b=c",
        "example.co.uk/path",
        "`code with ``two`` in it`",
        "<!-- a remark -->",
        "<b class='x'>",
        "{fn1}",
        "#word",
        "@two-words",
        ".docx",
    ],
)
def test_what_is_no_prose_is_masked(kept: str) -> None:
    assert mask(f"Read {kept} now") == f"Read {MASK * len(kept)} now"


@pytest.mark.parametrize("unit", ["IV-", "a.", "-a.", "a+", "<!--", "`", "x@", "&a"])
def test_the_time_for_hostile_texts_grows_with_their_length(unit: str) -> None:
    assert grows_in_proportion(lambda length: mask(unit * (length // len(unit)) + " a.m."), 12_000, 48_000)
