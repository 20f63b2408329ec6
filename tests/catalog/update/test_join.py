"""Sentences put together and cut, paragraphs too, and the switch between sentences and blocks."""

from dataclasses import replace

import pytest

from catalog.update.desk import Desk, desk
from catalog.update.test_update import BLOCK, BLOCK_TARGET, BOATS, CRANE, RIVER, TARGETS
from pipeline.catalog.update.join import join_entries
from pipeline.model import Entry

BOATS_EDITED = "Никто не видал лодок."


def test_sentences_become_a_block_and_sentences_again() -> None:
    made = desk(f"{BLOCK}\n", TARGETS)
    before = made.state()
    made.sync(sentences=False)
    assert made.state() == {BLOCK: BLOCK_TARGET}
    made.sync(sentences=True)
    assert made.state() == before


def test_a_remark_on_a_block_is_there_again_when_its_sentences_are_joined_as_they_were() -> None:
    made = desk(f"{BLOCK}\n", TARGETS)
    made.change(CRANE, remarks=("Which crane?",))
    made.sync(sentences=False)
    made.change(BLOCK, remarks=("Which crane?", "Why boats?"))
    made.sync(sentences=True)
    made.sync(sentences=False)
    assert made.active[BLOCK].remarks == ("Which crane?", "Why boats?")


@pytest.mark.parametrize("comment", ["<!-- a comment -->", "<!-- targman: note Short. -->"])
def test_a_comment_between_sentences_does_not_keep_them_apart(comment: str) -> None:
    made = desk(f"A river. {comment} A lake. A hill.\n", {"A river.": "Река.", "A lake.": "Озеро.", "A hill.": "Гора."})
    before = made.state()
    made.sync(sentences=False)
    assert made.state() == {"A river. {keep1} A lake. A hill.": "Река. {keep1} Озеро. Гора."}
    made.sync(sentences=True)
    assert made.state() == before


def test_a_block_is_divided_where_its_comment_stands() -> None:
    made = desk("A river. <!-- a --> A lake.\n", {"A river. {keep1} A lake.": "Река. {keep1} Озеро."}, sentences=False)
    made.sync(sentences=True)
    assert made.state() == {"A river.": "Река.", "A lake.": "Озеро."}


def test_a_block_becomes_sentences_and_a_block_again() -> None:
    made = desk(f"{BLOCK}\n", {BLOCK: BLOCK_TARGET}, sentences=False)
    made.sync(sentences=True)
    assert made.state() == {source: "?" + target for source, target in TARGETS.items()}
    made.sync(sentences=False)
    assert made.state() == {BLOCK: BLOCK_TARGET}


def test_only_the_sentence_that_was_edited_in_the_block_is_fuzzy_in_sentences() -> None:
    made = desk(f"{BLOCK}\n", TARGETS)
    made.sync(sentences=False)
    made.translate({BLOCK: f"{TARGETS[CRANE]} Лёд ещё стоял. {TARGETS[BOATS]}"})
    made.sync(sentences=True)
    assert made.state() == {CRANE: TARGETS[CRANE], RIVER: "?Лёд ещё стоял.", BOATS: TARGETS[BOATS]}
    assert TARGETS[RIVER] in {entry.target for entry in made.entries if entry.obsolete}


def test_what_was_edited_in_sentences_is_in_the_block() -> None:
    made = desk(f"{BLOCK}\n", {BLOCK: BLOCK_TARGET}, sentences=False)
    made.sync(sentences=True)
    made.translate({BOATS: BOATS_EDITED})
    made.sync(sentences=False)
    assert made.state() == {BLOCK: f"?{TARGETS[CRANE]} {TARGETS[RIVER]} {BOATS_EDITED}"}
    assert BLOCK_TARGET in {entry.target for entry in made.entries if entry.obsolete}


def test_what_was_edited_and_confirmed_in_all_sentences_is_the_block() -> None:
    made = desk(f"{BLOCK}\n", {BLOCK: BLOCK_TARGET}, sentences=False)
    made.sync(sentences=True)
    made.translate({BOATS: BOATS_EDITED})
    made.confirm()
    made.sync(sentences=False)
    assert made.state() == {BLOCK: f"{TARGETS[CRANE]} {TARGETS[RIVER]} {BOATS_EDITED}"}


def test_a_block_with_a_sentence_that_nobody_translated_is_fuzzy_and_leaves_it_open_again() -> None:
    made = Desk()
    made.sync(f"{BLOCK}\n")
    made.translate({CRANE: TARGETS[CRANE], BOATS: TARGETS[BOATS]})
    made.sync(sentences=False)
    assert made.state() == {BLOCK: f"?{TARGETS[CRANE]} {TARGETS[BOATS]}"}
    made.sync(sentences=True)
    assert made.state() == {CRANE: TARGETS[CRANE], RIVER: "", BOATS: TARGETS[BOATS]}


