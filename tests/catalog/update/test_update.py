"""What becomes of translations when an article is edited."""

from dataclasses import replace

import pytest

from catalog.update.desk import Desk, desk
from pipeline.model import Entry

CRANE = "The crane came back in March."
RIVER = "The river was still frozen."
BOATS = "Nobody had seen the boats."
TARGETS = {CRANE: "Журавль вернулся в марте.", RIVER: "Река ещё стояла.", BOATS: "Лодок никто не видел."}
BLOCK = f"{CRANE} {RIVER} {BOATS}"
BLOCK_TARGET = " ".join(TARGETS.values())


def test_a_text_keeps_its_translation_wherever_it_moves() -> None:
    made = desk(f"{CRANE} {RIVER}\n\n{BOATS}\n", TARGETS)
    carried = made.sync(f"{BOATS}\n\n# Spring\n\n{RIVER}\n\n{CRANE}\n")
    assert made.state() == {BOATS: TARGETS[BOATS], "Spring": "", RIVER: TARGETS[RIVER], CRANE: TARGETS[CRANE]}
    assert carried.added == ("Spring",)
    assert (carried.revived, carried.followed, carried.fuzzied, carried.retired) == ((), (), (), ())


def test_a_text_that_is_gone_becomes_obsolete_and_comes_back_as_it_was() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    made.change(RIVER, remarks=("Уточнить.",), flags=("priority-high",))
    before = made.written()
    assert made.sync(f"{CRANE}\n").retired == (RIVER,)
    assert made.obsolete[RIVER].target == TARGETS[RIVER]
    assert made.sync(f"{CRANE} {RIVER}\n").revived == (RIVER,)
    assert made.written() == before


def test_a_text_that_is_nearly_the_same_gets_the_translation_as_a_guess() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    edited = "The crane came back in April."
    carried = made.sync(f"{edited} {RIVER}\n")
    assert carried.fuzzied == (edited,)
    assert made.active[edited].target == TARGETS[CRANE]
    assert made.active[edited].fuzzy
    assert made.active[edited].previous == CRANE
    assert {source: entry.target for source, entry in made.obsolete.items()} == {CRANE: TARGETS[CRANE]}
    assert carried.retired == ()


def test_a_guess_about_a_guess_still_says_what_it_translates() -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    made.sync("The crane came back in April.\n")
    made.sync("The crane came back late in April.\n")
    assert made.active["The crane came back late in April."].previous == CRANE
    assert made.obsolete.keys() == {CRANE}


def test_a_text_that_is_changed_and_changed_back_needs_no_second_look() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    before = made.written()
    made.sync(f"The crane came back in April. {RIVER}\n")
    made.sync(f"{CRANE} {RIVER}\n")
    assert made.written() == before


DETOURS = {
    "changed": ["The crane came back in April.\n"],
    "deleted after a change": ["The crane came back in April.\n", "\n"],
    "changed twice": ["The crane came back in April.\n", "The crane came back late in April.\n"],
    "rewritten": ["The crane came back in April.\n", "Prices rose.\n"],
    "moved meanwhile": ["The crane came back in April.\n", f"{RIVER}\n\nThe crane came back in April.\n"],
}


@pytest.mark.parametrize("work", ["left alone", "half corrected", "confirmed"])
@pytest.mark.parametrize("detour", DETOURS)
def test_a_text_that_comes_back_has_its_own_confirmed_translation(detour: str, work: str) -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    mine = "Журавль вернулся в апреле."
    for text in DETOURS[detour]:
        made.sync(text)
        for key in made.active.keys() - {RIVER, "Prices rose."}:
            if work == "half corrected":
                made.change(key, target=mine)
            elif work == "confirmed":
                made.translate({key: mine})
    carried = made.sync(f"{CRANE}\n")
    assert (carried.revived, made.state()) == ((CRANE,), {CRANE: TARGETS[CRANE]})
    assert {(entry.target, entry.fuzzy) for entry in made.obsolete.values()} == (
        set() if work == "left alone" else {(mine, work == "half corrected")}
    )
    assert not made.sync().changed


def test_work_on_an_offer_is_there_when_its_text_is_again() -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    april = "The crane came back in April."
    made.sync(f"{april}\n")
    made.change(april, target="Журавль вернулся в апр", remarks=("Проверить.",))
    before = made.written()
    made.sync(f"{CRANE}\n")
    made.sync(f"{april}\n")
    assert made.written() == before


def test_a_remark_on_an_untouched_offer_is_work_too() -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    april = "The crane came back in April."
    made.sync(f"{april}\n")
    made.change(april, remarks=("Месяц?",))
    made.sync(f"{RIVER}\n")
    assert made.obsolete[april].remarks == ("Месяц?",)


