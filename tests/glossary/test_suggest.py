"""Names that the glossary lacks, out of sentences with their translations."""

from pipeline.glossary import Glossary
from pipeline.glossary.suggest import TermSuggestion, TranslatedText, suggest_terms
from pipeline.model import Term

TEXTS = [
    ("In May the European Union met.", "Մայիսին Եվրոպական միությունը հավաքվեց։", "В мае Европейский союз собрался."),
    ("The lake is deep.", "Լիճը խորն է։", "Озеро глубокое."),
    (
        "Then the European Union said no{fn1}.",
        "Հետո Եվրոպական միության պատասխանը ոչ էր{fn1}։",
        "Ответ Европейского союза — нет{fn1}.",
    ),
    ("The price fell.", "Գինն ընկավ։", "Цена упала."),
    (
        "A friend of the European Union in Gyumri",
        "Եվրոպական միության բարեկամը Գյումրիում",
        "Друг Европейского союза в Гюмри",
    ),
    ("They left.", "Նրանք գնացին։", "Они ушли."),
    ("It is the EBRD that pays.", "Վճարողը ՎԶԵԲ-ն է։", "Платит ЕБРР."),
    ("The EBRD lends.", "ՎԶԵԲ-ը վարկ է տալիս։", "ЕБРР даёт кредит."),
    ("Ask the EBRD.", "Հարցրեք ՎԶԵԲ-ին։", "Спросите ЕБРР."),
    ("The snow fell in May. The rain too.", "Մայիսին ձյուն եկավ։ Անձրև էլ։", "В мае выпал снег. И дождь."),
    ("The end of May.", "Մայիսի վերջ։", "Конец мая."),
]
SENTENCES = [TranslatedText(lang="en", texts={"en": en, "hy": hy, "ru": ru}) for en, hy, ru in TEXTS]


def told(item: TermSuggestion) -> tuple[str, int, dict[str, list[str]]]:
    return item.name, item.count, {lang: [way.name for way in ways] for lang, ways in item.translations.items()}


def test_names_and_abbreviations_are_found_with_what_translators_made_of_them() -> None:
    assert [told(item) for item in suggest_terms(SENTENCES, Glossary())] == [
        ("EBRD", 3, {"hy": ["ՎԶԵԲ"], "ru": ["ЕБРР"]}),
        ("European Union", 3, {"hy": ["Եվրոպական"], "ru": ["Европейский"]}),
    ]


def test_what_the_glossary_has_is_not_suggested_in_any_form() -> None:
    known = Glossary(terms=(Term(names={"en": ("European Union",)}), Term(names={"en": ("EBRD",)})))
    assert suggest_terms(SENTENCES, known) == ()


def test_a_name_that_articles_in_two_languages_have_is_one() -> None:
    turned = [TranslatedText(lang="ru", texts=item.texts) for item in SENTENCES[6:9]]
    first, *_ = suggest_terms([*SENTENCES, *turned], Glossary())
    assert (first.name, first.count) == ("EBRD", 6)


def test_without_translations_names_are_found_all_the_same() -> None:
    alone = [TranslatedText(lang="en", texts={"en": item.texts["en"]}) for item in SENTENCES]
    assert {item.name: item.translations for item in suggest_terms(alone, Glossary())} == {
        "EBRD": {},
        "European Union": {},
    }


def test_rare_names_are_left_out() -> None:
    assert suggest_terms(SENTENCES, Glossary(), least=4) == ()


CAPITALS_OR_NOT = [
    ("We saw that NATO met.", "我们看到北约开会。", "ვნახეთ, რომ ნატო შეიკრიბა."),
    ("The lake is deep.", "湖很深。", "ტბა ღრმაა."),
    ("Then NATO said no.", "然后北约说不。", "შემდეგ ნატო არ დათანხმდა."),
    ("They left the lake.", "他们离开了湖。", "მათ ტბა დატოვეს."),
    ("A friend of NATO came.", "一位北约的朋友来了。", "მოვიდა მეგობარი, ნატო კი არა."),
    ("It snowed.", "下雪了。", "მოთოვა."),
]


def test_a_translation_without_capitals_is_found_among_all_rows_of_words() -> None:
    texts = [TranslatedText(lang="en", texts={"en": en, "zh-Hans": zh, "ka": ka}) for en, zh, ka in CAPITALS_OR_NOT]
    assert [told(item) for item in suggest_terms(texts, Glossary())] == [
        ("NATO", 3, {"ka": ["ნატო"], "zh-Hans": ["北约"]})
    ]


def test_what_articles_without_capitals_name_is_found_in_a_translation_that_has_them() -> None:
    texts = [
        TranslatedText(lang="zh-Hans", texts={"en": en, "zh-Hans": zh, "ka": ka}) for en, zh, ka in CAPITALS_OR_NOT
    ]
    found = suggest_terms(texts, Glossary(), languages=("ka", "en"))
    assert [(item.lang, *told(item)) for item in found] == [("en", "NATO", 3, {"ka": ["ნატო"], "zh-Hans": ["北约"]})]
    alone = [TranslatedText(lang="ka", texts={"ka": ka, "zh-Hans": zh}) for _, zh, ka in CAPITALS_OR_NOT]
    assert suggest_terms(alone, Glossary()) == ()
