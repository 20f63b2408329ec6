"""How alike a new text must be to an old one, for the old translation to be offered for it."""

import pytest

from catalog.update.desk import Desk, desk

# Texts of twenty letters: those that share so many of them are as alike, in hundredths, as five times that number.
OLD = "a" * 20
FIRST, LAST = "The first paragraph stays.", "So does the last one."


def sharing(letters: int, other: str = "b") -> str:
    return "a" * letters + other * (20 - letters)


def edited_in_place(new: str) -> Desk:
    """A desk where the text between two unchanged paragraphs has become `new`."""
    made = desk(f"{FIRST}\n\n{OLD}\n\n{LAST}\n", {FIRST: "Первый.", OLD: "Старый.", LAST: "Последний."})
    made.sync(f"{FIRST}\n\n{new}\n\n{LAST}\n")
    return made


def test_between_unchanged_neighbours_half_of_the_text_is_enough() -> None:
    assert edited_in_place(sharing(10)).state()[sharing(10)] == "?Старый."
    assert edited_in_place(sharing(9)).state()[sharing(9)] == ""


def test_a_text_that_moved_must_share_two_thirds() -> None:
    for letters, offered in ((13, "?Старый."), (12, "")):
        made = desk(f"{OLD}\n\n{FIRST}\n\n{LAST}\n", {FIRST: "Первый.", OLD: "Старый.", LAST: "Последний."})
        made.sync(f"{FIRST}\n\n{LAST}\n\n{sharing(letters)}\n")
        assert made.state()[sharing(letters)] == offered


def test_so_must_an_obsolete_text_which_stays_obsolete() -> None:
    for letters, offered in ((13, "?Старый."), (12, "")):
        made = desk(f"{OLD}\n\n{FIRST}\n", {FIRST: "Первый.", OLD: "Старый."})
        made.sync(f"{FIRST}\n")
        made.sync(f"{FIRST}\n\n{sharing(letters)}\n")
        assert made.state()[sharing(letters)] == offered
        assert OLD in made.obsolete


def test_the_most_alike_of_several_old_texts_is_offered() -> None:
    near, far = sharing(18, "c"), sharing(14, "d")
    made = desk(f"{far}\n\n{near}\n\n{FIRST}\n", {far: "Далёкий.", near: "Близкий.", FIRST: "Первый."})
    made.sync(f"{OLD}\n\n{FIRST}\n")
    assert made.state()[OLD] == "?Близкий."
    assert made.obsolete.keys() == {far, near}


def test_an_old_text_goes_to_the_most_alike_new_one_and_to_no_other() -> None:
    near, far = sharing(18, "c"), sharing(14, "d")
    made = desk(f"{OLD}\n\n{FIRST}\n", {OLD: "Старый.", FIRST: "Первый."})
    made.sync(f"{far}\n\n{near}\n\n{FIRST}\n")
    assert made.state() == {far: "", near: "?Старый.", FIRST: "Первый."}


@pytest.mark.parametrize(("letters", "offered"), [(14, "?Один. Два."), (13, "?Один.")])
def test_two_texts_for_one_must_be_more_alike(letters: int, offered: str) -> None:
    one, two = "a" * 10, "b" * 9
    whole = f"{one} {two}"[:letters] + "x" * (20 - letters)
    made = desk(f"{FIRST}\n\n{one}\n\n{two}\n\n{LAST}\n", {FIRST: "1.", one: "Один.", two: "Два.", LAST: "2."})
    made.sync(f"{FIRST}\n\n{whole}\n\n{LAST}\n")
    assert made.state()[whole] == offered
    assert made.active[whole].previous == (f"{one} {two}" if "Два" in offered else one)


@pytest.mark.parametrize(("letters", "offered"), [(14, ["?Один.", "?Два."]), (13, ["?Один. Два.", ""])])
def test_so_must_one_text_for_two_which_share_its_translation(letters: int, offered: list[str]) -> None:
    one, two = "a" * 10, "b" * 9
    whole = f"{one} {two}"[:letters] + "x" * (20 - letters)
    made = desk(f"{FIRST}\n\n{whole}\n\n{LAST}\n", {FIRST: "1.", whole: "Один. Два.", LAST: "2."})
    made.sync(f"{FIRST}\n\n{one}\n\n{two}\n\n{LAST}\n")
    assert [made.state()[one], made.state()[two]] == offered


