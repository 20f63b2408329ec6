"""Quotation marks over several sentences: which have a counterpart, and where one is found missing."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.model import Entry, Severity


def unpaired(sources: str, targets: dict[str, str], lang: str, source_lang: str = "en") -> list[str]:
    """The translations with a quotation mark without counterpart; what is not in the table is unfinished."""
    article = read_article(sources + "\n", lang=source_lang)
    texts = [segment.text for segment in article.segments]
    assert set(targets) <= set(texts), texts
    entries = {text: Entry(source=text, target=targets.get(text, "")) for text in texts}
    found = check_entries(article, entries, "x.po", lang)
    return [targets[item.source] for item in found if item.rule == "quotes-balance"]


SPEECH = "He said: “The lake is high. It is cold there.”"
TWO = "“The lake is high.\n\n“It is cold there.”"


@pytest.mark.parametrize(
    ("sources", "targets"),
    [
        (SPEECH, ("Նա ասաց. «Լիճը բարձր է։", "Այնտեղ ցուրտ է»։")),
        (SPEECH, ("Նա ասաց. «Լիճը բարձր է»։", "«Այնտեղ ցուրտ է»։")),
        (SPEECH, ("Նա ասաց, որ լիճը բարձր է։", "Այնտեղ ցուրտ է։")),
        (TWO, ("«Լիճը բարձր է։", "«Այնտեղ ցուրտ է»։")),
        (TWO, ("«Լիճը բարձր է։", "Այնտեղ ցուրտ է»։")),
        ("He said: “Read the novel ‘The lake.’”", ("Նա ասաց. «Կարդա՛ «Լիճը»։",)),
    ],
)
def test_a_translation_may_distribute_its_marks_otherwise(sources: str, targets: tuple[str, ...]) -> None:
    texts = [segment.text for segment in read_article(sources + "\n", lang="en").segments]
    assert unpaired(sources, dict(zip(texts, targets, strict=True)), "hy") == []


@pytest.mark.parametrize("mark", ['".com" или ".net"', '"example.org" и "*.example.org"', '(".5", ".NET")'])
def test_a_straight_mark_before_a_point_and_a_word_opens_a_quotation(mark: str) -> None:
    assert unpaired("It is here.", {"It is here.": f"Здесь есть {mark} и это."}, "ru") == []
    assert unpaired("It is here.", {"It is here.": f'Здесь есть {mark} и "это.'}, "ru") != []


def test_english_may_open_a_quotation_again_in_each_paragraph() -> None:
    targets = {"«Озеро высоко.": "“The lake is high.", "Там холодно».": "“It is cold there.”"}
    assert unpaired("«Озеро высоко.\n\nТам холодно».", targets, "en", "ru") == []
    apart = {"«Озеро высоко».": "“The lake is high.", "«Там холодно».": "“It is cold there.”"}
    assert unpaired("«Озеро высоко».\n\n«Там холодно».", apart, "en", "ru") == ["“The lake is high."]


def test_a_mark_without_counterpart_is_told_where_the_balance_goes_wrong() -> None:
    first, second = "He said: “The lake is high.", "It is cold there.”"
    opened, closed = "Նա ասաց. «Լիճը բարձր է։", "Այնտեղ ցուրտ է։"
    assert unpaired(SPEECH, {first: opened, second: closed}, "hy") == [opened]
    plain = "He said: “The lake is high.” It is cold there."
    texts = [segment.text for segment in read_article(plain + "\n", lang="en").segments]
    assert unpaired(plain, dict(zip(texts, (opened, closed), strict=True)), "hy") == [opened]
    assert unpaired(SPEECH, {first: "Նա ասաց. Լիճը բարձր է։", second: "Այնտեղ ցուրտ է»։"}, "hy") == ["Այնտեղ ցուրտ է»։"]


def test_a_quotation_may_end_in_a_sentence_that_is_not_translated_yet() -> None:
    first, second = "He said: “The lake is high.", "It is cold there.”"
    assert unpaired(SPEECH, {first: "Նա ասաց. «Լիճը բարձր է։"}, "hy") == []
    assert unpaired(SPEECH, {second: "Այնտեղ ցուրտ է»։"}, "hy") == []


def test_a_closing_mark_with_a_space_too_many_before_it_closes() -> None:
    source = "«Озеро высоко», – сказала она."
    assert unpaired(source, {source: 'The lake is high, "- she said.'}, "en", "ru") == [
        'The lake is high, "- she said.'
    ]
    assert unpaired(source, {source: '"The lake is high, "- she said.'}, "en", "ru") == []


def lost(pairs: dict[str, str], lang: str, source_lang: str) -> dict[str, Severity]:
    """Return the translations that lack quotation marks, one sentence of a paragraph each, with the severity."""
    article = read_article(" ".join(pairs) + "\n", lang=source_lang)
    assert [segment.text for segment in article.segments] == [*pairs]
    entries = {source: Entry(source=source, target=target) for source, target in pairs.items()}
    found = check_entries(article, entries, "x.po", lang)
    return {pairs[item.source]: item.severity for item in found if item.rule == "quotes-lost"}


def test_sentences_in_the_middle_of_a_quotation_need_no_marks() -> None:
    pairs = {
        "“The river is wide,” she said.": "«Река широка, – сказала она. –",
        "“We crossed it in winter.": "Мы перешли ее зимой.",
        "It was frozen.”": "Она замерзла».",
    }
    assert lost(pairs, "ru", "en") == {}
    assert [*lost({**pairs, "It was frozen.”": "Она замерзла."}, "ru", "en")] == [
        "Мы перешли ее зимой.",
        "Она замерзла.",
    ]


DROPPED = {
    "He called the road “a long and stony path” home.": "Он назвал дорогу долгой и каменистой.",
    "They want to “clean up” the old harbour.": "Они хотят почистить старую гавань.",
    "She spoke of a “bright new day” for the town.": "Она говорила о новом дне для города.",
}


def test_a_translation_that_leaves_out_the_marks_of_quoted_parts_throughout_gives_hints() -> None:
    assert set(lost(DROPPED, "ru", "en").values()) == {Severity.HINT}


def test_a_translation_that_keeps_the_marks_of_quoted_parts_lost_those_that_are_missing() -> None:
    kept = {
        f"The {word} is a “good and {word} thing” here.": f"Это «хорошая {made} вещь»."
        for word, made in {"new": "новая", "old": "старая", "red": "красная", "raw": "сырая"}.items()
    }
    dropped = dict(list(DROPPED.items())[:1])
    assert [*lost({**kept, **dropped}, "ru", "en").values()] == [Severity.WARNING]
    assert lost({**kept, "It is a “good” town.": "Это хороший город."}, "ru", "en") == {
        "Это хороший город.": Severity.WARNING
    }
    assert lost({"It is a “good” town.": "Это хороший город."}, "ru", "en") == {"Это хороший город.": Severity.HINT}
