"""Measure how many small faults in the core the core's own tests notice.

    python -m benchmarks.mutants [--count 120] [--seed 14] [--only pipeline/edition] [--jobs 2]

A mutant is a copy of the code with one fault: `<` for `<=`, `and` for `or`, a statement left out, another constant.
Faults are drawn from `pipeline/article`, `pipeline/catalog` and `pipeline/edition` by a seed, so that a run can be
repeated. A first run of the tests records which statements each test executes; then each mutant runs only the tests
that execute its statement, the fastest first, up to the first failure. All of this happens in copies of the tree.

The module is also the pytest plugin of those runs: it records statements, and selects and orders tests.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from benchmarks.mutations import Mutant, add_probes, find_mutants

ROOT = Path(__file__).parents[1]
ROOMS = ("article", "catalog", "edition")
LIGHT = "not (browser or kill or thorough)"
LEAST_SHARE = 0.9
"""Share of the mutants that the tests have to notice."""

COPIED = ("articles", "benchmarks", "docs", "locales", "pipeline", "tests", "pyproject.toml", "README.md", "Makefile")
STATEMENTS = "_statements"
"""Name of the module that the recorded code calls, and of the files in which the plugin records."""

EXECUTED: set[int] = set()
"""The numbers of the statements that the running test has executed."""


@dataclass(frozen=True)
class Coverage:
    """The statements that each test executes, and its duration in seconds."""

    statements: dict[str, frozenset[int]]
    seconds: dict[str, float]

    def tests_of(self, wanted: frozenset[int]) -> list[str]:
        """Return the tests that execute one of these statements, the fastest first."""
        found = [test for test, numbers in self.statements.items() if not numbers.isdisjoint(wanted)]
        return sorted(found, key=lambda test: (self.seconds[test], test))


@dataclass(frozen=True)
class Verdict:
    """The outcome for a mutant: whether a test noticed it, and how many tests were chosen."""

    mutant: Mutant
    noticed: bool
    tests: int


def main() -> int:
    """Run the measurement; return 1 if fewer mutants were noticed than there should be."""
    options = _options()
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path in _source_files()}
    mutants = [mutant for path, text in sources.items() for mutant in find_mutants(path, text)]
    wanted = [mutant for mutant in mutants if mutant.path.startswith(options.only)]
    chosen = sorted(wanted, key=lambda mutant: mutant.lot(options.seed))[: options.count]
    print(f"{len(chosen)} of {len(wanted)} mutants, drawn with seed {options.seed}", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [_copy_tree(Path(folder) / str(number)) for number in range(options.jobs)]
        coverage, numbers = _record(copies, sources)
        print(f"{len(coverage.seconds)} tests recorded in {time.monotonic() - start:.0f} s", flush=True)
        verdicts = list(_try_all(chosen, copies, sources, coverage, numbers))
    return _report(verdicts, time.monotonic() - start)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mutants", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--count", type=int, default=120, help="number of mutants to try [default: %(default)s]")
    parser.add_argument("--seed", type=int, default=14, help="seed of the draw [default: %(default)s]")
    parser.add_argument("--only", default="pipeline/", help="beginning of the paths to mutate [default: all]")
    parser.add_argument("--jobs", type=int, default=2, help="number of processes [default: %(default)s]")
    return parser.parse_args()


def _source_files() -> list[str]:
    files = (path for room in ROOMS for path in (ROOT / "pipeline" / room).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in files)


def _copy_tree(folder: Path) -> Path:
    """Copy what the tests need below `folder`; data beside the repository is linked."""
    root = folder / "main"
    root.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, root / name)
    shared = ROOT.parent / "shared"
    if shared.exists():
        (folder / "shared").symlink_to(shared.resolve())
    return root


def _record(copies: list[Path], sources: dict[str, str]) -> tuple[Coverage, dict[tuple[str, int], int]]:
    """Run all tests on code that records its statements; return their coverage and the numbers of the statements."""
    numbers: dict[tuple[str, int], int] = {}
    for path, text in sources.items():
        probed = add_probes(path, text, numbers)
        for root in copies:
            (root / path).write_text(probed, encoding="utf-8")
    for number, root in enumerate(copies):
        (root / f"{STATEMENTS}.py").write_text("from benchmarks.mutants import EXECUTED\nexecute = EXECUTED.add\n")
        (root / f"{STATEMENTS}.share").write_text(json.dumps([number, len(copies)]))
    with ThreadPoolExecutor(len(copies)) as pool:
        codes = list(pool.map(lambda root: _run_tests(root, [f"tests/{room}" for room in ROOMS], None), copies))
    if not set(codes) <= {0, 1}:
        sys.exit("The tests cannot be run.")
    found: dict[str, Any] = {}
    for root in copies:
        found |= json.loads((root / f"{STATEMENTS}.json").read_text())
        (root / f"{STATEMENTS}.share").unlink()
        for path, text in sources.items():
            (root / path).write_text(text, encoding="utf-8")
    for test in [test for test, item in found.items() if not item["passed"]]:
        print(f"{test} fails without any mutant and is left out")
        del found[test]
    statements = {test: frozenset(item["statements"]) for test, item in found.items()}
    return Coverage(statements, {test: item["seconds"] for test, item in found.items()}), numbers


def _try_all(
    mutants: list[Mutant],
    copies: list[Path],
    sources: dict[str, str],
    coverage: Coverage,
    numbers: dict[tuple[str, int], int],
) -> Iterator[Verdict]:
    free: SimpleQueue[Path] = SimpleQueue()
    for root in copies:
        free.put(root)

    def judge(mutant: Mutant) -> Verdict:
        tests = coverage.tests_of(_statements_of(mutant, sources, numbers))
        root = free.get()
        try:
            return Verdict(
                mutant, bool(tests) and _is_noticed(mutant, root, sources[mutant.path], tests, coverage), len(tests)
            )
        finally:
            free.put(root)

    with ThreadPoolExecutor(len(copies)) as pool:
        for count, verdict in enumerate(pool.map(judge, mutants), start=1):
            sign = "=" if verdict.mutant.equivalent else "." if verdict.noticed else "!"
            print(sign, end="\n" if count % 60 == 0 else "", flush=True)
            yield verdict
    print()


def _statements_of(mutant: Mutant, sources: dict[str, str], numbers: dict[tuple[str, int], int]) -> frozenset[int]:
    """Return the statement of a mutant; for one at module level, all statements of the modules that use its name."""
    if mutant.statement is not None:
        return frozenset({numbers[mutant.path, mutant.statement]})
    names = re.compile("|".join(rf"\b{name}\b" for name in mutant.names) or "(?!)")
    users = {path for path, text in sources.items() if path == mutant.path or names.search(text)}
    return frozenset(number for (path, _), number in numbers.items() if path in users)


def _is_noticed(mutant: Mutant, root: Path, source: str, tests: list[str], coverage: Coverage) -> bool:
    """Run the tests on the mutant; a failure or a run without end notices it."""
    file = root / mutant.path
    file.write_text(mutant.apply(source), encoding="utf-8")
    for cached in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        cached.unlink()
    (root / f"{STATEMENTS}.tests").write_text(json.dumps(tests))
    try:
        limit = 30 + 5 * sum(coverage.seconds[test] for test in tests)
        return _run_tests(root, sorted({test.partition("::")[0] for test in tests}), limit) != 0
    finally:
        file.write_text(source, encoding="utf-8")
        for cached in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            cached.unlink()
        (root / f"{STATEMENTS}.tests").unlink()


def _run_tests(root: Path, paths: list[str], limit: float | None) -> int:
    """Run pytest in a copy of the tree; return its exit code, or -1 when the time is over."""
    words = [
        "-p",
        "benchmarks.mutants",
        "-p",
        "no:cacheprovider",
        "-q",
        "-m",
        LIGHT,
        *(["-x"] if limit else []),
        *paths,
    ]
    environment = {**os.environ, "PYTHONPATH": str(root), "CI": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1
    if done.returncode not in {0, 1}:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.returncode


def _report(verdicts: list[Verdict], seconds: float) -> int:
    real = [verdict for verdict in verdicts if not verdict.mutant.equivalent]
    noticed = sum(verdict.noticed for verdict in real)
    for verdict in verdicts:
        mutant = verdict.mutant
        if not verdict.noticed:
            reason = (
                f"equivalent: {mutant.equivalent}" if mutant.equivalent else f"not noticed by {verdict.tests} tests"
            )
            print(f"{mutant.path}:{mutant.line}: {reason}\n  - {mutant.before}\n  + {mutant.after}")
        elif mutant.equivalent:
            print(
                f"{mutant.path}:{mutant.line}: noticed, although listed as equivalent: {mutant.before} → {mutant.after}"
            )
    share = noticed / len(real) if real else 1.0
    same = len(verdicts) - len(real)
    print(f"{noticed} of {len(real)} mutants noticed ({share:.1%}); {same} more are equivalent; {seconds:.0f} s")
    return int(share < LEAST_SHARE)


def pytest_collection() -> None:
    """Let Hypothesis draw the same examples every time, and not spend time on shrinking them."""
    from hypothesis import Phase, settings  # noqa: PLC0415  only in a run of tests

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=phases)
    settings.load_profile("mutants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the chosen tests, in their order; in a recording run, keep this process's share of all tests."""
    chosen, share = (Path(f"{STATEMENTS}.{kind}") for kind in ("tests", "share"))
    if chosen.exists():
        order = {test: place for place, test in enumerate(json.loads(chosen.read_text()))}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
    elif share.exists():
        first, step = json.loads(share.read_text())
        items[:] = items[first::step]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Record the statements that a test executes, and its duration."""
    EXECUTED.clear()
    start = time.monotonic()
    result = yield
    recorded = {
        "seconds": time.monotonic() - start,
        "statements": sorted(EXECUTED),
        "passed": item.nodeid not in _FAILED,
    }
    item.session.stash.setdefault(_RECORDED, {})[item.nodeid] = recorded
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note the tests that fail."""
    if report.failed:
        _FAILED.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down the recorded statements."""
    if Path(f"{STATEMENTS}.share").exists():
        Path(f"{STATEMENTS}.json").write_text(json.dumps(session.stash.get(_RECORDED, {})))


_RECORDED = pytest.StashKey[dict[str, Any]]()
_FAILED: set[str] = set()


if __name__ == "__main__":
    sys.exit(main())
