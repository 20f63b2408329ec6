"""What is work: the texts of an article that a person has to translate, and no others."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

from pipeline.catalog.review import mark_reviewed
from pipeline.model import Entry

MakeWorkspace = Callable[..., Workspace]

ARTICLE = """\
---
title: One two three
description: https://example.org/lake
---

# One two three

`make lake`

| Year | m |
|---|--:|
| 1933 | 1,915.6 |
| 2001 | `--now` |

https://example.org/level, <editor@example.org>

- [Law](https://example.org/law)
- [`code`](https://example.org/code)
- 12.05.2019[^1]

[^1]: https://example.org/one
"""
TEXTS = ["One two three", "Year", "m", "[Law]({url1})"]
RUSSIAN = "locales/ru/articles/lake.po"
FORMER = """
msgid "1,915.6"
msgstr "1 915,6"

msgid "2001"
msgstr "2001"

msgid "`make lake`"
msgstr "`make lake`"

#. link target
msgid "https://example.org/law"
msgstr "https://example.org/ru/law"

#. link target
msgid "https://example.org/code"
msgstr "https://example.org/code"
"""


def lake(workspace: MakeWorkspace, toml: str = 'lang = "en"\n') -> Workspace:
    place = workspace(toml)
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    return place


def finish(place: Workspace, path: str = RUSSIAN, *, fuzzy: bool = False) -> None:
    """Somebody translates everything that is untranslated, in an editor."""
    found = polib.pofile(str(place.root / path), wrapwidth=0)
    for entry in found.untranslated_entries():
        entry.msgstr = re.sub(r"[a-zA-Z]+(?![}\w])", "слово", entry.msgid)
        entry.flags += ["fuzzy"] if fuzzy else []
    found.save()


def shares(place: Workspace) -> tuple[float, float, str, str]:
    """The share of the Russian edition by `status`, `merge` and front matter, and its number of missing texts."""
    merged = json.loads(place.run("merge", "--lang", "ru", "--format", "json").stdout)["results"][0]
    told = json.loads(place.run("status", "--lang", "ru", "--format", "json").stdout)["results"][0]
    written = re.search(r"translated: (.*)", place.text("editions/ru/lake.md"))
    missing = told["untranslated"] + (0 if told["with_fuzzy"] else told["fuzzy"])
    assert missing == merged["untranslated"]
    return told["share"], merged["share"], written[1] if written else "", f"{missing} of {told['segments']}"


def test_an_untouched_article_is_untranslated_and_a_finished_one_translated_in_every_program(
    workspace: MakeWorkspace,
) -> None:
    place = lake(workspace)
    files = ["locales/templates/articles/lake.pot", RUSSIAN, "locales/en/articles/lake.po"]
    assert [[entry.msgid for entry in polib.pofile(str(place.root / file))] for file in files] == [TEXTS] * 3
    found = polib.pofile(str(place.root / RUSSIAN))
    assert found.percent_translated() == 0
    assert shares(place) == (0, 0, "0.0", "4 of 4")
    finish(place)
    assert polib.pofile(str(place.root / RUSSIAN)).percent_translated() == 100
    assert shares(place) == (1, 1, "1.0", "0 of 4")
    assert "| 1933 | 1,915.6 |" in place.text("editions/ru/lake.md")
    if shutil.which("msgfmt"):
        command = ["msgfmt", "--check", "--statistics", "--output-file=/dev/null", RUSSIAN]
        done = subprocess.run(command, cwd=place.root, env={"LC_ALL": "C"}, capture_output=True, text=True, check=True)
        assert done.stderr == "4 translated messages.\n"


def test_one_edition_has_one_share_where_a_text_stands_twice(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write(RUSSIAN, place.text(RUSSIAN).replace('three"\nmsgstr ""', 'three"\nmsgstr "Раз два три"'))
    assert shares(place) == (0.5, 0.5, "0.5", "3 of 4")
    place.run("merge", "--lang", "ru", "--complete", "0.51", exit_code=1)
    place.run("merge", "--lang", "ru", "--complete", "0.5")


def test_fuzzy_translations_count_where_editions_show_them(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\nfuzzy = "use"\n')
    finish(place, fuzzy=True)
    assert shares(place) == (1, 1, "1.0", "0 of 4")
    assert '"fuzzy": 4' in place.run("status", "--lang", "ru", "--format", "json").stdout


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_was_an_entry_before_leaves_quietly_or_keeps_acting(workspace: MakeWorkspace, lang: str) -> None:
    place = lake(workspace)
    path = f"locales/{lang}/articles/lake.po"
    finish(place)
    place.write(path, place.text(path) + FORMER)
    template = "locales/templates/articles/lake.pot"
    place.write(template, place.text(template) + FORMER[FORMER.index("#. link target") :])
    place.run("merge", "--lang", lang)
    before = json.loads(place.run("status", "--lang", lang, "--format", "json").stdout)["results"][0]
    edition = place.text(f"editions/{lang}/lake.md")
    assert (before["segments"], before["share"]) == (6, 1)
    assert "| 1 915,6 |" in edition
    assert "(https://example.org/ru/law)" in edition

    said = json.loads(place.run("sync", "--format", "json").stdout)["results"]
    assert all(not item[change] for item in said for change in ("added", "fuzzied", "revived", "retired"))
    kept = {entry.msgid: entry for entry in polib.pofile(str(place.root / path))}
    assert list(kept) == [*TEXTS[:3], "1,915.6", TEXTS[3], "https://example.org/law"]
    assert not any(entry.obsolete for entry in kept.values())
    assert json.loads(place.run("status", "--lang", lang, "--format", "json").stdout)["results"][0] == before
    place.run("merge", "--lang", lang)
    assert place.text(f"editions/{lang}/lake.md") == edition
    after = place.snapshot()
    place.run("sync")
    assert {file: after[file] for file in after if file.startswith("locales/")}.items() <= place.snapshot().items()


def test_the_setting_asks_for_link_targets_and_they_count(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    finish(place)
    place.run("sync")
    place.write("targman.toml", 'lang = "en"\nlink_targets = true\n')
    place.run("sync")
    asked = polib.pofile(str(place.root / RUSSIAN)).untranslated_entries()
    assert {entry.comment.splitlines()[0] for entry in asked} == {"link target"}
    assert len(asked) == 5
    assert shares(place)[3] == "5 of 9"
    place.run("translate", "--provider", "pseudo", "--to", "ru")
    assert len(polib.pofile(str(place.root / RUSSIAN)).untranslated_entries()) == 5


def test_a_link_that_is_translated_already_is_checked_as_before(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write(RUSSIAN, place.text(RUSSIAN) + 'msgid "https://example.org/law"\nmsgstr "not an address"\n')
    place.run("sync")
    assert "link-target" in place.run("check", "--lang", "ru", exit_code=1).stdout


FOLDS = """\
The lake fell[^1] by two metres. Nobody had asked [the villages](a.md) about it.[^2]

[^1]: A report.

[^2]: A letter.
"""


def test_a_folded_sentence_with_its_placeholders_satisfies_every_program_and_the_arrow_alone_is_read(
    workspace: MakeWorkspace,
) -> None:
    place = workspace('lang = "en"\nsegmentation = "block"\n')
    place.write("articles/lake.md", FOLDS)
    place.run("sync")
    found = polib.pofile(str(place.root / RUSSIAN), wrapwidth=0)
    found[0].msgstr = "Озеро упало{fn1} на два метра, а [сёла]({url1}) вокруг никто не спросил{fn2}."
    found.save()
    place.write("targman.toml", 'lang = "en"\n')
    place.run("sync")
    second = polib.pofile(str(place.root / RUSSIAN), wrapwidth=0)[1]
    assert (second.msgstr, second.fuzzy) == ("←{url1}{fn1}", True)
    editions = []
    for target in ("←{url1}{fn1}", "←"):
        found = polib.pofile(str(place.root / RUSSIAN), wrapwidth=0)
        for entry, text in zip(
            found[:2], ("Озеро упало{fn1} на два метра, а сёла вокруг никто не спросил.", target), strict=True
        ):
            entry.msgstr, entry.flags, entry.previous_msgid = text, ["python-brace-format"], None
        found.save()
        place.run("sync")
        assert polib.pofile(str(place.root / RUSSIAN))[1].msgstr == target
        place.run("check", "--lang", "ru")
        place.run("merge", "--lang", "ru")
        editions.append(place.text("editions/ru/lake.md"))
        if shutil.which("msgfmt"):
            command = ["msgfmt", "--check", "--output-file=/dev/null", RUSSIAN]
            done = subprocess.run(command, cwd=place.root, capture_output=True, check=False)
            assert (done.returncode == 0) == (target != "←")
    assert editions[0] == editions[1]
    assert "не спросил.[^2]\n" in editions[0]


def test_status_ends_with_the_sums_of_words_by_language(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/river.md", "---\nlang: ru\n---\n\nРека стояла подо льдом. Потом лёд сошёл.\n")
    place.write("articles/town.md", "One two three four.\n\nFive six.\n")
    place.run("sync")
    path = "locales/hy/articles/river.po"
    finish(place)
    reviewed = mark_reviewed(Entry(source="Потом лёд сошёл.", target="Սառույցը հալվեց։"), "Անի").remarks[0]
    text = place.text(path).replace('сошёл."\nmsgstr ""', 'сошёл."\nmsgstr "Սառույցը հալվեց։"')
    place.write(path, text.replace('#. paragraph\n#: articles/river.md\nmsgid "По', f"# {reviewed}\n" + 'msgid "По'))
    said = place.run("status").stdout.partition("All translations\n")[2]
    assert [re.sub("[█░]+", "", line).split(maxsplit=2)[::2] for line in said.splitlines()] == [
        ["Armenian", "3 words translated; 3 reviewed; 0 fuzzy; 16 untranslated"],
        ["English", "0 words translated; 0 fuzzy; 7 untranslated"],
        ["Russian", "6 words translated; 0 fuzzy; 6 untranslated"],
    ]
    report = json.loads(place.run("status", "--format", "json").stdout)
    assert [(item["lang"], item["editions"], item["share"]) for item in report["sums"]] == [
        ("hy", 3, 3 / 19),
        ("en", 1, 0),
        ("ru", 2, 0.5),
    ]
    keys = ("translated_words", "reviewed_words", "fuzzy_words", "untranslated_words")
    for item in report["sums"]:
        found = [each for each in report["results"] if each["lang"] == item["lang"] != each["source_lang"]]
        assert all(item[key] == sum(each[key] for each in found) for key in keys)
