"""What holds for any two texts: no line is lost, none is used twice, the order is kept, twice gives the same."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.texts import TEXTS, plain
from pipeline.alignment import Alignment, TextLine, align
from pipeline.alignment.band import PAIR_SHAPES, Grid, choose_grid
from pipeline.alignment.dynamic_programming import Scores, compute_posteriors, find_best_path
from pipeline.alignment.em import pair_in_order
from pipeline.alignment.scoring import TextSide
from pipeline.model import SegmentKind

WORDS = st.sampled_from([*" ".join(text for texts in TEXTS.values() for text in texts).split(), "", "1991", "?", "[1]"])
TEXT = st.lists(WORDS, max_size=12).map(" ".join)
PROSE = st.builds(
    TextLine,
    text=TEXT,
    kind=st.sampled_from([SegmentKind.PARAGRAPH, SegmentKind.PARAGRAPH, SegmentKind.HEADING, SegmentKind.QUOTE]),
    block=st.integers(min_value=-1, max_value=3),
    markers=st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
)
ANY = st.builds(
    TextLine,
    text=TEXT,
    kind=st.sampled_from(SegmentKind),
    markers=st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
    links=st.lists(st.sampled_from(["https://a.am/1", "https://a.am/2", "http://[", "#top"]), max_size=2).map(tuple),
    label=st.sampled_from(["a", "b", "c", None]),
)
LANGS = st.sampled_from(sorted(TEXTS))


def numbers(found: Alignment) -> tuple[list[int], list[int]]:
    return (
        [line for bead in found.beads for line in bead.source],
        [line for bead in found.beads for line in bead.target],
    )


@settings(max_examples=40, deadline=None)
@given(source=st.lists(ANY, max_size=9), target=st.lists(ANY, max_size=9), langs=st.tuples(LANGS, LANGS))
def test_every_line_is_in_one_bead(source: list[TextLine], target: list[TextLine], langs: tuple[str, str]) -> None:
    found = align(source, target, *langs)
    ours, theirs = numbers(found)
    assert sorted(ours) == list(range(len(source)))
    assert sorted(theirs) == list(range(len(target)))
    assert all(0 <= bead.confidence <= 1 for bead in found.beads)
    assert align(source, target, *langs) == found


@settings(max_examples=40, deadline=None)
@given(source=st.lists(PROSE, max_size=12), target=st.lists(PROSE, max_size=12), langs=st.tuples(LANGS, LANGS))
def test_the_body_is_paired_in_order(source: list[TextLine], target: list[TextLine], langs: tuple[str, str]) -> None:
    found = pair_in_order(TextSide(lines=source, lang=langs[0]), TextSide(lines=target, lang=langs[1]))
    assert [line for bead in found.beads for line in bead.source] == list(range(len(source)))
    assert [line for bead in found.beads for line in bead.target] == list(range(len(target)))
    shapes = {(len(bead.source), len(bead.target)) for bead in found.beads}
    assert shapes <= {*PAIR_SHAPES, (1, 0), (0, 1)}


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_a_text_is_paired_with_itself_line_by_line(lang: str) -> None:
    found = align(plain(TEXTS[lang]), plain(TEXTS[lang]), lang, lang)
    assert [(bead.source, bead.target) for bead in found.beads] == [((line,), (line,)) for line in range(12)]


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXT.filter(lambda text: len(text) > 30), min_size=4, max_size=10, unique=True), lang=LANGS)
def test_any_text_is_paired_with_itself_line_by_line(texts: list[str], lang: str) -> None:
    side = TextSide(lines=plain(texts), lang=lang)
    assert all(bead.source == bead.target and len(bead.source) == 1 for bead in pair_in_order(side, side).beads)


def scores(grid: Grid, seed: int) -> Scores:
    rng = np.random.default_rng(seed)
    tables = {
        shape: np.where(grid.inside(shape), rng.normal(-2, 3, (grid.source, grid.width)), -np.inf)
        for shape in PAIR_SHAPES
    }
    return Scores(pairs=tables, deletions=rng.normal(-3, 1, grid.source), insertions=rng.normal(-3, 1, grid.target))


@pytest.mark.parametrize("size", [(1, 1), (4, 7), (9, 5), (12, 12)])
def test_the_probabilities_of_a_line_add_up(size: tuple[int, int]) -> None:
    grid = Grid.full(*size)
    worth = compute_posteriors(scores(grid, 1), grid)
    shares = worth.deletions.sum(axis=1)
    for shape, table in worth.pairs.items():
        for further in range(shape[0]):
            shares[further:] += table.sum(axis=1)[: grid.source - further]
    assert shares == pytest.approx(np.ones(grid.source))


def test_a_band_that_leaves_nothing_out_changes_nothing() -> None:
    full = Grid.full(9, 11)
    wide = Grid(source=9, target=11, lows=np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2]), width=10)
    some = scores(full, 2)
    cut, masked_tables = {}, {}
    for shape, table in some.pairs.items():
        padded = np.pad(table, ((0, 0), (0, 2)), constant_values=-np.inf)
        cut[shape] = np.take_along_axis(padded, wide.columns, axis=1)
        near = (full.columns >= wide.columns[:, :1]) & (full.columns <= wide.columns[:, -1:])
        masked_tables[shape] = np.where(near, table, -np.inf)
    narrow = compute_posteriors(Scores(pairs=cut, deletions=some.deletions, insertions=some.insertions), wide)
    masked = compute_posteriors(Scores(pairs=masked_tables, deletions=some.deletions, insertions=some.insertions), full)
    assert narrow.likelihood == pytest.approx(masked.likelihood, abs=0.05)
    path, other = find_best_path(narrow, wide), find_best_path(masked, full)
    assert [step[:3] for step in path] == [step[:3] for step in other]


def test_long_texts_are_looked_at_along_their_anchors() -> None:
    rows = np.arange(5, 1000, 5)
    columns = np.where(rows < 500, rows, rows + 100)
    grid = choose_grid(1000, 1100, (rows, columns, np.full(len(rows), 3.0)))
    assert grid.width < 300
    assert all(
        grid.lows[row] <= column < grid.lows[row] + grid.width for row, column in zip(rows, columns, strict=True)
    )
    assert all(low <= high for low, high in pairwise(grid.lows))
    assert grid.lows[0] == 0
    assert grid.lows[-1] + grid.width >= 1101


def test_long_texts_without_anchors_are_looked_at_in_full() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    assert choose_grid(500, 600, (nothing, nothing, np.zeros(0))).width == 601


def test_a_false_anchor_does_not_lead_astray() -> None:
    rows = np.append(np.arange(0, 900, 10), 450)
    columns = np.append(np.arange(0, 900, 10), 20)
    grid = choose_grid(900, 900, (rows, columns, np.append(np.full(90, 2.0), 9.0)))
    assert grid.lows[450] <= 450 < grid.lows[450] + grid.width


def test_a_long_text_is_paired_as_a_short_one() -> None:
    texts = [f"{text} {number} {number * 37 % 1009}." for number in range(45) for text in TEXTS["en"]]
    side = TextSide(lines=plain(texts), lang="en")
    assert len(texts) ** 2 > 160_000
    found = pair_in_order(side, TextSide(lines=plain(texts[:200] + texts[230:]), lang="en"))
    assert [bead.source for bead in found.beads if not bead.target] == [(line,) for line in range(200, 230)]
