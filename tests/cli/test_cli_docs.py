"""`targman docs`: the pages that help texts and messages name, wherever Targman is installed."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"(?<![\w/])docs/([a-z][\w-]*)\.md|`?targman docs ([a-z][\w-]*)")
SAYING = sorted(path for end in ("py", "toml", "txt") for path in (ROOT / "pipeline").rglob(f"*.{end}"))


def test_the_list_has_every_page_with_its_title() -> None:
    shown = CliRunner().invoke(main, ["docs"]).stdout
    for page in (ROOT / "docs").glob("*.md"):
        assert re.search(rf"^{page.stem}  +\S", shown, re.MULTILINE), page.name


@pytest.mark.parametrize("name", ["git", "git.md", "docs/git.md", "docs\\git.md", "docs/git.md#why-a-driver"])
def test_a_page_is_printed_as_it_is(name: str) -> None:
    result = CliRunner().invoke(main, ["docs", name])
    assert result.stdout_bytes == (ROOT / "docs" / "git.md").read_bytes()


def test_a_slip_gets_a_guess() -> None:
    result = CliRunner().invoke(main, ["docs", "gitt"])
    assert result.exit_code == 2
    assert "Did you mean git?" in result.stderr
    assert "targman docs" in CliRunner().invoke(main, ["docs", "../README"]).stderr


def test_pages_that_code_and_data_name_exist() -> None:
    named = {
        (found[1] or found[2], path.name)
        for path in SAYING
        for found in NAMED.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert [pair for pair in named if not (ROOT / "docs" / f"{pair[0]}.md").is_file()] == []
