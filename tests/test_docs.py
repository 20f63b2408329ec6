"""The docs are true: generated pages are up to date, every command is there, links between pages lead somewhere."""

import re
import runpy
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))


@pytest.mark.parametrize("name", sorted(GENERATE["PAGES"]))
def test_a_generated_page_is_what_the_commands_say_now(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATE["PAGES"][name](), "run: make docs"


def test_every_command_has_help_and_a_first_line_in_the_list() -> None:
    context = click.Context(main)
    listed = main.get_help(context)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert len(command.help or "") > 40
        assert f"  {name} " in listed


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "{" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


PROGRAMMERS = [
    ROOT / "CONTRIBUTING.md",
    *((ROOT / "docs" / f"{name}.md") for name in ("alignment", "architecture", "segmentation")),
]
SOURCES = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for room in ("pipeline", "tests", "docs", "benchmarks")
    for path in (ROOT / room).rglob("*.*")
]


@pytest.mark.parametrize("page", PROGRAMMERS, ids=lambda page: page.name)
def test_a_source_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"(?<![\w/])((?:[\w]+/)*\w+\.py)\b", text):
        assert any(path.endswith(f"/{name}") for path in SOURCES), f"{page.name} names {name}"


def test_the_answers_of_the_architecture_page_lead_to_functions() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Where to look")[2].partition("\n## ")[0]
    answers = re.findall(r"\| `([\w/]+\.py)`, `(\w+)`", table)
    assert len(answers) >= 4
    for name, function in answers:
        source = (ROOT / "pipeline" / name).read_text(encoding="utf-8")
        assert f"def {function}(" in source, f"{name} has no {function}"