def test_in_a_long_article_texts_are_compared_by_the_words_that_few_others_have() -> None:
    old = [f"Paragraph about the {number}th lake." for number in range(60)]
    made = desk("\n\n".join(old) + "\n", {text: f"Абзац {number}." for number, text in enumerate(old)})
    new = {
        text.replace("about", "of").replace("th lake", "TH lake"): f"?Абзац {number}."
        for number, text in enumerate(old)
    }
    made.sync("\n\n".join(reversed(new)) + "\n")
    assert made.state() == new


def emptied(made: Desk, *sources: str) -> None:
    for source in sources:
        made.change(source, target="", fuzzy=False, previous=None)


def test_an_empty_entry_is_offered_the_obsolete_translation_of_a_similar_text() -> None:
    made = desk(f"{OLD}\n\n{FIRST}\n", {FIRST: "Первый.", OLD: "Старый."})
    new = sharing(13)
    made.sync(f"{FIRST}\n\n{new}\n")
    emptied(made, new)
    carried = made.sync()
    assert carried.fuzzied == (new,)
    assert (made.state()[new], made.active[new].previous) == ("?Старый.", OLD)
    assert made.obsolete.keys() == {OLD}
    assert not made.sync().changed


def test_its_own_remarks_and_flags_stay() -> None:
    made = desk(f"{OLD}\n\n{FIRST}\n", {FIRST: "Первый.", OLD: "Старый."})
    made.change(OLD, remarks=("Старое.",))
    made.sync(f"{FIRST}\n\n{sharing(13)}\n")
    made.change(sharing(13), target="", fuzzy=False, previous=None, remarks=("Моё.",), flags=("priority-high",))
    made.sync()
    assert made.active[sharing(13)].remarks == ("Моё.", "Старое.")
    assert made.active[sharing(13)].flags == ("priority-high",)


def test_a_remark_keeps_its_empty_lines() -> None:
    made = desk(f"{OLD}\n\n{FIRST}\n", {FIRST: "Первый.", OLD: "Старый."})
    remarks = ("Первый абзац.", "", "Второй абзац.", "", "Третий абзац.")
    made.change(OLD, remarks=remarks)
    made.sync(f"{sharing(13)}\n\n{FIRST}\n")
    assert made.state()[sharing(13)] == "?Старый."
    assert made.active[sharing(13)].remarks == remarks


def test_an_obsolete_translation_is_offered_only_for_the_text_that_is_most_like_its_own() -> None:
    near, far = sharing(18, "c"), sharing(14, "d")
    made = Desk()
    made.sync(f"{OLD}\n\n{far}\n\n{FIRST}\n")
    made.translate({OLD: "Старый.", FIRST: "Первый."})
    made.sync(f"{near}\n\n{far}\n\n{FIRST}\n")
    assert made.state() == {near: "?Старый.", far: "", FIRST: "Первый."}
    made.translate({near: "Новый."})
    assert not made.sync().changed
    made.sync(f"{far}\n\n{FIRST}\n")
    assert made.state() == {far: "?Старый.", FIRST: "Первый."}


def test_neither_a_fold_nor_an_address_is_offered_for_words_and_the_source_language_needs_no_offer() -> None:
    made = desk(f"{OLD}\n\n{FIRST}\n", {FIRST: "Первый.", OLD: "←"})
    made.sync(f"{FIRST}\n\n{sharing(13)}\n")
    emptied(made, sharing(13))
    assert made.sync().fuzzied == ()
    made = Desk(lang="en")
    made.sync(f"{OLD}\n\n{FIRST}\n")
    made.translate({OLD: "Edited."})
    made.sync(f"{FIRST}\n\n{sharing(13)}\n")
    emptied(made, sharing(13))
    made.sync()
    assert made.state()[sharing(13)] == sharing(13)
