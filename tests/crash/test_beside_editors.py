"""While Targman is at work people save: what they save is read again and never overwritten, nor lost in a gap."""

import ctypes
import os
import random
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Workspace

from crash.ground import COMMAND, article, contents, leftovers, start, translate, translations, write_articles
from pipeline.cli import main
from pipeline.workspace.files import ChangedMeanwhileError, write
from pipeline.workspace.lock import locked

REFUSED = re.compile(r"changed while Targman was working|is empty|not complete|cut off")

linux = pytest.mark.skipif(sys.platform != "linux", reason="who has a file open can be told on Linux only")

TRANSLATOR = textwrap.dedent("""
    # A translator: opens a catalog, translates a text and saves, some times over, and then opens it again. What is open
    # is as it was when it was opened: a save is not kept from taking back what others did meanwhile.
    import os, pathlib, random, re, sys, time
    folder, way = pathlib.Path(sys.argv[1]), sys.argv[2]
    chance, number = random.Random(way), 0
    print("ready", flush=True)
    while not pathlib.Path("stop").exists():
        file = chance.choice(sorted(folder.glob("*.po")))
        text = file.read_bytes().decode()
        for _ in range(chance.randint(1, 6)):
            empty = [found.end() for found in re.finditer(r'^msgid ".+"\\nmsgstr "(?=")', text, re.M)]
            if not empty:
                break
            number += 1
            place = chance.choice(empty)
            text = f"{text[:place]}Работа {way} {number}.{text[place:]}"
            data = text.encode()
            if way == "rename":
                new = folder / "editor.tmp"
                new.write_bytes(data)
                os.replace(new, file)
            else:
                half = data.index(b"\\n\\n", len(data) // 2) + 1
                with file.open("wb", buffering=0) as opened:
                    opened.write(data[:half])
                    time.sleep(chance.choice([0, 0.001, 0.02]))
                    opened.write(data[half:])
            print(number, flush=True)
            time.sleep(chance.random() * 0.004)
        time.sleep(0.03)
""")


@pytest.mark.parametrize("way", ["rename", pytest.param("in place", marks=linux)])
def test_no_save_of_a_translator_is_lost_while_sync_runs_again_and_again(
    workspace: Callable[[], Workspace], way: str
) -> None:
    place, names = workspace(), ["one", "two", "three"]
    write_articles(place.root, names)
    place.run("sync")
    folder = place.root / "locales/ru/articles"
    chance = random.Random(way)  # noqa: S311  # a fixed sequence
    command = [sys.executable, "-c", TRANSLATOR, str(folder), way]
    with subprocess.Popen(command, cwd=place.root, stdout=subprocess.PIPE, text=True) as translator:
        assert translator.stdout is not None
        assert translator.stdout.readline() == "ready\n"
        for turn in range(40):
            name = chance.choice(names)
            place.write(f"articles/{name}.md", article(name, edited=bool(turn % 2)) + f"\nTurn {turn}.\n")
            result = CliRunner().invoke(main, ["sync"])
            assert result.exit_code in (0, 1)
            assert all(REFUSED.search(line) for line in result.stderr.splitlines())
        place.write("stop", "")
        saved = set(translator.stdout.read().split())
    assert translator.returncode == 0
    place.run("sync")
    kept = set(re.findall(rf"Работа {way} (\d+)\.", "".join(path.read_text("utf-8") for path in folder.glob("*.po"))))
    assert len(saved) > 20
    assert saved - kept == set()


def at_the_swap(monkeypatch: pytest.MonkeyPatch, *happenings: Callable[[], object]) -> None:
    """Let something happen in the very instant before a file is swapped: between the last look and the call."""
    waiting = list(happenings)

    class Library:
        def renameat2(self, *words: Any) -> int:  # noqa: ANN401
            if waiting:
                waiting.pop(0)()
            return int(usual(None, use_errno=True).renameat2(*words))

    usual = ctypes.CDLL
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())


def renamed_over(file: Path, data: bytes) -> Callable[[], object]:
    new = file.with_name("editor")
    return lambda: (new.write_bytes(data), new.replace(file))


@linux
def test_a_save_in_the_last_instant_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.po"
    cases: dict[bytes, list[Callable[[], object]]] = {
        b"renamed": [renamed_over(file, b"renamed")],
        b"in place": [lambda: file.write_bytes(b"in place")],
        b"second": [renamed_over(file, b"first"), renamed_over(file, b"second")],
        b"third": [renamed_over(file, b"first"), lambda: file.write_bytes(b"second"), renamed_over(file, b"third")],
        b"put": [lambda: file.write_bytes(b"put"), file.unlink],
    }
    for last, happenings in cases.items():
        file.write_bytes(b"old")
        with monkeypatch.context() as patch:
            at_the_swap(patch, *happenings)
            with pytest.raises(ChangedMeanwhileError):
                write(file, b"ours", seen=b"old", root=tmp_path)
        assert file.read_bytes() == last
        assert list(tmp_path.iterdir()) == [file]


