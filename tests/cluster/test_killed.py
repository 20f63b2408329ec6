"""Whatever worker is killed in whatever instant: the results are those of one machine, byte for byte."""

import os
import random
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from conftest import Workspace

from cluster.machines import local_cluster
from pipeline.adopt.batch import Batch, adopt_rows
from pipeline.adopt.table import read_table
from pipeline.export.articles import ExportOptions, export_articles
from pipeline.workspace.check import check
from pipeline.workspace.cluster import ClusterExecutor, open_cluster
from pipeline.workspace.import_ import ImportOptions, open_document
from pipeline.workspace.import_documents import import_documents
from pipeline.workspace.index import FINDINGS, load
from pipeline.workspace.paths import find_articles
from pipeline.workspace.settings import Settings, find_settings
from pipeline.workspace.settings.cluster import ClusterSettings

pytestmark = [pytest.mark.kill, pytest.mark.thorough]

RUNS = 50 if os.environ.get("TARGMAN_THOROUGH") else 3
WORKERS = (1, 2, 5)
SECONDS = 4.0
"""About what a run takes: the kills are somewhere in this time."""


def write_workspace(root: Path) -> Workspace:
    """A workspace with articles to check and export, documents to import, and translations to adopt."""
    place = Workspace(root)
    place.write("targman.toml", 'lang = "en"\n')
    place.write("articles/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    rows = ["article,lang,translation"]
    for number in range(48):
        text = f"The lake has the number {number}.[^n] It is {number * 7} metres deep."
        text += " ![Map](map.svg) [One](a00.md#nothing)"
        place.write(f"articles/a{number:02}.md", f"# Lake {number}\n\n{text}\n\n[^n]: Note {number}.\n")
        page = f"<html><body><h1>Page {number}</h1><p>A page of water {number}.</p></body>"
        place.write(f"in/p{number:02}.html", page)
        russian = f"<p>Озеро имеет номер {number}. Его глубина {number * 7} метров.</p>"
        place.write(f"old/a{number:02}.html", f"<html lang=ru><body><h1>Озеро {number}</h1>{russian}</body></html>")
        rows.append(f"articles/a{number:02}.md,ru,old/a{number:02}.html")
    place.write("table.csv", "\n".join(rows[:25]))
    return place


def run_all(settings: Settings, order: random.Random, executor: ClusterExecutor | None) -> list[list[str]]:
    """Check, export, import and adopt, in any order of the articles: what is reported, sorted."""
    root = settings.root
    shutil.rmtree(root / "exports", ignore_errors=True)
    articles = list(find_articles(settings))
    order.shuffle(articles)
    names = [f"in/p{number:02}.html" for number in range(48)]
    order.shuffle(names)
    rows, _ = read_table(settings, find_articles(settings), root / "table.csv", "table.csv")
    order.shuffle(rows)
    options = ExportOptions(languages=settings.editions, output=root / "exports", formats=("html", "txt"))
    wishes = ImportOptions(lang="en", is_dry_run=True)
    batch = Batch(settings=settings, folder=root, name="table.csv", rows=tuple(rows), is_dry_run=True)
    findings = check(settings, dict.fromkeys(articles, settings.editions), load(settings, FINDINGS), executor=executor)
    exports = export_articles(settings, articles, options, load(settings), executor=executor)
    imports = import_documents(
        settings, names, wishes, lambda name: open_document(name, root, lambda _: b""), lambda: None, executor
    )
    for outcome in (findings, exports, imports):
        assert not outcome.problems
    adopted = list(adopt_rows(batch, executor=executor))
    results: Sequence[Sequence[object]] = (findings.done, exports.done, imports.done, adopted)
    return [sorted(map(str, each)) for each in results]


@contextmanager
def killing(process: int, draw: random.Random) -> Iterator[list[int]]:
    """Kill two of the workers that a process started, each at some instant within the block."""
    killed: list[int] = []
    is_over = threading.Event()

    def kill() -> None:
        for pause in sorted(draw.uniform(0, SECONDS) for _ in range(2)):
            if is_over.wait(pause / 2):
                return
            children = psutil.Process(process).children()
            workers = [each for each in children if "spawn_main" in " ".join(each.cmdline())]
            if workers:
                victim = draw.choice(workers)
                victim.kill()
                killed.append(victim.pid)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        is_over.set()
        thread.join()


def read_exports(root: Path) -> dict[str, bytes]:
    """The exported files, by path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "exports").rglob("*.*")}


@pytest.mark.parametrize("workers", WORKERS)
def test_two_workers_killed_at_any_instant_change_no_byte(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    place.run("sync")
    place.run("adopt", "--batch", "table.csv")
    settings = find_settings(tmp_path)
    expected, pages = run_all(settings, random.Random(0), None), read_exports(tmp_path)  # noqa: S311  a shuffle
    assert all(expected)
    assert len(pages) == 48 * 3 * 2
    killed: list[int] = []
    with local_cluster(workers) as (address, process):
        for number in range(WORKERS.index(workers), RUNS, len(WORKERS)):
            draw = random.Random(number)  # noqa: S311  nothing secret
            with (
                open_cluster(ClusterSettings(address=address), tmp_path, together=draw.randint(1, 16)) as executor,
                killing(process, draw) as victims,
            ):
                assert run_all(settings, draw, executor) == expected, f"run {number}"
            assert read_exports(tmp_path) == pages, f"run {number}"
            killed += victims
    print(f"{workers} workers: {len(killed)} killed")  # noqa: T201  seen with -s