def test_a_translator_may_have_folded_a_sentence_with_its_note() -> None:
    source = "One came.[^1] Two came.[^2] Three came.\n\n[^1]: A\n\n[^2]: B\n"
    targets = {"One came.{fn1}": "Пришли двое{fn1}.", "Two came.{fn1}": "←", "Three came.": "И третий."}
    made = desk(source, {**targets, "A": "А", "B": "Б"})
    made.sync(sentences=False)
    block = "One came.{fn1} Two came.{fn2} Three came."
    assert made.state()[block] == "Пришли двое{fn1}.{fn2} И третий."
    made.sync(sentences=True)
    assert {source: made.state()[source] for source in targets} == targets


def test_notes_are_renumbered_when_sentences_become_a_block_and_back() -> None:
    source = "One[^a] is here. Two[^b] is there.\n\n[^a]: A\n\n[^b]: B\n"
    targets = {"One{fn1} is here.": "Один{fn1} здесь.", "Two{fn1} is there.": "Два{ FN1 } там."}
    made = desk(source, {**targets, "A": "А", "B": "Б"})
    made.sync(sentences=False)
    assert made.state()["One{fn1} is here. Two{fn2} is there."] == "Один{fn1} здесь. Два{fn2} там."
    made.sync(sentences=True)
    assert made.state()["Two{fn1} is there."] == "Два{ FN1 } там."


def test_a_sentence_glued_to_the_note_before_it_is_joined_and_cut_too() -> None:
    source = "It cost much.[^x]Since then it fell.\n\n[^x]: A\n"
    targets = {"It cost much.{fn1}": "Стоило дорого.{fn1}", "Since then it fell.": "Затем упало."}
    made = desk(source, {**targets, "A": "А"})
    before = made.state()
    made.sync(sentences=False)
    assert made.state()["It cost much.{fn1}Since then it fell."] == "Стоило дорого.{fn1} Затем упало."
    made.sync(sentences=True)
    assert made.state() == before


def test_parts_are_found_even_if_the_longest_beginning_leads_nowhere() -> None:
    made = desk("A came. B came.\n\n# A came.\n\n# B came. C came.\n", {
        "A came. B came.": "АБ.", "A came.": "А.", "B came. C came.": "БВ.",
    }, sentences=False)  # fmt: skip
    made.sync("A came. B came. C came.\n")
    assert made.state() == {"A came. B came. C came.": "А. БВ."}


def test_two_sentences_joined_with_an_edit_are_offered_both_translations() -> None:
    made = desk(f"{BOATS} {CRANE} {RIVER}\n", TARGETS)
    edited = "The crane came back in March, and the river was still frozen."
    made.sync(f"{BOATS} {edited}\n")
    assert made.state() == {BOATS: TARGETS[BOATS], edited: f"?{TARGETS[CRANE]} {TARGETS[RIVER]}"}


def test_notes_of_two_sentences_joined_with_an_edit_stay_apart() -> None:
    notes = "\n\n[^a]: Ibid.\n\n[^b]: Ibid.\n"
    made = desk(f"The crane came back in March.[^a] The river was frozen.[^b]{notes}", {
        "The crane came back in March.{fn1}": "Журавль вернулся.{fn1}",
        "The river was frozen.{fn1}": "Река стояла.{fn1}",
        "Ibid.": "Там же.",
    })  # fmt: skip
    made.sync(f"The crane came back in March,[^a] and the river was frozen.[^b]{notes}")
    edited = "The crane came back in March,{fn1} and the river was frozen.{fn2}"
    assert made.state()[edited] == "?Журавль вернулся.{fn1} Река стояла.{fn2}"


def test_a_sentence_split_with_an_edit_shares_its_translation_out() -> None:
    made = desk("The crane came back in March, and the river was still frozen. It snowed.\n", {
        "The crane came back in March, and the river was still frozen.": "Журавль вернулся в марте. Река ещё стояла.",
        "It snowed.": "Шёл снег.",
    })  # fmt: skip
    made.sync("The crane came back in March. The river was still frozen. It snowed.\n")
    assert made.state() == {CRANE: "?" + TARGETS[CRANE], RIVER: "?" + TARGETS[RIVER], "It snowed.": "Шёл снег."}


def test_a_translation_that_cannot_be_cut_goes_to_the_first_part() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {f"{CRANE} {RIVER}": "Журавль прилетел на лёд."}, sentences=False)
    made.sync(sentences=True)
    assert made.state() == {CRANE: "?Журавль прилетел на лёд.", RIVER: "?←"}
    made.confirm()
    made.sync(sentences=False)
    assert made.state() == {f"{CRANE} {RIVER}": "Журавль прилетел на лёд."}


