"""The words of a package by kind of work, as an invoice has them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.memory.analysis import BANDS, KINDS, NEW, REPEATED, OpenText, add_work, count_work, find_band, price_work

TEXTS = st.builds(
    OpenText, key=st.sampled_from("abcde"), words=st.integers(1, 9), score=st.sampled_from([0, *range(70, 101)])
)


@pytest.mark.parametrize(
    ("score", "band"),
    [(100, "100"), (99, "95-99"), (95, "95-99"), (94, "85-94"), (85, "85-94"), (84, "75-84"), (75, "75-84"), (74, NEW)],
)
def test_a_score_at_the_edge_of_a_band(score: int, band: str) -> None:
    assert find_band(score) == band


def test_a_text_of_an_earlier_article_is_repeated_whatever_it_is_like() -> None:
    one, other = OpenText(key="Notes", words=1, score=90), OpenText(key="The lake fell.", words=3)
    first, second = count_work([[one, other], [one]])
    assert (first.words["85-94"], first.words[NEW], second.words[REPEATED]) == (1, 3, 1)
    assert add_work([first, second]).total == 5


@given(st.lists(st.lists(TEXTS, max_size=6), max_size=4))
def test_every_word_is_counted_in_one_kind(articles: list[list[OpenText]]) -> None:
    total = add_work(count_work(articles))
    assert total.total == sum(text.words for texts in articles for text in texts)
    assert total.texts == sum(map(len, articles))
    keys = [text.key for texts in articles for text in texts]
    repeated = [text.words for place, text in enumerate(t for a in articles for t in a) if text.key in keys[:place]]
    assert total.words[REPEATED] == sum(repeated)


def test_an_amount_is_exact_and_rounds_half_up() -> None:
    [work] = count_work([[OpenText(key="a", words=3), OpenText(key="b", words=1, score=100)]])
    assert price_work(work, {NEW: Decimal("0.035"), "100": Decimal("0.01")}) == Decimal("0.12")
    assert price_work(work, {}) == 0
    assert set(work.words) == set(KINDS) == {NEW, REPEATED, *BANDS}
