"""The command line answers at once: `targman --help` loads no library that only the work itself needs."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

HELP = "from pipeline.cli import main; main(['--help'], prog_name='targman', standalone_mode=False)"
HEAVY = {
    *(
        "babel",
        "deep_translator",
        "httpx",
        "jinja2",
        "lxml",
        "nh3",
        "numpy",
        "polib",
        "psycopg",
        "pyromark",
        "rapidfuzz",
        "requests",
        "rich",
    ),
    *("sqlite3", "starlette", "tenacity", "trafilatura", "uvicorn", "watchfiles", "weasyprint", "yaml"),
}

CPU_SECONDS = 0.15
RUNS = 5


def run(program: str, cache: Path) -> tuple[str, str]:
    """What the program prints to both outputs, run by a Python of its own. `cache` keeps bytecode between the runs."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=env | {"PYTHONPYCACHEPREFIX": str(cache), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_help_loads_no_library_that_only_the_work_needs(tmp_path: Path) -> None:
    shown, loaded = run(f"{HELP}; import sys; print(*sys.modules, file=sys.stderr)", tmp_path)
    assert shown.startswith("Usage: targman")
    heavy = sorted(HEAVY.intersection(loaded.split()))
    assert heavy == []


def test_help_takes_little_time(tmp_path: Path) -> None:
    """CPU time, the least of several runs with bytecode cached: what else the machine does matters little."""
    run(HELP, tmp_path)
    times = []
    for _ in range(RUNS):
        before = cpu_of_children()
        run(HELP, tmp_path)
        times.append(cpu_of_children() - before)
    assert min(times) < CPU_SECONDS, f"targman --help took {min(times):.3f} s; look at python -X importtime"


def modules_after(calls: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The modules of a process that makes these calls in a workspace with an article, in the folder."""
    (folder / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles/lake.md").write_text("A lake.\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    begin = f"import sys; sys.path.insert(0, {str(Path(__file__).parent.parent)!r}); from pipeline.cli import main"
    program = "; ".join([begin, *calls, "print(*sys.modules, file=sys.stderr)"])
    return set(run(program, folder / "cache")[1].split())


@pytest.mark.parametrize("words", [["sync"], ["merge"], ["check"], ["status"], ["memory", "search", "lake"]])
def test_a_pipe_loads_no_rich_and_a_memory_without_a_server_no_psycopg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    calls = [f"main({each}, standalone_mode=False)" for each in (["sync"], words)]
    assert {"rich", "psycopg"}.isdisjoint(modules_after(calls, tmp_path, monkeypatch))


def test_a_sync_with_nothing_to_do_reads_no_markdown_and_no_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ["main(['sync'], standalone_mode=False)"]
    heavy = {"pyromark", "pipeline.article", "pipeline.segmentation", "pipeline.catalog.update", "rapidfuzz"}
    assert heavy & modules_after(call, tmp_path, monkeypatch)
    assert not heavy & modules_after(call, tmp_path, monkeypatch)
