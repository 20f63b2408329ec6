"""Two versions of a catalog and the one that both started from become one. Read as documentation, from the top."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import parse, serialize, translator_names
from pipeline.catalog.merge3 import merge_catalogs
from pipeline.catalog.origin import MERGE_REMARK
from pipeline.model import Catalog, Entry

HEADER = (("Language", "ru"), ("Content-Type", "text/plain; charset=UTF-8"), ("X-Source-Language", "en"))


def catalog(*entries: Entry, header: tuple[tuple[str, str], ...] = HEADER, remarks: tuple[str, ...] = ()) -> Catalog:
    return Catalog(header=header, remarks=remarks, entries=entries)


def texts(*pairs: tuple[str, str]) -> Catalog:
    """A catalog of these sources and targets; a question mark before a target says that it is fuzzy."""
    return catalog(
        *(Entry(source=source, target=target.lstrip("?"), fuzzy=target[:1] == "?") for source, target in pairs)
    )


def seen(found: Catalog) -> list[str]:
    """What a translator sees, an entry a line: `source: target`, `?` before a fuzzy target, `~` before an obsolete."""
    return ["~" * entry.obsolete + f"{entry.source}: {'?' * entry.fuzzy}{entry.target}" for entry in found.entries]


# What one side changed counts.


def test_each_side_translates_another_entry() -> None:
    base = texts(("One.", ""), ("Two.", ""))
    merged = merge_catalogs(base, texts(("One.", "Раз."), ("Two.", "")), texts(("One.", ""), ("Two.", "Два.")))
    assert seen(merged.catalog) == ["One.: Раз.", "Two.: Два."]
    assert merged.conflicts == ()


def test_each_field_of_an_entry_counts_by_itself() -> None:
    base = Entry(source="One.", comments=("paragraph", "section: A"), references=("a.md",), flags=("no-wrap",))
    ours = replace(base, target="Раз.", comments=("paragraph", "section: B"), remarks=("Check the year.",))
    theirs = replace(base, references=("b.md",), flags=("no-wrap", "c-format"), comments=("heading", "section: A"))
    merged = merge_catalogs(catalog(base), catalog(ours), catalog(theirs)).catalog
    assert merged.entries == (
        Entry(
            source="One.",
            target="Раз.",
            comments=("heading", "section: B"),
            remarks=("Check the year.",),
            references=("b.md",),
            flags=("no-wrap", "c-format"),
        ),
    )


def test_a_correction_wins_over_what_it_corrects_and_a_cleared_mark_over_the_mark() -> None:
    base = texts(("One.", "Рас."), ("Two.", "?Два."), ("Three.", "Три."))
    ours = texts(("One.", "Раз."), ("Two.", "?Два."), ("Three.", "Три."))
    theirs = texts(("One.", "Рас."), ("Two.", "Два."), ("Three.", "?Три."))
    assert seen(merge_catalogs(base, ours, theirs).catalog) == ["One.: Раз.", "Two.: Два.", "Three.: ?Три."]


def test_the_same_change_on_both_sides_counts_once() -> None:
    both = texts(("One.", "Раз."), ("New.", "Новое."))
    merged = merge_catalogs(texts(("One.", "")), both, both)
    assert (merged.catalog, merged.conflicts) == (both, ())


def test_texts_with_a_context_are_other_texts() -> None:
    base = catalog(Entry(source="One.", context="poem"), Entry(source="One."))
    ours = catalog(Entry(source="One.", context="poem", target="Однажды."), Entry(source="One."))
    theirs = catalog(Entry(source="One.", context="poem"), Entry(source="One.", target="Раз."))
    assert seen(merge_catalogs(base, ours, theirs).catalog) == ["One.: Однажды.", "One.: Раз."]


# New and removed texts.


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("p q", "p n q", "p q m", "p n q m"),
        ("p q", "p n q", "p m q", "p n m q"),
        ("p q", "n p q", "m p q", "n m p q"),
        ("p A B q", "p a B q", "p A b q", "p a b q"),
        ("p A B q", "p A b q", "p a B q", "p a b q"),
        ("p A B q", "p n A B q", "p q m", "p n q m"),
        ("p q r", "r p q", "p n q r", "r p n q"),
        ("p q r", "p n q r", "r p q", "r p n q"),
        ("p q r", "r p q", "q p r", "r p q"),
        ("", "p q", "p n q", "p n q"),
    ],
)
def test_new_texts_stand_where_they_stand_on_their_side(base: str, ours: str, theirs: str, expected: str) -> None:
    sides = [texts(*((source, "") for source in side.split())) for side in (base, ours, theirs)]
    merged = merge_catalogs(*sides).catalog
    assert [entry.source for entry in merged.entries] == expected.split()


def test_a_text_that_one_side_removed_is_gone_if_the_other_did_not_work_on_it() -> None:
    base = texts(("One.", "Раз."), ("Two.", ""))
    assert seen(merge_catalogs(base, texts(("Two.", "")), base).catalog) == ["Two.: "]
    assert seen(merge_catalogs(base, base, texts(("One.", "Раз."))).catalog) == ["One.: Раз."]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [("", "Раз.", "Раз."), ("Рас.", "Раз.", "Раз."), ("?Раз.", "Раз.", "Раз."), ("", "?Раз?", "?Раз?")],
)
def test_a_translation_of_a_removed_text_is_kept_as_obsolete(before: str, after: str, left: str) -> None:
    base, removed, translated = texts(("One.", before), ("Two.", "")), texts(("Two.", "")), texts(("One.", after))
    translated = catalog(*translated.entries, Entry(source="Two."))
    for sides in ((removed, translated), (translated, removed)):
        assert seen(merge_catalogs(base, *sides).catalog) == ["Two.: ", f"~One.: {left}"]


def test_a_remark_on_a_removed_text_is_kept_with_it() -> None:
    base = catalog(Entry(source="One.", references=("a.md",)))
    theirs = catalog(replace(base.entries[0], remarks=("Ask the author.",)))
    [left] = merge_catalogs(base, catalog(), theirs).catalog.entries
    assert (left.obsolete, left.remarks, left.references) == (True, ("Ask the author.",), ())


def test_a_kept_translation_explains_its_placeholders_as_sync_does_and_its_offer_does_not() -> None:
    old = Entry(source="It fell.{fn1}", target="Оно упало.{fn1}", comments=("paragraph", "{fn1}: A report."))
    offer = replace(old, source="It rose.{fn1}", fuzzy=True, previous=old.source)
    corrected = replace(old, target="Оно опустилось.{fn1}")
    for retired in ((), (replace(old, obsolete=True, comments=(), remarks=("{fn1}: A report.",)),)):
        new, left = merge_catalogs(catalog(old), catalog(offer, *retired), catalog(corrected)).catalog.entries
        assert (left.obsolete, left.target, left.remarks) == (True, corrected.target, ("{fn1}: A report.",))
        assert (new.target, new.remarks) == (corrected.target, ())


def test_a_text_retired_on_one_side_and_corrected_on_the_other_is_obsolete_with_the_correction() -> None:
    base = texts(("One.", "Рас."))
    retired = catalog(replace(base.entries[0], obsolete=True))
    merged = merge_catalogs(base, retired, texts(("One.", "Раз.")))
    assert seen(merged.catalog) == ["~One.: Раз."]


def test_a_text_that_came_back_on_one_side_is_back_though_the_other_cleaned_up() -> None:
    base = catalog(Entry(source="One.", target="Раз.", obsolete=True))
    back = texts(("One.", "Раз."))
    for other in (catalog(), base):
        assert seen(merge_catalogs(base, back, other).catalog) == ["One.: Раз."]
        assert seen(merge_catalogs(base, other, back).catalog) == ["One.: Раз."]


def test_a_text_that_only_one_side_still_has_in_its_article_is_not_obsolete_without_a_base() -> None:
    retired = catalog(Entry(source="One.", target="Раз.", obsolete=True))
    for pair in ((retired, texts(("One.", "Раз."))), (texts(("One.", "Раз.")), retired)):
        assert seen(merge_catalogs(None, *pair).catalog) == ["One.: Раз."]


@pytest.mark.parametrize("purged", [False, True])
def test_a_translation_corrected_while_its_text_was_changed_is_offered_for_the_new_text(*, purged: bool) -> None:
    """As if the correction had come first and the change of the text after it; so the old text keeps it, obsolete."""
    base = texts(("It fell by 20 m.", "Оно упало на 20 м."))
    offer = Entry(source="It fell by 19 m.", target="Оно упало на 20 м.", fuzzy=True, previous="It fell by 20 m.")
    changed = catalog(offer) if purged else catalog(offer, replace(base.entries[0], obsolete=True))
    corrected = texts(("It fell by 20 m.", "Оно опустилось на 20 м."))
    expected = (replace(offer, target="Оно опустилось на 20 м."), replace(corrected.entries[0], obsolete=True))
    assert merge_catalogs(base, changed, corrected).catalog.entries == expected
    assert merge_catalogs(base, corrected, changed).catalog.entries == expected


def test_a_remark_made_with_the_correction_goes_with_it() -> None:
    base = texts(("It fell by 20 m.", "Оно упало на 20 м."))
    offer = Entry(source="It fell by 19 m.", target=base.entries[0].target, fuzzy=True, previous="It fell by 20 m.")
    corrected = catalog(replace(base.entries[0], target="Оно опустилось на 20 м.", remarks=("By how much?",)))
    entry, old = merge_catalogs(base, catalog(replace(offer, remarks=("Once more.",))), corrected).catalog.entries
    assert entry.remarks == ("Once more.", "By how much?")
    assert old.remarks == ("By how much?",)


@pytest.mark.parametrize("fuzzy", [False, True])
def test_an_offer_that_somebody_has_worked_on_stays_and_the_correction_is_obsolete(*, fuzzy: bool) -> None:
    base = texts(("It fell by 20 m.", "Оно упало на 20 м."))
    previous = "It fell by 20 m." if fuzzy else None
    worked_on = Entry(source="It fell by 19 m.", target="Оно упало на 19 м.", fuzzy=fuzzy, previous=previous)
    corrected = texts(("It fell by 20 m.", "Оно опустилось на 20 м."))
    merged = merge_catalogs(base, catalog(worked_on), corrected).catalog
    assert merged.entries == (worked_on, replace(corrected.entries[0], obsolete=True))


def test_only_a_new_offer_is_replaced_by_a_correction() -> None:
    old = Entry(source="It fell by 20 m.", target="Оно упало на 20 м.", obsolete=True)
    offer = Entry(source="It fell by 19 m.", target=old.target, fuzzy=True, previous=old.source)
    corrected = replace(old, target="Оно опустилось на 20 м.")
    assert merge_catalogs(catalog(offer, old), catalog(offer, old), catalog(offer, corrected)).catalog.entries == (
        offer,
        corrected,
    )


def test_an_offer_and_a_correction_of_one_side_both_stay() -> None:
    old = Entry(source="It fell by 20 m.", target="Оно упало на 20 м.", obsolete=True)
    offer = Entry(source="It fell by 19 m.", target=old.target, fuzzy=True, previous=old.source)
    ours = catalog(offer, replace(old, target="Оно опустилось на 20 м."))
    assert merge_catalogs(catalog(old), ours, catalog(old)).catalog == ours


def test_an_offer_that_stands_beside_another_translation_is_not_replaced() -> None:
    old = Entry(source="It fell by 20 m.", target="Оно упало на 20 м.", obsolete=True)
    offer = Entry(source="It fell by 19 m.", target=old.target, fuzzy=True, previous=old.source)
    other = Entry(source=offer.source, target="Оно понизилось на 19 м.", fuzzy=True)
    corrected = replace(old, target="Оно опустилось на 20 м.")
    entry = merge_catalogs(catalog(old), catalog(offer), catalog(other, corrected)).catalog.entries[0]
    assert (entry.target, entry.remarks) == (offer.target, (MERGE_REMARK + other.target,))


def test_a_correction_of_a_text_that_came_back_stays_with_it() -> None:
    old = Entry(source="It fell by 20 m.", target="Оно упало на 20 м.", obsolete=True)
    offer = Entry(source="It fell by 19 m.", target=old.target, fuzzy=True, previous=old.source)
    merged = merge_catalogs(catalog(old), catalog(offer), texts((old.source, "Оно опустилось на 20 м."))).catalog
    assert seen(merged) == [f"{offer.source}: ?{old.target}", f"{old.source}: Оно опустилось на 20 м."]


# Both sides changed one translation.


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "expected"),
    [
        ("", "Раз.", "?Один.", "Раз."),
        ("?Рас.", "Раз.", "?Один.", "Раз."),
        ("Рас.", "?Рас.", "Раз.", "Раз."),
        ("Рас.", "", "Раз.", "Раз."),
        ("Рас.", "?Рас.", "", "?Рас."),
        ("Рас.", "?Рас.", "?Раз.", "?Раз."),
    ],
)
def test_a_confirmed_translation_wins_over_a_fuzzy_one_and_any_over_none(
    before: str, ours: str, theirs: str, expected: str
) -> None:
    sides = texts(("One.", ours)), texts(("One.", theirs))
    for pair in (sides, sides[::-1]):
        merged = merge_catalogs(texts(("One.", before)), *pair)
        assert seen(merged.catalog) == [f"One.: {expected}"]
        assert merged.conflicts == ()
        assert merged.catalog.entries[0].remarks == ()


@pytest.mark.parametrize("before", ["", "?Рас.", "Рас.", None])
def test_between_two_confirmed_translations_a_person_chooses(before: str | None) -> None:
    base = None if before is None else texts(("One.", before))
    merged = merge_catalogs(base, texts(("One.", "Раз.")), texts(("One.", "Один.")))
    assert merged.catalog.entries == (Entry(source="One.", target="Раз.", fuzzy=True, remarks=("merge: Один.",)),)
    assert merged.conflicts == ("One.",)


def test_between_two_fuzzy_translations_a_person_had_to_choose_anyway() -> None:
    merged = merge_catalogs(texts(("One.", "")), texts(("One.", "?Раз.")), texts(("One.", "?Один.")))
    assert merged.catalog.entries == (Entry(source="One.", target="Раз.", fuzzy=True, remarks=("merge: Один.",)),)
    assert merged.conflicts == ()


def test_one_translation_offered_for_two_reasons_is_one_translation() -> None:
    ours, theirs = (
        catalog(Entry(source="One.", target="Раз.", fuzzy=True, previous=previous)) for previous in ("Once.", "Oh one.")
    )
    assert merge_catalogs(texts(("One.", "")), ours, theirs).catalog == ours


def test_nobody_has_to_choose_for_a_text_that_is_gone_but_both_translations_stay() -> None:
    base, ours, theirs = texts(("One.", "")), texts(("One.", "Раз.")), texts(("One.", "Один."))
    retired = catalog(*(replace(entry, obsolete=True) for entry in theirs.entries))
    merged = merge_catalogs(base, ours, retired)
    assert seen(merged.catalog) == ["~One.: ?Раз."]
    assert merged.catalog.entries[0].remarks == ("merge: Один.",)
    assert merged.conflicts == ()


def test_the_other_translation_is_a_remark_line_by_line() -> None:
    theirs = "Первая\nВторая\r\n\\"
    merged = merge_catalogs(None, texts(("Two\nlines", "Раз")), texts(("Two\nlines", theirs))).catalog
    assert merged.entries[0].remarks == ("merge: Первая", "merge: Вторая", "merge: \\")
    assert parse(serialize(merged).encode()) == merged


def test_a_source_filled_in_by_itself_gives_way_to_what_somebody_wrote() -> None:
    """In the catalog of the article's own language, and for links, nobody decided on a translation like its source."""
    link = Entry(source="https://example.org", target="https://example.org", comments=("link target",))
    edited = replace(link, target="https://example.org/ru")
    for pair in ((link, edited), (edited, link)):
        merged = merge_catalogs(None, catalog(pair[0]), catalog(pair[1]))
        assert (merged.catalog.entries, merged.conflicts) == ((edited,), ())
    english = (("Language", "en_GB"), ("X-Source-Language", "en"))
    ours, theirs = (catalog(Entry(source="Colour.", target=target), header=english) for target in ("Colour.", "Hue."))
    merged = merge_catalogs(None, ours, theirs)
    assert (seen(merged.catalog), merged.conflicts) == (["Colour.: Hue."], ())
    assert merge_catalogs(None, texts(("Git", "Git")), texts(("Git", "Гит"))).conflicts == ("Git",)


