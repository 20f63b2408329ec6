"""One text with two meanings, from the author's comment to the editions, with every tool in between."""

import json
import subprocess
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace
from mt.servers import foreign

from pipeline.adopt.adoption import PairedTexts, Pairing
from pipeline.adopt.fill import fill_entries
from pipeline.article.markdown import read_article
from pipeline.catalog import parse
from pipeline.model import Entry, make_key
from scenarios.translating import Use

MakeWorkspace = Callable[..., Workspace]

TABLE = "| May | June |\n| --- | --- |\n| — | – |\n"
ARTICLE = f"# May\n\n{TABLE}\nShe left.\n"
NAMED = ARTICLE.replace("| May |", "<!-- targman: context month -->\n| May |")
CATALOG = "locales/ru/articles/spring.po"


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/spring.md", ARTICLE)
    made.run("sync")
    return made


def translate(place: Workspace, targets: dict[tuple[str | None, str], str]) -> None:
    """Fill in the Russian catalog as a PO editor would."""
    path = str(place.root / CATALOG)
    found = polib.pofile(path, wrapwidth=0)
    for (context, source), target in targets.items():
        entry = found.find(source, msgctxt=context or False)
        assert entry is not None
        entry.msgstr, entry.flags = target, [flag for flag in entry.flags if flag != "fuzzy"]
    found.save(path)


def shown(place: Workspace) -> dict[str, str]:
    found = parse((place.root / CATALOG).read_bytes()).entries
    return {entry.key: "~" * entry.obsolete + "?" * entry.fuzzy + entry.target for entry in found}


def rules(place: Workspace) -> list[tuple[str, str | None]]:
    found = json.loads(place.run("check", "--format", "json").stdout)["results"]
    return [(finding["rule"], finding["context"]) for finding in found if finding["path"] == CATALOG]


def test_an_author_gives_a_text_a_second_meaning(place: Workspace) -> None:
    translate(place, {(None, "May"): "Мэй", (None, "June"): "Июнь", (None, "She left."): "Она ушла."})
    assert rules(place) == [("shared-entry", None)]
    place.write("articles/spring.md", NAMED)
    place.run("sync")
    may, june = make_key("May", "month"), make_key("June", "month")
    assert shown(place) == {"May": "Мэй", may: "?Мэй", june: "Июнь", "She left.": "Она ушла."}
    translate(place, {("month", "May"): "Май"})
    assert rules(place) == []
    before = place.snapshot()
    place.run("sync")
    assert place.snapshot() == before, "law 6"
    place.run("merge")
    edition = place.text("editions/ru/spring.md")
    assert "# Мэй\n" in edition
    assert "| Май | Июнь |\n" in edition
    assert place.text("editions/en/spring.md") == NAMED, "law 1"
    [line] = json.loads(place.run("status", "--format", "json", "--lang", "ru").stdout)["results"]
    assert (line["translated"], line["fuzzy"], line["untranslated"]) == (4, 0, 0)
    for path in (CATALOG, "locales/templates/articles/spring.pot"):
        done = ["msgfmt", "--check", "--output-file", "/dev/null", str(place.root / path)]
        errors = subprocess.run(done, check=True, capture_output=True, text=True).stderr
        assert "error" not in errors
        assert "duplicate" not in errors


def test_a_repair_is_made_in_one_context_only(place: Workspace) -> None:
    place.write("articles/spring.md", f"She left.\n\n{ARTICLE}\n<!-- targman: context order -->\n\nLeave now.\n")
    place.run("sync")
    translate(place, {("order", "Leave now."): "Уходи  сейчас."})
    place.run("check", "--fix", "--yes")
    assert shown(place)[make_key("Leave now.", "order")] == "Уходи сейчас."


def test_a_machine_translates_a_text_in_each_context(place: Workspace, use: Use) -> None:
    use("deepl")
    place.write("articles/spring.md", NAMED)
    place.run("sync")
    translate(place, {(None, "May"): "Мэй"})
    place.run("translate", "--to", "ru")
    assert shown(place)["May"] == "Мэй"
    assert shown(place)[make_key("May", "month")] == f"?{foreign('May', 'ru')}"


def test_a_published_translation_fills_each_context() -> None:
    article, published = read_article(NAMED, lang="en"), read_article("# Мэй\n\n| Май |\n| --- |\n", lang="ru")
    entries = [Entry(source=segment.text, context=segment.context) for segment in article.segments]
    pairings = (
        Pairing(source=(0,), target=(0,), confidence=1.0),
        Pairing(source=(1,), target=(1,), confidence=1.0),
    )
    assert [segment.key for segment in article.segments][:2] == ["May", make_key("May", "month")]
    adoption = fill_entries(entries, article, published, PairedTexts(pairings=pairings))
    assert {entry.key: entry.target for entry in adoption.entries if entry.target} == {
        "May": "Мэй",
        make_key("May", "month"): "Май",
    }
    assert not adoption.report.conflicts
