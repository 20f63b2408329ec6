"""Every change made in the preview can be undone by its inverse, unless somebody else changed the same since."""

import subprocess

import pytest

from pipeline import catalog
from pipeline.catalog.review import find_reviewer
from pipeline.preview.article_view import target_digest

from .site import COMMAND, FAULTY, FUZZY, MISSING, Answer, Site
from .test_saving import review, save


@pytest.fixture(autouse=True)
def _nothing_to_undo(site: Site) -> None:
    """Other tests left changes behind that are no longer in the catalog: forget them."""
    save(site, "Year", "Лето")
    while site.post("/undo/lake", {}).json["outcome"] != "nothing":
        pass


def undo(site: Site) -> Answer:
    return site.post("/undo/lake", {})


def test_an_undone_edit_leaves_every_byte_as_it_was_and_can_be_done_again(site: Site) -> None:
    before = site.catalog.read_bytes()
    save(site, FUZZY, "Второй пункт списка.")
    after = site.catalog.read_bytes()
    answer = undo(site)
    assert (answer.status, answer.json["outcome"], answer.json["lang"]) == (200, "done", "ru")
    assert answer.json["keys"] == [site.sentence(FUZZY)["key"]]
    assert site.catalog.read_bytes() == before
    assert site.post("/redo/lake", {}).json["outcome"] == "done"
    assert site.catalog.read_bytes() == after
    assert site.post("/redo/lake", {}).json["outcome"] == "nothing"


def test_edits_are_undone_from_the_last_one_to_the_first(site: Site) -> None:
    before = site.catalog.read_bytes()
    save(site, FUZZY, "Раз.")
    save(site, MISSING, "Два.")
    save(site, FUZZY, "Три.")
    undo(site)
    assert (site.entry(FUZZY).target, site.entry(MISSING).target) == ("Раз.", "Два.")
    undo(site)
    undo(site)
    assert site.catalog.read_bytes() == before
    assert undo(site).json["outcome"] == "nothing"


def test_a_new_edit_is_the_end_of_what_can_be_done_again(site: Site) -> None:
    save(site, FUZZY, "Раз.")
    undo(site)
    save(site, MISSING, "Два.")
    assert site.post("/redo/lake", {}).json["outcome"] == "nothing"


def test_what_somebody_else_changed_since_is_not_undone(site: Site) -> None:
    save(site, MISSING, "Раз.")
    save(site, FUZZY, "Два.")
    site.translate(FUZZY, target="Чужое.")
    before = site.catalog.read_bytes()
    answer = undo(site)
    assert (answer.status, answer.json["outcome"]) == (409, "changed")
    assert site.catalog.read_bytes() == before
    assert undo(site).json["outcome"] == "done"
    assert site.entry(MISSING).target == ""
    assert site.entry(FUZZY).target == "Чужое."


def test_what_others_did_to_other_sentences_stays(site: Site) -> None:
    save(site, FUZZY, "Раз.")
    site.translate(MISSING, target="Чужое.")
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    assert undo(site).json["outcome"] == "done"
    assert (site.entry(FUZZY).target, site.entry(FUZZY).fuzzy) == ("Второй пункт.", True)
    assert site.entry(MISSING).target == "Чужое."


