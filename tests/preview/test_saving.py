"""Translations written in place: by the safe path of `sync`, under the translator's name, nothing of others lost."""

import subprocess
import time
from dataclasses import replace

import pytest

from pipeline import catalog
from pipeline.catalog.review import find_reviewer
from pipeline.model import Entry
from pipeline.preview.article_view import target_digest

from .site import COMMAND, FUZZY, MISSING, PATIENCE, Answer, Site, change


def save(site: Site, source: str, target: str, base: str | None = None) -> Answer:
    before = site.entry(source).target if base is None else base
    return site.post("/save/lake", {"lang": "ru", "source": source, "base": target_digest(before), "target": target})


def test_a_translation_is_saved_confirmed_and_signed(site: Site) -> None:
    answer = save(site, FUZZY, "Второй пункт списка.")
    assert answer.status == 200
    entry = site.entry(FUZZY)
    assert (entry.target, entry.fuzzy, entry.previous) == ("Второй пункт списка.", False, None)
    assert catalog.parse(site.catalog.read_bytes()).field("Last-Translator") == "Ани <ani@example.org>"


def test_every_other_byte_of_the_catalog_stays(site: Site) -> None:
    before = site.catalog.read_text(encoding="utf-8")
    save(site, MISSING, "Потом оно поднялось.")
    expected = before.replace(f'msgid "{MISSING}"\nmsgstr ""', f'msgid "{MISSING}"\nmsgstr "Потом оно поднялось."')
    assert site.catalog.read_text(encoding="utf-8") == expected.replace(
        '"Last-Translator: \\n"', '"Last-Translator: Ани <ani@example.org>\\n"'
    )


def test_line_ends_and_what_translators_wrote_stay(site: Site) -> None:
    change(
        site.catalog,
        lambda entry: replace(entry, remarks=("asked the author",)) if entry.source == "Year" else entry,
    )
    site.catalog.write_bytes(site.catalog.read_bytes().replace(b"\n", b"\r\n"))
    save(site, MISSING, "Потом.")
    data = site.catalog.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert site.entry("Year").remarks == ("asked the author",)


def test_the_mark_of_a_machine_goes_when_a_person_confirms(site: Site) -> None:
    site.translate(MISSING, target="Затем поднялось.", fuzzy=True, comments=("paragraph", "machine: deepl"))
    save(site, MISSING, "Затем поднялось.")
    entry = site.entry(MISSING)
    assert (entry.fuzzy, entry.comments) == (False, ("paragraph",))


def test_nothing_clears_a_translation(site: Site) -> None:
    assert save(site, FUZZY, "  ").status == 200
    assert (site.entry(FUZZY).target, site.entry(FUZZY).fuzzy) == ("", False)


def test_saving_what_is_there_changes_no_byte(site: Site) -> None:
    before = site.catalog.read_bytes(), site.catalog.stat().st_mtime_ns
    assert save(site, "Year", "Год").status == 200
    assert (site.catalog.read_bytes(), site.catalog.stat().st_mtime_ns) == before


def test_a_conflict_shows_what_is_on_disk_and_overwrites_nothing(site: Site) -> None:
    shown = site.entry(FUZZY).target
    site.translate(FUZZY, target="Пункт второй.", fuzzy=False)
    before = site.catalog.read_bytes()
    answer = save(site, FUZZY, "Моё.", base=shown)
    assert answer.status == 409
    assert answer.json["target"] == "Пункт второй."
    assert site.catalog.read_bytes() == before
    again = site.post("/save/lake", {"lang": "ru", "source": FUZZY, "base": answer.json["base"], "target": "Моё."})
    assert again.status == 200
    assert site.entry(FUZZY).target == "Моё."


def test_edits_of_others_to_other_sentences_are_kept(site: Site) -> None:
    shown = site.entry(FUZZY).target
    site.translate(MISSING, target="Чужой перевод.")
    assert save(site, FUZZY, "Моё.", base=shown).status == 200
    assert site.entry(MISSING).target == "Чужой перевод."


def test_a_broken_catalog_is_left_alone(site: Site) -> None:
    base = site.entry(FUZZY).target
    broken = site.catalog.read_bytes() + b'\nmsgid "x\n'
    site.catalog.write_bytes(broken)
    answer = save(site, FUZZY, "Моё.", base=base)
    assert answer.status == 422
    assert "locales/ru/articles/lake.po:" in answer.json["problem"]
    assert site.catalog.read_bytes() == broken


def test_a_sentence_that_is_new_in_the_article_is_synced_and_saved(site: Site) -> None:
    article = site.root / "articles/lake.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nA new sentence.\n", encoding="utf-8")
    edit = {"lang": "ru", "source": "A new sentence.", "base": target_digest(""), "target": "Новое предложение."}
    assert site.post("/save/lake", edit).status == 200
    assert site.entry("A new sentence.").target == "Новое предложение."
    assert site.entry("Year").target == "Год"


def test_a_text_is_saved_in_its_context(site: Site) -> None:
    article = site.root / "articles/lake.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(f"{text}\n<!-- targman: context verb -->\n\n- Year\n", encoding="utf-8")
    edit = {"lang": "ru", "source": "Year", "context": "verb", "base": target_digest("Год"), "target": "Годить"}
    assert site.post("/check/lake", edit).status == 200
    assert site.post("/save/lake", edit).status == 200
    found = {entry.context: (entry.target, entry.fuzzy) for entry in _entries(site) if entry.source == "Year"}
    assert found == {None: ("Год", False), "verb": ("Годить", False)}
    page = site.get("/article/lake").text
    assert "Годить" in page


