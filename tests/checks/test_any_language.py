"""Checks in languages other than Armenian, English and Russian: with a pack, and with none."""

from itertools import permutations
from pathlib import Path

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.checks.repair import repair_entry
from pipeline.model import Entry, Finding, Severity

PLAIN = Path(__file__).parent / "plain"
"""Fifty plain sentences, each line in English and in languages without a pack. Written for these tests."""
KINDS = ("cy", "de", "hi", "zh", "ar")


def check(pairs: list[tuple[str, str]], source_lang: str, lang: str) -> list[Finding]:
    """Return what is found in translations of an article of these paragraphs."""
    text = "\n\n".join(source for source, _ in pairs) + "\n\n[^1]: https://example.org\n"
    article = read_article(text, lang=source_lang, sentences=False)
    segments = [segment for segment in article.segments if segment.label is None and segment.kind.is_text]
    entries = [Entry(source=segment.text, target=target) for segment, (_, target) in zip(segments, pairs, strict=True)]
    return list(check_entries(article, {entry.key: entry for entry in entries}, "x.po", lang))


def rules(source: str, target: str, source_lang: str, lang: str) -> set[str]:
    return {finding.rule for finding in check([(source, target)], source_lang, lang)}


def repaired(target: str, lang: str, source: str = "Text.") -> str:
    """Return a translation from English with its repairs."""
    article = read_article(f"{source}\n", lang="en", sentences=False)

    def look(entry: Entry) -> tuple[Finding, ...]:
        return check_entries(article, {entry.key: entry}, "x.po", lang)

    made = repair_entry(Entry(source=article.segments[0].text, target=target), look)
    return made.after if made else target


def read_plain(lang: str) -> list[str]:
    return (PLAIN / f"{lang}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lang", KINDS)
def test_plain_sentences_have_no_findings_in_a_language_without_a_pack(lang: str) -> None:
    told, made = read_plain("en"), read_plain(lang)
    assert len(told) == len(made) == 50
    assert [str(item) for item in check(list(zip(told, made, strict=True)), "en", lang)] == []
    back = check(list(zip(made, told, strict=True)), lang, "en")
    assert [str(item) for item in back if item.rule != "quotes-style"] == []  # the English has straight ones


@pytest.mark.parametrize(("source_lang", "lang"), list(permutations(KINDS, 2)))
def test_plain_sentences_have_no_findings_between_two_languages_without_a_pack(source_lang: str, lang: str) -> None:
    pairs = list(zip(read_plain(source_lang), read_plain(lang), strict=True))
    assert [str(item) for item in check(pairs, source_lang, lang) if item.rule != "quotes-style"] == []


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("sv", "”Vi ska bygga bron igen”, sade borgmästaren 2018{n}."),
        ("fi", "”Rakennamme sillan uudelleen”, sanoi pormestari vuonna 2018{n}."),
        ("hu", "„Újjáépítjük a hidat” – mondta a polgármester 2018-ban{n}."),
        ("da", "»Vi genopbygger broen,« sagde borgmesteren i 2018{n}."),
        ("el", "«Θα ξαναχτίσουμε τη γέφυρα», είπε η δήμαρχος το 2018{n}."),
        ("ja", "「橋を架け直します」と市長は2018年に述べた{n}。"),
        ("th", "“เราจะสร้างสะพานขึ้นใหม่” นายกเทศมนตรีกล่าวในปี 2018{n}"),
        ("ko", "“우리는 다리를 다시 지을 것입니다.” 시장이 2018년에 말했다{n}."),
        ("he", '"נבנה מחדש את הגשר", אמר ראש העיר ב-2018{n}.'),
        ("sr-Latn", "„Ponovo ćemo sagraditi most”, rekla je gradonačelnica 2018{n}."),
        ("pt-BR", "“Vamos reconstruir a ponte”, disse a prefeita em 2018{n}."),
        ("es", "—Reconstruiremos el puente —dijo la alcaldesa en 2018{n}."),
        ("bn", "“আমরা সেতুটি আবার বানাব,” মেয়র ২০১৮ সালে বললেন{n}।"),
        ("fr", "«\u00a0Nous allons reconstruire le pont\u00a0», a dit la maire en 2018{n}."),
        ("ka", "„ხიდს ხელახლა ავაშენებთ“, — თქვა მერმა 2018 წელს{n}."),
        ("uk", "«Ми відбудуємо міст»,\u00a0— сказала мерка 2018 року{n}."),
        ("fa", "شهردار در سال ۲۰۱۸ گفت: «پل را دوباره می‌سازیم»{n}."),
    ],
)
def test_a_number_and_a_note_are_checked_in_any_language(lang: str, target: str) -> None:
    source = '"We will rebuild the bridge," said the mayor in 2018[^1].'
    right = target.replace("{n}", "{fn1}")
    assert [str(item) for item in check([(source, right)], "en", lang)] == []
    assert rules(source, target.replace("{n}", ""), "en", lang) == {"note-missing"}
    wrong = right.replace("2018", "2019").replace("۲۰۱۸", "۲۰۱۹").replace("২০১৮", "২০১৯")
    assert rules(source, wrong, "en", lang) == {"numbers"}


