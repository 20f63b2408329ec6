"""The comment that names a machine stays as long as its translation is unconfirmed, wherever that goes (law 7)."""

from dataclasses import replace

import pytest

from pipeline.article.extract import TextUnit, extract_units
from pipeline.article.markdown import read_article
from pipeline.catalog.origin import MACHINE_ORIGIN
from pipeline.catalog.update import update_entries
from pipeline.model import Entry

LAKE = "The lake is very large.[^a] It is also deep indeed.\n\n[^a]: A note.\n"
RUSSIAN = {
    "The lake is very large.{fn1}": "Озеро очень большое.{fn1}",
    "It is also deep indeed.": "Оно ещё и глубокое.",
    "A note.": "Примечание.",
}


def texts(markdown: str, *, sentences: bool = True) -> tuple[TextUnit, ...]:
    return extract_units(read_article(markdown, lang="en", sentences=sentences), "articles/lake.md")


def carried(old: tuple[Entry, ...], markdown: str, *, sentences: bool = True) -> tuple[Entry, ...]:
    return update_entries(old, texts(markdown, sentences=sentences), lang="ru", same_language=False).entries


@pytest.fixture
def filled() -> tuple[Entry, ...]:
    """A catalog that a machine filled."""
    return tuple(
        replace(entry, target=RUSSIAN[entry.source], fuzzy=True, comments=(*entry.comments, f"{MACHINE_ORIGIN}google"))
        for entry in carried((), LAKE)
    )


def marked(entries: tuple[Entry, ...]) -> set[str]:
    return {entry.source for entry in entries if f"{MACHINE_ORIGIN}google" in entry.comments}


def test_it_stays_while_nobody_confirmed_the_translation(filled: tuple[Entry, ...]) -> None:
    assert carried(filled, LAKE) == filled


def test_it_goes_when_somebody_has(filled: tuple[Entry, ...]) -> None:
    confirmed = tuple(replace(entry, fuzzy=False) for entry in filled)
    assert not marked(carried(confirmed, LAKE))


def test_it_does_not_come_back_when_a_confirmed_text_changes(filled: tuple[Entry, ...]) -> None:
    confirmed = tuple(replace(entry, fuzzy=False) for entry in filled)
    after = carried(confirmed, LAKE.replace("deep indeed", "shallow indeed"))
    changed = next(entry for entry in after if "shallow" in entry.source)
    assert changed.fuzzy
    assert not marked(after)


def test_it_goes_along_to_a_text_that_changed(filled: tuple[Entry, ...]) -> None:
    after = carried(filled, LAKE.replace("very large", "rather large"))
    assert "The lake is rather large.{fn1}" in marked(after)


def test_it_is_not_taken_for_a_part_of_a_note(filled: tuple[Entry, ...]) -> None:
    after = carried(filled, LAKE.replace("[^a] It is", " It is").replace("indeed.", "indeed.[^a]"))
    assert not any("machine" in comment for entry in after for comment in entry.comments if "{fn1}" in comment)


def test_it_sleeps_and_wakes_with_its_entry(filled: tuple[Entry, ...]) -> None:
    gone = carried(filled, "Something else altogether.\n")
    assert all(entry.obsolete for entry in gone if entry.target)
    assert marked(gone) == marked(filled)
    back = {entry.source: entry for entry in carried(gone, LAKE) if not entry.obsolete}
    assert all(back[source].fuzzy and f"{MACHINE_ORIGIN}google" in back[source].comments for source in RUSSIAN)


def test_sentences_become_a_block_and_the_block_sentences_again(filled: tuple[Entry, ...]) -> None:
    block = carried(filled, LAKE, sentences=False)
    assert "The lake is very large.{fn1} It is also deep indeed." in marked(block)
    fresh = tuple(entry for entry in block if not entry.obsolete)
    assert marked(carried(fresh, LAKE)) >= set(RUSSIAN)


def test_what_a_machine_made_is_never_sure_by_changing_and_changing_back(filled: tuple[Entry, ...]) -> None:
    for sentences in (True, False):
        entries = carried(filled, LAKE, sentences=sentences)
        entries = carried(entries, LAKE.replace("deep indeed", "shallow indeed, my friend"), sentences=sentences)
        entries = carried(entries, LAKE, sentences=sentences)
        assert not any(entry.is_translated for entry in entries)
