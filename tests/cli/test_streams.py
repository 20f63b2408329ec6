"""Standard streams in poor condition: closed, of an encoding that lacks letters, or with nobody reading."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

ROOT = str(Path(__file__).parents[2])
COMMAND = [sys.executable, "-m", "pipeline"]
ENCODINGS = ["cp1251", "cp1252", "cp866", "ascii", "utf-8"]
WRITTEN = {"ascii": "utf-8"}
"""click takes ASCII for an environment that says nothing, and writes UTF-8."""


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/Սևան.md", "---\nlang: hy\n---\nՋուրը 川 իջավ։[^1]\n\n[^1]: Նշում։\n")
    made.run("sync")
    made.run("merge")
    return made


def run(place: Workspace, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [*COMMAND, *words],
        cwd=place.root,
        env=environment | {"PYTHONPATH": ROOT} | env,
        capture_output=True,
        check=False,
    )


def shell(place: Workspace, line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": ROOT, "T": f"{sys.executable} -m pipeline"} | env
    return subprocess.run(["bash", "-c", line], cwd=place.root, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", [["sync"], ["status"], ["merge"], ["translate", "--providers"], ["status", "Սեւան"]])
def test_a_letter_that_the_encoding_lacks_is_replaced(place: Workspace, words: list[str], encoding: str) -> None:
    done = run(place, *words, PYTHONIOENCODING=encoding)
    assert b"Traceback" not in done.stderr
    assert done.returncode == run(place, *words).returncode
    assert (done.stdout + done.stderr).decode(WRITTEN.get(encoding, encoding))


def test_bars_and_punctuation_become_look_alikes_and_letters_are_escaped(place: Workspace) -> None:
    shown = run(place, "status", PYTHONIOENCODING="cp1251").stdout.decode("cp1251")
    assert "################ 100%" in shown
    assert "................   0%" in shown
    assert "\\u054d\\u0587\\u0561\\u0576.md" in shown


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_is_whole_in_every_encoding(place: Workspace, encoding: str) -> None:
    done = run(place, "status", "--format", "json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding)) == json.loads(run(place, "status", "--format", "json").stdout)
    lines = run(place, "split", PYTHONIOENCODING=encoding).stdout.decode(encoding).splitlines()
    assert json.loads(lines[0])["source"] == "Ջուրը 川 իջավ։{fn1}"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_xml_is_in_the_encoding_that_it_declares(place: Workspace, encoding: str) -> None:
    place.write("locales/glossary.csv", "hy,en,ru,note\nՍևանա լիճ,Lake Sevan,озеро Севан,\n")
    done = run(place, "glossary", "export", PYTHONIOENCODING=encoding)
    assert "Սևանա լիճ" in "".join(ET.fromstring(done.stdout).itertext())  # noqa: S314


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_changes_nothing_but_what_is_seen(place: Workspace, closed: str) -> None:
    assert shell(place, f"$T status {closed}").returncode == 0
    assert shell(place, f"$T check {closed}").returncode == 0
    nowhere = shell(place, f"$T status nowhere {closed}")
    assert nowhere.returncode == 2
    assert b"Traceback" not in nowhere.stderr
    before = place.snapshot()
    assert shell(place, f"$T sync {closed} && $T merge {closed}").returncode == 0
    assert place.snapshot() == before


def test_a_reader_that_goes_away_is_no_error(place: Workspace) -> None:
    for number in range(40):
        place.write(f"articles/part-{number}.md", "One sentence.\n" * 40)
    place.run("sync")
    done = shell(place, "$T split | head -1; echo ${PIPESTATUS[0]}")
    assert done.stdout.splitlines()[-1] == b"0"
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", ["", "--version", "--help", "status", "help sync"])
def test_a_full_disk_is_said_in_a_sentence(place: Workspace, words: str) -> None:
    done = shell(place, f"$T {words} > /dev/full")
    assert (done.returncode, done.stderr.decode().split(".")[0]) == (1, "error: No space left on device")
