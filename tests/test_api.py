"""The Python interface: every name has an example that is true, and importing it costs next to nothing."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import api
from pipeline.errors import TargmanError
from pipeline.model import Finding
from pipeline.workspace.sync_result import SyncResult

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
ARTICLE = "# The lake\n\nThe lake is calm.[^1] It was calm yesterday.\n\n[^1]: Seen from the shore.\n"
NAMES = ("root", "editions", "list_articles", "read_article", "read_catalog", "read_polib")
COMMANDS = ("sync", "merge", "check", "status")


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one article, in the current folder."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lake.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def examples(docstring: str, name: str) -> Iterator[doctest.DocTest]:
    found = doctest.DocTestParser().get_doctest(docstring, vars(api).copy(), name, None, 0)
    if found.examples:
        yield found


def run(test: doctest.DocTest) -> None:
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not failed, "".join(report)


@pytest.mark.parametrize("name", ["open_workspace", *(f"Workspace.{name}" for name in NAMES + COMMANDS)])
@pytest.mark.usefixtures("lake")
def test_the_example_of_every_name_is_true(name: str) -> None:
    owner, _, attribute = name.rpartition(".")
    documented = vars(getattr(api, owner))[attribute] if owner else getattr(api, attribute)
    (test,) = examples(documented.__doc__, name)
    run(test)


def test_no_public_name_is_without_an_example() -> None:
    public = {name for name in vars(api.Workspace) if not name.startswith("_")}
    assert public == {*NAMES, *COMMANDS}


@pytest.mark.usefixtures("lake")
def test_the_examples_of_the_page_are_true() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert ARTICLE in text
    (test,) = examples(re.sub(r"^```.*$", "", text, flags=re.MULTILINE), PAGE.name)
    assert len(test.examples) > len(COMMANDS)
    run(test)


def test_the_page_names_everything() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [
        name for name in (*NAMES[2:], *COMMANDS, "open_workspace", "TargmanError", "Outcome") if name not in text
    ] == []


def test_every_promised_name_is_there() -> None:
    for name in api.__all__:
        assert getattr(api, name) is not None
    assert api.SyncResult is SyncResult
    assert api.Finding is Finding
    with pytest.raises(AttributeError, match="nothing"):
        _ = api.nothing


def test_a_workspace_is_found_from_a_folder_inside_it(lake: Path) -> None:
    assert api.open_workspace("articles").root == lake.resolve()
    assert api.open_workspace(lake / "articles").root == lake.resolve()


def test_names_are_those_of_the_command_line(lake: Path) -> None:
    workspace = api.open_workspace()
    os.chdir(lake.parent)
    article = workspace.list_articles()[0]
    for name in ("lake", "lake.md", "articles/lake.md", article):
        assert workspace.read_article(name).source == ARTICLE


def test_what_a_person_has_to_mend_is_a_targman_error(lake: Path) -> None:
    workspace = api.open_workspace()
    with pytest.raises(TargmanError, match=r"locales/ru/articles/lake\.po: does not exist yet"):
        workspace.read_catalog("lake", "ru")
    with pytest.raises(TargmanError, match="there is no edition “fr”"):
        workspace.status(languages=["fr"])
    (lake / "articles" / "river.md").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(TargmanError, match="names 2 articles"):
        workspace.read_article("articles")
    (lake / "articles" / "river.md").write_bytes(b"\xff")
    outcome = workspace.sync()
    assert {result.article for result in outcome.done} == {"articles/lake.md"}
    assert [error.path for error in outcome.problems] == ["articles/river.md"]


def test_a_dry_run_writes_nothing(lake: Path) -> None:
    assert api.open_workspace().sync(dry_run=True).done[0].created
    assert not (lake / "locales").exists()


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = {"polib", "click", "rich", "babel", "rapidfuzz", "pyromark", "sqlite3", "pipeline.workspace"}
    code = f"import sys, pipeline.api; print(*sorted({heavy!r} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "\n"