@pytest.mark.parametrize(
    ("lang", "target"),
    [("cy", "Gweler yr adroddiad."), ("zh", "见报告。"), ("fa", "گزارش را ببینید."), ("ka", "იხილეთ მოხსენება.")],
)
def test_a_lost_link_is_found_in_any_language(lang: str, target: str) -> None:
    assert rules("See the [report](https://example.org).", target, "en", lang) == {"placeholder-missing"}


@pytest.mark.parametrize(
    ("lang", "told", "made"),
    [
        ("fr", "1,297 people", "mille deux cent quatre-vingt-dix-sept personnes"),
        ("fr", "aged 71", "âgé de soixante et onze ans"),
        ("fr", "the 19th century", "le XIXe siècle"),
        ("fr", "in the 1980s", "dans les années 80"),
        ("fr", "at 1 p.m.", "à 13 h"),
        ("fr", "between 12:00 and 13:30", "entre 12 h 00 et 13 h 30"),
        ("fr", "2.5 million", "2,5 millions"),
        ("ka", "57 people", "ორმოცდაჩვიდმეტი ადამიანი"),
        ("ka", "the 21st century", "ოცდამეერთე საუკუნე"),
        ("ka", "on 14 March", "14 მარტს"),
        ("uk", "99 districts", "дев’яносто дев’ять районів"),
        ("uk", "25,000 roubles", "двадцять п’ять тисяч рублів"),
        ("uk", "in the 1990s", "у 90-х роках"),
        ("fa", "the 36th day", "سی و ششمین روز"),
        ("fa", "2018 votes", "دو هزار و هجده رأی"),
        ("fa", "a magnitude of 7.1", "بزرگی ۷٫۱"),
        ("fa", "3.5 million", "۳/۵ میلیون"),
        ("fa", "a twelve-sided house", "خانه‌ای دوازده‌ضلعی"),
        ("fa", "12,500 people", "۱۲٬۵۰۰ نفر"),
        ("fa", "on 4 October 2018", "در ۱۲ مهر ۱۳۹۷"),
        ("hi", "12,500 people", "१२,५०० लोग"),
    ],
)
def test_numbers_are_the_same_in_the_words_and_digits_of_another_language(lang: str, told: str, made: str) -> None:
    assert not {rule for rule in rules(f"It was {told}", made, "en", lang) if rule.startswith("numbers")}
    assert not {rule for rule in rules(made, f"It was {told}", lang, "en") if rule.startswith("numbers")}


@pytest.mark.parametrize(
    ("lang", "told", "made"),
    [
        ("fr", "1,297 people", "mille deux cent quatre-vingt-sept personnes"),
        ("ka", "57 people", "47 ადამიანი"),
        ("fa", "on 4 October 2018", "در ۱۲ مهر ۱۳۹۹"),
        ("fa", "3.5 million", "۳/۴ میلیون"),
        ("fa", "a twelve-sided house", "خانه‌ای شش‌ضلعی"),
        ("cy", "2.5 million", "2.7 miliwn"),
        ("zh", "150,000 people", "16万人"),
    ],
)
def test_another_number_is_found_in_another_language(lang: str, told: str, made: str) -> None:
    assert {rule for rule in rules(f"It was {told}", made, "en", lang) if rule.startswith("numbers")}


