"""Faults of form: full stops, repeated and lost sentences, divided words, quotation marks and apostrophes."""

import pytest
from cpu import takes_less_than

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_entries
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding, Term


def translated(article: Article, lang: str, *targets: str) -> tuple[Finding, ...]:
    """What is found in translations of an article's texts, in its order."""
    segments = dict.fromkeys(segment.text for segment in article.segments)
    entries = {source: Entry(source=source, target=target) for source, target in zip(segments, targets, strict=False)}
    return check_entries(article, entries, "locales/x.po", lang)


def rules(source: str, target: str, lang: str = "ru", source_lang: str = "en") -> set[str]:
    article = read_article(source, lang=source_lang, sentences=False)
    return {finding.rule for finding in translated(article, lang, target)}


@pytest.mark.parametrize("end", ["է", "են", "էր", "մեջ", "այն", "հետո", "Acme Corporation"])
@pytest.mark.parametrize("dot", [".", "․"])
def test_a_dot_ends_no_armenian_sentence_however_short_its_last_word(end: str, dot: str) -> None:
    source, target = "The old bridge is here.", f"Հին կամուրջն այստեղ {end}"
    (finding,) = translated(read_article(source, lang="en"), "hy", target + dot)
    assert (finding.rule, finding.replacement) == ("armenian-point", f"{target}։")


@pytest.mark.parametrize("end", ["1915 թ.", "5 կմ.", "300 դոլ․", "մ.թ.ա.", "1 մլն.", "IX դդ.", "Acme Inc."])
def test_the_dot_of_an_abbreviation_stays(end: str) -> None:
    assert "armenian-point" not in rules("It ended long ago.", f"Վաղուց ավարտվեց՝ {end}", "hy")


def test_dots_within_a_text_are_full_stops_where_the_source_has_as_many_sentences_more() -> None:
    source, target = "The snow melts. The river rises. It floods.", "Ձյունը հալչում է. Գետը բարձրանում է. Վարարում է."
    (finding,) = translated(read_article(source, lang="en", sentences=False), "hy", target)
    assert finding.replacement == target.replace(".", "։")
    assert rules("He said the snow melts.", "Նա ասաց. Ձյունը հալչում է։", "hy") == set()


@pytest.mark.parametrize(("lang", "target"), [("ru", "снег;"), ("ru", "лёд,"), ("hy", "ձյուն;"), ("hy", "սառույց,")])
def test_items_of_a_list_may_end_with_a_semicolon_or_a_comma(lang: str, target: str) -> None:
    assert rules("- The snow.", target, lang) == set()
    assert "end-mark" in rules("The snow.", target, lang)


@pytest.mark.parametrize(
    ("target", "is_right"),
    [
        ('Она назвала это _"снегом"_ и ушла.', True),
        ('Она назвала это *"снегом"* и ушла.', True),
        ('Она назвала это "**снегом**" и ушла.', True),
        ('Она назвала это "_снегом" и ушла_.', True),
        ('Она назвала это "_снегом_ и ушла.', False),
    ],
)
def test_quotation_marks_are_seen_through_emphasis(target: str, is_right: bool) -> None:  # noqa: FBT001
    found = rules('She called it "snow" and left.', target)
    assert ("quotes-balance" in found) is not is_right


@pytest.mark.parametrize(
    "target",
    [
        "The film of the '90s about *Snow*'s king.",
        "`make`'s rules of the ’60s.",
        "The “Snow”'s king and [his house]({url1})'s roof.",
        "'Tis the king of '08.",
    ],
)
def test_apostrophes_are_no_quotation_marks(target: str) -> None:
    source = "Фильм о [доме](https://example.org) короля." if "{url1}" in target else "Фильм о доме короля."
    assert not {rule for rule in rules(source, target, "en", "ru") if rule.startswith("quotes-")} - {"quotes-style"}


def test_a_translation_whose_quotations_end_is_only_told_by_a_hint_that_they_end_elsewhere() -> None:
    article = read_article("He said: “The ice melts.”\n\nIt rained.\n", lang="en")
    found = translated(article, "ru", "Он сказал: «Лёд тает.", "Шёл дождь».")
    assert {(item.rule, str(item.severity)) for item in found} == {("quotes-across", "hint")}
    found = translated(article, "ru", "Он сказал: «Лёд тает.", "Шёл дождь.")
    assert {item.rule for item in found} == {"quotes-balance"}