def test_an_edit_of_a_sentence_that_is_gone_is_not_undone(site: Site) -> None:
    save(site, FUZZY, "Раз.")
    article = site.root / "articles/lake.md"
    article.write_text(article.read_text("utf-8").replace(f"- {FUZZY}\n", ""), "utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    assert undo(site).json["outcome"] == "changed"


def test_a_review_is_undone(site: Site) -> None:
    before = site.catalog.read_bytes()
    review(site, "Year", "Год")
    assert find_reviewer(site.entry("Year")) == "Ани"
    undo(site)
    assert site.catalog.read_bytes() == before


def test_the_mark_of_a_machine_comes_back(site: Site) -> None:
    site.translate(MISSING, target="Затем.", fuzzy=True, comments=("paragraph", "machine: deepl"))
    before = site.catalog.read_bytes()
    save(site, MISSING, "Затем поднялось.")
    undo(site)
    assert site.catalog.read_bytes() == before


def test_an_entry_that_was_made_by_an_edit_goes_with_it(site: Site) -> None:
    before = site.catalog.read_bytes()
    save(site, "https://example.org/one", "https://example.org/ru/one", "")
    assert undo(site).json["outcome"] == "done"
    assert site.catalog.read_bytes() == before


def test_a_paragraph_is_confirmed_and_undone_at_once(site: Site) -> None:
    for source in (MISSING, FUZZY):
        site.translate(source, target="Похожее.", fuzzy=True)
    before = site.catalog.read_bytes()
    read = {site.sentence(source)["key"]: site.sentence(source)["base"] for source in (MISSING, FUZZY)}
    assert site.post("/confirm/lake", {"lang": "ru", "read": read}).json == {"number": 2}
    assert not site.entry(MISSING).fuzzy
    assert not site.entry(FUZZY).fuzzy
    undo(site)
    assert site.catalog.read_bytes() == before


def test_a_paragraph_of_which_a_sentence_was_not_read_as_it_is_stays_unconfirmed(site: Site) -> None:
    site.translate(MISSING, target="Похожее.", fuzzy=True)
    read = {site.sentence(source)["key"]: site.sentence(source)["base"] for source in (MISSING, FUZZY)}
    site.translate(FUZZY, target="Чужое.", fuzzy=True)
    before = site.catalog.read_bytes()
    answer = site.post("/confirm/lake", {"lang": "ru", "read": read})
    assert answer.status == 409
    assert "Nothing was changed" in answer.json["problem"]
    assert site.catalog.read_bytes() == before


@pytest.mark.parametrize("read", [{}, {"x": ""}, {"x": 1}, [], None, {"x": "5aa5"}, {"x": "5aa59bf71226"}])
def test_nothing_that_was_not_read_is_confirmed(site: Site, read: object) -> None:
    before = site.catalog.read_bytes()
    assert site.post("/confirm/lake", {"lang": "ru", "read": read}).status in {400, 409}
    assert site.catalog.read_bytes() == before


def test_a_short_digest_is_not_taken_for_reading(site: Site) -> None:
    named = site.sentence(FUZZY)
    answer = site.post("/confirm/lake", {"lang": "ru", "read": {named["key"]: named["base"][:2]}})
    assert (answer.status, site.entry(FUZZY).fuzzy) == (409, True)


REPAIRABLE = "Озеро  опустилось на двадцать метров{fn1}."


def test_a_finding_with_one_answer_is_fixed_as_the_command_does_and_undone(site: Site) -> None:
    source = "The lake fell by twenty meters.{fn1}"
    site.translate(source, target=REPAIRABLE)
    before = site.catalog.read_bytes()
    subprocess.run([*COMMAND, "check", "--fix", "--yes"], cwd=site.root, check=False, capture_output=True)
    expected = site.entry(source).target
    assert expected != REPAIRABLE
    site.catalog.write_bytes(before)
    answer = site.post("/fix/lake", site.sentence(source))
    assert (answer.status, answer.json) == (200, {"number": 1})
    assert site.entry(source).target == expected
    undo(site)
    assert site.catalog.read_bytes() == before


def test_only_what_was_read_is_fixed(site: Site) -> None:
    source = "The lake fell by twenty meters.{fn1}"
    shown = site.sentence(source)
    site.translate(source, target=REPAIRABLE)
    before = site.catalog.read_bytes()
    assert site.post("/fix/lake", shown).status == 409
    assert site.post("/fix/lake", site.sentence(FAULTY)).status == 409, "there is no one right answer"
    assert site.post("/fix/lake", {"lang": "ru", "key": "nothing", "base": "0" * 12}).status == 409
    assert site.catalog.read_bytes() == before


def remark(site: Site, source: str, text: str, base: str = "") -> Answer:
    asked = {"lang": "ru", "source": source, "base": target_digest(base), "target": text}
    return site.post("/remark/lake", asked)


def test_a_comment_is_written_shown_and_undone_and_confirms_nothing(site: Site) -> None:
    before = site.catalog.read_bytes()
    assert remark(site, FUZZY, "  ask the author \n\n? which item\n").status == 200
    entry = site.entry(FUZZY)
    assert entry.remarks == ("ask the author", "? which item")
    assert (entry.target, entry.fuzzy) == ("Второй пункт.", True)
    assert "ask the author<br>? which item" in site.get("/article/lake").text
    assert site.get(f"/entry/lake?lang=ru&key={site.sentence(FUZZY)['key']}").json["remarks"] == "\n".join(
        entry.remarks
    )
    undo(site)
    assert site.catalog.read_bytes() == before


def test_a_comment_that_somebody_else_wrote_meanwhile_is_kept(site: Site) -> None:
    site.translate(FUZZY, remarks=("theirs",))
    answer = remark(site, FUZZY, "mine")
    assert (answer.status, answer.json["target"]) == (409, "theirs")
    assert site.entry(FUZZY).remarks == ("theirs",)
    assert remark(site, FUZZY, "theirs\nmine", base="theirs").status == 200
    assert site.entry(FUZZY).remarks == ("theirs", "mine")


def test_a_comment_leaves_a_review_and_cannot_pass_for_one(site: Site) -> None:
    review(site, "Year", "Год")
    mark = site.entry("Year").remarks
    assert remark(site, "Year", f"mine\n{mark[0]}\nreviewed 0123456789ab Forger").status == 200
    assert site.entry("Year").remarks == ("mine", *mark)
    assert remark(site, "Level", "reviewed 0123456789ab Forger").status == 200
    assert site.entry("Level").remarks == ()


@pytest.mark.parametrize("text", ["\0", "\ud800", "a\u2028b\rc", "\u202eevil", ", fuzzy", '. x\n: y\n~ msgid "x"', "#"])
def test_whatever_is_written_as_a_comment_the_catalog_can_be_read(site: Site, text: str) -> None:
    assert remark(site, FUZZY, text).status == 200
    entry = site.entry(FUZZY)
    assert (entry.target, entry.fuzzy) == ("Второй пункт.", True)
    assert catalog.parse(site.catalog.read_bytes())


@pytest.mark.parametrize(
    "address", ["/undo/lake", "/redo/lake", "/fix/lake", "/remark/lake", "/machine/lake", "/confirm/lake"]
)
def test_a_request_that_makes_no_sense_is_refused(site: Site, address: str) -> None:
    nonsense: tuple[object, ...] = ([], "text", None)
    for data in nonsense:
        assert site.post(address, data).status == 400
    assert site.post(address.replace("lake", "..%2Flake"), {"lang": "ru"}).status == 400
    assert site.post(address, {}, Origin="https://evil.example").status == 403
