"""Bad input: one clear line each, exit status 1 or 2, nothing overwritten, and the rest goes on."""

import json
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from conftest import Workspace

from pipeline.cli import main

MakeWorkspace = Callable[..., Workspace]

GOOD = "---\nlang: en\ntitle: Good\n---\nOne sentence.[^i] Another one.\n\n[^i]: A note.\n"

BAD_ARTICLES: dict[str, tuple[str | bytes, int, str]] = {
    "the front matter is not closed": ("---\nlang: en\ntitle: Open\n\nText.\n", 1, "not closed"),
    "the front matter is not YAML": ("---\nlang: en\ntitle: a: b\n---\nText.\n", 3, "not valid YAML"),
    "the front matter is a list": ("---\n- lang: en\n---\nText.\n", 2, "name: value"),
    "the language is unknown": ("---\ntitle: Bonjour\nlang: xx\n---\nTexte.\n", 3, "hy, en or pt-BR"),
    "nobody says the language": ("Text without front matter.\n", 1, "no language"),
    "it is an edition": ("---\nlang: en\ntargman:\n  source: articles/x.md\n---\nText.\n", 1, "edition"),
    "it is in another charset": (b"---\nlang: ru\n---\n\nab\xcf\xf0\xe8\n", 5, "byte 3"),
    "it holds a NUL": (b"---\nlang: en\n---\nab\0c\n", 4, "byte 3"),
    "a directive is not closed": ("---\nlang: en\n---\n<!-- targman: off -->\n\nText.\n", 4, "targman: on"),
    "a directive is unknown": ("---\nlang: en\n---\n<!-- targman: stop -->\n\nText.\n", 4, "stop"),
}


@pytest.mark.parametrize("name", BAD_ARTICLES)
def test_a_bad_article_is_refused_with_its_line_and_the_others_go_on(workspace: MakeWorkspace, name: str) -> None:
    text, line, words = BAD_ARTICLES[name]
    place = workspace("")
    place.write("articles/bad.md", text)
    place.write("articles/good.md", GOOD)
    result = place.run("sync", exit_code=1)
    assert f"articles/bad.md:{line}: " in result.stderr
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (place.root / "locales/ru/articles/bad.po").exists()
    assert (place.root / "locales/ru/articles/good.po").exists()


