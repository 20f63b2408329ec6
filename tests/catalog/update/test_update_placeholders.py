"""The numbers of placeholders move; the notes that a translation cites do not."""

import textwrap
from dataclasses import replace

import pytest

from catalog.update.desk import Desk, desk

NOTES = "\n\n[^old]: https://example.org/old\n\n[^new]: https://example.org/new\n"
TEXT = "The minister resigned in May after long talks{fn1}."
TARGET = "Министр ушёл в мае после долгих переговоров{fn1}."


def one_note() -> Desk:
    made = Desk()
    made.sync(f"The minister resigned in May after long talks[^old].{NOTES}")
    made.translate({TEXT: TARGET})
    return made


def test_a_note_inserted_before_another_one_leaves_the_old_reference_with_the_old_note() -> None:
    made = one_note()
    made.sync(f"The minister resigned[^new] in May after long talks[^old].{NOTES}")
    text = "The minister resigned{fn1} in May after long talks{fn2}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров{fn2}."
    made.confirm()
    assert "переговоров[^old][^new]." in made.edition().replace(".[^new]", "[^new].")


@pytest.mark.parametrize("written", ["{ fn1 }", "{FN1}", "{фн1}", "[fn1]", "{fn1", "{ֆն1}"])
def test_so_does_a_reference_that_was_written_carelessly(written: str) -> None:
    made = one_note()
    made.translate({TEXT: f"Министр ушёл в мае{written}."})
    made.sync(f"The minister resigned[^new] in May after long talks[^old].{NOTES}")
    assert made.state()["The minister resigned{fn1} in May after long talks{fn2}."] == "?Министр ушёл в мае{fn2}."


def test_comments_that_an_editor_wrapped_say_the_same() -> None:
    long = "Letter of the minister to the prime minister, 14 May 2025, in the archive of the government"
    made = Desk()
    made.sync(f"The minister resigned in May[^old].\n\n[^old]: {long}\n\n[^new]: https://example.org/new\n")
    made.translate({"The minister resigned in May{fn1}.": "Министр ушёл{fn1}."})
    first, last = long[:40].rpartition(" ")[::2]
    comments = ("paragraph", f"{{fn1}}: {first}", last + long[40:], "section: Politics")
    made.change("The minister resigned in May{fn1}.", comments=comments)
    made.sync(f"Today[^new] he, the minister, left in spring[^old].\n\n[^old]: {long}\n\n[^new]: See.\n")
    assert made.state()["Today{fn1} he, the minister, left in spring{fn2}."] == "?Министр ушёл{fn2}."


def test_comments_that_an_editor_lost_are_made_up_for_by_the_words_around() -> None:
    made = one_note()
    made.change(TEXT, comments=())
    made.sync(f"The minister resigned[^new] in May after long talks[^old].{NOTES}")
    text = "The minister resigned{fn1} in May after long talks{fn2}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров{fn2}."


def test_what_neither_comments_nor_words_tell_goes_by_order_if_nothing_came_or_went() -> None:
    made = one_note()
    made.change(TEXT, comments=())
    made.sync(f"The minister resigned in May after very long quarrels[^old].{NOTES}")
    text = "The minister resigned in May after very long quarrels{fn1}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров{fn1}."


def test_a_reference_is_taken_out_rather_than_guessed() -> None:
    made = one_note()
    made.change(TEXT, comments=())
    made.sync(f"The minister resigned[^new] in May after quarrels[^old].{NOTES}")
    text = "The minister resigned{fn1} in May after quarrels{fn2}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров."


def test_a_note_that_replaced_another_one_elsewhere_in_the_sentence_is_not_taken_for_it() -> None:
    notes = "\n\n[^a]: Alpha\n\n[^b]: Beta\n\n[^c]: Gamma\n"
    made = Desk()
    made.sync(f"The minister[^a] resigned in May[^b] after talks.{notes}")
    made.translate({"The minister{fn1} resigned in May{fn2} after talks.": "Министр{fn1} ушёл в мае{fn2}."})
    made.sync(f"Today the[^c] minister[^a] resigned in spring after talks.{notes}")
    text = "Today the{fn1} minister{fn2} resigned in spring after talks."
    assert made.state()[text] == "?Министр{fn2} ушёл в мае."


def test_a_note_whose_text_was_edited_with_the_sentence_is_still_the_same() -> None:
    made = one_note()
    made.sync("The minister resigned in June after long talks[^old].\n\n[^old]: https://example.org/old/2\n")
    text = "The minister resigned in June after long talks{fn1}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров{fn1}."


def test_notes_with_the_same_text_are_told_apart_by_their_places() -> None:
    notes = "\n\n[^a]: Ibid.\n\n[^b]: Ibid.\n\n[^c]: Ibid.\n"
    made = Desk()
    made.sync(f"First they came[^a] and then they left[^b].{notes}")
    made.translate({"First they came{fn1} and then they left{fn2}.": "Пришли{fn1} и ушли{fn2}."})
    made.sync(f"First[^c] they came[^a] and then they left[^b].{notes}")
    text = "First{fn1} they came{fn2} and then they left{fn3}."
    assert made.state()[text] == "?Пришли{fn2} и ушли{fn3}."