# Headers.


def headed(**fields: str) -> Catalog:
    return catalog(header=(*HEADER, *((name.replace("_", "-"), value) for name, value in fields.items())))


def test_header_fields_count_one_by_one() -> None:
    base = headed(Last_Translator="", X_Generator="Poedit 3.5")
    ours = headed(Last_Translator="Анна", X_Generator="Poedit 3.5")
    theirs = headed(Last_Translator="", X_Generator="Poedit 3.6", Language_Team="Переводчики")
    merged = merge_catalogs(base, ours, theirs).catalog
    assert merged == headed(Last_Translator="Анна", X_Generator="Poedit 3.6", Language_Team="Переводчики")


@pytest.mark.parametrize(
    ("ours", "theirs", "later"),
    [
        ("2025-03-01 12:00+0400", "2025-03-01 12:30+0400", "Борис"),
        ("2025-03-01 12:00+0400", "2025-03-01 08:30+0000", "Борис"),
        ("2025-03-01 12:00+0400", "2025-03-01 08:30+0400", "Анна"),
        ("2025-03-01 12:00+0400", "YEAR-MO-DA HO:MI+ZONE", "Анна"),
        ("", "2025-03-01 12:00+0400", "Борис"),
        ("2025-03-01 12:00", "2025-03-02 12:00+0400", "Борис"),
    ],
)
def test_of_a_field_that_both_changed_the_later_revision_has_its_way(ours: str, theirs: str, later: str) -> None:
    base = headed(PO_Revision_Date="", Last_Translator="", X_Generator="")
    anna = headed(PO_Revision_Date=ours, Last_Translator="Анна", X_Generator="Poedit")
    boris = headed(PO_Revision_Date=theirs, Last_Translator="Борис", X_Generator="Lokalize")
    winner = anna if later == "Анна" else boris
    for pair in ((anna, boris), (boris, anna)):
        merged = merge_catalogs(base, *pair).catalog
        assert merged.header == winner.header


