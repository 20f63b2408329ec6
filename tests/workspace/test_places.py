"""What lies in the place of a file: links that lead out of the workspace, pipes, devices, what a kill left behind."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.workspace.files import read_regular

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")

CATALOG = "locales/ru/articles/lake.po"
COMMANDS = ("sync", "merge", "check", "status", "export")


@pytest.fixture
def place(workspace: Callable[..., Workspace], tmp_path: Path) -> Workspace:
    """A workspace in a folder beside which there are other files."""
    workspace()
    root = tmp_path / "inside"
    root.mkdir()
    for name in ("targman.toml", "articles"):
        (tmp_path / name).rename(root / name)
    os.chdir(root)
    made = Workspace(root)
    made.write("articles/lake.md", "The lake is high.\n")
    made.run("sync")
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_an_article_that_links_out_of_the_workspace_is_not_read(place: Workspace, command: str) -> None:
    outside = place.root.parent / "private.txt"
    outside.write_text("Nobody should read this.\n", encoding="utf-8")
    (place.root / "articles/stolen.md").symlink_to("../../private.txt")
    told = place.run(command, exit_code=1).output
    assert f"articles/stolen.md: is a link to {outside}, outside the workspace" in told
    assert not [path for path, (data, _) in place.snapshot().items() if b"Nobody" in data and "stolen" not in path]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_catalog_that_links_out_of_the_workspace_is_not_read(place: Workspace, command: str) -> None:
    outside = place.root.parent / "stolen.po"
    (place.root / CATALOG).rename(outside)
    outside.write_bytes(b"# Private.\n" + outside.read_bytes())
    (place.root / CATALOG).symlink_to(outside)
    before = outside.read_bytes()
    assert f"{CATALOG}: is a link to {outside}" in place.run(command, exit_code=1).output
    assert outside.read_bytes() == before


def test_a_folder_of_catalogs_that_is_elsewhere_is_not_read(place: Workspace) -> None:
    (place.root / "locales/ru").rename(place.root.parent / "ru")
    (place.root / "locales/ru").symlink_to(place.root.parent / "ru")
    assert "outside the workspace" in place.run("merge", exit_code=1).output


def test_a_glossary_that_links_out_of_the_workspace_is_not_read(place: Workspace) -> None:
    outside = place.root.parent / "terms.csv"
    outside.write_text("en,ru\nlake,озеро\n", encoding="utf-8")
    (place.root / "locales/glossary.csv").symlink_to(outside)
    place.write("articles/lake.md", "The lake is low.\n")
    assert "outside the workspace" in place.run("sync", exit_code=1).output


def test_links_within_the_workspace_are_followed(place: Workspace) -> None:
    place.write("drafts/other.txt", "The river is deep.\n")
    (place.root / "articles/other.md").symlink_to("../drafts/other.txt")
    (place.root / CATALOG).rename(place.root / "lake.po")
    (place.root / CATALOG).symlink_to(place.root / "lake.po")
    place.run("sync")
    place.run("merge")
    assert place.text("editions/en/other.md") == "The river is deep.\n"
    assert place.text("editions/ru/lake.md")


def run(place: Workspace, *words: str) -> str:
    """Run a command as a process of its own, which may not take long."""
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *words],
        cwd=place.root,
        capture_output=True,
        timeout=60,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "path", [CATALOG, "articles/lake.md", "locales/glossary.csv", "locales/templates/articles/lake.pot"]
)
def test_a_pipe_in_the_place_of_a_file_is_no_file(place: Workspace, path: str) -> None:
    (place.root / path).unlink(missing_ok=True)
    os.mkfifo(place.root / path)
    place.write("articles/more.md", "One more.\n")
    if path == "articles/lake.md":
        place.run("sync")  # it is not listed as an article
        (place.root / path).rename(place.root / "pipe")
        (place.root / path).symlink_to("../pipe")
    assert f"{path}: cannot be read: it is a pipe or a device" in run(place, "sync")


@pytest.mark.parametrize(
    "words", [("import",), ("glossary", "import"), ("memory", "import"), ("adopt", "--batch"), ("receive",)]
)
def test_a_pipe_is_nothing_to_import(place: Workspace, words: tuple[str, ...]) -> None:
    os.mkfifo(place.root / "pipe.csv")
    told = run(place, *words, "pipe.csv")
    assert "pipe.csv" in told


def test_devices_are_not_read() -> None:
    with pytest.raises(Exception, match="it is a pipe or a device"):
        read_regular(Path("/dev/zero"))


@pytest.mark.parametrize("command", ["status", "check", "merge", "sync"])
def test_the_next_command_removes_what_a_killed_one_left_of_an_index(place: Workspace, command: str) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mine, half = f".targman/.targman.{ended.pid}", "0123456789abcdef"
    content = b"old"
    whole = place.write(f"{mine}.{_digest(content)}.{half}.whole", content)
    halves = place.write(f"{mine}.{half}.half", b"x")
    living = place.write(f".targman/.targman.{os.getppid()}.{half}.half", b"x")
    saved = place.write(f"{mine}.{half}.{half}.whole", b"somebody saved this at the instant of the kill")
    place.run(command)
    assert [whole.exists(), halves.exists(), living.exists(), saved.exists()] == [False, False, True, True]


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def test_what_a_killed_import_left_among_the_articles_is_removed(place: Workspace) -> None:
    left = place.write("articles/.targman.999999999.0123456789abcdef.half", b"x")
    (place.root / ".targman/ended").unlink()
    place.run("sync")
    assert not left.exists()


def test_git_ignores_temporary_files(place: Workspace) -> None:
    place.run("init", "new")
    assert ".targman.*" in place.text("new/.gitignore").splitlines()
