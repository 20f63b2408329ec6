"""A published translation gives the catalog that it was made from, and all that does not fit is told."""

import re

import pytest

from adopt.making import PAIRS, adopted, article, begun, by_source, finished, published, renumbered
from pipeline.adopt.adoption import Fate, PairedTexts, Pairing
from pipeline.adopt.fill import fill_and_compare
from pipeline.adopt.pairing import UnrelatedError, pair_texts
from pipeline.article.markdown import read_article
from pipeline.catalog.origin import ADOPTED_ORIGIN
from pipeline.edition import EditionPolicy, build_edition
from pipeline.model import FOLD

ENGLISH = """\
---
lang: en
---

# The lake that came back

In 1981 the water of Lake Sevan stood eighteen metres lower than in 1933.[^a] Engineers from Yerevan had opened the \
outflow to feed 6 power stations on the [Hrazdan](https://example.org/hrazdan). Nobody asked the fishermen of Gavar.

When the Arpa tunnel was finished, the level began to rise again, slowly at first. Is that enough? Hakob Sanasaryan, \
who counted birds on the shore for 40 years, does not think so.[^b]

About 3,500 hectares of trees now stand in the water. The ministry wants to cut them by December, and it has set 12.5 \
million drams aside. The village of Tsovagyugh will lose its beach. Its mayor, Anahit Petrosyan, shrugs: she has seen \
worse.

[^a]: Nature, May 2019, p. 17.
[^b]: Interview with Hakob Sanasaryan, Gavar, 12 June 2020.
"""

RUSSIAN = """\
# Озеро, которое вернулось

В 1981 году вода озера Севан стояла на восемнадцать метров ниже, чем в 1933-м[^1]. Инженеры из Еревана открыли сток, \
чтобы питать 6 электростанций на [Раздане](https://example.org/hrazdan). Рыбаков Гавара никто не спрашивал.

Когда был достроен тоннель Арпа, уровень снова начал подниматься, сначала медленно. Достаточно ли этого? Акоп \
Санасарян, который 40 лет считал птиц на берегу, так не думает[^2].

Сейчас в воде стоит около 3500 гектаров деревьев. Министерство хочет вырубить их к декабрю и выделило 12,5 миллиона \
драмов. Село Цовагюх лишится своего пляжа. Староста Анаит Петросян пожимает плечами: она видела и похуже.

[^1]: Nature, май 2019 г., с. 17.
[^2]: Интервью с Акопом Санасаряном, Гавар, 12 июня 2020 г.
"""

SOURCE = read_article(ENGLISH)
NOBODY = "Nobody asked the fishermen of Gavar."
ENGINEERS = next(segment.text for segment in SOURCE.segments if segment.text.startswith("Engineers"))


@pytest.mark.parametrize(("slug", "lang"), PAIRS)
def test_an_edition_gives_back_the_catalog_that_it_was_made_from(slug: str, lang: str) -> None:
    result = adopted(article(slug), published(slug, lang), lang)
    made, wanted = by_source(result), finished(slug, lang)
    assert {source: entry.target for source, entry in made.items()} == {
        source: entry.target for source, entry in wanted.items()
    }
    assert sum(entry.fuzzy for entry in made.values()) <= 0.03 * len(made)
    assert not result.report.differences
    assert not result.report.left_over
    assert not result.report.empty


@pytest.mark.parametrize(("slug", "lang"), PAIRS)
def test_notes_are_found_by_what_they_say_and_where_they_stand_whatever_their_numbers(slug: str, lang: str) -> None:
    result = adopted(article(slug), renumbered(published(slug, lang)), lang)
    wanted = finished(slug, lang)
    sure = {source: entry for source, entry in by_source(result).items() if entry.target and not entry.fuzzy}
    assert len(sure) > 0.9 * len(wanted)
    assert all(entry.target == wanted[source].target for source, entry in sure.items())
    assert not result.report.differences