def test_a_lost_mark_is_a_warning_although_another_lost_mark_would_be_its_counterpart() -> None:
    article = read_article("“The ice melts,” he said.\n\nIt rained.\n\nHe left.\n\n“Go,” she said.\n", lang="en")
    found = translated(article, "ru", "«Лёд тает, — сказал он.", "Шёл дождь.", "Он ушёл.", "Иди», — сказала она.")
    assert [(item.source[:4], item.rule) for item in found if str(item.severity) == "warning"] == [
        ("“The", "quotes-balance"),
        ("“Go,", "quotes-balance"),
    ]


@pytest.mark.parametrize(
    ("lang", "targets"),
    [
        ("ka", ["მან თქვა: „ყინული დნება.", "წვიმს.“"]),
        ("ru", ["Он сказал: „Лёд тает.", "Идёт дождь“."]),
        ("fr", ["Il a dit : « La glace fond.", "Il pleut. »"]),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        "He said: “The ice melts.\n\n“It rains.”\n",
        "He said: “The ice melts.\n\nIt rains.”\n",
        "He said: – The ice melts.\n\nIt rains.\n",
        "He said: “The ice melts.”\n\nIt rains.\n",
    ],
)
def test_a_quotation_may_be_whole_in_the_translation_alone(lang: str, targets: list[str], source: str) -> None:
    found = translated(read_article(source, lang="en"), lang, *targets)
    assert not [item for item in found if str(item.severity) == "warning"]


def test_a_quotation_after_which_the_source_tells_who_said_it_is_not_continued() -> None:
    article = read_article("“The ice melts,” he said.\n\nIt rained.\n", lang="en")
    found = translated(article, "ru", "«Лёд тает, — сказал он.", "Шёл дождь».")
    assert [item.rule for item in found if str(item.severity) == "warning"] == ["quotes-balance"] * 2


def test_an_english_quotation_may_open_again_before_it_ends() -> None:
    article = read_article("Он сказал: «Лёд тает. Идёт дождь».\n", lang="ru")
    assert translated(article, "en", "He said: “The ice melts.", "“It rains.”") == ()
    found = translated(article, "en", "He said: “The ice melts.", "It rains.")
    assert "quotes-balance" in {item.rule for item in found}


def test_marks_between_commas_and_words_open_quotations() -> None:
    assert "quotes-balance" not in rules(
        "They were at Sun, Moon and Star.", 'Вони були в "Сонці","Місяці" і "Зорі".', "uk"
    )
    assert "quotes-balance" in rules("They were at Sun, Moon and Star.", 'Вони були в "Сонці","Місяці і "Зорі".', "uk")


@pytest.mark.parametrize(("target", "mark"), [('Он сказал "иди.', '"'), ("Он сказал „иди.", "„"), ("Иди“.", "“")])
def test_a_mark_without_its_counterpart_is_named_as_it_stands_in_the_text(target: str, mark: str) -> None:
    found = translated(read_article("He said go.", lang="en"), "ru", target)
    assert [dict(item.message.values)["mark"] for item in found if item.rule == "quotes-balance"] == [mark]


def test_a_name_that_has_quotation_marks_elsewhere_needs_them() -> None:
    article = read_article("В «Арарате» тепло.\n\nО «Арарате» пишут.\n", lang="ru")
    found = translated(article, "hy", "«Արարատում» տաք է։", "Արարատի մասին գրում են։")
    assert [(item.source, item.rule, str(item.severity)) for item in found] == [
        ("О «Арарате» пишут.", "quotes-lost", "warning")
    ]
    assert translated(article, "hy", "Արարատում տաք է։", "Արարատի մասին գրում են։") == ()


def test_an_apostrophe_at_the_end_of_a_word_quotes_no_name_that_has_marks_elsewhere() -> None:
    article = read_article("The “Ararat” is warm.\n\nIt is the boys' favourite, Ararat.\n", lang="en")
    assert translated(article, "ru", "В «Арарате» тепло.", "Мальчики любят его, Арарат.") == ()


def test_a_common_word_is_not_the_name_that_has_quotation_marks_elsewhere() -> None:
    article = read_article("Клуб «Станция» закрыт.\n\nНа станции «Арарат» тихо.\n", lang="ru")
    assert translated(article, "en", "The club “Station” is closed.", "It is quiet at the station Ararat.") == ()


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ("Она спела «Вернём себе море» и ушла.", "hint"),
        ("Она сказала: «Вернём себе море» и ушла.", "warning"),
        ("Она обещала «вернуть себе море» и ушла.", "warning"),
    ],
)
def test_a_title_may_lose_the_marks_that_another_language_gives_it(source: str, severity: str) -> None:
    found = translated(read_article(source, lang="ru"), "en", "She sang to bring back the sea and left.")
    assert [(item.rule, str(item.severity)) for item in found] == [("quotes-lost", severity)]