def _entries(site: Site) -> tuple[Entry, ...]:
    return catalog.parse(site.catalog.read_bytes()).entries


def test_a_sentence_that_is_gone_is_said_to_be(site: Site) -> None:
    edit = {"lang": "ru", "source": "Never there.", "base": target_digest(""), "target": "x"}
    answer = site.post("/save/lake", edit)
    assert answer.status == 422
    assert "the article changed" in answer.json["problem"]


@pytest.mark.parametrize("target", ["\0", "\ud800", "a\nb\r\nc", "\u202eevil", '{fn1} ← \\ "quoted"'])
def test_whatever_is_typed_the_catalog_can_be_read(site: Site, target: str) -> None:
    assert save(site, MISSING, target).status == 200
    assert catalog.parse(site.catalog.read_bytes())


@pytest.mark.parametrize(
    "data",
    [[], "text", None, {}, {"lang": "ru"}, {"lang": "de", "source": "x", "base": "", "target": ""},
     {"lang": "ru", "source": 1, "base": "", "target": ""}, {"lang": "../ru", "source": "x", "base": "", "target": ""}],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused(site: Site, data: object) -> None:
    assert site.post("/save/lake", data).status == 400
    assert site.post("/check/lake", data).status == 400


def test_the_wrong_keyboard_is_told_while_one_types(site: Site) -> None:
    source = "The lake fell by twenty meters.{fn1}"
    answer = site.post("/check/lake", {"lang": "ru", "source": source, "target": "Jpthj jgecnbkjcm{fn1}."})
    assert "language" in [each["rule"] for each in answer.json["findings"]]


def test_findings_are_told_while_one_types(site: Site) -> None:
    source = "The lake fell by twenty meters.{fn1}"
    before = site.catalog.read_bytes()
    answer = site.post(
        "/check/lake", {"lang": "ru", "source": source, "target": "Озеро опустилось на двадцать метров."}
    )
    assert [each["rule"] for each in answer.json["findings"]] == ["note-missing"]
    good = site.post(
        "/check/lake", {"lang": "ru", "source": source, "target": "Озеро опустилось на двадцать метров{fn1}."}
    )
    assert good.json["findings"] == []
    assert site.catalog.read_bytes() == before


def test_an_address_that_is_no_entry_becomes_one_in_its_place_and_goes_when_it_is_emptied(site: Site) -> None:
    before = catalog.parse(site.catalog.read_bytes()).entries
    source, own = "https://example.org/one", "https://example.org/ru/one"
    assert save(site, source, own, "").status == 200
    assert site.entry(source).target == own
    active = [entry.source for entry in catalog.parse(site.catalog.read_bytes()).entries if not entry.obsolete]
    assert active[active.index(source) - 1] == "A first item, with a [link]({url1})."
    assert own in site.get("/article/lake?addresses=1").text
    assert save(site, source, "", own).status == 200
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    assert catalog.parse(site.catalog.read_bytes()).entries == before


@pytest.mark.parametrize("typed", ["←", " ← ", "{fn1}←"])
def test_a_folded_sentence_is_written_with_its_placeholders(site: Site, typed: str) -> None:
    change(site.catalog, lambda entry: replace(entry, source=NOTED) if entry.source == MISSING else entry)
    article = site.root / "articles/lake.md"
    article.write_text(article.read_text("utf-8").replace(MISSING, NOTED.replace("{fn1}", "[^a]")), "utf-8")
    assert save(site, NOTED, typed).status == 200
    assert site.entry(NOTED).target == "←{fn1}"


NOTED = MISSING.replace(".", "{fn1}.")


def review(site: Site, source: str, target: str) -> Answer:
    data = {"lang": "ru", "source": source, "base": target_digest(target), "target": target}
    return site.post("/review/lake", data)


def test_a_review_adds_one_mark_with_the_name_of_the_translator(site: Site) -> None:
    before = site.catalog.read_text(encoding="utf-8")
    assert review(site, "Year", "Год").status == 200
    mark = f"reviewed {find_digest(site)} Ани"
    assert site.catalog.read_text(encoding="utf-8").replace(f"# {mark}\n", "") == before
    assert site.entry("Year").remarks == (mark,)
    assert find_reviewer(site.entry("Year")) == "Ани"
    assert review(site, "Year", "Год").status == 200
    assert site.entry("Year").remarks == (mark,)


def find_digest(site: Site) -> str:
    return site.entry("Year").remarks[0].split()[1]


@pytest.mark.parametrize(("source", "target"), [("Year", "Лета"), (FUZZY, "Второй пункт."), (MISSING, "")])
def test_only_a_translation_that_is_finished_and_was_read_is_reviewed(site: Site, source: str, target: str) -> None:
    before = site.catalog.read_bytes()
    assert review(site, source, target).status == 409
    assert site.catalog.read_bytes() == before


def test_words_that_are_reviewed_are_counted_in_the_overview(site: Site) -> None:
    assert "Words reviewed" not in site.get("/").text
    review(site, "Year", "Год")
    deadline = time.monotonic() + PATIENCE
    while "Words reviewed" not in site.get("/").text:
        assert time.monotonic() < deadline
        time.sleep(0.2)