def test_the_edition_of_what_was_adopted_is_the_published_text_with_the_notes_of_the_article() -> None:
    made = by_source(adopted(SOURCE, RUSSIAN, "ru"))
    edition = build_edition(SOURCE, made, "ru", EditionPolicy())
    wanted = RUSSIAN.replace("[^1]", "[^a]").replace("[^2]", "[^b]")
    assert edition.text.partition("# ")[2] == wanted.partition("# ")[2]
    assert not edition.findings


def test_two_sentences_that_became_one_are_folded() -> None:
    text = RUSSIAN.replace("метров ниже, чем в 1933-м[^1]. Инженеры", "метров ниже, чем в 1933-м[^1], а инженеры")
    made = by_source(adopted(SOURCE, text, "ru"))
    assert made[ENGINEERS].target == f"{FOLD}{{url1}}"
    first = next(entry for source, entry in made.items() if source.startswith("In 1981"))
    assert first.target.endswith("чтобы питать 6 электростанций на Раздане.")


def test_a_block_scalar_keeps_its_lines() -> None:
    front = "---\nlang: {}\ndescription: |\n  {}\n  {}\n---\n\n{}\n"
    source = read_article(front.format("en", "One.", "Two.", "The lake fell."))
    made = by_source(adopted(source, front.format("ru", "Раз.", "Два.", "Озеро упало."), "ru"))
    assert made["One.\nTwo.\n"].target == "Раз.\nДва."


def test_a_title_in_the_front_matter_translates_the_heading_where_there_is_no_other() -> None:
    front = "---\nlang: ru\ntitle: Озеро, которое вернулось\ndate: 2024-05-01\n---\n"
    made = by_source(adopted(SOURCE, front + RUSSIAN.partition("\n")[2], "ru"))
    assert made["The lake that came back"].target == "Озеро, которое вернулось"


def test_a_sentence_that_became_two_is_one_entry() -> None:
    text = RUSSIAN.replace("к декабрю и выделило", "к декабрю. Оно выделило")
    made = by_source(adopted(SOURCE, text, "ru"))
    ministry = next(entry for source, entry in made.items() if source.startswith("The ministry"))
    assert ministry.target == "Министерство хочет вырубить их к декабрю. Оно выделило 12,5 миллиона драмов."


def test_an_unsure_pair_is_fuzzy_and_says_why_and_confirming_it_takes_the_reason_away() -> None:
    text = RUSSIAN.replace("[^1]", "[^x]").replace("[^2]", "[^1]").replace("[^x]", "[^2]", 1)
    result = adopted(SOURCE, text, "ru")
    unsure = [entry for entry in by_source(result).values() if entry.fuzzy]
    assert unsure
    assert all(re.match(rf"{ADOPTED_ORIGIN}0\.\d\d", entry.comments[-1]) for entry in unsure)
    assert not any(
        entry.comments[-1].startswith(ADOPTED_ORIGIN) for entry in by_source(result).values() if not entry.fuzzy
    )


def test_what_has_no_counterpart_is_left_empty_and_listed() -> None:
    text = RUSSIAN.replace(" Рыбаков Гавара никто не спрашивал.", "")
    result = adopted(SOURCE, text, "ru")
    assert by_source(result)[NOBODY].target == ""
    assert [item.text for item in result.report.empty] == [NOBODY]
    assert [item.line for item in result.report.empty] == [7]


def test_a_sentence_that_only_the_translation_has_is_left_over_with_its_line() -> None:
    text = RUSSIAN.replace("[^2].\n", "[^2]. Автор этих строк тоже сомневается, и у него есть свои доводы.\n")
    result = adopted(SOURCE, text, "ru")
    assert [(item.text, item.line) for item in result.report.left_over] == [
        ("Автор этих строк тоже сомневается, и у него есть свои доводы.", 5)
    ]
    assert [stretch.change for stretch in result.report.differences[0].words if stretch.change != "same"] == ["gone"]


