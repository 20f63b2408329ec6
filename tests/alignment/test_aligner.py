"""Whole articles: paired, refused, or paired with a report of what stands elsewhere or is missing."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.texts import STRANGE, TEXTS, article, plain
from benchmarks.alignment import select_sure_pairs
from pipeline.alignment import SURE, Alignment, Bead, Passage, TextLine, align, learn_lexicon
from pipeline.alignment.beads import calibrate
from pipeline.alignment.order import reorder_target
from pipeline.model import SegmentKind

PAIRS = list(permutations(sorted(TEXTS), 2))


def pairs(found: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in found.beads]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_translation_is_paired_line_by_line(source: str, target: str) -> None:
    found = align(article(source), article(target), source, target)
    assert pairs(found) == [((line,), (line,)) for line in range(12)]
    assert not found.refusal
    assert sum(bead.confidence >= SURE for bead in found.beads) >= 9


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_sentences_that_a_translator_merged_stay_together(source: str, target: str) -> None:
    lines = article(target)
    merged = [*lines[:7], TextLine(text=f"{lines[7].text} {lines[8].text}"), *lines[9:]]
    assert ((7, 8), (7,)) in pairs(align(article(source), merged, source, target))
    assert ((7,), (7, 8)) in pairs(align(merged, article(source), target, source))


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_sentence_without_counterpart_is_left_alone(source: str, target: str) -> None:
    lines = article(target)
    found = pairs(align(article(source), [*lines[:8], *lines[9:]], source, target))
    assert ((8,), ()) in found
    assert ((9,), (8,)) in found


@pytest.mark.parametrize(("source", "target"), [("hy", "en"), ("ru", "en")])
def test_what_is_no_translation_is_refused(source: str, target: str) -> None:
    found = align(article(source), plain(STRANGE), source, target)
    assert "do not seem to be translations" in found.refusal
    assert not any(bead.is_pair for bead in found.beads)
    assert len(found.beads) == 24


def test_a_text_in_another_language_is_refused() -> None:
    found = align(article("en"), article("ru"), "en", "hy")
    assert found.refusal == "the target is written in Cyrillic letters, not in Armenian ones"
    assert align(article("hy"), article("ru"), "en", "ru").refusal.startswith("the source is written in Armenian")


def test_few_lines_are_not_refused_but_never_sure() -> None:
    found = align(plain(STRANGE[:2]), plain(TEXTS["hy"][3:5]), "en", "hy")
    assert not found.refusal
    assert all(bead.confidence < SURE for bead in found.beads)


def test_one_side_may_be_empty() -> None:
    assert pairs(align([], article("hy")[:2], "en", "hy")) == [((), (0,)), ((), (1,))]
    assert align([], [], "en", "hy").beads == ()


def test_a_part_that_is_missing_is_reported() -> None:
    lines = article("ru")
    found = align(article("en"), [*lines[:3], *lines[8:]], "en", "ru")
    assert found.missing == (Passage(source=(3, 4, 5, 6, 7)),)
    assert ((8,), (3,)) in pairs(found)


def test_a_part_that_was_moved_is_found_and_paired_as_if_it_had_stayed() -> None:
    lines = article("ru")
    found = align(article("en"), [*lines[:1], *lines[8:], *lines[1:8]], "en", "ru")
    order = [0, *range(8, 12), *range(1, 8)]
    assert pairs(found) == [((line,), (order.index(line),)) for line in range(12)]
    [moved] = found.moved
    assert moved in (
        Passage(source=(8, 9, 10, 11), target=(1, 2, 3, 4)),
        Passage(source=tuple(range(1, 8)), target=tuple(range(5, 12))),
    )


def test_what_stands_beside_two_parts_that_changed_places_is_as_sure_as_ever() -> None:
    source, target = article("en"), article("ru")
    swapped = [*target[:3], *target[7:10], *target[6:7], *target[3:6], *target[10:]]
    stayed = {2, 6, 10}
    before, after = align(source, target, "en", "ru"), align(source, swapped, "en", "ru")
    sure = [{bead.source for bead in found.beads if bead.confidence >= SURE} for found in (before, after)]
    assert {(line,) for line in stayed} & sure[0] <= sure[1]
    assert {line for stretch in after.moved for line in stretch.source} <= {3, 4, 5, 6, 7, 8, 9}


def test_a_part_that_moved_takes_the_rest_of_its_paragraph_along() -> None:
    lines = [TextLine(text="", block=block) for block in (0, 1, 1, 1, 2, 3)]
    beads = [Bead(source=(number,), target=(line,), confidence=1.0) for number, line in ((0, 0), (1, 4), (2, 5))]
    order, gone = reorder_target(beads, [Passage(source=(3,), target=(2,))], lines)
    assert order == [0, 4, 5, 1, 2, 3]
    assert gone == {1, 2, 3}


@given(st.data())
def test_a_text_that_is_put_in_order_keeps_its_lines(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    lines = [TextLine(text="", block=block) for block in sorted(data.draw(st.lists(st.integers(-1, 4), min_size=size)))]
    numbers = data.draw(st.permutations(range(len(lines))))
    beads = [
        Bead(source=(row,), target=(line,), confidence=1.0)
        for row, line in enumerate(sorted(numbers[: data.draw(st.integers(0, len(lines)))]))
    ]
    ends = data.draw(st.lists(st.integers(0, len(lines)), max_size=4, unique=True).map(sorted))
    moved = [
        Passage(source=(place,), target=tuple(range(low, high)))
        for place, (low, high) in enumerate(zip(ends[::2], ends[1::2], strict=False))
    ]
    order, gone = reorder_target(beads, data.draw(st.permutations(moved)), lines)
    assert sorted(order) == list(range(len(lines)))
    assert {line for stretch in moved for line in stretch.target} <= gone


def test_tables_and_pictures_are_paired_apart_from_prose() -> None:
    source, target = article("en"), article("hy")
    cells = [TextLine(text=text, kind=SegmentKind.TABLE_CELL) for text in ("Year", "Level", "1933", "1981")]
    others = [TextLine(text=text, kind=SegmentKind.TABLE_CELL) for text in ("Տարի", "Մակարդակ", "1933", "1981")]
    found = align([*source[:3], *cells, *source[3:]], [*target, *others], "en", "hy")
    assert {((3,), (12,)), ((4,), (13,)), ((5,), (14,)), ((6,), (15,))} <= set(pairs(found))
    assert ((7,), (3,)) in pairs(found)
    assert [bead.source for bead in found.beads if bead.source] == sorted(bead.source for bead in found.beads)


def note(label: str, text: str, *links: str) -> TextLine:
    return TextLine(text=text, kind=SegmentKind.FOOTNOTE, label=label, links=links)


def marked(lang: str, labels: dict[int, str]) -> list[TextLine]:
    lines = article(lang)
    for number, label in labels.items():
        lines[number] = TextLine(text=lines[number].text, markers=(label,))
    return lines


def test_notes_are_paired_by_what_they_say_and_where_they_stand() -> None:
    source = marked("en", {1: "i", 4: "ii", 8: "iii"})
    target = marked("hy", {1: "1", 4: "2", 8: "3"})
    source += [note("i", "Interview, 1981."), note("ii", "", "https://arpa.am/t"), note("iii", "Ibid.")]
    target += [note("3", "Նույն տեղում։"), note("2", "", "https://arpa.am/t"), note("1", "Հարցազրույց, 1981։")]
    found = align(source, target, "en", "hy")
    assert [(pair.source, pair.target) for pair in found.notes] == [("i", "1"), ("ii", "2"), ("iii", "3")]
    assert all(pair.agree for pair in found.notes)
    assert {((12,), (14,)), ((13,), (13,)), ((14,), (12,))} <= set(pairs(found))


def test_a_note_that_the_translation_lacks_is_left_alone() -> None:
    source = [*marked("en", {1: "i", 4: "ii"}), note("i", "Interview, 1981."), note("ii", "Arpa, 44.")]
    target = [*marked("hy", {4: "1"}), note("1", "Արփա, 44։")]
    found = align(source, target, "en", "hy")
    assert [(pair.source, pair.target) for pair in found.notes] == [("ii", "1")]
    assert ((12,), ()) in pairs(found)


def test_notes_whose_place_and_text_disagree_are_not_sure() -> None:
    source = [*marked("en", {1: "i", 6: "ii"}), note("i", "Sevan 1981, 77.", "https://a.am/77")]
    source.append(note("ii", "Gavar 2019, 35.", "https://b.am/35"))
    target = [*marked("hy", {1: "1", 6: "2"}), note("1", "Գավառ 2019, 35։", "https://b.am/35")]
    target.append(note("2", "Սևան 1981, 77։", "https://a.am/77"))
    found = align(source, target, "en", "hy")
    assert len(found.notes) == 2
    assert not any(pair.agree for pair in found.notes)
    assert all(bead.confidence < SURE for bead in found.beads if bead.source and bead.source[0] >= 12)


def test_a_lexicon_decides_where_nothing_else_does() -> None:
    source = plain(["We saw a dog.", "We saw a cat.", "We saw a cow.", "We saw a hen."])
    target = plain(["Մենք շուն տեսանք։", "Մենք կով տեսանք։", "Մենք հավ տեսանք։"])
    known = [("dog", "շուն"), ("cat", "կատու"), ("cow", "կով"), ("hen", "հավ"), ("we saw a", "մենք տեսանք")] * 5
    found = pairs(align(source, target, "en", "hy", lexicon=learn_lexicon(known, "en", "hy")))
    assert found == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,))]


def test_only_sure_pairs_are_learned_from() -> None:
    source, target = article("en"), article("hy")
    found = align(source, target, "en", "hy")
    sure = select_sure_pairs(found, source, target)
    assert len(sure) == sum(bead.confidence >= SURE for bead in found.beads)
    assert (TEXTS["en"][1], TEXTS["hy"][1]) in sure


@pytest.mark.parametrize(("source", "target", "first"), [("en", "ru", 1), ("hy", "ru", 6), ("ru", "en", 9)])
def test_a_neighbour_that_a_longer_translation_of_two_sentences_swallows_is_not_sure(
    source: str, target: str, first: int
) -> None:
    lines = article(target)
    two = f"{lines[first].text} {lines[first + 1].text}"
    longer = f"{two} {' '.join(two.rstrip('.։').split()[-3:])}."
    found = align(article(source), [*lines[:first], TextLine(text=longer), *lines[first + 3 :]], source, target)
    assert all(bead.confidence < SURE for bead in found.beads if first + 2 in bead.source and bead.is_pair)
    whole = TextLine(text=f"{two} {lines[first + 2].text}")
    found = align(article(source), [*lines[:first], whole, *lines[first + 3 :]], source, target)
    assert ((first, first + 1, first + 2), (first,)) in pairs(found)


def test_calibration_keeps_the_order_and_what_is_sure() -> None:
    chances = [calibrate(number / 100) for number in range(101)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] < chances[-1] <= 1
    assert calibrate(0.99) >= SURE > calibrate(0.985)  # the threshold, as measured
    assert calibrate(0.5) < calibrate(0.6) < 0.6


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_sentence_that_stands_elsewhere_stays_unpaired_and_may_have_moved(source: str, target: str) -> None:
    lines = article(target)
    found = align(article(source), [*lines[:6], *lines[7:], lines[6]], source, target)
    assert {((6,), ()), ((), (11,))} <= set(pairs(found))
    assert found.perhaps == (Passage(source=(6,), target=(11,)),)


def test_sentences_that_say_different_things_have_not_moved() -> None:
    lines = article("ru")
    found = align(
        article("en"), [*lines[:6], *lines[7:], TextLine(text="Так было всегда, и никто не жалел.")], "en", "ru"
    )
    assert {((6,), ()), ((), (11,))} <= set(pairs(found))
    assert not found.perhaps
