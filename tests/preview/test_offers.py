"""The offers of the editor: the memory, the glossary, a machine; who translates; and what translators send back."""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from mt.servers import Reply, Request, environment, serving

from pipeline import catalog
from pipeline.preview.commands import run_receive
from pipeline.workspace.settings import find_settings

from .site import COMMAND, FAULTY, FUZZY, MISSING, Answer, Site, end, lay, serve
from .test_saving import review, save
from .test_undo import undo

OTHER = """\
# Other lakes

The lake fell by forty meters.[^b] Nobody knows *why* it did.

[^b]: Another [report](https://example.org/other).
"""
FELL = "The lake fell by forty meters.{fn1}"
GLOSSARY = "en,hy,ru,forbidden ru,note\nlake,լիճ,озеро | озерцо,пруд,no pond\nmeters,մետր,метры,,\n"


@dataclass(frozen=True)
class Offering:
    """A preview with a memory, a glossary and a machine that gives its `replies` before good ones."""

    site: Site
    replies: list[Reply] = field(default_factory=list)


@pytest.fixture(scope="module")
def offering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offering]:
    """A workspace with a second article, and nobody's name in its settings."""
    root = tmp_path_factory.mktemp("offering")
    lay(root)
    (root / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
    (root / "locales/glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    (root / "articles/other.md").write_text(OTHER, encoding="utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=root, check=True, capture_output=True)
    replies: list[Reply] = []

    def answer(request: Request) -> Reply:
        return replies.pop(0) if replies else Reply(answers=request.translated())

    with serving("libretranslate", answer) as server:
        own = environment("libretranslate", server.url)
        site = serve(root, TARGMAN_PROVIDER="libretranslate", TARGMAN_PAUSE="0.01", HOME=str(root), **own)
        try:
            yield Offering(site, replies)
        finally:
            assert end(site) == (0, "")


def offers(site: Site, source: str) -> dict[str, Any]:
    answer = site.get(f"/offers/lake?lang=ru&key={site.sentence(source)['key']}")
    assert answer.status == 200
    return dict(answer.json)


def test_the_memory_offers_what_it_has_for_a_similar_text(offering: Offering) -> None:
    site = offering.site
    row = site.get("/article/other?lang=ru").text.partition("опустилось")[0]
    key = row.rpartition('data-key="')[2].partition('"')[0]
    entry = site.get(f"/entry/other?lang=ru&key={key}").json
    assert entry["source"] == FELL
    edit = {"lang": "ru", "source": FELL, "base": entry["base"], "target": ""}
    assert site.post("/save/other", edit).status == 200
    [offer] = site.get(f"/offers/other?lang=ru&key={key}").json["memory"]
    assert offer["target"] == "Озеро опустилось на двадцать метров{fn1}."
    assert "articles/lake" in offer["from"]
    assert [part["text"] for part in offer["previous"] if part["change"] == "new"] == ["forty"]


def test_the_glossary_offers_its_terms(offering: Offering) -> None:
    terms = offers(offering.site, "The lake fell by twenty meters.{fn1}")["terms"]
    lake, meters = terms
    assert (lake["name"], lake["names"], lake["forbidden"]) == ("lake", ["озеро", "озерцо"], ["пруд"])
    assert lake["notes"] == ["no pond"]
    assert meters["names"] == ["метры"]


def ask(site: Site, source: str) -> Answer:
    named = site.sentence(source)
    return site.post("/machine/lake", {"lang": named["lang"], "key": named["key"]})


def test_a_machine_fills_an_empty_entry_which_stays_fuzzy_and_can_be_undone(offering: Offering) -> None:
    site = offering.site
    before = site.catalog.read_bytes()
    assert offers(site, MISSING)["machine"] == "libretranslate"
    assert ask(site, MISSING).status == 200
    entry = site.entry(MISSING)
    assert (bool(entry.target), entry.fuzzy) == (True, True)
    assert "machine: libretranslate" in entry.comments
    undo(site)
    assert site.catalog.read_bytes() == before


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([Reply(status=403)] * 9, "libretranslate"),
        ([Reply(status=500)] * 9, "libretranslate"),
        ([Reply(answers=[""])] * 9, "empty"),
    ],
)
def test_a_machine_that_fails_is_told_in_words_and_nothing_is_written(
    offering: Offering, replies: list[Reply], words: str
) -> None:
    before = offering.site.catalog.read_bytes()
    offering.replies[:] = replies
    answer = ask(offering.site, "First year")
    offering.replies.clear()
    assert answer.status == 422
    assert words in answer.json["problem"]
    assert "Traceback" not in answer.text
    assert offering.site.catalog.read_bytes() == before


