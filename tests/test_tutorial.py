"""docs/tutorial.md is true: its commands print what it says, its edits fit, its pictures can be made anew."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TUTORIAL: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "tutorial.py"))
MAKE_PICTURES: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "pictures.py"))
PICTURES: dict[str, tuple[tuple[str, ...], object]] = MAKE_PICTURES["PICTURES"]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEPS = TUTORIAL["read_steps"](PAGE)
TutorialError: type[Exception] = TUTORIAL["TutorialError"]


def targman(words: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def test_who_follows_the_tutorial_sees_what_it_shows(tmp_path: Path) -> None:
    followed = list(TUTORIAL["follow"](STEPS, tmp_path, targman))
    kinds = [type(step).__name__ for step in followed]
    assert kinds.count("Command") >= 10
    assert kinds.count("Edit") >= 4
    assert targman(["status"], tmp_path / "journal").count("100%") == 5
    for lang, word in (("hy", "գրեթե"), ("en", "nearly"), ("ru", "почти")):
        [page] = [each for each in (tmp_path / "journal/public" / lang).glob("*.html") if each.stem != "index"]
        assert word in page.read_text(encoding="utf-8")


def test_the_markdown_that_needs_no_extra_is_the_article_of_the_word_file(tmp_path: Path) -> None:
    targman(["init", ".", "--tutorial"], tmp_path)
    for suffix in ("docx", "md"):
        targman(["import", f"tutorial/two-halves.{suffix}", "--slug", suffix], tmp_path)
    from_word, from_markdown = (
        re.sub(
            r"^source: .*\n", "", (tmp_path / "articles" / f"{slug}.md").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        for slug in ("docx", "md")
    )
    assert from_word == from_markdown


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("```console\n$ targman x\none\n```\n", "prints something else"),
        ("```console\n$ targman x\n…\ntwo\nthree\n```\n", "prints something else"),
        ("```console\n$ rm -r x\n```\n", "“rm” is not a command"),
        ('```diff title="file"\n-two\n+three\n```\n', "does not have these lines once"),
        ('```text title="file"\nfour\n```\n', "does not have “four”"),
    ],
)
def test_a_page_that_says_something_else_is_noticed(page: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("two two\n", encoding="utf-8")
    with pytest.raises(TutorialError, match=re.escape(said)):
        list(TUTORIAL["follow"](TUTORIAL["read_steps"](page), tmp_path, lambda _words, _folder: "one\ntwo\n"))


def test_the_script_makes_every_picture_of_the_page() -> None:
    shown = re.findall(r"\]\(images/([\w-]+)\.png\)", PAGE)
    assert shown == [name for names, _ in PICTURES.values() for name in names]
    assert all((ROOT / "docs" / "images" / f"{name}.png").is_file() for name in shown)
    commands = [step.words for step in STEPS if hasattr(step, "words")]
    assert set(PICTURES) <= set(commands)


@pytest.mark.browser
def test_the_pictures_can_be_made_anew(tmp_path: Path) -> None:
    """The script follows the page and translates its sentence in the preview, in a real browser."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")
    if MAKE_PICTURES["CHROMIUM"] is None:
        pytest.skip("needs chromium (apt install chromium)")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, "docs/pictures.py", str(tmp_path)], cwd=ROOT, env=env, check=True)
    names = sorted(name for made, _ in PICTURES.values() for name in made)
    assert sorted(path.stem for path in tmp_path.glob("*.png")) == names
    assert all(path.stat().st_size > 20_000 for path in tmp_path.glob("*.png"))