def test_a_question_at_an_untranslated_text_follows_it() -> None:
    made = desk(f"{BOATS}\n", {BOATS: TARGETS[BOATS]})
    made.sync(f"{BOATS} {CRANE}\n")
    made.change(CRANE, remarks=("? Which crane?",))
    april = "The crane came back in April."
    made.sync(f"{BOATS} {april}\n")
    assert (made.active[april].remarks, made.obsolete) == (("? Which crane?",), {})
    made.sync(f"{BOATS}\n")
    assert (made.obsolete[april].remarks, made.obsolete[april].target) == (("? Which crane?",), "")
    assert not made.sync().changed
    made.sync(f"{BOATS} {RIVER} {april}\n")
    assert (made.active[april].remarks, made.obsolete) == (("? Which crane?",), {})
    assert made.state() == {BOATS: TARGETS[BOATS], RIVER: "", april: ""}


def test_of_two_sentences_joined_with_an_edit_both_come_back() -> None:
    made = desk(f"{BOATS} {CRANE} {RIVER}\n", TARGETS)
    before = made.written()
    made.sync(f"{BOATS} The crane came back in March, and the river was still frozen.\n")
    made.sync(f"{BOATS} {CRANE} {RIVER}\n")
    assert made.written() == before


def test_many_changes_that_nobody_worked_on_leave_one_obsolete_entry() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    for day in range(1, 30):
        made.sync(f"The crane came back on March {day}. {RIVER}\n")
        assert made.obsolete.keys() == {CRANE}
        assert made.state() == {f"The crane came back on March {day}.": f"?{TARGETS[CRANE]}", RIVER: TARGETS[RIVER]}


def test_a_text_changed_back_has_the_marker_again_that_was_lost_on_the_way() -> None:
    text = "The crane{fn1} came back in March.{fn2}"
    notes = "\n\n[^a]: Grus grus.\n\n[^b]: March 3.\n"
    source = f"The crane[^a] came back in March.[^b]{notes}"
    made = desk(source, {text: "Журавль{fn1} вернулся.{fn2}", "Grus grus.": "Grus grus.", "March 3.": "3 марта."})
    made.sync(f"The crane came back in March.[^b]{notes}")
    assert made.state()["The crane came back in March.{fn1}"] == "?Журавль вернулся.{fn1}"
    made.sync(source)
    assert made.state()[text] == "Журавль{fn1} вернулся.{fn2}"


def test_an_obsolete_text_is_offered_for_one_that_is_nearly_the_same_and_stays() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    made.sync(f"{RIVER}\n")
    made.sync(f"{RIVER} The crane came back in April.\n")
    assert made.state()["The crane came back in April."] == "?" + TARGETS[CRANE]
    assert made.obsolete[CRANE].target == TARGETS[CRANE]


def test_a_text_that_is_quite_another_gets_nothing() -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    made.sync("Prices rose.\n")
    assert made.state() == {"Prices rose.": ""}
    assert made.obsolete[CRANE].target == TARGETS[CRANE]


