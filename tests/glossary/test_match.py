"""Terms in real sentences: whatever form they are inflected to, and nothing that only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary import Glossary, contains_name, match
from pipeline.languages.inflection import find_words, inflection_keys
from pipeline.model import Term

LANGUAGES = ("hy", "en", "ru", "ka", "fa", "ar", "zh-Hans", "th", "hi", "de")


def glossary(lang: str, *names: str) -> Glossary:
    """A glossary with these names, each of a term of its own."""
    return Glossary(terms=tuple(Term(names={lang: (name,)}) for name in names))


def found(lang: str, text: str, *names: str) -> list[tuple[str, str]]:
    """What stands in the text, and the name that it is a form of."""
    return [(text[item.start : item.end], item.name) for item in glossary(lang, *names).find(text, lang)]


@pytest.mark.parametrize(
    ("lang", "name", "forms"),
    [
        ("hy", "Հայաստան", "Հայաստան Հայաստանը Հայաստանի Հայաստանին Հայաստանից Հայաստանով Հայաստանում"),
        ("hy", "անվտանգություն", "անվտանգությունը անվտանգության անվտանգությանը անվտանգությամբ անվտանգությունից"),
        ("hy", "միություն", "միությունն միության միություններ միություններում"),
        ("hy", "լիճ", "լիճը լճի լճում լճից լճեր լճերի"),
        ("hy", "համաձայնագիր", "համաձայնագիրը համաձայնագրի համաձայնագրեր համաձայնագրերում"),
        ("hy", "Եվրոպա", "Եվրոպան Եվրոպայի Եվրոպայում Եվրոպայից"),
        ("hy", "հարց", "հա՞րց հարցի՞ն հարցե՛ր"),
        ("hy", "Բաքու", "Բաքուն Բաքվի Բաքվից Բաքվում"),
        ("hy", "տուն", "տան տանը տնից տներ"),
        ("hy", "հանրաքվե", "հանրաքվեի հանրաքվեում հանրաքվեները"),
        ("hy", "ՀԱՊԿ", "ՀԱՊԿ-ն ՀԱՊԿ-ի ՀԱՊԿին"),
        ("en", "treaty", "treaty treaties Treaty"),
        ("en", "CSTO", "CSTO CSTO's"),
        ("ru", "Армения", "Армения Армении Армению Арменией"),
        ("ru", "рынок", "рынок рынка рынком рынки рынков"),
        ("ru", "озеро", "озера озеру озёра озёр"),
        ("ru", "МИД", "МИД МИДа МИДом"),
        # Without a pack, by the stemmer that has the name of the language.
        ("ar", "معاهدة", "معاهدة المعاهدة"),
        ("pt-BR", "metro", "metro metros"),
        ("de", "Regierung", "Regierung Regierungen"),
    ],
)
def test_forms_of_a_word(lang: str, name: str, forms: str) -> None:
    for form in forms.split():
        assert [item for _, item in found(lang, f"— {form}.", name)] == [name], form


@pytest.mark.parametrize(
    ("lang", "name", "text", "expected"),
    [
        # Without spaces between words a name is found wherever its characters stand side by side.
        ("zh-Hans", "联合国", "中国和联合国开会", "联合国"),
        ("zh-Hans", "北约", "（北约）说", "北约"),
        ("ja", "国際連合", "国際連合が発表した", "国際連合"),
        ("ja", "サーバー", "新しいサーバーです", "サーバー"),
        ("th", "สหประชาชาติ", "เขาไปที่สหประชาชาติแล้ว", "สหประชาชาติ"),
        # Without capitals nothing depends on them.
        ("ka", "საქართველო", "აქ საქართველო არის", "საქართველო"),
        ("fa", "دریاچه", "این دریاچه بزرگ است", "دریاچه"),
        # The non-joiner of Persian, and letters that Arabic keyboards write for Persian ones.
        ("fa", "پیش‌نویس", "یک پیشنویس تازه", "پیشنویس"),
        ("fa", "پیشنویس", "یک پیش‌نویس تازه", "پیش‌نویس"),
        ("fa", "کمیته", "اين كميته است", "كميته"),
        # Vowel signs are a part of the word.
        ("hi", "हिन्दी", "वह हिन्दी बोलता है", "हिन्दी"),
    ],
)
def test_scripts_without_capitals_or_spaces(lang: str, name: str, text: str, expected: str) -> None:
    assert found(lang, text, name) == [(expected, name)]
    assert contains_name(name, text, lang)


@pytest.mark.parametrize(
    ("lang", "name", "text"),
    [
        ("hi", "नदी", "एक नाद है"),
        ("zh-Hans", "联合国", "联合。国家"),
        ("zh-Hans", "联合国", "联合中国"),
        ("th", "ประชา", "ประชุม"),
    ],
)
def test_what_only_has_the_same_characters(lang: str, name: str, text: str) -> None:
    assert found(lang, text, name) == []
    assert not contains_name(name, text, lang)


def test_a_name_that_stays_is_found_in_languages_without_a_column() -> None:
    terms = Glossary(terms=(Term(names={"en": ("NATO",)}, keep=True), Term(names={"en": ("lake",)})))
    [match] = terms.find("Die NATO am lake", "de")
    assert (match.name, match.names("ka")) == ("NATO", ("NATO",))


@pytest.mark.parametrize(
    ("lang", "name", "text"),
    [
        ("hy", "միություն", "Մի մարդ"),
        ("hy", "օրենք", "մի օր"),
        ("en", "Turkey", "They ate turkey."),
        ("en", "US", "Tell us."),
        ("en", "Union Bank", "the bank of the Union"),
        ("ru", "Грузия", "тяжёлый груз"),
        ("ru", "Иван", "Пришёл Иванов."),
        ("ru", "договор", "Они договорились."),
        ("hy", "նախարար", "նախարարության շենքը"),
        ("en", "university", "in the whole universe"),
        ("ru", "ЕС", "ЕСПЧ решил"),
        ("ru", "МИД", "мидии"),
    ],
)
def test_what_only_looks_like_a_term(lang: str, name: str, text: str) -> None:
    assert found(lang, text, name) == []


def test_names_of_several_words_may_all_be_inflected() -> None:
    assert found("ru", "в Европейском союзе", "Европейский союз") == [("Европейском союзе", "Европейский союз")]
    assert found("hy", "Սևանա լճի մակարդակը", "Սևանա լիճ") == [("Սևանա լճի", "Սևանա լիճ")]


def test_the_longest_name_counts() -> None:
    text = "The European Union and the Union of Writers"
    assert found("en", text, "Union", "European Union") == [("European Union", "European Union"), ("Union", "Union")]


def test_two_concepts_may_share_a_name() -> None:
    river, money = Term(names={"en": ("bank",)}, note="of a river"), Term(names={"en": ("bank",)}, note="for money")
    (item,) = Glossary(terms=(river, money)).find("A bank.", "en")
    assert item.terms == (river, money)


def test_a_name_that_is_not_wanted_counts_unless_it_is_part_of_one_that_is() -> None:
    terms = (
        Term(names={"ru": ("Кыргызстан",)}, forbidden={"ru": ("Киргизия",)}),
        Term(names={"ru": ("Банк Киргизия",)}),
    )
    house = Glossary(terms=terms)
    assert [item.name for item in house.find_forbidden("В Киргизии снег.", "ru")] == ["Киргизия"]
    assert house.find_forbidden("Банк «Киргизия»", "ru") == ()
    assert house.find("В Киргизии снег.", "ru") == ()


def test_a_translation_may_have_other_words_between_those_of_a_name() -> None:
    assert contains_name("Организация Договора", "в Организации этого Договора", "ru")
    assert not contains_name("Организация Договора", "договоры и организации", "ru")
    assert not contains_name("", "что-то", "ru")


@pytest.mark.parametrize(
    "text", ["Совет обсудил безопасность.", "Совет обсудил её безопасность.", "Совет хранит Безопасность."]
)
def test_other_words_between_those_of_a_name_make_no_name_of_other_forms(text: str) -> None:
    assert not contains_name("Совет Безопасности", text, "ru")
    assert contains_name("Совет Безопасности", f"{text} В Совете Безопасности решили.", "ru")


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_any_word_is_a_form_of_itself_and_stands_where_it_says(text: str, lang: str) -> None:
    for word in find_words(text):
        assert not inflection_keys(word.text, lang).isdisjoint(inflection_keys(word.text.lower(), lang))
        assert text[word.start : word.end].startswith(word.text[0])
    for item in glossary(lang, text).find(text, lang):
        assert item.name == text


def test_a_glossary_of_nothing_finds_nothing() -> None:
    assert Glossary().find("Anything at all", "en") == ()


@pytest.mark.parametrize(
    ("lang", "name", "text", "expected"),
    [
        ("he", "ברית", "והברית נפגשה", True),
        ("he", "ארמניה", "שארמניה חתמה", True),
        ("he", "ארמניה", "רומניה חתמה", False),
        ("ar", "تحالف", "بالتحالف وحده", True),
        ("ar-EG", "أرمينيا", "لأرمينيا دور", True),
        ("fa", "ایران", "لایران", False),
    ],
)
def test_terms_are_found_behind_what_is_written_as_one_with_them(
    lang: str, name: str, text: str, expected: object
) -> None:
    assert contains_name(name, text, lang) is expected


_NAMES = ("Lake Sevan", "Lake", "CSTO", "treaties of peace", "湖水", "озеро Севан", "мир", "Սևանա լիճ", "", "—")
_TEXTS = st.lists(
    st.sampled_from(
        ["lake", "Lake", "Sevan", "SEVAN", "CSTO", "CSTOs", "treaty", "of", "the", "peace", "湖水", "湖", "水"]
    )
    | st.sampled_from(["озера", "Севан", "мира", "МИРА", "Սևանա", "լճի", "լի՞ճ", "—", "5", "-", "."]),
    max_size=8,
).map(" ".join)


@given(st.sampled_from(_NAMES), _TEXTS | _TEXTS.map(lambda text: text.replace(" ", "")), st.sampled_from(LANGUAGES))
def test_a_name_is_in_a_text_if_its_words_follow_from_some_place_on(name: str, text: str, lang: str) -> None:
    wanted, there = find_words(name), find_words(text)
    assert contains_name(name, text, lang) == any(
        match.words_follow(wanted, there, place, lang) for place in range(len(there))
    )