def test_a_field_that_both_changed_is_not_emptied_by_the_later_revision() -> None:
    base = headed(PO_Revision_Date="", Language_Team="Переводчики")
    ours = headed(PO_Revision_Date="2025-03-01 12:00+0400", Language_Team="Отдел переводов")
    theirs = headed(PO_Revision_Date="2025-03-02 12:00+0400", Language_Team="")
    assert merge_catalogs(base, ours, theirs).catalog.field("Language-Team") == "Отдел переводов"


def test_the_name_of_a_field_may_be_written_differently() -> None:
    theirs = catalog(header=(("Language", "ru"), ("Content-type", HEADER[1][1]), HEADER[2]))
    merged = merge_catalogs(None, catalog(header=HEADER), theirs).catalog
    assert [name for name, _ in merged.header] == ["Language", "Content-Type", "X-Source-Language"]


def test_both_translators_are_still_named() -> None:
    base = catalog(remarks=("The lake.", ""))
    base = replace(base, header=(*HEADER, ("PO-Revision-Date", ""), ("Last-Translator", "")))
    ours = replace(base, remarks=("The lake.", "Վահան, 2023.", ""))
    ours = replace(ours, header=(*HEADER, ("PO-Revision-Date", "2024-01-01 10:00+0400"), ("Last-Translator", "Анна")))
    theirs = replace(base, remarks=("The lake.", "Գոհար, 2024.", ""))
    theirs = replace(theirs, header=(*HEADER, ("PO-Revision-Date", "2025-01-01 10:00+0400"), ("Last-Translator", "Ю.")))
    merged = merge_catalogs(base, ours, theirs).catalog
    assert merged.remarks == ("The lake.", "Վահան, 2023.", "Գոհար, 2024.", "Анна, 2024.", "")
    assert set(translator_names(merged)) == {"Վահան", "Գոհար", "Анна", "Ю."}
    assert merge_catalogs(base, merged, theirs).catalog.remarks == merged.remarks


