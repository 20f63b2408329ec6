"""What a catalog lost since its last copy comes back, and nothing that a person decided is undone."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.origin import MERGE_REMARK
from pipeline.catalog.restore import CatalogHistory, extend_history, has_work, restore_translations
from pipeline.model import Catalog, Entry

NAMES = ("one", "two", "three", "four", "five")
TARGETS = ("", "раз", "два", "три")

ENTRIES = st.builds(
    lambda source, target, fuzzy, obsolete: Entry(
        source=source, target=target, fuzzy=fuzzy and bool(target), obsolete=obsolete and bool(target)
    ),
    st.sampled_from(NAMES),
    st.sampled_from(TARGETS),
    st.booleans(),
    st.booleans(),
)
CATALOGS = st.lists(ENTRIES, max_size=5, unique_by=lambda entry: entry.source).map(
    lambda entries: Catalog(entries=tuple(entries))
)


def texts(**targets: str) -> Catalog:
    """A catalog of these sources and targets; `?` before a target says that it is fuzzy, `~` that it is obsolete."""
    return Catalog(
        entries=tuple(
            Entry(source=source, target=target.lstrip("?~"), fuzzy=target[:1] == "?", obsolete=target[:1] == "~")
            for source, target in targets.items()
        )
    )


def seen(found: Catalog | None) -> dict[str, str]:
    assert found is not None
    return {entry.source: "~" * entry.obsolete + "?" * entry.fuzzy + entry.target for entry in found.entries}


def restore(
    found: Catalog, last: Catalog, history: CatalogHistory | None = None, known: Iterable[str] = NAMES
) -> Catalog:
    made = restore_translations(found, last, history or CatalogHistory(), set(known), same_language=False)
    assert made.catalog is not None
    return made.catalog


def test_a_single_empty_entry_is_offered() -> None:
    assert seen(restore(texts(one="раз", two=""), texts(one="раз", two="два"))) == {"one": "раз", "two": "?два"}


def test_a_file_with_the_texts_of_an_earlier_time_gets_all_back_as_it_was() -> None:
    assert seen(restore(texts(two=""), texts(one="раз", two="два"))) == {"two": "два", "one": "раз"}
    assert seen(restore(texts(one="раз", two=""), texts(one="~раз", two="два"))) == {"one": "раз", "two": "два"}


def test_three_at_once_are_emptied_by_no_person() -> None:
    last = texts(one="раз", two="два", three="три")
    made = restore_translations(
        texts(one="", two="", three=""), last, CatalogHistory(), set(NAMES), same_language=False
    )
    assert seen(made.catalog) == seen(last)
    assert (made.returned, made.offered) == (3, 0)
    again = restore_translations(texts(one="", two="", three=""), last, made.history, set(NAMES), same_language=False)
    assert (again.returned, again.offered) == (0, 3)


def test_a_machine_makes_its_offer_again_when_asked() -> None:
    offer = Entry(source="one", target="раз", fuzzy=True, comments=("paragraph", "machine: google"))
    assert seen(restore(texts(one=""), Catalog(entries=(offer,)))) == {"one": ""}


def test_remarks_and_flags_of_both_stay() -> None:
    old = Entry(source="one", target="раз", fuzzy=True, remarks=("Точно?",), flags=("no-wrap",))
    new = Entry(source="one", remarks=("Нет.",))
    (entry,) = restore(Catalog(entries=(new,)), Catalog(entries=(old,))).entries
    assert (entry.remarks, entry.flags) == (("Нет.", "Точно?"), ("no-wrap",))


def test_a_remark_with_two_equal_lines_has_lost_nothing() -> None:
    # An editor program wraps `# {url1}: https://example.org/lake-sevan`, and the same line again for `{url2}`.
    last = Entry(source="one", target="раз", remarks=("{url1}: https://example.org/lake-sevan",))
    found = Catalog(
        entries=(Entry(source="one", target="раз", remarks=("{url1}:", "sevan", "", "{url2}:", "sevan", "")),)
    )
    made = restore_translations(found, Catalog(entries=(last,)), CatalogHistory(), set(NAMES), same_language=False)
    assert (made.count, made.catalog) == (0, found)


def test_an_obsolete_translation_becomes_active_where_its_text_is_there_but_empty() -> None:
    assert seen(restore(texts(one=""), texts(one="~раз"))) == {"one": "раз"}


def test_an_older_translation_is_known_again() -> None:
    first, second = texts(one="раз"), texts(one="два")
    history = extend_history(CatalogHistory(), first, second)
    (entry,) = restore(first, second, history).entries
    assert (entry.target, entry.remarks) == ("раз", (f"{MERGE_REMARK}два",))
    assert restore(texts(one="три"), second, history).entries[0].remarks == ()


def test_a_file_that_lacks_what_left_the_article_is_no_older_copy() -> None:
    """As after a sync that was killed before it kept its copies, which had left out the texts without a translation."""
    last, found = texts(one="раз", two=""), texts(one="три")
    assert restore(found, last, known=("one",)).entries[0].remarks == ()
    assert restore(found, last, known=("one", "two")).entries[0].remarks == (f"{MERGE_REMARK}раз",)


@given(CATALOGS, CATALOGS, st.sets(st.sampled_from(NAMES)))
def test_no_translation_is_nowhere_but_one_that_another_replaced(
    last: Catalog, found: Catalog, known: set[str]
) -> None:
    history = extend_history(CatalogHistory(), found, last)
    made = restore_translations(found, last, history, known, same_language=False)
    assert made.catalog is not None
    after = {entry.source: entry for entry in made.catalog.entries}
    before = {entry.source: entry for entry in found.entries}
    for entry in last.entries:
        kept = [item.target for item in made.history.dropped if item.source == entry.source]
        replaced = before[entry.source].target if entry.source in before else ""
        now = after[entry.source].target if entry.source in after else ""
        assert not entry.target or entry.target in (now, *kept) or replaced
    # What the file has stays as it is: a translation is only added, or becomes a remark. Only an obsolete one may be
    # again what it was before a replacement in the whole file.
    active = {source: entry for source, entry in before.items() if not entry.obsolete}
    assert all(after[source].target == entry.target for source, entry in active.items() if entry.target)
    assert made.count == sum(entry != before.get(source) for source, entry in after.items())


@given(CATALOGS, CATALOGS)
def test_the_second_time_nothing_is_missing(last: Catalog, found: Catalog) -> None:
    made = restore_translations(found, last, CatalogHistory(), set(NAMES), same_language=False)
    assert made.catalog is not None
    again = restore_translations(made.catalog, made.catalog, made.history, set(NAMES), same_language=False)
    assert (again.count, again.catalog) == (0, made.catalog)


def test_a_catalog_of_the_source_language_has_work_once_a_person_edits_it() -> None:
    assert not has_work(texts(one="one"), same_language=True)
    assert has_work(texts(one="one"), same_language=False)
    assert has_work(texts(one="One"), same_language=True)