def test_a_machine_touches_no_entry_that_has_a_translation(offering: Offering) -> None:
    before = offering.site.catalog.read_bytes()
    for source in (FUZZY, FAULTY):
        assert ask(offering.site, source).status == 422
    assert offering.site.catalog.read_bytes() == before


def test_without_a_provider_no_machine_is_offered(site: Site) -> None:
    assert offers(site, MISSING)["machine"] == ""
    answer = ask(site, MISSING)
    assert (answer.status, "TARGMAN_PROVIDER" in answer.json["problem"]) == (422, True)


def test_who_translates_is_written_into_the_settings_and_signs(offering: Offering) -> None:
    site = offering.site
    assert "data-unsigned" in site.get("/article/lake").text
    assert site.get("/who").json == {"name": ""}
    assert site.post("/who", {"name": "  Ани   Петрова "}).json == {"name": "Ани Петрова"}
    assert (site.root / "targman.toml").read_text("utf-8") == 'lang = "en"\ntranslator = "Ани Петрова"\n'
    assert "data-unsigned" not in site.get("/article/lake").text
    save(site, "Low water", "Межень")
    assert catalog.parse(site.catalog.read_bytes()).field("Last-Translator") == "Ани Петрова"


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "\u202eevil", 'x"\ny = 1'])
def test_a_name_that_is_none_is_refused(site: Site, name: str) -> None:
    before = (site.root / "targman.toml").read_bytes()
    answer = site.post("/who", {"name": name})
    after = (site.root / "targman.toml").read_bytes()
    assert (answer.status == 400 and after == before) or find_settings(site.root).translator == " ".join(name.split())
    site.post("/who", {"name": "Ани <ani@example.org>"})


def test_what_changed_since_the_last_review_is_told(site: Site) -> None:
    review(site, "Year", "Год")
    site.translate("Year", target="Год события")
    answer = site.get(f"/former/lake?lang=ru&key={site.sentence('Year')['key']}")
    assert answer.json == {"source": [], "target": [], "told": ""}, "there is no git, and no copy yet"
    run = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
    site.translate("Year", target="Год")
    review(site, "Year", "Год")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*run, *command], cwd=site.root, check=True, capture_output=True)
    site.translate("Year", target="Год события")
    told = site.get(f"/former/lake?lang=ru&key={site.sentence('Year')['key']}", Accept_Language="en").json
    assert told["told"] == "Since the review by Ани"
    assert [part for part in told["target"] if part["change"] == "new"] == [{"text": " события", "change": "new"}]
    assert told["source"] == []


def send(site: Site, name: str, data: bytes) -> Answer:
    own = {"Origin": site.address, "Content-Type": "application/octet-stream"}
    return site.request("POST", f"/receive?name={name}", headers=own, body=data)


def test_a_catalog_that_was_mailed_is_taken_back(site: Site) -> None:
    mailed = site.catalog.read_text("utf-8").replace(
        f'msgid "{MISSING}"\nmsgstr ""', f'msgid "{MISSING}"\nmsgstr "Потом."'
    )
    answer = send(site, "from%20Anna.po", mailed.encode())
    assert (answer.status, answer.json["line"]) == (200, "targman receive from Anna.po")
    assert "taken" in answer.json["text"]
    assert tempfile.gettempdir() not in answer.json["text"]
    assert site.entry(MISSING).target == "Потом."


def test_a_large_file_is_taken_and_a_huge_one_refused(site: Site) -> None:
    large = site.catalog.read_bytes() + b"\n" + b"#~ # padding\n" * 20_000
    assert len(large) > 200_000
    assert send(site, "large.po", large).status == 200
    before = site.catalog.read_bytes()
    own = {"Origin": site.address, "Content-Length": str(33 * 1024 * 1024)}
    assert site.request("POST", "/receive?name=x.po", headers=own, body=b"x").status == 413
    assert send(site, "x.po", b"\0" * 100).json["status"] != 0
    assert site.catalog.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["../../evil.po", "..\\evil.po", "", "...", "/etc/passwd", "a\0b\n.po", "x" * 300 + ".po", "-.po"]
)
def test_no_name_of_a_file_leads_elsewhere(site: Site, name: str) -> None:
    before = set(site.root.parent.rglob("*.po"))
    report = run_receive(find_settings(site.root), name, site.catalog.read_bytes())
    assert "Traceback" not in report.text
    assert set(site.root.parent.rglob("*.po")) == before
    assert not Path(site.root.parent, "evil.po").exists()