def test_a_translator_who_signs_the_catalog_already_is_named_once() -> None:
    base = catalog(remarks=("Анна Петросян, 2023.",))
    ours = replace(base, header=(*HEADER, ("Last-Translator", "Анна Петросян <anna@example.org>")))
    theirs = replace(base, header=(*HEADER, ("Last-Translator", "Борис")))
    for pair in ((ours, theirs), (theirs, ours)):
        merged = merge_catalogs(base, *pair).catalog
        assert "Анна Петросян" in translator_names(merged)
        assert sum("Анна" in remark for remark in merged.remarks) == 1


# The laws, tried on all kinds of catalogs.

LINES = st.sampled_from(["Раз", "Два", "Три", 'Че"тыре\\', "{fn1}", "Հինգ\nՎեց", "one", "two"])


@st.composite
def made_entries(draw: st.DrawFn, source: str) -> Entry:
    target = draw(st.one_of(st.just(""), LINES))
    fuzzy = bool(target) and draw(st.booleans())
    return Entry(
        source=source,
        target=target,
        fuzzy=fuzzy,
        previous=draw(st.sampled_from([None, "one", "two", "zero"])) if fuzzy else None,
        obsolete=draw(st.integers(0, 3)) == 0,
        comments=draw(st.sampled_from([(), ("paragraph",), ("link target",), ("paragraph", "section: A")])),
        remarks=draw(st.sampled_from([(), ("Check.",), ("", ""), ("Check.", "Ask.")])),
        references=draw(st.sampled_from([(), ("a.md",), ("b.md", "a.md")])),
        flags=draw(st.sampled_from([(), ("python-brace-format",)])),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    sources = draw(st.permutations(["one", "two", "three", "four", "five"]))
    entries = [draw(made_entries(source)) for source in sources[: draw(st.integers(0, 5))]]
    dates = st.sampled_from(["", "2024-05-01 10:00+0400", "2025-05-01 10:00+0400"])
    names = st.sampled_from(["", "Анна Петросян <anna@example.org>", "Борис"])
    header = (*HEADER, ("PO-Revision-Date", draw(dates)), ("Last-Translator", draw(names)))
    remarks = draw(st.sampled_from([(), ("Вера, 2023.",), ("The lake.", "Гор, 2024.", "")]))
    return catalog(*sorted(entries, key=lambda entry: entry.obsolete), header=header, remarks=remarks)


def words(found: Catalog) -> set[str]:
    """Every line that somebody wrote, in a translation or above it."""
    lines = {line for entry in found.entries for line in entry.target.split("\n")}
    return lines | {remark.removeprefix(MERGE_REMARK) for entry in found.entries for remark in entry.remarks}


def work(base: Catalog, side: Catalog) -> Iterator[str]:
    """What was done on a side: every confirmed translation that is not the base's, every new remark."""
    before = {(entry.context, entry.source): entry for entry in base.entries}
    for entry in side.entries:
        old = before.get((entry.context, entry.source), Entry(source=entry.source))
        if entry.target and not entry.fuzzy and (entry.target, entry.fuzzy) != (old.target, old.fuzzy):
            yield from entry.target.split("\n")
        yield from set(entry.remarks) - set(old.remarks)


@given(catalogs(), catalogs(), catalogs())
def test_no_work_is_lost(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merged = merge_catalogs(base, ours, theirs)
    filled_in = {entry.source for entry in (*ours.entries, *theirs.entries) if "link target" in entry.comments}
    assert {*work(base, ours), *work(base, theirs)} - filled_in <= words(merged.catalog)
    assert set(translator_names(ours)) | set(translator_names(theirs)) <= {
        *translator_names(merged.catalog),
        *(remark.partition(" <")[0] for remark in merged.catalog.remarks),
        *translator_names(base),
    }


@given(catalogs(), catalogs(), catalogs())
def test_the_result_is_a_catalog_that_can_be_written_and_read(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merged = merge_catalogs(base, ours, theirs)
    assert parse(serialize(merged.catalog).encode()) == merged.catalog
    fuzzy = {entry.source for entry in merged.catalog.entries if entry.fuzzy and not entry.obsolete}
    assert set(merged.conflicts) <= fuzzy


@given(catalogs(), catalogs())
def test_where_one_side_did_nothing_the_other_counts(base: Catalog, side: Catalog) -> None:
    for pair in ((side, base), (base, side), (side, side)):
        merged = merge_catalogs(base, *pair)
        assert merged.catalog == side
        assert merged.conflicts == ()
    assert merge_catalogs(None, side, side).catalog == side


@given(catalogs(), catalogs(), catalogs())
def test_it_does_not_matter_when_the_side_that_did_nothing_is_merged(base: Catalog, one: Catalog, two: Catalog) -> None:
    together = merge_catalogs(base, one, two)
    assert merge_catalogs(base, merge_catalogs(base, one, base).catalog, two) == together
    assert merge_catalogs(base, one, merge_catalogs(base, base, two).catalog) == together
    assert merge_catalogs(one, one, together.catalog).catalog == together.catalog


@given(catalogs(), catalogs(), catalogs())
def test_sides_are_equal_but_for_who_comes_first(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    one, two = merge_catalogs(base, ours, theirs), merge_catalogs(base, theirs, ours)
    assert sorted(one.conflicts) == sorted(two.conflicts)
    states = [
        {(entry.context, entry.source, entry.obsolete, entry.fuzzy) for entry in found.catalog.entries}
        for found in (one, two)
    ]
    assert states[0] == states[1]
    assert words(one.catalog) == words(two.catalog)


@given(catalogs(), catalogs(), catalogs())
def test_nothing_comes_from_nowhere(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merged = merge_catalogs(base, ours, theirs).catalog
    assert words(merged) <= words(ours) | words(theirs)
    sources = {entry.source for entry in (*ours.entries, *theirs.entries)}
    assert {entry.source for entry in merged.entries} <= sources
