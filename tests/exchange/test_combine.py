"""The laws of taking back: the order does not matter, twice is once, and nothing that a person wrote is lost."""

from collections.abc import Callable, Sequence
from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.origin import MERGE_REMARK
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.merge import make_history, merge_arrival
from pipeline.exchange.sendings import SentArticle, record_catalog
from pipeline.model import Catalog, Entry

ARTICLE = "articles/two.md"
SOURCES = ("One.", "Two.")
TEXTS = st.sampled_from(["Раз.", "Два.", "Три.", ""])


def catalogs(dates: Sequence[str]) -> st.SearchStrategy[tuple[str, Catalog]]:
    """A catalog that comes back in one of two packages, or in none that is known."""
    entries = st.tuples(
        *(st.builds(Entry, source=st.just(source), target=TEXTS, fuzzy=st.booleans()) for source in SOURCES)
    )
    headers = st.sampled_from(dates).map(lambda date: (("PO-Revision-Date", date),))
    return st.tuples(st.sampled_from(["ru-anna", "ru-boris", ""]), st.builds(Catalog, header=headers, entries=entries))


def receive(start: Catalog, came: Sequence[tuple[str, Catalog]]) -> tuple[Catalog, dict[str, SentArticle]]:
    packages = {"ru-anna": record_catalog(start.entries), "ru-boris": record_catalog(start.entries)}
    ours = start
    for name, theirs in came:
        item = ExchangeCatalog(catalog=theirs, article=ARTICLE, sending=name, lang="ru", source_lang="en")
        merged = merge_arrival(ours, item, make_history(packages, name, "ru"), ARTICLE)
        ours, packages[name or "ru"] = merged.catalog, merged.record
    return ours, packages


def start(state: tuple[str, bool]) -> Catalog:
    target, fuzzy = state
    return Catalog(
        entries=tuple(Entry(source=source, target=target, fuzzy=fuzzy and bool(target)) for source in SOURCES)
    )


STARTS = st.tuples(st.sampled_from(["", "Ноль."]), st.booleans()).map(start)
FILES = st.lists(catalogs(["", "2026-11-01 10:00+0400", "2026-11-02 10:00+0400", "2026-11-03 10:00+0400"]), max_size=4)


def versions(entry: Entry) -> set[str]:
    others = {item.removeprefix(MERGE_REMARK) for item in entry.remarks if item.startswith(MERGE_REMARK)}
    return {entry.target, *others} - {""}


@pytest.mark.parametrize("blank", [" ", "\n", "\N{NO-BREAK SPACE} "])
def test_a_translation_of_spaces_replaces_none(blank: str) -> None:
    came = [
        ("ru-anna", Catalog(header=(("PO-Revision-Date", date),), entries=(Entry(source="One.", target=target),)))
        for date, target in (("2026-11-01 10:00+0400", "Раз."), ("2026-11-02 10:00+0400", blank))
    ]
    boris = ("ru-boris", Catalog(entries=(Entry(source="One.", target="Два."),)))
    ours, _ = receive(start(("", False)), [*came, boris])
    assert versions(ours.entries[0]) == {"Раз.", "Два."}


@pytest.mark.parametrize(("fuzzy", "left"), [(True, "Раз."), (False, "One.")])
def test_a_draft_that_repeats_the_text_is_no_translation(*, fuzzy: bool, left: str) -> None:
    """Programs put the source where nobody translated."""
    came = [
        ("ru-anna", Catalog(header=(("PO-Revision-Date", date),), entries=(entry,)))
        for date, entry in (
            ("2026-11-01 10:00+0400", Entry(source="One.", target="Раз.")),
            ("2026-11-02 10:00+0400", Entry(source="One.", target="One.", fuzzy=fuzzy)),
        )
    ]
    ours, _ = receive(start(("", False)), came)
    assert versions(ours.entries[0]) == {left}


@pytest.mark.parametrize("program", [lambda text: text.replace("\u00a0", " "), lambda text: normalize("NFD", text)])
def test_texts_whose_spaces_or_letters_a_program_changed_are_the_same(program: Callable[[str], str]) -> None:
    source, target = "The café is 5\u00a0km away.", "Кафе стоит у речки\u00a0Ай."
    theirs = Catalog(entries=(Entry(source=program(source), target=normalize("NFD", target)),))
    ours, _ = receive(Catalog(entries=(Entry(source=source), Entry(source="Two."))), [("ru-anna", theirs)])
    assert ours.entries == (Entry(source=source, target=target), Entry(source="Two."))


def test_a_text_that_is_like_two_others_but_for_its_spaces_is_neither() -> None:
    start = Catalog(entries=(Entry(source="5\u00a0km"), Entry(source="5\u202fkm")))
    ours, _ = receive(start, [("ru-anna", Catalog(entries=(Entry(source="5 km", target="5 км"),)))])
    assert [(entry.target, entry.obsolete) for entry in ours.entries] == [("", False), ("", False), ("5 км", True)]


@given(STARTS, FILES, st.randoms(use_true_random=False))
def test_received_in_any_order_the_result_is_the_same(
    start: Catalog, files: list[tuple[str, Catalog]], chance: Random
) -> None:
    ours, packages = receive(start, files)
    chance.shuffle(files)
    other, others = receive(start, files)
    assert (other.entries, others) == (ours.entries, packages)


@given(STARTS, FILES)
def test_received_twice_changes_nothing(start: Catalog, files: list[tuple[str, Catalog]]) -> None:
    once = receive(start, files)
    assert receive(start, [*files, *files]) == once


@given(STARTS, FILES)
def test_every_translation_is_there_unless_its_translator_replaced_it(
    start: Catalog, files: list[tuple[str, Catalog]]
) -> None:
    ours, _ = receive(start, files)
    for place, entry in enumerate(ours.entries):
        there = versions(entry)
        sent = start.entries[place]
        for name, theirs in files:
            came = theirs.entries[place]
            others = [
                (other.field("PO-Revision-Date"), other.entries[place].target)
                for package, other in files
                if package == name and other is not theirs
            ]
            own = theirs.field("PO-Revision-Date")
            is_replaced = bool(name) and any(text and date > own for date, text in others if own)
            if came.target and came.target != sent.target and not is_replaced:
                assert came.target in there