def test_a_text_that_stands_twice_is_one_entry_until_its_last_place_is_gone() -> None:
    made = desk(f"{CRANE} {RIVER}\n\n# {CRANE}\n\n{CRANE}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    assert made.active[CRANE].comments == ("paragraph", "heading", f"section: {CRANE}")
    made.sync(f"{RIVER}\n\n{CRANE}\n")
    assert made.state()[CRANE] == TARGETS[CRANE]
    made.sync(f"{RIVER}\n")
    assert made.obsolete[CRANE].target == TARGETS[CRANE]


def test_remarks_and_foreign_flags_stay_and_ours_follow_the_text() -> None:
    made = desk(f"{CRANE} Read https://example.org/a now.\n", {
        CRANE: TARGETS[CRANE],
        "Read {url1} now.": "Читайте {url1}.",
    })  # fmt: skip
    assert "python-brace-format" in made.active["Read {url1} now."].flags
    made.change(CRANE, remarks=("Проверено.", ""), flags=("priority-high", "python-brace-format"))
    made.change("Read {url1} now.", flags=("python-brace-format", "c-format"))
    made.sync()
    assert made.active[CRANE].remarks == ("Проверено.", "")
    assert made.active[CRANE].flags == ("priority-high",)
    assert made.active["Read {url1} now."].flags == ("python-brace-format", "c-format")


def test_a_person_may_switch_the_check_of_braces_off() -> None:
    made = Desk()
    made.sync("Read https://example.org/a now.\n")
    made.change("Read {url1} now.", flags=("no-python-brace-format",))
    made.sync()
    assert made.active["Read {url1} now."].flags == ("no-python-brace-format",)


def test_text_with_braces_of_its_own_goes_unflagged() -> None:
    made = Desk()
    made.sync("The set {a} is in [the book](https://example.org/a).\n")
    assert made.active["The set {a} is in [the book]({url1})."].flags == ()


def test_an_entry_that_a_translator_gave_a_context_keeps_its_translation_without_it() -> None:
    made = desk(f"{CRANE}\n", {CRANE: TARGETS[CRANE]})
    made.change(CRANE, context="12")
    made.sync()
    assert made.state() == {CRANE: TARGETS[CRANE]}
    before = made.entries
    assert not made.sync().changed
    assert made.entries == before


def test_an_obsolete_entry_without_a_translation_gives_way_to_its_text() -> None:
    made = desk(f"{RIVER}\n", {RIVER: TARGETS[RIVER]})
    made.entries += (desk(f"{CRANE}\n", {CRANE: "x"}).entries[0],)
    made.change(CRANE, obsolete=True, target="")
    made.sync(f"{RIVER} {CRANE}\n")
    assert made.state() == {RIVER: TARGETS[RIVER], CRANE: ""}


LAKE = "https://example.org/en/lake"


def test_a_link_target_is_an_entry_once_it_is_translated_and_a_new_one_is_offered_its_translation() -> None:
    link = "[The lake](%s) is blue. [The river](https://example.org/en/river) is not.\n"
    made = Desk()
    made.sync(link % LAKE)
    assert not any(source.startswith("https") for source in made.active)
    made.add({LAKE: "https://example.org/ru/ozero"})
    assert list(made.active)[1] == LAKE
    assert not made.sync().changed
    made.sync(link % f"{LAKE}s")
    assert [*made.state().items()][1] == (f"{LAKE}s", "?https://example.org/ru/ozero")
    assert len(made.active) == 3
    made.confirm()
    made.sync("[The river](https://example.org/en/river) is not.\n")
    assert list(made.active) == ["[The river]({url1}) is not."]
    assert made.obsolete[f"{LAKE}s"].target == "https://example.org/ru/ozero"


def test_a_customised_link_target_comes_back_and_is_never_offered_for_words() -> None:
    made = desk(f"See <{LAKE}>.\n", {"See <{url1}>.": "См. <{url1}>."})
    made.add({LAKE: "https://example.org/ru/ozero"})
    made.sync(f"{RIVER}\n")
    made.sync(f"{RIVER}\n\nOn example.org: en lake\n")
    assert made.state()["On example.org: en lake"] == ""
    made.sync(f"{RIVER}\n\nSee <{LAKE}>.\n")
    assert made.state()[LAKE] == "https://example.org/ru/ozero"


def test_an_asked_for_link_target_is_a_text_like_others_and_leaves_nothing_where_it_was_kept() -> None:
    link = "<!-- targman: link-targets -->\n\n[The lake](%s) is blue.\n"
    made = Desk()
    made.sync(link % LAKE)
    assert made.state()[LAKE] == ""
    made.translate({LAKE: LAKE})
    made.sync(link % f"{LAKE}s")
    assert made.state()[f"{LAKE}s"] == ""
    assert not made.obsolete


FORMER = {"1,5": "1.5", "`make test`": "`make test`", "2019": "2019", LAKE: LAKE}


def test_a_copied_number_or_address_whose_text_is_gone_leaves_nothing() -> None:
    made = Desk()
    made.sync(f"{RIVER}\n")
    comments = {LAKE: ("link target",)}
    made.entries += tuple(
        Entry(source=source, target=target, comments=comments.get(source, ())) for source, target in FORMER.items()
    )
    made.sync()
    assert list(made.active) == [RIVER]
    assert list(made.obsolete) == ["1,5"]
    before = made.entries
    assert not made.sync().changed
    assert made.entries == before


def test_filled_in_entries_that_are_no_work_any_more_leave_quietly_and_others_keep_acting() -> None:
    made = Desk()
    made.sync(f"- 1,5\n- `make test`\n- 2019\n- [The lake]({LAKE})\n")
    made.translate({"[The lake]({url1})": "[Озеро]({url1})"})
    made.entries += tuple(Entry(source=source, target=target) for source, target in FORMER.items())
    made.change("2019", remarks=("the year of the census",))
    made.sync()
    assert made.state() == {"1,5": "1.5", "2019": "2019", "[The lake]({url1})": "[Озеро]({url1})"}
    assert not made.obsolete
    assert "- 1.5\n" in made.edition()
    made.sync(f"- [The lake]({LAKE})\n")
    assert {source: entry.target for source, entry in made.obsolete.items()} == {"1,5": "1.5", "2019": "2019"}
    made.sync(f"- 1,5\n- [The lake]({LAKE})\n")
    assert made.state()["1,5"] == "1.5"


@pytest.mark.parametrize("text", ["{river} 1956! {crane}", "`make`. {river} {crane}", "{river} {crane} 2019[^1]."])
def test_sentences_and_blocks_carry_each_other_over_a_sentence_without_words(text: str) -> None:
    made = Desk()
    made.sync(text.format(river=RIVER, crane=CRANE) + f"\n\n[^1]: {BOATS}\n")
    made.translate({RIVER: TARGETS[RIVER], CRANE: TARGETS[CRANE]})
    assert [*made.active] == [RIVER, CRANE, BOATS]
    made.sync(sentences=False)
    block = text.replace("[^1]", "{{fn1}}").format(river=TARGETS[RIVER], crane=TARGETS[CRANE])
    assert next(iter(made.state().values())) == block
    made.sync(sentences=True)
    assert made.state() == {RIVER: TARGETS[RIVER], CRANE: TARGETS[CRANE], BOATS: ""}


def test_the_catalog_of_the_source_language_follows_what_nobody_touched() -> None:
    made = Desk(lang="en")
    made.sync(f"{CRANE} {RIVER}\n")
    assert made.state() == {CRANE: CRANE, RIVER: RIVER}
    edited = "The crane came back in April."
    assert not made.sync(f"{edited} {RIVER}\n").fuzzied
    assert made.state() == {edited: edited, RIVER: RIVER}
    assert not made.obsolete


def test_a_remark_on_an_untouched_source_text_follows_it() -> None:
    made = Desk(lang="en")
    made.sync(f"{CRANE} {RIVER}\n")
    made.change(CRANE, remarks=("Checked with the archive.",))
    edited = "The crane came back in April."
    made.sync(f"{edited} {RIVER}\n")
    assert made.state()[edited] == edited
    assert made.active[edited].remarks == ("Checked with the archive.",)


def test_a_copy_edited_source_text_becomes_fuzzy_when_the_source_moves_on() -> None:
    made = Desk(lang="en")
    made.sync(f"{CRANE} {RIVER}\n")
    made.translate({CRANE: "In March the crane was back."})
    made.sync(f"The crane came back in April. {RIVER}\n")
    assert made.state() == {"The crane came back in April.": "?In March the crane was back.", RIVER: RIVER}
    made.sync(f"{CRANE} {RIVER}\n")
    assert made.state() == {CRANE: "In March the crane was back.", RIVER: RIVER}


TOWNS = ("Gyumri", "Vanadzor", "Goris", "Sisian", "Dilijan", "Ijevan", "Meghri", "Kapan", "Artik", "Sevan", "Abovyan")
TRADES = ("baker", "smith", "tailor", "miller", "printer")


def chronicle(verb: str) -> list[str]:
    return [
        f"In {1800 + 10 * i + j} a {trade} from {town} {verb}." for i, town in enumerate(TOWNS)
        for j, trade in enumerate(TRADES)
    ]  # fmt: skip


def test_in_a_long_article_each_changed_sentence_still_finds_its_own_translation() -> None:
    """With many texts to compare, only those that share rare words are compared."""
    before, after = chronicle("opened a shop"), chronicle("opened a large shop")
    made = desk("\n\n".join(before), {text: f"→ {text}" for text in before})
    made.sync("\n\n".join(reversed(after)))
    assert made.state() == {text: "?→ " + text.replace(" large", "") for text in reversed(after)}


def test_a_match_of_the_memory_is_no_translation_of_the_text_that_it_matched() -> None:
    # A person never saw this translation, so it stays fuzzy where the article becomes the text that the memory had.
    near = "The crane came back in April."
    made = desk(f"{near}\n", {near: TARGETS[CRANE]})
    made.change(near, fuzzy=True, previous=CRANE, comments=("paragraph", "memory: articles/b.md"))
    made.sync(f"{CRANE}\n")
    assert made.state() == {CRANE: f"?{TARGETS[CRANE]}"}


def test_remarks_on_an_old_translation_that_is_there_twice_stay_both() -> None:
    """It was replaced, came back after an edit, and was replaced again."""
    made = desk(CRANE, {CRANE: "Журавль здесь."})
    old = Entry(source=CRANE, target="Журавль прилетел.", obsolete=True)
    made.entries += (
        replace(old, context="superseded", remarks=("Kept for the archive.",)),
        replace(old, remarks=("Which crane?",)),
    )
    made.sync()
    [kept] = made.obsolete.values()
    assert (kept.target, set(kept.remarks)) == ("Журавль прилетел.", {"Kept for the archive.", "Which crane?"})
