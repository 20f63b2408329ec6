"""`targman watch`: one line for whatever was saved, no loop, no traceback."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.preview.autosync import Autosync
from pipeline.preview.watch import Changes, sort_changes
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]
COMMAND = (sys.executable, "-u", "-c", "from pipeline.cli import main; main()", "watch")


@contextmanager
def watching(root: Path) -> "Iterator[subprocess.Popen[str]]":
    """The real command, at work; ended by Ctrl-C, cleanly."""
    process = subprocess.Popen(COMMAND, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        while "Watching" not in process.stdout.readline():
            assert process.poll() is None
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in rest


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().rstrip()


def test_a_saved_article_is_synced_merged_and_checked_in_a_line(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "# The lake\n\nIt fell.\n")
    with watching(place.root) as process:
        place.write("articles/a.md", "# The lake\n\nIt fell.\n\nIt rose.\n")
        said = line(process)
        assert re.fullmatch(
            r"\d\d:\d\d:\d\d  articles/a\.md  synced: 1 new · merged: hy, en, ru · no findings", said
        ), said
        assert 'msgid "It rose."' in place.text("locales/ru/articles/a.po")
        assert "It rose." in place.text("editions/ru/a.md")


def test_a_broken_catalog_is_one_line_and_the_work_goes_on(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "It fell.\n")
    with watching(place.root) as process:
        good = place.text("locales/ru/articles/a.po")
        place.write("locales/ru/articles/a.po", good + '\nmsgid "x\n')
        assert re.match(r"error: locales/ru/articles/a\.po:\d+: ", line(process))
        place.write(
            "locales/ru/articles/a.po", good.replace('msgid "It fell."\nmsgstr ""', 'msgid "It fell."\nmsgstr "Упало."')
        )
        assert "merged: ru" in line(process)


def test_what_it_wrote_itself_is_no_news(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "It fell.\n")
    autosync = Autosync(settings=find_settings(place.root))
    assert [each.is_news for each in autosync.update(None)] == [True]
    before = place.snapshot()
    assert [each.is_news for each in autosync.update(None)] == [False]
    assert [each.is_news for each in autosync.update([ArticlePath(path="articles/a.md")])] == [False]
    assert place.snapshot() == before


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("articles/a.md", "a"),
        ("articles/x/a.b.md", "x/a.b"),
        ("locales/ru/articles/x/a.po", "x/a"),
        ("locales/templates/articles/a.pot", "a"),
        ("editions/hy/a.md", "a"),
    ],
)
def test_a_file_is_known_by_its_article(path: str, stem: str) -> None:
    assert sort_changes([path]) == Changes(places=frozenset({ArticlePath(path=f"articles/{stem}.md")}))


@pytest.mark.parametrize("path", ["articles/images/a.png", "locales/ru/LC_MESSAGES/targman.po", "articles", "a.md"])
def test_any_other_file_may_concern_all(path: str) -> None:
    assert sort_changes([path]) == Changes(others=True)


def test_an_article_is_merged_when_another_that_was_saved_links_to_its_heading(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "Text.\n")
    place.write("articles/b.md", "# The lake\n")
    place.write("articles/c.md", "# The river\n")
    autosync = Autosync(settings=find_settings(place.root))
    assert len(autosync.update(None)) == 3
    place.write("articles/a.md", "See [b](b.md#the-lake).\n")
    done = autosync.update([ArticlePath(path="articles/a.md")])
    assert [item.place.slug for item in done] == ["a", "b"]