@pytest.mark.parametrize(
    ("lang", "target", "after"),
    [
        ("fr", "« Pourquoi ? »", "«\u00a0Pourquoi\u00a0?\u00a0»"),
        ("fr", "«Pourquoi?» Oui; non: à 10:30!", "«\u00a0Pourquoi\u00a0?\u00a0» Oui\u00a0; non\u00a0: à 10:30\u00a0!"),
        ("fr", 'Il a dit "oui".', "Il a dit «\u00a0oui\u00a0»."),
        ("fr", "«\u202fPourquoi\u202f?\u202f» Vraiment\u00a0?!", "«\u202fPourquoi\u202f?\u202f» Vraiment\u00a0?!"),
        ("fr", "Voir https://example.org?a=b et 45%.", "Voir https://example.org?a=b et 45\u00a0%."),
        ("uk", 'Він сказав "так".', "Він сказав «так»."),
        ("ka", 'მან თქვა "კი".', "მან თქვა „კი“."),
        ("fa", 'او گفت "بله".', "او گفت «بله»."),
        ("sv", 'Hon sade "ja".', "Hon sade ”ja”."),
        ("de", "Sie sagte »ja« und ging.", "Sie sagte »ja« und ging."),
        ("ar", 'قالت "نعم".', 'قالت "نعم".'),
        ("zh", "她说“是”。", "她说“是”。"),
    ],
)
def test_repairs_write_what_the_language_surely_wants_and_nothing_else(lang: str, target: str, after: str) -> None:
    assert repaired(target, lang) == after
    assert repaired(after, lang) == after


def test_a_no_break_space_is_no_extra_space_in_french() -> None:
    assert rules("Why? It: yes!", "Pourquoi\u00a0? Il\u00a0: oui\u202f!", "en", "fr") == set()
    assert rules("Why? Yes.", "Чому ? Так.", "en", "uk") == {"spaces-before"}


def test_balanced_isolates_and_marks_of_direction_are_no_finding() -> None:
    for text in ("Слово \u2067שלום\u2069 є.", "Слово \u200eשלום\u200f є.", "Слово \u2067a \u2066b\u2069\u2069 є."):
        assert rules("The word is.", text, "en", "uk") == set()
    assert rules("The word is.", "Слово \u2067שלום є.", "en", "uk") == {"direction"}
    assert rules("The word is.", "Слово שלום\u2069 є.", "en", "uk") == {"direction"}


def test_joiners_belong_to_the_spelling_of_scripts_that_join_letters() -> None:
    assert rules("They go.", "آن‌ها می‌روند.", "en", "fa") == set()
    assert rules("Lake.", "क्‍ष झील।", "en", "hi") == set()
    assert rules("They go.", "Вони\u200c йдуть.", "en", "uk") == {"spaces-invisible"}


@pytest.mark.parametrize(
    ("source_lang", "lang", "source", "target", "expected"),
    [
        ("ru", "uk", "Президент и министр были там.", "Президент і міністр були там.", set()),
        ("ru", "uk", "Москва", "Москва", set()),
        (
            "ru",
            "uk",
            "Мы видели большое озеро у самой дороги.",
            "Мы видели большое озеро у самой дороги.",
            {"untranslated"},
        ),
        (
            "ru",
            "uk",
            "Река, как в *Pumps of Sevan*, а не озеро.",
            "Ріка, як в *Pumps of Sevan*, а не озеро.",
            set(),
        ),
        (
            "en",
            "fr",
            "It has an FQDN (fully qualified domain name) here.",
            "Il a un FQDN (fully qualified domain name).",
            set(),
        ),
        ("en", "fr", "The Guardian", "The Guardian", set()),
        ("en", "fr", "Information", "Information", set()),
        (
            "en",
            "fr",
            "The lake was frozen for the first time in years.",
            "Le lac was frozen for the first time in years.",
            {"untranslated"},
        ),
        ("fa", "ar", "کتاب تازه در شهر منتشر شد.", "نُشر كتاب جديد في المدينة.", set()),
        (
            "ka",
            "fa",
            "ახალი წიგნი ქალაქში გამოვიდა გუშინ.",
            "ახალი წიგნი ქალაქში გამოვიდა გუშინ.",
            {"untranslated"},
        ),
    ],
)
def test_text_of_the_source_is_found_also_between_languages_in_one_script(
    source_lang: str, lang: str, source: str, target: str, expected: set[str]
) -> None:
    assert rules(source, target, source_lang, lang) == expected


@pytest.mark.parametrize(
    ("lang", "wrong", "right"),
    [
        ("uk", "Він пiшов додому.", "Він пішов додому."),
        ("el", "Η λίμνη είvαι μεγάλη.", "Η λίμνη είναι μεγάλη."),
        ("sr-Latn", "Jezеro je veliko.", "Jezero je veliko."),
    ],
)
def test_look_alike_letters_are_found_in_any_language_of_their_scripts(lang: str, wrong: str, right: str) -> None:
    assert rules("A sentence.", right, "en", lang) == set()
    assert rules("A sentence.", wrong, "en", lang) == {"letters"}
    assert repaired(wrong, lang) == right


