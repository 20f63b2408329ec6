"""One text, two meanings: a translation follows its text into and out of a context, and what is a guess is fuzzy."""

import subprocess
from pathlib import Path

import polib
import pytest

from catalog.update.desk import Desk, desk
from pipeline import catalog
from pipeline.catalog.merge3 import merge_catalogs
from pipeline.model import Catalog, Entry, make_key

MONTH = make_key("May", "month")
PERSON = make_key("May", "person")

CELLS = "| May | June |\n|---|---|\n| — | – |\n"
ITEM = "- May\n"


def named(block: str, context: str) -> str:
    return f"<!-- targman: context {context} -->\n\n{block}"


def test_the_same_text_has_an_entry_in_each_context() -> None:
    found = Desk()
    found.sync(f"{named(CELLS, 'month')}\n{ITEM}")
    assert list(found.active) == [MONTH, make_key("June", "month"), "May"]
    assert [entry.context for entry in found.active.values()] == ["month", "month", None]
    found.translate({MONTH: "май", "May": "Мэй"})
    assert "| май |" in found.edition()
    assert "- Мэй" in found.edition()


def test_a_context_stays_with_its_text_when_that_moves() -> None:
    found = desk(f"{named(CELLS, 'month')}\n{ITEM}", {MONTH: "май", make_key("June", "month"): "июнь", "May": "Мэй"})
    before = found.state()
    assert not found.sync(f"{ITEM}\n{named(CELLS, 'month')}\nMore.\n").retired
    assert {key: found.state()[key] for key in before} == before


@pytest.mark.parametrize("fuzzy", [False, True])
def test_a_context_for_all_places_of_a_text_changes_nothing_for_its_translation(*, fuzzy: bool) -> None:
    found = desk(f"{CELLS}", {"May": "май", "June": "июнь"})
    found.change("May", fuzzy=fuzzy, remarks=("Mine.",))
    carried = found.sync(named(CELLS, "month"))
    assert carried.followed == (MONTH, make_key("June", "month"))
    assert found.state() == {MONTH: "?" * fuzzy + "май", make_key("June", "month"): "июнь"}
    assert found.active[MONTH].remarks == ("Mine.",)
    assert not found.obsolete
    found.sync(CELLS)
    assert found.state() == {"May": "?" * fuzzy + "май", "June": "июнь"}
    assert not found.obsolete


def test_a_second_meaning_starts_as_a_guess_and_leaves_the_first_as_it_is() -> None:
    found = desk(f"{CELLS}\n{ITEM}", {"May": "май", "June": "июнь"})
    assert found.sync(f"{CELLS}\n{named(ITEM, 'person')}").fuzzied == (PERSON,)
    assert found.state() == {"May": "май", "June": "июнь", PERSON: "?май"}
    assert found.active[PERSON].previous is None


def test_where_both_places_get_a_context_either_may_be_another_meaning() -> None:
    found = desk(f"{CELLS}\n{ITEM}", {"May": "май", "June": "июнь"})
    found.sync(f"{named(CELLS, 'month')}\n{named(ITEM, 'person')}")
    assert found.state() == {MONTH: "?май", make_key("June", "month"): "июнь", PERSON: "?май"}
    found.sync(f"{CELLS}\n{ITEM}")
    assert found.state() == {"May": "май", "June": "июнь"}, "it came back as it was"


def test_another_context_is_another_meaning() -> None:
    found = desk(named(ITEM, "month"), {MONTH: "май"})
    found.sync(named(ITEM, "person"))
    assert found.state() == {PERSON: "?май"}
    found.sync(named(ITEM, "month"))
    assert found.state() == {MONTH: "май"}


def test_two_meanings_that_become_one_keep_both_translations() -> None:
    found = desk(f"{named(ITEM, 'month')}\n{named('May', 'person')}\n", {MONTH: "май", PERSON: "Мэй"})
    found.sync(f"{ITEM}\nMay\n")
    assert found.state() == {"May": "?май"}
    assert {entry.target for entry in found.entries if entry.obsolete} == {"май", "Мэй"}
    found.sync(f"{named(ITEM, 'month')}\n{named('May', 'person')}\n")
    assert found.state() == {MONTH: "май", PERSON: "Мэй"}


def test_a_changed_text_in_a_context_is_offered_its_old_translation() -> None:
    found = desk(named("The lake is calm today.\n", "report"), {make_key("The lake is calm today.", "report"): "Тихо."})
    found.sync(named("The lake was calm today.\n", "report"))
    assert found.state() == {make_key("The lake was calm today.", "report"): "?Тихо."}


def test_a_text_that_returns_in_another_context_is_offered_its_translation() -> None:
    found = desk(f"{named(ITEM, 'month')}\nMore.\n", {MONTH: "май", "More.": "Ещё."})
    found.sync("More.\n")
    found.sync("More.\n\n- May\n")
    assert found.state() == {"More.": "Ещё.", "May": "?май"}
    assert found.active["May"].previous is None


