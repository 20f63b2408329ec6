"""How well news articles are paired after they were pulled about; `python -m benchmarks.alignment` measures in full."""

import pytest
from cpu import takes_less_than

from benchmarks import alignment as benchmark

pytestmark = pytest.mark.skipif(
    not benchmark.SCORER.is_file() or not benchmark.BITEXT.is_dir(), reason="the data in ../shared is not here"
)


@pytest.mark.parametrize("pair", benchmark.PAIRS)
def test_most_beads_are_right_and_the_sure_ones_nearly_all(pair: str) -> None:
    plain = benchmark.alone(list(benchmark.documents("L-P0", pair, (1, 3))), pair)
    marked = benchmark.alone(list(benchmark.documents("L-P20m", pair, (1, 3))), pair)
    right, covered = plain.sure()
    assert plain.f1 > 0.965
    assert marked.f1 > plain.f1 - 0.01
    assert right > 0.988
    assert covered > 0.9


def test_an_archive_teaches_itself() -> None:
    several = list(benchmark.documents("L-P0", "hy-ru", (3,)))
    assert benchmark.as_archive(several, "hy-ru").f1 > 0.96


@pytest.mark.parametrize("pair", ["en-fr", "en-ka", "en-uk", "en-fa"])
def test_an_archive_without_a_dictionary_does_as_well(pair: str) -> None:
    several = list(benchmark.documents("L-P0", pair, (3,)))
    archive = benchmark.as_archive(several, pair)
    assert archive.f1 > 0.96
    assert archive.sure()[0] > 0.988


def test_a_long_article_takes_moments() -> None:
    """Processor time, with room to spare: what else the machine does matters little."""
    counts: list[int] = []
    assert takes_less_than(3 * 0.6, lambda: counts.append(benchmark.seconds("en-ru", 6)[0]))
    assert counts[0] > 60
