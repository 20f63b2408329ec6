"""The benchmark works: a very small one makes its page. How long anything takes is not looked at."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

from benchmarks import long

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[1]
NO_PEERS = [f"--without={name}" for name in ("po4a", "mdpo", "Translate Toolkit", "gettext")]


def benchmark(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words], check=False, capture_output=True, encoding="utf-8", cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_the_smallest_benchmark_makes_a_page_and_a_chart(tmp_path: Path) -> None:
    made, again = tmp_path / "made", tmp_path / "again"
    ours = Path(sys.executable).with_name("targman")
    benchmark("--quick", *NO_PEERS, "--articles=1", "--growth=1", f"--beside={ours}", f"--output={made}")
    page = (made / "benchmarks.md").read_text(encoding="utf-8")
    assert "| Targman (" in page
    assert "| Targman with Python 3." in page
    assert "`git status`" in page
    assert "## One long article" in page
    assert "## Many small articles" in page
    assert "failed" not in page
    assert ET.parse(made / "benchmarks.svg").getroot().tag.endswith("svg")  # noqa: S314  our own file
    samples = json.loads((made / "results.json").read_text(encoding="utf-8"))["tools"][0]["samples"]
    assert {task: len(found) for task, found in samples.items()} == dict.fromkeys(("A", "B", "D", "D0", "C"), 1)

    benchmark(f"--results={made / 'results.json'}", f"--output={again}")
    assert (again / "benchmarks.md").read_text(encoding="utf-8") == page


def test_long_articles_have_ten_thousand_words_and_are_mostly_translated(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    (place.root / "articles").rmdir()
    long.lay_articles(place.root, 2)
    place.run("sync")
    long.translate(place.root, 2)
    for standing in json.loads(place.run("status", "--format", "json").stdout)["results"]:
        words = {name: standing[f"{name}_words"] for name in ("translated", "fuzzy", "untranslated")}
        assert sum(words.values()) >= long.WORDS
        assert words["translated"] > 0.75 * sum(words.values())
        assert words["fuzzy"]
