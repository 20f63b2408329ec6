"""The number of an adopted entry that is not sure: how probably it is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.adopt.adoption import Doubt, Pairing
from pipeline.alignment import SURE

SHARES = st.floats(0, 1)
COUNTS = st.integers(1, 4)


def pairing(confidence: float, sources: int = 1, targets: int = 1, *doubts: Doubt) -> Pairing:
    return Pairing(
        source=tuple(range(sources)), target=tuple(range(targets)), confidence=confidence, doubts=tuple(doubts)
    )


@given(SHARES, COUNTS, COUNTS, st.lists(st.sampled_from(Doubt), unique=True))
def test_the_chance_is_a_share_and_a_doubt_never_raises_it(
    confidence: float, sources: int, targets: int, doubts: list[Doubt]
) -> None:
    doubted = pairing(confidence, sources, targets, *doubts).chance
    assert 0 <= doubted <= pairing(confidence, sources, targets).chance <= 1


@given(SHARES, SHARES, COUNTS, COUNTS)
def test_a_larger_confidence_never_lowers_the_chance(one: float, other: float, sources: int, targets: int) -> None:
    low, high = sorted((one, other))
    assert pairing(low, sources, targets).chance <= pairing(high, sources, targets).chance


def test_a_sure_pairing_keeps_its_confidence() -> None:
    assert pairing(SURE).chance == SURE
    assert pairing(0.99, 2, 2).chance == 0.99


@pytest.mark.parametrize(
    ("unsure", "reason"),
    [
        (pairing(0.6), "0.33"),
        (pairing(0.6, 1, 2), "0.91, 1 sentence → 2"),
        (pairing(0.6, 3, 1), "0.31, 3 sentences → 1"),
        (pairing(0.96, 1, 1, Doubt.BESIDE), "0.75, the sentence beside it may belong to it"),
    ],
)
def test_the_reason_has_the_chance_by_shape_and_doubts(unsure: Pairing, reason: str) -> None:
    assert unsure.reason == reason