@pytest.mark.parametrize("target", ["Он сел.", "и сел."])
def test_a_translation_that_could_not_be_cut_comes_back_although_one_part_was_translated(target: str) -> None:
    """The guess at the other part is all of it, which with the new part would say the same twice."""
    whole, parts = "* It came\nIt sat down.\n", "* It came\n\nIt sat down.\n"
    made = desk(whole, {"It came It sat down.": "Журавль прилетел и сел."})
    made.sync(parts)
    assert made.state()["It came"] == "?Журавль прилетел и сел."
    made.translate({"It sat down.": target})
    made.sync(whole)
    assert made.state() == {"It came It sat down.": "Журавль прилетел и сел."}
    assert target in {entry.target for entry in made.entries if entry.obsolete}


@pytest.mark.parametrize("purged", [False, True])
def test_a_block_that_was_cut_up_comes_back_whole_or_as_a_guess(purged: bool) -> None:  # noqa: FBT001
    """Poedit offers to purge obsolete entries; the pieces then are no translation of the whole."""
    made = desk(f"{BLOCK}\n", {BLOCK: BLOCK_TARGET}, sentences=False)
    made.sync(sentences=True)
    if purged:
        made.entries = tuple(entry for entry in made.entries if not entry.obsolete)
    made.sync(sentences=False)
    assert made.state() == {BLOCK: ("?" if purged else "") + BLOCK_TARGET}


def test_paragraphs_joined_and_parted_keep_their_sentences() -> None:
    made = desk(f"{CRANE} {RIVER}\n\n{BOATS}\n", TARGETS)
    before = made.written()
    assert not made.sync(f"{BLOCK}\n").changed
    assert not made.sync(f"{CRANE}\n\n{RIVER} {BOATS}\n").changed
    assert made.written() == before


def test_blocks_joined_and_parted_share_their_translations() -> None:
    first, second = f"{CRANE} {RIVER}", BOATS
    made = desk(f"{BLOCK}\n", {BLOCK: BLOCK_TARGET}, sentences=False)
    made.sync(f"{first}\n\n{second}\n")
    assert made.state() == {first: f"?{TARGETS[CRANE]} {TARGETS[RIVER]}", second: f"?{TARGETS[BOATS]}"}
    made.confirm()
    made.sync(f"{BLOCK}\n")
    assert made.state() == {BLOCK: BLOCK_TARGET}


def test_the_source_language_follows_through_both_kinds_of_segments() -> None:
    made = Desk(lang="en")
    made.sync(f"{BLOCK}\n")
    made.sync(sentences=False)
    assert made.state() == {BLOCK: BLOCK}
    made.translate({BLOCK: f"{CRANE} The ice was still there. {BOATS}"})
    made.sync(sentences=True)
    assert made.state() == {CRANE: CRANE, RIVER: "?The ice was still there.", BOATS: BOATS}
    made.confirm()
    made.sync(sentences=False)
    assert made.state() == {BLOCK: f"{CRANE} The ice was still there. {BOATS}"}


def test_a_longer_text_is_made_of_the_younger_translations() -> None:
    """The block of the first two was translated long ago; the sentences are what people confirmed since."""
    made = desk(f"{CRANE} {RIVER}\n\n{BOATS}\n", {f"{CRANE} {RIVER}": "Давно.", BOATS: TARGETS[BOATS]}, sentences=False)
    made.sync(f"{BLOCK}\n", sentences=True)
    made.translate(TARGETS)
    made.sync(sentences=False)
    assert made.state() == {BLOCK: BLOCK_TARGET}


def test_a_copy_edited_sentence_is_not_swallowed_by_an_untouched_one() -> None:
    made = Desk(lang="en")
    made.sync(f"{CRANE} {RIVER}\n")
    made.translate({CRANE: "In March the crane was back."})
    made.change(RIVER, remarks=("Checked with the archive.",))
    edited = "The crane came back in March, and the river was still frozen."
    made.sync(f"{edited}\n")
    assert made.state() == {edited: f"?In March the crane was back. {RIVER}"}


def test_a_guess_keeps_what_it_translates_through_both_kinds_of_segments() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: TARGETS[CRANE], RIVER: TARGETS[RIVER]})
    edited = "The crane came back in April."
    made.sync(f"{edited} {RIVER}\n")
    before = made.active
    made.sync(sentences=False)
    made.sync(sentences=True)
    assert made.active == before
    assert made.active[edited].previous == CRANE