def test_sentences_and_blocks_carry_a_context_across() -> None:
    one, two = make_key("One.", "number"), make_key("Two.", "number")
    found = desk(named("One. Two.\n", "number"), {one: "Раз.", two: "Два."})
    found.sync(sentences=False)
    assert found.state() == {make_key("One. Two.", "number"): "Раз. Два."}
    found.sync(sentences=True)
    assert found.state() == {one: "Раз.", two: "Два."}


def test_sentences_of_two_meanings_are_joined_as_a_guess() -> None:
    one = make_key("One.", "number")
    found = desk(f"{named('One.', 'number')}\n\nOne.\n\nTwo.\n", {one: "Раз.", "One.": "Одна.", "Two.": "Два."})
    found.sync(f"{named('One.', 'number')}\n\nOne.\n\n{named('One. Two.', 'series')}\n", sentences=False)
    assert found.state() == {one: "Раз.", "One.": "Одна.", make_key("One. Two.", "series"): "?Одна. Два."}


def test_what_a_translator_put_into_a_context_becomes_obsolete() -> None:
    found = desk(ITEM, {"May": "май"})
    found.entries += (Entry(source="May", context="mine", target="Мэй"),)
    assert found.sync().retired == (make_key("May", "mine"),)
    assert found.state() == {"May": "май"}
    found.sync(f"{ITEM}\n{named('May', 'mine')}\n")
    assert found.state() == {"May": "май", make_key("May", "mine"): "Мэй"}


def test_a_context_of_an_author_may_have_the_name_of_ours() -> None:
    found = desk(ITEM, {"May": "май"})
    found.entries += (Entry(source="May", context="superseded", target="Мэй", obsolete=True),)
    found.sync(f"{ITEM}\n{named('May', 'superseded')}\n")
    assert found.state() == {"May": "май", make_key("May", "superseded"): "?май"}
    assert [(entry.context, entry.target) for entry in found.entries if entry.obsolete] == [("superseded 2", "Мэй")]


def test_a_text_with_the_sign_of_a_key_in_it_takes_nothing_from_another() -> None:
    found = desk(named(ITEM, "month"), {MONTH: "май"})
    found.entries += (Entry(source=MONTH, target="Мэй"),)
    found.sync()
    assert found.state() == {MONTH: "май"}
    assert [entry.target for entry in found.entries if entry.obsolete] == ["Мэй"]


def test_a_translation_that_meets_a_new_context_in_git_is_kept() -> None:
    old = desk(f"{ITEM}\nMore.\n", {"May": "июнь", "More.": "Ещё."})
    base = Catalog(entries=old.entries)
    old.sync(f"{named(ITEM, 'month')}\nMore.\n")
    ours = Catalog(entries=old.entries)
    theirs = Catalog(
        entries=tuple(
            Entry(source=entry.source, target="май") if entry.source == "May" else entry for entry in base.entries
        )
    )
    for sides in ((ours, theirs), (theirs, ours)):
        merged = merge_catalogs(base, *sides).catalog.entries
        assert {entry.key: entry.target for entry in merged if not entry.obsolete} == {MONTH: "май", "More.": "Ещё."}
        assert not any(entry.obsolete or entry.fuzzy for entry in merged)


def test_gettext_and_polib_read_contexts(tmp_path: Path) -> None:
    found = desk(
        f"{named(CELLS, 'month “5”')}\n{ITEM}",
        {
            make_key("May", "month “5”"): "май",
            make_key("June", "month “5”"): "июнь",
            "May": "Мэй",
        },
    )
    (tmp_path / "a.po").write_bytes(found.written())
    template = Desk(lang="")
    template.sync(f"{named(CELLS, 'month “5”')}\n{ITEM}\nMore.\n")
    (tmp_path / "a.pot").write_bytes(template.written())
    done = ["msgfmt", "--check", "--output-file", str(tmp_path / "a.mo"), str(tmp_path / "a.po")]
    assert subprocess.run(done, check=False, capture_output=True).stderr == b""
    assert [
        (entry.msgctxt, entry.msgstr) for entry in polib.mofile(str(tmp_path / "a.mo")) if entry.msgid == "May"
    ] == [
        (None, "Мэй"),
        ("month “5”", "май"),
    ]
    merge = ["msgmerge", "--quiet", "--no-wrap", str(tmp_path / "a.po"), str(tmp_path / "a.pot")]
    merged = catalog.parse(subprocess.run(merge, check=True, capture_output=True).stdout)
    assert {entry.key: entry.target for entry in merged.entries if entry.target} == {
        entry.key: entry.target for entry in found.entries
    }
