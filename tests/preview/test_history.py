"""How far the editions were at earlier times, as git tells."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
from conftest import Workspace

from pipeline.preview.history import read_history
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]


def commit(root: Path, day: str) -> None:
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": f"{day} 12:00 +0000", "GIT_COMMITTER_DATE": f"{day} 12:00 +0000"}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", day]):
        subprocess.run(["git", *words], cwd=root, check=True, env=os.environ | names | dates)


@pytest.mark.skipif(which("git") is None, reason="needs git")
def test_translated_words_are_counted_as_they_were_committed(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "The lake fell.\n\nThen it rose again.\n")
    place.run("sync")
    commit(place.root, "2026-01-01")
    catalog = place.text("locales/ru/articles/a.po")
    done = catalog.replace('msgid "The lake fell."\nmsgstr ""', 'msgid "The lake fell."\nmsgstr "Озеро упало."')
    place.write("locales/ru/articles/a.po", done)
    commit(place.root, "2026-02-01")
    settings = find_settings(place.root)
    for _ in range(2):  # read, and out of the cache
        moments = read_history(settings)
        assert [moment.words["ru"] for moment in moments] == [(0, 7), (3, 7)]
        assert [moment.words["en"] for moment in moments] == [(7, 7), (7, 7)]
        assert moments[1].time - moments[0].time == 31 * 86400


def test_without_git_there_is_no_history(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "The lake fell.\n")
    place.run("sync")
    assert read_history(find_settings(place.root)) == ()
