"""What runs `targman check` for others: the hook for pre-commit, the workflow at GitHub, the page docs/checking.md."""

import json
import os
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
HOOK, SYNC_HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
TEMPLATE = yaml.safe_load((ROOT / "integrations" / "gitlab.yml").read_text(encoding="utf-8"))
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
        ("locales/glossary.csv", True),
        ("targman.toml", True),
    ],
)
def test_the_hook_is_called_for_articles_catalogs_and_what_they_depend_on(path: str, *, fits: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) == fits


def test_a_change_of_the_glossary_or_the_settings_has_everything_checked(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    place.write("articles/river.md", "It rose.\n")
    place.write("locales/glossary.csv", "en,hy,ru\nlake,լիճ,озеро\n")
    place.run("sync")
    for path in ("locales/glossary.csv", "targman.toml"):
        done = run_entry(place, [path])
        assert done.returncode == 0, done.stderr
        assert "2 articles checked" in done.stdout


def test_the_other_hook_stops_a_commit_whose_catalogs_were_behind(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    for code in (1, 0):
        done = run_script(place, SYNC_HOOK["entry"])
        assert done.returncode == code, done.stderr
        assert (place.root / "locales/ru/articles/lake.po").exists()
    assert SYNC_HOOK["pass_filenames"] is False


def run_script(place: Workspace, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run lines of a shell as a server does: it stops at the first that fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=place.root,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path, **variables},
    )


def run_action(place: Workspace, **inputs: str) -> list[tuple[str, int]]:
    """Run the scripts of the action whose conditions hold, but for the installation; return their names and exit
    statuses, to the first that fails.
    """
    values = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    done: list[tuple[str, int]] = []
    for step in ACTION["runs"]["steps"]:
        name, _, rest = step.get("if", "").removeprefix("inputs.").partition(" ")
        sign, _, wanted = rest.partition(" ")
        is_on = not name or (values[name] == wanted.strip("'")) == (sign == "==")
        if "run" not in step or step["name"] == "Install" or not is_on:
            continue
        variables = {
            key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], value)
            for key, value in step["env"].items()
        }
        done.append((step["name"], run_script(place, step["run"], **variables).returncode))
        if done[-1][1]:
            break
    return done


def test_the_action_checks_and_merges(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    assert run_action(place) == [("Sync", 1)], "the catalogs are behind"
    assert run_action(place, sync="write", sarif="found.sarif", merge="true", layout="mkdocs") == [
        ("Sync", 0),
        ("Findings as SARIF", 0),
        ("Check", 0),
        ("Merge", 0),
    ]
    assert json.loads(place.text("found.sarif"))["version"] == "2.1.0"
    assert (place.root / "editions/ru/lake.md").exists()
    catalog = polib.pofile(str(place.root / "locales/ru/articles/lake.po"))
    catalog[0].msgstr = "It fell.{fn9}"
    catalog.save()
    found = run_action(place, sarif="found.sarif", fail_on="error")
    assert found == [("Sync", 0), ("Findings as SARIF", 0), ("Check", 1)], "the file is there for the next step"


def test_the_action_commits_what_changed_and_nothing_twice(workspace: MakeWorkspace, tmp_path: Path) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    place.write(".gitignore", ".targman/\nother.git/\n")
    git = "git -c user.name=A -c user.email=a@example.org"
    begun = run_script(
        place,
        f"git init -q -b main; git init -q --bare other.git; git remote add origin {tmp_path}/other.git; git add .; "
        f"{git} commit -qm First; git push -q --set-upstream origin main",
    )
    assert begun.returncode == 0, begun.stderr
    message = 'Bring "$(touch evil)" into step'
    for _ in range(2):
        assert run_action(place, sync="write", commit=message)[-1] == ("Commit", 0)
        log = run_script(place, "git --git-dir other.git log --format=%s main").stdout
        assert log == f"{message}\nFirst\n"
    assert not (place.root / "evil").exists()


def test_no_input_of_the_action_is_part_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    page = (ROOT / "docs" / "automation.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]+)`)?", page, re.MULTILINE)
    assert [(name, default or "") for name, default in told] == [
        (name, str(each["default"])) for name, each in ACTION["inputs"].items()
    ]


def test_the_template_for_gitlab_runs(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "It fell.\n")
    place.run("sync")
    jobs = {name: job for name, job in TEMPLATE.items() if "script" in job}
    assert jobs.keys() == {"translations", "editions"}
    for job in jobs.values():
        base = TEMPLATE[job["extends"]]
        script = "\n".join([line for line in base["before_script"] if "pip install" not in line] + job["script"])
        done = run_script(place, script, **TEMPLATE["variables"])
        assert done.returncode == 0, done.stderr
    assert place.text("targman.xml").startswith("<?xml")
    assert (place.root / TEMPLATE["variables"]["EDITIONS"] / "ru/lake.md").exists()


def test_the_image_is_pinned_and_runs_as_somebody_who_may_little() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    bases = {line.split()[1] for line in lines if line.startswith("FROM ")}
    assert all(re.fullmatch(r"[\w/]+:\d+\.\d+\.\d+-[\w-]+", base) for base in bases)
    assert lines.index("USER targman") < lines.index('ENTRYPOINT ["targman"]')
    assert any("--require-hashes" in line and "requirements.lock" in line for line in lines)
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert let_in[0] == "*"
    assert all((ROOT / line.removeprefix("!")).exists() for line in let_in[1:])


@pytest.mark.parametrize("hook", [HOOK, SYNC_HOOK], ids=lambda hook: str(hook["id"]))
def test_the_hooks_can_be_installed(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    assert hook["require_serial"] is True, "several processes would do the same article, each for one edition"
    assert {"id", "name", "entry"} <= hook.keys()


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
    assert [hook["id"] for hook in repository["hooks"]] == [SYNC_HOOK["id"], HOOK["id"]]


def test_this_repository_passes_its_own_check() -> None:
    command = [str(Path(sys.executable).with_name("targman")), "check", "--format", "github"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
