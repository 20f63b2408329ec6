"""Reviewed: a mark with a digest, which any editor keeps and any change revokes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline import catalog
from pipeline.catalog.review import drop_dead_marks, find_reviewer, is_mark, mark_reviewed, unite_remarks
from pipeline.model import Catalog, Entry

ENTRY = Entry(source="Water rose.", target="Вода поднялась.", remarks=("Сколько?",))
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


def test_a_mark_is_a_remark_with_the_name_last() -> None:
    marked = mark_reviewed(ENTRY, "Anna  Petrova")
    assert marked.remarks[0] == "Сколько?"
    assert marked.remarks[1].startswith("reviewed ")
    assert marked.remarks[1].endswith(" Anna Petrova")
    assert find_reviewer(marked) == "Anna Petrova"


def test_a_second_review_replaces_the_first() -> None:
    marked = mark_reviewed(mark_reviewed(ENTRY, "Anna"), "Boris")
    assert find_reviewer(marked) == "Boris"
    assert sum(map(is_mark, marked.remarks)) == 1


def test_any_change_revokes_a_review() -> None:
    marked = mark_reviewed(ENTRY, "Anna")
    changes = (
        {"target": "Вода упала."},
        {"source": "Water fell."},
        {"fuzzy": True},
        {"target": ""},
    )
    for change in changes:
        changed = replace(marked, **change)
        assert find_reviewer(changed) is None
        assert drop_dead_marks(changed).remarks == ENTRY.remarks
    assert drop_dead_marks(marked) == marked


def test_an_obsolete_translation_keeps_its_review_for_when_it_comes_back() -> None:
    asleep = replace(mark_reviewed(ENTRY, "Anna"), obsolete=True)
    assert find_reviewer(asleep) is None
    assert find_reviewer(replace(drop_dead_marks(asleep), obsolete=False)) == "Anna"


def test_white_space_that_an_editor_changes_does_not() -> None:
    marked = mark_reviewed(ENTRY, "Anna Petrova")
    wrapped = replace(marked, target="Вода  поднялась. ", remarks=(marked.remarks[1].replace(" Petrova", "\nPetrova"),))
    assert find_reviewer(wrapped) == "Anna Petrova"


def test_remarks_of_people_are_no_marks() -> None:
    for remark in ("reviewed by Anna", "reviewed", "reviewed 123", "I reviewed 0123456789ab"):
        assert not is_mark(remark)
        entry = replace(ENTRY, remarks=(remark,))
        assert find_reviewer(entry) is None
        assert drop_dead_marks(entry) is entry


@given(texts, texts)
def test_a_mark_survives_a_catalog(source: str, target: str) -> None:
    entry = mark_reviewed(Entry(source=source, target=target), "Anna")
    [read] = catalog.parse(catalog.serialize(Catalog(entries=(entry,))).encode()).entries
    assert find_reviewer(read) == "Anna"


def test_empty_lines_of_a_second_comment_stay_between_its_paragraphs() -> None:
    first, second = ("Ask Anna.", "", "Or Boris."), ("Which dam?", "", "The old one?")
    assert unite_remarks(first, second) == first + second
    assert unite_remarks(first, second, first, second) == first + second
    assert unite_remarks(first, (*first, "Both are away.")) == (*first, "Both are away.")
    assert unite_remarks(first, ("Ask Anna.", "", "Or Clara.")) == (*first, "", "Or Clara.")
    assert unite_remarks((), first) == first
