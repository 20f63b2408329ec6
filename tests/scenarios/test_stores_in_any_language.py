"""Memory and glossary of a workspace with other languages than Armenian, English and Russian."""

import json
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from conftest import Workspace

from pipeline.glossary.tbx import read_tbx
from pipeline.memory.tmx import read_tmx

MakeWorkspace = Callable[..., Workspace]

EDITIONS = ("ka", "fr", "ar", "pt-BR", "zh-Hans")
TOML = 'lang = "{lang}"\neditions = ["ka", "fr", "ar", "pt-BR", "zh-Hans"]\n'
SOURCES = {
    "en": ("The lake fell by nineteen metres.", "The lake fell by twenty metres."),
    "uk": ("Озеро впало на дев’ятнадцять метрів.", "Озеро впало на двадцять метрів."),
}
TARGETS = {
    "ka": "ტბის დონემ ცხრამეტი მეტრით დაიწია.",
    "fr": "Le lac a baissé de dix-neuf mètres.",
    "ar": "انخفض مستوى البحيرة تسعة عشر مترا.",
    "pt-BR": "O lago baixou dezenove metros.",
    "zh-Hans": "湖面下降了十九米。",
}
GLOSSARY = """\
uk,ka,French,ar,pt_BR,zh-Hans,forbidden ka,note
озеро,ტბა,lac,بحيرة,lago,湖,გუბე,water
метр,მეტრი,mètre,متر,metro,米,,
"""


def translate(place: Workspace, lang: str, target: str) -> None:
    path = place.root / f"locales/{lang}/articles/lake.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    [entry] = catalog
    entry.msgstr = target
    catalog.save(str(path))


def units(path: Path) -> list[tuple[str, dict[str, str]]]:
    return [(unit.lang, dict(unit.texts)) for unit in read_tmx([path.read_bytes()], "", EDITIONS)]


@pytest.fixture(params=["en", "uk"])
def place(request: pytest.FixtureRequest, workspace: MakeWorkspace) -> tuple[Workspace, str]:
    """A workspace with a translated article, and the language that it is written in, which is not an edition."""
    lang = str(request.param)
    made = workspace(TOML.format(lang=lang))
    made.write("articles/lake.md", f"{SOURCES[lang][0]}\n")
    made.run("sync")
    for edition, target in TARGETS.items():
        translate(made, edition, target)
    return made, lang


def test_translations_are_offered_found_and_exchanged(
    place: tuple[Workspace, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, lang = place
    whole = {lang: SOURCES[lang][0], **TARGETS}
    first.write("articles/river.md", f"{SOURCES[lang][1]}\n")
    first.run("sync")
    for edition, target in TARGETS.items():
        [entry] = polib.pofile(str(first.root / f"locales/{edition}/articles/river.po"))
        assert (entry.fuzzy, entry.msgstr) == (True, target)
    for code, word in {"zh-Hans": "十九", "zh_CN": "下降", "ar": "البحيرة", "pt-br": "lago", "ka": "ტბის"}.items():
        found = json.loads(first.run("memory", "search", word, "--lang", code, "--format", "json").stdout)
        assert [item["texts"] for item in found["results"]] == [whole]
    first.run("memory", "export", "lake.tmx")
    assert units(first.root / "lake.tmx") == [(lang, whole)]
    first.run("memory", "export", "--from", "fr", "--to", "pt", "pair.tmx")
    assert [texts for _, texts in units(first.root / "pair.tmx")] == [{code: whole[code] for code in ("fr", "pt-BR")}]
    # Elsewhere all of it is kept, also what that workspace has no edition for, and comes out again.
    other = tmp_path / "other"
    (other / "articles").mkdir(parents=True)
    (other / "targman.toml").write_text(f'lang = "{lang}"\neditions = ["fr", "{lang}"]\n', encoding="utf-8")
    monkeypatch.chdir(other)
    second = Workspace(other)
    second.run("memory", "import", str(first.root / "lake.tmx"))
    second.run("memory", "export", "again.tmx")
    assert units(other / "again.tmx") == [(lang, whole)]
    # An edition that comes later is served from what was imported before it.
    (other / "targman.toml").write_text(TOML.format(lang=lang), encoding="utf-8")
    second.write("articles/river.md", f"{SOURCES[lang][1]}\n")
    second.run("sync")
    for edition, target in TARGETS.items():
        [entry] = polib.pofile(str(other / f"locales/{edition}/articles/river.po"))
        assert (entry.fuzzy, entry.msgstr) == (True, target)


def test_a_glossary_of_six_languages(workspace: MakeWorkspace) -> None:
    place = workspace(TOML.format(lang="uk"))
    place.write("locales/glossary.csv", GLOSSARY)
    place.write("articles/lake.md", f"{SOURCES['uk'][0]}\n")
    place.run("sync")
    for edition in EDITIONS:
        [entry] = polib.pofile(str(place.root / f"locales/{edition}/articles/lake.po"))
        terms = [line for line in entry.comment.splitlines() if line.startswith("term:")]
        wrong = " (not “გუბე”; water)" if edition == "ka" else " (water)"
        name = {"ka": "ტბა", "fr": "lac", "ar": "بحيرة", "pt-BR": "lago", "zh-Hans": "湖"}[edition]
        assert terms[0] == f"term: озеро → {name}{wrong}"
    translate(place, "zh-Hans", "那座湖下降了十九米。")
    translate(place, "ka", "გუბე დაიწია ცხრამეტი მეტრი.")
    findings = json.loads(place.run("check", "--format", "json", exit_code=1).stdout)["results"]
    found = {(item["path"].split("/")[1], item["rule"]) for item in findings if item["rule"].startswith("term-")}
    assert found == {("ka", "term-missing"), ("ka", "term-forbidden")}
    # To another program and back.
    place.run("glossary", "export", "terms.tbx")
    exported = (place.root / "terms.tbx").read_bytes()
    assert b'xml:lang="pt-BR"' in exported
    (place.root / "locales/glossary.csv").unlink()
    place.run("glossary", "import", "terms.tbx")
    place.run("glossary", "export", "again.tbx")
    languages = ("ka", "fr", "ar", "pt-BR", "zh-Hans", "uk")
    assert read_tbx((place.root / "again.tbx").read_bytes(), languages).terms == read_tbx(exported, languages).terms
    heading = (place.root / "locales/glossary.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heading.startswith("ka,fr,ar,pt-BR,zh-Hans,uk,note,do not translate,forbidden ka,")


def test_columns_of_languages_that_are_not_editions_stay(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["fr", "en"]\n')
    table = "en;fr;German;note by Anna\r\nlake;lac; See ;deep\r\n"
    place.write("locales/glossary.csv", table)
    place.write("more.csv", "English,ქართული,German\nriver,მდინარე,Fluss\n")
    place.run("glossary", "import", "more.csv")
    changed = (place.root / "locales/glossary.csv").read_bytes().decode()
    assert changed == table.replace("Anna", "Anna;ka") + "river;;Fluss;;მდინარე\r\n"
    shown = json.loads(place.run("glossary", "list", "lake", "--format", "json").stdout)["results"]
    assert shown[0]["names"] == {"fr": ["lac"], "en": ["lake"], "de": ["See"]}