def test_a_note_that_only_the_translation_has_becomes_a_translators_own_note() -> None:
    text = RUSSIAN.replace("пожимает плечами:", "пожимает плечами[^3]:") + "[^3]: Так было в июле.\n"
    result = adopted(SOURCE, text, "ru")
    mayor = next(entry for source, entry in by_source(result).items() if source.startswith("Its mayor"))
    assert "пожимает плечами^[Так было в июле.]:" in mayor.target
    assert not mayor.fuzzy
    assert not result.report.left_over


@pytest.mark.parametrize(
    ("note", "there", "is_sure"),
    [
        ("См. [а [б] в] и путь C:\\\\dir.", r"См. \[а \[б\] в\] и путь C:\\dir.", True),
        ("Скобка ] и \\*звезда\\*.", r"Скобка \] и \*звезда\*.", True),
        ("[Здесь](https://a.am), [там].", "[Здесь](https://a.am), [там].", True),
        ("[Здесь [и [там]]](https://a.am).", r"\[Здесь \[и \[там\]\]\](https://a.am).", False),
    ],
)
def test_a_translators_own_note_keeps_its_brackets(note: str, there: str, is_sure: bool) -> None:  # noqa: FBT001
    text = RUSSIAN.replace("пожимает плечами:", "пожимает плечами[^3]:") + f"[^3]: {note}\n"
    result = adopted(SOURCE, text, "ru")
    mayor = next(entry for source, entry in by_source(result).items() if source.startswith("Its mayor"))
    assert f"плечами^[{there}]:" in mayor.target
    assert mayor.fuzzy is not is_sure
    assert f"]: {there} — *" in build_edition(SOURCE, by_source(result), "ru", EditionPolicy(fuzzy=True)).text


def test_a_note_that_the_translation_lacks_is_put_back_at_the_end_and_shown() -> None:
    text = RUSSIAN.replace("думает[^2].", "думает.").replace("[^2]: Интервью с Акопом", "С Акопом")
    result = adopted(SOURCE, text, "ru")
    birds = next(entry for source, entry in by_source(result).items() if source.startswith("Hakob"))
    assert birds.target == "Акоп Санасарян, который 40 лет считал птиц на берегу, так не думает.{fn1}"
    new = [stretch.text for item in result.report.differences for stretch in item.words if stretch.change == "new"]
    assert new == ["[^b]"]
    assert [item.text[:9] for item in result.report.left_over] == ["С Акопом "]


def test_a_link_to_a_page_in_the_language_of_the_translation_goes_into_the_entry_of_its_address() -> None:
    text = RUSSIAN.replace("https://example.org/hrazdan", "https://example.org/ru/razdan")
    made = by_source(adopted(SOURCE, text, "ru"))
    assert made["https://example.org/hrazdan"].target == "https://example.org/ru/razdan"
    assert "[Раздане]({url1})" in made[ENGINEERS].target


def test_a_note_that_is_an_address_takes_over_that_of_the_translation() -> None:
    source = read_article(ENGLISH.replace("Nature, May 2019, p. 17.", "https://example.org/en/nature"))
    text = RUSSIAN.replace("Nature, май 2019 г., с. 17.", "<https://example.org/ru/nature>")
    made = by_source(adopted(source, text, "ru"))
    assert made["https://example.org/en/nature"].target == "https://example.org/ru/nature"


def test_of_a_link_that_the_article_does_not_have_the_words_stay_and_the_loss_is_shown() -> None:
    text = RUSSIAN.replace("Рыбаков Гавара", "Рыбаков [Гавара](https://example.org/gavar)")
    result = adopted(SOURCE, text, "ru")
    assert by_source(result)[NOBODY].target == "Рыбаков Гавара никто не спрашивал."
    gone = "".join(
        stretch.text for item in result.report.differences for stretch in item.words if stretch.change == "gone"
    )
    assert "https://example.org/gavar" in gone


