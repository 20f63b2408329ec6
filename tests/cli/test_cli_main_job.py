"""The main job as a user does it: init, sync, translate, check, merge, status, split."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from conftest import Workspace

from pipeline.article import markdown

MakeWorkspace = Callable[..., Workspace]

ARTICLE = """\
---
lang: en
title: The lake
author: A. Author
---
# The lake

It fell by 20 m.[^i] Then it rose.[^ii]

![The level](images/level.svg)

[^i]: A report.

[^ii]: https://example.org/level
"""

RUSSIAN = {
    "The lake": "Озеро",
    "A. Author": "А. Автор",
    "It fell by 20 m.{fn1}": "Оно упало на 20 м{fn1}.",
    "Then it rose.{fn1}": "Потом оно поднялось{fn1}.",
    "The level": "Уровень",
    "A report.": "Отчёт.",
}


def translate(place: Workspace, lang: str, targets: dict[str, str], translator: str = "") -> None:
    """Fill in a catalog with polib, as a PO editor would."""
    path = place.root / f"locales/{lang}/articles/lake.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = targets.get(entry.msgid, entry.msgstr)
    if translator:
        catalog.metadata["Last-Translator"] = translator
    catalog.save()


def lake(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.write("articles/images/level.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    return place


def test_an_article_becomes_three_catalogs_and_a_template(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    texts = ["The lake", "A. Author", "It fell by 20 m.{fn1}", "Then it rose.{fn1}", "The level", "A report."]
    for path in (
        "locales/templates/articles/lake.pot",
        *(f"locales/{lang}/articles/lake.po" for lang in ("hy", "en", "ru")),
    ):
        assert [entry.msgid for entry in polib.pofile(str(place.root / path))] == texts
    russian = {entry.msgid: entry.msgstr for entry in polib.pofile(str(place.root / "locales/ru/articles/lake.po"))}
    assert not any(russian.values())
    english = polib.pofile(str(place.root / "locales/en/articles/lake.po"))
    assert all(entry.msgstr == entry.msgid for entry in english)


def test_three_catalogs_become_three_editions(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    translate(place, "ru", RUSSIAN, "Анна Петросян <anna@example.org>")
    place.run("check")
    place.run("merge")
    assert place.text("editions/en/lake.md") == ARTICLE
    russian = place.text("editions/ru/lake.md")
    assert russian.startswith("---\nlang: ru\ntitle: Озеро\nauthor: А. Автор\ntargman:\n")
    assert "  source: articles/lake.md\n  source_lang: en\n" in russian
    assert "  translated: 1.0\n  translators:\n    - Анна Петросян\n---\n" in russian
    assert "Оно упало на 20 м[^i]. Потом оно поднялось[^ii].\n\n![Уровень](images/level.svg)" in russian
    assert "[^i]: Отчёт.\n\n[^ii]: https://example.org/level\n" in russian
    assert "  translated: 0.0\n" in place.text("editions/hy/lake.md")


def test_a_picture_that_comes_later_is_copied_by_the_next_merge(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", f"![B](new/b.png)\n\n<img src='c.png' alt='C'>\n\n[folder](.) [long]({'x' * 300})\n")
    place.write("articles/c.png", "C")
    place.run("sync")
    place.run("merge")
    assert (place.root / "editions/hy/c.png").read_bytes() == b"C"
    before = place.snapshot()
    place.run("merge")
    assert place.snapshot() == before
    place.write("articles/new/b.png", "B")
    place.run("merge")
    assert (place.root / "editions/hy/new/b.png").read_bytes() == b"B"


def test_the_pictures_of_an_article_are_copied_beside_its_editions(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("secret.svg", "outside articles/")
    place.write("articles/lake.md", ARTICLE + "\n![x](../secret.svg)\n")
    place.run("sync")
    place.run("merge")
    assert place.text("editions/hy/images/level.svg") == place.text("articles/images/level.svg")
    assert not list((place.root / "editions").rglob("secret.svg"))


@pytest.mark.parametrize("commands", [("sync",), ("sync", "merge")])
def test_a_command_run_twice_writes_nothing_the_second_time(
    workspace: MakeWorkspace, commands: tuple[str, ...]
) -> None:
    place = lake(workspace)
    for _ in range(2):
        for command in commands:
            place.run(command)
        translate(place, "ru", RUSSIAN) if commands == ("sync",) else None
    before = place.snapshot()
    for command in commands:
        place.run(command)
    assert place.snapshot() == before


def test_a_catalog_that_an_editor_rewrapped_is_not_written_again(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    path = place.root / "locales/ru/articles/lake.po"
    catalog = polib.pofile(str(path), wrapwidth=20)
    catalog.metadata["X-Generator"] = "An editor"
    catalog.save()
    before = place.snapshot()
    place.run("sync")
    assert place.snapshot() == before


def test_status_counts_and_tells_stale_editions_by_content(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    assert {item["edition"] for item in statuses(place)} == {"missing"}
    place.run("merge")
    assert {item["edition"] for item in statuses(place)} == {"current"}
    translate(place, "ru", RUSSIAN)
    by_lang = {item["lang"]: item for item in statuses(place)}
    assert {lang: item["edition"] for lang, item in by_lang.items()} == {
        "hy": "current",
        "en": "current",
        "ru": "stale",
    }
    assert by_lang["ru"]["translated"] == by_lang["ru"]["segments"] == 6
    assert by_lang["hy"]["untranslated"] == 6
    assert by_lang["hy"]["notes"] == 2
    shown = place.run("status").stdout
    assert "articles/lake.md  6 segments, 16 words, 2 notes" in shown
    assert "Armenian" in shown


def statuses(place: Workspace) -> list[dict[str, object]]:
    report = json.loads(place.run("status", "--format", "json").stdout)
    assert report["version"] == 1
    assert report["problems"] == []
    results = report["results"]
    assert isinstance(results, list)
    return results


def test_a_changed_word_makes_one_entry_fuzzy_and_sync_says_so(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    translate(place, "ru", RUSSIAN)
    place.write("articles/lake.md", ARTICLE.replace("fell by 20 m", "fell by 19 m"))
    report = json.loads(place.run("sync", "--format", "json").stdout)
    assert {item["lang"]: item["fuzzied"] for item in report["results"]} == {"hy": 0, "en": 0, "ru": 1}
    fuzzy = polib.pofile(str(place.root / "locales/ru/articles/lake.po")).fuzzy_entries()
    assert [(entry.msgid, entry.previous_msgid) for entry in fuzzy] == [
        ("It fell by 19 m.{fn1}", "It fell by 20 m.{fn1}")
    ]


def test_missing_translations_are_shown_marked_left_out_or_fatal(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    translate(place, "ru", {**RUSSIAN, "Then it rose.{fn1}": ""})
    place.run("merge", "--lang", "ru")
    assert "Then it rose.[^ii]" in place.text("editions/ru/lake.md")
    place.run("merge", "--lang", "ru", "--missing", "mark")
    assert "\\[не переведено\\] Then it rose.[^ii]" in place.text("editions/ru/lake.md")
    place.run("merge", "--lang", "ru", "--missing", "omit")
    omitted = place.text("editions/ru/lake.md")
    assert "Then it rose" not in omitted
    assert "[^ii]" in omitted.partition("[^i]:")[0]
    failed = place.run("merge", "--lang", "ru", "--missing", "fail", exit_code=1)
    assert "editions/ru/lake.md: one segment is not translated" in failed.stderr
    assert place.text("editions/ru/lake.md") == omitted
    short = place.run("merge", "--lang", "ru", "--complete", "0.9", exit_code=1)
    assert "less than the 90%" in short.stderr
    assert place.text("editions/ru/lake.md") == omitted


def test_check_names_file_and_line_and_exits_with_1(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("sync")
    translate(place, "ru", {**RUSSIAN, "It fell by 20 m.{fn1}": "Оно упало на 20 м."})
    result = place.run("check", exit_code=1)
    line = place.text("locales/ru/articles/lake.po").splitlines().index('msgid "It fell by 20 m.{fn1}"') + 1
    article, first, *_ = result.stdout.splitlines()
    assert article == "articles/lake.md"
    path, number, rest = first.split(":", 2)
    assert path == "locales/ru/articles/lake.po"
    assert 0 <= line - int(number) <= 6
    assert "error: the note {fn1} (“A report.”) is missing" in rest
    report = json.loads(place.run("check", "--format", "json", exit_code=1).stdout)
    assert [finding["rule"] for finding in report["results"]] == ["note-missing"]


def test_split_prints_the_segments_as_json_lines(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    lines = [json.loads(line) for line in place.run("split", "lake").stdout.splitlines()]
    sentence = next(line for line in lines if line["source"] == "Then it rose.{fn1}")
    note = {"name": "fn1", "label": "ii", "text": "https://example.org/level"}
    expected = {
        "kind": "paragraph",
        "section": "The lake",
        "context": None,
        "line": 8,
        "notes": [note],
        "article": "articles/lake.md",
    }
    assert sentence == {"source": "Then it rose.{fn1}", **expected}


def test_articles_are_named_by_slug_path_or_folder(workspace: MakeWorkspace) -> None:
    place = workspace()
    for path in ("articles/one.md", "articles/more/two.md", "articles/more/three.md"):
        place.write(path, "Text.\n")
    place.run("sync", "one")
    assert sorted(path.stem for path in (place.root / "locales/ru").rglob("*.po")) == ["one"]
    place.run("sync", "articles/more")
    assert sorted(path.stem for path in (place.root / "locales/ru").rglob("*.po")) == ["one", "three", "two"]
    place.run("merge", "locales/ru/articles/more/two.po", "--lang", "ru")
    assert [path.stem for path in (place.root / "editions").rglob("*.md")] == ["two"]


@pytest.mark.parametrize("lang", ["hy", "en", "ru"])
def test_init_makes_a_workspace_in_which_everything_works(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    place = Workspace(tmp_path / "journal")
    place.run("init", str(place.root), "--lang", lang)
    monkeypatch.chdir(place.root)
    for command in ("sync", "merge", "check", "status"):
        place.run(command)
    sample = place.text("articles/welcome.md")
    assert place.text(f"editions/{lang}/welcome.md") == sample
    assert markdown.read_article(sample).lang == lang
    assert len(markdown.read_article(sample).notes) == 2


def test_the_installed_command_says_its_version(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("targman")
    if not command.exists():
        pytest.skip("targman is not installed beside this Python")
    result = subprocess.run([command, "--version"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert result.stdout.startswith("targman ")