@pytest.mark.parametrize(
    ("lang", "mark"), [("fr", "n.d.t."), ("uk", "прим. пер."), ("ka", "მთარგმნ. შენ."), ("fa", "یادداشت مترجم")]
)
def test_the_mark_of_a_translators_note_is_known(lang: str, mark: str) -> None:
    assert "note-own" in rules("The lake.", f"Aaa ({mark}).", "en", lang)


def test_severities_of_a_whole_clause_left_in_the_source() -> None:
    found = check([("We saw the large lake by the road.", "We saw the large lake by the road.")], "en", "fr")
    assert [(item.rule, item.severity) for item in found] == [("untranslated", Severity.ERROR)]


@pytest.mark.parametrize(
    ("lang", "target", "expected"),
    [
        ("uk", "Мы восстановим этот мост, сказал нынешний мэр.", {"language"}),
        ("uk", "Ми відбудуємо цей міст, сказав мер.", set()),
        ("uk", "Книга називається «Мы, эти дни, этот мир» і вийшла торік.", set()),
        ("ru", "Ми відбудуємо цей міст, і їхній мер теж.", {"language"}),
        ("en", "Müller, Schröder and Weiß went to the bridge.", set()),
        ("fa", "بازسازی پل (Reconstruction of bridges).", set()),
        ("fa", "Lilit Arevyan، the Mayors و Arpa Rivers کنسرت می‌دهند.", set()),
        ("uk", "Lilit Arevyan wrote and sang all of it in Єреван.", {"language"}),
        ("fa", "(Reconstruction of bridges).", {"language"}),
        ("fa", "Reconstruction of bridges (پل).", {"language"}),
    ],
)
def test_text_in_another_language_of_the_script_is_found(lang: str, target: str, expected: set[str]) -> None:
    assert rules("Կամուրջը նորից կկառուցենք, ասաց քաղաքապետը։", target, "hy", lang) == expected


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("he", "ראו כרך ב' ועמ' 7, של צה\"ל, בעמ'"),
        ("he", 'הוא אמר "לכו" לרמטכ"ל בשעה ג\'.'),
        ("it", "Ne prese un po'."),
        ("uz", "Qarshida baland tog'."),
    ],
)
def test_an_apostrophe_at_the_end_of_a_word_is_no_quotation_mark_in_a_language_without_a_pack(
    lang: str, target: str
) -> None:
    assert rules("See page 7.", target, "en", lang) & {"quotes-balance", "quotes-across"} == set()


def test_a_mark_without_a_counterpart_is_found_in_hebrew_too() -> None:
    assert "quotes-balance" in rules('He said "go" to all.', 'הוא אמר "לכו לצה"ל.', "en", "he")


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("fr", 'Il parle de l\'"eau vive" et d\'"ailleurs".'),
        ("it", 'Parla dell’"acqua viva" e d\'altro.'),
        ("he", 'הוא מדבר על ה"מים" ועל ב"כ צה"ל.'),
        ("he", 'הוא מדבר על ה"מים החיים" ועל ה"אוויר".'),
        ("ar", 'يتحدث عن ال"ماء" و"الهواء".'),
        ("ar", 'يتحدث بـ"الماء" هنا.'),
    ],
)
def test_a_mark_may_open_a_quotation_after_a_word_without_a_space(lang: str, target: str) -> None:
    source = 'He speaks of the "water" and the "air".'
    assert rules(source, target, "en", lang) & {"quotes-balance", "quotes-across"} == set()
    if lang != "he":  # where it is the mark of an abbreviation without a counterpart
        closing = target.rindex('"')
        assert "quotes-balance" in rules(source, target[:closing] + target[closing + 1 :], "en", lang)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("He was born in 1807 near 12.5 hills.", "他于一八〇七年生在十二点五座山旁。"),
        ("They sold 32,517 of 250 kinds.", "他们卖了二百五十种中的三万二千五百一十七个。"),
    ],
)
def test_numbers_in_han_characters_are_those_in_digits(source: str, target: str) -> None:
    assert rules(source, target, "en", "zh-Hans") == set()
    assert rules(target, source, "zh-Hans", "en") == set()
    wrong = target.replace("七年", "九年").replace("五百一", "六百一")
    assert rules(source, wrong, "en", "zh-Hans") == {"numbers-missing"}


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("zh-Hans", '这是"早"和"晚"，他写道："一，二"。'),
        ("zh-Hans", "这是（'早'）和'晚'。"),
        ("ja", 'これは"朝"です。'),
        ("ko", "'아침'이라고 쓰지 않는다."),
        ("ko", "거기에 '예(하나)'라고 쓴다."),
        ("hi", "'नहीं' और 'हां' कहना।"),
        ("tr", "@ada'nın [dediği](https://example.org)'nden, `x`'in 'sonu' değil."),
        ("tr", "@ada'nın [dediği](https://example.org)'nden."),
        ("tr", "Bunun 80%'i [dediği](https://example.org) gibi."),
        ("es", "Es el primero de '[uno](https://example.org)'."),
        ("it", 'Ha detto: "... uno."'),
    ],
)
def test_quotation_marks_beside_letters_are_pairs_in_languages_without_a_pack(lang: str, target: str) -> None:
    source = "As @ada [put it](https://example.org), `x` is 'one' and \"two\"."
    assert rules(source, target, "en", lang) & {"quotes-balance", "quotes-across"} == set()