@pytest.mark.parametrize(
    ("source", "target", "is_found"),
    [
        ("«Да», — сказал он.", "Yes, he said.", True),
        ("«Иди!»", "Go!", True),
        ("«Арарат», «Севан» и «Масис» закрыты.", "Ararat, Sevan and Masis are closed.", False),
        ("«Арарат» закрыт.", "Ararat is closed.", False),
        ("«Арарат» — высокая гора.", "Ararat is a high mountain.", False),
    ],
)
def test_what_somebody_said_needs_quotation_marks_however_short(source: str, target: str, *, is_found: bool) -> None:
    assert ("quotes-lost" in rules(source, target, "en", "ru")) is is_found


@pytest.mark.parametrize(
    ("source", "target", "is_found"),
    [
        ("The ice melts fast. It rains.", "Лёд быстро тает. Идёт дождь. Лёд быстро тает.", True),
        ("The ice melts fast.", "Лёд быстро тает Лёд быстро тает", True),
        ("The ice melts fast. The ice melts fast.", "Лёд быстро тает. Лёд быстро тает.", False),
        ("Why? Why? Why not?", "Зачем? Зачем? Почему нет?", False),
    ],
)
def test_a_sentence_twice_is_found(source: str, target: str, *, is_found: bool) -> None:
    assert ("sentence-twice" in rules(source, target)) is is_found


def test_a_sentence_that_stands_in_the_next_text_too_is_found() -> None:
    article = read_article("The ice melts very fast.\n\nIt rains.\n\nThe sun shines.\n", lang="en", sentences=False)
    found = translated(article, "ru", "Лёд тает очень быстро.", "Лёд тает очень быстро. Идёт дождь.", "Светит солнце.")
    assert [(item.rule, item.source) for item in found] == [("sentence-twice", "It rains.")]


def test_two_sources_that_say_the_same_may_have_one_translation() -> None:
    article = read_article("The news raised many fears.\n\nThe news raised many new fears.\n", lang="en")
    assert translated(article, "ru", *["Новость вызвала много опасений."] * 2) == ()
    article = read_article("The news raised many fears.\n\nThe news raised many hopes.\n", lang="en")
    found = translated(article, "ru", *["Новость вызвала много опасений."] * 2)
    assert {item.rule for item in found} == {"alike"}


@pytest.mark.parametrize("target", ["Приехал Тигран Тигран.", "Приехал Тигран Саркисян Тигран Саркисян вчера."])
def test_a_name_twice_is_found(target: str) -> None:
    assert "doubled-word" in rules("Tigran Sargsyan came yesterday.", target)
    assert "doubled-word" not in rules("Duran Duran came yesterday.", "Вчера приехали Дюран Дюран.")
    assert "doubled-word" not in rules("Гости ехали из Бора-Боры.", "The guests came from Bora Bora.", "en", "ru")


@pytest.mark.parametrize(
    ("target", "is_found"),
    [
        ("Он выступил в прениях state-ը.", False),
        ("Նա գրեց Facebook-ում և state-ը կարդաց։", False),
        ("Նա գրեց wide state-ը։", True),
        ("Նա գրեց wide այդտեղ։", True),
    ],
)
def test_a_foreign_word_with_an_ending_is_meant(target: str, *, is_found: bool) -> None:
    assert ("leftover" in rules("He wrote of the wide state.", target, "hy")) is is_found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("SHA256: 96aabab4dd4a2e57dd0d28052fcdc", "SHA256: 96aabab4dd4a2e57dd0d28052fcdc"),
        ("Use the dns-01 challenge of rfc822Name.", "Проверка dns-01 из rfc822Name."),
        ("Then vfork(2) and IO#readchar failed.", "Затем vfork(2) и IO#readchar отказали."),
        ("It is in Socket.getifaddrs now.", "Теперь это в Socket.getifaddrs здесь."),
        ("The second preview1 is here.", "Вышел preview1."),
        ("The pumps-zero of I2P-zero ran.", "Работал I2P-zero."),
        ("Versions 1.0.0-alpha and 1.0.12-beta+001.", "Версии 1.0.0-alpha и 1.0.12-beta+001."),
        ("Type the .onion address.", "Введите адрес .onion."),
        ("/etc/pumps/system/pump.service", "/etc/pumps/system/pump.service"),
        ("Install @pumps/water-gauge first.", "Поставьте @pumps/water-gauge."),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "fr", "hy"])
def test_a_checksum_and_a_name_in_a_program_are_no_words_to_translate(source: str, target: str, lang: str) -> None:
    assert not {"leftover", "untranslated"} & set(rules(source, target, lang))