def test_carelessly_written_markers_of_a_block_go_to_the_right_sentences() -> None:
    source = "One[^a] is here. Two[^b] is there.\n\n[^a]: A\n\n[^b]: B\n"
    block = "One{fn1} is here. Two{fn2} is there."
    made = desk(source, {block: "Один{ fn1 } здесь. Два{FN2} там.", "A": "А", "B": "Б"}, sentences=False)
    made.sync(sentences=True)
    assert made.state()["One{fn1} is here."] == "?Один{fn1} здесь."
    assert made.state()["Two{fn1} is there."] == "?Два{fn1} там."


def test_sentences_that_are_all_folded_are_a_folded_text() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: "←", RIVER: "←"})
    made.sync(sentences=False)
    assert made.state() == {f"{CRANE} {RIVER}": "←"}


def test_where_the_whole_was_purged_a_piece_of_its_translation_is_none_of_it() -> None:
    whole = "The crane came back in March, and the river was still frozen."
    target = f"{TARGETS[CRANE]} {TARGETS[RIVER]}"
    made = desk(f"{whole}\n", {whole: target})
    made.sync(f"{CRANE} {RIVER}\n")
    assert [entry.previous for entry in made.active.values()] == [None, None]
    made.translate({CRANE: TARGETS[CRANE]})
    made.entries = tuple(made.active.values())
    made.sync(f"{whole}\n")
    assert made.state() == {whole: f"?{target}"}


def test_an_editor_who_cut_a_sentence_from_the_block_left_the_other_one_as_it_was() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {f"{CRANE} {RIVER}": CRANE}, lang="en", sentences=False)
    made.sync(sentences=True)
    assert made.state() == {CRANE: CRANE, RIVER: "?←"}
    assert made.active[CRANE].previous is None


def test_guesses_come_apart_where_they_were_put_together() -> None:
    made = desk(f"{CRANE} {RIVER}\n", {CRANE: "Да.", RIVER: "Лёд. Снег. Лёд. Снег. Лёд."})
    made.sync("The crane came back in April. The river was never frozen.\n")
    before = made.active
    made.sync(sentences=False)
    made.sync(sentences=True)
    assert made.active == before


def test_a_text_joined_from_a_guess_about_an_unknown_text_does_not_say_what_it_translates() -> None:
    # Nobody knows which text the fuzzy part translates, so nobody knows what the whole translates.
    known = Entry(source=CRANE, target=TARGETS[CRANE])
    guess = Entry(source=RIVER, target=TARGETS[RIVER], fuzzy=True)
    whole = f"{CRANE} {RIVER}"
    joined = join_entries(whole, [known, guess])
    assert (joined.target, joined.fuzzy) == (f"{TARGETS[CRANE]} {TARGETS[RIVER]}", True)
    assert joined.previous is None
    assert join_entries(whole, [known, replace(guess, previous="A river.")]).previous == f"{CRANE} A river."
    assert join_entries(whole, [known, replace(guess, fuzzy=False)]).previous is None


def test_words_that_a_translator_added_to_a_block_go_to_the_sentence_before_them() -> None:
    made = desk(f"{BLOCK}\n", TARGETS)
    made.sync(sentences=False)
    made.translate({BLOCK: f"Итак: {TARGETS[CRANE]} Вот. {TARGETS[RIVER]} {TARGETS[BOATS]} И всё."})
    made.sync(sentences=True)
    assert [entry.target for entry in made.active.values()] == [
        f"Итак: {TARGETS[CRANE]} Вот.",
        TARGETS[RIVER],
        f"{TARGETS[BOATS]} И всё.",
    ]


def test_a_translation_is_not_found_inside_a_longer_word() -> None:
    made = desk("Yes! The date.\n", {"Yes!": "Да", "The date.": "Дата известна."})
    made.sync(sentences=False)
    made.translate({"Yes! The date.": "Дата известна. Да"})
    made.sync(sentences=True)
    assert made.active["The date."].target == "Дата известна. Да"
    made = desk("Yes! The date.\n", {"Yes!": "Да!", "The date.": "Дата известна."})
    made.sync(sentences=False)
    made.translate({"Yes! The date.": "Да!Дата неизвестна."})
    made.sync(sentences=True)
    assert made.state() == {"Yes!": "Да!", "The date.": "?Дата неизвестна."}
    made = desk("Then. It was.\n", {"Then.": "он", "It was.": "Было."})
    made.sync(sentences=False)
    made.translate({"Then. It was.": "Вон он. Было."})
    made.sync(sentences=True)
    assert made.active["Then."].target == "Вон он."


def test_sentences_in_chinese_are_joined_without_a_space() -> None:
    made = join_entries("One. Two.", [Entry(source="One.", target="一。"), Entry(source="Two.", target="二。")])
    assert made.target == "一。二。"