@pytest.mark.parametrize(
    ("lang", "target"), [("zh-Hans", '这是"早和晚。'), ("ko", "'아침이라고 쓴다."), ("hi", "'नहीं कहना।")]
)
def test_a_quotation_mark_beside_letters_without_a_counterpart_is_found(lang: str, target: str) -> None:
    assert "quotes-balance" in rules("This is 'one' and \"two\".", target, "en", lang)


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("zh-Hans", "在GitHub上用Mozilla写Thunderbird。"),
        ("ja", "GitHubでMozillaとThunderbirdへ。"),
        ("ko", "GitHub에서 Mozilla와 Thunderbird로."),
        ("he", "בGitHub לMozilla וThunderbird כאן."),
    ],
)
def test_names_that_a_word_touches_are_not_words_in_another_script(lang: str, target: str) -> None:
    assert "language" not in rules("On GitHub we write Thunderbird at Mozilla.", target, "en", lang)


def test_a_japanese_1_may_stand_for_an_article() -> None:
    assert "numbers-added" not in rules("He took a long holiday.", "彼は1ヶ月の休みを取った。", "en", "ja")
    assert "numbers-added" in rules("He took a long holiday.", "彼は13ヶ月の休みを取った。", "en", "ja")


@pytest.mark.parametrize(
    ("lang", "target"),
    [("el", "Εδώ [(όλα) σωστά;](https://example.org)"), ("ar", "هنا:( كل شيء ) [أكيد](https://example.org)")],
)
def test_a_bracket_that_looks_like_a_smiley_has_its_counterpart(lang: str, target: str) -> None:
    assert "brackets" not in rules("Here is [(almost) all](https://example.org)", target, "en", lang)
    assert "brackets" in rules("Here is [(almost) all](https://example.org)", f"{target})", "en", lang)


@pytest.mark.parametrize(
    ("lang", "source"), [("zh-Hans", "如果A许可与B许可兼容。"), ("ko", "라이선스 A가 라이선스 B와 맞는다.")]
)
def test_a_letter_that_a_word_touches_in_the_source_may_stay(lang: str, source: str) -> None:
    assert "letters" not in rules(source, "Если лицензия A совместима с лицензией B.", lang, "ru")
    assert "letters" in rules(source.replace("A", ""), "Если лицензия A совместима с лицензией B.", lang, "ru")


def test_an_abbreviation_with_a_semicolon_is_not_parted() -> None:
    assert "spaces-after" not in rules("Hier ist alles in Kürze.", "Here is the TL;DR of all.", "de", "en")
    assert "spaces-after" in rules("Hier ist alles in Kürze.", "Here it is;all of it.", "de", "en")


@pytest.mark.parametrize(("lang", "target"), [("es", "En los años cuarenta."), ("de", "In den Vierzigerjahren.")])
def test_a_decade_may_be_in_words_that_are_not_known(lang: str, target: str) -> None:
    assert "numbers-missing" not in rules("In the 1940s.", target, "en", lang)
    assert "numbers-missing" in rules("In 1942.", target, "en", lang)
    assert "numbers-missing" in rules("In 1940.", target, "en", lang)


@pytest.mark.parametrize(("lang", "target"), [("es", "Llegaron 1250,5 toneladas."), ("zh-Hans", "运来1250.5吨。")])
def test_thousands_without_a_mark_are_no_finding(lang: str, target: str) -> None:
    assert rules("There came 1,250.5 tonnes.", target, "en", lang) == set()
    assert rules("There came 12.5 tonnes.", "Llegaron 12.5 toneladas.", "en", "es") == {"numbers-format"}