def test_a_part_of_a_sentence_behind_an_abbreviation_was_left_over() -> None:
    source = "Ri spoke of the plans that the U.S. leader highlighted at the meeting earlier in the week."
    target = "Ри говорил о планах, that the U.S. leader highlighted at the meeting earlier in the week."
    assert "untranslated" in rules(source, target)


@pytest.mark.parametrize("lang", ["ru", "fr"])
def test_the_pen_name_of_an_author_may_stay(lang: str) -> None:
    article = read_article('---\nauthor: "zzak and nagachika"\n---\n', lang="en")
    assert not list(translated(article, lang, "zzak and nagachika"))
    article = read_article('---\ntitle: "The lake and a river"\n---\n', lang="en")
    assert [item.rule for item in translated(article, lang, "The lake and a river")] == ["untranslated"]


def test_a_word_beside_a_checksum_is_found() -> None:
    assert "leftover" in rules("The checksum is a1b2c3 there.", "Это checksum a1b2c3 здесь.")


@pytest.mark.parametrize(
    ("lang", "target", "is_found"),
    [
        ("ru", "Вся инфор- мация здесь.", True),
        ("ru", "Двух- и трёхэтажные дома.", False),
        ("ru", "Севан - Ереван.", False),
        ("hy", "Ամբողջ տեղեկատ֊ վությունն այստեղ է։", True),
        ("hy", "Երկու- կամ եռահարկ տներ։", False),
        ("de", "Haupt- oder Nebensatz.", False),
    ],
)
def test_words_divided_at_the_end_of_a_line_are_found(lang: str, target: str, *, is_found: bool) -> None:
    assert ("hyphenated" in rules("All of it is here.", target, lang)) is is_found


def test_an_article_pasted_from_a_page_is_told_where_a_word_is_divided() -> None:
    found = check_article(
        read_article("# A\n\nAll the infor-\nmation on short- and long-term plans.\n", lang="en"), "a.md"
    )
    assert [(item.rule, item.line) for item in found] == [("article-hyphenated", 3)]


def test_a_lost_half_or_sentence_is_found_by_length_names_numbers_and_sentences() -> None:
    source = (
        "The ministry of transport opened the bridge over the Arpa near Areni on 4 May. "
        "Some 300 people came from Vayk and Yeghegnadzor to see the first bus cross it."
    )
    whole = (
        "Министерство транспорта открыло 4 мая мост через Арпу возле Арени. "
        "Около 300 человек приехали из Вайка и Ехегнадзора посмотреть, как по нему пройдёт первый автобус."
    )
    assert rules(source, whole) == set()
    assert {"omission", "length"} & rules(source, whole.partition(". ")[0] + ".")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            'The <a href="https://example.org/archive/2011/06/28/the-great-pump-of-the-lake/">pump</a> ran for years.',
            "Насос работал годами.",
        ),
        (
            "They met at the Cascade in the evening.",
            f"Вечером они встретились у Каскада^[{'Лестница в Ереване, с которой виден весь город. ' * 4}].",
        ),
    ],
)
def test_the_addresses_of_links_and_notes_of_a_translator_have_no_length(source: str, target: str) -> None:
    assert not {"omission", "length"} & rules(source, target)


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("Министерство открыло мост через реку Арпу у Арени. Смотреть приехали 300 человек из Вайка.", "hint"),
        ("Министерство открыло мост через Арпу; посмотреть на это приехали 300 человек.", "warning"),
    ],
)
def test_a_translation_that_is_short_is_a_hint_with_little_evidence_of_a_lost_part(target: str, severity: str) -> None:
    source = (
        "The ministry opened the bridge over the river Arpa on the road to Areni. "
        "Some 300 people came from Vayk and Yeghegnadzor to see the bus."
    )
    found = translated(read_article(source, lang="en", sentences=False), "ru", target)
    assert [(item.rule, str(item.severity)) for item in found] == [("omission", severity)]


def test_an_armenian_hyphen_between_words_is_one_for_a_dash() -> None:
    assert "dashes" in rules("Sevan is a lake.", "Սևանը ֊ լիճ է։", "hy")


