"""What is released: builds that can be repeated, complete archives, one version, one address, papers that are true."""

import gettext
import io
import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from email.parser import HeaderParser
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import yaml

from pipeline import __version__

ROOT = Path(__file__).parents[1]
RELEASE: dict[str, Any] = runpy.run_path(str(ROOT / "release.py"))
TUTORIAL: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "tutorial.py"))
ReleaseError: type[Exception] = RELEASE["ReleaseError"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILES: list[str] = RELEASE["list_files"](ROOT)
CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 1.2.0 (2027-01-31)\n\n### Added\n\n- Notes.\n\n## 1.1.0\n\n- Old.\n"


PAPERS = {"SECURITY.md", "CODE_OF_CONDUCT.md", "CITATION.cff"}
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / ".github/workflows").glob("*.yml")
}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made: list[Path] = RELEASE["build_twice"](ROOT, tmp_path_factory.mktemp("release"))
    return made


def run(python: Path, *words: str, folder: Path, errors: int = subprocess.PIPE) -> "subprocess.CompletedProcess[str]":
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "TARGMAN"))}
    return subprocess.run(
        [str(python), *words],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        check=False,
    )


def new_python(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


@pytest.mark.thorough
def test_the_wheel_says_who_it_is_and_has_the_docs(archives: list[Path]) -> None:
    with zipfile.ZipFile(archives[1]) as wheel:
        [name] = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        head = HeaderParser().parsestr(wheel.read(name).decode())
        assert head["Version"] == __version__
        assert set(head.get_all("Classifier", [])) == set(PROJECT["classifiers"])
        assert wheel.read("pipeline/docs/git.md") == (ROOT / "docs" / "git.md").read_bytes()


@pytest.mark.thorough
def test_nothing_in_the_wheel_tells_when_it_was_built(archives: list[Path]) -> None:
    with zipfile.ZipFile(archives[1]) as wheel:
        compiled = [io.BytesIO(wheel.read(name)) for name in wheel.namelist() if name.endswith(".mo")]
    dates = {gettext.GNUTranslations(file).info()["pot-creation-date"] for file in compiled}
    assert dates == {"1980-01-01 00:00+0000"}


@pytest.mark.thorough
def test_a_file_that_an_archive_lacks_is_named(archives: list[Path]) -> None:
    missing = set(RELEASE["find_missing"]([*FILES, "pipeline/new.toml", "docs/new.md", "NEWS"], *archives))
    wanted = {"pipeline/new.toml in the wheel", "pipeline/docs/new.md in the wheel", "NEWS in the sdist"}
    assert wanted <= missing
    assert all("new." in name or "NEWS" in name for name in missing)


@pytest.mark.thorough
def test_from_the_wheel_alone_the_tutorial_does_what_it_says(archives: list[Path], tmp_path: Path) -> None:
    """A Python with nothing but the wheel and what it asks for; what the page imports from Word is in Markdown then."""
    python = new_python(tmp_path / "environment")
    installed = run(python, "-m", "pip", "install", "--quiet", str(archives[1]), folder=tmp_path)
    if installed.returncode and re.search(r"connection|resolution|No matching distribution", installed.stderr):
        pytest.skip(f"no registry to install the libraries from: {installed.stderr.splitlines()[-1]}")
    assert installed.returncode == 0, installed.stderr

    def targman(words: list[str], folder: Path) -> str:
        return run(python, "-m", "pipeline", *words, folder=folder, errors=subprocess.STDOUT).stdout

    page = TUTORIAL["PAGE"].read_text(encoding="utf-8")
    imported = re.search(r"targman import .*?(?=^```)", page, re.MULTILINE | re.DOTALL)
    assert imported
    without_extras = page.replace(imported[0], "targman import tutorial/two-halves.md --slug two-halves\n…\n")
    followed = list(TUTORIAL["follow"](TUTORIAL["read_steps"](without_extras), tmp_path, targman))
    assert [step.words for step in followed if hasattr(step, "words")][-1] == "targman export --site public"
    assert targman(["docs", "git"], tmp_path) == (ROOT / "docs" / "git.md").read_text(encoding="utf-8")
    assert targman(["--version"], tmp_path).split() == ["targman", __version__]
    missing = run(python, "-m", "pipeline", "preview", folder=tmp_path / "journal")
    assert f'"targman[preview] @ {archives[1].as_uri()}"' in missing.stderr


SMALL = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "targman"
version = "1"
readme = "README.md"
"""


@pytest.mark.thorough
def test_a_file_that_is_saved_meanwhile_makes_no_difference(tmp_path: Path) -> None:
    """The builds are compared with each other, not with a folder in which somebody works."""
    root = tmp_path / "root"
    (root / "pipeline").mkdir(parents=True)
    (root / "pyproject.toml").write_text(f'{SMALL}[tool.hatch.build.targets.wheel]\npackages = ["pipeline"]\n')
    (root / "pipeline" / "__init__.py").write_text("")
    for number in range(200):
        (root / "pipeline" / f"data{number}.txt").write_text("data")
    (root / "README.md").write_text("0")
    done = Event()

    def save_again_and_again() -> None:
        for number in count(1):
            if done.is_set():
                break
            (tmp_path / "new").write_text(str(number))
            (tmp_path / "new").replace(root / "README.md")

    editor = Thread(target=save_again_and_again)
    editor.start()
    try:
        built = RELEASE["build_twice"](root, tmp_path / "builds")
    finally:
        done.set()
        editor.join()
    assert len(built) == 2


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    assert RELEASE["check_tag"]("v1.2.0", "1.2.0", CHANGELOG) == "### Added\n\n- Notes.\n"


@pytest.mark.parametrize(
    ("tag", "version", "said"),
    [("v1.2.1", "1.2.0", "is not v1.2.0"), ("1.2.0", "1.2.0", "is not"), ("v1.3.0", "1.3.0", "no section “## 1.3.0”")],
)
def test_a_tag_that_does_not_agree_is_refused(tag: str, version: str, said: str) -> None:
    with pytest.raises(ReleaseError, match=re.escape(said)):
        RELEASE["check_tag"](tag, version, CHANGELOG)


def texts(only: Callable[[str], bool]) -> dict[str, str]:
    found = {}
    for name in filter(only, FILES):
        try:
            found[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_the_address_stands_in_one_place() -> None:
    [address] = set(PROJECT["urls"].values())
    address = address.rstrip("/")
    assert [name for name, text in texts(lambda _: True).items() if address in text] == ["pyproject.toml"]


def test_nobody_is_told_to_install_a_name_from_the_index() -> None:
    """The name is not ours there yet; what has it may be anybody's."""
    pages = texts(lambda name: name.endswith((".md", ".yml", ".yaml")) and name != "CHANGELOG.md")
    index = re.compile(r"(?:pip|pipx|tool) install (?:-\S+ )*['\"]?targman(?![\w-]*\.whl|-)")
    assert [name for name, text in pages.items() if index.search(text)] == []


def test_the_papers_name_no_address_of_mail() -> None:
    papers = texts(lambda name: name.startswith(".github/") or name in PAPERS)
    assert papers.keys() > PAPERS
    assert not [name for name, text in papers.items() if re.search(r"[\w.]+@[\w-]+\.\w", text)]


def test_every_dependency_is_locked() -> None:
    locks = {"requirements.lock": [PROJECT["dependencies"]]}
    locks["requirements-dev.lock"] = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for extra in ("site", "release"):
        needs = PROJECT["optional-dependencies"][extra]
        locks["requirements-dev.lock"].remove(needs)
        locks[f"requirements-{extra}.lock"] = [needs]
    for lock, groups in locks.items():
        pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        wanted = {re.split(r"[\s<>=\[;]", need)[0] for group in groups for need in group} - {"targman"}
        assert wanted <= pinned, lock


def test_the_forms_and_the_citation_are_well_formed() -> None:
    for form in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        read = yaml.safe_load(form.read_text(encoding="utf-8"))
        assert form.name == "config.yml" or read.keys() >= {"name", "description", "body"}
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation.keys() >= {"cff-version", "message", "title", "authors"}
    assert citation["license"] == PROJECT["license"]


def test_every_system_and_python_that_is_promised_is_tested() -> None:
    tests = WORKFLOWS["test"]["jobs"]["tests"]["strategy"]["matrix"]
    pythons = [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d", name)]
    assert tests["python"] == pythons
    assert {name.partition("-")[0] for name in tests["os"]} == {"ubuntu", "macos", "windows"}


def test_only_the_jobs_that_publish_may_write() -> None:
    for workflow in WORKFLOWS.values():
        assert workflow["permissions"] == {"contents": "read"}
        assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    granted = {name: job.get("permissions") for name, job in WORKFLOWS["release"]["jobs"].items()}
    assert granted == {"build": None, "publish": {"id-token": "write"}, "announce": {"contents": "write"}}
    assert "secrets." not in str(WORKFLOWS)