def test_notes_that_changed_places_go_along_with_their_words() -> None:
    notes = "\n\n[^a]: Alpha\n\n[^b]: Beta\n"
    made = Desk()
    made.sync(f"They came[^a] and then they left[^b].{notes}")
    made.translate({"They came{fn1} and then they left{fn2}.": "Пришли{fn1}, ушли{fn2}."})
    made.sync(f"They left[^b] and then they came[^a].{notes}")
    assert made.state()["They left{fn1} and then they came{fn2}."] == "?Пришли{fn2}, ушли{fn1}."


def test_an_invented_marker_does_not_begin_to_mean_something() -> None:
    made = one_note()
    made.translate({TEXT: "Министр{fn2} ушёл{fn1}."})
    made.sync(f"The minister resigned in May after long talks[^old] and more[^new].{NOTES}")
    text = "The minister resigned in May after long talks{fn1} and more{fn2}."
    assert made.state()[text] == "?Министр ушёл{fn1}."


def test_of_a_link_that_is_gone_the_words_stay() -> None:
    made = desk("Read [the law](https://example.org/law) and the rules.\n", {
        "Read [the law]({url1}) and the rules.": "Читайте [закон]({url1}) и правила.",
    })  # fmt: skip
    made.sync("Read the law and the rules.\n")
    assert made.state() == {"Read the law and the rules.": "?Читайте закон и правила."}


def test_an_obsolete_sentence_still_knows_its_notes() -> None:
    made = one_note()
    made.sync(f"Nothing happened.{NOTES}")
    made.sync(f"Nothing happened.\n\nThe minister resigned[^new] in June after talks[^old].{NOTES}")
    text = "The minister resigned{fn1} in June after talks{fn2}."
    assert made.state()[text] == "?Министр ушёл в мае после долгих переговоров{fn2}."


def test_so_does_a_careless_reference_in_two_sentences_that_were_joined() -> None:
    made = desk(f"The minister resigned in May. He left the town[^old].{NOTES}", {
        "The minister resigned in May.": "Министр ушёл в мае.",
        "He left the town{fn1}.": "Он уехал{ FN1 }.",
    })  # fmt: skip
    made.sync(f"The minister[^new] resigned in May and he left the town[^old].{NOTES}")
    text = "The minister{fn1} resigned in May and he left the town{fn2}."
    assert made.state()[text] == "?Министр ушёл в мае. Он уехал{fn2}."


NOTED = "The minister{fn1} resigned in May after talks{fn2}."
SWAPPED = "\n\n[^a]: A letter of the fourteenth of May to the president of the parliament, in the archive\n\n[^b]: B\n"


def noted() -> Desk:
    made = Desk()
    made.sync(f"The minister[^a] resigned in May after talks[^b].{SWAPPED}")
    made.translate({NOTED: "Министр{fn1} ушёл после бесед{fn2}."})
    made.change(NOTED, remarks=("Проверить.",))
    return made


def test_an_obsolete_entry_explains_its_placeholders_in_comments_that_every_editor_keeps() -> None:
    made = noted()
    made.sync(f"Nothing happened.{SWAPPED}")
    letter = "A letter of the fourteenth of May to the president of the parliament, in the archive"
    assert made.obsolete[NOTED].remarks == ("Проверить.", f"{{fn1}}: {letter}", "{fn2}: B")
    assert made.obsolete[NOTED].comments == ()


@pytest.mark.parametrize("wrapped", [False, True])
def test_they_serve_an_offer_and_are_gone_when_the_text_is_back(*, wrapped: bool) -> None:
    made = noted()
    before = made.active[NOTED]
    made.sync(f"Nothing happened.{SWAPPED}")
    if wrapped:
        remark, long, other = made.obsolete[NOTED].remarks
        made.entries = tuple(
            replace(entry, remarks=(remark, *textwrap.wrap(long, 75), other)) if entry.obsolete else entry
            for entry in made.entries
        )
    made.sync(f"The minister[^b] has resigned in May after talks[^a].{SWAPPED}")
    offer = made.active["The minister{fn1} has resigned in May after talks{fn2}."]
    assert (offer.target, offer.remarks) == ("Министр{fn2} ушёл после бесед{fn1}.", ("Проверить.",))
    made.sync(f"The minister[^a] resigned in May after talks[^b].{SWAPPED}")
    assert made.active[NOTED] == before


def test_explanations_that_older_catalogs_have_serve_as_well() -> None:
    made = noted()
    made.sync(f"Nothing happened.{SWAPPED}")
    made.entries = tuple(
        replace(entry, remarks=(), comments=entry.remarks[1:]) if entry.obsolete else entry for entry in made.entries
    )
    made.sync(f"The minister[^b] has resigned in May after talks[^a].{SWAPPED}")
    offer = made.active["The minister{fn1} has resigned in May after talks{fn2}."]
    assert offer.target == "Министр{fn2} ушёл после бесед{fn1}."