@pytest.mark.parametrize(
    ("source", "target", "is_found"),
    [
        ("It needs Python 3.11 or newer.", "Нужен Python 3.11 или новее.", False),
        ("It runs on iOS 17.2 too.", "Работает и на iOS 17.2.", False),
        ("It follows WCAG 2.0, 2.1 and (WAI) 1.2.", "Следует WCAG 2.0, 2.1 и (WAI) 1.2.", False),
        ("It speaks TLS 1.2 or newer.", "Говорит по TLS 1.2 и новее.", False),
        ("It is gone since release 0.15, alas.", "Увы, с релиза 0.15 его нет.", False),
        ("The 0.9 Blue Lake version came out.", "Вышла версия 0.9 Blue Lake.", False),
        ("In 3.4 and below it fails.", "В версии 3.4 и ниже это не работает.", False),
        ("They release 3.5 tonnes a day.", "Выпускают 3.5 тонны в день.", True),
        ("A version was sold 2.5 times.", "Версию продали 2.5 раза.", True),
        ("It costs EUR 2.5 a day.", "Стоит EUR 2.5 в день.", True),
        ("In the EU 2.5 million people came.", "В EU 2.5 миллиона человек пришли.", True),
        ("The TV 2.5 km away is new.", "TV 2.5 км отсюда — новый.", True),
        ("Ruby 2.4 is supported, 2.3 and 2.2 are not.", "Версия 2.4 Ruby ещё поддерживается, 2.3 и 2.2 нет.", False),
        ("May 2.5 metres be enough?", "Хватит ли 2.5 метра?", True),
        ("It fell by 12.5 metres.", "Он упал на 12.5 метра.", True),
        ("It costs USD 12.5 a day.", "Стоит USD 12.5 в день.", True),
        ("A Python 3.5 metres long.", "Питон длиной 3.5 метра.", True),
    ],
)
def test_the_number_of_a_version_keeps_its_point(source: str, target: str, *, is_found: bool) -> None:
    assert ("numbers-format" in rules(source, target)) is is_found


def test_a_long_name_after_a_fraction_is_read_once() -> None:
    source = f"It costs 2.5 {'Long-' * 800}term."
    assert takes_less_than(2, lambda: rules(source, "Стоит 2.5 рубля."))


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        (("The rain fell on the lake.", "Nobody of us saw it.", "The rain fell on the lake. It fell long."), []),
        (("It rained.", "Nobody of us saw it.", "Nobody of us saw it. It fell long."), ["It fell."]),
    ],
)
@pytest.mark.parametrize("terms", [(), (Term(names={"en": ("sea",)}),)])
def test_neighbours_in_the_article_s_own_language_are_those_of_the_article(
    targets: tuple[str, ...], told: list[str], terms: tuple[Term, ...]
) -> None:
    article = read_article("It rained.\n\nNobody of us saw it.\n\nIt fell.\n", lang="en")
    sources = (segment.text for segment in article.segments)
    entries = {source: Entry(source=source, target=target) for source, target in zip(sources, targets, strict=True)}
    found = check_entries(article, entries, "x.po", "en", Glossary(terms=terms))
    assert [item.source for item in found if item.rule == "sentence-twice"] == told


@pytest.mark.parametrize(
    ("source", "target", "is_fraction"),
    [
        ("2.1 The old bridge.", "2.1 Старый мост.", False),
        ("**2.1. Old bridges**", "**2.1. Старые мосты**", False),
        ("The bridge is in section 2.1.", "О мосте сказано в разделе 2.1.", False),
        ("The bridge (see table 3.2) is old.", "Мост (см. таблицу 3.2) старый.", False),
        ("2.5 million people crossed it.", "2.5 миллиона человек прошли по нему.", True),
        ("The bridge is 2.5 km long.", "Длина моста 2.5 км.", True),
    ],
)
def test_the_number_of_a_section_is_no_fraction(source: str, target: str, is_fraction: bool) -> None:  # noqa: FBT001
    assert ("numbers-format" in rules(source, target)) is is_fraction


@pytest.mark.parametrize(
    ("source", "target", "repaired"),
    [
        ("Section 2.1 applies to it.", "Раздел 2.1 применяется к нему.", None),
        ("It costs 2.5 dollars here.", "Здесь это стоит 2.5 доллара.", "Здесь это стоит 2,5 доллара."),
        ("It is all of 2.5 km long.", "Его длина целых 2.5 км.", "Его длина целых 2,5 км."),
    ],
)
def test_only_a_fraction_of_something_known_is_repaired(source: str, target: str, repaired: str | None) -> None:
    found = translated(read_article(source, lang="en"), "ru", target)
    assert [item.replacement for item in found if item.rule == "numbers-format"] == [repaired]


def test_an_original_term_in_brackets_has_no_length() -> None:
    article = read_article(
        "Насос работает без сохранения состояния (stateless pumping), то есть круглосуточно (around the clock).\n",
        lang="ru",
        sentences=False,
    )
    found = translated(article, "en", "It does stateless pumping around the clock.")
    assert not {"omission", "length"} & {item.rule for item in found}
