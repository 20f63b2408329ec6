"""What runs `targman check` for others: the hook for pre-commit, the workflow at GitHub, the page docs/checking.md."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from conftest import Workspace

ROOT = Path(__file__).parents[1]
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
SNIPPETS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
WORKFLOWS = [
    yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")),
    *(snippet for snippet in SNIPPETS if "jobs" in snippet),
]

MakeWorkspace = Callable[..., Workspace]


def run_entry(place: Workspace, paths: list[str]) -> subprocess.CompletedProcess[str]:
    """What pre-commit does with the hook: its entry, called with the paths of a commit that fit."""
    program, *words = shlex.split(HOOK["entry"])
    assert program == "targman"
    fitting = [path for path in paths if re.search(HOOK["files"], path)]
    command = [str(Path(sys.executable).with_name(program)), *words, *fitting]
    return subprocess.run(command, cwd=place.root, check=False, capture_output=True, encoding="utf-8")


def test_the_hook_looks_at_the_files_of_a_commit_and_stops_it_where_something_is_wrong(
    workspace: MakeWorkspace,
) -> None:
    place = workspace()
    for name in ("lake", "river"):
        place.write(f"articles/{name}.md", "It fell.[^1]\n\n[^1]: A report.\n")
    place.run("sync")
    for name in ("lake", "river"):
        catalog = polib.pofile(str(place.root / f"locales/ru/articles/{name}.po"), wrapwidth=0)
        for entry in catalog:
            entry.msgstr = "Оно упало." if entry.msgid == "It fell.{fn1}" else entry.msgstr
        catalog.save()
    done = run_entry(place, ["README.md", "locales/hy/articles/lake.po", "locales/ru/articles/lake.po"])
    assert done.returncode == 1
    assert "locales/ru/articles/lake.po:" in done.stdout
    assert "river" not in done.stdout
    assert run_entry(place, ["locales/hy/articles/lake.po"]).returncode == 0
    assert run_entry(place, ["articles/river.md"]).returncode == 1


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("articles/lake.md", True),
        ("articles/2024/lake.md", True),
        ("locales/ru/articles/2024/lake.po", True),
        ("locales/sr-Latn/articles/lake.po", True),
        ("locales/es-419/articles/lake.po", True),
        ("locales/templates/articles/lake.pot", False),
        ("locales/ru/LC_MESSAGES/targman.po", False),
        ("articles/images/lake.svg", False),
        ("editions/ru/lake.md", False),
        ("README.md", False),
    ],
)
def test_the_hook_is_called_for_articles_and_catalogs_only(path: str, *, fits: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) == fits


def test_the_hook_can_be_installed() -> None:
    assert HOOK["language"] == "python"
    assert HOOK["require_serial"] is True, "several processes would check the same article, each for one edition"
    assert {"id", "name", "entry"} <= HOOK.keys()


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    assert workflow.keys() >= {"name", "jobs"}
    assert workflow.get("on", workflow.get(True)), "YAML takes the key “on” for a truth value"
    jobs: dict[str, dict[str, Any]] = workflow["jobs"]
    for job in jobs.values():
        assert job["runs-on"]
        assert job["timeout-minutes"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: str(workflow["name"]))
def test_a_workflow_runs_a_check_that_there_is(workflow: dict[Any, Any], workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    place.run("sync")
    commands = [
        line for step in steps(workflow) for line in step.get("run", "").splitlines() if "targman check" in line
    ]
    assert commands
    for command in commands:
        _, *words = shlex.split(command.partition(">")[0])
        place.run(*words)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: str(workflow["name"]))
def test_a_workflow_may_read_and_write_no_more_than_it_needs(workflow: dict[Any, Any]) -> None:
    uploads = any("upload-sarif" in step.get("uses", "") for step in steps(workflow))
    allowed = {"contents": "read", **({"security-events": "write"} if uploads else {})}
    assert workflow["permissions"] == allowed


def test_the_page_tells_how_to_use_the_hook_that_there_is() -> None:
    [configuration] = [snippet for snippet in SNIPPETS if "repos" in snippet]
    [repository] = configuration["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [HOOK["id"]]


def test_this_repository_passes_its_own_check() -> None:
    command = [str(Path(sys.executable).with_name("targman")), "check", "--format", "github"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