@pytest.mark.parametrize(
    ("said", "published", "lost"),
    [
        (
            "Boats rest on [the shore](https://example.org/shore).",
            "Лодки стоят на берегу.",
            ["https://example.org/shore"],
        ),
        ("Boats rest on [the shore][s].", "Лодки стоят на берегу.", ["https://example.org/s"]),
        (
            "[Boats](https://example.org/boat) rest on [the shore](https://example.org/shore).",
            "[Лодки](https://example.org/ru/boat) стоят на [берегу](https://example.org/ru/shore).",
            [],
        ),
        (
            "[Boats](https://example.org/boat) rest on [the shore](https://example.org/shore).",
            "[Лодки](https://example.org/boat) стоят на берегу.",
            ["https://example.org/shore"],
        ),
        (
            '<div>\n<p>Boats rest on <a href="https://example.org/shore">the shore</a>.</p>\n</div>',
            "<div>\n<p>Лодки стоят на берегу.</p>\n</div>",
            ["https://example.org/shore"],
        ),
        (
            '<div>\n<p>Boats rest on <a href="https://example.org/shore" title="A map">the shore</a>.</p>\n</div>',
            "<div>\n<p>Лодки стоят на берегу.</p>\n</div>",
            ["https://example.org/shore"],
        ),
        ("https://example.org/shore", "", ["https://example.org/shore"]),
        ("Boats rest on the shore.", "Лодки стоят на [берегу](https://example.org/shore).", []),
    ],
)
def test_the_links_that_the_translation_lacks_are_told_with_their_text(
    said: str, published: str, lost: list[str]
) -> None:
    article = f"The water is low in May.\n\n{said}\n\nIt was written in 1933.\n\n[s]: https://example.org/s\n"
    text = f"В мае вода низкая.\n\n{published}\n\nЭто написано в 1933 году.\n"
    result = adopted(read_article(article, lang="en"), text, "ru")
    assert [item.address for item in result.report.missing_links] == lost
    assert all(item.line in {3, 4} and item.source in said for item in result.report.missing_links)


def test_of_a_block_of_html_the_text_that_the_translation_lacks_is_told() -> None:
    block = '<aside class="quote">\n<p>{}</p>\n<img src="a.jpg" alt="{}">\n</aside>\n\n'
    mine = block.format("We have waited for 11 days, and nobody tells us why.", "A boat near Gavar")
    source = read_article(ENGLISH.replace("About 3,500", f"{mine}About 3,500"))
    whole = RUSSIAN.replace(
        "Сейчас", block.format("Мы ждём 11 дней, и никто не говорит нам почему.", "Лодка у Гавара") + "Сейчас"
    )
    assert not adopted(source, whole, "ru").report.empty
    lacking = adopted(source, RUSSIAN, "ru").report
    assert {(item.text, item.kind) for item in lacking.empty} == {
        ("We have waited for 11 days, and nobody tells us why.", "html text"),
        ("A boat near Gavar", "attribute"),
    }


def test_what_a_person_translated_stays_and_the_published_words_are_told() -> None:
    entries = tuple(
        entry if entry.source != NOBODY else type(entry)(source=NOBODY, target="Рыбаков не спросили.")
        for entry in begun(SOURCE, "ru")
    )
    result = adopted(SOURCE, RUSSIAN, "ru", entries)
    assert by_source(result)[NOBODY].target == "Рыбаков не спросили."
    [kept] = result.report.kept
    assert (kept.entry, kept.published) == ("Рыбаков не спросили.", "Рыбаков Гавара никто не спрашивал.")


@pytest.mark.parametrize("mark", ["machine: google", "memory: 87% articles/sevan"])
def test_a_guess_gives_way_to_a_sure_pair(mark: str) -> None:
    entries = tuple(
        entry
        if entry.source != NOBODY
        else type(entry)(source=NOBODY, target="Никто.", fuzzy=True, comments=("paragraph", mark))
        for entry in begun(SOURCE, "ru")
    )
    entry = by_source(adopted(SOURCE, RUSSIAN, "ru", entries))[NOBODY]
    assert (entry.target, entry.fuzzy) == ("Рыбаков Гавара никто не спрашивал.", False)
    assert entry.comments == ("paragraph",)