def test_two_articles_with_one_slug_are_both_refused(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a/same.md", GOOD)
    place.write("articles/b/same.md", GOOD)
    place.write("articles/other.md", GOOD)
    result = place.run("sync", exit_code=1)
    assert "articles/a/same.md: " in result.stderr
    assert "articles/b/same.md: " in result.stderr
    assert [path.name for path in (place.root / "locales/ru").rglob("*.po")] == ["other.po"]


def _conflict(catalog: bytes) -> bytes:
    return catalog + b"<<<<<<< HEAD\n"


def _duplicate(catalog: bytes) -> bytes:
    return catalog + b'\nmsgid "Another one."\nmsgstr ""\n'


def _mark(catalog: bytes) -> bytes:
    return b"\xef\xbb\xbf" + catalog


def _unquoted(catalog: bytes) -> bytes:
    return catalog.replace('msgstr "Другое."'.encode(), "msgstr Другое.".encode())


def _truncated(catalog: bytes) -> bytes:
    return catalog[: catalog.index('Другое."'.encode()) + 3]


def _other_charset(catalog: bytes) -> bytes:
    return catalog.decode().replace("UTF-8", "KOI-ABC").encode()


@pytest.mark.parametrize("damage", [_conflict, _duplicate, _mark, _unquoted, _truncated, _other_charset])
def test_a_broken_catalog_is_left_as_it_is_and_the_others_go_on(
    workspace: MakeWorkspace,
    damage: Callable[[bytes], bytes],
) -> None:
    place = workspace()
    place.write("articles/good.md", GOOD)
    place.run("sync")
    file = place.root / "locales/ru/articles/good.po"
    whole = file.read_text(encoding="utf-8")
    whole = whole.replace('msgid "Another one."\nmsgstr ""', 'msgid "Another one."\nmsgstr "Другое."')
    broken = damage(whole.encode())
    file.write_bytes(broken)
    template = place.text("locales/templates/articles/good.pot")
    place.write("articles/good.md", GOOD.replace("One sentence.", "One long sentence."))
    for command in ("sync", "merge", "check", "status"):
        result = place.run(command, exit_code=1)
        assert "locales/ru/articles/good.po:" in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert file.read_bytes() == broken
    assert "One long sentence." in place.text("locales/hy/articles/good.po")
    # The template has the texts of the last sync that reached every catalog, and tells which ones a catalog has lost.
    assert place.text("locales/templates/articles/good.pot") == template


def test_a_catalog_in_the_charset_that_its_header_names_is_read_and_becomes_utf8(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/good.md", GOOD)
    place.run("sync")
    file = place.root / "locales/ru/articles/good.po"
    text = file.read_text(encoding="utf-8").replace(
        'One sentence.{fn1}"\nmsgstr ""', 'One sentence.{fn1}"\nmsgstr "Первое{fn1}."'
    )
    file.write_bytes(text.replace("charset=UTF-8", "charset=windows-1251").encode("cp1251"))
    place.run("sync")
    entry = polib.pofile(str(file)).find("One sentence.{fn1}")
    assert entry is not None
    assert entry.msgstr == "Первое{fn1}."
    assert "charset=UTF-8" in file.read_text(encoding="utf-8")


BAD_SETTINGS = {
    "an unknown setting": ("langauge = 'en'\n", ["langauge", "lang"]),
    "two faults at once": ("lang = 'xx'\nmissing = 'drop'\n", ["xx", "drop"]),
    "no TOML": ("lang = 'en\n", ["not valid TOML"]),
    "a share above one": ("complete = 90\n", ["from 0 to 1"]),
    "no editions": ("editions = []\n", ["editions"]),
    "an edition twice": ("editions = ['hy', 'hy']\n", ["editions"]),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings_are_named_all_at_once_and_nothing_is_done(workspace: MakeWorkspace, name: str) -> None:
    toml, words = BAD_SETTINGS[name]
    place = workspace(toml)
    place.write("articles/good.md", GOOD)
    result = place.run("sync", exit_code=2)
    assert all(word in result.stderr for word in words)
    assert all(f"{place.root / 'targman.toml'}:" in line for line in result.stderr.splitlines())
    assert not (place.root / "locales").exists()


def test_outside_a_workspace_every_command_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("sync", "merge", "check", "status", "split"):
        result = CliRunner().invoke(main, [command])
        assert result.exit_code == 2
        assert "targman init" in result.stderr


def test_an_article_that_is_not_there_is_wrong_usage(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/good.md", GOOD)
    result = place.run("sync", "good", "gone", "articles/lost.md", exit_code=2)
    assert "“gone”, “articles/lost.md”" in result.stderr
    assert not (place.root / "locales").exists()


def test_an_edition_that_is_not_made_here_is_wrong_usage(workspace: MakeWorkspace) -> None:
    place = workspace("lang = 'en'\neditions = ['hy', 'ru']\n")
    place.write("articles/good.md", GOOD)
    place.run("sync")
    assert "“en”" in place.run("merge", "--lang", "en", exit_code=2).stderr


def test_a_folder_that_cannot_be_written_to_leaves_all_as_it_was(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/good.md", GOOD)
    place.write("locales/ru/articles", "a file where a folder should be")
    result = place.run("sync", exit_code=1)
    assert "locales/ru/articles/good.po: " in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert place.text("locales/ru/articles") == "a file where a folder should be"


def test_merging_before_syncing_says_what_to_run(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/good.md", GOOD)
    result = place.run("merge", exit_code=1)
    assert "targman sync" in result.stderr
    assert not (place.root / "editions").exists()


def test_init_never_touches_a_workspace_or_a_file_that_is_there(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "new")]).exit_code == 0
    (tmp_path / "new/articles/welcome.md").write_text("mine", encoding="utf-8")
    again = CliRunner().invoke(main, ["init", str(tmp_path / "new")])
    assert again.exit_code == 2
    assert "targman.toml" in again.stderr
    (tmp_path / "new/targman.toml").unlink()
    assert CliRunner().invoke(main, ["init", str(tmp_path / "new")]).exit_code == 0
    assert (tmp_path / "new/articles/welcome.md").read_text(encoding="utf-8") == "mine"


def test_what_the_disk_refuses_is_told_once_and_not_for_every_file(workspace: MakeWorkspace) -> None:
    place = workspace()
    for number in range(8):
        place.write(f"articles/a{number}.md", "Text.\n")
    place.write("locales/hy", "a file where a folder has to be")
    lines = [line for line in place.run("sync", exit_code=1).stderr.splitlines() if "locales/hy" in line]
    assert len(lines) == 1
    assert lines[0].startswith(
        "error: locales/hy/articles/a0.po, locales/hy/articles/a1.po and 6 other files: cannot be read: "
    )
    report = json.loads(place.run("sync", "--format", "json", exit_code=1).stdout)
    assert len(report["problems"]) == 8
