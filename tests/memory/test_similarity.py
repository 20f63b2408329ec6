"""How alike texts are, and how a translation is made to fit one that is nearly the same."""

import pytest

from pipeline.article.extract import TextUnit, extract_units
from pipeline.article.markdown import read_article
from pipeline.memory import MemoryMatch
from pipeline.memory.similarity import plain_text, rank_matches, similarity
from pipeline.memory.suggest import adapt, suggest_translation
from pipeline.model import Entry


def unit_of(markdown: str) -> TextUnit:
    """The first text of an article with this paragraph and the notes and links in it."""
    notes = "".join(f"[^{label}]: Note {label}.\n\n" for label in "abc" if f"[^{label}]" in markdown)
    return extract_units(read_article(f"{markdown}\n\n{notes}", lang="en"), "articles/a.md")[0]


def match(score: int, target: str, **fields: object) -> MemoryMatch:
    return MemoryMatch(**{"score": score, "source": "a", "target": target, "origin": "articles/x", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The lake fell.", "The lake fell.", 100),
        ("The lake{fn1} fell.{fn2}", "The lake fell.", 100),
        ("See the [law]({url1}).", "See the law.", 100),
        ("The lake fell {fn1}.", "The  lake fell.", 100),
        ("", "", 100),
        ("The lake fell.", "Ջուրն իջավ։", 7),
        ("abcd", "abce", 75),
    ],
)
def test_the_score(one: str, other: str, expected: int) -> None:
    assert similarity(one, other) == similarity(other, one) == expected


def test_only_the_same_text_is_a_hundred() -> None:
    assert similarity("a" * 999, "a" * 998 + ",") == 99


def test_the_plain_text_keeps_braces_and_brackets_of_its_own() -> None:
    assert plain_text("a {x} [b] {fn0x}") == "a {x} [b] {fn0x}"


@pytest.mark.parametrize(
    ("source", "target", "markdown", "expected"),
    [
        # Placeholders.
        ("A lake.{fn2}", "Озеро{fn2}.", "A lake.[^a]", "Озеро{fn1}."),
        ("A lake.", "Озеро.", "A lake.[^a]", "Озеро.{fn1}"),
        ("A lake.{fn1}", "Озеро.{fn1}", "A lake.", "Озеро."),
        ("A [lake]({url1}).", "[Озеро]({url1}).", "A lake.", "Озеро."),
        ("One{fn2} two{fn1}.", "Два{fn1} один{fn2}.", "One[^a] two[^b].", "Два{fn2} один{fn1}."),
        # Numbers.
        ("It fell 19 metres.", "Оно упало на 19 метров.", "It fell 20 metres.", "Оно упало на 20 метров."),
        ("In 1933 it was 5 m.", "В 1933 было 5 м.", "In 1934 it was 6 m.", "В 1934 было 6 м."),
        ("Only 1,900 people.", "Лишь 1\u00a0900 человек.", "Only 2,500 people.", "Лишь 2\u00a0500 человек."),
        ("Only 1.5 km.", "Ընդամենը 1,5 կմ։", "Only 2.25 km.", "Ընդամենը 2,25 կմ։"),
        ("The 40th year.{fn1}", "40-й год.{fn1}", "The 41th year.[^a]", "41-й год.{fn1}"),
        # Numbers that nobody can tell: the translation stays as it was.
        ("From 5 to 5.", "С 5 по 7.", "From 6 to 6.", "С 5 по 7."),
        ("It fell 19 metres.", "Девятнадцать метров.", "It fell 20 metres.", "Девятнадцать метров."),
        ("In 2019, 3 cities.", "В 2019 году 3 города.", "3 cities in 2020.", "В 2019 году 3 города."),
        ("From 5 to 5.", "С 5 по 5.", "From 6 to 7.", "С 5 по 5."),
        ("It was 5.", "Было 5.", "It was warm.", "Было 5."),
    ],
)  # fmt: skip
def test_a_translation_is_made_to_fit(source: str, target: str, markdown: str, expected: str) -> None:
    lang = "hy" if "։" in target else "ru"
    assert adapt(source, target, unit_of(markdown), "en", lang).target == expected


def test_numbers_are_written_in_the_digits_of_the_translation() -> None:
    adapted = adapt("It fell 19 metres.", "۱۹ متر پایین رفت.", unit_of("It fell 240 metres."), "en", "fa")
    assert adapted.target == "۲۴۰ متر پایین رفت."


def test_what_lacks_a_placeholder_is_not_whole() -> None:
    unit = unit_of("A [lake](https://example.org) and more.")
    assert not adapt("A lake and more.", "Озеро и другое.", unit, "en", "ru").is_complete
    assert adapt("A [lake]({url1}) and more.", "[Озеро]({url1}).", unit, "en", "ru").is_complete


def test_the_best_matches_come_first_and_each_translation_once() -> None:
    found = [
        match(80, "г"),
        match(90, "а", same_direction=False),
        match(90, "б"),
        match(90, "в"),
        match(90, "в", origin="articles/a"),
        match(90, "д", source="a{fn1}"),
    ]
    ranked = rank_matches(found, "a", 4)
    assert [(item.target, item.origin) for item in ranked] == [
        ("в", "articles/a"),
        ("б", "articles/x"),
        ("а", "articles/x"),
        ("д", "articles/x"),
    ]


def test_an_offer_is_fuzzy_and_says_where_it_is_from() -> None:
    unit = unit_of("The lake fell.")
    made = suggest_translation(
        unit.entry, unit, [match(87, "Озеро упало.", source="The lake falls.")], "en", "ru", final=True
    )
    assert (made.target, made.fuzzy, made.previous) == ("Озеро упало.", True, "The lake falls.")
    assert made.comments == ("paragraph", "memory: 87% articles/x")


def test_nothing_is_offered_where_there_is_nothing() -> None:
    unit = unit_of("The lake fell.")
    assert suggest_translation(unit.entry, unit, [], "en", "ru", final=False) == Entry(
        source="The lake fell.", comments=("paragraph",), references=("articles/a.md",)
    )


@pytest.mark.parametrize(
    ("matches", "is_final"),
    [
        ([match(100, "Озеро.", source="A lake.")], True),
        ([match(99, "Озеро.", source="A lake!")], False),
        ([match(100, "Озеро.", source="A lake."), match(100, "Пруд.", source="A lake.")], False),
        ([match(100, "Озеро.", source="A lake.", same_direction=False)], False),
        ([match(100, "Озеро.", source="A lake."), match(90, "Пруд.", source="A like.")], True),
    ],
)
def test_final_is_only_what_is_the_same_in_this_direction_and_alone(
    matches: list[MemoryMatch], *, is_final: bool
) -> None:
    unit = unit_of("A lake.")
    made = suggest_translation(unit.entry, unit, matches, "en", "ru", final=True)
    assert made.fuzzy is not is_final
    assert made.is_translated is is_final
