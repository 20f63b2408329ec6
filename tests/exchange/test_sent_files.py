"""What is remembered of packages survives git: lines of two branches together say what both know."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

from exchange.mail import ARTICLE, FIRST, RUSSIAN, SECOND, targets, translate
from pipeline.errors import FileError
from pipeline.exchange.sendings import Sending, SentArticle
from pipeline.exchange.sent_files import load_sendings, write_sending
from pipeline.workspace.settings import Settings

RECORD = Sending(
    name="ru-anna-1",
    lang="ru",
    to="Anna “A” Petrova",
    due="2026-12-10",
    articles={
        "articles/two.md": SentArticle(
            states={"aa": ("-", "01@20261201T100000", "02~"), "bb": ("03~+04",)}, remarks=frozenset({"05", "06"})
        ),
        "articles/news/one.md": SentArticle(states={"cc": ("07",)}),
    },
)


def test_what_is_written_is_read_and_written_once(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    assert write_sending(settings, RECORD)
    assert load_sendings(settings) == {"ru-anna-1": RECORD}
    assert not write_sending(settings, RECORD)


def test_several_lines_of_an_entry_are_united(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    write_sending(settings, RECORD)
    file = tmp_path / "locales/sent/ru-anna-1.jsonl"
    more = '["articles/two.md", "aa", "-", "01@20261202T100000", "08"]\n'
    file.write_text(more + file.read_text(encoding="utf-8"), encoding="utf-8")
    states = load_sendings(settings)["ru-anna-1"].articles["articles/two.md"].states
    assert states["aa"] == ("-", "01@20261202T100000", "02~", "08")


@pytest.mark.parametrize(
    ("line", "message"),
    [("<<<<<<< HEAD", "is a conflict of git"), ("{", "cannot be read"), ("[1]", "cannot be read"), ("3", "cannot")],
)
def test_damage_is_told_with_the_line(tmp_path: Path, line: str, message: str) -> None:
    settings = Settings(root=tmp_path)
    write_sending(settings, RECORD)
    file = tmp_path / "locales/sent/ru-anna-1.jsonl"
    file.write_text(f"{file.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(FileError, match=message) as caught:
        load_sendings(settings)
    assert (caught.value.path, caught.value.line) == ("locales/sent/ru-anna-1.jsonl", 7)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_two_editors_receive_halves_on_their_branches(workspace: Callable[..., Workspace]) -> None:
    place = workspace()

    def git(*words: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *words], cwd=place.root, check=True, capture_output=True)

    place.write("articles/two.md", ARTICLE)
    place.write(".gitattributes", "locales/sent/* merge=union\n")
    place.write(".gitignore", ".targman/\n")
    place.run("sync")
    place.run("send", "ru", "--output", "out.zip")
    path = "locales/ru/articles/two.po"
    sent = (place.root / path).read_bytes()
    halves = {"one": translate(sent, {FIRST: RUSSIAN[FIRST]}), "two": translate(sent, {SECOND: RUSSIAN[SECOND]})}
    for name, data in halves.items():
        place.write(f"{name}.po", data)
    git("init", "-q", "-b", "one")
    git("add", ".")
    git("commit", "-qm", "start")
    git("branch", "two")
    for name in ("one", "two"):
        git("checkout", "-q", name)
        place.run("receive", f"{name}.po")
        git("commit", "-qam", name)
    git("merge", "-q", "one")
    assert targets(place.root / path) == {FIRST: RUSSIAN[FIRST], SECOND: RUSSIAN[SECOND]}
    place.write(path, translate((place.root / path).read_bytes(), {FIRST: "Исправлено.{fn1}"}))
    place.run("receive", "one.po", "two.po")
    assert targets(place.root / path)[FIRST] == "Исправлено.{fn1}"