def test_a_text_that_is_translated_in_two_ways_has_one_of_them_and_the_other_is_told() -> None:
    source = read_article(
        ENGLISH.replace("Is that enough?", "Is that enough?").replace("\n\n[^a]", " Is that enough?\n\n[^a]")
    )
    text = RUSSIAN.replace("\n\n[^1]:", " Хватит ли этого?\n\n[^1]:")
    result = adopted(source, text, "ru")
    assert by_source(result)["Is that enough?"].target == "Достаточно ли этого?"
    assert [item.published for item in result.report.conflicts] == ["Хватит ли этого?"]


def test_where_a_text_is_translated_in_two_ways_the_sure_one_counts_wherever_it_stands() -> None:
    source = read_article("One evening.\n\nIs that enough?\n\nIs that enough?\n", lang="en")
    target = read_article("Однажды вечером.\n\nХватит?\n\nДостаточно ли этого?\n", lang="ru")
    pairings = tuple(
        Pairing(source=(number,), target=(number,), confidence=chance) for number, chance in enumerate((1.0, 0.7, 0.99))
    )
    result = fill_and_compare(begun(source, "ru"), source, target, PairedTexts(pairings=pairings))
    assert by_source(result)["Is that enough?"].target == "Достаточно ли этого?"
    assert [item.published for item in result.report.conflicts] == ["Хватит?"]


def test_a_pair_is_doubted_that_a_lonely_sentence_beside_it_would_complete() -> None:
    text = RUSSIAN.replace("Министерство хочет вырубить их к декабрю и", "Есть и сроки. Министерство")
    result = adopted(SOURCE, text, "ru")
    reasons = {item.target: item.reason for item in result.report.unsure}
    assert reasons["Министерство выделило 12,5 миллиона драмов."].endswith("the sentence beside it may belong to it")
    assert [item.text for item in result.report.left_over] == ["Есть и сроки."]


def test_a_pair_is_doubted_that_lonely_items_beside_it_would_complete() -> None:
    goods = ("Water for the gardens of the plain", "Trout for towns", "Beaches for the guests", "Salt for the roads")
    items = "\n".join(f"- {item}" for item in goods)
    around = "The village of Tsovagyugh will lose its beach.", "The ministry wants to cut them down by December."
    source = read_article(f"{around[0]}\n\n{items}\n\n{around[1]}\n", lang="en")
    words = r"Вода для садов равнины \* Форель для городов \* Пляжи для гостей \* Соль для зимних дорог"
    text = f"Село Цовагюх лишится своего пляжа.\n\n- {words}\n\nМинистерство хочет вырубить их к декабрю.\n"
    reasons = {item.target: item.reason for item in adopted(source, text, "ru").report.unsure}
    assert reasons[words].endswith("the sentence beside it may belong to it")


def test_markdown_that_the_article_does_not_have_is_never_taken_as_sure() -> None:
    text = RUSSIAN.replace("Село Цовагюх", "**Село** `Цовагюх`")
    made = by_source(adopted(SOURCE, text, "ru"))
    entry = made["The village of Tsovagyugh will lose its beach."]
    assert entry.fuzzy
    assert entry.comments[-1].endswith("Markdown or links that the article does not have")


def test_adopting_again_changes_nothing() -> None:
    text = renumbered(published("lake-sevan", "ru")).replace("[^5]", "", 1)
    once = adopted(article("lake-sevan"), text, "ru")
    again = adopted(article("lake-sevan"), text, "ru", once.entries)
    assert again.entries == once.entries
    assert again.report.sure == 0


def test_blocks_in_another_order_are_found_and_what_is_sure_in_them_is_right() -> None:
    blocks = published("lake-sevan", "ru").split("\n\n")
    first, second = (
        next(i for i, block in enumerate(blocks) if block.startswith(word)) for word in ("В 1910", "Тем вр")
    )
    blocks[first], blocks[second] = blocks[second], blocks[first]
    ours, theirs = article("lake-sevan"), read_article("\n\n".join(blocks), lang="ru")
    moved = {ours.segments[number].text for stretch in pair_texts(ours, theirs).moved for number in stretch.source}
    made, wanted = by_source(adopted(ours, "\n\n".join(blocks), "ru")), finished("lake-sevan", "ru")
    sure = [source for source in moved if made[source].target and not made[source].fuzzy]
    assert len(sure) >= 3
    assert all(made[source].target == wanted[source].target for source in sure)


