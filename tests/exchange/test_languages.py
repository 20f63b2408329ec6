"""Packages between any two languages go out and come back, whatever other programs call these."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from exchange.mail import targets
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.formats import FORMATS, detect_format

pytest.importorskip("lxml.etree")
docx = pytest.importorskip("docx")

MakeWorkspace = Callable[..., Workspace]

ENGLISH = """\
---
title: Two hands
---

The first sentence stands here.[^1] The second one stands here too.

[^1]: A note about the first one.
"""
UKRAINIAN = """\
---
title: Дві руки
---

Перше речення стоїть тут.[^1] Друге теж стоїть тут.

[^1]: Примітка до першого.
"""
WORK = {
    ("en", "fa"): (
        ENGLISH,
        ["دو دست", "جملهٔ نخست این\u200cجاست.{fn1}", "جملهٔ \u2066Targman\u2069 هم.", "یادداشتی دربارهٔ جملهٔ نخست."],
    ),
    ("en", "zh-Hans"): (ENGLISH, ["两只手", "第一句话在这里。{fn1}", "第二句话也在这里。", "关于第一句的注释。"]),
    ("uk", "pt-BR"): (UKRAINIAN, ["Duas mãos", "A primeira frase está aqui.{fn1}", "A segunda também.", "Uma nota."]),
    ("uk", "sr-Latn"): (UKRAINIAN, ["Dve ruke", "Prva rečenica je ovde.{fn1}", "I druga je ovde.", "Napomena."]),
}
CALLED = {"fa": "fa_IR", "zh-Hans": "zh-CN", "pt-BR": "pt_BR", "sr-Latn": "sr@latin"}
"""What another program may write for the language of its file."""


@pytest.fixture(params=WORK, ids="-".join)
def work(request: pytest.FixtureRequest, workspace: MakeWorkspace) -> tuple[Workspace, str, list[str]]:
    """A workspace with an article, the language to translate it into, and its translations in order."""
    source, lang = request.param
    text, translations = WORK[request.param]
    place = workspace(f'lang = "{source}"\neditions = ["{source}", "{lang}", "ru", "sr"]\n')
    place.write("articles/hands.md", text)
    return place, lang, translations


def unpacked(place: Workspace, *words: str) -> dict[str, bytes]:
    """Send a package; return its files by name."""
    made = json.loads(place.run("send", *words, "--to", "Anna", "--report", "json").stdout)["results"][0]
    with zipfile.ZipFile(place.root / made["path"]) as package:
        return {Path(name).name: package.read(name) for name in package.namelist()}


def translated(
    name: str, data: bytes, translations: list[str], change: Callable[[ExchangeCatalog], ExchangeCatalog]
) -> bytes:
    """Return a file with its texts translated in order."""
    form = detect_format(name, data)
    assert form is not None
    [item] = form.read(data)
    entries = zip(item.catalog.entries, translations, strict=True)
    done = tuple(replace(entry, target=target, fuzzy=False) for entry, target in entries)
    return form.write([change(replace(item, catalog=replace(item.catalog, entries=done)))])


@pytest.mark.parametrize("form", FORMATS)
def test_work_in_any_language_comes_back(work: tuple[Workspace, str, list[str]], form: str) -> None:
    place, lang, translations = work
    files = unpacked(place, lang, "--format", form)
    [name] = [name for name in files if name.endswith((".po", ".xlf", ".docx"))]
    place.write(f"back/{name}", translated(name, files[name], translations, lambda item: item))
    assert "4 " in place.run("receive", f"back/{name}").stdout
    catalog = place.root / f"locales/{lang}/articles/hands.po"
    assert list(targets(catalog).values()) == translations
    place.run("check", "--fix", "--yes", "--lang", lang)
    place.run("sync")
    assert list(targets(catalog).values()) == translations
    place.run("merge", "--lang", lang)
    edition = place.text(f"editions/{lang}/hands.md")
    assert all(target.removesuffix("{fn1}") in edition for target in translations)
    before = place.snapshot()
    place.run("receive", f"back/{name}")
    place.run("sync")
    place.run("merge", "--lang", lang)
    assert place.snapshot() == before


def test_a_file_without_its_package_is_known_by_what_its_program_calls_the_language(
    work: tuple[Workspace, str, list[str]],
) -> None:
    place, lang, translations = work
    files = unpacked(place, lang, "--format", "xliff")

    def rename(item: ExchangeCatalog) -> ExchangeCatalog:
        return replace(item, lang=CALLED[lang], sending="", article="")

    place.write("back.xlf", translated("hands.xlf", files["hands.xlf"], translations, rename))
    place.run("receive", "back.xlf")
    assert list(targets(place.root / f"locales/{lang}/articles/hands.po").values()) == translations


def test_a_letter_is_in_one_language_and_counts_words_as_the_figures_do(work: tuple[Workspace, str, list[str]]) -> None:
    place, lang, _ = work
    files = unpacked(place, lang)
    letter, rows = files["letter.txt"].decode(), files["work.csv"].decode().splitlines()
    assert ("Hello, Anna!" in letter) == (lang != "fa")
    assert ("Thank you!" in letter) == (lang != "fa")
    words = int(rows[-1].split(",")[2])
    assert str(words) in letter or lang == "fa"
    assert f"hands,{lang},Anna" in place.text("locales/assignments.csv")
    place.write("locales/assignments.csv", f"article,language,translator\nhands,{CALLED[lang]},Anna\n")
    unpacked(place, lang)
    assert place.text("locales/assignments.csv").count("Anna") == 1


def test_a_word_table_runs_in_the_direction_of_its_languages(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["fa", "ru"]\n')
    place.write("articles/hands.md", ENGLISH)
    files = unpacked(place, "fa", "--format", "docx")
    data = translated("hands.docx", files["hands.docx"], WORK["en", "fa"][1], lambda item: item)
    cells = [row.cells for row in docx.Document(io.BytesIO(data)).tables[0].rows][2]
    turned = ["<w:bidi/>" in xml_of(cell) for cell in cells[1:3]]
    assert turned == [False, True]
    runs = cells[2].paragraphs[0].runs
    assert [(run.text, run.font.rtl) for run in runs] == [("جملهٔ نخست این\u200cجاست.", True), ("{fn1}", None)]
    assert 'w:bidi="fa"' in xml_of(cells[2])
    russian = docx.Document(io.BytesIO(unpacked(place, "ru", "--format", "docx")["hands.docx"]))
    assert "bidi" not in russian.element.xml


def xml_of(cell: Any) -> str:  # noqa: ANN401
    """Return the first paragraph of a cell as XML."""
    return str(cell.paragraphs[0]._p.xml)  # noqa: SLF001  python-docx has no other way
