"""`make demo`: the story that a newcomer sees first."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_story_shows_what_moves_and_leaves_the_repository_alone() -> None:
    before = {path: path.stat().st_mtime_ns for name in ("articles", "locales") for path in (ROOT / name).rglob("*")}
    done = subprocess.run(
        [sys.executable, "docs/demo.py"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert done.stdout.count("  1 of 106 entries changed.") == 2
    assert done.stdout.count("  1 of 92 entries changed.") == 1
    assert "[-about-][+almost+]" in done.stdout
    assert "почти вдесятеро больше естественного стока[^iv]." in done.stdout
    assert done.stdout.count("[^iv]: ") == 3
    page = Path(done.stdout.splitlines()[-1].removeprefix("What happened, side by side: ")).read_text("utf-8")
    head, _, _ = page.partition("The whole article")
    assert head.count("<td lang=") == 3
    assert "<del>about</del>" in head
    assert "<ins>almost</ins>" in head
    assert "<ins>почти</ins>" in head
    after = {path: path.stat().st_mtime_ns for name in ("articles", "locales") for path in (ROOT / name).rglob("*")}
    assert after == before