def test_a_part_that_is_missing_leaves_the_rest_as_sure_as_it_was() -> None:
    text = published("lake-sevan", "ru")
    start, end = text.index("## Два тоннеля"), text.index("## Что говорит закон")
    result = adopted(article("lake-sevan"), text[:start] + text[end:], "ru")
    made, wanted = by_source(result), finished("lake-sevan", "ru")
    sure = {source: entry for source, entry in made.items() if entry.target and not entry.fuzzy}
    assert len(sure) > 0.75 * len(wanted)
    assert all(entry.target == wanted[source].target for source, entry in sure.items())
    assert any(item.text.startswith("The remedy was") for item in result.report.empty)


def test_another_article_is_refused() -> None:
    with pytest.raises(UnrelatedError, match="do not seem to be translations"):
        adopted(article("lake-sevan"), published("urbatagirk", "ru"), "ru")


def test_every_sentence_of_the_translation_has_a_fate() -> None:
    text = renumbered(published("urbatagirk", "en")).replace("In 1512", "Once. In 1512")
    fates = adopted(article("urbatagirk"), text, "en").published
    assert set(fates.values()) <= set(Fate)
    assert len(fates) > 100


def test_a_marker_that_leads_to_no_note_is_left_out_and_code_stays() -> None:
    article = read_article("The lake rose in 1981. The pattern `[^a]` stays.[^n]\n\n[^n]: A report.\n", lang="en")
    text = "В 1981 году озеро[^3] поднялось. Образец `[^a]` остаётся.[^n]\n\n[^n]: Отчёт.\n"
    result = adopted(article, text, "ru")
    assert [entry.target for entry in result.entries if entry.target and not entry.obsolete] == [
        "В 1981 году озеро поднялось.",
        "Образец `[^a]` остаётся.{fn1}",
        "Отчёт.",
    ]


def test_words_in_html_are_taken_over_with_their_captions_and_pictures() -> None:
    source = read_article(
        "The lake rose in 1981. Nobody wrote of it.\n\n"
        '<figure>\n<img src="a.jpg" alt="The shore of Sevan in winter">\n'
        "<figcaption>The shore near <b>Gavar</b> in 1981.[^n]</figcaption>\n</figure>\n\n"
        "<aside>\n  <p>We have waited for 11 days, and nobody tells us why.</p>\n</aside>\n\n"
        "It stayed so.[^n]\n\n[^n]: A report.\n",
        lang="en",
    )
    text = (
        "Озеро поднялось в 1981 году. Никто об этом не писал.\n\n"
        '<figure>\n<img src="a.jpg" alt="Берег Севана зимой">\n'
        "<figcaption>Берег близ <b>Гавара</b> в 1981 году.[^n]</figcaption>\n</figure>\n\n"
        "<aside>\n  <p>Мы ждём 11 дней, и никто не говорит нам почему.</p>\n</aside>\n\n"
        "Так и осталось.[^n]\n\n[^n]: Отчёт.\n"
    )
    result = adopted(source, text, "ru")
    made = {entry.source: entry for entry in result.entries if entry.target and not entry.obsolete}
    assert made["The shore of Sevan in winter"].target == "Берег Севана зимой"
    assert made["The shore near <b>Gavar</b> in 1981.{keep1}"].target == "Берег близ <b>Гавара</b> в 1981 году.{keep1}"
    assert made["We have waited for 11 days, and nobody tells us why."].target.startswith("Мы ждём 11 дней")
    assert not result.report.differences
    assert build_edition(source, made, "ru", EditionPolicy(fuzzy=True)).text == text
