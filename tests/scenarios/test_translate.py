"""`targman translate` from the command line, against servers on loopback that answer well."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Workspace
from mt.servers import SECRET, VARIABLES, foreign

from pipeline.model import Entry
from scenarios.translating import ARTICLE, TEXTS, MakeWorkspace, Use, active, edit, results


@pytest.mark.parametrize("provider", sorted(VARIABLES))
def test_what_has_no_translation_gets_one_fuzzy_and_signed(place: Workspace, use: Use, provider: str) -> None:
    use(provider)
    before = {lang: place.text(f"locales/{lang}/articles/lake.po") for lang in ("en", "hy")}
    place.run("translate", "--to", "ru")
    entries = active(place)
    for text in TEXTS:
        assert entries[text].target == foreign(text, "ru")
        assert entries[text].fuzzy
        assert entries[text].comments[-1] == f"machine: {provider}"
        assert not entries[text].previous
    assert before == {lang: place.text(f"locales/{lang}/articles/lake.po") for lang in ("en", "hy")}


def test_numbers_code_and_addresses_are_not_sent(place: Workspace, use: Use) -> None:
    server = use("deepl")
    place.run("translate", "--to", "ru")
    assert not [text for text in server.texts if "1933" in text or "a.md" in text or "example.org" in text]
    assert not active(place).keys() & {"1933", "a.md", "https://example.org/law"}


def test_nothing_that_has_text_is_touched(place: Workspace, use: Use) -> None:
    use("google")
    own = {TEXTS[0]: ("Озеро", False), TEXTS[1]: ("Упало{fn1}", True), TEXTS[2]: ("←", False)}

    def translated(entry: Entry) -> Entry:
        target, fuzzy = own.get(entry.source, (entry.target, entry.fuzzy))
        return replace(entry, target=target, fuzzy=fuzzy)

    edit(place, translated)
    before = active(place)
    place.run("translate", "--to", "ru")
    after = active(place)
    assert all(after[text] == before[text] for text in own)
    assert after[TEXTS[3]].fuzzy


def test_sync_afterwards_changes_nothing_and_confirming_takes_the_name_away(place: Workspace, use: Use) -> None:
    use("google")
    place.run("translate")
    before = place.snapshot()
    assert all(not item["written"] for item in results(place.run("sync", "--format", "json")))
    place.run("translate")
    assert place.snapshot() == before
    edit(place, lambda entry: replace(entry, fuzzy=entry.fuzzy and entry.source != TEXTS[0]))
    place.run("sync")
    entries = active(place)
    assert entries[TEXTS[0]].comments == ("front matter: title", "heading")
    assert entries[TEXTS[1]].comments[-1] == "machine: google"


def test_readers_see_nothing_of_it_before_somebody_confirms_it(place: Workspace, use: Use) -> None:
    use("google")
    place.run("translate")
    place.run("merge")
    assert "Then it rose *again*" in place.text("editions/ru/lake.md")
    edit(place, lambda entry: replace(entry, fuzzy=False))
    place.run("merge")
    edition = place.text("editions/ru/lake.md")
    assert foreign("Then it rose *again* and stayed there.", "ru") in edition
    assert edition.count("[^i]") == edition.count("[^ii]") == 2


@pytest.mark.parametrize("provider", sorted(VARIABLES))
def test_the_estimate_is_what_is_sent_and_sends_nothing(place: Workspace, use: Use, provider: str) -> None:
    server = use(provider)
    before = place.snapshot()
    told = results(place.run("translate", "--estimate", "--format", "json"))
    assert not server.asked
    assert place.snapshot() == before
    assert not (place.root / ".targman/translations").exists()
    done = results(place.run("translate", "--format", "json"))
    assert [item["characters"] for item in told] == [item["characters"] for item in done]
    assert sum(int(str(item["requests"])) for item in told) == len(server.asked)
    assert sum(int(str(item["characters"])) for item in told) == sum(map(len, server.texts))
    after = place.run("translate", "--estimate").stdout
    assert "0 characters in 0 requests" in after


def test_answers_are_known_in_other_articles_and_after_the_catalogs_are_gone(place: Workspace, use: Use) -> None:
    server = use("microsoft")
    place.run("translate")
    asked = len(server.asked)
    place.write("articles/second.md", ARTICLE.replace("title: The lake", "title: Another lake"))
    for path in (place.root / "locales/ru").rglob("*.po"):
        path.unlink()
    place.run("sync")
    found = results(place.run("translate", "--to", "ru", "--format", "json"))
    assert server.texts[len(server.texts) - 1 :] == ["Another lake"]
    assert len(server.asked) == asked + 1
    assert active(place, name="second")[TEXTS[1]].target == active(place)[TEXTS[1]].target
    lake = next(item for item in found if item["article"] == "articles/lake.md")
    assert lake["cached"] == lake["filled"]


def test_a_budget_ends_the_run_cleanly_and_the_next_one_goes_on(place: Workspace, use: Use) -> None:
    server = use("google")
    result = place.run("translate", "--to", "ru", "--max-chars", "30")
    assert "The budget of 30 characters is spent; 3 entries were left." in result.stdout
    assert set(server.texts) == {TEXTS[0], TEXTS[1]}
    assert place.run("translate", "--to", "ru", "--max-chars", "0").exit_code == 0
    assert len(server.texts) == 2
    place.run("translate", "--to", "ru")
    assert len(server.texts) == len(set(server.texts)) == len(TEXTS)
    assert all(entry.target for entry in active(place).values())


def test_a_direction_that_a_provider_has_not_is_left_and_told(place: Workspace, use: Use) -> None:
    server = use("libretranslate")
    result = place.run("translate")
    assert "libretranslate does not translate from en to hy: 5 entries were left." in result.stdout
    assert {request.target for request in server.asked} == {"ru"}


def test_directions_that_a_provider_lacks_are_told_before_anything_is_sent(workspace: MakeWorkspace, use: Use) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru", "sr-Latn", "yue"]\nmemory = "off"\n')
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    server = use("google")
    shown = place.run("translate").stdout
    for lang in ("sr-Latn", "yue"):
        assert shown.index(f"google does not translate from en to {lang}") < shown.index("Filled")
    assert {request.target for request in server.asked} == {"ru"}


def test_the_list_of_providers_has_the_directions_of_the_workspace(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["en", "uk", "sr-Latn", "zh-Hans"]\n')
    place.write("articles/lake.md", ARTICLE)
    place.write("articles/gora.md", ARTICLE.replace("title:", "lang: ru\ntitle:", 1))
    shown = place.run("translate", "--providers").stdout
    assert re.search(r"^google +all but en→sr-Latn, ru→sr-Latn", shown, re.MULTILINE)
    assert re.search(r"^libretranslate +ru→en ", shown, re.MULTILINE)
    (place.root / "articles/gora.md").unlink()
    assert re.search(r"^google +yes +– +yes ", place.run("translate", "--providers").stdout, re.MULTILINE)


def test_a_text_longer_than_a_request_is_sent_in_parts(workspace: MakeWorkspace, use: Use) -> None:
    place = workspace('segmentation = "block"\n')
    text = " ".join(f"This is sentence {number} of those about the lake that fell.[^a{number}]" for number in range(30))
    notes = "".join(f"[^a{number}]: Page {number}.\n" for number in range(30))
    place.write("articles/lake.md", f"---\nlang: en\n---\n{text}\n\n{notes}")
    place.run("sync")
    server = use("mymemory")
    place.run("translate", "--to", "ru")
    assert all(len(text.encode()) <= 490 for text in server.texts)
    source = next(text for text in active(place) if len(text) > 490)
    assert active(place)[source].target == foreign(source, "ru")


def test_a_machine_without_a_network_fills_everything(place: Workspace) -> None:
    place.run("translate", "--provider", "pseudo")
    for lang in ("hy", "ru"):
        assert all(entry.target for entry in active(place, lang).values())
    place.run("check")
    assert "Leave" not in place.run("merge", "--fuzzy", "use").stdout


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (["--provider", "deepl"], {}, "DEEPL_API_KEY"),
        (["--provider", "nobody"], {}, "nobody"),
        (["--to", "fr"], {}, "there is no edition “fr”"),
        (["--to", ","], {}, "names no language"),
        (["--max-chars", "-1"], {}, "-1"),
        (["--provider", "google"], {"TARGMAN_TIMEOUT": "soon"}, "TARGMAN_TIMEOUT has to be a number"),
        (["nowhere"], {}, "nowhere"),
        ([], {}, "Name the provider that is to get your texts, with --provider NAME or TARGMAN_PROVIDER: google, "),
        (["--estimate"], {}, "To see what each one is and needs: targman translate --providers"),
        (["--provider", "pseudo"], {"TARGMAN_WAIT": "soon"}, "TARGMAN_WAIT is “soon”, but has to be a number"),
        (["--provider", "pseudo"], {"TARGMAN_WAIT": "inf"}, "has to be a number of seconds"),
    ],
)
def test_a_wrong_question_is_refused_before_anything_is_sent(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, arguments: list[str], environ: Mapping[str, str], said: str
) -> None:
    monkeypatch.delenv("DEEPL_API_KEY", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert said in place.run("translate", *arguments, exit_code=2).output


def test_the_list_of_providers_needs_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEEPL_API_KEY", SECRET)
    place = Workspace(tmp_path)
    shown = place.run("translate", "--providers").stdout
    assert re.search(r"google( +yes){6}", shown)
    assert "MICROSOFT_API_KEY (not set)" in shown
    assert "DEEPL_API_KEY (not set)" not in shown
    listed = {item["name"]: item for item in results(place.run("translate", "--providers", "--format", "json"))}
    assert listed["libretranslate"]["directions"] == ["en-ru", "ru-en"]
    assert listed["deepl"]["missing"] == []
    assert SECRET not in shown
