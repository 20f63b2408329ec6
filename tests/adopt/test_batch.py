"""What comes of an archive depends neither on the processes that compute nor on the order of its rows."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace

import pytest
from conftest import Workspace
from executors import FarAway
from hypothesis import given
from hypothesis import strategies as st

from adopt.making import PAIRS, fresh, published, renumbered
from pipeline.adopt import batch
from pipeline.adopt.adoption import AdoptionReport
from pipeline.adopt.batch import Batch, adopt_rows
from pipeline.adopt.lexicons import LEAST_PAIRS, MOST_PAIRS, LearnedPairs, learn_lexicons
from pipeline.adopt.table import BatchRow
from pipeline.errors import TargmanError
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import find_articles
from pipeline.workspace.settings import find_settings

Outcome = tuple[dict[str, bytes], dict[int, AdoptionReport | str]]


@pytest.fixture
def desk(workspace: Callable[..., Workspace]) -> Workspace:
    desk = fresh(workspace('lang = "en"\nproject = "targman"\n'))
    for slug, lang in PAIRS:
        desk.write(f"old/{slug}.{lang}.md", renumbered(published(slug, lang)))
    desk.run("sync")
    return desk


def rows_of(desk: Workspace) -> list[BatchRow]:
    """A row for each edition, one with the wrong file, and one for a catalog that another row fills too."""
    places = {place.stem: place for place in find_articles(find_settings(desk.root))}
    files = [(slug, lang, f"old/{slug}.{lang}.md") for slug, lang in PAIRS]
    files += [("urbatagirk", "ru", "old/lake-sevan.ru.md"), ("lake-sevan", "hy", "old/lake-sevan.hy.md")]
    return [
        BatchRow(line=number, place=places[slug], lang=lang, translation=file)
        for number, (slug, lang, file) in enumerate(files, start=2)
    ]


def catalogs(desk: Workspace) -> dict[str, bytes]:
    return {path: data for path, (data, _) in desk.snapshot().items() if path.endswith(".po")}


def adopt(desk: Workspace, rows: Sequence[BatchRow], executor: Executor | None = None) -> Outcome:
    """Adopt the rows, and return the catalogs and the reports; then put the catalogs back."""
    before = catalogs(desk)
    archive = Batch(settings=find_settings(desk.root), folder=desk.root, name="t.csv", rows=tuple(rows))
    with locked(desk.root):
        done = list(adopt_rows(archive, executor=executor))
    after = catalogs(desk)
    for path, data in before.items():
        desk.write(path, data)
    return after, {row.line: str(made) if isinstance(made, TargmanError) else made for row, made in done}


@pytest.mark.parametrize("enough", [MOST_PAIRS, 150])
def test_what_an_executor_computes_needs_no_files_and_comes_to_the_same_in_any_order(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    monkeypatch.setattr(batch, "MOST_PAIRS", enough)
    rows = rows_of(desk)
    wanted = adopt(desk, rows)
    reports = wanted[1].values()
    assert sum(isinstance(report, AdoptionReport) and report.written for report in reports) == len(PAIRS)
    [refused] = [report for report in reports if isinstance(report, str)]
    assert refused.startswith("t.csv:8: old/lake-sevan.ru.md: is refused")
    shuffled = random.Random(1).sample(rows[:-1], len(rows) - 1)  # noqa: S311
    assert adopt(desk, [*shuffled, rows[-1]], FarAway()) == wanted
    with ProcessPoolExecutor(2) as pool:
        assert adopt(desk, rows[:-1][::-1] + rows[-1:], pool) == wanted


def test_of_two_rows_for_one_catalog_the_first_of_the_table_fills_it(desk: Workspace) -> None:
    row = next(row for row in rows_of(desk) if (row.place.stem, row.lang) == ("lake-sevan", "hy"))
    desk.write("old/short.md", published("lake-sevan", "hy").rpartition("\n\n## ")[0])
    short = replace(row, line=row.line + 1, translation="old/short.md")
    for first, second in ((row, short), (short, row)):
        with ProcessPoolExecutor(2) as pool:
            _, reports = adopt(desk, [first, second], pool)
        one, other = reports[first.line], reports[second.line]
        assert isinstance(one, AdoptionReport)
        assert isinstance(other, AdoptionReport)
        assert one.same == 0
        assert other.same > 50


_PAIRS = st.tuples(st.sampled_from(("a lake", "a dam", "the lake")), st.sampled_from(("լիճ", "մի լիճ", "ամբարտակ")))
_ENOUGH = tuple((f"a lake of {number}", f"{number} լիճ") for number in range(LEAST_PAIRS))


@given(st.lists(st.lists(_PAIRS, max_size=9), max_size=9), st.randoms(use_true_random=False))
def test_a_lexicon_depends_neither_on_order_nor_on_partition(
    parts: list[list[tuple[str, str]]], order: random.Random
) -> None:
    learned = [LearnedPairs(langs=("en", "hy"), pairs=tuple(pairs)) for pairs in (_ENOUGH, *parts)]
    single = [replace(item, pairs=(pair,)) for item in learned for pair in item.pairs]
    order.shuffle(single)
    assert learn_lexicons(single) == learn_lexicons(learned)
    assert learn_lexicons(single)["en", "hy"].forward["lake"]
