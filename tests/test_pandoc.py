"""One finder of pandoc for all rooms, and the bounds of a run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import pandoc
from pipeline.pandoc import PandocError, PandocFailure, find_pandoc, run

MakePandoc = Callable[[str, str], str]


@pytest.fixture
def make_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePandoc:
    """Put a made-up pandoc of a version into the package pypandoc, on the search path, or elsewhere.

    The real ones are out of sight.
    """
    bundled = tmp_path / "package" / "files" / "pandoc"
    monkeypatch.setattr(pandoc, "_bundled", lambda: [str(bundled)] if bundled.exists() else [])
    monkeypatch.delenv("PYPANDOC_PANDOC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))

    def make(place: str, version: str) -> str:
        file = bundled if place == "package" else tmp_path / place / "pandoc"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\necho 'pandoc {version}'\necho Features: +server\n", encoding="utf-8")
        file.chmod(0o755)
        return str(file)

    return make


@pytest.mark.parametrize(("package", "path"), [("3.9", "2.17.1.1"), ("2.17.1.1", "3.9"), ("3.10", "3.9")])
def test_the_newest_pandoc_is_found_wherever_it_is(make_pandoc: MakePandoc, package: str, path: str) -> None:
    files = {package: make_pandoc("package", package), path: make_pandoc("path", path)}
    assert find_pandoc() == files[max(files, key=lambda version: [int(part) for part in version.split(".")])]


def test_the_one_that_comes_with_the_package_wins_a_tie(make_pandoc: MakePandoc) -> None:
    bundled = make_pandoc("package", "3.9")
    make_pandoc("path", "3.9")
    assert find_pandoc() == bundled


def test_a_pandoc_that_does_not_run_is_only_taken_alone(make_pandoc: MakePandoc) -> None:
    broken = Path(make_pandoc("package", "3.9"))
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert find_pandoc() == str(broken)
    assert make_pandoc("path", "2.17.1.1") == find_pandoc()


def test_the_pandoc_that_a_user_names_is_taken(make_pandoc: MakePandoc, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pandoc("package", "3.9")
    chosen = make_pandoc("elsewhere", "2.17")
    monkeypatch.setenv("PYPANDOC_PANDOC", chosen)
    assert find_pandoc() == chosen


@pytest.mark.usefixtures("make_pandoc")
def test_no_pandoc_is_an_error() -> None:
    with pytest.raises(PandocError) as caught:
        find_pandoc()
    assert caught.value.failure is PandocFailure.MISSING


@pytest.fixture
def path() -> str:
    """The pandoc of this machine."""
    try:
        return find_pandoc()
    except PandocError:
        pytest.skip("pandoc is not installed")


def test_a_run_opens_no_file(path: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nsecret,c\n", encoding="utf-8")
    text = f".. csv-table:: t\n   :file: {secret}\n".encode()
    options = ["-f", "rst", "-t", "plain"]
    assert b"secret" in run(path, options, text, seconds=60, folder=tmp_path)
    with pytest.raises(PandocError) as caught:
        run(path, options, text, seconds=60)
    assert caught.value.failure is PandocFailure.REFUSED


def test_a_run_knows_no_settings_of_the_user(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / "pandoc" / "templates"
    templates.mkdir(parents=True)
    (templates / "default.plain").write_text("of the user", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(path, ["-f", "markdown", "-t", "plain", "-s"], b"text", seconds=60) == b"text\n"


def test_a_run_has_bounds_of_time_and_memory(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PandocError) as caught:
        run(path, ["-f", "markdown", "-t", "json"], b"text", seconds=0.001)
    assert caught.value.failure is PandocFailure.TIMEOUT
    monkeypatch.setattr(pandoc, "MEGABYTES", 1)
    with pytest.raises(PandocError) as caught:
        run(path, ["-f", "markdown", "-t", "json"], b"*text* " * 100_000, seconds=60)
    assert caught.value.failure is PandocFailure.MEMORY


def test_the_clock_of_a_run_stands_still(path: str) -> None:
    text = json.loads(run(path, ["-f", "markdown", "-t", "json"], b"# T", seconds=60))
    data = json.dumps(text).encode()
    assert run(path, ["-f", "json", "-t", "odt", "-o", "-"], data, seconds=60) == run(
        path, ["-f", "json", "-t", "odt", "-o", "-"], data, seconds=60
    )
