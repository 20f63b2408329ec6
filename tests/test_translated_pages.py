"""The pages in docs/hy and docs/ru: a workspace of Targman's own, up to date by its own commands."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TRANSLATIONS: dict[str, Any] = runpy.run_path(str(DOCS / "translations.py"))
PAGES = sorted(path for lang in ("hy", "ru") for path in (DOCS / lang).glob("*.md"))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """The workspace as it is committed, in a folder where it may be changed."""
    for name in ("articles", "locales"):
        shutil.copytree(DOCS / name, tmp_path / name)
    for page in (DOCS / "targman.toml", *DOCS.glob("*.md")):
        shutil.copy(page, tmp_path)
    return tmp_path


def targman(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*")) if path.is_file()
    }


def test_the_committed_pages_are_what_the_catalogs_make_of_the_english_ones(docs: Path) -> None:
    english = contents(docs)
    TRANSLATIONS["make_pages"](docs)
    for name in ("articles", "locales", "hy", "ru"):
        assert contents(docs / name) == contents(DOCS / name), "run: make docs"
    assert english.items() <= contents(docs).items(), "a page was overwritten"


def test_both_languages_are_finished_and_nothing_is_found(docs: Path) -> None:
    editions = json.loads(targman(docs, "status", "--format", "json").stdout)["results"]
    assert sorted(edition["lang"] for edition in editions) == ["hy", "hy", "ru", "ru"]
    assert {edition["share"] for edition in editions} == {1.0}
    checked = targman(docs, "check", "--fail-on", "hint")
    assert (checked.returncode, checked.stdout) == (0, "2 articles checked: nothing found.\n")


def test_a_sentence_that_changes_in_english_is_noticed(docs: Path) -> None:
    page = docs / "translators.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("Save whenever you like.", "Save whenever you want."), "utf-8"
    )
    TRANSLATIONS["make_pages"](docs)
    assert all("Save whenever you want." in (docs / lang / page.name).read_text("utf-8") for lang in ("hy", "ru"))
    assert targman(docs, "status").stdout.count("1 segment fuzzy") == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_page_that_no_native_editor_read_says_so_at_its_top(page: Path) -> None:
    head = page.read_text(encoding="utf-8").partition("\n## ")[0]
    assert re.search(rf"^# .+\n\n> .+\]\(\.\./{page.name}\)", head, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_links_and_pictures_of_a_translated_page_lead_to_files(page: Path) -> None:
    found = re.findall(r"\]\(([^)#{}:]+)", page.read_text(encoding="utf-8"))
    assert len(found) > 3
    assert [link for link in found if not (page.parent / link).is_file()] == []


def test_translated_pages_come_with_targman_and_are_shown_without_front_matter() -> None:
    _, _, text = (DOCS / "hy/translators.md").read_text(encoding="utf-8").partition("\n---\n\n")
    assert targman(ROOT, "docs", "hy/translators").stdout == text