@linux
def test_a_file_that_comes_or_goes_in_the_last_instant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.po"
    with monkeypatch.context() as patch:
        at_the_swap(patch, lambda: file.write_bytes(b"new"))
        with pytest.raises(ChangedMeanwhileError):
            write(file, b"ours", seen=None, root=tmp_path)
    assert file.read_bytes() == b"new"
    with monkeypatch.context() as patch:
        at_the_swap(patch, file.unlink)
        with pytest.raises(ChangedMeanwhileError):
            write(file, b"ours", seen=b"new", root=tmp_path)
    assert list(tmp_path.iterdir()) == []


@linux
def test_a_file_that_is_opened_for_writing_in_the_last_instant_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor has opened the file, and will write to it when it is no longer there by its name."""
    file = tmp_path / "file.po"
    file.write_bytes(b"old")
    opened: list[Any] = []
    at_the_swap(monkeypatch, lambda: opened.append(file.open("r+b", buffering=0)))
    with pytest.raises(ChangedMeanwhileError):
        write(file, b"ours", seen=b"old", root=tmp_path)
    with opened[0] as editor:
        editor.write(b"saved")
    assert file.read_bytes() == b"saved"
    assert list(tmp_path.iterdir()) == [file]


@linux
@pytest.mark.parametrize("template", ["there", "gone"])
def test_a_catalog_half_written_is_left_to_its_editor(workspace: Callable[[], Workspace], template: str) -> None:
    """The editor has written the first entries, all whole, and goes on later: nothing in the file could tell.

    The template tells that entries are gone; without one, the system does, which knows that the file is being written.
    """
    place = workspace()
    write_articles(place.root, ["one"])
    place.run("sync")
    translate(place.root)
    place.run("sync")
    file = place.root / "locales/ru/articles/one.po"
    whole = file.read_bytes()
    half = whole.index(b"\n\n", len(whole) // 2) + 1
    said = "the last " if template == "there" else "changed while Targman was working on it"
    if template == "gone":
        (place.root / "locales/templates/articles/one.pot").unlink()
    with file.open("wb", buffering=0) as editor:
        editor.write(whole[:half])
        result = place.run("sync", exit_code=1)
        assert f"locales/ru/articles/one.po: {said}" in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert file.read_bytes() == whole[:half]
        editor.write(whole[half:])
    place.run("sync")
    assert file.read_bytes() == whole
    assert leftovers(place.root) == []


def test_what_is_saved_between_reading_and_remembering_is_done_the_next_time(
    workspace: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = workspace()
    write_articles(place.root, ["one"])
    usual, waiting = os.fsync, ["A sentence saved while sync was at work.\n"]

    def flush(handle: int) -> None:
        if waiting:
            place.write("articles/one.md", waiting.pop())
        usual(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", flush)
        place.run("sync")
    place.run("sync")
    assert 'msgid "A sentence saved while sync was at work."' in place.text("locales/ru/articles/one.po")


def test_one_command_at_a_time_and_the_other_says_so(workspace: Callable[[], Workspace]) -> None:
    place = workspace()
    write_articles(place.root, ["one"])
    with locked(place.root):
        for word in ("sync", "merge"):
            process = start(place.root, word)
            stdout, stderr = process.communicate(timeout=60)
            assert (process.returncode, stdout) == (1, "")
            assert stderr.startswith("error: ")
            assert "another targman process is running in this workspace" in stderr
            assert len(stderr.splitlines()) == 1
    assert not (place.root / "locales").exists()
    place.run("sync")


def test_a_command_waits_some_seconds_for_the_other(workspace: Callable[[], Workspace]) -> None:
    place = workspace()
    write_articles(place.root, ["one"])
    with locked(place.root):
        process = start(place.root, "sync", command=("env", "TARGMAN_WAIT=60", *COMMAND))
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0
    assert (place.root / "locales").exists()


def test_two_syncs_at_once_do_what_one_does(workspace: Callable[[], Workspace]) -> None:
    place, names = workspace(), [f"article{number}" for number in range(8)]
    write_articles(place.root, names)
    place.run("sync")
    translate(place.root)
    write_articles(place.root, names, edited=True)
    processes = [start(place.root, "sync", command=COMMAND) for _ in range(3)]
    outcomes = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert (("", 0)) in outcomes
    assert all((code == 0 and not said) or "another targman process is running" in said for said, code in outcomes)
    once = contents(place.root)
    place.run("sync")
    assert contents(place.root) == once
    found = translations((place.root / "locales/ru/articles/article3.po").read_bytes())
    assert found["The title of article3"] == "Перевод: The title of article3"
