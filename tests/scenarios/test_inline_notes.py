"""Notes within sentences, from the article to the page: a workspace of pandoc's Markdown by the command line."""

import re
from collections.abc import Callable

import polib
from conftest import Workspace

ARTICLE = """---
lang: en
title: The lake
---

The lake fell.^[By *two* metres. Nobody knew.] It rose[^1] again.^[Slowly.]

[^1]: A report.
"""
RUSSIAN = {
    "The lake": "Озеро",
    "The lake fell.{fn1}": "Озеро упало.{fn1}",
    "By *two* metres.": "На *два* метра.",
    "Nobody knew.": "Никто не знал.",
    "It rose{fn1} again.{fn2}": "Медленно{fn2} оно поднялось снова.{fn1}",
    "Slowly.": "Медленно.",
    "A report.": "Отчёт.",
}


def translate(place: Workspace, targets: dict[str, str]) -> None:
    catalog = polib.pofile(str(place.root / "locales/ru/articles/a.po"), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = targets.get(entry.msgid, entry.msgstr)
    catalog.save()


def test_notes_within_sentences_are_translated_and_shown_as_footnotes(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\ndialects = ["pandoc"]\n')
    place.write("articles/a.md", ARTICLE)
    place.run("sync")
    catalog = place.text("locales/ru/articles/a.po")
    assert (
        '#. {fn1}: By *two* metres. Nobody knew.\n#: articles/a.md\n#, python-brace-format\nmsgid "The lake fell.{fn1}"'
        in catalog
    )
    translate(place, RUSSIAN)
    place.run("check")
    place.run("merge")
    place.run("export", "--format", "html", "--format", "txt")
    assert place.text("editions/en/a.md") == ARTICLE
    edition = place.text("editions/ru/a.md")
    assert "Озеро упало.^[На *два* метра. Никто не знал.] Медленно^[Медленно.] оно поднялось снова.[^1]\n" in edition
    assert "Прим." not in edition
    page = place.text("exports/ru/a.html")
    notes = dict(re.findall(r'<li[^>]* id="(fn-[^"]+)"[^>]*>.*?<p[^>]*>(.*?)(?: <a|</p>)', page, re.DOTALL))
    assert notes == {"fn-inline1": "На <em>два</em> метра. Никто не знал.", "fn-inline2": "Медленно.", "fn-1": "Отчёт."}
    assert "^[" not in page
    assert "^[" not in place.text("exports/ru/a.txt")
    before = place.snapshot()
    place.run("sync")
    place.run("merge")
    assert place.snapshot() == before


def test_a_catalog_made_before_keeps_its_translations(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\n')
    place.write("articles/a.md", ARTICLE)
    place.run("sync")
    translate(
        place,
        RUSSIAN
        | {
            "The lake fell.^[By *two* metres.": "Озеро упало.^[На *два* метра.",
            "Nobody knew.]": "Никто не знал.]",
            "It rose{fn1} again.^[Slowly.]": "Оно поднялось{fn1} снова.^[Медленно.]",
        },
    )
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "ru"]\ndialects = ["pandoc"]\n')
    place.run("sync")
    place.run("merge")
    edition = place.text("editions/ru/a.md")
    assert "Озеро упало.^[На *два* метра. Никто не знал.] Оно поднялось[^1] снова.^[Медленно.]\n" in edition, (
        place.text("locales/ru/articles/a.po")
    )
